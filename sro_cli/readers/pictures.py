"""The bytes of a picture → what is wrong with them, before an engine or a browser meets them.

A drawing may show itself and nothing else: no programs, no address outside, no size that no
printer has. Nothing is taken out of it; what does not belong there is a finding.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.parsers import expat

from sro_cli.diagnostics import Diagnostic, Kind, faults
from sro_cli.diagnostics.suggestions import is_sure, nearest, redirection
from sro_cli.source import Span

ENDINGS = (".svg", ".png", ".jpg", ".jpeg")
"""Those that the path of a picture may have."""

WIDEST = 20_000
"""Dots or units that a picture may be wide or high; a poster of A0 at 300 dots an inch has 14 043."""

_MOST_DOTS = 100_000_000
_SLIMMEST = 1000  # times as wide as high, or as high as wide
_DEEPEST = 100
_MOST_ELEMENTS = 200_000  # with every copy that <use> makes


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a picture, wherever it is named.

    Attributes:
        kind: of the finding.
        message: what is wrong.
        help: what to do.
        written: the name, as the author knows it.
        meant: the name that the author may have meant instead, empty if none.
        safe: whether nothing else can have been meant.
    """

    kind: Kind
    message: str
    help: str
    written: str = ""
    meant: str = ""
    safe: bool = False

    def at(self, span: Span) -> Diagnostic:
        """The finding at the place that names the picture."""
        fix = redirection(span, self.written, self.meant, safe=self.safe) if self.meant else None
        return self.kind.at(span, self.message, help=self.help, fix=fix)

    def in_file(self, path: str) -> Diagnostic:
        """The finding for a picture that no place of the concept names."""
        return self.kind.in_file(path, self.message, help=self.help)


def fault(path: str, content: bytes) -> Fault | None:
    """What is wrong with the bytes of a picture, E133 or E134; None if nothing is.

    Args:
        path: its ending says what the bytes should be.
        content: at most `files.LARGEST` bytes.
    """
    try:
        match PurePosixPath(path).suffix:
            case ".svg":
                _Drawing().read(content)
            case ".png":
                _measured(_png_size(content))
            case _:
                _measured(_jpeg_size(content))
    except _Broken as error:
        return Fault(error.kind, str(error), error.help)
    return None


def missing(path: str, written: str, known: Sequence[str]) -> Fault:
    """What is wrong with the name of a picture that is not there, E130 or E132.

    Args:
        path: the name.
        written: the name as the author knows it.
        known: the paths of all files, of which the author may have meant a picture.
    """
    folder = path.removesuffix(written)
    slashed = path.replace("\\", "/")
    if slashed != path:
        name = slashed.removeprefix(folder)
        message, remedy = f"Im Namen „{written}“ steht \\ statt /", f"schreiben Sie „{name}“"
        meant = name if slashed in known else ""
        return Fault(faults.BILD_FEHLT, message, remedy, written, meant, safe=True)
    large = next((other for other in known if other.lower() == path.lower() and _is_large(other)), "")
    if path.endswith(ENDINGS) and large:
        message = f"Die Endung der Datei „{PurePosixPath(large).name}“ ist groß geschrieben"
        return Fault(faults.BILD_FORMAT, message, f"nennen Sie die Datei „{PurePosixPath(path).name}“")
    if _is_large(path):
        message, remedy = (
            "Die Endung dieses Bildes ist groß geschrieben",
            "schreiben Sie sie auch im Dateinamen klein",
        )
        return Fault(faults.BILD_FORMAT, message, remedy)
    if not path.endswith(ENDINGS):
        return Fault(
            faults.BILD_FORMAT, "Dieses Bildformat ist nicht vorgesehen", "nehmen Sie SVG, PNG oder JPEG"
        )
    # Folder and ending are the same for most, so they would make every name look alike.
    stem = PurePosixPath(path).stem
    stems: dict[str, list[str]] = {}
    for other in (other for other in known if other.endswith(ENDINGS)):
        stems.setdefault(PurePosixPath(other).stem, []).append(other)
    close = nearest(stem, stems)
    if not close:
        remedy = f"legen Sie es in {folder}bilder ab"
        return Fault(faults.BILD_FEHLT, f"Das Bild „{written}“ gibt es nicht", remedy)
    meant, *others = [found for other in close for found in stems[other]]
    name = meant.removeprefix(folder)
    return Fault(
        faults.BILD_FEHLT,
        f"Das Bild „{written}“ gibt es nicht",
        f"meinten Sie „{name}“?",
        written,
        name if meant.startswith(folder) and not others else "",
        safe=is_sure(stem, close[0]),
    )


def _is_large(path: str) -> bool:
    return path.lower().endswith(ENDINGS) and not path.endswith(ENDINGS)


class _Broken(Exception):  # noqa: N818 - reads as what it says
    """The bytes are not what they should be."""

    kind = faults.BILD_BESCHAEDIGT

    def __init__(self, message: str, remedy: str = "speichern Sie das Bild noch einmal") -> None:
        super().__init__(message)
        self.help = remedy


class _Foreign(_Broken):
    """The drawing does or fetches something."""

    kind = faults.BILD_FREMDBEZUG


def _measured(size: tuple[float, float]) -> None:
    width, height = size
    if min(size) <= 0:
        raise _Broken("Das Bild hat keine Fläche")
    if max(size) > WIDEST or width * height > _MOST_DOTS:
        raise _Broken(
            f"Das Bild ist mit {width:.0f} × {height:.0f} Punkten zu groß",
            f"verkleinern Sie es; je Seite sind {WIDEST} Punkte möglich, zusammen 100 Millionen",
        )
    if max(size) > _SLIMMEST * min(size):
        raise _Broken(
            "Das Bild ist tausendmal so lang wie breit", "geben Sie ihm ein anderes Seitenverhältnis"
        )


# --- PNG and JPEG


def _png_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG whose pieces are all there, each with its check sum."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise _Broken("Die Datei ist kein PNG, wie ihre Endung sagt")
    kinds = []
    position = 8
    while position + 12 <= len(content) and b"IEND" not in kinds:
        length, kind = struct.unpack_from(">I4s", content, position)
        end = position + 12 + length
        if end > len(content):
            break
        if zlib.crc32(content[position + 4 : end - 4]) != struct.unpack_from(">I", content, end - 4)[0]:
            raise _Broken("Das PNG ist beschädigt")
        kinds.append(kind)
        position = end
    if not (kinds and kinds[0] == b"IHDR" and b"IDAT" in kinds and kinds[-1] == b"IEND"):
        raise _Broken("Das PNG ist nicht vollständig")
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


_SHAPES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start of frame, ITU-T T.81, table B.1
_COMMON = frozenset({0xC0, 0xC1, 0xC2})  # those that every browser draws
_SCAN = 0xDA


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height of a JPEG that has an end."""
    if not content.startswith(b"\xff\xd8\xff"):
        raise _Broken("Die Datei ist kein JPEG, wie ihre Endung sagt")
    size = None
    position = 2
    while position + 4 <= len(content) and content[position] == 0xFF:  # noqa: PLR2004 - as in the standard
        if content[position + 1] == 0xFF:  # noqa: PLR2004 - filling
            position += 1
            continue
        kind, length = struct.unpack_from(">xBH", content, position)
        if kind in _SHAPES and position + 9 <= len(content):
            if kind not in _COMMON:
                raise _Broken("Das JPEG ist in einer Weise gepackt, die nicht jedes Programm kennt")
            height, width = struct.unpack_from(">HH", content, position + 5)
            size = width, height
        position += 2 + length
        if kind == _SCAN:
            break
    if size is None or content.rfind(b"\xff\xd9") < position:
        raise _Broken("Das JPEG ist nicht vollständig")
    return size


# --- SVG

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_PROGRAMS = frozenset({"script", "handler", "listener"})
_ADDRESSES = frozenset({"href", "src"})
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp)[;,])", re.IGNORECASE)
_OWN = re.compile(r"\s*#(.+)")
_OWN_URL = re.compile(r"url\(\s*[\"']?#([^\"')]+)")
_URL = re.compile(r"url\(\s*[\"']?([^\"')]*)", re.IGNORECASE)
_FETCHING = re.compile(r"@import|image-set\(", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\")
_LENGTH = re.compile(r"\s*([+]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*([a-z]*)\s*", re.IGNORECASE)
_PLAIN = "speichern Sie sie in Ihrem Zeichenprogramm als einfaches SVG ohne Verweise und Programme"
_UNITS = {
    "": 1,
    "px": 1,
    "pt": 4 / 3,
    "pc": 16,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96,
    "em": 16,
    "ex": 8,
}


@dataclass
class _Drawing:
    """Reads an SVG; its own entities are refused, others are never fetched.

    Attributes:
        open: names of the elements around the place that is read.
        idents: their ids, empty without one.
        rules: pieces of its style sheets.
        elements: how many there are in the element of an id; of all for the empty one.
        used: the ids that are shown once more there, by ``<use>`` or as a pattern.
        copies: how many elements there are with all that is shown once more.
    """

    open: list[str] = field(default_factory=list)
    idents: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    elements: dict[str, int] = field(default_factory=dict)
    used: dict[str, list[str]] = field(default_factory=dict)
    copies: dict[str, int] = field(default_factory=dict)

    def read(self, content: bytes) -> None:
        """Reads the whole drawing.

        Raises:
            _Broken: something is wrong with it.
        """
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            raise _Broken("Die Zeichnung ist nicht in UTF-8 gespeichert") from None
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.EntityDeclHandler = self._refuse_entity
        parser.ProcessingInstructionHandler = self._refuse_sheet
        parser.SkippedEntityHandler = self._refuse_entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)  # noqa: FBT003 - its only form
        except expat.ExpatError as error:
            raise _Broken(
                f"Die Datei ist keine gültige SVG-Zeichnung (Zeile {error.lineno})",
                "öffnen Sie sie in einem Zeichenprogramm und speichern Sie sie noch einmal",
            ) from None
        self._check_style("".join(self.rules))
        if self._with_copies("", frozenset()) > _MOST_ELEMENTS:
            raise _Broken("Die Zeichnung hat zu viele Teile", "vereinfachen Sie sie")

    def _refuse_entity(self, name: str, *_rest: object) -> None:
        raise _Foreign(
            f"Die Zeichnung legt eine eigene Abkürzung fest (&{name};)",
            "speichern Sie sie in Ihrem Zeichenprogramm als einfaches SVG",
        )

    def _refuse_sheet(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            raise _Foreign("Die Zeichnung holt ihre Gestaltung von anderswo", _PLAIN)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.open:
            if (space, local) != (_SVG, "svg"):
                raise _Broken("Die Datei ist keine SVG-Zeichnung", "exportieren Sie sie als SVG")
            _measured(_drawn_size(attributes))
        if len(self.open) > _DEEPEST:
            raise _Broken("Die Zeichnung ist zu tief verschachtelt", "vereinfachen Sie sie")
        if local in _PROGRAMS:
            raise _Foreign(f"Die Zeichnung enthält ein Programm (<{local}>)", _PLAIN)
        if local == "foreignObject" or space == _XHTML:
            raise _Foreign(f"Die Zeichnung enthält ein Stück Webseite (<{local}>)", _PLAIN)
        self.open.append(local)
        for key, value in attributes.items():
            self._check_attribute(key.rpartition(" ")[2], value)
        self._count(attributes)

    def _check_attribute(self, name: str, value: str) -> None:
        if re.fullmatch(r"on[a-z]+", name, re.IGNORECASE):
            raise _Foreign(f"Die Zeichnung enthält ein Programm ({name})", _PLAIN)
        if name in _ADDRESSES and value.strip() and not _INSIDE.match(value):
            raise _Foreign(f"Die Zeichnung nennt eine fremde Adresse („{_short(value)}“)", _PLAIN)
        if name == "attributeName" and value.rpartition(":")[2] in _ADDRESSES:
            raise _Foreign("Die Zeichnung verändert eine Adresse", _PLAIN)
        self._check_style(value)

    def _check_style(self, text: str) -> None:
        rules = _ESCAPE.sub(_unescaped, _COMMENT.sub("", text)) if "\\" in text or "/*" in text else text
        for match in _URL.finditer(rules):
            if not _INSIDE.match(match[1]):
                raise _Foreign(f"Die Zeichnung nennt eine fremde Adresse („{_short(match[1])}“)", _PLAIN)
        if fetching := _FETCHING.search(rules):
            raise _Foreign(f"Die Zeichnung holt ihre Gestaltung von anderswo ({fetching[0]})", _PLAIN)

    def _text(self, text: str) -> None:
        if "style" in self.open[-1:]:
            self.rules.append(text)

    def _end(self, _name: str) -> None:
        self.open.pop()
        self.idents.pop()

    def _count(self, attributes: dict[str, str]) -> None:
        """Notes an element at everything around it that has an id, and what it shows once more."""
        self.idents.append(attributes.get("id", "") if self.idents else "")
        shown = [
            match[1]
            for key, value in attributes.items()
            if (match := (_OWN.match if key.rpartition(" ")[2] in _ADDRESSES else _OWN_URL.search)(value))
        ]
        for ident in {*self.idents, ""}:
            self.elements[ident] = self.elements.get(ident, 0) + 1
            self.used.setdefault(ident, []).extend(shown)

    def _with_copies(self, ident: str, around: frozenset[str]) -> int:
        """The elements that an engine draws for an id; too many if it goes round or too deep."""
        if ident in around or len(around) > _DEEPEST:
            return _MOST_ELEMENTS
        if ident not in self.copies:
            inner = (self._with_copies(other, around | {ident}) for other in self.used.get(ident, ()))
            self.copies[ident] = self.elements.get(ident, 0) + sum(inner)
        return self.copies[ident]


def _unescaped(match: re.Match[str]) -> str:
    return chr(min(int(match[1], 16), 0x10FFFF)) if match[1] else ""


def _short(address: str) -> str:
    return address.strip() if len(address) <= 60 else f"{address.strip()[:60]}…"  # noqa: PLR2004 - fits a line


def _drawn_size(attributes: dict[str, str]) -> tuple[float, float]:
    """Width and height of a drawing as written, else as its view box has them."""
    box = [_length(part) for part in re.split(r"[\s,]+", attributes.get("viewBox", "").strip())[2:]]
    across, down = _length(attributes.get("width", "")), _length(attributes.get("height", ""))
    if len(box) == 2 and box[0] is not None and box[1] is not None:  # noqa: PLR2004 - width and height
        _measured((box[0], box[1]))
        width = across if across is not None else box[0] if down is None else down * box[0] / box[1]
        return width, down if down is not None else width * box[1] / box[0]
    if across is None or down is None:
        raise _Broken("Die Zeichnung nennt ihre Größe nicht", "geben Sie dem Element <svg> eine viewBox")
    return across, down


def _length(written: str) -> float | None:
    """A length in units of the drawing; None where none is written, or one that follows the page (%)."""
    match = _LENGTH.fullmatch(written)
    factor = _UNITS.get(match[2].lower()) if match else None
    return float(match[1]) * factor if match and factor else None
