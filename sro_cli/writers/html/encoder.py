"""Tree → pandoc's JSON for HTML: what pandoc's writer does not say is given as raw HTML.

A fragment fits the site and the single file: headings begin at level 1, references are
``<a href="#anchor">`` and pictures ``<img src="path"``. Text holds no ``<``, so these
can be found and changed safely. Nothing has a ``style`` attribute: the content security
policy would forbid it.

Our own ids carry a colon, which the idents of the tree never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from typing_extensions import override

from sro_cli import tree
from sro_cli.engines import pandoc
from sro_cli.engines.pandoc import Json, attributes

ARGUMENTS = ("--wrap=none", "--syntax-highlighting=none")

_PAPER = re.compile(r"\b(\d{4}/(?:[A-Z]{2}/\d{3,4}(?:-\d{2})?|\d{2}-[A-ZÄ]{1,2}))\b")
"""The number of a council paper, as in ``templates/pdf.typ``."""

_ALIGNED = {"left": (), "right": ("rechts",), "center": ("mittig",), "": ()}


def encoded(part: tree.Part) -> list[Json]:
    """The blocks of a part, its footnotes behind them."""
    encoder = HtmlEncoder(part.backlinks)
    return [*encoder.blocks(part.blocks), *encoder.endnotes()]


class HtmlEncoder(pandoc.Encoder):
    """Encodes one part: it gathers the footnotes on its way."""

    format = "html5"

    def __init__(self, backlinks: Mapping[str, tuple[tree.Reference, ...]] | None = None) -> None:
        """Begins a part.

        Args:
            backlinks: where each anchor of the part is mentioned.
        """
        self._backlinks = backlinks or {}
        self._notes: list[tree.Note] = []
        self._mentioned: list[tree.Reference] = []

    # --- blocks

    @override
    def heading(self, heading: tree.Heading) -> list[Json]:
        number = [_span("nummer", heading.number), _text(" ")] if heading.number else []
        content = [*number, *self.inlines(heading.content)]
        header = {"t": "Header", "c": [heading.level, attributes(heading.ident), content]}
        return [header, *self._mentions_of(heading.ident)]

    @override
    def paragraph(self, paragraph: tree.Paragraph) -> list[Json]:
        content = self.inlines(paragraph.content)
        if paragraph.role:
            tag = "h1" if paragraph.role == "title" else "p"
            begin, end = self.raw(f'<{tag} class="{_ROLES[paragraph.role]}">'), self.raw(f"</{tag}>")
            return [{"t": "Plain", "c": [begin, *content, end]}]
        return [{"t": "Para", "c": [*content, *self._gathered()]}]

    @override
    def code_block(self, code: tree.CodeBlock) -> list[Json]:
        # Long lines scroll, and what scrolls must be reachable by keyboard.
        return [self.raw_block(f'<pre tabindex="0"><code>{escape(code.text)}</code></pre>')]

    @override
    def table(self, table: tree.Table) -> list[Json]:
        crosses = _is_of_crosses(table)
        kind = " ".join(
            name for name, holds in (("tabelle", True), ("breit", table.wide), ("kreuze", crosses)) if holds
        )
        ident = f' id="{escape(table.ident)}"' if table.ident else ""
        if table.caption:
            # A named region; its number makes the name unique.
            label = f"Tabelle {table.number}: {tree.plain_text(table.caption)}"
            begin = f'<div class="{kind}"{ident} role="region" aria-label="{escape(label)}" tabindex="0">'
        else:
            begin = f'<div class="{kind}"{ident} role="group" aria-label="Tabelle" tabindex="0">'
        columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in table.alignments]
        caption = [{"t": "Plain", "c": self.caption(table)}] if table.caption else []
        widths = table.widths or (0.0,) * len(table.head)
        head = [
            self._cell(cell, (*_ALIGNED[align], *_share(width)), scope="col")
            for cell, align, width in zip(table.head, table.alignments, widths, strict=True)
        ]
        rows = [self._row(row, table.alignments, headed=crosses) for row in table.rows]
        content = [
            attributes(),
            [None, caption],
            columns,
            [attributes(), [[attributes(), head]]],
            [[attributes(), int(crosses), [], rows]],
            [attributes(), []],
        ]
        end = self.raw_block("</div>")
        return [self.raw_block(begin), {"t": "Table", "c": content}, end, *self._mentions_of(table.ident)]

    @override
    def figure(self, figure: tree.Figure) -> list[Json]:
        return [*super().figure(figure), *self._mentions_of(figure.ident)]

    @override
    def caption(self, captioned: tree.Table | tree.Figure) -> list[Json]:
        word = "Tabelle" if isinstance(captioned, tree.Table) else "Abbildung"
        number = _span("nummer", f"{word}\N{NO-BREAK SPACE}{captioned.number}:")
        return [number, _text(" "), *self.inlines(captioned.caption)]

    @override
    def alert(self, alert: tree.Alert) -> list[Json]:
        title = self.raw_block(f'<p class="kastentitel">{escape(alert.title)}</p>')
        box = attributes(
            alert.ident,
            ("kasten", alert.kind.lower()),
            role="note",
            aria_label=alert.title or alert.kind.title(),
        )
        content = [*([title] if alert.title else []), *self.blocks(alert.blocks)]
        return [{"t": "Div", "c": [box, content]}, *self._mentions_of(alert.ident)]

    # --- inlines

    @override
    def inlines(self, inlines: Iterable[tree.Inline]) -> list[Json]:
        return [piece for inline in super().inlines(inlines) for piece in _unbroken(inline)]

    @override
    def link(self, link: tree.Link) -> list[Json]:
        # On paper an address is wanted behind the words, unless they are the address.
        shown = tree.plain_text(link.content)
        named = () if link.url.removeprefix("mailto:") == shown else ("fern",)
        return [{"t": "Link", "c": [attributes("", named), self.inlines(link.content), [link.url, ""]]}]

    @override
    def reference(self, reference: tree.Reference) -> list[Json]:
        begin = self.raw(f'<a href="#{escape(reference.anchor)}">')
        return [begin, *self.inlines(reference.content), self.raw("</a>")]

    @override
    def marked(self, marked: tree.Marked) -> list[Json]:
        tag, said = {"deleted": ("del", "gestrichen"), "inserted": ("ins", "eingefügt")}[marked.mark]
        # Few screen readers tell the elements by themselves (WCAG 2.2, 1.3.1).
        begin, end = (f'<span class="nur-vorlesen"> {words} </span>' for words in (f"[{said}:", "]"))
        return [self.raw(f"<{tag}>{begin}"), *self.inlines(marked.content), self.raw(f"{end}</{tag}>")]

    @override
    def anchor(self, anchor: tree.Anchor) -> list[Json]:
        self._mentioned.extend(self._backlinks.get(anchor.ident, ()))
        return [self.raw(f'<span id="{escape(anchor.ident)}"></span>')]

    @override
    def note(self, note: tree.Note) -> list[Json]:
        self._notes.append(note)
        number = note.number
        link = f'<a href="#fn:{number}" id="fnref:{number}" role="doc-noteref">{number}</a>'
        return [self.raw(f'<sup class="fussnote"><span class="nur-vorlesen">Fußnote </span>{link}</sup>')]

    @override
    def image(self, image: tree.Image) -> list[Json]:
        alt = "" if image.decorative else escape(image.alt)
        return [self.raw(f'<img src="{escape(quote(image.path))}" alt="{alt}">')]

    # --- footnotes and mentions

    def endnotes(self) -> list[Json]:
        """The footnotes of the part; those inside footnotes follow them."""
        if not self._notes:
            return []
        first = self._notes[0].number
        begin = f'<section class="fussnoten" role="doc-endnotes" aria-label="Fußnoten ab Nummer {first}"><ol>'
        result = [self.raw_block(begin)]
        for note in self._notes:  # grows while it is read
            result += [
                self.raw_block(f'<li id="fn:{note.number}" value="{note.number}">'),
                *self._note_text(note),
            ]
            result.append(self.raw_block("</li>"))
        return [*result, self.raw_block("</ol></section>")]

    def _note_text(self, note: tree.Note) -> list[Json]:
        label = f"Zurück zur Fußnote {note.number} im Text"
        link = f' <a href="#fnref:{note.number}" role="doc-backlink" aria-label="{label}">↩</a>'
        blocks = self.blocks(note.blocks)
        if blocks and blocks[-1]["t"] == "Para":
            return [*blocks[:-1], {"t": "Para", "c": [*blocks[-1]["c"], self.raw(link)]}]
        return [*blocks, {"t": "Para", "c": [self.raw(link)]}]

    def _mentions_of(self, ident: str) -> list[Json]:
        references = self._backlinks.get(ident, ()) if ident else ()
        if not references:
            return []
        return [
            {"t": "Plain", "c": [self.raw('<p class="erwaehnt">'), *self._list(references), self.raw("</p>")]}
        ]

    def _gathered(self) -> list[Json]:
        """Where the anchors since the last call are mentioned."""
        references, self._mentioned = self._mentioned, []
        if not references:
            return []
        return [self.raw('<span class="erwaehnt">'), *self._list(references), self.raw("</span>")]

    def _list(self, references: tuple[tree.Reference, ...] | list[tree.Reference]) -> list[Json]:
        result = [_text("wird erwähnt in ")]
        for index, reference in enumerate(references):
            result += [*([_text(", ")] if index else []), *self.reference(reference)]
        return result

    # --- cells

    def _row(
        self, row: tuple[tree.Cell, ...], alignments: tuple[tree.Alignment, ...], *, headed: bool
    ) -> list[Any]:
        """A row; *headed* by its first cell."""
        named = {"scope": "row"} if headed else {}
        cells = [
            self._cell(cell, _ALIGNED[align], **({} if index else named))
            for index, (cell, align) in enumerate(zip(row, alignments, strict=True))
        ]
        return [attributes(), cells]

    def _cell(self, cell: tree.Cell, classes: tuple[str, ...], **pairs: str) -> list[Any]:
        # Where an entry is mentioned stands beside its name: in another cell it would speak of another.
        content = (
            [{"t": "Plain", "c": [*self.inlines(cell.content), *self._gathered()]}] if cell.content else []
        )
        return [attributes("", classes, **pairs), {"t": "AlignDefault"}, 1, 1, content]


_ROLES = {"title": "titel", "subtitle": "untertitel", "line": "zeile"}


def _is_of_crosses(table: tree.Table) -> bool:
    """Whether a table only says which rows and columns belong together: then the first cells are heads."""
    marks = {tree.plain_text(cell.content)[:1] for row in table.rows for cell in row[1:]}
    return "✓" in marks <= {"", "✓"}


def _unbroken(inline: Json) -> Iterator[Json]:
    """An inline, the numbers of papers in its text apart: no line may end in one."""
    if inline["t"] != "Str" or "/" not in inline["c"]:
        yield inline
        return
    for index, piece in enumerate(_PAPER.split(inline["c"])):
        if piece:
            yield _span("vorlage", piece) if index % 2 else _text(piece)


def _text(text: str) -> Json:
    return {"t": "Str", "c": text}


def _span(name: str, text: str) -> Json:
    return {"t": "Span", "c": [attributes("", (name,)), [_text(text)]]}


def _share(width: float) -> tuple[str, ...]:
    """The class of a column's width, in steps of five per cent.

    >>> _share(0.32), _share(0.0)
    (('breite-30',), ())
    """
    return (f"breite-{round(width * 20) * 5}",) if width else ()
