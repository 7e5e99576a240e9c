"""The design tokens, and what an editor may break in them."""

from __future__ import annotations

import pytest

from sro_cli import report
from sro_cli.files import Memory, Overlay, bundled
from sro_cli.readers import gestaltung

TOKENS = "templates/gestaltung.yml"


def findings(old: str, new: str) -> str:
    """The findings of the bundled tokens with a change."""
    text = bundled().read(TOKENS).decode()
    assert old in text
    theme, found = gestaltung.load(Overlay(Memory({TOKENS: text.replace(old, new, 1).encode()}), bundled()))
    assert (theme is None) == bool(found)
    return report.short(found)


def test_the_bundled_design_is_sound_and_has_its_frames() -> None:
    theme, found = gestaltung.load(bundled())

    assert found == ()
    assert theme
    assert theme.frame("pdf.typ")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("farben:", "frabe:", "E112 Das Feld „frabe“ gibt es hier nicht (meinten Sie „farben“?)"),
        ("farben:\n", "farben: x\nfarben_:\n", "E114 Der Wert passt nicht in das Feld „farben“"),
        (
            "  oben: ",
            "  oben: -",
            "E114 Der Wert passt nicht in das Feld „seite → oben“ (schreiben Sie eine Zahl ab 0)",
        ),
        (
            "  oben: ",
            "  oben: 9",
            "E114 Der Wert passt nicht in das Feld „seite → oben“ (schreiben Sie eine Zahl bis 200)",
        ),
        ('  text: "#', '  text: "x', "eine Farbe hat die Form #1d5c8f"),
    ],
)
def test_a_fault_is_said_in_words(old: str, new: str, expected: str) -> None:
    assert expected in findings(old, new)


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"", "E113"), (b"\xff", "E102"), (b"a: b: c", "E110"), (b"- a", "E114"), (b"# nur ein Satz", "E113")],
)
def test_a_file_that_is_no_design_is_found(raw: bytes, code: str) -> None:
    theme, found = gestaltung.load(Memory({TOKENS: raw}))

    assert theme is None
    assert [finding.kind.code for finding in found] == [code]


def test_a_design_that_is_missing_is_named() -> None:
    _theme, found = gestaltung.load(Memory({}))

    assert [(finding.kind.code, finding.path) for finding in found] == [("E105", TOKENS)]
