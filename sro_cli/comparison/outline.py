"""The chapters of a concept as units, and where in them something stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sro_cli import tree
from sro_cli.comparison import units
from sro_cli.comparison.units import Unit
from sro_cli.comparison.values import Place
from sro_cli.document.number import number
from sro_cli.model import Konzept
from sro_cli.source import Places
from sro_cli.tree import Part


def outlined(konzept: Konzept, places: Places) -> tuple[Unit, ...]:
    """The chapters, numbered as the products number them."""
    parts, _labels = number(tuple(Part(each.id, "kapitel", each.blocks) for each in konzept.kapitel))
    return tuple(units.chapter(part.ident, part.blocks, places[(f"kapitel:{part.ident}",)]) for part in parts)


def placed(chapters: Iterable[Unit]) -> dict[Unit, Place]:
    """Where each unit stands: in which chapter and under which heading."""
    return {unit: place for chapter in chapters for unit, place in _of_chapter(chapter)}


def _of_chapter(chapter: Unit) -> Iterator[tuple[Unit, Place]]:
    target = f"kapitel:{chapter.ident}"
    first = next((unit for unit in chapter.inner if unit.kind == "heading"), chapter)
    section, title, counted = "", first.text, _number(first)
    yield chapter, Place(target, section, title, counted, chapter.span)
    for block in chapter.inner:
        if isinstance(block.node, tree.Heading):
            is_section = block.node.level > 1 and block.ident
            section = f"abschnitt:{block.ident}" if is_section else ""
            title, counted = block.text, _number(block)
        span = chapter.span
        for unit in block.walk():
            span = unit.span or span
            yield unit, Place(target, section, title, counted, span)


def _number(heading: Unit) -> str:
    return heading.node.number if isinstance(heading.node, tree.Heading) else ""
