"""Columns of tables: wide enough for their words, and so that the table is low."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sro_cli.theme import Gestaltung
from sro_cli.tree import Alignment, Cell, Image, Table, plain_text
from sro_cli.writers.widths import breaks_words, column_widths, line_letters
from tests.trees import cells

TEMPLATES = Path(__file__).parent.parent / "templates"
LOOK = Gestaltung.model_validate(yaml.safe_load((TEMPLATES / "gestaltung.yml").read_text("utf-8")))

LETTERS = 90
"""On an upright page."""


def table(head: tuple[str, ...], *rows: tuple[str, ...]) -> Table:
    alignments: list[Alignment] = ["left"] * len(head)
    return Table(tuple(alignments), cells(*head), tuple(cells(*row) for row in rows))


def broken(given: Table, letters: float = LETTERS) -> list[str]:
    """The cells whose words are too long for their columns."""
    rooms = [width * letters for width in column_widths(given, letters)]
    return [
        plain_text(cell.content)
        for row in (given.head, *given.rows)
        for cell, room in zip(row, rooms, strict=True)
        if breaks_words(cell, room)
    ]


def test_a_table_that_needs_little_stays_narrow() -> None:
    assert sum(column_widths(table(("Nr.", "Was"), ("1", "kurz")), LETTERS)) < 0.3


def test_a_table_that_needs_most_of_the_width_takes_all_of_it() -> None:
    wide = table(("Nr.", "Was"), ("1", "ziemlich " * 9))
    assert sum(column_widths(wide, LETTERS)) == pytest.approx(1)


def test_widths_that_a_table_has_are_kept() -> None:
    own = replace(table(("Nr.", "Was"), ("1", "kurz")), widths=(0.25, 0.75))
    assert column_widths(own, LETTERS) == (0.25, 0.75)


def test_a_long_text_gets_what_short_ones_do_not_need() -> None:
    first, second = column_widths(table(("Nr.", "Was"), ("1", "lang " * 200)), LETTERS)
    assert first < 0.1
    assert second > 0.9


def test_one_long_text_among_short_ones_does_not_squeeze_the_others() -> None:
    rows = (("Hafenviertel und Altstadt", "ein Satz " * 30), *((f"Viertel {n}", "–") for n in range(9)))
    name, text = column_widths(table(("Name", "Beschreibung"), *rows), LETTERS)
    assert name * LETTERS > len("Hafenviertel und")
    assert text > 2 * name


def test_long_texts_side_by_side_share_the_room_nearly_by_their_length() -> None:
    short, long = column_widths(table(("A", "B"), *[("Wort " * 20, "Wort " * 60)] * 5), LETTERS)
    assert 2 * short < long < 3 * short


@pytest.mark.parametrize(
    "whole", ["2021/BV/2536", "31.\N{NO-BREAK SPACE}Dezember 2026", "2017/AN/2460-01", "2000–2005"]
)
def test_dates_and_numbers_stay_on_one_line(whole: str) -> None:
    (_, width, _) = column_widths(table(("A", "B", "C"), ("Wort " * 60, whole, "Wort " * 60)), LETTERS)
    assert width * LETTERS > len(whole)


def test_a_narrow_letter_takes_less_room_than_a_wide_one() -> None:
    narrow, wide = column_widths(table(("iiiiii", "mmmmmm")), LETTERS)
    assert wide > 1.5 * narrow


def test_a_picture_has_room() -> None:
    image = Cell((Image("bilder/punkt.png", "ein Punkt"),))
    shown = replace(table(("Zeichen", "Text")), rows=((image, *cells("Wort " * 200)),))
    assert column_widths(shown, LETTERS)[0] * LETTERS > 12


def test_words_break_only_where_they_do_not_fit() -> None:
    fitting = table(("Aufgabe", "Sozialraumteam", "Koordination"), ("Wort " * 9, "entscheidet", "Wort " * 9))
    assert broken(fitting) == []
    assert broken(table(("Wort",), ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 2,)))


def test_where_words_must_break_it_is_the_longest() -> None:
    many = table(("Jahr", "Ort", *["Kinderschutzbeauftragte"] * 5))
    assert sum(column_widths(many, LETTERS)) == pytest.approx(1)
    assert broken(many) == ["Kinderschutzbeauftragte"] * 5


def test_a_page_on_its_side_has_room_for_more_letters() -> None:
    assert 80 < line_letters(LOOK) < 100
    assert line_letters(LOOK, landscape=True) > 1.5 * line_letters(LOOK)


def test_cells_without_words_need_no_special_care() -> None:
    assert all(column_widths(table(("", ""), ("", "Wort " * 99)), LETTERS))


@given(
    st.integers(1, 9).flatmap(
        lambda columns: st.lists(
            st.tuples(*[st.text("aim .-–1ÄW", max_size=60)] * columns), min_size=1, max_size=5
        )
    ),
    st.floats(5, 200),
)
def test_no_table_is_wider_than_its_page(rows: list[tuple[str, ...]], letters: float) -> None:
    widths = column_widths(table(*rows), letters)
    assert all(math.isfinite(width) and width > 0 for width in widths)
    assert sum(widths) < 1.001
