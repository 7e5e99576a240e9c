"""Two versions without what no reader of theirs can tell apart: marks that are printed alike, renamed ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sro_cli import tree
from sro_cli.document.typography import Typesetter
from sro_cli.readers.content import Content
from sro_cli.tree import Block, Inline


def printed(side: Content) -> Content:
    """A version with the texts of its chapters as products print them: „--“ and „–“ are the same there."""
    return _with(side, (tree.map_blocks(each.blocks, Typesetter().rewrite) for each in side.konzept.kapitel))


def following(side: Content, renamed: Mapping[str, str]) -> Content:
    """A version in which mentions follow ids to what they are in the other one.

    Args:
        side: the old version.
        renamed: what has another typed id now, by its old one.
    """

    def now(inline: Inline) -> tuple[Inline, ...]:
        if isinstance(inline, tree.Mention) and (target := renamed.get(inline.target)):
            scheme, _colon, ident = target.partition(":")
            return (replace(inline, scheme=scheme, ident=ident),)
        return (inline,)

    if not renamed:
        return side
    return _with(side, (tree.map_blocks(each.blocks, now) for each in side.konzept.kapitel))


def _with(side: Content, texts: Iterable[tuple[Block, ...]]) -> Content:
    """The version with other blocks in its chapters, in their order."""
    chapters = zip(side.konzept.kapitel, texts, strict=True)
    new = tuple(each.model_copy(update={"blocks": blocks}) for each, blocks in chapters)
    return replace(side, konzept=replace(side.konzept, kapitel=new))
