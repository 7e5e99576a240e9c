"""Changes of the data → rows, a section a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sro_cli.comparison.values import Change, EntryAdded, EntryRemoved, FieldChanged, Place, Renamed
from sro_cli.model import EINSTELLUNGEN, Wert
from sro_cli.readable import plain
from sro_cli.references import noun
from sro_cli.source import Key
from sro_cli.synopse import wording
from sro_cli.synopse.names import Names
from sro_cli.synopse.rows import Inlines, Mark, Row, Section, joined
from sro_cli.tree import Marked, Strong, Text

_OF_OUR_OWN = {"id", "bestaetigt"}
"""Fields that say nothing to readers: an id stands at the row, a confirmation is a digest."""

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
    return [Section(_title(scheme), tuple(rows)) for scheme, rows in by_list.items()]


def _title(scheme: str) -> str:
    if scheme == EINSTELLUNGEN:
        return "Angaben zum Dokument"
    return "Angaben zu Kapiteln" if scheme == "kapitel" else noun(scheme, 2)


def _row(change: Change, names: Sequence[Names]) -> Row | None:
    match change:
        case EntryAdded(entry=entry):
            row = _named("neu", change, "")
            return replace(row, after=_fields(entry, names[1]))
        case EntryRemoved(entry=entry):
            row = _named("entfällt", change, "")
            return replace(row, before=_fields(entry, names[0]))
        case Renamed(before=before, after=after) if not before.startswith(_IN_TEXT):
            one, other = (Text(target.partition(":")[2]) for target in (before, after))
            row = _named("geändert", change, "Kennung")
            return replace(row, before=(Marked((one,), "deleted"),), after=(Marked((other,), "inserted"),))
        case FieldChanged(path=path) if path[0] not in _OF_OUR_OWN:
            old, new = _both(change, names)
            return replace(_named("geändert", change, _field(path)), before=old, after=new)
        case _:
            return None


_IN_TEXT = ("kapitel:", "abschnitt:", "abb:", "tab:")


def _named(mark: Mark, change: Change, where: str) -> Row:
    place = change.new or change.old
    number = _called(place) if place else ""
    return Row(mark=mark, number=number, where=where, old=change.old, new=change.new)


def _called(place: Place) -> str:
    ident = place.target.partition(":")[2]
    if not ident:
        return ""
    return (
        place.title
        if place.target.startswith("kapitel:") or not place.title
        else _with_id(ident, place.title)
    )


def _with_id(ident: str, title: str) -> str:
    return ident if title == ident else f"{ident}: {title}"


def _both(change: FieldChanged, names: Sequence[Names]) -> tuple[Inlines, Inlines]:
    if change.runs and change.before is not None and change.after is not None and not _mark(change, names):
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
        return joined((Text(f"{_word(str(key))}: {plain(each)}"),) for key, each in value.items())
    if link and isinstance(value, str):
        return (Text(names.of(link.target(value))),)
    return (Text(plain(value)),)


def _fields(value: Wert, names: Names) -> Inlines:
    """All that a value says, a field on a line."""
    shown = (name for name in type(value).model_fields if name not in _OF_OUR_OWN)
    given = ((name, getattr(value, name)) for name in shown)
    return joined(
        (Strong((Text(f"{_word(name)}: "),)), *_inner(each, names))
        for name, each in given
        if each not in (None, "", (), {})
    )


def _inner(value: object, names: Names) -> Inlines:
    if isinstance(value, Wert):
        given = ((name, getattr(value, name)) for name in type(value).model_fields)
        return (
            Text(
                ", ".join(
                    f"{_word(name)}: {plain(each)}" for name, each in given if each not in (None, "", ())
                )
            ),
        )
    if isinstance(value, tuple):
        parts = [_inner(each, names) for each in value]
        return tuple(
            inline for index, part in enumerate(parts) for inline in (*([Text("; ")] if index else []), *part)
        )
    if isinstance(value, dict):
        return (Text(", ".join(f"{_word(str(key))}: {plain(each)}" for key, each in value.items())),)
    return (Text(plain(value)),)


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
    word = _UMLAUT.sub(lambda match: _LETTERS[match[0]], name).replace("_", " ")
    return word[:1].upper() + word[1:]
