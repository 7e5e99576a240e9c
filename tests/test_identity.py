"""What a finding is recognised by."""

from __future__ import annotations

import unicodedata

import pytest

from sro_cli.diagnostics import Diagnostic, Kind, Severity
from sro_cli.diagnostics.identity import Identity, digests, identity
from sro_cli.source import Source, Span

KIND = Kind("V201", "verweis-ins-leere", Severity.FEHLER)
TEXT = "# Auftrag\n\nWie in [](ziel:Z11) beschrieben, helfen wir.\n"


def at(
    text: str, quoted: str = "ziel:Z11", message: str = "Verweis auf unbekanntes Ziel „Z11“"
) -> Diagnostic:
    start = text.index(quoted)
    return KIND.at(Span(Source("content/a.md", text), start, start + len(quoted)), message)


def test_it_is_made_of_the_place_and_of_what_the_message_quotes() -> None:
    assert identity(at(TEXT)) == Identity("V201", "content/a.md", "Z11", "in [](ziel:Z11) beschrieben,")


def test_a_finding_of_a_file_is_known_by_what_its_message_quotes() -> None:
    found = KIND.in_file("content/konzept.yml", "„a“ und „b“ fehlen")

    assert identity(found) == Identity("V201", "content/konzept.yml", "a b", "")


@pytest.mark.parametrize(
    "text",
    [
        f"\n\n\n{TEXT}",
        TEXT.replace("# Auftrag", "# Ein anderer Titel"),
        TEXT.replace("helfen wir", "hilft niemand"),
        TEXT.replace("beschrieben, ", "beschrieben,\n"),
        TEXT.replace("Wie in ", "Wie\r\n\tin  "),
        TEXT.replace("\n", "\r\n"),
    ],
    ids=["moved", "other paragraph", "other word further away", "broken anew", "blanks", "line ends"],
)
def test_it_stays_where_something_else_changes(text: str) -> None:
    assert identity(at(text)) == identity(at(TEXT))


@pytest.mark.parametrize("after", ["", "  - id: Z2\n", "\n# Ende\n", "    titel: T\n", "\n"])
@pytest.mark.parametrize(
    "before", ["ziele:\n", "zielwerke: []\nziele:\n", "ziele:\n  - id: Z0\n    titel: A\n"]
)
def test_it_stays_where_the_entries_around_change(before: str, after: str) -> None:
    found = at(f"{before}  - id: Z1\n{after}", "Z1")

    assert identity(found).place == "id: Z1"


def test_it_stays_where_the_message_gets_new_words() -> None:
    assert identity(at(TEXT, message="Das Ziel „Z11“ gibt es nicht")) == identity(at(TEXT))


def test_it_stays_whatever_the_form_of_umlauts() -> None:
    composed, decomposed = (unicodedata.normalize(form, "Ein Träger mehr") for form in ("NFC", "NFD"))

    found = at(decomposed, unicodedata.normalize("NFD", "Träger"))

    assert identity(found) == identity(at(composed, "Träger"))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [(TEXT.replace("Z11", "Z12"), "ziel:Z12"), (TEXT.replace("beschrieben", "gesagt"), "ziel:Z11")],
    ids=["place", "neighbour"],
)
def test_it_is_another_where_the_place_changes(text: str, quoted: str) -> None:
    assert identity(at(text, quoted)) != identity(at(TEXT))


def test_a_path_that_utf8_cannot_write_has_one_all_the_same() -> None:
    assert identity(KIND.in_file("content/\udcff.md", "x")).path == "content/?.md"


def test_digests_tell_findings_of_one_identity_apart_by_their_number() -> None:
    one, other = KIND.in_file("a", "„x“"), KIND.in_file("a", "„y“")

    assert len(set(digests([one, one, other]))) == 3
    assert list(digests([one, other, one])) == [
        list(digests([one, one, other]))[place] for place in (0, 2, 1)
    ]
    assert all(len(digest) == 64 for digest in digests([one]))
