"""markdown-it's tokens of a pipe table → a table of the tree, each cell at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from markdown_it.token import Token

from sro_cli import tree
from sro_cli.diagnostics import Fix, faults
from sro_cli.readers import attributes
from sro_cli.readers.inlines import Inlines
from sro_cli.readers.lines import BLANK, block_span, line_span, text_span
from sro_cli.readers.stamped import Offsets
from sro_cli.source import Span

CAPTION = re.compile(r":[ \t]+")
"""How the paragraph begins that is the caption of the table above it."""

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[-:|\s]*-[-:|\s]*")


def read(inlines: Inlines, opening: Token, tokens: Sequence[Token]) -> tree.Table:
    """The table of the tokens between ``table_open`` and ``table_close``; a row too long is E126."""
    alignments = tuple(_alignment(token) for token in tokens if token.type == "th_open")
    rows: list[tuple[tree.Cell, ...]] = []
    row: list[Token] = []
    line = 0
    for token in tokens:
        match token.type:
            case "tr_open":
                row, line = [], (token.map or [0])[0]
            case "inline":
                row.append(token)
            case "tr_close":
                spans = _cell_spans(inlines, line, len(alignments), head=not rows)
                _check(inlines, line, len(spans), len(alignments))
                if row and CAPTION.match(inlines.source.line(line)):
                    without_attributes(row[0])
                padded = _padded(spans, row, line_span(inlines.source, line))
                rows.append(tuple(_cell(inlines, *pair) for pair in zip(row, padded, strict=True)))
            case _:
                pass
    return tree.Table(alignments, rows[0], tuple(rows[1:]), span=block_span(inlines.source, opening))


def captioned(inlines: Inlines, table: tree.Table, token: Token, place: Offsets, skip: int) -> tree.Table:
    """The table with its caption.

    Args:
        inlines: of the source.
        table: as read.
        token: the text of the paragraph that is the caption.
        place: maps this text to the source.
        skip: how many characters of it are the mark of a caption.
    """
    whole = text_span(inlines.source, token, place)
    around = table.span or whole
    place = place.after(skip)
    text, written = attributes.split(inlines, token.content[skip:], place, "table")
    return replace(
        table,
        caption=inlines.read(text, place),
        ident=written.ident,
        wide="quer" in written.classes,
        span=Span(inlines.source, min(around.start, whole.start), max(around.end, whole.end)),
    )


def without_attributes(token: Token) -> None:
    """Takes the marks off a caption that has lost its table: the fault is that of the table alone."""
    token.content = CAPTION.sub("", attributes.stripped(token.content), count=1)


def check_failed(inlines: Inlines, token: Token) -> bool:
    """Whether a paragraph was meant as a table; finds what is wrong with it.

    It has no rule (E120), or one with other cells than its first line (E126).
    """
    lines = token.content.split("\n")
    if len(lines) > 1 and all(line.strip(BLANK).startswith("|") for line in lines) and "---" not in lines[1]:
        inlines.findings.append(
            faults.AUSZEICHNUNG_UNBEKANNT.at(
                line_span(inlines.source, (token.map or [0])[0]),
                "Dieser Tabelle fehlt die Linie unter der Kopfzeile",
                help="schreiben Sie darunter eine Zeile mit --- für jede Spalte, etwa |---|---|",
            )
        )
        return True
    if len(lines) < 2 or "|" not in lines[0] or "|" not in lines[1] or not _RULE.fullmatch(lines[1]):  # noqa: PLR2004
        return False
    head, rule = (len(_BAR.split(line.strip(BLANK).strip("|"))) for line in lines[:2])
    inlines.findings.append(
        faults.ZELLE_ZU_VIEL.at(
            line_span(inlines.source, (token.map or [0])[0] + 1),
            f"Die Kopfzeile der Tabelle hat {_cells(head)}, die Linie darunter {rule}",
            help="schreiben Sie unter jede Zelle der Kopfzeile ---",
        )
    )
    return True


def _alignment(token: Token) -> tree.Alignment:
    style = str(token.attrs.get("style", ""))
    found: dict[str, tree.Alignment] = {"left": "left", "right": "right", "center": "center"}
    return found.get(style.removeprefix("text-align:"), "")


def _cell_spans(inlines: Inlines, line: int, columns: int, *, head: bool) -> list[Span]:
    """The stretches of a row between its bars, as many as there are cells."""
    source = inlines.source
    raw = source.line(line)
    base = source.line_starts[line]
    ends = [match.start() for match in _BAR.finditer(raw)]
    pieces = [(start + 1, end) for start, end in pairwise([-1, *ends, len(raw)])]
    if ends and not raw[ends[-1] + 1 :].strip(BLANK):
        pieces.pop()
    # The head has exactly as many cells as columns, so one more is the marker of a list or a quote.
    leading = len(pieces) > columns if head else bool(ends) and not raw[: ends[0]].strip(BLANK + ">")
    return [Span(source, base + start, base + end) for start, end in pieces[1 if leading else 0 :]]


def _padded(spans: list[Span], row: list[Token], line: Span) -> list[Span]:
    # A cell that the row lacks stands empty at its end; a row may be a single bar.
    end = spans[-1].end if spans else line.end
    return [*spans, *(Span(line.source, end, end) for _ in row)][: len(row)]


def _cell(inlines: Inlines, token: Token, around: Span) -> tree.Cell:
    # The reader took the backslash from \|, so each such bar moves the rest by one.
    written = token.content.replace("|", "\\|")
    base = around.start + len(around.text.rstrip(BLANK)) - len(written) if written else around.start
    bars = [match.start() for match in re.finditer(r"\|", token.content)]
    place = Offsets((0, *bars), tuple(base + count for count in range(len(bars) + 1)))
    return tree.Cell(inlines.read(token.content, place), span=Span(inlines.source, base, base + len(written)))


def _check(inlines: Inlines, line: int, cells: int, columns: int) -> None:
    source, fix = inlines.source, None
    if CAPTION.match(source.line(line)):
        message, remedy = "Vor dem Tabellentitel fehlt eine Leerzeile", "fügen Sie eine Leerzeile ein"
        start = source.line_starts[line]
        fix = Fix(Span(source, start, start), source.newline, safe=True)
    elif cells > columns:
        message = f"Diese Zeile hat {_cells(cells)}, die Kopfzeile nur {columns}"
        remedy = "ergänzen Sie die Kopfzeile; einen senkrechten Strich im Text schreiben Sie \\|"
    else:
        return
    inlines.findings.append(faults.ZELLE_ZU_VIEL.at(line_span(source, line), message, help=remedy, fix=fix))


def _cells(count: int) -> str:
    return f"{count} Zelle" if count == 1 else f"{count} Zellen"
