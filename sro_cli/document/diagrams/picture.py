"""What a diagram shows, in pictures that fit on a page each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a diagram.

    Attributes:
        data: for the drawing; what JSON can hold.
        words: the alternative text: everything that is to be seen.
    """

    data: Mapping[str, Any]
    words: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """What a diagram shows.

    Attributes:
        pictures: one, or as many as it takes for each to fit on a page and be read.
        table: what ``templates/diagramme/<name>.md.j2`` may name.
    """

    pictures: tuple[Picture, ...]
    table: Mapping[str, Any]


def portions(items: Sequence[T], weight: Callable[[T], int], most: int) -> list[list[T]]:
    """The items in as few portions as possible, about equally heavy; one empty portion of no items.

    >>> portions([1, 2, 3, 4, 5], lambda _: 1, 4), portions([], lambda _: 1, 4)
    ([[1, 2, 3], [4, 5]], [[]])
    """
    weights = list(map(weight, items))
    number = max(1, -(-sum(weights) // most))
    portions: list[list[T]] = [[]]
    full = 0
    for item, heavy in zip(items, weights, strict=True):
        # A portion ends where it has its share of the whole.
        if portions[-1] and (full + heavy / 2) * number > sum(weights) * len(portions):
            portions.append([])
        portions[-1].append(item)
        full += heavy
    return portions


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> counted(1, "Ziel", "Ziele"), counted(2, "Ziel", "Ziele")
    ('1 Ziel', '2 Ziele')
    """
    return f"{number} {one if number == 1 else many}"
