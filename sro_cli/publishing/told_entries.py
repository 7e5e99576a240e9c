"""What changed in the entries, told to readers: the fields by the names that readers know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sro_cli.comparison.values import Change, EntryAdded, EntryRemoved, FieldChanged, Weight
from sro_cli.comparison.words import tokens
from sro_cli.document.cells import demands, figure, head
from sro_cli.model import (
    EINSTELLUNGEN,
    LISTEN,
    Beleg,
    Eintrag,
    Forderungen,
    FruehererName,
    Gueltigkeit,
    Indikator,
    Kennzahl,
    Konzept,
    Rueckmeldung,
    Sozialraum,
    Verweis,
    Wert,
    marked_fields,
)
from sro_cli.model.values import ZEITRAUM
from sro_cli.publishing.phrases import (
    Names,
    Why,
    because,
    differing,
    literal,
    quoted,
    rewritten,
    said,
    turned,
)
from sro_cli.readable import WORTE, datum, plain, wort
from sro_cli.source import Key
from sro_cli.tree import Inline

_UNSEEN = {"abgerufen", "bestaetigt", "falsch", "intern"}
"""Fields that no product shows, or that nobody reads for what they say."""

_SETTINGS = {"titel", "untertitel", "herausgeber", "stelle", "kontakt", "anlagen", "steckbrief"}

_ONLY = {"rueckmeldungen": {"entscheidung", "begruendung", "umgesetzt_in"}}
"""Lists of which only some fields are told: what people said stands in the annex, if anywhere."""

_ANSWER = "begruendung"


_OF_ITEM = {"text", "wert"}
"""What an item of a list is known by."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of which something changed.

    Attributes:
        target: its typed id; ``konzept`` for the settings.
        kind: the name of its list; ``konzept`` for the settings.
        state: ``new``, ``gone`` or ``changed``.
        title: what readers know it by, Markdown.
        words: what changed, and of something new what was made of it, Markdown; none if it is gone.
        reason: why, Markdown; empty if nobody says so.
    """

    target: str
    kind: str
    state: str
    title: str
    words: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the versions.

    Attributes:
        konzept: as its readers have it.
        names: what mentions say.
        texts: the texts of entries by their place.
    """

    konzept: Konzept
    names: Names
    texts: Mapping[Key, tuple[Inline, ...]]

    def entry(self, target: str) -> Wert | None:
        """The entry of a typed id, or the settings."""
        if target == EINSTELLUNGEN:
            return self.konzept.einstellungen
        return next((each for each in self.konzept.eintraege() if each.target == target), None)


def told(changes: Iterable[Change], old: Side, new: Side, why: Why) -> list[Entry]:
    """The entries that changed, list by list, in the order of the changes."""
    found: dict[str, Entry] = {}
    words: dict[str, list[str]] = {}
    for change in changes:
        place = change.new or change.old
        kind = _kind(place.target) if place else ""
        if place is None or not kind:
            continue
        match change:
            case EntryAdded(entry=entry):
                found[place.target] = Entry(place.target, kind, "new", title(entry))
                words[place.target] = [*_decided(entry, new)]
            case EntryRemoved(entry=entry):
                found[place.target] = Entry(place.target, kind, "gone", title(entry))
            case FieldChanged() if _is_seen(kind, change) and (became := _Field(change, old, new).words):
                now = new.entry(place.target)
                name = title(now) if isinstance(now, Eintrag) else ""
                found.setdefault(place.target, Entry(place.target, kind, "changed", name))
                words.setdefault(place.target, []).append(became)
            case _:
                pass
    return [
        replace(each, words=tuple(dict.fromkeys(words.get(target, ()))), reason=because(why(target)))
        for target, each in found.items()
    ]


def title(entry: Eintrag) -> str:
    """What readers know an entry by: „Beschluss 2021/BV/2536 „Leitlinien““."""
    if entry.scheme == "rueckmeldung" or entry.bezeichnung == entry.id:
        return literal(entry.label if entry.label != entry.id else entry.bezeichnung)
    if entry.id in entry.label and entry.scheme != "quelle":
        return f"{literal(entry.label)} {quoted(entry.bezeichnung)}"
    return quoted(entry.bezeichnung)


def _kind(target: str) -> str:
    if target == EINSTELLUNGEN:
        return target
    scheme = target.partition(":")[0]
    return next((name for name, kind in LISTEN.items() if kind.scheme == scheme), "")


def _is_seen(kind: str, change: FieldChanged) -> bool:
    name = str(change.path[0])
    if change.weight is Weight.TYPOGRAPHY:
        return False
    if kind == EINSTELLUNGEN:
        return name in _SETTINGS and change.path[1:] != ("aktualisiert",)
    return name in _ONLY.get(kind, {name}) and not _UNSEEN & set(change.path)


@dataclass(frozen=True, slots=True)
class _Field:
    change: FieldChanged
    old: Side
    new: Side

    @property
    def words(self) -> str:
        """What became of the field; empty if a reader would see no difference."""
        change, name = self.change, str(self.change.path[0])
        if name == "beleg":
            return self._proof()
        if self._is_answer():
            return _answer(self._place, self.new)
        if figures := self._figures():
            return turned(*figures)
        if self.change.after and name == getattr(self.new.entry(self._place), "titel_feld", ""):
            return f"hieß bisher {quoted(str(self.change.before))}" if self.change.before else "Titel ergänzt"
        told = self._told(change)
        return f"{self._label()}: {told}" if told else ""

    def _is_answer(self) -> bool:
        """Whether it is the answer to what somebody said, and the first one."""
        asked = self._place.startswith(f"{Rueckmeldung.scheme}:")
        return asked and self.change.path == (_ANSWER,) and not self.change.before

    def _figures(self) -> tuple[str, str] | None:
        """The whole figure of which something changed, before and now."""
        match self.change.path:
            case ("kennzahlen", int(index), _):
                olds, news = (self._figures_of(side) for side in (self.old, self.new))
                now = news[index]
                before = next((each for each in olds if each.merkmal == now.merkmal), None)
                name = f"{literal(now.merkmal)}: "
                return (_figure(before), _figure(now).removeprefix(name)) if before else None
            case _:
                return None

    def _figures_of(self, side: Side) -> tuple[Kennzahl, ...]:
        entry = side.entry(self._place)
        return entry.kennzahlen if isinstance(entry, Sozialraum) else ()

    def _proof(self) -> str:
        before, after = (
            each.art if isinstance(each, Beleg) else each for each in (self.change.before, self.change.after)
        )
        if self.change.path[-1] == "art" or self.change.path == ("beleg",):
            return f"Beleg: {turned(*(plain(each) or 'keiner' for each in (before, after)))}"
        return "Beleg geändert"

    def _told(self, change: FieldChanged) -> str:
        before, after = change.before, change.after
        if isinstance(before or after, tuple):
            mark = self._mark((*change.path, 0))
            return differing(_texts(before), _texts(after), lambda each: self._named(mark, each))
        if change.runs and self._mark(change.path) is None and not (_is_short(before) or _is_short(after)):
            return rewritten(change.runs, self.old.names, self.new.names)
        one, other = self._shown(before), self._shown(after)
        if before is None:
            return f"neu {other}"
        return f"entfallen {one}" if after is None else turned(one, other)

    def _shown(self, value: object) -> str:  # noqa: C901 - one case a kind of value
        mark = self._mark(self.change.path)
        if mark and isinstance(value, str):
            return self._named(mark, value)
        match value:
            case Kennzahl():
                return _figure(value)
            case Indikator():
                return quoted(value.text)
            case FruehererName():
                return literal(f"{value.name} (bis {datum(value.bis)})")
            case Gueltigkeit():
                return f"{value.von} bis {value.bis}"
            case Forderungen():
                return literal(demands(value))
            case Wert():
                return ""
            case bool() | float() | date():
                return plain(value)
            case int():
                return str(value)
            case str() if ZEITRAUM.fullmatch(value):
                return datum(value)
            case str():
                return literal(wort(value)) if _is_word(value) else quoted(value)
            case _:
                return literal(plain(value))

    def _label(self) -> str:
        """The field as tables name it; what lies deeper by the field it lies in as well."""
        names = [each for each in self.change.path if isinstance(each, str)]
        if names[0] == "steckbrief":
            return ", ".join(each.capitalize() for each in names)
        inner = [each for each in names[1:] if each not in _OF_ITEM]
        return ", ".join(str(head("", each)).replace("\\", "") for each in (names[0], *inner))

    @property
    def _place(self) -> str:
        place = self.change.new or self.change.old
        return place.target if place else ""

    def _mark(self, path: tuple[str | int, ...]) -> Verweis | None:
        for side in (self.new, self.old):
            entry = side.entry(self._place)
            found = {where: mark for where, mark, _text in marked_fields(entry, Verweis)} if entry else {}
            if path in found:
                return found[path]
        return None

    def _named(self, mark: Verweis | None, written: str) -> str:
        if mark is None:
            return literal(wort(written)) if _is_word(written) else quoted(written)
        target = mark.target(written)
        return literal(self.new.names.get(target) or self.old.names.get(target) or written)


def _decided(entry: Eintrag, side: Side) -> Iterator[str]:
    """What was made of something that somebody said since the last version."""
    if isinstance(entry, Rueckmeldung) and entry.entscheidung != "offen":
        yield f"{head('', 'entscheidung')}: {literal(wort(entry.entscheidung))}"
        if entry.begruendung:
            yield _answer(entry.target, side)


def _answer(target: str, side: Side) -> str:
    """An answer whole: those who asked look for it."""
    words = said(tokens(side.texts.get((target, _ANSWER), ())), side.names)
    return f"{head('', _ANSWER)}: {literal(words)}"


def _figure(value: Kennzahl) -> str:
    since = f" ({datum(value.stand)})" if value.stand else ""
    return literal(f"{value.merkmal}: {figure(value)}{since}")


def _is_short(value: object) -> bool:
    """Whether it is no text but a word of a closed list, or a day."""
    return _is_word(value) or (isinstance(value, str) and bool(ZEITRAUM.fullmatch(value)))


def _is_word(value: object) -> bool:
    """Whether it is a word of a closed list."""
    return isinstance(value, str) and value in WORTE


def _texts(value: Any) -> Iterator[str]:
    return (str(each) for each in value or ())


def counted(entries: Iterable[Entry]) -> Mapping[str, Mapping[str, int]]:
    """How many entries of each list are new, changed and gone."""
    found: dict[str, dict[str, int]] = {}
    for entry in entries:
        states = found.setdefault(entry.kind, {})
        states[entry.state] = states.get(entry.state, 0) + 1
    return found
