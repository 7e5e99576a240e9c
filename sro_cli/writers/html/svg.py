"""The SVG of anybody → elements that can do no harm.

An SVG may hold anything. What is taken over stands in lists of what is harmless; a drawing that
needs more, such as scripts, filters or pictures of its own, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from lxml import etree

from sro_cli.engines import lettering
from sro_cli.writers.html import sheets

LARGEST = 1_500_000
"""Bytes of a drawing that may become a part of a page."""

_SVG = "http://www.w3.org/2000/svg"

# Titles would lay a tip over the drawing; the alternative text says what is to be seen.
_LEFT_OUT = frozenset(("title", "desc", "metadata", "style"))

# ruff: noqa: SIM905 - lists of words are read more easily without quotation marks
_ELEMENTS = frozenset(
    """
    svg g defs symbol use path rect circle ellipse line polyline polygon text tspan marker
    linearGradient radialGradient stop clipPath mask pattern
    """.split()
)
_GEOMETRY = frozenset(
    """
    id href d points x y x1 x2 y1 y2 cx cy r rx ry fx fy dx dy width height viewBox preserveAspectRatio
    rotate textLength lengthAdjust offset gradientUnits gradientTransform spreadMethod clipPathUnits
    maskUnits maskContentUnits patternUnits patternContentUnits patternTransform refX refY markerWidth
    markerHeight markerUnits orient pathLength
    """.split()
)
# These may stand in a style as well. The family of the font is not among them: it is the page's.
_LOOK = frozenset(
    """
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-miterlimit opacity display visibility font-size font-style
    font-weight letter-spacing word-spacing text-anchor text-decoration dominant-baseline
    baseline-shift clip-path clip-rule mask marker-start marker-mid marker-end paint-order stop-color
    stop-opacity vector-effect overflow transform
    """.split()
)
_FUNCTIONS = frozenset("rgb rgba hsl hsla url matrix translate scale rotate skewX skewY".split())

_FUNCTION = re.compile(r"([\w-]*)\s*\(")
_LOCAL = re.compile(r"url\(\s*([\"']?)#([^\"'()\s]+)\1\s*\)")
_LINE = re.compile(r"matrix\(1 0 0 -1 (\S+) (\S+)\)")


class RefusedError(Exception):
    """A drawing holds something that is not known to be harmless."""


@dataclass
class Element:
    """An element of a drawing, its name without namespace.

    Attributes:
        name: is one of those that are harmless.
        attributes: sorted by name.
        content: elements, and the text of those that show it.
    """

    name: str
    attributes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """It and all inside of it."""
        yield self
        for inner in self.content:
            if isinstance(inner, Element):
                yield from inner.walk()


def harmless(drawing: bytes, prefix: str) -> Element:
    """What a drawing shows; of lines that `lettering` has marked the words, not their outlines.

    Args:
        drawing: an SVG.
        prefix: is set before its ids.

    Raises:
        RefusedError: it is not known to be harmless, or no drawing.
    """
    root = _parsed(drawing)
    try:
        rules = sheets.rules(sheet.text or "" for sheet in root.iter(f"{{{_SVG}}}style"))
    except sheets.UnknownError as error:
        raise RefusedError("style") from error
    whole = _Reader(prefix, rules).element(root)
    _check(whole)
    return whole


def written(element: Element) -> str:
    """The markup of an element.

    Ids that nothing mentions are left out, and so is what would never be shown.

    >>> written(Element("g", {"id": "a"}, [Element("text", {"x": "1"}, ["1 < 2"])]))
    '<g><text x="1">1 &lt; 2</text></g>'
    """
    return "".join(_markup(element, _mentioned(element)))


def _parsed(drawing: bytes) -> etree._Element:
    if len(drawing) > LARGEST:
        raise RefusedError(f"{len(drawing)} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(drawing, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError(str(error)) from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    if root.tag != f"{{{_SVG}}}svg" or (dtd is not None and list(dtd.iterentities())):
        raise RefusedError(str(root.tag))
    return root


class _Reader:
    def __init__(self, prefix: str, rules: Mapping[str, Mapping[str, str]]) -> None:
        self._prefix = prefix
        self._rules = rules

    def element(self, source: etree._Element) -> Element:
        name = etree.QName(source).localname
        name = "g" if name == "a" else name
        if name not in _ELEMENTS or (name == "svg" and source.getparent() is not None):
            raise RefusedError(name)
        if name == "g" and (line := self._line(source)):
            return line
        taken = Element(name, self._attributes(source))
        shows_text = name in {"text", "tspan"}
        if shows_text and source.text:
            taken.content.append(source.text)
        for inner in source:
            if etree.QName(inner).namespace == _SVG and etree.QName(inner).localname not in _LEFT_OUT:
                taken.content.append(self.element(inner))
            if shows_text and inner.tail:
                taken.content.append(inner.tail)
        return taken

    def _line(self, group: etree._Element) -> Element | None:
        """Words instead of their outlines; in any other font they are as wide."""
        words, place = group.get(lettering.WORDS), _LINE.fullmatch(group.get("transform", ""))
        if words is None or place is None:
            return None
        own, begin = self._attributes(group), float(place[1]) + float(group[0].get("x", "0"))
        look = {name: own[name] for name in own if name.startswith("font-")}
        look |= {name: value for name, value in self._attributes(group[0]).items() if name == "fill"}
        width = {"textLength": group.get(lettering.WIDTH, ""), "lengthAdjust": "spacingAndGlyphs"}
        return Element("text", {"x": f"{begin:.3f}", "y": place[2], **look, **width}, [words])

    def _attributes(self, source: etree._Element) -> dict[str, str]:
        given = {etree.QName(name).localname: str(value) for name, value in source.attrib.items()}
        if etree.QName(source).localname == "a":
            given.pop("href", None)  # a picture is no link
        look = dict(given)
        for kind in given.get("class", "").split():
            look |= self._rules.get(kind, {})
        look |= sheets.declarations(given.get("style", ""))
        kept = {name: value for name, value in given.items() if name in _GEOMETRY}
        kept |= {name: value for name, value in look.items() if name in _LOOK}
        return {name: self._value(name, value.strip()) for name, value in sorted(kept.items())}

    def _value(self, name: str, value: str) -> str:
        if name == "id":
            return f"{self._prefix}{value}"
        if name == "href":
            if not value.startswith("#"):
                raise RefusedError(value)
            return f"#{self._prefix}{value[1:]}"
        # In CSS a backslash can spell any function.
        if "\\" in value or not _FUNCTIONS.issuperset(_FUNCTION.findall(value)):
            raise RefusedError(value)
        if "url" not in value.lower():
            return value
        target = _LOCAL.match(value)
        if not target:
            raise RefusedError(value)
        # What may follow is a colour for the case that there is no such id.
        return f"url(#{self._prefix}{target[2]})"


def _check(whole: Element) -> None:
    """Refuses ids that are not unique, and what is used and uses something: it could grow without end."""
    elements = list(whole.walk())
    idents = [element.attributes["id"] for element in elements if "id" in element.attributes]
    if len(idents) != len(set(idents)):
        raise RefusedError("id")
    users = (element for element in elements if element.name == "use")
    used = {user.attributes.get("href", "").removeprefix("#") for user in users}
    for element in elements:
        if element.attributes.get("id") in used and any(inner.name == "use" for inner in element.walk()):
            raise RefusedError("use")


def _mentioned(whole: Element) -> set[str]:
    """The ids that something in the drawing points to."""
    values = (
        value
        for element in whole.walk()
        for name, value in element.attributes.items()
        if name == "href" or value.startswith("url(")
    )
    return {value.removeprefix("url(").removesuffix(")").removeprefix("#") for value in values}


def _markup(element: Element, mentioned: set[str]) -> Iterator[str]:
    attributes = dict(element.attributes)
    if attributes.get("id", "") not in mentioned:
        attributes.pop("id", None)
        if element.name == "symbol":
            return
    content = [
        "".join(_markup(inner, mentioned)) if isinstance(inner, Element) else escape(inner, quote=False)
        for inner in element.content
    ]
    if element.name in {"g", "defs"} and not any(content):
        return
    yield f"<{element.name}"
    yield from (f' {name}="{escape(value)}"' for name, value in attributes.items())
    yield f">{''.join(content)}</{element.name}>"
