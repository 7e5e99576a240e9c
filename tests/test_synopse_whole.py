"""The Synopse as a whole: chapters that moved, how it counts, what it has if all is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sro_cli import tree
from sro_cli.cli import app
from sro_cli.synopse import Wanted
from sro_cli.tree import Tree, plain_text
from tests import repositories
from tests.test_synopse import SAID, Edits, chapters, compared, edited, rows, titles


def overview(document: Tree) -> list[str]:
    """What the overview says, without its table."""
    return [plain_text(tree.inner_inlines(block)) for block in document.parts[1].blocks]


def counts(document: Tree) -> list[list[str]]:
    """The table of the overview."""
    (found,) = (block for block in document.parts[1].blocks if isinstance(block, tree.Table))
    return [[plain_text(cell.content) for cell in row] for row in (found.head, *found.rows)]


def test_a_chapter_that_moved_is_a_row_and_the_others_tell_their_numbers() -> None:
    document = compared(chapters("bedarf", "wege", "geld"), chapters("geld", "bedarf", "wege"))

    assert titles(document) == ["Kapitel 1: Geld (bisher Kapitel 3)"]
    assert [row[:4] for row in rows(document) if row[1] != "unverändert"] == [
        ["1 Kapitel", "verschoben", "bisher Kapitel 3", "1 Geld"]
    ]
    assert overview(document)[-1] == (
        "Unverändert: Kapitel 2: Bedarf (bisher Kapitel 1); Kapitel 3: Wege (bisher Kapitel 2)."
    )


def test_the_old_side_has_the_numbers_of_the_old_version() -> None:
    def concept(*order: str) -> dict[str, bytes]:
        text = "Wort.\n\n## Erstens {#eins}\n\nA.\n\n## Zweitens {#zwei}\n\nSiehe [](abschnitt:eins)."
        return edited(chapters(*order), {"content/kapitel/geld.md": ((SAID["geld"], text),)})

    old, new = concept("bedarf", "wege", "geld"), concept("geld", "bedarf", "wege")
    found = rows(compared(old, new, Wanted(unchanged=True)))

    assert ["1.1 Überschrift", "unverändert", "3.1 Erstens", "1.1 Erstens", ""] in found
    assert ["1.2 Absatz 1", "unverändert", "Siehe Abschnitt 3.1.", "Siehe Abschnitt 1.1.", ""] in found


def test_what_is_one_line_is_called_as_it_was_and_as_it_is_now() -> None:
    def concept(*order: str, first: str = "") -> dict[str, bytes]:
        text = f"{first}Wort.\n\n## Erstens {{#eins}}\n\nA.\n\n## Zweitens {{#zwei}}\n\nB."
        return edited(chapters(*order), {"content/kapitel/geld.md": ((SAID["geld"], text),)})

    old, new = concept("bedarf", "wege", "geld"), concept("geld", "bedarf", "wege", first="Neu.\n\n")

    assert [row[2:4] for row in rows(compared(old, new))][:2] == [
        ["", "Neu."],
        ["unverändert: 3, Absatz 1, bis 3.2, Absatz 1", "wie bisher, jetzt 1, Absatz 2, bis 1.2, Absatz 1"],
    ]


def test_it_counts_rows_and_nothing_else() -> None:
    old = chapters("bedarf", "wege")
    change: Edits = {"content/kapitel/wege.md": (("zweimal", "dreimal"),)}
    document = compared(old, edited(old, change))

    assert counts(document) == [
        ["Zeilen mit Änderungen", "geändert", "neu", "entfällt", "verschoben"],
        ["Kapitel 2: Wege", "1", "–", "–", "–"],
        ["zusammen", "1", "–", "–", "–"],
    ]


def test_if_all_is_wanted_chapters_without_a_change_are_there_too() -> None:
    old = chapters("bedarf", "wege")
    change: Edits = {"content/kapitel/wege.md": (("zweimal", "dreimal"),)}
    document = compared(old, edited(old, change), Wanted(unchanged=True))

    assert titles(document) == ["Kapitel 1: Bedarf", "Kapitel 2: Wege"]
    assert ["1 Absatz 1", "unverändert", SAID["bedarf"], SAID["bedarf"], ""] in rows(document)


@pytest.mark.tool("git")
@pytest.mark.parametrize("command", ["synopse HEAD HEAD -o", "diff HEAD HEAD -f html -o"])
def test_of_one_version_nothing_is_written(tmp_path: Path, command: str) -> None:
    folder = repositories.repository(tmp_path / "konzept")
    target = tmp_path / "s.html"

    done = CliRunner().invoke(app, ["-C", str(folder), *command.split(), str(target)])

    assert done.exit_code == 0
    assert "HEAD → HEAD: keine Änderungen\nNicht geschrieben, weil beides derselbe Stand ist." in done.output
    assert not target.exists()


def test_a_section_that_went_to_another_chapter_is_one_row_in_each() -> None:
    section = "\n## Der Kreis {#kreis}\n\nDer Kreis tagt im Mai und im Herbst.\n\nEr hat sieben Mitglieder.\n"
    both = chapters("bedarf", "wege")
    old, new = (
        edited(both, {f"content/kapitel/{name}.md": ((SAID[name], f"{SAID[name]}\n{section}"),)})
        for name in ("wege", "bedarf")
    )
    words = "Der Kreis Der Kreis tagt im Mai und im Herbst. Er hat sieben Mitglieder."

    assert [row[:4] for row in rows(compared(old, new)) if row[1] == "verschoben"] == [
        ["1.1 Überschrift bis Absatz 2", "verschoben", "bisher 2.1", f"1.1 {words}"],
        ["2.1 Überschrift bis Absatz 2", "verschoben", f"2.1 {words}", "jetzt 1.1"],
    ]
