"""What a product says otherwise than the tree, as findings P102 at the source of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from sro_cli.diagnostics import Diagnostic
from sro_cli.document.traces import authored
from sro_cli.readback.comparison import Difference
from sro_cli.readback.product import Product
from sro_cli.readback.said import HYPHEN, Chunk, plain
from sro_cli.source import Span
from sro_cli.store.output import TEXT_WEICHT_AB
from sro_cli.theme import Theme

_SETTINGS = "content/konzept.yml"
_ALIKE, _LONGEST = 25, 70
"""Characters of what is quoted: those before the difference, and all."""


def deviation(product: Product, theme: Theme, found: Difference, last: Span | None) -> Diagnostic:
    """The finding for a difference.

    Args:
        product: that was read back.
        theme: that it was made with.
        found: the difference.
        last: where the end of the document comes from.
    """
    message = {
        "missing": f"Dieser Text fehlt {product.where}",
        "added": f"{product.begin} steht hier Text zu viel",
        "changed": f"{product.begin} steht hier etwas anderes",
    }[found.how]
    told = _rest(plain(found.told.text), found.begun, product.same) if found.told else ""
    said = plain(found.said.text.replace(HYPHEN, "-")) if found.said else ""
    start = _parting(told, said)
    notes = []
    if told and found.how != "added":
        notes.append(f"in den Quellen steht: „{_cut(told, start)}“")
    if found.said and found.how != "missing":
        notes.append(f"{product.where} steht: „{_cut(said, start)}“{_place(found.said)}")
    return _finding(found.told.span if found.told else last, message, notes, product.remedy(theme))


def strange(product: Product, theme: Theme, line: Chunk) -> Diagnostic:
    """The finding for a line of the contents or of another list that is no title."""
    message = f"{product.begin} nennt ein Verzeichnis, was es im Dokument nicht gibt"
    note = f"{product.where} steht: „{_cut(plain(line.text), 0)}“{_place(line)}"
    return _finding(None, message, [note], product.remedy(theme))


def _rest(text: str, begun: int, same: Callable[[str], str]) -> str:
    """What of a text has not been said."""
    return text[bisect_left(range(len(text)), begun, key=lambda end: len(same(text[:end]))) :].lstrip()


def _parting(told: str, said: str) -> int:
    """Where two texts are cut so that their difference is seen: some words before it."""
    alike = next((n for n, (one, other) in enumerate(zip(told, said, strict=False)) if one != other), 0)
    return told.rfind(" ", 0, alike - _ALIKE) + 1 if alike > _ALIKE else 0


def _cut(text: str, start: int) -> str:
    shown = text[start : start + _LONGEST]
    if start + _LONGEST < len(text):
        shown = f"{shown.rsplit(' ', 1)[0]} …"
    return f"… {shown}" if start else shown


def _place(chunk: Chunk) -> str:
    return f" ({chunk.place})" if chunk.place else ""


def _finding(span: Span | None, message: str, notes: list[str], remedy: str) -> Diagnostic:
    if place := span and authored(span):
        return TEXT_WEICHT_AB.at(place.first_line, message, notes=tuple(notes), help=remedy)
    path = span.source.path if span else _SETTINGS
    return TEXT_WEICHT_AB.in_file(path, message, notes=tuple(notes), help=remedy)
