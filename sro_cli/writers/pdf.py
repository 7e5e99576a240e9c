"""Tree → PDF: accessible (PDF/UA-1) and fit for archives (PDF/A-2a) in one file.

``templates/pdf.typ`` is the frame: the look of everything, the title page, the lists and the
margins of the pages. This module hands it the design tokens and what the document says about
itself (``templates/angaben.json``, beside it), and the parts as Typst's markup.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from datetime import UTC
from importlib import import_module
from itertools import groupby
from typing import Any

from sro_cli.engines import pandoc
from sro_cli.engines.typeset import Complaint, TypesetError, typeset
from sro_cli.theme import Theme
from sro_cli.tree import (
    Figure,
    Heading,
    Part,
    Table,
    Tree,
    plain_text,
    walk,
)
from sro_cli.writers.pdf_markup import ARGUMENTS, Encoder, string
from sro_cli.writers.pdf_origins import origins

STANDARDS = ("a-2a", "ua-1")
"""Archive and accessibility, by Typst's names."""

_BODY = ("kapitel", "anlage")

_LARGE = 300_000
"""Characters of markup, of about 100 pages; from here on Typst takes hundreds of megabytes."""


def write(
    document: Tree,
    theme: Theme,
    store: MutableMapping[str, bytes],
    warn: Callable[[Complaint], None] | None = None,
) -> bytes:
    """The PDF of a document.

    Args:
        document: numbered and resolved.
        theme: the design tokens, the frame ``pdf.typ`` and the logo, if there is one.
        store: keeps what pandoc made of each part.
        warn: is told what Typst warns of; without it a warning is an error.

    Raises:
        TypesetError: Typst refused; its ``origins`` say what its source shows.
        PandocError: pandoc refused.
        FrameError: the frame is not UTF-8.
        KeyError: the theme has no frame or lacks the logo.
    """
    encoder = Encoder(theme.gestaltung, turned=document.meta.landscape)
    fragments = pandoc.fragments([encoder.part(part) for part in document.parts], encoder, ARGUMENTS, store)
    pieces = list(_pieces(document, fragments))
    media = {**document.media, **_frame(document, theme)}
    source = "".join(text for _, text in pieces)
    large = len(source) > _LARGE
    try:
        return typeset(
            source, media, moment=document.meta.moment, standards=STANDARDS, warn=warn, apart=large
        )
    except TypesetError as error:
        asked = {spot.line for each in error.complaints for spot in each.trace if not spot.path}
        error.origins = origins(document, encoder, pieces, asked)
        raise


def heading_pages(product: bytes, document: Tree) -> dict[str, int]:
    """The pages of all headings, and of figures and tables with a number, by ident; from 1.

    Headings are where the bookmarks point to, figures and tables where the lists at the front do.

    Args:
        product: what `write` made of the document.
        document: the same tree.
    """
    pypdfium2: Any = import_module("pypdfium2")  # only builds need it, and it has no types
    front, body = _halves(document)
    before, after = _headings(front), _headings(body)
    captioned = [block.ident for kind in (Figure, Table) for block in _captioned(document, kind)]
    with contextlib.closing(pypdfium2.PdfDocument(product)) as pdf:
        marks = [mark.get_dest().get_index() for mark in pdf.get_toc()]
        # Between the two halves stand the lists, which are no headings of the tree.
        indices = marks[: len(before)] + marks[len(marks) - len(after) :]
        pages = dict(zip([*before, *after], indices, strict=True))
        lists = range(marks[len(before)], pages[after[0]]) if after else range(0)
        targets = [page for page, _ in groupby(target for index in lists for target in _targets(pdf, index))]
    # The lists of figures and tables come last, after the contents.
    pages |= zip(reversed(captioned), [page for page, *_ in reversed(targets)], strict=False)
    return {ident: page + 1 for ident, page in pages.items() if ident}


# --- the source ------------------------------------------------------------------------


def _frame(document: Tree, theme: Theme) -> dict[str, bytes]:
    meta = document.meta
    facts = {
        "gestaltung": theme.gestaltung.model_dump(mode="json"),
        "titel": meta.title,
        "version": meta.version,
        "fassung": meta.fassung,
        "datum": meta.date,
        "herausgeber": meta.publisher,
        "beschreibung": meta.description,
        "schlagworte": meta.keywords,
        "zeitpunkt": meta.moment.astimezone(UTC).timetuple()[:6],
        "entwurf": meta.draft,
    }
    frame = {
        "templates/pdf.typ": theme.frame("pdf.typ").encode(),
        "templates/angaben.json": json.dumps(facts).encode(),
    }
    if logo := theme.gestaltung.logo:
        frame[f"templates/{logo}"] = theme.frames[logo]
    return frame


def _pieces(document: Tree, fragments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The source in pieces, each with the ident of the part it shows."""
    front, _ = _halves(document)
    yield "", '#import "/templates/pdf.typ": *\n#show: dokument\n\n'
    if document.meta.landscape:
        yield "", "#set page(flipped: true)\n"
    for position, (part, fragment) in enumerate(zip(document.parts, fragments, strict=True)):
        if position == len(front) and not document.meta.landscape:
            yield "", _opening("Inhalt") + _lists(document)
        if part.kind == "titelblatt":
            yield part.ident, f"#titelseite[\n{fragment}\n]\n\n"
        else:
            yield part.ident, f"{_opening(_running_title(part))}{fragment}\n\n"


def _opening(title: str) -> str:
    # What begins a page of its own Typst sets side by side with the rest.
    return f"#pagebreak(weak: true)\n#set page(header: kopf({string(title)}))\n"


def _running_title(part: Part) -> str:
    heading = next((block for block in part.blocks if isinstance(block, Heading)), None)
    return f"{heading.number} {plain_text(heading.content)}".strip() if heading else ""


def _lists(document: Tree) -> str:
    figures = json.dumps(bool(_captioned(document, Figure)))
    tables = json.dumps(bool(_captioned(document, Table)))
    return f"#verzeichnisse(abbildungen: {figures}, tabellen: {tables})\n\n"


# --- what stands where -----------------------------------------------------------------


def _halves(document: Tree) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts before the contents, and those after."""
    count = next((i for i, part in enumerate(document.parts) if part.kind in _BODY), len(document.parts))
    return document.parts[:count], document.parts[count:]


def _headings(parts: Iterable[Part]) -> list[str]:
    return [block.ident for part in parts for block in walk(part.blocks) if isinstance(block, Heading)]


def _captioned(document: Tree, kind: type[Figure | Table]) -> list[Figure | Table]:
    blocks = (block for part in document.parts for block in walk(part.blocks))
    return [block for block in blocks if isinstance(block, kind) and block.number]


def _targets(pdf: Any, index: int) -> Iterator[tuple[int, float, float]]:
    """Where the links of a page lead inside the document: page from 0, and place on it in pt."""
    raw: Any = import_module("pypdfium2.raw")
    page, position, link = pdf[index], ctypes.c_int(0), raw.FPDF_LINK()
    x, y, zoom = raw.FS_FLOAT(), raw.FS_FLOAT(), raw.FS_FLOAT()
    known = raw.FPDF_BOOL()
    while raw.FPDFLink_Enumerate(page, position, link):
        target = raw.FPDFLink_GetDest(pdf, link)
        raw.FPDFDest_GetLocationInPage(target, known, known, known, x, y, zoom)
        yield raw.FPDFDest_GetDestPageIndex(pdf, target), x.value, y.value
