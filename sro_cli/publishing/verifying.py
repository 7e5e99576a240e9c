"""`sro verify`: a published version is made again from its tag and held against its manifest."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sro_cli import pipeline
from sro_cli.diagnostics import Diagnostic
from sro_cli.facts import milestones
from sro_cli.pipeline import Progress
from sro_cli.publishing.basis import before, sources
from sro_cli.publishing.making import CHANGELOG, LESEFASSUNG, Order, made
from sro_cli.releases import gaps, git, history, manifest
from sro_cli.releases.git import RELEASES, Tagged
from sro_cli.releases.manifest import Difference, Manifest


class Unknown(LookupError):  # noqa: N818 - reads as what it says
    """There is no such version, or it has no manifest; the message says it in German."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of it.

    Attributes:
        differences: what is not as the manifest says.
        findings: why the version cannot be made any more; empty if it can.
        products: what was made and compared, path → content; empty if nothing can be made any more.
    """

    differences: tuple[Difference, ...]
    findings: tuple[Diagnostic, ...]
    products: Mapping[str, bytes]

    @property
    def identical(self) -> bool:
        """Whether everything is as it was, but for what it was made with."""
        return bool(self.products) and all(difference.harmless for difference in self.differences)

    def remedies(self, version: str) -> Iterator[str]:
        """What to do if it is not identical, German."""
        counting = [each for each in self.differences if not each.harmless]
        place = f"{RELEASES}/{version}"
        lying = [each for each in counting if each.what.startswith(f"{place}/")]
        if lying:
            yield (
                f"löschen Sie den Ordner {place} und legen Sie die Dokumente neu hinein, sobald sonst nichts "
                f"anders ist: sro verify {version} -o {place}"
            )
        if len(lying) == len(counting):
            return
        if any(each.harmless for each in self.differences):
            yield "bauen Sie mit denselben Werkzeugen wie damals; welche andere sind, steht oben als Hinweis"
        yield (
            "holen Sie das Tag noch einmal von dort, wo es veröffentlicht ist: git fetch --tags --force; "
            "führt es auch dort zu etwas anderem, gilt die Fassung nicht mehr als unverändert"
        )


@dataclass(frozen=True, slots=True)
class Published:
    """A version that was published.

    Attributes:
        version: ``0.1.0``.
        commit: of the release.
        moment: its date, UTC.
        manifest: None if there is none.
        neues: what it brought, in one line; empty if its manifest does not say.
    """

    version: str
    commit: str
    moment: datetime
    manifest: Manifest | None
    neues: str = ""


def published(folder: Path) -> tuple[Published, ...]:
    """All versions that are tagged, ascending."""
    repo = git.repository(folder)
    found: list[Published] = []
    for version in sorted(repo.versions if repo else (), key=milestones.version_key):
        if tagged := git.tagged(folder, version):
            kept = git.blob(folder, tagged.commit, history.MANIFEST)
            noted = manifest.read(kept or b"")
            news = (each.neues for each in history.of_manifest(kept) if each.version == version)
            found.append(Published(version, tagged.commit, tagged.moment, noted, next(news, "")))
    return tuple(found)


def verify(folder: Path, version: str, progress: Progress) -> Verified:
    """Makes a version again, in a folder of the system's for such things, and compares.

    Args:
        folder: of the concept; nothing is written there.
        version: ``0.1.0``.
        progress: is told what is being done.

    Raises:
        Unknown: it was not published.
        GitError: git refuses.
        OSError: something cannot be read or written.
    """
    repo = git.repository(folder)
    if repo and repo.shallow:  # what it was made from may be missing, even if its tag is there
        raise Unknown(gaps.told(folder))
    tagged = git.tagged(folder, version)
    if tagged is None:
        if lacking := gaps.told(folder):
            raise Unknown(f"Die Fassung „{version}“ ist hier nicht bekannt. {lacking}")
        known = ", ".join(each.version for each in published(folder)) or "noch keine"
        raise Unknown(f"Die Fassung „{version}“ ist nicht veröffentlicht; veröffentlicht: {known}")
    kept = manifest.read(git.blob(folder, tagged.commit, history.MANIFEST) or b"")
    order = _order(folder, version, tagged, kept) if kept else None
    if kept is None or order is None:
        raise Unknown(f"Zur Fassung „{version}“ gibt es kein lesbares Manifest ({history.MANIFEST})")
    with tempfile.TemporaryDirectory(prefix="sro-") as name:
        aside = Path(name)
        progress("lese die Quellen aus git")
        files = sources(folder, tagged.commit, aside / "quellen")
        past = before(folder, order.commit, order.follows or "", aside / "davor")
        order = replace(order, before=past)
        loaded = pipeline.load(files, order.moment.date(), order.earlier, {})
        again = made(files, loaded, order, aside / "produkte", progress)
    if not again.products:
        return Verified((), again.findings, {})
    found = [*_of_tag(tagged), *manifest.differences(kept, again.manifest)]
    for name, path in ((name, f"{git.KEPT}/{name}") for name in (LESEFASSUNG, CHANGELOG)):
        if git.blob(folder, tagged.commit, path) != again.products.get(name, b""):
            found += [Difference(path, "ist anders")]
    found += _lying(folder / RELEASES / version, kept)
    return Verified(tuple(found), (), again.products)


def _order(folder: Path, version: str, tagged: Tagged, kept: Manifest) -> Order | None:
    """What was made then, as git tells it; of the manifest only what nobody else knows."""
    formats = kept.get("formate")
    if not (isinstance(formats, list) and formats and all(each in pipeline.FORMATS for each in formats)):
        return None
    earlier = git.versions_before(folder, tagged.parents[0]) if tagged.parents else frozenset[str]()
    commit = tagged.parents[0] if tagged.parents else ""
    return Order(version, tuple(formats), commit, tagged.moment.astimezone(UTC), earlier)


def _of_tag(tagged: Tagged) -> Iterator[Difference]:
    if not tagged.annotated:
        yield Difference("Tag", "ist kein Tag mit Beschreibung, wie sro es setzt")


def _lying(place: Path, kept: Manifest) -> Iterator[Difference]:
    """How the products that lie in the folder of the version differ; all of them or none lie there."""
    if not place.is_dir():
        return
    noted = kept.get("produkte")
    for path, about in (noted if isinstance(noted, dict) else {}).items():
        lying = place / path
        what = f"{RELEASES}/{place.name}/{path}"
        if not lying.is_file():
            yield Difference(what, "fehlt")
        elif not isinstance(about, dict) or manifest.digest(lying.read_bytes()) != about.get("sha256"):
            yield Difference(what, "ist anders")
