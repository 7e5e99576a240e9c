"""A Word file from anywhere → the parts of it that hold text, and its properties.

Size, compression and entities have limits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from sro_cli.packages import Unreadable, parts

_TYPES = "[Content_Types].xml"
_PROPERTIES = "docProps/custom.xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = {"main", "footnotes", "endnotes", "numbering", "styles"}
_KIND = re.compile(r"application/vnd\.(?:openxmlformats-officedocument|ms-word)\..*\.(\w+)\+xml")
"""A content type; files with macros have ``ms-word.document.macroEnabled.main``."""

_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")


def word_parts(content: bytes) -> Mapping[str, etree._Element]:
    """The parts of a Word file by what they are: ``main``, and of the others those that are there.

    Those of files in the strict form are given in the namespace of the usual one.

    Source: ECMA-376-2, 10.1 (content types); ECMA-376-1, 11.3.

    Raises:
        Unreadable: it is no Word file, or one that no program for writing makes.
    """
    try:
        names = _names(_parsed(parts(content, [_TYPES])[_TYPES]))
        if "main" not in names:
            raise Unreadable("sie enthält kein Word-Dokument")
        found = parts(content, names.values())
        return {kind: _parsed(found[name]) for kind, name in names.items()}
    except etree.XMLSyntaxError:
        raise Unreadable("sie ist beschädigt oder verschlüsselt") from None


def properties(content: bytes) -> dict[str, str]:
    """The custom properties of a Word file by name; none if it has none or is not to be read.

    Source: ECMA-376-1, 15.2.12.2.
    """
    try:
        outer = _parsed(parts(content, [_PROPERTIES])[_PROPERTIES])
    except (Unreadable, etree.XMLSyntaxError):
        return {}
    return {str(each.get("name")): "".join(map(str, each.itertext())) for each in outer.iterchildren("*")}


def _names(types: etree._Element) -> dict[str, str]:
    """The name of each part in the package."""
    found: dict[str, str] = {}
    for entry in types.iterchildren("*"):
        if (kind := _KIND.fullmatch(entry.get("ContentType", ""))) and kind[1] in _PARTS:
            found.setdefault(kind[1], entry.get("PartName", "").lstrip("/"))
    return found


def _parsed(content: bytes) -> etree._Element:
    if any(mark in content for mark in _ENTITIES):
        raise Unreadable("sie enthält Ersetzungen, die in Word-Dateien nicht vorkommen")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content.replace(_STRICT, _USUAL), parser)
