"""Two versions of a paragraph → one that shows what was deleted and what was inserted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from sro_cli.comparison.sequences import gaps, matches
from sro_cli.redline.alignment import ALIKE, in_common, words_of
from sro_cli.redline.atoms import Atom, atoms, stretches
from sro_cli.redline.changes import Marker, unsay
from sro_cli.redline.statement import Line, Surroundings
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
        self.forget(old)
        before, ends = atoms(old, self.old)
        after, trailing = atoms(new, self.new)
        found = matches([a.key for a in before], [a.key for a in after], lambda i: 1 + len(before[i].text))
        builder = _Builder(new, self.marker, old)
        self._build(builder, before, after, list(stretches(before, after, found)))
        for mark in [*ends, *trailing]:
            builder.mark(mark)
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
            self.forget(paragraph)
            self.translate(paragraph)
        before = [atoms(paragraph, self.old) for paragraph in old]
        after = [atoms(paragraph, self.new) for paragraph in new]
        one, other = ([atom for found, _ends in side for atom in found] for side in (before, after))
        found = matches([a.key for a in one], [a.key for a in other], lambda i: 1 + len(one[i].text))
        held = list(stretches(one, other, found))
        is_split = len(old) == 1
        parts = [*new] if is_split else [*old[:-1], new[0]]
        places = _parts_of(after if is_split else before)
        if not is_split:
            places |= {id(other[j]): places[id(one[i])] for i, j in held}
        formers = [old[0]] * len(parts) if is_split else [*old]
        builders = [_Builder(part, self.marker, was) for part, was in zip(parts, formers, strict=True)]
        self._build(_Builders(builders, places), one, other, held)
        for side, whole in ((before, is_split), (after, not is_split)):
            for place, (_found, ends) in enumerate(side):
                for mark in ends:
                    builders[-1 if whole else place].mark(mark)
        for part in parts[:-1]:
            self.marker.end(part, "ins" if is_split else "del")
        return parts

    def _build(
        self, builder: _Builder | _Builders, old: list[Atom], new: list[Atom], found: list[tuple[int, int]]
    ) -> None:
        held = sorted([*found, *_notes(found, old, new)])
        start, fresh = 0, 0
        for i, j in [*held, (len(old), len(new))]:
            for atom in old[start:i]:
                builder.add("del", atom)
            for atom in new[fresh:j]:
                builder.add("ins", atom)
            if i < len(old):
                for mark in old[i].before:
                    builder.mark(mark)
                builder.add("", new[j])
                if old[i].lines != new[j].lines:
                    self._merge_note(old[i], new[j])
            start, fresh = i + 1, j + 1

    def _merge_note(self, old: Atom, new: Atom) -> None:
        pairs = zip(self.old.notes[old.note].iter(P), self.new.notes[new.note].iter(P), strict=True)
        for before, after in list(pairs):
            self.merge(before, after)

    def forget(self, old: Element) -> None:
        """Takes bookmarks out of an old paragraph that the new document has as well."""
        gone = {start.get(w("id")) for start in old.iter(_START) if start.get(w("name"), "") in self.names}
        for mark in list(old.iter(_START, _END)):
            parent = mark.getparent()
            if mark.get(w("id")) in gone and parent is not None:
                parent.remove(mark)

    def translate(self, old: Element) -> None:
        """Gives an old paragraph the list that its own is in the new document."""
        for number in old.iter(_NUM_ID):
            ident = number.get(_VAL, "")
            number.set(_VAL, self.lists.get(ident, ident))

    def _remember(self, old: Element, new: Element) -> None:
        """Keeps the style and the list that a paragraph had."""
        self.translate(old)
        former = element("pPr")
        former[:] = [child for child in properties_of(old) if child.tag not in _NOT_FORMER]
        change = self.marker.change("pPrChange", new, old)
        change.append(former)
        properties_of(new).append(change)


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
    shapes = [[line[:4] for line in lines if line[0] == "p"] for lines in (old, new)]
    alike = in_common(words_of(old), words_of(new)) >= ALIKE
    return alike and len(shapes[0]) == len(old) and shapes[0] == shapes[1]


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
        self.text: tuple[Element, Element | None] | None = None  # what the next word may be added to

    def add(self, status: str, atom: Atom) -> None:
        """Writes an atom: ``ins``, ``del`` or neither."""
        for mark in atom.before:
            self.mark(mark)
        self._enter(atom.link, atom.key[-1])
        if status != self.status:
            self._turn(status)
        if atom.text:
            self._say(atom)
            return
        self.text = None
        for run in atom.runs:
            self.into.append(run)
            if status == "del":
                unsay(run)

    def mark(self, mark: Element) -> None:
        """Writes the beginning or end of a bookmark."""
        self._turn("")
        self.into.append(mark)

    def _enter(self, link: Element | None, target: str) -> None:
        if target == self.target:
            return
        self.target = target
        self.holder = self.paragraph
        if link is not None:
            self.holder = link.makeelement(
                _LINK, {str(name): str(value) for name, value in link.attrib.items()}
            )
            self.paragraph.append(self.holder)
        self._turn("")

    def _turn(self, status: str) -> None:
        self.status, self.text, self.into = status, None, self.holder
        if status:
            self.into = self.marker.change(status, self.paragraph, self.old)
            self.holder.append(self.into)

    def _say(self, atom: Atom) -> None:
        if self.text is not None and _is_same(self.text[1], atom.look):
            said = self.text[0]
            said.text = (said.text or "") + atom.text
            return
        run = element("r")
        if atom.look is not None:
            run.append(deepcopy(atom.look))
        said = element("delText" if self.status == "del" else "t")
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        said.text = atom.text
        run.append(said)
        self.into.append(run)
        self.text = (said, atom.look)


class _Builders:
    """Writes atoms into several paragraphs one after the other: each into its own, others where it is."""

    def __init__(self, builders: Sequence[_Builder], places: Mapping[int, int]) -> None:
        """Begins with the first.

        Args:
            builders: of the paragraphs.
            places: the numbers of atoms' paragraphs, by the identity of the atoms.
        """
        self._builders = builders
        self._places = places
        self._here = 0

    def add(self, status: str, atom: Atom) -> None:
        """Writes an atom: ``ins``, ``del`` or neither."""
        self._here = max(self._here, self._places.get(id(atom), 0))
        self._builders[self._here].add(status, atom)

    def mark(self, mark: Element) -> None:
        """Writes the beginning or end of a bookmark."""
        self._builders[self._here].mark(mark)


def _parts_of(side: Iterable[tuple[Sequence[Atom], object]]) -> dict[int, int]:
    return {id(atom): place for place, (found, _ends) in enumerate(side) for atom in found}


def _is_same(one: Element | None, other: Element | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or [(e.tag, *e.attrib.values()) for e in one] == [
        (e.tag, *e.attrib.values()) for e in other
    ]
