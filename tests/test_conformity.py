"""Whether products keep their standards: every validator fails on what is broken, and says it in German."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sro_cli import conformity, pipeline, production, report
from sro_cli.cli import app
from sro_cli.conformity import docx, html, pdf
from sro_cli.diagnostics import Diagnostic
from sro_cli.engines.typeset import typeset
from sro_cli.files import bundled
from sro_cli.readers import gestaltung
from sro_cli.theme import Theme
from tests.projects import HERE
from tests.test_readback import changed
from tests.trees import META, full_tree
from tests.validation import docx_faults, pdf_faults, spoken_faults

DOCX, PDF, SINGLE, START = f"{META.name}.docx", f"{META.name}.pdf", f"{META.name}.html", "html/index.html"


@cache
def theme() -> Theme:
    found, _findings = gestaltung.load(bundled())
    assert found
    return found


@cache
def products() -> Mapping[str, bytes]:
    """The products of a document that has everything."""
    made, findings = production.products(full_tree(), theme(), pipeline.FORMATS, {}, lambda _words: None)
    assert findings == ()
    return made


def judged(**broken: bytes) -> list[Diagnostic]:
    """What is found in the products, some of them broken."""
    names = {"docx": DOCX, "pdf": PDF, "single": SINGLE, "start": START}
    replaced = {names[name]: content for name, content in broken.items()}
    return list(conformity.findings({**products(), **replaced}, theme()))


def test_a_document_with_everything_has_no_faults(tmp_path: Path) -> None:
    assert judged() == []
    assert spoken_faults(products()[PDF], tmp_path) == []


class TestPdf:
    """PDF/UA-1 and PDF/A-2a."""

    @pytest.mark.parametrize(
        ("before", "after", "accessible", "archivable"),
        [
            (b"/Lang", b"/Lanx", False, True),
            (b"/Alt", b"/Alx", False, True),
            (b"/Tabs/S", b"/Tabs/R", False, True),
            (b"/DisplayDocTitle true", b"/DisplayDocTitle null", False, True),
            (b"pdfaid:part>2", b"pdfaid:part>3", True, False),
            (b"/Marked true", b"/Marked null", False, False),
            (b"/StructTreeRoot", b"/StructTreeRoox", False, False),
        ],
    )
    def test_what_is_broken_is_found(
        self, before: bytes, after: bytes, accessible: bool, archivable: bool, tmp_path: Path
    ) -> None:
        broken = products()[PDF].replace(before, after)

        assert broken != products()[PDF]
        assert (not pdf_faults(broken, "ua1"), not pdf_faults(broken, "2a")) == (accessible, archivable)
        assert (not spoken_faults(broken, tmp_path)) == accessible

    def test_a_finding_names_standard_rule_and_page(self) -> None:
        first, *others = judged(pdf=products()[PDF].replace(b"/Marked true", b"/Marked null"))

        assert report.short([first]) == (
            f"{PDF}: P103 Das PDF hält PDF/UA-1 nicht ein: Regel PDFUA1-TAGGED-DOCUMENT-001 "
            "(das ist ein Fehler in sro und nicht in Ihrem Text, bitte melden Sie ihn; "
            "bis er behoben ist, baut „sro build -f docx -f html -f text“ die anderen Formate)\n"
        )
        assert [other.message for other in others] == [
            "Das PDF hält PDF/A-2a nicht ein: Regel PDFA2A-TAGGED-DOCUMENT-001"
        ]
        found = judged(pdf=products()[PDF].replace(b"/Lang", b"/Lanx"))
        assert "Das PDF hält PDF/UA-1 nicht ein: Regel PDFUA1-TEXT-LANGUAGE-001, Seite 1" in [
            finding.message for finding in found
        ]

    def test_prose_that_no_tag_has_is_found_by_the_second_opinion_but_no_running_head(
        self, tmp_path: Path
    ) -> None:
        prose = "Das ist ein ganzer Satz, den so niemand hört, der die Seite nicht sieht."
        artifact = f"#pdf.artifact[{prose}]"
        head = f"#set page(margin: 3cm, header-ascent: 1cm, header: [{prose}])\n"
        begin = '#set document(title: [Kurz])\n#set text(lang: "de")\n'

        hidden, headed = (
            {fault.partition(":")[0] for fault in spoken_faults(typeset(begin + text, {}), tmp_path)}
            for text in (f"= Anfang\nText.\n\n{artifact}", f"{head}= Anfang\nText.")
        )

        assert hidden - headed == {"TAG-002"}

    def test_a_stream_that_ends_in_a_carriage_return_is_no_fault(self) -> None:
        stream = b"<</Length 3>>\nstream\nab\r\nendstream"

        assert pdf.lengths_are_right(stream)
        assert not pdf.lengths_are_right(stream.replace(b"3", b"1"))
        assert not pdf.lengths_are_right(stream.replace(b"3", b"9"))


class TestDocx:
    """Open XML."""

    def test_what_is_broken_is_found_with_its_part(self) -> None:
        broken = changed(products()[DOCX], "word/document.xml", b"<w:tblGrid>", b"<w:tblGrix>")
        broken = changed(broken, "word/document.xml", b"</w:tblGrid>", b"</w:tblGrix>")

        found = judged(docx=broken)

        assert {finding.kind.code for finding in found} == {"P103"}
        assert all("hält Open XML nicht ein: Regel " in finding.message for finding in found)
        assert all(finding.message.endswith(" in word/document.xml") for finding in found)
        assert found[0].notes[0].startswith("gemeldet wird: ")

    def test_a_paragraph_without_the_number_of_its_style_is_no_fault(self) -> None:
        broken = changed(
            products()[DOCX], "word/document.xml", b'<w:numId w:val="0"/>', b'<w:numId w:val="7"/>'
        )

        assert docx.faults(products()[DOCX]) == []
        assert set(docx_faults(broken)) == {"Numbering definition '7' referenced but not found"}


class TestHtml:
    """Pages."""

    @pytest.mark.parametrize(
        ("before", "after", "message"),
        [
            ('lang="de"', 'lang=""', "Die Seite sagt nicht, in welcher Sprache sie ist"),
            ("<title>", "<title></title><title>", "Die Seite hat keinen Titel"),
            ("<h1 ", "<h1>Noch eine</h1><h1 ", "Die Seite hat 2 Überschriften der Ebene 1 statt einer"),
            ("<main ", '<img src="data:,"><main ', "Das Bild „data:,“ hat keine Beschreibung"),
            (
                "Content-Security-Policy",
                "X",
                "Die Seite verbietet nicht, dass etwas von anderswo geladen wird",
            ),
            ("<main ", '<p id="sro:suche"><main ', "Die Kennung „sro:suche“ gibt es auf der Seite 2-mal"),
            ("<main ", '<a href="#weg">x</a><main ', "Der Verweis „#weg“ führt nirgendwohin"),
            ("<main ", '<a href="weg.html">x</a><main ', "Der Verweis „weg.html“ führt nirgendwohin"),
            (
                "<main ",
                '<a href="suche.html#weg">x</a><main ',
                "Der Verweis „suche.html#weg“ führt nirgendwohin",
            ),
            ("stil.css", "weg.css", "Die Seite braucht „weg.css“, und das gibt es nicht"),
            (
                "stil.css",
                "https://stadt.example/stil.css",
                "Die Seite lädt etwas von anderswo: https://stadt.example/stil.css",
            ),
            (
                "'none'; style-src 'self'",
                "'none'; style-src https://stadt.example",
                "Die Seite verbietet nicht, dass etwas von anderswo geladen wird",
            ),
            (
                "<main ",
                '<a href="https://[stadt">x</a><main ',
                "Die Adresse „https://[stadt“ kann es nicht geben",
            ),
            (
                "<main ",
                '<img alt="" src="//[stadt"><main ',
                "Die Adresse „//[stadt“ kann es nicht geben",
            ),
            (
                "<main ",
                "<style>@import '//stadt.example/a.css';</style><main ",
                "Die Seite lädt etwas von anderswo: //stadt.example/a.css",
            ),
        ],
    )
    def test_what_is_broken_is_found(self, before: str, after: str, message: str) -> None:
        page = products()[START].decode()
        assert before in page

        found = judged(start=page.replace(before, after, 1).encode())

        assert (found[0].path, message) in [(START, finding.message) for finding in found]

    @pytest.mark.parametrize(
        "element",
        [
            '<img src="data:," alt="" srcset="data:,x 1x, {0} 2x">',
            '<picture><source srcset="{0}"></picture>',
            '<video poster="{0}"></video>',
            "<p style=\"background: URL('{0}')\">x</p>",
            '<svg><use href="{0}"/></svg>',
            '<svg><image xlink:href="{0}"/></svg>',
            '<svg><rect fill="url({0})"/></svg>',
        ],
    )
    def test_what_any_element_fetches_from_elsewhere_is_found(self, element: str) -> None:
        address = "https://stadt.example/a.svg"
        page = products()[START].decode().replace("<main ", element.format(address) + "<main ")

        (found,) = judged(start=page.encode())

        assert found.message == f"Die Seite lädt etwas von anderswo: {address}"

    def test_what_a_page_has_itself_is_not_fetched(self) -> None:
        own = '<svg><path id="form"/><use href="#form" fill="url(#form)"/></svg><main '
        page = products()[START].decode().replace("<main ", own)

        assert judged(start=page.encode()) == []

    def test_links_to_elsewhere_are_nobody_s_business(self) -> None:
        links = '<a href="https://stadt.example">x</a><a href="mailto:amt@stadt.example">x</a><main '
        page = products()[START].decode().replace("<main ", links)

        assert judged(start=page.encode()) == []

    def test_a_style_sheet_that_fetches_is_found(self) -> None:
        sheet = b"a { background: url(https://stadt.example/a.png) }"

        ((path, fault),) = html.faults({"html/stil.css": sheet})

        assert (path, fault.message) == (
            "html/stil.css",
            "Die Seite lädt etwas von anderswo: https://stadt.example/a.png",
        )

    def test_what_is_wrong_in_several_places_is_said_once(self) -> None:
        links = b'<a href="#a">x</a><a href="#b">x</a><a href="#c">x</a><main '

        (finding,) = judged(start=products()[START].replace(b"<main ", links))

        assert finding.notes == ("so auch an 2 weiteren Stellen",)


class TestCommand:
    """``sro build --pruefen``."""

    def test_it_says_how_to_get_what_is_missing(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for module in ("page", "openxml_audit"):
            monkeypatch.setitem(sys.modules, module, None)

        done = CliRunner().invoke(app, ["-C", str(tmp_path), "build", "--pruefen"])

        assert done.exit_code == 2
        assert done.output.startswith("sro: Für --pruefen fehlt: openxml-audit, page-validation\n")
        assert done.output.endswith("python -m pip install openxml-audit page-validation\n")
        assert conformity.missing(["pdf"]) == ["page-validation"]
        assert conformity.missing(["html", "text"]) == []

    def test_doctor_lists_the_validators_and_how_to_get_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        content = ["-C", str(HERE / "minimal"), "doctor"]
        there = CliRunner().invoke(app, content)
        monkeypatch.setitem(sys.modules, "page", None)
        missing = CliRunner().invoke(app, content)

        assert re.search(r"^page-validation +\d", there.output, re.MULTILINE)
        assert re.search(r"^openxml-audit +\d", there.output, re.MULTILINE)
        assert (there.exit_code, missing.exit_code) == (0, 0)
        assert "„sro build --pruefen“" in missing.output
        assert "python -m pip install page-validation" in " ".join(missing.output.split())
        assert there.output.endswith("\n\nAlles da.\n")
        assert missing.output.endswith(
            "\n\nAlles Nötige ist da. Nicht da, und nur für manches nötig: page-validation.\n"
        )

    def test_it_says_what_was_kept(self, tmp_path: Path) -> None:
        shutil.copytree(HERE / "minimal", tmp_path, dirs_exist_ok=True)
        content = ["-C", str(tmp_path), "build", "-f", "html"]

        assert (
            CliRunner()
            .invoke(app, [*content, "--pruefen"])
            .stderr.endswith("Geprüft: Webseiten – ohne Befund.\n")
        )
        assert "ohne Befund" not in CliRunner().invoke(app, content).stderr
