"""The products of real concepts: sound under every validator, and of one mind about every number.

The concepts are the one in ``content/`` and ``tests/projects/full``, which has every construct once.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import lxml.html
import pypdfium2
import pytest
from lxml import etree

from sro_cli import pipeline
from sro_cli.conformity import html
from sro_cli.files import Folder, Overlay, bundled
from sro_cli.pipeline import Built
from sro_cli.writers.docx.markup import w
from sro_cli.writers.docx.package import parts_of
from tests.projects import HERE
from tests.test_build import QUICK, REQUEST, every_byte, lying_in
from tests.test_docx import fields, style, text
from tests.validation import docx_faults, html_faults, pdf_faults, spoken_faults

SECRETS = ("nachtpfauenaug", "grottenolm")
"""Words of INTERN boxes and of ``intern`` fields in the full concept, without their endings."""

_HEADING = re.compile(r"(?:\d+|[A-Z])(?:\.\d+)* ")
_CAPTION = re.compile(r"^(Abbildung|Tabelle)\s(\d+):\s", re.MULTILINE)


@dataclass(frozen=True)
class Concept:
    """A concept, and what it must have.

    Attributes:
        root: its folder.
        name: of its products.
        findings: the codes of what is found in it.
        least: so many headings and captions with numbers it has at least.
    """

    root: Path
    name: str
    findings: tuple[str, ...]
    least: int


REAL = Concept(HERE.parents[1], "fachkonzept-sro", (), 20)
FULL = Concept(HERE / "full", "probekonzept", ("Z304",), 20)


@dataclass(frozen=True)
class Products:
    """What was built of a concept, in a folder."""

    concept: Concept
    folder: Path

    def read(self, ending: str) -> bytes:
        """The product with an ending, e.g. ``.pdf``."""
        return (self.folder / f"{self.concept.name}{ending}").read_bytes()


@pytest.fixture(scope="session", params=[REAL, FULL], ids=lambda concept: concept.name)
def products(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Products:
    """Built once for all tests."""
    folder = tmp_path_factory.mktemp("konzept")
    assert build(request.param, folder).products
    return Products(request.param, folder)


def build(concept: Concept, target: Path, request: pipeline.Request = REQUEST) -> Built:
    """Builds a concept."""
    files = Overlay(Folder(concept.root), bundled())
    return pipeline.build(files, target, request, {}, lambda _words: None)


class TestSound:
    """What independent validators say."""

    @pytest.mark.parametrize("concept", [REAL, FULL], ids=lambda concept: concept.name)
    def test_the_concept_has_no_findings_but_those_that_are_meant(
        self, concept: Concept, tmp_path: Path
    ) -> None:
        findings = build(concept, tmp_path, QUICK).findings
        assert tuple(finding.kind.code for finding in findings) == concept.findings

    @pytest.mark.parametrize("profile", ["ua1", "2a"])
    def test_the_pdf_is_accessible_and_archivable(self, products: Products, profile: Any) -> None:
        assert pdf_faults(products.read(".pdf"), profile) == []

    def test_a_second_opinion_on_the_pdf_finds_no_error(self, products: Products, tmp_path: Path) -> None:
        assert spoken_faults(products.read(".pdf"), tmp_path) == []

    def test_the_docx_keeps_its_schema(self, products: Products) -> None:
        assert docx_faults(products.read(".docx")) == []

    def test_pages_keep_the_rules_that_need_no_browser(self, products: Products) -> None:
        assert list(html.faults(lying_in(products.folder))) == []

    @pytest.mark.tool("chromium")
    def test_every_page_of_the_site_and_the_single_file_are_accessible(
        self, products: Products, browser: Any
    ) -> None:
        window = browser.new_page()
        pages = [*sorted(products.folder.glob("html/*.html")), *products.folder.glob("*.html")]
        judged: set[str] = set()

        found = {page.name: faults for page in pages if (faults := html_faults(window, page, judged))}

        window.close()
        assert found == {}


class TestNumbers:
    """PDF, DOCX, HTML and Lesefassung number alike: the same headings and captions in the same order."""

    @pytest.fixture
    def headings(self, products: Products) -> list[str]:
        """The headings with a number, as the HTML has them."""
        found = _of_html(products, "h2", "h3", "h4", "h5", "h6")
        return [words for words in found if _HEADING.match(words)]

    @pytest.fixture
    def captions(self, products: Products) -> list[str]:
        """„Tabelle 3“, „Abbildung 1“ … in the order of the HTML."""
        return _captions("\n".join(_of_html(products, "figcaption", "caption")))

    def test_there_is_something_to_compare(
        self, products: Products, headings: list[str], captions: list[str]
    ) -> None:
        assert len(headings) > products.concept.least
        assert len(captions) > products.concept.least
        assert {caption.split()[0] for caption in captions} == {"Abbildung", "Tabelle"}

    def test_the_pdf_numbers_like_the_html(
        self, products: Products, headings: list[str], captions: list[str]
    ) -> None:
        with pypdfium2.PdfDocument(products.read(".pdf")) as document:
            bookmarks = [_squeezed(bookmark.get_title()) for bookmark in document.get_toc()]
            words = "\n".join(page.get_textpage().get_text_range() for page in document)

        assert [title for title in bookmarks if _HEADING.match(title)] == headings
        assert _captions(words) == captions

    @pytest.mark.tool("pdftotext")
    def test_pdftotext_reads_the_same_numbers(
        self, products: Products, headings: list[str], captions: list[str]
    ) -> None:
        command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
        done = subprocess.run(command, input=products.read(".pdf"), check=True, capture_output=True)
        words = done.stdout.decode()

        assert _in_order(headings, words) == headings
        assert _captions(words) == captions

    @pytest.mark.tool("soffice")
    def test_libreoffice_shows_the_same_numbers_for_the_docx(
        self, products: Products, headings: list[str], captions: list[str], tmp_path: Path
    ) -> None:
        profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
        (tmp_path / "product.docx").write_bytes(products.read(".docx"))
        convert = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
        command = [*convert, "--outdir", str(tmp_path), str(tmp_path / "product.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        lines = (tmp_path / "product.txt").read_text("utf-8-sig").splitlines()

        # Lines with a tab and a page are the contents; numbers of annexes are indented as in lists.
        body = "\n".join(line.strip() for line in lines if "\t" not in line)
        assert _in_order(headings, body) == headings
        assert _captions(body) == captions

    def test_the_lesefassung_has_the_same_numbers(
        self, products: Products, headings: list[str], captions: list[str]
    ) -> None:
        marked = (products.folder / "lesefassung.md").read_text("utf-8")
        words = re.sub(r"\\(.)|[*`]|\[Fußnote[ \d]*\]", lambda mark: mark[1] or "", marked)

        lines = map(_squeezed, re.findall(r"^#+ (.*)$", words, re.MULTILINE))
        assert [line for line in lines if _HEADING.match(line)] == headings
        assert _captions(words) == captions


class TestFields:
    """What Word shows before anybody updates a field."""

    @pytest.fixture
    def body(self, products: Products) -> Any:
        """The body of the DOCX."""
        return etree.fromstring(parts_of(products.read(".docx"))["word/document.xml"])

    def test_every_reference_finds_its_bookmark(self, body: Any) -> None:
        names = {start.get(w("name")) for start in body.iter(w("bookmarkStart"))}
        wanted = {match[1] for code, _ in fields(body) if (match := re.match(r"(?:PAGE)?REF (\S+)", code))}
        wanted |= {link.get(w("anchor")) for link in body.iter(w("hyperlink"))} - {None}

        assert len(wanted) > 20
        assert wanted <= names

    def test_the_contents_name_the_pages_of_the_pdf(self, products: Products, body: Any) -> None:
        listed = [
            text(paragraph).split("\t") for paragraph in body.iter(w("p")) if style(paragraph)[:3] == "TOC"
        ]
        with pypdfium2.PdfDocument(products.read(".pdf")) as document:
            marks = [
                (_squeezed(mark.get_title()), str(mark.get_dest().get_index() + 1))
                for mark in document.get_toc()
            ]

        entries = [(_squeezed(" ".join(words)), page) for *words, page in listed]
        assert len(entries) > 20
        assert [mark for mark in marks if mark in entries] == entries


def test_what_is_said_about_the_version_takes_one_page(products: Products) -> None:
    with pypdfium2.PdfDocument(products.read(".pdf")) as document:
        pages = {mark.get_title(): mark.get_dest().get_index() for mark in document.get_toc()}
    assert pages["Inhalt"] == pages["Zu dieser Fassung"] + 1


@pytest.fixture(scope="session")
def internal(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of an internal build of the full concept."""
    folder = tmp_path_factory.mktemp("intern")
    build(FULL, folder, replace(REQUEST, internal=True))
    return lying_in(folder)


class TestSecrets:
    """What is internal is in the internal products and in no byte of the public ones."""

    def test_no_byte_of_a_public_product_tells_it(self, products: Products) -> None:
        public = lying_in(products.folder)
        everything = "\n".join((*public, every_byte(public))).lower()

        assert [secret for secret in SECRETS if secret in everything] == []

    @pytest.mark.parametrize("ending", [".docx", ".pdf", "konzept-intern.html", "suchindex.js", ".md"])
    def test_every_internal_product_tells_it(self, internal: dict[str, bytes], ending: str) -> None:
        telling = {path: content for path, content in internal.items() if path.endswith(ending)}
        everything = every_byte(telling).lower()

        assert [secret for secret in SECRETS if secret not in everything] == []


@pytest.mark.parametrize("ending", [".docx", ".pdf", ".html"])
def test_the_genderstern_stands_in_every_product(products: Products, ending: str) -> None:
    assert "Adressat*innen" in every_byte({ending: products.read(ending)})


def _of_html(products: Products, *tags: str) -> list[str]:
    """The words of the elements in the single file without footnotes, blanks made one, in order."""
    page: Any = lxml.html.fromstring(products.read(".html"))
    (main,) = page.iter("main")
    for reference in main.xpath(".//a[@role='doc-noteref']/.."):
        reference.drop_tree()
    return [_squeezed(element.text_content()) for element in main.iter(*tags)]


def _squeezed(text: str) -> str:
    """The text with blanks of all kinds made one."""
    return " ".join(text.split())


def _captions(text: str) -> list[str]:
    """What is named „Tabelle 3:“ at the beginning of a line, in order."""
    return [f"{word} {number}" for word, number in _CAPTION.findall(text)]


def _in_order(headings: list[str], text: str) -> list[str]:
    """The headings that follow one another in a text, each a line, some with the number of a footnote."""
    found: list[str] = []
    at = 0
    for heading in headings:
        words = r"\s+".join(re.escape(word) for word in heading.split())
        if match := re.compile(rf"^{words}\d*\s", re.MULTILINE).search(text, at):
            found.append(heading)
            at = match.start()
    return found
