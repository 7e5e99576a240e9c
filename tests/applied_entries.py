"""Applies changes to the entries of the old version: what comes of it must be those of the new one."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

from sro_cli.comparison import changes
from sro_cli.comparison.values import EntryAdded, EntryMoved, EntryRemoved, FieldChanged, Renamed
from sro_cli.files import Memory
from sro_cli.model import LISTEN, Wert
from sro_cli.readers import content as reading
from sro_cli.readers.content import Content

_WORDS = (
    "Räume",
    "Wege",
    "Hilfen",
    "gemeinsam",
    "im Jahr 2024",
    "[Ziel](ziel:Z1)",
    "[Ziel](ziel:Z2)",
    "**alle**",
)

Entries = dict[str, Any]
"""The fields of entries by their typed ids, in order."""


def goals(chance: Random) -> list[dict[str, Any]]:
    """Some goals as an editor writes them."""
    return [_goal(chance, number) for number in range(chance.randint(1, 5))]


def edited(chance: Random, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The goals after some edits: other texts, indicators, resolutions and ids; some new, gone or moved."""
    new = copy.deepcopy(found)
    for _ in range(chance.randint(1, 4)):
        goal = chance.choice(new)
        match chance.randint(0, 7):
            case 0:
                new.insert(chance.randint(0, len(new)), _goal(chance, len(new) + 20))
            case 1 if len(new) > 1:
                new.remove(goal)
            case 2:
                new.append(new.pop(chance.randrange(len(new))))
            case 3:
                goal["id"] = f"X{goal['id']}"
            case 4:
                items = goal["indikatoren"]
                items.insert(chance.randint(0, len(items)), _indicator(chance))
            case 5 if goal["indikatoren"]:
                items = goal["indikatoren"]
                item = items.pop(chance.randrange(len(items)))
                items.append(item | chance.choice(({}, {"text": _text(chance)}, {"stand": "2025"})))
            case 6:
                goal["beleg"] = _proof(chance)
            case _:
                field = chance.choice(("titel", "wortlaut", "erlaeuterung"))
                goal[field] = _text(chance) if field == "titel" else chance.choice(("", _text(chance)))
    return new


def written(found: list[dict[str, Any]]) -> Content:
    """A concept of goals."""
    text = json.dumps({"ziele": found}, ensure_ascii=False)  # YAML reads it as well
    return reading.load(Memory({"content/ziele.yml": text.encode()}))


def applied(old: Content, new: Content) -> tuple[list[Any], list[Any]]:
    """The old entries after all changes, and the new ones; then what stayed, in order."""
    before, after = _entries(old), _entries(new)
    told = changes(old, new)
    names = {change.before: change.after for change in told if isinstance(change, Renamed)}
    gone = {change.old.target for change in told if isinstance(change, EntryRemoved) and change.old}
    come = {
        change.new.target: _plain(change.entry)
        for change in told
        if isinstance(change, EntryAdded) and change.new
    }
    moved = {change.new.target for change in told if isinstance(change, EntryMoved) and change.new}
    state = {names.get(target, target): fields for target, fields in before.items() if target not in gone}
    fields = [change for change in told if isinstance(change, FieldChanged)]
    for change in sorted(fields, key=_order):
        _apply(change, state)
    stayed = [target for target in state if target not in moved]
    assert not come.keys() & state.keys()
    kept = [target for target in after if target not in moved and target not in come]
    return [_full(state | come), stayed], [_full(after), kept]


def _goal(chance: Random, number: int) -> dict[str, Any]:
    goal: dict[str, Any] = {
        "id": f"Z{number}",
        "zielwerk": "w",
        "titel": _text(chance),
        "beleg": _proof(chance),
    }
    goal |= {
        "wortlaut": chance.choice(("", _text(chance))),
        "beschluesse": ["2020/BV/0702"] * chance.randint(0, 1),
    }
    return goal | {"indikatoren": [_indicator(chance) for _ in range(chance.randint(0, 3))]}


def _indicator(chance: Random) -> dict[str, Any]:
    return {"text": _text(chance)} | chance.choice(({}, {"stand": "2024"}))


def _proof(chance: Random) -> dict[str, Any]:
    return {"art": chance.choice(("belegt", "mittelbar", "unbelegt"))} | chance.choice(
        ({}, {"hinweis": _text(chance)})
    )


def _text(chance: Random) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(chance.choice((1, 3, 9))))


def _entries(content: Content) -> Entries:
    found = (entry for name in LISTEN for entry in getattr(content.konzept, name))
    return {entry.target: _plain(entry) for entry in found}


def _plain(value: Any) -> Any:
    """A value as mappings, lists and words; ids are told apart."""
    if isinstance(value, Wert):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields if name != "id"}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _full(value: Any) -> Any:
    """Without fields that say nothing."""
    if isinstance(value, dict):
        return {name: _full(each) for name, each in value.items() if each not in (None, "", [], {})}
    return [_full(each) for each in value] if isinstance(value, list) else value


def _order(change: FieldChanged) -> tuple[Any, ...]:
    """What is gone first, counted as in the old version, from the end; all else as in the new one."""
    item = isinstance(change.path[-1], int)
    if change.after is None:
        return 0, item, -int(change.path[-1]) if item else 0
    return (1, item and change.before is None and -1, int(change.path[-1]) if item else 0)


def _apply(change: FieldChanged, state: Entries) -> None:
    assert change.new
    around: Any = state[change.new.target]
    *way, last = change.path
    for step in way:
        around = around[step]
    before = None if isinstance(around, list) and change.before is None else around[last]
    assert (_full(before) or None) == (_full(_plain(change.before)) or None)
    if not isinstance(around, list):
        around[last] = _plain(change.after)
    elif change.before is None:
        around.insert(int(last), _plain(change.after))
    elif change.after is None:
        del around[int(last)]
    else:
        around[int(last)] = _plain(change.after)
