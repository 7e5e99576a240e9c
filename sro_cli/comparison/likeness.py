"""How alike two units are, and which of many are alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from sro_cli.comparison.units import Unit

ENOUGH = 0.4
"""From here on two units that stand at the same place are one, changed."""

_SAME = 0.9
_NAMED = 0.6
_RARE = 12
"""Units that a word may stand in and still tell them apart."""

_FEW = 3
"""Words; none of them need be the same if their letters are."""

_TELLING = 8
"""Of the words of a unit, how many rare ones are looked up."""


def likeness(old: Unit, new: Unit) -> float:
    """From 0 (nothing in common, or of different kinds) to 1.

    The share of the words that both have (Dice, each as often as it stands there); what an author
    called the same, or what begins with the same term or the same first cell, is alike in any case.
    """
    if old.kind != new.kind:
        return 0.0
    if old.digest == new.digest:
        return 1.0
    if old.ident and new.ident:
        if old.ident == new.ident:
            return _SAME
        if old.kind in {"heading", "figure", "table"} and not old.size:
            return 0.0
    if old.kind == "item" and old.inner and new.inner and _begins_alike(old, new):
        return _SAME
    total = old.size + new.size
    common = (old.words & new.words).total()
    share = 2 * common / total if total else 0.0
    if _is_named(old, new):
        return max(share, _NAMED)
    if not share and old.text and new.text and max(old.size, new.size) <= _FEW:
        return _of_letters(old.text, new.text)
    return share


def candidates(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[tuple[float, int, int]]:
    """The pairs that share words which few units have, with their likeness; each pair once.

    Takes time in the number of units, not of pairs.
    """
    having: defaultdict[str, list[int]] = defaultdict(list)
    for index, unit in enumerate(new):
        for word in unit.words:
            having[word].append(index)
    for i, unit in enumerate(old):
        known = ((len(having[word]), word) for word in unit.words if word in having)
        rare = sorted(entry for entry in known if entry[0] <= _RARE)[:_TELLING]
        shared = Counter(j for _count, word in rare for j in having[word])
        for j, _count in shared.most_common(_TELLING):
            if alike := likeness(unit, new[j]):
                yield alike, i, j


def _of_letters(old: str, new: str) -> float:
    """The likeness of a few words by their letters: „Ziele“ and „Ziel“."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - rarely needed

    return ratio(old, new, score_cutoff=100 * _NAMED) / 100


def _is_named(old: Unit, new: Unit) -> bool:
    match old.kind:
        case "caption" | "head":
            return True
        case "heading":  # the title of the chapter
            return old.about[:1] == new.about[:1] == (("level", "1"),)
        case "column":
            return old.text == new.text != ""
        case "row":
            return _first(old) == _first(new) != ""
        case "view":
            return old.about[:2] == new.about[:2]
        case "figure":
            return old.about[:1] == new.about[:1]
        case _:
            return False


def _begins_alike(old: Unit, new: Unit) -> bool:
    """Whether two items begin with the same paragraph: a list below it says nothing of the item."""
    return old.inner[0].digest == new.inner[0].digest and old.inner[0].size > 0


def _first(row: Unit) -> str:
    return row.inner[0].text if row.inner else ""
