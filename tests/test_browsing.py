"""The web products in a browser: found, filtered, painted, printed, and walked through without a mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from playwright.sync_api import expect

from sro_cli import tree
from sro_cli.engines.pandoc import fragments
from sro_cli.theme import Gestaltung, Theme
from sro_cli.tree import Figure, Heading, Image, Part, Table, Tree
from sro_cli.writers.html import products
from sro_cli.writers.html.encoder import ARGUMENTS, HtmlEncoder
from tests.trees import cells, full_tree, para, words
from tests.validation import html_faults

pytestmark = pytest.mark.tool("chromium")

TEMPLATES = Path(__file__).parents[1] / "templates"
ALONE = "fachkonzept.html"

WIDE = b"""\
<svg xmlns="http://www.w3.org/2000/svg" width="640" height="80" viewBox="0 0 640 80">
  <rect width="640" height="80" fill="#ffffff"/>
  <text x="10" y="44" font-size="15" fill="#1d2329">Das Sozialraumprofil</text>
</svg>
"""


def concept() -> Tree:
    """The full tree, with a traceability matrix, a table of decisions and a wide drawing."""
    document = full_tree(draft=True)
    goals = (
        "Jugend beteiligen",
        "Träger stärken",
        "Räume öffnen",
        "Wege kürzen",
        "Größe zeigen",
        "Ohne Kapitel",
    )
    heads = (tree.Reference(words(number), ident, "kapitel", automatic=True) for number, ident in _CHAPTERS)
    matrix = Table(
        ("left", "center", "center", "center"),
        cells("Ziel", *heads),
        tuple(cells(goal, *_marks(number)) for number, goal in enumerate(goals)),
        words("Ziele und Kapitel"),
        "tab-nachweis",
        4,
        wide=True,
    )
    decided = Table(
        ("left", "left", "left"),
        cells("Nummer", "Entscheidung", "Rückmeldung"),
        tuple(
            cells(f"R{number:04}", ("übernommen", "offen", "abgelehnt")[number % 3], f"Wunsch {number}")
            for number in range(1, 21)
        ),
        words("Abwägung"),
        "tab-abwaegung",
        5,
    )
    heading = Heading(1, words("Nachweis"), "anlage-nachweis", number="B")
    drawing = Figure(Image("bilder/profil.svg", "Das Profil in der Mitte"), words("Profil"), "abb-profil", 2)
    mention = para(tree.Reference(words("zur Zeile"), "zeile-oeffnen", "eintrag", automatic=False), ".")
    annex = Part("anlage-nachweis", "anlage", (heading, mention, matrix, decided, drawing))
    return Tree(document.meta, (*document.parts, annex), {**document.media, "bilder/profil.svg": WIDE})


_CHAPTERS = (("1", "kapitel-auftrag"), ("2", "kapitel-schreibweisen"), ("3", "kapitel-zahlen"))


def _marks(number: int) -> Iterator[Any]:
    """Each goal but the last is treated by one chapter, and by none the third one."""
    for chapter in range(3):
        mark = "✓\N{NO-BREAK SPACE}ja" if number < 5 and number % 2 == chapter else ()
        yield (tree.Anchor("zeile-oeffnen"), *words(mark)) if (number, chapter) == (2, 0) and mark else mark


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    gestaltung = Gestaltung.model_validate(yaml.safe_load((TEMPLATES / "gestaltung.yml").read_text("utf-8")))
    files = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
    theme = Theme(gestaltung, {path.relative_to(TEMPLATES).as_posix(): path.read_bytes() for path in files})
    root = tmp_path_factory.mktemp("seiten")
    for path, content in products(concept(), theme, {}).items():
        place = root / path.removeprefix("html/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return root


@pytest.fixture(scope="module")
def shared(browser: Any) -> Iterator[Any]:
    """One window for all: to open one takes as long as a test."""
    window = browser.new_page()
    yield window
    window.close()


@pytest.fixture
def window(shared: Any) -> Iterator[Any]:
    """The window, light and wide; its pages must not complain, about the content security policy say."""
    said: list[str] = []

    def hear(message: Any) -> None:
        said.append(getattr(message, "text", None) or str(message))

    shared.on("console", hear)
    shared.on("pageerror", hear)
    shared.emulate_media(color_scheme="light", media="null")
    shared.set_viewport_size({"width": 1280, "height": 800})
    yield shared
    shared.evaluate("localStorage.clear()")
    shared.remove_listener("console", hear)
    shared.remove_listener("pageerror", hear)
    assert said == []


def pages(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.html"))


def opened(window: Any, path: Path, fragment: str = "") -> Any:
    """The window with a page that has been loaded anew."""
    window.goto("about:blank")
    window.goto(path.as_uri() + fragment)
    return window


# --- for everybody ---------------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_every_page_is_accessible(window: Any, folder: Path, scheme: str, width: int) -> None:
    window.emulate_media(color_scheme=scheme)
    window.set_viewport_size({"width": width, "height": 800})
    judged: set[str] = set()
    found = {path.name: faults for path in pages(folder) if (faults := html_faults(window, path, judged))}
    assert found == {}


def test_a_broken_page_is_noticed(window: Any, tmp_path: Path) -> None:
    broken = tmp_path / "kaputt.html"
    broken.write_text(
        "<!DOCTYPE html><title>Kaputt</title><p><img src='data:,'><svg role='img'></svg><a href='#x'></a>",
        "utf-8",
    )
    assert {"html-has-lang", "image-alt", "link-name", "svg-img-alt"} <= set(html_faults(window, broken))


def test_contrast_is_judged_wherever_a_look_is_new(window: Any, tmp_path: Path) -> None:
    frame = '<!DOCTYPE html><html lang="de"><title>Seite</title><main><h1>Seite</h1>{}</main>'
    told = {
        "gut": "<p>Lesbar</p>",
        "auch": "<p>Lesbar</p><p>Auch dies</p>",
        "blass": "<p>Lesbar</p><p style='color: #999'>Blass</p>",
        "grau": "<section style='background: #555'><p>Lesbar war es auf Weiß</p></section>",
        "leicht": "<section style='opacity: 0.4'><p>Lesbar war es deckend</p></section>",
    }
    judged: set[str] = set()
    failing = []
    for name, text in told.items():
        path = tmp_path / f"{name}.html"
        path.write_text(frame.format(text), "utf-8")
        if found := html_faults(window, path, judged):
            failing.append((name, *found))

    assert failing == [(name, "color-contrast") for name in ("blass", "grau", "leicht")]
    assert len(judged) == 2


def test_no_page_is_wider_than_a_small_screen(window: Any, folder: Path) -> None:
    # 320 px are also what is left of 1280 at 400 % (WCAG 2.2, 1.4.10).
    window.set_viewport_size({"width": 320, "height": 600})
    for path in pages(folder):
        opened(window, path)
        assert window.evaluate("document.documentElement.scrollWidth") <= 320, path.name


def test_no_line_ends_in_the_number_of_a_paper(window: Any, folder: Path, tmp_path: Path) -> None:
    numbers = ["2016/BV/1990", "2023/AN/0042-01", "0815/07-BV"]
    encoded = HtmlEncoder().inlines(words(f"Siehe {', '.join(numbers)} und 12/2024. " * 9))
    (text,) = fragments([[{"t": "Para", "c": encoded}]], HtmlEncoder(), ARGUMENTS, {})
    path = tmp_path / "vorlagen.html"
    style = (folder / "stil.css").as_uri()
    path.write_text(f'<!DOCTYPE html><link rel="stylesheet" href="{style}"><main>{text}</main>', "utf-8")
    opened(window, path)

    shown = window.locator("main .vorlage")
    assert shown.all_inner_texts() == numbers * 9
    for width in range(320, 420, 10):
        window.set_viewport_size({"width": width, "height": 600})
        assert set(shown.evaluate_all("(all) => all.map((one) => one.getClientRects().length)")) == {1}


CUT = """() => [...document.querySelectorAll("main *, header *")]
  .filter((e) => getComputedStyle(e).overflow === "hidden" && e.scrollWidth > e.clientWidth + 1)
  .filter((e) => !e.closest(".nur-vorlesen")).map((e) => e.outerHTML)"""


def test_nothing_is_lost_at_double_size(window: Any, folder: Path) -> None:
    window.set_viewport_size({"width": 640, "height": 400})
    for path in pages(folder):
        opened(window, path)
        window.evaluate("document.documentElement.style.setProperty('font-size', '225%')")
        assert window.evaluate("document.documentElement.scrollWidth") <= 640, path.name
        assert window.evaluate(CUT) == [], path.name


# --- without a mouse -------------------------------------------------------------------

FOCUSED = """() => {
  const e = document.activeElement;
  const box = e.getBoundingClientRect(), look = getComputedStyle(e);
  return [e.id || e.className || e.tagName, (e.ariaLabel || e.textContent).trim().slice(0, 30),
    look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 1, box.width > 0 && box.right > 0];
}"""


FIELDS = ("zeilen", "spalten", "zeigen")


def walk(window: Any, steps: int) -> list[tuple[str, str]]:
    """What has the focus after each press of the tabulator; each shows it."""
    found = []
    for _ in range(steps):
        window.keyboard.press("Tab")
        name, text, outlined, seen = window.evaluate(FOCUSED)
        assert outlined, (name, text)
        assert seen, (name, text)
        found.append((name, text))
    return found


def test_a_walk_with_the_keyboard_follows_the_page(window: Any, folder: Path) -> None:
    opened(window, folder / "anlage-nachweis.html")
    stops = [name or text for name, text in walk(window, 6)]
    assert stops == ["sprung", "A", "sro:suche", "BUTTON", "sro:farbe", "A"]

    # On from the skip link to what comes first in the page.
    opened(window, folder / "anlage-nachweis.html")
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.id") == "sro:inhalt"
    found = walk(window, 8)
    assert [text for _, text in found[:1]] == ["zur Zeile"]
    assert [name for name, _ in found[1:4]] == [f"sro:filter:1:{field}" for field in FIELDS]
    assert [text for _, text in found[4:7]] == ["1", "2", "3"]


def test_the_walk_never_gets_stuck(window: Any, folder: Path) -> None:
    opened(window, folder / "anlage-nachweis.html")
    for _ in range(80):
        window.keyboard.press("Tab")
        if window.evaluate("document.activeElement.rel") == "prev":
            return
    pytest.fail("the link to the page before was not reached")


def test_what_scrolls_has_the_focus_and_only_that(window: Any, folder: Path) -> None:
    scrolled = "e => [e.tabIndex, e.scrollWidth > e.clientWidth]"
    opened(window, folder / "anlage-nachweis.html")
    boxes = window.locator(".tabelle, .bild")
    expect(window.locator(":is(.tabelle, .bild)[tabindex]")).to_have_count(0)
    assert [box.evaluate(scrolled) for box in boxes.all()] == [[-1, False]] * 3

    window.set_viewport_size({"width": 320, "height": 800})
    expect(window.locator(".bild[tabindex]")).to_have_count(1)
    assert [-1, True] not in [box.evaluate(scrolled) for box in boxes.all()]
    picture = window.locator(".bild")
    picture.focus()
    picture.evaluate("e => void (window.moved = new Promise((done) => e.addEventListener('scroll', done)))")
    window.keyboard.press("ArrowRight")
    assert window.evaluate("window.moved.then(() => true)")


def test_without_a_script_a_page_is_whole(browser: Any, folder: Path) -> None:
    window = browser.new_page(java_script_enabled=False)
    window.goto((folder / "anlage-nachweis.html").as_uri())
    assert window.locator(".tabelle tbody tr:visible").count() == 26
    assert window.locator(".filter, .farbe:visible").count() == 0
    assert [box.get_attribute("tabindex") for box in window.locator(".tabelle").all()] == ["0", "0"]
    window.close()


# --- light and dark --------------------------------------------------------------------

GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.mark.parametrize("name", ["anlage-nachweis.html", ALONE])
def test_colours_follow_the_system_unless_a_reader_chooses(window: Any, folder: Path, name: str) -> None:
    opened(window, folder / name)
    choice = window.get_by_label("Farben")
    light = window.evaluate(GROUND)
    window.emulate_media(color_scheme="dark")
    dark = window.evaluate(GROUND)
    assert dark != light
    choice.select_option(label="Hell")
    assert window.evaluate(GROUND) == light
    window.reload()
    assert (choice.input_value(), window.evaluate(GROUND)) == ("hell", light)
    choice.select_option(label="System")
    assert window.evaluate(GROUND) == dark
    window.reload()
    assert (choice.input_value(), window.evaluate(GROUND)) == ("", dark)


@pytest.mark.parametrize("name", ["anlage-nachweis.html", ALONE])
def test_a_drawing_has_the_font_and_the_colours_of_the_page(window: Any, folder: Path, name: str) -> None:
    opened(window, folder / name)
    look = """() => {
      const words = [...document.querySelectorAll("svg text")].find((e) => e.textContent.includes("profil"));
      const [line, body] = [getComputedStyle(words), getComputedStyle(document.body)];
      return [line.fontFamily === body.fontFamily, line.fill === body.color]; }"""
    assert window.evaluate(look) == [True, True]
    window.emulate_media(color_scheme="dark")
    assert window.evaluate(look) == [True, True]


def test_the_words_of_a_drawing_can_be_found(window: Any, folder: Path) -> None:
    opened(window, folder / "anlage-nachweis.html")
    assert window.evaluate("window.find('Das Sozialraumprofil')")


# --- the search ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Trägern Modellregion", "1.1 Modellregionen"),
        ("TRAEGERINNEN SOEHNE", "2 Schreibweisen, `Code` & <Zeichen>"),
        ("massnahme", "3 Zahlen"),
        ("kennzeichnung", "2 Schreibweisen, `Code` & <Zeichen>"),
        ("Quartiere", "2.2 Abgesetztes"),
        ("Statistik", "1.1.1 Einwohner*innen"),
        ("2020/BV/0702", "A.2 Beschlüsse"),
        ("Unsinnswort", None),
    ],
)
def test_the_search_finds_a_word_whatever_its_ending(
    window: Any, folder: Path, query: str, first: str | None
) -> None:
    opened(window, folder / "index.html")
    window.get_by_label("Suche im Dokument").fill(query)
    window.keyboard.press("Enter")
    window.wait_for_url("**/suche.html?q=*")
    links = window.locator(".treffer a")
    assert (links.first.inner_text() if links.count() else None) == first
    assert ("Treffer" if first else "Nichts gefunden") in window.inner_text("[role=status]")


def test_hits_are_marked_in_their_context_and_follow_the_typing(window: Any, folder: Path) -> None:
    opened(window, folder / "suche.html", "?q=Fluss")
    field = window.get_by_label("Suche im Dokument")
    assert field.input_value() == "Fluss"
    assert window.locator(".treffer mark").all_inner_texts() == ["Fluss"]
    assert "Bereiche <Nord>" in window.inner_text(".auszug")
    field.fill("Söhne")
    expect(window.locator(".treffer mark")).to_have_text(["Söhne"])
    field.fill("")
    expect(window.locator(".treffer li")).to_have_count(0)
    assert window.inner_text("[role=status]").startswith("Geben Sie")


def test_a_hit_leads_to_its_section(window: Any, folder: Path) -> None:
    opened(window, folder / "suche.html", "?q=Einwohner")
    window.keyboard.press("Tab")
    window.locator(".treffer a").first.focus()
    window.keyboard.press("Enter")
    window.wait_for_url("**/kapitel-auftrag.html#abschnitt-einwohner")
    assert window.locator(":target").inner_text() == "1.1.1 Einwohner*innen"


# --- filters ---------------------------------------------------------------------------


def shown(window: Any, number: int) -> tuple[list[str], list[str]]:
    """The heads of the rows and of the columns that are to be seen in the table with a number, from 0."""
    table = window.locator(".tabelle").nth(number)
    rows = table.locator("tbody tr:visible > :first-child").all_inner_texts()
    return rows, table.locator("thead tr > :visible").all_inner_texts()


def said(window: Any, number: int, words: str) -> None:
    """Waits until a filter says something; only then it is in the address too."""
    expect(window.locator(".filter output").nth(number)).to_have_text(words)


def test_the_matrix_is_filtered_by_rows_columns_and_gaps(window: Any, folder: Path) -> None:
    opened(window, folder / "anlage-nachweis.html")
    rows, columns = window.get_by_label("Zeilen").first, window.get_by_label("Spalten")
    said(window, 0, "6 Zeilen, 3 Spalten")

    rows.fill("größe")
    said(window, 0, "1 von 6 Zeilen, 3 Spalten")
    assert shown(window, 0) == (["Größe zeigen"], ["Ziel", "1", "2", "3"])
    rows.fill("GROESSE zeig")
    said(window, 0, "1 von 6 Zeilen, 3 Spalten")
    rows.fill("nirgends")
    said(window, 0, "0 von 6 Zeilen, 3 Spalten")
    rows.fill("")

    columns.fill("auftrag")
    said(window, 0, "6 Zeilen, 1 von 3 Spalten")
    window.get_by_label("Zeigen").select_option(label="Zeilen mit ✓")
    said(window, 0, "3 von 6 Zeilen, 1 von 3 Spalten")
    assert shown(window, 0) == (["Jugend beteiligen", "Räume öffnen", "Größe zeigen"], ["Ziel", "1"])
    columns.fill("")

    window.get_by_label("Zeigen").select_option(label="nur Lücken: Zeilen ohne ✓")
    said(window, 0, "1 von 6 Zeilen, 3 Spalten")
    assert shown(window, 0)[0] == ["Ohne Kapitel"]
    window.get_by_label("Zeigen").select_option(label="nur Lücken: Spalten ohne ✓")
    said(window, 0, "6 Zeilen, 1 von 3 Spalten")
    assert shown(window, 0)[1] == ["Ziel", "3"]


def test_a_filter_is_left_with_escape_or_a_button(window: Any, folder: Path) -> None:
    opened(window, folder / "anlage-nachweis.html")
    rows = window.get_by_label("Zeilen").first
    for leave in ("Escape", "Alles zeigen"):
        rows.focus()
        window.keyboard.type("Wege")
        said(window, 0, "1 von 6 Zeilen, 3 Spalten")
        if leave == "Escape":
            window.keyboard.press(leave)
        else:
            window.get_by_role("button", name=leave).press("Enter")
        said(window, 0, "6 Zeilen, 3 Spalten")
        assert rows.input_value() == ""
        assert rows.evaluate("e => e === document.activeElement")
        assert window.get_by_role("button", name="Alles zeigen").count() == 0


def test_a_long_table_is_filtered_by_words_and_by_kinds(window: Any, folder: Path) -> None:
    opened(window, folder / "anlage-nachweis.html")
    said(window, 1, "20 Zeilen")
    kinds = window.get_by_label("Entscheidung")
    assert kinds.locator("option").all_inner_texts() == ["alle", "abgelehnt", "offen", "übernommen"]
    kinds.select_option("offen")
    said(window, 1, "7 von 20 Zeilen")
    window.get_by_label("Zeilen").nth(1).fill("wunsch 1")
    said(window, 1, "5 von 20 Zeilen")
    assert shown(window, 1)[0] == ["R0001", "R0010", "R0013", "R0016", "R0019"]


def test_a_short_table_has_no_filter(window: Any, folder: Path) -> None:
    opened(window, folder / "kapitel-auftrag.html")
    assert window.locator(".tabelle").count() == 1
    assert window.locator(".filter").count() == 0


@pytest.mark.parametrize("name", ["anlage-nachweis.html", ALONE])
def test_a_filter_is_in_the_address(window: Any, folder: Path, name: str) -> None:
    opened(window, folder / name)
    place = (
        window.locator(".filter")
        .all_inner_texts()
        .index(window.locator(".filter:has-text('Spalten')").inner_text())
    )
    window.get_by_label("Zeilen").nth(place).fill("Räume öffnen")
    said(window, place, "1 von 6 Zeilen, 3 Spalten")
    address = window.url
    assert re.search(r"#tab-nachweis\?zeilen=R%C3%A4ume\+%C3%B6ffnen$", address)

    window.goto("about:blank")
    window.goto(address)
    said(window, place, "1 von 6 Zeilen, 3 Spalten")
    assert window.get_by_label("Zeilen").nth(place).input_value() == "Räume öffnen"


def test_a_link_to_a_hidden_row_shows_it(window: Any, folder: Path) -> None:
    opened(window, folder / "anlage-nachweis.html", "#tab-nachweis?zeilen=Wege")
    said(window, 0, "1 von 6 Zeilen, 3 Spalten")
    window.get_by_role("link", name="zur Zeile").click()
    said(window, 0, "6 Zeilen, 3 Spalten")
    assert window.locator("#zeile-oeffnen").evaluate("e => e.closest('tr').checkVisibility()")


# --- on paper --------------------------------------------------------------------------


def test_a_printed_page_has_numbers_and_addresses_and_nothing_to_click(window: Any, folder: Path) -> None:
    window.emulate_media(color_scheme="dark")
    opened(window, folder / "kapitel-schreibweisen.html")
    with pypdfium2.PdfDocument(window.pdf(prefer_css_page_size=True)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
        size = document[0].get_size()
        corner = bytes(document[0].render(scale=0.2).buffer)[:3]
    assert [round(side) for side in size] == [595, 842]
    for number, text in enumerate(texts, 1):
        assert f"{number} / {len(texts)}" in text
        assert "ENTWURF" in text
        assert "Fachkonzept „Jugend & Stadt“ · Version 0.3.1" in text
    whole = re.sub(r"\s+", " ", " ".join(texts))
    assert "die Satzung (https://example.org/(a)_b~c)" in whole
    assert "mailto:" not in whole
    assert "Suchen" not in whole
    assert "Weiter" not in whole
    assert corner == b"\xff\xff\xff"


def test_a_filtered_table_is_printed_filtered_and_says_so(window: Any, folder: Path) -> None:
    opened(window, folder / "anlage-nachweis.html", "#tab-nachweis?zeilen=Wege")
    said(window, 0, "1 von 6 Zeilen, 3 Spalten")
    window.emulate_media(media="print")
    assert window.locator(".filter output:visible").all_inner_texts() == ["1 von 6 Zeilen, 3 Spalten"]
    assert window.locator(".filter :is(input, select, button):visible").count() == 0
    assert len(shown(window, 0)[0]) == 1
