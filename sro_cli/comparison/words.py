"""What changed inside of a text, word by word, with all its marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sro_cli import tree
from sro_cli.comparison.sequences import gaps, matches
from sro_cli.tree import Inline

Mark = Literal["equal", "deleted", "inserted"]
Wrapper = tree.Emphasis | tree.Strong | tree.Link | tree.Mention | tree.Reference | tree.Marked

# „Träger*innen“, „12.877“ and „Sozialraum-Team“ are one word each; signs stand alone.
_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*|\w+(?:[*:’'/_-]\w+)*|\s+|[^\w\s]")
_WORD = re.compile(r"\w")

_SHORT = 3
"""Letters of a word that may be the same by chance between two others: „und“, „der“."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a blank, a sign, a footnote or a picture.

    Attributes:
        text: as shown; empty for footnotes and anchors.
        leaf: `Text` of this token, or the `Code`, `Break`, `Note`, `Image`, `Anchor` or empty mention.
        around: the marks it stands in, outermost first, as they are in the tree.
    """

    text: str
    leaf: Inline
    around: tuple[Wrapper, ...] = ()

    @property
    def style(self) -> tuple[Inline, ...]:
        """The marks it stands in, without what else stands in them: equal if they look and lead the same."""
        return tuple(replace(wrapper, content=()) for wrapper in self.around)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text that is the same on both sides, or stands on one of them.

    Attributes:
        mark: which of the three.
        old: its tokens on the old side; none if inserted.
        new: its tokens on the new side; none if deleted. If equal, as many as `old`, word by word the
            same; their marks and targets may differ (see `Token.style`), and so may what footnotes say.
    """

    mark: Mark
    old: tuple[Token, ...]
    new: tuple[Token, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return said(self.new or self.old)


def runs(old: Sequence[Inline], new: Sequence[Inline]) -> tuple[Run, ...]:
    """The old text turned into the new one; deleted stretches stand before what was inserted for them.

    All `Run.old` one after the other are the old text, all `Run.new` the new one.

    >>> [(run.mark, run.text) for run in runs((tree.Text("Das gilt ab 2024."),), (tree.Text("Das gilt."),))]
    [('equal', 'Das gilt'), ('deleted', ' ab 2024'), ('equal', '.')]
    """
    before, after = tuple(tokens(old)), tuple(tokens(new))
    keys, others = [_key(token) for token in before], [_key(token) for token in after]
    found = matches(keys, others, lambda index: len(before[index].text) + 1)
    found = _tidied(_with_notes(found, before, after), before, after)
    return tuple(_runs(found, before, after))


def tokens(inlines: Iterable[Inline], around: tuple[Wrapper, ...] = ()) -> Iterator[Token]:
    """The tokens of a text; `content` puts them together again."""
    for inline in inlines:
        match inline:
            case tree.Text(text):
                for match in _TOKEN.finditer(text):
                    yield Token(match[0], tree.Text(match[0]), around)
            case tree.Mention(content=()):
                yield Token(f"[{inline.target}]", inline, around)
            case (
                tree.Emphasis()
                | tree.Strong()
                | tree.Link()
                | tree.Mention()
                | tree.Reference()
                | tree.Marked()
            ):
                yield from tokens(inline.content, (*around, inline))
            case tree.Code(text):
                yield Token(text, inline, around)
            case tree.Break():
                yield Token("\n", inline, around)
            case tree.Image(_path, alt):
                yield Token(f"[Bild: {alt}]", inline, around)
            case tree.Anchor() | tree.Note():
                yield Token("", inline, around)


def content(found: Sequence[Token], depth: int = 0) -> tuple[Inline, ...]:
    """The inlines that tokens were made of.

    >>> text = (tree.Text("Das "), tree.Strong((tree.Text("gilt heute"),)), tree.Text("."))
    >>> content(tuple(tokens(text))) == text
    True
    """
    inlines: list[Inline] = []
    index = 0
    while index < len(found):
        token = found[index]
        end = index + 1
        if len(token.around) > depth:
            wrapper = token.around[depth]
            while end < len(found) and len(found[end].around) > depth and found[end].around[depth] is wrapper:
                end += 1
            inlines.append(replace(wrapper, content=content(found[index:end], depth + 1)))
        elif isinstance(token.leaf, tree.Text):
            while end < len(found) and len(found[end].around) == depth and _is_text(found[end]):
                end += 1
            inlines.append(tree.Text(said(found[index:end])))
        else:
            inlines.append(token.leaf)
        index = end
    return tuple(inlines)


def spoken(inlines: Iterable[Inline]) -> str:
    """What inlines say, as their tokens do.

    >>> spoken((tree.Text("Siehe "), tree.Mention("ziel", "Z1", ())))
    'Siehe [ziel:Z1]'
    """
    texts: list[str] = []
    for inline in inlines:
        match inline:
            case tree.Text(text) | tree.Code(text):
                texts.append(text)
            case tree.Mention(content=()):
                texts.append(f"[{inline.target}]")
            case tree.Emphasis() | tree.Strong() | tree.Link() | tree.Mention() | tree.Reference():
                texts.append(spoken(inline.content))
            case _:
                texts += [token.text for token in tokens((inline,))]
    return "".join(texts)


def said(found: Iterable[Token]) -> str:
    """What tokens say."""
    return "".join(token.text for token in found)


def differ(found: Sequence[Run]) -> bool:
    """Whether a reader would see a difference; footnotes are told apart, unless one only stands elsewhere."""
    gone, come = (sum(_notes(run) for run in found if run.mark == mark) for mark in ("deleted", "inserted"))
    return bool(gone and come) or any(
        run.text if run.mark != "equal" else _marks(run.old) != _marks(run.new) for run in found
    )


def _notes(run: Run) -> int:
    return sum(isinstance(token.leaf, tree.Note) for token in run.old or run.new)


def _marks(found: Iterable[Token]) -> list[list[type]]:
    return [
        [type(wrapper) for wrapper in token.around if isinstance(wrapper, tree.Emphasis | tree.Strong)]
        for token in found
    ]


def _is_text(token: Token) -> bool:
    return isinstance(token.leaf, tree.Text)


def _key(token: Token) -> tuple[str, Inline | None]:
    """What must be equal of two tokens; marks and targets around may differ."""
    if isinstance(token.leaf, tree.Text):
        return token.text, None
    leaf = replace(token.leaf, number=0) if isinstance(token.leaf, tree.Note) else token.leaf
    return "", leaf


def _tidied(
    found: list[tuple[int, int]], old: Sequence[Token], new: Sequence[Token]
) -> list[tuple[int, int]]:
    """Without islands: blanks, signs and a short word that tear in two what was replaced as one."""
    islands = _stretches(found)
    bounds = [[(-1, -1)], *islands, [(len(old), len(new))]]
    kept: list[tuple[int, int]] = []
    for before, island, after in zip(bounds, islands, bounds[2:], strict=False):
        tears = _replaced(before, island) and _replaced(island, after)
        if not (tears and _is_small([old[i] for i, _j in island])):
            kept += island
    return kept


def _is_small(island: Sequence[Token]) -> bool:
    words = [token.text for token in island if _WORD.search(token.text)]
    return len(words) <= 1 and len("".join(words)) <= _SHORT and all(token.text for token in island)


def _replaced(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
    """Whether something lies between two islands on both sides."""
    return other[0][0] - one[-1][0] > 1 and other[0][1] - one[-1][1] > 1


def _stretches(found: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    stretches: list[list[tuple[int, int]]] = []
    for pair in found:
        if stretches and (stretches[-1][-1][0] + 1, stretches[-1][-1][1] + 1) == pair:
            stretches[-1].append(pair)
        else:
            stretches.append([pair])
    return stretches


def _with_notes(
    found: list[tuple[int, int]], old: Sequence[Token], new: Sequence[Token]
) -> list[tuple[int, int]]:
    """With footnotes that stand at the same place, whatever they say."""
    more = list(found)
    for before, after in gaps(found, len(old), len(new)):
        notes = [i for i in before if isinstance(old[i].leaf, tree.Note)]
        others = [j for j in after if isinstance(new[j].leaf, tree.Note)]
        more += zip(notes, others, strict=False)
    return sorted(more)


def _runs(found: Sequence[tuple[int, int]], old: Sequence[Token], new: Sequence[Token]) -> Iterator[Run]:
    i = j = 0
    for island in [*_stretches(found), [(len(old), len(new))]]:
        first = island[0]
        if old[i : first[0]]:
            yield Run("deleted", tuple(old[i : first[0]]), ())
        if new[j : first[1]]:
            yield Run("inserted", (), tuple(new[j : first[1]]))
        i, j = island[-1][0] + 1, island[-1][1] + 1
        if old[first[0] : i]:
            yield Run("equal", tuple(old[first[0] : i]), tuple(new[first[1] : j]))
