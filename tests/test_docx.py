"""The DOCX: sound, complete, its numbers those of the tree, its bytes always the same."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from sro_cli import tree
from sro_cli.engines import pandoc
from sro_cli.theme import Gestaltung, Theme
from sro_cli.tree import (
    Alert,
    BulletList,
    CodeBlock,
    Figure,
    Heading,
    Image,
    Note,
    Paragraph,
    Reference,
    Table,
    Text,
    Tree,
    plain_text,
    walk,
)
from sro_cli.writers import docx
from sro_cli.writers.docx.markup import W, bookmark, w
from sro_cli.writers.docx.package import declare, packed, parts_of, relate
from sro_cli.writers.docx.pictures import pictures
from sro_cli.writers.docx.reference import reference
from tests.pictures import DRAWING
from tests.trees import cells, full_tree, minimal_tree, para, words
from tests.validation import docx_faults

ROOT = Path(__file__).parent.parent
LOOK = Gestaltung.model_validate(yaml.safe_load((ROOT / "templates" / "gestaltung.yml").read_text("utf-8")))
THEME = Theme(LOOK, {})

DRAWINGS = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def pages(document: Tree) -> dict[str, int]:
    """A page for everything that has an ident, each another."""
    blocks = [block for part in document.parts for block in walk(part.blocks)]
    idents = [b.ident for b in blocks if isinstance(b, Heading | Figure | Table) and b.ident]
    return {ident: page for page, ident in enumerate(idents, 2)}


def parsed(part: bytes) -> Any:
    return etree.fromstring(part)


def built(document: Tree, theme: Theme = THEME) -> bytes:
    return docx.write(document, theme, {}, lambda: pages(document))


@pytest.fixture(scope="session")
def product() -> bytes:
    return built(full_tree())


@pytest.fixture(scope="session")
def parts(product: bytes) -> dict[str, bytes]:
    return parts_of(product)


@pytest.fixture(scope="session")
def body(parts: dict[str, bytes]) -> Any:
    return parsed(parts["word/document.xml"])


def body_of(document: Tree, theme: Theme = THEME) -> Any:
    return parsed(parts_of(built(document, theme))["word/document.xml"])


def one_chapter(*blocks: tree.Block, document: Tree | None = None) -> Tree:
    """A title and a chapter of these blocks."""
    document = document or minimal_tree()
    title, chapter = document.parts
    return replace(document, parts=(title, replace(chapter, blocks=(*chapter.blocks, *blocks))))


MUCH = para("Wort " * 200)
"""More than a few lines."""


def text_of(paragraph: Paragraph) -> str:
    return plain_text(paragraph.content)


def style(paragraph: Any) -> str:
    found = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if found is None else str(found.get(w("val")))


def text(element: Any) -> str:
    """What a reader sees, the results of fields included."""
    return "".join("\t" if e.tag == w("tab") else e.text or "" for e in element.iter(w("t"), w("tab")))


def fields(element: Any) -> Iterator[tuple[str, str]]:
    """The instruction and the result of each field, inner ones before outer ones."""
    open_fields: list[dict[str, str]] = []
    for child in element.iter(w("fldChar"), w("instrText"), w("t")):
        kind = child.get(w("fldCharType"))
        if kind == "begin":
            open_fields.append({"instruction": "", "result": "", "at": "instruction"})
        elif kind == "separate":
            open_fields[-1]["at"] = "result"
        elif kind == "end":
            done = open_fields.pop()
            yield done["instruction"].strip(), done["result"]
        elif open_fields:
            open_fields[-1][open_fields[-1]["at"]] += child.text or ""
    assert not open_fields


# --- sound -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document", [full_tree(), full_tree(draft=True), minimal_tree()], ids=["full", "draft", "minimal"]
)
def test_an_independent_validator_finds_nothing(document: Tree) -> None:
    assert docx_faults(built(document)) == []


def test_the_validator_notices_a_broken_document(parts: dict[str, bytes]) -> None:
    wrong_order = parts["word/document.xml"].replace(b"<w:pPr>", b"<w:pPr><w:jc w:val='left'/>", 1)
    assert docx_faults(packed({**parts, "word/document.xml": wrong_order}))
    no_list = parts["word/document.xml"].replace(b'<w:numId w:val="802"/>', b'<w:numId w:val="4711"/>')
    assert docx_faults(packed({**parts, "word/document.xml": no_list}))


def test_every_part_is_well_formed_and_declared(parts: dict[str, bytes]) -> None:
    types = parsed(parts["[Content_Types].xml"])
    endings = {e.get("Extension") for e in types}
    names = {e.get("PartName") for e in types}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels", ".svg")):
            parsed(content)
        assert name == "[Content_Types].xml" or f"/{name}" in names or name.rpartition(".")[2] in endings


def test_every_relationship_that_is_used_has_its_target(parts: dict[str, bytes]) -> None:
    for name in ("document.xml", "footnotes.xml"):
        rels = parsed(parts[f"word/_rels/{name}.rels"])
        targets = {rel.get("Id"): rel for rel in rels}
        assert len(targets) == len(rels)
        root = parsed(parts[f"word/{name}"])
        used = {
            value for e in root.iter("{*}*") for key, value in e.attrib.items() if key.startswith(RELATIONS)
        }
        assert used <= set(targets)
        for rel in rels:
            assert rel.get("TargetMode") == "External" or f"word/{rel.get('Target')}" in parts


def test_ids_and_names_of_bookmarks_and_drawings_are_unique(parts: dict[str, bytes]) -> None:
    roots = [parsed(parts[f"word/{name}.xml"]) for name in ("document", "footnotes")]
    starts = [start for root in roots for start in root.iter(w("bookmarkStart"))]
    ends = [end.get(w("id")) for root in roots for end in root.iter(w("bookmarkEnd"))]
    names = [str(start.get(w("name"))) for start in starts]
    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"[a-z]\w{0,39}", name) for name in names)
    assert sorted(str(start.get(w("id"))) for start in starts) == sorted(map(str, ends))
    assert set(Counter(ends).values()) == {1}
    drawings = [drawing.get("id") for root in roots for drawing in root.iter(f"{DRAWINGS}docPr")]
    assert len(set(drawings)) == len(drawings) > 0


def test_every_field_and_link_finds_its_bookmark(body: Any) -> None:
    names = {start.get(w("name")) for start in body.iter(w("bookmarkStart"))}
    anchors = {link.get(w("anchor")) for link in body.iter(w("hyperlink"))} - {None}
    targets = {match[1] for code, _ in fields(body) if (match := re.match(r"(?:PAGE)?REF (\S+)", code))}
    assert anchors
    assert targets
    assert anchors | targets <= names


def test_nothing_asks_word_to_update_on_opening(parts: dict[str, bytes]) -> None:
    everything = b"".join(content for name, content in parts.items() if name.endswith(".xml"))
    assert b"updateFields" not in everything
    assert b"w:dirty" not in everything
    assert b"numRestart" not in everything


def test_names_of_bookmarks_tell_apart_what_word_would_not() -> None:
    idents = [
        "ziel:Z1",
        "ziel:z1",
        "ziel_z1",
        "ziel-z1",
        "z" * 60 + "1",
        "z" * 60 + "2",
        "größe",
        "grösse",
        "A",
        "a",
    ]
    names = [bookmark(ident) for ident in idents]
    assert len({name.lower() for name in names}) == len(idents)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) for name in names)


# --- complete --------------------------------------------------------------------------


def visible(document: Tree) -> Iterator[str]:
    """The words of the tree outside of footnotes, in the order of reading."""
    for part in document.parts:
        yield from _visible(part.blocks)


def _visible(blocks: tuple[tree.Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Table():
                for inlines in (
                    block.caption,
                    *(c.content for row in (block.head, *block.rows) for c in row),
                ):
                    yield plain_text(inlines)
            case Figure():
                yield plain_text(block.caption)
            case Alert():
                yield block.title
                yield from _visible(block.blocks)
            case tree.DefinitionList(items):
                for item in items:
                    yield plain_text(item.term)
                    for meaning in item.meanings:
                        yield from _visible(meaning)
            case tree.CodeBlock():
                yield block.text
            case _:
                yield plain_text(tree.inner_inlines(block))
                yield from _visible(tree.inner_blocks(block))


def test_every_word_of_the_tree_occurs_in_order(body: Any) -> None:
    seen = re.sub(r"\s", "", text(body))
    at = 0
    for piece in visible(full_tree()):
        wanted = re.sub(r"\s", "", piece)
        at = seen.index(wanted, at) + len(wanted)


def test_every_footnote_occurs_in_order(parts: dict[str, bytes]) -> None:
    seen = re.sub(r"\s", "", text(parsed(parts["word/footnotes.xml"])))
    notes = [
        inline
        for part in full_tree().parts
        for block in walk(part.blocks)
        for inline in tree.walk_inlines(tree.inner_inlines(block))
        if isinstance(inline, Note)
    ]
    at = 0
    for note in sorted(notes, key=lambda note: note.number):
        for piece in _visible(note.blocks):
            at = seen.index(re.sub(r"\s", "", piece), at) + 1


def test_blanks_at_the_ends_of_runs_are_kept(body: Any) -> None:
    space = "{http://www.w3.org/XML/1998/namespace}space"
    for run in body.iter(w("t")):
        assert run.text is None or run.text == run.text.strip() or run.get(space) == "preserve"


def test_what_no_xml_may_hold_is_left_out() -> None:
    document = minimal_tree()
    meta = replace(document.meta, title="a\x0bb", publisher="c\x00d")
    figure = Figure(Image("a.svg", "e\x01f"), words("g"), "abb", 1)
    product = built(one_chapter(figure, document=replace(document, meta=meta, media={"a.svg": DRAWING})))
    assert b"ab</dc:title>" in parts_of(product)["docProps/core.xml"]


# --- numbers ---------------------------------------------------------------------------


def test_captions_count_with_fields_whose_results_are_the_numbers_of_the_tree(body: Any) -> None:
    blocks = [block for part in full_tree().parts for block in walk(part.blocks)]
    for kind, name in ((Figure, "Abbildung"), (Table, "Tabelle")):
        numbers = [str(b.number) for b in blocks if isinstance(b, kind) and b.caption]
        assert [result for code, result in fields(body) if code.startswith(f"SEQ {name} ")] == numbers


def test_references_to_numbers_are_fields_that_show_them(body: Any) -> None:
    found = {code.split(" \\*")[0]: result for code, result in fields(body) if code.startswith("REF")}
    assert found == {
        rf"REF {bookmark('kapitel-auftrag')} \r \h": "1",
        rf"REF {bookmark('abschnitt-modellregionen')} \r \h": "1.1",
        rf"REF {bookmark('abb-lage')} \h": "Abbildung\N{NO-BREAK SPACE}1",
        rf"REF {bookmark('tab-einwohner')} \h": "Tabelle\N{NO-BREAK SPACE}1",
        rf"REF {bookmark('tab-angebote')} \h": "Tabelle\N{NO-BREAK SPACE}2",
    }


def test_other_references_are_links(body: Any) -> None:
    links = [(link.get(w("anchor")), text(link)) for link in body.iter(w("hyperlink"))]
    assert (bookmark("ziel-verhaeltnisse"), "Verhältnisse ändern") in links
    assert (bookmark("beschluss-2020-bv-0702"), "der Beschluss von 2020") in links


def test_headings_are_numbered_as_in_the_tree(body: Any) -> None:
    shown = [(heading, plain_text(content)) for heading, content in _counted(body)]
    headings = [b for part in full_tree().parts for b in walk(part.blocks) if isinstance(b, Heading)]
    assert shown == [(b.number, plain_text(b.content)) for b in headings]


def _counted(body: Any) -> Iterator[tuple[str, tuple[Text]]]:
    """The numbers as Word counts them, from styles and lists alone."""
    counts: dict[str, list[int]] = {"801": [0] * 6, "802": [0] * 6}
    for paragraph in body.iter(w("p")):
        if (
            not (match := re.fullmatch(r"Heading(\d)", style(paragraph)))
            or paragraph.find(w("bookmarkStart")) is None
        ):
            continue
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        used, level = "801" if own is None else own.get(w("val")), int(match[1])
        number = ""
        if used != "0":
            counts[used][level - 1 :] = [counts[used][level - 1] + 1] + [0] * (6 - level)
            number = ".".join(map(str, counts[used][:level]))
            number = re.sub(r"^\d+", lambda n: chr(64 + int(n[0])), number) if used == "802" else number
        yield number, (Text(text(paragraph)),)


def test_contents_hold_every_heading_of_three_levels_with_number_and_page(body: Any) -> None:
    known = pages(full_tree())
    headings = [
        b
        for part in full_tree().parts
        if part.kind in ("kapitel", "anlage")
        for b in walk(part.blocks)
        if isinstance(b, Heading) and b.level <= 3
    ]
    entries = [(style(p), text(p)) for p in body.iter(w("p")) if style(p).startswith("TOC")]
    assert entries == [
        (f"TOC{b.level}", "\t".join(filter(None, (b.number, plain_text(b.content), str(known[b.ident])))))
        for b in headings
    ]


def test_lists_hold_every_caption_with_its_page(body: Any) -> None:
    known = pages(full_tree())
    blocks = [block for part in full_tree().parts for block in walk(part.blocks)]
    captions = [
        f"{name}\N{NO-BREAK SPACE}{b.number}: {plain_text(b.caption)}\t{known[b.ident]}"
        for kind, name in ((Figure, "Abbildung"), (Table, "Tabelle"))
        for b in blocks
        if isinstance(b, kind) and b.caption
    ]
    assert [text(p) for p in body.iter(w("p")) if style(p) == "TableofFigures"] == captions
    codes = [code for code, _ in fields(body) if code.startswith("TOC")]
    assert codes == [
        r'TOC \o "1-3" \h \z \b sro__kapitel',
        r'TOC \h \z \c "Abbildung"',
        r'TOC \h \z \c "Tabelle"',
    ]


def test_without_pages_the_fields_of_the_contents_stay_whole() -> None:
    root = parsed(parts_of(docx.write(full_tree(), THEME, {}, dict))["word/document.xml"])
    results = {result for code, result in fields(root) if code.startswith("PAGEREF")}
    assert results == {""}


def test_pages_are_asked_for_once() -> None:
    calls: list[dict[str, int]] = []

    def asked() -> dict[str, int]:
        calls.append({})
        return calls[-1]

    docx.write(minimal_tree(), THEME, {}, asked)
    assert len(calls) == 1


# --- layout ----------------------------------------------------------------------------


def test_the_title_page_and_wide_tables_have_sections_of_their_own(body: Any) -> None:
    sections = list(body.iter(w("sectPr")))
    turned = [s.find(w("pgSz")).get(w("orient")) == "landscape" for s in sections]
    assert turned == [False, False, True, False]
    assert [s.find(w("titlePg")) is not None for s in sections] == [True, False, False, False]
    for section in sections:
        kinds = [reference.get(w("type")) for reference in section.iter(w("headerReference"))]
        assert kinds[-1] == "default"


def test_a_wide_table_at_the_end_leaves_no_empty_page() -> None:
    wide = Table(("left",), cells("a"), (cells("b"),), words("breit"), "tab-a", 1, wide=True)
    root = body_of(one_chapter(wide))
    turned = [s.find(w("pgSz")).get(w("orient")) == "landscape" for s in root.iter(w("sectPr"))]
    assert turned == [False, False, True]  # title, contents, chapter


def test_neighbouring_wide_tables_share_their_pages() -> None:
    wide = Table(("left",), cells("a"), (cells("b"),), words("breit"), "tab-a", 1, wide=True)
    other = replace(wide, ident="tab-b", number=2)
    root = body_of(one_chapter(MUCH, wide, other, MUCH))
    turned = [s.find(w("pgSz")).get(w("orient")) == "landscape" for s in root.iter(w("sectPr"))]
    assert turned == [False, False, True, False]


def test_wide_tables_of_two_chapters_leave_no_empty_page_between() -> None:
    document = minimal_tree()
    title, chapter = document.parts
    wide = Table(("left",), cells("a"), (cells("b"),), words("breit"), "tab-a", 1, wide=True)
    second = Heading(1, words("Weiter"), "kapitel-weiter", number="2")
    parts = (
        title,
        replace(chapter, blocks=(*chapter.blocks, wide)),
        replace(chapter, ident="weiter", blocks=(second, replace(wide, ident="tab-b", number=2))),
    )
    root = body_of(replace(document, parts=parts))
    turned = [s.find(w("pgSz")).get(w("orient")) == "landscape" for s in root.iter(w("sectPr"))]
    assert turned == [False, False, True, True]  # title, contents, a chapter each


def test_tables_repeat_their_head_keep_rows_whole_and_name_their_caption(body: Any) -> None:
    tables = list(body.iter(w("tbl")))
    names = [t.find(f"{w('tblPr')}/{w('tblCaption')}") for t in tables]
    captions = [b for p in full_tree().parts for b in walk(p.blocks) if isinstance(b, Table)]
    assert [n is not None and n.get(w("val")) for n in names] == [
        bool(c.caption) and f"Tabelle\N{NO-BREAK SPACE}{c.number}: {plain_text(c.caption)}" for c in captions
    ]
    for table in tables:
        first, *others = table.findall(w("tr"))
        assert first.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        assert all(row.find(f"{w('trPr')}/{w('cantSplit')}") is not None for row in (first, *others))


def test_pictures_say_what_they_show_or_that_they_are_decoration(body: Any, parts: dict[str, bytes]) -> None:
    drawings = list(body.iter(f"{DRAWINGS}docPr"))
    marked = [drawing.find(".//{*}decorative") is not None for drawing in drawings]
    assert [(d.get("descr") == "", m) for d, m in zip(drawings, marked, strict=True)] == [
        (m, m) for m in marked
    ]
    assert set(marked) == {True, False}
    vectors = [blip.get(f"{RELATIONS}embed") for blip in body.iter("{*}svgBlip")]
    assert len(vectors) == 2
    assert parts["word/media/bild1.svg"] == DRAWING
    assert parts["word/media/bild1.png"].startswith(b"\x89PNG")


def test_pictures_have_their_natural_size_in_points() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01" + struct.pack(">HH", 144, 144) + b"\0\0"
    jpeg += b"\xff\xc0" + struct.pack(">HBHH", 11, 8, 200, 400) + b"\0" * 4
    shown = pictures({"a.svg": DRAWING, "b.jpg": jpeg}, {})
    assert (shown["a.svg"].width, shown["a.svg"].height) == (240, 90)
    assert (shown["b.jpg"].width, shown["b.jpg"].height) == (200, 100)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match=r"brief\.txt"):
        pictures({"brief.txt": b"kein Bild"}, {})
    with pytest.raises(ValueError, match="JPEG"):
        pictures({"a.jpg": b"\xff\xd8\xff"}, {})


def test_boxes_stay_together_and_apart_from_each_other(body: Any) -> None:
    boxes = [p for p in body.iter(w("p")) if style(p).startswith("Kasten")]
    titles = [i for i, p in enumerate(boxes) if style(p).endswith("Titel")]
    assert [text(boxes[i]) for i in titles] == ["Hinweis", "Wichtig", "Offener Punkt", "Intern"]
    for start, end in zip(titles, [*titles[1:], len(boxes)], strict=True):
        held = [p.find(f"{w('pPr')}/{w('keepNext')}") is not None for p in boxes[start:end]]
        assert held == [True] * (end - start - 1) + [False]
    shades = [boxes[i].find(f"{w('pPr')}/{w('shd')}") is not None for i in titles]
    assert shades == [False, True, False, True]


def test_code_in_a_box_leaves_the_box_whole() -> None:
    alert = Alert("HINWEIS", (para("davor"), CodeBlock("x = 1"), para("danach")), "Hinweis")
    paragraphs = {text(p): p for p in body_of(one_chapter(alert)).iter(w("p"))}
    assert style(paragraphs["x = 1"]) == "SourceCode"
    keeps = f"{w('pPr')}/{w('keepNext')}"
    assert paragraphs["davor"].find(keeps) is not None
    assert paragraphs["danach"].find(keeps) is None


def test_lists_in_lists_in_a_box_belong_to_it() -> None:
    inner = BulletList(((para("tief"),),))
    alert = Alert("OFFEN", (BulletList(((para("flach"), inner),)),), "Offener Punkt", "offen-1")
    styles = {text(p): style(p) for p in body_of(one_chapter(alert)).iter(w("p"))}
    assert styles["tief"] == styles["flach"] == "KastenOffen"


def test_what_has_no_caption_is_still_found() -> None:
    table = Table(("left",), cells("a"), (cells("b"),), ident="tab-ohne")
    figure = Figure(Image("a.svg", "x"), ident="abb-ohne")
    document = replace(minimal_tree(), media={"a.svg": DRAWING})
    names = {start.get(w("name")) for start in body_of(one_chapter(table, figure, document=document)).iter()}
    assert {bookmark("tab-ohne"), bookmark("abb-ohne")} <= names


def test_a_wide_table_takes_its_heading_with_it() -> None:
    wide = Table(("left",), cells("a"), (cells("b"),), words("breit"), "tab-a", 1, wide=True)
    under = Heading(2, words("Matrix"), "matrix", number="1.1")
    root = body_of(one_chapter(MUCH, under, wide, MUCH))
    blocks = [text(p) for p in root.iter(w("p"))]
    breaks = [text(p) for p in root.iter(w("p")) if p.find(f"{w('pPr')}/{w('sectPr')}") is not None]
    assert "Matrix" in blocks
    assert breaks == ["Kurz", text_of(MUCH), ""]


def test_a_few_lines_after_a_wide_table_have_no_page_for_themselves() -> None:
    wide = Table(("left",), cells("a"), (cells("b"),), words("breit"), "tab-a", 1, wide=True)
    root = body_of(
        one_chapter(MUCH, wide, para("Ohne Zuordnung."), Heading(2, words("Weiter"), "weiter"), wide)
    )
    turned = [s.find(w("pgSz")).get(w("orient")) == "landscape" for s in root.iter(w("sectPr"))]
    assert turned == [False, False, True]  # title, contents and text, both tables


def test_what_belongs_together_is_kept_on_one_page() -> None:
    long = Table(("left",), cells("a"), tuple(cells(f"Zeile {number}") for number in range(1, 9)))
    short = replace(long, rows=long.rows[:3])
    box = Alert(
        "HINWEIS", (tree.DefinitionList((tree.Definition(words("Wort"), ((para("Sinn"),),)),)),), "Hinweis"
    )
    root = body_of(one_chapter(para("Es folgt:"), long, para("Dazwischen."), short, box))

    held = [text(p) for p in root.iter(w("p")) if p.find(f"{w('pPr')}/{w('keepNext')}") is not None]
    assert held == ["Zeile 1", "Zeile 7", "Zeile 1", "Zeile 2", "Hinweis", "Wort"]
    announced = [text(p) for p in root.iter(w("p")) if style(p) == "Ankuendigung"]
    assert announced == ["Es folgt:"]


def test_a_list_in_a_meaning_stands_under_it() -> None:
    items = tree.BulletList(((para("a"),), (para("b", Note((para("c"),), 1)),)))
    meaning = tree.Definition(words("Wort"), ((para("Sinn"), items),))
    root = body_of(one_chapter(tree.DefinitionList((meaning,)), para("danach")))

    indents = [
        p.find(f"{w('pPr')}/{w('ind')}").get(w("left")) for p in root.iter(w("p")) if text(p) in ("a", "b")
    ]
    assert [text(p) for p in root.iter(w("p")) if style(p) == "Definition"] == ["Sinn", "a", "b"]
    assert indents == ["879", "879"]


def test_references_whose_text_is_no_number_are_links() -> None:
    plain = Reference(words("Anfang"), "kapitel-anfang", "kapitel", automatic=True)
    root = body_of(one_chapter(Paragraph((plain,))))
    assert [text(link) for link in root.iter(w("hyperlink"))][-1] == "Anfang"
    assert not [code for code, _ in fields(root) if code.startswith("REF")]


def test_only_entries_without_text_of_their_own_are_empty(body: Any) -> None:
    empty = {style(p) for p in body.iter(w("p")) if not text(p) and p.find(f".//{w('drawing')}") is None}
    in_cells = {style(p) for cell in body.iter(w("tc")) for p in cell.iter(w("p")) if not text(p)}
    assert empty - in_cells <= {"Titelbalken", "Trennlinie", "Abschnittsende"}


def test_a_document_without_chapters_has_no_contents() -> None:
    document = minimal_tree()
    root = body_of(replace(document, parts=document.parts[:1]))
    assert text(root) == "Kurz"


# --- what it says about itself ---------------------------------------------------------


def test_properties_are_those_of_the_document_and_no_others(parts: dict[str, bytes]) -> None:
    core = {e.tag.rpartition("}")[2]: e.text for e in parsed(parts["docProps/core.xml"])}
    assert core == {
        "title": "Fachkonzept „Jugend & Stadt“",
        "subject": "Sozialraumorientierung in der Kinder- und Jugendhilfe",
        "creator": "Stadt Musterstadt, Amt für Jugend <51>",
        "keywords": "Jugendhilfe, Sozialraum, Ämter & Träger",
        "description": "Wie die Stadt ihre Hilfen im Sozialraum ausrichtet.",
        "language": "de-DE",
        "created": "2026-11-22T09:30:00Z",
        "modified": "2026-11-22T09:30:00Z",
    }
    custom = {e.get("name"): e[0].text for e in parsed(parts["docProps/custom.xml"])}
    assert custom == {"Version": "0.3.1", "Fassung": "Arbeitsfassung", "Commit": "1c7d7c7"}
    assert b"Microsoft" not in parts["docProps/app.xml"]


def test_the_moment_is_written_in_utc() -> None:
    from zoneinfo import ZoneInfo

    document = minimal_tree()
    local = datetime(2026, 11, 22, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    utc = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    products = [
        built(replace(document, meta=replace(document.meta, moment=moment))) for moment in (local, utc)
    ]
    assert products[0] == products[1]


def test_only_drafts_say_so_on_every_page(parts: dict[str, bytes]) -> None:
    heads = sorted(name for name in parts if "sro_header" in name)
    assert len(heads) == 3
    drafted = parts_of(built(full_tree(draft=True)))
    for name in heads:
        assert b"ENTWURF" not in parts[name]
        assert b"ENTWURF" in drafted[name]


def test_the_foot_counts_pages_with_fields(parts: dict[str, bytes]) -> None:
    foot = parsed(parts["word/sro_footer2.xml"])
    codes = [code for code, _ in fields(foot)]
    assert codes == ["DOCPROPERTY Version", "PAGE", "NUMPAGES"]
    assert text(foot).startswith("Arbeitsfassung · Version 0.3.1 · 22. November 2026\t")


def test_settings_are_german_and_of_our_time(parts: dict[str, bytes]) -> None:
    settings = parts["word/settings.xml"].decode()
    assert '<w:themeFontLang w:val="de-DE"/>' in settings
    assert '<w:decimalSymbol w:val=","/>' in settings
    assert (
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings
    )
    assert '<w:lang w:val="de-DE"' in parts["word/styles.xml"].decode()
    assert '<w:altName w:val="Carlito,Calibri,Arial"/>' in parts["word/fontTable.xml"].decode()


# --- theme -----------------------------------------------------------------------------


def test_every_style_that_is_used_is_defined(parts: dict[str, bytes]) -> None:
    defined = {e.get(w("styleId")) for e in parsed(parts["word/styles.xml"]).iter(w("style"))}
    for name, content in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            kinds = (w("pStyle"), w("rStyle"), w("tblStyle"), w("basedOn"), w("next"))
            used = {e.get(w("val")) for e in parsed(content).iter(*kinds)}
            assert used <= defined, name


def test_the_logo_stands_on_the_title_page() -> None:
    theme = Theme(LOOK.model_copy(update={"logo": "logo.svg"}), {"logo.svg": DRAWING})
    root = body_of(minimal_tree(), theme)
    (logo,) = (p for p in root.iter(w("p")) if style(p) == "Logo")
    assert logo.find(f".//{DRAWINGS}docPr").get("descr") == "Logo: Stadt Musterstadt, Amt für Jugend <51>"


def test_a_citys_own_styles_stay_and_get_what_they_lack() -> None:
    own = parts_of(pandoc.default_file("reference.docx"))
    colored = own["word/styles.xml"].replace(b'w:val="0F4761"', b'w:val="AA0000"')
    own["word/styles.xml"] = colored.replace(b'"Heading1"', b'"berschrift1"')  # as a German Word has it
    product = built(full_tree(), Theme(LOOK, {"reference.docx": packed(own)}))
    styles = parts_of(product)["word/styles.xml"]
    assert b"AA0000" in styles
    assert b"KastenHinweis" in styles
    first = next(s for s in parsed(styles).iter(w("style")) if s.get(w("styleId")) == "Heading1")
    assert first.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}").get(w("val")) == "801"
    assert docx_faults(product) == []


def test_a_citys_own_heads_take_the_place_of_ours() -> None:
    own = dict(reference(THEME))
    head = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>Eigener Kopf</w:t></w:r></w:p></w:hdr>'
    own["word/header1.xml"] = head.encode()
    link = b'<w:sectPr><w:headerReference w:type="default" r:id="rIdKopf"/>'
    own["word/document.xml"] = own["word/document.xml"].replace(b"<w:sectPr>", link)
    relate(own, "document.xml", {"rIdKopf": ("header", "header1.xml")})
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    declare(own, {}, {"word/header1.xml": kind})
    product = built(full_tree(), Theme(LOOK, {"reference.docx": packed(own)}))
    parts = parts_of(product)
    assert not [name for name in parts if "sro_header" in name]
    sections = parsed(parts["word/document.xml"]).iter(w("sectPr"))
    assert {len(section.findall(w("headerReference"))) for section in sections} == {1}
    assert docx_faults(product) == []


# --- the same bytes --------------------------------------------------------------------


def test_the_same_document_has_the_same_bytes(product: bytes) -> None:
    assert built(full_tree()) == product
    assert packed(reference(THEME)) == packed(reference(THEME))


def test_the_time_zone_makes_no_difference(product: bytes) -> None:
    program = (
        "import hashlib, tests.test_docx as t; print(hashlib.sha256(t.built(t.full_tree())).hexdigest())"
    )
    import hashlib

    done = subprocess.run(
        [sys.executable, "-c", program],
        env={
            "TZ": "Pacific/Auckland",
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": "7",
        },
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.strip() == hashlib.sha256(product).hexdigest()


def test_the_zip_knows_no_clock_and_begins_with_the_types(product: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(product)) as archive:
        entries = archive.infolist()
    names = [entry.filename for entry in entries]
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
