"""The simplest style sheets, as drawing programs put them into their SVG: classes and declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")


class UnknownError(Exception):
    """A style sheet is not one of the simplest."""


def rules(sheets: Iterable[str]) -> dict[str, dict[str, str]]:
    """The declarations for each class.

    Raises:
        UnknownError: there is something else than lists of classes.

    >>> rules([".a, .b { fill: red } .b{stroke:none;}"])
    {'a': {'fill': 'red'}, 'b': {'fill': 'red', 'stroke': 'none'}}
    """
    found: dict[str, dict[str, str]] = {}
    for sheet in sheets:
        text = _COMMENT.sub(" ", sheet)
        if _RULE.sub("", text).strip():
            raise UnknownError(text)
        for match in _RULE.finditer(text):
            for selector in match[1].split(","):
                name = _CLASS.fullmatch(selector.strip())
                if not name:
                    raise UnknownError(selector)
                found.setdefault(name[1], {}).update(declarations(match[2]))
    return found


def declarations(style: str) -> dict[str, str]:
    """What a ``style`` attribute or the body of a rule declares, by property.

    >>> declarations("fill:#fff; stroke : none !important;")
    {'fill': '#fff', 'stroke': 'none'}
    """
    pairs = (part.partition(":") for part in _COMMENT.sub(" ", style).split(";"))
    return {
        name.strip().lower(): value.strip().removesuffix("!important").strip()
        for name, _, value in pairs
        if value.strip()
    }
