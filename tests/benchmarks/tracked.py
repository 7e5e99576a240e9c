"""LibreOffice accepts and rejects all changes of a long redline: ``python -m tests.benchmarks.tracked``.

300 pages with 400 changes: paragraphs, moved and lost ones, tables, footnotes, titles of entries. Writes the
last section of docs/messungen-redline.md; that no line differs is a test (tests/test_redline_long.py).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sro_cli import pipeline
from sro_cli.files import Memory, Overlay, bundled
from sro_cli.pipeline import Request
from sro_cli.redline import redline
from sro_cli.redline.changes import Origin
from sro_cli.source import Span
from sro_cli.theme import Theme
from sro_cli.tree import Tree
from sro_cli.writers import docx
from sro_cli.writers.docx.package import packed
from tests import libreoffice
from tests.benchmarks import generator

PLACE = Path(__file__).parents[2] / "docs" / "messungen-redline.md"
HEADING = "## 300 Seiten mit 400 Änderungen"
_CHANGES = 400
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_SECTION = """{heading}

Geschrieben von `python -m tests.benchmarks.tracked`. {program} nimmt alle Änderungen an oder lehnt
alle ab; die Zeilen sind danach mit denen der neuen und der alten Fassung verglichen, samt Tabellen und
Fußnoten. Geändert sind Wörter, neue, verschobene und entfallene Absätze, Zeilen von Tabellen, Fußnoten und
Titel von Einträgen.

| | |
|---|--:|
| Absätze und Zeilen mit Änderungen | {changes} |
| alle abgelehnt: Zeilen der alten Fassung | {old} |
| davon anders | {rejected} |
| alle angenommen: Zeilen der neuen Fassung | {new} |
| davon anders | {accepted} |
| Sekunden, um beide Fassungen zu öffnen | {opened:.0f} |
| Sekunden, um alles abzulehnen und alles anzunehmen | {resolved:.0f} |
"""


class Measured(NamedTuple):
    """What LibreOffice makes of a redline and of the two versions, line by line.

    Attributes:
        changes: how many are tracked.
        old: the old version.
        new: the new one.
        rejected: the redline with all changes rejected.
        accepted: the redline with all changes accepted.
        opened: seconds to open both versions.
        resolved: seconds to reject all and to accept all.
    """

    changes: int
    old: list[str]
    new: list[str]
    rejected: list[str]
    accepted: list[str]
    opened: float
    resolved: float


def main() -> None:
    """Measures, prints and writes."""
    found = measured()
    told = subprocess.run(["soffice", "--version"], check=True, capture_output=True, text=True).stdout
    section = _SECTION.format(
        heading=HEADING,
        program=" ".join(told.split()[:2]),
        changes=found.changes,
        old=len(found.old),
        new=len(found.new),
        rejected=_unlike(found.old, found.rejected),
        accepted=_unlike(found.new, found.accepted),
        opened=found.opened,
        resolved=found.resolved,
    )
    above = PLACE.read_text(encoding="utf-8").partition(HEADING)[0].rstrip()
    PLACE.write_text(f"{above}\n\n{section}", encoding="utf-8")
    print(section)


def measured() -> Measured:
    """Has LibreOffice read both versions and resolve the redline between them."""
    before = generator.files(generator.M)
    store: dict[str, bytes] = {}
    old, theme = _composed(before, store)
    new, _theme = _composed(generator.changed(before, _CHANGES), store)
    found = redline(old, new, theme, store, _origin)
    if found.content is None:
        sys.exit(f"the redline does not prove itself: {found.doubts}")
    plain = [packed(docx.parts(version, theme, store, None)) for version in (old, new)]
    opened, (was, will_be) = _read([(plain[0], ""), (plain[1], "")])
    resolved, (rejected, accepted) = _read(
        [(found.content, libreoffice.REJECT), (found.content, libreoffice.ACCEPT)]
    )
    return Measured(found.changes, was, will_be, rejected, accepted, opened, resolved)


def _composed(files: Mapping[str, bytes], store: dict[str, bytes]) -> tuple[Tree, Theme]:
    around = Overlay(Memory(dict(files)), bundled())
    request = Request(("docx",), False, _MOMENT, "", frozenset(), "")
    loaded = pipeline.load(around, fassungen=request.versions)
    edition = pipeline.edition(loaded.konzept, request)
    document, theme, findings = pipeline.compile_tree(loaded, around, edition, store)
    if document is None or theme is None:
        sys.exit(f"the concept is faulty: {findings}")
    return document, theme


def _origin(_old: Span | None, _new: Span | None) -> Origin:
    return Origin("sro", _MOMENT)


def _read(jobs: list[tuple[bytes, str]]) -> tuple[float, list[list[str]]]:
    """What LibreOffice reads, and the seconds it takes."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        found = libreoffice.texts(Path(folder), jobs)
        return time.perf_counter() - start, found


def _unlike(wanted: list[str], said: list[str]) -> int:
    """How many lines differ, place by place."""
    pairs = zip(wanted, said, strict=False)
    return sum(one != other for one, other in pairs) + abs(len(wanted) - len(said))


if __name__ == "__main__":
    main()
