"""The rules, beyond the examples of their pages."""

from __future__ import annotations

import pytest

from sro_cli import pipeline
from sro_cli.diagnostics import Diagnostic
from tests.projects import minimal

HEAD = "---\nid: auftrag\nstatus: entwurf\n---\n\n"
CHAPTER = "content/kapitel/auftrag.md"


def findings(**files: str) -> tuple[Diagnostic, ...]:
    return pipeline.load(minimal(files)).findings


def codes(text: str) -> list[str]:
    """The codes that the text of a chapter gives."""
    return [finding.kind.code for finding in findings(**{CHAPTER: HEAD + text})]


class TestKapitel:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("# A\n\nText.", []),
            ("A\n===\n\nText.", []),
            ("Text.\n\n# A", ["K101"]),
            ("## A\n\nText.", ["K101"]),
            ("", ["K101"]),
            ("# A\n\nText.\n\n# B\n\n# C", ["K102", "K102"]),
            ("# A\n\n## B\n\n### C\n\n## D\n\n#### E\n\nText.", ["K103"]),
            ("# A\n\n> ### B\n>\n> Text.", ["K103"]),
            ("# A", ["K104"]),
            ("# A\n\n> [!OFFEN]\n> Fehlt.", []),
            ("# A\n\n---", []),
        ],
    )
    def test_headings(self, text: str, expected: list[str]) -> None:
        assert codes(text) == expected

    @pytest.mark.parametrize(
        ("text", "spot", "replacement"),
        [("# A\n\n### B\n\nText.", "###", "##"), ("# A\n\n> #### B\n>\n> Text.", None, None)],
    )
    def test_a_skipped_level_can_be_mended(
        self, text: str, spot: str | None, replacement: str | None
    ) -> None:
        (finding,) = findings(**{CHAPTER: HEAD + text})

        assert (finding.fix.span.text if finding.fix else None) == spot
        assert (finding.fix.replacement if finding.fix else None) == replacement

    def test_the_order_of_chapters_is_that_of_the_settings(self) -> None:
        settings = (
            minimal({}).read("content/konzept.yml").decode().replace("[auftrag, ziele]", "[ziele, auftrag]")
        )

        konzept = pipeline.load(minimal({"content/konzept.yml": settings})).konzept

        assert [chapter.id for chapter in konzept.kapitel] == ["ziele", "auftrag"]

    def test_a_project_may_count_a_kind_otherwise(self) -> None:
        settings = minimal({}).read("content/konzept.yml").decode()
        settings += "schweregrade: {K104: {stufe: fehler, weil: nichts Leeres}}\n"

        (finding,) = findings(**{"content/konzept.yml": settings, CHAPTER: f"{HEAD}# A"})

        assert (finding.kind.code, finding.kind.severity.name) == ("K104", "FEHLER")

    @pytest.mark.parametrize(("code", "text"), [("E121", "# A\n\n<b>x</b>"), ("K101", "Text.")])
    def test_a_fehler_stays_one(self, code: str, text: str) -> None:
        settings = minimal({}).read("content/konzept.yml").decode()
        settings += f"schweregrade: {{{code}: {{stufe: hinweis, weil: es eilt}}}}\n"

        found = findings(**{"content/konzept.yml": settings, CHAPTER: f"{HEAD}{text}"})

        assert {finding.kind.code for finding in found} == {code, "E117"}
        assert {finding.kind.severity.name for finding in found} == {"FEHLER"}


def goals(**parents: str) -> str:
    """Goals with the goal each is a part of."""
    common = "zielwerk: w, titel: T, beleg: {art: unbelegt}"
    entries = "".join(
        f"  - {{id: {ident}, {common}{f', teil_von: {of}' if of else ''}}}\n" for ident, of in parents.items()
    )
    return f"zielwerke: [{{id: w, titel: W}}]\nziele:\n{entries}"


class TestListen:
    @pytest.mark.parametrize(
        ("text", "right"),
        [
            ("Das sind:\n\n-eins\n-zwei", "- eins\n- zwei"),
            ("Das sind:\n–eins\n–zwei mit\n mehr", "- eins\n- zwei mit"),
            ("•Eins\n•Zwei\n•Drei", "- Eins\n- Zwei\n- Drei"),
            ("1.Eins\n2.Zwei", "1. Eins\n2. Zwei"),
        ],
    )
    def test_what_should_be_a_list_is_offered_as_one(self, text: str, right: str) -> None:
        files = minimal({"content/kapitel/auftrag.md": f"{HEAD}# A\n\n{text}\n"})
        (finding,) = pipeline.load(files).findings

        assert finding.kind.code == "K110"
        assert finding.fix
        assert finding.fix.replacement == right

    @pytest.mark.parametrize(("before", "offered"), [("Es folgt\n", False), ("Es folgt\n\n", True)])
    def test_a_list_that_a_blank_would_not_make_one_is_not_offered(self, before: str, offered: bool) -> None:
        files = minimal({"content/kapitel/auftrag.md": f"{HEAD}# A\n\n{before}3.Eins\n4.Zwei\n"})
        (finding,) = pipeline.load(files).findings

        assert (finding.kind.code, finding.fix is not None) == ("K110", offered)
        assert ("Leerzeile" in finding.help) is not offered

    @pytest.mark.parametrize(
        "text",
        [
            "- eins\n- zwei",
            "Kinder und\n-jugendliche",
            "-5 Grad\n-7 Grad",
            "*Eins* und\n*Zwei*",
            "1.500 und\n2.500",
            "– eins\n– zwei",
            "    -eins\n    -zwei",
        ],
    )
    def test_other_lines_are_as_they_should_be(self, text: str) -> None:
        assert "K110" not in codes(f"# A\n\n{text}")


class TestBareMentions:
    @pytest.mark.parametrize(
        "text", ["Wie in ziel:Z1 steht", "Siehe (ziel:Z1).", "Es gilt ziel:Z1, immer.", "**ziel:Z1**"]
    )
    def test_what_names_an_entry_without_being_a_link_is_offered_as_one(self, text: str) -> None:
        files = minimal({"content/kapitel/auftrag.md": f"{HEAD}# A\n\n{text}\n"})
        (finding,) = pipeline.load(files).findings

        assert (finding.kind.code, finding.span and finding.span.text) == ("V213", "ziel:Z1")
        assert finding.fix
        assert (finding.fix.replacement, finding.fix.safe) == ("[](ziel:Z1)", False)

    @pytest.mark.parametrize(
        "text",
        [
            "Wie im [](ziel:Z1) und [ziel:Z1](ziel:Z1)",
            "Die Kennung `ziel:Z1`, auch „ziel:Z1“",
            "Das ziel:Z9 und ziel:Z1a gibt es nicht",
            "Siehe https://example.org/ziel:Z1",
            "![ziel:Z1](bilder/lage.svg)",
        ],
    )
    def test_other_words_are_none(self, text: str) -> None:
        assert "V213" not in codes(f"# A\n\n{text}")


class TestKreise:
    @pytest.mark.parametrize(
        ("parents", "circles"),
        [
            ({"Z1": "", "Z2": "Z1", "Z3": "Z2"}, []),
            ({"Z1": "Z2", "Z2": "Z1"}, ["Z1 → Z2 → Z1"]),
            ({"Z1": "Z2", "Z2": "Z3", "Z3": "Z1"}, ["Z1 → Z2 → Z3 → Z1"]),
            ({"Z1": "Z2", "Z2": "Z3", "Z3": "Z2"}, ["Z2 → Z3 → Z2"]),
            ({"Z1": "Z2", "Z2": "Z1", "Z3": "Z4", "Z4": "Z3"}, ["Z1 → Z2 → Z1", "Z3 → Z4 → Z3"]),
        ],
    )
    def test_each_circle_is_found_once(self, parents: dict[str, str], circles: list[str]) -> None:
        found = [f for f in findings(**{"content/ziele.yml": goals(**parents)}) if f.kind.code == "V207"]

        assert [finding.notes[0] for finding in found] == [f"der Kreis: {circle}" for circle in circles]

    def test_an_entry_that_names_itself_is_no_circle(self) -> None:
        found = [f.kind.code for f in findings(**{"content/ziele.yml": goals(Z1="Z1")})]

        assert found == ["V206", "V205"]  # the decision of the minimal project is named no more

    def test_a_chain_of_a_thousand_is_walked(self) -> None:
        parents = {f"Z{number}": f"Z{(number + 1) % 1000}" for number in range(1000)}

        assert "V207" in {f.kind.code for f in findings(**{"content/ziele.yml": goals(**parents)})}


class TestUngenannt:
    def test_an_id_with_a_blank_is_offered_as_it_must_be_written(self) -> None:
        text = minimal({}).read("content/beschluesse.yml").decode()
        more = "  - {id: 2024/BV/0123 (SN), beleg: {art: unbelegt}}\n"

        (finding,) = findings(**{"content/beschluesse.yml": text + more})

        assert finding.help.startswith("erwähnen Sie den Eintrag mit [](<beschluss:2024/BV/0123 (SN)>)")

    def test_milestones_and_sets_of_goals_stand_for_themselves(self) -> None:
        stone = "meilensteine: [{id: M1, titel: T, version: 0.1.0, fassung: arbeitsfassung}]"

        assert findings(**{"content/meilensteine.yml": stone}) == ()


class TestAnweisungen:
    @pytest.mark.parametrize(
        ("fence", "words"),
        [
            ("{uebersicht} beschlusse", "Zur Anweisung {uebersicht} gibt es „beschlusse“ nicht"),
            ("{uebersicht}", "Zur Anweisung {uebersicht} fehlt, was sie zeigen soll"),
            ("{diagramm} netze", "Zur Anweisung {diagramm} gibt es „netze“ nicht"),
            ("{nachweis} ziel", "Zur Anweisung {nachweis} gibt es „ziel“ nicht"),
            ("{uebersicht} ziele\nspalten: [titl]", "In „spalten“ steht das unbekannte Feld „titl“"),
            ("{nachweis} ziel kapitel\nsortiert: name", "In „sortiert“ steht das unbekannte Feld „name“"),
            ("{diagramm} zeitstrahl\nnur: {typ: x}", "In „nur“ steht das unbekannte Feld „typ“"),
            ("{diagramm} netz\nspalten: [id]", "„spalten“ ist bei dieser Ansicht nicht möglich"),
            ("{steckbrief} vorhabenliste\nsortiert: id", "„sortiert“ ist bei dieser Ansicht nicht möglich"),
            ("{uebersicht} ziele\nnur: {zielwerk: ziele}", "„ziele“ ist im Feld „zielwerk“ nicht möglich"),
            ("{uebersicht} ziele\nnur: {beschluesse: x}", "„x“ ist im Feld „beschluesse“ nicht möglich"),
            ("{uebersicht} ziele\nnur: {beleg: nein}", "„nein“ ist im Feld „beleg“ nicht möglich"),
            ("{uebersicht} ziele\nnur: {id: Z2}", "„Z2“ ist im Feld „id“ nicht möglich"),
            (
                "{nachweis} sozialraum ziel\nnur: {modellregion: x}",
                "„x“ ist im Feld „modellregion“ nicht möglich",
            ),
            ("{diagramm} zeitstrahl\nnur: {art: ziel}", "„ziel“ ist im Feld „art“ nicht möglich"),
        ],
    )
    def test_a_view_that_cannot_be_shown_is_found_with_all_else(self, fence: str, words: str) -> None:
        text = f"{HEAD}# A\n\n[](ziel:nirgends)\n\n```{fence}\n```\n"
        found = findings(**{CHAPTER: text, "templates/gestaltung.yml": "farben: x\n"})

        assert words in {finding.message for finding in found if finding.kind.code == "E124"}
        assert {"V201", "E114"} <= {finding.kind.code for finding in found}

    @pytest.mark.parametrize(
        "fence",
        [
            "{uebersicht} ziele\nspalten: [id, titel]\nnur: {zielwerk: ziele-2030}\nsortiert: titel",
            "{uebersicht} eigene",
            '{uebersicht} ziele\nnur: {id: ziel:Z1, teil_von: "", beleg: unbelegt, titel: x}',
            "{uebersicht} sozialraeume\nnur: {modellregion: True, art: ortsteil}",
            "{nachweis} kapitel ziel\nnur: {status: entwurf, behandelt: ziel:Z1}",
            "{uebersicht} akteure\nnur: {teil_von: niemand}",
            "{nachweis} ziel kapitel",
            "{diagramm} netz\nsortiert: titel",
        ],
    )
    def test_a_view_that_can_be_shown_is_no_fault(self, fence: str) -> None:
        text = f"{HEAD}# A\n\n```{fence}\n```\n"
        found = findings(**{CHAPTER: text, "templates/uebersichten/eigene.md.j2": "x"})

        assert "E124" not in {finding.kind.code for finding in found}
