"""Mentions and links that lead elsewhere, among the words of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from sro_cli import tree
from sro_cli.comparison.words import Run, Token, said


@dataclass(frozen=True, slots=True)
class Redirection:
    """A mention or link with another target, or one that was put on words or taken from them.

    Attributes:
        text: the words; empty if the builder writes them.
        before: a typed id or address; empty if it is new.
        after: likewise; empty if it is gone.
        runs: the two stretches that say nothing else; none if its words stayed.
    """

    text: str
    before: str
    after: str
    runs: tuple[Run, ...] = ()


def redirections(runs: Sequence[Run]) -> Iterator[Redirection]:
    """The redirections in a text, in order."""
    for run, following in pairwise((*runs, Run("equal", (), ()))):
        if run.mark == "equal":
            yield from _on_words(run)
        elif run.mark == "deleted" and following.mark == "inserted":
            old, new = _alone(run.old), _alone(following.new)
            if old and new:
                yield Redirection("", old, new, (run, following))


def without(runs: Sequence[Run], found: Sequence[Redirection]) -> tuple[Run, ...]:
    """The runs without those that are nothing but redirections."""
    explained = {id(run) for each in found for run in each.runs}
    return tuple(run for run in runs if id(run) not in explained)


def _on_words(run: Run) -> Iterator[Redirection]:
    pairs = zip(run.old, run.new, strict=True)
    for (before, after), lot in groupby(pairs, key=lambda pair: (_target(pair[0]), _target(pair[1]))):
        if before != after:
            yield Redirection(said(new for _old, new in lot), before, after)


def _alone(tokens: Sequence[Token]) -> str:
    """The target of a mention that is all there is."""
    if len(tokens) == 1 and isinstance(tokens[0].leaf, tree.Mention):
        return tokens[0].leaf.target
    return ""


def _target(token: Token) -> str:
    for wrapper in token.around:
        match wrapper:
            case tree.Mention():
                return wrapper.target
            case tree.Link(_, url):
                return url
            case tree.Reference(_, anchor):
                return anchor
            case _:
                pass
    return ""
