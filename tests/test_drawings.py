"""Drawings as a part of a page: harmless whatever they hold, in the look of the page."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_cli.engines.lettering import WIDTH, WORDS
from sro_cli.theme import Farben
from sro_cli.writers.html.drawings import inlined, palette
from sro_cli.writers.html.svg import LARGEST

COLOURS = palette(Farben(**{name: f"#00004{n}" for n, name in enumerate(Farben.model_fields)}))
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(content: str, attributes: str = 'viewBox="0 0 10 10"', before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {XLINK} {attributes}>{content}</svg>'.encode()


def markup(content: str, attributes: str = 'viewBox="0 0 10 10"') -> str | None:
    return inlined(svg(content, attributes), "bild:1:", "Lage", COLOURS)


def drawn(content: str, attributes: str = 'viewBox="0 0 10 10"') -> Any:
    text = markup(content, attributes)
    assert text is not None
    return lxml.html.fragment_fromstring(text)


# --- harmless --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        '<image href="https://example.org/x.png"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        '<use href="https://example.org/x.svg#a"/>',
        '<use xlink:href="data:image/svg+xml,%3Csvg/%3E#a"/>',
        '<a href="#x"><animate attributeName="href" values="javascript:alert(1)"/></a>',
        '<set attributeName="onclick" to="alert(1)"/>',
        '<rect fill="url(https://example.org/x.svg#a)"/>',
        '<rect style="fill:url(//example.org/x)"/>',
        '<rect style="fill:\\75rl(//example.org/x)"/>',
        '<rect fill="image-set(&quot;https://example.org/x&quot; 1x)"/>',
        '<rect fill="var(--x, url(https://example.org))"/>',
        "<style>@import 'https://example.org/x.css';</style><rect/>",
        "<style>rect { fill: red }</style><rect/>",
        "<style>.a:hover { fill: red }</style><rect/>",
        '<style>.a { fill: url("https://example.org/x") }</style><rect class="a"/>',
        '<filter id="f"><feImage href="https://example.org/x.png"/></filter>',
        "<svg/>",
        '<g id="a"/><g id="a"/>',
        '<g id="a"><rect/></g><g id="b"><use href="#a"/><use href="#a"/></g><use href="#b"/>',
        "<unbekannt/>",
    ],
)
def test_what_is_not_known_to_be_harmless_stays_a_picture(content: str) -> None:
    assert markup(content) is None


@pytest.mark.parametrize(
    "drawing",
    [
        b"",
        b"kein XML",
        b"\xff\xfe",
        b"<svg/>",
        svg("<rect>"),
        svg("", ""),
        svg("", 'width="100%" height="100%"'),
        svg("<text>&e;</text>", before='<!DOCTYPE svg [<!ENTITY e "x">]>'),
        svg('<text fill="&e;"/>', before='<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        svg(f"<desc>{' ' * LARGEST}</desc>"),
        svg("<g>" * 5000 + "</g>" * 5000),
    ],
)
def test_what_is_no_simple_drawing_stays_a_picture(drawing: bytes) -> None:
    assert inlined(drawing, "bild:1:", "Lage", COLOURS) is None


def test_what_a_page_does_not_need_is_left_out() -> None:
    content = """<!-- Notiz --><title>Lage</title><desc>…</desc><metadata><x>Autorin</x></metadata><?php x?>
        <sodipodi:namedview xmlns:sodipodi="urn:x"><script/></sodipodi:namedview>
        <rect onclick="alert(1)" onload="x" data-name="geheim" tabindex="0" class="a" id="r"
          font-family="Arial" width="3" style="-inkscape-stroke:none;behavior:x;stroke:none"/>
        <a href="javascript:alert(1)" target="_top"><text>Nord</text></a>"""
    assert markup(content) == (
        '<svg class="zeichnung" role="img" aria-label="Lage" viewBox="0 0 10 10" fill="var(--text)">'
        '<rect stroke="none" width="3"></rect><g><text>Nord</text></g></svg>'
    )


NAMES = st.sampled_from(
    "svg g rect text tspan use image script style a animate foreignObject symbol defs iframe".split()  # noqa: SIM905
)
KEYS = st.sampled_from(
    "id href xlink:href onclick style class fill d transform mask filter src xml:base formaction".split()  # noqa: SIM905
)
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
    st.sampled_from(["#a", "a", "url(#a)", "url(x)", "javascript:alert(1)", "fill:url(#a);x:y", "none"]),
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    name = draw(NAMES)
    given = draw(st.dictionaries(KEYS, VALUES, max_size=3))
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in given.items())
    inner = draw(st.lists(elements(depth + 1), max_size=2)) if depth < 3 else []
    return f"<{name}{attributes}>{escape(draw(VALUES))}{''.join(inner)}</{name}>"


@given(st.lists(elements(), max_size=3))
def test_nothing_of_a_drawing_runs_loads_or_reaches_out(content: list[str]) -> None:
    text = markup("".join(content))
    if text is None:
        return
    root = lxml.html.fragment_fromstring(text)
    for element in root.iter():
        assert element.tag in {"svg", "g", "rect", "text", "tspan", "use", "symbol", "defs"}
        for key, value in element.items():
            assert key in {
                "id",
                "href",
                "fill",
                "d",
                "transform",
                "mask",
                "class",
                "role",
                "aria-label",
                "viewbox",
            }
            assert "url(" not in value.lower() or value.startswith("url(#bild:1:")
            assert key not in {"id", "href"} or value.removeprefix("#").startswith("bild:1:")
    assert inlined(svg("".join(content)), "bild:1:", "Lage", COLOURS) == text


# --- in the look of the page -----------------------------------------------------------


def test_a_drawing_says_what_is_to_be_seen() -> None:
    assert drawn("<rect/>").get("role") == "img"
    assert drawn("<rect/>").get("aria-label") == "Lage"
    assert inlined(svg("<rect/>"), "b:", "<„Nord“ & Süd>", COLOURS) == (
        '<svg class="zeichnung" role="img" aria-label="&lt;„Nord“ &amp; Süd&gt;" viewBox="0 0 10 10"'
        ' fill="var(--text)"><rect></rect></svg>'
    )
    decoration = inlined(svg("<rect/>"), "b:", "", COLOURS)
    assert decoration
    assert ' aria-hidden="true"' in decoration
    assert "role" not in decoration


def test_ids_are_unique_on_the_page_and_lead_to_one_another() -> None:
    text = markup(
        '<defs><marker id="spitze"><path d="M0 0"/></marker><linearGradient id="übergang"/></defs>'
        '<path id="ungenannt" marker-end="url(#spitze)" fill="url( \'#übergang\' ) none"/>'
        '<symbol id="a"><path d="M1 1"/></symbol><symbol id="nie"/><use xlink:href="#a"/>'
    )
    assert text
    assert set(re.findall(r' id="([^"]*)"', text)) == {"bild:1:spitze", "bild:1:übergang", "bild:1:a"}
    assert 'marker-end="url(#bild:1:spitze)"' in text
    assert 'fill="url(#bild:1:übergang)"' in text
    assert 'href="#bild:1:a"' in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("#00004A".lower(), None),
        ("#000040", "var(--text)"),
        ("#FFF", "var(--grund)"),
        ("white", "var(--grund)"),
        ("rgb(0, 0, 67)", "var(--linie)"),
        ("black", "var(--text)"),
        ("none", "none"),
        ("currentColor", "currentColor"),
        ("teal", None),
    ],
)
def test_colours_of_the_theme_follow_the_page_and_others_stay_all_together(
    written: str, shown: str | None
) -> None:
    root = drawn(f'<rect fill="#000042"/><rect stroke="{written}"/>')
    first, second = root
    assert second.get("stroke") == (shown or written)
    assert first.get("fill") == ("var(--akzent)" if shown else "#000042")
    assert root.get("class") == ("zeichnung" if shown else "zeichnung hell")
    assert root.get("fill") == ("var(--text)" if shown else None)


def test_styles_become_attributes() -> None:
    root = drawn(
        "<style>/* x */ .a, .b { fill: #000042 } .b { stroke: none !important }</style>"
        '<rect fill="red" class="a b"/><rect class="a" style="fill: white; opacity: .5"/>'
    )
    assert [dict(rect.attrib) for rect in root] == [
        {"fill": "var(--akzent)", "stroke": "none"},
        {"fill": "var(--grund)", "opacity": ".5"},
    ]


def test_a_drawing_has_its_natural_size() -> None:
    assert dict(drawn("", 'width="72pt" height="1in"').attrib)["viewbox"] == "0 0 96 96"
    assert dict(drawn("", 'viewBox="0 0 9 9" width="100%"').attrib) == {
        "class": "zeichnung",
        "role": "img",
        "aria-label": "Lage",
        "viewbox": "0 0 9 9",
        "fill": "var(--text)",
    }


def test_a_wide_drawing_can_be_scrolled_with_the_keyboard() -> None:
    box = drawn("<rect/>", 'viewBox="0 0 9 9" width="480" height="9"')
    assert (box.tag, box.get("tabindex"), box.get("role"), box.get("aria-label")) == (
        "span",
        "0",
        "group",
        "Abbildung",
    )
    assert box[0].tag == "svg"
    assert drawn("<rect/>", 'viewBox="0 0 9 9" width="479" height="9"').tag == "svg"


def test_lines_are_words_and_as_wide_as_their_outlines() -> None:
    root = drawn(
        f'<g transform="matrix(1 0 0 -1 3 5.94)" font-size="9" font-weight="600" {WIDTH}="60.5"'
        f' {WORDS}="Ziele &amp; Räume">'
        '<use xlink:href="#a" x="1.5" fill="#000042"/></g><symbol id="a"><path d="M0 0"/></symbol>'
    )
    (line,) = root
    assert dict(line.attrib) == {
        "x": "4.500",
        "y": "5.94",
        "font-size": "9",
        "font-weight": "600",
        "fill": "var(--akzent)",
        "textlength": "60.5",
        "lengthadjust": "spacingAndGlyphs",
    }
    assert line.text == "Ziele & Räume"


def test_text_keeps_all_of_its_words_in_order() -> None:
    (text,) = drawn("<text>Nord &lt;<tspan x='3'>Ost</tspan> See<title>nie</title>.</text>")
    assert text.text_content() == "Nord <Ost See."


def test_words_at_a_place_that_nobody_knows_stay_outlines() -> None:
    root = drawn(
        f'<g transform="rotate(3)" {WORDS}="Ziele"><use href="#a"/></g>'
        '<symbol id="a"><path d="M0 0"/></symbol>'
    )
    assert [element.tag for element in root.iter()] == ["svg", "g", "use", "symbol", "path"]
