"""Text in columns, measured as a terminal shows it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

_GAP = "  "


def width(text: str) -> int:
    """The columns that a text takes: combining marks none, wide characters two.

    >>> width("Groß"), width("中")
    (4, 2)
    """
    return sum(map(_width, text))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], widest: int = 100) -> list[str]:
    """Lines of a table: the heads, a rule, the rows. The last column takes the room that is left, and breaks.

    Args:
        heads: one a column.
        rows: as many cells each.
        widest: columns of the whole.

    >>> table(["A", "B"], [["eins", "x y"]], 8)
    ['A     B', '────  ──', 'eins  x', '      y']
    """
    widths = [max(map(width, column)) for column in zip(heads, *rows, strict=True)]
    before = sum(widths[:-1]) + len(_GAP) * (len(widths) - 1)
    widths[-1] = min(widths[-1], max(widest - before, 1))
    rule = ["─" * columns for columns in widths]
    return [line for cells in (heads, rule, *rows) for line in _lines(cells, widths)]


def wrapped(text: str, columns: int) -> Iterator[str]:
    """The lines of a text that is broken at its blanks; a word too long for a line has one to itself.

    >>> list(wrapped("eins zwei drei", 9))
    ['eins zwei', 'drei']
    """
    line = ""
    for word in text.split(" "):
        if line and width(line) + 1 + width(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _lines(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    first, *others = list(wrapped(cells[-1], widths[-1])) or [""]
    yield _GAP.join([*map(_padded, cells[:-1], widths), first]).rstrip()
    indent = " " * (sum(widths[:-1]) + len(_GAP) * (len(widths) - 1))
    yield from (f"{indent}{other}" for other in others)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
