"""Typst: pictures in memory, and text in drawings."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from sro_cli.engines.typeset import (
    FAMILY,
    Complaint,
    Spot,
    TypesetError,
    missing_font,
    package,
    typeset,
    unset,
)


def drawn(text: str, style: str = "") -> bytes:
    """A drawing with a text as a picture of dots."""
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">'
        f"<style>{style}</style>"
        f'<g font-family="Source Sans 3" font-size="20">{text}</g></svg>'
    )
    page = f'#set page(width: auto, height: auto)\n#set text(font: "{FAMILY}")\n#image("/bild.svg")'
    return typeset(page, {"bild.svg": drawing.encode()}, "png")


def at_weight(weight: int) -> bytes:
    """The picture that the text must have at a weight."""
    return drawn(f"""<text y="30" font-variation-settings="'wght' {weight}">Größe</text>""")


def test_text_of_a_drawing_is_regular_unless_it_says_otherwise() -> None:
    assert drawn('<text y="30">Größe</text>') == at_weight(400)
    assert at_weight(400) != at_weight(200)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ('<text y="30" font-weight="700">Größe</text>', ""),
        ("<text y='30' style='font-weight: bold'>Größe</text>", ""),
        ('<g style="font-weight:bold"><text y="30">Größe</text></g>', ""),
        ('<text y="30" class="a">Größe</text>', ".a { font-weight: 700 }"),
    ],
    ids=["attribute", "style", "group", "class"],
)
def test_text_of_a_drawing_has_the_weight_that_it_names(text: str, style: str) -> None:
    assert drawn(text, style) == at_weight(700)


def test_a_broken_drawing_is_refused_in_the_words_of_typst() -> None:
    with pytest.raises(TypesetError, match="SVG"):
        drawn("<text>")


def test_a_font_that_is_missing_is_an_error_whoever_listens() -> None:
    heard: list[Complaint] = []
    with pytest.raises(TypesetError, match="unknown font family") as caught:
        typeset('#set text(font: "Gibt es nicht")\nx', {}, warn=heard.append)
    assert [missing_font(complaint) for complaint in caught.value.complaints] == ["gibt es nicht"]


def test_a_warning_is_told_with_its_place_or_is_an_error() -> None:
    heard: list[Complaint] = []
    frame = {"templates/pdf.typ": b"#let a = 1\n#let b = [**]\n"}
    source = '#import "/templates/pdf.typ": *\nText'

    assert typeset(source, frame, warn=heard.append)

    (complaint,) = heard
    assert complaint.message == "no text within stars"
    assert complaint.trace == (Spot("templates/pdf.typ", 2, 11),)
    assert complaint.excerpt == "#let b = [**]"
    with pytest.raises(TypesetError, match="no text within stars"):
        typeset(source, frame)


def test_every_fault_is_told_with_the_calls_that_led_there() -> None:
    frame = {"templates/pdf.typ": b"#let zeile(x) = {\n  panic(x)\n}\n"}
    with pytest.raises(TypesetError) as caught:
        typeset('#import "/templates/pdf.typ": *\nText\n\n#zeile("oh")', frame)
    (complaint,) = caught.value.complaints
    assert complaint.trace == (Spot("templates/pdf.typ", 2, 3), Spot("", 4, 2))

    with pytest.raises(TypesetError) as caught:
        typeset("#link(<a>)[a]\n\n@b", {})
    assert [[spot.line for spot in complaint.trace] for complaint in caught.value.complaints] == [[1], [3]]


@pytest.mark.parametrize("family", [FAMILY, "DejaVu Sans Mono"])
def test_signs_that_a_font_lacks_are_known_and_no_others(family: str) -> None:
    assert unset("aß„“–→…\u0308\u00ad\u200b漢😀\u05d0"[: None if family == FAMILY else -1], family) == (
        {"漢", "😀", "\u05d0"} if family == FAMILY else {"漢", "😀"}
    )
    assert unset("", family) == frozenset()


@pytest.mark.parametrize("given", [{}, {"HTTPS_PROXY": "http://proxy.invalid:1", "NO_PROXY": "*"}])
def test_a_package_is_not_fetched_even_if_its_name_is_put_together(
    given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    around = dict(os.environ)

    with pytest.raises(TypesetError, match="failed to download") as caught:
        typeset('#let name = "@pre" + "view/nie:0.1.0"\n#import name: x', {})

    assert [package(complaint) for complaint in caught.value.complaints] == ["@preview/nie:0.1.0"]
    assert dict(os.environ) == around


def test_a_drawing_cannot_read_files() -> None:
    entity = '<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    drawing = (
        f'{entity}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">&e;</text></svg>'
    )
    try:
        product = typeset(
            '#set document(title: [x])\n#image("/a.svg", alt: "x")', {"a.svg": drawing.encode()}, "svg"
        )
    except TypesetError:
        return
    assert product == typeset(
        '#set document(title: [x])\n#image("/b.svg", alt: "x")',
        {"b.svg": drawing.replace("&e;", "").encode()},
        "svg",
    )


class TestApart:
    """Typst in a process of its own."""

    def test_makes_the_very_same_bytes(self) -> None:
        source = '#set document(title: "Größe")\n#image("/templates/bild.svg", alt: "Bild")\nText'
        media = {"templates/bild.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'}
        here, there = (
            typeset(source, media, moment=datetime(2026, 1, 1, tzinfo=UTC), apart=apart)
            for apart in (False, True)
        )
        assert here == there

    def test_refuses_and_warns_in_the_same_words(self) -> None:
        refused: list[tuple[Complaint, ...]] = []
        for apart in (False, True):
            with pytest.raises(TypesetError) as caught:
                typeset("#nix()", {}, apart=apart)
            refused.append(caught.value.complaints)
        heard: list[Complaint] = []
        typeset("Text ** Text", {}, warn=heard.append, apart=True)
        assert refused[0] == refused[1]
        assert [complaint.message for complaint in heard] == ["no text within stars"]
