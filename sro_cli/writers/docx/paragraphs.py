"""Paragraphs of the body: headings and lists are numbered, boxes hold together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sro_cli.tree import Heading
from sro_cli.writers.docx.elements import NUMBER, VAL, Element, P, element, properties_of, put, style_of
from sro_cli.writers.docx.markup import w
from sro_cli.writers.docx.style import nearly
from sro_cli.writers.docx.styles import ANNEXES, BOX_INDENT, DEFINITION_INDENT

LIST_STEP = 425
"""Twips from the sign of a list item to its text; „100.“ has room."""

_LONGEST_BOX = 12  # paragraphs; a longer box may break across pages


def finish_paragraphs(root: Element, headings: Mapping[str, Heading], ground: str) -> None:
    """Numbers headings and lists and holds boxes together.

    Args:
        root: of document.xml.
        headings: by the name of their bookmark.
        ground: the colour behind boxes and code.
    """
    boxes: list[list[Element]] = []
    shaded: list[list[Element]] = []  # boxes and code, in their order
    item: Element | None = None  # the properties of the list item before
    for paragraph in root.iter(P):
        properties = properties_of(paragraph)
        style = style_of(properties)
        listed = not style.startswith("Heading") and properties.find(NUMBER) is not None
        if item is not None and not listed:
            put(item, element("spacing", after="140"))
        item = properties if listed else None
        if style.startswith("Heading"):
            _number(paragraph, properties, headings)
        elif style == "SourceCode":
            shaded.append([paragraph])
            _put_right(properties, style)
        elif style.startswith("Kasten"):
            if style.endswith("Titel"):
                boxes.append([])
                shaded.append(boxes[-1])
            boxes[-1].append(paragraph)
        elif listed:
            _put_right(properties, style)
    for box in boxes:
        _hold([properties_of(paragraph) for paragraph in box])
    _part(shaded, nearly(ground))


def _number(paragraph: Element, properties: Element, headings: Mapping[str, Heading]) -> None:
    """Numbers a heading of an annex in their own way, and a heading without a number not at all.

    In a list pandoc makes a heading an item; it keeps the number that its style gives it.
    """
    start = paragraph.find(w("bookmarkStart"))
    heading = None if start is None else headings.get(start.get(w("name"), ""))
    listed = properties.find(NUMBER)
    if heading is not None and listed is not None:
        properties.remove(listed)
    if heading is None or heading.number[:1].isdigit():
        return
    number = element("numPr")
    number.append(element("ilvl", val=str(heading.level - 1 if heading.number else 0)))
    number.append(element("numId", val=str(ANNEXES if heading.number else 0)))
    put(properties, number)
    if not heading.number:
        put(properties, element("ind", left="0", firstLine="0"))


def _indent(properties: Element) -> int:
    """How far the text of a list item is from the margin, in twips; 0 outside of lists."""
    level = properties.find(f"{NUMBER}/{w('ilvl')}")
    return 0 if level is None else LIST_STEP * (1 + int(level.get(VAL, "0")))


def _put_right(properties: Element, style: str) -> None:
    """Indents what its style would put at the margin though it stands in a list."""
    step = _indent(properties)
    if not style:
        properties.insert(0, element("pStyle", val="ListParagraph"))
    elif style == "SourceCode" and step:
        put(properties, element("ind", left=str(step + 170), firstLine="0"))
    elif style == "Definition":
        put(properties, element("ind", left=str(DEFINITION_INDENT + step), hanging=str(LIST_STEP)))


def _hold(box: list[Element]) -> None:
    """Keeps the paragraphs of a box on a page, and its bar straight beside lists."""
    left, right = BOX_INDENT
    for properties in box:
        if step := _indent(properties):
            put(properties, element("ind", left=str(left + step), right=str(right), hanging=str(LIST_STEP)))
    if len(box) <= _LONGEST_BOX:
        for properties in box[:-1]:
            put(properties, element("keepNext"))
    put(box[-1], element("spacing", before="0", after="280"))


def _part(shaded: Iterable[list[Element]], shade: str) -> None:
    """Keeps neighbours apart: Word and LibreOffice fill the space between equal shades."""
    before: Element | None = None
    varied = False
    for paragraphs in shaded:
        varied = before is not None and paragraphs[0].getprevious() is before and not varied
        before = paragraphs[-1]
        if varied:
            for paragraph in paragraphs:
                put(properties_of(paragraph), element("shd", val="clear", color="auto", fill=shade))
