"""`sro redline`: from two versions of a concept to the Word document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from typer.testing import CliRunner

from sro_cli.cli import app
from sro_cli.differences.redlining import Wanted, _finding, redlined
from sro_cli.redline.changes import Marker
from sro_cli.redline.proof import Doubt
from sro_cli.releases import versions
from sro_cli.writers.docx.markup import w
from sro_cli.writers.docx.package import parts_of
from tests.repositories import CHAPTER as PLACE
from tests.repositories import change, git, released


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with the version 0.1.0, a changed word after it, and a new paragraph not committed."""
    found = released(tmp_path / "konzept")
    (found / PLACE).write_text(f"{(found / PLACE).read_text('utf-8')}\nNoch ein Absatz.\n", "utf-8")
    return found


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(app, ["-C", str(folder), "redline", *arguments])
    return outcome.exit_code, outcome.output


def marked(place: Path) -> list[tuple[str, str | None, str | None]]:
    """What is inserted, by whom and when."""
    body: Any = etree.fromstring(parts_of(place.read_bytes())["word/document.xml"])
    found = (
        ("".join(text.text for text in change.iter(w("t"))), change.get(w("author")), change.get(w("date")))
        for change in body.iter(w("ins"))
    )
    return [each for each in found if each[0]]


def test_it_writes_a_document_and_says_what_it_proved(folder: Path) -> None:
    code, said = run(folder)

    assert code == 0
    assert "Fassung 0.1.0 → Arbeitsstand: Änderungen an" in said
    assert "Geprüft: alle angenommen, ist es die neue Fassung; alle abgelehnt, die alte." in said
    assert "- Inhaltsverzeichnis" in said
    assert (folder / "build" / "aenderungen.docx").is_file()


def test_changes_bear_the_day_of_their_commit_and_no_name(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", str(tmp_path / "a.docx"))

    found = marked(tmp_path / "a.docx")
    assert ("zwei Konzepte", "Redaktion", "2026-01-02T01:04:05Z") in found
    assert ("Noch ein Absatz.", "Redaktion", None) in found


def test_names_of_git_are_there_when_asked_for(folder: Path, tmp_path: Path) -> None:
    run(folder, "0.1.0", "HEAD", "--namen", "-o", str(tmp_path / "a.docx"))

    assert ("zwei Konzepte", "Ada Muster", "2026-01-02T01:04:05Z") in marked(tmp_path / "a.docx")


def test_only_chosen_chapters_are_marked(folder: Path, tmp_path: Path) -> None:
    change(folder, "content/kapitel/ziele.md", "Das Konzept folgt", "Das Konzept folgt immer")
    code, said = run(folder, "--nur", "kapitel:auftrag", "-o", str(tmp_path / "a.docx"))

    assert code == 0
    assert "alle abgelehnt, die neue mit diesen Teilen der alten." in said
    assert "- Alles, was nicht ausgewählt ist, steht so da wie in der neuen Fassung" in said
    assert [text for text, *_ in marked(tmp_path / "a.docx")] == ["zwei Konzepte", "Noch ein Absatz."]


def test_words_whose_target_only_has_another_id_are_not_marked(folder: Path, tmp_path: Path) -> None:
    text = f"{(folder / PLACE).read_text('utf-8')}\nDas Ziel ist [Platz für alle](ziel:Z1).\n"
    section = "\nWie [der Teil](abschnitt:teil) zeigt.\n\n## Ein Teil {#teil}\n\nViele Worte dazu.\n"
    (folder / PLACE).write_text(f"{text}{section}", "utf-8")
    git(folder, "commit", "-qam", "Verweise")
    for place in (folder / "content").rglob("*.*"):
        content = place.read_text("utf-8").replace("ziel:Z1", "ziel:Z7").replace("id: Z1", "id: Z7")
        place.write_text(content.replace(":teil", ":stueck").replace("#teil", "#stueck"), "utf-8")
    change(folder, PLACE, "Viele Worte", "Wenige Worte")

    code, said = run(folder, "HEAD~1", "-o", str(tmp_path / "a.docx"))

    assert code == 0, said
    assert {text for text, *_ in marked(tmp_path / "a.docx")} == {"Wenige", "Z7"}  # ids of goals are printed


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.doc"])
def test_a_redline_is_a_word_file(folder: Path, tmp_path: Path, name: str) -> None:
    code, said = run(folder, "-o", str(tmp_path / name))

    assert code == 2
    assert "auf .docx endet" in said.replace("\n", " ")
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("path", ["build/fassung/manifest.json", "build/releases/0.1.0/a.docx"])
def test_what_was_published_is_not_written_over(folder: Path, path: str) -> None:
    for command in ("redline", "diff", "synopse"):
        done = CliRunner().invoke(app, ["-C", str(folder), command, "-o", str(folder / path)])

        assert done.exit_code == 2
        assert "gehört zu" in done.output
    assert not (folder / path).exists()


def test_an_unknown_chapter_is_refused_with_a_proposal(folder: Path) -> None:
    code, said = run(folder, "--nur", "auftrg")

    assert code == 2
    assert "meinten Sie „auftrag“?" in said


def test_only_the_places_of_chosen_entries_are_marked(folder: Path, tmp_path: Path) -> None:
    change(folder, "content/ziele.yml", "Alle Kinder", "Alle jungen Menschen")
    code, _said = run(folder, "--nur", "Z1", "-o", str(tmp_path / "a.docx"))

    assert code == 0
    assert [text for text, *_ in marked(tmp_path / "a.docx")] == ["jungen Menschen"]


def test_faults_of_a_version_are_shown_and_nothing_is_written(folder: Path) -> None:
    (folder / PLACE).write_text("# Auftrag\n\n[](ziel:Z99)\n", "utf-8")
    code, said = run(folder)

    assert code == 1
    assert "Nicht geschrieben, weil es noch Fehler gibt." in said
    assert not (folder / "build" / "aenderungen.docx").exists()


def test_a_redline_that_does_not_prove_itself_is_a_finding(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Marker, "whole", Marker.runs)
    both = versions.resolved(folder, "0.1.0"), versions.work_tree(folder)

    found = redlined(folder, both, Wanted(), {})

    assert found.content is None
    assert [finding.kind.code for finding in found.findings] == ["P102"]
    assert "alle abgelehnt" in found.findings[0].message
    assert found.findings[0].notes[:2] == (
        "was nicht stimmt: der Wortlaut",
        "in der alten Fassung steht: „Ziele“",
    )


def test_a_doubt_shows_where_two_texts_part() -> None:
    same = "Der Ausschuss berät zweimal im Jahr über den Stand der Umsetzung und "
    found = _finding(Doubt("rejected", "words", f"{same}berichtet dem Rat", f"{same}schweigt"))

    assert found.notes == (
        "was nicht stimmt: der Wortlaut",
        "in der alten Fassung steht: „… über den Stand der Umsetzung und berichtet dem Rat“",
        "es ergibt sich: „… über den Stand der Umsetzung und schweigt“",
    )
