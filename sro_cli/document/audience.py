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
    public = (block for block in blocks if not (isinstance(block, tree.Alert) and block.kind == "INTERN"))
    kept = tuple(pruned for block in public for pruned in _pruned(block))
    return tree.map_blocks(kept, _note_without_internal)


def _pruned(block: Block) -> tuple[Block, ...]:
    """The block without what is internal inside it; an item or a quotation of nothing else goes with it."""
    changed = tree.map_inner(block, _without_internal)
    if changed == block:
        return (block,)
    match changed:
        case tree.BulletList(items) | tree.OrderedList(items):
            left = tuple(item for item in items if item)
            return (replace(changed, items=left),) if left else ()
        case tree.DefinitionList(definitions):
            told = (
                replace(each, meanings=tuple(meaning for meaning in each.meanings if meaning))
                for each in definitions
            )
            explained = tuple(each for each in told if each.meanings)
            return (replace(changed, items=explained),) if explained else ()
        case tree.Quote(inner):
            return (changed,) if inner else ()
        case tree.Alert(kind, inner):
            # An open point without words is still open.
            return (changed,) if inner or kind == "OFFEN" else ()
        case _:
            return (changed,)


def _note_without_internal(inline: Inline) -> tuple[Inline, ...]:
    if not isinstance(inline, tree.Note):
        return (inline,)
    blocks = _without_internal(inline.blocks)
    return (replace(inline, blocks=blocks),) if blocks else ()
