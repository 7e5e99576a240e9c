"""The bodies of two documents → one in which every paragraph and row says what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sro_cli.redline.alignment import Pair, aligned, in_common, words_of
from sro_cli.redline.changes import former
from sro_cli.redline.divisions import divisions
from sro_cli.redline.paragraphs import Paragraphs
from sro_cli.redline.statement import (
    SPACER,
    Line,
    Surroundings,
    numbering_of,
    paragraph_line,
    table_line,
)
from sro_cli.writers.docx.elements import Element, P, element, properties_of, put
from sro_cli.writers.docx.markup import w

_TABLE, _ROW, _CELL, _SECTION = w("tbl"), w("tr"), w("tc"), w("sectPr")
_START, _NAME, _INSTRUCTION = w("bookmarkStart"), w("name"), w("instrText")

_TABLE_WEIGHT = 500

_EMPTY = 0.5
"""How alike two paragraphs without words are."""


@dataclass
class Units:
    """The paragraphs and tables of a body, without those that only keep others apart.

    Attributes:
        elements: in order.
        lines: what each of them says.
        sections: ends of sections that stand alone, by the number of units before them.
        known: their words, by their positions, as far as somebody asked.
    """

    elements: list[Element] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    sections: dict[int, list[Element]] = field(default_factory=dict)
    known: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def words(self, position: int) -> tuple[str, ...]:
        """The words of a unit."""
        if position not in self.known:
            self.known[position] = words_of(self.lines[position])
        return self.known[position]

    def weight(self, position: int) -> int:
        """How much a unit says: its letters, roughly."""
        line = self.lines[position]
        if line[0] == "tbl":
            return _TABLE_WEIGHT
        return 1 + sum(len(piece[1]) for piece in line[4] if piece[0] == "text")


def units(body: Element, around: Surroundings) -> Units:
    """The paragraphs and tables of a body."""
    found = Units()
    for child in body:
        if child.tag == _TABLE:
            found.elements.append(child)
            found.lines.append(table_line(child, around))
        elif child.tag == P:
            line = paragraph_line(child, around)
            if line is not None:
                found.elements.append(child)
                found.lines.append(line)
            elif child.find(f"{w('pPr')}/{_SECTION}") is not None:
                found.sections.setdefault(len(found.elements), []).append(child)
    return found


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


def paired(old: Units, new: Units) -> list[Pair]:
    """The units that belong together, in the order of both documents."""
    alike = aligned(old.lines, new.lines, lambda one, other: likeness(old, new, one, other), old.weight)
    return list(alike)


def keep_references(
    pairs: Iterable[Pair], old: Units, names: frozenset[str], paragraphs: Surroundings
) -> None:
    """Lets references of the old version find what has been moved once changes are rejected.

    The bookmark of what was moved is the new version's; the old one gets another name, and so it is
    called in the references of the old version.

    Args:
        pairs: the units that belong together.
        old: units of the old version; they are changed.
        names: bookmarks of the new version.
        paragraphs: what the old version points to.
    """
    gone = [old.elements[one] for one, other in pairs if one is not None and other is None]
    starts = [start for unit in gone for start in unit.iter(_START) if start.get(_NAME, "") in names]
    moved = {start.get(_NAME, "") for start in starts}
    for start in starts:
        start.set(_NAME, former(start.get(_NAME, "")))
    for position, unit in enumerate(old.elements if moved else ()):
        found = False
        for text in unit.iter(_INSTRUCTION):
            words = (text.text or "").split(" ")
            if any(word in moved for word in words):
                text.text = " ".join(former(word) if word in moved else word for word in words)
                found = True
        if found:
            old.lines[position] = (
                table_line(unit, paragraphs)
                if unit.tag == _TABLE
                else paragraph_line(unit, paragraphs) or old.lines[position]
            )


def lists_in(pairs: Iterable[Pair], old: Units, new: Units) -> Iterator[tuple[str, str]]:
    """The ids of the lists of items of the same kind that belong together."""
    for one, other in pairs:
        if one is None or other is None:
            continue
        before, after = old.lines[one], new.lines[other]
        if before[0] == "p" and before[2] == after[2]:
            yield numbering_of(old.elements[one])[1], numbering_of(new.elements[other])[1]


def merge(body: Element, pairs: Sequence[Pair], old: Units, new: Units, paragraphs: Paragraphs) -> None:
    """Marks in the body of the new document what it has in place of the old one.

    Args:
        body: of the new document; its last child says what its last section is like.
        pairs: the units that belong together.
        old: units of the old document; they are taken apart.
        new: units of the body.
        paragraphs: puts versions of paragraphs together.
    """
    merged = list(_merged(pairs, old, new, paragraphs))
    body[:] = [*_apart(merged, changed_end=bool(pairs) and None in pairs[-1]), body[-1]]


def _merged(pairs: Sequence[Pair], old: Units, new: Units, paragraphs: Paragraphs) -> Iterator[Element]:
    sections = dict(new.sections)
    divided, end = divisions(pairs, old, new), 0
    for index, (one, other) in enumerate(pairs):
        if index < end:
            continue
        if index in divided:
            end = divided[index]
            lot = pairs[index:end]
            before = [old.elements[position] for position, _other in lot if position is not None]
            after = [new.elements[position] for _one, position in lot if position is not None]
            yield from sections.pop(next(each for _one, each in lot if each is not None), ())
            yield from paragraphs.divide(before, after)
            continue
        if other is not None:
            yield from sections.pop(other, ())
        if one is None and other is not None:
            yield from _inserted(new.elements[other], paragraphs)
        elif other is None and one is not None:
            yield _deleted(old.elements[one], paragraphs)
        elif one is not None and other is not None:
            yield _changed(one, other, old, new, paragraphs)
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
    paragraphs.translate(unit)
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


def _changed(one: int, other: int, old: Units, new: Units, paragraphs: Paragraphs) -> Element:
    before, after = old.lines[one], new.lines[other]
    unit = new.elements[other]
    if unit.tag == _TABLE:
        if before != after:
            _merge_table(old.elements[one], unit, (before[2], after[2]), paragraphs)
        return unit
    shaped = before[1:4] != after[1:4] or _moved(old.elements[one], unit, paragraphs)
    if before != after or shaped:
        paragraphs.merge(old.elements[one], unit, shaped=shaped)
    return unit


def _moved(old: Element, new: Element, paragraphs: Paragraphs) -> bool:
    """Whether an item stands in another list now."""
    before, after = numbering_of(old)[1], numbering_of(new)[1]
    return paragraphs.lists.get(before, before) != after


def _merge_table(
    old: Element, new: Element, lines: tuple[Sequence[Line], Sequence[Line]], paragraphs: Paragraphs
) -> None:
    before, after = list(old.iterchildren(_ROW)), list(new.iterchildren(_ROW))
    words = tuple([words_of(row) for row in rows] for rows in lines)

    def alike(one: int, other: int) -> float:
        if [len(cell) for cell in lines[0][one]] != [len(cell) for cell in lines[1][other]]:
            return 0.0
        return 1.0 if one == other == 0 else in_common(words[0][one], words[1][other])

    last: Element | None = None
    for one, other in aligned(lines[0], lines[1], alike):
        if other is not None:
            row = after[other]
            if one is None:
                paragraphs.marker.row(row, "ins")
            elif lines[0][one] != lines[1][other]:
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
        if before != after:
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
