"""What is told of the cells of a table: those of a column that is new or gone stand with its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sro_cli.comparison.pairing import Pair, Step
from sro_cli.comparison.units import Unit


def by_column(table: Pair) -> Sequence[Step]:
    """What lies in a table, with the cells of columns that are new or gone behind the head of each.

    A row that is new, is gone or came from another table keeps all of its cells.
    """
    old, new = table.old, table.new
    pairs = [step for step in table.inner if isinstance(step, Pair) and step.old and step.new]
    head = next((pair for pair in pairs if pair.new and pair.new.kind == "head"), None)
    if not (old and new and head):
        return table.inner
    rows = [pair for pair in pairs if pair is not head and pair.old in old.inner]
    single = {unit: step for row in rows for step in row.inner if (unit := _single(step))}
    below = {step: _below(step, head, rows, single) for step in head.inner if _single(step)}
    taken = {cell for cells in below.values() for cell in cells}
    inner: dict[Step, Sequence[Step]] = {
        row: [each for each in row.inner if each not in taken] for row in rows
    }
    inner[head] = [each for step in head.inner for each in (step, *below.get(step, ()))]
    return [
        replace(step, inner=tuple(inner[step])) if isinstance(step, Pair) and step in inner else step
        for step in table.inner
    ]


def _single(step: Step) -> Unit | None:
    """What stands on one side only."""
    if isinstance(step, Pair) and (step.old is None or step.new is None):
        return step.new or step.old
    return None


def _below(column: Step, head: Pair, rows: Sequence[Pair], single: Mapping[Unit, Step]) -> list[Step]:
    side, unit = ("new", column.new) if isinstance(column, Pair) and column.new else ("old", column.old)
    index = getattr(head, side).inner.index(unit)
    cells = (getattr(row, side).inner[index:][:1] for row in rows)
    return [single[cell] for lot in cells for cell in lot if cell in single]
