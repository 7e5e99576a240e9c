"""The numbers that Word counts for headings and lists, which stand nowhere in a DOCX (ECMA-376-1, 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from sro_cli.writers.docx.markup import w

_VAL, _LEVEL = w("val"), w("ilvl")
_NUMBER = re.compile("[0-9]{1,6}")
_LEVELS = 9
"""That a list has at most."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list counts: its first number, its form (``decimal``) and pattern (``%1.%2``)."""

    start: int
    form: str
    pattern: str


class Numbers:
    """Counts as a document is read from its beginning to its end."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        """Reads how lists count and which styles are numbered.

        Args:
            numbering: the part numbering.xml, if there is one.
            styles: the part styles.xml, if there is one.
        """
        self._lists = {} if numbering is None else _lists(numbering)
        self._styles = {} if styles is None else _styles(styles)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def next(self, style: str, numbered: etree._Element | None) -> str:
        """What Word puts before the next paragraph; empty for a bullet and for none.

        Args:
            style: of the paragraph.
            numbered: its own ``numPr``; without it that of its style counts.
        """
        use, depth = _use(numbered, *self._styles.get(style, ("", 0)))
        levels = self._lists.get(use, {})
        if depth not in levels:
            return ""
        counts, level = self._counts[use], levels[depth]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if level.form not in _FORMS:
            return ""
        text = level.pattern
        for above in range(min(depth + 1, _LEVELS)):
            form = levels[above].form if above in levels else ""
            text = text.replace(f"%{above + 1}", _FORMS.get(form, str)(counts.get(above, 0)))
        return text

    def depth(self, style: str, numbered: etree._Element | None) -> int | None:
        """How deep in a list a paragraph stands, from 0; None outside of lists.

        Args:
            style: of the paragraph.
            numbered: its own ``numPr``; without it that of its style counts.
        """
        use, depth = _use(numbered, *self._styles.get(style, ("", 0)))
        return depth if depth in self._lists.get(use, {}) else None


def _use(numbered: etree._Element | None, use: str, depth: int) -> tuple[str, int]:
    """The list and the level that a ``numPr`` names; what it does not name stays."""
    for child in () if numbered is None else numbered:
        if child.tag == w("numId"):
            use = child.get(_VAL, "")
        elif child.tag == _LEVEL:
            depth = _whole(child.get(_VAL, ""))
    return use, depth


def _lists(root: etree._Element) -> Mapping[str, Mapping[int, _Level]]:
    """The levels of every list by its id."""
    abstract = {
        each.get(w("abstractNumId")): {
            _whole(level.get(_LEVEL, "")): _level(level) for level in each.iter(w("lvl"))
        }
        for each in root.iter(w("abstractNum"))
    }
    lists = {}
    for use in root.iter(w("num")):
        levels = dict(abstract.get(_value(use, "abstractNumId"), {}))
        for change in use.iter(w("lvlOverride")):
            depth, start = _whole(change.get(_LEVEL, "")), _value(change, "startOverride")
            if start and depth in levels:
                levels[depth] = _Level(_whole(start), levels[depth].form, levels[depth].pattern)
        lists[use.get(w("numId"), "")] = levels
    return lists


def _level(level: etree._Element) -> _Level:
    return _Level(_whole(_value(level, "start"), 1), _value(level, "numFmt"), _value(level, "lvlText"))


def _whole(text: str, otherwise: int = 0) -> int:
    """A number as Word writes it; files of others may hold anything."""
    return int(text) if _NUMBER.fullmatch(text) else otherwise


def _value(element: etree._Element, name: str) -> str:
    child = element.find(w(name))
    return "" if child is None else child.get(_VAL, "")


def _styles(root: etree._Element) -> Mapping[str, tuple[str, int]]:
    """The list and the level of each style that is numbered."""
    found = {
        style.get(w("styleId"), ""): style.find(f"{w('pPr')}/{w('numPr')}") for style in root.iter(w("style"))
    }
    return {name: _use(numbered, "", 0) for name, numbered in found.items() if numbered is not None}


def _letters(number: int) -> str:
    """Word counts A to Z, then AA, BB.

    >>> _letters(1), _letters(27), _letters(28)
    ('A', 'AA', 'BB')
    """
    return chr(ord("A") + (number - 1) % 26) * min((number + 25) // 26, _WIDEST)


def _roman(number: int) -> str:
    """Roman numerals; beyond what they are used for, arabic ones.

    >>> _roman(4), _roman(1998), _roman(0)
    ('IV', 'MCMXCVIII', '0')
    """
    if not 0 < number < _ROMANS:
        return str(number)
    text = ""
    for value, letters in _NUMERALS:
        text += letters * (number // value)
        number %= value
    return text


_ROMANS = 4000
_NUMERALS = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_WIDEST = 30
"""Letters that a number may have."""

_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}
