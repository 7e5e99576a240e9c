"""The three forms of a matrix agree: the directive, the terminal and CSV."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

import pytest

from sro_cli import pipeline, tree
from sro_cli.answers import matrices
from sro_cli.columns import spreadsheet, width
from sro_cli.document.frame import Material
from sro_cli.document.nachweis import Nachweis
from sro_cli.document.views import Views
from sro_cli.files import Folder, Overlay, bundled
from sro_cli.pipeline import Loaded
from tests.test_coverage import chapter, load
from tests.test_pages import REQUEST

ROOT = Path(__file__).parent.parent
KINDS = [("ziel", "kapitel"), ("kapitel", "ziel"), ("rahmen", "ziel"), ("beschluss", "beschluss")]
LISTED = ("ziel", "rahmen")

Pairs = set[tuple[str, str]]


@cache
def real() -> Loaded:
    return pipeline.load(Overlay(Folder(ROOT), bundled()))


def matrix(kinds: tuple[str, str]) -> Nachweis:
    return matrices.matrix(real().konzept, real().index, kinds)


def goals(count: int) -> str:
    entries = "".join(
        f"  - {{id: ziel-{n}, zielwerk: a, titel: T, beleg: {{art: unbelegt}}}}\n" for n in range(count)
    )
    return f"zielwerke: [{{id: a, titel: A}}]\nziele:\n{entries}"


def targets(cell: tree.Cell) -> list[str]:
    return [inline.target for inline in tree.walk_inlines(cell.content) if isinstance(inline, tree.Mention)]


def of_directive(kinds: tuple[str, str]) -> Pairs:
    """What ``{nachweis}`` connects, by the typed ids that its links lead to."""
    theme = real().theme
    assert theme
    edition = pipeline.edition(real().konzept, REQUEST)
    views = Views(Material(real().konzept, real().index, theme, edition, ()))
    # Ids of rows may be anchors instead of links, so the rows go by their order.
    blocks = views.expand(tree.Directive("nachweis", " ".join(kinds), wide=True)).blocks
    (table,) = (block for block in blocks if isinstance(block, tree.Table))
    found = matrix(kinds)
    heads = [target for cell in table.head[1:] for target in targets(cell)]
    return {
        (row.target, column)
        for row, cells in zip(found.zeilen, table.rows, strict=True)
        for column in (
            [head for head, cell in zip(heads, cells[1:], strict=True) if cell.content]
            if heads
            else targets(cells[1])
        )
    }


def of_csv(kinds: tuple[str, str]) -> Pairs:
    found = matrix(kinds)
    _heads, *rows = csv.reader(
        io.StringIO(spreadsheet(matrices.rows(found)).decode("utf-8-sig")), delimiter=";"
    )
    assert [row[0] for row in rows] == [entry.id for entry in found.zeilen]
    return {
        (row.target, column.target)
        for row, cells in zip(found.zeilen, rows, strict=True)
        for column, cell in zip(found.spalten, cells[2:], strict=True)
        if cell == "ja"
    }


def of_terminal(kinds: tuple[str, str]) -> Pairs:
    found = matrix(kinds)
    count = len(found.spalten)
    body = matrices.text(found, kinds).split("\n\n")[1].splitlines()[2:]
    return {
        (row.target, column.target)
        for row, line in zip(found.zeilen, body, strict=True)
        for column, mark in zip(found.spalten, line.split()[-count:], strict=True)
        if mark == matrices.YES
    }


@pytest.mark.parametrize("kinds", KINDS)
def test_the_directive_the_terminal_and_csv_connect_the_same(kinds: tuple[str, str]) -> None:
    connected = of_directive(kinds)

    assert connected
    assert of_csv(kinds) == connected
    assert of_terminal(kinds) == connected


def test_a_matrix_too_wide_for_numbers_lists_what_each_row_is_connected_with() -> None:
    found = matrix(LISTED)
    body = matrices.text(found, LISTED).split("\n\n")[1].splitlines()[2:]

    assert [line.split(maxsplit=1) for line in body] == [
        [row.id, ", ".join(column.id for column in found.von(row)) or matrices.NOTHING]
        for row in found.zeilen
    ]
    assert of_csv(LISTED) == {
        (row.target, column.target) for row in found.zeilen for column in found.von(row)
    }


@pytest.mark.parametrize("kinds", [*KINDS, LISTED, ("akteur", "kapitel"), ("quelle", "akteur")])
def test_it_fits_80_columns(kinds: tuple[str, str]) -> None:
    lines = matrices.text(matrix(kinds), kinds).splitlines()

    assert max(map(width, lines)) <= 80


def test_columns_have_their_ids_as_long_as_they_fit() -> None:
    few = load(ziele=goals(5), eins=chapter("eins", "ziel:ziel-1"))
    many = load(ziele=goals(12), eins=chapter("eins", "ziel:ziel-1"))
    kinds = ("kapitel", "ziel")

    texts = [matrices.text(matrices.matrix(some.konzept, some.index, kinds), kinds) for some in (few, many)]

    assert "Kapitel  ziel-0  ziel-1" in texts[0]
    assert "\nNr.  Ziel\n" not in texts[0]
    assert "Kapitel  1  2  3" in texts[1]
    assert "\n2    ziel-1: T\n" in texts[1]


def test_what_is_connected_with_nothing_is_named() -> None:
    some = load(ziele=goals(2), eins=chapter("eins", "ziel:ziel-1"))
    found = matrices.matrix(some.konzept, some.index, ("ziel", "kapitel"))

    assert "\nOhne Zuordnung: ziel-0.\n" in matrices.text(found, ("ziel", "kapitel"))


def test_without_entries_there_is_a_sentence() -> None:
    found = matrix(("rueckmeldung", "ziel"))

    words = matrices.text(found, ("rueckmeldung", "ziel"))

    assert words == "Rückmeldungen und Ziele: Das Konzept enthält keine Rückmeldungen.\n"


@pytest.mark.parametrize("cell", ["=1+1", "+49 381", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert f"'{cell}" in spreadsheet([[cell, "x"]]).decode("utf-8-sig")


def test_what_is_written_as_csv_is_read_back() -> None:
    rows = [["Ziel", 'Der „Wille"; und mehr'], ["a\nb", "Größe"]]

    raw = spreadsheet(rows)

    assert raw.startswith(b"\xef\xbb\xbfZiel;")
    assert list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")) == rows
