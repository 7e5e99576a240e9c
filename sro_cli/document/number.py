"""The one numbering pass: chapters, sections, annexes, figures, tables and footnotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sro_cli import tree
from sro_cli.tree import Block, Part, ReferenceKind

_DEEPEST = 4
"""Headings below this level carry no number."""


@dataclass(frozen=True, slots=True)
class Label:
    """What can be referred to by its number.

    Attributes:
        kind: what it is.
        number: as printed, empty for a heading without one.
        text: „Abschnitt 3.2“, „Tabelle 4“; for a heading without a number its words.
    """

    kind: ReferenceKind
    number: str
    text: str


def number(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], Mapping[str, Label]]:
    """The parts with every number filled in, and the label of every anchor."""
    numberer = _Numberer()
    return tuple(numberer.part(part) for part in parts), numberer.labels


class _Numberer:
    def __init__(self) -> None:
        self.labels: dict[str, Label] = {}
        self.chapters = 0
        self.annexes = 0
        self.figures = 0
        self.tables = 0
        self.notes = 0
        self.sections: list[int] = []
        self.prefix = ""
        self.kind: tree.PartKind = "kapitel"

    def part(self, part: Part) -> Part:
        self.kind = part.kind
        self.sections = []
        if part.kind == "kapitel":
            self.chapters += 1
            self.prefix = str(self.chapters)
        elif part.kind == "anlage":
            self.prefix = _letters(self.annexes)
            self.annexes += 1
        else:
            self.prefix = ""
        blocks = self.blocks(part.blocks)
        return replace(part, blocks=tree.map_blocks(blocks, self.inline))

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(tree.map_inner(self.block(block), self.blocks) for block in blocks)

    def block(self, block: Block) -> Block:
        match block:
            case tree.Heading():
                return self.heading(block)
            case tree.Figure() if block.caption:
                self.figures += 1
                self._label(block.ident, "abb", f"Abbildung\u00a0{self.figures}", str(self.figures))
                return replace(block, number=self.figures)
            case tree.Table() if block.caption:
                self.tables += 1
                self._label(block.ident, "tab", f"Tabelle\u00a0{self.tables}", str(self.tables))
                return replace(block, number=self.tables)
            case _:
                return block

    def heading(self, heading: tree.Heading) -> tree.Heading:
        found = ""
        if self.prefix and heading.numbered and heading.level <= _DEEPEST:
            below = heading.level - 1
            self.sections = (self.sections + [0] * below)[:below]
            if below:
                self.sections[-1] += 1
            found = ".".join((self.prefix, *map(str, self.sections)))
        self._label(heading.ident, *self._heading_label(heading, found))
        return replace(heading, number=found, numbered=bool(found))

    def _heading_label(self, heading: tree.Heading, found: str) -> tuple[ReferenceKind, str, str]:
        kind: ReferenceKind = "kapitel" if heading.level == 1 else "abschnitt"
        if not found:
            return kind, f"„{tree.plain_text(heading.content)}“", ""
        word = "Abschnitt" if heading.level > 1 else "Anlage" if self.kind == "anlage" else "Kapitel"
        return kind, f"{word}\u00a0{found}", found

    def _label(self, anchor: str, kind: ReferenceKind, text: str, found: str) -> None:
        if anchor:
            self.labels[anchor] = Label(kind, found, text)

    def inline(self, inline: tree.Inline) -> tuple[tree.Inline, ...]:
        if isinstance(inline, tree.Note):
            self.notes += 1
            return (replace(inline, number=self.notes),)
        return (inline,)


def _letters(index: int) -> str:
    """The letter of an annex, counted from 0: A to Z, then AA.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
