"""What those said who committed what changed between two versions: the first lines of their messages.

Only these: names and the rest of a message are nothing that a document shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sro_cli.releases.git import GitError, do
from sro_cli.source import Span


@dataclass(frozen=True, slots=True)
class _Commit:
    """A commit between two versions.

    Attributes:
        parents: their names.
        subject: the first line of its message.
        paths: that it changed, below the folder of the concept.
    """

    parents: tuple[str, ...]
    subject: str
    paths: frozenset[str]


@dataclass(frozen=True)
class Subjects:
    """The subjects of the commits that touched a place. Git is asked once a file and side, when it is needed.

    Attributes:
        folder: of the concept.
        old: a commit.
        new: a later one; empty for the files as they lie in the folder.
    """

    folder: Path
    old: str
    new: str

    def __call__(self, before: Span | None, after: Span | None) -> tuple[str, ...]:
        """The subjects, each once, the oldest first; none of what is not committed.

        Args:
            before: a place of the old version.
            after: the same place of the new one.
        """
        touched = {*self._of(after, self._touching), *self._of(before, self._removing)}
        found = (commit.subject for name, commit in self._commits.items() if name in touched)
        return tuple(dict.fromkeys(found))

    def _of(self, span: Span | None, lines: _Lines) -> Iterator[str]:
        if span and span.source.path in self._paths:
            first, _column = span.source.line_column(span.start)
            last, _column = span.source.line_column(max(span.start, span.end - 1))
            for names in lines[span.source.path][first - 1 : last]:
                yield from names

    @cached_property
    def _commits(self) -> Mapping[str, _Commit]:
        """All commits between the versions, the oldest first."""
        form = ("--format=%x00%H%x09%P%x09%s", "--name-only", "--no-renames", "--relative")
        stretch = f"{self.old}..{self.new or 'HEAD'}"
        plain = ("-c", "core.quotePath=off", "log", "--no-show-signature", "--reverse", "--topo-order")
        printed = _printed(self.folder, *plain, *form, stretch, "--", "content")
        found: dict[str, _Commit] = {}
        for record in printed.split("\0")[1:]:
            about, *paths = record.splitlines()
            name, parents, subject = about.split("\t", 2)
            found[name] = _Commit(tuple(parents.split()), subject, frozenset(filter(None, paths)))
        return found

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(path for commit in self._commits.values() for path in commit.paths)

    @cached_property
    def _touching(self) -> _Lines:
        stretch = f"{self.old}..{self.new}" if self.new else f"^{self.old}"
        return _Lines(self.folder, (stretch,), {name: (name,) for name in self._commits})

    @cached_property
    def _removing(self) -> _Lines:
        """By the last commit that has a line: those that follow it and took the line away."""
        following: dict[str, list[str]] = defaultdict(list)
        for name, commit in self._commits.items():
            for parent in commit.parents:
                following[parent].append(name)
        stretch = f"{self.old}..{self.new or 'HEAD'}"
        return _Lines(self.folder, ("--reverse", stretch), following)


class _Lines(dict[str, tuple[tuple[str, ...], ...]]):
    """The commits behind each line of a file, by its path; asked for when they are first needed."""

    def __init__(
        self, folder: Path, stretch: tuple[str, ...], meant: Mapping[str, tuple[str, ...] | list[str]]
    ) -> None:
        super().__init__()
        self._call = (folder, stretch, meant)

    def __missing__(self, path: str) -> tuple[tuple[str, ...], ...]:
        folder, stretch, meant = self._call
        names: list[tuple[str, ...]] = []
        name = ""
        for line in _printed(folder, "blame", "--porcelain", *stretch, "--", path).split("\n"):
            if line.startswith("\t"):
                names.append(tuple(meant.get(name, ())))
                name = ""
            else:
                name = name or line.partition(" ")[0]
        self[path] = tuple(names)
        return self[path]


def _printed(folder: Path, *arguments: str) -> str:
    """What git prints; nothing if it is missing or refuses."""
    try:
        return do(folder, *arguments).decode(errors="replace")
    except GitError:
        return ""
