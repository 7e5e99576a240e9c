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
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic, Erlaubnis, Fix, Related, faults
from sro_cli.readers import attributes, boxes, captions, directives, erlaubnisse, plain, tables
from sro_cli.readers.inlines import FootnoteText, Inlines, html_fault
from sro_cli.readers.lines import block_span, line_span, text_offsets, text_span
from sro_cli.readers.stamped import Offsets, PositionedInline
from sro_cli.source import Source, Span
from sro_cli.tree import Block, Inline

_TIGHT_HEADING = re.compile(r"(#{1,6})(?=[^\s#\\])")
_DEEPEST = 40
"""Levels of boxes and lists (each list counts twice); markdown-it leaves out what lies deeper."""


@dataclass(frozen=True, slots=True)
class Prose:
    """What was read from a Markdown text.

    Attributes:
        blocks: in the order of reading; tables with their captions, pictures that stand alone
            as figures, footnotes at the place of their mark.
        findings: of the families E and V.
        pictures: the path of every picture below the project, and where it is named.
        erlaubnisse: the comments that allow a finding.
    """

    blocks: tuple[Block, ...]
    findings: tuple[Diagnostic, ...]
    pictures: tuple[tuple[str, Span], ...]
    erlaubnisse: tuple[Erlaubnis, ...]


def read(source: Source, start: int = 0) -> Prose:
    """The blocks of a Markdown text and what is wrong with it.

    Args:
        source: the text.
        start: the offset at which the Markdown begins, the start of a line; what comes
            before (the head of a chapter) is not looked at.
    """
    reader = _Reader(source)
    blocks = reader.read(start)
    return Prose(blocks, tuple(reader.findings), tuple(reader.inlines.pictures), reader.erlaubnisse)


def read_inline(
    source: Source, text: str, place: Offsets
) -> tuple[tuple[Inline, ...], tuple[Diagnostic, ...]]:
    """The inlines of a text field, e.g. in YAML, and what is wrong with them.

    Args:
        source: the file.
        text: the value of the field.
        place: maps offsets in the value to offsets in the source.
    """
    if (content := plain.read(source, text, place)) is not None:
        return content, ()
    reader = _Reader(source)
    content = reader.inlines.read(text, place)
    reader.findings += reader.inlines.openings.findings()
    for _path, span in reader.inlines.pictures:
        message, remedy = "Ein Feld zeigt keine Bilder", "setzen Sie das Bild in ein Kapitel"
        reader.findings.append(faults.AUSZEICHNUNG_UNBEKANNT.at(span, message, help=remedy))
    return content, tuple(reader.findings)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    parser.inline = PositionedInline()
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True).use(deflist_plugin)
    # Fragments stay apart, each with its stamp; they are joined when the tree is built.
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.inline.ruler.disable(["linkify", "strikethrough"])
    parser.inline.ruler2.disable(["strikethrough", "fragments_join"])
    # Targets stay as they were written: they are looked up, not requested.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


class _Reader:
    """Reads one source. The cursor runs through markdown-it's flat list of block tokens."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Diagnostic] = []
        self.inlines = Inlines(source, self.findings, _parser())
        self.erlaubnisse: tuple[Erlaubnis, ...] = ()
        self.tokens: Sequence[Token] = ()
        self.cursor = 0
        self._title: tuple[Token, int] | None = None  # of the next table, and the length of its mark

    def read(self, start: int) -> tuple[Block, ...]:
        """All blocks from an offset on."""
        lines_before = self.source.line_column(start)[0] - 1
        text = "\n" * lines_before + self.source.text[start:]
        self.tokens = _parser().parse(text, self.inlines.env)
        self.erlaubnisse = tuple(erlaubnisse.in_markdown(self.source, self.tokens))
        self._check_depth()
        self._read_notes()
        self.cursor = 0
        found = self._blocks_until("")
        self.findings += [*self.inlines.unused_footnotes(), *self.inlines.openings.findings()]
        self._check_targets()
        return found

    def _check_depth(self) -> None:
        deepest = next((token for token in self.tokens if token.level >= _DEEPEST - 1 and token.map), None)
        if deepest and deepest.map:
            self.findings.append(
                faults.AUSZEICHNUNG_UNBEKANNT.at(
                    line_span(self.source, deepest.map[0]),
                    "Hier sind zu viele Listen und Kästen ineinander verschachtelt",
                    help="rücken Sie weniger weit ein",
                )
            )

    def _check_targets(self) -> None:
        for label, target in self.inlines.targets.items():
            line = line_span(self.source, target["map"][0])
            if fault := boxes.with_colon(line):
                self.findings.append(fault)
            elif label not in self.inlines.targets.used:
                self.findings.append(
                    faults.AUSZEICHNUNG_UNBEKANNT.at(
                        line,
                        "„[…]: …“ am Zeilenanfang legt fest, wohin ein Verweis führt, und ist kein Text",
                        help="löschen Sie die Zeile; soll sie Text sein, schreiben Sie \\[ am Anfang",
                    )
                )

    # --- footnotes are read first: their text goes to the place of their mark

    def _read_notes(self) -> None:
        """Takes the texts of the footnotes out of the tokens, also those that stand in another's."""
        outside: list[Token] = []
        notes: list[tuple[Token, list[Token]]] = []
        within = [outside]
        for token in self.tokens:
            if token.type == "footnote_reference_open":
                notes.append((token, []))
                within.append(notes[-1][1])
            elif token.type == "footnote_reference_close":
                within.pop()
            else:
                within[-1].append(token)
        for token, tokens in notes:
            self._add_note(token, tokens)
        self.tokens = outside

    def _add_note(self, token: Token, tokens: list[Token]) -> None:
        label = str(token.meta["label"])
        mark = self.source.text.find(f"[^{label}]", self.source.line_starts[(token.map or [0])[0]])
        span = Span(self.source, mark, mark + len(label) + 3)
        if first := self.inlines.footnotes.get(label):
            self.findings.append(
                faults.TEXT_OHNE_FUSSNOTE.at(
                    span,
                    f"Zur Fußnote „{label}“ gibt es schon einen Text",
                    label="dieser erscheint nicht im Dokument",
                    related=(Related(first.span, "der erste Text"),),
                    help="geben Sie der zweiten Fußnote eine eigene Nummer",
                )
            )
            return
        self.inlines.footnotes[label] = FootnoteText(span, partial(self._note_blocks, tokens))

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

    def _block(self, token: Token, found: list[Block]) -> None:  # noqa: C901, PLR0912 - one case a kind
        match token.type:
            case "paragraph_open":
                self._paragraph(found)
            case "heading_open":
                found.append(self._heading(token))
            case "bullet_list_open":
                items, tight = self._items("bullet_list_close")
                found.append(tree.BulletList(items, tight, span=block_span(self.source, token)))
            case "ordered_list_open":
                items, tight = self._items("ordered_list_close")
                begin = int(token.attrs.get("start", 1))
                found.append(tree.OrderedList(items, begin, tight, span=block_span(self.source, token)))
            case "blockquote_open":
                found.append(self._quote(token))
            case "fence":
                found.append(directives.read(self.inlines, token))
            case "code_block":
                found.append(tree.CodeBlock(directives.code(token), span=block_span(self.source, token)))
            case "dl_open" if captions.is_in_definition(self.inlines, self.tokens, self.cursor):
                self._term_and_title(found)
            case "dl_open":
                found.append(tree.DefinitionList(self._definitions(), span=block_span(self.source, token)))
            case "table_open":
                table = tables.read(self.inlines, token, self._tokens_until("table_close"))
                found.append(self._captioned(table, *self._title) if self._title else table)
                self._title = None
            case "hr":
                found.append(tree.Rule(span=block_span(self.source, token)))
            case "html_block":
                if not erlaubnisse.is_one(token.content):
                    self.findings.append(html_fault(line_span(self.source, (token.map or [0])[0])))
            case _:
                raise AssertionError(token.type)  # every block of the dialect is named above

    def _tokens_until(self, closing: str) -> Sequence[Token]:
        first = self.cursor
        while self.tokens[self.cursor].type != closing:
            self.cursor += 1
        self.cursor += 1
        return self.tokens[first : self.cursor - 1]

    def _inline_token(self) -> Token:
        token = self.tokens[self.cursor]
        self.cursor += 2  # the inline token and the closing one
        return token

    def _paragraph(self, found: list[Block]) -> None:
        last = found[-1] if found else None
        table = last if isinstance(last, tree.Table) and not (last.caption or last.ident) else None
        mark = captions.mark(self.inlines, self.tokens, self.cursor, below=table is not None)
        token = self._inline_token()
        if mark and table:
            found[-1] = self._captioned(table, token, mark)
        elif mark:
            self._title = token, mark
        else:
            self._text(token, found)

    def _term_and_title(self, found: list[Block]) -> None:
        """What looks like a definition and is a paragraph and the title of the table behind it."""
        begin = self.cursor
        self.cursor += captions.TERM
        self._paragraph(found)
        title = self.tokens[begin + captions.MEANING]
        self.cursor = begin + captions.BEHIND
        if self.cursor < len(self.tokens) and self.tokens[self.cursor].type == "table_open":
            self._title = title, 0
        else:
            self._text(title, found)

    def _captioned(self, table: tree.Table, token: Token, mark: int) -> tree.Table:
        return tables.captioned(self.inlines, table, token, text_offsets(self.source, token), mark)

    def _text(self, token: Token, found: list[Block]) -> None:
        place = text_offsets(self.source, token)
        if tables.check_failed(self.inlines, token):
            self._lose_caption()
        self._check_heading(token, place)
        content = self.inlines.read(token.content, place)
        if not content:
            return
        if isinstance(content[0], tree.Image) and _stands_alone(content):
            found.append(self._figure(content))
        else:
            found.append(tree.Paragraph(content, span=text_span(self.source, token, place)))

    def _lose_caption(self) -> None:
        following = self.tokens[self.cursor : self.cursor + 2]
        if following and following[0].type == "paragraph_open" and tables.CAPTION.match(following[1].content):
            tables.without_attributes(following[1])

    def _check_heading(self, token: Token, place: Offsets) -> None:
        if match := _TIGHT_HEADING.match(token.content):
            end = place(0) + len(match[0])
            self.findings.append(
                faults.AUSZEICHNUNG_UNBEKANNT.at(
                    Span(self.source, place(0), end),
                    "Zwischen # und der Überschrift fehlt ein Leerzeichen",
                    help=f"schreiben Sie „{match[1]} …“",
                    # „#1“ may be a number.
                    fix=Fix(Span(self.source, end, end), " ", safe=not token.content[match.end()].isdigit()),
                )
            )

    def _heading(self, opening: Token) -> Block:
        token = self._inline_token()
        place = text_offsets(self.source, token)
        text, written = attributes.split(self.inlines, token.content, place, "heading")
        return tree.Heading(
            level=int(opening.tag[1:]),
            content=self.inlines.read(text, place),
            ident=written.ident,
            numbered="ohne-nummer" not in written.classes,
            span=text_span(self.source, token, place),
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
        span = block_span(self.source, opening)
        following = self.tokens[self.cursor : self.cursor + 2]
        begun = boxes.begun(self.inlines, following[1]) if following[0].type == "paragraph_open" else None
        if not begun:
            return tree.Quote(self._blocks_until("blockquote_close"), span=span)
        self.cursor += 1
        token = self._inline_token()
        found: list[Block] = []
        if text := token.content[begun.end :]:
            place = text_offsets(self.source, token).after(begun.end)
            content = self.inlines.read(text, place)
            found.append(tree.Paragraph(content, span=Span(self.source, place(0), place(len(text) - 1) + 1)))
        found += self._blocks_until("blockquote_close")
        return boxes.box(begun, tuple(found), span)

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
                term = self.inlines.read(inline.content, text_offsets(self.source, inline))
            else:
                meanings.append(self._blocks_until("dd_close"))
        self.cursor += 1
        return (*items, tree.Definition(term, tuple(meanings)))

    def _figure(self, content: tuple[Inline, ...]) -> tree.Figure:
        image = content[0]
        assert isinstance(image, tree.Image)  # noqa: S101 - _stands_alone has looked
        written = attributes.Attributes()
        span = image.span
        if len(content) > 1 and isinstance(content[1], tree.Text) and content[1].span and span:
            after = content[1].span
            _, written = attributes.split(
                self.inlines, content[1].text, Offsets((0,), (after.start,)), "figure"
            )
            span = Span(self.source, span.start, after.end)
        decorative = "dekorativ" in written.classes
        image = tree.Image(image.path, "" if decorative else image.alt, decorative, span=image.span)
        return tree.Figure(image, self.inlines.captions.get(image.span, ()), written.ident, span=span)


def _stands_alone(content: tuple[Inline, ...]) -> bool:
    match content:
        case (tree.Image(),):
            return True
        case (tree.Image(), tree.Text(text)):
            return attributes.are_all(text)
        case _:
            return False
