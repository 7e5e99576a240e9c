"""What those said who committed what changed between two versions: the first lines of their messages.

Only these: names and the rest of a message are nothing that a document shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sro_cli.readable import without_controls
from sro_cli.releases.touches import Touches
from sro_cli.source import Span


@dataclass(frozen=True)
class Subjects:
    """The subjects of the commits that touched a place.

    Attributes:
        folder: of the concept.
        old: a commit.
        new: a later one; empty for the files as they lie in the folder.
        speaks: whether what is said of a commit may be told, by its name.
    """

    folder: Path
    old: str
    new: str
    speaks: Callable[[str], bool] = lambda _commit: True

    def __call__(self, before: Span | None, after: Span | None) -> tuple[str, ...]:
        """The subjects, each once, the oldest first; none of what is not committed.

        Args:
            before: a place of the old version.
            after: the same place of the new one.
        """
        known = (commit for commit in self._touches(before, after) if commit)
        subjects = (without_controls(commit.subject) for commit in known if self.speaks(commit.name))
        return tuple(dict.fromkeys(filter(None, subjects)))

    @cached_property
    def _touches(self) -> Touches:
        return Touches(self.folder, self.old, self.new)
