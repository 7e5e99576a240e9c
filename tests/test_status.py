"""Where a concept stands: `sro status`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sro_cli import cli, pipeline
from sro_cli.answers import status
from sro_cli.answers.status import Status
from sro_cli.columns import width
from tests.projects import minimal
from tests.test_milestones import CHAPTER, ENTRIES, STONES

DEMANDS = "kapitelstatus: freigegeben, offene_punkte: keine, unbelegtes: keines, offene_rueckmeldungen: keine"


def found(demands: str = DEMANDS, published: frozenset[str] | None = frozenset({"0.9.0", "0.1.0"})) -> Status:
    """Where the minimal concept stands with one chapter released and one in draft, on its way to M3."""
    chapters = {
        "content/kapitel/auftrag.md": CHAPTER.format("auftrag", "freigegeben"),
        "content/kapitel/ziele.md": CHAPTER.format("ziele", "entwurf"),
    }
    loaded = pipeline.load(minimal({"content/meilensteine.yml": STONES % demands, **ENTRIES, **chapters}))
    return status.status(loaded.konzept, loaded.index, published)


def test_it_names_all_that_the_next_milestone_lacks_with_places() -> None:
    printed = status.text(found())

    assert printed.partition("Meilenstein M3 fehlt noch:\n")[2].splitlines() == [
        "  1 Kapitel, das noch nicht freigegeben ist",
        "    content/kapitel/ziele.md:2:5",
        "  2 offene Punkte",
        "    content/kapitel/auftrag.md:8:1",
        "    content/kapitel/ziele.md:8:1",
        "  4 Einträge, denen ein Beleg fehlt",
        "    content/ziele.yml:2:18",
        "    content/ziele.yml:3:14",
        "    content/beschluesse.yml:4:10",
        "    content/beschluesse.yml:5:10",
        "  1 Rückmeldung, über die nicht entschieden ist",
        "    content/beteiligung.yml:3:10",
    ]


def test_it_counts_chapters_coverage_and_what_is_open() -> None:
    printed = status.text(found())

    assert "Veröffentlicht  0.1.0, 0.9.0\n" in printed
    assert "Als Nächstes    Meilenstein M3, Vorlagefassung 0.10.0\nTermin          offen\n" in printed
    assert "Kapitel\n───────\nfreigegeben  1  auftrag\nEntwurf      1  ziele\n" in printed
    assert "Ziele, die ein Kapitel behandelt" in printed
    assert "Rückmeldungen, über die nicht entschieden ist  1\n" in printed


def test_a_milestone_that_has_all_it_demands_lacks_nothing() -> None:
    assert status.text(found("")).endswith("Meilenstein M3 fehlt nichts von dem, was er verlangt.\n")


def test_without_a_milestone_and_without_history_it_says_so() -> None:
    assert "kein Meilenstein" in status.text(found(published=frozenset({"0.1.0", "0.9.0", "0.10.0"})))
    assert "Veröffentlicht  unbekannt" in status.text(found(published=None))


def test_the_json_holds_the_same() -> None:
    values: dict[str, Any] = json.loads(status.as_json(found()))

    assert values["meilenstein"]["id"] == "M3"
    assert [len(lack["stellen"]) for lack in values["meilenstein"]["fehlt"]] == [1, 2, 4, 1]
    assert values["offene_rueckmeldungen"] == [
        {"kennung": "rueckmeldung:R1", "stelle": "content/beteiligung.yml:3:10"}
    ]
    assert {chapter["id"]: chapter["status"] for chapter in values["kapitel"]} == {
        "auftrag": "freigegeben",
        "ziele": "entwurf",
    }
    assert values["abdeckung"]["ziele_behandelt"]["von"] == 1


def test_it_fits_80_columns() -> None:
    assert max(map(width, status.text(found()).splitlines())) <= 80


@pytest.mark.tool("git")
def test_the_command_warns_where_a_concept_has_faults(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "konzept.yml").write_text("titel: x\n")

    done = CliRunner().invoke(cli.app, ["-C", str(tmp_path), "status"])
    machine = CliRunner().invoke(cli.app, ["-C", str(tmp_path), "status", "--json"])

    assert done.exit_code == machine.exit_code == 0
    assert "Achtung: Das Konzept hat Fehler" in done.stderr
    assert json.loads(machine.stdout)["meilenstein"] is None
