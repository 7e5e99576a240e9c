from __future__ import annotations

from pathlib import Path

import pytest

from sro_cli import pipeline
from sro_cli.diagnostics import Severity
from sro_cli.editing import authoring
from sro_cli.editing.insertion import Refused
from sro_cli.files import Files, Memory, Overlay, bundled

SETTINGS = "titel: Probe\nkurzname: probe\nherausgeber: Stadt\nkapitel: [a]\n"
CHAPTER = "---\nid: a\nstatus: entwurf\n---\n\n# Anfang\n\nText.\n"
IDENTS = {"beschluss": "2026/BV/0001", "rueckmeldung": "", "meilenstein": ""}


def concept(files: dict[str, str] | None = None, end: str = "\n", mark: bytes = b"") -> Files:
    texts = {"content/konzept.yml": SETTINGS, "content/kapitel/01-a.md": CHAPTER, **(files or {})}
    return Overlay(
        Memory({path: mark + text.replace("\n", end).encode() for path, text in texts.items()}), bundled()
    )


def after(files: Files, made: authoring.Draft) -> Files:
    return Overlay(Memory(made.files), files)


def text(made: authoring.Draft) -> str:
    return made.files[made.path].decode()


WAITING = {
    "akteur": {"gruppe"},
    "begriff": {"erklaerung"},
    "beschluss": {"gegenstand"},
    "meilenstein": {"fassung"},
    "rahmen": {"bereich", "text"},
    "rueckmeldung": {"art", "text"},
    "sozialraum": {"art"},
    "veranstaltung": {"format", "stufe"},
}
"""The fields that a new entry leaves empty, by its kind."""


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("art", authoring.ARTEN)
class TestEveryKind:
    def test_the_first_and_the_second_of_a_kind_lack_only_what_their_author_knows(
        self, art: str, end: str
    ) -> None:
        files = concept(end=end)
        for ident in (
            IDENTS.get(art, "neu"),
            IDENTS.get(art, "neu").replace("0001", "0002") + ("2" if art not in IDENTS else ""),
        ):
            files = after(files, authoring.draft(files, art, ident))

        found = pipeline.load(files).findings

        assert {finding.kind.code for finding in found if finding.kind.severity is Severity.FEHLER} <= {
            "E113"
        }

    def test_it_names_the_fields_that_wait_and_states_nothing_in_their_place(
        self, art: str, end: str
    ) -> None:
        files = concept(end=end)
        made = authoring.draft(files, art, IDENTS.get(art, "neu"))
        faults = (found for found in pipeline.load(after(files, made)).findings if found.kind.code == "E113")
        lacking = {found.message.split("„")[1].partition("“")[0] for found in faults}

        assert lacking <= set(made.empty) == WAITING.get(art, set())

    def test_it_keeps_every_byte_that_was_there(self, art: str, end: str) -> None:
        first = concept(end=end)
        files = after(first, authoring.draft(first, art, IDENTS.get(art, "neu")))
        made = authoring.draft(files, art, "2026/BV/0002" if art == "beschluss" else IDENTS.get(art, "neu2"))

        for path, new in made.files.items():
            if path in files.paths():
                old = files.read(path)
                common = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
                assert new.endswith(old[common:])
            assert (b"\r\n" in new) == (end == "\r\n")
            assert new.count(b"\n") == new.count(end.encode())

    def test_it_names_the_line_to_go_to(self, art: str, end: str) -> None:
        made = authoring.draft(concept(end=end), art, IDENTS.get(art, "neu"))

        line = text(made).splitlines()[made.line - 1]

        assert line.lstrip().startswith("# " if art == "kapitel" else "- id: ")


class TestIds:
    @pytest.mark.parametrize(
        ("art", "first", "second"), [("rueckmeldung", "R0001", "R0002"), ("meilenstein", "M1", "M2")]
    )
    def test_ids_that_count_go_on(self, art: str, first: str, second: str) -> None:
        files = concept()
        made = authoring.draft(files, art)
        again = authoring.draft(after(files, made), art)

        assert f"id: {first}" in text(made)
        assert f"id: {second}" in text(again)

    def test_a_kind_that_a_city_counts_goes_on_too(self) -> None:
        files = concept()
        files = after(files, authoring.draft(files, "ziel", "Z9"))

        assert "id: Z10" in text(authoring.draft(files, "ziel"))

    def test_a_milestone_has_the_next_version(self) -> None:
        files = concept()
        first = text(authoring.draft(files, "meilenstein")).replace("fassung:", "fassung: arbeitsfassung")
        files = Overlay(Memory({"content/meilensteine.yml": first.encode()}), files)

        assert "version: 0.2.0" in text(authoring.draft(files, "meilenstein"))

    @pytest.mark.parametrize(
        ("art", "ident", "words"),
        [
            ("kapitel", "a", "schon vergeben: content/kapitel/01-a.md:2:5"),
            ("kapitel", "../b", "kann keine Kennung eines Kapitels sein"),
            ("kapitel", "", "Es fehlt die Kennung"),
            ("ziel", "", "sro new ziel neue-kennung"),
            ("ziel", "größe", "schreiben Sie groesse"),
            ("ziel", "x\n  titel: y", "eine Kennung besteht aus"),
            ("ziel", "null # x", "eine Kennung besteht aus"),
            ("beschluss", "2026-1", "eine Vorlagennummer hat die Form"),
        ],
    )
    def test_an_id_that_cannot_be_is_refused(self, art: str, ident: str, words: str) -> None:
        with pytest.raises(Refused, match=words.replace("(", r"\(")):
            authoring.draft(concept(), art, ident)

    @pytest.mark.parametrize(
        "titel", ["Ein: Titel", '„Zitat“ "hier"', "- Strich", "#1", "2024", "nein", "Kinder*"]
    )
    def test_a_title_stays_what_it_is(self, titel: str) -> None:
        files = concept()
        made = authoring.draft(files, "ziel", "Z1", titel)

        assert pipeline.load(after(files, made)).konzept.ziele[0].titel == titel

    @pytest.mark.parametrize("titel", ["Konzept für X: Auftrag", 'Zur „Mitte“ und zum "Rand"'])
    def test_a_decision_has_the_title_that_was_given(self, titel: str) -> None:
        files = concept()
        made = authoring.draft(files, "beschluss", "2026/BV/0123", titel)

        assert pipeline.load(after(files, made)).konzept.beschluesse[0].titel == titel

    def test_a_decision_without_a_title_gets_none(self) -> None:
        assert "titel" not in text(authoring.draft(concept(), "beschluss", "2026/BV/0123"))

    def test_what_has_no_title_takes_none(self) -> None:
        with pytest.raises(Refused, match="Eine Rückmeldung hat keinen Titel"):
            authoring.draft(concept(), "rueckmeldung", "", "Lärm")


LISTS = {
    "indented": ("akteure:\n  - id: a\n    name: A\n    gruppe: amt\n", "  - id: b"),
    "not indented": ("akteure:\n- id: a\n  name: A\n  gruppe: amt\n", "- id: b"),
    "deeply indented": ("akteure:\n      - id: a\n        name: A\n        gruppe: amt\n", "      - id: b"),
    "without an end of line": ("akteure:\n  - id: a\n    name: A\n    gruppe: amt", "  - id: b"),
    "with a comment on the last line": ("akteure:\n  - {id: a, name: A, gruppe: amt}  # Amt\n", "  - id: b"),
    "with a folded text at the end": (
        "akteure:\n  - id: a\n    name: A\n    gruppe: amt\n    aufgabe: >-\n      Eins\n      zwei.\n",
        "  - id: b",
    ),
    "with an empty field at the end": (
        "akteure:\n  - id: a\n    name: A\n    gruppe: amt\n    kurz:\n",
        "  - id: b",
    ),
    "empty": ("akteure:\n", "  - id: b"),
    "empty in brackets": ("akteure: []  # noch keine\n", "  - id: b"),
    "only a comment": ("# Akteure\n", "  - id: b"),
}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("before", "expected"), LISTS.values(), ids=LISTS)
def test_an_entry_follows_the_manner_of_its_list(before: str, expected: str, end: str, mark: bytes) -> None:
    files = concept({"content/akteure.yml": before}, end, mark)
    made = authoring.draft(files, "akteur", "b")

    new = made.files["content/akteure.yml"]
    lines = new.removeprefix(mark).decode().split(end)

    assert new.startswith(mark)
    assert lines[made.line - 1] == expected
    assert (
        lines[: made.line - 1] == before.replace(" []", "").rstrip("\n").split("\n")
        or "akteure:" not in before
    )
    assert "akteur:b" in pipeline.load(after(files, made)).index.targets


class TestPlaces:
    def test_entries_with_a_blank_line_between_get_one(self) -> None:
        before = "quellen:\n  - id: a\n    titel: A\n\n  - id: b\n    titel: B\n"
        made = authoring.draft(concept({"content/quellen.yml": before}), "quelle", "c")

        assert text(made) == f"{before}\n  - id: c\n    titel: C\n"

    def test_a_comment_before_the_next_list_stays_with_it(self) -> None:
        before = "zielwerke:\n  - id: a\n    titel: A\n\n# Die Ziele\nziele: []\n"
        made = authoring.draft(concept({"content/ziele.yml": before}), "zielwerk", "b")

        assert text(made).endswith("beleg: {art: unbelegt}\n\n# Die Ziele\nziele: []\n")

    def test_a_split_list_goes_on_in_its_last_file(self) -> None:
        files = concept({"content/akteure/amt.yml": "akteure:\n  - {id: a, name: A, gruppe: amt}\n"})

        assert authoring.draft(files, "akteur", "b").path == "content/akteure/amt.yml"

    def test_the_first_goal_brings_its_set(self) -> None:
        files = concept()
        loaded = pipeline.load(after(files, authoring.draft(files, "ziel", "Z1")))

        assert loaded.konzept.ziele[0].zielwerk == loaded.konzept.zielwerke[0].id

    @pytest.mark.parametrize(
        "order",
        [
            "kapitel: [a]\n",
            "kapitel: [ a ]  # Folge\n",
            "kapitel:\n  - a\n",
            "kapitel:\n- a  # Anfang\nschreibweise: stern\n",
        ],
    )
    def test_a_chapter_joins_the_order(self, order: str) -> None:
        files = concept({"content/konzept.yml": SETTINGS.replace("kapitel: [a]\n", order)})
        made = authoring.draft(files, "kapitel", "b")

        settings = pipeline.load(after(files, made)).konzept.einstellungen

        assert made.path == "content/kapitel/02-b.md"
        assert settings
        assert settings.kapitel == ("a", "b")

    def test_a_chapter_already_in_the_order_is_not_added_again(self) -> None:
        files = concept({"content/konzept.yml": SETTINGS.replace("[a]", "[a, b]")})

        assert set(authoring.draft(files, "kapitel", "b").files) == {"content/kapitel/02-b.md"}

    def test_a_city_may_bring_its_own_template(self) -> None:
        files = concept({"templates/neu/quelle.yml.j2": "- id: {{ id }}\n  titel: Eigene Vorlage\n"})

        assert "Eigene Vorlage" in text(authoring.draft(files, "quelle", "x"))


@pytest.mark.parametrize(
    ("path", "before", "words"),
    [
        ("content/quellen.yml", "quellen: [{id: a, titel: A}]\n", "eckigen Klammern"),
        ("content/quellen.yml", "quellen: [\n", "Fehler, die erst zu beheben sind"),
        ("content/quellen.yml", "- a\n", "Fehler, die erst zu beheben sind"),
        ("content/konzept.yml", "titel: x\n", "fehlt die Aufzählung"),
        ("templates/neu/quelle.yml.j2", "{{ nichts }}", "Die Vorlage .* ist fehlerhaft"),
        ("templates/neu/quelle.yml.j2", "- kennung: x\n", "gibt es hier nicht|fehlt"),
        ("templates/neu/quelle.yml.j2", "", "kann keine Kennung sein"),
    ],
)
def test_a_file_that_cannot_take_it_is_left_alone(path: str, before: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        authoring.draft(concept({path: before}), "kapitel" if "konzept" in path else "quelle", "b")


class TestExample:
    def test_it_has_no_findings(self, tmp_path: Path) -> None:
        files = Overlay(Memory(authoring.example(tmp_path / "neu")), bundled())

        assert pipeline.load(files).findings == ()

    def test_it_has_every_kind_of_entry_and_says_what_to_do(self, tmp_path: Path) -> None:
        files = authoring.example(tmp_path)
        konzept = pipeline.load(Overlay(Memory(files), bundled())).konzept

        assert {entry.scheme for entry in konzept.eintraege()} == set(authoring.ARTEN)
        assert {
            *("README.md", ".gitattributes", ".gitignore"),
            *(".gitlab-ci.yml", ".github/workflows/konzept.yml"),
        } <= set(files)
        assert not [path for path in files if path.startswith("templates/")]

    def test_a_folder_with_something_in_it_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "x").touch()

        with pytest.raises(Refused, match="nicht leer"):
            authoring.example(tmp_path)
        with pytest.raises(Refused, match="kein Ordner"):
            authoring.example(tmp_path / "x")
