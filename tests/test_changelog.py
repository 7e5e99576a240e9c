"""What readers are told about a version: its change log, and the history on its second page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sro_cli import cli, pipeline
from sro_cli.document.frame import Fassung
from sro_cli.publishing import changelog
from sro_cli.publishing.changelog import News
from sro_cli.publishing.releasing import Wanted, release
from sro_cli.publishing.verifying import verify
from sro_cli.readers import content
from sro_cli.releases import history
from sro_cli.writers import text
from tests.projects import minimal
from tests.repositories import change, commit, git, repository

HEAD = "---\nid: auftrag\nstatus: {}\n---\n\n# Auftrag\n\n"
CHAPTER = "content/kapitel/auftrag.md"
GOALS = "content/ziele.yml"
WORK = "zielwerke:\n  - {id: w, titel: Werk}\n"
FIRST = Fassung("0.1.0", "Arbeitsfassung", date(2026, 1, 2), changelog.FIRST)


def told(old: dict[str, str], new: dict[str, str]) -> News:
    """What changed between two concepts."""
    sound = {"content/beschluesse.yml": "", GOALS: ""}
    before, after = (content.load(minimal({**sound, **files})) for files in (old, new))
    return changelog.news(before, after)


def chapters(old: str, new: str, states: tuple[str, str] = ("entwurf", "entwurf")) -> list[str]:
    """The lines about the only chapter."""
    before, after = (
        {CHAPTER: HEAD.format(state) + text} for state, text in zip(states, (old, new), strict=True)
    )
    return log(told(before, after)).partition("### 1 Auftrag\n\n")[2].splitlines()


def entries(path: str, old: str, new: str) -> list[str]:
    """The lines about the entries of a file."""
    shown = log(told({path: old}, {path: new}))
    return [line for line in shown.splitlines()[5:] if line and not line.startswith("**")]


def log(found: News) -> str:
    """The change log of a second version."""
    own = Fassung("0.2.0", "Beteiligungsfassung", date(2026, 3, 4), found.line)
    return changelog.text(found, own, FIRST)


class TestChapters:
    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("Ein Satz.", "Ein Satz.\n\nNoch einer.", "neuer Absatz „Noch einer.“"),
            ("Ein Satz.\n\nNoch einer.", "Ein Satz.", "Absatz „Noch einer.“ entfallen"),
            ("Das gilt ab 2024.", "Das gilt ab 2025.", "„Das gilt ab 2024.“ → „Das gilt ab 2025.“"),
            ("> [!OFFEN]\n> Wer zahlt?\n\nText.", "Text.", "offener Punkt „Wer zahlt?“ entfallen"),
            ("Alle Träger*innen.", "Viele Träger*innen.", "„Alle Träger\\*innen.“ → „Viele Träger\\*innen.“"),
        ],
        ids=["neu", "entfallen", "geändert", "erledigt", "stern"],
    )
    def test_each_change_is_a_line(self, old: str, new: str, expected: str) -> None:
        assert chapters(old, new) == [f"- Zu Beginn: {expected}"]

    def test_lines_stand_under_their_section_with_its_number_before(self) -> None:
        sections = "Text.\n\n## Eins {#eins}\n\nA.\n\n", "## Zwei {#zwei}\n\nB."
        new = "## Drei {#drei}\n\nC.\n\n"

        assert chapters("".join(sections), new.join(sections).replace("B.", "B und C.")) == [
            "- Neuer Abschnitt 1.2 „Drei“",
            "- 1.3 Zwei (bisher 1.2): „B.“ → „B und C.“",
        ]

    def test_a_paragraph_that_is_two_now_is_not_gone_and_not_new(self) -> None:
        one = "Die Stadt legt den Plan im Mai vor.\nDer Ausschuss berät ihn danach im Juni."
        two = one.replace("\n", "\n\n")

        assert chapters(one, two) == chapters(two, one) == []
        assert chapters(one, two.replace("Juni", "Juli")) == [
            "- Zu Beginn: „ihn danach im Juni“ → „ihn danach im Juli“"
        ]

    def test_cells_are_found_by_row_and_column(self) -> None:
        table = "| Ort | Zahl |\n|---|---|\n| Nord | {} |"

        assert chapters(table.format("1"), table.format("2") + "\n| Süd | 3 |") == [
            "- Zu Beginn",
            "    - Tabelle, „Nord“ / „Zahl“: „1“ → „2“",
            "    - Neue Zeile der Tabelle „Süd“",
        ]

    def test_of_a_long_text_only_the_place_is_shown(self) -> None:
        said = "Die Verwaltung berichtet dem Ausschuss {}. Es geht um den Stand der Umsetzung und die Kosten."

        assert chapters(said.format("jedes Jahr"), said.format("alle zwei Jahre")) == [
            "- Zu Beginn: „berichtet dem Ausschuss jedes Jahr“ → „berichtet dem Ausschuss alle zwei Jahre“"
        ]

    def test_of_a_text_that_is_another_the_beginning_is_shown(self) -> None:
        said = "Die Verwaltung berichtet dem Ausschuss jedes Jahr über den Stand. Er berät darüber im Herbst."
        other = "Im Herbst berät der Ausschuss über den Stand; jedes Jahr berichtet darüber die Verwaltung."

        [line] = chapters(said, other)

        assert line.startswith("- Zu Beginn: neu gefasst, jetzt „Im Herbst berät der Ausschuss")

    def test_of_many_small_changes_only_the_number_is_told(self) -> None:
        texts = [f"Absatz mit der Silbe {letter * 5} und weiterem Text." for letter in "abcdefgh"]

        assert chapters("\n\n".join(texts), "\n\n".join(texts).replace("weiterem", "anderem")) == [
            "- Zu Beginn: an 8 Stellen anders formuliert"
        ]

    def test_a_status_is_told_in_words(self) -> None:
        assert chapters("Text.", "Text.", ("entwurf", "in-pruefung")) == ["- Status: Entwurf → in Prüfung"]

    def test_what_nobody_would_read_aloud_differently_is_not_told(self) -> None:
        found = told(
            {CHAPTER: HEAD.format("entwurf") + 'Das "Wort".'},
            {CHAPTER: HEAD.format("entwurf") + "Das „Wort“."},
        )

        assert (found.line, found.chapters) == (changelog.NOTHING, ())

    def test_nothing_internal_is_told(self) -> None:
        box = "> [!INTERN]\n> Geheim {}.\n\nText {}.\n"
        remark = "rueckmeldungen: [{{id: R1, art: frage, text: Wozu {}?, intern: {{von: Geheim {}}}}}]\n"
        old, new = (
            {
                CHAPTER: HEAD.format("entwurf") + box.format(word, word),
                "content/beteiligung.yml": remark.format(word, word),
            }
            for word in ("eins", "zwei")
        )

        shown = log(told(old, new))

        assert "Text zwei" in shown
        assert "Geheim" not in shown
        assert "Wozu" not in shown

    def test_chapters_that_come_go_and_change_places_are_told(self) -> None:
        def concept(*names: str) -> dict[str, str]:
            settings = minimal({}).files["content/konzept.yml"].decode()
            listed = "kapitel:\n" + "".join(f"  - {name}\n" for name in names)
            texts = {"a": "Erstes Kapitel über Häuser.", "b": "Zweites über Wege.", "c": "Über Kosten."}
            return {
                "content/konzept.yml": re.sub(r"kapitel:\n(  - .*\n)+|kapitel: .*\n", listed, settings),
                **{
                    f"content/kapitel/{name}.md": HEAD.format("entwurf")
                    .replace("auftrag", name)
                    .replace("Auftrag", name * 3)
                    + texts[name]
                    for name in names
                },
            }

        shown = log(told(concept("a", "b"), concept("b", "c")))

        assert "Andere Nummern haben: 1 bbb (bisher 2)." in shown
        assert "### 2 ccc\n\nDieses Kapitel ist neu." in shown
        assert "### 1 aaa\n\nDieses Kapitel ist entfallen" in shown
        assert "**1 Kapitel neu, 1 entfallen.**" in shown


class TestEntries:
    def test_what_is_new_changed_and_gone_is_told_kind_by_kind(self) -> None:
        goal = "  - {{id: {}, zielwerk: w, titel: {}, beleg: {{art: {}}}}}\n"
        gone = goal.format("Z2", '"Orte, Plätze und Gärten pflegen"', "mittelbar")
        old = goal.format("Z1", "Wege sichern", "unbelegt") + gone
        new = goal.format("Z1", "Wege gut sichern", "belegt") + goal.format(
            "Z3", "Kinder nach ihrem Willen fragen", "belegt"
        )

        assert entries(GOALS, f"{WORK}ziele:\n{old}", f"{WORK}ziele:\n{new}") == [
            "## Ziele",
            "- Ziel Z1 „Wege gut sichern“",
            "    - hieß bisher „Wege sichern“",
            "    - Beleg: nicht belegt → belegt",
            "- Neu: Ziel Z3 „Kinder nach ihrem Willen fragen“",
            "- Entfallen: Ziel Z2 „Orte, Plätze und Gärten pflegen“",
        ]

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("datum: 2018-12-04", "datum: 2018-12-05", "Datum: 4. Dezember 2018 → 5. Dezember 2018"),
            ("ergebnis: ''", "ergebnis: angenommen", "Ergebnis: neu „angenommen“"),
            ("bezug: []", "bezug: [2021/BV/0002]", "Bezug: neu Beschluss 2021/BV/0002"),
            ("gremium: jha", "gremium: null", "Gremium: entfallen Jugendhilfeausschuss"),
        ],
    )
    def test_fields_have_the_names_that_tables_give_them(self, old: str, new: str, expected: str) -> None:
        paper = "beschluesse:\n" + "".join(
            f"  - {{{{id: 2021/BV/{which}, beleg: {{{{art: belegt}}}}}}}}\n" for which in ("0001, {}", "0002")
        )
        body = {"content/akteure.yml": "akteure: [{id: jha, name: Jugendhilfeausschuss, gruppe: gremium}]\n"}
        before, after = ({**body, "content/beschluesse.yml": paper.format(field)} for field in (old, new))

        assert f"- Beschluss 2021/BV/0001: {expected}\n" in log(told(before, after))

    def test_who_said_something_finds_the_answer(self) -> None:
        path, answer = (
            "content/beteiligung.yml",
            "Drei *Bänke* kommen in [](kapitel:auftrag) dazu, " + "bald, " * 30,
        )
        first = "rueckmeldungen:\n  - {id: R0001, art: anmerkung, text: Mehr Bänke., %s}\n"
        decided = f"entscheidung: uebernommen, begruendung: '{answer}.', umgesetzt_in: [kapitel:auftrag]"
        second = (
            "  - {id: R0002, art: frage, text: Wann?, entscheidung: zur-kenntnis, begruendung: Im Mai.}\n"
        )
        third = "  - {id: R0003, art: frage, text: Wo?}\n"

        assert entries(path, first % "entscheidung: offen", first % decided + second + third) == [
            "## Rückmeldungen",
            "- Rückmeldung R0001",
            "    - Entscheidung: offen → übernommen",
            f"    - Begründung: Drei Bänke kommen in Kapitel 1 dazu, {'bald, ' * 30}.",
            "    - Umgesetzt in: neu Kapitel 1",
            "- Neu: Rückmeldung R0002",
            "    - Entscheidung: zur Kenntnis genommen",
            "    - Begründung: Im Mai.",
            "- Neu: Rückmeldung R0003",
        ]

    def test_a_figure_is_told_with_the_time_it_is_of(self) -> None:
        room = (
            "sozialraeume:\n  - {{id: n, name: Nord, art: stadtbereich, beleg: {{art: belegt}}, "
            "kennzahlen: [{{merkmal: Kinder, wert: {}, stand: {}}}]}}\n"
        )

        assert entries(
            "content/sozialraeume.yml", room.format("1000", "2008-09"), room.format("1200", "2025")
        ) == [
            "## Sozialräume",
            "- „Nord“: Kinder: 1.000 (September 2008) → 1.200 (2025)",
        ]


class TestReasons:
    REASONS = """\
aenderungen:
  - {zu: ziel:Z1, grund: "Träger*innen hatten [gefragt](ziel:Z1)."}
  - {zu: ziel:Z2, grund: Erreicht, beschluss: 2024/BV/0123}
  - {zu: kapitel:auftrag, grund: Neuer Auftrag.}
  - {zu: abschnitt:eins, grund: Es wird teurer.}
  - {zu: abschnitt:alt, grund: Längst bekannt., seit: 0.1.0}
  - {zu: meilenstein:M2, grund: Die Fassung nach der Denkwerkstatt.}
"""

    def found(self) -> News:
        """What changed between two concepts with reasons."""
        goal = "  - {{id: {}, zielwerk: w, titel: {}, beleg: {{art: belegt}}}}\n"
        sections = "## Eins {{#eins}}\n\nAb {}.\n\n## Alt {{#alt}}\n\nBis {}.\n"
        old = {
            CHAPTER: HEAD.format("entwurf") + sections.format(2024, 2024),
            GOALS: f"{WORK}ziele:\n{goal.format('Z1', 'Wege sichern')}{goal.format('Z2', 'Kinder fragen')}",
        }
        new = {
            CHAPTER: HEAD.format("entwurf") + sections.format(2025, 2025),
            GOALS: f"{WORK}ziele:\n{goal.format('Z1', 'Wege gut sichern')}",
            "content/aenderungen.yml": self.REASONS,
        }
        sound = {"content/beschluesse.yml": ""}
        before, after = (content.load(minimal({**sound, **files})) for files in (old, new))
        return changelog.news(before, after, "0.1.0")

    def test_they_stand_with_what_they_are_the_reasons_of(self) -> None:
        shown = log(self.found())

        assert "### 1 Auftrag\n\nGrund: Neuer Auftrag.\n\n- 1.1 Eins\n" in shown
        assert "    - „Ab 2024.“ → „Ab 2025.“\n    - Grund: Es wird teurer.\n- 1.2 Alt: „Bis" in shown
        assert "    - hieß bisher „Wege sichern“\n    - Grund: Träger\\*innen hatten gefragt.\n" in shown
        assert "- Entfallen: Ziel Z2 „Kinder fragen“. Grund: Erreicht (Beschluss 2024/BV/0123)" in shown

    def test_that_of_the_milestone_is_the_line_of_its_version(self) -> None:
        found = self.found()

        line = changelog.line(found, "meilenstein:M2", first=False)

        assert line == "Die Fassung nach der Denkwerkstatt."
        shown = changelog.text(found, Fassung("0.2.0", "Arbeitsfassung", date(2026, 3, 4), line), FIRST)
        assert f"**{line}**\n\n1 Kapitel geändert; 1 Ziel geändert, 1 entfallen.\n" in shown


class TestHistory:
    def test_without_a_readable_manifest_there_is_none(self, tmp_path: Path) -> None:
        assert history.of_folder(tmp_path) == ()
        assert history.of_manifest(None) == ()
        for kept in (b"{", b"[]", b"{}", b'{"verlauf": [1]}', b'{"verlauf": 1}', b'{"verlauf": [{}]}'):
            assert history.of_manifest(kept) == ()

    def test_documents_show_it_on_their_second_page(self) -> None:
        second = Fassung("0.2.0", "Beteiligungsfassung", date(2026, 3, 4), "3 Kapitel geändert.")
        moment = datetime(2026, 3, 4, tzinfo=UTC)
        request = pipeline.Request((), False, moment, "", frozenset(), "0.2.0", verlauf=(FIRST, second))
        stones = "meilensteine: [{id: M2, titel: Mitte, version: 0.2.0, fassung: beteiligungsfassung}]\n"
        files = minimal({"content/meilensteine.yml": stones})
        loaded = pipeline.load(files)
        document, _theme, found = pipeline.compile_tree(
            loaded, files, pipeline.edition(loaded.konzept, request), {}
        )

        assert document is not None
        front = "\n".join(text.lines(document.parts[1])).replace("\N{NO-BREAK SPACE}", " ")
        assert "| 0.1.0 | Arbeitsfassung | 2. Januar 2026 | Die erste Fassung. |" in front
        assert "| 0.2.0 | Beteiligungsfassung | 4. März 2026 | 3 Kapitel geändert. |" in front
        assert found == ()


@pytest.mark.tool("git")
class TestReleased:
    def test_two_versions_tell_what_happened_and_are_the_same_everywhere(self, tmp_path: Path) -> None:
        folder = repository(tmp_path / "konzept", {CHAPTER: HEAD.format("entwurf") + "Das gilt ab 2024.\n"})
        formats = ("text", "html")
        assert release(folder, Wanted("M1", formats), lambda _words: None).reasons == ()
        first = (folder / "build" / "fassung" / "aenderungen.md").read_text("utf-8")
        change(folder, CHAPTER, "2024", "2025")
        assert release(folder, Wanted("M2", formats), lambda _words: None).reasons == ()
        second = (folder / "build" / "fassung" / "aenderungen.md").read_text("utf-8")

        assert first == (
            "# Was sich in Version 0.1.0 geändert hat\n\nArbeitsfassung 0.1.0, Stand 2. Januar 2026.\n\n"
            "**Die erste Fassung.**\n"
        )
        assert "verglichen mit der Arbeitsfassung 0.1.0 vom 2. Januar 2026." in second
        assert "- Zu Beginn: „Das gilt ab 2024.“ → „Das gilt ab 2025.“" in second
        place = folder / "build" / "releases" / "0.2.0"
        assert (place / "aenderungen.md").read_text("utf-8") == second
        for path in ("lesefassung.md", "musterkonzept.html"):
            assert "1 Kapitel geändert." in (place / path).read_text("utf-8")
        listed = CliRunner().invoke(cli.app, ["-C", str(folder), "releases"]).output.splitlines()
        assert "    1 Kapitel geändert." in listed

        git(tmp_path, "clone", "-q", str(folder), "woanders")
        done = subprocess.run(
            [sys.executable, "-m", "sro_cli.cli", "-C", str(tmp_path / "woanders"), "verify", "0.2.0"],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        )
        assert (done.returncode, done.stderr) == (0, "")

    @pytest.mark.parametrize("name", ["aenderungen.md", "manifest.json"])
    def test_a_forged_log_or_history_is_named(self, tmp_path: Path, name: str) -> None:
        folder = repository(tmp_path)
        release(folder, Wanted("M1", formats=("text",)), lambda _words: None)
        place = folder / "build" / "fassung" / name
        place.write_text(place.read_text("utf-8").replace("Die erste", "Die beste"), "utf-8")
        git(folder, "commit", "-q", "-a", "--amend", "--no-edit")
        git(folder, "tag", "-f", "-a", "-m", "gefälscht", "v0.1.0")

        said = {each.what for each in verify(folder, "0.1.0", lambda _words: None).differences}

        expected = "Angabe „verlauf“ im Manifest" if name == "manifest.json" else f"build/fassung/{name}"
        assert expected in said

    def test_a_version_that_cannot_be_read_any_more_is_not_compared(self, tmp_path: Path) -> None:
        folder = repository(tmp_path)
        commit(folder, "Davor")
        (folder / GOALS).write_text("unbekannt: [", "utf-8")
        commit(folder, "Kaputt")
        git(folder, "tag", "v0.0.1")
        git(folder, "revert", "--no-edit", "HEAD")

        assert release(folder, Wanted("M1", formats=("text",)), lambda _words: None).reasons == ()
        assert changelog.UNKNOWN in (folder / "build" / "fassung" / "aenderungen.md").read_text("utf-8")
