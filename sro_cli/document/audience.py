"""What an edition shows: nothing internal in a public one. Decided before anything is composed."""

from __future__ import annotations

from dataclasses import replace

from sro_cli import tree
from sro_cli.model import Konzept
from sro_cli.tree import Block, Inline


def shown(konzept: Konzept, *, internal: bool) -> Konzept:
    """The concept as an edition has it: its chapters in order, and only what the readers may see.

    A public edition has no INTERN box wherever it stands, and no internal remark.
    """
    settings = konzept.einstellungen
    chapters = tuple(chapter for chapter in konzept.kapitel if settings and chapter.id in settings.kapitel)
    if internal:
        return replace(konzept, kapitel=chapters)
    return replace(
        konzept,
        kapitel=tuple(
            chapter.model_copy(update={"blocks": _without_internal(chapter.blocks)}) for chapter in chapters
        ),
        rueckmeldungen=tuple(entry.model_copy(update={"intern": {}}) for entry in konzept.rueckmeldungen),
    )


def _without_internal(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    kept = (block for block in blocks if not (isinstance(block, tree.Alert) and block.kind == "INTERN"))
    outside_notes = tuple(tree.map_inner(block, _without_internal) for block in kept)
    return tree.map_blocks(outside_notes, _note_without_internal)


def _note_without_internal(inline: Inline) -> tuple[Inline, ...]:
    if not isinstance(inline, tree.Note):
        return (inline,)
    blocks = _without_internal(inline.blocks)
    return (replace(inline, blocks=blocks),) if blocks else ()
