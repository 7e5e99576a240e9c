"""Milestones: which one comes next, and what it demands that is not there yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sro_cli import tree
from sro_cli.facts import coverage
from sro_cli.model import Belegart, Beschluss, Eintrag, Konzept, Meilenstein, Zielwerk
from sro_cli.references import Index
from sro_cli.source import Span

_RANKS = {"entwurf": 0, "ueberarbeitung-noetig": 0, "in-pruefung": 1, "freigegeben": 2}
"""Status of chapters → how far they are; one that needs revision is a draft again."""

_IMMATURE = {
    "in-pruefung": ("Kapitel, das noch nicht geprüft wird", "Kapitel, die noch nicht geprüft werden"),
    "freigegeben": ("Kapitel, das noch nicht freigegeben ist", "Kapitel, die noch nicht freigegeben sind"),
}


@dataclass(frozen=True, slots=True)
class Lack:
    """A demand of a milestone that is not met.

    Attributes:
        demand: its field in `Forderungen`.
        words: what is missing, German, a noun with its number: „3 offene Punkte“.
        places: where, in the order of reading; never empty.
    """

    demand: str
    words: str
    places: tuple[Span, ...]


def version_key(version: str) -> tuple[int, ...]:
    """The numbers of a version, by which versions are in order.

    >>> version_key("0.10.0") > version_key("0.9.0")
    True
    """
    return tuple(int(part) for part in version.split("."))


def next_milestone(konzept: Konzept, published: frozenset[str]) -> Meilenstein | None:
    """The milestone a draft is on its way to: the lowest version not yet published."""
    waiting = [milestone for milestone in konzept.meilensteine if milestone.version not in published]
    return min(waiting, key=lambda milestone: version_key(milestone.version), default=None)


def lacks(milestone: Meilenstein, konzept: Konzept, index: Index) -> tuple[Lack, ...]:
    """What a milestone demands and the concept does not have, a demand after the other.

    Args:
        milestone: whose demands are asked for.
        konzept: the concept.
        index: of the concept; knows the places of its entries and chapters.
    """
    demands = milestone.verlangt
    found: list[Lack | None] = []
    if words := _IMMATURE.get(demands.kapitelstatus):
        behind = (
            chapter
            for chapter in coverage.in_document(konzept)
            if _RANKS[chapter.status] < _RANKS[demands.kapitelstatus]
        )
        found.append(_lack("kapitelstatus", _spans(behind, index), words))
    if demands.offene_punkte == "keine":
        found.append(_lack("offene_punkte", open_points(konzept), ("offener Punkt", "offene Punkte")))
    if demands.unbelegtes == "keines":
        words = ("Eintrag, dem ein Beleg fehlt", "Einträge, denen ein Beleg fehlt")
        found.append(_lack("unbelegtes", _spans(unproven(konzept), index), words))
    if demands.offene_rueckmeldungen == "keine":
        words = (
            "Rückmeldung, über die nicht entschieden ist",
            "Rückmeldungen, über die nicht entschieden ist",
        )
        found.append(_lack("offene_rueckmeldungen", _spans(coverage.unanswered(konzept), index), words))
    return tuple(lack for lack in found if lack)


def unproven(konzept: Konzept) -> Iterator[Eintrag]:
    """The entries of which something is not proven, as the annex of open points lists them.

    They say so themselves, or their wording, title or day is not at hand.
    """
    for entry in konzept.eintraege():
        beleg = getattr(entry, "beleg", None)
        if (
            (beleg is not None and beleg.art is Belegart.UNBELEGT)
            or (isinstance(entry, Beschluss) and not (entry.titel and entry.datum))
            or (isinstance(entry, Zielwerk) and not entry.vollstaendig)
        ):
            yield entry


def open_points(konzept: Konzept) -> Iterator[Span]:
    """Where the document says that something is open: the first line of each box OFFEN."""
    for chapter in coverage.in_document(konzept):
        for block in tree.walk(chapter.blocks):
            if isinstance(block, tree.Alert) and block.kind == "OFFEN" and block.span:
                yield block.span.first_line


def _spans(entries: Iterable[Eintrag], index: Index) -> Iterator[Span]:
    return (index.targets[entry.target] for entry in entries)


def _lack(demand: str, places: Iterable[Span], words: tuple[str, str]) -> Lack | None:
    found = tuple(places)
    return Lack(demand, f"{len(found)} {words[len(found) > 1]}", found) if found else None
