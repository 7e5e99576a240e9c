"""Pages of a DOCX: sizes, sections, what stands at their head and foot."""

from __future__ import annotations

from collections.abc import Sequence

from sro_cli.theme import Gestaltung
from sro_cli.tree import Meta
from sro_cli.writers.docx.markup import NAMESPACES, field, run
from sro_cli.writers.docx.style import border, lighter, valued

WIDTH, HEIGHT = 11906, 16838
"""A4 in twips, a twentieth of a point each."""

MARGINALS = ("first", "default", "landscape")
"""Kinds of heads and feet: of the title page, of an upright page, of a page on its side."""


def twips(millimetres: float) -> int:
    """A length in twips.

    >>> twips(25.4)
    1440
    """
    return round(millimetres * 1440 / 25.4)


def text_width(look: Gestaltung, *, landscape: bool = False) -> int:
    """The width of the text in twips. A page on its side is turned: its top is the upright one's left."""
    if landscape:
        return HEIGHT - twips(look.seite.oben) - twips(look.seite.unten)
    return WIDTH - twips(look.seite.links) - twips(look.seite.rechts)


def text_height(look: Gestaltung) -> int:
    """The height of the text on an upright page, in twips."""
    return HEIGHT - twips(look.seite.oben) - twips(look.seite.unten)


def section(look: Gestaltung, references: str, *, landscape: bool = False, title: bool = False) -> str:
    """The inside of a section's properties, in the order of the schema.

    Args:
        look: gives the margins.
        references: the references to heads and feet.
        landscape: the page lies on its side.
        title: the first page has a head and foot of its own.
    """
    side, top = (HEIGHT, WIDTH) if landscape else (WIDTH, HEIGHT)
    seite = look.seite
    upper, right, lower, left = (twips(x) for x in (seite.oben, seite.rechts, seite.unten, seite.links))
    if landscape:
        upper, right, lower, left = left, upper, right, lower
    turned = ' w:orient="landscape"' if landscape else ""
    return (
        f'{references}<w:type w:val="nextPage"/><w:pgSz w:w="{side}" w:h="{top}"{turned}/>'
        f'<w:pgMar w:top="{upper}" w:right="{right}" w:bottom="{lower}" w:left="{left}"'
        f' w:header="{upper // 2}" w:footer="{lower // 2}" w:gutter="0"/><w:cols w:space="708"/>'
        f"{'<w:titlePg/>' if title else ''}"
    )


def head(meta: Meta, look: Gestaltung, kind: str) -> bytes:
    """A part for the head of a page: title, ENTWURF, and the chapter, which Word looks up."""
    draft = run("ENTWURF", "Entwurf") if meta.draft else ""
    if kind == "first":
        return _part("hdr", _paragraph("Header", draft, "center"))
    # The number of a heading style, unlike its name, is the same in every language of Word.
    cells = [(field("TITLE", meta.title), "left"), (field("STYLEREF 1", ""), "right")]
    if draft:
        cells.insert(1, (draft, "center"))
    table = _table(cells, text_width(look, landscape=kind == "landscape"), look)
    # Word wants a paragraph after a table, and this one is next to nothing.
    return _part("hdr", table + _paragraph("Abschnittsende", ""))


def foot(meta: Meta, look: Gestaltung, kind: str, count: int) -> bytes:
    """A part for the foot of a page; *count* is how many pages there are, as far as known."""
    if kind == "first":
        return _part("ftr", _paragraph("Footer", ""))
    version = f"{run('Version ')}{field('DOCPROPERTY Version', meta.version)}"
    left = f"{run(f'{meta.fassung} · ')}{version}{run(f' · {meta.date}') if meta.date else ''}"
    right = f"{run('Seite ')}{field('PAGE', '1')}{run(' von ')}{field('NUMPAGES', str(count))}"
    tabs = ""
    if kind == "landscape":
        old, new = text_width(look), text_width(look, landscape=True)
        tabs = f'<w:tabs><w:tab w:val="clear" w:pos="{old}"/><w:tab w:val="right" w:pos="{new}"/></w:tabs>'
    content = f"{left}<w:r><w:tab/></w:r>{right}"
    return _part("ftr", f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{tabs}</w:pPr>{content}</w:p>')


def _table(cells: Sequence[tuple[str, str]], width: int, look: Gestaltung) -> str:
    """Texts with their alignments side by side; long ones break their lines, as tabs would not let them."""
    middle = [width * 14 // 100] * (len(cells) - 2)
    side = (width - sum(middle)) // 2
    widths = [side, *middle, side]
    line = border("bottom", lighter(look.farben.linie), 4, 0)
    none = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left"))
    margins = f'{none}<w:bottom w:w="100" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    row = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{column}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>'
        f"{_paragraph('Header', content, align)}</w:tc>"
        for column, (content, align) in zip(widths, cells, strict=True)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{line}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr>{row}</w:tr></w:tbl>"
    )


def _paragraph(style: str, content: str, align: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{valued("jc", align)}</w:pPr>{content}</w:p>'


def _part(name: str, content: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:{name} {NAMESPACES}>{content}</w:{name}>'.encode()
