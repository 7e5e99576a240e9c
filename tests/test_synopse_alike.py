"""What no reader of two versions can tell apart is no change in the Synopse; what is hardly one says so."""

from __future__ import annotations

import pytest

from tests.test_synopse import CHAPTER, SETTINGS, SMALL, compared, edited, rows

SOURCES = """\
quellen:
  - {id: statistik, titel: Statistisches Jahrbuch 2025, herausgeber: Musterstadt, datum: 2025, kurz: Jahrbuch}
"""
PATH = "content/quellen.yml"


def changed(old: dict[str, bytes], new: dict[str, bytes]) -> list[list[str]]:
    """The rows of what changed."""
    return [row for row in rows(compared(old, new)) if row[1] != "unverändert"]


def concept(text: str) -> dict[str, bytes]:
    return {"content/konzept.yml": SETTINGS.encode(), CHAPTER: text.encode(), PATH: SOURCES.encode()}


def test_renamed_ids_are_no_change() -> None:
    text = SMALL.replace("Am Anfang", "Nach dem [Jahrbuch](quelle:statistik) und [](quelle:statistik)")
    table = "\n| A | B |\n|---|---|\n| [x](quelle:statistik) | y |\n\n: Titel {#liste}\n"
    old = concept(text + table)
    other = {
        "statistik": "jahrbuch",
        "abschnitt:weg": "abschnitt:pfad",
        "{#weg}": "{#pfad}",
        "#liste": "#tafel",
    }
    new = {path: content.decode() for path, content in old.items()}
    for one, now in other.items():
        new = {path: content.replace(one, now) for path, content in new.items()}

    assert changed(old, {path: content.encode() for path, content in new.items()}) == []


def test_an_id_that_is_printed_is_told() -> None:
    goals = (
        "ziele:\n  - {id: Z1, zielwerk: Zielwerk, titel: Alle Kinder haben Platz, beleg: {art: unbelegt}}\n"
    )
    old = {**concept(SMALL), "content/ziele.yml": goals.encode()}

    assert [row[:4] for row in changed(old, edited(old, {"content/ziele.yml": (("Z1", "Z7"),)}))] == [
        ["Ziel Z7 Kennung", "geändert", "[-Z1-]", "[+Z7+]"]
    ]


def test_a_mention_of_something_renamed_can_still_lead_elsewhere() -> None:
    old = concept(SMALL.replace("Am Anfang", "Nach dem [Buch](quelle:statistik)"))
    new = {path: content.replace(b"statistik", b"jahrbuch") for path, content in old.items()}
    new = edited(new, {CHAPTER: (("[Buch](quelle:jahrbuch)", "[Buch](abschnitt:stand)"),)})

    (found,) = changed(old, new)
    assert found[4].endswith("„Buch“ verweist jetzt auf Abschnitt 1.2, vorher auf Jahrbuch")


def test_marks_that_are_printed_alike_are_no_change() -> None:
    old = concept(SMALL.replace("Am Anfang", 'Am "Anfang" -- 2020 -- 2021'))
    new = concept(SMALL.replace("Am Anfang", "Am „Anfang“ – 2020 – 2021"))
    old, new = (
        edited(each, {PATH: (("Statistisches Jahrbuch", f"Statistisches {title}"),)})
        for each, title in ((old, '"Jahrbuch"'), (new, "„Jahrbuch“"))
    )

    assert changed(old, new) == []


@pytest.mark.parametrize(
    ("one", "other"), [("seit 2019, siehe", "seit 2019 - siehe"), ("Der Auftrag", "Der *Auftrag*")]
)
def test_other_marks_are_called_so(one: str, other: str) -> None:
    old = concept(SMALL.replace(one, other.replace("-", "–").replace("*", "")))
    (found,) = changed(old, concept(SMALL.replace(one, other)))
    assert found[4].endswith(("nur Schriftbild", "nur anders hervorgehoben"))
