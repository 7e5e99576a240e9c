"""Where a pattern stands in what is written, and what stands there: a field, or words of a chapter.

The sources are searched as they are, which takes next to no time; only where something is found
does anybody ask for the value or the node around it. Comments and marks are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from sro_cli import tree
from sro_cli.checks.rule import Scope
from sro_cli.model import Kapitel
from sro_cli.source import Key, Source, Span
from sro_cli.tree import Block, Inline, Node

INTERN = "intern"
"""The field that never leaves the internal edition."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place.

    Attributes:
        span: what was found.
        owner: typed id of the entry or chapter; ``konzept`` for konzept.yml.
        path: the path of the field; empty in the text of a chapter.
        node: the smallest node around it, of a chapter or of a field that holds Markdown; None in others.
        intern: it is shown in the internal edition only.
    """

    span: Span
    owner: str
    path: Key
    node: Node | None
    intern: bool


def matches(sources: Iterable[Source], pattern: re.Pattern[str]) -> Iterator[Span]:
    """Where a pattern matches; fast if it can begin with a few signs only."""
    for source in sources:
        for match in pattern.finditer(source.text):
            yield Span(source, *match.span())


def located(scope: Scope, spans: Iterable[Span]) -> Iterator[Spot]:
    """The places of what stands in a field or in the text of a chapter."""
    chapters = {
        first.source: _Words(chapter, first)
        for chapter in scope.konzept.kapitel
        if chapter.blocks and (first := chapter.blocks[0].span)
    }
    for span in spans:
        words = chapters.get(span.source)
        if words and span.start >= words.start:
            if found := words.around(span.start):
                node, intern = found
                yield Spot(span, words.owner, (), node, intern)
        elif key := scope.places.innermost(span.source, span.start):
            inline = _smallest(scope.texts.get(key, ()), span.start)
            yield Spot(span, str(key[0]), key[1:], inline, INTERN in key[1:2])


class _Words:
    """The text of a chapter; its nodes are gathered when somebody asks for the first."""

    def __init__(self, chapter: Kapitel, first: Span) -> None:
        self.owner = chapter.target
        self.start = first.start
        self._blocks = chapter.blocks
        self._nodes: list[tuple[int, int, Node, bool]] = []

    def around(self, offset: int) -> tuple[Node, bool] | None:
        """The smallest node around a place, and whether it stands in a box INTERN; None for marks."""
        if not self._nodes:
            self._nodes = sorted(_nodes(self._blocks, intern=False), key=itemgetter(0, 1))
        # Nodes lie inside of each other, so the last that begins before and ends behind is the smallest.
        for index in range(bisect_right(self._nodes, (offset, 1), key=itemgetter(0, 1)) - 1, -1, -1):
            _start, end, node, intern = self._nodes[index]
            if offset < -end:
                return None if isinstance(node, _AROUND_WORDS) else (node, intern)
        return None


_AROUND_WORDS = (
    tree.Alert,
    tree.BulletList,
    tree.DefinitionList,
    tree.Heading,
    tree.OrderedList,
    tree.Paragraph,
    tree.Quote,
    tree.Table,
)
"""Nodes whose words are all in other nodes: what is directly in them are marks and comments."""


def _smallest(inlines: Iterable[Inline], offset: int) -> Node | None:
    around = (
        inline
        for inline in tree.walk_inlines(inlines)
        if inline.span and inline.span.start <= offset < inline.span.end
    )
    return min(around, key=lambda inline: len(inline.span.text) if inline.span else 0, default=None)


def _nodes(blocks: Iterable[Block], *, intern: bool) -> Iterator[tuple[int, int, Node, bool]]:
    for block in blocks:
        inside = intern or (isinstance(block, tree.Alert) and block.kind == "INTERN")
        if block.span:
            yield block.span.start, -block.span.end, block, inside
        for inline in tree.walk_inlines(tree.inner_inlines(block)):
            if inline.span:
                yield inline.span.start, -inline.span.end, inline, inside
            if isinstance(inline, tree.Note):
                yield from _nodes(inline.blocks, intern=inside)
        yield from _nodes(tree.inner_blocks(block), intern=inside)
