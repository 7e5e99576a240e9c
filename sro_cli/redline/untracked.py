"""What differs between two versions and cannot be a tracked change in Word."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sro_cli.tree import Figure, Heading, Table, Tree, walk


def untracked(old: Tree, new: Tree, kept: Collection[str]) -> tuple[str, ...]:
    """What the redline does not show, or shows without a mark: German sentences without full stop.

    Args:
        old: the old version.
        new: the new version.
        kept: names of attributes of `Layout` that stay as in the new version.
    """
    return tuple(_untracked(old, new, kept))


def _untracked(old: Tree, new: Tree, kept: Collection[str]) -> Iterator[str]:
    yield "Inhaltsverzeichnis und Listen der Abbildungen und Tabellen stehen nicht darin"
    if any(getattr(old.meta, name) != getattr(new.meta, name) for name in _IN_MARGINALS):
        yield "Kopf- und Fußzeilen und Eigenschaften sind die der neuen Fassung"
    if _numbers(old) != _numbers(new):
        yield (
            "Nummern von Überschriften, Abbildungen, Tabellen und Fußnoten sind nicht markiert: "
            "Word zählt sie selbst, sobald Änderungen angenommen oder abgelehnt sind"
        )
    for name, said in _KEPT.items():
        if name in kept:
            yield f"{said} sind die der neuen Fassung"


_KEPT = {
    "pages": "Hoch- und Querformat der Seiten",
    "alignment": "Ausrichtungen der Spalten",
    "widths": "Breiten der Spalten",
    "titles": "Titel der Tabellen für Vorleseprogramme",
    "spacing": "Abstände zwischen Listenpunkten",
}
_IN_MARGINALS = ("title", "version", "fassung", "date", "publisher", "draft")


def _numbers(document: Tree) -> dict[str, str]:
    """The numbers that Word counts, by what they number."""
    blocks = (block for part in document.parts for block in walk(part.blocks))
    counted = (block for block in blocks if isinstance(block, Heading | Figure | Table))
    return {block.ident: str(block.number) for block in counted}
