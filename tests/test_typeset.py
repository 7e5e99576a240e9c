"""Typst: pictures in memory, and text in drawings."""

from __future__ import annotations

import pytest

from sro_cli.typeset import FAMILY, TypesetError, typeset


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


def test_a_warning_of_typst_is_an_error() -> None:
    with pytest.raises(TypesetError, match="unknown font family"):
        typeset('#set text(font: "Gibt es nicht")\nx', {})


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
