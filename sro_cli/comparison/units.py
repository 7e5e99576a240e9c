"""What is compared: chapters, paragraphs, rows, footnotes … as one kind of node, and how alike two are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

from sro_cli import tree
from sro_cli.comparison import words
from sro_cli.source import Span
from sro_cli.tree import Block, Inline, Node

Kind = Literal[
    "chapter",
    "heading",
    "paragraph",
    "list",
    "item",
    "quote",
    "code",
    "definitions",
    "term",
    "meaning",
    "table",
    "caption",
    "head",
    "column",
    "row",
    "cell",
    "figure",
    "alert",
    "rule",
    "view",
    "note",
]


_SCHEMES: dict[Kind, str] = {"chapter": "kapitel", "heading": "abschnitt", "figure": "abb", "table": "tab"}
_MARK = tree.Note(())
_WORD = re.compile(r"\w+(?:[*:]\w+)*")


@dataclass(frozen=True, eq=False)
class Unit:
    """A piece of text that can be added, removed, changed or moved. Compared by identity; see `digest`.

    Attributes:
        kind: a `Part` or chapter, a block, an item of a list, the head of a table and a column in it,
            a row, a cell, a caption, a footnote …
        node: what it stands for in the tree; None for a chapter, an item, a meaning, a caption and a row.
        content: its own words, not those of `inner`.
        inner: what lies in it, in order: the blocks of a chapter (headings beside what follows them),
            of a box or an item; items; caption and rows; cells; then the footnotes of `content`.
        ident: what an author or the builder calls it, unique among its kind in the document; may be empty.
        about: what else must be equal, by name: the level of a heading, the picture of a figure …
        span: where it stands.
    """

    kind: Kind
    node: Node | None = None
    content: tuple[Inline, ...] = ()
    inner: tuple[Unit, ...] = ()
    ident: str = ""
    about: tuple[tuple[str, str], ...] = ()
    span: Span | None = None

    @cached_property
    def digest(self) -> int:
        """Equal for units of which all that a reader sees is equal."""
        content = self.content
        if self.inner and content:  # footnotes are below, and their number is no matter of theirs
            content = tree.map_inlines(
                content, lambda each: (_MARK,) if isinstance(each, tree.Note) else (each,)
            )
        below = tuple(unit.digest for unit in self.inner)
        nodes = tuple(type(each) for each in tree.walk_inlines(content))  # hashes know values, not classes
        return hash((self.kind, content, nodes, self.ident, self.about, below))

    @cached_property
    def words(self) -> Counter[str]:
        """The words in it and all below, with how often they stand there."""
        found = Counter(_WORD.findall(self.text))
        for unit in self.inner:
            found.update(unit.words)
        return found

    @cached_property
    def size(self) -> int:
        """How many words it has."""
        return self.words.total()

    @cached_property
    def length(self) -> int:
        """How many characters it has, roughly."""
        return len(self.text) + sum(unit.length for unit in self.inner)

    @cached_property
    def text(self) -> str:
        """Its own words, without marks and footnotes; mentions without words by their target."""
        return words.spoken(self.content)

    @property
    def scheme(self) -> str:
        """What its typed id begins with, ``tab``; empty if it can have none."""
        if isinstance(self.node, tree.Directive):
            return "abb" if self.node.name == "diagramm" else "tab"
        return _SCHEMES.get(self.kind, "")

    @property
    def target(self) -> str:
        """Its typed id, ``tab:raeume``; empty if it has no id."""
        return f"{self.scheme}:{self.ident}" if self.ident else ""

    def walk(self) -> Iterator[Unit]:
        """This unit and all below, in order."""
        yield self
        for unit in self.inner:
            yield from unit.walk()


def chapter(ident: str, blocks: Iterable[Block], span: Span | None = None) -> Unit:
    """A chapter of a concept or a part of a document."""
    return Unit("chapter", inner=units(blocks), ident=ident, span=span)


def units(blocks: Iterable[Block]) -> tuple[Unit, ...]:
    """Blocks as units."""
    return tuple(_unit(block) for block in blocks)


def _unit(block: Block) -> Unit:  # noqa: C901 - one case a kind of block
    match block:
        case tree.Heading(level, content, ident, numbered):
            about = (("level", str(level)), ("numbered", "" if numbered else "no"))
            return _textual("heading", block, content, ident, about)
        case tree.Paragraph(content, role):
            return _textual("paragraph", block, content, "", (("role", role),))
        case tree.BulletList(items):
            return _containing("list", block, (_of_blocks("item", item) for item in items))
        case tree.OrderedList(items, start):
            order = (("ordered", "yes"), ("start", str(start) if start != 1 else ""))
            return _containing("list", block, (_of_blocks("item", item) for item in items), order)
        case tree.Quote(blocks):
            return _containing("quote", block, units(blocks))
        case tree.CodeBlock(text, language):
            return _textual("code", block, (tree.Code(text),) if text else (), "", (("language", language),))
        case tree.DefinitionList(items):
            return _containing("definitions", block, chain.from_iterable(map(_definition, items)))
        case tree.Table():
            return _table(block)
        case tree.Figure(image, caption, ident):
            shown = (("picture", image.path), ("alt", image.alt))
            return _textual("figure", block, caption, ident, shown)
        case tree.Alert(kind, blocks):
            return _containing("alert", block, units(blocks), (("kind", kind),))
        case tree.Rule():
            return Unit("rule", block, span=block.span)
        case tree.Directive():
            return _view(block)


def _textual(
    kind: Kind,
    node: Node,
    content: tuple[Inline, ...],
    ident: str = "",
    about: Iterable[tuple[str, str]] = (),
) -> Unit:
    return Unit(kind, node, content, tuple(_notes(content)), ident, _given(about), node.span)


def _containing(kind: Kind, node: Node, inner: Iterable[Unit], about: Iterable[tuple[str, str]] = ()) -> Unit:
    return Unit(kind, node, inner=tuple(inner), about=_given(about), span=node.span)


def _given(about: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in about if value)


def _of_blocks(kind: Kind, blocks: tuple[Block, ...]) -> Unit:
    return Unit(kind, inner=units(blocks), span=blocks[0].span if blocks else None)


def _definition(definition: tree.Definition) -> Iterator[Unit]:
    yield _textual("term", definition, definition.term)
    for meaning in definition.meanings:
        yield _of_blocks("meaning", meaning)


def _table(table: tree.Table) -> Unit:
    rows = (_row("row", "cell", row) for row in table.rows)
    head = _row("head", "column", table.head)
    about = (("alignments", ", ".join(table.alignments)), ("wide", "yes" if table.wide else ""))
    inner = (*_caption(table), head, *rows)
    return Unit("table", table, inner=inner, ident=table.ident, about=_given(about), span=table.span)


def _caption(table: tree.Table) -> Iterator[Unit]:
    if table.caption:
        span = table.caption[0].span or table.span
        yield Unit("caption", None, table.caption, tuple(_notes(table.caption)), span=span)


def _row(kind: Kind, each: Kind, cells: tuple[tree.Cell, ...]) -> Unit:
    inner = tuple(_textual(each, cell, cell.content) for cell in cells)
    return Unit(kind, inner=inner, span=cells[0].span if cells else None)


def _view(view: tree.Directive) -> Unit:
    options = (("nur", ", ".join(f"{name}: {value}" for name, value in view.only)), ("sortiert", view.sort))
    shown = (("name", view.name), ("argument", view.argument), ("titel", view.title))
    more = (("spalten", ", ".join(view.columns)), ("quer", "ja" if view.wide else ""))
    return Unit("view", view, ident=view.ident, about=_given((*shown, *options, *more)), span=view.span)


def _notes(content: Iterable[Inline]) -> Iterator[Unit]:
    for inline in tree.walk_inlines(content):
        if isinstance(inline, tree.Note):
            yield Unit("note", inline, inner=units(inline.blocks), span=inline.span)
