"""The Synopse: what it says of two versions, and that its products fit a committee."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from typer.testing import CliRunner

from sro_cli import tree
from sro_cli.cli import app
from sro_cli.comparison.values import Place
from sro_cli.diagnostics import Diagnostic
from sro_cli.files import Folder, Memory
from sro_cli.production import products
from sro_cli.readers import content, gestaltung
from sro_cli.synopse import Wanted, synopse
from sro_cli.synopse.pages import Headline
from sro_cli.tree import Tree, plain_text
from sro_cli.writers import html, text
from tests import repositories
from tests.validation import docx_faults, html_faults, pdf_faults

ROOT = Path(__file__).parent.parent
CHAPTER = "content/kapitel/02-auftrag.md"
HEADLINE = Headline(
    title="Fachkonzept",
    publisher="Musterstadt",
    old="Fassung 0.1.0",
    new="Fassung 0.2.0",
    old_day="3. März 2026",
    new_day="22. November 2026",
    moment=datetime(2026, 11, 22, tzinfo=UTC),
    draft=False,
)

SHOWN = Wanted()

Edits = dict[str, tuple[tuple[str, str], ...]]


def edited(files: dict[str, bytes], edits: Edits) -> dict[str, bytes]:
    """The files with some texts replaced; each must be there."""
    result = dict(files)
    for path, pairs in edits.items():
        text = result[path].decode()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        result[path] = text.encode()
    return result


def reason(_old: Place | None, new: Place | None) -> str:
    """One for a chapter, none for the rest."""
    return "Beschluss 2026/BV/0123" if new and new.target == "kapitel:auftrag" else ""


def compared(old: dict[str, bytes], new: dict[str, bytes], wanted: Wanted = SHOWN) -> Tree:
    """The Synopse of two folders."""
    return synopse(content.load(Memory(old)), content.load(Memory(new)), HEADLINE, reason, wanted)


def rows(document: Tree) -> list[list[str]]:
    """The rows of all tables after the overview, a text a cell; struck and inserted words in brackets."""
    return [
        [shown(cell.content).replace("\N{NO-BREAK SPACE}", " ") for cell in row]
        for part in document.parts
        if part.ident in {"text", "daten"}
        for block in part.blocks
        if isinstance(block, tree.Table)
        for row in block.rows
    ]


def shown(inlines: tuple[tree.Inline, ...]) -> str:
    """A text with what is marked in brackets."""
    signs = {"deleted": "[-{}-]", "inserted": "[+{}+]"}
    return "".join(
        signs[inline.mark].format(plain_text(inline.content))
        if isinstance(inline, tree.Marked)
        else shown(inline.content)
        if isinstance(inline, tree.Strong | tree.Emphasis)
        else plain_text((inline,))
        for inline in inlines
    )


# --- what it says ----------------------------------------------------------------------

SMALL = """\
---
id: auftrag
status: entwurf
---

# Auftrag

Der Auftrag gilt seit 2019, siehe [](abschnitt:weg).

## Der Weg {#weg}

Am Anfang stand ein Papier aus vielen Händen.

Dann kam der Antrag an den Ausschuss der Stadt.

- Erstens ein Punkt
- Zweitens ein Punkt

| Jahr | Was |
|---|---|
| 2019 | Antrag |
| 2020 | Beschluss |

## Der Stand {#stand}

Alles ist offen.[^a]

[^a]: Auch dies.
"""

SETTINGS = """\
titel: Konzept
untertitel: Für alle
kurzname: konzept
herausgeber: Musterstadt
beschreibung: Ein Konzept.
kapitel: [auftrag]
"""


def small(*pairs: tuple[str, str]) -> list[list[str]]:
    """The rows for a small chapter after some replacements."""
    old = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: SMALL.encode()}
    return rows(compared(old, edited(old, {CHAPTER: pairs})))


def changed(*pairs: tuple[str, str]) -> list[list[str]]:
    """The same without what did not change."""
    return [row for row in small(*pairs) if row[1] != "unverändert"]


def test_two_equal_versions_differ_nowhere() -> None:
    old = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: SMALL.encode()}
    document = compared(old, old)
    assert rows(document) == []
    assert "nichts geändert" in plain_text(
        tuple(inline for block in document.parts[1].blocks for inline in tree.inner_inlines(block))
    )


def test_changed_words_are_marked_on_their_side_and_mentions_are_words() -> None:
    assert changed(("seit 2019", "seit 2020")) == [
        [
            "1 Absatz 1",
            "geändert",
            "Der Auftrag gilt seit [-2019-], siehe Abschnitt 1.1.",
            "Der Auftrag gilt seit [+2020+], siehe Abschnitt 1.1.",
            "Beschluss 2026/BV/0123",
        ]
    ]


def test_what_is_new_stands_on_the_right_and_what_is_gone_on_the_left() -> None:
    before, after = (
        ("Alles ist offen.[^a]", "Alles ist offen.[^a]\n\nNeu ist dies."),
        ("- Zweitens ein Punkt\n", ""),
    )
    reasoned = "Beschluss 2026/BV/0123"
    assert [row[:4] for row in changed(before, after)] == [
        ["1.1 Absatz 2, Punkt 2", "entfällt", "Zweitens ein Punkt", ""],
        ["1.2 Absatz 2", "neu", "", "Neu ist dies."],
    ]
    assert changed(before)[0][4] == reasoned


def test_a_row_of_a_table_names_its_columns() -> None:
    assert [row[:4] for row in changed(("| 2020 | Beschluss |", "| 2020 | Vorlage |"))] == [
        ["1.1 Tabelle, Zeile 2", "geändert", "2020 Was: [-Beschluss-]", "2020 Was: [+Vorlage+]"]
    ]


def test_a_footnote_has_a_row_of_its_own() -> None:
    assert [row[:4] for row in changed(("Auch dies.", "Auch jenes."))] == [
        ["1.2 Absatz 1, Fußnote", "geändert", "Auch [-dies-].", "Auch [+jenes+]."]
    ]


def test_what_moved_says_where_it_was() -> None:
    moved = "Am Anfang stand ein Papier aus vielen Händen.\n\n"
    found = changed((moved, ""), ("Alles ist offen.[^a]\n\n", f"Alles ist offen.[^a]\n\n{moved}"))
    assert [row[:4] for row in found] == [
        ["1.2 Absatz 2", "verschoben", "bisher 1.1, Absatz 1", moved.strip()]
    ]


def test_what_did_not_change_is_one_line() -> None:
    found = small(("Alles ist offen.", "Nichts ist offen."))
    assert [row[:4] for row in found if row[1] == "unverändert"] == [
        ["1–1.1", "unverändert", "unverändert: 1, Absatz 1, bis 1.1, Tabelle", "wie bisher"],
        ["1.2 Überschrift", "unverändert", "1.2 Der Stand", "1.2 Der Stand"],
        ["1.2", "unverändert", "unverändert: 1.2, Absatz 1, Fußnote", "wie bisher"],
    ]


def test_unchanged_passages_have_their_words_if_wanted() -> None:
    old = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: SMALL.encode()}
    new = edited(old, {CHAPTER: (("Alles ist", "Nichts ist"),)})
    found = rows(compared(old, new, Wanted(unchanged=True)))
    assert [
        "1.1 Absatz 1",
        "unverändert",
        *["Am Anfang stand ein Papier aus vielen Händen."] * 2,
        "",
    ] in found


def test_a_mention_that_leads_elsewhere_is_said_in_words() -> None:
    old = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: SMALL.replace("[](", "[dort](").encode()}
    new = edited(old, {CHAPTER: (("[dort](abschnitt:weg)", "[dort](abschnitt:stand)"),)})
    (found,) = (row for row in rows(compared(old, new)) if row[1] == "geändert")
    assert "„dort“ verweist jetzt auf Abschnitt 1.2, vorher auf Abschnitt 1.1" in found[4]


def test_internal_boxes_and_remarks_stay_out_unless_asked_for() -> None:
    old = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: SMALL.encode()}
    new = edited(old, {CHAPTER: (("Alles ist", "> [!INTERN]\n> Geheim.\n\nAlles ist"),)})
    assert rows(compared(old, new)) == []
    assert any("Geheim." in row[3] for row in rows(compared(old, new, Wanted(internal=True))))


SAID = {
    "bedarf": "Viele Familien im Ort suchen Rat in ihrer Nähe.",
    "wege": "Zum Amt fährt zweimal am Tag ein Bus.",
    "geld": "Der Haushalt sieht dafür bisher keine Mittel vor.",
}


def chapters(*order: str) -> dict[str, bytes]:
    """A concept of chapters of one paragraph each."""
    return {
        "content/konzept.yml": SETTINGS.replace("[auftrag]", f"[{', '.join(order)}]").encode(),
        **{
            f"content/kapitel/{name}.md": (
                f"---\nid: {name}\nstatus: entwurf\n---\n\n# {name.title()}\n\n{SAID[name]}\n".encode()
            )
            for name in order
        },
    }


def titles(document: Tree) -> list[str]:
    """The chapters of which tables are shown."""
    parts = (part for part in document.parts if part.ident == "text")
    headings = (block for part in parts for block in part.blocks if isinstance(block, tree.Heading))
    return [plain_text(heading.content) for heading in headings if heading.level > 1]


def test_chapters_that_are_new_or_gone_say_so() -> None:
    document = compared(chapters("bedarf", "wege"), chapters("wege", "geld"))
    assert titles(document) == ["Kapitel 1: Bedarf (entfällt)", "Kapitel 2: Geld (neu)"]
    assert [row[1] for row in rows(document)] == ["entfällt", "entfällt", "neu", "neu"]


def test_the_overview_counts_and_says_where_a_reason_is_missing() -> None:
    old = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: SMALL.encode()}
    new = edited(
        old, {CHAPTER: (("seit 2019", "seit 2020"),), "content/konzept.yml": (("Für alle", "Für viele"),)}
    )
    (overview,) = (part for part in compared(old, new).parts if part.ident == "ueberblick")
    (counts,) = (block for block in overview.blocks if isinstance(block, tree.Table))
    said = [plain_text(tree.inner_inlines(block)) for block in overview.blocks]
    assert [plain_text(cell.content) for cell in counts.rows[-1]][:3] == ["zusammen", "2", "–"]
    assert "Ohne Begründung: 1 von 2 Zeilen mit Änderungen." in said


ACTORS = """\
akteure:
  - {id: rat, name: Stadtrat, gruppe: gremium, aufgabe: Er beschließt.}
"""


def test_changed_fields_of_an_entry_share_a_row_and_new_ones_show_theirs() -> None:
    basis = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: SMALL.encode()}
    old = {**basis, "content/akteure.yml": ACTORS.encode()}
    renamed = ACTORS.replace("Stadtrat, gruppe: gremium", "Rat, gruppe: sonstige")
    new = f"{renamed}  - {{id: amt, name: Amt, gruppe: amt, teil_von: rat}}\n"
    changed, added = rows(compared(old, {**basis, "content/akteure.yml": new.encode()}))
    assert changed[:4] == [
        "Rat",
        "geändert",
        "Name: [-Stadtrat-] Gruppe: [-Gremium-]",
        "Name: [+Rat+] Gruppe: [+Sonstige+]",
    ]
    assert added[:4] == ["Amt", "neu", "", "Name: Amt Gruppe: Amt Teil von: Rat"]


ANSWERS = """\
rueckmeldungen:
  - {id: R1, art: frage, text: Wer baut die Wege?}
"""


@pytest.mark.parametrize(
    ("annexes", "text", "told"),
    [
        ("", "", 0),
        ("", "\n```{uebersicht} rueckmeldungen\nid: alle\ntitel: Alle\n```\n", 1),
        ("anlagen: [beteiligung]\n", "", 1),
    ],
    ids=["nowhere", "in a view", "in the annex"],
)
def test_what_people_said_is_told_if_the_document_shows_it(annexes: str, text: str, told: int) -> None:
    base = {
        "content/konzept.yml": f"{SETTINGS}{annexes}".encode(),
        CHAPTER: f"{SMALL}{text}".encode(),
        "content/beteiligung.yml": b"rueckmeldungen:\n",
    }
    new = {**base, "content/beteiligung.yml": ANSWERS.encode()}

    assert len(rows(compared(base, new))) == told
    assert len(rows(compared(base, new, Wanted(internal=True)))) == 1


def test_how_the_concept_is_checked_is_not_told() -> None:
    old = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: SMALL.encode()}
    settings = f"{SETTINGS}schweregrade: {{Z302: {{stufe: hinweis, weil: Der Rat zögert.}}}}\n"
    new = {**old, "content/konzept.yml": settings.replace("kurzname: k", "kurzname: fachk").encode()}

    assert rows(compared(old, new)) == []


def test_mentions_in_fields_that_lead_elsewhere_are_said_in_words() -> None:
    basis = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: SMALL.encode()}
    texts = "begriffe:\n  - {id: jha, begriff: Rat, erklaerung: 'Er [tagt](%s).', abkuerzung: %s}\n"
    old, new, other = (
        {**basis, "content/glossar.yml": (texts % values).encode()}
        for values in (("abschnitt:weg", "R"), ("abschnitt:stand", "R"), ("https://rat.example", "J"))
    )

    (found,) = rows(compared(old, new))
    assert found[:4] == ["R Erklärung", "geändert", "Er tagt.", "Er tagt."]
    assert found[4] == "„tagt“ verweist jetzt auf Abschnitt 1.2, vorher auf Abschnitt 1.1"
    (found,) = rows(compared(old, other))
    assert found[4].startswith("Erklärung: „tagt“ verweist jetzt auf https://rat.example, vorher auf")


def test_other_numbers_of_tables_are_one_sentence_of_the_overview() -> None:
    table = "\n| Jahr | Was |\n|---|---|\n| 2019 | {0} |\n\n: Liste {0} {{#l{0}}}\n"
    old = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: f"{SMALL}{table.format(2)}".encode()}
    new = {**old, CHAPTER: f"{SMALL}{table.format(1)}{table.format(2)}".encode()}
    document = compared(old, new)

    said = [plain_text(each.content) for each in document.parts[1].blocks if isinstance(each, tree.Paragraph)]
    assert "Nur andere Nummern: Tabelle 1 heißt jetzt 2." in said
    assert [row[1] for row in rows(document) if row[1] != "unverändert"] == ["neu"]


def test_a_picture_replaced_under_its_name_is_told() -> None:
    text = f'{SMALL}\n![Karte](bilder/a.svg "Lage"){{#lage}}\n'
    old = {
        "content/konzept.yml": SETTINGS.encode(),
        CHAPTER: text.encode(),
        "content/bilder/a.svg": b"<svg/>",
    }
    found = rows(compared(old, {**old, "content/bilder/a.svg": b"<svg> </svg>"}))

    assert [row[1:4] for row in found if row[1] != "unverändert"] == [
        [
            "geändert",
            "Lage Bild: [-content/bilder/a.svg (bisherige Datei)-]",
            "Lage Bild: [+content/bilder/a.svg (neue Datei)+]",
        ]
    ]


SWAPPED = ("| Jahr | Was |\n|---|---|\n| 2019 | Antrag |", "| Was | Jahr |\n|---|---|\n| Antrag | 2019 |")


def test_columns_that_changed_places_are_told_once_by_their_head() -> None:
    found = changed(SWAPPED, ("| 2020 | Beschluss |", "| Vorlage | 2020 |"))

    assert [row[:4] for row in found] == [
        ["1.1 Tabelle, Kopf", "verschoben", "Jahr | Was", "Was | Jahr"],
        ["1.1 Tabelle, Zeile 2", "geändert", "Jahr: 2020 Was: [-Beschluss-]", "Was: [+Vorlage+] Jahr: 2020"],
    ]


def test_a_changed_head_of_a_table_is_shown_whole() -> None:
    assert [row[:4] for row in changed(("| Jahr | Was |", "| Jahr | Papier |"))] == [
        ["1.1 Tabelle, Kopf", "geändert", "Jahr | [-Was-]", "Jahr | [+Papier+]"]
    ]


def test_a_cell_that_is_gone_has_the_head_that_it_had() -> None:
    table = "| Jahr | Was |\n|---|---|\n| 2019 | Antrag |\n| 2020 | Beschluss |"
    found = changed((table, "| Jahr |\n|---|\n| 2019 |\n| 2020 |"))

    assert [row[2:4] for row in found] == [
        ["Jahr | [-Was-]", "Jahr"],
        ["2019 Was: [-Antrag-]", "2019"],
        ["2020 Was: [-Beschluss-]", "2020"],
    ]


def test_cells_have_the_heads_of_their_own_version() -> None:
    table = "| Jahr | Was |\n|---|---|\n| 2019 | Antrag |\n| 2020 | Beschluss |"
    new = "| Jahr | Wer | Papier |\n|---|---|---|\n| 2019 | Rat | Antrag |\n| 2020 | Amt | Vorlage |"

    assert [row[2:4] for row in changed((table, new))][1:] == [
        ["2019 Was: [-Antrag-]", "2019 Wer: [+Rat+] Papier: [+Antrag+]"],
        ["2020 Was: [-Beschluss-]", "2020 Wer: [+Amt+] Papier: [+Vorlage+]"],
    ]


def test_of_several_tables_or_lists_in_a_section_it_is_said_which_one() -> None:
    table = "| Jahr | Was |\n|---|---|\n| 2019 | Antrag |\n"
    lists = "Text.\n\n- Rot\n- Grün\n\n1. Blau\n2. Gelb\n"
    text = f"{SMALL}\n{table}\n{lists}\n{table.replace('2019', '2020')}"
    changed = text.replace("Grün", "Grau").replace("Gelb", "Weiß").replace("2020 | Antrag", "2020 | Bericht")
    base = {"content/konzept.yml": SETTINGS.encode()}
    old, new = ({**base, CHAPTER: each.encode()} for each in (text, changed))

    assert [row[0] for row in rows(compared(old, new)) if row[1] != "unverändert"] == [
        "1.2 Absatz 2, Punkt 2",
        "1.2 Absatz 2, Punkt 2",
        "1.2 2. Liste, Punkt 2",
        "1.2 2. Liste, Punkt 2",
        "1.2 2. Tabelle, Zeile 1",
    ]


def test_an_explanation_goes_by_its_term() -> None:
    terms = "Amt\n:   Es hilft.\n\nPositionspapier zur Sozialraumorientierung in der Stadt\n:   Es ist %s.\n"
    base = {"content/konzept.yml": SETTINGS.encode()}
    old, new = ({**base, CHAPTER: f"{SMALL}\n{terms % word}".encode()} for word in ("alt", "neu"))

    (found,) = (row for row in rows(compared(old, new)) if row[1] != "unverändert")
    assert found[0] == "1.2 „Positionspapier zur …“"


def test_a_row_that_moved_and_changed_shows_both() -> None:
    head = "| Jahr | Was |\n|---|---|\n"
    one, other = "| 2019 | Antrag an den Ausschuss |\n", "| 2020 | Beschluss der Stadt |\n"
    three = "| 2021 | Bericht über den Stand der Dinge | \n"
    base = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: SMALL.encode()}
    old, new = (
        {**base, CHAPTER: f"{SMALL}\n{head}{rows}".encode()}
        for rows in (three + one + other, one + other + three.replace("2021", "2022"))
    )

    (found,) = (row for row in rows(compared(old, new)) if row[1] != "unverändert")
    assert found[1] == "verschoben"
    assert (found[2][:10], found[3][:10]) == ("[-2021-] W", "[+2022+] W")
    assert "bisher 1.2, Tabelle, Zeile 1; zudem geändert" in found[4]


def test_a_mention_in_a_cell_that_leads_elsewhere_is_said_in_words() -> None:
    old = SMALL.replace("Antrag |", "[Antrag](abschnitt:weg) |")
    base = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: old.encode()}
    found = rows(compared(base, edited(base, {CHAPTER: (("(abschnitt:weg) |", "(abschnitt:stand) |"),)})))

    (row,) = (row for row in found if row[1] == "geändert")
    assert "„Antrag“ verweist jetzt auf Abschnitt 1.2, vorher auf Abschnitt 1.1" in row[4]


@pytest.mark.parametrize(
    ("pair", "before", "after"),
    [
        (
            ("- Erstens ein Punkt\n- Zw", "1. Erstens ein Punkt\n2. Zw"),
            "Nummerierung: –",
            "Nummerierung: [+ja+]",
        ),
        (("## Der Stand", "### Der Stand"), "1.2 Der Stand Ebene: [-2-]", "1.1.1 Der Stand Ebene: [+3+]"),
    ],
    ids=["list", "heading"],
)
def test_other_numbering_and_another_level_are_told(pair: tuple[str, str], before: str, after: str) -> None:
    (found,) = changed(pair)

    assert found[1:4] == ["geändert", before, after]


def test_where_a_list_begins_is_told() -> None:
    base = {
        "content/konzept.yml": SETTINGS.encode(),
        CHAPTER: SMALL.replace("- Erstens ein Punkt\n- Zw", "1. Erstens ein Punkt\n2. Zw").encode(),
    }
    found = rows(compared(base, edited(base, {CHAPTER: (("1. Erstens", "3. Erstens"), ("2. Zw", "4. Zw"))})))

    assert [row[2:4] for row in found if row[1] == "geändert"] == [["erste Nummer: –", "erste Nummer: [+3+]"]]


def test_sections_that_have_another_number_say_which_they_had() -> None:
    found = small(("## Der Weg {#weg}", "## Neu {#neu}\n\nEin Satz.\n\n## Der Weg {#weg}"))

    assert [row[2:4] for row in found if row[1] == "unverändert"][-1] == [
        "unverändert: Abschnitte 1.1 bis 1.2",
        "wie bisher, jetzt Abschnitte 1.2 bis 1.3",
    ]


def test_an_item_moved_into_another_is_moved_and_its_list_is_not_new() -> None:
    found = changed(("- Erstens ein Punkt\n- Zweitens ein", "- Erstens ein Punkt\n  - Zweitens ein"))

    assert [row[:4] for row in found] == [
        [
            "1.1 Absatz 2, Punkt 1, Punkt 1",
            "verschoben",
            "bisher 1.1, Absatz 2, Punkt 2",
            "Zweitens ein Punkt",
        ]
    ]


def test_a_footnote_of_a_cell_has_a_row_of_its_own() -> None:
    note = "| 2019[^b] | Antrag |", "[^a]: Auch dies.\n\n[^b]: Aus der {} Satzung."
    old = edited({CHAPTER: SMALL.encode()}, {CHAPTER: (("| 2019 | Antrag |", note[0]),)})[CHAPTER].decode()
    both = (
        {CHAPTER: old.replace("[^a]: Auch dies.", note[1].format(word)).encode()}
        for word in ("alten", "neuen")
    )
    before, after = ({"content/konzept.yml": SETTINGS.encode(), **files} for files in both)

    assert [row[:4] for row in rows(compared(before, after)) if row[1] != "unverändert"] == [
        [
            "1.1 Tabelle, Zeile 1, Fußnote",
            "geändert",
            "Aus der [-alten-] Satzung.",
            "Aus der [+neuen+] Satzung.",
        ]
    ]


PARAGRAPHS = (
    "Am Anfang stand ein Papier aus vielen Händen.\n\nDann kam der Antrag",
    "Am Anfang stand ein Papier aus vielen Händen. Dann kam der Antrag",
)


@pytest.mark.parametrize(
    ("pair", "note"),
    [(PARAGRAPHS, "Absätze zusammengeführt"), (PARAGRAPHS[::-1], "Absatz geteilt")],
    ids=["merged", "split"],
)
def test_paragraphs_that_were_split_or_merged_are_one_row_without_marks(
    pair: tuple[str, str], note: str
) -> None:
    base = {"content/konzept.yml": SETTINGS.encode(), CHAPTER: SMALL.replace(PARAGRAPHS[0], pair[0]).encode()}
    found = rows(compared(base, edited(base, {CHAPTER: (pair,)})))
    (row,) = [row for row in found if row[1] != "unverändert"]

    assert row[:2] == ["1.1 Absatz 1", "geändert"]
    assert row[2].split() == row[3].split()
    assert "[" not in row[2] + row[3]
    assert note in row[4]


class TestPart:
    """Only some chapters, sections or entries."""

    def made(self, *only: str) -> Tree:
        old = {
            "content/konzept.yml": SETTINGS.replace("[auftrag]", "[auftrag, b]").encode(),
            CHAPTER: SMALL.encode(),
            "content/kapitel/b.md": b"---\nid: b\nstatus: entwurf\n---\n\n# B\n\nAlt und gut.\n",
            "content/glossar.yml": b"begriffe:\n  - {id: jha, begriff: Rat, erklaerung: Alt und gut.}\n",
        }
        new = {path: text.replace(b"Alt und gut", b"Neu und gut") for path, text in old.items()}
        new = edited(new, {CHAPTER: (("seit 2019", "seit 2020"),)})
        return compared(old, new, Wanted(only=frozenset(only)))

    def test_it_shows_what_was_chosen_and_nothing_else(self) -> None:
        assert [row[2] for row in rows(self.made("kapitel:b"))] == ["[-Alt-] und gut."]
        assert [row[2] for row in rows(self.made("begriff:jha"))] == ["[-Alt-] und gut."]
        assert len(rows(self.made("begriff:jha", "kapitel:b"))) == 2
        assert rows(self.made("abschnitt:weg")) == []

    def test_it_says_that_it_is_not_all(self) -> None:
        part = self.made("begriff:jha", "kapitel:b")
        said = [
            plain_text(block.content) for block in part.parts[1].blocks if isinstance(block, tree.Paragraph)
        ]

        assert "Sie ist ein Auszug und zeigt nur: Begriff „Rat“; Kapitel 2." in said
        assert part.meta.fassung == "Synopse (Auszug)"
        assert not any(words.startswith("Unverändert") for words in said)


# --- the real concept ------------------------------------------------------------------

NEWS = """\
## Was zu klären bleibt {#klaerung}

Zu klären ist bis 2027:

- der Wortlaut,
- die Zuständigkeit.

> [!INTERN]
> Sehr geheim.

"""
DEMANDED = "## Was der Auftrag verlangt {#verlangt}"

EDITS: Edits = {
    CHAPTER: (
        (DEMANDED, NEWS + DEMANDED),
        ("Dieses Kapitel zeichnet", "Dieses Kapitel beschreibt und zeichnet"),
    ),
    "content/meilensteine.yml": (("termin: 2027-06-30", "termin: 2027-09-30"),),
}


@pytest.fixture(scope="module")
def sources() -> dict[str, bytes]:
    folder = Folder(ROOT, ("content", "templates"))
    return {path: folder.read(path) for path in folder.paths()}


@pytest.fixture(scope="module")
def document(sources: dict[str, bytes]) -> Tree:
    return compared(sources, edited(sources, EDITS))


@pytest.fixture(scope="module")
def made(document: Tree, sources: dict[str, bytes]) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    theme, _findings = gestaltung.load(Memory(sources))
    assert theme
    return products(document, theme, ("docx", "pdf", "html"), {}, lambda _words: None)


def test_data_stand_with_their_names_in_german(document: Tree) -> None:
    found = [row[:4] for row in rows(document) if row[0].endswith("Termin")]
    assert found == [
        [
            "Meilenstein M2 Termin",
            "geändert",
            "[-30. Juni 2027-]",
            "[+30. September 2027+]",
        ]
    ]


def test_all_products_say_what_the_tree_says(made: Any) -> None:
    assert made[1] == ()


def test_as_text_words_are_marked_with_signs(document: Tree) -> None:
    said = text.write(document)
    assert "~~30." in said
    assert "++30." in said


def test_nothing_internal_is_in_any_product(made: Any, document: Tree) -> None:
    assert not any("geheim" in cell for row in rows(document) for cell in row)
    assert b"Sehr geheim" not in made[0]["synopse.html"]


def test_making_it_again_gives_the_same_bytes(made: Any, sources: dict[str, bytes]) -> None:
    theme, _findings = gestaltung.load(Memory(sources))
    assert theme
    again, _found = products(
        compared(sources, edited(sources, EDITS)), theme, ("docx", "pdf", "html"), {}, lambda _words: None
    )
    assert again == made[0]


class TestPdf:
    @pytest.mark.parametrize("profile", ["ua1", "2a"])
    def test_it_is_accessible_and_archivable(self, made: Any, profile: Any) -> None:
        assert not pdf_faults(made[0]["synopse.pdf"], profile)

    def test_every_page_lies_on_its_side(self, made: Any) -> None:
        with pypdfium2.PdfDocument(made[0]["synopse.pdf"]) as pdf:
            assert all(page.get_width() > page.get_height() for page in pdf)

    def test_the_header_row_comes_again_on_every_page_of_a_table(self, made: Any) -> None:
        with pypdfium2.PdfDocument(made[0]["synopse.pdf"]) as pdf:
            texts = [page.get_textpage().get_text_range() for page in pdf]
        tables = [text for text in texts[2:] if "geändert" in text or "neu" in text]
        assert len(tables) > 1
        assert all("Begründung" in text for text in tables)

    def test_marks_are_attributes_of_their_elements(self, made: Any) -> None:
        """PDF 1.7, 14.8.5.4.5: what is struck out and underlined is told by programs that read aloud."""
        with pikepdf.open(BytesIO(made[0]["synopse.pdf"])) as pdf:
            found = set(_decorations(pdf.Root.StructTreeRoot))
        assert found == {"/LineThrough", "/Underline"}


def _decorations(element: Any) -> Iterator[str]:
    for attributes in _several(element.get("/A")):
        if isinstance(attributes, pikepdf.Dictionary) and "/TextDecorationType" in attributes:
            yield str(attributes["/TextDecorationType"])
    for kid in _several(element.get("/K")):
        if isinstance(kid, pikepdf.Dictionary):
            yield from _decorations(kid)


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


class TestDocx:
    def test_it_keeps_its_schema(self, made: Any) -> None:
        assert not docx_faults(made[0]["synopse.docx"])

    def test_every_section_lies_on_its_side(self, made: Any) -> None:
        body = _body(made[0]["synopse.docx"])
        sizes = [size.get(f"{_W}orient") for size in body.iter(f"{_W}pgSz")]
        assert sizes
        assert set(sizes) == {"landscape"}

    def test_header_rows_repeat_and_long_rows_may_break(self, made: Any) -> None:
        for table in _body(made[0]["synopse.docx"]).iter(f"{_W}tbl"):
            first, *others = table.iter(f"{_W}tr")
            assert first.find(f"{_W}trPr/{_W}tblHeader") is not None
            for row in others:
                longest = max(len("".join(cell.itertext())) for cell in row.iter(f"{_W}tc"))
                assert (row.find(f"{_W}trPr/{_W}cantSplit") is None) == (longest >= 400)

    def test_marks_are_not_told_by_colour_alone(self, made: Any) -> None:
        with zipfile.ZipFile(BytesIO(made[0]["synopse.docx"])) as package:
            styles = package.read("word/styles.xml").decode()
        struck, put = (
            re.search(rf'w:styleId="{name}".*?</w:style>', styles) for name in ("Gestrichen", "Eingefuegt")
        )
        assert struck
        assert put
        assert all(sign in struck[0] for sign in ("<w:strike/>", "<w:color"))
        assert all(sign in put[0] for sign in ('<w:u w:val="single"/>', "<w:b/>", "<w:color"))


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _body(product: bytes) -> Any:
    with zipfile.ZipFile(BytesIO(product)) as package:
        return etree.fromstring(package.read("word/document.xml"))


class TestHtml:
    def test_marks_are_elements_with_words_for_those_who_listen(self, made: Any) -> None:
        page = made[0]["synopse.html"].decode()
        assert re.search(r"<ins><span class=\"nur-vorlesen\"> \[eingefügt: </span>[^<]+<span", page)
        assert re.search(r"<del><span class=\"nur-vorlesen\"> \[gestrichen: </span>[^<]+<span", page)

    @pytest.mark.tool("chromium")
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1280, 320])
    def test_it_is_accessible(self, made: Any, browser: Any, tmp_path: Path, scheme: Any, width: int) -> None:
        path = tmp_path / "synopse.html"
        path.write_bytes(made[0]["synopse.html"])
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        window = context.new_page()
        try:
            assert html_faults(window, path) == {}
            assert window.evaluate("document.documentElement.scrollWidth") <= width
        finally:
            context.close()


@pytest.mark.tool("chromium")
class TestFilter:
    """The page with all passages, also the unchanged ones."""

    @pytest.fixture
    def window(self, sources: dict[str, bytes], browser: Any, tmp_path: Path) -> Iterator[Any]:
        theme, _findings = gestaltung.load(Memory(sources))
        assert theme
        document = compared(sources, edited(sources, EDITS), Wanted(unchanged=True))
        path = tmp_path / "synopse.html"
        path.write_bytes(html.single(document, theme, {}))
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        window = context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        window.on("request", lambda request: self.asked.append(request.url))
        window.on("console", lambda message: self.said.append(message.text))
        window.goto(path.as_uri())
        yield window
        context.close()
        assert self.asked == [path.as_uri()]
        assert self.said == []

    def marks(self, window: Any) -> list[str]:
        """What stands under „Änderung“ in the rows that are to be seen."""
        found: list[str] = window.locator(".verglichen tbody tr:visible td:nth-child(2)").all_inner_texts()
        return found

    def test_at_first_it_shows_what_changed(self, window: Any) -> None:
        marks = self.marks(window)
        assert set(marks) == {"geändert", "neu"}
        assert window.locator(".vergleich output").inner_text().startswith(f"{len(marks)} von ")

    def test_marks_are_chosen_with_the_keyboard(self, window: Any) -> None:
        window.get_by_label("geändert").focus()
        window.keyboard.press("Space")
        assert set(self.marks(window)) == {"neu"}
        window.keyboard.press("Tab")
        window.keyboard.press("Space")
        assert self.marks(window) == []
        window.keyboard.press("Escape")
        assert {"geändert", "neu", "unverändert"} == set(self.marks(window))

    def test_words_are_looked_for_in_all_columns(self, window: Any) -> None:
        window.get_by_label("Wörter").fill("september 2027")
        assert self.marks(window) == ["geändert"]
        assert window.get_by_role("heading", name="Kapitel 2").count() == 0

    def test_a_link_to_what_is_hidden_shows_it(self, window: Any) -> None:
        window.get_by_label("Wörter").fill("september 2027")
        window.get_by_role("link", name="Kapitel 2: Auftrag").first.click()
        window.wait_for_selector(".verglichen:visible")
        assert window.get_by_role("heading", name="Kapitel 2").is_visible()

    def test_the_filter_is_accessible(self, window: Any) -> None:
        violations = html_faults(window, Path(window.url.removeprefix("file://")))
        self.asked.pop()  # it was opened again
        assert violations == {}


# --- the command -----------------------------------------------------------------------


@pytest.mark.tool("git")
class TestCommand:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return repositories.released(tmp_path / "konzept")

    def run(self, folder: Path, *arguments: str) -> tuple[int, str]:
        outcome = CliRunner().invoke(app, ["-C", str(folder), "synopse", *arguments])
        return outcome.exit_code, outcome.output

    def test_the_end_of_the_name_says_what_is_written(self, folder: Path) -> None:
        for ending, begin in ((".docx", b"PK"), (".pdf", b"%PDF"), (".html", b"<!DOCTYPE html>")):
            target = folder / f"build/synopse{ending}"
            code, said = self.run(folder, "-o", str(target))
            assert (code, said.splitlines()[-1]) == (0, "Fassung 0.1.0 → Arbeitsstand")
            assert target.read_bytes().startswith(begin)

    def test_without_a_name_it_is_word_in_the_folder_build(self, folder: Path) -> None:
        code, _said = self.run(folder)
        assert code == 0
        assert (folder / "build/synopse.docx").exists()

    def test_another_ending_is_refused(self, folder: Path) -> None:
        code, said = self.run(folder, "-o", str(folder / "synopse.odt"))
        assert code == 2
        assert "nennen Sie eine Datei, die auf .docx, .pdf oder .html endet" in " ".join(said.split())

    def test_revisions_go_by_their_commit_and_the_work_tree_is_a_draft(self, folder: Path) -> None:
        self.run(folder, "HEAD", "-o", str(folder / "synopse.html"))
        page = (folder / "synopse.html").read_text(encoding="utf-8")
        commit = repositories.git(folder, "rev-parse", "HEAD")[:10]
        assert f"Stand {commit} (" in page
        assert " und Arbeitsstand" in page
        assert '<p class="stempel">Entwurf</p>' in page
        assert "HEAD" not in page

    def test_reasons_come_from_their_file_else_if_asked_for_from_commits(self, folder: Path) -> None:
        target = folder / "synopse.html"
        self.run(folder, "-o", str(target))
        assert "<td>Geändert</td>" not in target.read_text(encoding="utf-8")
        _code, said = self.run(folder, "-o", str(target), "--betreffzeilen")
        assert "<td>Geändert</td>" in target.read_text(encoding="utf-8")
        assert "Lesen Sie die Betreffzeilen" in said

        given = "aenderungen: [{zu: kapitel:auftrag, grund: Zwei sind besser., beschluss: 2026/BV/0001}]"
        (folder / "content/aenderungen.yml").write_text(given, encoding="utf-8")
        self.run(folder, "-o", str(target))
        page = re.sub("<[^>]+>", "", target.read_text(encoding="utf-8"))
        assert "Zwei sind besser" in page
        assert "(Beschluss 2026/BV/0001)" in page

    def test_what_cannot_be_read_is_no_synopse(self, folder: Path) -> None:
        place = folder / "content/kapitel/auftrag.md"
        text = place.read_text(encoding="utf-8")
        place.write_text(text.replace("status: entwurf", "status: fertig"), encoding="utf-8")
        code, said = self.run(folder)
        assert code == 1
        assert "Nicht geschrieben, weil es in „Arbeitsstand“ noch Fehler gibt." in said
        assert not (folder / "build/synopse.docx").exists()

        repositories.commit(folder, "Fehler")
        place.write_text(text, encoding="utf-8")
        assert "weil es in „HEAD“ noch Fehler gibt" in self.run(folder, "HEAD")[1]

    def test_what_has_no_day_yet_shows_none(self, folder: Path) -> None:
        place = folder / "content/ziele.yml"
        place.write_text(place.read_text(encoding="utf-8").replace("Platz", "Raum"), encoding="utf-8")
        pages = {}
        for ending in (".docx", ".pdf", ".html"):
            self.run(folder, "-o", str(folder / f"s{ending}"))
            pages[ending] = (folder / f"s{ending}").read_bytes()

        assert "<dt>Stand</dt>" not in pages[".html"].decode()
        with pypdfium2.PdfDocument(pages[".pdf"]) as pdf:
            assert "Version 0.1.0 → Arbeitsstand Seite" in pdf[1].get_textpage().get_text_range()
        with zipfile.ZipFile(BytesIO(pages[".docx"])) as package:
            feet = [package.read(name).decode() for name in package.namelist() if "footer" in name]
        assert not any(" · </w:t>" in foot.rpartition("Version")[2] for foot in feet)

    def test_internal_ones_say_so(self, folder: Path) -> None:
        code, said = self.run(folder, "--intern")
        assert code == 0
        assert "darf die Verwaltung nicht verlassen" in said
        assert (folder / "build/synopse-intern.docx").exists()
