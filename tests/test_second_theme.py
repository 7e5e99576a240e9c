"""A city's own look: nothing of the one that comes with `sro` is left in any product."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml
from lxml import etree

from sro_cli import pipeline
from sro_cli.files import Folder, Memory, Overlay, bundled
from sro_cli.theme import Farben, Gestaltung, Groessen, Schrift, Seite
from sro_cli.writers.docx.markup import w
from sro_cli.writers.docx.package import parts_of
from sro_cli.writers.docx.pages import twips
from tests.pictures import LINE
from tests.projects import HERE
from tests.test_build import REQUEST, inside_pdf, lying_in

GIVEN = Gestaltung.model_validate(yaml.safe_load(bundled().read("templates/gestaltung.yml")))
OTHER = Gestaltung(
    farben=Farben(
        text="#141414",
        gedaempft="#4d4433",
        akzent="#5b2a00",
        linie="#9a8f80",
        flaeche="#f6efe4",
        hinweis="#00513b",
        wichtig="#7d0033",
        offen="#3a3a8c",
        intern="#4b0f4b",
    ),
    schrift=Schrift(text="Libertinus Serif", ersatz=("Cambria", "Georgia"), fest="DejaVu Sans Mono"),
    groessen=Groessen(
        text=14.5, klein=8, titel=33, untertitel=16, ueberschriften=(23, 17, 15.5, 14.5, 14.5, 14.5)
    ),
    seite=Seite(oben=31, unten=29, links=33, rechts=21),
    logo="wappen.svg",
)
THEME = {
    "templates/gestaltung.yml": OTHER.model_dump_json().encode(),
    "templates/wappen.svg": LINE.replace(b"#8a949e", b"#9a8f80"),
}

_COLOURS = set(GIVEN.farben.model_dump().values())
_OTHERS = set(OTHER.farben.model_dump().values())
_OF_THE_OTHER_FONT = (
    ("content/kapitel/01-schrift.md", "✓ ☐", "√"),
    ("content/bilder/karte.svg", "Source Sans 3", "Libertinus Serif"),
)


@pytest.fixture(scope="session")
def products(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The full concept as an internal draft with the other look, so that every kind of box is there."""
    folder = Folder(HERE / "full")
    sources = {path: folder.read(path) for path in folder.paths()}
    for path, old, new in _OF_THE_OTHER_FONT:
        sources[path] = sources[path].decode().replace(old, new).encode()
    files = Overlay(Memory({**sources, **THEME}), bundled())
    target = tmp_path_factory.mktemp("gestaltung")
    built = pipeline.build(files, target, replace(REQUEST, internal=True), {}, lambda _words: None)
    assert {finding.kind.code for finding in built.findings} == {"Z304"}
    return lying_in(target)


@pytest.fixture(scope="session")
def parts(products: dict[str, bytes]) -> dict[str, bytes]:
    """The parts of the DOCX."""
    return parts_of(products["probekonzept-intern.docx"])


@pytest.fixture(scope="session")
def pdf(products: dict[str, bytes]) -> list[str]:
    """Everything that is packed in the PDF."""
    content = products["probekonzept-intern.pdf"]
    return [content.decode("latin-1"), *inside_pdf(content)]


def test_the_docx_has_other_colours(parts: dict[str, bytes]) -> None:
    used = {f"#{code}".lower() for part in _xml(parts) for code in re.findall(r'"([0-9A-F]{6})"', part)}

    assert used >= _OTHERS - {OTHER.farben.linie}
    assert used & _COLOURS == set()


def test_the_docx_has_another_font(parts: dict[str, bytes]) -> None:
    assert sum("Libertinus Serif" in part for part in _xml(parts)) >= 2
    assert not any(name in part for part in _xml(parts) for name in ("Source Sans", "Calibri", "Carlito"))


def test_the_docx_has_other_sizes_and_margins(parts: dict[str, bytes]) -> None:
    sizes = set(re.findall(r'<w:sz w:val="(\d+)"', parts["word/styles.xml"].decode()))
    margins = {side.items() >= _margins().items() for side in _sections(parts)}

    tiny = "2"
    assert sizes == {tiny, *["16", "26", "27", "28", "29", "31", "32", "34", "46", "66"]}
    assert margins == {True, False}  # upright pages, and those on their side


def test_the_pdf_has_other_colours(pdf: list[str]) -> None:
    painted = {
        "#" + "".join(f"{round(float(part) * 255):02x}" for part in match.groups())
        for stream in pdf
        for match in re.finditer(r"(?<![\d.])([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG|scn|SCN)\b", stream)
    }

    assert painted >= _OTHERS - {OTHER.farben.linie}
    assert painted & _COLOURS == set()


def test_the_pdf_has_another_font(pdf: list[str]) -> None:
    named = re.compile(r"/FontName\s*/(?:[A-Z]{6}\+)?([\w-]+)")
    fonts = {name for text in pdf for name in named.findall(text)}

    assert {name.partition("-")[0] for name in fonts} == {"LibertinusSerif", "DejaVuSansMono"}


def test_the_site_has_other_colours_and_another_font(products: dict[str, bytes]) -> None:
    texts = [
        text.decode() for path, text in products.items() if path.endswith((".html", ".css", ".js", ".svg"))
    ]

    style = products["html/stil.css"].decode().lower()
    assert "libertinus serif" in style
    assert all(colour in style for colour in _OTHERS)
    assert not any("Source Sans" in text for text in texts)
    assert {colour for colour in _COLOURS for text in texts if colour in text.lower()} == set()
    assert not any(path.startswith("html/schrift/") for path in products)


def test_no_drawing_has_colours_of_the_first(products: dict[str, bytes]) -> None:
    pages = "".join(text.decode() for path, text in products.items() if path.endswith(".html"))
    drawings = re.findall(r"<svg.*?</svg>", pages, re.DOTALL)

    assert len(drawings) >= 3
    assert not any(colour in drawing for drawing in drawings for colour in _COLOURS - _OTHERS)


def _xml(parts: dict[str, bytes]) -> list[str]:
    return [content.decode() for name, content in parts.items() if name.endswith(".xml")]


def _sections(parts: dict[str, bytes]) -> list[dict[str, str]]:
    root = etree.fromstring(parts["word/document.xml"])
    return [{str(key): str(value) for key, value in margin.items()} for margin in root.iter(w("pgMar"))]


def _margins() -> dict[str, str]:
    seite = OTHER.seite
    margins = {"top": seite.oben, "bottom": seite.unten, "left": seite.links, "right": seite.rechts}
    return {w(side): str(twips(margin)) for side, margin in margins.items()}
