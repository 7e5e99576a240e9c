"""Ids of the old version as the new one has them: what leads to the same place is the same link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sro_cli import tree
from sro_cli.tree import Block, Figure, Heading, Inline, Table, Tree


def anchors(document: Tree) -> Iterator[str]:
    """All that links in a document can lead to."""
    for part in document.parts:
        for block in tree.walk(part.blocks):
            if isinstance(block, Heading | Figure | Table) and block.ident:
                yield block.ident
            for inline in tree.walk_inlines(tree.inner_inlines(block)):
                if isinstance(inline, tree.Anchor):
                    yield inline.ident


def with_anchors(document: Tree, names: Mapping[str, str]) -> Tree:
    """A document whose places, and the links to them, have other names; what readers see stays.

    Args:
        document: numbered and resolved.
        names: by the present ones.
    """

    def inline(each: Inline) -> tuple[Inline, ...]:
        match each:
            case tree.Reference() if each.anchor in names:
                return (replace(each, anchor=names[each.anchor]),)
            case tree.Anchor() if each.ident in names:
                return (replace(each, ident=names[each.ident]),)
            case _:
                return (each,)

    def named(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(tree.map_inner(block(each), named) for each in blocks)

    def block(each: Block) -> Block:
        if isinstance(each, Heading | Figure | Table) and each.ident in names:
            return replace(each, ident=names[each.ident])
        return each

    parts = (replace(part, blocks=tree.map_blocks(named(part.blocks), inline)) for part in document.parts)
    return replace(document, parts=tuple(parts))
