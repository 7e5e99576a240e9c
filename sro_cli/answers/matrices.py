"""Two kinds of entries held against each other, as `sro refs --matrix` shows them: text, and rows for CSV."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from sro_cli.columns import table, width, wrapped
from sro_cli.document.cells import Cells
from sro_cli.document.nachweis import Nachweis, nachweis
from sro_cli.document.relations import Relations
from sro_cli.document.selection import SCHEMES
from sro_cli.model import Eintrag, Kapitel, Konzept
from sro_cli.references import Index, noun

KINDS = tuple(sorted(SCHEMES))
"""What can be held against each other: the schemes of mentions."""

YES, NO, NOTHING = "x", "·", "–"
"""What stands where a row and a column are connected or not, and for a row that is with none."""


def matrix(konzept: Konzept, index: Index, kinds: tuple[str, str]) -> Nachweis:
    """Two kinds held against each other, by their schemes: what ``{nachweis}`` shows of them."""
    return nachweis(Relations(konzept, index), Cells(index, ()), *kinds)


def rows(found: Nachweis) -> list[list[str]]:
    """A matrix as rows below their heads: id, name, then „ja“ where a column is connected."""
    heads = [
        f"{_ident(entry, found)} {entry.titel}" if isinstance(entry, Kapitel) else _named(entry)
        for entry in found.spalten
    ]
    return [
        ["Kennung", "Bezeichnung", *heads],
        *(
            [row.id, row.bezeichnung]
            + ["ja" if found.verbunden(row, column) else "" for column in found.spalten]
            for row in found.zeilen
        ),
    ]


def text(found: Nachweis, kinds: tuple[str, str], widest: int = 80) -> str:
    """A matrix for a terminal.

    Where the ids of the columns do not fit, they are numbered and a legend follows; where even the
    numbers do not, each row lists what it is connected with. Chapters always have their numbers.

    Args:
        found: the matrix.
        kinds: the schemes of its rows and of its columns.
        widest: columns of a line.
    """
    title = " und ".join(noun(kind, 2) for kind in kinds)
    for kind, entries in zip(kinds, (found.zeilen, found.spalten), strict=True):
        if not entries:
            return f"{title}: Das Konzept enthält keine {noun(kind, 2)}.\n"
    parts = [[title, "─" * width(title)], *_body(found, kinds, widest)]
    if Kapitel.scheme in kinds:
        chapters = found.zeilen if kinds[0] == Kapitel.scheme else found.spalten
        parts.append(_legend(Kapitel.scheme, [_ident(entry, found) for entry in chapters], chapters, widest))
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _body(found: Nachweis, kinds: tuple[str, str], widest: int) -> Iterator[list[str]]:
    """The table in the first form that fits, what is connected with nothing, and the legend of numbers."""
    names = [_ident(column, found) for column in found.spalten]
    numbers = [str(number) for number, _column in enumerate(found.spalten, 1)]
    for heads in (names, numbers):
        lines = _grid(found, kinds[0], heads)
        if max(map(width, lines)) <= widest:
            yield lines
            yield _unconnected((*found.zeilen_ohne, *found.spalten_ohne), found, widest)
            yield _legend(kinds[1], numbers, found.spalten, widest) if heads != names else []
            return
    yield _list(found, kinds, widest)
    yield _unconnected(found.spalten_ohne, found, widest)


def _grid(found: Nachweis, kind: str, heads: Sequence[str]) -> list[str]:
    marks = [
        [_ident(row, found), *(YES if found.verbunden(row, column) else NO for column in found.spalten)]
        for row in found.zeilen
    ]
    return table([noun(kind), *heads], marks, sys.maxsize)


def _list(found: Nachweis, kinds: tuple[str, str], widest: int) -> list[str]:
    connected = [
        [_ident(row, found), ", ".join(_ident(column, found) for column in found.von(row)) or NOTHING]
        for row in found.zeilen
    ]
    return table([noun(kinds[0]), noun(kinds[1], 2)], connected, widest)


def _unconnected(entries: Sequence[Eintrag], found: Nachweis, widest: int) -> list[str]:
    """What is connected with nothing: in a grid, and as a column of a list, nobody would see it."""
    names = dict.fromkeys(
        f"{'Kapitel ' if isinstance(entry, Kapitel) else ''}{_ident(entry, found)}" for entry in entries
    )
    return list(wrapped(f"Ohne Zuordnung: {', '.join(names)}.", widest)) if names else []


def _legend(kind: str, numbers: Sequence[str], entries: Sequence[Eintrag], widest: int) -> list[str]:
    named = [[number, _named(entry)] for number, entry in zip(numbers, entries, strict=True)]
    return table(["Nr.", noun(kind)], named, widest)


def _ident(entry: Eintrag, found: Nachweis) -> str:
    """The id of an entry; of a chapter, its number."""
    number = found.relations.kapitelnummern.get(entry.target)
    return str(number) if number else entry.id


def _named(entry: Eintrag) -> str:
    if isinstance(entry, Kapitel):
        return f"{entry.titel} ({entry.id})"
    return entry.id if entry.bezeichnung == entry.id else f"{entry.id}: {entry.bezeichnung}"
