"""Changes of the data → rows, a section a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from sro_cli.comparison.values import Change, EntryAdded, EntryRemoved, FieldChanged, Place, Renamed
from sro_cli.document.typography import Typesetter
from sro_cli.model import EINSTELLUNGEN, Verweis, Wert, marked_fields
from sro_cli.readable import datum, plain, wort
from sro_cli.references import noun
from sro_cli.source import Key
from sro_cli.synopse import wording
from sro_cli.synopse.names import Names
from sro_cli.synopse.rows import Inlines, Mark, Row, Section, joined
from sro_cli.tree import Marked, Strong, Text, plain_text

_OF_OUR_OWN = {"id", "bestaetigt"}
"""Fields that say nothing to readers: an id stands at the row, a confirmation is a digest."""

_OF_SRO = {"kurzname", "schreibweise", "schweregrade", "abdeckung"}
"""Settings that no document shows: they say how it is checked, and what its file is called."""

_MEANT = {"url": "Adresse"}

_IN_TEXT = {"kapitel", "abschnitt", "abb", "tab"}

_UMLAUT = re.compile(r"ae|oe|(?<!q)ue")
_LETTERS = {"ae": "ä", "oe": "ö", "ue": "ü"}


def sections(found: Iterable[Change], names: Sequence[Names]) -> list[Section]:
    """The changes of the data, list by list; those of the text are passed over.

    Args:
        found: all changes, in their order.
        names: of both versions.
    """
    by_list: dict[str, list[Row]] = {}
    for change in found:
        row = _row(change, names)
        place = change.new or change.old
        if row and place:
            by_list.setdefault(place.target.partition(":")[0], []).append(row)
    return [Section(_title(scheme), tuple(_by_entry(rows))) for scheme, rows in by_list.items()]


def _by_entry(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with all changed fields of an entry in one, a field on a line."""
    for _key, lot in groupby(rows, key=_kin):
        first, *others = run = list(lot)
        if others:
            before, after = (
                joined((Strong((Text(f"{row.where}: "),)), *(side(row) or (Text("–"),))) for row in run)
                for side in (_before, _after)
            )
            notes = tuple(f"{row.where}: {words}" for row in run for words in row.notes)
            yield replace(first, where="", before=before, after=after, notes=notes)
        else:
            yield first


_before, _after = attrgetter("before"), attrgetter("after")


def _kin(row: Row) -> object:
    """Equal for neighbours that become one row: changed fields of an entry, not those of the settings."""
    place = row.new or row.old
    whole = row.mark != "geändert" or place is None or place.target == EINSTELLUNGEN
    return id(row) if whole or place is None else place.target


def _title(scheme: str) -> str:
    if scheme == EINSTELLUNGEN:
        return "Angaben zum Dokument"
    return "Angaben zu Kapiteln" if scheme == "kapitel" else noun(scheme, 2)


def _row(change: Change, names: Sequence[Names]) -> Row | None:
    match change:
        case EntryAdded(entry=entry):
            row = _named("neu", change, names)
            return replace(row, after=_fields(entry, names[1]))
        case EntryRemoved(entry=entry):
            row = _named("entfällt", change, names)
            return replace(row, before=_fields(entry, names[0]))
        case Renamed(before=before, after=after) if _is_seen(before, names[0]) or _is_seen(after, names[1]):
            one, other = (Text(target.partition(":")[2]) for target in (before, after))
            row = _named("geändert", change, names, "Kennung")
            return replace(row, before=(Marked((one,), "deleted"),), after=(Marked((other,), "inserted"),))
        case FieldChanged(path=path) if path[0] not in _OF_OUR_OWN and not _steers(change):
            old, new = _both(change, names)
            notes = tuple(wording.remarks(change.runs, names))
            if notes == (wording.MARKS_ONLY,) and _printed(old) == _printed(new):
                return None
            row = _named("geändert", change, names, _field(path))
            return replace(row, before=old, after=new, notes=notes)
        case _:
            return None


def _is_seen(target: str, names: Names) -> bool:
    """Whether readers see the id of an entry, as they do of goals and resolutions."""
    scheme, _colon, ident = target.partition(":")
    return scheme not in _IN_TEXT and f" {names.of(target)}".endswith(f" {ident}")


def _printed(content: Inlines) -> str:
    """A text as products print it."""
    return Typesetter().set(plain_text(content))


def _steers(change: FieldChanged) -> bool:
    place = change.new or change.old
    return place is not None and place.target == EINSTELLUNGEN and change.path[0] in _OF_SRO


def _named(mark: Mark, change: Change, names: Sequence[Names], where: str = "") -> Row:
    place, name = (change.new, names[1]) if change.new else (change.old, names[0])
    number = _called(place, name) if place else ""
    return Row(mark=mark, number=number, where=where, old=change.old, new=change.new)


def _called(place: Place, names: Names) -> str:
    """What an entry goes by: its short name, cut if that is long."""
    scheme, _colon, ident = place.target.partition(":")
    if not ident:
        return ""
    words = place.title if scheme == "kapitel" else names.of(place.target)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"


_LONGEST = 60  # letters of a name; a column of them is narrow


def _both(change: FieldChanged, names: Sequence[Names]) -> tuple[Inlines, Inlines]:
    texts = change.runs and change.before is not None and change.after is not None
    coded = _is_coded(change.before) or _is_coded(change.after)
    if texts and not coded and not _mark(change, names):
        return wording.differing(change.runs, names)
    sides = zip((change.before, change.after), (change.old, change.new), names, wording.SIDES, strict=True)
    one, other = (
        (Marked(_value(value, place, change.path, name), mark),) if value is not None else ()
        for value, place, name, mark in sides
    )
    return one, other


def _mark(change: FieldChanged, names: Sequence[Names]) -> bool:
    places = zip((change.old, change.new), names, strict=True)
    return any(place is not None and name.links(place.target, change.path) for place, name in places)


def _value(value: object, place: Place | None, path: Key, names: Names) -> Inlines:
    link = names.links(place.target, path) if place else None
    if isinstance(value, Wert):
        return _fields(value, names)
    if isinstance(value, tuple):
        return joined(_value(each, place, path, names) for each in value)
    if isinstance(value, dict):
        return joined((Text(f"{_word(str(key))}: {_said(each)}"),) for key, each in value.items())
    if link and isinstance(value, str):
        return (Text(names.of(link.target(value))),)
    return (Text(_said(value)),)


def _said(value: object) -> str:
    is_day = isinstance(value, str) and _DAY.fullmatch(value)
    return datum(str(value)) if is_day else wort(plain(value))


def _is_coded(value: object) -> bool:
    """Whether readers see other words than what is written: a day in full, a word of a closed list."""
    return isinstance(value, str) and _said(value) != plain(value)


_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?")


def _fields(value: Wert, names: Names) -> Inlines:
    """All that a value says, a field on a line."""
    return joined((Strong((Text(f"{_word(name)}: "),)), Text(words)) for name, words in _given(value, names))


def _given(value: Wert, names: Names) -> Iterator[tuple[str, str]]:
    """The fields of a value that say something, and what."""
    links = {path: mark for path, mark, _written in marked_fields(value, Verweis)}
    for name in type(value).model_fields:
        words = _words(getattr(value, name), links.get((name,)) or links.get((name, 0)), names)
        if words and name not in _OF_OUR_OWN:
            yield name, words


def _words(value: object, link: Verweis | None, names: Names) -> str:
    """A value in words; entries that it names by their names."""
    match value:
        case Wert():
            return ", ".join(f"{_word(name)}: {words}" for name, words in _given(value, names))
        case tuple():
            return "; ".join(_words(each, link, names) for each in value)
        case dict():
            return ", ".join(f"{_word(str(key))}: {_said(each)}" for key, each in value.items())
        case str() if link:
            return names.of(link.target(value))
        case _:
            return _said(value)


def _field(path: Key) -> str:
    """A field in words.

    >>> _field(("indikatoren", 1, "text")), _field(("begruendung",)), _field(("quelle",))
    ('Indikatoren, 2: Text', 'Begründung', 'Quelle')
    """
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f", {step + 1}"
        else:
            words += f": {_word(step)}" if words else _word(step)
    return words


def _word(name: str) -> str:
    if name in _MEANT:
        return _MEANT[name]
    word = _UMLAUT.sub(lambda match: _LETTERS[match[0]], name).replace("_", " ")
    return word[:1].upper() + word[1:]
