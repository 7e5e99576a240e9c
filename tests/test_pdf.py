"""The PDF: what it shows, what it promises, and where its headings stand."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sro_cli import tree
from sro_cli.conformity.pdf import Profile
from sro_cli.engines import pandoc
from sro_cli.engines.typeset import TypesetError, typeset
from sro_cli.readback.pdf import said
from sro_cli.theme import Gestaltung, Theme
from sro_cli.tree import Part, Tree, plain_text
from sro_cli.writers import pdf
from sro_cli.writers.pdf_markup import ARGUMENTS, Encoder
from sro_cli.writers.pdf_origins import origins
from tests.pictures import DRAWING
from tests.trees import cells, full_tree, minimal_tree, note, para, words
from tests.validation import pdf_faults

TEMPLATES = Path(__file__).parent.parent / "templates"
LOOK = Gestaltung.model_validate(yaml.safe_load((TEMPLATES / "gestaltung.yml").read_text("utf-8")))
THEME = Theme(LOOK, {"pdf.typ": (TEMPLATES / "pdf.typ").read_bytes()})

PROFILES = ("ua1", "2a")


@pytest.fixture(scope="session")
def full() -> bytes:
    return pdf.write(full_tree(), THEME, {})


@pytest.fixture(scope="session")
def pages(full: bytes) -> list[str]:
    return texts(full)


def opened(product: bytes) -> Any:
    return pypdfium2.PdfDocument(product)


def texts(product: bytes) -> list[str]:
    """The text of each page."""
    return [page.get_textpage().get_text_range() for page in opened(product)]


def squeezed(text: str) -> str:
    """A text without blanks and hyphens: neither line ends nor hyphenation make a difference."""
    return re.sub(r"[\s\x02\ufffe\u00ad-]", "", text)


def with_blocks(*blocks: tree.Block) -> Tree:
    """The minimal tree with other blocks in its chapter."""
    small = minimal_tree()
    chapter = replace(small.parts[1], blocks=(small.parts[1].blocks[0], *blocks))
    return replace(small, parts=(small.parts[0], chapter), media={"bild.svg": DRAWING})


def shown(document: Tree) -> Iterator[str]:
    """All that a reader should see, in pieces."""
    for part in document.parts:
        for block in tree.walk(part.blocks):
            match block:
                case tree.CodeBlock(text):
                    yield text
                case tree.Table():
                    yield plain_text(block.caption)
                    yield from (plain_text(cell.content) for row in (block.head, *block.rows) for cell in row)
                case tree.Alert():
                    yield block.title
                case _:
                    yield plain_text(tree.inner_inlines(block))


# --- what it promises ------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES)
def test_the_full_tree_becomes_a_product_without_faults(full: bytes, profile: Profile) -> None:
    assert pdf_faults(full, profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_the_minimal_tree_becomes_a_product_without_faults(profile: Profile) -> None:
    assert pdf_faults(pdf.write(minimal_tree(), THEME, {}), profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_a_draft_has_no_faults(profile: Profile) -> None:
    assert pdf_faults(pdf.write(full_tree(draft=True), THEME, {}), profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_the_validator_notices_a_product_that_keeps_no_standard(profile: Profile) -> None:
    assert pdf_faults(typeset("#set document(title: [Kurz])\n= Anfang", {}), profile)


def test_the_same_tree_makes_the_same_bytes_everywhere(full: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    time.tzset()
    again = pdf.write(full_tree(), THEME, {})
    monkeypatch.undo()
    time.tzset()
    assert again == full


def test_a_store_that_knows_the_parts_changes_nothing(full: bytes) -> None:
    store: dict[str, bytes] = {}
    pdf.write(full_tree(), THEME, store)
    assert pdf.write(full_tree(), THEME, store) == full


def test_the_properties_say_what_the_document_is(full: bytes) -> None:
    meta, properties = full_tree().meta, opened(full).get_metadata_dict()
    assert properties["Title"] == meta.title
    assert properties["Author"] == meta.publisher
    assert properties["Subject"] == meta.description
    assert properties["Keywords"].split(", ") == list(meta.keywords)
    assert properties["CreationDate"].startswith("D:20261122093000")


# --- what it shows ---------------------------------------------------------------------


def test_every_word_of_the_tree_is_in_the_text(pages: list[str]) -> None:
    text = squeezed("".join(pages))
    missing = [word for piece in shown(full_tree()) for word in piece.split() if squeezed(word) not in text]
    assert missing == []


def test_every_heading_stands_with_its_number_on_the_page_that_is_told(full: bytes, pages: list[str]) -> None:
    document = full_tree()
    where = pdf.heading_pages(full, document)
    for part in document.parts:
        for block in tree.walk(part.blocks):
            if isinstance(block, tree.Heading):
                words_shown = squeezed(block.number + plain_text(block.content))
                assert words_shown in squeezed(pages[where[block.ident] - 1])


def test_every_caption_stands_with_its_number_on_the_page_that_is_told(full: bytes, pages: list[str]) -> None:
    document = full_tree()
    where = pdf.heading_pages(full, document)
    captioned = [
        b for p in document.parts for b in tree.walk(p.blocks) if isinstance(b, tree.Figure | tree.Table)
    ]
    for block in captioned:
        if block.number:
            kind = "Abbildung" if isinstance(block, tree.Figure) else "Tabelle"
            assert squeezed(f"{kind}{block.number}:{plain_text(block.caption)}") in squeezed(
                pages[where[block.ident] - 1]
            )


def test_the_contents_name_the_page_of_every_chapter(full: bytes, pages: list[str]) -> None:
    where = pdf.heading_pages(full, full_tree())
    contents = next(text for text in pages if "\r\nInhalt\r\n" in text)
    for ident, title in (("kapitel-auftrag", "Ausgangslage"), ("anlage-ziele", "Ziele und Beschlüsse")):
        assert re.search(rf"{title}[ .]* {where[ident]}\r\n", contents)


def test_every_footnote_has_the_number_of_the_tree(pages: list[str]) -> None:
    text = squeezed("".join(pages))
    notes = [
        inline
        for part in full_tree().parts
        for block in tree.walk(part.blocks)
        for inline in tree.walk_inlines(tree.inner_inlines(block))
        if isinstance(inline, tree.Note)
    ]
    for inline in notes:
        assert text.count(squeezed(f"{inline.number}{plain_text(tree.inner_inlines(inline.blocks[0]))}")) == 1


def test_a_footnote_of_a_heading_stands_on_its_own_page_only(pages: list[str]) -> None:
    assert sum("Auch Überschriften haben Fußnoten." in text for text in pages) == 1


def test_the_bookmarks_are_the_headings_with_their_numbers(full: bytes) -> None:
    marks = [(mark.level + 1, mark.get_title()) for mark in opened(full).get_toc()]
    headings = [
        (block.level, f"{block.number} {plain_text(block.content)}".strip())
        for part in full_tree().parts
        for block in tree.walk(part.blocks)
        if isinstance(block, tree.Heading)
    ]
    assert marks == [headings[0], (1, "Inhalt"), (2, "Abbildungen"), (2, "Tabellen"), *headings[1:]]


def test_every_page_but_the_title_says_where_it_is(pages: list[str]) -> None:
    assert "Seite 1 von" not in pages[0]
    for number, text in enumerate(pages[1:], 2):
        assert f"Seite {number} von {len(pages)}" in text
        assert "Version 0.3.1" in text


def test_every_page_of_a_draft_says_so_once() -> None:
    drafted = texts(pdf.write(full_tree(draft=True), THEME, {}))
    assert {squeezed(text).count("ENTWURF") for text in drafted} == {1}


def test_no_page_of_a_version_says_draft(pages: list[str]) -> None:
    assert not any("ENTWURF" in squeezed(text) for text in pages)


def test_a_wide_table_lies_on_a_landscape_page_and_no_other(full: bytes) -> None:
    where = pdf.heading_pages(full, full_tree())
    wide = [number for number, page in enumerate(opened(full), 1) if page.get_width() > page.get_height()]
    assert wide == [where["tab-angebote"]]


def test_a_wide_table_inside_of_a_list_stays_in_the_list() -> None:
    table = tree.Table(("left", "left"), cells("a", "b"), (cells("c", "d"),), wide=True)
    product = pdf.write(with_blocks(tree.BulletList(((table,),)), tree.Quote((table,))), THEME, {})
    assert "c d" in texts(product)[2]


def test_the_header_of_a_long_table_is_repeated(pages: list[str]) -> None:
    assert sum("Nr. Maßnahme Stand" in text for text in pages) == 2


def test_words_that_fit_into_their_column_are_not_hyphenated() -> None:
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    rows = tuple(cells("Sozialraumorientierung und Qualitätsentwicklung", "Wort " * 40) for _ in range(3))
    table = tree.Table(("left", "left"), cells("Name", "Beschreibung"), (*rows, cells(long, "kurz")))
    (text,) = (text for text in texts(pdf.write(with_blocks(table), THEME, {})) if "Beschreibung" in text)
    assert text.count("Sozialraumorientierung") == text.count("Qualitätsentwicklung") == 3
    assert long not in text
    assert squeezed(long) in squeezed(text)


def test_the_caption_of_a_table_stays_with_its_first_row() -> None:
    blocks: list[tree.Block] = []
    for number in range(1, 31):
        rows = (cells(f"Zelle {number}a"), cells("b"), cells("c"))
        caption = words(f"Name {number}a")
        table = tree.Table(("left",), cells("Kopf"), rows, caption, f"tab-{number}", number)
        blocks += [para("Text " * (7 * (number % 13) + 3)), table]
    text = texts(pdf.write(with_blocks(*blocks), THEME, {}))[2:]
    for number in range(1, 31):
        assert any(f"Name {number}a" in page and f"Zelle {number}a" in page for page in text)


def wide_table() -> tree.Table:
    return tree.Table(
        ("left", "left"), cells("a", "b"), (cells("c", "d"),), words("Breit"), "tab", 1, wide=True
    )


def test_the_heading_of_a_wide_table_goes_with_it() -> None:
    heading, much = tree.Heading(2, words("Vor dem Breiten"), "davor", number="1.1"), para("Wort " * 200)
    document = with_blocks(much, heading, wide_table(), replace(heading, ident="danach"), much)
    where = pdf.heading_pages(pdf.write(document, THEME, {}), document)
    assert where == {"kapitel-anfang": 3, "davor": 4, "tab": 4, "danach": 5}


def test_a_few_lines_beside_a_wide_table_have_no_page_for_themselves() -> None:
    document = with_blocks(para("davor"), wide_table(), para("danach"))
    assert len(opened(pdf.write(document, THEME, {}))) == 3


@pytest.mark.parametrize("profile", PROFILES)
def test_a_header_row_that_comes_again_may_name_other_places(profile: Profile) -> None:
    chapter = tree.Reference(words("Kapitel 1"), "kapitel-anfang", "kapitel", automatic=True)
    head = cells(chapter, tree.Link(words("außen"), "https://example.org"))
    product = pdf.write(with_blocks(tree.Table(("", ""), head, (cells("a", "b"),) * 60)), THEME, {})
    assert pdf_faults(product, profile) == []
    assert sum("Kapitel 1 außen" in text for text in texts(product)) == 2


def test_a_table_begins_with_two_rows_at_least() -> None:
    """And with the sentence that announces it; a small one is whole."""
    blocks: list[tree.Block] = []
    for number in range(1, 41):
        rows = tuple(cells(f"Zelle {number}{letter}") for letter in "abcdefgh"[: 8 if number % 2 else 4])
        table = tree.Table(("left",), cells(f"Name {number}a"), rows)
        blocks += [para("Text " * (7 * (number % 13) + 3)), para(f"Vor {number}a:"), table]
    text = texts(pdf.write(with_blocks(*blocks), THEME, {}))[2:]
    for number in range(1, 41):
        together = [
            f"Vor {number}a:",
            *(f"Zelle {number}{letter}" for letter in ("ab" if number % 2 else "abcd")),
        ]
        assert any(all(words in page for words in together) for page in text)


def test_the_number_of_a_paper_is_in_one_line() -> None:
    numbers = ("2021/BV/2536", "2017/AN/2460-01", "1175/05-A")
    pieces = [
        para("Wort " * count, f"{number}, ", "Wort " * 9) for count in range(8, 20) for number in numbers
    ]
    lines = "\n".join(texts(pdf.write(with_blocks(*pieces), THEME, {}))).splitlines()
    assert all(sum(number in line for line in lines) == 12 for number in numbers)


def test_code_without_blanks_stays_on_the_page_and_can_be_searched() -> None:
    name = "ein_name_" * 30
    product = pdf.write(with_blocks(para("Der Name ", tree.Code(name), ".")), THEME, {})
    assert name in squeezed(texts(product)[2])
    page = opened(product)[2]
    width = page.get_width() - LOOK.seite.rechts / 25.4 * 72
    assert all(word.get_bounds()[2] < width + 1 for word in page.get_objects())


def test_a_term_stays_with_its_meaning() -> None:
    terms = [tree.Definition(words(f"Wort {n}a"), ((para(f"Sinn {n}a " * 30),),)) for n in range(1, 41)]
    text = texts(pdf.write(with_blocks(tree.DefinitionList(tuple(terms))), THEME, {}))[2:]
    for number in range(1, 41):
        assert any(f"Wort {number}a" in page and f"Sinn {number}a" in page for page in text)


def test_a_row_of_short_cells_is_not_broken() -> None:
    rows = tuple(cells(f"Nr {n}a", f"Anfang {n}a " + "Wort " * 60 + f"Ende {n}a") for n in range(1, 31))
    table = tree.Table(("left", "left"), cells("a", "b"), rows)
    text = texts(pdf.write(with_blocks(table), THEME, {}))[2:]
    for number in range(1, 31):
        assert any(f"Anfang {number}a" in page and f"Ende {number}a" in page for page in text)


def test_a_row_that_is_longer_than_a_page_is_broken() -> None:
    table = tree.Table(("left", "left"), cells("a", "b"), (cells("c", "Wort " * 2000 + "Ende"),))
    assert "Ende" in texts(pdf.write(with_blocks(table), THEME, {}))[-1]


def test_lists_that_follow_each_other_are_counted_apart() -> None:
    one, two = (tree.OrderedList(((para(name + " a"),), (para(name + " b"),))) for name in ("eins", "zwei"))
    text = texts(pdf.write(with_blocks(one, two), THEME, {}))[2]
    assert "1. zwei a" in text
    assert "2. zwei b" in text


def test_headings_that_jump_are_refused_by_typst() -> None:
    with pytest.raises(TypesetError, match="heading level"):
        pdf.write(with_blocks(tree.Heading(4, words("Sprung"), "sprung")), THEME, {})


def test_a_document_without_chapters_has_pages_too() -> None:
    small = minimal_tree()
    front = Part("vorspann", "vorspann", (tree.Heading(1, words("Versionen"), "versionen"), para("x")))
    document = replace(small, parts=(small.parts[0], front))
    assert pdf.heading_pages(pdf.write(document, THEME, {}), document) == {"versionen": 2}


def test_a_logo_stands_on_the_title_page() -> None:
    theme = Theme(LOOK.model_copy(update={"logo": "logo.svg"}), {**THEME.frames, "logo.svg": DRAWING})
    first = opened(pdf.write(minimal_tree(), theme, {}))[0]
    assert len(list(first.get_objects())) > len(
        list(opened(pdf.write(minimal_tree(), THEME, {}))[0].get_objects())
    )


# --- awkward words ---------------------------------------------------------------------

WORDS = st.text(
    st.sampled_from("abz 019\n\t\u2028äß„“–*_#$@<>&`\\[](){}~^'\"/|+=-.:;,%!?\N{NO-BREAK SPACE}"),
    min_size=1,
    max_size=24,
)


@settings(max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # a build is slow to shrink
@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=10, max_size=20))
def test_any_words_are_shown_as_they_are(rows: list[tuple[str, str, str, str]]) -> None:
    blocks = [
        para(
            one,
            tree.Emphasis(words(two)),
            three,
            note(i, para(four)),
            four,
            tree.Code(one),
            tree.Strong(words(three)),
        )
        for i, (one, two, three, four) in enumerate(rows, 1)
    ]
    table = tree.Table(("left", "left"), cells("a", "b"), tuple(cells(one, two) for one, two, *_ in rows))
    terms = tree.DefinitionList(tuple(tree.Definition(words(one), ((para(two),),)) for one, two, *_ in rows))
    items = tree.BulletList(tuple((para(one),) for one, *_ in rows))
    product = pdf.write(with_blocks(*blocks, table, terms, items), THEME, {})
    # As the tags order it: a paragraph may go over a page, with footnotes, foot and head in between.
    text = squeezed("".join(chunk.text for chunk in said(product).body))
    for number, (one, two, three, four) in enumerate(rows, 1):
        assert squeezed(f"{one}{two}{three}[{number}]{four}{one}{three}") in text


@pytest.mark.parametrize("ident", ["a b", 'a"b\\', "a>b<c", "2020/BV/0702", "ä:ö", "1.", "-"])
def test_any_ident_can_be_referred_to(ident: str) -> None:
    target = tree.Heading(2, words("Ziel"), ident, number="1.1")
    reference = tree.Reference(words("dorthin"), ident, "abschnitt", automatic=True)
    document = with_blocks(target, para(reference))
    assert pdf.heading_pages(pdf.write(document, THEME, {}), document)[ident] == 3


@pytest.mark.parametrize(
    "url", ['https://example.org/"\\?a=1&b=#x', "mailto:amt@example.org", "https://example.org/größe (1)"]
)
def test_any_address_can_be_linked(url: str) -> None:
    assert pdf.write(with_blocks(para("Siehe ", tree.Link(words("dort"), url), ".")), THEME, {})


# --- what is refused -------------------------------------------------------------------


@pytest.mark.parametrize(
    "block",
    [
        para("Ein Zeichen ohne Schrift: 漢"),
        tree.Figure(tree.Image("fehlt.svg", "Bild")),
    ],
    ids=["glyph", "picture"],
)
def test_what_typst_refuses_names_the_part_and_the_block(block: tree.Block) -> None:
    with pytest.raises(TypesetError) as caught:
        pdf.write(with_blocks(para("davor"), block, para("danach")), THEME, {})
    (complaint,) = caught.value.complaints
    (line,) = (spot.line for spot in complaint.trace if not spot.path)
    assert caught.value.origins[line] == ("anfang", block)


def test_each_line_of_a_part_is_known_by_its_block() -> None:
    document = full_tree()
    encoder = Encoder(LOOK)
    fragments = pandoc.fragments([encoder.part(part) for part in document.parts], encoder, ARGUMENTS, {})
    pieces = list(zip([part.ident for part in document.parts], (f"{f}\n" for f in fragments), strict=True))
    lines = "".join(text for _, text in pieces).splitlines()

    found = origins(document, encoder, pieces, range(1, len(lines) + 1))

    shown = {number: line for number, line in enumerate(lines, 1) if line.strip() and line != "#quer["}
    assert all(found[number][1] is not None for number in shown)
    blocks = [block for part in document.parts for block in part.blocks]
    assert blocks == [block for block, _ in groupby(block for _, block in found.values() if block)]
