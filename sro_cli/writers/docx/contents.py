"""The contents and the lists of figures and tables: fields whose results are there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sro_cli.tree import Figure, Heading, Inline, Table, Tree, plain_text, walk
from sro_cli.writers.docx.encoder import LABELS, NBSP, caption_bookmark, link
from sro_cli.writers.docx.finish import CHAPTERS
from sro_cli.writers.docx.markup import NAMESPACES, bookmark, field, run
from sro_cli.writers.docx.styles import CONTENTS_INDENTS

NO_CONTENTS = f"<root {NAMESPACES}/>"
"""The contents of a document that should have none."""


@dataclass(frozen=True, slots=True)
class _Entry:
    level: int  # of the heading; 0 in the other lists
    number: str
    text: str
    anchor: str
    page: str


def contents(document: Tree, pages: Mapping[str, int]) -> str:
    """The contents and lists as block-level elements in one root; a list without entries is left out."""
    parts = [part.blocks for part in document.parts if part.kind in ("kapitel", "anlage")]
    blocks = [block for part in parts for block in walk(part)]
    headings = [
        _heading(b, pages) for b in blocks if isinstance(b, Heading) and b.level <= len(CONTENTS_INDENTS)
    ]
    result = ""
    if headings:
        field_code = rf'TOC \o "1-{len(CONTENTS_INDENTS)}" \h \z \b {CHAPTERS}'
        listed = _title("Inhalt", 1) + _entries(field_code, headings)
        gallery = (
            '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        )
        result = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{listed}</w:sdtContent></w:sdt>"
    everything = [block for part in document.parts for block in walk(part.blocks)]
    for kind, title in ((Figure, "Abbildungen"), (Table, "Tabellen")):
        if captions := list(_captions(everything, kind, pages)):
            result += _title(title, 2) + _entries(rf'TOC \h \z \c "{LABELS[kind]}"', captions)
    return f"<root {NAMESPACES}>{result}</root>"


def _heading(heading: Heading, pages: Mapping[str, int]) -> _Entry:
    page = str(pages.get(heading.ident, ""))
    text = _line(heading.content)
    return _Entry(heading.level, heading.number, text, bookmark(heading.ident), page)


def _captions(
    blocks: Iterable[object], kind: type[Figure | Table], pages: Mapping[str, int]
) -> Iterator[_Entry]:
    for block in blocks:
        if isinstance(block, kind) and block.caption:
            text = f"{LABELS[kind]}{NBSP}{block.number}: {_line(block.caption)}"
            page = str(pages.get(block.ident, "")) if block.ident else ""
            yield _Entry(0, "", text, caption_bookmark(block), page)


def _line(content: tuple[Inline, ...]) -> str:
    return " ".join(plain_text(content).split(" "))


def _title(text: str, level: int) -> str:
    """A heading without a number, a real one: people who listen go from heading to heading."""
    unnumbered = (
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr><w:ind w:left="0" w:firstLine="0"/>'
    )
    return f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/>{unnumbered}</w:pPr>{run(text)}</w:p>'


def _entries(instruction: str, entries: list[_Entry]) -> str:
    """Paragraphs of one field: it begins in the first and ends in the last."""
    opening, closing = field(instruction, "\0").split(run("\0"))
    last = len(entries) - 1
    return "".join(
        _paragraph(entry, opening if i == 0 else "", closing if i == last else "")
        for i, entry in enumerate(entries)
    )


def _paragraph(entry: _Entry, before: str, after: str) -> str:
    number = f"{run(entry.number)}{_TAB}" if entry.number else ""
    page = field(rf"PAGEREF {entry.anchor} \h", entry.page)
    target = link(entry.anchor, f"{number}{run(entry.text)}{_TAB}{page}")
    style = f"TOC{entry.level}" if entry.level else "TableofFigures"
    # Without a number the text begins where numbers do, and the hanging indent is no tab stop.
    flush = (
        ""
        if entry.number or not entry.level
        else f'<w:ind w:left="{CONTENTS_INDENTS[entry.level - 1][0]}" w:firstLine="0"/>'
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{flush}</w:pPr>{before}{target}{after}</w:p>'


_TAB = "<w:r><w:tab/></w:r>"
