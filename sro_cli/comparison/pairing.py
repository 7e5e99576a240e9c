"""Which unit of the old version is which of the new one: the pairs that everything else is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from sro_cli.comparison.columns import ROWS, columns
from sro_cli.comparison.likeness import ENOUGH
from sro_cli.comparison.partners import best, elsewhere, in_order
from sro_cli.comparison.sequences import heaviest
from sro_cli.comparison.units import Unit


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A unit on both sides, or on one of them.

    Attributes:
        old: None if it was added.
        new: None if it was removed.
        inner: what lies in it on either side, in the order of the new side; what was removed stands where it
            was, before what was added there. Empty if both sides are the same: then all below is paired.
        moved: it stood elsewhere; there, a `Departed` keeps its place.
    """

    old: Unit | None
    new: Unit | None
    inner: tuple[Step, ...] = ()
    moved: bool = False

    @property
    def same(self) -> bool:
        """Whether a reader sees no difference, but perhaps for the place."""
        return bool(self.old and self.new and self.old.digest == self.new.digest)

    @property
    def hollow(self) -> bool:
        """Whether it is a list on one side only, of nothing but items that stood or stand elsewhere."""
        unit = self.old or self.new
        one_sided = not (self.old and self.new)
        return bool(
            one_sided
            and unit
            and unit.kind == "list"
            and self.inner
            and all(isinstance(step, Departed) or (step.old and step.new) for step in self.inner)
        )

    def walk(self) -> Iterator[Pair]:
        """This pair and all below, in order; places that were left are no pairs."""
        yield self
        for step in self.inner:
            if isinstance(step, Pair):
                yield from step.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Departed:
    """The place that a moved unit has left; its pair stands where it went."""

    old: Unit


Step = Pair | Departed


def paired(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Step, ...]:
    """The chapters or parts of two versions in pairs, with all below.

    Every unit of each side is in exactly one pair, or below one whose sides are the same.

    >>> from sro_cli.comparison.units import chapter
    >>> from sro_cli.tree import Paragraph, Text
    >>> old, new = (chapter("a", [Paragraph((Text(word),))]) for word in ("Alt.", "Neu."))
    >>> [(step.old.text, step.new) for step in paired([old], [new])[0].inner if step.old]
    [('Alt.', None)]
    """
    around = dict(_tables((*old, *new))), dict(_sections((*old, *new)))
    matcher = _Matcher(_once_each(old, new), *around)
    matcher.chapters(old, new)
    matcher.moves()
    return matcher.steps(old, new)


@dataclass
class _Matcher:
    """Finds the partner of each unit: at its place first, then elsewhere.

    Attributes:
        unique: digests of units that may move and stand once on each side: those are one.
        tables: the table of each row and head.
        sections: what follows each heading of a chapter, up to the next one.
        columns: of two tables; see `columns.columns`.
        partner: the new unit of an old one.
        taken: new units that have a partner.
        moved: old units whose partner stands elsewhere.
        left: units of each side that found none at their place.
    """

    unique: frozenset[int]
    tables: Mapping[Unit, Unit]
    sections: Mapping[Unit, Sequence[Unit]]
    columns: dict[tuple[Unit, Unit], Mapping[tuple[int, int], bool]] = field(default_factory=dict)
    partner: dict[Unit, Unit] = field(default_factory=dict)
    taken: set[Unit] = field(default_factory=set)
    moved: set[Unit] = field(default_factory=set)
    left: tuple[list[Unit], list[Unit]] = field(default_factory=lambda: ([], []))

    # --- at their place

    def chapters(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        """Pairs chapters by their id, the rest by likeness."""
        named = {unit.ident: unit for unit in new}
        pairs = [(unit, named[unit.ident]) for unit in old if unit.ident in named]
        both = {unit for pair in pairs for unit in pair}
        rest, others = ([unit for unit in side if unit not in both] for side in (old, new))
        renamed = best(rest, others, ENOUGH)
        pairs += [(rest[i], others[j]) for i, j in renamed]
        order = {unit: index for index, unit in enumerate(new)}
        pairs.sort(key=lambda pair: old.index(pair[0]))
        ranked = [(index, order[other]) for index, (_unit, other) in enumerate(pairs)]
        staying = {index for index, _new in heaviest(ranked, [len(unit.inner) + 1 for unit, _other in pairs])}
        for index, (unit, other) in enumerate(pairs):
            self._pair(unit, other, moved=index not in staying)
        self._leave(0, [unit for unit in old if unit not in self.partner])
        self._leave(1, [unit for unit in new if unit not in self.taken])

    def _pair(self, old: Unit, new: Unit, *, moved: bool = False) -> None:
        self.partner[old] = new
        self.taken.add(new)
        if moved:
            self.moved.add(old)
        if old.digest == new.digest:
            self._pair_all(old, new)
            return
        if old.kind in ROWS:
            self._cells(old, new)
            return
        one = [unit for unit in old.inner if unit not in self.partner]
        other = [unit for unit in new.inner if unit not in self.taken]
        found = in_order(one, other, self.unique)
        for i, j in found:
            self._pair(one[i], other[j])
        self._crossing(one, other)
        self._leave(0, [unit for unit in one if unit not in self.partner])
        self._leave(1, [unit for unit in other if unit not in self.taken])

    def _crossing(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        """Pairs what changed places in its list, table or paragraph, where few words are enough."""
        waiting = {unit.digest: unit for unit in new if unit not in self.taken and unit.kind in _LISTED}
        for unit in old:
            if unit not in self.partner and unit.digest in self.unique and unit.digest in waiting:
                self._pair(unit, waiting[unit.digest], moved=True)

    def _pair_all(self, old: Unit, new: Unit) -> None:
        """Pairs what lies in two units that are the same, so that it is not looked for elsewhere."""
        if self.left[0] and self.left[1]:
            for one, other in zip(old.walk(), new.walk(), strict=True):
                self.partner[one] = other
                self.taken.add(other)

    def _cells(self, old: Unit, new: Unit) -> None:
        """Pairs the cells of two rows, column by column."""
        tables = self.tables[old], self.tables[new]
        if tables not in self.columns:
            self.columns[tables] = columns(*tables)
        for (i, j), moved in self.columns[tables].items():
            if i < len(old.inner) and j < len(new.inner):
                self._pair(old.inner[i], new.inner[j], moved=moved)
        self._leave(0, [cell for cell in old.inner if cell not in self.partner])
        self._leave(1, [cell for cell in new.inner if cell not in self.taken])

    def _leave(self, side: int, found: Iterable[Unit]) -> None:
        self.left[side].extend(inner for unit in found for inner in unit.walk())

    # --- elsewhere

    def moves(self) -> None:
        """Pairs what was left on both sides, large units first: what lies in them goes with them."""
        while True:
            old, new = self._movable(0), self._movable(1)
            covered: set[Unit] = set()
            for i, j in elsewhere(old, new):
                below = [*old[i].walk(), *new[j].walk()]
                if not any(unit in covered or unit in self.partner or unit in self.taken for unit in below):
                    covered.update(below)
                    self._pair(old[i], new[j], moved=True)
                    self._below(old[i], new[j])
            if not covered:
                return

    def _below(self, old: Unit, new: Unit) -> None:
        """Pairs what stands below a heading that moved and was left: a section moves with its short parts."""
        left, others = (
            [unit for unit in self.sections.get(heading, ()) if unit not in known]
            for heading, known in ((old, self.partner), (new, self.taken))
        )
        for i, j in in_order(left, others, self.unique):
            self._pair(left[i], others[j], moved=True)

    def _movable(self, side: int) -> list[Unit]:
        known = self.taken if side else self.partner
        return [
            unit for unit in dict.fromkeys(self.left[side]) if unit.kind in _MOVABLE and unit not in known
        ]

    # --- all together

    def steps(self, old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Step, ...]:
        """The pairs of two sequences, in the order of the new one; see `Pair.inner`."""
        here = set(new)
        found: list[Step] = []
        coming = iter(new)
        for unit in old:
            other = self.partner.get(unit)
            if other is None:
                found.append(Pair(unit, None, self.steps(unit.inner, ())))
            elif unit in self.moved or other not in here:
                found.append(Departed(unit))
            else:
                for arrival in coming:
                    found.append(self._arrived(arrival))
                    if arrival is other:
                        break
        found += map(self._arrived, coming)
        return tuple(found)

    def _arrived(self, new: Unit) -> Pair:
        old = self.origin.get(new)
        if old is None:
            return Pair(None, new, self.steps((), new.inner))
        inner = () if old.digest == new.digest else self.steps(old.inner, new.inner)
        return Pair(old, new, inner, old in self.moved)

    @cached_property
    def origin(self) -> dict[Unit, Unit]:
        """The old unit of each new one; asked for when all are paired."""
        return {new: old for old, new in self.partner.items()}


_LISTED = {"item", "row", "note"}

_MOVABLE = {
    "heading",
    "paragraph",
    "list",
    "item",
    "quote",
    "code",
    "table",
    "row",
    "figure",
    "alert",
    "view",
    "note",
}


def _once_each(old: Iterable[Unit], new: Iterable[Unit]) -> frozenset[int]:
    counts, others = (
        Counter(unit.digest for top in side for unit in top.walk() if unit.kind in _MOVABLE)
        for side in (old, new)
    )
    return frozenset(digest for digest, count in counts.items() if count == others[digest] == 1)


def _tables(chapters: Iterable[Unit]) -> Iterator[tuple[Unit, Unit]]:
    for chapter in chapters:
        for unit in chapter.walk():
            if unit.kind == "table":
                yield from ((row, unit) for row in unit.inner)


def _sections(chapters: Iterable[Unit]) -> Iterator[tuple[Unit, Sequence[Unit]]]:
    for chapter in chapters:
        starts = [index for index, unit in enumerate(chapter.inner) if unit.kind == "heading"]
        for start, end in pairwise([*starts, len(chapter.inner)]):
            yield chapter.inner[start], chapter.inner[start + 1 : end]
