"""Text in columns, measured and cut as a terminal shows it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_GAP = "  "
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

# One column each, and hardly anything else stands in German: Latin letters, dashes, quotation marks.
_PLAIN = re.compile(r"[ -~\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u203b]*")

_SOFT_HYPHEN, _JOINER = "\xad", "\u200d"
_SYMBOLS = {_SOFT_HYPHEN: "¬", "\x7f": "\N{SYMBOL FOR DELETE}"}
_LAST_CONTROL = 0x1F
_PICTURES = 0x2400  # Unicode's block of pictures for the control characters, in their order
_TAGS = range(0xE0020, 0xE0080)  # spell the flags of regions
_NO_CHARACTER = 0xFFFE  # the last two of each plane
_EMOJI = 0x2000  # no emoji that a joiner could join stands below


class Grapheme(NamedTuple):
    """What a terminal shows as one character: a stretch of a text, in code points, and its columns."""

    start: int
    end: int
    columns: int


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed on.

    Attributes:
        width: in columns; 0 where lines may be as long as they are.
        colour: whether it shows colours and bold words.
    """

    width: int = 80
    colour: bool = False

    def paint(self, words: str, code: str) -> str:
        """Words in a colour or bold, by the numbers that terminals have for it; empty for neither."""
        return f"\x1b[{code}m{words}\x1b[0m" if self.colour and words and code else words


def width(text: str) -> int:
    """The columns that a text takes: combining marks none, wide characters and emoji two.

    >>> width("Groß"), width("中"), width("👩‍👧")
    (4, 2, 2)
    """
    return len(text) if is_plain(text) else sum(part.columns for part in graphemes(text))


def is_plain(text: str) -> bool:
    """Whether each code point of a text is a character of one column; if not, it has to be measured.

    >>> is_plain("Größe – „neu“"), is_plain("漢")
    (True, False)
    """
    return _PLAIN.fullmatch(text) is not None


def graphemes(text: str) -> list[Grapheme]:
    """The characters of a text as a reader counts them, in order and without gaps.

    Source: the tables of Rich; a terminal that knows less of emoji draws them wider.

    >>> [text.columns for text in graphemes("a漢")]
    [1, 2]
    """
    from rich.cells import split_graphemes  # noqa: PLC0415 - most text needs no tables

    return [Grapheme(*part) for part in split_graphemes(text, "latest")[0]]


def visible(text: str) -> str:
    r"""A text in which each character that a terminal or XML would take for more than text is a symbol.

    Length and places stay the same. A soft hyphen is shown as text processors show it.

    >>> visible("a\x1b[31m\tzu\xadletzt")
    'a␛[31m␉zu¬letzt'
    """
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else _symbol(letter, text[at - 1 : at])
        for at, letter in enumerate(text)
    )


def spreadsheet(rows: Sequence[Sequence[str]]) -> bytes:
    r"""Rows as CSV that Excel opens with a double click where it speaks German.

    Semicolons, because a comma is the decimal sign there; a byte order mark, because without it
    umlauts break; CRLF and quotes as in RFC 4180. A cell that would be read as a formula begins
    with an apostrophe (OWASP, „CSV Injection“).

    >>> spreadsheet([["Ziel", "=1+1"]]).decode("utf-8-sig")
    "Ziel;'=1+1\r\n"
    """
    made = io.StringIO()
    csv.writer(made, delimiter=";", lineterminator="\r\n").writerows(
        [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows
    )
    return made.getvalue().encode("utf-8-sig")


def wrapped(text: str, columns: int) -> Iterator[str]:
    """The lines of a text that is broken at its blanks; a word too long for a line has one to itself.

    >>> list(wrapped("eins zwei drei", 9))
    ['eins zwei', 'drei']
    """
    line = ""
    for word in text.split(" "):
        if line and width(line) + 1 + width(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], widest: int = 100) -> list[str]:
    """Lines of a table: the heads, a rule, the rows. The last column takes the room that is left, and breaks.

    Args:
        heads: one a column.
        rows: as many cells each.
        widest: columns of the whole.

    >>> table(["A", "B"], [["eins", "x y"]], 8)
    ['A     B', '────  ──', 'eins  x', '      y']
    """
    widths = [max(map(width, column)) for column in zip(heads, *rows, strict=True)]
    before = sum(widths[:-1]) + len(_GAP) * (len(widths) - 1)
    widths[-1] = min(widths[-1], max(widest - before, 1))
    rule = ["─" * columns for columns in widths]
    return [line for cells in (heads, rule, *rows) for line in _lines(cells, widths)]


def _lines(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    first, *others = list(wrapped(cells[-1], widths[-1])) or [""]
    yield _GAP.join([*map(_padded, cells[:-1], widths), first]).rstrip()
    indent = " " * (sum(widths[:-1]) + len(_GAP) * (len(widths) - 1))
    yield from (f"{indent}{other}" for other in others)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _symbol(letter: str, before: str) -> str:
    """What is shown for a character that is not printable."""
    code = ord(letter)
    if letter in _SYMBOLS:
        return _SYMBOLS[letter]
    if code <= _LAST_CONTROL:
        return chr(_PICTURES + code)
    match unicodedata.category(letter):
        case "Zl" | "Zp":
            return "\N{SYMBOL FOR NEWLINE}"
        case "Cc":
            return "\N{SYMBOL FOR SUBSTITUTE FORM TWO}"
        case "Cf" if code not in _TAGS and (letter != _JOINER or before < chr(_EMOJI)):
            return "\N{REPLACEMENT CHARACTER}"  # changes the direction of text, or hides in it
        case "Cs":
            return "\N{REPLACEMENT CHARACTER}"
        case _:
            return "\N{REPLACEMENT CHARACTER}" if code & _NO_CHARACTER == _NO_CHARACTER else letter
