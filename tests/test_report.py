"""Findings as text: the place, the quoted lines, the marks below them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_cli import columns, report
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Related, Severity
from sro_cli.source import Source, Span

FEHLER = Kind("V201", "verweis-ins-leere", Severity.FEHLER)
WARNUNG = Kind("Z305", "wortlaut-geaendert", Severity.WARNUNG)
HINWEIS = Kind("V206", "eintrag-ungenannt", Severity.HINWEIS)


def span(source: Source, quoted: str, number: int = 0) -> Span:
    """The place of some words in a text; *number* passes over as many earlier ones."""
    start = -1
    for _ in range(number + 1):
        start = source.text.index(quoted, start + 1)
    return Span(source, start, start + len(quoted))


def finding(text: str, quoted: str, **details: object) -> Diagnostic:
    return FEHLER.at(span(Source("content/a.md", text), quoted), "Das gibt es nicht", **details)


def excerpt(text: str, quoted: str) -> tuple[str, str]:
    """The quoted line and the row of marks below it, without the margin."""
    lines = report.text([finding(text, quoted)]).splitlines()
    return lines[3].partition("| ")[2], lines[4].partition("| ")[2]


class TestRemedies:
    @pytest.mark.parametrize(
        ("replaced", "replacement", "safe", "words"),
        [
            ("zewi", "zwei", True, "(sro validate --fix ersetzt es)"),
            ("zewi", "zwei", False, "(sro validate --fix --unsicher ersetzt es)"),
            ("zewi", "", True, "(sro validate --fix löscht es)"),
            ("", "zwei", True, "(sro validate --fix ergänzt es)"),
        ],
    )
    def test_a_finding_says_that_sro_can_mend_it(
        self, replaced: str, replacement: str, safe: bool, words: str
    ) -> None:
        source = Source("content/a.md", "eins zewi")
        fix = Fix(span(source, replaced), replacement, safe)

        text = report.text([finding(source.text, "zewi", help="schreiben Sie zwei", fix=fix)])

        assert text.splitlines()[-1] == f"  = hilfe: schreiben Sie zwei  {words}"

    def test_where_both_do_not_fit_into_a_line_that_stands_in_its_own(self) -> None:
        source = Source("content/a.md", "eins zewi")
        fix = Fix(span(source, "zewi"), "zwei", safe=True)
        found = finding(source.text, "zewi", help="schreiben Sie zwei", fix=fix)

        *_, remedy, command = report.text([found], width=50).splitlines()

        assert (remedy, command) == (
            "  = hilfe: schreiben Sie zwei",
            "           (sro validate --fix ersetzt es)",
        )

    @pytest.mark.parametrize(("ident", "indent"), [("Z1", 11), ("lebenswelt-der-menschen", 4), ("x" * 60, 4)])
    def test_a_command_that_a_remedy_ends_with_stands_in_one_line(self, ident: str, indent: int) -> None:
        call = f"sro confirm kapitel:ziele --gegen ziel:{ident}"
        found = finding("eins zewi", "zewi", help=f"passt es zum neuen Wortlaut, halten Sie das fest: {call}")

        *_, remedy, command = report.text([found], width=66).splitlines()

        assert remedy == "  = hilfe: passt es zum neuen Wortlaut, halten Sie das fest:"
        assert command == f"{' ' * indent}{call}"


class TestParts:
    def test_a_finding_has_all_its_parts_in_order(self) -> None:
        found = finding(
            "eins\nzwei drei\n",
            "drei",
            label="dieses Wort",
            notes=("gesucht: überall",),
            help="löschen",
            related=(Related(span(Source("content/b.md", "\nvier\n"), "vier"), "hier auch"),),
        )

        assert report.text([found]) == (
            "fehler[V201]: Das gibt es nicht\n"
            " --> content/a.md:2:6\n"
            "  |\n"
            "2 | zwei drei\n"
            "  |      ^^^^ dieses Wort\n"
            "  |\n"
            " ::: content/b.md:2:1\n"
            "  |\n"
            "2 | vier\n"
            "  | ---- hier auch\n"
            "  = gesucht: überall\n"
            "  = hilfe: löschen\n"
        )

    def test_second_places_in_the_same_file_are_quoted_with_the_first_in_the_order_of_the_lines(self) -> None:
        source = Source("content/a.md", "".join(f"Zeile {number}\n" for number in range(1, 13)))
        others = [Related(span(source, words), words) for words in ("Zeile 3", "Zeile 5")]

        shown = report.text(
            [FEHLER.at(span(source, "Zeile 11"), "Drei", label="hier", related=tuple(others))]
        )

        assert shown == (
            "fehler[V201]: Drei\n"
            "  --> content/a.md:11:1\n"
            "   |\n"
            " 3 | Zeile 3\n"
            "   | ------- Zeile 3\n"
            " 4 | Zeile 4\n"
            " 5 | Zeile 5\n"
            "   | ------- Zeile 5\n"
            " …\n"
            "11 | Zeile 11\n"
            "   | ^^^^^^^^ hier\n"
        )

    def test_from_the_fourth_second_place_on_they_are_listed(self) -> None:
        source = Source("content/a.md", "".join(f"Zeile {number}\n" for number in range(1, 13)))
        others = tuple(Related(span(source, f"Zeile {number}"), f"{number}.") for number in (2, 3, 4, 9, 10))

        shown = report.text([FEHLER.at(span(source, "Zeile 1"), "Viele", related=others)])

        assert shown.endswith(
            "4 | Zeile 4\n  | ------- 4.\n ::: content/a.md:9:1   9.\n ::: content/a.md:10:1  10.\n"
        )

    def test_a_finding_of_a_file_invents_no_line(self) -> None:
        assert report.text([FEHLER.in_file("build", "Nicht baubar")]) == (
            "fehler[V201]: Nicht baubar\n --> build\n"
        )

    def test_a_finding_of_a_file_shows_its_second_place(self) -> None:
        other = Related(span(Source("content/b.md", "vier\n"), "vier"), "von hier")

        assert report.text([FEHLER.in_file("build", "Nicht baubar", related=(other,))]) == (
            "fehler[V201]: Nicht baubar\n"
            " --> build\n"
            " ::: content/b.md:1:1\n"
            "  |\n"
            "1 | vier\n"
            "  | ---- von hier\n"
        )

    def test_findings_stand_apart(self) -> None:
        assert report.text([FEHLER.in_file("a", "b"), HINWEIS.in_file("c", "d")]) == (
            "fehler[V201]: b\n --> a\n\nhinweis[V206]: d\n --> c\n"
        )


class TestMarks:
    @pytest.mark.parametrize(
        ("text", "quoted", "line", "marks"),
        [
            ("zwei drei", "drei", "zwei drei", "     ^^^^"),
            ("Über Straßen, äöü", "äöü", "Über Straßen, äöü", "              ^^^"),
            # Tabs are expanded, so that the marks stand below the words whatever the terminal does.
            ("\ta\tb", "b", "    a   b", "        ^"),
            ("漢\ta", "a", "漢  a", "    ^"),
            # A decomposed umlaut takes one column.
            (
                unicodedata.normalize("NFD", "Träger ÄÖ da"),
                unicodedata.normalize("NFD", "ÄÖ"),
                unicodedata.normalize("NFD", "Träger ÄÖ da"),
                "       ^^",
            ),
            # Wide characters and emoji take two, however many code points they are made of.
            ("漢字 da", "da", "漢字 da", "     ^^"),
            ("漢字 da", "字", "漢字 da", "  ^^"),
            ("👩‍👩‍👧 da", "da", "👩‍👩‍👧 da", "   ^^"),
            ("👩‍👩‍👧 da", "👩‍👩‍👧", "👩‍👩‍👧 da", "^^"),
            ("a 👩‍👩‍👧 da", "👧", "a 👩‍👩‍👧 da", "  ^^"),
            ("🇩🇪🇪🇺 da", "da", "🇩🇪🇪🇺 da", "     ^^"),
            ("👍🏽 da", "da", "👍🏽 da", "   ^^"),
            ("❤️ und 1️⃣ da", "da", "❤️ und 1️⃣ da", "          ^^"),
            # … and one, where the variation selector asks for text.
            ("☎︎ da", "da", "☎︎ da", "  ^^"),
            # What is not seen is shown, as text processors show it or as a symbol.
            ("Ab\u00adsatz da", "da", "Ab¬satz da", "        ^^"),
            ("a\u200bb\u202ec da", "da", "a�b�c da", "      ^^"),
            ("a\u200db da", "da", "a�b da", "    ^^"),
            ("a\u00a0b da", "da", "a\u00a0b da", "    ^^"),
            ("a\u2028b da", "da", "a␤b da", "    ^^"),
            # A terminal would obey control characters.
            ("a\x1b[31mb", "b", "a␛[31mb", "      ^"),
            ("a\x7f\x9bb", "b", "a␡␦b", "   ^"),
            # No text has them: halves of pairs, and what Unicode promises never to use.
            ("a\ud800\uffffb", "b", "a��b", "   ^"),
            # A character newer than the tables is shown all the same.
            ("a\U0003fffdb", "b", "a\U0003fffdb", "   ^"),
            # Line ends of all systems.
            ("eins\r\nzwei", "zwei", "zwei", "^^^^"),
            ("eins\rzwei", "zwei", "zwei", "^^^^"),
            ("eins \n", " ", "eins ", "    ^"),
        ],
    )
    def test_the_marks_stand_below_the_words(self, text: str, quoted: str, line: str, marks: str) -> None:
        assert excerpt(text, quoted) == (line, marks)

    @given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=40))
    def test_a_mark_begins_where_its_words_do_whatever_stands_before(self, before: str) -> None:
        source = Source("a.md", f"{before} ENDE")

        *_, line, marks = report.text(
            [FEHLER.at(Span(source, len(before) + 1, len(before) + 5), "x")]
        ).splitlines()

        assert columns.width(line) == len(marks)
        assert line.endswith("ENDE")
        assert marks.endswith(" ^^^^")

    @pytest.mark.parametrize("position", [0, 40, 150, 293])
    def test_a_long_line_is_cut_around_the_place(self, position: int) -> None:
        text = "x" * position + "ZIEL" + "x" * (293 - position)

        line, marks = excerpt(text, "ZIEL")

        assert len(line) <= 110
        assert line[marks.index("^") : len(marks)] == "ZIEL"
        assert line.startswith("… ") == (position >= 40)
        assert line.endswith(" …") == (position < 200)

    def test_a_long_line_is_cut_between_words(self) -> None:
        text = "Sozialraumorientierung verlangt Zusammenarbeit " * 8

        line, marks = excerpt(f"{text}ZIEL {text}", "ZIEL")

        words = {"Sozialraumorientierung", "verlangt", "Zusammenarbeit", "ZIEL", "…"}
        assert set(line.split()) == words
        assert line[marks.index("^") :].startswith("ZIEL ")

    def test_a_line_as_long_as_a_file_is_measured_only_around_the_place(self) -> None:
        line, marks = excerpt("漢" * 3_000_000 + "ZIEL" + "漢" * 3_000_000, "ZIEL")

        assert columns.width(line) <= 110
        assert marks.strip() == "^^^^"

    def test_a_place_longer_than_the_line_shown_is_marked_as_far_as_it_is_shown(self) -> None:
        line, marks = excerpt("x" * 500, "x" * 500)

        assert line == "x" * 102 + " …"
        assert marks == "^" * 102

    def test_a_place_at_the_end_of_the_text_is_marked(self) -> None:
        source = Source("a.md", "eins")

        lines = report.text([FEHLER.at(Span(source, 4, 4), "Hier fehlt etwas")]).splitlines()

        assert lines[3:5] == ["1 | eins", "  |     ^"]

    @pytest.mark.parametrize("text", ["", "eins\n"])
    def test_a_place_in_an_empty_last_line_is_marked(self, text: str) -> None:
        source = Source("a.md", text)

        lines = report.text([FEHLER.at(Span(source, len(text), len(text)), "Leer")]).splitlines()

        assert [line.partition(" |")[2] for line in lines[3:5]] == ["", " ^"]

    def test_several_marks_of_a_line_have_their_labels_one_below_the_other(self) -> None:
        source = Source("a.md", "eins zwei drei vier")
        related = (Related(span(source, "eins"), "links"), Related(span(source, "drei"), "mitten"))

        shown = report.text([FEHLER.at(span(source, "vier"), "Drei", label="rechts", related=related)])

        assert shown.endswith(
            "1 | eins zwei drei vier\n"
            "  | ----      ---- ^^^^ rechts\n"
            "  | |         |\n"
            "  | |         mitten\n"
            "  | links\n"
        )

    def test_where_marks_overlap_the_place_of_the_finding_wins(self) -> None:
        source = Source("a.md", "eins zwei drei")
        related = (Related(span(source, "eins zwei drei"), "das Ganze"),)

        shown = report.text([FEHLER.at(span(source, "zwei"), "Darin", label="dies", related=related)])

        assert shown.endswith("  | -----^^^^----- das Ganze\n  |      |\n  |      dies\n")

    def test_marks_far_apart_in_a_line_are_shown_one_after_the_other(self) -> None:
        source = Source("a.md", f"eins {'x ' * 200}zwei")
        related = (Related(span(source, "eins"), "erst"),)

        lines = report.text(
            [FEHLER.at(span(source, "zwei"), "Weit", label="dann", related=related)]
        ).splitlines()

        assert [line[:6] for line in lines[3:]] == ["1 | ei", "  | --", "1 | … ", "  |   "]


class TestTallPlaces:
    SOURCE = Source("a.md", "eins\n  zwei\n  drei\n  vier\n  fünf\n  sechs\n")

    def shown(self, quoted: str, **details: object) -> list[str]:
        found = FEHLER.at(span(self.SOURCE, quoted), "Zu lang", **details)
        return report.text([found]).splitlines()[3:]

    def test_a_place_of_several_lines_has_a_bracket(self) -> None:
        assert self.shown("zwei\n  drei", label="dies") == [
            "2 | /   zwei",
            "3 | |   drei",
            "  | |__^ dies",
        ]

    def test_of_many_lines_the_first_two_and_the_last_are_shown(self) -> None:
        assert self.shown("eins\n  zwei\n  drei\n  vier\n  fünf\n") == [
            "1 | / eins",
            "2 | |   zwei",
            "…",
            "5 | |   fünf",
            "  | |__^",
        ]

    def test_other_places_stand_beside_the_bracket(self) -> None:
        related = (
            Related(span(self.SOURCE, "drei"), "darin"),
            Related(span(self.SOURCE, "fünf\n  sechs"), "danach"),
        )

        assert self.shown("zwei\n  drei", label="dies", related=related) == [
            "2 | /   zwei",
            "3 | |   drei",
            "  | |   ---- darin",
            "  | |__^ dies",
            "4 |     vier",
            "5 |     fünf",
            "  |     ---- danach",
        ]

    def test_a_long_label_is_broken_below_the_bracket(self) -> None:
        label = "dieser Wortlaut geht über mehrere Zeilen"
        found = FEHLER.at(span(self.SOURCE, "zwei\n  drei"), "Zu lang", label=label)

        assert report.text([found], width=40).splitlines()[-2:] == [
            "  | |__^ dieser Wortlaut geht über",
            "  |      mehrere Zeilen",
        ]

    def test_a_line_end_is_no_line_of_its_own(self) -> None:
        assert self.shown("eins\n") == ["1 | eins", "  | ^^^^"]


class TestWidth:
    LONG = finding(
        "Wie in [](ziel:verhaltnisse) beschrieben, kommt es auf die Verhältnisse an, in denen sie leben.\n",
        "ziel:verhaltnisse",
        label="dieses Ziel gibt es nicht, und keines heißt so ähnlich",
        notes=("möglich sind: verhaeltnisse, wille, zusammenarbeit, ressourcen, zielgruppen, beteiligung",),
        help="nehmen Sie eines der Ziele, die es gibt, oder legen Sie dieses mit „sro new ziel“ an",
        related=(Related(span(Source("b.md", f"{'x ' * 60}drei\n"), "drei"), "eines mit einem langen Text"),),
    )

    @pytest.mark.parametrize("width", [40, 60, 80, 100])
    def test_nothing_is_wider_than_the_paper(self, width: int) -> None:
        shown = report.text([self.LONG], width=width)

        assert max(map(columns.width, shown.splitlines())) <= width

    def test_later_lines_stand_below_the_first_word(self) -> None:
        assert report.text([self.LONG], width=60).splitlines()[-4:] == [
            "  = möglich sind: verhaeltnisse, wille, zusammenarbeit,",
            "    ressourcen, zielgruppen, beteiligung",
            "  = hilfe: nehmen Sie eines der Ziele, die es gibt, oder",
            "           legen Sie dieses mit „sro new ziel“ an",
        ]

    def test_a_short_quotation_is_not_broken(self) -> None:
        remedy = "weiß es niemand, schreiben Sie lieber „art: unbelegt“ dazu"

        lines = report.text([finding("eins", "eins", help=remedy)], width=60).splitlines()

        assert lines[-2:] == [
            "  = hilfe: weiß es niemand, schreiben Sie lieber",
            "           „art: unbelegt“ dazu",
        ]

    def test_a_label_without_room_beside_its_mark_stands_below(self) -> None:
        lines = report.text([self.LONG], width=48).splitlines()

        assert lines[3:7] == [
            "1 | … in [](ziel:verhaltnisse) beschrieben, …",
            "  |         ^^^^^^^^^^^^^^^^^",
            "  | dieses Ziel gibt es nicht, und keines heißt",
            "  | so ähnlich",
        ]

    def test_a_label_with_some_room_beside_its_mark_is_broken_there(self) -> None:
        lines = report.text([self.LONG], width=70).splitlines()

        assert lines[4:6] == [
            "  |           ^^^^^^^^^^^^^^^^^ dieses Ziel gibt es nicht, und keines",
            "  |                             heißt so ähnlich",
        ]

    def test_elsewhere_lines_are_as_long_as_they_are(self) -> None:
        shown = report.text([self.LONG])

        assert max(map(len, shown.splitlines())) > 90
        assert (
            "  = möglich sind: verhaeltnisse, wille, zusammenarbeit, ressourcen, zielgruppen, beteiligung\n"
            in shown
        )


class TestColour:
    def test_colours_are_asked_for(self) -> None:
        found = [finding("eins", "eins", help="löschen")]

        assert "\x1b[" not in report.text(found)
        assert report.text(found, colour=True).startswith("\x1b[1;31mfehler[V201]: \x1b[0m\x1b[1mDas gibt")

    def test_colours_change_no_column(self) -> None:
        found = [TestWidth.LONG, finding("eins\nzwei", "eins\nzwei", label="beide")]

        painted = report.text(found, colour=True, width=70)

        assert re.sub(r"\x1b\[[\d;]*m", "", painted) == report.text(found, width=70)

    def test_what_a_message_quotes_cannot_paint(self) -> None:
        shown = report.text([FEHLER.in_file("a\x1b[2J", "Unbekannt: „\x1b[31m\n“", help="\x07")])

        assert all(line.isprintable() for line in shown.splitlines())


class TestShort:
    def test_a_line_stands_on_its_own(self) -> None:
        assert report.short([finding("zwei drei", "drei", help="meinten Sie „vier“?")]) == (
            "content/a.md:1:6: V201 Das gibt es nicht (meinten Sie „vier“?)\n"
        )

    def test_a_finding_is_one_line_whatever_its_message_quotes(self) -> None:
        assert report.short([FEHLER.in_file("a", "x\ny\u2028z\x1b[31m")]) == "a: V201 x␊y␤z␛[31m\n"


class TestSummary:
    @pytest.mark.parametrize(
        ("kinds", "expected"),
        [
            ([], "keine Befunde"),
            ([FEHLER], "1 Fehler"),
            ([HINWEIS], "1 Hinweis"),
            ([FEHLER, HINWEIS, HINWEIS], "1 Fehler, 2 Hinweise"),
            ([WARNUNG, FEHLER, WARNUNG], "1 Fehler, 2 Warnungen"),
        ],
    )
    def test_counts_are_words(self, kinds: list[Kind], expected: str) -> None:
        assert report.summary(kind.in_file("a", "b") for kind in kinds) == expected
