"""The Lesefassung: what readers see, a sentence a line."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_cli import tree
from sro_cli.document.number import number
from sro_cli.writers.sentences import sentences
from sro_cli.writers.text import write
from tests.trees import full_tree, minimal_tree, para

GOLDEN = Path(__file__).parent / "golden" / "lesefassung.md"

SENTENCES = (
    "Die Stadt richtet ihre Hilfen im Sozialraum aus.",
    "Das regelt § 79 Abs. 3 SGB VIII.",
    "Am 9. Januar 2024 kamen z. B. Träger*innen, Dr. Müller und Fr. Schulz.",
    "Wer trägt die Kosten?",
    "„Alle Kinder haben ein Recht auf Förderung.“",
    "Vgl. Nr. 3 der Anlage (Stand 2021).",
    "Es waren ca. 12.877 Einwohner*innen, d. h. mehr als 2008!",
    "Näheres steht in Kapitel 3.",
    "Dazu kommen Sport, Musik usw.",
    "*Wichtig* ist die Beteiligung.[Fußnote]",
    "Der Beschluss 2021/BV/2536 gilt seit dem 1. April.",
    "Hilfen dieser Art.",
)
"""Whole sentences; each begins and ends as sentences of a concept do."""


def test_the_lesefassung_of_every_kind_of_node_is_the_golden_one() -> None:
    assert write(full_tree()) == GOLDEN.read_text(encoding="utf-8")


def test_a_short_document_is_short() -> None:
    assert write(minimal_tree()) == "# Kurz\n\n# 1 Anfang\n\nEin Satz.\n"


def test_a_document_without_title_page_begins_with_its_title() -> None:
    document = minimal_tree()
    assert write(replace(document, parts=document.parts[1:])) == "# Kurz\n\n# 1 Anfang\n\nEin Satz.\n"


def test_no_line_ends_in_a_blank() -> None:
    assert [line for line in write(full_tree()).split("\n") if line != line.rstrip(" ")] == []


def test_what_only_machines_see_changes_nothing() -> None:
    document = full_tree()
    other = replace(document, meta=replace(document.meta, commit="fffffff", keywords=(), name="anders"))
    assert write(other) == write(document)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eins. Zwei.", ["Eins.", "Zwei."]),
        ("Am 9. Januar kam der Rat.", ["Am 9. Januar kam der Rat."]),
        ("Am 9. Januar. Danach nicht.", ["Am 9. Januar.", "Danach nicht."]),
        ("Die 3. Sitzung des JHA", ["Die 3. Sitzung des JHA"]),
        ("Das war 2021. Träger kamen.", ["Das war 2021.", "Träger kamen."]),
        ("Es sind 12. Die Stadt zählt.", ["Es sind 12.", "Die Stadt zählt."]),
        ("Es gilt Abs. 3. Träger prüfen.", ["Es gilt Abs. 3.", "Träger prüfen."]),
        ("Siehe Kapitel 4. Träger prüfen.", ["Siehe Kapitel 4.", "Träger prüfen."]),
        ("Siehe Abschnitt 3.2. Träger prüfen.", ["Siehe Abschnitt 3.2.", "Träger prüfen."]),
        ("nach § 8a Abs. 1 Nr. 2 SGB VIII", ["nach § 8a Abs. 1 Nr. 2 SGB VIII"]),
        ("Es gibt z. B. Horte und d. h. Kitas.", ["Es gibt z. B. Horte und d. h. Kitas."]),
        ("Es gibt z.\u00a0B. Horte.", ["Es gibt z.\u00a0B. Horte."]),
        ("Es gibt z.B. Horte.", ["Es gibt z.B. Horte."]),
        ("Horte usw. Die Stadt zahlt.", ["Horte usw.", "Die Stadt zahlt."]),
        ("12 Mio. Euro", ["12 Mio. Euro"]),
        ("Es sind 12 Mio. Die Stadt zahlt.", ["Es sind 12 Mio.", "Die Stadt zahlt."]),
        ("Hilfen dieser Art. Der Rat stimmt zu.", ["Hilfen dieser Art.", "Der Rat stimmt zu."]),
        ("Art. 28 gilt.", ["Art. 28 gilt."]),
        ("Dr. Müller und Prof. Schulz kamen.", ["Dr. Müller und Prof. Schulz kamen."]),
        ("Wie? So! Gut.", ["Wie?", "So!", "Gut."]),
        ("„Wie?“ fragte der Rat.", ["„Wie?“ fragte der Rat."]),
        ("„Es gilt.“ Das steht fest.", ["„Es gilt.“", "Das steht fest."]),
        ("Es gilt (heute.) Morgen nicht.", ["Es gilt (heute.)", "Morgen nicht."]),
        ("Es gilt.[^1] Morgen[^2] nicht.", ["Es gilt.[^1]", "Morgen[^2] nicht."]),
        ("Es gilt.[Fußnote] Morgen nicht.", ["Es gilt.[Fußnote]", "Morgen nicht."]),
        ("Es gilt.[Fußnote 1][Fußnote 2] So.", ["Es gilt.[Fußnote 1][Fußnote 2]", "So."]),
        ("**Es gilt.** Morgen nicht.", ["**Es gilt.**", "Morgen nicht."]),
        ("Es gilt. *Morgen* nicht.", ["Es gilt.", "*Morgen* nicht."]),
        ("Die … Träger und so weiter … Ende.", ["Die … Träger und so weiter … Ende."]),
        ("Und so weiter… Dann Schluss.", ["Und so weiter…", "Dann Schluss."]),
        ("Es gilt.  Morgen nicht.", ["Es gilt.", "Morgen nicht."]),
        ("1. Der Rat stimmt zu.", ["1. Der Rat stimmt zu."]),
        ("a. Der Rat stimmt zu.", ["a. Der Rat stimmt zu."]),
        ("Es steht auf example.org. Dort bleibt es.", ["Es steht auf example.org.", "Dort bleibt es."]),
        ("Folgendes: Die Stadt zahlt; Träger prüfen.", ["Folgendes: Die Stadt zahlt; Träger prüfen."]),
        (". Anfang", [". Anfang"]),
        ("ohne Punkt", ["ohne Punkt"]),
        ("", []),
    ],
)
def test_a_german_sentence_ends_where_it_ends(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="aA1.!?… „“()[^]*\u00a0", max_size=40))
def test_sentences_put_together_are_the_text(text: str) -> None:
    assert "".join(sentences(text)).replace(" ", "") == text.replace(" ", "")


chosen = st.sampled_from(SENTENCES)


@given(st.lists(chosen, min_size=1, max_size=8), chosen, st.data())
def test_a_change_in_one_sentence_changes_one_line(before: list[str], new: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(before) - 1))
    after = [*before[:position], new, *before[position + 1 :]]
    removed, added = _difference(_shown(before), _shown(after))
    expected = 0 if before[position] == new else 1
    assert (len(removed), len(added)) == (expected, expected)


def test_a_change_in_one_cell_changes_one_line() -> None:
    head = (tree.Cell((tree.Text("Kopf"),)),)

    def shown(*words: str) -> str:
        rows = tuple((tree.Cell((tree.Text(word),)),) for word in words)
        return _document(tree.Table(("left",), head, rows))

    removed, added = _difference(shown("eins", "zwei"), shown("eins", "ein viel längeres Wort"))
    assert (removed, added) == (["| zwei |"], ["| ein viel längeres Wort |"])


def _numbered(*chapters: tuple[tree.Block, ...]) -> str:
    parts = tuple(tree.Part(f"p{i}", "kapitel", blocks) for i, blocks in enumerate(chapters, 1))
    return write(replace(minimal_tree(), parts=number(parts)[0]))


def _noted(*texts: str) -> tree.Paragraph:
    """A sentence with a footnote behind each of its words."""
    return para(*(part for text in texts for part in (text, tree.Note((para(f"Zu {text}"),)))))


def test_a_new_footnote_changes_its_own_block_alone() -> None:
    before = _numbered((para("Eins."), _noted("Zwei.")), (_noted("Drei.", "Vier."),))
    after = _numbered((_noted("Eins."), _noted("Zwei.")), (_noted("Drei.", "Vier."),))

    removed, added = _difference(before, after)

    assert removed == ["Eins."]
    assert [line for line in added if line] == ["Eins.[Fußnote]", "> Fußnote: Zu Eins."]


def test_several_footnotes_of_a_block_are_counted_within_it() -> None:
    shown = _numbered((_noted("Eins."),), (_noted("Drei", "vier"), para("Schluss.")))

    assert shown.endswith(
        "\n\nDrei[Fußnote 1]vier[Fußnote 2]\n\n> Fußnote 1: Zu Drei\n\n> Fußnote 2: Zu vier\n\nSchluss.\n"
    )


def test_open_points_have_no_numbers_in_their_boxes_and_in_references() -> None:
    place = tree.Reference((tree.Text("offener\u00a0Punkt 12"),), "offen-12", "eintrag", automatic=False)
    box = tree.Alert("OFFEN", (para("Wer?"),), "Offener Punkt 12", "offen-12")

    assert _document(box, para("Siehe ", place, ".")).endswith(
        "> **Offener Punkt**\n>\n> Wer?\n\nSiehe offener\u00a0Punkt.\n"
    )


def test_words_that_end_in_a_number_keep_it() -> None:
    words = (tree.Text("Der offene Punkt 12"),)
    place = tree.Reference(words, "offen-12", "eintrag", automatic=False)
    assert "Der offene Punkt 12.\n" in _document(para(place, "."))


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    table = tree.Table(("",), (tree.Cell((tree.Text("a|b"),)),), ())
    assert "| a\\|b |" in _document(table)


def test_code_with_fences_has_a_longer_fence() -> None:
    assert "````\n```\n````" in _document(tree.CodeBlock("```"))


def test_no_sentence_ends_inside_code() -> None:
    assert "Das `a. B` gilt." in _document(para("Das ", tree.Code("a. B"), " gilt."))


def test_an_address_that_is_its_own_text_is_shown_once() -> None:
    link = tree.Link((tree.Text("https://example.org"),), "https://example.org")
    assert "Siehe <https://example.org>." in _document(para("Siehe ", link, "."))


@pytest.mark.parametrize(
    "block", [tree.Directive("uebersicht", "ziele", ""), para(tree.Mention("ziel", "Z1", ()))]
)
def test_what_the_document_should_have_replaced_is_a_fault(block: tree.Block) -> None:
    with pytest.raises(TypeError):
        _document(block)


def _shown(texts: list[str]) -> str:
    return _document(para(" ".join(texts)))


def _document(*blocks: tree.Block) -> str:
    document = minimal_tree()
    return write(replace(document, parts=(tree.Part("p", "kapitel", blocks),)))


def _difference(before: str, after: str) -> tuple[list[str], list[str]]:
    lines = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    return [line[2:] for line in lines if line.startswith("- ")], [
        line[2:] for line in lines if line.startswith("+ ")
    ]
