"""A Word file as text, so that `git diff` shows it: what `sro textconv` prints.

Each sentence and each row of a table has a line of its own. Tracked changes are shown as if they were
accepted; lists of contents, whose page numbers would differ at every turn, are left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from sro_cli.columns import visible
from sro_cli.packages import Unreadable
from sro_cli.readback.word_numbers import Numbers
from sro_cli.readers.word_parts import word_parts
from sro_cli.writers.docx.markup import w
from sro_cli.writers.sentences import sentences

_VAL = w("val")
_HEADING = re.compile(r"heading ([1-9])")
_LISTS = ("toc ", "table of figures", "index ")
"""What the names of styles begin with whose lines Word collects from elsewhere."""

_GONE = {w("del"), w("moveFrom"), w("pPr"), w("rPr"), w("instrText")}
_TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BLANKS = {"tab", "br", "cr"}
_GAP = re.compile("[ \\t\\r\\n]+")
_DEEPEST = 9
"""Levels of headings and lists that Word has."""


def text(content: bytes) -> str:
    """A Word file as text; of one that cannot be read why, and a digest by which two of them differ."""
    try:
        parts = word_parts(content)
    except Unreadable as fault:
        digest = hashlib.sha256(content).hexdigest()
        return f"[Diese Word-Datei lässt sich nicht lesen: {fault}]\n[SHA-256: {digest}]\n"
    reader = _Reader(parts)
    reader.blocks(parts["main"])
    reader.foot()
    return reader.printed()


@dataclass
class _Reader:
    """Reads the blocks of a Word file in order.

    Attributes:
        parts: of the file.
        lines: what was read; empty lines between blocks.
        order: the notes as they are mentioned, each as its part and id.
        marks: the number of each.
        kind: of the last block: rows and items follow each other closely.
    """

    parts: Mapping[str, etree._Element]
    lines: list[str] = field(default_factory=list)
    order: list[tuple[str, str]] = field(default_factory=list)
    marks: dict[tuple[str, str], int] = field(default_factory=dict)
    kind: str = ""

    def __post_init__(self) -> None:
        styles = self.parts.get("styles")
        self.numbers = Numbers(self.parts.get("numbering"), styles)
        self.names = {} if styles is None else _names(styles)

    def printed(self) -> str:
        """Everything that was read."""
        return "".join(f"{visible(line)}\n" for line in self.lines)

    def foot(self) -> None:
        """Reads the notes; what they mention themselves follows them."""
        known = {
            (part, note.get(w("id"), "")): note
            for part in ("footnotes", "endnotes")
            for note in self.parts.get(part, ())
        }
        told = 0
        while told < len(self.order):  # notes may mention others
            mark = self.order[told]
            told += 1
            if (note := known.get(mark)) is not None:
                self.add("note", f"[{told}]", self.told(note))

    def blocks(self, container: etree._Element) -> None:
        """Reads paragraphs and tables, whatever they are wrapped into."""
        for child in container.iterchildren("*"):
            if child.tag == w("p"):
                self.paragraph(child)
            elif child.tag == w("tbl"):
                self.kind = ""
                for row in child.iter(w("tr")):
                    self.row(row)
            elif child.tag not in _GONE:
                self.blocks(child)

    def row(self, row: etree._Element) -> None:
        """Reads a row of a table; tables in its cells are part of their text."""
        if row.find(f"{w('trPr')}/{w('del')}") is not None or _inside_of_cell(row):
            return
        cells = [self.told(cell) for cell in row.iterfind(f".//{w('tc')}") if not _inside_of_cell(cell)]
        self.add("row", "", f"| {' | '.join(cells)} |", broken=False)

    def paragraph(self, paragraph: etree._Element) -> None:
        """Reads a paragraph with the number that Word counts, and then what stands in boxes at it."""
        properties = paragraph.find(w("pPr"))
        numbered = None if properties is None else properties.find(w("numPr"))
        style = "" if properties is None else _value(properties, "pStyle")
        name = self.names.get(style, "")
        number = self.numbers.next(style, numbered)
        depth = self.numbers.depth(style, numbered)
        words = self.words(paragraph)
        if words and not name.startswith(_LISTS):
            if heading := _HEADING.match(name):
                self.add(
                    "heading", "#" * int(heading[1]), f"{number.rstrip('.')} {words}".strip(), broken=False
                )
            elif name == "title":
                self.add("heading", "#", words, broken=False)
            elif depth is None:
                self.add("paragraph", "", words)
            else:
                self.add("item", f"{'  ' * min(depth, _DEEPEST)}{number or '-'}", words)
        for box in paragraph.iter(w("txbxContent")):
            if next(box.iterancestors(w("p"))) is paragraph and not _is_said_before(box):
                self.blocks(box)

    def told(self, container: etree._Element) -> str:
        """The words of all paragraphs in a cell or a note."""
        paragraphs = (each for each in container.iter(w("p")) if not _is_said_before(each))
        return " ".join(filter(None, map(self.words, paragraphs)))

    def words(self, paragraph: etree._Element) -> str:
        """The words of a paragraph, blanks around them and tracked deletions left out."""
        return _GAP.sub(" ", "".join(self._pieces(paragraph))).strip(" ")

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        for child in element.iterchildren("*"):
            if child.tag in _GONE or child.tag in {_TWICE, w("txbxContent")}:
                continue
            name = etree.QName(child.tag).localname
            if name == "t":
                yield "".join(map(str, child.itertext()))
            elif name in _BLANKS:
                yield " "
            elif name == "noBreakHyphen":
                yield "-"
            elif name in {"footnoteReference", "endnoteReference"}:
                number = self.numbered(f"{name.removesuffix('Reference')}s", child.get(w("id"), ""))
                yield f"[{number}]"
            elif name == "docPr" and child.get("descr"):
                yield f"[Bild: {child.get('descr')}]"
            else:
                yield from self._pieces(child)

    def numbered(self, part: str, ident: str) -> int:
        """The number of a note, from 1."""
        mark = part, ident
        if mark not in self.marks:
            self.order.append(mark)
            self.marks[mark] = len(self.order)
        return self.marks[mark]

    def add(self, kind: str, mark: str, words: str, *, broken: bool = True) -> None:
        """Adds a block: its mark, and each sentence on a line of its own."""
        if self.lines and not (kind == self.kind and kind in {"row", "item", "note"}):
            self.lines.append("")
        self.kind = kind
        begin = f"{mark} " if mark else ""
        for line in (sentences(words) if broken else [words]) or [""]:
            self.lines.append(begin + line)
            begin = " " * len(begin)


def _inside_of_cell(element: etree._Element) -> bool:
    """Whether the table of a row or cell stands in a cell of another one."""
    return next(element.iterancestors(w("tc")), None) is not None


def _is_said_before(element: etree._Element) -> bool:
    """Whether something is there once more, for programs that do not know it otherwise."""
    return next(element.iterancestors(_TWICE), None) is not None


def _names(styles: etree._Element) -> dict[str, str]:
    """The name of each style by its id, in small letters; Word names its own in English in every language."""
    return {style.get(w("styleId"), ""): _value(style, "name").lower() for style in styles.iter(w("style"))}


def _value(element: etree._Element, name: str) -> str:
    child = element.find(w(name))
    return "" if child is None else child.get(_VAL, "")
