"""Typst's drawings know outlines only; this gives each line of them back its words.

Typst writes an SVG without text: each glyph is a `use` of an outline. A drawing may have a second
page, the key: every sign by itself, in a group whose label says which one it is and how it is set.
An outline has the same id on both pages, so the words of the first can be read with the second.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

WORDS, WIDTH = "data-worte", "data-weite"
"""Attributes of a group of outlines: the words it shows, and how wide they are in user units.

Its ``font-size``, ``font-weight`` and ``font-style`` are those of the words. Their baseline begins
where ``matrix(1 0 0 -1 x y)``, its ``transform``, says, moved by the ``x`` of the first outline.
"""

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_LABEL = "data-typst-label"

# What templates/diagramme/_gestaltung.typ writes: size, weight, style, advance, and the sign as the
# numbers of its code points, for Typst does not escape a label.
_KEY = re.compile(r"zeichen\|([\d.]+)pt\|(\d+)\|(\w+)\|([\d.]+)pt\|([\d ]+)")

# A blank has no outline. It is a fifth of an em wide, and kerning never moves a glyph by half as much.
_BLANK = 0.1


class _Sign(NamedTuple):
    """A sign as an outline shows it; lengths in user units."""

    size: str
    weight: str
    style: str
    advance: float
    text: str


def lettered(drawing: bytes, key: bytes) -> bytes:
    """The drawing, its lines marked with their words; those that the key does not explain are as they were.

    Args:
        drawing: an SVG of Typst.
        key: the page with the signs, of the same run of Typst.
    """
    signs = _signs(etree.fromstring(key))
    root = etree.fromstring(drawing)
    for group in root.iter(f"{_SVG}g"):
        if len(group) and all(child.tag == f"{_SVG}use" for child in group):
            _letter(group, signs)
    return etree.tostring(root)


def _signs(key: etree._Element) -> dict[str, _Sign]:
    """The signs by the id of their outline; one outline may serve for several, then the first counts."""
    found: dict[str, _Sign] = {}
    for group in key.iter(f"{_SVG}g"):
        match = _KEY.fullmatch(group.get(_LABEL, ""))
        outlines = list(group.iter(f"{_SVG}use"))
        if match and len(outlines) == 1:
            size, weight, style, advance, numbers = match.groups()
            text = "".join(chr(int(number)) for number in numbers.split()).replace("\N{HYPHEN}", "-")
            found.setdefault(outlines[0].get(_HREF, ""), _Sign(size, weight, style, float(advance), text))
    return found


def _letter(group: etree._Element, signs: Mapping[str, _Sign]) -> None:
    words, begin, end = "", 0.0, 0.0
    first: _Sign | None = None
    for outline in group:
        sign = signs.get(outline.get(_HREF, ""))
        if sign is None or (first and sign[:3] != first[:3]):
            return
        at = float(outline.get("x", "0"))
        if first is None:
            first, begin = sign, at
        blank = " " if words and at - end > _BLANK * float(sign.size) else ""
        words, end = f"{words}{blank}{sign.text}", at + sign.advance
    if first:
        group.set("font-size", first.size)
        group.set("font-weight", first.weight)
        if first.style != "normal":
            group.set("font-style", first.style)
        group.set(WORDS, words)
        group.set(WIDTH, f"{end - begin:.3f}")
