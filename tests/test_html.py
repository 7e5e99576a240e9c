"""The web products: whole, numbered as the tree, readable for everybody, asking nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

from sro_cli import tree
from sro_cli.theme import Gestaltung, Theme
from sro_cli.writers.html import products, single, site
from tests.trees import full_tree, minimal_tree, para

TEMPLATES = Path(__file__).parents[1] / "templates"
VOID = {"meta", "link", "br", "hr", "img", "input", "col"}


@pytest.fixture(scope="session")
def theme() -> Theme:
    gestaltung = Gestaltung.model_validate(yaml.safe_load((TEMPLATES / "gestaltung.yml").read_text("utf-8")))
    files = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
    return Theme(gestaltung, {path.relative_to(TEMPLATES).as_posix(): path.read_bytes() for path in files})


@pytest.fixture(scope="session")
def store() -> dict[str, bytes]:
    return {}


@pytest.fixture(scope="session")
def files(theme: Theme, store: dict[str, bytes]) -> dict[str, bytes]:
    return site(full_tree(), theme, store)


@pytest.fixture(scope="session")
def alone(theme: Theme, store: dict[str, bytes]) -> bytes:
    return single(full_tree(), theme, store)


@pytest.fixture(scope="session")
def pages(files: dict[str, bytes], alone: bytes) -> dict[str, bytes]:
    """Every page of both products; that of the single file is named ``einzeln.html``."""
    return {path: content for path, content in files.items() if path.endswith(".html")} | {
        "einzeln.html": alone
    }


# --- whole -----------------------------------------------------------------------------


def test_every_part_has_a_page(files: dict[str, bytes]) -> None:
    paths = [_path(part) for part in full_tree().parts]
    assert {*paths, "index.html", "suche.html"} == {path for path in files if path.endswith(".html")}


def test_both_products_lie_side_by_side(
    theme: Theme, store: dict[str, bytes], files: dict[str, bytes], alone: bytes
) -> None:
    made = products(full_tree(), theme, store)
    assert made == {"fachkonzept.html": alone} | {f"html/{path}": content for path, content in files.items()}


def test_a_picture_that_is_not_shown_is_not_published(theme: Theme, store: dict[str, bytes]) -> None:
    document = full_tree()
    more = replace(document, media={**document.media, "bilder/intern.svg": b"<svg/>"})
    assert "bilder/intern.svg" not in site(more, theme, store)


def test_a_picture_is_found_whatever_its_name(theme: Theme) -> None:
    name = "bilder/größe & 'lage'.svg"
    figure = tree.Figure(tree.Image(name, "Bild"), (tree.Text("Lage"),), "abb", 1)
    part = tree.Part("k", "kapitel", (tree.Heading(1, (tree.Text("K"),), "k"), figure))
    document = replace(minimal_tree(), parts=(part,), media={name: b"<svg/>"})
    files = site(document, theme, {})
    assert files[name] == b"<svg/>"
    assert _parsed(files["kapitel-k.html"]).xpath("//img/@src") == [
        "bilder/gr%C3%B6%C3%9Fe%20%26%20%27lage%27.svg"
    ]
    assert b'<img src="data:image/svg+xml;base64,' in single(document, theme, {})


def test_every_word_of_the_tree_is_there_in_order(files: dict[str, bytes], alone: bytes) -> None:
    whole = _words(_parsed(alone).xpath("//main")[0].text_content())
    for part in full_tree().parts:
        path = _path(part)
        shown = _words(_parsed(files[path]).xpath("//main")[0].text_content())
        for text in (shown, whole):
            position = 0
            for piece in _pieces(part):
                found = text.find(piece, position)
                assert found >= 0, (path, piece)
                position = found + len(piece)


def test_the_numbers_are_those_of_the_tree(pages: dict[str, bytes]) -> None:
    for part in full_tree().parts[1:]:
        for path in (_path(part), "einzeln.html"):
            page = _parsed(pages[path])
            for block in tree.walk(part.blocks):
                match block:
                    case tree.Heading():
                        assert _number(page, block.ident) == block.number
                    case tree.Table() if block.number:
                        assert _number(page, block.ident) == f"Tabelle\u00a0{block.number}:"
                    case tree.Figure() if block.number:
                        number = f"Abbildung\u00a0{block.number}:"
                        assert _number(page, block.ident) == number


def test_a_footnote_leads_to_its_text_and_back(pages: dict[str, bytes]) -> None:
    for path, numbers in {"kapitel-auftrag.html": [1, 2, 3, 4], "einzeln.html": [1, 2, 3, 4, 5]}.items():
        page = _parsed(pages[path])
        marks = page.xpath("//a[@role='doc-noteref']")
        assert sorted(int(mark.text) for mark in marks) == numbers
        for mark in marks:
            text = page.get_element_by_id(mark.get("href")[1:])
            assert (text.tag, text.get("value")) == ("li", mark.text)
            assert text.xpath(f".//a[@role='doc-backlink'][@href='#{mark.get('id')}']")


def test_a_page_has_one_heading_of_level_one_and_skips_none(pages: dict[str, bytes]) -> None:
    for path, content in pages.items():
        levels = [
            int(heading.tag[1]) for heading in _parsed(content).iter("h1", "h2", "h3", "h4", "h5", "h6")
        ]
        assert levels.count(1) == 1, path
        assert all(later <= before + 1 for before, later in pairwise(levels)), path


def test_an_entry_says_where_it_is_mentioned(files: dict[str, bytes]) -> None:
    page = _parsed(files["anlage-ziele.html"])
    heading = page.get_element_by_id("ziel-verhaeltnisse").getnext()
    assert heading.get("class") == "erwaehnt"
    (cell,) = page.get_element_by_id("beschluss-2020-bv-0702").xpath("..//span[@class='erwaehnt']")
    assert cell.text_content() == "wird erwähnt in Kapitel\u00a01, Abschnitt\u00a01.1"
    assert [link.get("href") for link in cell] == [
        "kapitel-auftrag.html#kapitel-auftrag",
        "kapitel-auftrag.html#abschnitt-modellregionen",
    ]


def test_each_term_says_itself_where_it_is_mentioned(theme: Theme) -> None:
    def term(ident: str) -> tree.Definition:
        return tree.Definition((tree.Anchor(ident), tree.Text(ident)), ((para("Sinn"),),))

    def origin(word: str) -> tuple[tree.Reference, ...]:
        return (tree.Reference((tree.Text(word),), "k", "kapitel", automatic=False),)

    blocks = (tree.Heading(1, (tree.Text("K"),), "k"), tree.DefinitionList((term("eins"), term("zwei"))))
    part = tree.Part("k", "kapitel", blocks, {"eins": origin("Ort 1"), "zwei": origin("Ort 2")})
    page = _parsed(site(replace(minimal_tree(), parts=(part,)), theme, {})["kapitel-k.html"])

    assert [_words(entry.text_content()) for entry in page.xpath("//main//dl/*")] == [
        "eins",
        "SinnwirderwähntinOrt1",
        "zwei",
        "SinnwirderwähntinOrt2",
    ]


def test_a_paragraph_a_table_and_a_box_say_where_they_are_mentioned(theme: Theme) -> None:
    blocks = (
        tree.Heading(1, (tree.Text("K"),), "k"),
        para(tree.Anchor("satz"), "Satz"),
        tree.Alert("OFFEN", (para("?"),), "Offen", "offen"),
    )
    origin = (tree.Reference((tree.Text("K"),), "k", "kapitel", automatic=True),)
    part = tree.Part("k", "kapitel", blocks, {"satz": origin, "offen": origin})
    page = _parsed(site(replace(minimal_tree(), parts=(part,)), theme, {})["kapitel-k.html"])
    assert page.xpath("//p[contains(., 'Satz')]/span[@class='erwaehnt']")
    assert page.get_element_by_id("offen").getnext().get("class") == "erwaehnt"


def test_a_column_says_what_it_heads_unless_it_is_nameless(files: dict[str, bytes]) -> None:
    page = _parsed(files["kapitel-zahlen.html"])
    assert all(cell.get("scope") == "col" and cell.text_content() for cell in page.iter("th"))
    assert len(page.xpath("//thead//td")) == 1


def test_decoration_has_an_empty_alternative_text(files: dict[str, bytes]) -> None:
    page = _parsed(files["kapitel-auftrag.html"])
    told = [
        (image.get("role"), image.get("aria-label"), image.get("aria-hidden")) for image in page.iter("svg")
    ]
    assert told == [
        ("img", "Karte: die Bereiche <Nord> & „West“ liegen am Fluss", None),
        (None, None, "true"),
    ]
    dots = _parsed(files["kapitel-schreibweisen.html"]).iter("img")
    assert [image.get("alt") for image in dots] == ["Punkt", ""]


def test_a_draft_says_so_on_every_page(theme: Theme, store: dict[str, bytes]) -> None:
    draft = full_tree(draft=True)
    pages = [content for path, content in site(draft, theme, store).items() if path.endswith(".html")]
    for content in (*pages, single(draft, theme, store)):
        page = _parsed(content)
        assert page.xpath("//header//p[@class='stempel']")[0].text == "Entwurf"
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_no_page_of_a_finished_version_says_draft(pages: dict[str, bytes]) -> None:
    assert not [path for path, content in pages.items() if b"stempel" in _parsed_without_style(content)]


def test_a_short_document_is_a_site_too(theme: Theme) -> None:
    document = minimal_tree()
    untitled = replace(document, parts=(tree.Part("index", "kapitel", (para("Ohne Überschrift."),)),))
    for each in (document, untitled):
        for content in (*site(each, theme, {}).values(), single(each, theme, {})):
            if content.startswith(b"<!DOCTYPE"):
                assert len(_parsed(content).xpath("//h1")) == 1


@pytest.mark.parametrize("ident", ["index", "suche", "vorspann", "anlage-ziele", "con"])
def test_no_chapter_takes_the_name_of_another_page(theme: Theme, ident: str) -> None:
    parts = (
        tree.Part(ident, "kapitel", (tree.Heading(1, (tree.Text("Kapitel"),), "a"),)),
        tree.Part("vorspann", "vorspann", (tree.Heading(1, (tree.Text("Vorspann"),), "b"),)),
        tree.Part("anlage-ziele", "anlage", (tree.Heading(1, (tree.Text("Anlage"),), "c"),)),
    )
    files = site(replace(minimal_tree(), parts=parts), theme, {})

    assert {path for path in files if path.endswith(".html")} == {
        "index.html",
        "suche.html",
        "vorspann.html",
        "anlage-ziele.html",
        f"kapitel-{ident}.html",
    }


def test_a_theme_has_its_own_font_and_logo(theme: Theme) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    schrift = theme.gestaltung.schrift.model_copy(update={"text": 'Ar"ial'})
    gestaltung = theme.gestaltung.model_copy(update={"logo": "logo.svg", "schrift": schrift})
    own = Theme(gestaltung, {**theme.frames, "logo.svg": drawing})
    files = site(minimal_tree(), own, {})
    assert files["logo.svg"] == drawing
    assert not [path for path in files if path.startswith("schrift/")]
    assert b'"Ar\\000022ial"' in files["stil.css"]
    assert _parsed(files["index.html"]).xpath("//header//img/@src") == ["logo.svg"]
    alone = _parsed(single(minimal_tree(), own, {}))
    assert alone.xpath("//header//img/@src") == [
        f"data:image/svg+xml;base64,{base64.b64encode(drawing).decode()}"
    ]


# --- sound -----------------------------------------------------------------------------


def test_ids_are_unique(pages: dict[str, bytes]) -> None:
    for path, content in pages.items():
        idents = _parsed(content).xpath("//@id")
        assert len(idents) == len(set(idents)), path


def test_links_lead_somewhere(files: dict[str, bytes], alone: bytes) -> None:
    targets = {
        path: set(_parsed(text).xpath("//@id")) for path, text in files.items() if path.endswith(".html")
    }
    for here in targets:
        for link in _local(files[here]):
            path, _, anchor = link.partition("#")
            assert (path or here) in files, link
            assert not anchor or anchor in targets[path or here], (here, link)
    idents = set(_parsed(alone).xpath("//@id"))
    assert [link for link in _local(alone) if not (link.startswith("#") and link[1:] in idents)] == []


def test_elements_are_closed_in_order(pages: dict[str, bytes]) -> None:
    for content in pages.values():
        _Balance().feed(content.decode())


def test_nobody_outside_is_asked_for_anything(files: dict[str, bytes], pages: dict[str, bytes]) -> None:
    for path, content in pages.items():
        loaded = _parsed(content).xpath("//@src | //link/@href | //form/@action")
        assert [
            address for address in loaded if re.match(r"[a-z]+:|//", address) and address[:5] != "data:"
        ] == [], path
    for path in ("stil.css", "seite.js", "suche.js"):
        assert b"//" not in re.sub(rb"^ *//.*$", b"", files[path], flags=re.MULTILINE), path


def test_nothing_is_styled_or_run_where_the_policy_forbids_it(pages: dict[str, bytes]) -> None:
    for path, content in pages.items():
        page = _parsed(content)
        assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]"), path
        policy = _policy(page)
        assert policy["default-src"] == ["'none'"]
        assert "'unsafe-inline'" not in str(policy)
        inline = {"style-src": page.xpath("//style"), "script-src": page.xpath("//script[not(@src)]")}
        for directive, elements in inline.items():
            hashes = [_hash(element.text) for element in elements]
            assert policy[directive] == (hashes if path == "einzeln.html" else ["'self'"]), path


def test_the_same_document_gives_the_same_bytes(
    theme: Theme, files: dict[str, bytes], alone: bytes, store: dict[str, bytes]
) -> None:
    assert site(full_tree(), theme, {}) == files
    assert site(full_tree(), theme, store) == files
    assert single(full_tree(), theme, {}) == alone
    assert list(files) == sorted(files)


# --- reading pages ---------------------------------------------------------------------


class _Balance(HTMLParser):
    """Fails where an element is closed that is not the innermost one."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID, (tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), self.get_starttag_text()
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()


def _path(part: tree.Part) -> str:
    if part.kind == "titelblatt":
        return "index.html"
    return f"kapitel-{part.ident}.html" if part.kind == "kapitel" else f"{part.ident}.html"


def _parsed(content: bytes) -> Any:
    return lxml.html.document_fromstring(content.decode())


def _parsed_without_style(content: bytes) -> bytes:
    return re.sub(rb"<style>.*?</style>", b"", content, flags=re.DOTALL)


def _words(text: str) -> str:
    return "".join(text.split())


def _pieces(part: tree.Part) -> Iterator[str]:
    """The runs of text in a part in the order of the page, without blanks: footnotes stand behind."""
    notes: list[tree.Note] = []
    yield from _texts(part.blocks, notes)
    for note in notes:
        yield from _texts(note.blocks, notes)


def _texts(blocks: Iterable[tree.Block], notes: list[tree.Note]) -> Iterator[str]:
    for block in blocks:
        match block:
            case tree.DefinitionList(items):
                for item in items:
                    yield from _runs(item.term, notes)
                    for meaning in item.meanings:
                        yield from _texts(meaning, notes)
                continue
            case tree.Alert():
                yield _words(block.title)
            case tree.CodeBlock(text):
                yield _words(text)
            case tree.Figure(_, caption):
                yield from _runs(caption, notes)
                continue
            case _:
                pass
        yield from _runs(tree.inner_inlines(block), notes)
        yield from _texts(tree.inner_blocks(block), notes)


def _runs(inlines: tuple[tree.Inline, ...], notes: list[tree.Note]) -> Iterator[str]:
    for inline in tree.walk_inlines(inlines):
        match inline:
            case tree.Text(text) | tree.Code(text):
                yield _words(text)
            case tree.Note():
                notes.append(inline)
            case _:
                pass


def _number(page: Any, ident: str) -> str:
    element = page.get_element_by_id(ident)
    found = element.xpath("(.//caption | .//figcaption | .)//span[@class='nummer']")
    return str(found[0].text) if found else ""


def _local(content: bytes) -> list[str]:
    return [link for link in _parsed(content).xpath("//a/@href") if not re.match(r"https?:|mailto:", link)]


def _policy(page: Any) -> dict[str, list[str]]:
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    return {name: values for name, *values in (part.split() for part in policy.split(";"))}


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
