"""What has a date, from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from sro_cli.document.cells import Cells
from sro_cli.document.diagrams.picture import Diagram, Picture, counted, portions
from sro_cli.document.frame import Material
from sro_cli.document.relations import Relations
from sro_cli.document.selection import Ereignis, select
from sro_cli.model import Konzept
from sro_cli.readable import datum, wort
from sro_cli.tree import Directive

_ARTEN = ("beschluss", "veranstaltung", "meilenstein")
_MOST_EVENTS = 50
"""Lines of a timeline that fit on a page."""


def diagram(directive: Directive, material: Material, _relations: Relations, cells: Cells) -> Diagram:
    """Resolutions, events and milestones in the order of their days."""
    events = sorted(
        select(directive, _events(material.konzept, cells), {}),
        key=lambda event: (event.datum, _ARTEN.index(event.art), event.ziel),
    )
    today = material.edition.stand
    rows: list[dict[str, Any]] = [
        {
            "datum": datum(event.datum),
            "art": event.art,
            "artwort": wort(event.art),
            "titel": event.titel,
            "zusatz": event.zusatz,
            "kuenftig": event.datum > today,
            "ziel": event.ziel,
            "monate": _months(before.datum, event.datum) if before else 0,
        }
        for before, event in pairwise([None, *events])
        if event
    ]
    kinds = [(art, wort(art)) for art in _ARTEN]
    parts = portions(rows, lambda _row: 1, _MOST_EVENTS)
    # The day of the sources stands before the first event to come, or behind the last.
    ahead = [any(row["kuenftig"] for row in portion) for portion in parts]
    here = ahead.index(True) if True in ahead else len(parts) - 1
    pictures = tuple(
        Picture(
            {"zeilen": portion, "stand": datum(today) if number == here else "", "arten": kinds},
            _timeline_words(portion),
        )
        for number, portion in enumerate(parts)
    )
    return Diagram(pictures, {"zeilen": rows})


def _timeline_words(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return "Zeitstrahl ohne Einträge: Noch ist kein Datum erfasst."
    words = "; ".join(
        f"{row['datum']}: {row['artwort']} {row['titel']}{' (geplant)' if row['kuenftig'] else ''}"
        for row in rows
    )
    return f"Zeitstrahl von oben nach unten mit {counted(len(rows), 'Eintrag', 'Einträgen')}. {words}."


def _events(konzept: Konzept, cells: Cells) -> Iterator[Ereignis]:
    for paper in konzept.beschluesse:
        if paper.datum:
            body = cells.name(f"akteur:{paper.gremium}") if paper.gremium else "Gremium nicht belegt"
            title = f"{paper.id}: {paper.titel}" if paper.titel else f"{paper.id} (Titel nicht belegt)"
            yield Ereignis(art="beschluss", ziel=paper.target, titel=title, zusatz=body, datum=paper.datum)
    for event in konzept.veranstaltungen:
        if event.datum:
            people = [f"{event.teilnehmende} Teilnehmende"] if event.teilnehmende else []
            more = ", ".join((wort(event.format), wort(event.stufe), *people))
            yield Ereignis(
                art="veranstaltung", ziel=event.target, titel=event.titel, zusatz=more, datum=event.datum
            )
    for stone in konzept.meilensteine:
        if stone.termin:
            title, more = f"{stone.id}: {stone.titel}", f"Version {stone.version}"
            yield Ereignis(art="meilenstein", ziel=stone.target, titel=title, zusatz=more, datum=stone.termin)


def _months(before: date, after: date) -> int:
    return (after.year - before.year) * 12 + after.month - before.month
