"""The words in Typst's drawings."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from sro_cli.engines import lettering, typeset

FRAME = (Path(__file__).parents[1] / "templates/diagramme/_gestaltung.typ").read_bytes()
DATA = b"""{"breite": 60, "gestaltung": {
  "farben": {"text": "#1d2329", "linie": "#8a949e", "flaeche": "#eef3f7", "gedaempft": "#56606b"},
  "groessen": {"klein": 9}, "schrift": {"text": "Source Sans 3"}, "seite": {"oben": 25, "unten": 25}}}"""
HEAD = '#import "/diagramme/_gestaltung.typ": *\n#show: diagramm\n'


@cache
def drawing(body: str) -> etree._Element:
    media = {"diagramme/_gestaltung.typ": FRAME, "daten.json": DATA}
    return etree.fromstring(typeset.drawing(HEAD + body, media))


def lines(body: str) -> list[str | None]:
    """The words of each line of outlines; None where they are not known."""
    groups = (group for group in drawing(body).iter("{*}g") if len(group))
    return [group.get(lettering.WORDS) for group in groups if group[0].tag.endswith("}use")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('#text("Träger*innen & „Söhne“ <b> → 5 %")', ["Träger*innen & „Söhne“ <b> → 5 %"]),
        ('#text(weight: "bold", "Auffahrt") #h(2cm) #emph("Affinität")', ["Auffahrt", "Affinität"]),
        ('#set text(size: 7.5pt)\n#text("AVATAR Ta To Ty")', ["AVATAR Ta To Ty"]),
        ('#block(width: 20mm, "Jugendhilfeausschuss tagt")', ["Jugendhilfe", "-", "ausschuss tagt"]),
        ('#scale(50%, reflow: true, text("klein"))', ["klein"]),
        ('#text("12\u00a0Ma\u0308rz")', ["12 Ma\u0308rz"]),
    ],
)
def test_a_line_says_its_words(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_a_line_says_how_it_is_set() -> None:
    (group,) = (each for each in drawing('#text(weight: "semibold", "Ziele")').iter("{*}g") if len(each) == 5)
    assert (group.get("font-size"), group.get("font-weight"), group.get("font-style")) == ("9", "600", None)
    assert 18 < float(group.get(lettering.WIDTH, "")) < 20


def test_a_line_in_italics_says_so() -> None:
    (group,) = (each for each in drawing('#emph("Ziele")').iter("{*}g") if len(each) == 5)
    assert group.get("font-style") == "italic"


def test_words_change_nothing_of_what_is_seen() -> None:
    body = '#block(width: 30mm, "Verfahren der Strukturierung, Planung und Steuerung verändern")'
    media = {"diagramme/_gestaltung.typ": FRAME, "daten.json": DATA}
    plain = typeset.typeset(
        HEAD.replace("#show: diagramm", "#set page(width: breite, height: auto, margin: (x: 0mm, y: 1.5mm))")
        + '#set text(font: "Source Sans 3", size: klein, lang: "de", hyphenate: true, ligatures: false)\n'
        + "#set par(leading: 0.45em, spacing: 0.5em)\n"
        + body,
        media,
        "svg",
    )
    outlines = [
        re.findall(rb'(?:transform|x)="([^"]*)"', text) for text in (plain, etree.tostring(drawing(body)))
    ]
    assert outlines[0] == outlines[1]


def test_a_drawing_without_a_key_stays_as_it_is() -> None:
    pages = "#set page(width: 50mm, height: 20mm)\nEins\n#pagebreak()\nZwei"
    one, two = typeset.drawing(pages, {}), typeset.drawing("#set page(width: 50mm, height: 20mm)\nEins", {})
    assert lettering.WORDS.encode() not in one + two
    assert one.count(b"<use") == two.count(b"<use") == 4


def test_a_line_with_an_unknown_outline_stays_outlines() -> None:
    page = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        b'<g><use xlink:href="#a"/><use xlink:href="#b" x="5"/></g></svg>'
    )
    key = page.replace(b"<g>", b'<g data-typst-label="zeichen|9pt|400|normal|5pt|65">').replace(
        b'<use xlink:href="#b" x="5"/>', b""
    )
    assert lettering.WORDS.encode() not in lettering.lettered(page, key)
    known = page.replace(b"#b", b"#a")
    assert f'{lettering.WORDS}="AA"'.encode() in lettering.lettered(known, key)
