"""Pairs of units → the rows of a chapter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sro_cli import tree
from sro_cli.comparison import words
from sro_cli.comparison.nouns import NOUNS
from sro_cli.comparison.outline import placed
from sro_cli.comparison.pairing import Departed, Pair, Step
from sro_cli.comparison.splits import Division, as_one, divisions
from sro_cli.comparison.units import Unit
from sro_cli.comparison.values import Place
from sro_cli.synopse import wording
from sro_cli.synopse.names import Names
from sro_cli.synopse.rows import Row, joined

_AROUND = {"chapter", "list", "item", "quote", "alert", "definitions", "meaning", "table", "note"}
"""Kinds without words of their own: what lies in them has."""


class Passages:
    """The text of two versions, in rows.

    Attributes:
        names: of both versions.
    """

    def __init__(
        self, old: Names, new: Names, before: Sequence[Unit], after: Sequence[Unit], *, texts: bool
    ) -> None:
        """Takes both versions.

        Args:
            old: names of the old version.
            new: names of the new one.
            before: chapters of the old version.
            after: chapters of the new one.
            texts: rows of unchanged passages have their words.
        """
        self.names = (old, new)
        self._places = (placed(before), placed(after))
        self._labels = {
            unit: label for chapter in (*before, *after) for unit, label in _labels(chapter).items()
        }
        self._heads = {row: head for chapter in (*before, *after) for row, head in _heads(chapter)}
        self._gone: dict[Unit, Unit] = {}
        self._texts = texts

    def meet(self, pairs: Iterable[Pair]) -> None:
        """Learns where everything went."""
        for pair in pairs:
            self._gone |= {
                inner.old: inner.new for inner in pair.walk() if inner.moved and inner.old and inner.new
            }

    def title(self, pair: Pair) -> str:
        """What a chapter is called: „Kapitel 2: Auftrag“."""
        chapter = pair.new or pair.old
        if chapter is None:
            return ""
        place = self._places[1 if pair.new else 0][chapter]
        title = f"Kapitel {place.number}: {place.title}" if place.number else place.title
        if pair.old is None:
            return f"{title} (neu)"
        if pair.new is None:
            return f"{title} (entfällt)"
        before = self._places[0][pair.old]
        other = before.number and before.number != place.number
        return f"{title} (bisher Kapitel {before.number})" if other else title

    def rows(self, pair: Pair) -> Iterator[Row]:
        """The rows of a chapter, in its order; what was removed stands where it was."""
        if pair.moved and pair.old and pair.new:
            yield self._ordered(pair, pair.old, pair.new)
        if pair.same and pair.new:
            yield from self._unchanged(pair)
            return
        yield from self._steps(pair.inner)

    def _ordered(self, pair: Pair, old: Unit, new: Unit) -> Row:
        """That a chapter stands elsewhere; its text follows."""
        before, after = (self._places[side][unit] for side, unit in enumerate((old, new)))
        was = f"Kapitel {before.number}" if before.number else f"„{before.title}“"
        content = wording.whole(new.inner[0], self.names[1]) if new.inner else ()
        formerly = (tree.Emphasis((tree.Text(f"bisher {was}"),)),)
        row = self._row(pair, "verschoben", before=formerly, after=content)
        return replace(row, where="Kapitel", number=after.number or after.title)

    def _steps(self, steps: Sequence[Step]) -> Iterator[Row]:
        divided, end = divisions(steps), 0
        for index, step in enumerate(steps):
            if division := divided.get(index):
                yield from self._divided(division)
                end = index + len(division.steps)
            elif index >= end:
                yield from self._step(step)

    def _step(self, step: Step) -> Iterator[Row]:
        if isinstance(step, Departed):
            yield from self._departed(step.old)
        elif not (step.old and step.new):
            yield from self._alone(step)
        elif step.moved and step.same:
            yield self._moved(step)
        elif step.same:
            yield from self._unchanged(step)
        else:
            yield from self._changed(step)

    # --- on one side

    def _alone(self, pair: Pair) -> Iterator[Row]:
        side = 1 if pair.new else 0
        unit = pair.new or pair.old
        if unit is None:
            return
        content = () if pair.hollow else wording.whole(unit, self.names[side])
        if content and pair.new:
            yield self._row(pair, "neu", after=content)
        elif content:
            yield self._row(pair, "entfällt", before=content)
        for inner in _arrivals(pair):
            yield from self._step(inner)

    # --- the same

    def _unchanged(self, pair: Pair) -> Iterator[Row]:
        """A row for each block, whatever lies in it."""
        both = (pair.old, pair.new)
        inner = zip(
            *(unit.inner if unit and unit.kind == "chapter" else (unit,) for unit in both), strict=True
        )
        for old, new in inner:
            if old and new and not _is_title(new):
                told = self._texts or new.kind == "heading"
                before, after = (
                    wording.whole(unit, names) if told else ()
                    for unit, names in zip((old, new), self.names, strict=True)
                )
                yield self._row(Pair(old, new), "unverändert", before=before, after=after)

    def _moved(self, pair: Pair) -> Row:
        content = wording.whole(pair.new, self.names[1]) if pair.new else ()
        here = self._from(pair)
        before = (tree.Emphasis((tree.Text(f"bisher {here}"),)),)
        return self._row(pair, "verschoben", before=before, after=content, same=True)

    def _departed(self, unit: Unit) -> Iterator[Row]:
        """The place that something has left, if it is in another chapter now."""
        now = self._gone.get(unit)
        old, new = self._place(0, unit), self._place(1, now)
        if old and new and now and old.target != new.target:
            number = new.number or f"„{new.title}“"
            label = "" if now.kind == "heading" else self._labels.get(now, "")
            words = f"jetzt {number}, {label}" if label else f"jetzt {number}"
            after = (tree.Emphasis((tree.Text(words),)),)
            content = wording.whole(unit, self.names[0])
            row = self._row(Pair(unit, None), "verschoben", before=content, after=after, same=True, left=True)
            yield replace(row, new=new)

    def _from(self, pair: Pair) -> str:
        place = self._place(0, pair.old)
        if place is None or pair.old is None:
            return "an anderer Stelle"
        number = place.number or f"„{place.title}“"
        label = "" if pair.old.kind == "heading" else self._labels.get(pair.old, "")
        return f"{number}, {label}" if label else number

    # --- on both sides

    def _changed(self, pair: Pair) -> Iterator[Row]:
        old, new = pair.old, pair.new
        if old is None or new is None:
            return
        if new.kind == "head":
            before, after = wording.head(pair, self.names)
            mark = "verschoben" if _is_sorted_anew(pair) else _mark(pair)
            cells = [step for step in pair.inner if isinstance(step, Pair)]
            notes = tuple(words for cell in cells for words in self._remarks(cell))
            yield self._row(pair, mark, before=before, after=after, notes=notes)
        elif new.kind == "row" and _is_sorted_anew(pair):
            yield from self._unchanged(pair)
        elif new.kind == "row":
            before, after = wording.row(pair, (self._heads[old], self._heads[new]), self.names)
            cells = [step for step in pair.inner if isinstance(step, Pair)]
            notes = (*(words for cell in cells for words in self._remarks(cell)), *self._notes(pair))
            below = [row for cell in cells for row in self._below(cell)]
            if before == after and not notes and not below:
                yield from self._unchanged(pair)
            elif before != after or notes:
                yield self._row(pair, _mark(pair), before=before, after=after, notes=notes)
            yield from below
        elif new.kind in _AROUND:
            one, other = wording.about(pair)
            if one or other or pair.moved:
                yield self._row(pair, _mark(pair), before=one, after=other, notes=self._notes(pair))
            yield from self._steps(pair.inner)
        else:
            yield from self._text(pair, old, new)

    def _divided(self, division: Division) -> Iterator[Row]:
        """A paragraph that was split, or those that were merged, in one row."""
        old, new = division.old, division.new
        found = words.runs(as_one(old, tree.Break()), as_one(new, tree.Break()))
        before, after = wording.differing(found, self.names)
        how = "Absatz geteilt" if len(old) == 1 else "Absätze zusammengeführt"
        notes = (how, *wording.remarks(found, self.names))
        whole = Pair(old[0], new[0])
        yield self._row(whole, "geändert", before=before, after=after, notes=notes)
        for step in division.inner:
            yield from self._step(step)

    def _below(self, cell: Pair) -> Iterator[Row]:
        """The footnotes of a cell that changed."""
        for step in cell.inner:
            if not (isinstance(step, Pair) and step.same and not step.moved):
                yield from self._step(step)

    def _text(self, pair: Pair, old: Unit, new: Unit) -> Iterator[Row]:
        found = words.runs(old.content, new.content)
        one, other = wording.texts(pair, self.names)
        more = wording.about(pair)
        notes = (*wording.remarks(found, self.names), *self._notes(pair))
        if more != ((), ()) or pair.moved or notes or any(run.text for run in found if run.mark != "equal"):
            before, after = joined((one, more[0])), joined((other, more[1]))
            yield self._row(pair, _mark(pair), before=before, after=after, notes=notes)
        elif not pair.inner or all(isinstance(step, Pair) and step.same for step in pair.inner):
            yield from self._unchanged(pair)
            return
        for step in pair.inner:
            yield from self._step(step)

    def _remarks(self, cell: Pair) -> Iterator[str]:
        if cell.old and cell.new:
            yield from wording.remarks(words.runs(cell.old.content, cell.new.content), self.names)

    def _notes(self, pair: Pair) -> tuple[str, ...]:
        return (f"bisher {self._from(pair)}; zudem geändert",) if pair.moved else ()

    # --- all of them

    def _row(self, pair: Pair, mark: str, **more: object) -> Row:
        unit = pair.new or pair.old
        side = 1 if pair.new else 0
        place = self._place(side, unit)
        number = (place.number or place.title) if place else ""
        label = self._labels.get(unit, "") if unit else ""
        row = Row(mark=mark, number=number, where=label)  # type: ignore[arg-type]
        return replace(
            row,
            formerly=self._labels.get(pair.old, "") if pair.old else "",
            old=self._place(0, pair.old),
            new=self._place(1, pair.new),
            begins=bool(unit and unit.kind == "heading"),
            **more,  # type: ignore[arg-type]
        )

    def _place(self, side: int, unit: Unit | None) -> Place | None:
        return self._places[side].get(unit) if unit else None


def _is_title(unit: Unit) -> bool:
    """Whether it says what the heading over the table says already."""
    return isinstance(unit.node, tree.Heading) and unit.node.level == 1


def _is_sorted_anew(row: Pair) -> bool:
    """Whether only columns stand elsewhere; a row that was moved itself is told as such."""
    cells = [step for step in row.inner if isinstance(step, Pair)]
    return not row.moved and any(cell.moved for cell in cells) and all(cell.same for cell in cells)


def _mark(pair: Pair) -> str:
    return "verschoben" if pair.moved else "geändert"


def _arrivals(pair: Pair) -> Iterator[Pair]:
    """What lies in something new and came from elsewhere."""
    for step in pair.inner:
        if isinstance(step, Pair):
            if step.old and step.new:
                yield step
            else:
                yield from _arrivals(step)


def _heads(chapter: Unit) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    """The rows of all tables, each with what stands above its cells."""
    for table in chapter.walk():
        if table.kind == "table":
            head = next(unit for unit in table.inner if unit.kind == "head")
            names = tuple(column.text for column in head.inner)
            yield from ((row, names) for row in table.inner)


# --- what a place is called ------------------------------------------------------------


def _labels(chapter: Unit) -> dict[Unit, str]:
    """What each unit is called in its section: „Absatz 3“, „Absatz 3, Punkt 2“, „2. Tabelle“."""
    found: dict[Unit, str] = {}
    for section in _sections(chapter):
        counts = Counter(_label(block) for block in section)
        seen: Counter[str] = Counter()
        above = ""
        for block in section:
            label = _label(block)
            seen[label] += 1
            if block.kind == "list" and above:
                label = f"{above}, {label}"
            elif block.kind == "paragraph":
                label = f"{label} {seen[label]}"
            elif counts[label] > 1:
                label = f"{seen[label]}. {label}"
            above = label if block.kind == "paragraph" else ""
            _name(block, label, found)
    return found


def _sections(chapter: Unit) -> Iterator[list[Unit]]:
    """The blocks of a chapter, each lot under its heading."""
    lot: list[Unit] = []
    for block in chapter.inner:
        if block.kind == "heading" and lot:
            yield lot
            lot = []
        lot.append(block)
    yield lot


def _label(block: Unit) -> str:
    return "Überschrift" if block.kind == "heading" else NOUNS[block.kind].word


def _name(unit: Unit, label: str, found: dict[Unit, str]) -> None:
    found[unit] = label
    rows, term = 0, label
    for number, inner in enumerate(unit.inner, 1):
        match inner.kind:
            case "item":
                # Of a list under a paragraph, or alone, it is plain which one is meant.
                around = label.removesuffix(", Liste") if label != "Liste" else ""
                _name(inner, f"{around}, Punkt {number}" if around else f"Punkt {number}", found)
            case "row":
                rows += 1
                _name(inner, f"{label}, Zeile {rows}", found)
            case "term":
                term = f"„{_shortened(inner.text)}“"
                _name(inner, term, found)
            case "meaning":
                _name(inner, term, found)
            case "head" | "caption" | "note":
                _name(inner, f"{label}, {NOUNS[inner.kind].short}", found)
            case _:
                _name(inner, label, found)


def _shortened(term: str) -> str:
    """A term for the narrow column of places."""
    longest = 30
    return term if len(term) <= longest else f"{term[:longest].rsplit(' ', 1)[0]} …"
