"""Which units of two sequences are one: in their order first, then wherever they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sro_cli.comparison.likeness import ENOUGH, candidates, likeness
from sro_cli.comparison.sequences import ascending, gaps, heaviest, matches
from sro_cli.comparison.units import Unit

_ALIKE = 0.6
"""From here on a unit that stands elsewhere is the same one, moved and changed."""

_ALONE = 0.3
"""Enough for a single unit between two that are paired, if only one can be meant."""

_TELLING = 4
"""Words from which on a unit elsewhere is the same one; „Offen.“ can stand anywhere."""

_ONCE = {"heading": 0, "item": 2, "note": 1}
"""Words from which on a unit elsewhere is the same one if there is only one such."""

_FEW = 2_500
"""Pairs up to which all are looked at."""


def in_order(
    old: Sequence[Unit], new: Sequence[Unit], elsewhere: frozenset[int] = frozenset()
) -> list[tuple[int, int]]:
    """The pairs of two sequences that keep their order: equal ones, and between them alike ones.

    Args:
        old: units of the old version.
        new: units of the new one.
        elsewhere: digests of units that have an equal one; they are not paired with one that is only alike.
    """
    found = matches(
        [unit.digest for unit in old], [unit.digest for unit in new], lambda index: _weight(old[index])
    )
    more: list[tuple[int, int]] = []
    for before, after in gaps(found, len(old), len(new)):
        left = [i for i in before if old[i].digest not in elsewhere]
        right = [j for j in after if new[j].digest not in elsewhere]
        enough = _ALONE if len(left) == len(right) == 1 else ENOUGH
        found_here = _alike([old[i] for i in left], [new[j] for j in right], enough)
        more += [(left[i], right[j]) for i, j in found_here]
        if not found_here and (before.stop, after.stop) in found and _is_retitled(old, new, before, after):
            more.append((before.start, after.start))
    return sorted([*found, *more])


def _weight(unit: Unit) -> int:
    """What holds a unit at its place: paragraphs move across headings, not headings across paragraphs."""
    return unit.length + (_OF_HEADING if unit.kind == "heading" else 1)


_OF_HEADING = 2_000


def _is_retitled(old: Sequence[Unit], new: Sequence[Unit], before: range, after: range) -> bool:
    """Whether all that differs before what stayed is a heading: then it is one, whatever its new words."""
    if len(before) != 1 or len(after) != 1:
        return False
    one, other = old[before.start], new[after.start]
    stayed = old[before.stop]
    return one.kind == other.kind == "heading" != stayed.kind and one.about == other.about


def _alike(old: Sequence[Unit], new: Sequence[Unit], enough: float) -> list[tuple[int, int]]:
    """Alike pairs in the same order; of very many units those of the same place between what is found."""

    def alike(i: int, j: int) -> float:
        found = likeness(old[i], new[j])
        return found if found >= enough else 0.0

    if len(old) * len(new) <= _FEW:
        return ascending(old, new, alike)
    ranked = sorted(best(old, new, enough))
    found = heaviest(ranked, [old[i].size + 1 for i, _j in ranked])
    more = [
        (i, j)
        for before, after in gaps(found, len(old), len(new))
        for i, j in zip(before, after, strict=False)
        if alike(i, j)
    ]
    return sorted([*found, *more])


def best(old: Sequence[Unit], new: Sequence[Unit], enough: float) -> list[tuple[int, int]]:
    """Pairs that are alike, wherever they stand, the most alike first; each unit once."""
    ranked = sorted(candidates(old, new), key=lambda found: (-found[0], found[1], found[2]))
    left, others = set(range(len(old))), set(range(len(new)))
    found: list[tuple[int, int]] = []
    for alike, i, j in ranked:
        if alike >= enough and i in left and j in others:
            found.append((i, j))
            left.discard(i)
            others.discard(j)
    return found


def elsewhere(old: Sequence[Unit], new: Sequence[Unit]) -> list[tuple[int, int]]:
    """The pairs of units that were left, the largest first."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for j, unit in enumerate(new):
        places[unit.digest].append(j)
    counts = Counter(unit.digest for unit in old)
    equal = [
        (i, places[unit.digest].pop(0))
        for i, unit in enumerate(old)
        if places[unit.digest]
        and (
            unit.size >= _TELLING
            or (counts[unit.digest] == 1 and unit.size >= _ONCE.get(unit.kind, _TELLING))
        )
    ]
    both = {i for i, _j in equal}, {j for _i, j in equal}
    rest, others = (
        [
            index
            for index, unit in enumerate(side)
            if index not in found and (unit.size >= _TELLING or unit.ident)
        ]
        for side, found in zip((old, new), both, strict=True)
    )
    alike = best([old[i] for i in rest], [new[j] for j in others], _ALIKE)
    found = [*equal, *((rest[i], others[j]) for i, j in alike)]
    return sorted(found, key=lambda pair: (-old[pair[0]].size, pair))
