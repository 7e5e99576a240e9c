"""The products of the real concept: sound under every validator, and of one mind about every number."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import lxml.html
import pypdfium2
import pytest

from sro_cli import pipeline
from sro_cli.files import Folder, Overlay, bundled
from sro_cli.pipeline import Built
from tests.test_build import QUICK, REQUEST, every_byte
from tests.validation import docx_faults, html_faults, pdf_faults

ROOT = Path(__file__).parents[1]
NAME = "fachkonzept-sro"

_HEADING = re.compile(r"(?:\d+|[A-Z])(?:\.\d+)* ")
_CAPTION = re.compile(r"(Abbildung|Tabelle)\s(\d+):\s")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The products of the real concept."""
    target = tmp_path_factory.mktemp("konzept")
    assert build(target).products
    return target


def build(target: Path, request: pipeline.Request = REQUEST) -> Built:
    """Builds the real concept."""
    files = Overlay(Folder(ROOT), bundled())
    return pipeline.build(files, target, request, {}, lambda _words: None)


class TestSound:
    """What independent validators say."""

    def test_the_concept_has_no_findings(self, tmp_path: Path) -> None:
        assert build(tmp_path, QUICK).findings == ()

    @pytest.mark.parametrize("profile", ["ua1", "2a"])
    def test_the_pdf_is_accessible_and_archivable(self, folder: Path, profile: Any, tmp_path: Path) -> None:
        assert pdf_faults((folder / f"{NAME}.pdf").read_bytes(), profile, tmp_path) == []

    def test_the_docx_keeps_its_schema(self, folder: Path, tmp_path: Path) -> None:
        assert docx_faults((folder / f"{NAME}.docx").read_bytes(), tmp_path) == []

    @pytest.mark.tool("chromium")
    def test_every_page_of_the_site_and_the_single_file_are_accessible(
        self, folder: Path, browser: Any
    ) -> None:
        window = browser.new_page()
        pages = [*sorted((folder / "html").glob("*.html")), folder / f"{NAME}.html"]

        found = {page.name: faults for page in pages if (faults := html_faults(window, page))}

        window.close()
        assert found == {}


class TestNumbers:
    """PDF, DOCX and HTML number alike."""

    @pytest.fixture
    def numbered(self, folder: Path) -> tuple[list[str], list[str]]:
        """The headings and the captions that carry a number, as the HTML has them."""
        (main,) = lxml.html.fromstring((folder / f"{NAME}.html").read_bytes()).iter("main")
        headings = [_squeezed(heading) for heading in main.iter("h2", "h3", "h4", "h5")]
        captions = [_squeezed(caption) for caption in main.iter("figcaption", "caption")]
        return [text for text in headings if _HEADING.match(text)], [c for c in captions if _CAPTION.match(c)]

    def test_there_is_something_to_compare(self, numbered: tuple[list[str], list[str]]) -> None:
        headings, captions = numbered

        assert len(headings) > 50
        assert len(captions) > 20

    def test_the_pdf_numbers_like_the_html(self, folder: Path, numbered: tuple[list[str], list[str]]) -> None:
        with pypdfium2.PdfDocument(folder / f"{NAME}.pdf") as document:
            text = "\n".join(page.get_textpage().get_text_range() for page in document)

        assert _missing(numbered, text) == []

    @pytest.mark.tool("pdftotext")
    def test_pdftotext_reads_the_same_numbers(
        self, folder: Path, numbered: tuple[list[str], list[str]]
    ) -> None:
        command = ["pdftotext", "-enc", "UTF-8", f"{NAME}.pdf", "-"]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True)

        assert _missing(numbered, done.stdout.decode()) == []

    @pytest.mark.tool("soffice")
    def test_libreoffice_shows_the_same_numbers_for_the_docx(
        self, folder: Path, numbered: tuple[list[str], list[str]], tmp_path: Path
    ) -> None:
        profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
        command = [*convert, "--outdir", str(tmp_path), str(folder / f"{NAME}.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=300)

        assert _missing(numbered, (tmp_path / f"{NAME}.txt").read_text("utf-8-sig")) == []

    def test_the_lesefassung_has_the_same_numbers(
        self, folder: Path, numbered: tuple[list[str], list[str]]
    ) -> None:
        text = (folder / "lesefassung.md").read_text("utf-8")

        assert _missing(numbered, text) == []


@pytest.mark.parametrize("product", [f"{NAME}.docx", f"{NAME}.pdf", f"{NAME}.html", "lesefassung.md"])
def test_the_genderstern_stands_in_every_product(folder: Path, product: str) -> None:
    text = every_byte({product: (folder / product).read_bytes()})

    assert "Adressat*innen" in text.replace("\\", "")


def _squeezed(element: Any) -> str:
    """The words of an element, blanks of all kinds made one."""
    return re.sub(r"\s+", " ", element.text_content()).strip()


def _letters(text: str) -> str:
    """The text without blanks, hyphens and marks: only what no line end and no format can change."""
    return re.sub(r"[\s\u00ad\x02\ufffe*_`\\-]", "", text)


def _missing(numbered: tuple[list[str], list[str]], text: str) -> list[str]:
    """The headings and captions that do not occur with their number in the text of a product."""
    seen = _letters(text)
    return [item for items in numbered for item in items if _letters(item) not in seen]
