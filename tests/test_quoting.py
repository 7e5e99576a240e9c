"""Values that YAML takes for more than text: their remedy puts them into quotes."""

from __future__ import annotations

import pytest

from sro_cli.readers import fields
from sro_cli.source import Source


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("titel: Ziele: neu", 'titel: "Ziele: neu"'),
        ("titel: Ziele: neu  # so", 'titel: "Ziele: neu"  # so'),
        ("- titel: A: B\n  id: x", '- titel: "A: B"\n  id: x'),
        ("- *wichtig* und mehr", '- "*wichtig* und mehr"'),
        ("text: **Adressat*innen** ja", 'text: "**Adressat*innen** ja"'),
        ("text: @home", 'text: "@home"'),
        ("text: `Befehl` schreiben\r\nid: a", 'text: "`Befehl` schreiben"\r\nid: a'),
        ('text: "So" steht es da', "text: '\"So\" steht es da'"),
        ("text: 'So' steht's da", "text: \"'So' steht's da\""),
        ("text: &b", 'text: "&b"'),
        ("text: !b", 'text: "!b"'),
        ("text: Haus #1 # so", 'text: "Haus #1" # so'),
        ("text: A: \"B\" 'C'", "text: 'A: \"B\" ''C'''"),
    ],
)
def test_the_value_stands_in_quotes_and_all_else_stays(written: str, meant: str) -> None:
    source = Source("a.yml", written)

    (finding,) = fields.read(source)[1]

    assert finding.fix
    assert not finding.fix.safe
    span = finding.fix.span
    text = f"{written[: span.start]}{finding.fix.replacement}{written[span.end :]}"
    assert text == meant
    assert fields.read(Source("a.yml", text))[1] == ()


@pytest.mark.parametrize(
    "written",
    [
        "- {id: x, titel: A: B}",
        "titel: A: B\n  und weiter",
        "titel: [A: B: C",
        "- a\nb: c",
        "{",
    ],
)
def test_what_may_be_more_than_one_value_of_a_line_is_left_alone(written: str) -> None:
    (finding,) = fields.read(Source("a.yml", written))[1]

    assert finding.fix is None


def test_a_field_in_the_wrong_column_is_moved_not_quoted() -> None:
    (finding,) = fields.read(Source("a.yml", "a: b\n c: d"))[1]

    assert finding.fix
    assert (finding.fix.span[1:], finding.fix.replacement, finding.fix.safe) == ((5, 6), "", False)
