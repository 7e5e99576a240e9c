"""Paragraphs that were split, or merged: nothing in them is new or gone because of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sro_cli.comparison.pairing import Pair, Step
from sro_cli.comparison.units import Unit
from sro_cli.comparison.words import Run, runs
from sro_cli.tree import Inline, Text

_SHARE = 0.8
"""Of the words of a part, how many the other version must have in the whole."""

_TELLING = 3
"""Words that a part must have."""

_BETWEEN = Text(" ")
_SIGN = Text(" ¶ ")


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """A paragraph on one side that is several on the other.

    Attributes:
        pair: the paragraph and the one of the others that it is paired with.
        steps: all of them in their order, neighbours; those beside the pair are on one side only.
    """

    pair: Pair
    steps: tuple[Pair, ...]

    @property
    def old(self) -> tuple[Unit, ...]:
        """What it was; one, if it was split."""
        return tuple(step.old for step in self.steps if step.old)

    @property
    def new(self) -> tuple[Unit, ...]:
        """What it is; one, if it was merged."""
        return tuple(step.new for step in self.steps if step.new)

    @property
    def inner(self) -> Iterator[Pair]:
        """What lies in them and differs: the footnotes that did not only go along."""
        below = [step for pair in self.steps for step in pair.inner if isinstance(step, Pair)]
        gone = {step.old.digest for step in below if step.old and not step.new}
        come = {step.new.digest for step in below if step.new and not step.old}
        for step in below:
            if step.old and step.new:
                yield from () if step.same else (replace(step, moved=False),)
            elif (unit := step.new or step.old) and unit.digest not in gone & come:
                yield step


def divisions(found: Sequence[Step]) -> dict[int, Division]:
    """The paragraphs among some steps that were split or merged, by the index of their first step."""
    divided: dict[int, Division] = {}
    end = 0
    for index, step in enumerate(found):
        if isinstance(step, Pair) and _may_be_divided(step):
            start, stop = _around(found, index, end)
            if stop - start > 1:
                steps = tuple(each for each in found[start:stop] if isinstance(each, Pair))
                divided[start] = Division(step, steps)
                end = stop
    return divided


def as_one(paragraphs: Iterable[Unit], between: Inline = _BETWEEN) -> tuple[Inline, ...]:
    """The words of paragraphs as those of one."""
    found: list[Inline] = []
    for paragraph in paragraphs:
        found += [*([between] if found else []), *paragraph.content]
    return tuple(found)


def signed(old: Iterable[Unit], new: Iterable[Unit]) -> tuple[Run, ...]:
    """What became of paragraphs word by word, with a sign where one ends and the next begins."""
    return runs(as_one(old, _SIGN), as_one(new, _SIGN))


def take(part: Counter[str], rest: Counter[str]) -> bool:
    """Whether the words of a part are among those that are left; takes them.

    >>> (
    ...     take(Counter("abc"), Counter("abcd")),
    ...     take(Counter("abc"), Counter("abx")),
    ...     take(Counter("a"), Counter("a")),
    ... )
    (True, False, False)
    """
    shared = part & rest
    if part.total() < _TELLING or shared.total() < _SHARE * part.total():
        return False
    rest.subtract(shared)
    return True


def _may_be_divided(pair: Pair) -> bool:
    both = (pair.old, pair.new)
    return not pair.same and not pair.moved and all(unit and unit.kind == "paragraph" for unit in both)


def _around(found: Sequence[Step], index: int, end: int) -> tuple[int, int]:
    """The bounds of the neighbours whose words the pair has on its other side; behind what is taken."""
    pair = found[index]
    if not isinstance(pair, Pair) or not (pair.old and pair.new):
        return index, index + 1
    for side, rest in ((1, pair.old.words - pair.new.words), (0, pair.new.words - pair.old.words)):
        start, stop = index, index + 1
        while stop < len(found) and _take(found[stop], side, rest):
            stop += 1
        while start > end and _take(found[start - 1], side, rest):
            start -= 1
        if stop - start > 1:
            return start, stop
    return index, index + 1


def _take(step: Step, side: int, rest: Counter[str]) -> bool:
    """Whether a paragraph on one side only is of words that are left; takes them."""
    if not isinstance(step, Pair) or (step.old is None) == (step.new is None):
        return False
    unit = (step.old, step.new)[side]
    if unit is None or unit.kind != "paragraph":
        return False
    return take(unit.words, rest)
