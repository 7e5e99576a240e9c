"""Pictures of a DOCX: parts, sizes and drawings. Word shows the SVG, other programs the PNG beside it."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass

from sro_cli.engines import typeset
from sro_cli.tree import Image
from sro_cli.writers.docx.markup import quoted

EMU = 12700
"""English Metric Units a point."""

_ENLARGED = 2  # Typst sets PNG at 144 dots an inch; twice as large prints well

_LARGEST = 842
"""Points that a drawing is drawn wide or high at most: no page has more room."""

_FALLBACK = """\
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: {family})
#context {{
  let size = measure(image({path}))
  image({path}, width: {factor} * calc.min(1, {most}pt / size.width, {most}pt / size.height) * size.width)
}}
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the document.

    Attributes:
        number: counts the media from 1, in the order of their paths.
        width: natural width in pt.
        height: natural height in pt.
        parts: the content by file name: PNG or JPEG first, then the SVG if it is one.
    """

    number: int
    width: float
    height: float
    parts: Mapping[str, bytes]

    @property
    def relations(self) -> dict[str, str]:
        """File names by the ids of their relationships."""
        return {f"rIdBild{self.number}{'svg' if n.endswith('.svg') else ''}": n for n in self.parts}

    def drawing(self, image: Image, ident: int, room: tuple[float, float]) -> str:
        """A run that shows the picture.

        Args:
            image: gives the alternative text.
            ident: unique in the document.
            room: the most it may be wide and high, in pt.
        """
        scale = min(1.0, room[0] / self.width, room[1] / self.height)
        size = f'cx="{round(self.width * scale * EMU)}" cy="{round(self.height * scale * EMU)}"'
        raster, *vector = self.relations
        extension = _extension(_SVG, f'<asvg:svgBlip {_ASVG} r:embed="{vector[0]}"/>') if vector else ""
        marked = _extension(_DECORATIVE, f'<adec:decorative {_ADEC} val="1"/>') if image.decorative else ""
        description = "" if image.decorative else image.alt
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr id="{ident}" name="Bild {ident}" descr={quoted(description)}>{marked}</wp:docPr>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{ident}" name="Bild {ident}" descr={quoted(description)}/>'
            f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{raster}">{extension}</a:blip>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
            f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_ASVG = 'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
_ADEC = 'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'


def pictures(media: Mapping[str, bytes], store: MutableMapping[str, bytes]) -> dict[str, Picture]:
    """The pictures by path.

    Args:
        media: their content by path.
        store: keeps the PNG of each SVG by the digest of what made it.

    Raises:
        ValueError: a file is neither PNG nor JPEG nor SVG.
        typeset.TypesetError: an SVG cannot be drawn.
    """
    return {path: _picture(number, path, media[path], store) for number, path in enumerate(sorted(media), 1)}


def draw(content: bytes, store: MutableMapping[str, bytes]) -> None:
    """Draws the PNG of an SVG into the store, ahead of `pictures`; other pictures need none.

    Raises:
        typeset.TypesetError: it cannot be drawn.
    """
    if _is_svg(content):
        _raster(content, store)


def _picture(number: int, path: str, content: bytes, store: MutableMapping[str, bytes]) -> Picture:
    if content.startswith(b"\x89PNG"):
        width, height = _png_size(content)
        return Picture(number, width, height, {f"bild{number}.png": content})
    if content.startswith(b"\xff\xd8"):
        width, height = _jpeg_size(content)
        return Picture(number, width, height, {f"bild{number}.jpeg": content})
    if not _is_svg(content):
        raise ValueError(f"neither PNG nor JPEG nor SVG: {path}")
    raster = _raster(content, store)
    across, down = struct.unpack(">II", raster[16:24])
    points = 72 / 144 / _ENLARGED
    return Picture(
        number, across * points, down * points, {f"bild{number}.png": raster, f"bild{number}.svg": content}
    )


def _is_svg(content: bytes) -> bool:
    return b"http://www.w3.org/2000/svg" in content and not content.startswith((b"\x89PNG", b"\xff\xd8"))


def _raster(content: bytes, store: MutableMapping[str, bytes]) -> bytes:
    source = _FALLBACK.format(
        path='"/bild.svg"', factor=_ENLARGED, most=_LARGEST, family=f'"{typeset.FAMILY}"'
    )
    key = hashlib.sha256(f"{typeset.version()}\0{source}\0".encode() + content).hexdigest()
    drawn = store.get(key)
    if drawn is None:
        drawn = store[key] = typeset.typeset(source, {"bild.svg": content}, "png")
    return drawn


def _png_size(content: bytes) -> tuple[float, float]:
    """Width and height in pt; without a statement a dot is a point, as in Typst."""
    width, height = struct.unpack(">II", content[16:24])
    at = content.find(b"pHYs", 0, content.find(b"IDAT"))
    if (
        at < 0
        or content[at + 12] != 1
        or b"\0\0\0\0" in (content[at + 4 : at + 8], content[at + 8 : at + 12])
    ):
        return width, height
    across, down = struct.unpack(">II", content[at + 4 : at + 12])
    metre = 72 / 0.0254
    return width * metre / across, height * metre / down


def _jpeg_size(content: bytes) -> tuple[float, float]:
    """Width and height in pt; without a statement a dot is a point, as in Typst.

    Raises:
        ValueError: it ends before it says its size.
    """
    density = 72.0
    for kind, segment in _segments(content):
        if kind == _JFIF and segment.startswith(b"JFIF"):
            unit, across = struct.unpack(">BH", segment[7:10])
            if unit and across:
                density = across * (1 if unit == 1 else 2.54)
        if kind in _FRAMES:
            height, width = struct.unpack(">HH", segment[1:5])
            return width * 72 / density, height * 72 / density
    raise ValueError("a JPEG without a size")


# Start of frame, ITU-T T.81, table B.1; C4, C8 and CC are something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JFIF = 0xE0


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    position = 2
    while position + 4 <= len(content):
        if content[position + 1] == 0xFF:  # noqa: PLR2004 - filling, which may stand before a marker
            position += 1
            continue
        kind, length = struct.unpack(">xBH", content[position : position + 4])
        yield kind, content[position + 4 : position + 2 + length]
        position += 2 + length


def _extension(uri: str, content: str) -> str:
    return f'<a:extLst><a:ext uri="{uri}">{content}</a:ext></a:extLst>'
