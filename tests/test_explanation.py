from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from sro_cli import catalogue, columns
from sro_cli.answers import explanation
from sro_cli.answers.explanation import BLOCK, UnknownKind, explained
from sro_cli.catalogue import FAMILIES, KINDS
from sro_cli.cli import app
from sro_cli.columns import Paper
from sro_cli.diagnostics import Kind
from sro_cli.files import Files, Memory

PLAIN = Paper()
NOWHERE = Memory({})


def concept(settings: str) -> Files:
    return Memory({"content/konzept.yml": settings.encode()})


def paragraphs(code: str) -> list[str]:
    """The paragraphs of a page, each on one line."""
    return [
        part.replace("\n", " ").strip() for part in BLOCK.sub("", catalogue.page(code)).split("\n\n") if part
    ]


class TestOverview:
    def test_it_names_every_kind_once_with_severity_and_demand(self) -> None:
        shown = explained("", NOWHERE, PLAIN)

        for kind in KINDS.values():
            assert shown.count(f"  {kind.code}  {kind.name}  ({kind.severity.name.capitalize()})\n") == 1

    def test_families_come_in_their_order_with_their_titles(self) -> None:
        titles = re.findall(r"^([A-Z])  (.+)$", explained("", NOWHERE, PLAIN), re.MULTILINE)

        assert dict(titles) == {letter: FAMILIES[letter] for letter, _title in titles}
        assert [letter for letter, _title in titles] == sorted(
            {code[0] for code in KINDS}, key=list(FAMILIES).index
        )

    def test_a_letter_names_its_family_only(self) -> None:
        shown = explained("v", NOWHERE, PLAIN)

        assert re.findall(r"^  ([A-Z]\d{3})  ", shown, re.MULTILINE) == [
            code for code in KINDS if code.startswith("V")
        ]

    def test_every_family_of_a_code_has_a_title(self) -> None:
        assert {code[0] for code in KINDS} <= FAMILIES.keys()

    @pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
    def test_a_demand_is_one_short_sentence(self, kind: Kind) -> None:
        demand = explanation.demand(kind)

        assert demand.endswith(".")
        assert len(demand) <= 200


class TestPage:
    @pytest.mark.parametrize("word", ["V201", "v201", "verweis-ins-leere", "Verweis-ins-Leere"])
    def test_code_and_name_lead_to_it(self, word: str) -> None:
        assert explained(word, NOWHERE, PLAIN).startswith("V201  verweis-ins-leere  (Fehler)\n\n")

    @pytest.mark.parametrize("code", KINDS)
    def test_nothing_of_it_is_lost(self, code: str) -> None:
        shown = explained(code, NOWHERE, PLAIN)
        words = " ".join(shown.split())

        for paragraph in paragraphs(code)[1:]:
            assert " ".join(paragraph.removeprefix("## ").split()) in words
        for block in BLOCK.finditer(catalogue.page(code)):
            for line in block["body"].splitlines():
                assert " ".join(line.split()) in words

    @pytest.mark.parametrize("code", KINDS)
    def test_all_but_quoted_lines_fit(self, code: str) -> None:
        quoted = {
            f"    {line}".rstrip()
            for block in BLOCK.finditer(catalogue.page(code))
            for line in block["body"].splitlines()
        }

        for line in explained(code, NOWHERE, PLAIN).splitlines():
            one_word = len(line.split()) == 1
            assert columns.width(line) <= 80 or line in quoted or "betrifft:" in line or one_word

    def test_every_setting_of_a_block_is_put_in_words(self) -> None:
        known = {"datei", "kodierung", "groesse", "ordner", "verknuepfung", "ohne", "befund", "bauen"}
        languages = {"markdown", "yaml", "xml", "text", "console"}
        used = {
            key
            for code in KINDS
            for block in BLOCK.finditer(catalogue.page(code))
            for key in explanation.settings(block["info"])
        }

        assert used <= known | languages

    def test_an_example_is_set_off_under_the_name_of_its_file(self) -> None:
        shown = explained("V202", NOWHERE, PLAIN)

        assert "\n  content/kapitel/auftrag.md:\n    ---\n    id: auftrag\n" in shown
        assert "datei=" not in shown
        assert "```" not in shown

    def test_what_is_found_is_shown_with_the_words_it_is_about(self) -> None:
        assert (
            "  sro validate meldet:\n"
            "    content/kapitel/auftrag.md:4:13: V202 „Z1“ ist hier kein möglicher Verweis\n"
            "      (schreiben Sie „ziel:Z1“)\n"
            "      betrifft: „Z1“\n"
        ) in explained("V202", NOWHERE, PLAIN)

    @pytest.mark.parametrize(("code", "shown"), [("T807", "betrifft: „ ,“\n"), ("T812", "betrifft: „\n")])
    def test_a_lone_sign_is_shown_as_one(self, code: str, shown: str) -> None:
        assert f"      {shown}" in explained(code, NOWHERE, PLAIN)

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("E101", "content/akteure.yml ist eine Verknüpfung mit\n    liste-von-frueher.yml\n"),
            ("E102", "content/kapitel/auftrag.md, gespeichert als Latin-1:\n"),
            ("E103", "content/bilder/spielplatz.jpg, 17 Megabyte groß\n"),
            ("E104", "content/akteure.yml ist ein Ordner\n"),
            ("E105", "content/konzept.yml gibt es nicht\n"),
            ("E113", "content/konzept.yml ist leer\n"),
            ("E140", "sro build meldet:\n"),
        ],
    )
    def test_special_files_are_put_in_words(self, code: str, words: str) -> None:
        assert words in explained(code, NOWHERE, PLAIN)

    def test_lists_hang_below_their_marks(self) -> None:
        items = "- eins zwei drei\n  vier\n- fünf"

        assert list(explanation._prose(items, Paper(width=13))) == ["  - eins zwei\n    drei vier\n  - fünf"]


class TestUnknown:
    @pytest.mark.parametrize(
        ("word", "meant"),
        [
            ("V2011", " – meinten Sie „V201“"),
            ("verweis-in-leere", " – meinten Sie „verweis-ins-leere“?"),
            ("Q", ""),
        ],
    )
    def test_it_names_the_nearest(self, word: str, meant: str) -> None:
        with pytest.raises(UnknownKind, match=f"^Den Befund „{word}“ gibt es nicht{re.escape(meant)}"):
            explained(word, NOWHERE, PLAIN)


class TestConcept:
    def test_it_says_what_the_concept_wants_and_why(self) -> None:
        shown = explained(
            "V206", concept("schweregrade:\n  V206: {stufe: warnung, weil: Alles soll vorkommen.}"), PLAIN
        )

        assert shown.splitlines()[2:4] == [
            "  In diesem Konzept zählt der Befund als Warnung. Begründung: Alles soll",
            "  vorkommen.",
        ]

    @pytest.mark.parametrize(
        "settings",
        [
            "",
            "titel: [",
            "schweregrade: {V206: {stufe: egal, weil: Nein.}}",
            "schweregrade: [V206]",
            "schweregrade: {V204: {stufe: hinweis, weil: Ein Fehler bleibt einer.}}",
        ],
    )
    def test_it_says_nothing_of_what_does_not_hold(self, settings: str) -> None:
        for code in ("V204", "V206"):
            assert "In diesem Konzept" not in explained(code, concept(settings), PLAIN)


class TestColour:
    def test_without_it_there_is_none(self) -> None:
        assert all("\x1b" not in explained(code, NOWHERE, PLAIN) for code in ["", *KINDS])

    def test_with_it_the_words_are_the_same(self) -> None:
        for code in ["", *KINDS]:
            coloured = re.sub(r"\x1b\[\d+m", "", explained(code, NOWHERE, Paper(colour=True)))

            assert coloured.replace("`", "") == explained(code, NOWHERE, PLAIN).replace("`", "")


class TestCommand:
    def test_it_prints_the_page(self) -> None:
        done = CliRunner().invoke(app, ["explain", "V201"])

        assert done.exit_code == 0
        assert done.output == explained("V201", NOWHERE, PLAIN)

    def test_an_unknown_code_stops_with_2(self) -> None:
        done = CliRunner().invoke(app, ["explain", "V20"])

        assert done.exit_code == 2
        assert done.stdout == ""
        assert done.stderr.splitlines() == [
            "sro: Den Befund „V20“ gibt es nicht – meinten Sie „V201“ oder „V202“ oder „V203“?",
            "Alle Befunde nennt: sro explain",
        ]
