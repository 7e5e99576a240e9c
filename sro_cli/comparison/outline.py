"""The chapters of a concept as units, and where in them something stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

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
    section, name, title, counted = "", first.text, first.text, _number(first)
    yield chapter, Place(target, name, section, title, counted, span=chapter.span)
    for block in chapter.inner:
        if isinstance(block.node, tree.Heading):
            is_section = block.node.level > 1 and block.ident
            section = f"abschnitt:{block.ident}" if is_section else ""
            title, counted = block.text, _number(block)
        yield from _inside(block, Place(target, name, section, title, counted, span=chapter.span))


def _inside(unit: Unit, around: Place) -> Iterator[tuple[Unit, Place]]:
    """A unit and all below; what has no place of its own has that of what it lies in."""
    place = replace(around, span=unit.span or around.span)
    yield unit, place
    below = replace(place, within=unit.kind)
    for inner in unit.inner:
        yield from _inside(inner, below)


def _number(heading: Unit) -> str:
    return heading.node.number if isinstance(heading.node, tree.Heading) else ""
