"""What is connected: chapters that treat an entry, chains of resolutions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from sro_cli.document.selection import number_key
from sro_cli.facts.coverage import decides, in_document
from sro_cli.model import Belegart, Beschluss, Eintrag, Kapitel, Kapitelkopf, Konzept, Verweis, Ziel
from sro_cli.references import Index

BEZIEHUNGEN = {
    "bezug": ("Bezug auf", "Bezug in"),
    "bereits_gefasst": ("Bereits gefasst", "Fortgeführt durch"),
    "aendert": ("Ändert", "Geändert durch"),
    "hebt_auf": ("Hebt auf", "Aufgehoben durch"),
}
"""The relations of papers: field → its words, seen from the one and from the other."""

_TREATED = next(
    mark.arten
    for mark in get_args(get_args(Kapitelkopf.model_fields["behandelt"].annotation)[0])
    if isinstance(mark, Verweis)
)


@dataclass(frozen=True)
class Relations:
    """The connections within a concept.

    Attributes:
        konzept: the concept.
        index: who mentions whom, in fields and in words.
    """

    konzept: Konzept
    index: Index

    @cached_property
    def kapitelnummern(self) -> Mapping[str, int]:
        """The numbers of the chapters by typed id, as the numbering pass will count them."""
        return {chapter.target: number for number, chapter in enumerate(in_document(self.konzept), 1)}

    @cached_property
    def verbindungen(self) -> frozenset[tuple[str, str]]:
        """What is connected, as pairs of typed ids: who mentions and who is mentioned.

        A chapter is connected with what it says it treats: to mention a goal is not yet to treat
        it. With what no chapter can treat (bodies, terms) it is connected by a mention.
        """
        mentioned = ((mention.source, mention.target) for mention in self.index.mentions)
        treated = (
            (chapter.target, target) for chapter in self.konzept.kapitel for target in chapter.behandelt
        )
        return frozenset(
            (
                *treated,
                *(pair for pair in mentioned if not (_is_chapter(pair[0]) and _can_be_treated(pair[1]))),
            )
        )

    def verbunden(self, one: str, other: str) -> bool:
        """Whether two entries are connected, whichever mentions the other."""
        return (one, other) in self.verbindungen or (other, one) in self.verbindungen

    def kapitel(self, target: str) -> tuple[Kapitel, ...]:
        """The chapters of the document that treat an entry, in the order of reading."""
        return tuple(
            chapter
            for chapter in self.konzept.kapitel
            if chapter.target in self.kapitelnummern and (chapter.target, target) in self.verbindungen
        )

    def zu_beschluss(self, paper: Beschluss) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The relations of a paper to others: words, typed ids; first its own, then theirs to it."""
        for field, (words, _) in BEZIEHUNGEN.items():
            if ids := getattr(paper, field):
                yield words, tuple(f"beschluss:{ident}" for ident in ids)
        for field, (_, words) in BEZIEHUNGEN.items():
            if ids := [
                other.target for other in self.konzept.beschluesse if paper.id in getattr(other, field)
            ]:
                yield words, tuple(ids)

    def ketten(self) -> tuple[tuple[str, ...], ...]:
        """The numbers of papers that hang together, each group in the order of the numbers."""
        neighbours: dict[str, set[str]] = {paper.id: set() for paper in self.konzept.beschluesse}
        for paper in self.konzept.beschluesse:
            for other in (other for field in BEZIEHUNGEN for other in getattr(paper, field)):
                if other in neighbours:
                    neighbours[paper.id].add(other)
                    neighbours[other].add(paper.id)
        groups: list[tuple[str, ...]] = []
        seen: set[str] = set()
        for number in sorted(neighbours, key=number_key):
            if number not in seen:
                group = _reached(number, neighbours)
                seen |= group
                groups.append(tuple(sorted(group, key=number_key)))
        return tuple(group for group in groups if len(group) > 1)

    def ziele(self, paper: Beschluss) -> tuple[Ziel, ...]:
        """The goals that rest on a paper."""
        return tuple(goal for goal in self.konzept.ziele if paper.id in goal.beschluesse)

    def undatiert(self) -> tuple[Beschluss, ...]:
        """The papers that decide something, and nobody says when."""
        return tuple(paper for paper in self.konzept.beschluesse if decides(paper) and not paper.datum)

    def unbelegt(self) -> tuple[Eintrag, ...]:
        """The entries that say themselves that nothing proves them."""
        found = ((entry, getattr(entry, "beleg", None)) for entry in self.konzept.eintraege())
        return tuple(entry for entry, beleg in found if beleg is not None and beleg.art is Belegart.UNBELEGT)


def _is_chapter(target: str) -> bool:
    return target.startswith("kapitel:")


def _can_be_treated(target: str) -> bool:
    return target.partition(":")[0] in _TREATED


def _reached(start: str, neighbours: Mapping[str, set[str]]) -> set[str]:
    found = {start}
    waiting = [start]
    while waiting:
        for other in neighbours[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found
