"""`sro release`: a version is checked, made, noted and published, or nothing has happened."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sro_cli import conformity, pipeline
from sro_cli.diagnostics import Diagnostic, counting
from sro_cli.model import Meilenstein
from sro_cli.pipeline import Progress
from sro_cli.publishing import gate
from sro_cli.publishing.basis import before, sources
from sro_cli.publishing.gate import Reason
from sro_cli.publishing.making import CHANGELOG, LESEFASSUNG, Order, made, milestone
from sro_cli.readable import wort
from sro_cli.releases import git, history, manifest
from sro_cli.releases.alone import alone
from sro_cli.releases.git import GitError, Repository
from sro_cli.releases.plumbing import Hooked, Words, drafted, finish

_ASIDE = ".fassung-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be published.

    Attributes:
        name: id or version of a milestone.
        formats: those of the products.
        moment: the date of the version, UTC; None for that of the commit.
        probe: only look whether it could be published.
    """

    name: str
    formats: tuple[str, ...] = pipeline.FORMATS
    moment: datetime | None = None
    probe: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Attributes:
        reasons: what stands against it; empty if it was published, or could be.
        findings: those that are accepted, or that stand against it.
        stone: the milestone, if there is one.
        products: paths below *folder*.
        folder: where the products lie.
        commit: of the release; empty if there is none.
        follows: the version before, empty if there is none.
        unjudged_by: the validators that are not installed and would have had a say.
    """

    reasons: tuple[Reason, ...]
    findings: tuple[Diagnostic, ...] = ()
    stone: Meilenstein | None = None
    products: tuple[str, ...] = ()
    folder: Path = Path()
    commit: str = ""
    follows: str = ""
    unjudged_by: tuple[str, ...] = ()


def release(folder: Path, wanted: Wanted, progress: Progress) -> Outcome:
    """Publishes a version, all of it or nothing.

    Args:
        folder: of the concept.
        wanted: which version, and how.
        progress: is told what is being done, before each step.

    Raises:
        OSError: something cannot be read or written; nothing has happened.
    """
    progress("prüfe, ob veröffentlicht werden kann")
    repo = git.repository(folder.resolve())
    if repo is None:
        remedy = "legen Sie eine an: git init, git add . und git commit"
        return Outcome((Reason("hier gibt es keine Geschichte in git, oder git fehlt", remedy=remedy),))
    try:
        with alone(repo.private / "sro-release.lock") as lock, _aside(repo.folder / "build") as aside:
            # Only now: who had the lock before may have published something.
            now = git.repository(repo.folder) or repo
            return _released(now, wanted, aside, lock, progress)
    except BlockingIOError:
        return Outcome((Reason("gerade wird schon eine Fassung veröffentlicht"),))
    except Hooked as refused:
        return Outcome((Reason("der Hook pre-commit ist dagegen", tuple(str(refused).splitlines())),))
    except GitError as refused:
        return Outcome((Reason("git hat abgelehnt", tuple(str(refused).splitlines())),))


@contextmanager
def _aside(build: Path) -> Iterator[Path]:
    """A folder to work in, on the same disk as the products; what was left behind by others goes."""
    there = build.exists()
    build.mkdir(exist_ok=True)
    for left in build.glob(f"{_ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=build))
    try:
        (aside / ".gitignore").write_text("*\n", "utf-8")
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        if not there and not any(build.iterdir()):
            build.rmdir()


def _released(repo: Repository, wanted: Wanted, aside: Path, lock: int, progress: Progress) -> Outcome:
    reasons = list(gate.of_repository(repo))
    moment = wanted.moment or repo.moment
    progress("lese die Quellen aus git")
    files = sources(repo.folder, repo.head, aside / "quellen")
    earlier = git.versions_before(repo.folder, repo.head)
    loaded = pipeline.load(files, moment.date(), earlier, {})
    stone = milestone(loaded.konzept, wanted.name)
    if stone is None:
        known = ", ".join(f"{stone.id} ({stone.version})" for stone in loaded.konzept.meilensteine) or "keine"
        unknown = Reason(f"einen Meilenstein „{wanted.name}“ gibt es nicht; es gibt: {known}")
        return Outcome((*reasons, unknown, *gate.of_faults(loaded)))
    reasons += [*gate.of_version(repo, stone), *gate.of_concept(stone, loaded)]
    if reasons:
        return Outcome(tuple(reasons), stone=stone)
    order = Order(stone.version, wanted.formats, repo.head, moment, earlier, conforming=True)
    past = before(repo.folder, repo.head, order.follows or "", aside / "davor")
    order = replace(order, before=past)
    place = repo.folder / git.RELEASES / stone.version
    version = made(files, loaded, order, aside / "produkte", progress)
    if counting(version.findings) or not version.products:
        return Outcome((Reason("die Dokumente lassen sich nicht bauen"),), version.findings, stone)
    outcome = Outcome(
        (),
        version.findings,
        stone,
        tuple(version.products),
        place,
        follows=order.follows or "",
        unjudged_by=tuple(conformity.missing(wanted.formats)),
    )
    if wanted.probe:
        return outcome
    kept = {
        **{f"{git.KEPT}/{name}": version.products.get(name, b"") for name in (LESEFASSUNG, CHANGELOG)},
        history.MANIFEST: manifest.written(version.manifest),
    }
    ready = aside / "fertig"
    for path, content in version.products.items():
        (ready / path).parent.mkdir(parents=True, exist_ok=True)
        (ready / path).write_bytes(content)
    words = Words(stone.version, moment, _words(stone, order.follows))
    draft = drafted(repo, kept, words, aside, progress)
    if (git.repository(repo.folder) or repo) != repo:
        return Outcome(
            (Reason("inzwischen hat jemand etwas geändert", remedy="versuchen Sie es noch einmal"),)
        )
    place.parent.mkdir(exist_ok=True)
    (place.parent / ".gitignore").write_text("*\n", "utf-8")  # not every concept has it in its own
    progress("veröffentliche")
    finish(repo, draft, aside, (ready, place), lock)
    progress("räume auf")
    return replace(outcome, commit=draft.commit)


def _words(stone: Meilenstein, follows: str | None) -> str:
    """What commit and tag say."""
    after = f"Folgt auf Version {follows}." if follows else "Die erste Fassung."
    return f"{wort(stone.fassung)} {stone.version}\n\n{stone.label}: {stone.titel}\n{after}\n"
