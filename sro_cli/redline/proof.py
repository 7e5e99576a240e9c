"""The proof of a redline: accepted it says what the new version says, rejected what the old one does.

It reads the finished document as anybody would, and knows nothing of how the redline was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any, Literal

from sro_cli.redline.alignment import words_of
from sro_cli.redline.layout import Layout
from sro_cli.redline.resolution import accepted, rejected
from sro_cli.redline.statement import Line, Statement, stated
from sro_cli.writers.docx.package import Parts

About = Literal["words", "structure", "look", "target", "picture", "lists", "layout"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """The first place at which a redline says something else than a version.

    Attributes:
        how: what was done with all changes.
        about: what differs there.
        wanted: what the version has there; empty behind its end.
        said: what the redline has there.
    """

    how: Literal["accepted", "rejected"]
    about: About
    wanted: str
    said: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of it.

    Attributes:
        doubts: at most one a direction; empty if the redline proved itself.
        kept: names of attributes of `Layout` that stay as in the new version when all changes are rejected.
    """

    doubts: tuple[Doubt, ...]
    kept: frozenset[str]


def proof(marked: Parts, old: Statement, new: Statement) -> Proof:
    """Whether a redline proves itself.

    Args:
        marked: the parts of the redline.
        old: what the old version says.
        new: what the new version says.
    """
    will_be, was = stated(marked, accepted), stated(marked, rejected)
    doubts = [Doubt("accepted", *parting) for parting in _partings(new, will_be)]
    if not doubts and (unlike := _unlike(new.layout, will_be.layout)):
        doubts.append(Doubt("accepted", "layout", *_layouts(unlike, new.layout, will_be.layout)))
    doubts += [Doubt("rejected", *parting) for parting in _partings(old, was)]
    return Proof(tuple(doubts), _unlike(old.layout, was.layout))


Parting = tuple[About, str, str]


def _partings(wanted: Statement, said: Statement) -> Iterator[Parting]:
    """Where two statements part first, if they do; targets move with every paragraph that is missing."""
    lines = zip_longest(wanted.lines, said.lines)
    found = [_parting(one, other) for one, other in lines if one != other]
    if found:
        yield next((parting for parting in found if parting[0] != "target"), found[0])
        return
    for number, (mine, theirs) in enumerate(zip_longest(wanted.lists, said.lists, fillvalue=-1), 1):
        if mine != theirs:
            yield "lists", f"Punkt {number} in Liste {mine + 1}", f"Punkt {number} in Liste {theirs + 1}"
            return


def _parting(wanted: Line | None, said: Line | None) -> Parting:
    """What differs between two lines first, down into cells and footnotes."""
    texts = [" ".join(words_of(line)) for line in (wanted, said)]
    if wanted is None or said is None or wanted[0] != said[0]:
        return "structure", texts[0], texts[1]
    if wanted[0] == "lists":
        return "lists", str(wanted[1:]), str(said[1:])
    if wanted[0] == "tbl":
        cells = [[cell for row in line[2] for cell in row] for line in (wanted, said)]
        inner = _inner(*cells)
        return inner if inner and wanted[1] == said[1] else ("structure", texts[0], texts[1])
    if texts[0] != texts[1]:
        return "words", texts[0], texts[1]
    if wanted[1:4] != said[1:4]:
        return "structure", _shown(wanted[1:4], texts[0]), _shown(said[1:4], texts[1])
    one, other = next((each for each in zip_longest(wanted[4], said[4]) if each[0] != each[1]), (None, None))
    if one is None or other is None or one[0] != other[0]:
        return "structure", texts[0], texts[1]
    if one[0] == "note" and one[1] != other[1]:
        return _inner([one[1]], [other[1]]) or ("structure", texts[0], texts[1])
    about: About = "look" if one[0] == "text" and one[-1] == other[-1] else "target"
    if one[0] == "picture" and one[-1] == other[-1]:
        about = "picture"
    return about, _shown(one[1:], texts[0]), _shown(other[1:], texts[1])


def _inner(wanted: list[Any], said: list[Any]) -> Parting | None:
    """What differs first between the lines of cells, or of footnotes."""
    if len(wanted) == len(said):
        for one, other in zip(wanted, said, strict=True):
            for mine, theirs in zip_longest(one, other):
                if mine != theirs:
                    return _parting(mine, theirs)
    return None


def _shown(values: tuple[Any, ...], words: str) -> str:
    known = ", ".join(str(value) for value in values if value)
    return known if words in known else f"{known}: {words}"


def _unlike(one: Layout, other: Layout) -> frozenset[str]:
    names = (field.name for field in fields(Layout))
    return frozenset(name for name in names if getattr(one, name) != getattr(other, name))


def _layouts(unlike: frozenset[str], wanted: Layout, said: Layout) -> tuple[str, str]:
    name = min(unlike)
    return str(getattr(wanted, name)), str(getattr(said, name))
