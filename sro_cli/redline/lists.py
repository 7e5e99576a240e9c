"""Which lists of two versions are the same one, and the lists that only the old one has."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from sro_cli.writers.docx.elements import VAL, Element
from sro_cli.writers.docx.markup import w
from sro_cli.writers.docx.styles import ANNEXES, HEADINGS

_NUM, _NUM_ID, _ABSTRACT = w("num"), w("numId"), w("abstractNum")
_ABSTRACT_ID = w("abstractNumId")

FIXED = frozenset({"", "0", "1000", str(HEADINGS), str(ANNEXES)})
"""Lists that every document has: none, those of headings, and pandoc's for further paragraphs of items."""


def translated(pairs: Iterable[tuple[str, str]], old: Element, new: Element) -> dict[str, str]:
    """The ids of the lists of the old version as they are in the new one.

    Items that belong together make their lists one; each list of the new version takes the place of
    one old list at most. Other lists of the old version are added to the new one.

    Args:
        pairs: the lists of items of the same kind that belong together.
        old: the part numbering.xml of the old version.
        new: that of the new one; lists are added.
    """
    known = one_to_one(pairs)
    kinds = {kind.get(_ABSTRACT_ID) for kind in new.iter(_ABSTRACT)}
    following = 1 + max((int(use.get(_NUM_ID, "0")) for use in new.iter(_NUM)), default=0)
    for use in old.findall(_NUM):
        ident = use.get(_NUM_ID, "")
        if ident in known:
            continue
        fresh = deepcopy(use)
        fresh.set(_NUM_ID, str(following))
        new.append(fresh)
        known[ident] = str(following)
        following += 1
        kind = fresh.find(_ABSTRACT_ID)
        if kind is not None and kind.get(VAL) not in kinds:
            kinds.add(kind.get(VAL))
            _add_kind(old, new, kind.get(VAL, ""))
    return known


def one_to_one(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The lists that become one: each old one goes with the first new one that is still free.

    >>> found = one_to_one([("5", "7"), ("5", "8"), ("6", "7")])
    >>> found["5"], "6" in found
    ('7', False)
    """
    known = {ident: ident for ident in FIXED}
    taken = set(FIXED)
    for before, after in pairs:
        if before not in known and after not in taken:
            known[before] = after
            taken.add(after)
    return known


def _add_kind(old: Element, new: Element, ident: str) -> None:
    kind = next(kind for kind in old.iter(_ABSTRACT) if kind.get(_ABSTRACT_ID) == ident)
    new.findall(_ABSTRACT)[-1].addnext(deepcopy(kind))
