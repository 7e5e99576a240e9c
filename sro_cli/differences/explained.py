"""Why two versions differ, as far as anybody said so."""

from __future__ import annotations

from pathlib import Path

from sro_cli.comparison.reasons import Reasons, reasons, unspoken
from sro_cli.readers.content import Content
from sro_cli.releases import git, versions
from sro_cli.releases.subjects import Subjects
from sro_cli.releases.versions import Version


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
    known = git.versions_before(folder, old.commit) if old.commit else ()
    published = max(known, key=lambda version: [int(part) for part in version.split(".")], default="")
    return reasons(content, subjects, published)
