"""YAML as editors write it, and all the traps it has."""

from __future__ import annotations

import pytest

from sro_cli.readers import fields
from sro_cli.readers.fields import Field
from sro_cli.source import Source


def read(text: str) -> tuple[Field | None, list[tuple[str, str, str]]]:
    """The fields, and the findings as place, code and quoted text."""
    found, findings = fields.read(Source("content/a.yml", text))
    return found, [
        (
            "{}:{}".format(*finding.span.source.line_column(finding.span.start)),
            finding.kind.code,
            finding.span.text,
        )
        for finding in findings
        if finding.span
    ]


class TestValues:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            # What safe_load would read as something else stays what it is.
            ("a: NO", {"a": "NO"}),
            ("a: yes", {"a": "yes"}),
            ("a: 012", {"a": "012"}),
            ("a: 1_000", {"a": "1_000"}),
            ("a: 0x1F", {"a": "0x1F"}),
            ("a: 12:30", {"a": "12:30"}),
            ("a: 2026-13-01", {"a": "2026-13-01"}),
            ("a: 2008-09", {"a": "2008-09"}),
            ("a: 1e3", {"a": "1e3"}),
            ("a: .inf", {"a": ".inf"}),
            ("2024: x", {"2024": "x"}),
            # Nothing
            ("a:", {}),
            ("a: ~", {}),
            ("a: null", {}),
            ("a: ''", {"a": ""}),
            ('a: "null"', {"a": "null"}),
            # Texts
            ("a: Träger*innen", {"a": "Träger*innen"}),
            ('a: "x: y"', {"a": "x: y"}),
            ("a: 'it''s'", {"a": "it's"}),
            ("a: |\n  eins\n  zwei\n", {"a": "eins\nzwei"}),
            ("a: >-\n  eins\n  zwei\n", {"a": "eins zwei"}),
            ("a: eins\n  zwei", {"a": "eins zwei"}),
            ("a: x # Anmerkung", {"a": "x"}),
            # Lists and entries
            ("a: [eins, zwei]", {"a": ["eins", "zwei"]}),
            ("a:\n- eins\n- zwei", {"a": ["eins", "zwei"]}),
            ("a: {b: c, d: e}", {"a": {"b": "c", "d": "e"}}),
            ("- a\n- b", ["a", "b"]),
            # What Windows and other editors leave
            ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
            ("a: 1\rb: 2\r", {"a": "1", "b": "2"}),
            ("---\na: 1\n...\n", {"a": "1"}),
            ("a:\t1", {"a": "1"}),
        ],
    )
    def test_values_are_read_as_written(self, text: str, expected: object) -> None:
        found, findings = read(text)

        assert findings == []
        assert found
        assert found.plain() == expected

    @pytest.mark.parametrize("text", ["", "\n\n", "# nur eine Anmerkung\n", "---\n"])
    def test_an_empty_file_has_no_fields_and_no_fault(self, text: str) -> None:
        found, findings = read(text)

        assert findings == []
        assert found is None or found.plain() is None


class TestFaults:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a: 1\na: 2", [("2:1", "E111", "a")]),
            ("a: {b: 1, b: 2}", [("1:11", "E111", "b")]),
            ("a: b: c", [("1:5", "E110", ":")]),
            ("a:\n\t- b", [("2:1", "E110", "\t")]),
            ("a: 'x", [("1:4", "E110", "'")]),
            ("a: [b", [("1:4", "E110", "[")]),
            ("a: 1\n bc: 2", [("2:2", "E110", "bc")]),
            ("a: [\n", [("1:4", "E110", "[")]),
            ("a: {b: c}}\n", [("1:10", "E110", "}")]),
            ("a: 'b' c", [("1:8", "E110", "c")]),
            ("- 'b' c", [("1:7", "E110", "c")]),
            ("a: @b", [("1:4", "E110", "@")]),
            ("ä: *Alle* Kinder", [("1:9", "E110", "*")]),
            ("ä: \x80", [("1:4", "E110", "\x80")]),
            ('a: "\\x07"', [("1:4", "E107", '"\\x07"')]),
            ("a: &b c", [("1:4", "E116", "&b")]),
            ("a: *b", [("1:4", "E116", "*b")]),
            ("a: !b c", [("1:4", "E116", "!b")]),
            ("a: 1\n---\nb: 2", [("2:1", "E116", "---")]),
            ("? [a]\n: b", [("1:3", "E116", "[")]),
            ("~: b", [("1:1", "E116", "~")]),
            ("%YAML 1.3\n---\na: 1", [("1:1", "E110", "%")]),
        ],
    )
    def test_a_fault_stands_at_its_place(self, text: str, expected: list[tuple[str, str, str]]) -> None:
        assert read(text)[1] == expected

    @pytest.mark.parametrize(
        "text",
        [
            "a:\n\t- b",
            "a: 1\n\tb: 2",
            "a:\n  - b: 1\n\tc: 2",
            "a:\n  - b: 1\n  \tc: 2",
            "a:\r\n  b: 1\r\n\tc: 2",
        ],
    )
    def test_a_tab_before_a_field_is_named(self, text: str) -> None:
        _found, (finding,) = fields.read(Source("content/a.yml", text))

        assert "Tabulator" in finding.message
        assert finding.span
        assert finding.span.text == "\t"

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ('titel: "Bildung" und Teilhabe', "Nach dem schließenden Anführungszeichen geht der Text weiter"),
            ("a: 1\n b: 2", "Die Einrückung passt nicht"),
            ("- a: 1\n   b: 2", "Die Einrückung passt nicht"),
            ("a: Amt 50: Jugend", "Hier kann kein Doppelpunkt stehen"),
            ("a: [b,,c]", "Hier fehlt ein Wert"),
        ],
    )
    def test_what_is_wrong_is_said_in_plain_words(self, text: str, words: str) -> None:
        _found, (finding,) = fields.read(Source("content/a.yml", text))

        assert finding.message == words

    @pytest.mark.parametrize(
        ("text", "cut"),
        [
            ("a: Platz #1", "#1"),
            ("a: #1 und\nb: c", "#1 und"),
            ("- Platz  #neu", "#neu"),
            ("a: eins\n  zwei #3\nb: c", "#3"),
        ],
    )
    def test_a_text_that_a_comment_cuts_off_is_found(self, text: str, cut: str) -> None:
        assert [(code, quoted) for _place, code, quoted in read(text)[1]] == [("E108", cut)]

    @pytest.mark.parametrize(
        "text",
        [
            "a: 1 # eins",
            "a: 1    # eins",
            "a: x#1",
            "a: 'x' #1",
            "a: [b] #1",
            "a: 1 ## eins",
            "a: 1 #sro: erlaube V206, weil es so ist",
            "a: |\n  Platz #1",
            "#1 ist\na: b",
            "a:\n  #1 ist\n  b: c",
        ],
    )
    def test_a_comment_is_a_comment(self, text: str) -> None:
        assert read(text)[1] == []

    def test_the_first_of_two_fields_of_one_name_counts(self) -> None:
        found, _findings = read("a: 1\na: 2")

        assert found
        assert found.plain() == {"a": "1"}

    @pytest.mark.parametrize(
        "text",
        [
            "[" * 100_000,
            "{a: " * 100_000,
            "- " * 100_000,
            "".join(f"{'  ' * level}a:\n" for level in range(500)),
            "a: &a [x, x]\n"
            + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        ],
        ids=["brackets", "braces", "dashes", "indented", "aliases"],
    )
    def test_a_bomb_is_refused(self, text: str) -> None:
        found, findings = read(text)

        assert found is None
        assert [code for _place, code, _text in findings] == ["E116"]


class TestPlaces:
    @pytest.mark.parametrize(
        ("written", "value"),
        [
            ("Die Stadt", "Die Stadt"),
            ("'Die Stadt'", "Die Stadt"),
            ('"Die Stadt"', "Die Stadt"),
            ("|\n    Die\n    Stadt", "Die\nStadt"),
            (">\n    Die\n    Stadt", "Die Stadt"),
            ("Die\n    Stadt", "Die Stadt"),
            ("Die Die Stadt", "Die Die Stadt"),
            (">-\n\n    Stadt Stadt\n\n    Stadt", "Stadt Stadt\nStadt"),
        ],
    )
    def test_every_word_of_a_text_is_found_where_it_stands(self, written: str, value: str) -> None:
        source = Source("a.yml", f"ä: 1\na:\n  b: {written}\nc: Stadt\n")
        outer, _findings = fields.read(source)
        assert outer
        _span, field = outer.find(("a", "b"))
        assert field
        assert field.value == value

        place = fields.text_places(field.span, value)

        for word in ("Die", "Stadt"):
            start = value.rfind(word)
            if start >= 0:
                assert source.text[place(start) :].startswith(word)
        assert place(value.rfind("Stadt")) == source.text.rfind("Stadt", 0, field.span.end)


@pytest.mark.parametrize(
    ("text", "place", "quoted"),
    [
        ('k: {merkmal: E, wert: 17,4, einheit: "%"}', "1:26", "4"),
        ("b: {art: belegt, hinweis: Erfunden, wie alles}", "1:37", "wie alles"),
        ("b: {art: belegt,\n  hinweis: Erfunden, wie alles}", "2:22", "wie alles"),
    ],
)
def test_a_comma_in_curly_braces_cuts_no_value_in_silence(text: str, place: str, quoted: str) -> None:
    _field, (finding,) = fields.read(Source("content/x.yml", text))

    assert finding.span
    assert (finding.kind.code, str(finding.span), finding.span.text) == (
        "E110",
        f"content/x.yml:{place}",
        quoted,
    )


@pytest.mark.parametrize("text", ["a:\nb: x", "c: {d: , e: 1}", "f: {g: 1,\n  h: }", "? a\n: b", "leer:"])
def test_a_field_without_a_value_is_no_fault_of_yaml(text: str) -> None:
    assert fields.read(Source("content/x.yml", text))[1] == ()


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("z:\n  - id: Z1\n    titel Feste\n    art: ziel", "3:5", "Doppelpunkt | schreiben Sie „titel: …“"),
        ("z:\n  - id Z1\n    art: ziel", "2:5", "Doppelpunkt | schreiben Sie „id: …“"),
        ("z\n  - id: Z1", "1:1", "Doppelpunkt | schreiben Sie „z: …“"),
        ("a: 1\ntitel:Feste\nb: 2", "2:1", "Leerzeichen | schreiben Sie „titel: Feste“"),
        ("z:\n  - id:Z9\n    titel: Feste", "2:5", "Leerzeichen | schreiben Sie „id: Z9“"),
        ("z:\n  -id: Z9\n    titel: Feste", "2:3", "Leerzeichen | schreiben Sie „- id: Z9“"),
        ("- a\n-b\n- c", "2:1", "Leerzeichen | schreiben Sie „- b“"),
    ],
)
def test_a_missing_colon_or_blank_is_named_in_its_own_line(text: str, place: str, words: str) -> None:
    _field, (finding,) = fields.read(Source("content/x.yml", text))

    assert str(finding.span) == f"content/x.yml:{place}"
    assert words in f"{finding.message} | {finding.help}"


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ("z:\n  - id: Z1\n   art: x", "3:4", "rücken Sie „art“ um ein Leerzeichen weiter ein, unter „id“"),
        ("z:\n  - id: Z1\n  art: x", "3:3", "rücken Sie „art“ um 2 Leerzeichen weiter ein, unter „id“"),
        ("- id: Z1\n   art: x", "2:4", "rücken Sie „art“ um ein Leerzeichen weniger weit ein, unter „id“"),
        (
            "z:\n  - id: Z1\n - id: Z2",
            "3:2",
            "rücken Sie den Strich um ein Leerzeichen weiter ein, unter den Strich davor",
        ),
        (
            "a: Ein langer\n    Text über\n    b: x",
            "3:5",
            "rücken Sie „b“ um 4 Leerzeichen weniger weit ein, unter „a“",
        ),
        (
            "a:\n  - b: |\n      c: d\n   e: f",
            "4:4",
            "rücken Sie „e“ um ein Leerzeichen weiter ein, unter „b“",
        ),
        ("- id: Z1\n  art: x\nid: Z2", "3:1", "schreiben Sie „- id: …“"),
    ],
)
def test_a_wrong_indentation_is_compared_with_the_lines_above(text: str, place: str, remedy: str) -> None:
    _field, (finding,) = fields.read(Source("content/x.yml", text))

    assert str(finding.span) == f"content/x.yml:{place}"
    assert finding.help == remedy


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_a_line_leads_to_the_same_slip(end: str) -> None:
    text = end.join(("ä:", "  - id: Z1", "    titel Feste", "    art: ziel", ""))
    _field, (finding,) = fields.read(Source("content/x.yml", text))

    assert (str(finding.span), finding.span and finding.span.text) == ("content/x.yml:3:5", "titel")
