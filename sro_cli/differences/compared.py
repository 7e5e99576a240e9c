"""What was compared and what came of it: the value that every output is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sro_cli.comparison import outline
from sro_cli.comparison.reasons import Reasons
from sro_cli.comparison.shifts import is_number
from sro_cli.comparison.values import Added, Change, Moved, Place, Removed, Renamed, Renumbered, Weight
from sro_cli.diagnostics import Diagnostic, counting
from sro_cli.differences.wording import WEIGHTS
from sro_cli.releases.versions import WORK_TREE
from sro_cli.source import Span


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions and all that changed between them.

    Attributes:
        old: what the old version is called.
        new: what the new one is called.
        changes: in their order.
        reasons: why something changed.
        lost: the ids in reasons that neither version knows.
        faulty: what stands against reading the versions of which some could not be read, by their names.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    reasons: Reasons
    lost: tuple[Span, ...] = ()
    faulty: Mapping[str, Sequence[Diagnostic]] = field(default_factory=dict)

    def reason(self, change: Change) -> str:
        """Why something changed; empty if nobody said why."""
        return self.reasons(change.old, change.new)

    def shared(self, changes: Iterable[Change]) -> str:
        """The one reason of several changes; empty if there is only one change, or not the same reason."""
        found = [self.reason(change) for change in changes]
        return found[0] if len(found) > 1 and len(set(found)) == 1 else ""


def limited(changes: Iterable[Change], wanted: Collection[str]) -> tuple[Change, ...]:
    """The changes in some chapters, sections, figures, tables and entries, by their typed ids."""
    return tuple(change for change in changes if not set(wanted).isdisjoint(_names(change)))


def lots(changes: Iterable[Change]) -> Iterator[tuple[Place, list[Change]]]:
    """The changes by the chapter or entry they lie in, with its place; order is kept.

    Those of numbers of figures and tables are left to `shifts.renumbered`.
    """
    shown = (change for change in changes if not is_number(change))
    for _target, lot in groupby(shown, key=lambda change: place(change).target):
        found = list(lot)
        yield place(found[0]), found


def place(change: Change) -> Place:
    """Where a change is, or was."""
    found = change.new or change.old
    if found is None:
        raise TypeError(change)
    return found


def is_internal(change: Change) -> bool:
    """Whether it tells of what public editions do not have."""
    match change:
        case Added(units=units) | Removed(units=units):
            inner = units
        case Moved(pairs=pairs):
            inner = tuple(unit for pair in pairs for unit in (pair.old, pair.new) if unit)
        case _:
            inner = ()
    lies_there = any(found.internal for found in (change.old, change.new) if found)
    return lies_there or any(outline.is_internal(each) for unit in inner for each in unit.walk())


def discretion(compared: Compared) -> str:
    """That and how much of it must not be handed on; empty if nothing."""
    count = sum(map(is_internal, compared.changes))
    if not count:
        return ""
    which = "eine Änderung ist" if count == 1 else f"{count} Änderungen sind"
    return f"Achtung: {which} intern und so gekennzeichnet; geben Sie das nicht weiter."


def summary(compared: Compared) -> str:
    """How many changes of which weight there are: „3 Änderungen (1 Angabe, 2 Wortlaut)“.

    Other numbers of figures and tables are not counted.
    """
    shown = [change for change in compared.changes if not is_number(change)]
    if not shown:
        return "nur andere Nummern" if compared.changes else "keine Änderungen"
    counts = Counter(change.weight for change in shown)
    words = {**WEIGHTS, Weight.FACT: "Angabe"} if counts[Weight.FACT] == 1 else WEIGHTS
    parts = ", ".join(f"{counts[weight]} {words[weight]}" for weight in Weight if counts[weight])
    total = len(shown)
    return f"{total} Änderung{'' if total == 1 else 'en'} ({parts})"


def doubts(compared: Compared) -> Iterator[str]:
    """What may be missing because it could not be read, and where to look."""
    for name, findings in compared.faulty.items():
        counted = (finding for finding in findings if counting([finding]))
        first = min(counted, key=lambda finding: finding.order)
        every = " Alle Fehler zeigt sro validate." if name == WORK_TREE else ""
        yield (
            f"Achtung: {name} hat Fehler, der Vergleich kann unvollständig sein. Der erste steht in "
            f"{first.span or first.path}: {first.message}.{every}"
        )


def unexplained(compared: Compared) -> Iterator[str]:
    """How many changes nobody gave a reason for, and what to do; and the reasons that are for nothing.

    What only has another number needs none.
    """
    counted = [change for change in compared.changes if not is_number(change)]
    without = sum(not (isinstance(change, Renumbered) or compared.reason(change)) for change in counted)
    if without:
        total = f"{len(counted)} Änderung{'' if len(counted) == 1 else 'en'}"
        yield f"Ohne Grund: {without} von {total}. Gründe schreiben Sie in content/aenderungen.yml."
    for span in compared.lost:
        yield f"Grund ohne Stelle: „{span.text}“ gibt es in keiner der beiden Fassungen ({span})."


def _names(change: Change) -> Iterator[str]:
    for found in (change.old, change.new):
        if found:
            yield from found.names
    if isinstance(change, Renamed):
        yield from (change.before, change.after)
