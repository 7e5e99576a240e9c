"""`sro diff`: which versions it finds, and what it prints."""

from __future__ import annotations

import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from sro_cli.cli import app
from sro_cli.columns import Paper, width
from sro_cli.comparison import changes
from sro_cli.comparison.reasons import reasons, unspoken
from sro_cli.differences.compared import Compared
from sro_cli.differences.printed import SIDE_BY_SIDE, printed
from sro_cli.files import Folder
from sro_cli.readers import content
from sro_cli.releases.versions import Unresolved, newest, resolved
from sro_cli.schema import schemas
from sro_cli.writers.docx.properties import application, custom
from tests.repositories import CHANGED, change, commit, git, released, repository
from tests.repositories import CHAPTER as PLACE
from tests.trees import META

OLD, NEW = CHANGED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return released(tmp_path / "konzept")


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(app, ["-C", str(folder), "diff", *arguments])
    return outcome.exit_code, outcome.output


def word_file(place: Path, **about: str) -> str:
    meta = type(META)(**{**{name: getattr(META, name) for name in META.__dataclass_fields__}, **about})
    with zipfile.ZipFile(place, "w") as package:
        package.writestr("docProps/custom.xml", custom(meta))
    return str(place)


def custom_part(place: str) -> bytes:
    with zipfile.ZipFile(place) as package:
        return package.read("docProps/custom.xml")


class TestVersions:
    def test_without_words_the_last_version_is_compared_with_the_work_tree(self, folder: Path) -> None:
        code, said = run(folder)

        assert code == 0
        assert said.startswith("Fassung 0.1.0 → Arbeitsstand: 1 Änderung (1 Wortlaut)")
        assert "[-ein Konzept-]{+zwei Konzepte+}" in said
        assert f"{PLACE}:8:1" in said

    @pytest.mark.parametrize("word", ["0.1.0", "v0.1.0", "HEAD~1", "v0.1.0..", "v0.1.0..HEAD", "..main"])
    def test_a_version_has_many_names(self, folder: Path, word: str) -> None:
        code, said = run(folder, word)

        assert code == 0
        assert "1 Änderung" in said

    def test_a_folder_is_a_version(self, folder: Path, tmp_path: Path) -> None:
        shutil.copytree(folder / "content", tmp_path / "alt" / "content")
        change(folder, PLACE, NEW, OLD)

        assert "1 Änderung" in run(folder, str(tmp_path / "alt"))[1]

    def test_a_word_file_leads_to_the_version_that_it_is(self, folder: Path, tmp_path: Path) -> None:
        place = word_file(tmp_path / "a.docx", version="0.1.0", fassung="Arbeitsfassung")

        assert resolved(folder, place).name == "Fassung 0.1.0"

    def test_a_draft_in_word_leads_to_its_commit(self, folder: Path, tmp_path: Path) -> None:
        head = git(folder, "rev-parse", "HEAD")
        about = {"version": "0.2.0", "fassung": "Entwurf der Arbeitsfassung", "commit": head[:10]}

        assert resolved(folder, word_file(tmp_path / "a.docx", **about)).commit == head

    def test_a_manifest_leads_to_its_version(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "manifest.json").write_text('{"version": "0.1.0", "fassung": "arbeitsfassung"}', "utf-8")

        assert resolved(folder, str(tmp_path / "manifest.json")).name == "Fassung 0.1.0"

    @pytest.mark.parametrize(
        ("word", "words"),
        [
            ("0.3.0", "Die Fassung „0.3.0“ ist nicht veröffentlicht; veröffentlicht: 0.1.0"),
            ("nix", "keine veröffentlichte Fassung, kein Stand in git und kein Ordner"),
            ("--help-me", "„--help-me“"),
            ("HEAD~9", "kein Stand in git"),
            ("fehlt.docx", "Die Datei „fehlt.docx“ gibt es nicht"),
            (".git", "Ihm fehlt der Ordner „content“"),
        ],
    )
    def test_what_cannot_be_found_is_said(
        self, folder: Path, word: str, words: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder)

        with pytest.raises(Unresolved) as refused:
            resolved(folder, word)
        assert words in str(refused.value)

    @pytest.mark.parametrize(
        ("name", "raw", "words"),
        [
            ("a.docx", b"", "ist leer"),
            ("a.docx", b"PK", "ist beschädigt, vielleicht fehlt ihr Ende"),
            ("a.docx", b"\xff\xfe", "ist keine Word-Datei"),
            ("a.json", b"", "ist leer"),
            ("a.json", b'{"version": "0.1', "ist beschädigt"),
            ("a.json", b"\xff\xfe", "ist kein Manifest"),
            ("a.json", b"[]", "ist kein Manifest"),
            ("a.json", b"[" * 100_000, "ist kein Manifest"),
            ("a.json", b"{}", "sagt nicht, aus welcher Fassung"),
        ],
    )
    def test_a_file_that_says_nothing_is_refused_with_what_it_is(
        self, folder: Path, tmp_path: Path, name: str, raw: bytes, words: str
    ) -> None:
        (tmp_path / name).write_bytes(raw)

        with pytest.raises(Unresolved, match=words):
            resolved(folder, str(tmp_path / name))

    def test_a_word_file_cut_off_is_called_damaged(self, folder: Path, tmp_path: Path) -> None:
        place = Path(word_file(tmp_path / "a.docx", version="0.1.0", fassung="Arbeitsfassung"))
        place.write_bytes(place.read_bytes()[:-30])

        with pytest.raises(Unresolved, match="beschädigt"):
            resolved(folder, str(place))

    @pytest.mark.parametrize("commit", ["HEAD\0", "HEAD", "\ud800", "--all", "\x1b[31m", "abc", "1c7d7c7+x"])
    def test_a_commit_that_can_be_none_is_not_asked_for(
        self, folder: Path, tmp_path: Path, commit: str
    ) -> None:
        (tmp_path / "a.json").write_text(json.dumps({"commit": commit}), "utf-8")

        with pytest.raises(Unresolved, match="sagt nicht, aus welcher Fassung") as refused:
            resolved(folder, str(tmp_path / "a.json"))
        assert str(refused.value).isprintable()

    @pytest.mark.parametrize("version", ["0.1.0\n", "HEAD", "../0.1.0", "\x1b[31m"])
    def test_a_number_that_can_be_none_is_not_asked_for(
        self, folder: Path, tmp_path: Path, version: str
    ) -> None:
        with pytest.raises(Unresolved, match="sagt nicht, aus welcher Fassung"):
            resolved(folder, word_file(tmp_path / "a.docx", version=version, commit=""))

    def test_a_word_file_that_others_saved_is_not_what_is_compared(self, tmp_path: Path) -> None:
        folder = repository(tmp_path / "konzept")
        place = word_file(tmp_path / "a.docx", version="0.1.0", fassung="Arbeitsfassung", commit="")
        told = {"teile": {"docProps/custom.xml": sha256(custom_part(place)).hexdigest()}}
        (folder / "build/fassung").mkdir(parents=True)
        (folder / "build/fassung/manifest.json").write_text(
            json.dumps({"produkte": {"k.docx": told}}), "utf-8"
        )
        commit(folder, "Fassung")
        git(folder, "tag", "-a", "v0.1.0", "-m", "Fassung")

        assert resolved(folder, place).remark == ""
        with zipfile.ZipFile(place, "a") as package:
            package.writestr("word/document.xml", "<anders/>")
        assert "verglichen wird Fassung 0.1.0" in resolved(folder, place).remark
        code, said = run(folder, place)
        assert code == 0
        assert "Hinweis: " in said

    def test_a_draft_that_others_saved_is_not_what_is_compared(self, folder: Path, tmp_path: Path) -> None:
        about = {"version": "0.2.0", "fassung": "Entwurf", "commit": git(folder, "rev-parse", "HEAD")[:10]}
        place = word_file(tmp_path / "a.docx", **about)

        assert f"verglichen wird der Stand {about['commit']}" in resolved(folder, place).remark
        with zipfile.ZipFile(place, "a") as package:
            package.writestr("docProps/app.xml", application())
        assert resolved(folder, place).remark == ""

    @pytest.mark.parametrize(
        "properties",
        [
            b"<Properties>" + b" " * 100_000_000,
            b'<!DOCTYPE x [<!ENTITY a "0.1.0">]><Properties><p name="Version">&a;</p></Properties>',
            b"<Properties><!-- 0.1.0 -->",
        ],
        ids=["swollen", "with entities", "cut off"],
    )
    def test_a_hostile_word_file_is_refused(self, folder: Path, tmp_path: Path, properties: bytes) -> None:
        with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("docProps/custom.xml", properties)

        with pytest.raises(Unresolved, match="sagt nicht, aus welcher Fassung"):
            resolved(folder, str(tmp_path / "a.docx"))

    def test_a_draft_of_uncommitted_sources_is_refused_with_a_way_out(
        self, folder: Path, tmp_path: Path
    ) -> None:
        place = word_file(tmp_path / "a.docx", version="0.2.0", fassung="Entwurf", commit="1c7d7c7abc+")

        with pytest.raises(Unresolved, match="dem Commit davor: 1c7d7c7abc"):
            resolved(folder, place)

    def test_without_a_version_the_way_out_is_said(self, tmp_path: Path) -> None:
        folder = repository(tmp_path / "konzept")

        with pytest.raises(Unresolved, match=r"nennen Sie einen Stand: HEAD ist der letzte Commit$"):
            newest(folder)
        commit(folder, "Mehr")
        with pytest.raises(Unresolved, match=r"HEAD ist der letzte Commit, HEAD~1 der davor$"):
            newest(folder)

    def test_outside_of_git_the_way_out_is_a_folder(self, tmp_path: Path) -> None:
        folder = repository(tmp_path / "konzept")
        shutil.rmtree(folder / ".git")

        for word in ("0.1.0", "HEAD~1"):
            with pytest.raises(Unresolved, match=r"Dieser Ordner liegt nicht in git.*etwa ../alt"):
                resolved(folder, word)
        (folder / "build/fassung").mkdir(parents=True)
        course = [{"version": "0.2.0", "fassung": "Entwurf", "stand": "2026-01-01", "neues": ""}]
        (folder / "build/fassung/manifest.json").write_text(json.dumps({"verlauf": course}), "utf-8")
        with pytest.raises(Unresolved, match=r"Fassung 0.2.0 ist zwar veröffentlicht, aber dieser Ordner"):
            newest(folder)

    def test_before_the_first_commit_there_is_nothing_to_compare_with(self, tmp_path: Path) -> None:
        git(tmp_path, "init", "-q")

        with pytest.raises(Unresolved, match="In git ist noch nichts festgehalten"):
            newest(tmp_path)

    def test_a_clone_that_is_cut_off_says_so(self, folder: Path, tmp_path: Path) -> None:
        git(tmp_path, "clone", "-q", "--depth", "1", folder.as_uri(), "flach")

        with pytest.raises(Unresolved, match=r"nicht die ganze Geschichte.*git fetch --unshallow"):
            resolved(tmp_path / "flach", "HEAD~1")

    def test_a_commit_without_a_concept_is_none(self, tmp_path: Path) -> None:
        folder = repository(tmp_path / "konzept")
        git(folder, "rm", "-rq", "content")
        commit(folder, "Leer")

        with pytest.raises(Unresolved, match="gibt es noch kein Konzept"):
            resolved(folder, "HEAD")


class TestOutputs:
    def test_json_has_places_and_words(self, folder: Path) -> None:
        found = json.loads(run(folder, "-f", "json")[1])

        assert (found["version"], found["old"], found["new"]) == (1, "Fassung 0.1.0", "Arbeitsstand")
        (each,) = found["changes"]
        assert (each["kind"], each["weight"]) == ("Changed", "wording")
        assert (each["new"]["path"], each["new"]["line"], each["new"]["column"]) == (PLACE, 8, 1)
        assert [run["mark"] for run in each["words"]] == ["equal", "deleted", "inserted", "equal"]

    def test_json_is_as_its_schema_says(self, folder: Path) -> None:
        change(folder, "content/ziele.yml", "Alle Kinder", "Alle 12 Kinder")
        found = json.loads(run(folder, "-f", "json")[1])

        Draft202012Validator(schemas()["vergleich.schema.json"]).validate(found)
        assert len(found["changes"]) > 1

    def test_decisions_are_told_in_words_and_programs_get_what_the_sources_say(self, tmp_path: Path) -> None:
        text = "rueckmeldungen:\n  - {id: R0001, art: frage, text: Wann?, entscheidung: offen}\n"
        folder = repository(tmp_path / "konzept", {"content/beteiligung.yml": text})
        change(folder, "content/beteiligung.yml", "offen", "uebernommen")

        said, found = run(folder, "HEAD~1")[1], run(folder, "HEAD~1", "-f", "json")[1]

        assert "Rückmeldung R0001 (rueckmeldung:R0001)" in said
        assert "{+übernommen+}" in said
        assert "<summary>Rückmeldung R0001: 1</summary>" in run(folder, "HEAD~1", "-f", "md")[1]
        assert [each["after"] for each in json.loads(found)["changes"]] == ["uebernommen"]

    def test_markdown_folds_and_escapes(self, folder: Path) -> None:
        change(folder, PLACE, NEW, "schreibt <b>zwei</b> *Konzepte*")
        said = run(folder, "-f", "md")[1]

        assert "<details><summary>Kapitel „Auftrag“: 1</summary>" in said
        assert "<b>" not in said

    def test_the_page_is_the_one_of_the_synopse(self, folder: Path) -> None:
        code, said = run(folder, "-f", "html", "-o", str(folder / "build/a.html"), "--nur", "auftrag")
        arguments = ["synopse", "-o", str(folder / "build/b.html"), "--alles", "--nur", "auftrag"]
        CliRunner().invoke(app, ["-C", str(folder), *arguments])

        assert code == 0
        assert said.splitlines()[-1] == "Fassung 0.1.0 → Arbeitsstand"
        assert (folder / "build/a.html").read_bytes() == (folder / "build/b.html").read_bytes()

    def test_without_a_name_the_page_lies_in_the_folder_build(self, folder: Path) -> None:
        assert run(folder, "-f", "html")[0] == 0
        assert (folder / "build/vergleich.html").read_bytes().startswith(b"<!DOCTYPE html>")

    def test_what_may_be_missing_is_said_in_every_form(self, folder: Path) -> None:
        place = folder / "content/ziele.yml"
        place.write_text(place.read_text("utf-8") + "  - {id: Z9, titl: Neu}\n", "utf-8")

        said, folded = run(folder)[1], run(folder, "-f", "md")[1]

        line = len(place.read_text("utf-8").splitlines())
        for found in (" ".join(each.split()) for each in (said, folded)):
            assert "Achtung: Arbeitsstand hat Fehler, der Vergleich kann unvollständig sein." in found
            assert f"Der erste steht in content/ziele.yml:{line}:" in found
            assert "Alle Fehler zeigt sro validate." in found
        assert json.loads(run(folder, "-f", "json")[1])["faulty"] == ["Arbeitsstand"]
        assert run(folder, "-f", "html")[0] == 1

    def test_a_part_can_be_chosen(self, folder: Path) -> None:
        assert "1 Änderung" in run(folder, "--nur", "auftrag")[1]
        assert "keine Änderungen" in run(folder, "--nur", "kapitel:ziele")[1]

    def test_a_section_is_chosen_with_those_below_it(self, folder: Path) -> None:
        place = folder / PLACE
        text = f"{place.read_text('utf-8')}\n## Weg {{#weg}}\n\n### Ziel\n\nEs gilt das Alte.\n"
        place.write_text(text, "utf-8")
        commit(folder, "Vorher")
        place.write_text(text.replace("das Alte", "das Neue"), "utf-8")

        assert "1 Änderung" in run(folder, "HEAD", "--nur", "abschnitt:weg")[1]

    @pytest.mark.parametrize("name", ["a.docx", "a.PDF"])
    def test_what_it_cannot_write_others_can(self, folder: Path, tmp_path: Path, name: str) -> None:
        code, said = run(folder, "-o", str(tmp_path / name))

        assert code == 2
        assert "macht sro synopse" in said
        assert not (tmp_path / name).exists()

    def test_an_unknown_part_is_refused(self, folder: Path) -> None:
        code, said = run(folder, "--nur", "kapitel:auftrg")

        assert code == 2
        assert "kapitel:auftrag" in said

    def test_three_versions_are_too_many(self, folder: Path) -> None:
        assert run(folder, "0.1.0..HEAD", "HEAD")[0] == 2

    @pytest.mark.parametrize("columns", [80, SIDE_BY_SIDE])
    @pytest.mark.parametrize("colour", [False, True])
    def test_lines_fit_and_colours_only_repeat_the_marks(
        self, folder: Path, columns: int, colour: bool
    ) -> None:
        change(folder, PLACE, NEW, f"{NEW}, {'und noch viel mehr dazu, ' * 20}")
        old, new = (
            content.load(found) for found in (resolved(folder, "0.1.0").files, Folder(folder, ("content",)))
        )
        compared = Compared("A", "B", changes(old, new), reasons(new, unspoken))
        plain = printed(compared, Paper(columns))
        said = printed(compared, Paper(columns, colour=colour))

        assert max(map(width, plain.splitlines())) <= columns
        assert "{+" in said
        assert (" │ " in said) is (columns >= SIDE_BY_SIDE)
        assert ("\x1b[32m" in said) is colour


class TestReasons:
    def test_each_change_has_its_reason_and_those_without_are_counted(self, folder: Path) -> None:
        commit(folder, "Nichts")
        place = folder / "content/ziele.yml"
        place.write_text(
            place.read_text("utf-8").replace("id: Z1", "id: Z1\n    erlaeuterung: Mehr dazu."), "utf-8"
        )

        said = run(folder)[1]

        assert "      Grund: Geändert\n" in said
        assert said.endswith(
            "\nOhne Grund: 1 von 2 Änderungen. Gründe schreiben Sie in content/aenderungen.yml.\n"
        )

    def test_the_same_reason_of_a_whole_chapter_is_said_once(self, folder: Path) -> None:
        place = folder / PLACE
        place.write_text(place.read_text("utf-8") + "\nNoch etwas.\n\nUnd noch etwas.\n", "utf-8")
        reason = "aenderungen: [{zu: kapitel:auftrag, grund: 'Weil 3 < 4.'}]"
        (folder / "content/aenderungen.yml").write_text(reason, "utf-8")

        said, folded = run(folder)[1], run(folder, "-f", "md")[1]

        assert said.count("Grund: Weil 3 < 4.") == 1
        assert folded.count("Grund: Weil 3 &lt; 4.") == 1
        assert "Ohne Grund" not in said + folded

    def test_programs_get_it_with_every_change(self, folder: Path) -> None:
        found = json.loads(run(folder, "-f", "json")[1])

        assert [each["reason"] for each in found["changes"]] == ["Geändert"]

    def test_signs_that_steer_a_terminal_do_nothing_in_a_reason(self, folder: Path) -> None:
        change(folder, PLACE, NEW, "schreibt drei Konzepte")
        git(folder, "commit", "-q", "--amend", "-m", "Rot \x1b[31m und so")

        assert "\x1b" not in run(folder)[1]

    def test_a_reason_for_what_no_version_has_is_told_with_its_place(self, folder: Path) -> None:
        reason = "aenderungen: [{zu: kapitel:auftrga, grund: Neu.}]"
        (folder / "content/aenderungen.yml").write_text(reason, "utf-8")

        said = " ".join(run(folder)[1].split())

        assert said.endswith(
            "Grund ohne Stelle: „kapitel:auftrga“ gibt es in keiner der beiden Fassungen "
            "(content/aenderungen.yml:1:20)."
        )
        assert "Grund ohne Stelle" not in run(folder, "--nur", "ziel:Z1")[1]


class TestNumbers:
    """Figures and tables that only have another number."""

    TABLE = "\n| Jahr | Menschen |\n|---|---|\n| 2024 | {0} |\n\n: Menschen {0} {{#m{0}}}\n"

    @pytest.fixture
    def shifted(self, folder: Path) -> Path:
        """A new table before three others of its chapter and those of the chapters behind it."""
        tables = [self.TABLE.format(number) for number in range(4)]
        text = (folder / PLACE).read_text("utf-8")
        (folder / PLACE).write_text("".join([text, *tables[1:]]), "utf-8")
        commit(folder, "Vorher")
        (folder / PLACE).write_text("".join([text, *tables]), "utf-8")
        return folder

    def test_they_are_one_sentence_and_not_counted(self, shifted: Path) -> None:
        said, folded = run(shifted, "HEAD")[1], run(shifted, "HEAD", "-f", "md")[1]

        assert "HEAD → Arbeitsstand: 1 Änderung (1 Angabe)" in said
        for found in (said, folded):
            assert "Nur andere Nummern: Tabellen 1–6 heißen jetzt 2–7." in found
            assert "hat eine andere Nummer" not in found

    def test_programs_get_each(self, shifted: Path) -> None:
        found = json.loads(run(shifted, "HEAD", "-f", "json")[1])["changes"]

        assert [(each["kind"], each["weight"], each["after"]) for each in found[1:]] == [
            ("Renumbered", "typography", number) for number in "234567"
        ]
