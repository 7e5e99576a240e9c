"""Tables: how wide their columns become, and what they need beyond pandoc's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sro_cli.tree import Cell, Table, plain_text
from sro_cli.writers.breaks import FEW_ROWS, FIRST_ROWS, LOW_CELL
from sro_cli.writers.docx.elements import VAL, Element, P, element, properties_of, put, style_of
from sro_cli.writers.docx.markup import w

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
        # Word breaks no line after a slash, and the numbers of papers should not be broken at all.
        yield max(
            (_BOLD * min(len(word), _LONGEST) for word in re.split(r"[ \-–]", plain_text(cell.content))),
            default=0,
        )


def _lengths(cells: Iterable[Cell]) -> Iterable[int]:
    return (len(plain_text(cell.content)) for cell in cells)


# --- in the body -----------------------------------------------------------------------


def finish_table(table: Element, room: int) -> None:
    """Gives a table its width, the words of its caption and its styles; rows stay whole.

    Args:
        table: a table of the body.
        room: width of the text in twips.
    """
    _lay_out(table, room)
    _name(table)
    rows = list(table.iter(w("tr")))
    for row in rows:
        _finish_row(row)
    _hold(rows[1:])
    _keep_clear(table)


def _lay_out(table: Element, room: int) -> None:
    """Turns shares of the text width into twips."""
    width, columns = table.find(f"{w('tblPr')}/{w('tblW')}"), table.findall(f"{w('tblGrid')}/{w('gridCol')}")
    if width is None or width.get(w("type")) != "pct":
        return
    given = [int(column.get(w("w"), "0")) for column in columns]
    wanted = room * int(width.get(w("w"), "5000")) // 5000
    for column, share in zip(columns, given, strict=True):
        column.set(w("w"), str(wanted * share // max(1, sum(given))))
    width.set(w("type"), "dxa")
    width.set(w("w"), str(wanted))


def _name(table: Element) -> None:
    """Gives the table the words of its caption as alternative text."""
    before, properties = table.getprevious(), table.find(w("tblPr"))
    if (
        properties is None
        or before is None
        or before.tag != P
        or style_of(properties_of(before)) != "TableCaption"
    ):
        return
    words = "".join(text.text or "" for text in before.iter(w("t")))
    properties.append(element("tblCaption", val=words))


def _finish_row(row: Element) -> None:
    properties = row.find(w("trPr"))
    head = properties is not None and properties.find(w("tblHeader")) is not None
    if properties is None:
        properties = element("trPr")
        row.insert(0, properties)
    if all(_length(cell) < LOW_CELL for cell in row.iter(w("tc"))):
        properties.insert(0, element("cantSplit"))
    style = "Tabellenkopf" if head else "Tabellentext"
    for paragraph in row.iter(P):
        inner = properties_of(paragraph)
        if style_of(inner) == "Compact":
            inner[0].set(VAL, style)


def _length(cell: Element) -> int:
    return sum(len(text.text or "") for text in cell.iter(w("t")))


def _hold(rows: Sequence[Element]) -> None:
    """Keeps the first rows of a table together, and the last; of a small table all."""
    held = [*rows[: FIRST_ROWS - 1], *rows[-2:-1]] if len(rows) > FEW_ROWS else rows[:-1]
    for row in filter(_is_whole, held):
        for paragraph in row.iter(P):
            put(properties_of(paragraph), element("keepNext"))


def _is_whole(row: Element) -> bool:
    """Whether a row stays on one page; holding one that need not would leave half a page empty."""
    properties = row.find(w("trPr"))
    return properties is not None and properties.find(w("cantSplit")) is not None


def _keep_clear(table: Element) -> None:
    """Puts space after a table, which has none of its own."""
    following = table.getnext()
    if following is None or following.tag != P:
        return
    properties = properties_of(following)
    if properties.find(w("sectPr")) is not None:
        return
    if len(following) == 1 and not len(properties):
        # Pandoc's, between two tables that would else be one.
        put(properties, element("pStyle", val="Abschnittsende"))
    if not style_of(properties).startswith("Heading"):
        put(properties, element("spacing", before="240"))
