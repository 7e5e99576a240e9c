"""Which paragraphs, rows and words of two documents belong together, in the order of both."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import Indel

from sro_cli.comparison.sequences import ascending, gaps, heaviest, matches

Pair = tuple[int | None, int | None]
"""Positions in the old and the new sequence; None where one of them has nothing."""

ALIKE = 0.4
"""The share of words that two must have in common to be one that was changed."""

_MOST = 10_000
"""Pairs that are all compared between two equal ones; of more only those that share a rare word are."""

_RARE = 12
"""Items that a word may stand in and still tell them apart."""

_TELLING = 8
"""Of the words of an item, how many rare ones are looked up, and how many items are compared for them."""

Words = Callable[[int], Sequence[str]]
"""The words of an item, by its position."""

_WORD = re.compile(r"\w+")


def aligned(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    likeness: Callable[[int, int], float],
    words: tuple[Words, Words],
    weight: Callable[[int], int] = lambda _position: 1,
) -> Iterator[Pair]:
    """Pairs in the order of both sequences; in between first what is gone, then what is new.

    Args:
        old: one sequence.
        new: the other one.
        likeness: how much two that are not equal have in common, by their positions: 0 to 1.
        words: of the items of both.
        weight: of an item of the old sequence, by its position; if two changed places, the heavier stays.

    >>> letters = ("abc".__getitem__, "axbc".__getitem__)
    >>> list(aligned("abc", "axbc", lambda _one, _other: 0.0, letters))
    [(0, 0), (None, 1), (1, 2), (2, 3)]
    """

    def alike(one: int, other: int) -> float:
        found = likeness(one, other)
        return found if found >= ALIKE else 0.0

    found = matches(old, new, weight)
    pairs = list(found)
    for before, after in gaps(found, len(old), len(new)):
        if len(before) * len(after) <= _MOST:
            pairs += _compared(before, after, alike)
        else:
            held = _telling(before, after, alike, words)
            pairs += held
            shifted = [(one - before.start, other - after.start) for one, other in held]
            for inner, others in gaps(shifted, len(before), len(after)):
                pairs += _between(_within(before, inner), _within(after, others), alike)
    yield from _filled(sorted(pairs), len(old), len(new))


Likeness = Callable[[int, int], float]


def _within(outer: range, inner: range) -> range:
    return outer[inner.start : inner.stop]


def _between(before: range, after: range, alike: Likeness) -> list[tuple[int, int]]:
    """The pairs where no rare word helps; those at the same place if there are many."""
    if len(before) * len(after) <= _MOST:
        return _compared(before, after, alike)
    return [pair for pair in zip(before, after, strict=False) if alike(*pair)]


def _compared(before: range, after: range, alike: Likeness) -> list[tuple[int, int]]:
    found = ascending(before, after, lambda i, j: alike(before[i], after[j]))
    return [(before[i], after[j]) for i, j in found]


def _telling(
    before: range, after: range, alike: Likeness, words: tuple[Words, Words]
) -> list[tuple[int, int]]:
    """The pairs, ascending on both sides, that share words which few items have.

    Takes time in the number of items, not of pairs.
    """
    having: defaultdict[str, list[int]] = defaultdict(list)
    for other in after:
        for word in dict.fromkeys(words[1](other)):
            having[word].append(other)
    pairs: list[tuple[int, int]] = []
    weights: list[float] = []
    for one in before:
        known = sorted((len(having[word]), word) for word in set(words[0](one)) if word in having)
        rare = [word for count, word in known if count <= _RARE][:_TELLING]
        shared = Counter(other for word in rare for other in having[word])
        # Of the same old item the last new one first, so that no two of its pairs ascend.
        for other in sorted((each for each, _count in shared.most_common(_TELLING)), reverse=True):
            if likeness := alike(one, other):
                pairs.append((one, other))
                weights.append(likeness)
    return heaviest(pairs, weights)


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
