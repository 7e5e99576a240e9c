"""Places that stand elsewhere in the new version: references of the old one find them all the same."""

from __future__ import annotations

from collections.abc import Iterator

from sro_cli.redline.bodies import Matched
from sro_cli.redline.changes import former
from sro_cli.redline.sides import Side
from sro_cli.redline.statement import REFERENCES
from sro_cli.redline.units import Units
from sro_cli.writers.docx.elements import Element, P
from sro_cli.writers.docx.markup import w

_START, _NAME = w("bookmarkStart"), w("name")
_ROW, _CELL, _NOTE, _ID = w("tr"), w("tc"), w("footnoteReference"), w("id")
_LINK, _ANCHOR, _INSTRUCTION = w("hyperlink"), w("anchor"), w("instrText")

Place = tuple[int | None, ...]
"""The position of a unit; in a table also those of row, cell and paragraph."""


def keep_references(old: Side, found: Matched) -> None:
    """Gives bookmarks of what stands elsewhere now another name in the old version, and in its references.

    The bookmark of the old name is the new version's. Where a reference stays, it is marked as changed:
    it leads to the new place once changes are accepted, and to the old one once they are rejected.

    Args:
        old: the old version; it is changed.
        found: the units that belong together; lines of the old ones are told anew.
    """
    moved = frozenset(_moved(found))
    if not moved:
        return
    for start in old.document.iter(_START):
        if start.get(_NAME, "") in moved:
            start.set(_NAME, former(start.get(_NAME, "")))
    notes = {note.get(_ID) for note in old.footnotes if _redirected(note, moved)}
    old.around.known.clear()
    for position, unit in enumerate(found.old.elements):
        changed = _redirected(unit, moved)
        if changed or any(note.get(_ID) in notes for note in unit.iter(_NOTE)):
            found.old.tell(position, old.around)


def _moved(found: Matched) -> Iterator[str]:
    """The names of bookmarks whose paragraph does not become the one that has them in the new version."""
    units = dict(found.pairs)
    rows = {position: dict(pairs) for position, pairs in found.rows.items()}
    after = dict(_places(found.new))
    for name, (position, *inner) in _places(found.old):
        unit = units[position]
        if unit in rows:
            inner[0] = rows[unit][inner[0]]
        if name in after and after[name] != (unit, *inner):
            yield name


def _places(units: Units) -> Iterator[tuple[str, Place]]:
    for position, unit in enumerate(units.elements):
        if unit.tag == P:
            yield from ((start.get(_NAME, ""), (position,)) for start in unit.iter(_START))
        elif unit.find(f".//{_START}") is not None:
            for row, line in enumerate(unit.iterchildren(_ROW)):
                for column, cell in enumerate(line.iterchildren(_CELL)):
                    for number, paragraph in enumerate(cell.iterchildren(P)):
                        place = (position, row, column, number)
                        yield from ((start.get(_NAME, ""), place) for start in paragraph.iter(_START))


def _redirected(root: Element, moved: frozenset[str]) -> bool:
    """Renames what references lead to; whether there was any."""
    found = False
    for link in root.iter(_LINK):
        if (name := link.get(_ANCHOR, "")) in moved:
            link.set(_ANCHOR, former(name))
            found = True
    for text in root.iter(_INSTRUCTION):
        words = (text.text or "").split(" ")
        if REFERENCES.intersection(words) and moved.intersection(words):
            text.text = " ".join(former(word) if word in moved else word for word in words)
            found = True
    return found
