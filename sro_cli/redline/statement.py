"""What a Word document says, with its structure: the two sides of the proof.

A reference is told by the words that it leads to and where they stand, not by the name of a bookmark.
Left out is what Word counts itself: results of fields.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from sro_cli.redline.layout import SPACER, Layout, layout_of
from sro_cli.writers.docx.elements import VAL, Element, P
from sro_cli.writers.docx.markup import R, w
from sro_cli.writers.docx.package import Parts

Line = tuple[Any, ...]
"""A paragraph (``p``, style, kind of list, level, pieces) or a table (``tbl``, its shape, rows)."""

PARTS = ("word/document.xml", "word/footnotes.xml", "word/numbering.xml")
"""What changes are marked in."""

_TBL, _TR, _TC, _PPR, _RPR = w("tbl"), w("tr"), w("tc"), w("pPr"), w("rPr")
_RUN, _LINK, _FIELD, _TEXT = w("r"), w("hyperlink"), w("fldChar"), w("t")
_NOTE, _INSTRUCTION, _DRAWING = w("footnoteReference"), w("instrText"), w("drawing")
_SIGNS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_KIND, _IDENT = w("fldCharType"), w("id")
_EMBED, _ID = f"{{{R}}}embed", f"{{{R}}}id"
_CONTAINERS = frozenset(map(w, ("ins", "del", "sdt", "sdtContent", "smartTag")))


@dataclass
class Surroundings:
    """What the body of a document points to.

    Attributes:
        notes: footnotes by id.
        targets: where links lead and digests of pictures, by the id of the relationship.
        note_targets: the same for footnotes.
        lists: the kind of each list by its id.
        places: what bookmarks hold, by their names; None if references are told by names.
    """

    notes: Mapping[str, Element]
    targets: Mapping[str, str]
    note_targets: Mapping[str, str]
    lists: Mapping[str, str]
    places: Mapping[str, str] | None = None
    known: dict[str, tuple[Line, ...]] = field(default_factory=dict)

    def note(self, ident: str) -> tuple[Line, ...]:
        """What a footnote says."""
        if ident not in self.known:
            note = self.notes.get(ident)
            self.known[ident] = () if note is None else tuple(_note(note, self.inside()))
        return self.known[ident]

    def inside(self) -> Surroundings:
        """What footnotes point to."""
        return Surroundings({}, self.note_targets, {}, self.lists, self.places)

    def place(self, name: str) -> str:
        """What a bookmark is told by; empty if there is none."""
        return name if self.places is None else self.places.get(name, "")


def _note(note: Element, around: Surroundings) -> Iterator[Line]:
    yield from lines(note, around)
    if items := lists_of(note, {}):
        yield ("lists", *items)


def surroundings(parts: Parts, footnotes: Element, numbering: Element) -> Surroundings:
    """What the body of a document points to.

    Args:
        parts: of the document: relationships and pictures are read from them.
        footnotes: the part footnotes.xml.
        numbering: the part numbering.xml.
    """
    notes = {note.get(w("id"), ""): note for note in footnotes}
    targets, note_targets = _targets(parts, "document"), _targets(parts, "footnotes")
    return Surroundings(notes, targets, note_targets, kinds_of_lists(numbering))


def _targets(parts: Parts, name: str) -> dict[str, str]:
    targets = {}
    for relation in etree.fromstring(parts.get(f"word/_rels/{name}.xml.rels", _NOTHING)):
        target = relation.get("Target", "")
        picture = parts.get(f"word/{target}")
        targets[relation.get("Id", "")] = target if picture is None else hashlib.sha256(picture).hexdigest()
    return targets


_NOTHING = b"<none/>"


def kinds_of_lists(numbering: Element) -> dict[str, str]:
    """What says how a list counts, by the id of the list; lists of one kind count alike."""
    looks = {}
    for abstract in numbering.iter(w("abstractNum")):
        levels = b"".join(etree.tostring(level, method="c14n") for level in abstract.iter(w("lvl")))
        looks[abstract.get(w("abstractNumId"), "")] = hashlib.sha256(levels).hexdigest()[:8]
    kinds = {}
    for use in numbering.iter(w("num")):
        kind = use.find(w("abstractNumId"))
        look = "" if kind is None else looks.get(kind.get(VAL, ""), "")
        starts = (start.get(VAL, "") for start in use.iter(w("startOverride")))
        kinds[use.get(w("numId"), "")] = " ".join([look, *starts])
    return kinds


def lines(parent: Element, around: Surroundings) -> Iterator[Line]:
    """What the paragraphs and tables directly in an element say; spacers say nothing."""
    for child in parent:
        if child.tag == P:
            if (line := paragraph_line(child, around)) is not None:
                yield line
        elif child.tag == _TBL:
            yield table_line(child, around)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says.

    Attributes:
        lines: paragraph by paragraph.
        lists: for each item of a list which one it is, counted by their first items; those of footnotes
            where they are referred to.
        layout: what Word tracks no changes of.
    """

    lines: tuple[Line, ...]
    lists: tuple[int, ...]
    layout: Layout


def stated(parts: Parts, resolved: Callable[[Element], Element] = lambda root: root) -> Statement:
    """What a document says.

    Args:
        parts: of the document.
        resolved: accepts or rejects the changes of a part.
    """
    document, footnotes, numbering = (etree.fromstring(parts[name]) for name in PARTS)
    body = resolved(document)[0]
    around = surroundings(parts, resolved(footnotes), numbering)
    around.places = places_of(body)
    return Statement(tuple(lines(body, around)), lists_of(body, around.notes), layout_of(body))


def places_of(body: Element) -> dict[str, str]:
    """The words that bookmarks hold, and the number of the paragraph they begin in, by their names."""
    number, fields = 0, 0
    found: dict[str, str] = {}
    held: dict[str, tuple[str, int, list[str]]] = {}
    for each in body.iter(P, _START, _END, _FIELD, _TEXT):
        tag = each.tag
        if tag == P:
            number += numbering_of(each)[0] != SPACER
        elif tag == _START:
            held[each.get(_IDENT, "")] = (each.get(_NAME, ""), number, [])
        elif tag == _FIELD:
            fields += {"begin": 1, "end": -1}.get(each.get(_KIND, ""), 0)
        elif tag == _TEXT:
            if not fields:
                for _name, _number, words in held.values():
                    words.append(each.text or "")
        elif each.get(_IDENT, "") in held:
            name, begin, words = held.pop(each.get(_IDENT, ""))
            found.setdefault(name, f"Absatz {begin}: {''.join(words)}")
    return found


_START, _END, _NAME = w("bookmarkStart"), w("bookmarkEnd"), w("name")


def table_line(table: Element, around: Surroundings) -> Line:
    """What a table says, row by row and cell by cell."""
    found = list(table.iterchildren(_TR))
    rows = tuple(tuple(tuple(lines(cell, around)) for cell in row.iterchildren(_TC)) for row in found)
    heads = sum(row.find(_HEAD) is not None for row in found)
    spans = (span.get(VAL, "") for span in table.iter(*_SPANS))
    shape = " ".join([str(max(map(len, rows), default=0)), str(heads), *spans])
    return ("tbl", shape, rows)


_HEAD, _SPANS = f"{w('trPr')}/{w('tblHeader')}", (w("gridSpan"), w("vMerge"))


def paragraph_line(paragraph: Element, around: Surroundings) -> Line | None:
    """What a paragraph says; None for a spacer."""
    style, ident, level = numbering_of(paragraph)
    if style == SPACER:
        return None
    pieces = _Pieces(around)
    pieces.read(paragraph, "")
    return ("p", _PLAIN.get(style, style), around.lists.get(ident, ident), level, tuple(pieces.found))


_PLAIN = {"FirstParagraph": "BodyText", "Ankuendigung": "BodyText", "Compact": "ListParagraph"}
"""Styles that follow from what stands around a paragraph, and those that say the same."""


def numbering_of(paragraph: Element) -> tuple[str, str, str]:
    """The style of a paragraph, the id of its list and its level; empty without."""
    style = ident = level = ""
    properties = paragraph[0] if len(paragraph) and paragraph[0].tag == _PPR else ()
    for child in properties:
        if child.tag == _STYLE:
            style = child.get(VAL, "")
        elif child.tag == _NUMBER:
            for part in child:
                if part.tag == _NUM_ID:
                    ident = part.get(VAL, "")
                else:
                    level = part.get(VAL, "")
            break
    return style, ident, level


_STYLE, _NUMBER, _NUM_ID = w("pStyle"), w("numPr"), w("numId")


def lists_of(parent: Element, notes: Mapping[str, Element]) -> tuple[int, ...]:
    """For each item of a list which one it is, counted by their first items.

    Args:
        parent: a body, or a footnote.
        notes: footnotes by id; their items count where they are referred to.
    """
    counted: dict[str, int] = {}
    return tuple(counted.setdefault(ident, len(counted)) for ident in _list_ids(parent, notes))


def _list_ids(parent: Element, notes: Mapping[str, Element]) -> Iterator[str]:
    for each in parent.iter(_NUM_ID, _NOTE):
        if each.tag == _NUM_ID:
            yield each.get(VAL, "")
        elif (note := notes.get(each.get(_IDENT, ""))) is not None:
            yield from _list_ids(note, {})


def look_of(run: Element) -> str:
    """The properties of a run as a word that is the same for equal ones."""
    return _look(run[0]) if len(run) and run[0].tag == _RPR else ""


def _look(properties: Element) -> str:
    return " ".join([f"{child.tag[_LOCAL:]}={child.get(VAL, '')}" for child in properties])


_LOCAL = len(w(""))


def target_of(link: Element, around: Surroundings) -> str:
    """Where a link leads: an address, or ``#`` and a bookmark."""
    anchor = link.get(w("anchor"))
    return around.targets.get(link.get(_ID, ""), "") if anchor is None else f"#{around.place(anchor)}"


def picture_of(drawing: Element, around: Surroundings) -> tuple[str, ...]:
    """What a drawing shows and says."""
    shown = (around.targets.get(each.get(_EMBED, ""), "") for each in drawing.iter() if each.get(_EMBED))
    return ("picture", *shown, *(each.get("descr", "") for each in drawing.iter(_DESCRIBED)))


REFERENCES = frozenset({"REF", "PAGEREF", "NOTEREF"})
"""Fields that lead to a bookmark."""


@dataclass
class _Pieces:
    """Reads the pieces of a paragraph: text with its look and link, fields, footnotes, pictures."""

    around: Surroundings
    found: list[tuple[Any, ...]] = field(default_factory=list)
    depth: int = 0
    instruction: str = ""

    def read(self, parent: Element, link: str) -> None:
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self.run(child, link)
            elif tag == _LINK:
                self.read(child, target_of(child, self.around))
            elif tag in _CONTAINERS:
                self.read(child, link)

    def run(self, run: Element, link: str) -> None:
        children = list(run)
        look = ""
        if children and children[0].tag == _RPR:
            look = _look(children.pop(0))
        for child in children:
            tag = child.tag
            if tag == _FIELD:
                self.field(child.get(_KIND, ""), link)
            elif tag == _INSTRUCTION:
                self.instruction += child.text or ""
            elif not self.depth:
                self.show(child, look, link)

    def show(self, child: Element, look: str, link: str) -> None:
        tag = child.tag
        if tag == _TEXT:
            self.say(child.text or "", look, link)
        elif tag in _SIGNS:
            self.say(_SIGNS[tag], look, link)
        elif tag == _NOTE:
            self.found.append(("note", self.around.note(child.get(_IDENT, "")), link))
        elif tag == _DRAWING:
            self.found.append((*picture_of(child, self.around), link))

    def field(self, kind: str, link: str) -> None:
        if kind == "begin":
            self.depth += 1
        elif kind == "end":
            self.depth -= 1
            if not self.depth:
                self.found.append(("field", self.instructed(), link))
                self.instruction = ""

    def instructed(self) -> str:
        words = self.instruction.split()
        if words[:1] and words[0] in REFERENCES:
            words[1:2] = [self.around.place(word) for word in words[1:2]]
        return " ".join(words)

    def say(self, text: str, look: str, link: str) -> None:
        if self.found and self.found[-1][0] == "text" and self.found[-1][2:] == (look, link):
            text = self.found.pop()[1] + text
        if text:
            self.found.append(("text", text, look, link))
