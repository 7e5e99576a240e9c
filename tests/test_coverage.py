from __future__ import annotations

import pytest

from sro_cli import model, pipeline
from sro_cli.facts import coverage
from sro_cli.files import Memory, Overlay, bundled
from sro_cli.pipeline import Loaded

SETTINGS = "titel: T\nkurzname: t\nherausgeber: H\nkapitel: [eins]\n"
GOALS = """
zielwerke:
  - {id: beschlossen, titel: Beschlossene Ziele, beschluss: 2024/BV/0001}
  - {id: eigen, titel: Eigene Ziele}
ziele:
  - {id: Z1, zielwerk: beschlossen, titel: A, beleg: {art: belegt}}
  - {id: Z2, zielwerk: eigen, titel: B, beschluesse: [2024/BV/0002], beleg: {art: unbelegt}}
  - {id: Z3, zielwerk: eigen, titel: C, beleg: {art: unbelegt}}
  - {id: Z4, zielwerk: eigen, titel: D, beleg: {art: unbelegt}}
"""
PAPERS = """
beschluesse:
  - {id: 2024/BV/0001, beleg: {art: unbelegt}}
  - {id: 2024/BV/0002, hebt_auf: [2020/BV/0009], beleg: {art: unbelegt}}
  - {id: 2024/BV/0003, gegenstand: "Betrifft [](ziel:Z3).", beleg: {art: unbelegt}}
  - {id: 2020/BV/0009, beleg: {art: unbelegt}}
  - {id: 2024/IV/0004, beleg: {art: unbelegt}}
  - {id: 2024/AN/0005-01 (SN), beleg: {art: unbelegt}}
  - {id: 2024/AN/0006, ergebnis: abgelehnt, hebt_auf: [2024/BV/0001], beleg: {art: unbelegt}}
  - {id: 2024/AN/0007, ergebnis: "Änderungsantrag abgelehnt, ungeändert beschlossen", beleg: {art: unbelegt}}
"""


def condition(fields: str) -> str:
    return f"rahmenbedingungen: [{{id: a, titel: A, {fields}, bereich: raum, stand: vorschlag}}]"


def chapter(ident: str, treats: str) -> str:
    return f"---\nid: {ident}\nstatus: entwurf\nbehandelt: [{treats}]\n---\n\n# {ident}\n\n[](ziel:Z4)\n"


def load(**files: str) -> Loaded:
    """A concept of files by the stem of their names; ``konzept`` is there unless it is given."""
    texts = {"konzept": SETTINGS, **files}
    return pipeline.load(
        Overlay(Memory({path(stem, text): text.encode() for stem, text in texts.items() if text}), bundled())
    )


def path(stem: str, text: str) -> str:
    return f"content/kapitel/{stem}.md" if text.startswith("---") else f"content/{stem}.yml"


def idents(entries: object) -> list[str]:
    return [entry.id for entry in entries]  # type: ignore[attr-defined]


class TestTreated:
    def test_a_goal_is_treated_by_a_chapter_that_says_so_in_its_head_and_not_by_a_mention(self) -> None:
        konzept = load(ziele=GOALS, eins=chapter("eins", "ziel:Z1")).konzept

        assert idents(coverage.untreated(konzept)) == ["Z2", "Z3", "Z4"]

    @pytest.mark.parametrize(("treats", "untreated"), [("ziel:Z3", ["Z1", "Z4"]), ("ziel:Z3, ziel:Z4", [])])
    def test_a_goal_is_treated_with_all_of_its_parts(self, treats: str, untreated: list[str]) -> None:
        text = GOALS.replace("titel: B", "titel: B, teil_von: Z1")
        for title in "CD":
            text = text.replace(f"titel: {title}", f"titel: {title}, teil_von: Z2")

        konzept = load(ziele=text, eins=chapter("eins", treats)).konzept

        assert [goal.id for goal in coverage.untreated(konzept) if goal.id != "Z2"] == untreated

    def test_a_chapter_outside_of_the_order_treats_nothing(self) -> None:
        texts = {"eins": chapter("eins", "ziel:Z1"), "zwei": chapter("zwei", "ziel:Z2")}

        assert idents(coverage.untreated(load(ziele=GOALS, **texts).konzept)) == ["Z2", "Z3", "Z4"]

    def test_where_no_order_is_known_every_chapter_counts(self) -> None:
        texts = {"eins": chapter("eins", "ziel:Z1"), "zwei": chapter("zwei", "ziel:Z2")}

        assert idents(coverage.untreated(load(konzept="", ziele=GOALS, **texts).konzept)) == ["Z3", "Z4"]

    def test_only_model_regions_have_to_be_treated(self) -> None:
        same = "art: ortsteil, beleg: {art: unbelegt}"
        spaces = [
            f"{{id: {name}, name: {name}, modellregion: {model}, {same}}}"
            for name, model in [("a", "ja"), ("b", "ja"), ("c", "nein")]
        ]
        text = f"sozialraeume: [{', '.join(spaces)}]"
        konzept = load(sozialraeume=text, eins=chapter("eins", "sozialraum:a")).konzept

        assert idents(coverage.untreated_regions(konzept)) == ["b"]


class TestBacked:
    def test_behind_a_goal_stand_its_own_resolutions_that_of_its_zielwerk_and_those_that_name_it(
        self,
    ) -> None:
        loaded = load(ziele=GOALS, beschluesse=PAPERS)

        assert coverage.backing(loaded.konzept, loaded.index) == {
            "Z1": ("2024/BV/0001",),
            "Z2": ("2024/BV/0002",),
            "Z3": ("2024/BV/0003",),
            "Z4": (),
        }
        assert idents(coverage.unbacked(loaded.konzept, loaded.index)) == ["Z4"]

    def test_the_resolution_of_its_zielwerk_is_not_behind_a_goal_that_nothing_proves(self) -> None:
        added = "  - {id: Z5, zielwerk: beschlossen, titel: E, beleg: {art: unbelegt}}\n"
        loaded = load(ziele=GOALS + added, beschluesse=PAPERS)

        assert coverage.backing(loaded.konzept, loaded.index)["Z5"] == ()

    def test_behind_a_part_stands_what_stands_behind_the_whole(self) -> None:
        loaded = load(ziele=GOALS.replace("titel: D", "titel: D, teil_von: Z2"), beschluesse=PAPERS)

        assert coverage.backing(loaded.konzept, loaded.index)["Z4"] == ("2024/BV/0002",)

    def test_a_circle_of_parts_ends(self) -> None:
        text = GOALS.replace("titel: C", "titel: C, teil_von: Z4").replace(
            "titel: D", "titel: D, teil_von: Z3"
        )
        loaded = load(ziele=text)

        assert idents(coverage.unbacked(loaded.konzept, loaded.index)) == ["Z3", "Z4"]


class TestCarriedOut:
    def test_what_was_refused_repealed_or_only_informs_need_not_be_carried_out(self) -> None:
        konzept = load(beschluesse=PAPERS, eins=chapter("eins", "beschluss:2024/BV/0002")).konzept

        assert idents(coverage.deciding(konzept)) == [
            "2024/BV/0001",
            "2024/BV/0002",
            "2024/BV/0003",
            "2024/AN/0007",
        ]
        assert idents(coverage.not_carried_out(konzept)) == ["2024/BV/0001", "2024/BV/0003", "2024/AN/0007"]

    @pytest.mark.parametrize(
        "treats",
        [
            "beschluss:2024/BV/0001",
            "ziel:Z1",  # of a Zielwerk that was decided with it
            "ziel:Z2",  # which names it
            "rahmen:a",  # which names it
            "beschluss:2024/BV/0002",  # which goes on from it
        ],
    )
    def test_a_resolution_is_carried_out_with_what_names_it(self, treats: str) -> None:
        papers = [
            "{id: 2024/BV/0001, beleg: {art: unbelegt}}",
            "{id: 2024/BV/0002, bereits_gefasst: [2024/BV/0001], beleg: {art: unbelegt}}",
        ]
        konzept = load(
            beschluesse=f"beschluesse: [{', '.join(papers)}]",
            ziele=GOALS.replace("2024/BV/0002", "2024/BV/0001"),
            rahmenbedingungen=condition("text: T, beschluesse: [2024/BV/0001]"),
            eins=chapter("eins", treats),
        ).konzept

        assert "2024/BV/0001" not in idents(coverage.not_carried_out(konzept))


class TestAnswered:
    def test_a_rueckmeldung_is_answered_when_something_is_decided(self) -> None:
        texts = "rueckmeldungen:\n" + "".join(
            f"  - {{id: R{number}, art: frage, text: T, {decision}}}\n"
            for number, decision in enumerate(
                ["entscheidung: offen", "intern: {}", "entscheidung: zur-kenntnis", "entscheidung: teilweise"]
            )
        )

        assert idents(coverage.unanswered(load(beteiligung=texts).konzept)) == ["R0", "R1"]


class TestFounded:
    @pytest.mark.parametrize(
        ("fields", "founded"),
        [
            ("text: T", False),
            ("text: 'T [](akteur:amt)'", False),
            ("text: T, sozialraeume: [a]", False),
            ("text: T, ziele: [Z1]", True),
            ("text: T, beschluesse: [2024/BV/0001]", True),
            ("text: T, rueckmeldungen: [R1]", True),
            ("text: 'Folgt aus [](quelle:sgb8)'", True),
            ("text: 'Dient [](ziel:Z1)'", True),
        ],
    )
    def test_a_rahmenbedingung_follows_from_what_it_names(self, fields: str, founded: bool) -> None:
        loaded = load(rahmenbedingungen=condition(fields))

        assert (not coverage.unfounded(loaded.konzept, loaded.index)) == founded

    def test_it_follows_from_a_rueckmeldung_that_it_answers(self) -> None:
        loaded = load(
            rahmenbedingungen=condition("text: T"),
            beteiligung="rueckmeldungen: [{id: R1, art: frage, text: T, umgesetzt_in: [rahmen:a]}]",
        )

        assert coverage.unfounded(loaded.konzept, loaded.index) == ()


class TestMeasures:
    def test_what_is_missing_is_part_of_what_is_counted(self) -> None:
        loaded = load(ziele=GOALS, beschluesse=PAPERS, eins=chapter("eins", "ziel:Z1"))

        for found in coverage.measured(loaded.konzept, loaded.index):
            entries = [entry.target for entry in found.measure.entries(loaded.konzept)]
            assert len(entries) == found.total
            assert {entry.target for entry in found.missing} <= set(entries)

    def test_a_share_is_rounded_down_and_nothing_is_covered_wholly(self) -> None:
        loaded = load(ziele=GOALS, eins=chapter("eins", "ziel:Z1, ziel:Z2"))
        found = {
            share.measure.name: share.percent for share in coverage.measured(loaded.konzept, loaded.index)
        }

        assert found == {
            "ziele_behandelt": 50,
            "ziele_beschlossen": 50,
            "beschluesse_umgesetzt": 100,
            "modellregionen_behandelt": 100,
            "rahmenbedingungen_begruendet": 100,
            "rueckmeldungen_beantwortet": 100,
        }
        goal = coverage.MEASURES[0]
        assert coverage.Coverage(goal, 1000, loaded.konzept.ziele[:1]).percent == 99


class TestThresholds:
    ALL = "{" + ", ".join(f"{measure.name}: 100" for measure in coverage.MEASURES) + "}"

    def test_every_measure_can_have_one_and_nothing_else(self) -> None:
        assert list(model.Abdeckung.model_fields) == [measure.name for measure in coverage.MEASURES]

    def test_a_finding_shows_three_entries_and_names_twelve_others(self) -> None:
        goals = "".join(
            f"  - {{id: Z{n}, zielwerk: a, titel: T, beleg: {{art: unbelegt}}}}\n" for n in range(17)
        )
        text = f"zielwerke: [{{id: a, titel: A}}]\nziele:\n{goals}"

        loaded = load(konzept=f"{SETTINGS}abdeckung: {self.ALL}\n", ziele=text, eins=chapter("eins", ""))
        (finding, _backed) = (finding for finding in loaded.findings if finding.kind.code == "Z306")

        assert finding.message == "Die Kapitel behandeln 0 von 17 Zielen (0 %), verlangt sind 100 %"
        assert [related.span.text for related in finding.related] == ["Z0", "Z1", "Z2"]
        names = ", ".join(f"„Z{n}“" for n in range(3, 15))
        assert finding.notes == (f"es fehlen auch: {names} und 2 mehr",)

    def test_what_could_not_be_read_is_not_said_to_be_missing(self) -> None:
        settings = f"{SETTINGS}abdeckung: {self.ALL}\n"

        loaded = load(konzept=settings, ziele=GOALS, eins=chapter("eins", "").replace("status", "stand"))

        assert not [finding for finding in loaded.findings if finding.kind.code == "Z306"]

    def test_a_misspelt_id_is_one_fault_and_not_also_a_gap(self) -> None:
        settings = f"{SETTINGS}abdeckung: {self.ALL}\n"

        loaded = load(konzept=settings, ziele=GOALS, eins=chapter("eins", "ziel:Z11"))

        assert not [finding for finding in loaded.findings if finding.kind.code == "Z306"]

    @pytest.mark.parametrize("share", ["101", "-1", "viele"])
    def test_a_share_lies_between_0_and_100(self, share: str) -> None:
        loaded = load(
            konzept=f"{SETTINGS}abdeckung: {{ziele_behandelt: {share}}}\n", eins=chapter("eins", "")
        )

        assert "E114" in {finding.kind.code for finding in loaded.findings}
