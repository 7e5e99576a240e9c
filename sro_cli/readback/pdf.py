"""A PDF → what it says, in the logical order that its tags give (ISO 32000-1, 14.7 and 14.8).

What is marked as an artifact, such as heads and feet, is not read. PDFium knows the structure page
by page: a paragraph that goes over pages comes in pieces, and so does each cell of such a row.
"""

from __future__ import annotations

import ctypes
from contextlib import closing
from importlib import import_module
from typing import Any

from sro_cli.readback.said import Chunk, Said

_ROOM = 1 << 17
"""Bytes for one text; that of a run or of a picture is never as long."""

_CELLS = frozenset({"TH", "TD"})


def said(product: bytes) -> Said:
    """What a PDF says.

    Args:
        product: tagged, as PDF/UA-1 demands.

    Raises:
        pypdfium2.PdfiumError: it is no PDF.
    """
    pypdfium2: Any = import_module("pypdfium2")  # only builds need it, and it has no types
    reader = _Reader()
    with closing(pypdfium2.PdfDocument(product)) as pdf:
        for index in range(len(pdf)):
            with closing(pdf[index]) as page:
                reader.page(page, f"Seite {index + 1}")
    return reader.found


class _Reader:
    """Reads one document page by page. Each call of PDFium takes its time, so there are few.

    Attributes:
        found: what has been read.
        texts: what the page says, by the numbers of its marked content, as far as it has not been read.
        into: the flow that is being read, that of the body or that of the footnotes.
        cell: what the cell or line that is being read says; None outside of both.
        begun: the last element of the document that has been read.
    """

    def __init__(self) -> None:
        self.raw: Any = import_module("pypdfium2.raw")
        self.room = ctypes.create_string_buffer(_ROOM)
        self.letters = ctypes.cast(self.room, self.raw.FPDFTextObj_GetText.argtypes[2])
        self.place_of_room = ctypes.cast(self.room, ctypes.c_void_p)
        self.found = Said()
        self.texts: dict[int, str] = {}
        self.into = self.found.body
        self.cell: list[str] | None = None
        self.begun = 0

    def page(self, page: Any, place: str) -> None:
        """Reads a page.

        Args:
            page: of PDFium.
            place: how it is called.
        """
        self.place = place
        self.texts = self._marked(page)
        structure = self.raw.FPDF_StructTree_GetForPage(page)
        for index in range(self.raw.FPDF_StructTree_CountChildren(structure)):
            self._document(self.raw.FPDF_StructTree_GetChildAtIndex(structure, index))
        self.raw.FPDF_StructTree_Close(structure)
        for text in self.texts.values():  # what has a mark that no tag has
            self._say(text)

    def _marked(self, page: Any) -> dict[int, str]:
        """The texts of the page by the numbers of their marks; that of a picture is empty."""
        number_of, text_of = self.raw.FPDFPageObj_GetMarkedContentID, self.raw.FPDFTextObj_GetText
        object_at = self.raw.FPDFPage_GetObject
        texts: dict[int, str] = {}
        layer = self.raw.FPDFText_LoadPage(page)
        for index in range(self.raw.FPDFPage_CountObjects(page)):
            each = object_at(page, index)
            if (number := number_of(each)) >= 0:  # artifacts have none
                size = text_of(each, layer, self.letters, _ROOM // 2)
                texts[number] = texts.get(number, "") + self._written(size)
        self.raw.FPDFText_ClosePage(layer)
        return texts

    def _document(self, root: Any) -> None:
        """Reads what a document says on the page.

        PDFium has room for all its elements on each page and leaves it empty for those of other pages,
        so the search begins where the last page ended, and ends when everything has been read. It may
        come back to an element: a footnote goes on here, or its heading was moved here without it.
        """
        child = self.raw.FPDF_StructElement_GetChildAtIndex
        whole, by_index = self.found, dict[int, Said]()
        begun, count = self.begun, self.raw.FPDF_StructElement_CountChildren(root)
        for index in (*range(begun, count), *range(begun)):
            if element := child(root, index):
                self.found = by_index[index] = Said()
                self.into = self.found.body
                self._read(element)
            elif not self.texts:
                break
        for index in sorted(by_index):
            whole.extend(by_index[index])
        self.found, self.into, self.begun = whole, whole.body, max(by_index, default=begun)

    # --- elements

    def _read(self, element: Any, parent: str = "") -> None:
        role = self._role(element)
        if role == "Figure":
            self._picture(element)
        elif role == "Note":
            self._note(element)
        elif role in _CELLS:
            self.into.append(Chunk(self._joined(element, role), self.place, cell=True))
        elif role == "TOCI":
            pictures = len(self.found.alts)
            self.found.lists.append(Chunk(self._joined(element, role), self.place))
            del self.found.alts[pictures:]  # those of a heading come with it once more
        elif role == "Lbl":
            self._label(element, parent)
        else:
            self._inside(element, role)

    def _inside(self, element: Any, role: str) -> None:
        number_of, child = (
            self.raw.FPDF_StructElement_GetChildMarkedContentID,
            self.raw.FPDF_StructElement_GetChildAtIndex,
        )
        for index in range(self.raw.FPDF_StructElement_CountChildren(element)):
            if (number := number_of(element, index)) >= 0:
                if text := self.texts.pop(number, ""):
                    self._say(text)
            elif inner := child(element, index):
                self._read(inner, role)

    def _say(self, text: str, *, sign: bool = False) -> None:
        if self.cell is None:
            self.into.append(Chunk(text, self.place, sign=sign))
        else:
            self.cell.append(text)

    def _joined(self, element: Any, role: str) -> str:
        """What an element says, footnotes and pictures left out."""
        around, self.cell = self.cell, []
        self._inside(element, role)
        texts, self.cell = self.cell, around
        return "".join(texts)

    def _note(self, note: Any) -> None:
        into, around = self.into, self.cell
        self.into, self.cell = self.found.notes, None
        self._inside(note, "Note")
        self.into, self.cell = into, around

    def _label(self, label: Any, parent: str) -> None:
        """The sign or number of a list item, a term, or the number of a footnote."""
        text = self._joined(label, "Lbl")
        if parent == "LI":
            self._say(text, sign=not any(map(str.isalnum, text)))
        elif text:
            self._say(text if parent in _LISTED else f"[{text.strip()}]")

    def _picture(self, picture: Any) -> None:
        size = self.raw.FPDF_StructElement_GetAltText(picture, self.place_of_room, _ROOM)
        alts = self.found.note_alts if self.into is self.found.notes else self.found.alts
        alts.append(Chunk(self._written(size), self.place))
        self._joined(picture, "Figure")  # what is written in it is none of the text

    # --- texts of PDFium

    def _role(self, element: Any) -> str:
        return self._written(self.raw.FPDF_StructElement_GetType(element, self.place_of_room, _ROOM))

    def _written(self, size: int) -> str:
        """The text that PDFium has just written: UTF-16 with a zero at its end."""
        return ctypes.string_at(self.room, max(0, size - 2)).decode("utf-16-le")


_LISTED = frozenset({"Link", "Reference", "TOCI"})
