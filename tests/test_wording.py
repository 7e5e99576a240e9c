"""What a wording is, and that its fingerprint holds still while nobody changes it."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_cli.facts import wording
from sro_cli.model import ABDRUCK, Beleg, Belegart, Rahmenbedingung, Ziel
from tests.test_coverage import chapter, load


def goal(titel: str = "Platz zum Spielen", **texts: Any) -> Ziel:
    return Ziel(id="Z1", zielwerk="a", titel=titel, beleg=Beleg(art=Belegart.UNBELEGT), **texts)


def condition(text: str) -> Rahmenbedingung:
    return Rahmenbedingung(id="a", titel="Ein Treffpunkt", text=text, bereich="raum", stand="vorschlag")


class TestFingerprint:
    @pytest.mark.parametrize(
        ("entry", "expected"),
        [
            (goal(), "9774-de95"),
            (goal(wortlaut="Jedes Kind hat einen Platz."), "fcdc-ebc3"),
            (condition("Der Treffpunkt ist offen."), "997a-a394"),
        ],
    )
    def test_it_never_changes_with_sro(self, entry: wording.Worded, expected: str) -> None:
        assert wording.fingerprint(entry) == expected
        assert ABDRUCK.fullmatch(expected)

    @pytest.mark.parametrize(
        "other",
        [
            "Der „Wille“ der Adressat*innen – ihr größtes Gut … zählt.",
            'Der "Wille" der Adressat*innen -- ihr größtes Gut ... zählt.',
            "Der »Wille« der\n  Adressat*innen — ihr größtes Gut … zählt. ",
            unicodedata.normalize("NFD", "Der „Wille“ der Adressat*innen – ihr größtes Gut … zählt."),
            "Der “Wille„ der\N{NO-BREAK SPACE}Adressat*innen – ihr größ\N{SOFT HYPHEN}tes Gut … zählt.",
        ],
    )
    def test_typography_is_no_change(self, other: str) -> None:
        same = goal(wortlaut="Der „Wille“ der Adressat*innen – ihr größtes Gut … zählt.")

        assert wording.fingerprint(goal(wortlaut=other)) == wording.fingerprint(same)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Der Wille zählt.", "Der Wille zählt nicht."),
            ("zwei Wochen", "2 Wochen"),
            ("Adressat*innen", "Adressaten"),
            ("Sozialraum-Team", "Sozialraumteam"),
            ("bis 2024-01", "bis 2024–01"),
            ("Die Wille", "die Wille"),
        ],
    )
    def test_other_words_are_a_change(self, one: str, other: str) -> None:
        assert wording.fingerprint(goal(wortlaut=one)) != wording.fingerprint(goal(wortlaut=other))

    def test_a_sentence_cannot_move_from_one_field_into_the_other_unnoticed(self) -> None:
        assert wording.fingerprint(goal("A B", wortlaut="C")) != wording.fingerprint(
            goal("A", wortlaut="B C")
        )

    def test_what_explains_a_goal_counts_as_long_as_its_exact_words_are_not_at_hand(self) -> None:
        marks = [
            wording.fingerprint(goal(**texts))
            for texts in (
                {"erlaeuterung": "A"},
                {"erlaeuterung": "B"},
                {"wortlaut": "W", "erlaeuterung": "A"},
                {"wortlaut": "W", "erlaeuterung": "B"},
            )
        ]

        assert marks[0] != marks[1]
        assert marks[2] == marks[3]

    def test_other_fields_do_not_count(self) -> None:
        assert wording.fingerprint(goal(beschluesse=("2024/BV/0001",))) == wording.fingerprint(goal())

    @given(st.text())
    def test_normalising_twice_changes_nothing_more(self, text: str) -> None:
        once = wording.normalised(text)

        assert wording.normalised(once) == once


class TestConnections:
    FILES: ClassVar = {
        "ziele": """
zielwerke: [{id: a, titel: A}, {id: b, titel: B, beschluss: 2024/BV/0001}]
ziele:
  - {id: Z1, zielwerk: a, titel: A, beschluesse: [2024/BV/0002], beleg: {art: unbelegt}}
  - {id: Z2, zielwerk: b, titel: B, beleg: {art: unbelegt}}
  - {id: Z3, zielwerk: a, titel: C, beleg: {art: unbelegt}}
""",
        "beschluesse": """
beschluesse:
  - {id: 2024/BV/0001, gegenstand: "Zu [](rahmen:r2)", beleg: {art: unbelegt}}
  - {id: 2024/BV/0002, beleg: {art: unbelegt}}
""",
        "rahmenbedingungen": """
rahmenbedingungen:
  - {id: r1, titel: R, text: "Siehe [](rahmen:r2)", ziele: [Z1], bereich: raum, stand: vorschlag}
  - {id: r2, titel: R, text: "[](ziel:Z3)", beschluesse: [2024/BV/0002], bereich: raum, stand: vorschlag}
""",
        "eins": chapter("eins", "rahmen:r1"),
    }

    @pytest.mark.parametrize(
        ("target", "expected"),
        [
            ("beschluss:2024/BV/0001", {"ziel:Z2", "rahmen:r2"}),
            ("beschluss:2024/BV/0002", {"ziel:Z1", "rahmen:r2"}),
            ("rahmen:r1", {"ziel:Z1"}),
            ("rahmen:r2", {"ziel:Z3"}),
            ("kapitel:eins", {"ziel:Z4", "rahmen:r1"}),
        ],
    )
    def test_an_entry_is_connected_with_what_it_names_and_what_names_it(
        self, target: str, expected: set[str]
    ) -> None:
        loaded = load(**self.FILES)
        (entry,) = (found for found in wording.confirming(loaded.konzept) if found.target == target)

        assert wording.connections(entry, loaded.konzept, loaded.index) == expected
