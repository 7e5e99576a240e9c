"""A Word file from anywhere → the parts of it that hold text. Size, compression and entities have limits."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

LARGEST = 64 * 1024 * 1024
"""Bytes that a file, and each of its parts without compression, may have; text of 300 pages has 3 million."""

_RATIO = 250
"""How many times larger than its compressed form a part may be; a table that repeats itself reaches 100."""

_SMALL = 1024 * 1024
"""Bytes of a part below which its compression does not matter."""

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The ways of compression that a package may use (ECMA-376-2, B.2); the others unpack without a limit."""

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = {"main", "footnotes", "endnotes", "numbering", "styles"}
_KIND = re.compile(r"application/vnd\.(?:openxmlformats-officedocument|ms-word)\..*\.(\w+)\+xml")
"""A content type; files with macros have ``ms-word.document.macroEnabled.main``."""

_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")


class Unreadable(ValueError):  # noqa: N818 - reads as what it says
    """What should be a Word file is none, or is not to be trusted; the message says why, in German."""


def word_parts(content: bytes) -> Mapping[str, etree._Element]:
    """The parts of a Word file by what they are: ``main``, and of the others those that are there.

    Those of files in the strict form are given in the namespace of the usual one.

    Source: ECMA-376-2, 10.1 (content types); ECMA-376-1, 11.3.

    Raises:
        Unreadable: it is no Word file, or one that no program for writing makes.
    """
    if len(content) > LARGEST:
        raise Unreadable("sie ist zu groß")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = _names(_parsed(_part(package, "[Content_Types].xml")))
            if "main" not in names:
                raise Unreadable("sie enthält kein Word-Dokument")
            return {kind: _parsed(_part(package, name)) for kind, name in names.items()}
    except (zipfile.BadZipFile, KeyError):
        raise Unreadable("sie ist beschädigt oder in einem anderen Format") from None
    except (zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, etree.XMLSyntaxError):
        raise Unreadable("sie ist beschädigt oder verschlüsselt") from None


def _names(types: etree._Element) -> dict[str, str]:
    """The name of each part in the package."""
    found: dict[str, str] = {}
    for entry in types.iterchildren("*"):
        if (kind := _KIND.fullmatch(entry.get("ContentType", ""))) and kind[1] in _PARTS:
            found.setdefault(kind[1], entry.get("PartName", "").lstrip("/"))
    return found


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    about = package.getinfo(name)
    if about.file_size > max(_SMALL, min(LARGEST, _RATIO * about.compress_size)):
        raise Unreadable("ihr Inhalt ist gepackt größer, als es Text sein kann")
    if about.compress_type not in _METHODS:
        raise zipfile.BadZipFile
    with package.open(about) as part:
        # Without a length, everything would be unpacked before it is cut to the size that it claims to have.
        return part.read(about.file_size)


def _parsed(content: bytes) -> etree._Element:
    if any(mark in content for mark in _ENTITIES):
        raise Unreadable("sie enthält Ersetzungen, die in Word-Dateien nicht vorkommen")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content.replace(_STRICT, _USUAL), parser)
