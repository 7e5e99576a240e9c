"""Products, read back: each must say what the tree tells, with every number, and nothing else.

Heads and feet are not read, nor the navigation of pages: they are made of titles and of what the
document says about itself. Lists of contents, figures and tables may have no line that is no title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from sro_cli.diagnostics import Diagnostic
from sro_cli.readback import docx, frames, html, pdf
from sro_cli.readback.comparison import difference, strange_line
from sro_cli.readback.deviations import deviation, strange
from sro_cli.readback.frames import Surplus
from sro_cli.readback.product import DOCX, LINES, PDF, SINGLE, SITE, Product
from sro_cli.readback.said import Chunk, Said
from sro_cli.readback.told import Piece, Told, lines_told_by, told_by
from sro_cli.theme import Theme
from sro_cli.tree import Tree
from sro_cli.writers.html.contents import page


class Readback:
    """Reads back the products of one document."""

    def __init__(self, document: Tree, theme: Theme) -> None:
        """Takes what the products are made of.

        Args:
            document: numbered and resolved.
            theme: its templates may say something of their own.
        """
        self._document = document
        self._theme = theme

    def findings(self, products: Mapping[str, bytes]) -> Iterator[Diagnostic]:
        """The first deviation of each product, P102.

        Args:
            products: some or all of them, by their paths.
        """
        meta = self._document.meta
        if content := products.get(f"{meta.name}.pdf"):
            yield from self._deviations(PDF, pdf.said(content), frames.of_pdf(self._theme, meta))
        if content := products.get(f"{meta.name}.docx"):
            yield from self._deviations(DOCX, docx.said(content), frames.of_docx(meta))
        for product, paths in ((SINGLE, [f"{meta.name}.html"]), (SITE, self._pages(products))):
            if pages := [(path, products[path]) for path in paths if path in products]:
                yield from self._deviations(product, html.said(pages), frames.of_html(self._theme, meta))
        if content := products.get("lesefassung.md"):
            lines = [Chunk(line) for line in content.decode().splitlines()]
            yield from self._parted(LINES, lines_told_by(self._document), lines, lambda _text: False)

    @cached_property
    def _told(self) -> Told:
        return told_by(self._document)

    def _pages(self, products: Mapping[str, bytes]) -> list[str]:
        """The pages of the site in the order of reading, and what else is there behind them."""
        parts = self._document.parts
        read = ["index.html" if part.kind == "titelblatt" else page(part).pfad for part in parts]
        ordered = dict.fromkeys(f"html/{path}" for path in read)
        others = (path for path in products if path.startswith("html/") and path.endswith(".html"))
        return [*ordered, *(path for path in others if path not in ordered)]

    def _deviations(self, product: Product, said: Said, surplus: Surplus) -> Iterator[Diagnostic]:
        flows = [
            (self._told.body, said.body),
            (self._told.notes, said.notes),
            (self._told.alts, said.alts),
            (self._told.note_alts, said.note_alts),
        ]
        if product in (SINGLE, SITE):
            flows.append((self._told.mentions, said.mentions))
        for pieces, chunks in flows:
            if found := list(self._parted(product, pieces, chunks, surplus)):
                yield from found
                return
        if line := strange_line(said.lists, self._told.titles, product.same):
            yield strange(product, self._theme, line)

    def _parted(
        self, product: Product, pieces: Sequence[Piece], chunks: Sequence[Chunk], surplus: Surplus
    ) -> Iterator[Diagnostic]:
        if found := difference(pieces, chunks, product.same, surplus):
            last = pieces[-1].span if pieces else None
            yield deviation(product, self._theme, found, last)
