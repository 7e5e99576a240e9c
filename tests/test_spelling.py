"""German words: which there are, and what was meant."""

from __future__ import annotations

import hashlib
import json

import pytest

from sro_cli.engines import spelling
from sro_cli.engines.spelling import Spelling

KEY = "5" * 64


def unknown(*words: str) -> frozenset[str]:
    return Spelling({}, KEY).unknown(words)


def meant(word: str) -> tuple[str, ...]:
    return Spelling({}, KEY).meant([word])[word]


class TestDictionary:
    @pytest.mark.parametrize(
        "word",
        [
            "Jugendhilfeplanung",
            "Sozialraumorientierung",
            "Kindertagesstätten",
            "Abwägungstabelle",
            "Ausschuss",
            "dass",
            "größte",
            "Bürgerinnen",
            "fortzuschreiben",
            "bzw.",
            # in the second part
            "Kiez",
            "Teamsitzungen",
            "Begegnungszentren",
        ],
    )
    def test_german_words_and_their_compounds_are_known(self, word: str) -> None:
        assert not unknown(word)

    @pytest.mark.parametrize(
        "word", ["Ausschuß", "daß", "Komission", "verhältnise", "haus", "DIe", "Sozailraum"]
    )
    def test_misspelt_words_are_not(self, word: str) -> None:
        assert unknown(word) == {word}

    @pytest.mark.parametrize("word", ["Łódź", "Đorđević", "λόγος", "a" * 10_000])
    def test_what_no_german_dictionary_can_judge_is_left_alone(self, word: str) -> None:
        assert not unknown(word)

    def test_it_is_the_one_that_was_chosen(self) -> None:
        files = sorted(path for path in spelling._FOLDER.iterdir())

        assert [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()[:16]) for path in files] == [
            ("de_DE.aff", spelling.DIGESTS[0]),
            ("de_DE.dic", spelling.DIGESTS[1]),
            ("de_DE_mehr.dic", spelling.DIGESTS[2]),
        ]


class TestMeaning:
    @pytest.mark.parametrize(
        ("word", "other"),
        [
            ("Strasse", "Straße"),
            ("Massnahmen", "Maßnahmen"),
            ("Fachkraefte", "Fachkräfte"),
            ("Komission", "Kommission"),
            ("Addressaten", "Adressaten"),
            ("Trägergesprache", "Trägergespräche"),
            ("Standart", "Standard"),
            ("nähmlich", "nämlich"),
            ("kinder", "Kinder"),
            ("Kidner", "Kinder"),
            ("Verwaltng", "Verwaltung"),
            ("Familien-", "Familien"),
        ],
    )
    def test_the_usual_mistakes_are_understood(self, word: str, other: str) -> None:
        assert meant(word)[0] == other

    @pytest.mark.parametrize("word", ["xy", "Qwrtzpsdfg", "k" * 41])
    def test_often_nothing_is_meant(self, word: str) -> None:
        assert meant(word) == ()

    def test_a_slip_makes_no_compounds(self) -> None:
        assert "Erdaktionsgruppe" not in meant("Redaktionsgruppe")


class TestStore:
    def test_verdicts_are_kept_and_asked_for_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        store: dict[str, bytes] = {}
        first = Spelling(store, KEY)
        first.unknown(["Haus", "Hauss"])
        first.meant(["Hauss"])
        first.keep()
        monkeypatch.delattr(spelling, "_small_dictionary")

        second = Spelling(store, KEY)

        assert second.unknown(["Haus", "Hauss"]) == {"Hauss"}
        assert second.meant(["Hauss"])["Hauss"]

    def test_nothing_is_written_if_nothing_is_new(self) -> None:
        store: dict[str, bytes] = {}

        Spelling(store, KEY).keep()

        assert store == {}

    def test_words_that_are_gone_are_forgotten(self) -> None:
        store: dict[str, bytes] = {}
        for words in (["Haus", "Hof"], ["Haus", "Garten"]):
            lexicon = Spelling(store, KEY)
            lexicon.unknown(words)
            lexicon.keep()

        assert list(json.loads(store[KEY])["known"]) == ["Garten", "Haus"]
