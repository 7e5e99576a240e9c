"""Text that knows its lines: sources, spans in them, and the places of values.

Offsets are code points from 0, half-open. People see lines and columns from 1.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple, Protocol

# The line ends of CommonMark: both readers map what they find onto these lines.
_LINE_END = re.compile(r"\r\n|\r|\n")

Key = tuple[str | int, ...]
"""The address of a value: a typed id („ziel:Z1“), then field names and list positions."""


@dataclass(frozen=True, eq=False)
class Source:
    """A text and the path it came from, below the project's folder, with ``/``.

    The text is as decoded from UTF-8, line ends untouched, without a byte order mark:
    no editor counts the mark as a column.
    """

    path: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        r"""The offset at which each line begins; never empty.

        >>> Source("a.md", "eins\r\nzwei").line_starts
        (0, 6)
        """
        return (0, *(match.end() for match in _LINE_END.finditer(self.text)))

    @property
    def newline(self) -> str:
        r"""How its lines end: as the first one does.

        >>> Source("a.md", "eins\r\nzwei").newline
        '\r\n'
        """
        match = _LINE_END.search(self.text)
        return match[0] if match else "\n"

    def line(self, number: int) -> str:
        """The text of a line, counted from 0, without its line end."""
        start = self.line_starts[number]
        end = self.line_starts[number + 1] if number + 1 < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def line_column(self, offset: int) -> tuple[int, int]:
        r"""Line and column, both from 1, of an offset.

        >>> Source("a.md", "eins\nzwei").line_column(6)
        (2, 2)
        """
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


class Span(NamedTuple):
    """A stretch of a source, half-open, in code points from 0."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """The text the span quotes."""
        return self.source.text[self.start : self.end]

    @property
    def first_line(self) -> Span:
        """The part in the first line, without blanks at its end: where a fault of the whole is shown."""
        return Span(self.source, self.start, self.start + len(_LINE_END.split(self.text, 1)[0].rstrip()))

    def __str__(self) -> str:
        """``path:line:column``, from 1."""
        line, column = self.source.line_column(self.start)
        return f"{self.source.path}:{line}:{column}"


class Written(Protocol):
    """A value as it was read, which knows the places of all that lies below it."""

    @property
    def span(self) -> Span:
        """Its place."""
        ...

    def find(self, path: Key) -> tuple[Span, object | None]:
        """The place of what lies below, or of the nearest thing around it, and the value if it is there."""
        ...

    def walk(self) -> Iterator[tuple[Key, Written]]:
        """This value and all below, each with its path."""
        ...


@dataclass
class Places:
    """Where values stand: the only link from the model back to the text.

    Of most entries nobody asks more than where they begin, so places inside of them are looked up, not kept.
    """

    _spans: dict[Key, Span] = field(default_factory=dict)
    _written: dict[str, Written] = field(default_factory=dict)
    _sorted: dict[Source, list[tuple[int, int, Key]]] = field(default_factory=dict, repr=False)
    _sorted_size: int = 0

    def add(self, key: Key, span: Span) -> None:
        """Records the place of a value; the first place of a key stays."""
        self._spans.setdefault(key, span)

    def add_all(self, name: str, written: Written) -> None:
        """Records the place of an entry, unless it has one, and of all its fields."""
        self.add((name,), written.span)
        self._written.setdefault(name, written)

    def __getitem__(self, key: Key) -> Span:
        """The place of a value, or of the nearest thing around it that has one.

        Raises:
            KeyError: nothing around the value has a place.
        """
        for length in range(len(key), 0, -1):
            if (span := self._find(key[:length])) is not None:
                return span
        raise KeyError(key)

    def _find(self, key: Key) -> Span | None:
        if (span := self._spans.get(key)) is None and (written := self._written.get(str(key[0]))):
            found, value = written.find(key[1:])
            return found if value is not None else None
        return span

    def entries(self) -> Iterator[tuple[str, Span]]:
        """What lies in nothing else, such as entries, chapters and headings, and its place."""
        return ((str(key[0]), span) for key, span in self._spans.items() if len(key) == 1)

    def sources(self) -> tuple[Source, ...]:
        """The texts that values stand in, each once, in the order in which they were read."""
        return tuple(dict.fromkeys(span.source for span in self._spans.values()))

    def innermost(self, source: Source, offset: int) -> Key | None:
        """The key of the smallest value around an offset; None between values, as in comments."""
        if self._sorted_size != len(self._spans):
            self._sort()
        spans = self._sorted.get(source, [])
        last = bisect_right(spans, (offset, 1), key=itemgetter(0, 1)) - 1
        for index in range(last, -1, -1):
            _start, end, key = spans[index]
            if key[0] != spans[last][2][0]:
                return None  # of the entry before: entries do not lie inside of each other
            if offset < -end:
                return key
        return None

    def _sort(self) -> None:
        """Puts the spans of each source in order, those around others first."""
        self._sorted = {}
        for key in self:
            span = self[key]
            self._sorted.setdefault(span.source, []).append((span.start, -span.end, key))
        for spans in self._sorted.values():
            spans.sort(key=itemgetter(0, 1))
        self._sorted_size = len(self._spans)

    def __contains__(self, key: Key) -> bool:
        """Whether exactly this value has a place of its own."""
        return self._find(key) is not None

    def __iter__(self) -> Iterator[Key]:
        """All keys, each once: of what lies in nothing else first, then of what lies inside of entries."""
        yield from self._spans
        for name, written in self._written.items():
            for path, _value in written.walk():
                if (name, *path) not in self._spans:
                    yield (name, *path)
