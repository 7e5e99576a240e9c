"""What a template or an engine refuses is a finding in German, at its source, and only once."""

from __future__ import annotations

import io
import os
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from sro_cli import pipeline, tree
from sro_cli.diagnostics import Diagnostic
from sro_cli.engines import pandoc
from sro_cli.files import Files, Memory, Overlay, bundled
from sro_cli.production import products
from sro_cli.production.specimen import specimen
from sro_cli.readers import gestaltung
from tests.pictures import DRAWING, png
from tests.projects import minimal
from tests.test_build import REQUEST, build
from tests.test_document import MINIMAL

CHAPTER = "content/kapitel/2.md"
TYPST = "templates/pdf.typ"
TOKENS = "templates/gestaltung.yml"
WORD = "templates/reference.docx"
PAPER = replace(REQUEST, formats=("pdf",))


def package(**parts: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
        archive.writestr("[Content_Types].xml", "<Types/>")
    return output.getvalue()


def word_with(name: str, part: bytes) -> bytes:
    """A whole Word document with one part replaced."""
    output = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(pandoc.default_file("reference.docx")))
    with whole, zipfile.ZipFile(output, "w") as archive:
        for each in whole.namelist():
            archive.writestr(each, part if each == name else whole.read(each))
    return output.getvalue()


def concept(files: dict[str, bytes]) -> Files:
    """The minimal concept with some files more, or with more at the end of its own."""
    sources = {path: text.encode() for path, text in MINIMAL.items()}
    for path, text in files.items():
        sources[path] = MINIMAL[path].encode() + text if path in MINIMAL else text
    return Overlay(Memory(sources), bundled())


def refused(tmp_path: Path, files: dict[str, bytes]) -> tuple[Diagnostic, ...]:
    """What is found when a concept with these files is built, in the formats that they are for."""
    kind = "docx" if WORD in files else "html" if any("/html/" in path for path in files) else "pdf"
    built = build(concept(files), tmp_path, replace(REQUEST, formats=(kind,)))
    assert built.products == ()
    return tuple(finding for finding in built.findings if finding.kind.code in {"E140", "P101"})


def at(finding: Diagnostic) -> tuple[int, int]:
    """Line and column of a finding, from 1; zeros where only the file is known."""
    return finding.span.source.line_column(finding.span.start) if finding.span else (0, 0)


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    """A file that comes with sro, with something else in it."""
    text = bundled().read(path).decode()
    assert old in text
    return {path: text.replace(old, new, 1).encode()}


def shown(view: str) -> bytes:
    return f"\n```{view}\n```\n".encode()


# --- what stands in the content --------------------------------------------------------


def test_a_sign_in_a_drawing_names_the_drawing(tmp_path: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="5">&#x6F22;</text></svg>'
    (finding,) = refused(
        tmp_path,
        {CHAPTER: b'\n![Karte](bilder/a.svg "Lage")\n', "content/bilder/a.svg": drawing.encode()},
    )

    assert (finding.kind.code, finding.path) == ("P101", "content/bilder/a.svg")
    assert finding.message == "Das Zeichen „漢“ (U+6F22) gibt es in der Schrift der Dokumente nicht"
    assert finding.notes[0].startswith("gemeldet wird: PDF/A-2a")


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_a_picture_that_cannot_be_decoded_is_named_where_it_is_shown(tmp_path: Path, name: str) -> None:
    pictures = {
        "a.png": png(b"nicht gepackt"),
        "a.jpg": b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x09\x00\x09\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00"
        b"\xff\xda\x00\x0c\x03\x01\x00\x02\x00\x03\x00\x00\x3f\x00abc\xff\xd9",
    }
    chapter = f"\nDavor.\n\nText ![Foto](bilder/{name}) hier.\n".encode()
    (finding,) = refused(tmp_path, {CHAPTER: chapter, f"content/bilder/{name}": pictures[name]})

    assert (finding.kind.code, finding.path) == ("P101", CHAPTER)
    assert finding.message == f"Das Bild „bilder/{name}“ lässt sich nicht lesen"
    assert finding.span
    assert finding.span.text == f"![Foto](bilder/{name})"


# --- templates -------------------------------------------------------------------------


def test_an_unknown_font_is_a_fault_of_the_tokens(tmp_path: Path) -> None:
    (finding,) = refused(tmp_path, changed(TOKENS, "Source Sans 3", "Nirgends Sans"))

    assert (finding.kind.code, finding.path) == ("E140", TOKENS)
    assert finding.span
    assert "Nirgends Sans" in finding.span.text


def test_a_font_that_a_template_names_itself_is_named_there(tmp_path: Path) -> None:
    frame = changed(TYPST, "font: gestaltung.schrift.text,", 'font: "Nirgends Sans",')
    (finding,) = refused(tmp_path, frame)

    assert (finding.kind.code, finding.path) == ("E140", TYPST)
    assert finding.message == "Diese Schrift bringt sro nicht mit"
    assert finding.span
    assert finding.span.text == '"Nirgends Sans",'


def test_a_logo_that_cannot_be_decoded_is_a_fault_of_the_tokens(tmp_path: Path) -> None:
    tokens = changed(TOKENS, 'logo: ""', "logo: logo.png")
    (finding,) = refused(tmp_path, {**tokens, "templates/logo.png": png(b"nicht gepackt")})

    assert (finding.kind.code, finding.path) == ("E140", TOKENS)
    assert finding.span
    assert finding.span.text == "logo: logo.png"


FUNCTION = "#let zeile(inhalt) = block(above: 0.75em, inhalt)"
TITLE = "#let titel(inhalt) = {"


def line_of(path: str, text: str) -> int:
    """The line, from 1, in which a template says something."""
    before, _, _ = bundled().read(path).decode().partition(text)
    return before.count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        (
            FUNCTION,
            "#let zeile(inhalt) = block(above: rot, inhalt)",
            (line_of(TYPST, FUNCTION), 35),
            "Die Vorlage bricht ab",
        ),
        (
            FUNCTION,
            '#let zeile(inhalt) = panic("oh")',
            (line_of(TYPST, FUNCTION), 22),
            "Die Vorlage bricht ab",
        ),
        (
            FUNCTION,
            "#let zeile(inhalt) = [#link(<weg>)[x]]",
            (line_of(TYPST, FUNCTION), 24),
            "Die Vorlage bricht ab",
        ),
        (FUNCTION, "#let zeilen(inhalt) = inhalt", (0, 0), "Der Vorlage fehlt „zeile“"),
        (
            FUNCTION,
            "#let zeile() = []",
            (line_of(TYPST, FUNCTION), 1),
            "Die Funktion der Vorlage nimmt nicht an, was sie bekommt",
        ),
        ("title: angaben.titel,", "", (0, 0), "Die Vorlage bricht ab"),
    ],
)
def test_a_fault_of_the_frame_is_named_with_line_and_column(
    tmp_path: Path, old: str, new: str, place: tuple[int, int], words: str
) -> None:
    (finding,) = refused(tmp_path, changed(TYPST, old, new))

    assert (finding.kind.code, finding.path, finding.message) == ("E140", TYPST, words)
    assert at(finding) == place


def test_only_the_first_fault_of_broken_syntax_counts(tmp_path: Path) -> None:
    (finding,) = refused(tmp_path, changed(TYPST, TITLE, f"{TITLE}("))

    assert finding.path == TYPST
    assert at(finding) == (line_of(TYPST, TITLE), 23)


@pytest.mark.parametrize(
    ("view", "path", "place"),
    [
        ("{diagramm} netz", "templates/diagramme/netz.typ", (2, 12)),
        ("{diagramm} zeitstrahl", "templates/diagramme/_gestaltung.typ", (2, 12)),
    ],
)
def test_a_fault_of_a_drawing_is_named_in_the_file_that_has_it(
    tmp_path: Path, view: str, path: str, place: tuple[int, int]
) -> None:
    text = bundled().read(path)
    broken = b"// neu\n#let neu = nirgends\n" + text
    (finding,) = refused(tmp_path, {CHAPTER: shown(view), path: broken})

    assert (finding.kind.code, finding.path) == ("E140", path)
    assert finding.message == "Das Diagramm lässt sich nicht zeichnen"
    assert at(finding) == place


VIEW = "templates/uebersichten/ziele.md.j2"


@pytest.mark.parametrize(
    ("made", "line", "words"),
    [
        ("<b>x</b>", 3, "HTML ist im Text nicht vorgesehen"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", 5, "Diese Zeile hat 3 Zellen, die Kopfzeile nur 2"),
        ("[](quark:x)", 3, "Der Verweis „quark:x“ sagt nicht, was er meint"),
        ("[](ziel:nein)", 3, "Ziel „nein“ gibt es nicht"),
        ("![Bild](bilder/nix.svg)", 3, "Das Bild „bilder/nix.svg“ gibt es nicht"),
        ("##### Tief", 3, "Das Satzprogramm nimmt diese Stelle nicht an"),
        ("![](bilder/a.svg)", 3, "Das Bild hat keine Beschreibung"),
        ("Ein 漢 da.", 3, "Das Zeichen „漢“ (U+6F22) gibt es in der Schrift der Dokumente nicht"),
        (
            "{% for ziel in konzept.ziele %}\n- 漢 {{ ziel.titel }}\n{% endfor %}",
            4,
            "Das Zeichen „漢“ (U+6F22) gibt es in der Schrift der Dokumente nicht",
        ),
        (
            '{% extends "uebersichten/_grund.md.j2" %}\n{% block mitte %}\n<i>x</i>\n{% endblock %}',
            5,
            "HTML ist im Text nicht vorgesehen",
        ),
    ],
)
def test_what_a_template_makes_wrong_is_named_with_its_line(
    tmp_path: Path, made: str, line: int, words: str
) -> None:
    files = {
        CHAPTER: shown("{uebersicht} ziele") + b"\n![Bild](bilder/a.svg)\n",
        "content/bilder/a.svg": DRAWING,
        "templates/uebersichten/_grund.md.j2": b"Anfang\n\n{% block mitte %}{% endblock %}\n",
        VIEW: f"<!-- eins -->\n<!-- zwei -->\n{made}\n".encode(),
    }
    (finding,) = refused(tmp_path, files)

    assert (finding.kind.code, finding.path) == ("E140", VIEW)
    assert finding.message == f"Die Vorlage erzeugt, was nicht vorgesehen ist: {words}"
    assert at(finding)[0] == line


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("templates/titelblatt.md.j2", b"", "Die Vorlage erzeugt keinen Titel"),
        (
            "templates/anlagen/ziele.md.j2",
            b"Ohne Titel.\n",
            "Die Anlage beginnt nicht mit ihrer Überschrift (# …)",
        ),
        ("templates/anlagen/ziele.md.j2", b"", "Die Anlage beginnt nicht mit ihrer Überschrift (# …)"),
    ],
)
def test_a_template_that_makes_too_little_is_named(
    tmp_path: Path, path: str, content: bytes, words: str
) -> None:
    (finding,) = refused(tmp_path, {path: content})

    assert (finding.kind.code, finding.path, finding.message) == ("E140", path, words)


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
        (
            WORD,
            b"PK",
            0,
            "Die Word-Datei lässt sich nicht lesen: sie ist beschädigt oder in einem anderen Format",
        ),
        (WORD, package(a_xml="<a/>"), 0, "Die Datei ist kein vollständiges Word-Dokument"),
        (
            WORD,
            package(word__document_xml="<a>", word__styles_xml="<a/>"),
            0,
            "Das Word-Dokument ist beschädigt",
        ),
        (WORD, word_with("word/_rels/document.xml.rels", b"<a"), 0, "Das Word-Dokument ist beschädigt"),
    ],
)
def test_a_broken_template_is_named_with_its_line(
    tmp_path: Path, path: str, content: bytes, line: int, words: str
) -> None:
    (finding,) = refused(tmp_path, {path: content})

    assert (finding.kind.code, finding.path, finding.message) == ("E140", path, words)
    assert (finding.span.source.line_column(finding.span.start)[0] if finding.span else 0) == line


# --- warnings --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "place"),
    [
        (changed(TYPST, FUNCTION, "#let zeile(inhalt) = [**] + inhalt"), (line_of(TYPST, FUNCTION), 23)),
        (
            {
                CHAPTER: shown("{diagramm} netz"),
                **changed("templates/diagramme/netz.typ", "#let paletten", "#let x = [**]\n#let paletten"),
            },
            (line_of("templates/diagramme/netz.typ", "#let paletten"), 11),
        ),
    ],
    ids=["frame", "drawing"],
)
def test_a_warning_of_typst_is_a_warning_at_its_place_in_every_build(
    tmp_path: Path, files: dict[str, bytes], place: tuple[int, int]
) -> None:
    store: dict[str, bytes] = {}
    for folder in ("eins", "zwei"):
        built = pipeline.build(concept(files), tmp_path / folder, PAPER, store, lambda _words: None)

        (finding,) = (each for each in built.findings if each.kind.code == "E141")
        assert built.products
        assert finding.path in files
        assert at(finding) == place
        assert finding.notes[0] == "gemeldet wird: no text within stars"


def test_what_several_products_die_of_is_one_finding(tmp_path: Path) -> None:
    files = changed(TYPST, FUNCTION, '#let zeile(inhalt) = panic("oh")')
    built = build(concept(files), tmp_path, REQUEST)

    assert [finding.path for finding in built.findings if finding.kind.code == "E140"] == [TYPST]


# --- before anything is built ----------------------------------------------------------


def checked(files: dict[str, bytes]) -> list[tuple[str, str, int]]:
    """Code, path and line of what `sro validate` finds in a concept with these files."""
    found = pipeline.check(Overlay(Memory(files), minimal({})), None, None, {}).findings
    return [(finding.kind.code, finding.path, at(finding)[0]) for finding in found]


FUNCTIONS = re.findall(r"^#let ([a-z-]+)\(", bundled().read(TYPST).decode(), re.MULTILINE)
COMPARING = {"eingefuegt", "gestrichen"}
"""Functions for marks that no author writes."""


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in COMPARING])
def test_every_function_of_the_frame_is_tried_before_a_build(name: str) -> None:
    found = checked(changed(TYPST, f"#let {name}(", f"#let anders-{name}("))

    assert {(code, path) for code, path, _line in found} == {("E140", TYPST)}


@pytest.mark.parametrize("name", sorted(COMPARING))
def test_a_function_that_only_comparing_needs_is_missed_by_what_compares(name: str) -> None:
    own = Overlay(Memory(changed(TYPST, f"#let {name}(", f"#let anders-{name}(")), bundled())
    theme, _findings = gestaltung.load(own)
    assert theme
    changes = (tree.Marked((tree.Text("alt"),), "deleted"), tree.Marked((tree.Text("neu"),), "inserted"))
    chapter = tree.Part("k", "kapitel", (tree.Heading(1, (tree.Text("K"),), "k"), tree.Paragraph(changes)))

    made, (finding,) = products(
        replace(specimen(), parts=(chapter,)), theme, ("pdf",), {}, lambda _words: None
    )

    assert made == {}
    assert (finding.kind.code, finding.path) == ("E140", TYPST)
    assert finding.message == f"Der Vorlage fehlt „{name}“"
    assert finding.help


@pytest.mark.parametrize(
    "name",
    [path for path in bundled().paths() if path.startswith("templates/html/") and path.endswith(".j2")],
)
def test_every_frame_of_a_page_is_tried_before_a_build(name: str) -> None:
    text = bundled().read(name).decode()
    begin = next((begin for begin in ("{% block leiste %}", "{% block inhalt %}") if begin in text), "\n")
    broken = text.replace(begin, f"{begin}{{{{ unbekannt }}}}", 1)

    line = broken[: broken.index("unbekannt")].count("\n") + 1
    assert checked({name: broken.encode()}) == [("E140", name, line)]


def test_a_frame_is_tried_even_if_the_content_has_faults() -> None:
    found = checked({**changed(TYPST, "set document(", "set dokument("), CHAPTER: b"## Ohne Kopf\n"})

    assert ("E140", TYPST) in [(code, path) for code, path, _line in found]
    assert len({code for code, _path, _line in found}) > 1


@pytest.mark.parametrize("space", ["preview", "local"])
@pytest.mark.parametrize(
    "path", [TYPST, "templates/diagramme/netz.typ", "templates/diagramme/_gestaltung.typ"]
)
def test_packages_are_refused_before_the_typesetter_would_fetch_them(path: str, space: str) -> None:
    text = (
        bundled().read(path) + f'\n// "@preview/nie:0.1.0"\n#import "@{space}/cetz:0.3.4": canvas\n'.encode()
    )

    found = pipeline.check(
        Overlay(Memory({path: text}), concept({CHAPTER: shown("{diagramm} netz")})), None, None, {}
    ).findings
    (refusal,) = (finding for finding in found if finding.kind.code == "E140")
    assert (refusal.path, at(refusal)[0]) == (path, text.count(b"\n"))
    assert (
        refusal.message == f"Die Vorlage lädt das Paket „@{space}/cetz:0.3.4“; Pakete sind nicht vorgesehen"
    )


def test_what_the_tokens_name_is_tried_before_a_build() -> None:
    assert [code for code, *_ in checked(changed(TOKENS, "Source Sans 3", "Hausschrift"))] == ["E140"]


def test_a_word_file_that_is_none_is_found_before_a_build() -> None:
    assert checked({WORD: b"kein Word"}) == [("E140", WORD, 0)]


def encrypted() -> bytes:
    """A Word file of which a zip says that its parts are encrypted."""
    made = bytearray(package(a_xml="<a/>"))
    entry = made.index(b"PK\x01\x02")
    made[entry + 8] |= 1
    return bytes(made)


def blanks(method: int, count: int) -> bytes:
    """A Word file that holds nothing but blanks."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", method) as archive:
        archive.writestr("word/document.xml", b" " * count)
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (encrypted(), "sie ist beschädigt oder verschlüsselt"),
        (
            blanks(zipfile.ZIP_LZMA, 9).replace(b"\x5d", b"\xff"),
            "sie ist beschädigt oder in einem anderen Format",
        ),
        (blanks(zipfile.ZIP_DEFLATED, 3_000_000), "ihr Inhalt ist gepackt größer"),
    ],
    ids=["verschluesselt", "lzma", "bombe"],
)
def test_a_word_file_that_is_not_to_be_trusted_is_found_before_a_build(content: bytes, why: str) -> None:
    (found,) = pipeline.check(Overlay(Memory({WORD: content}), minimal({})), None, None, {}).findings

    assert (found.kind.code, found.path) == ("E140", WORD)
    assert found.message.startswith(f"Die Word-Datei lässt sich nicht lesen: {why}")


def test_sound_frames_of_a_city_have_no_findings() -> None:
    own = {path: bundled().read(path) + b"\n" for path in (TYPST, "templates/html/teil.html.j2")}

    assert checked(own) == []


# --- what the machine refuses ----------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="its processes are not killed by signals")
@pytest.mark.parametrize(
    ("ending", "words"),
    [("kill -9 $$", "wurde beendet, vermutlich fehlt Arbeitsspeicher"), ("exit 1", "ist abgebrochen")],
)
def test_a_typesetter_that_is_stopped_is_a_finding_at_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, words: str
) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\necho 'memory allocation failed' >&2\n{ending}\n", "utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr("sro_cli.writers.pdf._LARGE", 0)

    (found,) = refused(tmp_path, {})

    assert (found.kind.code, found.path) == ("P101", "content/konzept.yml")
    assert found.message == f"Das Satzprogramm {words}"
    assert found.notes == ("gemeldet wird: memory allocation failed",)
