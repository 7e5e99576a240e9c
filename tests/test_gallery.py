"""The gallery of findings, and what their pages say about where their rules come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sro_cli import catalogue
from sro_cli.catalogue import FAMILIES, KINDS
from sro_cli.diagnostics.suggestions import nearest
from tests import gallery
from tests.handbook import PAGES
from tests.test_pages import section


def sources(code: str) -> str:
    """What stands behind „Quelle:“ on a page, on one line."""
    found = re.search(r"^Quelle: (.+)", section(catalogue.page(code), "Warum"), re.MULTILINE | re.DOTALL)
    assert found
    return found[1].replace("\n", " ")


def house_rules() -> Iterator[str]:
    for code in KINDS:
        yield from re.findall(r"Hausregel „([^“]+)“", sources(code))


class TestGallery:
    def test_it_is_what_make_docs_would_make(self) -> None:
        assert gallery.GALLERY.read_text(encoding="utf-8") == gallery.gallery(), "make docs renews it"

    def test_it_shows_every_kind_in_the_table_and_with_an_example(self) -> None:
        page = gallery.GALLERY.read_text(encoding="utf-8")

        rows = re.findall(r"^\| \[(\w+)\]\(\.\./sro_cli/pages/\1\.md\) \|", page, re.MULTILINE)
        examples = re.findall(r"^### (\w+) ", page, re.MULTILINE)

        assert rows == examples == [kind.code for kind in gallery.in_order()]
        assert set(rows) == KINDS.keys()

    def test_every_example_shows_its_finding_as_the_terminal_does(self) -> None:
        parts = re.split(
            r"^### (?=[A-Z]\d{3} )", gallery.GALLERY.read_text(encoding="utf-8"), flags=re.MULTILINE
        )[1:]

        for part in parts:
            assert re.search(rf"^(fehler|warnung|hinweis)\[{part.split()[0]}\]: ", part, re.MULTILINE)


def test_the_handbook_names_all_families_in_their_order() -> None:
    (page,) = (page for page in PAGES if page.name == "pruefen.md")
    rows = re.findall(r"^\| `([A-Z])` \|", page.read_text(encoding="utf-8"), re.MULTILINE)

    assert rows == list(FAMILIES)


class TestSources:
    @pytest.mark.parametrize("code", KINDS)
    def test_a_section_of_the_handbook_that_a_page_names_exists(self, code: str) -> None:
        titles = {
            heading.partition(":")[0].partition(" – ")[0].strip("` ")
            for page in PAGES
            for heading in re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        }
        named = re.findall(r"\(Handbuch, ([^)]+)\)", sources(code))

        assert {title for names in named for title in re.findall(r"„([^“]+)“", names)} <= titles

    def test_a_house_rule_is_always_called_the_same(self) -> None:
        rules = set(house_rules())

        assert [rule for rule in rules if nearest(rule, rules - {rule})] == []
