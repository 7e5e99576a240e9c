"""A row of the Synopse, and how unchanged and moved ones become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from sro_cli.comparison.values import Place
from sro_cli.tree import Break, Emphasis, Inline, Text

Mark = Literal["unverändert", "geändert", "neu", "entfällt", "verschoben"]

MARKS: tuple[Mark, ...] = ("geändert", "neu", "entfällt", "verschoben", "unverändert")
"""In the order in which they are counted and explained."""

Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A place of both versions or of one.

    Attributes:
        mark: one of the five.
        number: of the section, „2.1“; its title without one, or the name of an entry.
        where: in it, „Absatz 3“, or the name of a field.
        before: what the old version says there.
        after: what the new one says.
        old: the place in the old version.
        new: the place in the new one.
        reason: why; empty if nobody said.
        notes: what words alone do not show.
        begins: it is a heading, so that a section begins here.
        same: its words are the same on both sides.
    """

    mark: Mark
    number: str
    where: str
    before: Inlines = ()
    after: Inlines = ()
    old: Place | None = None
    new: Place | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()
    begins: bool = False
    same: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The typed ids of all that it lies in, in both versions."""
        return tuple(name for place in (self.old, self.new) if place for name in place.names)


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter or a list of entries.

    Attributes:
        title: what it is called.
        rows: in their order.
    """

    title: str
    rows: tuple[Row, ...]

    def count(self, mark: Mark) -> int:
        """How many rows have a mark."""
        return sum(row.mark == mark for row in self.rows)

    @property
    def changed(self) -> bool:
        """Whether anything did."""
        return any(row.mark != "unverändert" for row in self.rows)


def folded(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with each stretch of unchanged ones as one line, and of what moved together as one row."""
    runs = [list(lot) for _key, lot in groupby(rows, key=_kin)]
    found: list[Row] = []
    for index, run in enumerate(runs):
        if run[0].mark == "unverändert":
            following = runs[index + 1][0] if index + 1 < len(runs) else None
            # A heading over something that changed tells where one is.
            named = following is not None and run[-1].begins
            found += [
                _unchanged(lot, whole=named or following is None or following.begins)
                for lot in [run[:-1] if named else run]
                if lot
            ]
            found += run[-1:] if named else []
        elif run[0].mark == "verschoben" and run[0].same:
            found.append(_moved(run))
        else:
            found += run
    return tuple(found)


def _kin(row: Row) -> object:
    """Equal for neighbours that become one row."""
    if row.mark == "unverändert":
        return row.mark
    if row.mark == "verschoben" and row.same and row.old and row.new:
        return row.old.target, row.old.section, row.new.section
    return id(row)


def _unchanged(run: Sequence[Row], *, whole: bool) -> Row:
    first, last = run[0], run[-1]
    if whole and first.begins:
        numbers = list(dict.fromkeys(row.number for row in run))
        where = (
            f"Abschnitt {numbers[0]}" if len(numbers) == 1 else f"Abschnitte {numbers[0]} bis {numbers[-1]}"
        )
    elif len(run) == 1:
        where = f"{first.number}, {first.where}"
    elif first.number == last.number:
        where = f"{first.number}, {first.where} bis {last.where}"
    else:
        where = f"{first.number}, {first.where}, bis {last.number}, {last.where}"
    words = (Emphasis((Text(f"unverändert: {where}{_formerly(first, last)}"),)),)
    number = first.number if first.number == last.number else f"{first.number}–{last.number}"
    return replace(first, number=number, where="", before=words, after=(Text("wie bisher"),))


def _formerly(first: Row, last: Row) -> str:
    """The numbers that sections had before, if they had others; that of the chapter is told by its title."""
    numbers = [row.old.number for row in (first, last) if row.old]
    others = [row.new.number for row in (first, last) if row.new]
    if [number.partition(".")[2] for number in numbers] == [number.partition(".")[2] for number in others]:
        return ""
    return f" (bisher {' bis '.join(dict.fromkeys(numbers))})"


def _moved(run: Sequence[Row]) -> Row:
    first, last = run[0], run[-1]
    where = first.where if len(run) == 1 else f"{first.where} bis {last.where}"
    return replace(first, where=where, after=joined(row.after for row in run))


def joined(lines: Iterable[Inlines]) -> Inlines:
    """Texts below each other in one cell."""
    found: list[Inline] = []
    for line in lines:
        if line:
            found += [*([Break()] if found else []), *line]
    return tuple(found)
