"""Rows → the parts of the document: title page, overview, a table a chapter, the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sro_cli import tree
from sro_cli.synopse.rows import MARKS, Row, Section, joined
from sro_cli.tree import Block, Cell, Heading, Marked, Meta, Paragraph, Part, Strong, Table, Text

_HEAD = ("Stelle", "Änderung", "Alt", "Neu", "Begründung")
_WIDTHS = (0.12, 0.12, 0.3, 0.3, 0.16)
_COUNT_WIDTHS = (0.52, 0.12, 0.12, 0.12, 0.12)
_ALIGNED: tuple[tree.Alignment, ...] = ("left", "left", "left", "left", "left")

_CHANGES = tuple(mark for mark in MARKS if mark != "unverändert")

_LEGEND: dict[str, str] = {
    "geändert": "Die Stelle steht in beiden Fassungen, mit anderen Worten oder Angaben.",
    "neu": "Nur die neue Fassung hat die Stelle.",
    "entfällt": "Nur die alte Fassung hat die Stelle.",
    "verschoben": "Die Stelle steht jetzt woanders; angegeben ist, wo sie vorher stand.",
    "unverändert": "Nichts hat sich geändert; genannt wird nur der Bereich.",
}


@dataclass(frozen=True, slots=True)
class Headline:
    """What the document says about itself.

    Attributes:
        title: of the concept.
        publisher: as shown.
        old: what the old version is called: „Fassung 0.1.0“.
        new: what the new one is called: „Arbeitsstand“.
        old_day: of the old version, as shown; may be empty.
        new_day: of the new one.
        moment: of the new version, UTC.
        draft: the new version is none that was handed out.
        internal: with what never leaves the administration.
        commit: short revision of the new version; empty outside of git.
        only: what alone is shown, in words; empty for all.
    """

    title: str
    publisher: str
    old: str
    new: str
    old_day: str
    new_day: str
    moment: datetime
    draft: bool
    internal: bool = False
    commit: str = ""
    only: tuple[str, ...] = ()

    @property
    def versions(self) -> str:
        """Both versions with their days."""
        pairs = ((self.old, self.old_day), (self.new, self.new_day))
        return " und ".join(f"{name} ({day})" if day else name for name, day in pairs)


def meta(headline: Headline) -> Meta:
    """What products of the Synopse say about themselves."""
    old, new = (name.removeprefix("Fassung ").removeprefix("Stand ") for name in (headline.old, headline.new))
    return Meta(
        title=f"Synopse: {headline.title}",
        subtitle=headline.versions,
        version=f"{old} → {new}",
        fassung=_kind(headline),
        date=headline.new_day,
        publisher=headline.publisher,
        description=f"Was sich zwischen {headline.versions} geändert hat.",
        keywords=("Synopse",),
        moment=headline.moment,
        commit=headline.commit,
        draft=headline.draft,
        name="synopse-intern" if headline.internal else "synopse",
        landscape=True,
    )


def _kind(headline: Headline) -> str:
    name = "Interne Synopse" if headline.internal else "Synopse"
    return f"{name} (Auszug)" if headline.only else name


def parts(
    headline: Headline,
    chapters: Sequence[Section],
    facts: Sequence[Section],
    shifted: str = "",
    *,
    unchanged: bool = False,
) -> tuple[Part, ...]:
    """The parts of the document.

    Args:
        headline: what it says about itself.
        chapters: with all their rows, also chapters where nothing changed.
        facts: what changed in the data.
        shifted: which figures and tables only have another number, in a sentence; may be empty.
        unchanged: chapters where nothing changed have their table as well.
    """
    title = (
        Paragraph((Text(f"Synopse: {headline.title}"),), "title"),
        Paragraph((Text(headline.versions),), "subtitle"),
        Paragraph((Text(headline.publisher),), "line"),
    )
    text = [(_anchor("text", index), chapter) for index, chapter in enumerate(chapters, 1)]
    data = [(_anchor("daten", index), section) for index, section in enumerate(facts, 1)]
    found = [
        Part("titelblatt", "titelblatt", title),
        Part("ueberblick", "kapitel", tuple(_overview(headline, text, data, shifted))),
    ]
    for ident, name, sections in (
        ("text", "Änderungen im Text", text),
        ("daten", "Änderungen in den Daten", data),
    ):
        told = [(anchor, section) for anchor, section in sections if unchanged or section.changed]
        if told:
            blocks = (block for anchor, section in told for block in _section(anchor, section))
            found.append(Part(ident, "kapitel", (_heading(1, name, ident), *blocks)))
    return tuple(found)


def _anchor(kind: str, index: int) -> str:
    return f"synopse-{kind}-{index}"


def _heading(level: int, words: str, ident: str) -> Heading:
    return Heading(level, (Text(words),), ident, numbered=False)


def _section(anchor: str, section: Section) -> tuple[Block, ...]:
    rows = tuple(_cells(row) for row in section.rows)
    return (
        _heading(2, section.title, anchor),
        Table(_ALIGNED, tuple(Cell((Text(word),)) for word in _HEAD), rows, wide=True, widths=_WIDTHS),
    )


def _cells(row: Row) -> tuple[Cell, ...]:
    place = joined(
        ((Strong((Text(row.number),)),) if row.number else (), (Text(_held(row.where)),) if row.where else ())
    )
    why = joined((Text(words),) for words in (row.reason, *map(_held, row.notes)) if words)
    return tuple(map(Cell, (place, (Text(row.mark),), row.before, row.after, why)))


def _held(place: str) -> str:
    """A place with its numbers on the line of their word: the columns are narrow."""
    return re.sub(r" (?=\d)", "\N{NO-BREAK SPACE}", place)


# --- the overview ----------------------------------------------------------------------

_Sections = Sequence[tuple[str, Section]]


def _overview(headline: Headline, text: _Sections, data: _Sections, shifted: str) -> Iterator[Block]:
    yield _heading(1, "Überblick", "ueberblick")
    yield Paragraph(
        (
            Text(
                f"Diese Synopse stellt {headline.versions} gegenüber: "
                "links steht, was galt, rechts, was jetzt gilt."
            ),
        )
    )
    if headline.only:
        yield Paragraph((Text(f"Sie ist ein Auszug und zeigt nur: {'; '.join(headline.only)}."),))
    struck, put = (
        Marked((Text("gestrichen"),), "deleted"),
        Marked((Text("unterstrichen und fett"),), "inserted"),
    )
    yield Paragraph(
        (
            Text("In geänderten Stellen sind Wörter, die nur die alte Fassung hat, "),
            struck,
            Text("; Wörter, die nur die neue hat, "),
            put,
            Text(". Was mit der ganzen Stelle geschehen ist, sagt die Spalte „Änderung“:"),
        )
    )
    yield tree.BulletList(
        tuple((Paragraph((Strong((Text(mark),)), Text(f": {_LEGEND[mark]}"))),) for mark in MARKS)
    )
    sections = [*text, *data]
    if any(section.changed for _anchor, section in sections):
        yield Paragraph((Text(_COUNTED),))
        yield _counts([each for each in sections if each[1].changed])
    else:
        yield Paragraph((Text("Zwischen beiden Fassungen hat sich nichts geändert."),))
    if missing := _unexplained(sections):
        yield Paragraph((Text(missing),))
    if shifted:
        yield Paragraph((Text(shifted),))
    same = [section.title for _anchor, section in text if not section.changed]
    if same and len(same) < len(text) and not headline.only:
        yield Paragraph((Text(f"Unverändert: {'; '.join(same)}."),))


_COUNTED = (
    "Gezählt sind die Zeilen der Tabellen, die eine Änderung zeigen; "
    "was in ein anderes Kapitel kam, steht in beiden."
)


def _unexplained(sections: _Sections) -> str:
    """How many changes nobody gave a reason for; empty if all have one."""
    changed = [row for _anchor, section in sections for row in section.rows if row.mark != "unverändert"]
    missing = sum(not row.reason for row in changed)
    if not missing:
        return ""
    if missing == len(changed):
        return "Begründungen sind noch nicht angegeben."
    return f"Ohne Begründung: {missing} von {len(changed)} Zeilen mit Änderungen."


def _counts(sections: _Sections) -> Table:
    rows = [
        (
            Cell((tree.Reference((Text(section.title),), anchor, "abschnitt", automatic=False),)),
            *_numbers([section.count(mark) for mark in _CHANGES]),
        )
        for anchor, section in sections
    ]
    totals = [sum(section.count(mark) for _anchor, section in sections) for mark in _CHANGES]
    rows.append((Cell((Strong((Text("zusammen"),)),)), *_numbers(totals)))
    head = (Cell((Text("Zeilen mit Änderungen"),)), *(Cell((Text(mark),)) for mark in _CHANGES))
    right: tuple[tree.Alignment, ...] = tuple("right" for _mark in _CHANGES)
    return Table(("left", *right), head, tuple(rows), wide=True, widths=_COUNT_WIDTHS)


def _numbers(counts: Iterable[int]) -> Iterator[Cell]:
    return (Cell((Text(str(count) if count else "–"),)) for count in counts)
