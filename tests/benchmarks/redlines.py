"""Redlines of `sro` beside those of a general engine, on the same pairs: ``python -m tests.benchmarks.redlines``.

The engine compares two finished Word documents: Docxodus, a .NET program that comes in the wheel of
python-redlines (MIT). It is 44 MB large and needed for nothing else, so it is not among the
dependencies: ``uv run --with "python-redlines[docxodus]" python -m tests.benchmarks.redlines``.
Writes docs/messungen-redline.md.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from lxml import etree

from sro_cli.files import bundled
from sro_cli.readers import gestaltung
from sro_cli.redline import redline
from sro_cli.redline.changes import Origin
from sro_cli.redline.resolution import accepted, rejected
from sro_cli.source import Span
from sro_cli.theme import Theme
from sro_cli.writers import docx
from sro_cli.writers.docx.markup import w
from sro_cli.writers.docx.package import packed, parts_of
from tests.versions import pairs

ROOT = Path(__file__).parents[2]
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_HEAD = """# Redlines im Vergleich

Geschrieben von `python -m tests.benchmarks.redlines`. Jedes Paar ist zweimal verglichen: von `sro redline` und von Docxodus aus
python-redlines {version}, das zwei fertige Word-Dokumente vergleicht. „angenommen“ und „abgelehnt“: ob das Dokument dann genau den
Text der neuen und der alten Fassung hat, samt Fußnoten, ohne Nummern, die Word zählt. Wörter: wie viele als gelöscht oder eingefügt
markiert sind; weniger ist besser lesbar, solange beides stimmt.

| Paar | sro: angenommen | abgelehnt | Wörter | Docxodus: angenommen | abgelehnt | Wörter |
|---|---|---|--:|---|---|--:|
"""


@dataclass(frozen=True)
class Measured:
    """What a redline is worth: whether it gives both texts, and how many words it marks."""

    new: bool
    old: bool
    words: int

    def row(self) -> str:
        return f"{_said(right=self.new)} | {_said(right=self.old)} | {self.words}"


def main() -> None:
    """Compares, prints and writes."""
    theme = gestaltung.load(bundled())[0]
    if theme is None:
        sys.exit("the theme that comes with sro is faulty")
    engine = import_module("python_redlines").DocxodusEngine()
    version = import_module("importlib.metadata").version("python-redlines")
    rows = list(_rows(engine, theme))
    ours, theirs = ([row[side] for row in rows] for side in (1, 2))
    text = _HEAD.format(version=version)
    text += "".join(f"| {name} | {own.row()} | {other.row()} |\n" for name, own, other in rows)
    text += f"| **zusammen, von {len(rows)}** | {_sum(ours)} | {_sum(theirs)} |\n"
    (ROOT / "docs" / "messungen-redline.md").write_text(text, encoding="utf-8")
    print(text)


def _rows(engine: Any, theme: Theme) -> Iterator[tuple[str, Measured, Measured]]:
    store: dict[str, bytes] = {}
    for name, (old, new) in pairs().items():
        plain = [packed(docx.parts(version, theme, store, None)) for version in (old, new)]
        own = redline(old, new, theme, store, _origin).content or b""
        other = engine.run_redline("sro", *plain)[0]
        yield name, _measured(own, *plain), _measured(other, *plain)


def _origin(_span: Span | None, _gone: bool) -> Origin:  # noqa: FBT001 - as redlines want it
    return Origin("sro", _MOMENT)


def _measured(marked: bytes, old: bytes, new: bytes) -> Measured:
    body, notes = _roots(marked)
    changed = [
        text for root in (body, notes) for change in root.iter(w("ins"), w("del")) for text in _texts(change)
    ]
    return Measured(
        _text(accepted(body), accepted(notes)) == _text(*_roots(new)),
        _text(rejected(body), rejected(notes)) == _text(*_roots(old)),
        len(re.findall(r"\w+", " ".join(changed))),
    )


def _roots(document: bytes) -> tuple[Any, Any]:
    parts = parts_of(document)
    return etree.fromstring(parts["word/document.xml"]), etree.fromstring(parts["word/footnotes.xml"])


def _text(body: Any, notes: Any) -> str:
    """The letters of a document with those of its footnotes at their marks."""
    known = {note.get(w("id")): "".join(_texts(note)) for note in notes}
    found = []
    for each in body.iter(w("t"), w("footnoteReference")):
        found.append(each.text or "" if each.tag == w("t") else known.get(each.get(w("id")), ""))
    return re.sub(r"[\s\d\u200b.]+", "", "".join(found))


def _texts(root: Any) -> list[str]:
    return [text.text or "" for text in root.iter(w("t"), w("delText"))]


def _said(*, right: bool) -> str:
    return "ja" if right else "**nein**"


def _sum(found: list[Measured]) -> str:
    new, old = sum(each.new for each in found), sum(each.old for each in found)
    return f"{new} | {old} | {sum(each.words for each in found)}"


if __name__ == "__main__":
    main()
