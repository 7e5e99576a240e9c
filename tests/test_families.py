"""The rules about goals, papers, spaces, milestones and Rückmeldungen, beyond the examples of their pages."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from sro_cli import pipeline, report
from sro_cli.checks import beschluesse, meilensteine, rueckmeldungen, sozialraeume, ziele
from sro_cli.diagnostics import Diagnostic, Kind
from sro_cli.files import Folder, Overlay, bundled
from tests.projects import minimal

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "contradictory.txt"
CONTRADICTORY = Overlay(Folder(HERE / "projects" / "contradictory"), bundled())
TODAY = date(2026, 7, 1)

BROKEN = {"content/glossar.yml": "begriffe: [{id: kiez, begriff: Kiez, erklaerung: '"}
"""A file that cannot be read: what seems to be missing may be in it."""


def found(
    files: dict[str, str], heute: date | None = TODAY, fassungen: frozenset[str] | None = frozenset()
) -> list[Diagnostic]:
    """What is found in the minimal concept with other files, but for entries that nobody mentions."""
    findings = pipeline.load(minimal(files), heute, fassungen).findings
    return [finding for finding in findings if finding.kind.code not in {"V206", "E110"}]


def codes(files: dict[str, str], heute: date | None = TODAY) -> list[str]:
    return [finding.kind.code for finding in found(files, heute)]


def chapter(text: str = "", head: str = "") -> dict[str, str]:
    return {
        "content/kapitel/auftrag.md": f"---\nid: auftrag\nstatus: entwurf\n{head}\n---\n\n# A\n\nT. {text}\n"
    }


def goals(*entries: str, works: str = "{id: w, titel: W, beschluss: 2024/BV/0123}") -> dict[str, str]:
    listed = "".join(f"  - {{{entry}, titel: T, beleg: {{art: unbelegt}}}}\n" for entry in entries)
    return {"content/ziele.yml": f"zielwerke: [{works}]\nziele:\n{listed}"}


def papers(*entries: str) -> dict[str, str]:
    """Papers, the one of the minimal concept first; each is proven by word of mouth."""
    first = "id: 2024/BV/0123, titel: T, datum: 2024-03-05"
    listed = "".join(
        f"  - {{{entry}, beleg: {{art: mittelbar, hinweis: H}}}}\n" for entry in (first, *entries)
    )
    return {"content/beschluesse.yml": f"beschluesse:\n{listed}"}


def said(*entries: str) -> dict[str, str]:
    listed = "".join(
        f"  - {{id: R{number}, art: frage, text: T, {entry}}}\n" for number, entry in enumerate(entries)
    )
    return {
        "content/beteiligung.yml": f"rueckmeldungen:\n{listed}",
        "content/akteure.yml": "akteure: [{id: rat, name: Rat, gruppe: gremium}]",
    }


class TestTogether:
    def test_all_contradictions_come_out_in_one_run(self) -> None:
        findings = pipeline.load(CONTRADICTORY, TODAY, frozenset()).findings

        families = (beschluesse, meilensteine, rueckmeldungen, sozialraeume, ziele)
        own = {kind.code for family in families for kind in vars(family).values() if isinstance(kind, Kind)}
        assert {finding.kind.code for finding in findings} == own

    def test_the_findings_read_well(self) -> None:
        """``SRO_TEST_ACCEPT=1`` writes the golden file anew, to be read before it is committed."""
        shown = report.text(pipeline.load(CONTRADICTORY, TODAY, frozenset()).findings)
        if "SRO_TEST_ACCEPT" in os.environ:
            GOLDEN.write_text(shown, encoding="utf-8")

        assert shown == GOLDEN.read_text(encoding="utf-8")

    def test_nothing_is_said_to_be_missing_where_not_everything_could_be_read(self) -> None:
        folder = Folder(HERE / "projects" / "contradictory")
        files = {path: folder.read(path).decode() for path in folder.paths()} | BROKEN
        kinds = {finding.kind.code for finding in pipeline.load(minimal(files), TODAY, frozenset()).findings}

        missing = {"Z301", "Z302", "Z310", "B404", "S501", "S504", "S505", "M603", "R704", "R710"}
        assert kinds.isdisjoint(missing)

    def test_without_a_day_and_without_versions_nothing_depends_on_them(self) -> None:
        kinds = {finding.kind.code for finding in pipeline.load(CONTRADICTORY).findings}

        assert kinds.isdisjoint({"Z303", "B410", "M603", "M604", "R703", "R704"})

    def test_what_nobody_looked_for_may_stay_allowed(self) -> None:
        allowed = {
            "content/ziele.yml": "zielwerke:\n"
            "  # sro: erlaube Z303, weil der Nachfolger noch fehlt\n"
            "  - {id: w, titel: W, gueltig: {von: 2021, bis: 2025}, beschluss: 2024/BV/0123}\n"
            "ziele: [{id: Z1, zielwerk: w, titel: T, beleg: {art: belegt, hinweis: steht dort}}]\n"
        }

        assert codes(allowed) == codes(allowed, heute=None) == []
        assert codes(allowed, heute=date(2025, 12, 31)) == ["E119"]


class TestZiele:
    @pytest.mark.parametrize(
        ("entries", "treated", "expected"),
        [
            (["id: Z1", "id: Z2"], "", []),
            (["id: Z1", "id: Z2"], "ziel:Z1, ziel:Z2", []),
            (["id: Z1", "id: Z2"], "ziel:Z1", ["Z2"]),
            (["id: Z1", "id: Z2, teil_von: Z1", "id: Z3, teil_von: Z1"], "ziel:Z2, ziel:Z3", []),
            (["id: Z1", "id: Z2, teil_von: Z1", "id: Z3, teil_von: Z1"], "ziel:Z2", ["Z3"]),
            (["id: Z1", "id: Z2"], "ziel:Z1, ziel:ZZ2", []),  # V201 says it
        ],
    )
    def test_untreated_are_the_parts_that_no_chapter_treats(
        self, entries: list[str], treated: str, expected: list[str]
    ) -> None:
        files = goals(*(f"{entry}, zielwerk: w" for entry in entries)) | chapter(
            head=f"behandelt: [{treated}]"
        )

        assert [f.span.text for f in found(files) if f.kind.code == "Z301" and f.span] == expected

    def test_goals_of_an_expired_set_need_no_chapter_and_no_resolution(self) -> None:
        works = "{id: w, titel: W}, {id: alt, titel: A, gueltig: {von: 2020, bis: 2025}}"
        files = goals(
            "id: Z1, zielwerk: w, beschluesse: [2024/BV/0123]", "id: A1, zielwerk: alt", works=works
        )

        assert codes(files | chapter(head="behandelt: [ziel:Z1]")) == []

    def test_a_concept_without_resolutions_is_not_asked_for_them(self) -> None:
        files = goals("id: Z1, zielwerk: w", works="{id: w, titel: W}")

        assert codes(files | {"content/beschluesse.yml": "beschluesse: []"}) == []
        assert codes(files) == ["Z302"]

    @pytest.mark.parametrize(
        ("works", "text", "expected"),
        [
            ("{von: 2020, bis: 2025}", "[](ziel:Z1)", ["Z303"]),
            ("{von: 2020, bis: 2026}", "[](ziel:Z1)", []),
            ("{von: 2020, bis: 2025}", "[W](zielwerk:w)", ["Z303"]),
            ("{von: 2020, bis: 2025}", "", []),
            (
                "{von: 2020, bis: 2025}}, {id: x, titel: X, gueltig: {von: 2026, bis: 2030}",
                "[W](zielwerk:w)",
                [],
            ),
            (
                "{von: 2020, bis: 2025}}, {id: x, titel: X, gueltig: {von: 2026, bis: 2030}",
                "[](ziel:Z1)",
                ["Z303"],
            ),
            (
                "{von: 2020, bis: 2025}}, {id: x, titel: X, gueltig: {von: 2021, bis: 2030}",
                "[W](zielwerk:w)",
                ["Z303"],
            ),
        ],
    )
    def test_expired_is_what_the_concept_still_relies_on(
        self, works: str, text: str, expected: list[str]
    ) -> None:
        files = goals(
            "id: Z1, zielwerk: w", works=f"{{id: w, titel: W, beschluss: 2024/BV/0123, gueltig: {works}}}"
        )
        files |= chapter(text) | {
            "content/kapitel/ziele.md": "---\nid: ziele\nstatus: entwurf\n---\n\n# Z\n\nT.\n"
        }

        assert [code for code in codes(files) if code == "Z303"] == expected

    def test_an_expired_set_is_one_finding_however_often_it_is_named(self) -> None:
        work = "{id: w, titel: W, beschluss: 2024/BV/0123, gueltig: {von: 2020, bis: 2025}}"
        files = goals("id: Z1, zielwerk: w", works=work) | chapter("[](ziel:Z1) und [](ziel:Z1)")

        (finding,) = found(files)
        assert finding.related[0].message == "hier zuerst, insgesamt an 3 Stellen"


class TestBeschluesse:
    @pytest.mark.parametrize(
        ("paper", "expected"),
        [
            ("id: 2024/BV/0001, beleg: {art: belegt}", ["Titel und Tag der Entscheidung fehlen"]),
            ("id: 2024/BV/0001, titel: T, beleg: {art: mittelbar}", ["der Tag der Entscheidung fehlt"]),
            ("id: 2024/BV/0001, datum: 2024-01-01, beleg: {art: belegt}", ["der Titel fehlt"]),
            ("id: 2024/IV/0001, titel: T, beleg: {art: belegt}", []),
            ("id: 2024/BV/0001, titel: T, ergebnis: vertagt, beleg: {art: belegt}", []),
            ("id: 2024/BV/0001, beleg: {art: belegt, hinweis: Beides steht dort nicht.}", []),
            ("id: 2024/BV/0001, beleg: {art: unbelegt}", []),
        ],
    )
    def test_what_is_proven_has_its_title_and_its_day_or_says_why_not(
        self, paper: str, expected: list[str]
    ) -> None:
        text = minimal({}).read("content/beschluesse.yml").decode() + f"  - {{{paper}}}\n"

        messages = [f.message for f in found({"content/beschluesse.yml": text}) if f.kind.code == "B401"]
        assert [message.rpartition("aber ")[2] for message in messages] == expected

    @pytest.mark.parametrize(
        ("repealing", "text", "expected"),
        [
            ("hebt_auf: [2024/BV/0123]", "[](beschluss:2024/BV/0123)", 2),
            ("hebt_auf: [2024/BV/0123]", "[](beschluss:2024/BV/0123), [](beschluss:2025/BV/0001)", 1),
            ("hebt_auf: [2024/BV/0123], ergebnis: abgelehnt", "[](beschluss:2024/BV/0123)", 0),
            ("hebt_auf: [2024/BV/0123], datum: 2026-09-01", "[](beschluss:2024/BV/0123)", 0),
            ("aendert: [2024/BV/0123]", "[](beschluss:2024/BV/0123)", 0),
        ],
    )
    def test_a_repealed_paper_is_named_with_its_successor(
        self, repealing: str, text: str, expected: int
    ) -> None:
        """The goal of the minimal concept always names the old paper alone."""
        files = papers(f"id: 2025/BV/0001, titel: U, {repealing}") | chapter(text)

        assert codes(files).count("B403") == expected

    def test_a_repealed_paper_is_one_finding_a_file_and_an_allowed_place_is_none_of_them(self) -> None:
        repealed = papers("id: 2025/BV/0001, titel: U, hebt_auf: [2024/BV/0123]")
        paragraph = "Siehe [](beschluss:2024/BV/0123)."
        allowed = f"<!-- sro: erlaube B403, weil es der Anfang war -->\n\n{paragraph}"
        text = chapter(f"\n\n{allowed}\n\n{paragraph}\n\n{paragraph}")
        both = [f"id: Z{number}, zielwerk: w, beschluesse: [2024/BV/0123]" for number in (1, 2)]
        files = repealed | text | goals(*both, works="{id: w, titel: W}")

        findings = [finding for finding in found(files) if finding.kind.code == "B403"]

        assert [(finding.path, *finding.notes) for finding in findings] == [
            ("content/kapitel/auftrag.md", "auch an einer weiteren Stelle in dieser Datei"),
            ("content/ziele.yml", "auch an einer weiteren Stelle in dieser Datei"),
        ]
        assert str(findings[0].span) == "content/kapitel/auftrag.md:15:10"

    def test_the_successor_of_a_successor_will_do(self) -> None:
        chain = papers(
            "id: 2025/BV/0001, titel: U, hebt_auf: [2024/BV/0123]",
            "id: 2026/BV/0001, titel: V, hebt_auf: [2025/BV/0001]",
        )
        files = chain | goals(
            "id: Z1, zielwerk: w, beschluesse: [2024/BV/0123, 2026/BV/0001]", works="{id: w, titel: W}"
        )

        assert "B403" not in codes(files)

    @pytest.mark.parametrize(
        ("gueltig", "heute", "expected"),
        [
            ("{von: 2020, bis: 2025}", TODAY, 0),
            ("{von: 2020, bis: 2030}", TODAY, 1),
            ("{von: 2020, bis: 2030}", None, 0),
        ],
    )
    def test_an_expired_set_keeps_the_paper_it_was_decided_with(
        self, gueltig: str, heute: date | None, expected: int
    ) -> None:
        work = f"{{id: w, titel: W, beschluss: 2024/BV/0123, gueltig: {gueltig}}}"
        files = papers("id: 2025/BV/0001, titel: U, hebt_auf: [2024/BV/0123]")

        assert codes(files | goals("id: Z1, zielwerk: w", works=work), heute).count("B403") == expected

    @pytest.mark.parametrize(
        ("paper", "treated", "expected"),
        [
            ("id: 2025/BV/0001", "", False),
            ("id: 2025/BV/0001", "beschluss:2024/BV/0123", True),
            ("id: 2025/BV/0001", "beschluss:2024/BV/0123, beschluss:2025/BV/0001", False),
            ("id: 2025/BV/0001", "beschluss:2024/BV/0123, beschluss:2025/BV/1000", False),  # V201 says it
            ("id: 2025/BV/0001, aendert: [2024/BV/0123]", "beschluss:2024/BV/0123", False),
            ("id: 2025/BV/0001, datum: 2026-09-01", "beschluss:2024/BV/0123", False),
            ("id: 2025/BV/0001, ergebnis: abgelehnt", "beschluss:2024/BV/0123", False),
            ("id: 2025/AN/0001-01 (ÄA)", "beschluss:2024/BV/0123", False),
            ("id: 2025/IV/0001", "beschluss:2024/BV/0123", False),
            ("id: 2025/XY/0001", "beschluss:2024/BV/0123", False),
        ],
    )
    def test_a_resolution_in_force_is_carried_out(self, paper: str, treated: str, expected: bool) -> None:
        files = papers(f"{paper}, titel: U") | chapter(head=f"behandelt: [{treated}]")

        assert ("B404" in codes(files)) is expected

    def test_of_papers_that_follow_each_other_the_last_is_to_be_carried_out(self) -> None:
        files = papers(
            "id: 2025/BV/0001, titel: U", "id: 2026/BV/0001, titel: V, bereits_gefasst: [2025/BV/0001]"
        )
        findings = found(files | chapter(head="behandelt: [beschluss:2024/BV/0123]"))

        assert [f.span.text for f in findings if f.kind.code == "B404" and f.span] == ["2026/BV/0001"]

    @pytest.mark.parametrize(
        ("one", "other", "double"),
        [
            ("id: 2021/BV/2536", "id: 2021/BV/2536-00", True),
            ("id: 2021/BV/0536", "id: 2021/BV/536", True),
            ("id: 2021/AN/2536-01", "id: 2021/AN/2536-01 (SN)", True),
            ("id: 2021/AN/2536", "id: 2021/AN/2536 (SN)", False),
            ("id: 2021/BV/2536", "id: 2021/DV/2536", False),
            ("id: 2021/BV/2536", "id: 2020/BV/2536", False),
            ("id: 0134/08-BV", "id: 0134/08-IV", False),
            ("id: 2021/BV/1, url: 'https://x.de/vo020?VOLFDNR=7'", "id: 2021/BV/2, url: ''", False),
            (
                "id: 2021/BV/1111, url: 'https://x.de/vo020?VOLFDNR=7'",
                "id: 2021/BV/2222, url: 'https://x.de/vo020.asp?a=1&VOLFDNR=7'",
                True,
            ),
            (
                "id: 2021/BV/1111, titel: A b, datum: 2021-01-01",
                "id: 2021/BV/2222, titel: a  B, datum: 2021-01-01",
                True,
            ),
            (
                "id: 2021/BV/1111, titel: A, datum: 2021-01-01",
                "id: 2021/AN/2222, titel: A, datum: 2021-01-01",
                False,
            ),
            ("id: 2021/BV/1111, titel: A", "id: 2021/BV/2222, titel: A", False),
            (
                "id: 2021/AN/1111, titel: A, datum: 2021-01-01",
                "id: 2021/AN/2222, titel: A, datum: 2021-01-01, bezug: [2021/AN/1111]",
                False,
            ),
        ],
    )
    def test_two_entries_for_one_paper_are_found(self, one: str, other: str, double: bool) -> None:
        assert ("B405" in codes(papers(one, other))) is double

    @pytest.mark.parametrize(
        "written", ["2024-03-05", "05.03.2024", "2024/03/05", "5. März 2024", "31.02.2024"]
    )
    def test_a_day_in_place_of_a_number_is_called_one(self, written: str) -> None:
        (finding,) = (
            finding for finding in found(papers(f"id: {written}, titel: T")) if finding.kind.code == "E114"
        )

        assert finding.help.startswith("das ist ein Datum; eine Vorlagennummer hat die Form")

    @pytest.mark.parametrize("written", ["2021/BV/2536", "0134/08-BV"])
    def test_a_number_in_place_of_a_day_is_called_one(self, written: str) -> None:
        files = papers(f"id: 2024/BV/0001, titel: T, datum: {written}")
        (finding,) = (finding for finding in found(files) if finding.kind.code == "E115")

        assert finding.message == f"„{written}“ ist eine Vorlagennummer und kein Datum"

    @pytest.mark.parametrize(
        ("written", "reason"),
        [
            ("2026-02-31", "der Februar 2026 hat 28 Tage"),
            ("31.06.2026", "der Juni 2026 hat 30 Tage"),
            ("2026-13-01", "einen 13. Monat gibt es nicht"),
            ("2026-01-00", "einen 0. Tag gibt es nicht"),
        ],
    )
    def test_a_day_that_is_not_in_the_calendar_is_told_why(self, written: str, reason: str) -> None:
        files = papers(f"id: 2024/BV/0001, titel: T, datum: {written}")
        (finding,) = (finding for finding in found(files) if finding.kind.code == "E115")

        assert finding.help == f"{reason}; sehen Sie nach, welcher Tag gemeint ist"

    def test_a_year_in_a_number_is_never_held_against_a_day(self) -> None:
        assert codes(papers("id: 2030/BV/0001, titel: T, datum: 2021-05-11")) == []

    @pytest.mark.parametrize(
        "gruppe", ["gremium", "amt", "traeger", "arbeitsgruppe", "einrichtung", "sonstige"]
    )
    def test_only_of_a_traeger_it_is_certain_that_it_decides_nothing(self, gruppe: str) -> None:
        akteure = {"content/akteure.yml": f"akteure: [{{id: rat, name: Rat, gruppe: {gruppe}}}]\n"}
        paper = papers("id: 2025/BV/0001, titel: U, gremium: rat, datum: 2025-01-01")

        assert ("B412" in codes(paper | akteure)) is (gruppe == "traeger")

    @pytest.mark.parametrize("field", ["bereits_gefasst", "aendert", "hebt_auf"])
    def test_an_earlier_paper_was_decided_before(self, field: str) -> None:
        def relation(day: str) -> list[str]:
            files = papers(f"id: 2025/BV/0001, titel: U, {day} {field}: [2024/BV/0123]")
            return [code for code in codes(files) if code == "B411"]

        assert relation("datum: 2024-03-04,") == ["B411"]
        assert relation("datum: 2024-03-05,") == relation("") == []


class TestSozialraeume:
    @pytest.mark.parametrize(
        ("stand", "value", "expected"),
        [("stand: 2025-12", 2, ["S503"]), ("stand: 2025-12", 1, []), ("stand: 2024-12", 2, [])],
    )
    def test_two_values_contradict_each_other_at_one_time(
        self, stand: str, value: int, expected: list[str]
    ) -> None:
        space = (
            "sozialraeume: [{id: a, name: A, art: quartier, beleg: {art: unbelegt}, kennzahlen: ["
            "{merkmal: Kinder im  Kiez, wert: 1, stand: 2025-12, quelle: q},"
            f"{{merkmal: kinder im Kiez, wert: {value}, {stand}, quelle: q}},"
            f"{{merkmal: Kinder im Kiez, wert: 9, {stand}, einheit: '%', quelle: q}}]}}]"
        )
        files = {"content/sozialraeume.yml": space, "content/quellen.yml": "quellen: [{id: q, titel: Q}]"}

        assert codes(files | papers()) == expected

    @pytest.mark.parametrize(
        ("stand", "expected"),
        [("2026", 0), ("2027", 1), ("2026-07", 0), ("2026-08", 1), ("2026-07-01", 0), ("2026-07-02", 1)],
    )
    def test_a_figure_is_of_a_time_that_has_begun(self, stand: str, expected: int) -> None:
        figure = f"{{merkmal: M, wert: 1, stand: {stand}, quelle: q}}"
        space = f"{{id: kiez, name: K, art: quartier, kennzahlen: [{figure}], beleg: {{art: unbelegt}}}}"
        files = {"content/sozialraeume.yml": f"sozialraeume: [{space}]\n"}
        files |= {"content/quellen.yml": "quellen: [{id: q, titel: Q}]\n"}

        assert codes(files).count("S509") == expected
        assert "S509" not in codes(files, heute=None)

    @pytest.mark.parametrize(("stand", "expected"), [("2026-07", 0), ("2027", 1)])
    def test_so_is_what_an_indicator_says(self, stand: str, expected: int) -> None:
        signs = f"[{{text: Treffen, stand: 2025}}, {{text: Feste, stand: {stand}}}]"
        goal = f"{{id: Z1, zielwerk: w, titel: Z, indikatoren: {signs}, beleg: {{art: unbelegt}}}}"
        work = "{id: w, titel: W, gueltig: {von: 2026}, vollstaendig: nein, beleg: {art: unbelegt}}"
        files = {"content/ziele.yml": f"zielwerke: [{work}]\nziele: [{goal}]\n"}

        assert codes(files).count("S509") == expected


def stones(*entries: str) -> dict[str, str]:
    listed = "".join(
        f"  - {{id: M{number}, titel: T, fassung: arbeitsfassung, {entry}}}\n"
        for number, entry in enumerate(entries, 1)
    )
    return {"content/meilensteine.yml": f"meilensteine:\n{listed}"}


class TestMeilensteine:
    @pytest.mark.parametrize(
        ("entries", "expected"),
        [
            (["version: 0.9.0", "version: 0.10.0"], []),
            (["version: 0.10.0", "version: 0.9.0"], ["M2"]),
            (["version: 0.2.0, termin: 2027-02-01", "version: 0.1.0, termin: 2027-01-01"], []),
            (["version: 0.2.0, termin: 2027-01-01", "version: 0.1.0, termin: 2027-01-01"], []),
            (["version: 0.2.0, termin: 2027-01-01", "version: 0.1.0, termin: 2027-02-01"], ["M2"]),
            (["version: 0.2.0, termin: 2027-01-01", "version: 0.1.0", "version: 0.3.0"], ["M2"]),
        ],
    )
    def test_versions_ascend_with_their_days_else_with_the_file(
        self, entries: list[str], expected: list[str]
    ) -> None:
        findings = [finding for finding in found(stones(*entries)) if finding.kind.code == "M601"]

        assert [finding.message.split("„")[1].split("“")[0] for finding in findings] == expected

    @pytest.mark.parametrize(
        ("heute", "expected"),
        [
            (date(2026, 5, 31), []),
            (date(2026, 6, 1), ["in 30 Tagen"]),
            (date(2026, 6, 30), ["morgen"]),
            (date(2026, 7, 1), ["heute"]),
            (date(2026, 7, 2), []),
        ],
    )
    def test_what_a_milestone_lacks_is_said_when_its_day_is_near(
        self, heute: date, expected: list[str]
    ) -> None:
        files = stones("version: 0.1.0, termin: 2026-07-01, verlangt: {kapitelstatus: freigegeben}")
        findings = [finding for finding in found(files, heute) if finding.kind.code == "M603"]

        assert [f.message.partition("steht ")[2].partition(" an ")[0] for f in findings] == expected

    @pytest.mark.parametrize(
        ("published", "expected"),
        [
            (frozenset(), ["M604"]),
            (frozenset({"0.1.0"}), []),
            (frozenset({"0.2.0"}), []),
            (frozenset({"0.0.9"}), ["M604"]),
            (None, []),
        ],
    )
    def test_a_day_has_passed_if_neither_its_version_nor_a_later_one_is_published(
        self, published: frozenset[str] | None, expected: list[str]
    ) -> None:
        files = stones("version: 0.1.0, termin: 2026-06-30", "version: 0.2.0, termin: 2026-12-31")

        assert [finding.kind.code for finding in found(files, TODAY, published)] == expected


ANCIENT = "zu: {fassung: 0.1.0, stelle: ziel:Z9}"


class TestRueckmeldungen:
    @pytest.mark.parametrize(
        ("entry", "expected"),
        [
            ("von: rat", []),
            ("von: rat, entscheidung: uebernommen, umgesetzt_in: [ziel:Z1]", []),
            ("von: rat, entscheidung: uebernommen, umgesetzt_in: [ziel:Z9]", ["V201"]),
            ("von: rat, entscheidung: teilweise, begruendung: B", ["R705"]),
            ("von: rat, entscheidung: teilweise, umgesetzt_in: [ziel:Z1], begruendung: ' '", ["R701"]),
            ("von: rat, entscheidung: zur-kenntnis, begruendung: B", []),
            ("entscheidung: offen", ["R711"]),
            (f"von: rat, {ANCIENT}", ["R702"]),
            ("von: rat, zu: {fassung: 0.1.0, stelle: zeil:Z1}", ["V202"]),
            (f"von: rat, {ANCIENT}, entscheidung: uebernommen, umgesetzt_in: [ziel:Z1]", []),
        ],
    )
    def test_what_has_to_be_said_of_a_rueckmeldung(self, entry: str, expected: list[str]) -> None:
        assert codes(said(entry)) == expected

    @pytest.mark.parametrize(
        ("published", "milestones", "expected"),
        [
            (frozenset({"0.1.0", "0.2.0"}), {}, []),
            (frozenset({"0.2.0"}), stones("version: 0.1.0"), ["R713"]),
            (frozenset(), {}, []),
            (frozenset(), stones("version: 0.1.0"), []),
            (frozenset(), stones("version: 0.2.0"), ["R713"]),
            (None, stones("version: 0.2.0"), []),
        ],
    )
    def test_the_version_that_was_read_is_published_or_planned(
        self, published: frozenset[str] | None, milestones: dict[str, str], expected: list[str]
    ) -> None:
        files = said("von: rat, zu: {fassung: 0.1.0, stelle: ziel:Z1}") | milestones

        assert [finding.kind.code for finding in found(files, None, published)] == expected

    def test_a_place_with_another_name_is_offered(self) -> None:
        files = said("von: rat, zu: {fassung: 0.1.0, stelle: kapitel:auftrage}")
        (finding,) = found(files)

        assert finding.help == "heißt die Stelle jetzt „kapitel:auftrag“?"
        assert finding.fix
        assert (finding.fix.span.text, finding.fix.replacement, finding.fix.safe) == (
            "auftrage",
            "auftrag",
            False,
        )

    @pytest.mark.parametrize(
        ("place", "quotation", "there"),
        [
            ("kapitel:auftrag", "Die Stadt plant", True),
            ("kapitel:auftrag", "„Die *Stadt* – plant“", True),
            ("kapitel:auftrag", "Die … vier Plätze", True),
            ("kapitel:auftrag", "Die Stadt plant gar nichts", False),
            ("abschnitt:mehr", "Die Stadt plant", True),
            ("tab:zahlen", "Nordkiez", True),
            ("", "Die Stadt plant", True),
            ("", "Die Stadt plant gar nichts", True),  # nobody knows where to look
            ("ziel:Z1", "Alle Kinder haben Platz", True),
            ("ziel:Z1", "Kein Kind hat hier einen Platz zum Spielen gefunden", False),
            ("kapitel:ziele", "Das Konzept folgt dem Ziel Z1", True),  # „Ziel Z1“ is written by the product
        ],
    )
    def test_a_quotation_is_looked_for_where_it_was(self, place: str, quotation: str, there: bool) -> None:
        table = "| Kiez |\n|---|\n| Nordkiez |\n\n: Z {#zahlen}"
        text = f'Die Stadt\nplant vier "Plätze".\n\n## Mehr {{#mehr}}\n\nT.\n\n{table}'
        where = f"stelle: {place}, " if place else ""
        files = said(f"von: rat, zu: {{fassung: 0.1.0, {where}zitat: '{quotation}'}}") | chapter(text)

        assert ("R710" not in codes(files)) is there

    @pytest.mark.parametrize(
        ("quotation", "there"),
        [
            ("Eine Fußnote", True),
            ("Ein offener Punkt", True),
            ("Titel der Sicht", True),
            ("Alle Kinder haben Platz zum Spielen", True),  # the view shows the goals
            ("Kein Kind hat Platz", False),
        ],
    )
    def test_a_quotation_may_come_from_all_that_a_chapter_shows(self, quotation: str, there: bool) -> None:
        text = "[^1]\n\n[^1]: Eine Fußnote.\n\n> [!OFFEN]\n> Ein offener Punkt.\n\n"
        view = "```{uebersicht} ziele\nid: sicht\ntitel: Titel der Sicht\n```"
        files = said(f"von: rat, zu: {{fassung: 0.1.0, stelle: tab:sicht, zitat: '{quotation}'}}")

        assert ("R710" not in codes(files | chapter(text + view))) is there

    def test_a_decided_one_may_quote_what_is_gone(self) -> None:
        zu = "zu: {fassung: 0.1.0, stelle: kapitel:ziele, zitat: Nirgends steht das}"

        assert codes(said(f"von: rat, {zu}")) == ["R710"]
        assert codes(said(f"von: rat, {zu}, entscheidung: uebernommen, umgesetzt_in: [ziel:Z1]")) == []

    @pytest.mark.parametrize(
        ("fields", "heute", "expected"),
        [
            ("datum: 2026-06-03", TODAY, []),
            ("datum: 2026-06-02", TODAY, ["R704"]),
            ("datum: 2026-06-02, ergebnis: Alle wollen Schatten.", TODAY, []),
            ("datum: 2026-06-02", None, []),
            ("ort: hier", TODAY, []),
        ],
    )
    def test_four_weeks_after_an_event_its_result_is_there(
        self, fields: str, heute: date | None, expected: list[str]
    ) -> None:
        event = f"veranstaltungen: [{{id: a, titel: A, format: fachtag, stufe: konsultation, {fields}}}]\n"

        assert codes({"content/beteiligung.yml": event}, heute) == expected

    def test_what_people_said_is_a_result(self) -> None:
        event = (
            "veranstaltungen: [{id: a, titel: A, format: fachtag, stufe: konsultation, datum: 2026-01-01}]\n"
        )
        text = f"{event}rueckmeldungen: [{{id: R1, art: frage, text: T, veranstaltung: a}}]"

        assert codes({"content/beteiligung.yml": text}) == []

    @pytest.mark.parametrize(
        ("demand", "termin", "expected"),
        [("keine", "2026-07-15", ["R703"]), ("erlaubt", "2026-07-15", []), ("keine", "2026-12-31", [])],
    )
    def test_before_a_milestone_that_demands_it_everything_is_decided(
        self, demand: str, termin: str, expected: list[str]
    ) -> None:
        stone = f"version: 0.1.0, termin: {termin}, verlangt: {{offene_rueckmeldungen: {demand}}}"

        assert codes(said("von: rat") | stones(stone)) == expected
