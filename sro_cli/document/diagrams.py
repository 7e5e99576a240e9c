"""Pictures made from data: what they show, in words and as a table, and their drawing by Typst.

The drawing itself is a template, ``templates/diagramme/<name>.typ``; it reads ``/daten.json``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sro_cli import typeset
from sro_cli.document.cells import Cells, figure
from sro_cli.document.frame import Material
from sro_cli.document.relations import Relations
from sro_cli.document.selection import Ereignis, select
from sro_cli.document.words import datum, wort
from sro_cli.model import Kennzahl, Konzept, Sozialraum
from sro_cli.theme import Theme
from sro_cli.tree import Directive

_FOLDER = "diagramme/"
_PAGE = 210  # mm, A4


@dataclass(frozen=True, slots=True)
class Diagram:
    """What a diagram shows.

    Attributes:
        data: for the drawing; what JSON can hold.
        words: the alternative text: everything that is to be seen.
        table: what ``templates/diagramme/<name>.md.j2`` may name.
    """

    data: Mapping[str, Any]
    words: str
    table: Mapping[str, Any]


def draw(
    name: str, data: Mapping[str, Any], theme: Theme, store: MutableMapping[str, bytes]
) -> tuple[str, bytes, tuple[typeset.Complaint, ...]]:
    """Path and bytes of a drawing, an SVG as wide as the text; and what Typst warns of.

    Args:
        name: of the template.
        data: what it shows.
        theme: design tokens and the template.
        store: drawings by the digest of all that made them; not those of which Typst warns, lest
            the next build be silent.

    Raises:
        TypesetError: Typst refused; the template is faulty.
        FrameError: the template is not UTF-8.
    """
    width = _PAGE - theme.gestaltung.seite.links - theme.gestaltung.seite.rechts
    facts = {**data, "breite": width, "gestaltung": theme.gestaltung.model_dump(mode="json")}
    media = {"daten.json": json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()}
    media |= {
        path: text
        for path, text in theme.frames.items()
        if path.startswith(_FOLDER) and path.endswith(".typ")
    }
    digest = hashlib.sha256(f"{name} {typeset.version()}".encode())
    for path in sorted(media):
        digest.update(f"\0{path}\0{len(media[path])}\0".encode() + media[path])
    key = digest.hexdigest()
    heard: list[typeset.Complaint] = []
    drawn = store.get(key)
    if drawn is None:
        drawn = typeset.typeset(theme.frame(f"{_FOLDER}{name}.typ"), media, "svg", warn=heard.append)
        if not heard:
            store[key] = drawn
    return f"{_FOLDER}{name}-{key[:12]}.svg", drawn, tuple(heard)


# --- timeline --------------------------------------------------------------------------


_ARTEN = ("beschluss", "veranstaltung", "meilenstein")


def _timeline(directive: Directive, material: Material, _relations: Relations, cells: Cells) -> Diagram:
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
    words = "; ".join(
        f"{row['datum']}: {row['artwort']} {row['titel']}{' (geplant)' if row['kuenftig'] else ''}"
        for row in rows
    )
    description = (
        f"Zeitstrahl von oben nach unten mit {_count(len(rows), 'Eintrag', 'Einträgen')}. {words}."
        if rows
        else "Zeitstrahl ohne Einträge: Noch ist kein Datum erfasst."
    )
    shown = {"zeilen": rows, "stand": datum(today), "arten": [(art, wort(art)) for art in _ARTEN]}
    return Diagram(shown, description, {"zeilen": rows})


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


# --- net -------------------------------------------------------------------------------


def _net(directive: Directive, material: Material, relations: Relations, cells: Cells) -> Diagram:
    goals = select(directive, material.konzept.ziele, {})
    numbers = relations.kapitelnummern
    rows: list[dict[str, Any]] = [
        {
            "ziel": goal.target,
            "titel": goal.titel,
            "beschluesse": [ident for ident in goal.beschluesse if f"beschluss:{ident}" in cells.entries],
            "kapitel": [numbers[chapter.target] for chapter in relations.kapitel(goal.target)],
        }
        for goal in goals
    ]
    titles = {numbers[c.target]: c.titel for c in material.konzept.kapitel if c.target in numbers}
    shown = {number for row in rows for number in row["kapitel"]}
    papers = list(dict.fromkeys(ident for row in rows for ident in row["beschluesse"]))
    groups = _groups(rows)
    data = {
        "gruppen": groups,
        "beschluesse": papers,
        "kapitel": [{"nummer": number, "titel": titles[number]} for number in sorted(shown)],
        "ohne": _rest(len(material.konzept.beschluesse) - len(papers), len(titles) - len(shown))
        if rows
        else "",
    }
    return Diagram(data, _net_words(rows, papers, shown), {"zeilen": rows, "ziele": goals})


def _groups(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Goals that rest on the same papers stand together: then one line serves them all."""
    found: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(tuple(sorted(row["beschluesse"])), []).append(row)
    return [{"beschluesse": list(papers), "ziele": list(goals)} for papers, goals in found.items()]


def _rest(papers: int, chapters: int) -> str:
    parts = [
        *([_count(papers, "Beschluss", "Beschlüsse")] if papers else []),
        *([_count(chapters, "Kapitel", "Kapitel")] if chapters else []),
    ]
    return f"Ohne Verbindung zu einem Ziel und nicht gezeigt: {' und '.join(parts)}." if parts else ""


def _net_words(rows: list[dict[str, Any]], papers: list[str], chapters: set[int]) -> str:
    if not rows:
        return "Netz ohne Einträge: Noch ist kein Ziel erfasst."
    sentences = []
    for row in rows:
        base = ", ".join(row["beschluesse"]) or "kein Beschluss"
        place_of = ", ".join(map(str, row["kapitel"]))
        treated = f"Kapitel {place_of}" if place_of else "kein Kapitel"
        sentences.append(f"{row['titel']}: {base}; {treated}.")
    base, middle = _count(len(papers), "Beschluss", "Beschlüsse"), _count(len(rows), "Ziel", "Ziele")
    return (
        f"Drei Spalten, durch Linien verbunden: links {base}, in der Mitte {middle}, "
        f"rechts {_count(len(chapters), 'Kapitel', 'Kapitel')}. "
        f"Verbunden sind mit den Zielen: {' '.join(sentences)}"
    )


# --- figures ---------------------------------------------------------------------------


def _figures(directive: Directive, material: Material, _relations: Relations, cells: Cells) -> Diagram:
    spaces = [space for space in select(directive, material.konzept.sozialraeume, {}) if space.kennzahlen]
    panels: dict[tuple[str, str, str], list[tuple[Sozialraum, Kennzahl]]] = {}
    for space in spaces:
        for one in space.kennzahlen:
            panels.setdefault((one.merkmal, one.einheit, one.stand or ""), []).append((space, one))
    shown: list[dict[str, Any]] = [
        {
            "merkmal": merkmal,
            "stand": datum(stand) if stand else "",
            "quellen": sorted({cells.name(f"quelle:{one.quelle}") for _, one in values if one.quelle}),
            "quellziele": sorted({f"quelle:{one.quelle}" for _, one in values if one.quelle}),
            "werte": [{"raum": space.name, "wert": one.wert, "text": figure(one)} for space, one in values],
        }
        for (merkmal, _, stand), values in panels.items()
    ]
    sentences = (
        f"{panel['merkmal']}{' (' + panel['stand'] + ')' if panel['stand'] else ''}: "
        f"{', '.join(value['raum'] + ' ' + value['text'] for value in panel['werte'])}."
        for panel in shown
    )
    words = (
        f"Balken nebeneinander für {_count(len(shown), 'Merkmal', 'Merkmale')}. {' '.join(sentences)}"
        if shown
        else "Balken ohne Werte: Noch ist keine Kennzahl erfasst."
    )
    names = [space.name for space in spaces]
    return Diagram({"felder": shown}, words, {"felder": shown, "raeume": names, "sozialraeume": spaces})


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


DIAGRAMS: Mapping[str, Callable[[Directive, Material, Relations, Cells], Diagram]] = {
    "kennzahlen": _figures,
    "netz": _net,
    "zeitstrahl": _timeline,
}
"""What each diagram shows, by the argument of ``{diagramm}``."""
