"""How wide the columns of tables become, for PDF and DOCX alike.

Lengths are measured in letters: figures and most small letters are about one wide, half of the type size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from sro_cli.theme import Gestaltung
from sro_cli.tree import Cell, Image, Table, plain_text, walk_inlines

_A4 = 210, 297  # mm
_POINTS = 72 / 25.4  # in a mm
_LETTER = 0.5  # of the type size
_TABLES = 0.93  # of the size of the text is that of tables

# In letters:
_MARGINS = 2.5  # of a cell
_AIR = 1.0  # beside its longest word
_LONGEST = 24  # a longer word may be hyphenated
_PICTURE = 12  # among words, in most cases a sign
_SIGNS = {
    **dict.fromkeys(" \u00a0\u202f", 0.4),
    **dict.fromkeys("Ifijlrt.,:;!|/()[]'’„“-", 0.6),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZÄÖÜ", 1.2),
    **dict.fromkeys("MWmw%", 1.5),
}

_CERTAIN = 1.07  # times as much room, and a line does not break for certain
_BOLD = 1.04  # times as long are the words of a header
_FILLING = 0.75  # of the text width; a table that needs more takes all of it

# Dates stay whole; a line may end after a hyphen or a dash, but not within a number.
_UNBROKEN = re.compile(r"\d{1,2}\.\u00a0\w+ \d{4}|(?:[^ –-]|[–-](?=\d))+[–-]?|[–-]")


def line_letters(look: Gestaltung, *, landscape: bool = False) -> float:
    """How many letters of a table stand side by side in the text width of an A4 page."""
    page = look.seite
    width = _A4[1] - page.oben - page.unten if landscape else _A4[0] - page.links - page.rechts
    return width * _POINTS / (look.groessen.text * _TABLES * _LETTER)


def column_widths(table: Table, letters: float) -> tuple[float, ...]:
    """The share of the text width for each column, at most 1 in sum.

    Every column has room for its longest word; what is left goes where it makes the table lowest.
    A table that needs clearly less than the whole width stays narrower.

    Args:
        table: its own widths win.
        letters: how many stand side by side in the text width.
    """
    if table.widths:
        return table.widths
    measured = [[_measured(cell, _BOLD) for cell in table.head]]
    measured += [[_measured(cell) for cell in row] for row in table.rows]
    columns = list(zip(*measured, strict=True))
    least = [_MARGINS + _AIR + max(min(word, _LONGEST) for word, _ in column) for column in columns]
    most = [_MARGINS + _AIR + _CERTAIN * max(line for _, line in column) for column in columns]
    missing = sum(least) - letters
    if sum(most) <= letters:
        room = letters if sum(most) > _FILLING * letters else sum(most)
        widths = [width / sum(most) * room for width in most]
    elif missing < 0:
        widths = _lowest([[line for _, line in row] for row in measured], least, most, letters)
    else:
        # First the air goes, then the longest words are broken.
        tight = [width - min(missing / len(least), _AIR) for width in least]
        widths = _fitted([1.0] * len(least), [0.0] * len(least), tight, letters)
    return tuple(width / letters for width in widths)


def breaks_words(cell: Cell, letters: float) -> bool:
    """Whether a word of a cell is too long for a column that is so many letters wide."""
    longest, _ = _measured(cell)
    return longest + _MARGINS > letters


def _measured(cell: Cell, scale: float = 1) -> tuple[float, float]:
    """How long the longest word of a cell is, and how long all of them are on one line."""
    longest, line = _lengths(plain_text(cell.content))
    if any(isinstance(inline, Image) for inline in walk_inlines(cell.content)):
        longest, line = max(longest, _PICTURE), line + _PICTURE
    return scale * longest, scale * line


@lru_cache(4096)  # every table is asked for by two writers
def _lengths(text: str) -> tuple[float, float]:
    words = [sum(_SIGNS.get(sign, 1) for sign in word) for word in _UNBROKEN.findall(text)] or [1]
    return max(words), sum(words) + text.count(" ") * _SIGNS[" "]


def _lowest(
    lines: Sequence[Sequence[float]], least: Sequence[float], most: Sequence[float], room: float
) -> list[float]:
    """Widths within bounds that fill the room and make a table about as low as it can be.

    A row is as high as its fullest cell. As a function of the widths that has edges, so the cubic mean of
    the cells stands for the fullest; one line counts as well, below which no row gets. The sum of these
    heights is least where a little width would make it lower by the same in all columns: a fixed point,
    which a few rounds come close enough to.
    """
    margins = _MARGINS + _AIR
    widths = _fitted([1.0] * len(least), least, most, room)
    # What stands on one line in the narrowest column gains nothing from a wider one.
    broken = [
        [line if margins + _CERTAIN * line > width else 0 for line, width in zip(row, least, strict=True)]
        for row in lines
    ]
    for _ in range(5):
        gains = [0.0] * len(widths)
        for row in broken:
            height = 1 + sum((line / (width - margins)) ** 3 for line, width in zip(row, widths, strict=True))
            gains = [gain + line**3 * height ** (-2 / 3) for gain, line in zip(gains, row, strict=True)]
        widths = _fitted([margins + gain ** (1 / 4) for gain in gains], least, most, room)
    return widths


def _fitted(
    shares: Sequence[float], least: Sequence[float], most: Sequence[float], room: float
) -> list[float]:
    """Widths in proportion to the shares, each within its bounds, that fill the room."""
    low, high = 0.0, max(most) / min(shares)
    widths = list(least)
    for _ in range(24):
        factor = (low + high) / 2
        widths = [min(max(share * factor, a), b) for share, a, b in zip(shares, least, most, strict=True)]
        low, high = (factor, high) if sum(widths) < room else (low, factor)
    return widths
