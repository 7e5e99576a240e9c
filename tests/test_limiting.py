"""The new version with some of its parts as they were: what a redline is limited to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_cli.files import bundled
from sro_cli.readers import gestaltung
from sro_cli.redline import redline
from sro_cli.redline.changes import Origin
from sro_cli.redline.limiting import limited
from sro_cli.tree import (
    Alignment,
    Anchor,
    Block,
    BulletList,
    Cell,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Image,
    Paragraph,
    Part,
    Reference,
    Table,
    Text,
    Tree,
    plain_text,
    walk,
)
from tests.pictures import DRAWING, LINE
from tests.trees import para, words
from tests.versions import chapter, document, section, table


def row(ident: str, *texts: str) -> tuple[Cell, ...]:
    """A row of a table that lists an entry."""
    first, *others = texts
    return (Cell((Anchor(ident), Text(first))), *(Cell((Text(text),)) for text in others))


def listing(*rows: tuple[Cell, ...], head: tuple[str, ...] = ("Name", "Art"), ident: str = "") -> Table:
    """A table of entries."""
    aligned: tuple[Alignment, ...] = tuple("" for _ in head)
    return Table(aligned, tuple(Cell((Text(word),)) for word in head), rows, ident=ident)


def goal(ident: str, text: str) -> Definition:
    """A goal as the annex lists it."""
    return Definition((Anchor(ident), Text(ident)), ((para(text),),))


def annex(*blocks: Block) -> Tree:
    """A document of one annex."""
    return document(Part("anlage-ziele", "anlage", (Heading(1, words("Ziele"), "anlage-ziele"), *blocks)))


def said(found: Tree) -> list[str]:
    """All that a document says behind its title page, a block or row a line."""
    lines: list[str] = []
    for block in walk([block for part in found.parts[1:] for block in part.blocks[1:]]):
        match block:
            case Table(rows=rows):
                lines += [" | ".join(plain_text(cell.content) for cell in each) for each in rows]
            case DefinitionList(items=items):
                lines += [plain_text(item.term) for item in items]
            case Heading(content=content) | Paragraph(content=content) | Figure(caption=content):
                lines.append(plain_text(content))
            case _:
                pass
    return lines


class TestChapters:
    def test_chosen_chapters_are_the_old_ones(self) -> None:
        old = document(chapter("A", "a", para("alt")), chapter("B", "b", para("alt")))
        new = document(chapter("A", "a", para("neu")), chapter("B", "b", para("neu")))

        assert limited(old, new, ["kapitel-b"]).document.parts == (*new.parts[:2], old.parts[2])

    def test_a_chosen_chapter_that_is_gone_stands_where_it_was(self) -> None:
        old = document(chapter("A", "a"), chapter("B", "b"), chapter("C", "c"))
        new = document(chapter("A", "a"), chapter("C", "c"), chapter("D", "d"))

        found = limited(old, new, ["kapitel-b", "kapitel-d"]).document

        assert [part.ident for part in found.parts] == ["titelblatt", "a", "b", "c"]

    def test_a_section_is_the_old_one_with_those_below_it(self) -> None:
        old = document(chapter("A", "a", para("1"), section(2, "X"), para("2"), section(3, "Y"), para("3")))
        new = document(chapter("A", "a", para("4"), section(2, "X"), para("5"), section(2, "Z"), para("6")))

        found = limited(old, new, ["abschnitt-x"]).document

        assert said(found) == ["4", "X", "2", "Y", "3", "Z", "6"]

    def test_a_section_that_is_gone_stands_behind_the_one_it_stood_behind(self) -> None:
        old = document(
            chapter("A", "a", section(2, "X"), para("1"), section(2, "Y"), para("2"), section(2, "Z"))
        )
        new = document(chapter("A", "a", section(2, "Z"), section(2, "X"), para("1"), para("neu")))

        found = limited(old, new, ["abschnitt-y"]).document

        assert said(found) == ["Z", "X", "1", "Y", "2", "neu"]

    def test_a_section_in_another_chapter_now_is_back_in_its_own(self) -> None:
        old = document(chapter("A", "a", section(2, "X"), para("1")), chapter("B", "b", para("2")))
        new = document(chapter("A", "a"), chapter("B", "b", para("2"), section(2, "X"), para("1")))

        assert said(limited(old, new, ["abschnitt-x"]).document) == ["X", "1", "2"]
        assert limited(old, new, ["kapitel-a"]).document.parts[1] == old.parts[1]

    def test_figures_and_tables_are_parts(self) -> None:
        one, other = (Figure(Image("bilder/a.svg", "x"), words(each), "abb-a") for each in ("alt", "neu"))
        old = document(chapter("A", "a", one, table("H", "alt", ident="tab-a"), para("alt")))
        new = document(chapter("A", "a", other, table("H", "neu", ident="tab-a"), para("neu")))

        assert said(limited(old, new, ["abb-a"]).document) == ["alt", "neu", "neu"]
        assert said(limited(old, new, ["tab-a"]).document) == ["neu", "alt", "neu"]

    def test_a_picture_replaced_under_its_name_is_the_old_one_only_in_the_old_part(self) -> None:
        shown = [
            chapter(name.upper(), name, Figure(Image("bilder/a.svg", "x"), words(name))) for name in "ab"
        ]
        old = replace(document(*shown), media={"bilder/a.svg": DRAWING})
        new = replace(document(*shown), media={"bilder/a.svg": LINE})

        found = limited(old, new, ["kapitel-a"]).document
        figures = [block for part in found.parts for block in part.blocks if isinstance(block, Figure)]

        assert [found.media[figure.image.path] for figure in figures] == [DRAWING, LINE]

    def test_no_name_stands_twice(self) -> None:
        old = document(chapter("A", "a", section(2, "X")), chapter("B", "b"))
        new = document(chapter("A", "a"), chapter("B", "b", section(2, "X")))

        found = limited(old, new, ["kapitel-a"]).document
        idents = [getattr(block, "ident", "") for part in found.parts for block in part.blocks]

        assert len(idents) == len(set(idents))


class TestEntries:
    def test_a_row_is_the_old_one_and_others_are_the_new_ones(self) -> None:
        old = annex(listing(row("z-1", "a", "alt"), row("z-2", "b", "alt")))
        new = annex(listing(row("z-2", "b", "neu"), row("z-1", "a", "neu")))

        assert said(limited(old, new, ["z-1"]).document) == ["b | neu", "a | alt"]

    def test_a_new_one_is_not_there_and_a_former_one_is_behind_its_neighbour(self) -> None:
        old = annex(listing(row("z-1", "a", ""), row("z-2", "b", ""), row("z-3", "c", "")))
        new = annex(listing(row("z-3", "c", ""), row("z-1", "a", ""), row("z-4", "d", "")))

        assert said(limited(old, new, ["z-2", "z-4"]).document) == ["c | ", "a | ", "b | "]

    def test_a_row_that_begins_with_a_reference_lists_what_it_leads_to(self) -> None:
        def matrix(text: str) -> Tree:
            cell = Cell((Reference(words("Ziel 1"), "z-1", "eintrag", automatic=False),))
            return annex(listing((cell, Cell((Text(text),)))))

        assert said(limited(matrix("alt"), matrix("neu"), ["z-1"]).document) == ["Ziel 1 | alt"]
        assert said(limited(matrix("alt"), matrix("neu"), ["z-2"]).document) == ["Ziel 1 | neu"]

    def test_what_a_list_says_of_an_entry_is_the_old_word(self) -> None:
        old = annex(DefinitionList((goal("z-1", "alt"), goal("z-2", "alt"))))
        new = annex(DefinitionList((goal("z-1", "neu"), goal("z-2", "neu"))))

        assert said(limited(old, new, ["z-2"]).document) == ["z-1", "z-2", "neu", "alt"]

    def test_items_of_a_list_are_places_too(self) -> None:
        old, new = (
            annex(BulletList(((para(Anchor("z-1"), text),), (para("x"),)))) for text in ("alt", "neu")
        )

        assert said(limited(old, new, ["z-1"]).document) == ["alt", "x"]

    def test_a_paragraph_of_an_entry_goes_with_the_heading_over_it(self) -> None:
        def works(*texts: str) -> Tree:
            blocks = ((section(2, text), para(Anchor(f"w-{text[0]}"), text.lower())) for text in texts)
            return annex(*(block for lot in blocks for block in lot))

        old, new = works("Alt", "Bleibt"), works("Bleibt", "Neu")

        assert said(limited(old, new, ["w-A"]).document)[-2:] == ["Neu", "neu"]
        assert "Alt" in said(limited(old, new, ["w-A"]).document)
        assert said(limited(old, new, ["w-N"]).document) == ["Bleibt", "bleibt"]

    def test_a_table_of_other_columns_stays_the_new_one_and_that_is_told(self) -> None:
        old = annex(listing(row("z-1", "a"), head=("Name",)))
        new = annex(listing(row("z-1", "a", "b")))

        found = limited(old, new, ["z-1"])

        assert said(found.document) == ["a | b"]
        assert found.failed == {"z-1"}

    def test_a_table_that_is_gone_is_back_with_the_wanted_rows_only(self) -> None:
        old = annex(section(2, "X"), listing(row("z-1", "a", ""), row("z-2", "b", "")), para("Ende."))
        new = annex(section(2, "X"), para("Nichts."))

        assert said(limited(old, new, ["z-1"]).document) == ["X", "Nichts.", "a | "]
        assert said(limited(new, old, ["z-1", "z-2"]).document) == ["X", "Ende."]


ENTRIES = ("z-1", "z-2", "z-3", "z-4")
listed = st.lists(st.tuples(st.sampled_from(ENTRIES), st.sampled_from("ab")), unique_by=lambda each: each[0])


@given(listed, listed, st.sets(st.sampled_from(ENTRIES)))
def test_wanted_entries_are_as_they_were_and_all_others_as_they_are(
    old: list[tuple[str, str]], new: list[tuple[str, str]], only: set[str]
) -> None:
    before, after = (
        annex(listing(*(row(ident, ident, text) for ident, text in each))) for each in (old, new)
    )

    found = said(limited(before, after, only).document)

    assert {line for line in found if line[:3] in only} == {f"{i} | {text}" for i, text in old if i in only}
    assert [line for line in found if line[:3] not in only] == [
        f"{i} | {text}" for i, text in new if i not in only
    ]


@pytest.mark.parametrize("only", ["z-1", "z-2", "z-3", "tab-a", "abschnitt-x", "anlage-ziele"])
def test_the_redline_of_a_part_proves_itself(only: str) -> None:
    theme, _findings = gestaltung.load(bundled())
    assert theme
    rows = (row("z-1", "Toitenwinkel", "13.500"), row("z-2", "Dierkow", "11.200"))
    old = annex(
        section(2, "X"),
        para("Dies gilt."),
        listing(*rows, ident="tab-a"),
        DefinitionList((goal("z-3", "Alt und gut."),)),
    )
    rows = (row("z-1", "Toitenwinkel", "13.700"), row("z-4", "Schmarl", "8.800"))
    new = annex(
        section(2, "X"),
        para("Dies gilt heute."),
        listing(*rows, ident="tab-a"),
        DefinitionList((goal("z-3", "Neu und gut."),)),
    )

    made = redline(limited(old, new, [only]).document, new, theme, {}, lambda _old, _new: Origin("Amt", None))

    assert made.doubts == ()
    assert made.changes
