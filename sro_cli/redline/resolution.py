"""A part of a Word document with all its changes accepted, or all rejected (ECMA-376-1, 17.13.5).

Whole paragraphs, runs, rows, cells and properties; also moves, which Word marks as a deletion here
and an insertion there.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from sro_cli.writers.docx.elements import Element, P
from sro_cli.writers.docx.markup import w

INSERTED = frozenset({w("ins"), w("moveTo")})
"""What is there only when changes are accepted."""

DELETED = frozenset({w("del"), w("moveFrom")})
"""What is there only when changes are rejected."""

WORDS_OF_DELETED = {w("delText"): w("t"), w("delInstrText"): w("instrText")}
"""What text and instructions of fields are called in deletions, and otherwise."""


def accepted(root: Element) -> Element:
    """A copy of a part with all changes accepted."""
    copy = deepcopy(root)
    for change in list(copy.iter(*_FORMER)):
        _remove(change)
    _settle(copy, gone=DELETED, here=INSERTED, gone_cell=w("cellDel"))
    return copy


def rejected(root: Element) -> Element:
    """A copy of a part with all changes rejected."""
    copy = deepcopy(root)
    for change in list(copy.iter(*_FORMER)):
        _restore(change)
    _settle(copy, gone=INSERTED, here=DELETED, gone_cell=w("cellIns"))
    for text in copy.iter(*WORDS_OF_DELETED):
        text.tag = WORDS_OF_DELETED[text.tag]
    return copy


_FORMER = tuple(
    w(f"{name}Change")
    for name in ("pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "numbering")
)
"""They hold the properties that were before."""

_RANGES = tuple(w(f"move{name}Range{end}") for name in ("From", "To") for end in ("Start", "End"))
_MARKED, _ROW, _CELL, _TABLE = w("rPr"), w("tr"), w("tc"), w("tbl")
_CELL_MARKS = (w("cellIns"), w("cellDel"))
_PARAGRAPH_PROPERTIES = w("pPr")
_OF_THE_MARK = frozenset({_MARKED, w("sectPr")})
"""What belongs to the properties of a paragraph and is not among those that were before."""

_SAYING = frozenset(map(w, ("r", "hyperlink", "sdt", "fldSimple", "smartTag", "ins", "del")))


def _restore(change: Element) -> None:
    """Puts the properties that were before in the place of those around them."""
    properties = change.getparent()
    if properties is None:
        return
    former = next(iter(change), None)
    around = _OF_THE_MARK if properties.tag == _PARAGRAPH_PROPERTIES else INSERTED | DELETED
    staying = [child for child in properties if child.tag in around]
    properties[:] = [*([] if former is None else list(former)), *staying]


def _settle(root: Element, *, gone: frozenset[str], here: frozenset[str], gone_cell: str) -> None:
    for mark in list(root.iter(*_RANGES)):
        _remove(mark)
    _settle_tables(root, gone, here, gone_cell)
    vanishing = _settle_marks(root, gone, here)
    for change in list(root.iter(*gone)):
        _remove(change)
    for change in list(root.iter(*here)):
        _unwrap(change)
    for link in list(root.iter(w("hyperlink"))):
        if not len(link):
            _remove(link)
    for paragraph in vanishing:
        _join(paragraph)


def _settle_tables(root: Element, gone: frozenset[str], here: frozenset[str], gone_cell: str) -> None:
    for properties in list(root.iter(w("trPr"))):
        marks = [child for child in properties if child.tag in gone | here]
        if any(mark.tag in gone for mark in marks):
            _remove(properties.getparent())
        for mark in marks:
            properties.remove(mark)
    for mark in list(root.iter(*_CELL_MARKS)):
        around = mark.getparent()
        if around is not None:
            around.remove(mark)
            if mark.tag == gone_cell:
                _remove(around.getparent())
    _remove_empty(root.iter(_ROW), _CELL)
    _remove_empty(root.iter(_TABLE), _ROW)


def _remove_empty(elements: Iterable[Element], needed: str) -> None:
    for each in list(elements):
        if each.find(needed) is None:
            _remove(each)


def _settle_marks(root: Element, gone: frozenset[str], here: frozenset[str]) -> list[Element]:
    """The paragraphs whose end vanishes; afterwards none is marked."""
    vanishing = []
    for properties in list(root.iter(_MARKED)):
        around = properties.getparent()
        if around is None or around.tag != _PARAGRAPH_PROPERTIES:
            continue
        marks = [child for child in properties if child.tag in gone | here]
        for mark in marks:
            properties.remove(mark)
        paragraph = around.getparent()
        if paragraph is not None and any(mark.tag in gone for mark in marks):
            vanishing.append(paragraph)
        if marks and not len(properties):
            around.remove(properties)
    return vanishing


def _join(paragraph: Element) -> None:
    """Joins a paragraph whose end has gone with the next one, which keeps its own properties.

    The last paragraph of a cell, a footnote or the body stays: each of them ends with one.
    """
    following = paragraph.getnext()
    saying = any(child.tag in _SAYING for child in paragraph)
    if following is not None and following.tag == P:
        content = [child for child in paragraph if child.tag != _PARAGRAPH_PROPERTIES]
        begin = 1 if len(following) and following[0].tag == _PARAGRAPH_PROPERTIES else 0
        following[begin:begin] = content
        _remove(paragraph)
    elif following is not None and following.tag == _TABLE and not saying:
        _remove(paragraph)


def _remove(element: Element | None) -> None:
    parent = None if element is None else element.getparent()
    if element is not None and parent is not None:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)
