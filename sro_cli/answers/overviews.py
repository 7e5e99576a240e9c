"""How far a concept hangs together: what `sro refs` shows without an id, as text and as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sro_cli.columns import table, width, wrapped
from sro_cli.document.relations import Relations
from sro_cli.facts import coverage
from sro_cli.facts.coverage import Coverage
from sro_cli.model import Eintrag, Konzept
from sro_cli.references import Index, noun

GAP, NOTHING = "fehlt", "–"
"""What stands where something is missing, and where nothing has to be."""


def rows(konzept: Konzept, index: Index) -> list[list[str]]:
    """How far everything is covered, a measure a row below the heads; shares in per cent."""
    return [
        ["Abdeckung", "Erfüllt", "Von", "Prozent", "Verlangt", "Es fehlen"],
        *(
            [
                found.measure.words,
                str(found.covered),
                str(found.total),
                str(found.percent),
                _threshold(found, konzept),
                ", ".join(entry.id for entry in found.missing),
            ]
            for found in coverage.measured(konzept, index)
        ),
    ]


def text(konzept: Konzept, index: Index, widest: int = 80) -> str:
    """How far everything is covered; then goals, resolutions, Rahmenbedingungen and spaces one by one.

    Chapters are numbered as in the products; a legend follows.

    Args:
        konzept: the concept.
        index: who mentions whom.
        widest: columns of a line.
    """
    numbers = Relations(konzept, index).kapitelnummern
    tables = (_table(shelf, numbers, index, widest) for shelf in _shelves(konzept, index) if shelf.rests)
    parts = (_measures(konzept, index, widest), *tables, _legend(konzept, numbers, widest))
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _measures(konzept: Konzept, index: Index, widest: int) -> list[str]:
    measured = coverage.measured(konzept, index)
    counts = [f"{found.covered} von {found.total}" if found.total else NOTHING for found in measured]
    left, middle = max(width(found.measure.words) for found in measured), max(map(width, counts))
    lines = ["Abdeckung", "─────────"]
    for found, count in zip(measured, counts, strict=True):
        share = f"{found.percent} %" if found.total else ""
        wanted = _threshold(found, konzept)
        demand = f"verlangt {wanted} %" if wanted else ""
        lines.append(f"{found.measure.words:<{left}}  {count:>{middle}}  {share:>5}  {demand}".rstrip())
        if found.missing:
            verb = "es fehlt" if len(found.missing) == 1 else "es fehlen"
            names = ", ".join(entry.id for entry in found.missing)
            lines += [f"  {line}" for line in wrapped(f"{verb}: {names}", widest - 2)]
    return lines


def _threshold(found: Coverage, konzept: Konzept) -> str:
    """The share that ``konzept.yml`` demands; empty if it demands none."""
    settings = konzept.einstellungen
    wanted = getattr(settings.abdeckung, found.measure.name) if settings and settings.abdeckung else None
    return "" if wanted is None else str(wanted)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Entries of a kind.

    Attributes:
        heads: above the entries, and above what they rest on or carry.
        rests: typed id → what the entry rests on or carries, in words.
        untreated: those that a chapter should treat, and none does.
    """

    heads: tuple[str, str]
    rests: Mapping[str, str]
    untreated: Sequence[Eintrag] = ()


def _shelves(konzept: Konzept, index: Index) -> Iterator[_Shelf]:
    backing = coverage.backing(konzept, index)
    goals = {goal.target: ", ".join(backing[goal.id]) or GAP for goal in konzept.ziele}
    yield _Shelf(("Ziel", "Beschlüsse"), goals, coverage.untreated(konzept))
    papers = {
        paper.target: ", ".join(ident for ident, numbers in backing.items() if paper.id in numbers) or NOTHING
        for paper in konzept.beschluesse
    }
    yield _Shelf(("Beschluss", "für Ziele"), papers, coverage.not_carried_out(konzept))
    conditions = {
        found.target: ", ".join(map(_shown, coverage.foundations(found, index))) or GAP
        for found in konzept.rahmenbedingungen
    }
    yield _Shelf(("Rahmenbedingung", "folgt aus"), conditions)
    spaces = {
        space.target: ", ".join(
            found.id for found in konzept.rahmenbedingungen if space.id in found.sozialraeume
        )
        or NOTHING
        for space in konzept.sozialraeume
    }
    yield _Shelf(("Sozialraum", "Rahmenbedingungen"), spaces, coverage.untreated_regions(konzept))


def _shown(target: str) -> str:
    scheme, _, ident = target.partition(":")
    return f"{noun(scheme)} {ident}"


def _table(shelf: _Shelf, numbers: Mapping[str, int], index: Index, widest: int) -> list[str]:
    gaps = {entry.target for entry in shelf.untreated}
    lines: list[list[str]] = []
    for target, rests in shelf.rests.items():
        mentions = [mention for mention in index.to.get(target, ()) if mention.source in numbers]
        treating = {numbers[mention.source] for mention in mentions if mention.allowed}
        mentioning = {numbers[mention.source] for mention in mentions if not mention.allowed}
        without = GAP if target in gaps else NOTHING
        ident = target.partition(":")[2]
        lines.append([ident, _listed(treating) or without, _listed(mentioning) or NOTHING, rests])
    return table([shelf.heads[0], "behandelt in", "erwähnt in", shelf.heads[1]], lines, widest)


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _legend(konzept: Konzept, numbers: Mapping[str, int], widest: int) -> list[str]:
    chapters = [[str(numbers.get(c.target, NOTHING)), f"{c.titel} ({c.id})"] for c in konzept.kapitel]
    return table(["Nr.", "Kapitel"], chapters, widest) if chapters else []
