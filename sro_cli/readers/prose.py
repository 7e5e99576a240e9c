"""Markdown → blocks and inlines, in exactly the dialect of the handbook, every node with its span.

markdown-it reads; what it reads is turned into our tree, and what our tree does not know
becomes a finding. Nothing is dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic
from sro_cli.model import Ansicht
from sro_cli.readers import entries, faults, fields
from sro_cli.readers.inlines import FootnoteText, Inlines, html_fault
from sro_cli.readers.stamped import Offsets, PositionedInline
from sro_cli.source import Source, Span
from sro_cli.tree import Block, Inline

_BLANK = " \t\r\n\f\v"
_ATTRIBUTES = re.compile(r"[ \t]*\{([^{}]*)\}[ \t]*$")
_ALERT = re.compile(r"\[!([^\]\n]*)\][ \t]*(?:\n|$)")
_DIRECTIVE = re.compile(r"\{([^}]*)\}[ \t]*(.*)$")
_CAPTION = re.compile(r":[ \t]+")
_ALERTS: dict[str, tuple[tree.AlertKind, str]] = {
    "HINWEIS": ("HINWEIS", "Hinweis"),
    "WICHTIG": ("WICHTIG", "Wichtig"),
    "OFFEN": ("OFFEN", "Offener Punkt"),
    "INTERN": ("INTERN", "Intern"),
}
_DIRECTIVES = ("uebersicht", "nachweis", "diagramm", "steckbrief")
_CLASSES = {"heading": ("ohne-nummer",), "figure": ("dekorativ",), "table": ("quer",)}


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in ``{#id .klasse}``."""

    ident: str = ""
    classes: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """What was read from a Markdown text.

    Attributes:
        blocks: in the order of reading; tables with their captions, pictures that stand alone
            as figures, footnotes at the place of their mark.
        findings: of the families E and V.
        pictures: the path of every picture below the project, and where it is named.
    """

    blocks: tuple[Block, ...]
    findings: tuple[Diagnostic, ...]
    pictures: tuple[tuple[str, Span], ...]


def read(source: Source, start: int = 0) -> Prose:
    """The blocks of a Markdown text and what is wrong with it.

    Args:
        source: the text.
        start: the offset at which the Markdown begins, the start of a line; what comes
            before (the head of a chapter) is not looked at.
    """
    reader = _Reader(source)
    blocks = reader.read(start)
    return Prose(blocks, tuple(reader.findings), tuple(reader.inlines.pictures))


def read_inline(source: Source, text: str, place: Offsets) -> tuple[tuple[Inline, ...], tuple[Diagnostic, ...]]:
    """The inlines of a text field, e.g. in YAML, and what is wrong with them.

    Args:
        source: the file.
        text: the value of the field.
        place: maps offsets in the value to offsets in the source.
    """
    reader = _Reader(source)
    return reader.inlines.read(text, place), tuple(reader.findings)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
    parser.inline = PositionedInline()
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True).use(deflist_plugin)
    # Fragments stay apart, each with its stamp; they are joined when the tree is built.
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.inline.ruler.disable(["linkify", "strikethrough"])
    parser.inline.ruler2.disable(["strikethrough", "fragments_join"])
    # Targets stay as they were written: they are looked up, not requested.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda _url: True  # type: ignore[method-assign]
    return parser


class _Reader:
    """Reads one source. The cursor runs through markdown-it's flat list of block tokens."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Diagnostic] = []
        self.inlines = Inlines(source, self.findings, _parser())
        self.tokens: Sequence[Token] = ()
        self.cursor = 0

    def read(self, start: int) -> tuple[Block, ...]:
        """All blocks from an offset on."""
        lines_before = self.source.line_column(start)[0] - 1
        text = "\n" * lines_before + self.source.text[start:]
        self.tokens = _parser().parse(text, self.inlines.env)
        self._read_notes()
        self.cursor = 0
        found = self._blocks_until("")
        self.findings += self.inlines.unused_footnotes()
        return found

    # --- footnotes are read first: their text goes to the place of their mark

    def _read_notes(self) -> None:
        body: list[Token] = []
        outside: list[Token] = []
        notes: list[tuple[Token, list[Token]]] = []
        depth = 0
        for token in self.tokens:
            if token.type == "footnote_reference_open":
                depth += 1
                if depth == 1:
                    body = []
                    notes.append((token, body))
                    continue
            elif token.type == "footnote_reference_close":
                depth -= 1
                if depth == 0:
                    continue
            (body if depth else outside).append(token)
        for token, tokens in notes:
            first, last = token.map or [0, 1]
            label = str(token.meta["label"])
            line = self.source.line_starts[first]
            mark = self.source.text.find(f"[^{label}]", line)
            span = Span(self.source, mark, mark + len(label) + 3)
            self.inlines.footnotes.setdefault(label, FootnoteText(span, partial(self._note_blocks, tokens)))
        self.tokens = outside

    def _note_blocks(self, tokens: list[Token]) -> tuple[Block, ...]:
        saved = self.tokens, self.cursor
        self.tokens, self.cursor = tokens, 0
        found = self._blocks_until("")
        self.tokens, self.cursor = saved
        return found

    # --- blocks

    def _blocks_until(self, closing: str) -> tuple[Block, ...]:
        found: list[Block] = []
        while self.cursor < len(self.tokens):
            token = self.tokens[self.cursor]
            self.cursor += 1
            if token.type == closing:
                break
            self._block(token, found)
        return tuple(found)

    def _block(self, token: Token, found: list[Block]) -> None:
        match token.type:
            case "paragraph_open":
                self._paragraph(found)
            case "heading_open":
                found.append(self._heading(token))
            case "bullet_list_open":
                items, tight = self._items("bullet_list_close")
                found.append(tree.BulletList(items, tight, span=self._lines(token)))
            case "ordered_list_open":
                items, tight = self._items("ordered_list_close")
                begin = int(token.attrs.get("start", 1))
                found.append(tree.OrderedList(items, begin, tight, span=self._lines(token)))
            case "blockquote_open":
                found.append(self._quote(token))
            case "fence":
                self._fence(token, found)
            case "code_block":
                found.append(tree.CodeBlock(token.content.rstrip("\n"), span=self._lines(token)))
            case "dl_open":
                found.append(tree.DefinitionList(self._definitions(), span=self._lines(token)))
            case "table_open":
                found.append(self._table(token))
            case "hr":
                found.append(tree.Rule(span=self._lines(token)))
            case "html_block":
                self._fault_html(token)
            case _:
                raise AssertionError(token.type)  # every block of the dialect is named above

    def _inline_token(self) -> Token:
        token = self.tokens[self.cursor]
        self.cursor += 2  # the inline token and the closing one
        return token

    def _paragraph(self, found: list[Block]) -> None:
        token = self._inline_token()
        place = self._place(token)
        if (match := _CAPTION.match(token.content)) and found and isinstance(found[-1], tree.Table):
            found[-1] = self._captioned(found[-1], token, place, match.end())
            return
        content = self.inlines.read(token.content, place)
        if not content:
            return
        if isinstance(content[0], tree.Image) and self._stands_alone(content):
            found.append(self._figure(content))
        else:
            found.append(tree.Paragraph(content, span=self._text_span(token, place)))

    def _heading(self, opening: Token) -> Block:
        token = self._inline_token()
        place = self._place(token)
        text, attributes = self._split_attributes(token.content, place, "heading")
        return tree.Heading(
            level=int(opening.tag[1:]),
            content=self.inlines.read(text, place),
            ident=attributes.ident,
            numbered="ohne-nummer" not in attributes.classes,
            span=self._text_span(token, place),
        )

    def _items(self, closing: str) -> tuple[tuple[tuple[Block, ...], ...], bool]:
        items: list[tuple[Block, ...]] = []
        tight = True
        while self.tokens[self.cursor].type != closing:
            self.cursor += 1
            first = self.tokens[self.cursor]
            # markdown-it hides the paragraphs of a tight list.
            tight = tight and not (first.type == "paragraph_open" and not first.hidden)
            items.append(self._blocks_until("list_item_close"))
        self.cursor += 1
        return tuple(items), tight

    def _quote(self, opening: Token) -> Block:
        span = self._lines(opening)
        following = self.tokens[self.cursor : self.cursor + 2]
        match = _ALERT.match(following[1].content) if following[0].type == "paragraph_open" else None
        if not match:
            return tree.Quote(self._blocks_until("blockquote_close"), span=span)
        place = self._place(following[1])
        found: list[Block] = []
        self.cursor += 1
        token = self._inline_token()
        if text := token.content[match.end() :]:
            place = place.after(match.end())
            content = self.inlines.read(text, place)
            found.append(tree.Paragraph(content, span=Span(self.source, place(0), place(len(text) - 1) + 1)))
        found += self._blocks_until("blockquote_close")
        name = match[1]
        if name not in _ALERTS:
            start = self._place(following[1])(2)
            self.findings.append(
                faults.KASTEN_UNBEKANNT.at(
                    Span(self.source, start, start + len(name)),
                    f"Kasten „{name}“ ist nicht bekannt",
                    help=f"möglich sind {', '.join(_ALERTS)}",
                )
            )
            return tree.Quote(tuple(found), span=span)
        kind, title = _ALERTS[name]
        return tree.Alert(kind, tuple(found), title, span=span)

    def _fence(self, token: Token, found: list[Block]) -> None:
        span = self._lines(token)
        info = token.info.strip()
        match = _DIRECTIVE.fullmatch(info)
        if not match:
            found.append(tree.CodeBlock(token.content.rstrip("\n"), info.split(maxsplit=1)[0] if info else "", span=span))
            return
        name, argument = match[1].strip(), match[2].strip()
        start = self.source.text.index(info, span.start)
        place = Span(self.source, start, start + len(info))
        if name not in _DIRECTIVES:
            self.findings.append(
                faults.ANWEISUNG_UNBEKANNT.at(
                    place,
                    f"Anweisung „{{{name}}}“ ist nicht bekannt",
                    help=f"möglich sind {', '.join(f'{{{d}}}' for d in _DIRECTIVES)}",
                )
            )
        elif token.level or self.source.line_column(span.start)[1] != 1:
            self.findings.append(
                faults.ANWEISUNG_UNBEKANNT.at(
                    place,
                    f"Anweisung „{{{name}}}“ steht in einer Liste oder einem Kasten",
                    help="stellen Sie sie ohne Einrückung zwischen zwei Absätze",
                )
            )
        else:
            found.append(self._directive(name, argument, place, token))

    def _directive(self, name: str, argument: str, place: Span, token: Token) -> Block:
        first, last = token.map or [0, 0]
        starts = (*self.source.line_starts, len(self.source.text))
        begin = starts[min(first + 1, len(starts) - 1)]
        # A fence that is never closed ends with the text.
        closed = last > first + 1 and self.source.line(last - 1).lstrip(_BLANK).startswith(token.markup)
        end = max(begin, starts[last - 1 if closed else min(last, len(starts) - 1)])
        options, findings = fields.read(self.source, begin, end)
        self.findings += findings
        view = Ansicht()
        if options is not None:
            read, findings = entries.entry(Ansicht, options)
            self.findings += findings
            view = read or view
        return tree.Directive(
            name,
            argument,
            view.id,
            view.titel,
            view.spalten,
            tuple(view.nur.items()),
            view.sortiert,
            view.quer,
            span=place,
        )

    def _definitions(self) -> tuple[tree.Definition, ...]:
        items: list[tree.Definition] = []
        term: tuple[Inline, ...] = ()
        meanings: list[tuple[Block, ...]] = []
        while (token := self.tokens[self.cursor]).type != "dl_close":
            self.cursor += 1
            if token.type == "dt_open":
                if meanings:
                    items.append(tree.Definition(term, tuple(meanings)))
                    meanings = []
                inline = self._inline_token()
                term = self.inlines.read(inline.content, self._place(inline))
            else:
                meanings.append(self._blocks_until("dd_close"))
        self.cursor += 1
        return (*items, tree.Definition(term, tuple(meanings)))

    def _table(self, opening: Token) -> tree.Table:
        alignments: list[tree.Alignment] = []
        rows: list[tuple[tree.Cell, ...]] = []
        row: list[tree.Cell] = []
        seek = 0
        while (token := self.tokens[self.cursor]).type != "table_close":
            self.cursor += 1
            match token.type:
                case "tr_open":
                    row, seek = [], 0
                    self._check_cells(token, len(alignments))
                case "th_open" | "td_open":
                    if token.type == "th_open":
                        alignments.append(_alignment(token))
                    cell, seek = self._cell(self._inline_token(), seek)
                    row.append(cell)
                case "tr_close":
                    rows.append(tuple(row))
                case _:
                    pass
        self.cursor += 1
        return tree.Table(tuple(alignments), rows[0], tuple(rows[1:]), span=self._lines(opening))

    def _cell(self, token: Token, seek: int) -> tuple[tree.Cell, int]:
        line = (token.map or [0])[0]
        raw = self.source.line(line)
        # The reader took the backslash from \|, so each such bar moves the rest by one.
        written = token.content.replace("|", "\\|")
        begin = raw.find(written, seek) if written else seek
        base = self.source.line_starts[line] + begin
        bars = [match.start() for match in re.finditer(r"\|", token.content)]
        place = Offsets((0, *bars), tuple(base + count for count in range(len(bars) + 1)))
        span = Span(self.source, base, base + len(written))
        return tree.Cell(self.inlines.read(token.content, place), span=span), begin + len(written)

    def _check_cells(self, row: Token, columns: int) -> None:
        line = (row.map or [0])[0]
        cells = escapedSplit(self.source.line(line).lstrip("> \t").rstrip(_BLANK))
        cells = cells[1:] if cells and not cells[0] else cells
        cells = cells[:-1] if cells and not cells[-1] else cells
        caption = _CAPTION.match(self.source.line(line))
        if columns and (len(cells) > columns or caption):
            start = self.source.line_starts[line]
            self.findings.append(
                faults.ZELLE_ZU_VIEL.at(
                    Span(self.source, start, start + len(self.source.line(line))),
                    "Vor dem Tabellentitel fehlt eine Leerzeile" if caption
                    else f"Diese Zeile hat {len(cells)} Zellen, die Kopfzeile nur {columns}",
                    help="fügen Sie eine Leerzeile ein" if caption
                    else "ergänzen Sie die Kopfzeile oder schreiben Sie einen senkrechten Strich im Text als \\|",
                )
            )

    def _captioned(self, table: tree.Table, token: Token, place: Offsets, skip: int) -> tree.Table:
        end = self._text_span(token, place).end
        place = place.after(skip)
        text, attributes = self._split_attributes(token.content[skip:], place, "table")
        return tree.Table(
            table.alignments,
            table.head,
            table.rows,
            caption=self.inlines.read(text, place),
            ident=attributes.ident,
            wide="quer" in attributes.classes,
            span=Span(self.source, table.span.start if table.span else end, end),
        )

    def _stands_alone(self, content: tuple[Inline, ...]) -> bool:
        match content:
            case (tree.Image(),):
                return True
            case (tree.Image(), tree.Text(text)):
                return bool(_ATTRIBUTES.fullmatch(text))
            case _:
                return False

    def _figure(self, content: tuple[Inline, ...]) -> tree.Figure:
        image = content[0]
        assert isinstance(image, tree.Image)  # _stands_alone has looked
        attributes = Attributes()
        span = image.span
        if len(content) > 1 and isinstance(content[1], tree.Text) and content[1].span and span:
            offset = content[1].span.start
            _, attributes = self._split_attributes(content[1].text, Offsets((0,), (offset,)), "figure")
            span = Span(self.source, span.start, content[1].span.end)
        decorative = "dekorativ" in attributes.classes
        image = tree.Image(image.path, "" if decorative else image.alt, decorative, span=image.span)
        return tree.Figure(image, self.inlines.captions.get(image.span, ()), attributes.ident, span=span)

    # --- places

    def _place(self, token: Token) -> Offsets:
        """Where the text of a block's inline token stands, line by line."""
        first = (token.map or [0])[0]
        starts: list[int] = []
        shifts: list[int] = []
        offset = 0
        for number, line in enumerate(token.content.split("\n"), first):
            raw = self.source.line(number)
            text = line.strip(_BLANK)
            # A paragraph's line ends where the raw line ends; only a heading may go on with #.
            begin = len(raw.rstrip(_BLANK)) - len(text)
            if not raw.startswith(text, begin):
                begin = raw.find(text)
            starts.append(offset)
            shifts.append(self.source.line_starts[number] + begin - offset - (len(line) - len(line.lstrip(_BLANK))))
            offset += len(line) + 1
        return Offsets(starts, shifts)

    def _text_span(self, token: Token, place: Offsets) -> Span:
        length = len(token.content)
        return Span(self.source, place(0), place(length - 1) + 1 if length else place(0))

    def _lines(self, token: Token) -> Span:
        """The lines of a block, without the blank ones after it and the indentation before it."""
        first, last = token.map or [0, 1]
        last = min(last, len(self.source.line_starts))
        while last - 1 > first and not self.source.line(last - 1).strip(_BLANK + ">"):
            last -= 1
        start = self.source.line_starts[first]
        raw = self.source.line(first)
        end = self.source.line_starts[last - 1] + len(self.source.line(last - 1).rstrip(_BLANK))
        return Span(self.source, start + len(raw) - len(raw.lstrip(_BLANK)), end)

    # --- faults and attributes

    def _fault_html(self, token: Token) -> None:
        span = self._lines(token)
        first_line = span.text.splitlines()[0]
        self.findings.append(html_fault(Span(self.source, span.start, span.start + len(first_line))))

    def _split_attributes(self, text: str, place: Offsets, of: str) -> tuple[str, Attributes]:
        """Text without its ``{#id .klasse}``, and what that says."""
        match = _ATTRIBUTES.search(text)
        if not match or "=" in match[1]:
            return text, Attributes()
        ident = ""
        classes: list[str] = []
        for word in re.finditer(r"\S+", match[1]):
            start = place(match.start(1) + word.start())
            span = Span(self.source, start, start + len(word[0]))
            if re.fullmatch(r"#[A-Za-z0-9][A-Za-z0-9._-]*", word[0]):
                ident = word[0][1:]
            elif word[0].startswith(".") and word[0][1:] in _CLASSES[of]:
                classes.append(word[0][1:])
            else:
                possible = ", ".join(f".{name}" for name in _CLASSES[of])
                self.findings.append(
                    faults.MERKMAL_UNBEKANNT.at(
                        span,
                        f"Merkmal „{word[0]}“ ist hier nicht bekannt",
                        help=f"möglich sind eine Kennung wie #modellregionen und {possible}",
                    )
                )
        start = place(match.start(1))
        return text[: match.start()], Attributes(ident, tuple(classes), Span(self.source, start, start + len(match[1])))


def _alignment(token: Token) -> tree.Alignment:
    style = str(token.attrs.get("style", ""))
    found: dict[str, tree.Alignment] = {"left": "left", "right": "right", "center": "center"}
    return found.get(style.removeprefix("text-align:"), "")
