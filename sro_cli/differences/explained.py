"""Why two versions differ, as far as anybody said so."""

from __future__ import annotations

from pathlib import Path

from sro_cli.comparison.reasons import Reasons, reasons, unplaced, unspoken
from sro_cli.readers.content import Content
from sro_cli.releases import git, versions
from sro_cli.releases.subjects import Subjects
from sro_cli.releases.versions import Version
from sro_cli.source import Span


def between(folder: Path, old: Version, new: Version, content: Content) -> Reasons:
    """What editors say, else what those who committed it said; no commits lead from one folder to another.

    Args:
        folder: of the concept.
        old: a version.
        new: another.
        content: of the new one.
    """
    follows = old.commit and (new.commit or new.name == versions.work_tree(folder).name)
    subjects = Subjects(folder, old.commit, new.commit) if follows else unspoken
    return reasons(content, subjects, _published(folder, old))


def lost(folder: Path, old: Version, before: Content, after: Content) -> tuple[Span, ...]:
    """The ids in reasons that neither version knows.

    Args:
        folder: of the concept.
        old: a version.
        before: its content.
        after: that of the new one.
    """
    return unplaced(before, after, _published(folder, old)) if after.konzept.aenderungen else ()


def _published(folder: Path, version: Version) -> str:
    """The newest version in the history of another; empty if there is none."""
    known = git.versions_before(folder, version.commit) if version.commit else ()
    return max(known, key=lambda number: [int(part) for part in number.split(".")], default="")
