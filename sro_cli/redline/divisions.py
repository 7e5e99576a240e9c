"""Which paragraphs of two documents were split or merged, among those that belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Protocol

from sro_cli.comparison.splits import take
from sro_cli.redline.alignment import Pair
from sro_cli.redline.statement import Line
from sro_cli.writers.docx.elements import Element
from sro_cli.writers.docx.markup import w

_PLAIN = "BodyText"
"""The style of paragraphs that are looked at: those of the text itself."""

_SECTION = f"{w('pPr')}/{w('sectPr')}"


class Body(Protocol):
    """The paragraphs and tables of a body."""

    elements: list[Element]
    lines: list[Line]
    sections: dict[int, list[Element]]

    def words(self, position: int) -> tuple[str, ...]:
        """The words of a paragraph or table."""
        ...


def divisions(pairs: Sequence[Pair], old: Body, new: Body) -> dict[int, int]:
    """The stretches of pairs that are one division: where they begin and end.

    Footnotes, fields and pictures stay where they are: paragraphs that have any are left alone.
    """
    found: dict[int, int] = {}
    end = 0
    for index, (one, other) in enumerate(pairs):
        if one is None or other is None or old.lines[one] == new.lines[other]:
            continue
        if index < end or not (_is_plain(old, one) and _is_plain(new, other)):
            continue
        gone, come = (Counter(words) for words in (old.words(one), new.words(other)))
        for side, rest in ((1, gone - come), (0, come - gone)):
            takes = partial(_take, (old, new)[side], side, rest)
            start, stop = _around(pairs, index, end, takes)
            if stop - start > 1 and _is_whole(pairs[start:stop], new):
                found[start] = end = stop
                break
    return found


def _around(pairs: Sequence[Pair], index: int, end: int, takes: Callable[[Pair], bool]) -> tuple[int, int]:
    """The bounds of the neighbours that belong to a pair, behind what is taken already."""
    start, stop = index, index + 1
    while stop < len(pairs) and takes(pairs[stop]):
        stop += 1
    while start > end and takes(pairs[start - 1]):
        start -= 1
    return start, stop


def _take(body: Body, side: int, rest: Counter[str], pair: Pair) -> bool:
    """Whether a paragraph on one side only is of words that are left; takes them."""
    position = pair[side]
    if position is None or pair[1 - side] is not None or not _is_plain(body, position):
        return False
    return take(Counter(body.words(position)), rest)


def _is_plain(body: Body, position: int) -> bool:
    line = body.lines[position]
    words_only = line[0] == "p" and line[1:3] == (_PLAIN, "") and all(piece[0] == "text" for piece in line[4])
    return words_only and body.elements[position].find(_SECTION) is None


def _is_whole(pairs: Sequence[Pair], new: Body) -> bool:
    """Whether no section ends between some paragraphs."""
    return not any(position in new.sections for position in list(_positions(pairs))[1:])


def _positions(pairs: Sequence[Pair]) -> Iterator[int]:
    return (other for _one, other in pairs if other is not None)
