"""The rules of the family A, beyond their pages: what they find, and what they leave alone."""

from __future__ import annotations

import pytest

from sro_cli import pipeline
from sro_cli.diagnostics import Diagnostic
from sro_cli.engines import typeset
from sro_cli.files import Folder, Memory, Overlay, bundled
from sro_cli.theme import contrast
from sro_cli.writers.html import colours
from tests.pictures import DRAWING
from tests.projects import HERE

CHAPTER = "content/kapitel/auftrag.md"
HEAD = "---\nid: auftrag\nstatus: entwurf\n---\n\n# Auftrag\n\n"
TOKENS = "templates/gestaltung.yml"


def found(text: str = "Text.", **files: str) -> list[Diagnostic]:
    """The findings A102 and following of the minimal project with another first chapter."""
    base = Folder(HERE / "minimal")
    sources = {path: base.read(path) for path in base.paths()} | {CHAPTER: (HEAD + text).encode()}
    sources["content/bilder/lage.svg"] = DRAWING
    sources |= {path.replace("__", "/") + ".yml": content.encode() for path, content in files.items()}
    findings = pipeline.load(Overlay(Memory(sources), bundled())).findings
    return [finding for finding in findings if finding.kind.code[0] == "A"]


def codes(text: str = "Text.", **files: str) -> list[str]:
    return [finding.kind.code for finding in found(text, **files)]


def quoted(text: str = "Text.", **files: str) -> list[str]:
    """What the findings underline."""
    return [finding.span.text if finding.span else "" for finding in found(text, **files)]


def tokens(old: str, new: str) -> dict[str, str]:
    text = bundled().read(TOKENS).decode()
    assert old in text
    return {"templates__gestaltung": text.replace(old, new, 1)}


class TestPictures:
    @pytest.mark.parametrize(
        "alt",
        [
            "lage.svg",
            "Lage neu (2).PNG",
            "IMG_0042",
            "DSC01234",
            "Bild 3",
            "Screenshot 2024",
            "Foto",
            "Grafik.",
        ],
    )
    def test_words_that_describe_nothing_are_found(self, alt: str) -> None:
        assert quoted(f"![{alt}](bilder/lage.svg)") == [alt]

    @pytest.mark.parametrize(
        "alt",
        [
            "Karte der vier Kieze",
            "Foto: der Markt am Morgen",
            "Bild 3 zeigt den Markt",
            "Lage",
            "Ablauf in drei Schritten",
        ],
    )
    def test_words_that_describe_something_are_not(self, alt: str) -> None:
        assert codes(f'![{alt}](bilder/lage.svg "Lage der Kieze")') == []

    def test_a_caption_says_the_same_whatever_its_marks(self) -> None:
        assert codes('![Lage der Kieze](bilder/lage.svg "Lage der *Kieze*.")') == ["A102"]
        assert codes('![](bilder/lage.svg "Lage"){.dekorativ}') == []

    def test_a_picture_in_a_footnote_and_in_a_table_is_looked_at(self) -> None:
        text = "Text.[^1]\n\n[^1]: ![Foto](bilder/lage.svg)\n\n| a |\n|---|\n| ![Bild](bilder/lage.svg) |"
        assert codes(text) == ["A102", "A102"]


class TestLinks:
    @pytest.mark.parametrize(
        "words", ["hier", "Hier", "*hier*", "Klicken Sie hier!", "mehr …", "Link", "weiterlesen", "» mehr"]
    )
    def test_words_that_say_nothing_are_found(self, words: str) -> None:
        assert codes(f"Zum Bericht [{words}](https://stadt.example/b).") == ["A103"]
        assert codes(f"Zum Ziel [{words}](ziel:Z1).") == ["A103"]

    @pytest.mark.parametrize(
        "words", ["hier der Bericht", "mehr zum Bericht", "Linkliste", "Bericht", "amt@stadt.example"]
    )
    def test_words_that_say_something_are_not(self, words: str) -> None:
        assert codes(f"Zum Bericht [{words}](https://stadt.example/b).") == []

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("<https://stadt.example/bericht/2024>", ["A104"]),
            ("[https://www.stadt.example/b](https://stadt.example/b)", ["A104"]),
            ("<https://stadt.example>, <https://stadt.example/>, <amt@stadt.example>", []),
            ("[stadt.example/b](https://stadt.example/b), `https://stadt.example/b`", []),
        ],
    )
    def test_only_a_long_address_is_too_much_to_hear(self, text: str, wanted: list[str]) -> None:
        assert codes(text) == wanted

    def test_links_in_fields_are_looked_at(self) -> None:
        terms = "begriffe:\n  - {id: x, begriff: X, erklaerung: 'Siehe [hier](https://stadt.example/b).'}\n"
        assert quoted(content__glossar=terms) == ["hier"]


class TestTables:
    @pytest.mark.parametrize(
        ("head", "wanted"),
        [
            ("| a | b |", []),
            ("| | b |", []),
            ("| a | |", ["A105"]),
            ("| | |", ["A105"]),
            ("| ![Haken](bilder/lage.svg) | [](ziel:Z1) |", []),
        ],
    )
    def test_every_column_but_the_corner_wants_words(self, head: str, wanted: list[str]) -> None:
        assert codes(f"{head}\n|---|---|\n| 1 | 2 |") == wanted

    def test_all_columns_of_a_table_are_one_finding(self) -> None:
        (finding,) = found("| a | | c | |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |")
        assert finding.message == "Die 2. und 4. Spalte dieser Tabelle hat keine Überschrift"


class TestColours:
    def test_the_look_that_comes_with_sro_is_readable(self) -> None:
        assert codes() == []

    @pytest.mark.parametrize(
        ("old", "new", "wanted"),
        [
            ('text: "#1d2329"', 'text: "#808080"', ['"#808080"']),
            ('akzent: "#004a7c"', 'akzent: "#737373"', ['"#737373"']),
            ('linie: "#8a949e"', 'linie: "#949494"', []),
            ('linie: "#8a949e"', 'linie: "#959595"', ['"#959595"']),
            ('flaeche: "#eef3f7"', 'flaeche: "#1d2329"', ['"#1d2329"']),
            ('hinweis: "#004a7c"', 'hinweis: "#767676"', ['"#767676"']),
        ],
    )
    def test_a_colour_that_is_too_pale_is_found_once_at_its_value(
        self, old: str, new: str, wanted: list[str]
    ) -> None:
        assert quoted(**tokens(old, new)) == wanted

    def test_the_contrast_is_said_and_never_rounded_up(self) -> None:
        (finding,) = found(**tokens('text: "#1d2329"', 'text: "#777777"'))
        assert contrast("#777777", "#ffffff") > 4.47
        assert finding.notes == ("der Kontrast ist 4,4 : 1, nötig sind mindestens 4,5 : 1",)

    def test_the_dark_look_is_readable_whatever_the_colours(self) -> None:
        text = bundled().read(TOKENS).decode().replace("#004a7c", "#101010")
        loaded = pipeline.load(Overlay(Memory({TOKENS: text.encode()}), bundled()))
        assert loaded.theme
        dark = colours.dark(loaded.theme.gestaltung.farben)
        assert contrast(dark["akzent"], colours.DARK_PANEL) >= 4.5


class TestSigns:
    def test_the_place_of_each_run_is_named(self) -> None:
        assert quoted("Ein 漢字 und 😀.\n\n- *noch* ein 漢\n\n> [!INTERN]\n> 漢") == [
            "漢字",
            "😀",
            "漢",
            "漢",
        ]

    @pytest.mark.parametrize(
        "text", ["→ ✓ ☐ €", "Ελληνικά", "по-русски", "e\u0301", "a\u00adb", "½ ² ′", "①"]
    )
    def test_what_the_font_has_is_no_finding(self, text: str) -> None:
        lacking = typeset.unset(text, typeset.FAMILY)
        assert len(codes(text)) == (1 if lacking else 0)

    def test_code_has_a_font_of_its_own(self) -> None:
        assert quoted("Im Text ∈ ẞ, als Code `∈` und `ẞ`.\n\n```\n∈ 漢\n```") == ["∈", "ẞ", "漢"]

    def test_what_nobody_sees_is_no_finding(self) -> None:
        assert codes("[a](https://stadt.example/漢) ![漢 im Bild](bilder/lage.svg)") == []

    def test_fields_are_looked_at(self) -> None:
        words = "Ein `漢` und [a](https://a.example/漢) 漢."
        terms = f"begriffe:\n  - {{id: x, begriff: X 漢, erklaerung: '{words}'}}\n"
        assert quoted(content__glossar=terms) == ["漢", "漢", "漢"]

    def test_a_chapter_that_is_in_no_document_may_hold_anything(self) -> None:
        settings = (
            "titel: A\nkurzname: a\nherausgeber: A\nbeschreibung: A\nkapitel: [ziele]\nanlagen: [ziele]\n"
        )
        assert codes("漢", content__konzept=settings) == []

    def test_another_font_is_asked_as_well(self) -> None:
        math = tokens("text: Source Sans 3", "text: New Computer Modern Math")
        assert "A109" in codes("По-русски.", **math)
