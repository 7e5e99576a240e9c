"""Which commits between two versions touched a place of the sources: who made them when, and what they say.

Every line of the old version is followed to what became of it, every line of the new one to what it is
from. Commits before the old version, and beside the way to the new one, have no part in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from sro_cli.releases.git import GitError, do
from sro_cli.releases.lines import PENDING, Line, Lines, lines
from sro_cli.source import Span


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit between two versions.

    Attributes:
        name: its full name.
        moment: when it was made, UTC.
        author: the name that git has of who wrote it.
        subject: the first line of its message.
    """

    name: str
    moment: datetime
    author: str
    subject: str


@dataclass(frozen=True)
class Touches:
    """The commits that touched a place. Git is asked when first needed, and once.

    Attributes:
        folder: of the concept.
        old: a commit.
        new: a later one; empty for the files as they lie in the folder.
    """

    folder: Path
    old: str
    new: str

    def __call__(self, before: Span | None, after: Span | None) -> tuple[Commit | None, ...]:
        """The commits that touched a place, the oldest first; None at the end for what is not committed.

        Empty if none did: what a place says can change with another one, such as its number.

        Args:
            before: the place in the old version.
            after: the same in the new one.
        """
        old, new = self._lines
        sides = ((before, old, new), (after, new, old))
        found = {name for span, lines, _other in sides for name in _within(span, lines)}
        if not found:
            found = {name for span, lines, other in sides for name in _beside(span, lines, other)}
        known = tuple(commit for name, commit in self._commits.items() if name in found)
        return (*known, None) if PENDING in found else known

    @cached_property
    def _commits(self) -> Mapping[str, Commit]:
        """All commits between the versions, the oldest first."""
        form = ("--no-show-signature", "--format=%H%x1f%ct%x1f%aN%x1f%s", "--reverse", "--topo-order")
        found: dict[str, Commit] = {}
        for line in self._printed("log", *form, f"{self.old}..{self.new or 'HEAD'}").split("\n"):
            if line:
                name, seconds, author, subject = line.split("\x1f", 3)
                found[name] = Commit(name, datetime.fromtimestamp(int(seconds), UTC), author, subject)
        return found

    @cached_property
    def _lines(self) -> tuple[Lines, Lines]:
        return lines(self.folder, self.old, self.new)

    def _printed(self, *arguments: str) -> str:
        """What git prints; nothing if it is missing or refuses."""
        try:
            return do(self.folder, *arguments).decode(errors="replace")
        except GitError:
            return ""


def moment_of(folder: Path, commit: str) -> datetime | None:
    """When a commit was made, UTC; None if there is none."""
    try:
        printed = do(folder, "log", "-1", "--format=%ct", commit or "HEAD")
    except GitError:
        return None
    return datetime.fromtimestamp(int(printed), UTC)


def _within(span: Span | None, lines: Lines) -> Iterator[str]:
    """The commits of the lines of a place."""
    if span and span.source.path in lines:
        first, last = _first_and_last(span)
        for line in lines[span.source.path][first : last + 1]:
            yield from line.names


def _beside(span: Span | None, lines: Lines, other: Lines) -> Iterator[str]:
    """The commits of blank lines before and after a place that the other version does not have there.

    By them a paragraph was split or joined, and no line that says anything was touched.
    """
    if span is None or span.source.path not in lines:
        return
    mine, theirs = lines[span.source.path], other.get(span.source.path, ())
    first, last = _first_and_last(span)
    if last >= len(mine):
        return
    above = next((i for i in range(first - 1, -1, -1) if not _is_blank(mine[i])), first)
    below = next((i for i in range(last + 1, len(mine)) if not _is_blank(mine[i])), last)
    for start, end in ((above, first), (last, below)):
        between = mine[start + 1 : end]
        if between and any(
            (a.text, b.text) == (mine[start].text, mine[end].text) for a, b in pairwise(theirs)
        ):
            yield from (name for line in between for name in line.names)


def _is_blank(line: Line) -> bool:
    return not line.text.strip(_AROUND)


def _first_and_last(span: Span) -> tuple[int, int]:
    """The numbers of the lines of a place, from 0; of a directive up to the fence that closes it."""
    source = span.source
    first, last = (
        source.line_column(offset)[0] - 1 for offset in (span.start, max(span.start, span.end - 1))
    )
    if opened := _FENCE.fullmatch(source.line(first)):
        below = range(last + 1, len(source.line_starts))
        last = next((number for number in below if source.line(number).strip(_AROUND) == opened[1]), last)
    return first, last


_AROUND = " \t\r>"
_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})\{.*")
