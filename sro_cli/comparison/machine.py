"""The form in which programs get changes, described for them."""

from __future__ import annotations

from typing import Any

from sro_cli.comparison import values
from sro_cli.comparison.values import Change, Weight

FORMAT = 1
"""Counts up when a field changes its meaning."""


def schema() -> dict[str, Any]:
    """The JSON Schema of what `sro diff -f json` prints."""
    text = {"type": "string"}
    position = {"type": ["integer", "null"], "minimum": 1}
    place: dict[str, Any] = {"target": text, "name": text, "section": text, "title": text, "number": text}
    place |= {"path": {"type": ["string", "null"]}, "line": position, "column": position}
    word = {"mark": {"enum": ["equal", "deleted", "inserted"]}, "text": text}
    side = {"anyOf": [_object(place), {"type": "null"}]}
    change = {
        "kind": {"enum": sorted(_kinds())},
        "weight": {"enum": [weight.value for weight in Weight]},
        "message": text,
        "old": side,
        "new": side,
        "before": text,
        "after": text,
        "words": {"type": "array", "items": _object(word)},
        "internal": {"type": "boolean"},
        "reason": text,
    }
    changes = {"type": "array", "items": _object(change)}
    return {
        "title": "Was sich zwischen zwei Fassungen geändert hat",
        **_object(
            {
                "version": {"const": FORMAT},
                "old": text,
                "new": text,
                "faulty": {"type": "array", "items": text},
                "changes": changes,
            }
        ),
    }


def _kinds() -> list[str]:
    found = [each for each in vars(values).values() if isinstance(each, type) and issubclass(each, Change)]
    return [each.__name__ for each in found if each is not Change]


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
