"""One of two versions as a Word document whose paragraphs know where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass

from lxml import etree
from typing_extensions import override

from sro_cli import tree
from sro_cli.engines.pandoc import Json
from sro_cli.redline.changes import FORMER, PLACE
from sro_cli.redline.statement import PARTS, Surroundings, surroundings
from sro_cli.source import Span
from sro_cli.theme import Gestaltung, Theme
from sro_cli.tree import Tree
from sro_cli.writers import docx
from sro_cli.writers.docx.elements import Element, P
from sro_cli.writers.docx.encoder import Encoder
from sro_cli.writers.docx.markup import R, w
from sro_cli.writers.docx.package import Parts
from sro_cli.writers.docx.pictures import Picture


@dataclass
class Side:
    """A version.

    Attributes:
        parts: of the document.
        document: the root of its body's part.
        footnotes: the root of that part.
        numbering: the root of that part.
        around: what the body points to.
        spans: where paragraphs come from, by the numbers they hold.
    """

    parts: Parts
    document: Element
    footnotes: Element
    numbering: Element
    around: Surroundings
    spans: list[Span | None]

    @property
    def body(self) -> Element:
        """The body of the document."""
        return self.document[0]


def side(document: Tree, theme: Theme, store: MutableMapping[str, bytes], prefix: str) -> Side:
    """A version as a Word document without contents.

    Args:
        document: numbered and resolved.
        theme: the look.
        store: keeps the PNG of each SVG.
        prefix: what the numbers of paragraphs begin with.

    Raises:
        pandoc.PandocError: pandoc refused; and whatever else `docx.parts` raises.
    """
    spans: list[Span | None] = []

    class Placing(_Placing):
        places = spans

    parts = docx.parts(document, theme, store, None, Placing)
    body, footnotes, numbering = (etree.fromstring(parts[name]) for name in PARTS)
    for root in (body, footnotes):
        for comment in list(root.iter(etree.Comment)):
            paragraph = next(comment.iterancestors(P), None)
            place = _PLACE.fullmatch(comment.text or "")
            if paragraph is not None and place and paragraph.get(PLACE) is None:
                paragraph.set(PLACE, f"{prefix}{place[1]}")
        etree.strip_tags(root, etree.Comment)
    return Side(parts, body, footnotes, numbering, surroundings(parts, footnotes, numbering), spans)


_PLACE = re.compile(r"sro-(\d+)")


class _Placing(Encoder):
    """Writes into each paragraph, as a comment, the number of the span that it stands for."""

    places: list[Span | None]

    def __init__(
        self, look: Gestaltung, pictures: Mapping[str, Picture], headings: Mapping[str, tree.Heading]
    ) -> None:
        super().__init__(look, pictures, headings)
        self._coming: Span | None = None

    @override
    def inlines(self, inlines: Iterable[tree.Inline]) -> list[Json]:
        span, self._coming = self._coming, None
        encoded = super().inlines(inlines)
        if span is None:
            return encoded
        self.places.append(span)
        return [self.raw(f"<!--sro-{len(self.places) - 1}-->"), *encoded]

    @override
    def heading(self, heading: tree.Heading) -> list[Json]:
        self._coming = heading.span
        return super().heading(heading)

    @override
    def paragraph(self, paragraph: tree.Paragraph) -> list[Json]:
        self._coming = paragraph.span
        return super().paragraph(paragraph)

    @override
    def cell(self, cell: tree.Cell) -> list[Json]:
        self._coming = cell.span if cell.content else None
        return super().cell(cell)

    @override
    def caption(self, captioned: tree.Table | tree.Figure) -> list[Json]:
        self._coming = captioned.span
        return super().caption(captioned)


def rename(old: Side, new: Side) -> None:
    """Gives links, pictures, footnotes and bookmarks of the old version ids that the new one has not."""
    notes = {note.get(_ID, "") for note in new.footnotes}
    first = 1 + max((int(ident) for ident in notes), default=0)
    idents = {ident: str(first + number) for number, ident in enumerate(old.around.notes) if int(ident) > 0}
    for root in (old.document, old.footnotes):
        for element in root.iter(*RELATED_TAGS):
            for name in RELATED:
                if (ident := element.get(name)) is not None:
                    element.set(name, FORMER + ident)
        for note in root.iter(*_NOTES):
            note.set(_ID, idents.get(note.get(_ID, ""), note.get(_ID, "")))
        for mark in root.iter(*_MARKS):
            mark.set(_ID, FORMER + mark.get(_ID, ""))
    around = old.around
    targets, note_targets = (
        {FORMER + ident: target for ident, target in found.items()}
        for found in (around.targets, around.note_targets)
    )
    renamed = {idents.get(ident, ident): note for ident, note in around.notes.items()}
    old.around = Surroundings(renamed, targets, note_targets, around.lists)


RELATED = (f"{{{R}}}id", f"{{{R}}}embed")
"""Attributes that hold the id of a relationship …"""

RELATED_TAGS = (w("hyperlink"), "{*}blip", "{*}svgBlip")
"""… and the elements of a paragraph that have them."""

_ID = w("id")
_NOTES = (w("footnote"), w("footnoteReference"))
_MARKS = (w("bookmarkStart"), w("bookmarkEnd"))
