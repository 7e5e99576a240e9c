"""Findings that are known, kept in a file and taken out of those that are shown."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_cli.diagnostics import Diagnostic, Kind, Severity
from sro_cli.diagnostics.identity import Identity
from sro_cli.validation import baseline
from sro_cli.validation.baseline import Baseline, Unreadable

KIND = Kind("V206", "eintrag-ungenannt", Severity.WARNUNG)


def found(*names: str) -> list[Diagnostic]:
    return [KIND.in_file("content/ziele.yml", f"Ziel „{name}“ kommt nirgends vor") for name in names]


def names(findings: tuple[Diagnostic, ...]) -> str:
    return "".join(finding.message[6] for finding in findings)


@pytest.mark.parametrize(
    ("known", "now", "shown"),
    [
        ("", "ab", "ab"),
        ("ab", "ab", ""),
        ("ab", "a", ""),
        ("a", "ab", "b"),
        ("a", "aa", "a"),
        ("aab", "aaab", "a"),
    ],
)
def test_what_is_known_is_not_shown_as_often_as_it_is_known(known: str, now: str, shown: str) -> None:
    assert names(baseline.unknown(found(*now), baseline.taken(found(*known)))) == shown


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_what_is_still_found_is_never_more_than_was_known(known: str, now: str) -> None:
    before = baseline.taken(found(*known))
    after = before.among(found(*now))

    assert baseline.unknown(found(*now), after) == baseline.unknown(found(*now), before)
    assert after.size == len(now) - len(baseline.unknown(found(*now), before))
    assert after.among(found(*now)) == after


def test_a_part_is_about_some_kinds() -> None:
    both = Baseline({Identity("V206", "a", "", ""): 2, Identity("K101", "a", "", ""): 1})

    assert both.of(["K101", "A101"]).known == {Identity("K101", "a", "", ""): 1}


def test_the_file_is_sorted_and_has_a_line_for_each_finding() -> None:
    assert baseline.written(baseline.taken(found("b", "ä", "b"))).decode() == (
        "{\n"
        '  "version": 1,\n'
        '  "findings": [\n'
        '    {"code": "V206", "path": "content/ziele.yml", "subject": "b", "place": "", "count": 2},\n'
        '    {"code": "V206", "path": "content/ziele.yml", "subject": "ä", "place": "", "count": 1}\n'
        "  ]\n"
        "}\n"
    )


@given(st.dictionaries(st.builds(Identity, *[st.text(st.characters(codec="utf-8"))] * 4), st.integers(1, 9)))
def test_what_is_written_can_be_read(known: dict[Identity, int]) -> None:
    assert baseline.read(baseline.written(Baseline(known))) == Baseline(known)


def test_a_line_that_a_merge_has_doubled_counts_once() -> None:
    raw = json.loads(baseline.written(baseline.taken(found("a"))))
    raw["findings"] *= 2

    assert baseline.read(json.dumps(raw).encode()).size == 1


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "Zeile 1, Spalte 1 ist kein JSON"),
        (b'{"a": "\xff"}', "das ist kein JSON"),
        (b"[" * 100_000, "das ist kein JSON"),
        (b'{\n<<<<<<< HEAD\n"version": 1}', "Zeile 2, Spalte 1 ist kein JSON"),
        (b"[]", "die Liste „findings“ fehlt"),
        (b'{"version": 1, "findings": {}}', "die Liste „findings“ fehlt"),
        (b'{"version": 2, "findings": []}', "geschrieben von einer anderen Version von sro"),
        (b'{"findings": []}', "geschrieben von einer anderen Version von sro"),
        (b'{"version": 1, "findings": [1]}', "dem 1. Befund fehlt etwas"),
        (b'{"version": 1, "findings": [{"code": "V206"}]}', "dem 1. Befund fehlt etwas"),
    ],
)
def test_what_is_no_baseline_is_refused_with_a_reason(raw: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        baseline.read(raw)


@pytest.mark.parametrize(
    "change", [{"count": 0}, {"count": True}, {"count": "1"}, {"code": None}, {"line": 3}, {"place": 1}]
)
def test_an_entry_that_sro_has_not_written_is_refused(change: dict[str, object]) -> None:
    entry = {"code": "V206", "path": "a", "subject": "", "place": "", "count": 1} | change

    with pytest.raises(Unreadable, match=r"dem 1\. Befund"):
        baseline.read(json.dumps({"version": 1, "findings": [entry]}).encode())
