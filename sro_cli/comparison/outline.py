"""The chapters of a concept as units, and where in them something stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sro_cli import tree
from sro_cli.comparison import units
from sro_cli.comparison.units import Unit
from sro_cli.comparison.values import Place
from sro_cli.document.number import number
from sro_cli.readers.content import Content
from sro_cli.tree import Part


def outlined(side: Content, other: Content | None = None) -> tuple[Unit, ...]:
    """The chapters of a version, numbered as the products number them.

    Args:
        side: the version.
        other: one that it is compared with. A picture that is another one there under the same name
            bears its digest as well: ``bilder/a.svg#1f2e3d4c``.
    """
    known = other.pictures if other else {}
    replaced = {path: each for path, each in side.pictures.items() if known.get(path, each) != each}

    def named(image: tree.Image) -> tree.Image:
        digest = replaced.get(image.path)
        return replace(image, path=f"{image.path}#{digest[:8]}") if digest else image

    chapters = (
        Part(each.id, "kapitel", tree.map_images(each.blocks, named) if replaced else each.blocks)
        for each in side.konzept.kapitel
    )
    parts, _labels = number(tuple(chapters))
    places = side.places
    return tuple(units.chapter(part.ident, part.blocks, places[(f"kapitel:{part.ident}",)]) for part in parts)


def placed(chapters: Iterable[Unit]) -> dict[Unit, Place]:
    """Where each unit stands: in which chapter and under which heading."""
    return {unit: place for chapter in chapters for unit, place in _of_chapter(chapter)}


def is_internal(unit: Unit) -> bool:
    """Whether it is a box that public editions do not have."""
    return isinstance(unit.node, tree.Alert) and unit.node.kind == "INTERN"


def _of_chapter(chapter: Unit) -> Iterator[tuple[Unit, Place]]:
    first = next((unit for unit in chapter.inner if unit.kind == "heading"), chapter)
    place = Place(chapter.target, first.text, "", first.text, _number(first), span=chapter.span)
    yield chapter, place
    around: list[tuple[int, str]] = []
    for block in chapter.inner:
        if isinstance(block.node, tree.Heading):
            level = block.node.level
            section = block.target if level > 1 else ""
            around = [(other, name) for other, name in around if other < level]
            around += [(level, section)] if section else []
            names = tuple(name for _level, name in around)
            place = replace(place, section=section, title=block.text, number=_number(block), around=names)
        yield from _inside(block, place)


def _inside(unit: Unit, outer: Place) -> Iterator[tuple[Unit, Place]]:
    """A unit and all below; what has no place of its own has that of what it lies in."""
    own = (unit.target,) if unit.target and unit.kind != "heading" else ()
    internal = outer.internal or is_internal(unit)
    place = replace(outer, around=(*outer.around, *own), internal=internal, span=unit.span or outer.span)
    yield unit, place
    below = replace(place, within=unit.kind)
    heads = _heads(unit) if unit.kind == "table" else ()
    for inner in unit.inner:
        if heads and inner.kind == "row":
            yield from _row(inner, below, heads)
        else:
            yield from _inside(inner, below)


def _row(row: Unit, outer: Place, heads: Sequence[str]) -> Iterator[tuple[Unit, Place]]:
    place = replace(outer, span=row.span or outer.span)
    yield row, place
    for index, cell in enumerate(row.inner):
        names = (row.inner[0].text if index else "", heads[index] if index < len(heads) else "")
        yield from _inside(cell, replace(place, within="row", cell=names))


def _heads(table: Unit) -> tuple[str, ...]:
    return next((tuple(cell.text for cell in unit.inner) for unit in table.inner if unit.kind == "head"), ())


def _number(heading: Unit) -> str:
    return heading.node.number if isinstance(heading.node, tree.Heading) else ""
