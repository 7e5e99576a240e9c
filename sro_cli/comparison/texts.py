"""Pairs of units → what changed in the chapters."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from sro_cli import tree
from sro_cli.comparison import weights
from sro_cli.comparison.pairing import Departed, Pair, Step
from sro_cli.comparison.references import redirections, without
from sro_cli.comparison.splits import Division, as_one, divisions
from sro_cli.comparison.tables import by_column
from sro_cli.comparison.units import Unit
from sro_cli.comparison.values import (
    Added,
    Altered,
    Change,
    Changed,
    Merged,
    Moved,
    Place,
    Redirected,
    Removed,
    Renamed,
    Renumbered,
    Split,
    Weight,
)
from sro_cli.comparison.words import Run, differ, runs


def renamed(pairs: Sequence[Pair]) -> dict[str, str]:
    """The typed ids of chapters, sections, figures and tables that have another one now."""
    found: dict[str, str] = {}
    for pair in pairs:
        for inner in pair.walk():
            if inner.old and inner.new and inner.old.ident and inner.new.ident != inner.old.ident:
                found |= {inner.old.target: inner.new.target} if inner.new.ident else {}
    return found


@dataclass(frozen=True, slots=True)
class Texts:
    """Tells what changed.

    Attributes:
        old: where each unit of the old version stands.
        new: the same for the new one.
        renamed: what has another id now, by its old one.
    """

    old: Mapping[Unit, Place]
    new: Mapping[Unit, Place]
    renamed: Mapping[str, str]

    def changes(self, found: Sequence[Step]) -> Iterator[Change]:
        """What changed in some steps and all below, in their order."""
        divided = divisions(found)
        index = 0
        while index < len(found):
            if division := divided.get(index):
                index += len(division.steps)
                yield from self._divided(division)
                continue
            lot = _lot(found[index:])
            index += max(len(lot), 1)
            pairs = [step for step in lot if isinstance(step, Pair)]
            if pairs:
                yield from self._lot(pairs)

    def _lot(self, pairs: Sequence[Pair]) -> Iterator[Change]:
        first = pairs[0]
        if first.hollow:
            pass  # its items say where they went
        elif first.old is None:
            added = tuple(pair.new for pair in pairs if pair.new)
            yield Added(new=self.new[added[0]], weight=weights.of_kind(added[0].kind), units=added)
        elif first.new is None:
            gone = tuple(pair.old for pair in pairs if pair.old)
            yield Removed(old=self.old[gone[0]], weight=weights.of_kind(gone[0].kind), units=gone)
        elif first.moved and first.old.kind != "cell":  # that the column says
            along = tuple(pair for pair in pairs if pair.moved)
            yield Moved(**self._places(first), weight=Weight.STRUCTURE, pairs=along)
        for goes_along, run in groupby(pairs, key=lambda pair: _way(pair) == _way(first)):
            lot = [*run]
            yield from self._inside(lot) if goes_along else self.changes(lot)

    def _inside(self, pairs: Sequence[Pair]) -> Iterator[Change]:
        """What changed about some units and in them, now that it is said where they went."""
        for pair in pairs:
            if not pair.same:
                yield from self._differences(pair)
            elif pair.old and pair.new and not pair.moved:
                yield from self._numbers(pair, pair.old, pair.new)

    def _divided(self, division: Division) -> Iterator[Change]:
        """What became of a paragraph that was split or merged, and of its footnotes."""
        places = {"old": self.old[division.old[0]], "new": self.new[division.new[0]]}
        found = runs(as_one(division.old), as_one(division.new))
        rest = yield from self._redirected(places, found)
        weight = weights.of_words(rest) if differ(rest) else Weight.STRUCTURE
        kind = Merged if len(division.new) == 1 else Split
        yield kind(**places, weight=weight, division=division, runs=found)
        yield from self.changes([*division.inner])

    def _differences(self, pair: Pair) -> Iterator[Change]:
        old, new = pair.old, pair.new
        if old and new:
            yield from self._names(pair, old, new)
            yield from self._words(pair, old, new)
            if not pair.moved:
                yield from self._numbers(pair, old, new)
        yield from self.changes(_telling(pair))

    def _names(self, pair: Pair, old: Unit, new: Unit) -> Iterator[Change]:
        places = self._places(pair)
        if old.ident != new.ident:
            if old.ident and new.ident:
                before, after = old.target, new.target
                yield Renamed(**places, weight=Weight.STRUCTURE, before=before, after=after)
            else:
                yield Altered(
                    **places, weight=Weight.STRUCTURE, pair=pair, name="id", before=old.ident, after=new.ident
                )
        about, now = dict(old.about), dict(new.about)
        for name in dict.fromkeys((*about, *now)):
            one, other = about.get(name, ""), now.get(name, "")
            follows = name == "alignments" and one.count(",") != other.count(",")  # another count of columns
            if one != other and not follows:
                weight = weights.of_about(name)
                yield Altered(**places, weight=weight, pair=pair, name=name, before=one, after=other)

    def _words(self, pair: Pair, old: Unit, new: Unit) -> Iterator[Change]:
        if old.content == new.content:
            return
        places = self._places(pair)
        found = runs(old.content, new.content)
        rest = yield from self._redirected(places, found)
        if differ(rest):
            yield Changed(**places, weight=weights.of_words(rest), pair=pair, runs=found)

    def _redirected(
        self, places: dict[str, Place], found: Sequence[Run]
    ) -> Generator[Change, None, tuple[Run, ...]]:
        """What leads elsewhere among some words; returns the runs that say something else."""
        led = tuple(redirections(found))
        for each in led:
            if self.renamed.get(each.before) != each.after:
                weight = Weight.FACT if each.before and each.after else Weight.WORDING
                yield Redirected(
                    **places, weight=weight, text=each.text, before=each.before, after=each.after
                )
        return without(found, led)

    def _numbers(self, pair: Pair, old: Unit, new: Unit) -> Iterator[Change]:
        """A number of its own only: what follows from that of the chapter or the section around is none."""
        if isinstance(old.node, tree.Heading) and isinstance(new.node, tree.Heading):
            before, after = old.node.number, new.node.number
            last = before.rpartition(".")[2], after.rpartition(".")[2]
            if before and after and last[0] != last[1] and before.count(".") == after.count("."):
                places = self._places(pair)
                yield Renumbered(**places, weight=Weight.STRUCTURE, pair=pair, before=before, after=after)

    def _places(self, pair: Pair) -> dict[str, Place]:
        sides = (("old", pair.old, self.old), ("new", pair.new, self.new))
        return {name: places[unit] for name, unit, places in sides if unit}


def _telling(pair: Pair) -> Sequence[Step]:
    """What lies in a pair, without what its own kind says already.

    What was added or removed as a whole holds nothing more, but for what came from elsewhere.
    """
    if pair.old is None or pair.new is None:
        return [step for step in _within(pair) if isinstance(step, Pair) and step.old and step.new]
    if pair.new.kind == "row":
        return [step for step in pair.inner if not _is_blank(step)]
    return by_column(pair) if pair.new.kind == "table" else pair.inner


def _is_blank(step: Step) -> bool:
    """Whether it is an empty cell that stands on one side only."""
    return isinstance(step, Pair) and not (
        (step.old and step.new) or any(unit.content for unit in (step.old, step.new) if unit)
    )


def _within(pair: Pair) -> Iterator[Step]:
    for step in pair.inner:
        yield step
        if isinstance(step, Pair) and (step.old is None or step.new is None):
            yield from _within(step)


def _lot(found: Sequence[Step]) -> Sequence[Step]:
    """The first step; a heading or column with all that went the same way and stands below it.

    Between what moved with a heading stands what is new and gone there.
    """
    first = found[0]
    if isinstance(first, Departed):
        return ()
    unit = first.new or first.old
    if unit and unit.kind == "column" and _way(first) in {"added", "removed"}:
        return [first, *takewhile(_is_cell, found[1:])]
    if unit is None or not isinstance(unit.node, tree.Heading) or _way(first) == "stays":
        return found[:1]
    ways = {"moved", "added", "removed"} if first.moved else {_way(first)}
    length = 1
    for index, step in enumerate(found[1:], 2):
        other = step.old if isinstance(step, Departed) else step.new or step.old
        node = other.node if other else None
        if isinstance(node, tree.Heading) and node.level <= unit.node.level:
            break
        if isinstance(step, Pair) and _way(step) not in ways:
            break
        if isinstance(step, Departed) or _way(step) == _way(first):
            length = index
    return found[:length]


def _is_cell(step: Step) -> bool:
    unit = (step.new or step.old) if isinstance(step, Pair) else None
    return unit is not None and unit.kind == "cell"


def _way(pair: Pair) -> str:
    if pair.old is None:
        return "added"
    if pair.new is None:
        return "removed"
    return "moved" if pair.moved else "stays"
