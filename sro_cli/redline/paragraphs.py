"""Two versions of a paragraph → one that shows what was deleted and what was inserted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace

from sro_cli.comparison.sequences import gaps, matches
from sro_cli.redline.alignment import ALIKE, in_common, words_of
from sro_cli.redline.atoms import Atom, Mark, Step, atoms, steps, stretches
from sro_cli.redline.bookmarks import placed
from sro_cli.redline.changes import Marker, unsay
from sro_cli.redline.lists import one_to_one
from sro_cli.redline.statement import Line, Surroundings, numbering_of
from sro_cli.writers.docx.elements import Element, P, element, properties_of
from sro_cli.writers.docx.markup import w

_LINK, _NUM_ID, _VAL = w("hyperlink"), w("numId"), w("val")
_NOT_FORMER = frozenset(map(w, ("rPr", "sectPr", "pPrChange")))


@dataclass
class Paragraphs:
    """Puts versions of paragraphs together.

    Attributes:
        old: what the old document points to.
        new: what the new one points to.
        marker: marks the changes.
        lists: ids of old lists as they are in the new document.
        names: bookmarks of the new document.
    """

    old: Surroundings
    new: Surroundings
    marker: Marker
    names: frozenset[str]
    lists: Mapping[str, str] = field(default_factory=dict)

    def merge(self, old: Element, new: Element, *, shaped: bool = False) -> None:
        """Marks in the new version what it has in place of the old one.

        Args:
            old: version; it is taken apart.
            new: version.
            shaped: it has another style, or is an item of another list.
        """
        before, marks = atoms(old, self.old)
        after, own = atoms(new, self.new)
        written = self._steps(before, after)
        standing = placed(written, marks, own, self.names)
        builder = _Builder(new, self.marker, old)
        for number, step in enumerate(written):
            builder.marks(standing.get(number, ()))
            builder.add(step)
            if step.old and step.new and step.old.lines != step.new.lines:
                self._merge_note(step.old.note, step.new.note)
        builder.marks(standing.get(len(written), ()))
        builder.close()
        if shaped:
            self._remember(old, new)

    def divide(self, old: Sequence[Element], new: Sequence[Element]) -> list[Element]:
        """What one paragraph was split into, or several were merged into, with the changes marked.

        Their words stay; the ends of paragraphs that only one version has are inserted or deleted.

        Args:
            old: versions; they are taken apart. One, or all that were merged.
            new: versions. One, or all that the old one was split into.
        """
        for paragraph in old:
            translate(paragraph, self.lists)
        before = [atoms(paragraph, self.old) for paragraph in old]
        after = [atoms(paragraph, self.new) for paragraph in new]
        (one, marks), (other, own) = _joined(before), _joined(after)
        is_split = len(old) == 1
        parts = [*new] if is_split else [*old[:-1], new[0]]
        places = {
            id(atom): place
            for place, (found, _marks) in enumerate(after if is_split else before)
            for atom in found
        }
        formers = [old[0]] * len(parts) if is_split else [*old]
        builders = [_Builder(part, self.marker, was) for part, was in zip(parts, formers, strict=True)]
        here = 0
        written = self._steps(one, other)
        standing = placed(written, marks, own, self.names)
        for number, step in enumerate(written):
            here = max(here, places.get(id(step.new if is_split else step.old), 0))
            builders[here].marks(standing.get(number, ()))
            builders[here].add(step)
        builders[-1].marks(standing.get(len(written), ()))
        for builder in builders:
            builder.close()
        for part in parts[:-1]:
            self.marker.end(part, "ins" if is_split else "del")
        return parts

    def _steps(self, old: list[Atom], new: list[Atom]) -> list[Step]:
        found = matches([a.key for a in old], [a.key for a in new], lambda i: 1 + len(old[i].text))
        held = list(stretches(old, new, found))
        return list(steps(old, new, [*held, *_notes(held, old, new)]))

    def _merge_note(self, old: str, new: str) -> None:
        """Marks what a footnote has in place of an old one with paragraphs of the same shapes."""
        pairs = list(zip(self.old.notes[old].iter(P), self.new.notes[new].iter(P), strict=True))
        lists = one_to_one((numbering_of(before)[1], numbering_of(after)[1]) for before, after in pairs)
        inner = replace(self, old=self.old.inside(), new=self.new.inside(), lists={**self.lists, **lists})
        for before, after in pairs:
            inner.merge(before, after, shaped=inner.has_moved(before, after))

    def has_moved(self, old: Element, new: Element) -> bool:
        """Whether an item stands in another list now."""
        before, after = numbering_of(old)[1], numbering_of(new)[1]
        return self.lists.get(before, before) != after

    def has_bookmarks(self, old: Element) -> bool:
        """Whether old paragraphs have bookmarks that the new document has not."""
        return any(start.get(w("name"), "") not in self.names for start in old.iter(_START))

    def forget(self, old: Element) -> None:
        """Takes bookmarks out of an old paragraph that the new document has as well."""
        gone = {start.get(w("id")) for start in old.iter(_START) if start.get(w("name"), "") in self.names}
        for mark in list(old.iter(_START, _END)):
            parent = mark.getparent()
            if mark.get(w("id")) in gone and parent is not None:
                parent.remove(mark)

    def _remember(self, old: Element, new: Element) -> None:
        """Keeps the style and the list that a paragraph had."""
        translate(old, self.lists)
        former = element("pPr")
        former[:] = [child for child in properties_of(old) if child.tag not in _NOT_FORMER]
        change = self.marker.change("pPrChange", new, old)
        change.append(former)
        properties_of(new).append(change)


def translate(old: Element, lists: Mapping[str, str]) -> None:
    """Gives old paragraphs the lists that theirs are in the new document."""
    for number in old.iter(_NUM_ID):
        ident = number.get(_VAL, "")
        number.set(_VAL, lists.get(ident, ident))


_START, _END = w("bookmarkStart"), w("bookmarkEnd")


def _notes(found: list[tuple[int, int]], old: list[Atom], new: list[Atom]) -> Iterator[tuple[int, int]]:
    """Footnotes at the same place whose text was changed and not replaced."""
    for before, after in gaps(found, len(old), len(new)):
        notes = [i for i in before if old[i].note]
        others = [j for j in after if new[j].note]
        for i, j in zip(notes, others, strict=False):
            if _is_changed(old[i].lines, new[j].lines):
                yield i, j


def _is_changed(old: tuple[Line, ...], new: tuple[Line, ...]) -> bool:
    shapes = [[line[:4] for line in lines if line[0] != "lists"] for lines in (old, new)]
    flat = all(line[0] == "p" for line in shapes[0])
    return flat and shapes[0] == shapes[1] and in_common(words_of(old), words_of(new)) >= ALIKE


class _Builder:
    """Writes atoms into a paragraph: links outside, changes inside of them, runs as long as possible."""

    def __init__(self, paragraph: Element, marker: Marker, old: Element) -> None:
        self.paragraph = paragraph
        self.marker = marker
        self.old = old
        properties = properties_of(paragraph)
        paragraph[:] = [properties]
        self.target = ""  # of the link that atoms stand in
        self.holder = paragraph
        self.status = ""
        self.into = paragraph
        self.words: list[str] = []  # that wait to be written
        self.look: Element | None = None  # of these words

    def add(self, step: Step) -> None:
        """Writes an atom."""
        atom = step.new or step.old
        if atom is None:
            return
        self._enter(atom.link, atom.key[-1])
        if step.status != self.status:
            self._turn(step.status)
        if atom.text:
            if self.words and not _is_same(self.look, atom.look):
                self.close()
            self.words.append(atom.text)
            self.look = atom.look
            return
        self.close()
        for run in atom.runs:
            self.into.append(run)
            if self.status == "del":
                unsay(run)

    def marks(self, marks: Iterable[Element]) -> None:
        """Writes beginnings and ends of bookmarks."""
        for mark in marks:
            self._turn("")
            self.into.append(mark)

    def close(self) -> None:
        """Writes the words that wait."""
        if not self.words:
            return
        run = element("r")
        if self.look is not None:
            run.append(deepcopy(self.look))
        said = element("delText" if self.status == "del" else "t")
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        said.text = "".join(self.words)
        run.append(said)
        self.into.append(run)
        self.words = []

    def _enter(self, link: Element | None, target: str) -> None:
        if target == self.target:
            return
        self.close()
        self.target = target
        self.holder = self.paragraph
        if link is not None:
            self.holder = link.makeelement(
                _LINK, {str(name): str(value) for name, value in link.attrib.items()}
            )
            self.paragraph.append(self.holder)
        self._turn("")

    def _turn(self, status: str) -> None:
        self.close()
        self.status, self.into = status, self.holder
        if status:
            self.into = self.marker.change(status, self.paragraph, self.old)
            self.holder.append(self.into)


def _joined(paragraphs: Iterable[tuple[list[Atom], list[Mark]]]) -> tuple[list[Atom], list[Mark]]:
    """The atoms and bookmarks of several paragraphs as of one."""
    joined: list[Atom] = []
    marks: list[Mark] = []
    for found, own in paragraphs:
        marks += [(len(joined) + place, mark) for place, mark in own]
        joined += found
    return joined, marks


def _is_same(one: Element | None, other: Element | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or [(e.tag, *e.attrib.values()) for e in one] == [
        (e.tag, *e.attrib.values()) for e in other
    ]
