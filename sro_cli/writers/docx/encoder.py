"""Tree → pandoc's JSON with the WordprocessingML that pandoc does not know: fields, boxes, drawings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from typing_extensions import override

from sro_cli import tree
from sro_cli.engines import pandoc
from sro_cli.engines.pandoc import Json, attributes
from sro_cli.theme import Gestaltung
from sro_cli.writers.breaks import announces, runs
from sro_cli.writers.docx.markup import bookmark, field, quoted, run
from sro_cli.writers.docx.pages import text_height, text_width
from sro_cli.writers.docx.pictures import Picture
from sro_cli.writers.docx.style import indent
from sro_cli.writers.docx.styles import BAR, BOXES
from sro_cli.writers.widths import column_widths, line_letters

NBSP = "\N{NO-BREAK SPACE}"

LABELS = {tree.Figure: "Abbildung", tree.Table: "Tabelle"}
"""What is counted, and the name of its counter."""

CONTENTS = "sro_verzeichnisse"
"""The bookmark in the paragraph whose place the contents take."""

_LOGO = 18 / 25.4 * 72  # pt that a logo may be high, as in the PDF
_STAND_IN = 0.95  # so many letters fit where a wider font, such as Arial, stands in for ours
_ANNOUNCEMENT = "Ankündigung"
_MARKS = {"deleted": "Gestrichen", "inserted": "Eingefügt"}
_ROLES = {"title": "Title", "subtitle": "Subtitle", "line": "Titelzeile"}


class Encoder(pandoc.Encoder):
    """Encodes one document; it counts the drawings."""

    format = "openxml"

    def __init__(
        self, look: Gestaltung, pictures: Mapping[str, Picture], headings: Mapping[str, tree.Heading]
    ) -> None:
        """Takes what drawings and references need to know.

        Args:
            look: gives the room for pictures and the letters of a line.
            pictures: by path.
            headings: by ident.
        """
        self.look = look
        self.pictures = pictures
        self.headings = headings
        self.drawings = count(1)
        self.landscape = False
        self.turned = False

    def document(self, document: tree.Tree) -> list[Json]:
        """The blocks of all parts, with marks for sections and contents."""
        encoded: list[Json] = []
        waiting = True
        self.turned = self.landscape = document.meta.landscape
        for part in document.parts:
            if waiting and part.kind in ("kapitel", "anlage"):
                encoded.append(self._contents())
                waiting = False
            if part.kind == "titelblatt":
                encoded += [
                    *self.logo(document.meta),
                    self._empty("Titelbalken", self._beside_bar()),
                    *self.blocks(part.blocks),
                    self._section(landscape=self.turned),
                ]
            else:
                encoded += self.part(part)
        contents = [self._contents()] if waiting else []
        return [*encoded, *contents, *([self._section(landscape=True)] if self.turned else [])]

    def logo(self, meta: tree.Meta) -> list[Json]:
        """The logo of the theme, if it has one."""
        if not self.look.logo:
            return []
        image = tree.Image(self.look.logo, f"Logo: {meta.publisher}")
        room = (text_width(self.look) / 20, _LOGO)
        return self._styled(
            "Logo", [self.raw(self.pictures[image.path].drawing(image, next(self.drawings), room))]
        )

    def part(self, part: tree.Part) -> list[Json]:
        """The blocks of a part; wide tables get pages that lie on their side."""
        encoded: list[Json] = []
        for wide, blocks in runs(part.blocks):
            turning = wide and not self.turned
            if turning:
                encoded.append(self._section(landscape=False))
            self.landscape = wide or self.turned
            for block in blocks:
                alone = self.block(block)
                held = isinstance(block, tree.Paragraph) and announces(block)
                encoded += [_division(_ANNOUNCEMENT, alone)] if held else alone
            self.landscape = self.turned
            if turning:
                encoded.append(self._section(landscape=True))
        return encoded

    def _section(self, *, landscape: bool) -> Json:
        """A mark: here a section ends. `finish` says what it is like."""
        turned = ' w:orient="landscape"' if landscape else ""
        return self.raw_block(
            '<w:p><w:pPr><w:pStyle w:val="Abschnittsende"/>'
            f"<w:sectPr><w:pgSz{turned}/></w:sectPr></w:pPr></w:p>"
        )

    def _contents(self) -> Json:
        return {"t": "Para", "c": [_marked(CONTENTS, [])]}

    # --- blocks

    @override
    def heading(self, heading: tree.Heading) -> list[Json]:
        content = [_marked(bookmark(heading.ident), self.inlines(heading.content))]
        return [{"t": "Header", "c": [heading.level, attributes(), content]}]

    @override
    def paragraph(self, paragraph: tree.Paragraph) -> list[Json]:
        if not paragraph.role:
            return super().paragraph(paragraph)
        return self._styled(_ROLES[paragraph.role], self.inlines(paragraph.content))

    @override
    def definition(self, item: tree.Definition) -> list[Any]:
        term, meanings = super().definition(item)
        # Pandoc puts lists in meanings at the margin.
        inside = zip(meanings, item.meanings, strict=True)
        return [term, [self._under(encoded, meaning) for encoded, meaning in inside]]

    def _under(self, encoded: list[Json], meaning: Sequence[tree.Block]) -> list[Json]:
        if not any(isinstance(block, tree.BulletList | tree.OrderedList) for block in meaning):
            return encoded
        return [_division("Definition", self.blocks(map(_loose, meaning)))]

    @override
    def bullet_list(self, items: tree.BulletList) -> list[Json]:
        encoded = super().bullet_list(items)
        self._begin(encoded[0]["c"], items.items)
        return encoded

    @override
    def ordered_list(self, items: tree.OrderedList) -> list[Json]:
        encoded = super().ordered_list(items)
        self._begin(encoded[0]["c"][1], items.items)
        return encoded

    def _begin(self, encoded: list[list[Json]], items: Sequence[tuple[tree.Block, ...]]) -> None:
        """Gives a paragraph to items that begin with something else.

        Word numbers paragraphs: without its own, such an item would have no number, and the next one its.
        """
        for item, blocks in zip(encoded, items, strict=True):
            if not (blocks and isinstance(blocks[0], tree.Paragraph)):
                item.insert(0, {"t": "Plain", "c": [self.raw("<w:r/>")]})

    @override
    def code_block(self, code: tree.CodeBlock) -> list[Json]:
        # Without its language: colours of a highlighter are not those of the theme.
        return super().code_block(replace(code, language=""))

    @override
    def table(self, table: tree.Table) -> list[Json]:
        letters = line_letters(self.look, landscape=self.landscape) * _STAND_IN
        bare = replace(table, caption=(), ident="", widths=column_widths(table, letters))
        if table.caption:
            return [*self._styled("Table Caption", self.caption(table)), *super().table(bare)]
        if table.ident:
            first, *others = table.head
            marked = replace(first, content=(tree.Anchor(table.ident), *first.content))
            bare = replace(bare, head=(marked, *others))
        return super().table(bare)

    @override
    def figure(self, figure: tree.Figure) -> list[Json]:
        picture = self.image(figure.image)
        if figure.caption:
            return [
                *self._styled("Captioned Figure", picture),
                *self._styled("Image Caption", self.caption(figure)),
            ]
        anchor = self.anchor(tree.Anchor(figure.ident)) if figure.ident else []
        return self._styled("Figure", [*anchor, *picture])

    @override
    def caption(self, captioned: tree.Table | tree.Figure) -> list[Json]:
        name = LABELS[type(captioned)]
        number = run(f"{name}{NBSP}", "Bezifferung")
        number += field(rf"SEQ {name} \* ARABIC", str(captioned.number), "Bezifferung")
        label = _marked(caption_bookmark(captioned), [self.raw(number)])
        colon = [self.raw(run(":", "Bezifferung")), {"t": "Str", "c": " "}]
        return [label, *colon, *self.inlines(captioned.caption)]

    @override
    def alert(self, alert: tree.Alert) -> list[Json]:
        name = BOXES[alert.kind]
        title: list[Json] = [{"t": "Str", "c": alert.title}]
        if alert.ident:
            title = [_marked(bookmark(alert.ident), title)]
        blocks = [_loose(inner) for block in alert.blocks for inner in _undefined(block)]
        return [*self._styled(f"{name} Titel", title), _division(name, self.blocks(blocks))]

    @override
    def rule(self, _rule: tree.Rule) -> list[Json]:
        return [self._empty("Trennlinie")]

    def _beside_bar(self) -> str:
        """The room beside the bar over the title, where it is not that of the style."""
        return indent(0, text_width(self.look, landscape=True) - BAR) if self.turned else ""

    def _empty(self, style: str, more: str = "") -> Json:
        """A line that its style draws."""
        return self.raw_block(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr></w:p>')

    def _styled(self, style: str, content: list[Json]) -> list[Json]:
        return [_division(style, [{"t": "Para", "c": content}])]

    # --- inlines

    @override
    def reference(self, reference: tree.Reference) -> list[Json]:
        if reference.automatic and (raw := self._field(reference)):
            return [self.raw(raw)]
        name = bookmark(reference.anchor)
        return [{"t": "Link", "c": [attributes(), self.inlines(reference.content), [f"#{name}", ""]]}]

    def _field(self, reference: tree.Reference) -> str:
        """A reference that follows the numbering; empty for one whose text is no number."""
        text, name = tree.plain_text(reference.content), bookmark(reference.anchor)
        match reference.kind:
            case "abb" | "tab":
                # The bookmark holds „Tabelle 2“ as a whole.
                label = LABELS[tree.Figure if reference.kind == "abb" else tree.Table]
                return _reference(name, "", text) if text.startswith(label) else ""
            case "kapitel" | "abschnitt":
                heading = self.headings.get(reference.anchor)
                if heading is None or not heading.number or not text.endswith(heading.number):
                    return ""
                before = text.removesuffix(heading.number)
                return run(before, "Querverweis") + _reference(name, r"\r ", heading.number)
            case _:
                return ""

    @override
    def marked(self, marked: tree.Marked) -> list[Json]:
        style = [["custom-style", _MARKS[marked.mark]]]
        return [{"t": "Span", "c": [["", [], style], self.inlines(marked.content)]}]

    @override
    def anchor(self, anchor: tree.Anchor) -> list[Json]:
        return [_marked(bookmark(anchor.ident), [])]

    @override
    def image(self, image: tree.Image) -> list[Json]:
        width, height = text_width(self.look, landscape=self.landscape) / 20, text_height(self.look) / 20
        room = (width, height * (0.5 if self.landscape else 0.8))
        return [self.raw(self.pictures[image.path].drawing(image, next(self.drawings), room))]


def _reference(name: str, switch: str, text: str) -> str:
    # MERGEFORMAT keeps the look of the reference when Word takes the text from the caption.
    return field(rf"REF {name} {switch}\h \* MERGEFORMAT", text, "Querverweis")


def caption_bookmark(captioned: tree.Table | tree.Figure) -> str:
    """The name of the bookmark around „Tabelle 2“."""
    return bookmark(captioned.ident or f"{LABELS[type(captioned)]}-{captioned.number}")


def link(anchor: str, content: str) -> str:
    """A link to a bookmark around runs."""
    return f'<w:hyperlink w:anchor={quoted(anchor)} w:history="1">{content}</w:hyperlink>'


def _loose(block: tree.Block) -> tree.Block:
    """The block with loose lists only: pandoc gives no other ones the style of the box around them."""
    if isinstance(block, tree.BulletList | tree.OrderedList):
        items = tuple(tuple(_loose(inner) for inner in item) for item in block.items)
        return replace(block, items=items, tight=False)
    return block


def _undefined(block: tree.Block) -> Iterator[tree.Block]:
    """A list of definitions as paragraphs: pandoc gives it no style of the box around it."""
    if not isinstance(block, tree.DefinitionList):
        yield block
        return
    for item in block.items:
        yield tree.Paragraph((tree.Strong(item.term),))
        for meaning in item.meanings:
            yield from meaning


def _division(style: str, blocks: list[Json]) -> Json:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def _marked(name: str, content: list[Json]) -> Json:
    """Inlines in a bookmark; pandoc gives it an id."""
    return {"t": "Span", "c": [attributes(name), content]}
