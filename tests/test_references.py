"""Mentions: who names whom, what leads nowhere, and who is not to blame."""

from __future__ import annotations

import pytest

from sro_cli import pipeline
from sro_cli.diagnostics import Diagnostic
from sro_cli.pipeline import Loaded
from tests.projects import minimal

HEAD = "---\nid: auftrag\nstatus: entwurf\n---\n\n# Auftrag {#anfang}\n\n"
CHAPTER = "content/kapitel/auftrag.md"


def load(**files: str) -> Loaded:
    return pipeline.load(minimal(files))


def only(loaded: Loaded) -> Diagnostic:
    (finding,) = loaded.findings
    return finding


class TestIndex:
    def test_a_mention_knows_who_mentions_and_under_which_heading(self) -> None:
        text = f"{HEAD}Das [](ziel:Z1).\n\n## Lage {{#lage}}\n\nDer [](beschluss:2024/BV/0123).\n"

        index = load(**{CHAPTER: text}).index

        found = [(m.target, m.section, str(m.span)) for m in index.by["kapitel:auftrag"]]
        assert found == [
            ("ziel:Z1", "anfang", f"{CHAPTER}:8:8"),
            ("beschluss:2024/BV/0123", "lage", f"{CHAPTER}:12:8"),
        ]

    def test_fields_and_their_markdown_mention_too(self) -> None:
        text = HEAD.replace("status:", "behandelt: [ziel:Z1]\nstatus:") + "Text.\n"
        decision = "beschluesse: [{id: 2024/BV/0123, gegenstand: 'zu [](ziel:Z1)', beleg: {art: belegt}}]"

        index = load(**{CHAPTER: text, "content/beschluesse.yml": decision}).index

        assert {(m.source, m.target) for m in index.to["ziel:Z1"]} == {
            ("kapitel:auftrag", "ziel:Z1"),
            ("kapitel:ziele", "ziel:Z1"),
            ("beschluss:2024/BV/0123", "ziel:Z1"),
        }

    def test_headings_figures_tables_and_views_can_be_mentioned(self) -> None:
        text = (
            f"{HEAD}[](abschnitt:anfang) [](tab:kinder) [](tab:liste) [](abb:lage) [](abb:netz)\n\n"
            "| a |\n|---|\n\n: Kinder {#kinder}\n\n![Karte](bilder/a.svg){#lage}\n\n"
            "```{uebersicht} ziele\nid: liste\n```\n\n```{diagramm} netz\nid: netz\n```\n"
        )

        drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

        assert load(**{CHAPTER: text, "content/bilder/a.svg": drawing}).findings == ()


class TestFaults:
    def test_the_nearest_id_is_offered_and_put_in_its_place(self) -> None:
        finding = only(load(**{CHAPTER: f"{HEAD}[](beschluss:2024/BV/0132)"}))

        assert finding.kind.code == "V201"
        assert finding.label == "diesen Beschluss gibt es nicht"
        assert finding.notes == ("gesucht in: content/beschluesse.yml (1 Beschluss)",)
        assert finding.fix
        assert (finding.fix.span.text, finding.fix.replacement, finding.fix.safe) == (
            "2024/BV/0132",
            "2024/BV/0123",
            False,  # another paper may have been meant
        )

    @pytest.mark.parametrize(
        ("paper", "text", "spot", "replacement"),
        [
            ("2024/BV/0123 (SN)", "[](beschluss:2024/BV/0123-SN)", "beschluss:2024/BV/0123-SN", True),
            ("2024/BV/0123 (SN)", "[](<beschluss:2024/BV/0123-SN>)", "2024/BV/0123-SN", False),
        ],
    )
    def test_a_link_to_an_id_with_a_blank_gets_angle_brackets_once(
        self, paper: str, text: str, spot: str, replacement: bool
    ) -> None:
        papers = f"beschluesse: [{{id: {paper}, beleg: {{art: unbelegt}}}}]"

        finding = next(
            found
            for found in load(**{CHAPTER: f"{HEAD}{text}", "content/beschluesse.yml": papers}).findings
            if found.path == CHAPTER
        )

        assert finding.fix
        written = f"<beschluss:{paper}>" if replacement else paper
        assert (finding.fix.span.text, finding.fix.replacement) == (spot, written)

    @pytest.mark.parametrize(
        ("field", "spot", "replacement"),
        [
            ("verantwortlich: Verien", "Verien", "verein"),
            ("verantwortlich: 'Verien'", "Verien", "verein"),
            ("behandelt: [ziel:z1]", "z1", "Z1"),
            ("behandelt: [Z1]", "Z1", "ziel:Z1"),
            ("behandelt: [akteur:Z1]", "akteur:Z1", "ziel:Z1"),
        ],
    )
    def test_in_fields_too(self, field: str, spot: str, replacement: str) -> None:
        actors = "akteure: [{id: verein, name: Verein, gruppe: traeger}]"
        text = f"{HEAD.replace('status:', f'{field}{chr(10)}status:')}[](akteur:verein)"

        finding = only(load(**{CHAPTER: text, "content/akteure.yml": actors}))

        assert finding.fix
        assert (finding.fix.span.text, finding.fix.replacement, finding.fix.safe) == (spot, replacement, True)

    def test_nothing_is_offered_where_nothing_is_near(self) -> None:
        finding = only(load(**{CHAPTER: f"{HEAD}[](akteur:jugendamt)"}))

        assert finding.message == "Verweis auf unbekannten Akteur „jugendamt“"
        assert finding.help == "legen Sie den Eintrag an oder verbessern Sie die Kennung"
        assert (finding.notes, finding.fix) == ((), None)

    def test_what_a_list_names_already_is_not_offered_for_another_item(self) -> None:
        goals = (
            "zielwerke: [{id: w, titel: W}]\nziele: [{id: Z4, zielwerk: w, titel: A, beleg: {art: unbelegt}}]"
        )
        said = "rueckmeldungen: [{id: R1, art: frage, text: Warum?, umgesetzt_in: [%s]}]"
        offered = [
            finding.fix.replacement if finding.fix else ""
            for named in ("ziel:Z44", "ziel:Z4, ziel:Z44", "ziel:Z4, zeil:Z4")
            for finding in load(
                **{"content/ziele.yml": goals, "content/beteiligung.yml": said % named}
            ).findings
            if finding.kind.code in {"V201", "V202"} and finding.path == "content/beteiligung.yml"
        ]

        assert offered == ["Z4", "", ""]

    def test_who_names_a_person_is_told_to_name_a_body(self) -> None:
        said = "rueckmeldungen: [{id: R1, art: frage, text: Wie?, von: Sabine Müller}]"

        helps = [f.help for f in load(**{"content/beteiligung.yml": said}).findings if f.kind.code == "V201"]

        assert helps == ["nennen Sie eine Stelle oder Rolle mit ihrer Kennung aus akteure.yml, keine Person"]

    def test_a_number_of_a_chapter_is_answered_with_the_ids(self) -> None:
        finding = only(load(**{CHAPTER: f"{HEAD}Siehe [](kapitel:1).\n"}))

        assert finding.help == "Kapitel haben Kennungen, keine Nummern: auftrag, ziele"

    def test_an_id_without_its_kind_gets_the_only_one_that_there_is(self) -> None:
        (finding,) = (
            f for f in load(**{CHAPTER: f"{HEAD}Siehe [](Z1).\n"}).findings if f.kind.code == "V203"
        )

        assert finding.help == "schreiben Sie „ziel:Z1“"
        assert finding.fix
        assert finding.fix.replacement == "ziel:Z1"

    def test_an_id_of_another_kind_is_recognised(self) -> None:
        finding = only(load(**{CHAPTER: f"{HEAD}[](quelle:Z1)"}))

        assert finding.message == "„Z1“ ist keine Quelle, sondern ein Ziel"
        assert finding.help == "schreiben Sie „ziel:Z1“"
        assert str(finding.related[0].span) == "content/ziele.yml:5:9"

    def test_a_field_that_takes_one_kind_does_not_advise_another(self) -> None:
        head = HEAD.replace("status:", "verantwortlich: Z1\nstatus:")

        finding = only(load(**{CHAPTER: f"{head}Text."}))

        assert finding.message == "„Z1“ ist kein Akteur, sondern ein Ziel"
        assert finding.help == "hier ist nur die Kennung von einem Akteur möglich"


class TestAnchors:
    @pytest.mark.parametrize(
        ("first", "second"), [("a/b", "a-b"), ("a/b", "A/b"), ("a-b", "a--b"), ("a", "a-")]
    )
    def test_ids_that_documents_cannot_tell_apart_name_both_places(self, first: str, second: str) -> None:
        terms = f"begriffe:\n  - {{id: {first}, begriff: Eins}}\n  - {{id: {second}, begriff: Zwei}}\n"
        text = f"{HEAD}[](begriff:{first}) [](begriff:{second})"

        finding = only(load(**{CHAPTER: text, "content/glossar.yml": terms}))

        assert (finding.kind.code, str(finding.span)) == ("V204", "content/glossar.yml:3:10")
        assert str(finding.related[0].span) == "content/glossar.yml:2:10"

    def test_chapters_that_differ_in_case_only_are_not_told_apart(self) -> None:
        settings = minimal({}).read("content/konzept.yml").decode().replace("[auftrag,", "[auftrag, Auftrag,")
        other = "---\nid: Auftrag\nstatus: entwurf\n---\n\n# Noch einer\n\nText.\n"

        finding = only(load(**{"content/konzept.yml": settings, "content/kapitel/noch.md": other}))

        assert finding.kind.code == "V204"


class TestBlame:
    """One cause, one finding: nobody is blamed for naming what could not be read."""

    def test_who_mentions_an_entry_of_a_broken_list_is_not_at_fault(self) -> None:
        assert only(load(**{"content/ziele.yml": "ziele: ["})).kind.code == "E110"

    def test_who_mentions_an_entry_of_a_misspelt_list_is_not_at_fault(self) -> None:
        text = minimal({}).read("content/ziele.yml").decode()

        assert only(load(**{"content/ziele.yml": text.replace("\nziele:", "\nzile:")})).kind.code == "E112"

    def test_who_mentions_a_broken_entry_is_not_at_fault(self) -> None:
        text = minimal({}).read("content/ziele.yml").decode()

        assert (
            only(load(**{"content/ziele.yml": text.replace("titel: Alle", "titl: Alle")})).kind.code == "E112"
        )

    def test_who_mentions_a_chapter_without_a_sound_head_is_not_at_fault(self) -> None:
        other = "---\nid: ziele\nstatus: entwrf\n---\n\n# Ziele\n\n## Lage {#lage}\n\n[](ziel:Z1)\n"
        text = f"{HEAD}[](kapitel:ziele) [](abschnitt:lage)"

        assert only(load(**{CHAPTER: text, "content/kapitel/ziele.md": other})).kind.code == "K107"

    def test_the_order_is_not_at_fault_for_a_chapter_without_a_head(self) -> None:
        assert only(load(**{CHAPTER: "# Auftrag\n\nText.\n"})).kind.code == "E122"


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("abb:plan", "geben Sie dem Bild die Kennung {#plan}, oder verbessern Sie sie hier"),
        ("tab:orte", "geben Sie der Tabelle die Kennung {#orte}, oder verbessern Sie sie hier"),
        ("abschnitt:weg", "geben Sie der Überschrift die Kennung {#weg}, oder verbessern Sie sie hier"),
        ("kapitel:weg", "legen Sie das Kapitel an oder verbessern Sie die Kennung"),
        ("quelle:buch", "legen Sie den Eintrag an oder verbessern Sie die Kennung"),
    ],
)
def test_what_is_nowhere_is_told_how_it_gets_there(written: str, remedy: str) -> None:
    text = f"---\nid: auftrag\nstatus: entwurf\n---\n\n# Auftrag\n\nSiehe []({written}).\n"
    (finding,) = (
        finding
        for finding in load(**{"content/kapitel/auftrag.md": text}).findings
        if finding.kind.code == "V201"
    )

    assert finding.help == remedy
