"""Where a concept stands on the way to its next milestone: what `sro status` shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sro_cli.columns import table, width, wrapped
from sro_cli.facts import coverage, milestones
from sro_cli.facts.coverage import Coverage
from sro_cli.facts.milestones import Lack
from sro_cli.model import Eintrag, Kapitel, Konzept, Meilenstein
from sro_cli.readable import datum, plain, wort
from sro_cli.references import Index
from sro_cli.source import Span

STATES = ("freigegeben", "in-pruefung", "ueberarbeitung-noetig", "entwurf")
"""Status of chapters, the farthest first."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where a concept stands.

    Attributes:
        titel: of the concept.
        published: the versions already published, ascending; None if nobody knows.
        next: the milestone that comes next, if any is left.
        lacks: what it demands and the concept does not have.
        chapters: those of the document, in its order.
        measured: how far everything is covered.
        open_points: where the document says that something is open.
        unproven: the entries of which something is not proven, each with its place.
        unanswered: the Rückmeldungen about which nothing is decided, each with its place.
    """

    titel: str
    published: tuple[str, ...] | None
    next: Meilenstein | None
    lacks: tuple[Lack, ...]
    chapters: tuple[Kapitel, ...]
    measured: tuple[Coverage, ...]
    open_points: tuple[Span, ...]
    unproven: tuple[tuple[Eintrag, Span], ...]
    unanswered: tuple[tuple[Eintrag, Span], ...]


def status(konzept: Konzept, index: Index, published: frozenset[str] | None) -> Status:
    """Where a concept stands.

    Args:
        konzept: the concept.
        index: of the concept; knows the places of its entries and chapters.
        published: the versions already published; None if nobody knows.
    """
    stone = milestones.next_milestone(konzept, published or frozenset())

    def placed(entries: Sequence[Eintrag]) -> tuple[tuple[Eintrag, Span], ...]:
        return tuple((entry, index.targets[entry.target]) for entry in entries)

    return Status(
        titel=konzept.einstellungen.titel if konzept.einstellungen else "",
        published=None if published is None else tuple(sorted(published, key=milestones.version_key)),
        next=stone,
        lacks=milestones.lacks(stone, konzept, index) if stone else (),
        chapters=coverage.in_document(konzept),
        measured=coverage.measured(konzept, index),
        open_points=tuple(milestones.open_points(konzept)),
        unproven=placed(tuple(milestones.unproven(konzept))),
        unanswered=placed(coverage.unanswered(konzept)),
    )


# --- for programs ----------------------------------------------------------------------


def as_json(found: Status) -> str:
    """Where a concept stands, as JSON; places are ``path:line:column`` from 1."""
    stone = found.next
    values: dict[str, Any] = {
        "titel": found.titel,
        "veroeffentlicht": found.published,
        "meilenstein": stone
        and {
            "id": stone.id,
            "titel": stone.titel,
            "version": stone.version,
            "fassung": stone.fassung,
            "termin": stone.termin and stone.termin.isoformat(),
            "fehlt": [
                {"forderung": lack.demand, "was": lack.words, "stellen": list(map(str, lack.places))}
                for lack in found.lacks
            ],
        },
        "kapitel": [{"id": c.id, "titel": c.titel, "status": c.status} for c in found.chapters],
        "abdeckung": {
            each.measure.name: {
                "erfuellt": each.covered,
                "von": each.total,
                "prozent": each.percent,
                "es_fehlen": [entry.id for entry in each.missing],
            }
            for each in found.measured
        },
        "offene_punkte": list(map(str, found.open_points)),
        "unbelegt": _listed(found.unproven),
        "offene_rueckmeldungen": _listed(found.unanswered),
    }
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def _listed(entries: Sequence[tuple[Eintrag, Span]]) -> list[dict[str, str]]:
    return [{"kennung": entry.target, "stelle": str(place)} for entry, place in entries]


# --- for people ------------------------------------------------------------------------


def text(found: Status, widest: int = 80) -> str:
    """Where a concept stands, in lines of at most *widest* columns, as far as words and paths allow."""
    parts = (
        _heading(found, widest),
        _chapters(found, widest),
        _measures(found, widest),
        _counts(found, widest),
        _missing(found, widest),
    )
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part) + "\n"


def _heading(found: Status, widest: int) -> Iterator[str]:
    if found.published is None:
        published = "unbekannt, weil die Geschichte in git fehlt"
    else:
        published = ", ".join(found.published) or "noch nichts"
    rows = [["Veröffentlicht", published]]
    if stone := found.next:
        rows.append(["Als Nächstes", f"{stone.label}, {wort(stone.fassung)} {stone.version}"])
        rows.append(["Termin", plain(datum(stone.termin)) if stone.termin else "offen"])
    else:
        rows.append(["Als Nächstes", "kein Meilenstein mehr; einen neuen legt an: sro new meilenstein"])
    return _block(found.titel or "Konzept ohne Titel", rows, widest)


def _chapters(found: Status, widest: int) -> Iterator[str]:
    ids = {state: [c.id for c in found.chapters if c.status == state] for state in STATES}
    counts = _flush([str(len(names)) for names in ids.values() if names])
    states = [(wort(state), ", ".join(names)) for state, names in ids.items() if names]
    rows = [[state, count, names] for (state, names), count in zip(states, counts, strict=True)]
    return _block("Kapitel", rows, widest)


def _measures(found: Status, widest: int) -> Iterator[str]:
    measured = [each for each in found.measured if each.total]
    counts = _flush([f"{each.covered} von {each.total}" for each in measured])
    rows = [
        [each.measure.words, count, f"{each.percent:>3} %"]
        for each, count in zip(measured, counts, strict=True)
    ]
    return _block("Abdeckung", rows, widest)


def _counts(found: Status, widest: int) -> Iterator[str]:
    numbers = _flush([str(len(entries)) for entries in (found.open_points, found.unproven, found.unanswered)])
    words = (
        "offene Punkte",
        "Einträge, denen ein Beleg fehlt",
        "Rückmeldungen, über die nicht entschieden ist",
    )
    return _block("Offen", [list(row) for row in zip(words, numbers, strict=True)], widest)


def _flush(cells: Sequence[str]) -> list[str]:
    """Cells of one width, their ends below each other."""
    widest = max(map(len, cells), default=0)
    return [cell.rjust(widest) for cell in cells]


def _block(head: str, rows: Sequence[Sequence[str]], widest: int) -> Iterator[str]:
    """A head, a rule, and rows below; nothing without rows."""
    if rows:
        lines = list(wrapped(head, widest))
        yield from (*lines, "─" * max(map(width, lines)))
        yield from table([""] * len(rows[0]), rows, widest)[2:]


def _missing(found: Status, widest: int) -> Iterator[str]:
    if (stone := found.next) is None:
        return
    if not found.lacks:
        yield f"{stone.label} fehlt nichts von dem, was er verlangt."
        return
    yield f"{stone.label} fehlt noch:"
    for lack in found.lacks:
        yield f"  {lack.words}"
        for place in lack.places:
            yield from (f"    {line}" for line in wrapped(str(place), widest - 4))
