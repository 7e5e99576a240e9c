"""Changes as Word tracks them (ECMA-376-1, 17.13.5): who changed what when, around runs and at ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from sro_cli.redline.resolution import WORDS_OF_DELETED
from sro_cli.source import Span
from sro_cli.writers.docx.elements import Element, P, element, properties_of, put
from sro_cli.writers.docx.markup import w


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a change, and when.

    Attributes:
        author: as Word shows it.
        moment: UTC; None if nobody knows.
    """

    author: str
    moment: datetime | None


Origins = Callable[[Span | None, Span | None], Origin]
"""Gives the origin of a change by its old and its new place; None where there is none."""

PLACE = "sro"
"""The attribute of a paragraph that holds the number of its span while changes are being marked."""

FORMER = "alt"
"""What ids and names of the old version begin with where the new one has the same."""

_OLD = "o"
_RUN, _LINK, _NAMES = w("r"), w("hyperlink"), {text: gone for gone, text in WORDS_OF_DELETED.items()}


class Marker:
    """Marks changes; it knows where paragraphs come from."""

    def __init__(self, old: list[Span | None], new: list[Span | None], origins: Origins) -> None:
        """Takes what an origin is told by.

        Args:
            old: the spans of the old document by the numbers that its paragraphs hold.
            new: those of the new one.
            origins: gives the origin of a change.
        """
        self._spans = {f"{_OLD}{number}": span for number, span in enumerate(old)}
        self._spans |= {f"n{number}": span for number, span in enumerate(new)}
        self._origins = origins
        self._made: dict[tuple[str, str], Origin] = {}

    def change(self, name: str, paragraph: Element, former: Element | None = None) -> Element:
        """A new ``w:ins``, ``w:del``, or ``w:pPrChange``, of the origin that a paragraph has.

        Args:
            name: of the change.
            paragraph: that it stands in.
            former: the old one if a paragraph was changed: what it lost it did not lose with itself.
        """
        made = self._origin("" if former is None else former.get(PLACE, ""), paragraph.get(PLACE, ""))
        change = element(name, id="0", author=made.author)
        if made.moment:
            change.set(_DATE, made.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        return change

    def _origin(self, old: str, new: str) -> Origin:
        places = (new, "") if new.startswith(_OLD) else (old, new)
        if places not in self._made:
            self._made[places] = self._origins(*map(self._spans.get, places))
        return self._made[places]

    def whole(self, paragraph: Element, name: str) -> None:
        """Marks all runs of a paragraph and its end."""
        self.runs(paragraph, name)
        self.end(paragraph, name)

    def end(self, paragraph: Element, name: str) -> None:
        """Marks the end of a paragraph."""
        properties = properties_of(paragraph)
        mark = properties.find(w("rPr"))
        if mark is None:
            mark = element("rPr")
            put(properties, mark)
        mark.insert(0, self.change(name, paragraph))

    def runs(self, paragraph: Element, name: str) -> None:
        """Marks all runs of a paragraph, those of links inside the links."""
        for holder in (paragraph, *paragraph.iter(_LINK)):
            around: Element | None = None
            for child in list(holder):
                if child.tag != _RUN:
                    around = None
                    continue
                if around is None:
                    around = self.change(name, paragraph)
                    child.addprevious(around)
                around.append(child)
        if name == "del":
            unsay(paragraph)

    def row(self, row: Element, name: str) -> None:
        """Marks a row of a table with everything that it says."""
        first: Element | None = None
        for paragraph in row.iter(P):
            first = paragraph if first is None else first
            self.runs(paragraph, name)
        properties = row.find(w("trPr"))
        if properties is None:
            properties = element("trPr")
            row.insert(0, properties)
        properties.append(self.change(name, row if first is None else first))


def former(name: str) -> str:
    """The name of a bookmark of what was moved, as long as its own: Word takes no longer ones.

    >>> former("sro_abb1")
    'alt_abb1'
    """
    return FORMER + name.removeprefix("sro")


def unsay(parent: Element) -> None:
    """Calls text and instructions what they are called in deletions."""
    for text in parent.iter(*_NAMES):
        text.tag = _NAMES[text.tag]


def number_all(roots: Iterable[Element]) -> None:
    """Gives bookmarks, changes and drawings ids that are unique in the document, across its parts."""
    ident, drawing = 0, 0
    for root in roots:
        marks: dict[str, str] = {}
        for each in root.iter(_START, _END, *_CHANGES, *_DRAWN):
            if each.tag in _DRAWN:
                drawing += each.tag == _DRAWN[0]
                each.set("id", str(drawing))
                each.set("name", f"Bild {drawing}")
                continue
            if each.tag == _END:
                each.set(_ID, marks[each.get(_ID, "")])
                continue
            ident += 1
            if each.tag == _START:
                marks[each.get(_ID, "")] = str(ident)
            each.set(_ID, str(ident))
        etree.cleanup_namespaces(root)


_DATE = w("date")
_START, _END, _ID = w("bookmarkStart"), w("bookmarkEnd"), w("id")
_CHANGES = (w("ins"), w("del"), w("pPrChange"))
_DRAWN = (
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr",
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr",
)
