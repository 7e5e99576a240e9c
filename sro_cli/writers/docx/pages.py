"""Pages of a DOCX: sizes, sections, what stands at their head and foot."""

from __future__ import annotations

from sro_cli.theme import Gestaltung
from sro_cli.tree import Meta
from sro_cli.writers.docx.markup import NAMESPACES, field, quoted, run

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
        return _part("hdr", "Header", f"{_TAB}{draft}" if draft else "", _BARE)
    # The number of a heading style, unlike its name, is the same in every language of Word.
    content = f"{field('TITLE', meta.title)}{_TAB}{draft}{_TAB}{field('STYLEREF 1', '')}"
    return _part("hdr", "Header", content, _tabs(look, kind))


def foot(meta: Meta, look: Gestaltung, kind: str, count: int) -> bytes:
    """A part for the foot of a page; *count* is how many pages there are, as far as known."""
    if kind == "first":
        return _part("ftr", "Footer", "", "")
    version = f"{run('Version ')}{field('DOCPROPERTY Version', meta.version)}"
    left = f"{run(f'{meta.fassung} · ')}{version}{run(f' · {meta.date}')}"
    number = f"{run('Seite ')}{field('PAGE', '1')}{run(' von ')}{field('NUMPAGES', str(count))}"
    return _part("ftr", "Footer", f"{left}{_TAB}{_TAB}{number}", _tabs(look, kind))


def _tabs(look: Gestaltung, kind: str) -> str:
    """Tabs in the middle and at the right margin, other than those of the style."""
    if kind != "landscape":
        return ""
    old, new = text_width(look), text_width(look, landscape=True)
    clear = "".join(f'<w:tab w:val="clear" w:pos="{position}"/>' for position in (old // 2, old))
    middle, right = (
        f'<w:tab w:val="{side}" w:pos="{at}"/>' for side, at in (("center", new // 2), ("right", new))
    )
    return f"<w:tabs>{clear}{middle}{right}</w:tabs>"


_TAB = "<w:r><w:tab/></w:r>"
_BARE = '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'


def _part(name: str, style: str, content: str, properties: str) -> bytes:
    paragraph = f"<w:p><w:pPr><w:pStyle w:val={quoted(style)}/>{properties}</w:pPr>{content}</w:p>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:{name} {NAMESPACES}>{paragraph}</w:{name}>'.encode()
