"""A paragraph of a Word document as what changes as a whole: words, signs, fields, footnotes, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sro_cli.redline.statement import Line, Surroundings, look_of, picture_of, target_of
from sro_cli.writers.docx.elements import Element
from sro_cli.writers.docx.markup import w

# „Träger*innen“, „12.877“ and „Sozialraum-Team“ are one word each; signs and blanks stand alone.
_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*|\w+(?:[*:’'/_-]\w+)*|\s|[^\w\s]")


@dataclass(slots=True)
class Atom:
    """What is equal, deleted or inserted as a whole.

    Attributes:
        key: what must be equal of two atoms.
        runs: that show it; for text None, see `text`.
        text: of a word, a blank or a sign; else empty.
        look: properties of the run of a text.
        link: in which it stands.
        note: the id of its footnote; else empty.
        lines: what the footnote says.
    """

    key: tuple[Any, ...]
    runs: list[Element]
    text: str = ""
    look: Element | None = None
    link: Element | None = None
    note: str = ""
    lines: tuple[Line, ...] = ()


Mark = tuple[int, Element]
"""The beginning or the end of a bookmark, with the number of atoms before it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next in a paragraph that shows two versions: an atom of one of them, or of both."""

    old: Atom | None
    new: Atom | None

    @property
    def status(self) -> str:
        """What it is marked as: ``del``, ``ins`` or neither."""
        return "" if self.old and self.new else "ins" if self.new else "del"


def atoms(paragraph: Element, around: Surroundings) -> tuple[list[Atom], list[Mark]]:
    """The atoms of a paragraph, and its bookmarks; nothing is taken out of it."""
    reader = _Reader(around)
    reader.read(paragraph, None, "")
    return reader.found, reader.marks


_RUN, _LINK, _FIELD, _TEXT, _LOOK = w("r"), w("hyperlink"), w("fldChar"), w("t"), w("rPr")
_BOOKMARKS = frozenset({w("bookmarkStart"), w("bookmarkEnd")})
_INSTRUCTION, _NOTE, _DRAWING = w("instrText"), w("footnoteReference"), w("drawing")


@dataclass
class _Reader:
    around: Surroundings
    found: list[Atom] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    field_runs: list[Element] = field(default_factory=list)
    depth: int = 0

    def read(self, parent: Element, link: Element | None, target: str) -> None:
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self.run(child, link, target)
            elif tag == _LINK:
                self.read(child, child, target_of(child, self.around))
            elif tag in _BOOKMARKS:
                self.marks.append((len(self.found), child))

    def run(self, run: Element, link: Element | None, target: str) -> None:
        if self.depth or run.find(_FIELD) is not None:
            self.field(run, link, target)
            return
        look = run[0] if len(run) and run[0].tag == _LOOK else None
        shown = [child for child in run if child is not look]
        manner = look_of(run)
        if not shown:
            self.found.append(Atom(("empty", target), [run], link=link))
        for child in shown:
            if child.tag == _TEXT:
                for text in _TOKEN.findall(child.text or ""):
                    self.found.append(Atom(("text", text, manner, target), [], text, look, link))
            else:
                self.found.append(self.special(child, _alone(child, look), manner, link, target))

    def special(self, child: Element, run: Element, manner: str, link: Element | None, target: str) -> Atom:
        if child.tag == _NOTE:
            ident = child.get(w("id"), "")
            lines = self.around.note(ident)
            return Atom(("note", lines, target), [run], link=link, note=ident, lines=lines)
        if child.tag == _DRAWING:
            return Atom((*picture_of(child, self.around), target), [run], link=link)
        return Atom((child.tag, manner, target), [run], link=link)

    def field(self, run: Element, link: Element | None, target: str) -> None:
        self.field_runs.append(run)
        for mark in run.iterchildren(_FIELD):
            self.depth += {"begin": 1, "end": -1}.get(mark.get(w("fldCharType"), ""), 0)
        if not self.depth:
            instruction = "".join(
                text.text or "" for each in self.field_runs for text in each.iter(_INSTRUCTION)
            )
            self.found.append(Atom(("field", instruction.strip(), target), self.field_runs, link=link))
            self.field_runs = []


def _alone(child: Element, look: Element | None) -> Element:
    """A run for one of its children."""
    run = child.makeelement(_RUN)
    if look is not None:
        run.append(deepcopy(look))
    run.append(deepcopy(child))
    return run


def steps(old: list[Atom], new: list[Atom], found: Iterable[tuple[int, int]]) -> Iterator[Step]:
    """The atoms of both versions in their order; between those that stay first the old ones.

    Args:
        old: of one version.
        new: of the other one.
        found: the atoms that stay.
    """
    start, fresh = 0, 0
    for i, j in [*sorted(found), (len(old), len(new))]:
        yield from (Step(atom, None) for atom in old[start:i])
        yield from (Step(None, atom) for atom in new[fresh:j])
        if i < len(old):
            yield Step(old[i], new[j])
        start, fresh = i + 1, j + 1


def stretches(old: list[Atom], new: list[Atom], found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The matches without islands: what would tear in two what was replaced as one."""
    bounds = [(-1, -1), *found, (len(old), len(new))]
    start = 1
    while start < len(bounds) - 1:
        end = start + 1
        while end < len(bounds) - 1 and bounds[end] == (bounds[end - 1][0] + 1, bounds[end - 1][1] + 1):
            end += 1
        before, after = bounds[start - 1], bounds[end]
        last = bounds[end - 1]
        torn = (
            _is_small([old[i] for i, _ in bounds[start:end]])
            and _both(before, bounds[start])
            and _both(last, after)
        )
        if not torn:
            yield from bounds[start:end]
        start = end


_SHORT = 3
"""Letters of a word that may be the same by chance between two others: „und“, „der“."""


def _is_small(island: list[Atom]) -> bool:
    """Whether it is of blanks, signs and at most one short word."""
    words = [atom.text for atom in island if atom.text[:1].isalnum()]
    return len(words) <= 1 and len("".join(words)) <= _SHORT and all(atom.text for atom in island)


def _both(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether something lies between two matches on both sides."""
    return other[0] - one[0] > 1 and other[1] - one[1] > 1
