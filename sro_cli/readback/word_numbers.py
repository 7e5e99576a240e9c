"""The numbers that Word counts for headings and lists, which stand nowhere in a DOCX (ECMA-376-1, 17.9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from sro_cli.writers.docx.markup import w

_VAL, _LEVEL = w("val"), w("ilvl")


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list counts: its first number, its form (``decimal``) and pattern (``%1.%2``)."""

    start: int
    form: str
    pattern: str


class Numbers:
    """Counts as a document is read from its beginning to its end."""

    def __init__(self, numbering: bytes, styles: bytes) -> None:
        """Reads how lists count and which styles are numbered.

        Args:
            numbering: the part numbering.xml.
            styles: the part styles.xml.

        Raises:
            lxml.etree.XMLSyntaxError: a part is no XML.
        """
        self._lists = _lists(etree.fromstring(numbering))
        self._styles = _styles(etree.fromstring(styles))
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
        for above in range(depth + 1):
            text = text.replace(f"%{above + 1}", _FORMS[levels[above].form](counts.get(above, 0)))
        return text


def _use(numbered: etree._Element | None, use: str, depth: int) -> tuple[str, int]:
    """The list and the level that a ``numPr`` names; what it does not name stays."""
    for child in () if numbered is None else numbered:
        if child.tag == w("numId"):
            use = child.get(_VAL, "")
        elif child.tag == _LEVEL:
            depth = int(child.get(_VAL, "0"))
    return use, depth


def _lists(root: etree._Element) -> Mapping[str, Mapping[int, _Level]]:
    """The levels of every list by its id."""
    abstract = {
        each.get(w("abstractNumId")): {
            int(level.get(_LEVEL, "0")): _level(level) for level in each.iter(w("lvl"))
        }
        for each in root.iter(w("abstractNum"))
    }
    lists = {}
    for use in root.iter(w("num")):
        levels = dict(abstract.get(_value(use, "abstractNumId"), {}))
        for change in use.iter(w("lvlOverride")):
            depth, start = int(change.get(_LEVEL, "0")), _value(change, "startOverride")
            if start and depth in levels:
                levels[depth] = _Level(int(start), levels[depth].form, levels[depth].pattern)
        lists[use.get(w("numId"), "")] = levels
    return lists


def _level(level: etree._Element) -> _Level:
    return _Level(int(_value(level, "start") or 1), _value(level, "numFmt"), _value(level, "lvlText"))


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
    return chr(ord("A") + (number - 1) % 26) * ((number + 25) // 26)


_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
}
