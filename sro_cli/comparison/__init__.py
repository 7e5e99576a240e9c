"""What differs between two versions of a concept, as values. Pure: whoever reads versions lives elsewhere.

`changes` tells it of data and text; `pairing.paired` and `words.runs` are for who composes a
document of two others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sro_cli.comparison import entries, numbers, texts
from sro_cli.comparison.entries import Entries
from sro_cli.comparison.outline import outlined, placed
from sro_cli.comparison.pairing import Pair, paired
from sro_cli.comparison.texts import Texts
from sro_cli.comparison.units import Unit
from sro_cli.comparison.values import Change
from sro_cli.readers.content import Content


def changes(old: Content, new: Content) -> tuple[Change, ...]:
    """All that changed: the settings, the head and the text of each chapter, then the entries, list by list.

    What was removed stands where it was. Figures and tables that only have another number come behind
    all else of their chapter. Without any difference that a reader could see there is none.
    """
    return tuple(_changes(old, new))


def renamed(old: Content, new: Content) -> dict[str, str]:
    """What has another typed id in the new version, by its old one: of entries and of texts."""
    return _renamed(old, new, _pairs(outlined(old, new), outlined(new, old)))


def _changes(old: Content, new: Content) -> Iterator[Change]:
    before, after = outlined(old, new), outlined(new, old)
    pairs = _pairs(before, after)
    following = _renamed(old, new, pairs)
    data = Entries(old, new, following, (entries.titles(old), entries.titles(new)))
    places = placed(before), placed(after)
    words = Texts(*places, following)
    counted = numbers.printed(before, old.konzept), numbers.printed(after, new.konzept)
    yield from data.settings()
    for pair in pairs:
        if pair.old and pair.new:
            yield from data.heads(pair.old.ident, pair.new.ident)
        yield from words.changes((pair,))
        yield from numbers.renumbered(pair, counted, places)
    yield from data.lists()


def _pairs(before: Sequence[Unit], after: Sequence[Unit]) -> list[Pair]:
    return [step for step in paired(before, after) if isinstance(step, Pair)]


def _renamed(old: Content, new: Content, pairs: Sequence[Pair]) -> dict[str, str]:
    return {**entries.renamed(old, new), **texts.renamed(pairs)}
