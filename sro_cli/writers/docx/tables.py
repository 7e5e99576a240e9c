"""How wide the columns of a table become when its author did not say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sro_cli.tree import Cell, Table, plain_text

_PADDING = 4.5  # letters that the margins of a cell take, and a little air
_BOLD = 1.06
_LONGEST = 24  # a longer word may be hyphenated
_PLENTY = 60  # letters of a line; a column with more breaks its lines anyway


def column_widths(table: Table, letters: float) -> tuple[float, ...]:
    """The share of the text width for each column, at most 1 in sum.

    A column gets room for its longest word, then by need; a table that needs less than the
    whole width stays narrower.

    Args:
        table: its own widths win.
        letters: how many letters of a cell stand in the text width.
    """
    if table.widths:
        return table.widths
    columns = list(zip(table.head, *table.rows, strict=True))
    least = [_PADDING + max(_words(cells)) for cells in columns]
    wanted = [max(low, _PADDING + max(_lengths(cells))) for low, cells in zip(least, columns, strict=True)]
    if sum(wanted) <= letters:
        share = letters if sum(wanted) > letters * 0.75 else sum(wanted)
        return tuple(want / sum(wanted) * share / letters for want in wanted)
    if sum(least) >= letters:
        return tuple(low / sum(least) for low in least)
    # Long columns get less than in proportion: twice the text is not worth twice the width.
    needs = [
        (min(want, _PLENTY * 4) - low) ** 0.7 if want > low else 0
        for want, low in zip(wanted, least, strict=True)
    ]
    spare = letters - sum(least)
    return tuple((low + spare * need / sum(needs)) / letters for low, need in zip(least, needs, strict=True))


def _words(cells: Iterable[Cell]) -> Iterable[float]:
    for cell in cells:
        yield max(
            (_BOLD * min(len(word), _LONGEST) for word in re.split(r"[ \-/–]", plain_text(cell.content))),
            default=0,
        )


def _lengths(cells: Iterable[Cell]) -> Iterable[int]:
    return (len(plain_text(cell.content)) for cell in cells)
