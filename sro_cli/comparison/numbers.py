"""The numbers of figures, tables and open points in the products, and which have another one now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sro_cli import tree
from sro_cli.comparison.pairing import Pair
from sro_cli.comparison.units import Unit
from sro_cli.comparison.values import Place, Renumbered, Weight
from sro_cli.model import Konzept

_ONE_PICTURE = {"netz": 20, "zeitstrahl": 50, "kennzahlen": 40}
"""How many goals, events and figures a diagram shows at least in one picture; more may need several."""


def printed(chapters: Iterable[Unit], konzept: Konzept) -> Mapping[Unit, int]:
    """The number of each figure, table and view that has a caption, and of each open point.

    There is none where only drawing would tell, and none for what is internal.

    Args:
        chapters: of a version, in order.
        konzept: the version.
    """
    counting = _Counting({name: _is_one_picture(name, konzept) for name in _ONE_PICTURE})
    for chapter in chapters:
        counting.within(chapter)
    return counting.found


def counted(unit: Unit) -> str:
    """What a unit is counted as: ``abb``, ``tab`` or ``offen``; empty if it bears no number of these."""
    match unit.node:
        case tree.Figure(caption=(_, *_)) | tree.Table(caption=(_, *_)) if unit.kind in {"figure", "table"}:
            return unit.scheme
        case tree.Directive(title=title) if title:
            return unit.scheme
        case tree.Alert(kind="OFFEN"):
            return "offen"
        case _:
            return ""


def renumbered(
    pair: Pair,
    numbers: tuple[Mapping[Unit, int], Mapping[Unit, int]],
    places: tuple[Mapping[Unit, Place], Mapping[Unit, Place]],
) -> Iterator[Renumbered]:
    """What has another number in a chapter, but for what was moved: that says so itself.

    Args:
        pair: of the chapter.
        numbers: of both versions.
        places: of both versions.
    """
    for old, new in _staying(pair):
        before, after = numbers[0].get(old), numbers[1].get(new)
        if before and after and before != after:
            yield Renumbered(
                old=places[0][old],
                new=places[1][new],
                weight=Weight.TYPOGRAPHY,
                pair=Pair(old, new),
                before=str(before),
                after=str(after),
            )


@dataclass
class _Counting:
    """Counts as the products do.

    Attributes:
        certain: whether a diagram is one picture, by its argument.
    """

    certain: Mapping[str, bool]
    found: dict[Unit, int] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    lost: bool = False  # from here on nobody knows how many figures there were

    def within(self, unit: Unit) -> None:
        """Counts what lies in a unit; footnotes hold nothing that is counted."""
        if kind := counted(unit):
            self.counts[kind] += 1
            if not (self.lost and kind == "abb"):
                self.found[unit] = self.counts[kind]
        if isinstance(unit.node, tree.Directive) and unit.node.name == "diagramm":
            self.lost |= bool(unit.node.title) and not self.certain.get(unit.node.argument, False)
        if isinstance(unit.node, tree.Alert) and unit.node.kind == "INTERN":
            return
        for inner in unit.inner:
            if inner.kind != "note":
                self.within(inner)


def _is_one_picture(name: str, konzept: Konzept) -> bool:
    shown = {
        "netz": len(konzept.ziele),
        "zeitstrahl": sum(map(len, (konzept.beschluesse, konzept.veranstaltungen, konzept.meilensteine))),
        "kennzahlen": sum(len(space.kennzahlen) for space in konzept.sozialraeume),
    }
    return shown[name] <= _ONE_PICTURE[name]


def _staying(pair: Pair) -> Iterator[tuple[Unit, Unit]]:
    """What stands on both sides and was not moved by itself, with all that lies in what is the same."""
    if pair.same and pair.old and pair.new:
        both = zip(pair.old.walk(), pair.new.walk(), strict=True)
        yield from (units for units in both if not (pair.moved and units == (pair.old, pair.new)))
        return
    if pair.old and pair.new and not pair.moved:
        yield pair.old, pair.new
    for step in pair.inner:
        if isinstance(step, Pair):
            yield from _staying(step)
