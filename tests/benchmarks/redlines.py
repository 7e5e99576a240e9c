"""Redlines of `sro` beside those of a general engine: ``python -m tests.benchmarks.redlines``.

The engine compares two finished Word documents: Docxodus, a .NET program that comes in the wheel of
python-redlines (MIT). It is 44 MB large and needed for nothing else, so it is not among the
dependencies: ``uv run --with "python-redlines[docxodus]" python -m tests.benchmarks.redlines``.
Writes docs/messungen-redline.md.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from lxml import etree

from sro_cli.files import bundled
from sro_cli.readers import gestaltung
from sro_cli.redline import redline
from sro_cli.redline.changes import Origin
from sro_cli.redline.resolution import accepted, rejected
from sro_cli.redline.statement import stated
from sro_cli.source import Span
from sro_cli.theme import Theme
from sro_cli.writers import docx
from sro_cli.writers.docx.markup import w
from sro_cli.writers.docx.package import Parts, packed, parts_of
from tests.benchmarks import tracked
from tests.versions import pairs

_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_HEAD = """# Redlines im Vergleich

Geschrieben von `python -m tests.benchmarks.redlines`. Jedes Paar von Fassungen ist zweimal verglichen: von
`sro redline` und von Docxodus aus python-redlines {version}, das zwei fertige Word-Dokumente vergleicht.

- Text: ob das Dokument, alle Änderungen angenommen oder alle abgelehnt, Buchstabe für Buchstabe die neue oder
  die alte Fassung ist, samt Fußnoten, ohne Nummern, die Word zählt.
- Aufbau: dasselbe mit Formaten, Listen, Auszeichnungen, Zielen von Links und Verweisen, Bildern, Tabellen.
- Wörter: wie viele als gelöscht, eingefügt oder verschoben markiert sind.

Docxodus markiert weniger, wo `sro` ganze Tabellen und Überschriften ersetzt, damit auch LibreOffice sie
richtig zurücknimmt.

| Paar | sro: Text | Aufbau | Wörter | Docxodus: Text | Aufbau | Wörter |
|---|---|---|--:|---|---|--:|
"""


@dataclass(frozen=True)
class Measured:
    """What a redline is worth: whether it gives texts and structures of both versions, and words it marks."""

    text: bool
    structure: bool
    words: int

    def row(self) -> str:
        return f"{_said(right=self.text)} | {_said(right=self.structure)} | {self.words}"


def main() -> None:
    """Compares, prints and writes."""
    theme = gestaltung.load(bundled())[0]
    if theme is None:
        sys.exit("the theme that comes with sro is faulty")
    engine = import_module("python_redlines").DocxodusEngine()
    version = import_module("importlib.metadata").version("python-redlines")
    rows = list(_rows(engine, theme))
    ours, theirs = [own for _name, own, _other in rows], [other for _name, _own, other in rows]
    text = _HEAD.format(version=version)
    text += "".join(f"| {name} | {own.row()} | {other.row()} |\n" for name, own, other in rows)
    text += f"| **zusammen, von {len(rows)}** | {_sum(ours)} | {_sum(theirs)} |\n"
    _above, mark, others = tracked.PLACE.read_text(encoding="utf-8").partition(tracked.HEADING)
    tracked.PLACE.write_text(f"{text}\n{mark}{others}" if mark else text, encoding="utf-8")
    print(text)


def _rows(engine: Any, theme: Theme) -> Iterator[tuple[str, Measured, Measured]]:
    store: dict[str, bytes] = {}
    for name, (old, new) in pairs().items():
        plain = [packed(docx.parts(version, theme, store, None)) for version in (old, new)]
        own = redline(old, new, theme, store, _origin).content or b""
        other = engine.run_redline("sro", *plain)[0]
        yield name, _measured(own, *plain), _measured(other, *plain)


def _origin(_old: Span | None, _new: Span | None) -> Origin:
    return Origin("sro", _MOMENT)


def _measured(marked: bytes, old: bytes, new: bytes) -> Measured:
    parts = parts_of(marked)
    was, will_be = (_resolved(parts, resolved) for resolved in (rejected, accepted))
    wanted = [_resolved(parts_of(version), lambda root: root) for version in (old, new)]
    roots = [etree.fromstring(parts[name]) for name in _TEXTS]
    changed = [text for root in roots for change in root.iter(*_CHANGES) for text in _texts(change)]
    return Measured(
        [was[0], will_be[0]] == [text for text, _lines in wanted],
        [was[1], will_be[1]] == [lines for _text, lines in wanted],
        len(re.findall(r"\w+", " ".join(changed))),
    )


_TEXTS = ("word/document.xml", "word/footnotes.xml")
_CHANGES = tuple(map(w, ("ins", "del", "moveFrom", "moveTo")))


def _resolved(parts: Parts, resolved: Callable[[Any], Any]) -> tuple[str, tuple[Any, ...]]:
    """The letters and the structure of a document."""
    body, notes = (resolved(etree.fromstring(parts[name])) for name in _TEXTS)
    known = {note.get(w("id")): "".join(_texts(note)) for note in notes}
    found = [
        each.text or "" if each.tag == w("t") else known.get(each.get(w("id")), "")
        for each in body.iter(w("t"), w("footnoteReference"))
    ]
    return re.sub(r"[\s\d\u200b.]+", "", "".join(found)), stated(parts, resolved).lines


def _texts(root: Any) -> list[str]:
    return [text.text or "" for text in root.iter(w("t"), w("delText"))]


def _said(*, right: bool) -> str:
    return "ja" if right else "**nein**"


def _sum(found: list[Measured]) -> str:
    texts, structures = sum(each.text for each in found), sum(each.structure for each in found)
    return f"{texts} | {structures} | {sum(each.words for each in found)}"


if __name__ == "__main__":
    main()
