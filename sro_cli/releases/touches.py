"""Which commits between two versions touched a place of the sources: who made them when, and what they say.

Every line of the old version is followed to the commit that took it away, every line of the new one to the
commit that it is from. Commits before the old version, and beside the way to the new one, have no part in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from sro_cli.releases.git import GitError, do
from sro_cli.source import Span


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit between two versions.

    Attributes:
        name: its full name.
        parents: their names.
        moment: when it was made, UTC.
        author: the name that git has of who wrote it.
        subject: the first line of its message.
        paths: that it changed, below the folder of the concept.
    """

    name: str
    parents: tuple[str, ...]
    moment: datetime
    author: str
    subject: str
    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file, and the names of the commits that it came with or went by."""

    text: str
    names: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not self.text.strip(_AROUND)


_Lines = Mapping[str, Sequence[_Line]]
"""The lines of each file that any of the commits changed, by its path."""

_PENDING = "0" * 40
"""How git names the commit that is still to be made."""


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
        return (*known, None) if _PENDING in found else known

    @cached_property
    def _commits(self) -> Mapping[str, Commit]:
        """All commits between the versions, the oldest first."""
        form = ("--format=%x00%H%x1f%P%x1f%ct%x1f%aN%x1f%s", "--name-only", "--reverse", "--topo-order")
        found: dict[str, Commit] = {}
        for record in self._logged(*form):
            about, *paths = record.split("\n")
            name, parents, seconds, author, subject = about.split("\x1f", 4)
            moment = datetime.fromtimestamp(int(seconds), UTC)
            touched = frozenset(filter(None, paths))
            found[name] = Commit(name, tuple(parents.split()), moment, author, subject, touched)
        return found

    def _logged(self, *form: str) -> Sequence[str]:
        """What git prints of each commit between the versions."""
        whole = (
            "-c",
            "core.quotePath=off",
            "log",
            "--no-show-signature",
            "--no-renames",
            "--relative",
            *form,
        )
        return self._printed(*whole, self._stretch, "--", "content").split("\0")[1:]

    @property
    def _stretch(self) -> str:
        return f"{self.old}..{self.new or 'HEAD'}"

    @cached_property
    def _lines(self) -> tuple[_Lines, _Lines]:
        """By path and line: of the old version what took it away, of the new one what it is from."""
        paths = sorted({path for commit in self._commits.values() for path in commit.paths})
        texts = [path for path in paths if path.endswith((".md", ".yml"))]
        added = self._stretch if self.new else f"^{self.old}"
        with ThreadPoolExecutor() as pool:  # git works, we wait
            last = pool.map(lambda path: self._blamed(path, "--reverse", self._stretch), texts)
            first = pool.map(lambda path: self._blamed(path, added), texts)
            gone = {path: self._removing(lines) for path, lines in zip(texts, last, strict=True)}
            come = {path: self._adding(lines) for path, lines in zip(texts, first, strict=True)}
        return gone, come

    def _adding(self, lines: Sequence[_Blamed]) -> Sequence[_Line]:
        known = {*self._commits, _PENDING}
        return [_Line(line.text, (line.name,) if line.name in known else ()) for line in lines]

    def _removing(self, lines: Sequence[_Blamed]) -> Sequence[_Line]:
        """The commits behind those that had a line last; where branches meet, whoever removed such a line."""
        return [_Line(line.text, tuple(self._removers(line))) for line in lines]

    def _removers(self, line: _Blamed) -> Iterable[str]:
        following = self._following.get(line.name, ())
        if not following:
            return (_PENDING,) if line.number in self._pending.get(line.path, ()) else ()
        names = [each for each in following if line.path in self._commits[each].paths]
        return names or self._removed.get((line.path, line.text), ())

    @cached_property
    def _following(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, commit in self._commits.items():
            for parent in commit.parents:
                found[parent].append(name)
        return found

    @cached_property
    def _removed(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The commits that removed a line, by its path and text."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for record in self._logged("--no-merges", "--format=%x00%H", *_PATCH):
            name, _end, patch = record.partition("\n")
            for path, _number, text in _taken(patch):
                if text.strip():
                    found[path, text].append(name)
        return found

    @cached_property
    def _pending(self) -> Mapping[str, frozenset[int]]:
        """The lines of the present commit that the folder has no more, by path; from 1."""
        found: dict[str, set[int]] = defaultdict(set)
        if not self.new:
            whole = ("-c", "core.quotePath=off", "diff", "--no-renames", "--relative", *_PATCH)
            for path, number, _text in _taken(self._printed(*whole, "HEAD", "--", "content")):
                found[path].add(number)
        return {path: frozenset(numbers) for path, numbers in found.items()}

    def _blamed(self, path: str, *stretch: str) -> Sequence[_Blamed]:
        """Each line of a file with the commit that git names for it; none if it is not in that version."""
        # What people set for themselves must not lead to other people.
        plain = ("-c", "core.quotePath=off", "-c", "blame.ignoreRevsFile=", "blame", "--porcelain")
        found: list[_Blamed] = []
        name, number = "", 0
        paths: dict[str, str] = {}
        for line in self._printed(*plain, *stretch, "--", path).split("\n"):
            if line.startswith("\t"):
                found.append(_Blamed(line[1:], name, paths.get(name, path), number))
                name = ""
            elif not name:
                name, _blank, rest = line.partition(" ")
                number = int(rest.partition(" ")[0] or 0)
            elif line.startswith("filename "):
                paths[name] = line.removeprefix("filename ").removeprefix(self._prefix)
        return found

    @cached_property
    def _prefix(self) -> str:
        """Of the concept's folder below the top of the repository; empty, or with a slash at its end."""
        return self._printed("rev-parse", "--show-prefix").rstrip("\n")

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


@dataclass(frozen=True, slots=True)
class _Blamed:
    """A line, the commit that git names for it, and where that one has it; lines count from 1."""

    text: str
    name: str
    path: str
    number: int


_PATCH = ("--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=", "--dst-prefix=", "-p", "-U0")


def _taken(patch: str) -> Iterator[tuple[str, int, str]]:
    """The lines that a patch takes away: path, number from 1, text."""
    path, number, inside = "", 0, False
    for line in patch.split("\n"):
        if line.startswith(("diff ", "@@ ")):
            inside = line.startswith("@@")
            number = int(line[4:].partition(" ")[0].partition(",")[0]) if inside else 0
        elif not inside and line.startswith("--- "):
            path = line[4:].rstrip("\t")
        elif inside and line.startswith("-"):
            yield path, number, line[1:]
            number += 1


def _within(span: Span | None, lines: _Lines) -> Iterator[str]:
    """The commits of the lines of a place."""
    if span and span.source.path in lines:
        first, last = _first_and_last(span)
        for line in lines[span.source.path][first : last + 1]:
            yield from line.names


def _beside(span: Span | None, lines: _Lines, other: _Lines) -> Iterator[str]:
    """The commits of blank lines before and after a place that the other version does not have there.

    By them a paragraph was split or joined, and no line that says anything was touched.
    """
    if span is None or span.source.path not in lines:
        return
    mine, theirs = lines[span.source.path], other.get(span.source.path, ())
    first, last = _first_and_last(span)
    if last >= len(mine):
        return
    above = next((i for i in range(first - 1, -1, -1) if not mine[i].is_blank), first)
    below = next((i for i in range(last + 1, len(mine)) if not mine[i].is_blank), last)
    for start, end in ((above, first), (last, below)):
        between = mine[start + 1 : end]
        if between and any(
            (a.text, b.text) == (mine[start].text, mine[end].text) for a, b in pairwise(theirs)
        ):
            yield from (name for line in between for name in line.names)


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


_AROUND = " \t>"
_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})\{.*")
