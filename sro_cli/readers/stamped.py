"""markdown-it's inline parser, taught two things: where every token stands, and the Genderstern.

markdown-it gives inline tokens no positions. Here the loop over the inline rules notes the
offset at which each rule began, and stamps what the rule pushed with it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_STAMP = "at"

# The only characters at which a rule can find something; a closing bracket ends the text of a link.
# All other text is skipped in one go, which the library, open to rules of all kinds, cannot do.
_BEGINNINGS = {
    "\n": ("newline",),
    "\\": ("escape",),
    "`": ("backticks",),
    "*": ("genderstern", "emphasis"),
    "_": ("emphasis",),
    "[": ("link", "footnote_ref"),
    "]": (),
    "!": ("image",),
    "<": ("autolink", "html_inline"),
    "&": ("entity",),
}


def stamp(token: Token) -> tuple[int, int]:
    """Where a token stands in the inline text: start and end, code points from 0."""
    place: tuple[int, int] = token.meta[_STAMP]
    return place


@dataclass(frozen=True, slots=True)
class Offsets:
    """Maps offsets in an inline text to offsets in the source, piece by piece.

    Attributes:
        starts: where each piece begins in the inline text, ascending, the first is 0.
        shifts: what to add within each piece.
    """

    starts: Sequence[int]
    shifts: Sequence[int]

    def __call__(self, offset: int) -> int:
        """The offset in the source.

        >>> Offsets((0, 5), (10, 20))(7)
        27
        """
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def after(self, count: int) -> Offsets:
        """The map for the same text without its first *count* code points."""
        first = bisect_right(self.starts, count) - 1
        starts = (0, *(start - count for start in self.starts[first + 1 :]))
        return Offsets(starts, tuple(shift + count for shift in self.shifts[first:]))


class _State(StateInline):
    """Parser state that knows where the text that is not yet a token began."""

    pending_start = 0

    def pushPending(self) -> Token:  # noqa: N802 - the library's name
        token = super().pushPending()
        # Pending text is literal, so its length tells where it ends.
        token.meta[_STAMP] = (self.pending_start, self.pending_start + len(token.content))
        return token


class PositionedInline(ParserInline):
    """An inline parser whose tokens all carry a stamp."""

    def __init__(self) -> None:
        """The library's rules, the Genderstern before emphasis."""
        super().__init__()
        self.ruler.before("emphasis", "genderstern", _genderstern)
        self.terminator_re = re.compile(f"[{re.escape(''.join(_BEGINNINGS))}]")

    @cached_property
    def rules(self) -> Mapping[str, Sequence[Callable[[StateInline, bool], bool]]]:
        """The active rules by the character at which they begin."""
        known = dict(zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True))
        return {mark: [known[name] for name in names if name in known] for mark, names in _BEGINNINGS.items()}

    def tokenize(self, state: StateInline) -> None:
        """The library's loop, with stamps."""
        source, pos, end = state.src, state.pos, state.posMax
        deepest = state.md.options["maxNesting"]
        tokens = state.tokens
        state.pending_start = pos  # type: ignore[attr-defined]  # the state is ours, see parse
        while pos < end:
            mark = self.terminator_re.search(source, pos, end)
            start = mark.start() if mark else end
            if start > pos:
                state.append_pending(source[pos:start])
                state.pos = start
            if not mark:
                break
            count = len(tokens)
            for rule in self.rules[mark[0]] if state.level < deepest else ():
                if rule(state, False):  # noqa: FBT003 - the library's signature
                    break
            else:
                state.append_pending(mark[0])
                state.pos += 1
            pos = state.pos
            if len(tokens) > count:
                _stamp_new(tokens, count, start, pos)
                state.pending_start = pos  # type: ignore[attr-defined]  # as above
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """The tokens of an inline text, stamped."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _stamp_new(tokens: list[Token], count: int, start: int, end: int) -> None:
    fresh = [token for token in tokens[count:] if _STAMP not in token.meta]
    # A run of * or _ becomes one token a character; every other rule pushes fewer.
    single = len(fresh) == end - start
    for index, token in enumerate(fresh, start):
        token.meta[_STAMP] = (index, index + 1) if single else (start, end)


def _genderstern(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    """A single ``*`` between two letters is a letter: Adressat*innen."""
    source, pos = state.src, state.pos
    if source[pos] != "*" or pos == 0 or pos + 1 >= len(source):
        return False
    if not (_is_letter(source[pos - 1]) and source[pos + 1].isalpha()):
        return False
    if not silent:
        state.append_pending("*")
    state.pos += 1
    return True


def _is_letter(character: str) -> bool:
    # A decomposed umlaut ends in a combining mark.
    return character.isalpha() or unicodedata.combining(character) != 0
