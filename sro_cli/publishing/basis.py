"""What a version is made from: its sources, and what was handed out before it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sro_cli.diagnostics import counting
from sro_cli.document.frame import Fassung
from sro_cli.files import Files, Folder, Overlay, bundled
from sro_cli.readers import content
from sro_cli.readers.content import Content
from sro_cli.releases import git, history


@dataclass(frozen=True, slots=True)
class Before:
    """What was there before a version.

    Attributes:
        verlauf: the versions handed out before, ascending.
        last: the version that it follows; empty for the first.
        content: of that version; None for the first, and if it cannot be read any more.
    """

    verlauf: tuple[Fassung, ...] = ()
    last: str = ""
    content: Content | None = None

    @property
    def fassung(self) -> Fassung | None:
        """The last version, as far as it is known from its manifest."""
        return next((each for each in self.verlauf if each.version == self.last), None)


def sources(folder: Path, commit: str, aside: Path) -> Files:
    """The concept as it lies in a commit, its templates over those that come with `sro`.

    Raises:
        GitError: there is no such commit.
        OSError: the folder aside cannot be written.
    """
    aside.mkdir()
    git.extract(folder, commit, aside)
    return Overlay(Folder(aside), bundled())


def before(folder: Path, commit: str, last: str, aside: Path) -> Before:
    """What was there before a version that is made from a commit.

    Args:
        folder: of the concept.
        commit: of its sources.
        last: the version that it follows; empty for the first.
        aside: a folder for the sources of that version; it is made.

    Raises:
        GitError: git refuses.
        OSError: the folder cannot be written.
    """
    verlauf = history.of_manifest(git.blob(folder, commit, history.MANIFEST))
    if not last:
        return Before(verlauf)
    read = content.load(sources(folder, f"refs/tags/v{last}", aside))
    return Before(verlauf, last, None if counting(read.findings) else read)
