"""Tree → what the templates are told: the document, its pages, and their headings, figures and tables.

Templates belong to the city; what they may name has German names.
"""

from __future__ import annotations

from dataclasses import dataclass

from sro_cli import tree

DEEPEST = 3
"""The lowest level of headings in a list of contents."""

_SECTION = 2


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the document says about itself; templates know it as ``ausgabe``.

    Attributes:
        titel: of the concept.
        untertitel: may be empty.
        version: SemVer.
        fassung: kind of version as shown.
        stand: day as shown.
        herausgeber: as shown.
        beschreibung: one sentence.
        schlagworte: for the head of the page.
        quellstand: short revision, empty outside of git.
        entwurf: every page says so.
        quer: printed, the pages lie on their side.
    """

    titel: str
    untertitel: str
    version: str
    fassung: str
    stand: str
    herausgeber: str
    beschreibung: str
    schlagworte: tuple[str, ...]
    quellstand: str
    entwurf: bool
    quer: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in a list of contents, figures or tables.

    Attributes:
        nummer: „3.2“, „Abbildung 4“; empty without one.
        titel: its words.
        anker: the ident it points to.
        ebene: level of the heading, 1 to 3; 0 for figures and tables.
    """

    nummer: str
    titel: str
    anker: str
    ebene: int = 0

    @property
    def name(self) -> str:
        """Number and title."""
        return f"{self.nummer} {self.titel}".strip()


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the document as a page.

    Attributes:
        part: the part.
        pfad: of its file in the site.
        titel: its heading; None for a part without one.
        gliederung: its headings of level 1 to 3 in order, the title among them.
        abschnitte: those of level 2.
        abbildungen: the numbered ones.
        tabellen: the numbered ones.
    """

    part: tree.Part
    pfad: str
    titel: Entry | None
    gliederung: tuple[Entry, ...]
    abschnitte: tuple[Entry, ...]
    abbildungen: tuple[Entry, ...]
    tabellen: tuple[Entry, ...]


def imprint(meta: tree.Meta) -> Imprint:
    """What the document says about itself."""
    return Imprint(
        titel=meta.title,
        untertitel=meta.subtitle,
        version=meta.version,
        fassung=meta.fassung,
        stand=meta.date,
        herausgeber=meta.publisher,
        beschreibung=meta.description,
        schlagworte=meta.keywords,
        quellstand=meta.commit,
        entwurf=meta.draft,
        quer=meta.landscape,
    )


def page(part: tree.Part) -> Page:
    """The page of a part.

    The name of a chapter's page begins with ``kapitel-``, so that no id of an author can take the
    name of another page or one that Windows keeps for itself.

    >>> heading = tree.Heading(1, (tree.Text("Auftrag"),), "kapitel-auftrag", number="1")
    >>> auftrag = page(tree.Part("auftrag", "kapitel", (heading,)))
    >>> auftrag.pfad, auftrag.titel.name
    ('kapitel-auftrag.html', '1 Auftrag')
    """
    headings: list[Entry] = []
    figures: list[Entry] = []
    tables: list[Entry] = []
    for block in tree.walk(part.blocks):
        match block:
            case tree.Heading(level, content, ident) if level <= DEEPEST:
                headings.append(Entry(block.number, tree.plain_text(content), ident, level))
            case tree.Figure() if block.number:
                figures.append(_numbered("Abbildung", block))
            case tree.Table() if block.number:
                tables.append(_numbered("Tabelle", block))
            case _:
                pass
    name = f"kapitel-{part.ident}" if part.kind == "kapitel" else part.ident
    title = headings[0] if headings and headings[0].ebene == 1 else None
    sections = tuple(entry for entry in headings if entry.ebene == _SECTION)
    return Page(part, f"{name}.html", title, tuple(headings), sections, tuple(figures), tuple(tables))


def _numbered(word: str, block: tree.Figure | tree.Table) -> Entry:
    return Entry(f"{word}\N{NO-BREAK SPACE}{block.number}", tree.plain_text(block.caption), block.ident)
