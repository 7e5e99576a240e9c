"""The traceability matrix: for the directive, the annex, and `sro refs` on the terminal and as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sro_cli.document.cells import Cells
from sro_cli.document.relations import Relations
from sro_cli.facts.coverage import in_document
from sro_cli.model import Eintrag, Kapitel, Konzept

# Letters that the heads may have in sum: on an upright page, and on a landscape one.
_ROOM = {False: 44, True: 100}
_CELL = 4


@dataclass(frozen=True)
class Nachweis:
    """Two kinds of entries held against each other.

    Attributes:
        zeilen: the rows.
        spalten: the columns.
        koepfe: the short names of the columns by typed id; of chapters, the number.
        relations: says what is connected.
    """

    zeilen: tuple[Eintrag, ...]
    spalten: tuple[Eintrag, ...]
    koepfe: Mapping[str, str]
    relations: Relations

    def verbunden(self, zeile: Eintrag, spalte: Eintrag) -> bool:
        """Whether a row and a column are connected."""
        return self.relations.verbunden(zeile.target, spalte.target)

    def von(self, zeile: Eintrag) -> tuple[Eintrag, ...]:
        """The columns connected with a row."""
        return tuple(spalte for spalte in self.spalten if self.verbunden(zeile, spalte))

    def zu_breit(self, quer: bool) -> bool:  # noqa: FBT001 - templates call it
        """Whether the columns do not fit on a page, upright or (*quer*) landscape."""
        words = (self.koepfe[spalte.target].split() for spalte in self.spalten)
        return sum(max(_CELL, *map(len, parts)) + 1 for parts in words) > _ROOM[quer]

    @property
    def quer(self) -> bool:
        """Whether it needs a landscape page; where the columns fit on neither, they are listed upright."""
        return self.zu_breit(quer=False) and not self.zu_breit(quer=True)

    @property
    def zeilen_ohne(self) -> tuple[Eintrag, ...]:
        """The rows that are connected with nothing."""
        return tuple(zeile for zeile in self.zeilen if not self.von(zeile))

    @property
    def spalten_ohne(self) -> tuple[Eintrag, ...]:
        """The columns that are connected with nothing."""
        return tuple(
            spalte
            for spalte in self.spalten
            if not any(self.verbunden(zeile, spalte) for zeile in self.zeilen)
        )


def nachweis(
    relations: Relations,
    cells: Cells,
    rows: str,
    columns: str,
    chosen: tuple[Eintrag, ...] | None = None,
) -> Nachweis:
    """The matrix of two kinds.

    Args:
        relations: says what is connected.
        cells: says what entries are called.
        rows: the scheme of the rows.
        columns: the scheme of the columns.
        chosen: the rows that are wanted; all of them if nothing is said.
    """
    numbers, others = relations.kapitelnummern, of_kind(relations.konzept, columns)
    heads = {
        other.target: str(numbers[other.target]) if other.target in numbers else cells.name(other.target)
        for other in others
    }
    return Nachweis(of_kind(relations.konzept, rows) if chosen is None else chosen, others, heads, relations)


def of_kind(konzept: Konzept, scheme: str) -> tuple[Eintrag, ...]:
    """The entries of a kind; of the chapters, those of the document."""
    if scheme == Kapitel.scheme:
        return in_document(konzept)
    return tuple(entry for entry in konzept.eintraege() if entry.scheme == scheme)
