"""Two sequences side by side: which of their items are the same and stand in the same order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise

Match = tuple[int, int]
"""The index of an item in the old sequence and that of its counterpart in the new one."""

_LARGEST = 100_000_000
"""Pairs of items up to which a common subsequence is looked for: an eighth of it is bytes."""


def matches(old: Sequence[Hashable], new: Sequence[Hashable], weight: Callable[[int], int]) -> list[Match]:
    """Equal items in the same order on both sides, as people would pair them; ascending.

    Items that stand once on each side hold the sequences together, and between them the longest
    common subsequence is taken. So a repeated item („Offen.“) is never torn from its neighbours.

    Args:
        old: a sequence.
        new: another.
        weight: of an item of the old one, by its index; where two orders contend, the heavier items stay.

    >>> matches("Haus am See", "Boot am See", lambda index: 1)
    [(4, 4), (5, 5), (6, 6), (7, 7), (8, 8), (9, 9), (10, 10)]
    """
    found: list[Match] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        i1, i2, j1, j2 = waiting.pop()
        while i1 < i2 and j1 < j2 and old[i1] == new[j1]:
            found.append((i1, j1))
            i1, j1 = i1 + 1, j1 + 1
        while i1 < i2 and j1 < j2 and old[i2 - 1] == new[j2 - 1]:
            i2, j2 = i2 - 1, j2 - 1
            found.append((i2, j2))
        if i1 == i2 or j1 == j2:
            continue
        if pairs := [(i1 + i, j1 + j) for i, j in _anchors(old[i1:i2], new[j1:j2])]:
            held = heaviest(pairs, [weight(i) for i, _j in pairs])
            found += held
            bounds = [(i1 - 1, j1 - 1), *held, (i2, j2)]
            waiting += [(a + 1, c, b + 1, d) for (a, b), (c, d) in pairwise(bounds)]
        else:
            found += [(i1 + i, j1 + j) for i, j in _common(old[i1:i2], new[j1:j2])]
    return sorted(found)


def heaviest(pairs: Sequence[Match], weights: Sequence[float]) -> list[Match]:
    """Of pairs in the order of the old side, those that ascend on the new side as well, the heaviest lot.

    >>> heaviest([(0, 2), (1, 0), (2, 1)], [5, 1, 1]), heaviest([(0, 2), (1, 0), (2, 1)], [1, 1, 1])
    ([(0, 2)], [(1, 0), (2, 1)])
    """
    places = sorted({new for _old, new in pairs})
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(places) + 1)  # a Fenwick tree of maxima
    before: list[int] = []
    top = (0.0, -1)
    for index, ((_old, new), weight) in enumerate(zip(pairs, weights, strict=True)):
        place = bisect_left(places, new)
        heavy, last = _maximum(best, place)
        before.append(last)
        entry = (heavy + weight, index)
        _raise(best, place + 1, entry)
        if entry[0] > top[0]:
            top = entry
    chosen: list[Match] = []
    index = top[1]
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def gaps(found: Sequence[Match], old: int, new: int) -> Iterator[tuple[range, range]]:
    """What lies between matches, before the first and behind the last; never nothing on both sides.

    Args:
        found: ascending matches.
        old: the length of the old sequence.
        new: that of the new one.

    >>> list(gaps([(1, 0)], 2, 2))
    [(range(0, 1), range(0, 0)), (range(2, 2), range(1, 2))]
    """
    for (i1, j1), (i2, j2) in pairwise([(-1, -1), *found, (old, new)]):
        if i2 - i1 > 1 or j2 - j1 > 1:
            yield range(i1 + 1, i2), range(j1 + 1, j2)


def ascending(
    old: Sequence[object], new: Sequence[object], likeness: Callable[[int, int], float]
) -> list[Match]:
    """The pairs, ascending on both sides, whose likenesses have the greatest sum; those of 0 are none.

    Looks at every pair: for short sequences.
    """
    height, width = len(old), len(new)
    alike = [[likeness(i, j) for j in range(width)] for i in range(height)]
    rest = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            paired = alike[i][j] + rest[i + 1][j + 1] if alike[i][j] else 0.0
            rest[i][j] = max(rest[i + 1][j], rest[i][j + 1], paired)
    found: list[Match] = []
    i = j = 0
    while i < height and j < width:
        if alike[i][j] and rest[i][j] == alike[i][j] + rest[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif rest[i][j] == rest[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """Items that stand once on each side, in the order of the old one."""
    once, others = _once(old), _once(new)
    return [(i, others[item]) for item, i in once.items() if item in others]


def _once(items: Sequence[Hashable]) -> dict[Hashable, int]:
    """The items that stand once, with their index, in order."""
    places: dict[Hashable, int] = {}
    for index, item in enumerate(items):
        places[item] = -1 if item in places else index
    return {item: index for item, index in places.items() if index >= 0}


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Match]:
    """The longest common subsequence."""
    if len(old) * len(new) > _LARGEST or set(old).isdisjoint(new):
        return
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - most sequences have anchors

    for step in LCSseq.opcodes(old, new):
        if step.tag == "equal":
            yield from zip(
                range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True
            )


def _maximum(best: Sequence[tuple[float, int]], count: int) -> tuple[float, int]:
    found = (0.0, -1)
    while count > 0:
        found = max(found, best[count])
        count -= count & -count
    return found


def _raise(best: list[tuple[float, int]], place: int, entry: tuple[float, int]) -> None:
    while place < len(best):
        best[place] = max(best[place], entry)
        place += place & -place
