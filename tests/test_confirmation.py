"""What `sro confirm` writes, what it refuses, and what is found when a wording changes afterwards."""

from __future__ import annotations

import difflib
import os
import subprocess
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sro_cli import pipeline
from sro_cli.cli import app
from sro_cli.diagnostics import Diagnostic
from sro_cli.editing import authoring, confirmation
from sro_cli.editing.confirmation import Confirmation, Published, Wanted
from sro_cli.editing.insertion import Refused
from sro_cli.facts import wording
from sro_cli.files import Folder, Memory, Overlay, bundled, write

ROOT = Path(__file__).parent.parent
GOALS = "content/ziele.yml"
PAPERS = "content/beschluesse.yml"
CONDITIONS = "content/rahmenbedingungen.yml"
CHAPTER = "content/kapitel/01-auftrag.md"
PAPER = "beschluss:2026/BV/0001"
Z1, Z2, Z3 = "b01d-8a47", "af20-900b", "9072-d72c"
KINDS = {"Z305", "Z307", "Z308", "Z309", "S507", "S508"}


@cache
def example() -> dict[str, bytes]:
    return dict(authoring.example(ROOT / "nowhere"))


def concept(**changes: tuple[str, str]) -> dict[str, bytes]:
    """The concept that `sro init` makes, in some files one text in place of another."""
    files = dict(example())
    for name, (old, new) in changes.items():
        path = {"goals": GOALS, "papers": PAPERS, "conditions": CONDITIONS, "chapter": CHAPTER}[name]
        assert old in files[path].decode()
        files[path] = files[path].decode().replace(old, new, 1).encode()
    return files


def confirmed(files: dict[str, bytes], target: str, *against: str, **wanted: bool) -> Confirmation:
    over = Overlay(Memory(files), bundled())
    return confirmation.draft(over, pipeline.load(over), Wanted(target, against, **wanted))


def found(files: dict[str, bytes]) -> list[Diagnostic]:
    loaded = pipeline.load(Overlay(Memory(files), bundled()))
    return [finding for finding in loaded.findings if finding.kind.code in KINDS]


def added(before: bytes, after: bytes) -> list[str]:
    """The lines that were added; no line may have gone."""
    marks = difflib.ndiff(before.decode().splitlines(keepends=True), after.decode().splitlines(keepends=True))
    lines = [line for line in marks if line[0] in "+-"]
    assert all(line[0] == "+" for line in lines), lines
    return [line[2:] for line in lines]


class TestWriting:
    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            pytest.param("", "", ["    bestaetigt:\n", f"      ziel:Z1: {Z1}\n"], id="last-in-the-file"),
            pytest.param(
                "    beleg: {quelle: niederschrift, art: belegt}\n",
                "    beleg: {quelle: niederschrift, art: belegt}  # von Hand\n\n  # danach\n"
                "  - id: 2026/BV/0002\n    beleg: {art: unbelegt}\n",
                ["    bestaetigt:\n", f"      ziel:Z1: {Z1}\n"],
                id="before-another",
            ),
            pytest.param(
                "    beleg: {quelle: niederschrift, art: belegt}\n",
                "    beleg:\n      quelle: niederschrift\n      art: mittelbar\n      hinweis: >-\n"
                "        Viele\n        Worte.\n\n",
                ["    bestaetigt:\n", f"      ziel:Z1: {Z1}\n"],
                id="after-a-folded-text",
            ),
            pytest.param(
                "    beleg:",
                "    bestaetigt:\n      # am 3. Mai\n      ziel:Z3: 0.1.0 9072-d72c # ja\n    beleg:",
                [f"      ziel:Z1: {Z1}\n"],
                id="among-others",
            ),
            pytest.param(
                "    beleg:",
                "    bestaetigt:  # noch nichts\n    beleg:",
                [f"      ziel:Z1: {Z1}\n"],
                id="empty",
            ),
        ],
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_lines_are_added_and_no_other_byte_changes(
        self, old: str, new: str, expected: list[str], end: str
    ) -> None:
        files = concept(papers=(old, new))
        files[PAPERS] = files[PAPERS].replace(b"\n", end.encode())

        made = confirmed(files, PAPER, "ziel:Z1")

        assert added(files[PAPERS], made.files[PAPERS]) == [line.replace("\n", end) for line in expected]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("    bestaetigt: {}\n", f"    bestaetigt: {{ziel:Z1: {Z1}}}\n"),
            (
                "    bestaetigt: {ziel:Z3: 9072-d72c}\n",
                f"    bestaetigt: {{ziel:Z3: 9072-d72c, ziel:Z1: {Z1}}}\n",
            ),
            ("    bestaetigt: {ziel:Z1: 0000-0000}\n", f"    bestaetigt: {{ziel:Z1: {Z1}}}\n"),
            (
                "    bestaetigt: {\n      ziel:Z3: 9072-d72c,  # ja\n    }\n",
                f"    bestaetigt: {{\n      ziel:Z3: 9072-d72c, ziel:Z1: {Z1},  # ja\n    }}\n",
            ),
            ("    bestaetigt: ~ # nichts\n", f"    bestaetigt:  # nichts\n      ziel:Z1: {Z1}\n"),
            (
                "    bestaetigt:\n      ziel:Z1: '0.0.9 0000-0000' # alt\n",
                f"    bestaetigt:\n      ziel:Z1: {Z1} # alt\n",
            ),
        ],
    )
    def test_the_manner_of_writing_stays(self, old: str, new: str) -> None:
        files = concept(papers=("    beleg:", f"{old}    beleg:"))

        made = confirmed(files, PAPER, "ziel:Z1")

        assert made.files == {PAPERS: files[PAPERS].replace(old.encode(), new.encode())}

    @pytest.mark.parametrize("inner", ["", ", bestaetigt: ", ", bestaetigt: {}"])
    def test_an_entry_in_braces_stays_one(self, inner: str) -> None:
        files = concept()
        files[PAPERS] = f"beschluesse: [{{id: 2026/BV/0001, beleg: {{art: unbelegt}}{inner}}}]\n".encode()

        made = confirmed(files, PAPER, "ziel:Z1")

        assert made.files[PAPERS].decode() == (
            f"beschluesse: [{{id: 2026/BV/0001, beleg: {{art: unbelegt}}, bestaetigt: {{ziel:Z1: {Z1}}}}}]\n"
        )

    def test_a_file_without_an_end_and_with_a_mark_keeps_both(self) -> None:
        files = concept()
        files[PAPERS] = b"\xef\xbb\xbf" + files[PAPERS].rstrip()

        made = confirmed(files, PAPER, "ziel:Z1")

        lines = f"\n    bestaetigt:\n      ziel:Z1: {Z1}\n"
        assert made.files[PAPERS] == files[PAPERS] + lines.encode()

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_the_head_of_a_chapter_gets_the_field_and_its_text_stays(self, mark: bytes) -> None:
        files = concept()
        files[CHAPTER] = mark + files[CHAPTER]

        made = confirmed(files, "kapitel:auftrag", "ziel:Z1")

        assert made.files[CHAPTER] == files[CHAPTER].replace(
            b"  - ziel:Z1\n---\n", f"  - ziel:Z1\nbestaetigt:\n  ziel:Z1: {Z1}\n---\n".encode()
        )

    def test_without_a_choice_all_that_is_connected_is_confirmed_in_the_order_of_the_files(self) -> None:
        made = confirmed(concept(), "kapitel:umsetzung")

        assert [pair.worded.target for pair in made.pairs] == ["ziel:Z2", "ziel:Z3", "rahmen:treffpunkt"]

    def test_a_goal_is_confirmed_for_all_that_rests_on_it(self) -> None:
        made = confirmed(concept(), "ziel:Z2")

        assert {pair.entry.target for pair in made.pairs} == {PAPER, "rahmen:treffpunkt", "kapitel:umsetzung"}
        assert set(made.files) == {PAPERS, CONDITIONS, "content/kapitel/02-umsetzung.md"}

    def test_several_entries_of_a_file_are_changed_at_once(self) -> None:
        paper = "  - id: 2026/BV/0002\n    gegenstand: Zu [](ziel:Z1).\n    beleg: {art: unbelegt}\n"
        files = concept(papers=("beschluesse:\n", f"beschluesse:\n{paper}"))

        made = confirmed(files, "ziel:Z1")

        assert added(files[PAPERS], made.files[PAPERS]) == ["    bestaetigt:\n", f"      ziel:Z1: {Z1}\n"] * 2

    def test_a_second_time_nothing_changes(self) -> None:
        files = concept()
        files |= confirmed(files, "ziel:Z1").files

        again = confirmed(files, "ziel:Z1")

        assert again.files == {}
        assert confirmation.text(again).endswith("\nBestätigt: 0 neu, 3 wie bisher.\n")

    def test_on_the_real_concept_only_lines_are_added_and_nothing_is_found(self) -> None:
        over = Overlay(Folder(ROOT), bundled())
        loaded = pipeline.load(over)

        made = confirmation.draft(over, loaded, Wanted("ziel:verhaeltnisse"))

        assert len(made.files) >= 3
        assert all(added(made.before[path], after) for path, after in made.files.items())
        after = pipeline.load(Overlay(Memory(made.files), over))
        assert [f.kind.code for f in after.findings] == [f.kind.code for f in loaded.findings]


class TestRefusing:
    @pytest.mark.parametrize(
        ("target", "against", "words"),
        [
            ("akteur:jha", (), "„akteur:jha“ lässt sich nicht bestätigen; möglich sind ein Beschluss"),
            ("kapitel:auftrag", ("ziel:Z3",), "Kapitel „auftrag“ hat mit „ziel:Z3“ nichts zu tun"),
            ("rahmen:treffpunkt", ("rahmen:treffpunkt",), "nichts zu tun"),
            ("ziel:Z1", ("kapitel:auftrag",), "sro confirm kapitel:auftrag --gegen ziel:Z1"),
        ],
    )
    def test_only_what_is_connected_can_be_confirmed(
        self, target: str, against: tuple[str, ...], words: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            confirmed(concept(), target, *against)

        assert words in str(refused.value)

    def test_what_is_connected_with_nothing_cannot_be_confirmed(self) -> None:
        files = concept(
            papers=("beschluesse:\n", "beschluesse:\n  - {id: 2020/BV/0001, beleg: {art: unbelegt}}\n")
        )
        files[GOALS] += b"  - {id: Z4, zielwerk: eigen, titel: T, beleg: {art: unbelegt}}\n"

        with pytest.raises(Refused, match="hängt mit keinem Ziel und keiner Rahmenbedingung zusammen"):
            confirmed(files, "beschluss:2020/BV/0001")
        with pytest.raises(Refused, match="Auf dem Ziel „Z4“ beruht nichts"):
            confirmed(files, "ziel:Z4")

    @pytest.mark.parametrize(
        "change",
        [
            {"papers": ("datum: 2026-03-10", "datum: 2026-13-10")},
            {"goals": ("zielwerk: ziele-2026", "zielwerk: keines")},
            {"papers": ("    beleg:", "    bestaetigt: {ziel:Z1: abc}\n    beleg:")},
        ],
    )
    def test_faults_in_the_files_come_first(self, change: dict[str, tuple[str, str]]) -> None:
        with pytest.raises(Refused, match="hat Fehler, die erst zu beheben sind"):
            confirmed(concept(**change), PAPER, "ziel:Z1")

    def test_faults_elsewhere_do_not_hinder(self) -> None:
        files = concept()
        files["content/meilensteine.yml"] = b"meilensteine: [{id: a}]\n"

        assert confirmed(files, PAPER, "ziel:Z2").files

    def test_a_warning_that_the_project_takes_for_a_fault_does_not_hinder(self) -> None:
        files = concept(papers=("    beleg:", "    bestaetigt: {ziel:Z1: 0000-0000}\n    beleg:"))
        files["content/konzept.yml"] += "schweregrade: {Z305: {stufe: fehler, weil: Es zählt.}}\n".encode()

        assert confirmed(files, PAPER, "ziel:Z1").files


class TestVersions:
    OLD = "Kinder und Jugendliche entscheiden mit, was im Stadtteil geschieht."

    def published(self) -> Published:
        return Published("0.2.0", pipeline.load(Overlay(Memory(concept()), bundled())).konzept)

    def draft(self, files: dict[str, bytes], *, of_published: bool) -> Confirmation:
        over = Overlay(Memory(files), bundled())
        wanted = Wanted(PAPER, ("ziel:Z3",), of_published=of_published)
        return confirmation.draft(over, pipeline.load(over), wanted, self.published())

    @pytest.mark.parametrize("of_published", [True, False])
    def test_a_wording_that_was_published_is_recorded_with_the_version(self, of_published: bool) -> None:
        (pair,) = self.draft(concept(), of_published=of_published).pairs

        assert pair.written == f"0.2.0 {Z3}"

    def test_a_wording_that_is_new_is_recorded_without(self) -> None:
        (pair,) = self.draft(concept(goals=(self.OLD, "Alle reden mit.")), of_published=False).pairs

        assert pair.written == wording.fingerprint(pair.today)

    def test_a_published_wording_can_be_confirmed_when_it_has_changed_since(self) -> None:
        files = concept(goals=(self.OLD, "Alle reden mit."))

        made = self.draft(files, of_published=True)
        (finding,) = found(files | dict(made.files))

        assert f"      ziel:Z3: 0.2.0 {Z3}\n" in made.files[PAPERS].decode()
        assert "So stand es in der Fassung 0.2.0; heute lautet es anders." in confirmation.text(made)
        assert finding.label == "Titel oder Wortlaut geändert seit Fassung 0.2.0"
        assert finding.related[0].message == "2026/BV/0001 bezieht sich auf die Fassung 0.2.0"

    def test_a_goal_that_was_not_published_cannot_be_confirmed_as_published(self) -> None:
        files = concept()
        files[GOALS] += b"  - {id: Z4, zielwerk: ziele-2026, titel: T, beleg: {art: unbelegt}}\n"
        over = Overlay(Memory(files), bundled())

        with pytest.raises(Refused, match=r"In der Fassung 0\.2\.0 gibt es Ziel „Z4“ noch nicht"):
            confirmation.draft(
                over, pipeline.load(over), Wanted(PAPER, ("ziel:Z4",), of_published=True), self.published()
            )


class TestFinding:
    def changed(self, target: str, *against: str) -> dict[str, bytes]:
        """A concept in which something was confirmed before the wordings changed."""
        files = concept()
        files |= confirmed(files, target, *against).files
        files[GOALS] = files[GOALS].replace(b"helfen sich.", b"meiden sich.")
        files[CONDITIONS] = files[CONDITIONS].replace("fünf Tagen".encode(), b"zwei Tagen")
        return files

    @pytest.mark.parametrize(
        ("target", "against", "code", "place", "quoted"),
        [
            (PAPER, "ziel:Z1", "Z305", "content/ziele.yml:11:9", "Z1"),
            ("kapitel:auftrag", "ziel:Z1", "Z307", "content/ziele.yml:11:9", "Z1"),
            ("rahmen:treffpunkt", "ziel:Z1", "Z309", "content/ziele.yml:11:9", "Z1"),
            (PAPER, "rahmen:treffpunkt", "S507", "content/rahmenbedingungen.yml:3:9", "treffpunkt"),
            (
                "kapitel:umsetzung",
                "rahmen:treffpunkt",
                "S508",
                "content/rahmenbedingungen.yml:3:9",
                "treffpunkt",
            ),
        ],
    )
    def test_both_places_are_named(
        self, target: str, against: str, code: str, place: str, quoted: str
    ) -> None:
        (finding,) = found(self.changed(target, against))

        assert finding.kind.code == code
        assert finding.span
        assert (str(finding.span), finding.span.text) == (place, quoted)
        assert [related.span.text for related in finding.related] == [against]

    def test_after_confirming_anew_nothing_is_found(self) -> None:
        files = self.changed(PAPER)
        assert {finding.kind.code for finding in found(files)} == {"Z305", "S507"}

        files |= confirmed(files, PAPER).files

        assert found(files) == []

    def test_one_change_is_one_finding_for_all_chapters_that_rest_on_it(self) -> None:
        files = concept()
        path = "content/kapitel/02-umsetzung.md"
        files[path] = files[path].replace(b"  - ziel:Z2\n", b"  - ziel:Z1\n  - ziel:Z2\n")
        files |= confirmed(files, "ziel:Z1").files
        files[GOALS] = files[GOALS].replace(b"helfen sich.", b"meiden sich.")

        findings = {finding.kind.code: finding for finding in found(files)}

        assert sorted(findings) == ["Z305", "Z307", "Z309"]
        assert "nach der Bestätigung von 2 Kapiteln geändert" in findings["Z307"].message
        assert len(findings["Z307"].related) == 2

    def test_without_exact_words_the_title_and_the_explanation_count(self) -> None:
        words = "wortlaut: In Altdorf gibt es einen Treffpunkt, der allen offensteht."
        files = concept(goals=(words, "erlaeuterung: Ein Haus."))
        files |= confirmed(files, PAPER, "ziel:Z2").files
        files[GOALS] = files[GOALS].replace(b"Ein Haus.", b"Ein Zelt.")

        (finding,) = found(files)

        assert finding.label == "Titel oder Erläuterung geändert seit der Bestätigung"

    def test_an_id_with_a_blank_is_quoted_in_the_command(self) -> None:
        number = "2026/BV/0001-01 (SN)"
        files = {
            path: text.replace(b"2026/BV/0001", number.encode())
            for path, text in concept().items()
            if not path.endswith(".md")
        }
        files |= confirmed(files, f"beschluss:{number}", "ziel:Z1").files
        files[GOALS] = files[GOALS].replace(b"helfen sich.", b"meiden sich.")

        (finding,) = found(files)

        assert f'sro confirm "beschluss:{number}" --gegen ziel:Z1' in finding.help

    def test_a_misspelt_id_can_be_mended(self) -> None:
        files = concept(papers=("    beleg:", f"    bestaetigt: {{Z1: {Z1}}}\n    beleg:"))

        (finding,) = found(files)

        assert finding.kind.code == "Z308"
        assert finding.fix
        assert (finding.fix.span.text, finding.fix.replacement) == ("Z1", "ziel:Z1")

    def test_typography_is_no_change(self) -> None:
        files = self.changed("kapitel:umsetzung", "ziel:Z2")
        files[GOALS] = files[GOALS].replace(
            b"wortlaut: In Altdorf gibt es", b"wortlaut: >-\n      In Altdorf\n      gibt es"
        )

        assert found(files) == []


@pytest.mark.tool("git")
class TestCommand:
    def git(self, folder: Path, *words: str) -> None:
        who = {f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        subprocess.run(
            ["git", "-C", folder, *words], check=True, capture_output=True, env={**os.environ, **who}
        )

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """A concept with a published version, and a goal that was changed since."""
        write(tmp_path, example())
        self.git(tmp_path, "init", "-q")
        self.git(tmp_path, "add", ".")
        self.git(tmp_path, "commit", "-q", "-m", "x")
        for version in ("0.9.0", "0.10.0"):
            self.git(tmp_path, "tag", f"v{version}")
        goals = tmp_path / GOALS
        goals.write_text(goals.read_text("utf-8").replace("entscheiden mit", "reden mit"), "utf-8")
        return tmp_path

    def test_it_shows_the_wording_and_writes_the_newest_version_that_has_it(self, folder: Path) -> None:
        done = CliRunner().invoke(
            app, ["-C", str(folder), "confirm", PAPER, "--gegen", "Z1", "--gegen", "Z3"]
        )

        assert done.exit_code == 0, done.output
        assert "    Kinder und Jugendliche reden mit, was im Stadtteil geschieht.\n" in done.output
        lines = (folder / PAPERS).read_text("utf-8").splitlines()
        assert lines[-2] == f"      ziel:Z1: 0.10.0 {Z1}"
        assert lines[-1].startswith("      ziel:Z3: ")
        assert "0.10.0" not in lines[-1]

    def test_the_wording_of_a_version_can_be_confirmed(self, folder: Path) -> None:
        words = ["-C", str(folder), "confirm", PAPER, "--gegen", "Z3", "--fassung", "0.9.0"]
        done = CliRunner().invoke(app, words)

        assert "Kinder und Jugendliche entscheiden mit" in done.output
        assert (folder / PAPERS).read_text("utf-8").endswith(f"      ziel:Z3: 0.9.0 {Z3}\n")

    @pytest.mark.parametrize(
        ("words", "fault"),
        [
            (["Z9"], "Die Kennung „Z9“ gibt es nicht"),
            ([PAPER, "--gegen", "Z33"], "Die Kennung „Z33“ gibt es nicht"),
            (["jha"], "„akteur:jha“ lässt sich nicht bestätigen"),
            (
                [PAPER, "--fassung", "1.0.0"],
                "„1.0.0“ ist nicht veröffentlicht; veröffentlicht: 0.9.0, 0.10.0",
            ),
        ],
    )
    def test_it_says_what_it_cannot_do(self, folder: Path, words: list[str], fault: str) -> None:
        done = CliRunner().invoke(app, ["-C", str(folder), "confirm", *words])

        assert done.exit_code == 2
        assert fault in done.stderr
        assert (folder / PAPERS).read_bytes() == example()[PAPERS]
