"""What changed in the data: entries, the heads of chapters, the settings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from heapq import nlargest
from typing import Any

from sro_cli.comparison import weights, words
from sro_cli.comparison.likeness import candidates
from sro_cli.comparison.references import redirections, without
from sro_cli.comparison.sequences import ascending, gaps, heaviest, matches
from sro_cli.comparison.units import Unit
from sro_cli.comparison.values import (
    Change,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
    FieldChanged,
    Place,
    Renamed,
    Weight,
)
from sro_cli.comparison.words import Run
from sro_cli.model import EINSTELLUNGEN, LISTEN, Eintrag, Kapitelkopf, Verweis, Wert, marked_fields
from sro_cli.readers.content import Content
from sro_cli.source import Key
from sro_cli.tree import Inline, Text

_SAME = 0.75
"""From here on an entry with another id is the same one, renamed."""

_ALIKE = 0.4
"""From here on an item of a list in an entry is the same one, changed."""

_NOT_COMPARED = {"id", "titel", "blocks"}
"""Of chapters; their words are compared as text."""


def renamed(old: Content, new: Content) -> dict[str, str]:
    """The typed ids of entries that have another one now; none where several could be meant."""
    found: dict[str, str] = {}
    for name in LISTEN:
        before, after = (
            {entry.target: entry for entry in getattr(side.konzept, name)} for side in (old, new)
        )
        gone = [entry for target, entry in before.items() if target not in after]
        come = [entry for target, entry in after.items() if target not in before]
        pairs = list(candidates(*([_unit(entry) for entry in side] for side in (gone, come))))
        best, others = (_best(pairs, side) for side in (1, 2))
        for alike, i, j in pairs:
            if alike >= _SAME and all(first == alike > second for first, second in (best[i], others[j])):
                found[gone[i].target] = come[j].target
    return found


@dataclass(frozen=True)
class Entries:
    """Tells what changed.

    Attributes:
        old: one version.
        new: the other.
        renamed: what has another id now, by its old one.
        titles: of each version, see `titles`.
    """

    old: Content
    new: Content
    renamed: Mapping[str, str]
    titles: tuple[Mapping[str, str], Mapping[str, str]]

    def settings(self) -> Iterator[Change]:
        """What changed in ``konzept.yml``; the order of chapters is told by the chapters."""
        before, after = self.old.konzept.einstellungen, self.new.konzept.einstellungen
        if before and after:
            yield from self._fields((EINSTELLUNGEN,), (EINSTELLUNGEN,), before, after, {"kapitel"})

    def heads(self, old: str, new: str) -> Iterator[Change]:
        """What changed in the head of a chapter."""
        before, after = (
            next(each for each in side.konzept.kapitel if each.id == ident)
            for side, ident in ((self.old, old), (self.new, new))
        )
        kept = set(Kapitelkopf.model_fields) - _NOT_COMPARED
        skipped = set(type(before).model_fields) - kept
        yield from self._fields((before.target,), (after.target,), before, after, skipped)

    def lists(self) -> Iterator[Change]:
        """What changed in the entries, in the order of the new version; what is gone comes last."""
        for name in LISTEN:
            before = {entry.target: entry for entry in getattr(self.old.konzept, name)}
            origins = {after: one for one, after in self.renamed.items()}
            seen: set[str] = set()
            for entry in getattr(self.new.konzept, name):
                origin = entry.target if entry.target in before else origins.get(entry.target, "")
                seen.add(origin)
                if origin in before:
                    yield from self._entry(before[origin], entry)
                else:
                    yield EntryAdded(new=self._place(1, entry.target), weight=Weight.FACT, entry=entry)
            yield from self._moved(name, before)
            for target, entry in before.items():
                if target not in seen:
                    yield EntryRemoved(old=self._place(0, target), weight=Weight.FACT, entry=entry)

    def _moved(self, name: str, before: Mapping[str, Eintrag]) -> Iterator[EntryMoved]:
        ranks = {self.renamed.get(target, target): rank for rank, target in enumerate(before)}
        both = [entry for entry in getattr(self.new.konzept, name) if entry.target in ranks]
        pairs = [(index, ranks[entry.target]) for index, entry in enumerate(both)]
        staying = {index for index, _rank in heaviest(pairs, [1] * len(pairs))}
        origins = {after: one for one, after in self.renamed.items()}
        for index, entry in enumerate(both):
            if index not in staying:
                old = self._place(0, origins.get(entry.target, entry.target))
                yield EntryMoved(
                    old=old, new=self._place(1, entry.target), weight=Weight.STRUCTURE, entry=entry
                )

    def _entry(self, old: Eintrag, new: Eintrag) -> Iterator[Change]:
        if old.id != new.id:
            yield Renamed(
                old=self._place(0, old.target, "id"),
                new=self._place(1, new.target, "id"),
                weight=Weight.STRUCTURE,
                before=old.target,
                after=new.target,
            )
        yield from self._fields((old.target,), (new.target,), old, new, {"id"})

    def _fields(
        self, here: Key, there: Key, old: Wert, new: Wert, skipped: set[str]
    ) -> Iterator[FieldChanged]:
        for name in type(new).model_fields:
            one, other = getattr(old, name), getattr(new, name)
            if name not in skipped and one != other:
                yield from self._values((*here, name), (*there, name), one, other)

    def _values(self, here: Key, there: Key, old: Any, new: Any) -> Iterator[FieldChanged]:
        if isinstance(old, Wert) and isinstance(new, Wert):
            yield from self._fields(here, there, old, new, set())
        elif isinstance(old, dict) and isinstance(new, dict):
            for key in dict.fromkeys((*old, *new)):
                if old.get(key) != new.get(key):
                    yield from self._values((*here, key), (*there, key), old.get(key), new.get(key))
        elif _holds_values(old) or _holds_values(new):
            yield from self._items(here, there, old, new)
        elif not self._follows(there, old, new):
            yield from self._text_changed(self._field(here, there, old, new))

    def _items(self, here: Key, there: Key, old: Sequence[Any], new: Sequence[Any]) -> Iterator[FieldChanged]:
        """Items by what they say, in order."""
        both = _in_order(old, new)
        partner = {j: i for i, j in both}
        paired = set(partner.values())
        for j, item in enumerate(new):
            if j in partner:
                yield from self._values((*here, partner[j]), (*there, j), old[partner[j]], item)
            else:
                yield self._field(here, (*there, j), None, item)
        for i, item in enumerate(old):
            if i not in paired:
                yield self._field((*here, i), there, item, None)

    def _field(self, here: Key, there: Key, old: Any, new: Any) -> FieldChanged:
        before, after = (None if value in (None, "", (), {}) else value for value in (old, new))
        runs: tuple[Run, ...] = ()
        if isinstance(before or after, str) and type(before or after) is str:
            runs = words.runs(self._text(0, here, before), self._text(1, there, after))
        spoken = any(" " in str(value) for value in (before, after))  # no word of a closed list
        weight = weights.of_words(runs) if before and after and runs and spoken else Weight.FACT
        return FieldChanged(
            old=self._place(0, *here),
            new=self._place(1, *there),
            weight=weight,
            path=(there if after is not None else here)[1:],
            before=before,
            after=after,
            runs=runs,
        )

    def _text_changed(self, change: FieldChanged) -> Iterator[FieldChanged]:
        """With the mentions in it that lead elsewhere; no change if they only follow new ids."""
        found = tuple(redirections(change.runs)) if change.before and change.after else ()
        led = tuple(each for each in found if self.renamed.get(each.before) != each.after)
        rest = without(change.runs, found)
        if led:
            weight = Weight.FACT if any(each.before and each.after for each in led) else Weight.WORDING
            yield replace(change, weight=min(weight, weights.of_words(rest), key=[*Weight].index), led=led)
        elif not found or words.differ(rest):
            yield replace(change, weight=weights.of_words(rest)) if found else change

    def _text(self, side: int, key: Key, value: object) -> tuple[Inline, ...]:
        texts = (self.old, self.new)[side].texts
        return texts.get(key) or ((Text(str(value)),) if value else ())

    def _follows(self, there: Key, old: object, new: object) -> bool:
        """Whether a field that names others only follows their new ids."""
        if not self.renamed:
            return False
        entry = self._named.get(str(there[0])) or self.new.konzept.einstellungen
        marks = {path: mark for path, mark, _text in marked_fields(entry, Verweis)} if entry else {}
        if isinstance(old, tuple) and isinstance(new, tuple) and (mark := marks.get((*there[1:], 0))):
            return [self._now(mark, each) for each in old] == [mark.target(each) for each in new]
        if isinstance(old, str) and isinstance(new, str) and (mark := marks.get(there[1:])):
            return self._now(mark, old) == mark.target(new)
        return False

    @cached_property
    def _named(self) -> Mapping[str, Wert]:
        """The entries of the new version by their typed ids; the first of several."""
        return {entry.target: entry for entry in reversed([*self.new.konzept.eintraege()])}

    def _now(self, mark: Verweis, written: str) -> str:
        target = mark.target(written)
        return self.renamed.get(target, target)

    def _place(self, side: int, target: str | int, *path: str | int) -> Place:
        content = (self.old, self.new)[side]
        try:
            span = content.places[(target, *path)]
        except KeyError:
            span = None
        name = self.titles[side].get(str(target), "")
        return Place(str(target), name, title=name, internal=path[:1] == ("intern",), span=span)


def titles(content: Content) -> Mapping[str, str]:
    """What each entry is called, by its typed id."""
    found = {entry.target: entry.bezeichnung for entry in content.konzept.eintraege()}
    settings = content.konzept.einstellungen
    return {**found, EINSTELLUNGEN: settings.titel if settings else ""}


def _best(pairs: Iterable[tuple[float, int, int]], side: int) -> dict[int, tuple[float, float]]:
    """How alike the best two partners of each entry of a side are to it."""
    found: defaultdict[int, list[float]] = defaultdict(lambda: [0.0])
    for pair in pairs:
        found[int(pair[side])].append(pair[0])
    return {index: tuple(nlargest(2, alike)) for index, alike in found.items()}  # type: ignore[misc]


def _holds_values(value: object) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, Wert) for item in value)


def _unit(entry: Eintrag) -> Unit:
    """An entry as one text, without its id."""
    return Unit("item", content=(Text(_said(entry, {"id"})),))


def _said(value: Wert, skipped: set[str]) -> str:
    return " ".join(str(getattr(value, name)) for name in type(value).model_fields if name not in skipped)


def _in_order(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int, int]]:
    said, others = [repr(item) for item in old], [repr(item) for item in new]
    found = matches(said, others, lambda _index: 1)
    more: list[tuple[int, int]] = []
    for before, after in gaps(found, len(old), len(new)):
        rest, come = [_words(said[i]) for i in before], [_words(others[j]) for j in after]
        pairs = ascending(rest, come, partial(_likeness, rest, come))
        more += [(before[i], after[j]) for i, j in pairs]
    return sorted([*found, *more])


def _likeness(old: Sequence[set[str]], new: Sequence[set[str]], i: int, j: int) -> float:
    share = 2 * len(old[i] & new[j]) / (len(old[i]) + len(new[j]))
    return share if share >= _ALIKE else 0.0


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))
