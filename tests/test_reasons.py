"""Why something changed: as `content/aenderungen.yml` says, else as those who committed it said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sro_cli import pipeline, report
from sro_cli.answers import backlinks
from sro_cli.comparison import changes
from sro_cli.comparison.reasons import reasons, unplaced, unspoken
from sro_cli.comparison.values import Place
from sro_cli.differences.order import knowing_order
from sro_cli.model import AENDERUNGEN
from sro_cli.readers import content
from sro_cli.releases import versions
from sro_cli.releases.subjects import Subjects
from sro_cli.source import Source, Span
from tests.projects import minimal
from tests.repositories import commit, git, repository

CHAPTER = "content/kapitel/auftrag.md"
SETTINGS = "content/konzept.yml"
SECTIONS = """\
---
id: auftrag
status: entwurf
---

# Auftrag

Lange her.

## Lage {#lage}

Es liegt am Fluss.

Hier und da.
"""
GIVEN = "content/aenderungen.yml"


def findings(reasons: str) -> list[str]:
    """The findings of the minimal concept with reasons, a line each."""
    return report.short(pipeline.load(minimal({GIVEN: reasons})).findings).splitlines()


def change(folder: Path, path: str, old: str, new: str, words: str = "Geändert") -> None:
    """Replaces words in a file and commits it with a message."""
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")
    commit(folder, words)


def told(folder: Path, old: str, new: str = "") -> list[str]:
    """The reason of each change between two versions."""
    before = versions.resolved(folder, old)
    after = versions.resolved(folder, new) if new else versions.work_tree(folder)
    one, other = content.load(before.files), content.load(after.files)
    reason = reasons(other, knowing_order(Subjects(folder, before.commit, after.commit), one, other))
    return [reason(each.old, each.new) for each in changes(one, other)]


class TestReading:
    def test_reasons_are_read_with_their_places(self) -> None:
        text = "aenderungen:\n  - {zu: ziel:Z1, grund: Klarer., beschluss: 2024/BV/0123, seit: 0.2.0}\n"

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


@pytest.mark.tool("git")
class TestTelling:
    def test_the_file_goes_before_commits_and_a_section_before_its_chapter(self, tmp_path: Path) -> None:
        folder = repository(tmp_path, {CHAPTER: SECTIONS})
        change(folder, CHAPTER, "Lange her.", "Kurz her.")
        change(folder, CHAPTER, "Hier und da.", "Hier.")
        (folder / GIVEN).write_text(
            "aenderungen:\n"
            "  - {zu: kapitel:auftrag, grund: 'Wegen [](ziel:Z1).', beschluss: 2024/BV/0123}\n"
            "  - {zu: abschnitt:lage, grund: Neu vermessen.}\n",
            encoding="utf-8",
        )

        assert told(folder, "HEAD~2") == [
            "Wegen Ziel Z1 (Beschluss 2024/BV/0123).",
            "Neu vermessen.",
        ]

    def test_commits_tell_what_they_touched(self, tmp_path: Path) -> None:
        folder = repository(tmp_path, {CHAPTER: SECTIONS})
        change(folder, CHAPTER, "Lange her.", "Kurz her.", "Frist richtiggestellt")
        change(folder, CHAPTER, "Hier und da.\n", "", "Lage gestrichen\n\nAda Muster wollte es so.")
        change(folder, CHAPTER, "her.", "her.\n\nNoch etwas.", "Nachtrag")

        assert told(folder, "HEAD~3", "HEAD") == [
            "Frist richtiggestellt",
            "Nachtrag",
            "Lage gestrichen",
        ]
        assert told(folder, "HEAD~3") == told(folder, "HEAD~3", "HEAD")
        assert told(folder, "HEAD~1") == ["Nachtrag"]

    def test_what_is_said_of_a_section_holds_for_those_in_it(self, tmp_path: Path) -> None:
        folder = repository(
            tmp_path, {CHAPTER: f"{SECTIONS}\n### Ufer {{#ufer}}\n\nLinks liegt der große Park.\n"}
        )
        change(folder, CHAPTER, "Links liegt", "Rechts liegt")
        text = "aenderungen: [{zu: kapitel:auftrag, grund: Neu.}, {zu: abschnitt:lage, grund: Vermessen.}]"
        (folder / GIVEN).write_text(text, encoding="utf-8")

        assert told(folder, "HEAD~1") == ["Vermessen."]

    def test_what_is_not_committed_has_no_reason(self, tmp_path: Path) -> None:
        folder = repository(tmp_path, {CHAPTER: SECTIONS})
        change(folder, CHAPTER, "Lange her.", "Kurz her.", "Frist richtiggestellt")
        place = folder / CHAPTER
        text = place.read_text(encoding="utf-8").replace("Hier und da.", "Hier.")
        place.write_text(text, encoding="utf-8")

        assert told(folder, "HEAD~1") == ["Frist richtiggestellt", ""]
        assert told(folder, "HEAD") == [""]

    def test_entries_have_reasons_too_also_those_that_are_gone(self, tmp_path: Path) -> None:
        folder = repository(tmp_path)
        change(folder, "content/meilensteine.yml", "Die Mitte", "Die gute Mitte", "Besserer Titel")
        lines = (folder / "content/meilensteine.yml").read_text(encoding="utf-8").splitlines(keepends=True)
        change(folder, "content/meilensteine.yml", lines[-1], "", "Das Ende ist offen")

        assert told(folder, "HEAD~2") == ["Besserer Titel", "Das Ende ist offen"]

    def test_a_reason_of_a_version_is_told_up_to_it(self) -> None:
        text = "aenderungen: [{zu: kapitel:auftrag, grund: Neu gefasst., seit: 0.2.0}]"
        new = content.load(minimal({GIVEN: text}))
        place = Place("kapitel:auftrag")

        versions = ("", "0.1.0", "0.2.0", "0.10.0")

        assert [reasons(new, unspoken, known)(place, place) for known in versions] == [
            "Neu gefasst.",
            "Neu gefasst.",
            "",
            "",
        ]

    def test_of_many_commits_the_last_three_speak(self) -> None:
        new = content.load(minimal({}))
        place = Place("kapitel:auftrag")

        reason = reasons(new, lambda _old, _new: ("a", "b", "c", "d"))

        assert reason(None, place) == "b; c; d"

    def test_a_folder_that_git_does_not_know_tells_nothing(self, tmp_path: Path) -> None:
        span = Span(Source(CHAPTER, "Text\n"), 0, 4)

        assert Subjects(tmp_path, "0" * 40, "")(span, span) == ()

    def test_commits_of_a_merged_branch_speak_for_themselves(self, tmp_path: Path) -> None:
        folder = repository(tmp_path, {CHAPTER: SECTIONS})
        git(folder, "tag", "alt")
        git(folder, "switch", "-q", "-c", "zweig")
        change(folder, CHAPTER, "Hier und da.\n", "", "Lage gestrichen")
        git(folder, "switch", "-q", "main")
        change(folder, CHAPTER, "Lange her.", "Kurz her.", "Frist richtiggestellt")
        git(folder, "merge", "-q", "--no-ff", "-m", "Zweig übernommen", "zweig")

        assert told(folder, "alt") == ["Frist richtiggestellt", "Lage gestrichen"]

    def test_a_renamed_file_keeps_its_reasons(self, tmp_path: Path) -> None:
        folder = repository(tmp_path, {CHAPTER: SECTIONS})
        change(folder, CHAPTER, "Lange her.", "Kurz her.", "Frist richtiggestellt")
        git(folder, "mv", CHAPTER, "content/kapitel/01-auftrag.md")
        commit(folder, "Umbenannt")

        assert told(folder, "HEAD~2") == ["Frist richtiggestellt"]

    def test_who_splits_or_merges_paragraphs_says_why(self, tmp_path: Path) -> None:
        folder = repository(tmp_path, {CHAPTER: SECTIONS.replace("Hier und da.", "Hier.\nUnd da drüben.")})
        change(folder, CHAPTER, "Hier.\nUnd da", "Hier.\n\nUnd da", "Leichter zu lesen")
        change(folder, CHAPTER, "Hier.\n\nUnd da", "Hier.\nUnd da", "Doch ein Gedanke")

        assert set(told(folder, "HEAD~2", "HEAD~1")) == {"Leichter zu lesen"}
        assert set(told(folder, "HEAD~1", "HEAD")) == {"Doch ein Gedanke"}

    def test_who_orders_chapters_anew_says_why_they_moved(self, tmp_path: Path) -> None:
        folder = repository(tmp_path)
        settings = (folder / SETTINGS).read_text(encoding="utf-8")
        assert "kapitel: [auftrag, ziele]" in settings
        change(
            folder, SETTINGS, "kapitel: [auftrag, ziele]", "kapitel:\n  - auftrag\n  - ziele", "Untereinander"
        )
        change(folder, SETTINGS, "  - auftrag\n  - ziele", "  - ziele\n  - auftrag", "Ziele zuerst")

        assert told(folder, "HEAD~1", "HEAD") == ["Ziele zuerst"]
        assert told(folder, "HEAD~1") == ["Ziele zuerst"]

    def test_what_no_version_has_is_found(self) -> None:
        text = "aenderungen: [{zu: ziel:Z1, grund: Neu.}, {zu: ziel:Z9, grund: Neu., seit: 0.2.0}]"
        old, new = content.load(minimal({})), content.load(minimal({GIVEN: text}))

        assert [span.text for span in unplaced(old, new)] == ["ziel:Z9"]
        assert unplaced(old, new, "0.2.0") == ()

    def test_a_reason_whose_place_has_gone_since_is_not_lost(self) -> None:
        text = "aenderungen: [{zu: ziel:Z9, grund: Aufgegangen.}"
        one = content.load(minimal({GIVEN: f"{text}]"}))
        other = content.load(minimal({GIVEN: f"{text}, {{zu: ziel:Z8, grund: Neu.}}]"}))

        assert [span.text for span in unplaced(one, other)] == ["ziel:Z8"]
