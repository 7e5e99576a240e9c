"""What a comparison is limited to: ids as somebody wrote them → typed ids."""

from __future__ import annotations

from collections.abc import Iterable

from sro_cli.comparison.entries import renamed
from sro_cli.readers.content import Content


class Unknown(LookupError):  # noqa: N818 - reads as what it says
    """Neither version has anything that is called so; its argument is the word."""


def chosen(words: Iterable[str], old: Content, new: Content, others: Iterable[str] = ()) -> frozenset[str]:
    """What is meant by ids, in both versions: also the one that an entry had before.

    Args:
        words: typed ids of chapters, sections, figures, tables and entries, ``kapitel:auftrag``; or only
            what stands behind the colon, for all that are called so.
        old: one version.
        new: the other.
        others: what can be chosen as well and has no kind.

    Raises:
        Unknown: neither version has anything of that id.
    """
    names = [*known(old, new), *others]
    found: set[str] = set()
    for word in words:
        meant = [name for name in names if word in (name, name.partition(":")[2])]
        if not meant:
            raise Unknown(word)
        found.update(meant)
    pairs = renamed(old, new).items()
    return frozenset({*found, *(two for one in pairs if found & set(one) for two in one)})


def known(old: Content, new: Content) -> tuple[str, ...]:
    """The typed ids of all that can be chosen, sorted."""
    return tuple(sorted({name for side in (old, new) for name, _span in side.places.entries()}))
