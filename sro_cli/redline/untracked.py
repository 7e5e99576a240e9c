"""What differs between two versions and cannot be a tracked change in Word."""

from __future__ import annotations

from collections.abc import Iterator

from sro_cli.tree import Figure, Heading, Table, Tree, walk


def untracked(old: Tree, new: Tree) -> tuple[str, ...]:
    """What the redline does not show, or shows without a mark: German sentences without full stop."""
    return tuple(_untracked(old, new))


def _untracked(old: Tree, new: Tree) -> Iterator[str]:
    yield "Inhaltsverzeichnis und Listen der Abbildungen und Tabellen stehen nicht darin"
    if any(getattr(old.meta, name) != getattr(new.meta, name) for name in _IN_MARGINALS):
        yield "Kopf- und Fußzeilen und Eigenschaften sind die der neuen Fassung"
    if _numbers(old) != _numbers(new):
        yield (
            "Nummern von Überschriften, Abbildungen, Tabellen und Fußnoten sind nicht markiert: "
            "Word zählt sie selbst, sobald Änderungen angenommen oder abgelehnt sind"
        )
    if _wide(old) != _wide(new):
        yield "Hoch- und Querformat der Seiten sind die der neuen Fassung"


_IN_MARGINALS = ("title", "version", "fassung", "date", "publisher", "draft")


def _numbers(document: Tree) -> dict[str, str]:
    """The numbers that Word counts, by what they number."""
    blocks = (block for part in document.parts for block in walk(part.blocks))
    counted = (block for block in blocks if isinstance(block, Heading | Figure | Table))
    return {block.ident: str(block.number) for block in counted}


def _wide(document: Tree) -> list[str]:
    blocks = (block for part in document.parts for block in walk(part.blocks))
    return [repr(block.head) for block in blocks if isinstance(block, Table) and block.wide]
