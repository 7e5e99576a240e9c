"""Tree → Typst's markup, through pandoc.

Pandoc joins paragraphs, quotations, emphasis and footnotes. The rest is raw Typst, because
pandoc's Typst writer escapes „1. “ at the beginning of a paragraph and „.de“ after emphasis
not at all, runs neighbouring lists together, and drops alternative texts, the kinds of boxes
and numbers that are not Typst's own.

The functions named here („abbildung“, „tabelle“, „kasten“ …) are defined by ``templates/pdf.typ``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from typing_extensions import override

from sro_cli import tree
from sro_cli.engines import pandoc
from sro_cli.engines.pandoc import Json
from sro_cli.theme import Gestaltung
from sro_cli.writers.breaks import FEW_ROWS, FIRST_ROWS, LOW_CELL, announces, runs
from sro_cli.writers.widths import breaks_words, column_widths, line_letters

ARGUMENTS = ("--wrap=none",)
"""Pandoc's arguments: it breaks no lines."""

# What means something to Typst: signs anywhere; shorthands (``--``, ``-?``, ``-1``, ``...``); comments
# and bare addresses (``//``, ``/*``); what begins a list, a heading or a term at the beginning of a
# line; and what would carry on the call before this run, as in ``#emph[a].b`` and ``#emph[a](b)``.
_SIGNS = re.compile(r"""[\\#$*_`<>@\[\]~'"]|-(?=[-?\d\s]|$)|\.(?=\.)|/(?=[/*\s]|$)|(?<!\S)[-+=/]|^[.(;:]""")
_COUNTED = re.compile(r"(?<!\S)(\d+)\.")

# Two of these would end the paragraph.
_BLANKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x85\u2028\u2029", " "))

# Where two lines must stay together, Typst moves the first of them without its footnote (its issue 5314).
_LINE_BY_LINE = "#[#set text(costs: (orphan: 0%, widow: 0%));"


_LOW_ROW = 900  # characters; half a page that lies on its side


def escaped(text: str) -> str:
    r"""The markup that shows a text as it is.

    >>> escaped("1. Träger*in_a, S. 3 -- #x")
    '1\\. Träger\\*in\\_a, S. 3 \\-\\- \\#x'
    """
    return _COUNTED.sub(r"\1\\.", _SIGNS.sub(r"\\\g<0>", text.translate(_BLANKS)))


def string(text: str) -> str:
    r"""A string of Typst's, in one line, with its quotes.

    >>> string('a "b"\n')
    '"a \\"b\\"\\n"'
    """
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def label(ident: str) -> str:
    """What names the element before it; nothing without an ident."""
    return f"#label({string(ident)});" if ident else ""


@dataclass(frozen=True)
class Encoder(pandoc.Encoder):
    """Encodes nodes as pandoc's JSON with raw Typst.

    Attributes:
        look: says how much room a table has.
        listed: headings appear in the contents.
        repeated: inside of what Typst shows a second time, in the contents and the lists.
        linked: references are links. A header row that comes again on the next page is an
            artifact there, and PDF/UA allows no link in one.
        turned: all pages lie on their side, so that no table turns them.
        landscape: this page lies on its side.
    """

    look: Gestaltung
    listed: bool = True
    repeated: bool = False
    linked: bool = True
    turned: bool = False
    landscape: bool = False

    format = "typst"

    @override
    def comment(self, text: str) -> str:
        return f"/*{text}*/"

    def part(self, part: tree.Part) -> list[Json]:
        """The blocks of a part, wide tables on landscape pages."""
        encoder = replace(self, listed=part.kind != "vorspann")
        encoded: list[Json] = []
        for wide, blocks in runs(part.blocks):
            turning = wide and not self.turned
            opening, closing = ([self.raw_block("#quer[")], [self.raw_block("]")]) if turning else ([], [])
            on_page = replace(encoder, landscape=wide or self.turned)
            encoded += [*opening, *on_page.blocks(blocks), *closing]
        return encoded

    # --- blocks

    @override
    def heading(self, heading: tree.Heading) -> list[Json]:
        numbering = f"(..) => {string(heading.number)}" if heading.number else "none"
        listed = "" if self.listed else ", outlined: false, bookmarked: true"
        opening = f"#heading(level: {heading.level}, numbering: {numbering}{listed})["
        content = replace(self, repeated=True).inlines(heading.content)
        return self._around(opening, content, f"]{label(heading.ident)}")

    @override
    def paragraph(self, paragraph: tree.Paragraph) -> list[Json]:
        if not paragraph.role:
            if announces(paragraph):
                return self._around("#ankuendigung[", self.inlines(paragraph.content), "]")
            if any(isinstance(each, tree.Note) for each in tree.walk_inlines(paragraph.content)):
                return self._around(_LINE_BY_LINE, self.inlines(paragraph.content), "]")
            return super().paragraph(paragraph)
        function = {"title": "titel", "subtitle": "untertitel", "line": "zeile"}[paragraph.role]
        return self._around(f"#{function}[", self.inlines(paragraph.content), "]")

    @override
    def bullet_list(self, items: tree.BulletList) -> list[Json]:
        return self._items("#list(", items.items, tight=items.tight)

    @override
    def ordered_list(self, items: tree.OrderedList) -> list[Json]:
        return self._items(f"#enum(start: {items.start}, ", items.items, tight=items.tight)

    @override
    def code_block(self, code: tree.CodeBlock) -> list[Json]:
        language = f", lang: {string(code.language)}" if code.language else ""
        return [self.raw_block(f"#raw({string(code.text)}, block: true{language})")]

    @override
    def definition_list(self, items: tree.DefinitionList) -> list[Json]:
        encoded = [self.raw_block("#terms(tight: false,")]
        for item in items.items:
            encoded += self._around("terms.item(begriff[", self.inlines(item.term), "], bedeutung[")
            encoded += self.blocks(block for meaning in item.meanings for block in meaning)
            encoded.append(self.raw_block("]),"))
        return [*encoded, self.raw_block(")")]

    @override
    def table(self, table: tree.Table) -> list[Json]:
        letters = line_letters(self.look, landscape=self.landscape)
        widths = column_widths(table, letters)
        rooms = [width * letters for width in widths]
        columns = ", ".join(f"{width:.2%}" for width in widths)
        aligns = ", ".join(align or "left" for align in table.alignments)
        whole = json.dumps(
            all(len(tree.plain_text(cell.content)) < LOW_CELL for row in table.rows for cell in row)
        )
        together = len(table.rows) if len(table.rows) <= FEW_ROWS else FIRST_ROWS
        named = f"kennung: {string(table.ident)}, " if table.ident else ""
        start = f"{named}ganz: {whole}, anfang: {together * len(table.head)}"
        settings = f"{start}, columns: ({columns},), align: ({aligns},)"
        encoded = [self.raw(f"#tabelle({_number(table.number)}, [")]
        encoded += self.caption(table)
        encoded.append(self.raw(f"], {settings}, table.header("))
        encoded += self._cells(table.head, rooms, linked=False)
        encoded.append(self.raw("),"))
        for row in table.rows:
            # Where tables are all there is, most of their rows should not be torn apart.
            low = self.turned and all(len(tree.plain_text(cell.content)) < _LOW_ROW for cell in row)
            encoded += self._cells(row, rooms, whole=low)
        encoded.append(self.raw(")"))
        return [{"t": "Para", "c": encoded}]

    @override
    def figure(self, figure: tree.Figure) -> list[Json]:
        opening = f"#abbildung({_number(figure.number)}, {_picture(figure.image)})["
        return self._around(opening, self.caption(figure), f"]{label(figure.ident)}")

    @override
    def caption(self, captioned: tree.Table | tree.Figure) -> list[Json]:
        return replace(self, repeated=True).inlines(captioned.caption)

    @override
    def alert(self, alert: tree.Alert) -> list[Json]:
        opening = f"#kasten({string(alert.kind.lower())}, [{escaped(alert.title)}])["
        blocks = self.blocks(alert.blocks)
        return [self.raw_block(opening), *blocks, self.raw_block(f"]{label(alert.ident)}")]

    @override
    def rule(self, _rule: tree.Rule) -> list[Json]:
        return [self.raw_block("#trennlinie")]

    # --- inlines

    @override
    def inlines(self, inlines: Iterable[tree.Inline]) -> list[Json]:
        encoded: list[Json] = []
        for inline in inlines:
            if type(inline) is tree.Text:
                encoded.append(self.raw(escaped(inline.text)))
            else:
                encoded += super().inlines((inline,))
        return encoded

    @override
    def marked(self, marked: tree.Marked) -> list[Json]:
        function = {"deleted": "gestrichen", "inserted": "eingefuegt"}[marked.mark]
        return [self.raw(f"#{function}["), *self.inlines(marked.content), self.raw("];")]

    @override
    def code(self, code: tree.Code) -> list[Json]:
        return [self.raw(f"#raw({string(code.text)});")]

    @override
    def line_break(self, _break: tree.Break) -> list[Json]:
        return [self.raw("#linebreak();")]

    @override
    def link(self, link: tree.Link) -> list[Json]:
        if not self.linked:
            return self.inlines(link.content)
        return [self.raw(f"#extern({string(link.url)})["), *self.inlines(link.content), self.raw("];")]

    @override
    def reference(self, reference: tree.Reference) -> list[Json]:
        if not self.linked:
            return self.inlines(reference.content)
        opening = f"#verweis({string(reference.anchor)})["
        return [self.raw(opening), *self.inlines(reference.content), self.raw("];")]

    @override
    def anchor(self, anchor: tree.Anchor) -> list[Json]:
        return [self.raw(f"#metadata(none){label(anchor.ident)}")]

    @override
    def note(self, note: tree.Note) -> list[Json]:
        inner = replace(self, repeated=False)
        encoded = [{"t": "Note", "c": inner.blocks(note.blocks)}]
        return [self.raw("#einmal["), *encoded, self.raw("];")] if self.repeated else encoded

    @override
    def image(self, image: tree.Image) -> list[Json]:
        return [self.raw(f"#box(bild({_picture(image)}));")]

    # --- pieces

    def _around(self, opening: str, content: list[Json], closing: str) -> list[Json]:
        return [{"t": "Para", "c": [self.raw(opening), *content, self.raw(closing)]}]

    def _items(self, opening: str, items: tuple[tuple[tree.Block, ...], ...], *, tight: bool) -> list[Json]:
        encoded = [self.raw_block(f"{opening}tight: {'true' if tight else 'false'},")]
        for item in items:
            encoded += [self.raw_block("["), *self.item(item, tight=tight), self.raw_block("],")]
        return [*encoded, self.raw_block(")")]

    def _cells(
        self,
        row: tuple[tree.Cell, ...],
        rooms: Sequence[float],
        *,
        linked: bool = True,
        whole: bool = False,
    ) -> list[Json]:
        """A row; *rooms* are the widths of the columns in letters."""
        opening = "table.cell(breakable: false)[" if whole else "["
        encoder = replace(self, linked=linked)
        encoded: list[Json] = []
        for cell, room in zip(row, rooms, strict=True):
            hyphenated = "#set text(hyphenate: true);" if breaks_words(cell, room) else ""
            encoded += [self.raw(opening + hyphenated), *encoder.inlines(cell.content), self.raw("],")]
        return encoded


def _number(number: int) -> str:
    return string(str(number)) if number else "none"


def _picture(image: tree.Image) -> str:
    alt = "none" if image.decorative else string(image.alt)
    return f"{string('/' + image.path)}, {alt}"
