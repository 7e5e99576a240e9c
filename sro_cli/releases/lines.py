"""Which commits touched each line of the sources on the way from one version to another.

The patch of every commit between them is read once, the oldest first, and each line keeps the commits that
changed it: so a line that two people changed one after the other knows both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sro_cli.files import Memory
from sro_cli.releases.git import GitError, do, sources_at

PENDING = "0" * 40
"""How git names the commit that is still to be made."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file.

    Attributes:
        text: of the line.
        names: of the commits that it came with, was changed by or went by, the oldest first.
        origins: the lines of the old version that it was, by path and number from 0.
    """

    text: str
    names: tuple[str, ...] = ()
    origins: tuple[tuple[str, int], ...] = ()


Lines = Mapping[str, Sequence[Line]]
"""The lines of each file by its path."""


def lines(folder: Path, old: str, new: str) -> tuple[Lines, Lines]:
    """The lines of the old version with what became of them, and of the new one with where they are from.

    Args:
        folder: of the concept.
        old: a commit.
        new: a later one; empty for the files as they lie in the folder.
    """
    walk = _Walk(folder, old)
    state = walk.upto(new or "HEAD")
    if not new:
        state = walk.changed(state, walk.patch("HEAD"), PENDING)
    became: dict[tuple[str, int], list[str]] = defaultdict(list)
    for file in state.values():
        for line in file:
            for origin in line.origins:
                became[origin] += line.names
    for origin, names in walk.gone.items():
        became[origin] += names
    before = {
        path: [Line(line.text, tuple(dict.fromkeys(became[path, at]))) for at, line in enumerate(file)]
        for path, file in walk.begin.items()
    }
    return before, state


class _Hunk(NamedTuple):
    """Lines in the place of others; `at` counts from 0."""

    at: int
    removed: list[str]
    added: list[str]


@dataclass(slots=True)
class _File:
    """What a patch does to a file; a path is empty where there is none."""

    old: str = ""
    new: str = ""
    hunks: list[_Hunk] = field(default_factory=list)


class _Walk:
    """Goes from commit to commit."""

    def __init__(self, folder: Path, old: str) -> None:
        self.folder, self.old = folder, old
        self.gone: dict[tuple[str, int], list[str]] = defaultdict(list)
        files = sources_at(folder, old) or Memory({})
        texts = {path: files.read(path).decode(errors="replace") for path in files.paths() if _is_text(path)}
        self.begin: Lines = {
            path: [Line(line, (), ((path, at),)) for at, line in enumerate(_split(text))]
            for path, text in texts.items()
        }

    def upto(self, new: str) -> Lines:
        """The lines of a commit."""
        stretch = f"{self.old}..{new}"
        listed = self._git("rev-list", "--parents", "--topo-order", "--reverse", stretch).split("\n")
        patches = self._patches(stretch)
        states: dict[str, Lines] = {self.old: self.begin}
        name = ""
        for name, *parents in (line.split() for line in listed if line):
            for parent in parents:
                if parent not in states:
                    states[parent] = self.changed(self.begin, self.patch(self.old, parent), "")
            if len(parents) > 1:
                states[name] = self._merged(name, {parent: states[parent] for parent in parents})
            elif parents:
                states[name] = self.changed(states[parents[0]], patches.get(name, ()), name)
            else:  # where a clone is cut off, a commit seems to have written everything
                states[name] = self.changed(self.begin, self.patch(self.old, name), "")
        return states[name] if name else self.changed(self.begin, self.patch(self.old, new), "")

    def _merged(self, name: str, befores: Mapping[str, Lines]) -> Lines:
        """Where branches meet, a line is from those that have it; if none has, the merge has made it."""
        known, self.gone = self.gone, defaultdict(list)
        sides = [self.changed(before, self.patch(parent, name), name) for parent, before in befores.items()]
        # What only one side has, the other one has removed, and that is known.
        self.gone.update(known)
        paths = dict.fromkeys(path for side in sides for path in side)
        having = {path: [side[path] for side in sides if path in side] for path in paths}
        return {  # all have the lines of the merge
            path: [_met(name, shared) for shared in zip(*files, strict=False)]
            for path, files in having.items()
        }

    def changed(self, before: Lines, files: Iterable[_File], name: str) -> Lines:
        """The lines after a patch; without a name of its commit, nobody has touched any."""
        after = dict(before)
        for file in files:
            lines = before.get(file.old, ())
            found: list[Line] = []
            at = 0
            for hunk in file.hunks:
                end = hunk.at + len(hunk.removed)
                found += [*lines[at : hunk.at], *self._replaced(lines[hunk.at : end], hunk.added, name)]
                at = end
            if file.old != file.new:
                after.pop(file.old, None)
            if file.new:
                after[file.new] = [*found, *lines[at:]]
        return after

    def _replaced(self, removed: Sequence[Line], added: Sequence[str], name: str) -> Iterator[Line]:
        """New lines; those that are much like an old one have its past."""
        if not name:
            yield from map(Line, added)
            return
        left = {at: set(line.text.split()) for at, line in enumerate(removed)}
        few = len(left) * len(added) <= _MANY
        for text in added:
            words = set(text.split())
            at = max(left, key=lambda each: _likeness(left[each], words), default=None) if few else None
            if at is None or _likeness(left[at], words) < _ALIKE:
                yield Line(text, (name,))
                continue
            del left[at]
            yield Line(text, (*removed[at].names, name), removed[at].origins)
        for at in left:
            for origin in removed[at].origins:
                self.gone[origin] += [*removed[at].names, name]

    def patch(self, *commits: str) -> Iterator[_File]:
        """What leads from one commit to another, or to the files in the folder."""
        return _files(self._git(*_PLAIN, "diff", *_FORM, *commits, "--", "content"))

    def _patches(self, stretch: str) -> Mapping[str, list[_File]]:
        """What each commit did that is no merge."""
        form = ("--no-show-signature", "--no-merges", "--full-history", "--format=%x00commit %H")
        printed = self._git(*_PLAIN, "log", *form, *_FORM, stretch, "--", "content")
        parted = (record.partition("\n") for record in printed.split("\0commit ")[1:])
        return {name: [*_files(patch)] for name, _end, patch in parted}

    def _git(self, *arguments: str) -> str:
        """What git prints; nothing if it is missing or refuses."""
        try:
            return do(self.folder, *arguments).decode(errors="replace")
        except GitError:
            return ""


_PLAIN = ("-c", "core.quotePath=off")
# What people set for themselves must not lead to other people.
_FORM = (
    *("--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=", "--dst-prefix=", "--relative"),
    *("--diff-algorithm=histogram", "--find-renames", "--text", "-p", "-U0"),
)
_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_ALIKE = 0.4
"""Share of words from which on a line is the changed one and not another."""

_MANY = 100_000
"""Pairs of lines of one change above which nobody looks for those that are alike."""


def _files(patch: str) -> Iterator[_File]:
    file: _File | None = None
    lines = iter(patch.split("\n"))
    for line in lines:
        if line.startswith("diff --git "):
            if file:
                yield file
            file = _File()
        elif file is None:
            continue
        elif match := _HUNK.match(line):
            file.hunks.append(_hunk(match, lines))
        elif line.startswith(("--- ", "rename from ")):
            file.old = _path(line)
        elif line.startswith(("+++ ", "rename to ")):
            file.new = _path(line)
    if file:
        yield file


def _hunk(head: re.Match[str], lines: Iterator[str]) -> _Hunk:
    start, removed, added = (1 if part is None else int(part) for part in head.groups())
    hunk = _Hunk(start - 1 if removed else start, [], [])
    while len(hunk.removed) < removed or len(hunk.added) < added:
        line = next(lines, None)
        if line is None:
            break
        if line.startswith("-"):
            hunk.removed.append(line[1:])
        elif line.startswith("+"):
            hunk.added.append(line[1:])
    return hunk


def _path(line: str) -> str:
    path = line.removeprefix("rename ").partition(" ")[2].rstrip("\t")
    return "" if path == "/dev/null" else path


def _is_text(path: str) -> bool:
    return path.endswith((".md", ".yml"))


def _split(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _likeness(one: Collection[str], other: Collection[str]) -> float:
    """How many words two lines share, from 0 to 1."""
    return len(set(one) & set(other)) / max(len(one), len(other), 1)


def _met(merge: str, sides: Sequence[Line]) -> Line:
    """A line that branches share, by those that had it before the merge."""
    own = [line for line in sides if merge not in line.names] or sides
    names = dict.fromkeys(name for line in own for name in line.names)
    origins = dict.fromkeys(origin for line in own for origin in line.origins)
    return Line(sides[0].text, tuple(names), tuple(origins))
