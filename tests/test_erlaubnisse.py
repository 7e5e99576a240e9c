from __future__ import annotations

from dataclasses import replace

import pytest

from sro_cli import fixing, pipeline, report
from sro_cli.catalogue import KINDS
from sro_cli.diagnostics import Severity
from tests.projects import minimal

HEAD = "---\nid: auftrag\nstatus: entwurf\n---\n\n# Auftrag\n\nEin Absatz.\n\n"
ALLOWED = "<!-- sro: erlaube V201, weil der Beschluss noch gefasst wird -->"
NOWHERE = "[](beschluss:2024/BV/9999)"


def codes(files: dict[str, str]) -> list[str]:
    return [line.split()[1] for line in report.short(pipeline.load(minimal(files)).findings).splitlines()]


def chapter(text: str) -> list[str]:
    return codes({"content/kapitel/auftrag.md": HEAD + text})


class TestInChapters:
    @pytest.mark.parametrize(
        "block",
        [
            f"Das folgt aus dem {NOWHERE}.",
            f"Das folgt aus\ndem {NOWHERE}.",
            f"- erstens\n- zweitens dem {NOWHERE}\n\n  mit Absatz",
            f"> Zitat aus dem {NOWHERE}",
            f"| A | B |\n|---|---|\n| x | {NOWHERE} |",
            f"| A | B |\n|---|---|\n| x | y |\n\n: Nach {NOWHERE} {{#tabelle}}",
            f"> [!OFFEN]\n> Was folgt aus dem {NOWHERE}?",
            f"## Nach {NOWHERE}",
            f"Wort\n: Erklärung nach {NOWHERE}",
            f"[^1]: Siehe {NOWHERE}.\n\nText.[^1]",
        ],
    )
    @pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["next line", "blank line"])
    def test_a_comment_allows_findings_in_the_block_that_follows(self, block: str, between: str) -> None:
        assert "V201" in chapter(block)
        assert chapter(ALLOWED + between + block) == []

    def test_it_holds_for_one_block_only(self) -> None:
        assert chapter(f"{ALLOWED}\n\nDem {NOWHERE}.\n\nDem {NOWHERE}.") == ["V201"]

    def test_it_holds_within_a_list_item_for_what_follows_there(self) -> None:
        assert chapter(f"- eins\n\n  {ALLOWED}\n\n  Dem {NOWHERE}.\n\n- zwei") == []
        assert chapter(f"- eins\n\n  {ALLOWED}\n\n- dem {NOWHERE}") == ["E119", "V201"]

    def test_several_codes_and_lines_are_possible(self) -> None:
        comment = "<!-- sro: erlaube V201, V205 und\n  E119, weil das\n  so ist -->"

        assert chapter(f"{comment}\nDem {NOWHERE} und [](kapitel:auftrag).") == ["E119"]

    def test_it_is_not_part_of_the_document(self) -> None:
        loaded = pipeline.load(minimal({"content/kapitel/auftrag.md": f"{HEAD}{ALLOWED}\n\n{NOWHERE}\n"}))

        assert len(loaded.konzept.kapitel[0].blocks) == 3

    def test_what_it_allows_is_kept_with_its_reason_and_its_weight(self) -> None:
        settings = minimal({}).read("content/konzept.yml").decode()
        weighed = f"{settings}schweregrade: {{V201: {{stufe: hinweis, weil: W}}}}\n"
        text = f"{HEAD}<!-- sro: erlaube V201, weil er\n  noch gefasst wird -->\n\n{NOWHERE}\n"
        loaded = pipeline.load(minimal({"content/kapitel/auftrag.md": text, "content/konzept.yml": weighed}))

        (allowed,) = loaded.allowed
        assert loaded.findings == ()
        assert allowed.reason == "er noch gefasst wird"
        assert allowed.finding.kind == replace(KINDS["V201"], severity=Severity.HINWEIS)

    def test_at_the_end_of_the_text_it_allows_nothing(self) -> None:
        assert chapter(f"Dem {NOWHERE}.\n\n{ALLOWED}\n") == ["V201", "E119"]

    def test_after_a_fault_of_reading_nothing_is_called_needless(self) -> None:
        assert chapter(f"{ALLOWED}\n\nText mit <b>HTML</b>.") == ["E121", "E121"]


class TestInData:
    FIELDS = "    titel: Bericht\n    url: https://example.org/#sro\n"

    @pytest.mark.parametrize(
        "text",
        [
            "quellen:\n  # sro: erlaube V206, weil es so ist\n  - id: bericht\n" + FIELDS,
            "quellen:\n  # sro: erlaube V206, weil es so ist\n\n  # mehr dazu\n  - id: bericht\n" + FIELDS,
            "# sro: erlaube V206, weil es so ist\nquellen:\n  - id: bericht\n" + FIELDS,
            "quellen:\n  - id: bericht  # sro: erlaube V206, weil es so ist\n" + FIELDS,
            "quellen:\n# sro: erlaube V206, weil es so ist\n- id: bericht\n  titel: Bericht\n",
            "quellen:\r\n  # sro: erlaube V206, weil es so ist\r\n  - id: bericht\r\n    titel: Bericht\r\n",
            "quellen:\n  -\n    # sro: erlaube V206, weil es so ist\n    id: bericht\n" + FIELDS,
            "quellen:\n  # sro: erlaube V206, weil es so ist\n  - {id: bericht, titel: Bericht}\n",
        ],
    )
    def test_a_comment_allows_findings_in_what_follows_or_in_its_line(self, text: str) -> None:
        assert codes({"content/quellen.yml": text}) == []

    def test_its_reason_goes_on_in_the_comments_below(self) -> None:
        lines = ("# sro: erlaube V206, weil", "#   der Bericht", "# noch kommt", "", "# leise")
        text = "quellen:\n" + "\n".join(f"  {line}" for line in lines) + "\n  - id: a\n    titel: A\n"
        loaded = pipeline.load(minimal({"content/quellen.yml": text}))

        (found,) = loaded.erlaubnisse
        assert found.words == "erlaube V206, weil der Bericht noch kommt"
        assert found.span.source.text[found.span.start : found.span.end].endswith("# noch kommt")
        assert codes({"content/quellen.yml": text}) == []

    def test_it_holds_for_one_entry_only(self) -> None:
        text = (
            "quellen:\n  # sro: erlaube V206, weil es so ist\n  - id: a\n    titel: A\n"
            "  - id: b\n    titel: B\n"
        )
        assert codes({"content/quellen.yml": text}) == ["V206"]

    def test_before_a_field_it_holds_for_the_field(self) -> None:
        text = "quellen:\n  - id: a\n    # sro: erlaube V206, weil es so ist\n    titel: A\n"

        assert codes({"content/quellen.yml": text}) == ["V206", "E119"]

    @pytest.mark.parametrize(
        "text",
        [
            'titel: "A # sro: erlaube V206, weil es so ist"',
            "titel: A\n    hinweis: |\n      # sro: erlaube V206, weil es so ist",
        ],
    )
    def test_what_looks_like_a_comment_in_a_text_is_none(self, text: str) -> None:
        assert codes({"content/quellen.yml": f"quellen:\n  - id: a\n    {text}\n"}) == ["V206"]

    def test_it_holds_in_the_head_of_a_chapter(self) -> None:
        fields = "id: auftrag\nstatus: entwurf\n# sro: erlaube V201, weil es so ist\nbehandelt: [ziel:Z9]\n"

        assert codes({"content/kapitel/auftrag.md": f"---\n{fields}---\n\n# Auftrag\n\nEin Absatz.\n"}) == []


class TestWeights:
    SETTINGS = (
        "titel: Konzept\nkurzname: konzept\nherausgeber: Musterstadt\nkapitel: [auftrag, ziele]\n"
        "schweregrade:\n  V201: {stufe: hinweis, weil: Die Beschlüsse folgen.}\n"
    )

    def test_a_fehler_that_documents_can_bear_can_be_lowered(self) -> None:
        files = {
            "content/konzept.yml": self.SETTINGS,
            "content/kapitel/auftrag.md": f"{HEAD}Dem {NOWHERE}.\n",
        }

        findings = pipeline.load(minimal(files)).findings

        assert [(f.kind.code, f.kind.severity.name) for f in findings if f.kind.code == "V201"] == [
            ("V201", "HINWEIS")
        ]


def test_a_family_cannot_be_allowed_and_the_remedy_says_so() -> None:
    text = f"{HEAD}<!-- sro: erlaube T, weil es so gemeint ist -->\nEin Wort.\n"
    (finding,) = pipeline.load(minimal({"content/kapitel/auftrag.md": text})).findings

    assert finding.kind.code == "E118"
    assert finding.help == "Familien wie „T“ lassen sich nicht erlauben, nennen Sie den Code"


@pytest.mark.parametrize(
    ("words", "place", "remedy"),
    [
        ("erlaubt V205, weil es", "erlaubt", "schreiben Sie „erlaube“"),
        ("Erlaube V205, weil es", "Erlaube", "schreiben Sie „erlaube“"),
        ("erlaube selbstverweis, weil selbstverweis es", "selbstverweis", "„V205“ (selbstverweis)"),
        ("erlaube v205, weil es", "v205", "schreiben Sie „V205“ (selbstverweis)"),
        ("erlaube selbst-verweiss, weil es", "selbst-verweiss", "meinten Sie „V205“ (selbstverweis)?"),
        ("erlaube V205, V2066 und V204, weil es", "V2066", "meinten Sie „V206“ (eintrag-ungenannt)?"),
        (
            "erlaube V205, da es",
            "<!-- sro: erlaube V205, da es so ist -->",
            "schreiben Sie „sro: erlaube V206",
        ),
        (
            "V205 erlaubt, weil es",
            "<!-- sro: V205 erlaubt, weil es so ist -->",
            "schreiben Sie „sro: erlaube",
        ),
    ],
)
def test_what_is_wrong_with_a_comment_is_named_where_it_stands(words: str, place: str, remedy: str) -> None:
    text = f"{HEAD}<!-- sro: {words} so ist -->\nEin Wort.\n"
    findings = pipeline.load(minimal({"content/kapitel/auftrag.md": text})).findings

    first = next(finding for finding in findings if finding.kind.code == "E118")
    assert first.span
    assert (first.span.text, remedy in first.help) == (place, True)


@pytest.mark.parametrize("words", ["erlaubt V205, weil", "erlaube selbstverweis, weil", "erlaube v205, weil"])
def test_a_comment_that_is_nearly_right_can_be_mended(words: str) -> None:
    text = f"{HEAD}<!-- sro: {words} es so ist -->\nSiehe [](kapitel:auftrag).\n"
    files = minimal({"content/kapitel/auftrag.md": text})

    outcome = fixing.mended(files, lambda own: pipeline.load(own).findings, unsafe=False)

    assert outcome.remaining == ()
