"""Two versions → a document that shows them side by side: `sro synopse`."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import UTC, datetime
from pathlib import Path

from sro_cli.comparison.values import Place
from sro_cli.diagnostics import Diagnostic, counting
from sro_cli.differences import explained, settable
from sro_cli.differences.explained import Commits, Side
from sro_cli.files import Folder, Overlay, bundled
from sro_cli.production import products
from sro_cli.readable import datum
from sro_cli.readers import gestaltung
from sro_cli.releases import git, touches
from sro_cli.releases.versions import Version
from sro_cli.synopse import Wanted, synopse
from sro_cli.synopse.pages import Headline

FORMATS = {".docx": "docx", ".pdf": "pdf", ".html": "html"}
"""What can be written, by the end of a file's name."""

_SETTINGS = "content/konzept.yml"


def written(
    folder: Path, sides: tuple[Side, Side], wanted: Wanted, ending: str, store: MutableMapping[str, bytes]
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The Synopse as a file, and what speaks against it; None if a Fehler does, as in reading.

    Args:
        folder: of the concept; its templates give the Synopse its look.
        sides: the old version and the new one.
        wanted: what it shall show.
        ending: one of `FORMATS`.
        store: keeps what can be kept between builds.
    """
    if unread := [finding for side in sides if side.is_faulty for finding in side.content.findings]:
        return None, tuple(unread)
    theme, faulty = gestaltung.load(Overlay(Folder(folder, ("templates",)), bundled()))
    if theme is None:
        return None, tuple(faulty)
    old, new = sides
    headline = _headline(folder, sides, wanted)
    reasons = explained.between(folder, old, new, _commits(wanted))
    document = synopse(old.content, new.content, headline, reasons, wanted)
    if ending != ".html" and (lost := settable.lacking(document, theme)):
        if unset := _unset(folder, new.version):
            return None, unset

        def plain(before: Place | None, after: Place | None) -> str:
            return settable.without(reasons(before, after), lost)

        document = settable.with_names(synopse(old.content, new.content, headline, plain, wanted), lost)
    made, found = products(document, theme, (FORMATS[ending],), store, lambda _words: None)
    content = None if counting(found) else made.get(f"{document.meta.name}{ending}")
    return content, tuple(found)


def _unset(folder: Path, version: Version) -> tuple[Diagnostic, ...]:
    """The places where signs without a font can still be mended: in the files as they lie in the folder."""
    if not version.is_work_tree:
        return ()
    from sro_cli import pipeline  # noqa: PLC0415 - checks everything, and hardly any text needs it
    from sro_cli.checks.darstellung import ZEICHEN_OHNE_SCHRIFT  # noqa: PLC0415

    found = pipeline.load(Overlay(Folder(folder), bundled())).findings
    signs = (each for each in found if each.kind.code == ZEICHEN_OHNE_SCHRIFT.code)
    return tuple(each for each in signs if counting((each,)))


def _commits(wanted: Wanted) -> Commits:
    if wanted.internal:
        return "all"
    return "public" if wanted.subjects else "none"


def _headline(folder: Path, sides: tuple[Side, Side], wanted: Wanted) -> Headline:
    old, new = sides
    settings = new.content.konzept.einstellungen
    return Headline(
        title=settings.titel if settings else "",
        publisher=settings.herausgeber if settings else "",
        old=_called(old.version),
        new=_called(new.version),
        old_day=_day(folder, old.version),
        new_day=_day(folder, new.version),
        moment=_moment(folder, new.version) or _saved(folder),
        draft=not new.version.name.startswith("Fassung "),
        internal=wanted.internal,
        commit=new.version.commit[:10],
    )


def _called(version: Version) -> str:
    """What a version is called on paper: „HEAD~2“ is another one tomorrow."""
    named = version.name.startswith("Fassung ") or not version.commit
    return version.name if named else f"Stand {version.commit[:10]}"


def _day(folder: Path, version: Version) -> str:
    """The day of a version as shown; empty if it was changed since, or nobody knows."""
    moment = _moment(folder, version)
    if moment is None or (not version.commit and _is_changed(folder)):
        return ""
    return datum(moment.date())


def _is_changed(folder: Path) -> bool:
    revision = git.revision(folder, ("content",))
    return revision is None or revision.commit.endswith("+")


def _moment(folder: Path, version: Version) -> datetime | None:
    """When a version was committed; of the work tree, when the commit was made that it follows."""
    known = version.commit or version.is_work_tree
    return touches.moment_of(folder, version.commit) if known else None


def _saved(folder: Path) -> datetime:
    """When the settings of a concept outside of git were saved."""
    return datetime.fromtimestamp(int((folder / _SETTINGS).stat().st_mtime), UTC)
