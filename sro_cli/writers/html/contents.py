"""Tree → the lists of the pages: chapters, sections, figures and tables with their addresses."""

from __future__ import annotations

from dataclasses import dataclass

from sro_cli import tree

DEEPEST = 3
"""The lowest level of headings in a list of contents."""

_SECTION = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in a list of contents, figures or tables.

    Attributes:
        label: „3.2“, „Abbildung 4“; empty without a number.
        title: its words.
        anchor: the ident it points to.
        level: of the heading, 1 to 3; 0 for figures and tables.
    """

    label: str
    title: str
    anchor: str
    level: int = 0

    @property
    def name(self) -> str:
        """Label and title."""
        return f"{self.label} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the document as a page.

    Attributes:
        part: the part.
        path: of its file in the site.
        title: its heading; None for a part without one.
        entries: its headings of level 1 to 3 in order, the title among them.
        sections: those of level 2.
        figures: the numbered ones.
        tables: the numbered ones.
    """

    part: tree.Part
    path: str
    title: Entry | None
    entries: tuple[Entry, ...]
    sections: tuple[Entry, ...]
    figures: tuple[Entry, ...]
    tables: tuple[Entry, ...]


def page(part: tree.Part) -> Page:
    """The page of a part.

    The name of a chapter's page begins with ``kapitel-``, so that no id of an author can take the
    name of another page or one that Windows keeps for itself.

    >>> heading = tree.Heading(1, (tree.Text("Auftrag"),), "kapitel-auftrag", number="1")
    >>> auftrag = page(tree.Part("auftrag", "kapitel", (heading,)))
    >>> auftrag.path, auftrag.title.name
    ('kapitel-auftrag.html', '1 Auftrag')
    """
    entries: list[Entry] = []
    figures: list[Entry] = []
    tables: list[Entry] = []
    for block in tree.walk(part.blocks):
        match block:
            case tree.Heading(level, content, ident) if level <= DEEPEST:
                entries.append(Entry(block.number, tree.plain_text(content), ident, level))
            case tree.Figure() if block.number:
                figures.append(_numbered("Abbildung", block))
            case tree.Table() if block.number:
                tables.append(_numbered("Tabelle", block))
            case _:
                pass
    name = f"kapitel-{part.ident}" if part.kind == "kapitel" else part.ident
    title = entries[0] if entries and entries[0].level == 1 else None
    sections = tuple(entry for entry in entries if entry.level == _SECTION)
    return Page(part, f"{name}.html", title, tuple(entries), sections, tuple(figures), tuple(tables))


def _numbered(word: str, block: tree.Figure | tree.Table) -> Entry:
    return Entry(f"{word}\N{NO-BREAK SPACE}{block.number}", tree.plain_text(block.caption), block.ident)
