"""Which column of a table is which of another one: by what stands above it, else by what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from sro_cli.comparison.likeness import ENOUGH, likeness
from sro_cli.comparison.sequences import Match, ascending, heaviest
from sro_cli.comparison.units import Unit

_MOVED = 0.6
"""From here on a column with another name that stands elsewhere is the same one."""

ROWS = {"head", "row"}


def columns(old: Unit, new: Unit) -> Mapping[Match, bool]:
    """The pairs of columns of two tables, by their numbers, and whether they stand elsewhere now.

    Under the same head every column is the one at its place, whatever its cells say. Else columns of the
    same name are one, and those of other names if their cells are alike; unless rows stayed as they were
    while their heads changed places.
    """
    in_place = {(index, index): False for index in range(max(map(_width, (old, new))))}
    if _head(old).digest == _head(new).digest:
        return in_place
    before, after = _columns(old), _columns(new)
    found = _named(before, after)
    found += _alike(before, after, found)
    found.sort()
    if _is_contradicted(found, old, new):
        return in_place
    staying = set(heaviest(found, [before[i].length + 1 for i, _j in found]))
    return {pair: pair not in staying for pair in found}


def _head(table: Unit) -> Unit:
    return next(unit for unit in table.inner if unit.kind == "head")


def _width(table: Unit) -> int:
    return max(len(unit.inner) for unit in table.inner if unit.kind in ROWS)


def _columns(table: Unit) -> list[Unit]:
    """The columns of a table, each with its cells below."""
    rows = zip_longest(*(unit.inner for unit in table.inner if unit.kind in ROWS))
    return [_column([cell for cell in cells if cell]) for cells in rows]


def _column(cells: Sequence[Unit]) -> Unit:
    return Unit("column", content=cells[0].content, inner=tuple(cells[1:]))


def _named(old: Sequence[Unit], new: Sequence[Unit]) -> list[Match]:
    """Columns of the same name, each with its counterpart in order if several have it."""
    before, after = _by_name(old), _by_name(new)
    return [
        match
        for name, places in before.items()
        if len(places) == len(after[name])
        for match in zip(places, after[name], strict=True)
    ]


def _by_name(side: Sequence[Unit]) -> defaultdict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for index, column in enumerate(side):
        found[column.text].append(index)
    return found


def _alike(old: Sequence[Unit], new: Sequence[Unit], named: Sequence[Match]) -> list[Match]:
    """Of the other columns those that are alike, in order first, then those that stand elsewhere."""
    rest, others = (
        [index for index in range(len(side)) if all(match[at] != index for match in named)]
        for at, side in enumerate((old, new))
    )
    alike = {(i, j): _likeness(old[i], new[j]) for i in rest for j in others}

    def enough(i: int, j: int) -> float:
        found = alike[rest[i], others[j]]
        return found if found >= ENOUGH else 0.0

    found = [(rest[i], others[j]) for i, j in ascending(rest, others, enough)]
    return [*found, *_elsewhere(alike, found)]


def _is_contradicted(found: Sequence[Match], old: Unit, new: Unit) -> bool:
    """Whether a row is the same on both sides though its cells would be elsewhere, or new and gone."""
    rows = {row.digest for row in new.inner if row.kind == "row"}
    same = [row.inner for row in old.inner if row.kind == "row" and row.digest in rows]
    return any(
        len(found) < len(cells) or any(cells[i].digest != cells[j].digest for i, j in found) for cells in same
    )


def _likeness(old: Unit, new: Unit) -> float:
    names = (Unit("column", content=unit.content) for unit in (old, new))
    return max(likeness(old, new), likeness(*names))


def _elsewhere(alike: Mapping[Match, float], found: Sequence[Match]) -> Iterator[Match]:
    left, others = {i for i, _j in found}, {j for _i, j in found}
    for i, j in sorted(alike, key=lambda match: (-alike[match], match)):
        if alike[i, j] >= _MOVED and i not in left and j not in others:
            left.add(i)
            others.add(j)
            yield i, j
