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
_CAPTION = re.compile(r"^(Abbildung|Tabelle)\s(\d+):\s", re.MULTILINE)


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
    """PDF, DOCX, HTML and Lesefassung number alike: the same headings and captions in the same order."""

    @pytest.fixture
    def headings(self, folder: Path) -> list[str]:
        """The headings with a number, as the HTML has them."""
        return [text for text in _of_html(folder, "h2", "h3", "h4", "h5") if _HEADING.match(text)]

    @pytest.fixture
    def captions(self, folder: Path) -> list[str]:
        """„Tabelle 3“, „Abbildung 1“ … in the order of the HTML."""
        return _captions("\n".join(_of_html(folder, "figcaption", "caption")))

    def test_there_is_something_to_compare(self, headings: list[str], captions: list[str]) -> None:
        assert len(headings) > 50
        assert len(captions) > 20
        assert {caption.split()[0] for caption in captions} == {"Abbildung", "Tabelle"}

    def test_the_pdf_numbers_like_the_html(
        self, folder: Path, headings: list[str], captions: list[str]
    ) -> None:
        with pypdfium2.PdfDocument(folder / f"{NAME}.pdf") as document:
            bookmarks = [_squeezed(bookmark.get_title()) for bookmark in document.get_toc()]
            text = "\n".join(page.get_textpage().get_text_range() for page in document)

        assert [title for title in bookmarks if _HEADING.match(title)] == headings
        assert _captions(text) == captions

    @pytest.mark.tool("pdftotext")
    def test_pdftotext_reads_the_same_numbers(
        self, folder: Path, headings: list[str], captions: list[str]
    ) -> None:
        command = ["pdftotext", "-enc", "UTF-8", f"{NAME}.pdf", "-"]
        text = subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout.decode()

        assert _in_order(headings, text) == headings
        assert _captions(text) == captions

    @pytest.mark.tool("soffice")
    def test_libreoffice_shows_the_same_numbers_for_the_docx(
        self, folder: Path, headings: list[str], captions: list[str], tmp_path: Path
    ) -> None:
        profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
        command = [*convert, "--outdir", str(tmp_path), str(folder / f"{NAME}.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        lines = (tmp_path / f"{NAME}.txt").read_text("utf-8-sig").splitlines()

        # Lines with a tab and a page are the contents; numbers of annexes are indented as in lists.
        body = "\n".join(line.strip() for line in lines if "\t" not in line)
        assert _in_order(headings, body) == headings
        assert _captions(body) == captions

    def test_the_lesefassung_has_the_same_numbers(
        self, folder: Path, headings: list[str], captions: list[str]
    ) -> None:
        text = (folder / "lesefassung.md").read_text("utf-8").replace("\\", "")

        lines = map(_squeezed, re.findall(r"^#+ (.*)$", text, re.MULTILINE))
        assert [line for line in lines if _HEADING.match(line)] == headings
        assert _captions(text) == captions


@pytest.mark.parametrize("product", [f"{NAME}.docx", f"{NAME}.pdf", f"{NAME}.html", "lesefassung.md"])
def test_the_genderstern_stands_in_every_product(folder: Path, product: str) -> None:
    text = every_byte({product: (folder / product).read_bytes()})

    assert "Adressat*innen" in text.replace("\\", "")


def _of_html(folder: Path, *tags: str) -> list[str]:
    """The words of the elements in the single file, blanks of all kinds made one, in order."""
    page: Any = lxml.html.fromstring((folder / f"{NAME}.html").read_bytes())
    (main,) = page.iter("main")
    return [_squeezed(element.text_content()) for element in main.iter(*tags)]


def _squeezed(text: str) -> str:
    """The text with blanks of all kinds made one."""
    return " ".join(text.split())


def _captions(text: str) -> list[str]:
    """What is named „Tabelle 3:“ at the beginning of a line, in order."""
    return [f"{word} {number}" for word, number in _CAPTION.findall(text)]


def _in_order(headings: list[str], text: str) -> list[str]:
    """The headings that follow one another in a text, each beginning a line."""
    found: list[str] = []
    at = 0
    for heading in headings:
        words = r"\s+".join(re.escape(word) for word in heading.split())
        if match := re.compile(rf"^{words}\s", re.MULTILINE).search(text, at):
            found.append(heading)
            at = match.start()
    return found
