"""Where the bookmarks of two versions of a paragraph stand in the one that shows both."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sro_cli.redline.atoms import Mark, Step
from sro_cli.writers.docx.elements import Element
from sro_cli.writers.docx.markup import w

_START, _ID, _NAME = w("bookmarkStart"), w("id"), w("name")


def placed(
    steps: Sequence[Step], old: Sequence[Mark], new: Sequence[Mark], names: Collection[str]
) -> dict[int, list[Element]]:
    """The beginnings and ends of bookmarks by the number of the step that they stand before.

    A bookmark of both versions holds the words of the old one once changes are rejected, if there are
    places for that; else it stands where it does in the new version. Others stand where they did.

    Args:
        steps: the paragraph that shows both versions.
        old: beginnings and ends in the old version.
        new: those in the new one.
        names: bookmarks of the new document.
    """
    bounds = [(0, 0)]
    for step in steps:
        before, after = bounds[-1]
        bounds.append((before + (step.old is not None), after + (step.new is not None)))
    exact = {bound: place for place, bound in enumerate(bounds)}
    last_old = {before: place for place, (before, _after) in enumerate(bounds)}
    last_new = {after: place for place, (_before, after) in enumerate(bounds)}
    found: dict[int, list[Element]] = {}
    called, known = _names(old), _stretches(old)
    for place, mark in old:
        if called.get(mark.get(_ID, "")) not in names:
            found.setdefault(last_old[place], []).append(mark)
    called, wanted = _names(new), _stretches(new)
    for place, mark in new:
        name = called.get(mark.get(_ID, ""), "")
        both = list(zip(known.get(name, ()), wanted.get(name, ()), strict=False))
        if both and all(bound in exact for bound in both):
            at = exact[both[0 if mark.tag == _START else -1]]
        else:
            at = last_new[place]
        found.setdefault(at, []).append(mark)
    return found


def _names(marks: Sequence[Mark]) -> dict[str, str]:
    return {mark.get(_ID, ""): mark.get(_NAME, "") for _place, mark in marks if mark.tag == _START}


def _stretches(marks: Sequence[Mark]) -> dict[str, list[int]]:
    """The places of beginning and end of each bookmark that does both here."""
    called = _names(marks)
    found: dict[str, list[int]] = {}
    for place, mark in marks:
        if (name := called.get(mark.get(_ID, ""))) is not None:
            found.setdefault(name, []).append(place)
    return {name: places for name, places in found.items() if len(places) == len(("start", "end"))}
