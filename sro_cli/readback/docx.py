"""A DOCX → what it says, with the numbers that Word counts for headings, lists and footnotes."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from sro_cli.readback.said import Chunk, Said
from sro_cli.readback.word_numbers import Numbers
from sro_cli.writers.docx.markup import w

_PARTS = ("word/document.xml", "word/footnotes.xml", "word/numbering.xml", "word/styles.xml")

_LISTS = ("TOC", "TableofFigures")
"""What the styles of the lines in lists begin with."""

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PARAGRAPH, _TEXT, _STYLE, _NUMBERED = w("p"), w("t"), w("pStyle"), w("numPr")
_NOTE, _PICTURE, _HYPHEN = w("footnoteReference"), f"{_DRAWING}docPr", w("noBreakHyphen")
_BLANKS = (w("tab"), w("br"), w("cr"))


def said(product: bytes) -> Said:
    """What a DOCX says; of fields their results.

    Raises:
        zipfile.BadZipFile: it is no package.
        KeyError: it lacks a part.
        lxml.etree.XMLSyntaxError: a part is no XML.
    """
    with zipfile.ZipFile(io.BytesIO(product)) as package:
        document, footnotes, numbering, styles = (etree.fromstring(package.read(name)) for name in _PARTS)
    found, numbers = Said(), Numbers(numbering, styles)
    reader = _Reader(found.body, found.alts, found.lists, numbers)
    reader.read(document)
    notes = {note.get(w("id")): note for note in footnotes}
    for number, ident in enumerate(reader.notes, 1):
        found.notes.append(Chunk(f"[{number}]"))
        _Reader(found.notes, found.note_alts, found.lists, numbers).read(notes[ident])
    return found


class _Reader:
    """Reads the paragraphs of a part.

    Attributes:
        into: takes the flow of the text.
        alts: takes what is said instead of pictures.
        lists: takes the lines of lists.
        numbers: counts.
        notes: the ids of the footnotes in the order of their marks.
    """

    def __init__(self, into: list[Chunk], alts: list[Chunk], lists: list[Chunk], numbers: Numbers) -> None:
        self.into = into
        self.alts = alts
        self.lists = lists
        self.numbers = numbers
        self.notes: list[str | None] = []
        self.numbered: etree._Element | None = None
        self._begin()

    def read(self, root: etree._Element) -> None:
        """Reads everything below an element, paragraph after paragraph."""
        tags = (_PARAGRAPH, _TEXT, _STYLE, _NUMBERED, _NOTE, _PICTURE, _HYPHEN, *_BLANKS)
        for element in root.iter(*tags):
            tag = element.tag
            if tag == _TEXT:
                self.words.append(element.text or "")
            elif tag == _PARAGRAPH:
                self._end()
                self._begin()
            elif tag == _STYLE:
                self.style = element.get(w("val"), "")
            elif tag == _NUMBERED:
                self.numbered = element
            elif tag == _NOTE:
                self.notes.append(element.get(w("id")))
                self.words.append(f"[{len(self.notes)}]")
            elif tag == _PICTURE:
                self.alts.append(Chunk(element.get("descr", "")))
            else:
                self.words.append("-" if tag == _HYPHEN else " ")
        self._end()
        self._begin()

    def _begin(self) -> None:
        self.words: list[str] = []
        self.style = ""
        self.numbered = None

    def _end(self) -> None:
        number, words = self.numbers.next(self.style, self.numbered), "".join(self.words)
        if self.style.startswith(_LISTS):
            self.lists.append(Chunk(words))
        elif self.style.startswith("Heading"):
            self.into.append(Chunk(f"{number.rstrip('.')} {words}"))
        else:
            self.into += [Chunk(text) for text in (number, words) if text]
