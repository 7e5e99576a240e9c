"""Tables: what they need beyond pandoc's."""

from __future__ import annotations

from collections.abc import Sequence

from sro_cli.writers.breaks import FEW_ROWS, FIRST_ROWS, LOW_CELL
from sro_cli.writers.docx.elements import VAL, Element, P, element, properties_of, put, style_of
from sro_cli.writers.docx.markup import w


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
