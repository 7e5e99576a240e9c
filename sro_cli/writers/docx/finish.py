"""The pass over the body that pandoc wrote: numbering, boxes, tables, contents, sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from sro_cli.theme import Gestaltung
from sro_cli.tree import Heading
from sro_cli.writers.docx.encoder import CONTENTS
from sro_cli.writers.docx.markup import NAMESPACES, w
from sro_cli.writers.docx.pages import section, text_width
from sro_cli.writers.docx.style import nearly
from sro_cli.writers.docx.styles import ANNEXES, BOX_INDENT

Element = etree._Element  # noqa: SLF001 - lxml has no other name for it

CHAPTERS = "sro__kapitel"
"""The bookmark from the first chapter to the end; the contents leave out what stands before."""

_P, _PPR, _STYLE, _VAL, _NAME = w("p"), w("pPr"), w("pStyle"), w("val"), w("name")
_NUMBER, _SECTION, _START, _END, _TABLE = (
    w("numPr"),
    w("sectPr"),
    w("bookmarkStart"),
    w("bookmarkEnd"),
    w("tbl"),
)
_HEADS = frozenset({w("headerReference"), w("footerReference")})
LIST_STEP = 340
"""Twips from the sign of a list item to its text."""
_LONGEST_BOX = 12  # paragraphs; a longer box may break across pages


class Body:
    """The body of document.xml while it is being finished."""

    def __init__(self, document: bytes, look: Gestaltung) -> None:
        """Parses the part.

        Raises:
            etree.XMLSyntaxError: it is no XML.
        """
        self.root = etree.fromstring(document)
        self.body = self.root[0]
        self.look = look

    def written(self) -> bytes:
        """The part as it is now."""
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def finish_paragraphs(self, headings: Mapping[str, Heading]) -> None:
        """Numbers headings and lists and holds boxes together.

        Args:
            headings: by the name of their bookmark.
        """
        boxes: list[list[Element]] = []
        item: Element | None = None  # the properties of the list item before
        for paragraph in self.root.iter(_P):
            properties = _properties(paragraph)
            style = _style(properties)
            listed = properties.find(_NUMBER) is not None and not style.startswith("Heading")
            if item is not None and not listed:
                _put(item, _element("spacing", after="140"))
            item = properties if listed else None
            if style.startswith("Heading"):
                _number(paragraph, properties, headings)
            elif listed and not style:
                properties.insert(0, _element("pStyle", val="ListParagraph"))
            elif listed and style == "SourceCode":
                level = properties.find(f"{_NUMBER}/{w('ilvl')}")
                depth = 1 + int("0" if level is None else level.get(_VAL, "0"))
                _put(properties, _element("ind", left=str(LIST_STEP * depth + 170), firstLine="0"))
            elif style.startswith("Kasten") and not style.endswith("Titel") and boxes:
                boxes[-1].append(paragraph)
            elif style.startswith("Kasten") or style == "SourceCode":
                boxes.append([paragraph])
        for box in boxes:
            _hold(box)
        self._part(boxes)

    def _part(self, boxes: Iterable[list[Element]]) -> None:
        """Keeps neighbours apart: Word and LibreOffice fill the space between equal shades."""
        before: Element | None = None
        varied = False
        for box in boxes:
            varied = before is not None and box[0].getprevious() is before and not varied
            before = box[-1]
            if varied:
                shade = nearly(self.look.farben.flaeche)
                for paragraph in box:
                    _put(_properties(paragraph), _element("shd", val="clear", color="auto", fill=shade))

    def finish_links(self) -> None:
        """Tells links inside of the document from those that leave it."""
        for link in self.root.iter(w("hyperlink")):
            if link.get(w("anchor")) is not None:
                for style in link.iter(w("rStyle")):
                    style.set(_VAL, "Querverweis")

    def finish_tables(self) -> None:
        """Gives every table its width, the words of its caption and its styles; rows stay whole."""
        waiting: list[Element] = []
        for child in self.body:
            if child.tag == _TABLE:
                waiting.append(child)
            elif (mark := _mark(child)) is not None:
                self._tables(waiting, landscape=_is_landscape(mark))
                waiting = []
        self._tables(waiting, landscape=False)

    def _tables(self, tables: Iterable[Element], *, landscape: bool) -> None:
        room = text_width(self.look, landscape=landscape)
        for table in tables:
            _lay_out(table, room)
            _name(table)
            for row in table.iter(w("tr")):
                _finish_row(row)
            _keep_clear(table)

    def insert_contents(self, contents: str) -> None:
        """Puts the contents in the place of their mark, and a bookmark around what they list.

        Args:
            contents: block-level elements in one root.
        """
        start = next(start for start in self.root.iter(_START) if start.get(_NAME) == CONTENTS)
        place = start.getparent()
        if place is None:
            raise ValueError("the mark of the contents has no paragraph")
        following = (p for p in place.itersiblings(_P) if _mark(p) is None)
        self._bookmark(next(following, None))
        for element in list(etree.fromstring(contents)):
            place.addprevious(element)
        self.body.remove(place)

    def _bookmark(self, first: Element | None) -> None:
        if first is None:
            return
        ident = str(1 + max(int(start.get(w("id"), "0")) for start in self.root.iter(_START)))
        _properties(first).addnext(_element("bookmarkStart", id=ident, name=CHAPTERS))
        last = next(child for child in self.body.iterchildren(reversed=True) if child.tag != _SECTION)
        if last.tag != _P:
            # Word wants a paragraph after a table; this one is next to nothing.
            last.addnext(_paragraph("Abschnittsende"))
        self.body.findall(_P)[-1].append(_element("bookmarkEnd", id=ident))

    def heads(self) -> str:
        """The references to heads and feet that a city's own reference document brought."""
        own = (element for element in self.body.iterfind(f"{_SECTION}/*") if element.tag in _HEADS)
        return "".join(etree.tostring(element, encoding="unicode", with_tail=False) for element in own)

    def finish_sections(self, references: Mapping[str, str], *, title: bool) -> None:
        """Says what each section is like, where possible at its last paragraph.

        Args:
            references: to heads and feet, for ``first``, ``default`` and ``landscape``.
            title: the first section is the title page.
        """
        final = self.body.find(_SECTION)
        if final is None:
            final = etree.SubElement(self.body, _SECTION)
        turned = _is_landscape(final)
        sections: list[Element] = []
        for child in self.body.findall(_P):
            mark = _mark(child)
            if mark is None:
                continue
            if child.getnext() is final:
                turned = _is_landscape(mark)
                _properties(child).remove(mark)
            elif _mark(child.getprevious()) is not None:
                self.body.remove(child)  # nothing stands between the marks of two sections
            else:
                sections.append(_moved(mark, child))
        for number, element in enumerate([*sections, final]):
            landscape = turned if element is final else _is_landscape(element)
            first = title and number == 0
            heads = references["landscape" if landscape else "default"]
            if first:
                heads = references["first"] + heads
            content = section(self.look, heads, landscape=landscape, title=first)
            element[:] = list(etree.fromstring(f"<root {NAMESPACES}>{content}</root>"))
            element.text = None


# --- paragraphs ------------------------------------------------------------------------

# ECMA-376-1, 17.3.1.26: the children of pPr that occur here, in their order.
_ORDER = {
    w(name): position
    for position, name in enumerate(
        (
            *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "shd", "tabs"),
            *("suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc"),
            *("outlineLvl", "rPr", "sectPr"),
        )
    )
}


def _properties(paragraph: Element) -> Element:
    """The properties of a paragraph, new ones if it has none."""
    if len(paragraph) and paragraph[0].tag == _PPR:
        return paragraph[0]
    properties = _element("pPr")
    paragraph.insert(0, properties)
    return properties


def _style(properties: Element) -> str:
    return properties[0].get(_VAL, "") if len(properties) and properties[0].tag == _STYLE else ""


def _put(properties: Element, new: Element) -> None:
    """Adds a property at its place in the order of the schema, instead of one of its kind."""
    position = 0
    rank = _ORDER[new.tag]
    for child in properties:
        if child.tag == new.tag:
            properties.replace(child, new)
            return
        if _ORDER.get(child.tag, rank) < rank:
            position += 1
    properties.insert(position, new)


def _number(paragraph: Element, properties: Element, headings: Mapping[str, Heading]) -> None:
    """Numbers a heading of an annex in their own way, and a heading without a number not at all."""
    start = paragraph.find(_START)
    heading = None if start is None else headings.get(start.get(_NAME, ""))
    if heading is None or heading.number[:1].isdigit():
        return
    number = _element("numPr")
    number.append(_element("ilvl", val=str(heading.level - 1 if heading.number else 0)))
    number.append(_element("numId", val=str(ANNEXES if heading.number else 0)))
    _put(properties, number)
    if not heading.number:
        _put(properties, _element("ind", left="0", firstLine="0"))


def _hold(box: list[Element]) -> None:
    """Keeps the paragraphs of a box on a page, and its bar straight beside lists."""
    inner = [_properties(paragraph) for paragraph in box]
    if _style(inner[0]) == "SourceCode":
        return
    for properties in inner:
        if (level := properties.find(f"{_NUMBER}/{w('ilvl')}")) is not None:
            step = str(BOX_INDENT[0] + LIST_STEP * (1 + int(level.get(_VAL, "0"))))
            _put(properties, _element("ind", left=step, right=str(BOX_INDENT[1]), hanging=str(LIST_STEP)))
    if len(inner) <= _LONGEST_BOX:
        for properties in inner[:-1]:
            _put(properties, _element("keepNext"))
    _put(inner[-1], _element("spacing", before="0", after="280"))


# --- tables ----------------------------------------------------------------------------


def _lay_out(table: Element, room: int) -> None:
    """Turns shares of the text width into twips."""
    width, columns = table.find(f"{w('tblPr')}/{w('tblW')}"), table.findall(f"{w('tblGrid')}/{w('gridCol')}")
    if width is None or width.get(w("type")) != "pct":
        return
    given = [int(column.get(w("w"), "0")) for column in columns]
    wanted = room * int(width.get(w("w"), "5000")) // 5000
    for column, share in zip(columns, given, strict=True):
        column.set(w("w"), str(wanted * share // max(1, sum(given))))
    width.set(w("type"), "dxa")
    width.set(w("w"), str(wanted))


def _name(table: Element) -> None:
    """Gives the table the words of its caption as alternative text."""
    before, properties = table.getprevious(), table.find(w("tblPr"))
    if (
        properties is None
        or before is None
        or before.tag != _P
        or _style(_properties(before)) != "TableCaption"
    ):
        return
    words = "".join(text.text or "" for text in before.iter(w("t")))
    properties.append(_element("tblCaption", val=words))


def _finish_row(row: Element) -> None:
    properties = row.find(w("trPr"))
    head = properties is not None and properties.find(w("tblHeader")) is not None
    if properties is None:
        properties = _element("trPr")
        row.insert(0, properties)
    properties.insert(0, _element("cantSplit"))
    style = "Tabellenkopf" if head else "Tabellentext"
    for paragraph in row.iter(_P):
        inner = _properties(paragraph)
        if (old := _style(inner)) == "Compact":
            inner[0].set(_VAL, style)
        elif not old:
            inner.insert(0, _element("pStyle", val=style))


def _keep_clear(table: Element) -> None:
    """Puts space after a table, which has none of its own."""
    following = table.getnext()
    if following is None or following.tag != _P or _mark(following) is not None:
        return
    properties = _properties(following)
    if not len(following) - 1 and not len(properties):
        # Pandoc's, between two tables that would else be one.
        _put(properties, _element("pStyle", val="Abschnittsende"))
    if not _style(properties).startswith("Heading"):
        _put(properties, _element("spacing", before="240"))


# --- sections --------------------------------------------------------------------------


def _mark(paragraph: Element | None) -> Element | None:
    """The properties of the section that ends with a paragraph."""
    if paragraph is None or paragraph.tag != _P or not len(paragraph) or paragraph[0].tag != _PPR:
        return None
    return paragraph[0].find(_SECTION)


def _is_landscape(mark: Element) -> bool:
    size = mark.find(w("pgSz"))
    return size is not None and size.get(w("orient")) == "landscape"


def _moved(mark: Element, paragraph: Element) -> Element:
    """The mark, moved to the paragraph before its own, which is then superfluous.

    Not to an entry of the contents: Word writes those anew and would lose it.
    """
    before, parent = paragraph.getprevious(), paragraph.getparent()
    if before is None or parent is None or before.tag != _P or _mark(before) is not None:
        return mark
    if _style(_properties(before)).startswith(("TOC", "TableofFigures")):
        return mark
    _properties(before).append(mark)
    parent.remove(paragraph)
    return mark


def _paragraph(style: str) -> Element:
    paragraph = _element("p")
    _properties(paragraph).append(_element("pStyle", val=style))
    return paragraph


def _element(name: str, /, **values: str) -> Element:
    element = etree.Element(w(name))
    for key, value in values.items():
        element.set(w(key), value)
    return element
