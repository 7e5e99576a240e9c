"""Which paragraphs, rows and words of two documents belong together, in the order of both."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import Indel

from sro_cli.comparison.sequences import ascending, gaps, matches

Pair = tuple[int | None, int | None]
"""Positions in the old and the new sequence; None where one of them has nothing."""

ALIKE = 0.4
"""The share of words that two must have in common to be one that was changed."""

_MOST = 1_000_000
"""Pairs that are compared between two equal ones; whoever writes so much anew has nothing to compare."""

_WORD = re.compile(r"\w+")


def aligned(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    likeness: Callable[[int, int], float],
    weight: Callable[[int], int] = lambda _position: 1,
) -> Iterator[Pair]:
    """Pairs in the order of both sequences; in between first what is gone, then what is new.

    Args:
        old: one sequence.
        new: the other one.
        likeness: how much two that are not equal have in common, by their positions: 0 to 1.
        weight: of an item of the old sequence, by its position; if two changed places, the heavier stays.

    >>> list(aligned("abc", "axbc", lambda _one, _other: 0.0))
    [(0, 0), (None, 1), (1, 2), (2, 3)]
    """
    found = matches(old, new, weight)
    pairs = list(found)
    for before, after in gaps(found, len(old), len(new)):
        if 0 < len(before) * len(after) <= _MOST:
            alike = ascending(before, after, _shifted(likeness, before.start, after.start))
            pairs += [(before[i], after[j]) for i, j in alike]
    yield from _filled(sorted(pairs), len(old), len(new))


def _shifted(likeness: Callable[[int, int], float], old: int, new: int) -> Callable[[int, int], float]:
    def alike(i: int, j: int) -> float:
        found = likeness(old + i, new + j)
        return found if found >= ALIKE else 0.0

    return alike


def _filled(pairs: Sequence[tuple[int, int]], old: int, new: int) -> Iterator[Pair]:
    for (i1, j1), (i2, j2) in pairwise([(-1, -1), *pairs, (old, new)]):
        yield from ((i, None) for i in range(i1 + 1, i2))
        yield from ((None, j) for j in range(j1 + 1, j2))
        if i2 < old:
            yield i2, j2


def words_of(line: Any) -> tuple[str, ...]:
    """The words that a line of a statement says, those of tables and footnotes as well."""
    return tuple(_WORD.findall(" ".join(_texts(line))))


def _texts(line: Any) -> Iterator[str]:
    if not isinstance(line, tuple):
        return
    if line and line[0] == "text":
        yield line[1]
    else:
        for inner in line:
            yield from _texts(inner)


def in_common(old: Sequence[str], new: Sequence[str]) -> float:
    """The share of words that two have in common, in their order; 0 if it is too small to matter.

    >>> round(in_common(("Der", "Rat", "tagt"), ("Der", "Rat", "ruht")), 2)
    0.67
    """
    return Indel.normalized_similarity(old, new, score_cutoff=ALIKE)
