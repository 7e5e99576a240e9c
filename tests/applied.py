"""Applies changes to the text of the old version: what comes of it must be the new one.

Nobody looks at both sides here. What no change speaks of stays as it is; what is added stands in the
changes themselves. So nothing that gets lost or is made up on the way can go unnoticed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sro_cli.comparison import texts
from sro_cli.comparison.outline import outlined, placed
from sro_cli.comparison.pairing import Pair, paired
from sro_cli.comparison.texts import Texts
from sro_cli.comparison.units import Unit
from sro_cli.comparison.values import Added, Altered, Change, Changed, Merged, Moved, Removed, Renamed, Split
from sro_cli.comparison.words import Token, said, tokens
from sro_cli.readers.content import Content

Form = tuple[Any, ...]
"""What a reader sees of a unit: its kind, its attributes and id, its words and what lies in it."""


@dataclass
class Side:
    """A version of the text.

    Attributes:
        away: units that are not compared at their place: they are on this side only, or stand elsewhere.
        words: the words of units that the changes speak of.
        about: attributes that the changes speak of.
        names: typed ids that are others now.
        divided: the first paragraph of each that was split or merged, with the words of all of them.
        columns: the columns that were moved, by their head.
    """

    away: set[Unit] = field(default_factory=set)
    words: dict[Unit, tuple[Token, ...]] = field(default_factory=dict)
    about: dict[Unit, dict[str, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    divided: dict[Unit, str] = field(default_factory=dict)
    columns: dict[Unit, int] = field(default_factory=dict)

    def forms(self, units: Iterable[Unit]) -> tuple[Form, ...]:
        """The forms of what stands at its place; a list without items is none."""
        found = (self.form(unit) for unit in units if unit not in self.away or unit in self.divided)
        return tuple(form for form in found if form)

    def form(self, unit: Unit) -> Form:
        """The form of a unit, wherever it stands."""
        if unit in self.divided:
            return "divided", self.divided[unit]
        own = (unit.kind, self._about(unit), self._shown(unit))
        if unit.kind == "table":
            return *own, self._table(unit)
        if unit.kind == "row":
            cells = [form for form in self.forms(unit.inner) if form[2]]
            return *own, frozenset(Counter(cells).items())
        below = self.forms(unit.inner)
        return (*own, below) if below or unit.kind != "list" else ()

    def _about(self, unit: Unit) -> tuple[tuple[str, str], ...]:
        named = {"id": self.names.get(unit.target, unit.target)}
        found = named | dict(unit.about) | self.about.get(unit, {})
        found.pop("alignments", None)  # these follow the columns
        return tuple(sorted((name, value) for name, value in found.items() if value))

    def _shown(self, unit: Unit) -> tuple[tuple[Any, ...], ...]:
        """The words with what they are marked as; where a footnote stands is no matter of words."""
        found = self.words.get(unit, tuple(tokens(unit.content)))
        return tuple((token.text, *map(type, token.around)) for token in found if token.text)

    def _table(self, table: Unit) -> Form:
        """The parts of a table, the rows with their cells by the names of their columns."""
        head = next(unit for unit in table.inner if unit.kind == "head")
        labels = self._labels(head)
        found: list[Form] = []
        for part in table.inner:
            if part.kind in {"head", "row"} and part not in self.away:
                single = [cell for cell, label in zip(part.inner, labels, strict=True) if label is None]
                assert self.away.issuperset(single), "cells of a column that is new or gone are told"
                cells = {label: self.form(cell) for label, cell in zip(labels, part.inner, strict=True)}
                cells.pop(None, None)
                found.append((part.kind, tuple(sorted(cells.items()))))
            else:
                found += self.forms((part,))
        return tuple(found)

    def _labels(self, head: Unit) -> list[tuple[str, int] | None]:
        """A name for each column: its rank among those that stay, or the number of its move."""
        labels: list[tuple[str, int] | None] = []
        rank = 0
        for column in head.inner:
            if column in self.columns:
                labels.append(("moved", self.columns[column]))
            elif column in self.away:
                labels.append(None)
            else:
                labels.append(("stays", rank))
                rank += 1
        return labels


def applied(old: Content, new: Content) -> tuple[Sequence[Any], Sequence[Any]]:
    """The old text after all changes, and the new one: forms of the chapters, then of all that moved."""
    before, after = outlined(old, new), outlined(new, old)
    pairs = [step for step in paired(before, after) if isinstance(step, Pair)]
    told = [*Texts(placed(before), placed(after), texts.renamed(pairs)).changes(pairs)]
    here, there, moves = _sides(told)
    one = [here.forms(before), *(here.form(pair.old) for pair in moves if pair.old)]
    other = [there.forms(after), *(there.form(pair.new) for pair in moves if pair.new)]
    return one, other


def _sides(told: Iterable[Change]) -> tuple[Side, Side, list[Pair]]:
    here, there = Side(), Side()
    moves: list[Pair] = []
    for change in told:
        match change:
            case Added(units=units):
                there.away |= set(units)
            case Removed(units=units):
                here.away |= set(units)
            case Moved(pairs=pairs):
                for pair in pairs:
                    _move(pair, here, there, moves)
            case Changed(pair=Pair(old=Unit() as unit), runs=runs):
                assert said(token for run in runs for token in run.old) == unit.text
                here.words[unit] = tuple(token for run in runs for token in run.new)
            case Altered(pair=Pair(old=Unit() as unit)):
                here.about.setdefault(unit, {})[change.name] = _altered(change, unit)
            case Renamed(before=before, after=after):
                here.names[before] = after
            case Split() | Merged():
                _divide(change, here, there)
            case _:
                pass
    return here, there, moves


def _altered(change: Altered, unit: Unit) -> str:
    """What is there now, if what is said to have been there was."""
    if change.name == "id":
        assert unit.ident == change.before
        return f"{unit.scheme}:{change.after}" if change.after else ""
    assert dict(unit.about).get(change.name, "") == change.before
    return change.after


def _move(pair: Pair, here: Side, there: Side, moves: list[Pair]) -> None:
    assert pair.old
    assert pair.new
    here.away.add(pair.old)
    there.away.add(pair.new)
    if pair.old.kind == "column":
        here.columns[pair.old] = there.columns[pair.new] = len(here.columns)
    else:
        moves.append(pair)


def _divide(change: Split | Merged, here: Side, there: Side) -> None:
    old, new = change.division.old, change.division.new
    words = said(token for run in change.runs for token in run.new)
    assert said(token for run in change.runs for token in run.old) == " ".join(unit.text for unit in old)
    here.away |= set(old)
    there.away |= set(new)
    here.divided[old[0]] = words
    there.divided[new[0]] = " ".join(unit.text for unit in new)
