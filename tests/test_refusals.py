"""What a template or an engine refuses is a finding in German, at its source, and only once."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from sro_cli.diagnostics import Diagnostic
from sro_cli.files import Memory, Overlay, bundled
from tests.test_build import REQUEST, build
from tests.test_document import MINIMAL

CHAPTER = "content/kapitel/2.md"
TYPST = "templates/pdf.typ"
TOKENS = "templates/gestaltung.yml"
WORD = "templates/reference.docx"


def package(**parts: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
        archive.writestr("[Content_Types].xml", "<Types/>")
    return output.getvalue()


def refused(tmp_path: Path, changed: dict[str, bytes]) -> tuple[Diagnostic, ...]:
    sources = {path: text.encode() for path, text in MINIMAL.items()}
    for path, text in changed.items():
        sources[path] = MINIMAL[path].encode() + text if path in MINIMAL else text
    built = build(Overlay(Memory(sources), bundled()), tmp_path, REQUEST)
    assert built.products == ()
    return tuple(finding for finding in built.findings if finding.kind.code in {"E140", "P101"})


def test_a_sign_that_the_font_lacks_is_shown_where_it_stands(tmp_path: Path) -> None:
    (finding,) = refused(tmp_path, {CHAPTER: "\nEin 漢 im Satz.\n".encode()})

    assert (finding.kind.code, finding.path) == ("P101", CHAPTER)
    assert finding.span
    assert finding.span.text == "漢"
    assert finding.message == "Das Zeichen „漢“ (U+6F22) gibt es in der Schrift der Dokumente nicht"
    assert finding.notes[0].startswith("gemeldet wird: PDF/A-2a")
    assert finding.help == "schreiben Sie es mit anderen Zeichen"


def test_a_sign_in_a_drawing_names_the_drawing(tmp_path: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="5">&#x6F22;</text></svg>'
    (finding,) = refused(
        tmp_path,
        {CHAPTER: b'\n![Karte](bilder/a.svg "Lage")\n', "content/bilder/a.svg": drawing.encode()},
    )

    assert (finding.kind.code, finding.path) == ("P101", "content/bilder/a.svg")


def test_a_sign_in_the_title_names_the_settings(tmp_path: Path) -> None:
    (finding,) = refused(tmp_path, {"content/konzept.yml": "beschreibung: x\nuntertitel: 漢\n".encode()})

    assert (finding.kind.code, finding.path) == ("P101", "content/konzept.yml")


def test_a_sign_in_an_annex_names_the_file_of_its_data(tmp_path: Path) -> None:
    goals = MINIMAL["content/ziele.yml"].replace("Erstes", "漢").encode()
    files = {path: text.encode() for path, text in MINIMAL.items()} | {"content/ziele.yml": goals}
    built = build(Overlay(Memory(files), bundled()), tmp_path, REQUEST)

    assert [finding.path for finding in built.findings if finding.kind.code == "P101"] == [
        "content/ziele.yml"
    ]


def test_an_unknown_font_is_a_fault_of_the_tokens(tmp_path: Path) -> None:
    tokens = bundled().read(TOKENS).replace(b"Source Sans 3", b"Nirgends Sans")
    (finding,) = refused(tmp_path, {TOKENS: tokens})

    assert (finding.kind.code, finding.path) == ("E140", TOKENS)
    assert finding.span
    assert "Nirgends Sans" in finding.span.text


@pytest.mark.parametrize(
    ("path", "content", "line", "words"),
    [
        (TYPST, b"#let dokument = {\n", 1, "Die Vorlage bricht ab"),
        (TYPST, b"#let dokument(inhalt) = inhalt\n", 0, "Der Vorlage fehlt „titelseite“"),
        (TYPST, b"a\n\xff", 2, "Die Vorlage ist nicht in UTF-8 gespeichert"),
        ("templates/html/teil.html.j2", b"\n{% if %}", 2, "Die Vorlage ist nicht richtig geschrieben"),
        ("templates/html/teil.html.j2", b"{{ nichts }}", 1, "„nichts“ ist in dieser Vorlage nicht bekannt"),
        (
            "templates/html/rahmen.html.j2",
            "Ä".encode("latin-1"),
            1,
            "Die Vorlage ist nicht in UTF-8 gespeichert",
        ),
        ("templates/html/seite.js", b"\xff", 1, "Die Vorlage ist nicht in UTF-8 gespeichert"),
        ("templates/titelblatt.md.j2", b"\xff", 1, "Die Vorlage ist nicht in UTF-8 gespeichert"),
        (WORD, b"PK", 0, "Die Datei ist kein Word-Dokument"),
        (WORD, package(a_xml="<a/>"), 0, "Die Datei ist kein vollständiges Word-Dokument"),
        (
            WORD,
            package(word__document_xml="<a>", word__styles_xml="<a/>"),
            0,
            "Das Word-Dokument ist beschädigt",
        ),
    ],
)
def test_a_broken_template_is_named_with_its_line(
    tmp_path: Path, path: str, content: bytes, line: int, words: str
) -> None:
    (finding,) = refused(tmp_path, {path: content})

    assert (finding.kind.code, finding.path, finding.message) == ("E140", path, words)
    assert (finding.span.source.line_column(finding.span.start)[0] if finding.span else 0) == line
