"""Makes what the documentation shows: ``python -m tests.docs`` draws its pictures and fills its tables.

Pictures are pages of PDFs, side by side, as PNG of few colours. The same pages give the same bytes.
"""

from __future__ import annotations

import re
import struct
import types
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Literal, get_args, get_origin

import pypdfium2 as pdfium

from sro_cli import model, pipeline, production
from sro_cli.answers import status, status_picture
from sro_cli.files import Folder, Memory, Overlay, bundled
from sro_cli.releases import git
from sro_cli.schema import descriptions
from tests import gallery, handbook

PICTURES = handbook.ROOT / "docs" / "bilder"
MARK = re.compile(r"(<!-- felder: (\w+) -->\n)(?:\n(?:\|.*\n)+)?")

NAMES = ("seiten.png", "erste-schritte.png", "kapitel.png", "zeitstrahl.png")
"""The pictures of pages."""

STANDING = "stand.svg"
"""The picture of where the concept stands."""

_EDGE = bytes((138, 148, 158))
_GROUND = bytes((238, 243, 247))
_GAP = 24  # dots around each page
_MOMENT = datetime(2026, 6, 1, tzinfo=UTC)

Colour = bytes
Rows = list[list[Colour]]


def main() -> None:
    """Draws all pictures, fills all tables and writes the gallery of findings."""
    PICTURES.mkdir(exist_ok=True)
    for name, drawn in zip(NAMES, pictures(), strict=True):
        (PICTURES / name).write_bytes(drawn)
    (PICTURES / STANDING).write_text(standing(), encoding="utf-8")
    for page in handbook.PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(with_tables(text), encoding="utf-8")
    gallery.main()


# --- tables of fields ------------------------------------------------------------------


def with_tables(text: str) -> str:
    """A page with the table of each model that it marks with ``<!-- felder: Ziel -->``."""
    return MARK.sub(lambda match: f"{match[1]}\n{table(match[2])}", text)


def table(name: str) -> str:
    """The fields of a model as a table in Markdown."""
    lines = ["| Feld | nötig | Bedeutung |", "|---|---|---|"]
    for field, info in getattr(model, name).model_fields.items():
        meaning = descriptions.of(name, field)
        if values := [value for value in _values(info.annotation) if value not in meaning]:
            meaning += f"; möglich: {', '.join(f'`{value}`' for value in values)}"
        lines.append(f"| `{field}` | {'ja' if info.is_required() else ''} | {meaning} |")
    return "\n".join(lines) + "\n"


def _values(annotation: Any) -> list[str]:
    """The words of a closed list."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    if get_origin(annotation) is Literal:
        return [str(value) for value in get_args(annotation)]
    if get_origin(annotation) in {tuple, types.UnionType}:
        return [value for inner in get_args(annotation) for value in _values(inner)]
    return []


# --- pictures --------------------------------------------------------------------------


def pictures() -> Iterator[bytes]:
    """The pictures, in the order of their names."""
    (real,) = (handbook.ROOT / "build" / "entwurf").glob("*.pdf")
    chapter = _block("schreiben.md", "# Auftrag und Ausgangslage")
    diagram = _block("uebersichten.md", "{diagramm} zeitstrahl")
    example = paper(handbook.concept())
    yield picture(real.read_bytes(), ("", "Sozialräume und Modellregionen"), 1)
    yield picture(example, ("", "Auftrag und Ausgangslage"), 1)
    yield picture(paper(handbook.laid_over(chapter)), ("Auftrag und Ausgangslage",), 0.6)
    yield picture(paper(handbook.laid_over(diagram)), ("Beispiel",), 0.6)


def standing() -> str:
    """Where the concept of this repository stands, as SVG."""
    loaded = pipeline.load(Overlay(Folder(handbook.ROOT), bundled()))
    found = status.status(loaded.konzept, loaded.index, git.versions(handbook.ROOT))
    assert loaded.theme
    return status_picture.svg(found, loaded.theme)


def _block(page: str, words: str) -> handbook.Block:
    """The first block of a page with some words in it."""
    return next(block for block in handbook.blocks(handbook.HANDBOOK / page) if words in block.body)


def picture(printed: bytes, wanted: Sequence[str], share: float) -> bytes:
    """Pages of a PDF side by side.

    Args:
        printed: the PDF.
        wanted: the title of what begins on each page; empty for the first page.
        share: of the height of the pages, from above.
    """
    document = pdfium.PdfDocument(printed)
    starts = {
        mark.get_title().partition(" ")[2]: target.get_index() or 0
        for mark in document.get_toc(max_depth=9)
        if (target := mark.get_dest())
    }
    return _png(_side_by_side([_page(document, starts[title] if title else 0, share) for title in wanted]))


def paper(sources: dict[str, bytes]) -> bytes:
    """The PDF of a concept, always of the same day."""
    files = Overlay(Memory(sources), bundled())
    request = pipeline.Request((), internal=False, moment=_MOMENT, commit="", versions=frozenset())
    loaded = pipeline.load(files)
    edition = pipeline.edition(loaded.konzept, request)
    document, theme, _ = pipeline.compile_tree(loaded, files, edition, {})
    assert document
    assert theme
    made, _ = production.products(document, theme, ["pdf"], {}, lambda _words: None)
    return made[f"{document.meta.name}.pdf"]


def _page(document: pdfium.PdfDocument, index: int, share: float) -> Rows:
    """A page as rows of colours, framed by a line."""
    bitmap = document[index].render(scale=1.35, rev_byteorder=True)
    dots = bytes(bitmap.buffer)
    width, step = bitmap.width, bitmap.n_channels
    rows = [
        [dots[at : at + 3] for at in range(y * bitmap.stride, y * bitmap.stride + width * step, step)]
        for y in range(int(bitmap.height * share))
    ]
    framed = [[_EDGE, *row, _EDGE] for row in rows]
    line = [_EDGE] * (width + 2)
    return [line, *framed, line] if share == 1 else [line, *framed]


def _side_by_side(pages: Sequence[Rows]) -> Rows:
    gap = [_GROUND] * _GAP
    rows: Rows = []
    for parts in zip(*pages, strict=True):
        rows.append([*gap])
        for part in parts:
            rows[-1] += [*part, *gap]
    empty = [[_GROUND] * len(rows[0])] * _GAP
    return [*empty, *rows, *empty]


def _png(rows: Rows) -> bytes:
    """Rows of colours as PNG with a palette: of colours that look alike, the most frequent stands for all."""
    counts = Counter(colour for row in rows for colour in row)
    alike: dict[Colour, Colour] = {}
    for colour in sorted(counts, key=lambda colour: (-counts[colour], colour)):
        alike.setdefault(_rough(colour), colour)
    palette = sorted(alike.values())
    assert len(palette) <= 256, "a page has more colours than a palette"
    index = {colour: palette.index(alike[_rough(colour)]) for colour in counts}
    body = b"".join(b"\0" + bytes(index[colour] for colour in row) for row in rows)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(body, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _rough(colour: Colour) -> Colour:
    return bytes(channel >> 4 for channel in colour)


if __name__ == "__main__":
    main()
