"""How much a change of words matters to those who review it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sro_cli import tree
from sro_cli.comparison.units import Kind
from sro_cli.comparison.values import Weight
from sro_cli.comparison.words import Run, said
from sro_cli.facts.wording import normalised

_FACTS: frozenset[Kind] = frozenset({"table", "head", "column", "row", "cell", "figure", "view"})
_DASH = re.compile("[–−]")
_SIGN = re.compile(r"(?<!\w)(?<!\d )[-+±](?=\d)")

_ABOUT = {
    "level": Weight.STRUCTURE,
    "id": Weight.STRUCTURE,
    "numbered": Weight.STRUCTURE,
    "alignments": Weight.TYPOGRAPHY,
    "wide": Weight.TYPOGRAPHY,
    "quer": Weight.TYPOGRAPHY,
    "ordered": Weight.TYPOGRAPHY,
    "start": Weight.STRUCTURE,
    "language": Weight.TYPOGRAPHY,
    "role": Weight.TYPOGRAPHY,
    "alt": Weight.WORDING,
    "kind": Weight.WORDING,
    "titel": Weight.WORDING,
}


def of_words(runs: Sequence[Run]) -> Weight:
    """Facts where a number or a picture changed, typography where nobody would read it aloud differently.

    >>> from sro_cli.comparison.words import runs
    >>> from sro_cli.tree import Text
    >>> pairs = [("ab 2024", "ab 2025"), ("um 5 %", "um −5 %"), ("zu Hause", "daheim"), ('"so"', "„so“")]
    >>> [of_words(runs((Text(old),), (Text(new),))).value for old, new in pairs]
    ['fact', 'fact', 'wording', 'typography']
    """
    old = said(token for run in runs for token in run.old)
    new = said(token for run in runs for token in run.new)
    if _signs(old) != _signs(new):
        return Weight.FACT
    changed = [token for run in runs if run.mark != "equal" for token in (*run.old, *run.new)]
    if any(isinstance(token.leaf, tree.Image) for token in changed):
        return Weight.FACT
    if _DASH.sub("-", normalised(old)) == _DASH.sub("-", normalised(new)):
        return Weight.TYPOGRAPHY
    telling = any(
        isinstance(token.leaf, tree.Mention) or any(map(str.isdigit, token.text)) for token in changed
    )
    return Weight.FACT if telling else Weight.WORDING


def _signs(text: str) -> list[str]:
    """The signs of numbers, „−5“; the dash of „5–10“ is none."""
    return _SIGN.findall(_DASH.sub("-", text))


def of_kind(kind: Kind) -> Weight:
    """Of something that was added or removed."""
    return Weight.FACT if kind in _FACTS else Weight.WORDING


def of_about(name: str) -> Weight:
    """Of something about a unit, by its name in `Unit.about`."""
    return _ABOUT.get(name, Weight.FACT)
