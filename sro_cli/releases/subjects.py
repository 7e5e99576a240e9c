"""What those said who committed what changed between two versions: the first lines of their messages.

Only these: names and the rest of a message are nothing that a document shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sro_cli.releases.git import GitError, do
from sro_cli.source import Span

_Lines = Mapping[str, Sequence[Sequence[str]]]
"""The names of the commits behind each line of a file, by its path."""


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
    """The subjects of the commits that touched a place. Git is asked once a file and side, when first needed.

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
        removing, touching = self._lines
        touched = {*_of(before, removing), *_of(after, touching)}
        known = ((name, commit) for name, commit in self._commits.items() if name in touched)
        found = (commit.subject for name, commit in known if self.speaks(name))
        return tuple(dict.fromkeys(found))

    @cached_property
    def _commits(self) -> Mapping[str, _Commit]:
        """All commits between the versions, the oldest first."""
        plain = ("-c", "core.quotePath=off", "log", "--no-show-signature", "--reverse", "--topo-order")
        form = ("--format=%x00%H%x09%P%x09%s", "--name-only", "--no-renames", "--relative")
        printed = _printed(self.folder, *plain, *form, self._stretch, "--", "content")
        found: dict[str, _Commit] = {}
        for record in printed.split("\0")[1:]:
            about, *paths = record.splitlines()
            name, parents, subject = about.split("\t", 2)
            found[name] = _Commit(tuple(parents.split()), subject, frozenset(filter(None, paths)))
        return found

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
            gone = {path: self._removing(path, lines) for path, lines in zip(texts, last, strict=True)}
            come = {path: [[name] for name, _text in lines] for path, lines in zip(texts, first, strict=True)}
        return gone, come

    def _removing(self, path: str, lines: Sequence[tuple[str, str]]) -> Sequence[Sequence[str]]:
        """The commits behind those that had a line last; where branches meet, whoever removed such a line."""
        found: list[Sequence[str]] = []
        for name, text in lines:
            following = self._following.get(name, ())
            names = [each for each in following if path in self._commits[each].paths]
            found.append(names if names or not following else self._removed.get((path, text), ()))
        return found

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
        plain = ("-c", "core.quotePath=off", "log", "--no-show-signature", "--no-merges", "--format=%x00%H")
        form = ("--no-color", "--no-ext-diff", "--no-renames", "--relative", "--src-prefix=", "-p", "-U0")
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for record in _printed(self.folder, *plain, *form, self._stretch, "--", "content").split("\0")[1:]:
            name, *lines = record.split("\n")
            path, inside = "", False
            for line in lines:
                if line.startswith(("diff ", "@@")):
                    inside = line.startswith("@@")
                elif not inside and line.startswith("--- "):
                    path = line[4:].rstrip("\t")
                elif inside and line.startswith("-") and line[1:].strip():
                    found[path, line[1:]].append(name)
        return found

    def _blamed(self, path: str, *stretch: str) -> Sequence[tuple[str, str]]:
        """Each line of a file with the commit that git names for it; none if it is not in that version."""
        found: list[tuple[str, str]] = []
        name = ""
        for line in _printed(self.folder, "blame", "--porcelain", *stretch, "--", path).split("\n"):
            if line.startswith("\t"):
                found.append((name, line[1:]))
                name = ""
            else:
                name = name or line.partition(" ")[0]
        return found


def _of(span: Span | None, lines: _Lines) -> Iterator[str]:
    if span and span.source.path in lines:
        first, _column = span.source.line_column(span.start)
        last, _column = span.source.line_column(max(span.start, span.end - 1))
        for names in lines[span.source.path][first - 1 : last]:
            yield from names


def _printed(folder: Path, *arguments: str) -> str:
    """What git prints; nothing if it is missing or refuses."""
    try:
        return do(folder, *arguments).decode(errors="replace")
    except GitError:
        return ""
