"""The proof of a redline: accepted it says what the new version says, rejected what the old one does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sro_cli.redline.alignment import words_of
from sro_cli.redline.changes import FORMER
from sro_cli.redline.resolution import accepted, rejected
from sro_cli.redline.sides import Side
from sro_cli.redline.statement import Line, Statement, Surroundings, stated
from sro_cli.writers.docx.markup import w


@dataclass(frozen=True, slots=True)
class Doubt:
    """The first place at which a redline says something else than a version.

    Attributes:
        how: what was done with all changes.
        wanted: the words of the paragraph or table that the version has there; empty behind its end.
        said: the words of the redline there.
    """

    how: Literal["accepted", "rejected"]
    wanted: str
    said: str


def doubts(marked: Side, old: Statement, new: Statement) -> tuple[Doubt, ...]:
    """Where a redline does not prove itself, at most one place a direction.

    Args:
        marked: the new version with all changes marked.
        old: what the old version says.
        new: what the new version says.
    """
    return tuple(_doubts(marked, old, new))


def _doubts(marked: Side, old: Statement, new: Statement) -> Iterator[Doubt]:
    for how, resolved, wanted in (("accepted", accepted, new), ("rejected", rejected, old)):
        notes = {ident: resolved(note) for ident, note in marked.around.notes.items()}
        around = Surroundings(notes, marked.around.targets, marked.around.lists)
        body = resolved(marked.body)
        for text in body.iter(w("instrText")):
            text.text = (text.text or "").replace(f" {FORMER}_", " sro_")
        said = stated(body, around)
        if said != wanted:
            first = _first(wanted, said)
            yield Doubt("accepted" if how == "accepted" else "rejected", *first)


def _first(wanted: Statement, said: Statement) -> tuple[str, str]:
    """The words of both where they part."""
    pairs = zip(wanted.lines, said.lines, strict=False)
    count = min(len(wanted.lines), len(said.lines))
    place = next((i for i, (one, other) in enumerate(pairs) if one != other), count)
    return _words(wanted.lines, place), _words(said.lines, place)


def _words(lines: tuple[Line, ...], place: int) -> str:
    return " ".join(words_of(lines[place])) if place < len(lines) else ""
