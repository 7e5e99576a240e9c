"""Why something changed: as `content/aenderungen.yml` says, else as those who committed it said."""

from __future__ import annotations

from sro_cli import pipeline, report
from sro_cli.answers import backlinks
from sro_cli.model import AENDERUNGEN
from sro_cli.readers import content
from tests.projects import minimal

GIVEN = "content/aenderungen.yml"


def findings(reasons: str) -> list[str]:
    """The findings of the minimal concept with reasons, a line each."""
    return report.short(pipeline.load(minimal({GIVEN: reasons})).findings).splitlines()


class TestReading:
    def test_reasons_are_read_with_their_places(self) -> None:
        text = (
            "aenderungen:\n  - {zu: ziel:Z1, grund: Klarer., beschluss: 2024/BV/0123, seit: 0.2.0}\n"
        )

        read = content.load(minimal({GIVEN: text}))

        (reason,) = read.konzept.aenderungen
        assert (reason.zu, reason.grund, reason.seit) == ("ziel:Z1", "Klarer.", "0.2.0")
        assert str(read.places[AENDERUNGEN, 0, "grund"]) == f"{GIVEN}:2:26"
        assert AENDERUNGEN not in dict(read.places.entries())
        assert findings(text) == []

    def test_the_file_may_be_split_or_empty(self) -> None:
        one = "aenderungen: [{zu: ziel:Z1, grund: Klarer.}]"
        files = {GIVEN: one, "content/aenderungen/2026.yml": one.replace("Klarer", "Kürzer")}

        read = content.load(minimal(files)).konzept

        assert [reason.grund for reason in read.aenderungen] == ["Klarer.", "Kürzer."]
        assert findings("aenderungen:\n") == findings("") == []

    def test_what_changed_may_be_gone(self) -> None:
        assert findings("aenderungen: [{zu: ziel:Z9, grund: 'Aufgegangen in [](ziel:Z1).'}]") == []

    def test_it_must_be_of_a_kind_that_can_change(self) -> None:
        (found,) = findings("aenderungen: [{zu: bild:karte, grund: Neu.}]")

        assert found.startswith(f"{GIVEN}:1:20: V202 „bild:karte“ ist hier kein möglicher Verweis")

    def test_what_a_reason_says_is_checked_like_any_text(self) -> None:
        found = findings("aenderungen: [{zu: ziel:Z1, grund: 'Nach [](ziel:Z9).', beschluss: 2024/BV/9999}]")

        assert [line.partition(" ")[2][:46] for line in found] == [
            "V201 Verweis auf unbekanntes Ziel „Z9“ (legen ",
            "V201 Verweis auf unbekannten Beschluss „2024/B",
        ]

    def test_a_missing_or_unknown_field_is_said(self) -> None:
        assert [line.split()[1] for line in findings("aenderungen: [{zu: ziel:Z1, weil: Neu.}]")] == [
            "E113",
            "E112",
        ]

    def test_no_list_is_told_how_an_item_begins(self) -> None:
        (found,) = findings("aenderungen: {zu: ziel:Z1}")

        assert "„- zu: …“" in found

    def test_who_asks_for_mentions_is_shown_the_reason(self) -> None:
        loaded = pipeline.load(minimal({GIVEN: "aenderungen: [{zu: ziel:Z1, grund: Klarer.}]"}))

        assert "Grund einer Änderung" in backlinks.entry("ziel:Z1", loaded.konzept, loaded.index)
