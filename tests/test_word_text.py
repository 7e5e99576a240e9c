"""`sro textconv` and `sro git-setup`: git shows Word files as text, whoever made them."""

from __future__ import annotations

import io
import shutil
import tracemalloc
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sro_cli import cli
from sro_cli.answers import word_text
from sro_cli.packages import LARGEST, Unreadable
from sro_cli.readers.word_parts import word_parts
from tests.handbook import ROOT
from tests.repositories import begin, commit, git

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
STYLES = """
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
"""
NOTES = """
<w:footnote w:id="1"><w:p><w:r><w:t>Siehe dort</w:t><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>Und hier</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote>
"""


def paragraph(words: str, style: str = "", numbered: str = "") -> str:
    """A paragraph of a document."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += f"<w:numPr>{numbered}</w:numPr>" if numbered else ""
    run = words if words.startswith("<") else f"<w:t>{words}</w:t>"
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{run}</w:r></w:p>"


def document(body: str, changed: Mapping[str, bytes | None] | None = None, namespace: str = W) -> bytes:
    """A Word file as somebody's program might write it."""

    def part(name: str, content: str) -> bytes:
        return f'<w:{name} xmlns:w="{namespace}">{content}</w:{name}>'.encode()

    kinds = {"document2": "document.main", **{name: name for name in ("styles", "numbering", "footnotes")}}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    parts: dict[str, bytes | None] = {
        "[Content_Types].xml": f"<Types>{types}</Types>".encode(),
        "word/document2.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": part("styles", STYLES),
        "word/numbering.xml": part("numbering", NUMBERING),
        "word/footnotes.xml": part("footnotes", NOTES),
        **(changed or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if content is not None:
                package.writestr(name, content)
    return made.getvalue()


FULL = (
    paragraph("Das Papier", "Titel")
    + paragraph("Auftrag 4", "Verzeichnis1")
    + paragraph("Auftrag", "berschrift1")
    + paragraph(
        "Ein Satz. Noch einer.<!-- leise --> Mit Note" + '</w:t><w:footnoteReference w:id="1"/><w:t>.'
    )
    + paragraph("Ein Punkt. Er hat zwei Sätze.", numbered='<w:ilvl w:val="0"/><w:numId w:val="2"/>')
    + paragraph("Ein Unterpunkt", numbered='<w:ilvl w:val="1"/><w:numId w:val="2"/>')
    + paragraph("Lage", "berschrift1")
    + "<w:tbl><w:tr><w:tc>"
    + paragraph("Raum")
    + "</w:tc><w:tc>"
    + paragraph("Zahl")
    + "</w:tc></w:tr>"
    + "<w:tr><w:tc>"
    + paragraph("Altdorf")
    + paragraph("Mitte")
    + "</w:tc><w:tc><w:tbl><w:tr><w:tc>"
    + paragraph("4")
    + "</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    + "<w:p><w:del><w:r><w:delText>alt</w:delText><w:t>alt</w:t></w:r></w:del>"
    + "<w:ins><w:r><w:t>neu</w:t></w:r></w:ins></w:p>"
    + paragraph('<w:drawing><docPr descr="Ein Plan"/></w:drawing>')
    + "<w:sdt><w:sdtContent>"
    + paragraph("Im Rahmen<w:tab/>steht").replace("<w:tab/>", "</w:t><w:tab/><w:t>")
    + "</w:sdtContent></w:sdt>"
)
SHOWN = """\
# Das Papier

# I Auftrag

Ein Satz.
Noch einer.
Mit Note[1].

- Ein Punkt.
  Er hat zwei Sätze.
  a) Ein Unterpunkt

# II Lage

| Raum | Zahl |
| Altdorf Mitte | 4 |

neu

[Bild: Ein Plan]

Im Rahmen steht

[1] Siehe dort[2]
[2] Und hier[1]
"""


class TestText:
    def test_it_has_headings_lists_tables_and_notes_with_their_numbers(self) -> None:
        assert word_text.text(document(FULL)) == SHOWN

    def test_the_strict_form_says_the_same(self) -> None:
        strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"

        assert word_text.text(document(FULL, namespace=strict)) == SHOWN

    def test_a_document_without_styles_lists_and_notes_is_its_words(self) -> None:
        bare = {f"word/{name}.xml": None for name in ("styles", "numbering", "footnotes")}
        only = f'<Override PartName="/word/document2.xml" ContentType="{MAIN}.document.main+xml"/>'
        types = f"<Types>{only}</Types>".encode()

        made = document(paragraph("Auftrag", "berschrift1"), {**bare, "[Content_Types].xml": types})

        assert word_text.text(made) == "Auftrag\n"

    def test_a_box_is_said_once(self) -> None:
        box = f"<w:txbxContent>{paragraph('Im Kasten')}</w:txbxContent>"
        twice = (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        )

        assert word_text.text(document(paragraph(twice))) == "Im Kasten\n"

    def test_boxes_in_boxes_are_said_once(self) -> None:
        deep = 60
        inside = "<w:p><w:r><w:t>Tief</w:t></w:r><w:txbxContent>" * deep + "</w:txbxContent></w:p>" * deep

        assert word_text.text(document(inside)).split() == ["Tief"] * deep

    def test_what_would_steer_a_terminal_is_shown(self) -> None:
        assert word_text.text(document(paragraph("rot\x9b31m"))) == "rot␦31m\n"


class TestHostile:
    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "beschädigt"),
            (b"Kein Word", "beschädigt"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "anderen Format"),
            (document("")[:-30], "beschädigt"),
            (document("", {"[Content_Types].xml": b"<Types/>"}), "kein Word-Dokument"),
            (document("", {"[Content_Types].xml": None}), "beschädigt"),
            (document("", {"word/styles.xml": None}), "beschädigt"),
            (document("", {"word/document2.xml": b"<w:document"}), "beschädigt"),
            (document("<a>" * 500 + "</a>" * 500), "beschädigt"),
            (
                document(
                    "", {"word/document2.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "/etc/passwd">]><a>&b;</a>'}
                ),
                "Ersetzungen",
            ),
            (document(paragraph(" " * 3_000_000)), "gepackt größer"),
            (bytes(LARGEST + 1), "zu groß"),
        ],
        ids=[
            *("leer", "text", "doc", "abgeschnitten", "andere", "ohne-verzeichnis", "ohne-teil"),
            *("kein-xml", "tief", "entitaet", "bombe", "gross"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, content: bytes, why: str) -> None:
        with pytest.raises(Unreadable, match=why):
            word_parts(content)

        printed = word_text.text(content)
        assert printed.startswith("[Diese Word-Datei lässt sich nicht lesen: ")
        assert printed != word_text.text(content + b"x")

    def test_a_part_is_not_unpacked_beyond_the_size_it_claims(self) -> None:
        made = bytearray(document("", {"word/document2.xml": bytes(32 * 1024 * 1024)}))
        entry = made.index(b"word/document2.xml", made.index(b"PK\x01\x02")) - 46
        made[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")

        tracemalloc.start()
        try:
            with pytest.raises(Unreadable, match="beschädigt"):
                word_parts(bytes(made))
            assert tracemalloc.get_traced_memory()[1] < len(made) + 4 * 1024 * 1024
        finally:
            tracemalloc.stop()

    def test_compression_that_word_does_not_know_is_refused(self) -> None:
        made = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(document(FULL))) as package,
            zipfile.ZipFile(made, "w", zipfile.ZIP_BZIP2) as other,
        ):
            for name in package.namelist():
                other.writestr(name, package.read(name))

        with pytest.raises(Unreadable, match="beschädigt"):
            word_parts(made.getvalue())

    def test_comments_in_parts_are_passed_over(self) -> None:
        with zipfile.ZipFile(io.BytesIO(document(FULL))) as package:
            for name in package.namelist():
                root, _, rest = package.read(name).partition(b">")
                commented = b"%b><!-- hier --><?und da?>%b" % (root, rest)
                assert word_text.text(document(FULL, {name: commented})) == SHOWN

    @pytest.mark.parametrize("name", ["document2", "styles", "numbering", "footnotes"])
    @pytest.mark.parametrize("value", [b"", b"-1", b"99999999", b"x"])
    def test_nothing_ends_in_a_traceback(self, name: str, value: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(document(FULL))) as package:
            pieces = package.read(f"word/{name}.xml").split(b'"')

        for at in range(1, len(pieces), 2):
            changed = b'"'.join([*pieces[:at], value, *pieces[at + 1 :]])
            assert isinstance(word_text.text(document(FULL, {f"word/{name}.xml": changed})), str)


@pytest.mark.tool("git")
class TestGit:
    def test_a_diff_shows_what_was_changed_in_a_word_file(self, tmp_path: Path) -> None:
        shutil.copy(ROOT / "templates" / "konzept" / "gitattributes", tmp_path / ".gitattributes")
        (tmp_path / "papier.docx").write_bytes(document(paragraph("Ein Satz. Ein alter Satz.")))
        begin(tmp_path)
        assert CliRunner().invoke(cli.app, ["-C", str(tmp_path), "git-setup"]).exit_code == 0
        (tmp_path / "papier.docx").write_bytes(document(paragraph("Ein Satz. Ein neuer Satz.")))
        (tmp_path / "kaputt.docx").write_bytes(b"Kein Word")
        (tmp_path / "typer.py").write_text(
            "raise SystemExit", encoding="utf-8"
        )  # nothing of a work tree is run
        commit(tmp_path, "Neu")

        shown = git(tmp_path, "diff", "-U0", "HEAD^", "HEAD").splitlines()

        assert "-Ein alter Satz." in shown
        assert "+Ein neuer Satz." in shown
        assert any(line.startswith("+[Diese Word-Datei lässt sich nicht lesen:") for line in shown)

    def test_setting_up_again_changes_nothing_and_says_so(self, tmp_path: Path) -> None:
        git(tmp_path, "init", "-q")
        said = [CliRunner().invoke(cli.app, ["-C", str(tmp_path), "git-setup"]).output for _ in range(2)]
        git(tmp_path, "config", "diff.sro.textconv", "anderswo/sro textconv")
        said.append(CliRunner().invoke(cli.app, ["-C", str(tmp_path), "git-setup"]).output)

        assert [line.partition(":")[0] for line in said] == ["Eingerichtet", "Schon eingerichtet", "Erneuert"]
        assert all(
            "Es fehlt noch diese Zeile in .gitattributes: *.docx -text diff=sro" in line for line in said
        )
        assert git(tmp_path, "config", "--get-all", "diff.sro.textconv").endswith(
            " -P -m sro_cli.cli textconv"
        )

    def test_a_new_concept_in_a_repository_is_set_up(self, tmp_path: Path) -> None:
        git(tmp_path, "init", "-q")

        done = CliRunner().invoke(cli.app, ["-C", str(tmp_path), "init", "konzepte/eins"])

        assert (
            "\nIn git:   git diff zeigt in diesem Klon Word-Dateien als Text (sro git-setup)\n" in done.output
        )
        assert git(tmp_path, "config", "diff.sro.textconv").endswith("textconv")
        assert git(tmp_path / "konzepte/eins", "check-attr", "diff", "--", "a.docx").endswith(": sro")

    def test_outside_of_a_repository_it_does_not_run(self, tmp_path: Path) -> None:
        done = CliRunner().invoke(cli.app, ["-C", str(tmp_path), "git-setup"])

        assert done.exit_code == 2
        assert "liegt in keinem Repository von git" in done.stderr

    def test_a_file_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        done = CliRunner().invoke(cli.app, ["textconv", str(tmp_path / "fehlt.docx")])

        assert done.exit_code == 2
        assert "fehlt.docx“ lässt sich nicht lesen" in done.stderr

    def test_this_repository_shows_its_word_files_as_text(self) -> None:
        assert git(ROOT, "check-attr", "diff", "--", "a.docx").endswith(": sro")


class TestProducts:
    def test_a_product_of_ours_is_said_with_its_numbers(self, tmp_path: Path) -> None:
        assert CliRunner().invoke(cli.app, ["init", str(tmp_path / "neu")]).exit_code == 0
        done = CliRunner().invoke(cli.app, ["-C", str(tmp_path / "neu"), "build", "-f", "docx"])
        assert done.exit_code == 0, done.output

        printed = (
            CliRunner()
            .invoke(cli.app, ["textconv", str(tmp_path / "neu/build/entwurf/konzept-beispielstadt.docx")])
            .output
        )

        assert "\n## 1.1 Der Stadtteil in Zahlen\n" in printed
        assert "\n| Merkmal | Anzahl |\n| Einwohner*innen | 4.200 |\n" in printed
        assert "\n[1] Auch der Verein ist erfunden.\n" in printed
