"""What a product says, in the order of reading, and which text is the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, fields
from typing import NamedTuple


class Chunk(NamedTuple):
    """A run of text of a product.

    Attributes:
        text: as it was read; `HYPHEN` stands for what ends a line.
        place: where people find it: „Seite 5“, a path; empty if the product has no places.
        cell: it is all that a cell of a table says at this place.
        sign: it stands before the item of a list.
    """

    text: str
    place: str = ""
    cell: bool = False
    sign: bool = False


@dataclass
class Said:
    """What a product says; the lists are those of `told.Told`.

    Attributes:
        body: the flow of the text.
        notes: footnotes, each with „[3]“ before its text.
        alts: what is said instead of pictures, footnotes aside.
        note_alts: what is said instead of pictures in footnotes.
        mentions: „wird erwähnt in …“.
        lists: the lines of the contents and the lists of figures and tables; pages may follow them.
    """

    body: list[Chunk] = field(default_factory=list)
    notes: list[Chunk] = field(default_factory=list)
    alts: list[Chunk] = field(default_factory=list)
    note_alts: list[Chunk] = field(default_factory=list)
    mentions: list[Chunk] = field(default_factory=list)
    lists: list[Chunk] = field(default_factory=list)

    def extend(self, said: Said) -> None:
        """Adds what is said next.

        Args:
            said: each of its lists goes on where the one here ends.
        """
        for each in fields(self):
            getattr(self, each.name).extend(getattr(said, each.name))


HYPHEN = "\x02"
"""What PDFium reads for a hyphen at the end of a line, be it an author's or Typst's."""


def plain(text: str) -> str:
    r"""The text composed, with blanks of all kinds made one, without what nobody sees.

    >>> plain("Tra\u0308ger\u00a0und\n  Ver\u00adband")
    'Träger und Verband'
    """
    return _seen(" ".join(text.split()))


def close(text: str) -> str:
    r"""As `plain`, without any blanks: a PDF has none at the ends of its lines.

    Of several hyphens one is left: where Typst has to say what each of them means, since it sets soft
    hyphens with the same sign, PDFium takes equal neighbours for one.

    >>> close("Der \u2011 Rat --")
    'Der-Rat-'
    """
    return _HYPHENS.sub("-", _seen("".join(text.split())))


def worded(text: str) -> str:
    """As `close`, without the marks of Markdown.

    >>> worded("- **Ja**, siehe [dort](a.html)")
    'Ja,siehedorta.html'
    """
    return close(_MARKS.sub("", text))


_MARKS = re.compile(r"[*_`\[\]()<>|\\#^!:-]+")
_HYPHENS = re.compile("--+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Soft hyphens, joiners and their like."""


def _seen(text: str) -> str:
    if text.isascii():
        return text
    # A hyphen at which no line may end is a hyphen.
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text).replace("\u2011", "-"))
