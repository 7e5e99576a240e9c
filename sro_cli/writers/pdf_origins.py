"""Lines of the Typst source of a document → the part and the block that they show.

Asked for only when Typst refuses: each part is written once more, with a comment before every
block, and what stands in both is held against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from typing_extensions import override

from sro_cli.engines import pandoc
from sro_cli.engines.pandoc import Json
from sro_cli.tree import Block, Part, Tree
from sro_cli.writers.pdf_markup import ARGUMENTS, Encoder

Origin = tuple[str, Block | None]
"""The ident of a part, empty for what stands around the parts; and a block directly in it, if known."""

_MARK = "// sro "


def origins(
    document: Tree, encoder: Encoder, pieces: Iterable[tuple[str, str]], wanted: Collection[int]
) -> Mapping[int, Origin]:
    """What some lines show.

    Args:
        document: that was written.
        encoder: that wrote it.
        pieces: its source, each piece with the ident of the part it shows.
        wanted: the numbers of the lines, from 1; others may be told as well.
    """
    parts = {part.ident: part for part in document.parts}
    found: dict[int, Origin] = {}
    begin = 1
    for ident, text in pieces:
        lines = text.split("\n")[:-1]
        numbers = range(begin, begin + len(lines))
        begin = numbers.stop
        if any(number in numbers for number in wanted):
            blocks = _blocks(parts[ident], encoder, lines) if ident in parts else [None] * len(lines)
            found |= {number: (ident, block) for number, block in zip(numbers, blocks, strict=True)}
    return found


def _blocks(part: Part, encoder: Encoder, lines: list[str]) -> list[Block | None]:
    """The block that each line of a part shows; None for all if that cannot be told."""
    marked = list(_marked(part, encoder))
    # The marks move blank lines about, and the frame of a part stands before the first of them.
    written = [number for number, line in enumerate(lines) if line.strip()]
    surplus = len(written) - len(marked)
    if not marked or surplus < 0:
        return [None] * len(lines)
    first = next((n for n in range(surplus + 1) if _alike(lines, written[n:], marked)), None)
    blocks: list[Block | None] = [None] * len(lines)
    if first is not None:
        for number, (_line, block) in zip(written[first:], marked, strict=False):
            blocks[number] = block
    return blocks


def _alike(lines: list[str], written: list[int], marked: list[tuple[str, Block]]) -> bool:
    return all(lines[number] == line for number, (line, _block) in zip(written, marked, strict=False))


def _marked(part: Part, encoder: Encoder) -> Iterator[tuple[str, Block]]:
    """The lines of a part that are not blank, each with its block."""
    marks = {id(block): number for number, block in enumerate(part.blocks)}
    marking = _Marking(encoder.look, turned=encoder.turned, marks=marks)
    (fragment,) = pandoc.fragments([marking.part(part)], marking, ARGUMENTS, {})
    block: Block | None = None
    for line in fragment.split("\n"):
        if line.startswith(_MARK):
            block = part.blocks[int(line.removeprefix(_MARK))]
        elif line.strip() and block is not None:
            yield line, block


@dataclass(frozen=True)
class _Marking(Encoder):
    """Encodes with a comment before each block that has a mark, by its identity: equal ones are many."""

    marks: Mapping[int, int] = field(default_factory=dict)

    @override
    def block(self, block: Block) -> list[Json]:
        number = self.marks.get(id(block))
        mark = [] if number is None else [self.raw_block(f"{_MARK}{number}")]
        return [*mark, *super().block(block)]
