"""The only module that calls Typst: sources and pictures in memory → PDF, SVG or PNG.

Typst sees the fonts that come with `sro` and none of the machine's, so that its result is
the same everywhere and a missing glyph is an error.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from lxml import etree

Format = Literal["pdf", "svg", "png"]

FAMILY = "Source Sans 3"
"""The family of the text font that comes with `sro`."""


class TypesetError(RuntimeError):
    """Typst refused a document.

    Attributes:
        hints: what Typst advises, in English.
        place: Typst's own account of the place, with an excerpt of the generated source.
        part: ident of the part of the document that it happened in, set by the writer if known.
    """

    def __init__(self, message: str, hints: tuple[str, ...], place: str) -> None:
        """Keeps Typst's words."""
        super().__init__(message)
        self.hints = hints
        self.place = place
        self.part = ""


@cache
def fonts() -> Any:
    """The fonts Typst may use: Source Sans 3 and those inside the Typst wheel."""
    import fontpkg_source_sans_3  # noqa: PLC0415 - only builds need it

    folder = str(fontpkg_source_sans_3.ROOT / "files")
    return _typst().Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


@cache
def font_files() -> tuple[bytes, bytes, bytes]:
    """The files of the text font: upright and italic as variable TrueType, and its licence."""
    import fontpkg_source_sans_3  # noqa: PLC0415 - only builds need it

    root = fontpkg_source_sans_3.ROOT
    names = ("files/SourceSans3[wght].ttf", "files/SourceSans3-Italic[wght].ttf", "LICENSE")
    upright, italic, licence = ((root / name).read_bytes() for name in names)
    return upright, italic, licence


def version() -> str:
    """Typst's version, e.g. ``0.15.2``."""
    return str(_typst().__version__)


def typeset(
    source: str,
    media: Mapping[str, bytes],
    output: Format = "pdf",
    *,
    moment: datetime | None = None,
    standards: tuple[str, ...] = (),
) -> bytes:
    """What Typst makes of a source.

    Args:
        source: Typst markup; it names pictures by ``/`` and their key in *media*.
        media: pictures and other files by path.
        output: the format; SVG and PNG are of the first page.
        moment: written into a PDF as the time of its creation, UTC.
        standards: the PDF standards to keep, e.g. ``("a-2a", "ua-1")``.

    Raises:
        TypesetError: Typst refused, or warned: what it warns of (a missing glyph, a font that
            is not there) would be a fault in the product.
    """
    typst = _typst()
    with tempfile.TemporaryDirectory(prefix="sro-") as folder:
        for path, content in media.items():
            place = Path(folder, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(_weighted(content) if path.endswith(".svg") else content)
        try:
            result, warnings = typst.compile_with_warnings(
                source.encode(),
                root=folder,
                font_paths=fonts(),
                ignore_system_fonts=True,
                format=output,
                pdf_standards=list(standards),
                timestamp=moment,
            )
        except typst.TypstError as error:
            raise TypesetError(error.message, tuple(error.hints), error.diagnostic) from None
    if warnings:
        raise TypesetError(warnings[0].message, tuple(warnings[0].hints), warnings[0].diagnostic)
    return bytes(result[0] if isinstance(result, list) else result)


def _typst() -> Any:
    # Its types promise bytes where a list of pages comes, and do not know its version.
    return import_module("typst")  # slow to import, and only builds need it


_WEIGHT = re.compile(r"font-weight\s*:\s*(\d+|normal|bold)")
_SETTINGS = "font-variation-settings"


def _weighted(drawing: bytes) -> bytes:
    """An SVG that names its weights as settings of a variable font too, which ours is.

    Without them Typst draws most of its text in the lightest cut. What cannot be read stays as
    it is: Typst says better what is wrong with it.
    """
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


def _setting(weight: str) -> str:
    return f"'wght' { {'normal': '400', 'bold': '700'}.get(weight, weight) }"
