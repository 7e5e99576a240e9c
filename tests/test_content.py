"""The content folder with everything that people and computers leave in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sro_cli import pipeline, report
from sro_cli.files import Folder, Overlay, bundled
from sro_cli.readers import content
from tests.projects import minimal

CHAPTER = "content/kapitel/auftrag.md"
HEAD = "---\nid: auftrag\nstatus: entwurf\n---\n"


def findings(**files: str) -> list[str]:
    """The findings of the minimal concept with other files, a line each."""
    return report.short(pipeline.load(minimal(files)).findings).splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The minimal concept on disk."""
    files = minimal({})
    for path in files.paths():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(files.read(path))
    return tmp_path


def found_in(folder: Path) -> list[tuple[str, str]]:
    """Code and path of each finding."""
    return [
        (finding.kind.code, finding.path)
        for finding in pipeline.load(Overlay(Folder(folder), bundled())).findings
    ]


class TestReading:
    def test_a_sound_concept_is_read_whole(self) -> None:
        read = content.load(minimal({}))

        assert read.findings == ()
        assert [chapter.titel for chapter in read.konzept.kapitel] == ["Auftrag", "Ziele"]
        assert [entry.target for entry in read.konzept.eintraege()] == [
            "zielwerk:ziele-2030",
            "ziel:Z1",
            "beschluss:2024/BV/0123",
            "kapitel:auftrag",
            "kapitel:ziele",
        ]

    def test_places_are_those_of_the_fields(self) -> None:
        places = content.load(minimal({})).places

        assert str(places["ziel:Z1",]) == "content/ziele.yml:5:9"
        assert places["ziel:Z1", "beschluesse", 0].text == "2024/BV/0123"
        assert places["ziel:Z1", "beleg", "art"].text == "unbelegt"
        assert places["ziel:Z1", "wortlaut"] == places["ziel:Z1",]
        assert str(places["kapitel:auftrag", "status"]) == f"{CHAPTER}:3:9"

    def test_a_list_may_be_split(self) -> None:
        split = {
            f"content/akteure/{name}.yml": f"akteure: [{{id: {name}, name: {name}, gruppe: amt}}]"
            for name in "ab"
        }

        assert [entry.id for entry in content.load(minimal(split)).konzept.akteure] == ["a", "b"]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_line_ends_and_a_byte_order_mark_change_nothing(self, end: str, mark: str) -> None:
        files = minimal({})
        other = {path: mark + files.read(path).decode().replace("\n", end) for path in files.paths()}

        assert content.load(minimal(other)).konzept == content.load(files).konzept
        assert content.load(minimal(other)).findings == ()

    def test_what_belongs_to_a_project_is_no_stranger(self) -> None:
        files = {
            "content/README.md": "",
            "content/woerter.txt": "",
            "content/kapitel/README": "",
            "content/x/README.txt": "",
        }

        assert findings(**files) == []


class TestFaults:
    def test_a_chapter_without_text_is_not_lost(self) -> None:
        assert findings(**{CHAPTER: ""})[0].startswith(f"{CHAPTER}:1:1: E122")

    def test_a_head_without_fields_is_no_head(self) -> None:
        assert findings(**{CHAPTER: "---\n---\n# Auftrag\n"})[0].startswith(f"{CHAPTER}:1:1: E122")

    def test_blank_lines_above_the_head_do_no_harm(self) -> None:
        assert findings(**{CHAPTER: f"\n\n{HEAD}\n# Auftrag\n\nText.\n"}) == []

    @pytest.mark.parametrize("ident", ["a/../../evil", "../evil", "a/b", "/evil"])
    def test_the_id_of_a_chapter_names_no_folder(self, ident: str) -> None:
        (line, *_) = findings(**{CHAPTER: f"---\nid: {ident}\nstatus: entwurf\n---\n\n# Auftrag\n\nText.\n"})

        assert line == (
            f"{CHAPTER}:2:5: E114 „{ident}“ passt nicht in das Feld „id“ "
            "(erlaubt sind Buchstaben ohne Umlaute, Ziffern, Punkt und Strich)"
        )

    @pytest.mark.parametrize(
        ("files", "code"),
        [
            ({CHAPTER: "---\nid: auf trag\nstatus: entwurf\n---\n\n# Auftrag\n\nText.\n"}, "E114"),
            (
                {
                    CHAPTER: f"{HEAD}\n# Auftrag\n\nIn [](sozialraum:sued).\n",
                    "content/sozialraeume.yml": "sozialraeume:\n  - {id: süd, name: S, art: ortsteil, "
                    "beleg: {art: unbelegt}}\n",
                },
                "E114",
            ),
            (
                {
                    CHAPTER: f"{HEAD}\n# Auftrag\n\nMit dem [](akteur:amt).\n",
                    "content/akteure.yml": "akteure:\n  - {idd: amt, name: Amt, gruppe: amt}\n",
                },
                "E112",
            ),
            (
                {CHAPTER: f"{HEAD}\n# Auftrag\n\nWie [](abschnitt:groesse).\n\n## B {{#größe}}\n\nText.\n"},
                "E125",
            ),
            (
                {CHAPTER: f"{HEAD}\n# Auftrag\n\nWie [](abschnitt:b).\n\n```\n\n## B {{#b}}\n\nText.\n"},
                "E128",
            ),
        ],
    )
    def test_an_id_that_cannot_stay_blames_nobody_who_names_it(
        self, files: dict[str, str], code: str
    ) -> None:
        assert {line.split(" ")[1] for line in findings(**files)} == {code}

    def test_an_id_that_cannot_stay_hides_no_other_fault(self) -> None:
        text = f"{HEAD}\n# Auftrag\n\nIn [](sozialraum:hafen).\n"
        spaces = "sozialraeume:\n  - {id: süd, name: S, art: ortsteil, beleg: {art: unbelegt}}\n"

        found = findings(**{CHAPTER: text, "content/sozialraeume.yml": spaces})

        assert {line.split(" ")[1] for line in found} == {"E114", "V201"}

    def test_a_list_where_fields_belong(self) -> None:
        assert findings(**{"content/konzept.yml": "- a\n- b\n"}) == [
            "content/konzept.yml:1:1: E114 Die Datei beginnt nicht mit einem Feld (schreiben Sie „feld: …“)"
        ]

    def test_fields_where_a_list_belongs(self) -> None:
        (line,) = findings(**{"content/akteure.yml": "akteure: {id: a}"})

        assert line == (
            "content/akteure.yml:1:1: E114 Unter „akteure“ steht keine Aufzählung "
            "(schreiben Sie je Eintrag „- id: …“)"
        )

    @pytest.mark.parametrize("entry", ["- x", "- [a]", "- 1"])
    def test_an_entry_that_is_none(self, entry: str) -> None:
        (line,) = findings(**{"content/akteure.yml": f"akteure:\n{entry}\n"})

        assert line.startswith(
            "content/akteure.yml:2:3: E114 Hier steht kein Eintrag (schreiben Sie benannte "
        )

    @pytest.mark.parametrize(
        ("name", "advice"),
        [
            ("akteur.yml", "soll sie „akteure.yml“ heißen?"),
            ("Ziele.yml", "soll sie „ziele.yml“ heißen?"),
            ("glossar.yaml", "soll sie „glossar.yml“ heißen?"),
            ("kapitel/entwurf/a.md", "legen Sie Kapitel als kapitel/NAME.md ab und Bilder in bilder/"),
            ("bilder/Lage.SVG", "soll sie „Lage.svg“ heißen?"),
            ("notiz.txt", "legen Sie Kapitel als kapitel/NAME.md ab und Bilder in bilder/"),
        ],
    )
    def test_a_file_that_is_not_read_is_named(self, name: str, advice: str) -> None:
        (finding,) = findings(**{f"content/{name}": "x"})

        assert finding.startswith(f"content/{name}: E106 ")
        assert finding.endswith(f"({advice})")

    def test_a_picture_with_a_large_extension(self) -> None:
        text = f"{HEAD}\n# Auftrag\n\n![Markt](bilder/a.JPG)\n"

        assert [line.split(" ")[1] for line in findings(**{CHAPTER: text})] == ["E132"]

    def test_markdown_in_fields_is_checked(self) -> None:
        decision = "beschluesse: [{id: 2024/BV/0123, gegenstand: 'Das <b>gilt</b>', beleg: {art: unbelegt}}]"

        assert findings(**{"content/beschluesse.yml": decision})[0].startswith(
            "content/beschluesse.yml:1:51: E121"
        )


class TestDisk:
    def test_the_folder_of_the_tests_is_sound(self, folder: Path) -> None:
        assert found_in(folder) == []

    def test_a_file_too_large(self, folder: Path) -> None:
        place = folder / "content/akteure.yml"
        place.touch()
        os.truncate(place, 17_000_000)

        assert found_in(folder) == [("E103", "content/akteure.yml")]

    def test_a_folder_named_like_a_file(self, folder: Path) -> None:
        (folder / "content/ziele.yml").unlink()
        (folder / "content/ziele.yml").mkdir()

        assert found_in(folder) == [("E104", "content/ziele.yml")]

    def test_a_pipe_that_would_never_end(self, folder: Path) -> None:
        os.mkfifo(folder / "content/akteure.yml")

        assert found_in(folder) == [("E101", "content/akteure.yml")]

    @pytest.mark.parametrize(
        "target", ["fehlt.yml", "/etc/passwd", "akteure.yml"], ids=["nowhere", "outside", "itself"]
    )
    def test_a_link_that_leads_to_no_source(self, folder: Path, target: str) -> None:
        (folder / "content/akteure.yml").symlink_to(target)

        assert found_in(folder) == [("E101", "content/akteure.yml")]

    def test_a_picture_that_cannot_be_read(self, folder: Path) -> None:
        (folder / "content/bilder").mkdir()
        (folder / "content/bilder/a.svg").symlink_to("/etc/passwd")

        assert ("E101", "content/bilder/a.svg") in found_in(folder)

    @pytest.mark.parametrize("target", ["..", "anderswo", "/etc"], ids=["around", "inside", "outside"])
    def test_a_link_to_a_folder_does_not_vanish(self, folder: Path, target: str) -> None:
        (folder / "content/anderswo").mkdir()
        (folder / "content/akteure").symlink_to(target)

        assert found_in(folder) == [("E101", "content/akteure/")]

    def test_chapters_behind_a_link_are_not_said_to_be_missing(self, folder: Path) -> None:
        (folder / "content/kapitel").rename(folder / "kapitel")
        (folder / "content/kapitel").symlink_to("../kapitel")

        assert found_in(folder) == [("E101", "content/kapitel/")]

    def test_a_link_within_the_project_is_fine(self, folder: Path) -> None:
        (folder / "content/akteure").mkdir()
        (folder / "content/akteure/liste.txt").write_text("akteure: []", encoding="utf-8")
        (folder / "content/akteure.yml").symlink_to("akteure/liste.txt")

        assert found_in(folder) == [("E106", "content/akteure/liste.txt")]

    def test_a_file_in_another_encoding(self, folder: Path) -> None:
        (folder / CHAPTER).write_text(f"{HEAD}\n# Träger\n", encoding="latin-1")

        (finding,) = pipeline.load(Overlay(Folder(folder), bundled())).findings

        assert (finding.kind.code, str(finding.span)) == ("E102", f"{CHAPTER}:6:5")

    def test_what_editors_leave_behind_is_not_looked_at(self, folder: Path) -> None:
        for name in ("ziele.yml~", ".ziele.yml.swp", "ziele.yml.bak", ".DS_Store"):
            (folder / "content" / name).write_bytes(b"\xff")

        assert found_in(folder) == []

    def test_an_empty_folder_lacks_its_settings(self, tmp_path: Path) -> None:
        (tmp_path / "content").mkdir()

        assert found_in(tmp_path) == [("E105", "content/konzept.yml")]

    def test_a_name_that_is_no_text_can_be_reported(self, folder: Path) -> None:
        (folder / os.fsdecode(b"content/\xff.yml")).touch()

        assert found_in(folder) == [("E101", "content/?.yml")]
