"""Drawings whose weights Typst understands."""

from __future__ import annotations

import re


def weighted(drawing: bytes) -> bytes:
    """An SVG that names its weights as settings of a variable font too, which ours is.

    Without them Typst draws most of its text in the lightest cut. What cannot be read stays as
    it is: Typst says better what is wrong with it.
    """
    from lxml import etree  # noqa: PLC0415 - only builds need it

    try:
        root = etree.fromstring(drawing, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return drawing
    for element in root.iter("{*}*"):
        in_style = _WEIGHT.search(element.get("style", ""))
        weight = in_style[1] if in_style else element.get("font-weight", "normal" if element is root else "")
        if weight and _SETTINGS not in element.attrib:
            element.set(_SETTINGS, _setting(weight))
        if etree.QName(element).localname == "style" and element.text:
            element.text = _WEIGHT.sub(
                lambda rule: f"{rule[0]};{_SETTINGS}:{_setting(rule[1])}", element.text
            )
    return etree.tostring(root)


_WEIGHT = re.compile(r"font-weight\s*:\s*(\d+|normal|bold)")
_SETTINGS = "font-variation-settings"


def _setting(weight: str) -> str:
    return f"'wght' { {'normal': '400', 'bold': '700'}.get(weight, weight) }"
