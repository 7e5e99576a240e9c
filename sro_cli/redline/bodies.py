"""The bodies of two documents → one in which every paragraph and row says what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sro_cli.redline.alignment import Pair, aligned, in_common, words_of
from sro_cli.redline.divisions import divisions
from sro_cli.redline.layout import SPACER
from sro_cli.redline.paragraphs import Paragraphs, translate
from sro_cli.redline.statement import Line, numbering_of
from sro_cli.redline.units import Units
from sro_cli.writers.docx.elements import Element, P, element, properties_of, put
from sro_cli.writers.docx.markup import w

_TABLE, _ROW, _CELL, _SECTION = w("tbl"), w("tr"), w("tc"), w("sectPr")

_EMPTY = 0.5
"""How alike two paragraphs without words are."""


def likeness(old: Units, new: Units, one: int, other: int) -> float:
    """How much two units have in common; 0 for what cannot become the other.

    Word can track that a paragraph gets another style, but LibreOffice does not give it back; and
    neither can track columns well.
    """
    before, after = old.lines[one], new.lines[other]
    if before[:2] != after[:2] or (str(before[1]).startswith("Heading") and before[2:4] != after[2:4]):
        return 0.0
    if not old.words(one) and not new.words(other):
        return _EMPTY if before[1:4] == after[1:4] else 0.0
    found = in_common(old.words(one), new.words(other))
    if before[0] == "tbl" and before[2][:1] == after[2][:1]:
        found = max(found, _EMPTY)
    return found


@dataclass(frozen=True, slots=True)
class Matched:
    """Which units of two versions belong together, in the order of both.

    Attributes:
        old: units of the old version.
        new: units of the new one.
        pairs: their positions.
        rows: the same of the rows of tables that belong together, by the position of the new table.
    """

    old: Units
    new: Units
    pairs: Sequence[Pair]
    rows: Mapping[int, Sequence[Pair]]


def matched(old: Units, new: Units) -> Matched:
    """The units and rows that belong together."""

    def alike(one: int, other: int) -> float:
        return likeness(old, new, one, other)

    pairs = list(aligned(old.lines, new.lines, alike, (old.words, new.words), old.weight))
    rows = {
        other: list(_rows(old.lines[one], new.lines[other]))
        for one, other in pairs
        if one is not None and other is not None and new.elements[other].tag == _TABLE
    }
    return Matched(old, new, pairs, rows)


def _rows(old: Line, new: Line) -> Iterator[Pair]:
    before, after = old[2], new[2]
    words = tuple([words_of(row) for row in rows] for rows in (before, after))

    def alike(one: int, other: int) -> float:
        if [len(cell) for cell in before[one]] != [len(cell) for cell in after[other]]:
            return 0.0
        if 0 in (one, other):
            return 1.0 if one == other else 0.0
        return in_common(words[0][one], words[1][other])

    return aligned(before, after, alike, (words[0].__getitem__, words[1].__getitem__))


def lists_in(found: Matched) -> Iterator[tuple[str, str]]:
    """The ids of the lists of items of the same kind that belong together."""
    for one, other in found.pairs:
        if one is None or other is None:
            continue
        before, after = found.old.lines[one], found.new.lines[other]
        if before[0] == "p" and before[2] == after[2]:
            yield numbering_of(found.old.elements[one])[1], numbering_of(found.new.elements[other])[1]


def merge(body: Element, found: Matched, paragraphs: Paragraphs) -> None:
    """Marks in the body of the new document what it has in place of the old one.

    Args:
        body: of the new document; its last child says what its last section is like.
        found: what belongs together; units of the old document are taken apart.
        paragraphs: puts versions of paragraphs together.
    """
    merged = list(_merged(found, paragraphs))
    body[:] = [*_apart(merged, changed_end=bool(found.pairs) and None in found.pairs[-1]), body[-1]]


def _merged(found: Matched, paragraphs: Paragraphs) -> Iterator[Element]:
    sections = dict(found.new.sections)
    divided, end = divisions(found.pairs, found.old, found.new), 0
    for index, (one, other) in enumerate(found.pairs):
        if index < end:
            continue
        if index in divided:
            end = divided[index]
            lot = found.pairs[index:end]
            before = [found.old.elements[position] for position, _other in lot if position is not None]
            after = [found.new.elements[position] for _one, position in lot if position is not None]
            yield from sections.pop(next(each for _one, each in lot if each is not None), ())
            yield from paragraphs.divide(before, after)
            continue
        if other is not None:
            yield from sections.pop(other, ())
        if one is None and other is not None:
            yield from _inserted(found.new.elements[other], paragraphs)
        elif other is None and one is not None:
            yield _deleted(found.old.elements[one], paragraphs)
        elif one is not None and other is not None:
            yield _changed(one, other, found, paragraphs)
    for left in sections.values():
        yield from left


def _inserted(unit: Element, paragraphs: Paragraphs) -> Iterator[Element]:
    """The unit, marked; the end of a section that it is stays when it goes."""
    yield unit
    if unit.tag == _TABLE:
        for row in unit.iterchildren(_ROW):
            paragraphs.marker.row(row, "ins")
        return
    properties = properties_of(unit)
    section = properties.find(_SECTION)
    if section is not None:
        spacer = _spacer()
        properties_of(spacer).append(section)
        yield spacer
    paragraphs.marker.whole(unit, "ins")


def _deleted(unit: Element, paragraphs: Paragraphs) -> Element:
    paragraphs.forget(unit)
    translate(unit, paragraphs.lists)
    if unit.tag == _TABLE:
        for row in unit.iterchildren(_ROW):
            paragraphs.marker.row(row, "del")
        return unit
    properties = properties_of(unit)
    section = properties.find(_SECTION)
    if section is not None:
        properties.remove(section)
    paragraphs.marker.whole(unit, "del")
    return unit


def _changed(one: int, other: int, found: Matched, paragraphs: Paragraphs) -> Element:
    before, after = found.old.lines[one], found.new.lines[other]
    old, unit = found.old.elements[one], found.new.elements[other]
    if unit.tag == _TABLE:
        if before != after or paragraphs.has_bookmarks(old):
            _merge_table(old, unit, (before[2], after[2]), found.rows[other], paragraphs)
        return unit
    shaped = before[1:4] != after[1:4] or paragraphs.has_moved(old, unit)
    if before != after or shaped or paragraphs.has_bookmarks(old):
        paragraphs.merge(old, unit, shaped=shaped)
    return unit


def _merge_table(
    old: Element,
    new: Element,
    lines: tuple[Sequence[Line], Sequence[Line]],
    rows: Iterable[Pair],
    paragraphs: Paragraphs,
) -> None:
    before, after = list(old.iterchildren(_ROW)), list(new.iterchildren(_ROW))
    last: Element | None = None
    for one, other in rows:
        if other is not None:
            row = after[other]
            if one is None:
                paragraphs.marker.row(row, "ins")
            else:
                _merge_row(before[one], row, (lines[0][one], lines[1][other]), paragraphs)
        elif one is not None:
            row = before[one]
            paragraphs.forget(row)
            paragraphs.marker.row(row, "del")
            if last is None:
                after[0].addprevious(row)
            else:
                last.addnext(row)
        else:
            continue
        last = row


def _merge_row(old: Element, new: Element, cells: tuple[Line, Line], paragraphs: Paragraphs) -> None:
    for one, other, before, after in zip(
        old.iterchildren(_CELL), new.iterchildren(_CELL), *cells, strict=True
    ):
        if before != after or paragraphs.has_bookmarks(one):
            for paragraph, version in zip(one.findall(P), other.findall(P), strict=True):
                paragraphs.merge(paragraph, version)


def _apart(merged: Sequence[Element], *, changed_end: bool) -> Iterator[Element]:
    """The units with something next to nothing before some tables, and behind an end that was changed.

    Word joins neighbouring tables, a document cannot lose its last paragraph, and LibreOffice none
    before a table.
    """
    last: Element | None = None
    for unit in merged:
        if last is not None and unit.tag == _TABLE:
            if last.tag == _TABLE:
                yield _spacer()
            elif last.find(_MARK) is not None:
                spacer = _spacer()
                put(properties_of(spacer), element("keepNext"))
                yield spacer
        yield unit
        last = unit
    if changed_end or last is None or last.tag == _TABLE:
        yield _spacer()


_MARK = f"{w('pPr')}/{w('rPr')}"


_UNSEEN = "\u200b"
"""A blank without width: an empty paragraph LibreOffice joins with what was rejected before it."""


def _spacer() -> Element:
    paragraph = element("p")
    put(properties_of(paragraph), element("pStyle", val=SPACER))
    run = element("r")
    run.append(element("t"))
    run[0].text = _UNSEEN
    paragraph.append(run)
    return paragraph
