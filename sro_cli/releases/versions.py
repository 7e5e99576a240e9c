"""What people call a version: a number, a revision, a folder, a Word file, a manifest → its sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sro_cli.facts.milestones import version_key
from sro_cli.files import Files, Folder
from sro_cli.model import VERSION
from sro_cli.packages import Unreadable
from sro_cli.releases import gaps, git, manifest, products
from sro_cli.releases.history import MANIFEST

WORK_TREE = "Arbeitsstand"
"""What the sources are called as they lie in the folder."""


class Unresolved(LookupError):  # noqa: N818 - reads as what it says
    """There is no such version, or it cannot be told which; the message says it in German."""


@dataclass(frozen=True, slots=True)
class Version:
    """The sources of a concept at some time.

    Attributes:
        name: what it is called: „Fassung 0.1.0“, „Arbeitsstand“, „main~2“, „Ordner ../alt“.
        files: its content; no templates.
        commit: its full name in git; empty for folders.
        remark: German, what else is to be known, a sentence without a full stop; mostly empty.
    """

    name: str
    files: Files
    commit: str = ""
    remark: str = ""

    @property
    def is_work_tree(self) -> bool:
        """Whether it is what lies in the folder of the concept, which follows the present commit."""
        return self.name == WORK_TREE and not self.commit


def work_tree(folder: Path) -> Version:
    """The sources as they lie in the folder, committed or not."""
    return Version(WORK_TREE, Folder(folder, ("content",)))


def newest(folder: Path) -> Version:
    """The version published last, as far as the present commit knows.

    Raises:
        Unresolved: there is none.
    """
    known = git.versions(folder) or frozenset()
    if not known:
        if lacking := gaps.unknown(folder) or gaps.told(folder):
            raise Unresolved(lacking)
        before = ", HEAD~1 der davor" if git.commit_of(folder, "HEAD~1") else ""
        raise Unresolved(
            "Noch ist keine Fassung veröffentlicht, mit der sich vergleichen ließe; nennen Sie einen Stand: "
            f"HEAD ist der letzte Commit{before}"
        )
    return resolved(folder, max(known, key=version_key))


def resolved(folder: Path, word: str) -> Version:
    """The version that a word means: ``0.1.0``, ``v0.1.0``, a revision of git, a folder, a DOCX, a manifest.

    Args:
        folder: of the concept.
        word: as somebody wrote it; paths are looked for from where `sro` was called.

    Raises:
        Unresolved: nothing is called so, or it is none of these.
        OSError: a file cannot be read.
    """
    number = word.removeprefix("v")
    if VERSION.fullmatch(number) and (found := _tagged(folder, number)):
        return found
    place = Path(word)
    if place.is_dir() and (place / "content").is_dir():
        return Version(f"Ordner {word}", Folder(place, ("content",)))
    if place.suffix.lower() in products.ENDINGS and place.is_file():
        return _of_product(folder, place)
    if found := _revision(folder, word, word):
        return found
    raise Unresolved(_unknown(folder, word, number, place))


def _unknown(folder: Path, word: str, number: str, place: Path) -> str:
    if VERSION.fullmatch(number):
        if lacking := gaps.unknown(folder):
            return lacking
        if lacking := gaps.told(folder):
            return f"Die Fassung „{number}“ ist hier nicht bekannt. {lacking}"
        known = ", ".join(sorted(git.versions(folder) or (), key=version_key)) or "noch keine"
        return f"Die Fassung „{number}“ ist nicht veröffentlicht; veröffentlicht: {known}"
    if place.is_dir():
        return f"Im Ordner „{word}“ liegt kein Konzept: Ihm fehlt der Ordner „content“"
    if place.is_file():
        return f"„{word}“ ist weder eine Word-Datei noch ein Manifest, die sro geschrieben hat"
    if place.suffix.lower() in products.ENDINGS:
        return f"Die Datei „{word}“ gibt es nicht"
    if lacking := gaps.unknown(folder) or gaps.cut_off(folder):
        return f"„{word}“ ist kein Ordner und als Stand nicht bekannt. {lacking}"
    return (
        f"„{word}“ ist keine veröffentlichte Fassung, kein Stand in git und kein Ordner; "
        "„sro releases“ zeigt die Fassungen, „git log --oneline“ die Stände"
    )


def _tagged(folder: Path, number: str) -> Version | None:
    return _revision(folder, f"refs/tags/v{number}", f"Fassung {number}")


def _revision(folder: Path, revision: str, name: str) -> Version | None:
    commit = git.commit_of(folder, revision)
    sources = git.sources_at(folder, commit) if commit else None
    if commit and sources is None:
        raise Unresolved(f"Im Stand „{name}“ gibt es noch kein Konzept: Ihm fehlt der Ordner „content“")
    return Version(name, sources, commit) if commit and sources else None


# --- what was handed out ---------------------------------------------------------------


def _of_product(folder: Path, place: Path) -> Version:
    try:
        product = products.read(place)
    except Unreadable as fault:
        raise Unresolved(f"„{place}“ {fault}") from None
    version, commit = product.version, product.commit
    if version and not product.draft and (found := _tagged(folder, version)):
        kept = manifest.read(git.blob(folder, found.commit, MANIFEST) or b"") or {}
        same = product.is_as_published(kept)
        return replace(found, remark="" if same else _changed(place, found.name))
    if (
        commit
        and not commit.endswith("+")
        and (found := _revision(folder, commit, f"{place.name}, {commit}"))
    ):
        same = product.is_as_written
        return replace(found, remark="" if same else _changed(place, f"der Stand {commit}"))
    if commit.endswith("+"):
        raise Unresolved(
            f"„{place}“ ist ein Entwurf aus Quellen, die so nie in git lagen; verglichen werden kann mit "
            f"dem Commit davor: {commit.removesuffix('+')}"
        )
    if not (version or commit):
        raise Unresolved(
            f"„{place}“ sagt nicht, aus welcher Fassung die Datei ist; das tun nur Word-Dateien und "
            "Manifeste aus sro build und sro release"
        )
    if lacking := gaps.unknown(folder):
        raise Unresolved(f"„{place}“ ist aus Fassung {version or commit}. {lacking}")
    raise Unresolved(
        f"Fassung {version or commit}, aus der „{place}“ ist, gibt es in diesem Repository nicht"
    )


def _changed(place: Path, name: str) -> str:
    return (
        f"„{place}“ ist nicht mehr so, wie sro die Datei geschrieben hat; verglichen wird {name}, aus der "
        "sie ist, und nicht, was seither darin geändert wurde"
    )
