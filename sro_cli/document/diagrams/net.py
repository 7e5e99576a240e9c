"""Goals, the papers they rest on, the chapters that treat them, and the social spaces of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sro_cli.document.cells import Cells
from sro_cli.document.diagrams.picture import Diagram, Picture, counted, portions
from sro_cli.document.frame import Material
from sro_cli.document.relations import Relations
from sro_cli.document.selection import select
from sro_cli.tree import Directive

_MOST_GOALS = 20
"""Goals whose lines can still be told apart, on one page."""


def diagram(directive: Directive, material: Material, relations: Relations, cells: Cells) -> Diagram:
    """Goals with what they rest on, what treats them, and where."""
    goals = select(directive, material.konzept.ziele, {})
    numbers = relations.kapitelnummern
    rows: list[dict[str, Any]] = [
        {
            "ziel": goal.target,
            "titel": goal.titel,
            "beschluesse": [
                ident for ident in goal.beschluesse if f"beschluss:{ident}" in cells.index.entries
            ],
            "kapitel": [numbers[chapter.target] for chapter in relations.kapitel(goal.target)],
        }
        for goal in goals
    ]
    chapters = {numbers[c.target]: c for c in material.konzept.kapitel if c.target in numbers}
    shown = {number for row in rows for number in row["kapitel"]}
    spaces = [
        {"name": space.name, "ziel": space.target, "kapitel": treated}
        for space in material.konzept.sozialraeume
        if (treated := sorted({numbers[c.target] for c in relations.kapitel(space.target)} & shown))
    ]
    papers = {ident for row in rows for ident in row["beschluesse"]}
    rest = _rest(len(material.konzept.beschluesse) - len(papers), len(chapters) - len(shown)) if rows else ""
    parts = portions(_grouped(rows), lambda _row: 1, _MOST_GOALS)
    titles = {number: chapter.titel for number, chapter in chapters.items()}
    pictures = tuple(
        _net_picture(portion, titles, spaces, rest if portion is parts[-1] else "") for portion in parts
    )
    return Diagram(pictures, {"zeilen": rows, "ziele": goals, "raeume": spaces})


def _net_picture(
    rows: Sequence[Mapping[str, Any]],
    titles: Mapping[int, str],
    spaces: Iterable[Mapping[str, Any]],
    rest: str,
) -> Picture:
    """A picture of some goals and all that hangs on them."""
    papers = list(dict.fromkeys(ident for row in rows for ident in row["beschluesse"]))
    chapters = sorted({number for row in rows for number in row["kapitel"]})
    near = [
        {**space, "kapitel": treated}
        for space in spaces
        if (treated := [number for number in space["kapitel"] if number in chapters])
    ]
    data = {
        "gruppen": [
            {"beschluesse": list(papers_of), "ziele": list(goals)}
            for papers_of, goals in groupby(rows, _papers_of)
        ],
        "beschluesse": papers,
        "kapitel": [{"nummer": number, "titel": titles[number]} for number in chapters],
        "raeume": near,
        "ohne": rest,
    }
    return Picture(data, _net_words(rows, papers, chapters, near))


def _grouped(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Goals that rest on the same papers stand together: then one line serves them all."""
    found: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(_papers_of(row), []).append(row)
    return [row for group in found.values() for row in group]


def _papers_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(row["beschluesse"]))


def _rest(papers: int, chapters: int) -> str:
    parts = [
        *([counted(papers, "Beschluss", "Beschlüsse")] if papers else []),
        *([counted(chapters, "Kapitel", "Kapitel")] if chapters else []),
    ]
    return f"Ohne Verbindung zu einem Ziel und nicht gezeigt: {' und '.join(parts)}." if parts else ""


def _net_words(
    rows: Sequence[Mapping[str, Any]],
    papers: Sequence[str],
    chapters: Sequence[int],
    spaces: Sequence[Mapping[str, Any]],
) -> str:
    if not rows:
        return "Netz ohne Einträge: Noch ist kein Ziel erfasst."
    goals = (
        f"{row['titel']}: {', '.join(row['beschluesse']) or 'kein Beschluss'}; "
        f"{_chapters(row['kapitel']) or 'kein Kapitel'}."
        for row in rows
    )
    columns = [
        f"links {counted(len(papers), 'Beschluss', 'Beschlüsse')}",
        f"{'dann' if spaces else 'in der Mitte'} {counted(len(rows), 'Ziel', 'Ziele')}",
        f"{'dann' if spaces else 'rechts'} {counted(len(chapters), 'Kapitel', 'Kapitel')}",
        *([f"rechts {counted(len(spaces), 'Sozialraum', 'Sozialräume')}"] if spaces else []),
    ]
    treated = "; ".join(f"{space['name']}: {_chapters(space['kapitel'])}" for space in spaces)
    return (
        f"{'Vier' if spaces else 'Drei'} Spalten, durch Linien verbunden: {', '.join(columns)}. "
        f"Verbunden sind mit den Zielen: {' '.join(goals)}"
        + (f" Verbunden sind mit den Sozialräumen: {treated}." if spaces else "")
    )


def _chapters(numbers: Iterable[int]) -> str:
    shown = ", ".join(map(str, numbers))
    return f"Kapitel {shown}" if shown else ""
