"""Short German phrases about what was there before and is there now, in Markdown for readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import takewhile

from sro_cli import tree
from sro_cli.comparison.words import Run, Token
from sro_cli.readable import on_one_line

LONGEST = 90
"""Characters of a quotation."""

_SHORT = 60
_FEW = 3
_MOST = 0.6
_MARKUP = re.compile(r"[\\`*_\[\]<]")
_WORD = re.compile(r"\w")
_STOPS = frozenset(".!?:;")

Names = Mapping[str, str]
"""What is called how where an author wrote only its typed id."""


Why = Callable[[str], str]
"""Why something changed, by its typed id, plain text; empty if nobody says so."""


def because(why: str) -> str:
    r"""A reason as it stands behind what changed; empty without one.

    >>> because("Der Ausschuss wollte es.")
    'Grund: Der Ausschuss wollte es.'
    """
    return f"Grund: {literal(why)}" if why else ""


def literal(text: str) -> str:
    r"""Words that cannot become markup.

    >>> print(literal("Träger*innen"))
    Träger\*innen
    """
    return _MARKUP.sub(r"\\\g<0>", on_one_line(text))


def quoted(text: str) -> str:
    """Words in quotation marks, no more than fit into a line.

    >>> quoted("Der Text „Mut“")
    '„Der Text ‚Mut‘“'
    """
    return f"„{literal(shortened(text)).translate(_INNER)}“"


_INNER = str.maketrans("„“”", "‚‘‘")


def shortened(text: str, longest: int = LONGEST) -> str:
    """The beginning of a text, with an ellipsis where it goes on.

    >>> shortened("Ein Satz mit vielen Wörtern", 12)
    'Ein Satz mit …'
    """
    text = on_one_line(text)
    if len(text) <= longest:
        return text
    return f"{text[: longest + 1].rpartition(' ')[0] or text[:longest]} …"


def turned(old: str, new: str) -> str:
    """One value in the place of another."""
    return f"{old} → {new}"


def said(tokens: Iterable[Token], names: Names) -> str:
    """What tokens say to a reader."""
    return "".join(
        names.get(token.leaf.target, "")
        if isinstance(token.leaf, tree.Mention) and not token.leaf.content
        else token.text
        for token in tokens
    )


def rewritten(runs: Sequence[Run], old: Names, new: Names) -> str:
    """What became of a text: all of it if it is short, else the places, else how it begins now.

    >>> from sro_cli.comparison.words import runs
    >>> rewritten(runs((tree.Text("Das gilt ab 2024."),), (tree.Text("Das gilt ab 2025."),)), {}, {})
    '„Das gilt ab 2024.“ → „Das gilt ab 2025.“'
    """
    before = on_one_line(said((token for run in runs for token in run.old), old))
    after = on_one_line(said((token for run in runs for token in run.new), new))
    if before == after:
        return ""
    if not (before and after):
        return f"neu {quoted(after)}" if after else f"entfallen {quoted(before)}"
    if max(len(before), len(after)) <= _SHORT:
        return turned(quoted(before), quoted(after))
    places = list(_places(runs))
    changed = sum(len(run.text) for run in runs if run.mark != "equal")
    if len(places) > _FEW or changed > _MOST * (len(before) + len(after)):
        return f"neu gefasst, jetzt {quoted(after)}"
    return "; ".join(filter(None, (_place(runs, *place, old, new) for place in places)))


def _places(runs: Sequence[Run]) -> Iterable[tuple[int, int]]:
    """The stretches of runs between equal ones, half-open."""
    start = 0
    while start < len(runs):
        if runs[start].mark == "equal":
            start += 1
            continue
        end = start + 1
        while end < len(runs) and runs[end].mark != "equal":
            end += 1
        yield start, end
        start = end


def _place(runs: Sequence[Run], start: int, end: int, old: Names, new: Names) -> str:
    gone = [token for run in runs[start:end] for token in run.old]
    come = [token for run in runs[start:end] for token in run.new]
    before, after = on_one_line(said(gone, old)), on_one_line(said(come, new))
    if not (before or after):
        return ""
    if not after and _is_long(before):
        return f"gestrichen {quoted(before)}"
    if not before and _is_long(after):
        return f"ergänzt {quoted(after)}"
    left = runs[start - 1] if start else None
    right = runs[end] if end < len(runs) else None
    sides = []
    for tokens, names, side in ((gone, old, "old"), (come, new, "new")):
        around = (left and getattr(left, side), right and getattr(right, side))
        sides.append(quoted(f"{_end(around[0] or ())}{said(tokens, names)}{_beginning(around[1] or ())}"))
    return turned(*sides)


def _is_long(text: str) -> bool:
    return text.count(" ") > _FEW


def _end(tokens: Sequence[Token], count: int = 3) -> str:
    """The last words, back to the beginning of their sentence or to a bracket that opened before."""
    found = "".join(reversed([token.text for token in _near(list(reversed(tokens)), count)]))
    return found if "(" in found else found.rpartition(")")[2]


def _beginning(tokens: Sequence[Token], count: int = 2) -> str:
    """The first words, up to the end of their sentence or to a bracket that closes after."""
    found = "".join(token.text for token in _near(tokens, count))
    return found if ")" in found else found.partition("(")[0]


def _near(tokens: Sequence[Token], count: int) -> list[Token]:
    found: list[Token] = []
    for token in takewhile(_goes_on, tokens):
        if _WORD.search(token.text):
            if not count:
                break
            count -= 1
        found.append(token)
    return found


def _goes_on(token: Token) -> bool:
    return token.text not in _STOPS and not isinstance(token.leaf, tree.Mention | tree.Break)


def differing(old: Iterable[str], new: Iterable[str], named: Callable[[str], str]) -> str:
    """What was added to a set and what was taken from it; empty if only its order is another.

    >>> differing(["a", "b"], ["b", "c"], str.upper)
    'neu C; nicht mehr A'
    """
    before, after = list(old), list(new)
    parts = (
        ("neu", [named(each) for each in after if each not in before]),
        ("nicht mehr", [named(each) for each in before if each not in after]),
    )
    return "; ".join(f"{word} {', '.join(names)}" for word, names in parts if names)
