"""Ways through the tree: what it says, what is inside of what, and the tree with something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from operator import is_
from typing import Any, TypeVar

from sro_cli.tree.nodes import (
    Alert,
    Block,
    Break,
    BulletList,
    Cell,
    Code,
    Definition,
    DefinitionList,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    Marked,
    Mention,
    Node,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Reference,
    Strong,
    Table,
    Text,
)

T = TypeVar("T")
N = TypeVar("N", bound=Node)


def plain_text(inlines: Iterable[Inline]) -> str:
    """The words a reader sees, without marks; footnotes and pictures left out.

    >>> plain_text((Text("Ziele "), Strong((Text("heute"),))))
    'Ziele heute'
    """
    words: list[str] = []
    for inline in inlines:
        match inline:
            case Text(text) | Code(text):
                words.append(text)
            case Emphasis(content) | Strong(content) | Link(content) | Reference(content) | Marked(content):
                words.append(plain_text(content))
            case Mention(_, _, content):
                words.append(plain_text(content))
            case Break():
                words.append(" ")
            case _:
                pass
    return "".join(words)


def inner_blocks(block: Block) -> tuple[Block, ...]:
    """The blocks directly inside a block, in order."""
    match block:
        case Quote(blocks) | Alert(_, blocks):
            return blocks
        case BulletList(items) | OrderedList(items):
            return tuple(inner for item in items for inner in item)
        case DefinitionList(items):
            return tuple(inner for item in items for meaning in item.meanings for inner in meaning)
        case _:
            return ()


def inner_inlines(block: Block) -> tuple[Inline, ...]:
    """The inlines directly inside a block, in order, not those of blocks inside it."""
    match block:
        case Heading(_, content) | Paragraph(content):
            return content
        case DefinitionList(items):
            return tuple(inline for item in items for inline in item.term)
        case Table():
            rows = (block.head, *block.rows)
            return (*block.caption, *(inline for row in rows for cell in row for inline in cell.content))
        case Figure():
            return (block.image, *block.caption)
        case _:
            return ()


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks, also those inside others and in footnotes, in the order of reading."""
    for block in blocks:
        yield block
        for inline in walk_inlines(inner_inlines(block)):
            if isinstance(inline, Note):
                yield from walk(inline.blocks)
        yield from walk(inner_blocks(block))


def walk_inlines(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """All inlines, also those inside others; a footnote is given, its text is not."""
    for inline in inlines:
        yield inline
        if inner := getattr(inline, "content", ()):
            yield from walk_inlines(inner)


def images(blocks: Iterable[Block]) -> Iterator[Image]:
    """All pictures, also those of figures, tables, headings and footnotes, in the order of reading."""
    for block in walk(blocks):
        for inline in walk_inlines(inner_inlines(block)):
            if isinstance(inline, Image):
                yield inline


Rewrite = Callable[[Inline], Iterable[Inline]]
"""Says what takes the place of an inline whose own content has been rewritten already."""


def map_inlines(inlines: tuple[Inline, ...], rewrite: Rewrite) -> tuple[Inline, ...]:
    """The inlines with each one rewritten, inner ones first, also in footnotes; the very same if all stay."""
    result: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text():
                inner: Inline = inline
            case Note():
                inner = _with(inline, blocks=map_blocks(inline.blocks, rewrite))
            case Emphasis() | Strong() | Link() | Reference() | Mention() | Marked():
                inner = _with(inline, content=map_inlines(inline.content, rewrite))
            case _:
                inner = inline
        result.extend(rewrite(inner))
    return _kept(inlines, tuple(result))


def map_blocks(blocks: tuple[Block, ...], rewrite: Rewrite) -> tuple[Block, ...]:
    """The blocks with every inline in them rewritten, in the order of reading; the very same if all stay."""
    return _kept(blocks, tuple(_map_block(block, rewrite) for block in blocks))


def map_images(blocks: tuple[Block, ...], change: Callable[[Image], Image]) -> tuple[Block, ...]:
    """The blocks with every picture in them changed, those of figures as well."""

    def shown(found: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map_inner(figure(block), shown) for block in found)

    def figure(block: Block) -> Block:
        return replace(block, image=change(block.image)) if isinstance(block, Figure) else block

    return map_blocks(shown(blocks), lambda each: (change(each),) if isinstance(each, Image) else (each,))


def _map_block(block: Block, rewrite: Rewrite) -> Block:
    match block:
        case Heading() | Paragraph():
            return _with(block, content=map_inlines(block.content, rewrite))
        case Quote() | Alert():
            return _with(block, blocks=map_blocks(block.blocks, rewrite))
        case BulletList() | OrderedList():
            return _with(
                block, items=_kept(block.items, tuple(map_blocks(item, rewrite) for item in block.items))
            )
        case DefinitionList():
            items = tuple(_map_definition(item, rewrite) for item in block.items)
            return _with(block, items=_kept(block.items, items))
        case Table():
            return _with(
                block,
                caption=map_inlines(block.caption, rewrite),
                head=_map_row(block.head, rewrite),
                rows=_kept(block.rows, tuple(_map_row(row, rewrite) for row in block.rows)),
            )
        case Figure():
            return _with(block, caption=map_inlines(block.caption, rewrite))
        case _:
            return block


def _map_definition(item: Definition, rewrite: Rewrite) -> Definition:
    meanings = _kept(item.meanings, tuple(map_blocks(meaning, rewrite) for meaning in item.meanings))
    return _with(item, term=map_inlines(item.term, rewrite), meanings=meanings)


def _map_row(row: tuple[Cell, ...], rewrite: Rewrite) -> tuple[Cell, ...]:
    return _kept(row, tuple(_with(cell, content=map_inlines(cell.content, rewrite)) for cell in row))


def _kept(old: tuple[T, ...], new: tuple[T, ...]) -> tuple[T, ...]:
    """The old tuple if the new one has the very same items: most of a tree stays, and copies take time."""
    return old if len(old) == len(new) and all(map(is_, old, new)) else new


def _with(node: N, **fields: Any) -> N:
    """The node with these fields; the very same one if it has them already."""
    if all(getattr(node, name) is value for name, value in fields.items()):
        return node
    return replace(node, **fields)


def map_inner(block: Block, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Block:
    """The block with each run of blocks directly inside it changed; others come back as they are."""
    match block:
        case Quote() | Alert():
            return replace(block, blocks=change(block.blocks))
        case BulletList() | OrderedList():
            return replace(block, items=tuple(change(item) for item in block.items))
        case DefinitionList():
            items = tuple(
                replace(item, meanings=tuple(change(meaning) for meaning in item.meanings))
                for item in block.items
            )
            return replace(block, items=items)
        case _:
            return block
