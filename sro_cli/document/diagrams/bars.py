"""The figures of social spaces side by side, feature by feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sro_cli.document.cells import Cells, figure
from sro_cli.document.diagrams.picture import Diagram, Picture, counted, portions
from sro_cli.document.frame import Material
from sro_cli.document.relations import Relations
from sro_cli.document.selection import select
from sro_cli.model import Kennzahl, Sozialraum
from sro_cli.readable import datum
from sro_cli.tree import Directive

_MOST_BARS = 40
"""Bars of one feature side by side."""

_MOST_LINES = 84
"""Lines of bars in two columns on a page; a feature takes three more than it has bars."""


def diagram(directive: Directive, material: Material, _relations: Relations, cells: Cells) -> Diagram:
    """A bar for each figure of each social space."""
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
            "kleinster": min(0.0, *(one.wert for _, one in values)),
            "groesster": max(0.0, *(one.wert for _, one in values)),
            "werte": [{"raum": space.name, "wert": one.wert, "text": figure(one)} for space, one in values],
        }
        for (merkmal, _, stand), values in panels.items()
    ]
    pieces = [
        {**panel, "werte": values}
        for panel in shown
        for values in portions(panel["werte"], lambda _bar: 1, _MOST_BARS)
    ]
    pictures = tuple(
        Picture({"felder": portion}, _figures_words(portion))
        for portion in portions(pieces, lambda panel: 3 + len(panel["werte"]), _MOST_LINES)
    )
    return Diagram(pictures, {"felder": shown, "sozialraeume": spaces})


def _figures_words(panels: Sequence[Mapping[str, Any]]) -> str:
    if not panels:
        return "Balken ohne Werte: Noch ist keine Kennzahl erfasst."
    sentences = (
        f"{panel['merkmal']}{' (' + panel['stand'] + ')' if panel['stand'] else ''}: "
        f"{', '.join(value['raum'] + ' ' + value['text'] for value in panel['werte'])}."
        for panel in panels
    )
    return f"Balken nebeneinander für {counted(len(panels), 'Merkmal', 'Merkmale')}. {' '.join(sentences)}"
