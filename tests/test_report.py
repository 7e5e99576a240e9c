"""Findings as text: the place, the quoted line, the underline."""

from __future__ import annotations

import unicodedata

import pytest

from sro_cli import report
from sro_cli.diagnostics import Diagnostic, Kind, Related, Severity
from sro_cli.source import Source, Span

FEHLER = Kind("V201", "verweis-ins-leere", Severity.FEHLER)
HINWEIS = Kind("V206", "eintrag-ungenannt", Severity.HINWEIS)


def finding(text: str, quoted: str, **details: object) -> Diagnostic:
    start = text.index(quoted)
    return FEHLER.at(
        Span(Source("content/a.md", text), start, start + len(quoted)), "Das gibt es nicht", **details
    )


def excerpt(text: str, quoted: str) -> tuple[str, str]:
    """The quoted line and the line of marks below it, without the margin."""
    lines = report.text([finding(text, quoted)]).splitlines()
    return lines[3].partition("| ")[2], lines[4].partition("| ")[2]


class TestExcerpt:
    def test_a_finding_has_all_its_parts_in_order(self) -> None:
        source = Source("content/a.md", "eins\nzwei drei\n")
        other = Related(Span(source, 0, 4), "hier auch")

        shown = report.text(
            [
                finding(
                    source.text,
                    "drei",
                    label="dieses Wort",
                    notes=("gesucht: überall",),
                    help="löschen",
                    related=(other,),
                )
            ]
        )

        assert shown == (
            "fehler[V201]: Das gibt es nicht\n"
            " --> content/a.md:2:6\n"
            "  |\n"
            "2 | zwei drei\n"
            "  |      ^^^^ dieses Wort\n"
            " ::: content/a.md:1:1\n"
            "  |\n"
            "1 | eins\n"
            "  | ^^^^ hier auch\n"
            "  = gesucht: überall\n"
            "  = hilfe: löschen\n"
        )

    @pytest.mark.parametrize(
        ("text", "quoted", "line", "marks"),
        [
            ("zwei drei", "drei", "zwei drei", "     ^^^^"),
            # Tabs are expanded, so that the marks stand below the words whatever the terminal does.
            ("\ta\tb", "b", "    a   b", "        ^"),
            # A decomposed umlaut takes one column, a wide character two.
            (
                unicodedata.normalize("NFD", "Träger da"),
                "da",
                unicodedata.normalize("NFD", "Träger da"),
                "       ^^",
            ),
            ("漢字 da", "da", "漢字 da", "     ^^"),
            ("a\u00adb da", "da", "a\u00adb da", "   ^^"),
            # A terminal would obey control characters.
            ("a\x1b[31mb", "b", "a␛[31mb", "      ^"),
            # More lines than one: the first is shown.
            ("eins\nzwei", "eins\nzwei", "eins", "^^^^"),
            ("eins\r\nzwei", "zwei", "zwei", "^^^^"),
            ("eins\rzwei", "zwei", "zwei", "^^^^"),
        ],
    )
    def test_the_marks_stand_below_the_words(self, text: str, quoted: str, line: str, marks: str) -> None:
        assert excerpt(text, quoted) == (line, marks)

    @pytest.mark.parametrize("position", [0, 40, 150, 293])
    def test_a_long_line_is_cut_around_the_place(self, position: int) -> None:
        text = "x" * position + "ZIEL" + "x" * (293 - position)

        line, marks = excerpt(text, "ZIEL")

        assert len(line) <= 114
        assert line[marks.index("^") : len(marks)] == "ZIEL"
        assert line.startswith("… ") == (position >= 40)
        assert line.endswith(" …") == (position < 200)

    def test_a_place_at_the_end_of_the_text_is_marked(self) -> None:
        source = Source("a.md", "eins")

        lines = report.text([FEHLER.at(Span(source, 4, 4), "Hier fehlt etwas")]).splitlines()

        assert lines[3:5] == ["1 | eins", "  |     ^"]

    def test_a_finding_of_a_file_invents_no_line(self) -> None:
        assert (
            report.text([FEHLER.in_file("build", "Nicht baubar")])
            == "fehler[V201]: Nicht baubar\n --> build\n"
        )

    def test_colours_are_asked_for(self) -> None:
        found = [finding("eins", "eins")]

        assert "\x1b[" not in report.text(found)
        assert report.text(found, colour=True).startswith("\x1b[1;31mfehler[V201]\x1b[0m: ")


class TestShort:
    def test_a_line_stands_on_its_own(self) -> None:
        assert report.short([finding("zwei drei", "drei", help="meinten Sie „vier“?")]) == (
            "content/a.md:1:6: V201 Das gibt es nicht (meinten Sie „vier“?)\n"
        )


class TestSummary:
    @pytest.mark.parametrize(
        ("kinds", "expected"),
        [
            ([], "keine Befunde"),
            ([FEHLER], "1 Fehler"),
            ([HINWEIS], "1 Hinweis"),
            ([FEHLER, HINWEIS, HINWEIS], "1 Fehler, 2 Hinweise"),
        ],
    )
    def test_counts_are_words(self, kinds: list[Kind], expected: str) -> None:
        assert report.summary(kind.in_file("a", "b") for kind in kinds) == expected
