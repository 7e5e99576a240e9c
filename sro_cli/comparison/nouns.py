"""What readers call the units, and what can be said about them: the same words wherever changes are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sro_cli.comparison.units import Kind


@dataclass(frozen=True, slots=True)
class Noun:
    """A German noun.

    Attributes:
        word: as it stands alone, „Zeile der Tabelle“.
        end: ``r``, ``s`` or nothing, of „neue…“ before it, which is its gender.
        within: as it stands beside what it lies in, „Zeile“; the word itself if it is the same.
    """

    word: str
    end: str
    within: str = ""

    @property
    def short(self) -> str:
        """The word beside what it lies in."""
        return self.within or self.word


NOUNS: Mapping[Kind, Noun] = {
    "chapter": Noun("Kapitel", "s"),
    "heading": Noun("Abschnitt", "r"),
    "paragraph": Noun("Absatz", "r"),
    "list": Noun("Liste", ""),
    "item": Noun("Listenpunkt", "r", "Punkt"),
    "quote": Noun("Zitat", "s"),
    "code": Noun("Textblock", "r"),
    "definitions": Noun("Begriffsliste", ""),
    "term": Noun("Begriff", "r"),
    "meaning": Noun("Erklärung", ""),
    "table": Noun("Tabelle", ""),
    "caption": Noun("Titel der Tabelle", "r", "Titel"),
    "head": Noun("Kopf der Tabelle", "r", "Kopf"),
    "column": Noun("Spalte der Tabelle", "", "Spalte"),
    "row": Noun("Zeile der Tabelle", "", "Zeile"),
    "cell": Noun("Zelle der Tabelle", "", "Zelle"),
    "figure": Noun("Abbildung", ""),
    "alert": Noun("Kasten", "r"),
    "rule": Noun("Trennlinie", ""),
    "view": Noun("Übersicht", ""),
    "note": Noun("Fußnote", ""),
}

BOXES: Mapping[str, str] = {
    "HINWEIS": "Hinweis",
    "WICHTIG": "Wichtig",
    "OFFEN": "Offener Punkt",
    "INTERN": "Intern",
}
"""The boxes by their names in the sources."""

ABOUT: Mapping[str, str] = {
    "level": "Ebene",
    "numbered": "Nummer",
    "id": "Kennung",
    "ordered": "Nummerierung",
    "start": "erste Nummer",
    "picture": "Bild",
    "alt": "Beschreibung des Bildes",
    "kind": "Art des Kastens",
    "name": "Art",
    "argument": "Vorlage",
    "titel": "Titel",
    "nur": "Auswahl",
    "sortiert": "Reihenfolge",
    "spalten": "Spalten",
    "alignments": "Ausrichtung der Spalten",
    "wide": "Querformat",
    "quer": "Querformat",
    "language": "Sprache",
}
"""What `Unit.about` can say, by its name."""

_VALUES = {
    ("numbered", "no"): "keine",
    ("ordered", "yes"): "ja",
    ("wide", "yes"): "ja",
    **{("kind", name): title for name, title in BOXES.items()},
}
_SIDES = {"": "ohne", "left": "links", "right": "rechts", "center": "mittig"}


def value(name: str, written: str) -> str:
    """What is said about a unit, in words; empty if nothing is.

    >>> value("kind", "OFFEN"), value("alignments", "left, ")
    ('Offener Punkt', 'links, ohne')
    """
    if name == "alignments":
        return ", ".join(_SIDES[side] for side in written.split(", "))
    if name == "picture":
        return written.partition("#")[0]
    return _VALUES.get((name, written), written)
