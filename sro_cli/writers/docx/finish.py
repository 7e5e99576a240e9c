"""The pass over the body that pandoc wrote: numbering, boxes, tables, contents, sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from sro_cli.theme import Gestaltung
from sro_cli.tree import Heading
from sro_cli.writers.docx.elements import VAL, Element, P, element, properties_of, style_of
from sro_cli.writers.docx.encoder import CONTENTS
from sro_cli.writers.docx.markup import NAMESPACES, w
from sro_cli.writers.docx.pages import section, text_width
from sro_cli.writers.docx.paragraphs import finish_paragraphs
from sro_cli.writers.docx.style import rgb
from sro_cli.writers.docx.tables import finish_table

CHAPTERS = "sro__kapitel"
"""The bookmark from the first chapter to the end; the contents leave out what stands before."""

_SECTION, _START, _TABLE, _NAME = w("sectPr"), w("bookmarkStart"), w("tbl"), w("name")
_HEADS = frozenset({w("headerReference"), w("footerReference")})


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
        finish_paragraphs(self.root, headings, self.look.farben.flaeche)

    def finish_links(self) -> None:
        """Tells links inside of the document from those that leave it."""
        for link in self.root.iter(w("hyperlink")):
            if link.get(w("anchor")) is not None:
                for style in link.iter(w("rStyle")):
                    style.set(VAL, "Querverweis")

    def finish_marks(self) -> None:
        """Gives marked words their colour once more: in tables LibreOffice takes none from styles."""
        tints = {"Gestrichen": self.look.farben.intern, "Eingefuegt": self.look.farben.hinweis}
        for style in self.root.iter(w("rStyle")):
            tint, letters = tints.get(style.get(VAL, "")), style.getparent()
            if tint and letters is not None:
                letters.append(element("color", val=rgb(tint)))

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
        for table in tables:
            finish_table(table, text_width(self.look, landscape=landscape))

    def insert_contents(self, contents: str) -> None:
        """Puts the contents in the place of their mark, and a bookmark around what they list.

        Args:
            contents: block-level elements in one root.
        """
        start = next(start for start in self.root.iter(_START) if start.get(_NAME) == CONTENTS)
        place = start.getparent()
        if place is None:
            raise ValueError("the mark of the contents has no paragraph")
        listed = list(etree.fromstring(contents))
        if listed:
            following = (p for p in place.itersiblings(P) if _mark(p) is None)
            self._bookmark(next(following, None))
        for block in listed:
            place.addprevious(block)
        self.body.remove(place)

    def _bookmark(self, first: Element | None) -> None:
        if first is None:
            return
        ident = str(1 + max(int(start.get(w("id"), "0")) for start in self.root.iter(_START)))
        properties_of(first).addnext(element("bookmarkStart", id=ident, name=CHAPTERS))
        last = next(child for child in self.body.iterchildren(reversed=True) if child.tag != _SECTION)
        if last.tag != P:
            last.addnext(_filler())
        self.body.findall(P)[-1].append(element("bookmarkEnd", id=ident))

    def heads(self) -> str:
        """The references to heads and feet that a city's own reference document brought."""
        own = (child for child in self.body.iterfind(f"{_SECTION}/*") if child.tag in _HEADS)
        return "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in own)

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
        for child in self.body.findall(P):
            mark = _mark(child)
            if mark is None:
                continue
            if child.getnext() is final:
                turned = _is_landscape(mark)
                properties_of(child).remove(mark)
            elif _mark(child.getprevious()) is not None:
                self.body.remove(child)  # nothing stands between the marks of two sections
            else:
                sections.append(_moved(mark, child))
        for number, properties in enumerate([*sections, final]):
            landscape = turned if properties is final else _is_landscape(properties)
            first = title and number == 0
            heads = references["landscape" if landscape else "default"]
            if first:
                heads = references["first"] + heads
            content = section(self.look, heads, landscape=landscape, title=first)
            properties[:] = list(etree.fromstring(f"<root {NAMESPACES}>{content}</root>"))
            properties.text = None


def _mark(paragraph: Element | None) -> Element | None:
    """The properties of the section that ends with a paragraph."""
    if paragraph is None or paragraph.tag != P or not len(paragraph) or paragraph[0].tag != w("pPr"):
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
    if before is None or parent is None or before.tag != P or _mark(before) is not None:
        return mark
    if style_of(properties_of(before)).startswith(("TOC", "TableofFigures")):
        return mark
    properties_of(before).append(mark)
    parent.remove(paragraph)
    return mark


def _filler() -> Element:
    """Word wants a paragraph after a table; this one is next to nothing."""
    paragraph = element("p")
    properties_of(paragraph).append(element("pStyle", val="Abschnittsende"))
    return paragraph
