"""What counts as which change: the table of cases in tests/comparison/*.txt is the specification.

A case has a name, the old text, the new one and the changes. A text is the body of chapter ``a``, or, from a
line ``@@ path`` on, the content of that file. With SRO_TEST_ACCEPT=1 the changes are written into the table.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sro_cli.comparison import changes
from sro_cli.comparison.values import Change
from sro_cli.differences.compared import place
from sro_cli.differences.wording import told
from sro_cli.files import Memory
from sro_cli.readers import content
from sro_cli.readers.content import Content

TABLES = sorted((Path(__file__).parent / "comparison").glob("*.txt"))
CASE = re.compile(r"^#### (.+)\n((?:.*\n)*?)>>>>\n((?:.*\n)*?)====\n((?:(?!#### ).*\n)*)", re.MULTILINE)
MARKS = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}


def cases() -> Iterator[tuple[str, str, str, str]]:
    for table in TABLES:
        yield from (match.groups() for match in CASE.finditer(table.read_text("utf-8")))  # type: ignore[misc]


def concept(text: str) -> Content:
    body, *others = re.split(r"^@@ (.+)\n", text, flags=re.MULTILINE)
    files = {"content/kapitel/a.md": f"---\nid: a\nstatus: entwurf\n---\n\n# Anfang\n\n{body}"}
    files |= {f"content/{name}": words for name, words in zip(others[::2], others[1::2], strict=True)}
    return content.load(Memory({path: words.encode() for path, words in files.items()}))


def line(change: Change) -> str:
    """A change on one line: its weight, its mark, what happened, both texts."""
    said = told(change)
    words = "".join(run.text.join(MARKS.get(run.mark, ("", ""))) for run in said.runs if run.text)
    old = f"[-{said.old}-]" if said.old else ""
    new = "{+" + said.new + "+}" if said.new else ""
    where = "" if place(change).target == "kapitel:a" else f" in {place(change).target}"
    return f"{change.weight.value:10} {said.mark} {said.what}{where}: {words or old + new}".rstrip(
        ": "
    ).replace("\n", "⏎")


def found(old: str, new: str) -> str:
    return "".join(f"{line(change)}\n" for change in changes(concept(old), concept(new)))


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"), [pytest.param(*case, id=case[0]) for case in cases()]
)
def test_what_changed_is_what_the_table_says(name: str, old: str, new: str, expected: str) -> None:
    if os.environ.get("SRO_TEST_ACCEPT"):
        for table in TABLES:
            before = table.read_text("utf-8")
            head = f"#### {name}\n{old}>>>>\n{new}====\n"
            table.write_text(before.replace(head + expected, f"{head}{found(old, new)}\n"), "utf-8")
        return

    assert found(old, new).strip() == expected.strip()


def test_the_table_has_enough_cases_each_under_its_own_name() -> None:
    names = [case[0] for case in cases()]

    assert len(names) == len(set(names))
    assert len(names) >= 80  # what is promised
