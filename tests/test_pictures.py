"""The bytes of pictures: what is let in, and what is found wrong before an engine meets it."""

from __future__ import annotations

import struct

import pytest

from sro_cli import report
from sro_cli.files import Folder, Memory, Overlay, bundled
from sro_cli.pipeline import load
from sro_cli.readers import gestaltung, pictures
from sro_cli.writers.docx.pictures import pictures as drawn
from tests.pictures import DOT, DRAWING
from tests.projects import HERE

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
BOX = 'viewBox="0 0 30 20"'
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x00\x00"
    b"\xff\xff\xc0\x00\x11\x08\x00\x08\x00\x10\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00\x00\xff\xd9"
)
CHAPTER = "content/kapitel/auftrag.md"
HEAD = "---\nid: auftrag\nstatus: entwurf\n---\n\n# Auftrag\n\n"
TOKENS = "templates/gestaltung.yml"


def drawing(inner: str = "", attributes: str = BOX) -> bytes:
    """A drawing around some elements."""
    return SVG.format(attributes, inner).encode()


def tenfold(opening: str, inner: str, closing: str) -> str:
    """Thirty elements, each of which shows the one before ten times."""
    return "".join(opening.format(i + 1) + inner.format(i) * 10 + closing for i in range(30))


def code(path: str, content: bytes) -> str:
    """The code of what is wrong with a picture; empty if nothing is."""
    found = pictures.fault(path, content)
    return found.kind.code if found else ""


def lines(text: str, **files: bytes) -> list[str]:
    """The findings of a chapter with pictures beside it, a line each."""
    base = Folder(HERE / "minimal")
    sources = {path: base.read(path) for path in base.paths()} | {CHAPTER: (HEAD + text).encode()}
    sources |= {f"content/{path}": content for path, content in files.items()}
    return report.short(load(Overlay(Memory(sources), bundled())).findings).splitlines()


class TestDrawings:
    @pytest.mark.parametrize(
        "content",
        [
            DRAWING,
            b"\xef\xbb\xbf" + DRAWING,
            drawing('<g id="a"/><use href="#a"/><rect fill="url(#v)" style="fill:url( \'#v\' )"/>'),
            drawing('<image xlink:href="data:image/png;base64,AAAA"/>'),
            drawing("<style>.a { fill: url(#v) } /* @import url(x) */</style>"),
            drawing("<metadata>http://example.org/ &lt;script&gt;</metadata>", 'width="40mm" height="3cm"'),
            drawing(attributes=f'width="100%" height="100%" {BOX}'),
            b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">' + drawing(),
            b'<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
        ],
    )
    def test_a_drawing_that_shows_only_itself_is_sound(self, content: bytes) -> None:
        assert pictures.fault("a.svg", content) is None

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"(ein Bild)",
            b"<svg",
            b"<svg/>",
            b"<html/>",
            DOT,
            drawing("<g>"),
            drawing("&nbsp;"),
            drawing(attributes=""),
            drawing(attributes='width="100%"'),
            drawing(attributes='viewBox="0 0 0 20"'),
            drawing(attributes='viewBox="0 0 99999 99999"'),
            drawing(attributes='width="1e300" height="1"'),
            drawing(attributes='width="30000in" height="30000in" viewBox="0 0 1 1"'),
            drawing(attributes='viewBox="0 0 20000 1"'),
            drawing(attributes='width="20000" viewBox="0 0 1 999"'),
            drawing("ä").decode().encode("latin-1"),
            drawing("<g>" * 5000 + "</g>" * 5000),
            drawing('<g id="a"><use href="#a"/></g>'),
        ],
    )
    def test_what_is_no_drawing_of_a_sane_size_is_found(self, content: bytes) -> None:
        assert code("a.svg", content) == "E133"

    @pytest.mark.parametrize(
        "inner",
        [
            "<script/>",
            '<x:script xmlns:x="http://www.w3.org/2000/svg"/>',
            '<rect onclick="a()"/>',
            '<rect ONLOAD="a()"/>',
            "<foreignObject/>",
            '<p xmlns="http://www.w3.org/1999/xhtml"/>',
            '<a href="https://example.org/"/>',
            '<a xlink:href="javascript:a()"/>',
            '<image href="bild.png"/>',
            '<use href="andere.svg#a"/>',
            '<image href="data:image/svg+xml,x"/>',
            '<image href="data:text/html,x"/>',
            '<rect fill="url(https://example.org/#a)"/>',
            '<rect style="fill:URL( &quot;//example.org/&quot; )"/>',
            "<style>@import 'https://example.org/a.css';</style>",
            "<style><![CDATA[@font-face{src:url(a.woff)}]]></style>",
            "<style>a{fill:u\\72l(https://example.org)}</style>",
            "<style>@im<!-- x -->port 'a.css';</style>",
            '<set attributeName="xlink:href" to="https://example.org"/>',
            "<?xml-stylesheet href='a.css'?>",
        ],
    )
    def test_what_runs_or_comes_from_outside_is_found(self, inner: str) -> None:
        assert code("a.svg", drawing(inner)) == "E134"

    @pytest.mark.parametrize(
        "content",
        [
            b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a;" * 10) for i in range(10))
            + b"]>"
            + drawing("&a9;"),
            b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + drawing("&a;"),
            b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://example.org/a.dtd">%a;]>' + drawing(),
            drawing('<g id="a0"/>' + tenfold("<g id='a{}'>", "<use href='#a{}'/>", "</g>")),
            drawing(
                tenfold("<pattern id='a{}'>", "<g fill='url(#a{})'/>", "</pattern>") + "<g fill='url(#a30)'/>"
            ),
            drawing("".join(f'<g id="a{i}"><use href="#a{i + 1}"/></g>' for i in range(20_000))),
        ],
        ids=["entities", "file", "dtd", "use", "pattern", "chain"],
    )
    def test_a_drawing_that_grows_is_found_before_it_does(self, content: bytes) -> None:
        assert code("a.svg", content) in {"E133", "E134"}


class TestPhotographs:
    def test_whole_ones_are_sound(self) -> None:
        assert [code("a.png", DOT), code("a.jpg", JPEG), code("a.jpeg", JPEG + b"trail")] == ["", "", ""]

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            JPEG,
            DOT[:-4],
            DOT[:20],
            DOT[:18] + b"\1" + DOT[19:],
            DOT[:8] + DOT[33:],
            DOT.replace(b"IDAT", b"IDOT"),
        ],
    )
    def test_what_is_no_whole_png_is_found(self, content: bytes) -> None:
        assert code("a.png", content) == "E133"

    @pytest.mark.parametrize(
        "content",
        [
            b"\xff\xd8\xff",
            DOT,
            JPEG[:-2],
            JPEG[:24],
            JPEG.replace(b"\xff\xc0", b"\xff\xc9"),
            JPEG.replace(b"\x00\x08\x00\x10", b"\x00\x00\x00\x10"),
            JPEG.replace(b"\x00\x08\x00\x10", b"\xff\x08\xff\x10"),
        ],
    )
    def test_what_is_no_whole_jpeg_is_found(self, content: bytes) -> None:
        assert code("a.jpg", content) == "E133"


class TestMentions:
    def test_a_broken_picture_is_found_wherever_it_is_mentioned(self) -> None:
        found = lines("![Karte](bilder/a.svg)\n\nEin ![Punkt](bilder/a.svg).\n", **{"bilder/a.svg": b"<svg"})

        assert [line.partition(" Die")[0] for line in found] == [
            f"{CHAPTER}:8:10: E133",
            f"{CHAPTER}:10:14: E133",
        ]

    def test_a_picture_may_lie_beside_its_chapter(self) -> None:
        assert lines("![Karte](kapitel/a.svg)", **{"kapitel/a.svg": DRAWING}) == []

    @pytest.mark.parametrize(
        ("written", "others", "meant"),
        [
            ("bilder/wald.svg", ["bilder/rats.svg"], "legen Sie es in content/bilder ab"),
            ("bilder/lagge.svg", ["bilder/a.svg", "bilder/plagge.svg"], "meinten Sie „bilder/plagge.svg“?"),
            ("bilder/lagge.png", ["bilder/lage.svg"], "meinten Sie „bilder/lage.svg“?"),
            ("lage.svg", ["bilder/lage.svg"], "meinten Sie „bilder/lage.svg“?"),
        ],
    )
    def test_a_name_is_compared_without_folder_and_ending(
        self, written: str, others: list[str], meant: str
    ) -> None:
        found = lines(f"![Karte]({written})", **dict.fromkeys(others, DRAWING))

        assert [line for line in found if "E130" in line and meant in line]

    @pytest.mark.parametrize(
        ("written", "there", "told"),
        [
            (
                "bilder/lage.svg",
                "bilder/Lage.SVG",
                "E132 Die Endung der Datei „Lage.SVG“ ist groß geschrieben",
            ),
            ("bilder/lage.SVG", "bilder/lage.svg", "E132 Die Endung dieses Bildes ist groß geschrieben"),
            (
                "bilder\\lage.svg",
                "bilder/lage.svg",
                "E130 Im Namen „bilder\\lage.svg“ steht \\ statt / (schreiben Sie",
            ),
        ],
    )
    def test_what_only_windows_holds_for_the_same_is_named(self, written: str, there: str, told: str) -> None:
        found = lines(f"![Karte]({written})", **{there: DRAWING})

        assert [line for line in found if told in line]

    def test_a_field_shows_no_pictures(self) -> None:
        source = Folder(HERE / "minimal").read("content/ziele.yml")
        field = b"    wortlaut: 'Wie ![Karte](bilder/a.svg) zeigt'\n"
        found = lines("Text", **{"ziele.yml": source + field, "bilder/a.svg": DRAWING})

        assert [line for line in found if "E120 Ein Feld zeigt keine Bilder" in line]


class TestLogo:
    @pytest.mark.parametrize(
        ("files", "expected"),
        [
            ({}, "E130 Das Bild „logo.svg“ gibt es nicht"),
            ({"templates/logo.png": DOT}, "(meinten Sie „logo.png“?)"),
            ({"templates/logo.svg": b"<svg"}, "E133"),
            ({"templates/logo.svg": drawing("<script/>")}, "E134"),
        ],
    )
    def test_a_logo_that_cannot_be_shown_is_found_at_its_field(
        self, files: dict[str, bytes], expected: str
    ) -> None:
        tokens = bundled().read(TOKENS).replace(b'logo: ""', b"logo: logo.svg")
        theme, found = gestaltung.load(Overlay(Memory({TOKENS: tokens, **files}), bundled()))

        assert theme is None
        assert [finding.span.text for finding in found if finding.span] == ["logo.svg"]
        assert expected in report.short(found)


class TestRaster:
    def test_word_takes_every_picture_that_reading_lets_in(self) -> None:
        prefixed = b'<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 20 10"/>'

        shown = drawn({"a.svg": prefixed, "b.jpg": JPEG, "c.png": DOT}, {})

        assert [(p.width, p.height) for p in shown.values()] == [(15, 7.5), (16, 8), (8, 8)]

    def test_a_large_drawing_is_drawn_no_larger_than_a_page_can_show(self) -> None:
        large = drawing("<rect width='9' height='9'/>", 'width="20000" height="10000" viewBox="0 0 2 1"')

        (picture,) = drawn({"a.svg": large}, {}).values()

        across, down = struct.unpack(">II", picture.parts["bild1.png"][16:24])
        assert (across, down) == (3368, 1684)
        assert (picture.width, picture.height) == (842, 421)

    def test_a_png_that_states_no_density_has_its_size_in_dots(self) -> None:
        stated = DOT[:33] + b"\0\0\0\x09pHYs" + bytes(8) + b"\1\0\0\0\0" + DOT[33:]

        (picture,) = drawn({"a.png": stated}, {}).values()

        assert (picture.width, picture.height) == (8, 8)
