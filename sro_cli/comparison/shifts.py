"""Other numbers of figures, tables and open points in one sentence: they must not drown what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sro_cli.comparison.numbers import counted
from sro_cli.comparison.values import Change, Renumbered, Weight

NOUNS = {
    "abb": ("Abbildung", "Abbildungen"),
    "tab": ("Tabelle", "Tabellen"),
    "offen": ("Offener Punkt", "Offene Punkte"),
}
"""What is counted, one and many."""

Shift = tuple[int, int]


def is_number(change: Change) -> bool:
    """Whether nothing but the number of a figure, a table or an open point is another one."""
    return isinstance(change, Renumbered) and change.weight is Weight.TYPOGRAPHY


def renumbered(changes: Iterable[Change]) -> str:
    """What they are called now: „Abbildungen 3–7 heißen jetzt 4–8.“; empty if as before."""
    shifts: dict[str, list[Shift]] = {scheme: [] for scheme in NOUNS}
    for change in changes:
        if isinstance(change, Renumbered) and is_number(change) and change.pair.new:
            shifts[counted(change.pair.new)].append((int(change.before), int(change.after)))
    found = [_clause(scheme, *lot) for scheme, each in shifts.items() for lot in _lots(sorted(each))]
    return f"Nur andere Nummern: {'; '.join(found)}." if found else ""


def _lots(shifts: Sequence[Shift]) -> Iterator[tuple[Shift, Shift]]:
    """The first and the last of each lot that moved on together."""
    lots: list[list[Shift]] = []
    for before, after in shifts:
        if lots and lots[-1][-1] == (before - 1, after - 1):
            lots[-1].append((before, after))
        else:
            lots.append([(before, after)])
    return ((lot[0], lot[-1]) for lot in lots)


def _clause(scheme: str, first: Shift, last: Shift) -> str:
    """What became of a lot.

    >>> _clause("abb", (3, 4), (7, 8)), _clause("tab", (2, 3), (2, 3))
    ('Abbildungen 3–7 heißen jetzt 4–8', 'Tabelle 2 heißt jetzt 3')
    """
    one, many = NOUNS[scheme]
    if first == last:
        return f"{one} {first[0]} heißt jetzt {first[1]}"
    return f"{many} {first[0]}–{last[0]} heißen jetzt {first[1]}–{last[1]}"
