"""`sro diff` is for those who see the repository: what is internal is there, and called so in every form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from sro_cli.cli import app
from sro_cli.schema import schemas
from tests.repositories import CHAPTER, commit, released

ANSWERS = """\
rueckmeldungen:
  - id: R1
    art: frage
    text: Wer baut die Wege?
    intern: {vermerk: %s}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository in which a box, a box in a new section, a remark and a public paragraph changed."""
    found = released(tmp_path / "konzept")
    chapter, answers = found / CHAPTER, found / "content/beteiligung.yml"
    text = chapter.read_text("utf-8")
    chapter.write_text(f"{text}\n> [!INTERN]\n> Geheim bis Mai.\n", "utf-8")
    answers.write_text(ANSWERS % "Anruf", "utf-8")
    commit(found, "Vorher")
    box = "> [!INTERN]\n> Geheim bis Juni.\n"
    section = "## Neues {#neues}\n\nFür alle.\n\n> [!INTERN]\n> Nicht für alle.\n"
    chapter.write_text(f"{text}\n{box}\nÖffentlich.\n\n{section}", "utf-8")
    answers.write_text(ANSWERS % "Brief", "utf-8")
    return found


def said(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(app, ["-C", str(folder), "diff", "HEAD", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_text_calls_it_so(folder: Path) -> None:
    text = said(folder)

    assert "~ Absatz im Kasten geändert (intern), 1 Auftrag" in text
    assert "+ Absatz neu, 1 Auftrag" in text
    assert "+ Abschnitt mit 2 Teilen neu (intern)" in text
    assert "~ intern → vermerk (intern)" in text


def test_markdown_says_at_the_top_that_it_has_some(folder: Path) -> None:
    text = said(folder, "-f", "md")

    assert "Achtung: 3 Änderungen sind intern und so gekennzeichnet; geben Sie das nicht weiter." in text
    assert "**Absatz im Kasten geändert**, 1 Auftrag (Wortlaut, intern)" in text
    assert "Achtung" not in said(folder, "-f", "md", "--nur", "ziel:Z1")


def test_json_has_a_field_for_it(folder: Path) -> None:
    found = json.loads(said(folder, "-f", "json"))

    assert [each["internal"] for each in found["changes"]] == [True, False, True, True]
    Draft202012Validator(schemas()["vergleich.schema.json"]).validate(found)
