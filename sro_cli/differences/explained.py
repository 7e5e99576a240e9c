"""Why two versions differ, as far as anybody said so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from sro_cli.comparison.reasons import Reasons, Subjects, reasons, unplaced, unspoken
from sro_cli.diagnostics import counting
from sro_cli.differences.order import knowing_order
from sro_cli.facts.milestones import version_key
from sro_cli.readers.content import Content
from sro_cli.releases import git, subjects
from sro_cli.releases.discretion import is_public
from sro_cli.releases.versions import Version
from sro_cli.source import Span

Commits = Literal["none", "public", "all"]
"""Whose subjects are reasons where editors give none: see `between`."""


@dataclass(frozen=True, slots=True)
class Side:
    """A version and what was read of it."""

    version: Version
    content: Content

    @property
    def is_faulty(self) -> bool:
        """Whether some of it could not be read, so that nobody can tell what changed there."""
        return bool(counting(self.content.findings))


def between(folder: Path, old: Side, new: Side, commits: Commits) -> Reasons:
    """What editors say, else what those who committed it said; no commits lead from one folder to another.

    Who writes a message of a commit thinks of colleagues. So a document that is handed out has nothing of
    it (``none``), or if somebody asks for it, only of commits that changed nothing internal (``public``);
    ``all`` is for those who may see everything.

    Args:
        folder: of the concept.
        old: a version.
        new: another.
        commits: those whose subjects are told.
    """
    told = knowing_order(_subjects(folder, old, new, commits), old.content, new.content)
    return reasons(new.content, told, _published(folder, old.version))


def lost(folder: Path, old: Side, new: Side) -> tuple[Span, ...]:
    """The ids in reasons that neither version knows.

    Args:
        folder: of the concept.
        old: a version.
        new: another.
    """
    given = new.content.konzept.aenderungen
    return unplaced(old.content, new.content, _published(folder, old.version)) if given else ()


def _subjects(folder: Path, old: Side, new: Side, commits: Commits) -> Subjects:
    follows = old.version.commit and (new.version.commit or new.version.is_work_tree)
    if commits == "none" or not follows:
        return unspoken
    if commits == "all":
        return subjects.Subjects(folder, old.version.commit, new.version.commit)
    chapters = {path for side in (old, new) for path in _chapters(side.content)}
    speaks = cache(lambda commit: is_public(folder, commit, chapters))
    return subjects.Subjects(folder, old.version.commit, new.version.commit, speaks)


def _chapters(content: Content) -> set[str]:
    """The files of the chapters that the document has."""
    settings = content.konzept.einstellungen
    shown = {f"kapitel:{ident}" for ident in settings.kapitel} if settings else set()
    return {span.source.path for target, span in content.places.entries() if target in shown}


def _published(folder: Path, version: Version) -> str:
    """The newest version in the history of another; empty if there is none."""
    known = git.versions_before(folder, version.commit) if version.commit else ()
    return max(known, key=version_key, default="")
