"""Elements of a paragraph as lxml holds them, and the order in which the schema wants them."""

from __future__ import annotations

from lxml import etree

from sro_cli.writers.docx.markup import w

Element = etree._Element  # noqa: SLF001 - lxml has no other name for it

P, VAL, NUMBER = w("p"), w("val"), w("numPr")
_PROPERTIES, _STYLE = w("pPr"), w("pStyle")

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


def element(name: str, /, **values: str) -> Element:
    """A new element with its attributes, all in Word's namespace."""
    new = etree.Element(w(name))
    for key, value in values.items():
        new.set(w(key), value)
    return new


def properties_of(paragraph: Element) -> Element:
    """The properties of a paragraph, new ones if it has none."""
    if len(paragraph) and paragraph[0].tag == _PROPERTIES:
        return paragraph[0]
    properties = element("pPr")
    paragraph.insert(0, properties)
    return properties


def style_of(properties: Element) -> str:
    """The identifier of the style, from the properties of a paragraph; empty without one."""
    return properties[0].get(VAL, "") if len(properties) and properties[0].tag == _STYLE else ""


def put(properties: Element, new: Element) -> None:
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
