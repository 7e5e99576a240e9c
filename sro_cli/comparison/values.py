"""What can change between two versions: one class a kind of change. Data only; others show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from sro_cli.comparison.pairing import Pair
from sro_cli.comparison.references import Redirection
from sro_cli.comparison.splits import Division
from sro_cli.comparison.units import Kind, Unit
from sro_cli.comparison.words import Run
from sro_cli.model import Eintrag
from sro_cli.source import Key, Span


class Weight(StrEnum):
    """What a change asks of those who review it, the most first."""

    FACT = "fact"  # numbers, days, entries, where a mention leads
    WORDING = "wording"
    STRUCTURE = "structure"  # the same words elsewhere, or under another number
    TYPOGRAPHY = "typography"  # quotation marks, blanks, bold and the like


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in one of the versions.

    Attributes:
        target: the typed id of the chapter or entry, ``kapitel:auftrag``; ``konzept`` for its settings.
        name: the title of the chapter or entry; plain text.
        section: the typed id of the section, empty if it has none or outside of sections.
        title: of the section; outside of sections that of the chapter or entry.
        number: of that section or chapter, „3.2“; empty without one.
        around: the typed ids of the sections that it lies in, and of the figure or table that it is or lies
            in, the outermost first; none for data.
        within: the kind of the unit that it lies in, such as an item or a footnote; empty for what lies
            in a chapter itself, and for data.
        internal: public editions do not have it: it is an internal box or remark, or lies in one.
        cell: what a reader finds the cell by that it is or lies in: what its row begins with, nothing for the
            first cell, and what stands above it.
        span: the place in the sources; None for what the builder made.
    """

    target: str
    name: str = ""
    section: str = ""
    title: str = ""
    number: str = ""
    around: tuple[str, ...] = ()
    within: Kind | Literal[""] = ""
    internal: bool = field(default=False, compare=False)
    cell: tuple[str, str] = ("", "")
    span: Span | None = field(default=None, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The typed ids of all that it lies in or is."""
        return (self.target, *self.around)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Any change.

    Attributes:
        old: where it was; None for what was added.
        new: where it is; None for what was removed.
        weight: see `Weight`.
    """

    old: Place | None = None
    new: Place | None = None
    weight: Weight


# --- text ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Added(Change):
    """Units that are new: one, or a heading with what follows it and is new as well."""

    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed(Change):
    """Units that are gone: one, or a heading with what followed it and is gone as well."""

    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Change):
    """Units that stand elsewhere: one, or a heading with what follows it. What else changed is said apart."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Change):
    """Other words, or the same words with other marks; the runs are those of the unit's own words."""

    pair: Pair
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Change):
    """A paragraph that is several now; its words may have changed as well.

    Attributes:
        division: what it was and is.
        runs: of its words, as if the paragraphs were one.
    """

    division: Division
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Change):
    """Paragraphs that are one now; their words may have changed as well.

    Attributes:
        division: what they were and are.
        runs: of their words, as if the paragraphs had been one.
    """

    division: Division
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered(Change):
    """Something about a unit that is no text.

    Attributes:
        pair: the unit.
        name: as in `Unit.about`, or ``id``.
        before: empty if it was not given.
        after: empty if it is not given.
    """

    pair: Pair
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbered(Change):
    """A chapter or section that has another number, though nothing about it changed but for its place."""

    pair: Pair
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirected(Change):
    """A mention or link that leads elsewhere.

    Attributes:
        text: what it says, empty if the builder writes it.
        before: a typed id or an address.
        after: likewise.
    """

    text: str
    before: str
    after: str


# --- data ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAdded(Change):
    """An entry that is new."""

    entry: Eintrag


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRemoved(Change):
    """An entry that is gone."""

    entry: Eintrag


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryMoved(Change):
    """An entry that stands elsewhere in its list, and so in tables and annexes."""

    entry: Eintrag


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed(Change):
    """An entry or chapter with another id: ``ziel:Z1`` is ``ziel:wille`` now."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChanged(Change):
    """A field of an entry, of the head of a chapter or of the settings.

    Attributes:
        path: names and positions, ``("beleg", "art")``; positions are those of the new side, of what
            was removed those of the old one.
        before: the value, None if there was none.
        after: the value, None if there is none.
        runs: of a text; none for other values.
        led: the mentions and links in a text that lead elsewhere, but for those that follow a new id.
    """

    path: Key
    before: object
    after: object
    runs: tuple[Run, ...] = ()
    led: tuple[Redirection, ...] = ()
