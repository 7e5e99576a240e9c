"""Makes ``docs/befunde.md``, the gallery of all findings: ``python -m tests.gallery``.

Everything in it comes from the catalogue, the pages and what their first examples give.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from sro_cli import catalogue, report
from sro_cli.answers import explanation
from sro_cli.answers.explanation import BLOCK
from sro_cli.catalogue import FAMILIES
from sro_cli.diagnostics import Diagnostic, Kind
from tests.test_pages import EXAMPLES, ROOT, Example, findings, in_memory, on_disk, section

GALLERY = ROOT / "docs" / "befunde.md"

_HEAD = """\
# Befunde

Alles, was `sro validate` und `sro build` melden können: {count} Arten von Befunden. Zu jeder gibt es eine
[Seite](../sro_cli/pages), die sagt, was verlangt ist, warum, und was zu tun ist; im Terminal zeigt sie
`sro explain`. Wie ein Befund zu lesen ist, steht im Handbuch unter [Prüfen](handbuch/pruefen.md).

Ein **Fehler** hält jedes Dokument auf, eine **Warnung** will eine Entscheidung, ein **Hinweis** ist ein Rat.
Die letzte Spalte sagt, ob `sro validate --fix` die Stelle von selbst ändert: „ja“, oder „mit `--unsicher`“,
wenn danach jemand lesen muss, ob es so gemeint war.

<!-- Diese Seite entsteht aus den Seiten der Befunde: make docs -->

"""
_RULES = """\
## Hausregeln

Worauf sich die Befunde berufen, wo kein Gesetz und keine Norm dahintersteht.

| Regel | Befunde |
|---|---|
"""


def main() -> None:
    """Writes the gallery."""
    GALLERY.write_text(gallery(), encoding="utf-8")


def gallery() -> str:
    """The page: a table of all kinds, the house rules, and of each kind the first example."""
    kinds = in_order()
    return "\n".join(
        [
            _HEAD.format(count=len(kinds)) + "\n".join(_table(kinds)),
            "",
            _RULES + "\n".join(_house_rules(kinds)),
            "",
            "## Galerie",
            "",
            "Zu jeder Art das erste Beispiel ihrer Seite und was `sro` dazu sagt.",
            *(part for kind in kinds for part in ("", *_shown(kind))),
            "",
        ]
    )


def in_order() -> list[Kind]:
    """All kinds, families as they are always shown."""
    return [kind for family in FAMILIES for kind in catalogue.KINDS.values() if kind.code[0] == family]


@cache
def found(name: str) -> tuple[Diagnostic, ...]:
    """What an example gives."""
    example = next(example for example in EXAMPLES if example.name == name)
    spelt = name.startswith("T")
    if files := in_memory(example):
        return findings(files, example.build, spelt=spelt)
    with tempfile.TemporaryDirectory() as folder:
        return findings(on_disk(example, Path(folder)), example.build, spelt=spelt)


def faulty(kind: Kind) -> list[Example]:
    """The faulty examples of a kind."""
    return [e for e in EXAMPLES if e.expected is not None and e.name.startswith(f"{kind.code}-")]


# --- the tables ------------------------------------------------------------------------


def _table(kinds: Iterable[Kind]) -> Iterator[str]:
    yield "| Befund | Name | Schweregrad | Verlangt ist | `--fix` |"
    yield "|---|---|---|---|---|"
    for kind in kinds:
        code = f"[{kind.code}](../sro_cli/pages/{kind.code}.md)"
        name = f"[{kind.name}](#{kind.code.lower()}-{kind.name})"
        severity = kind.severity.name.capitalize()
        demand = explanation.demand(kind).replace("|", "\\|")
        yield f"| {code} | {name} | {severity} | {demand} | {_fixed(kind)} |"


def _fixed(kind: Kind) -> str:
    """Whether findings of a kind mend themselves, by what its examples show."""
    fixes = [
        finding.fix
        for example in faulty(kind)
        for finding in found(example.name)
        if finding.kind.code == kind.code and finding.fix
    ]
    return "ja" if any(fix.safe for fix in fixes) else "mit `--unsicher`" if fixes else ""


def _house_rules(kinds: Iterable[Kind]) -> Iterator[str]:
    rules: dict[str, list[str]] = {}
    for kind in kinds:
        sources = re.search(
            r"^Quelle: (.+?)\n\n", section(catalogue.page(kind.code), "Warum"), re.MULTILINE | re.DOTALL
        )
        assert sources
        for rule in re.findall(r"Hausregel „([^“]+)“", sources[1].replace("\n", " ")):
            rules.setdefault(rule, []).append(f"[{kind.code}](#{kind.code.lower()}-{kind.name})")
    for rule, codes in sorted(rules.items()):
        yield f"| {rule} | {', '.join(codes)} |"


# --- the gallery -----------------------------------------------------------------------


def _shown(kind: Kind) -> Iterator[str]:
    """The first example of a kind: what it is about, its files folded, and the findings."""
    example = faulty(kind)[0]
    text = section(catalogue.page(kind.code), "Falsch")
    blocks = list(BLOCK.finditer(text))
    yield f"### {kind.code} {kind.name}"
    yield ""
    yield explanation.demand(kind)
    if lead := text[: blocks[0].start()].strip():
        yield f"\n{lead}"
    for block in blocks[: len(example.blocks)]:
        yield from _folded(block)
    yield f"\n```text\n{report.text(found(example.name), width=80)}```"


def _folded(block: re.Match[str]) -> Iterator[str]:
    title = explanation.title(explanation.settings(block["info"]), empty=not block["body"])
    if not block["body"]:
        yield f"\n{title}."
        return
    language = block["info"].split()[0]
    yield f"\n<details><summary>{title.removesuffix(':')}</summary>\n"
    yield f"{block['fence']}{language}\n{block['body']}{block['fence']}"
    yield "\n</details>"


if __name__ == "__main__":
    main()
