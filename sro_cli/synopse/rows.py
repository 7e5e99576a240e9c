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
        formerly: where it stands in the old version; empty for data and what is new.
        before: what the old version says there.
        after: what the new one says.
        old: the place in the old version.
        new: the place in the new one.
        reason: why; empty if nobody said.
        notes: what words alone do not show.
        begins: it is a heading, so that a section begins here.
        same: its words are the same on both sides.
        left: it tells where something went from here.
    """

    mark: Mark
    number: str
    where: str
    formerly: str = ""
    before: Inlines = ()
    after: Inlines = ()
    old: Place | None = None
    new: Place | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()
    begins: bool = False
    same: bool = False
    left: bool = False

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
        return row.left, row.old.target, row.old.section, row.new.target, row.new.section
    return id(row)


def _unchanged(run: Sequence[Row], *, whole: bool) -> Row:
    first, last = run[0], run[-1]
    whole = whole and first.begins
    here = _stretch([(row.number, row.where) for row in run], whole=whole)
    was = [(row.old.number or row.old.title if row.old else row.number, row.formerly) for row in run]
    there = _stretch(was, whole=whole)
    words = (Emphasis((Text(f"unverändert: {there}"),)),)
    now = "wie bisher" if here == there else f"wie bisher, jetzt {here}"
    number = first.number if first.number == last.number else f"{first.number}–{last.number}"
    return replace(first, number=number, where="", before=words, after=(Text(now),))


def _stretch(places: Sequence[tuple[str, str]], *, whole: bool) -> str:
    """From which place to which, by their numbers and what they are called there; or whole sections."""
    (first, begin), (last, end) = places[0], places[-1]
    if whole:
        return f"Abschnitt {first}" if first == last else f"Abschnitte {first} bis {last}"
    if len(places) == 1:
        return f"{first}, {begin}"
    return f"{first}, {begin} bis {end}" if first == last else f"{first}, {begin}, bis {last}, {end}"


def _moved(run: Sequence[Row]) -> Row:
    first, last = run[0], run[-1]
    where = first.where if len(run) == 1 else f"{first.where} bis {last.where}"
    if first.left:
        now = first.after if first.begins else joined(row.after for row in run)
        return replace(first, where=where, before=joined(row.before for row in run), after=now)
    return replace(first, where=where, after=joined(row.after for row in run))


def joined(lines: Iterable[Inlines]) -> Inlines:
    """Texts below each other in one cell."""
    found: list[Inline] = []
    for line in lines:
        if line:
            found += [*([Break()] if found else []), *line]
    return tuple(found)
