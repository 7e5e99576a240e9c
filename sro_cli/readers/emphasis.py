"""Marks of emphasis that make none, so that they would be printed as stars."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from sro_cli.diagnostics import Diagnostic, Fix, faults
from sro_cli.readers.stamped import stamp
from sro_cli.source import Span

_BEFORE = " \t\n([„‚»\"'–—"
"""What stands before the first word of something emphasised."""

_TWO = 2
"""The stars of a mark for what is important."""

# „die Endung *innen“
_ENDING = re.compile(r"(?:in(?:nen)?|[rens]|e[nrsm])(?!\w)")

Place = Callable[[int, int], Span]


@dataclass(frozen=True, slots=True)
class _Stars:
    """Stars that stayed text: where, what is around them, and whether emphasis begins right behind."""

    start: int
    end: int
    before: str
    after: str
    emphasis_follows: bool

    @property
    def count(self) -> int:
        return self.end - self.start

    @property
    def opens(self) -> bool:
        """Whether they stand right before a word and behind none."""
        return self.after.isalnum() and (not self.before or self.before in _BEFORE)

    @property
    def loose(self) -> bool:
        """Whether blanks are around them."""
        return (not self.after or self.after.isspace()) and (not self.before or self.before.isspace())

    @property
    def is_mark(self) -> bool:
        """Whether they may refer to an explanation below: „12 %**“."""
        return bool(self.before) and not self.before.isspace() and not self.after.isalnum()


@dataclass
class Openings:
    """What is opened and not closed in the texts of one source.

    Attributes:
        sure: those that cannot be meant as stars.
        unsure: those that may explain a mark („**vorläufig“) or be one, with the count of their stars.
        marks: of how many stars those are that are used as marks: „12 %**“.
    """

    sure: list[Diagnostic] = field(default_factory=list)
    unsure: list[tuple[int, Diagnostic]] = field(default_factory=list)
    marks: set[int] = field(default_factory=set)

    def look(self, text: str, tokens: Sequence[Token], place: Place) -> None:
        """Looks at one inline text.

        Args:
            text: as written.
            tokens: as markdown-it read it.
            place: the span of a stretch of the text.
        """
        if "*" not in text:
            return
        runs = list(_stars_left(text, tokens))
        while runs:
            first, *runs = runs
            second = runs[0] if runs else None
            if second and (remedy := _remedy(text, first, second)):
                fix = _closed(text, first, second, place)
                message = _UNCLOSED if remedy == _TIGHT else "Diese Sterne heben nichts hervor"
                finding = _fault(place(first.start, first.end), remedy, message, fix)
                self._add(first, finding, sure=not first.loose)
                del runs[0]
            elif (
                first.count == 1 and first.emphasis_follows and (not first.before or first.before in _BEFORE)
            ):
                self.sure.append(_fault(place(first.start, first.end + 1), _TIGHT))
            elif first.count == _TWO and first.opens:
                finding = _fault(place(first.start, first.end), _TIGHT)
                self._add(first, finding, sure=first.before not in {"", "\n"} or bool(runs))
            elif first.count == 1 and first.after.isalpha() and first.before in {" ", "\t"}:
                if not _ENDING.match(text, first.end):
                    self._add(first, _fault(place(first.start, first.end), _SINGLE), sure=False)
            elif first.is_mark or (first.loose and not first.before and first.after):
                self.marks.add(first.count)

    def _add(self, stars: _Stars, finding: Diagnostic, *, sure: bool) -> None:
        if sure:
            self.sure.append(finding)
        else:
            self.unsure.append((stars.count, finding))

    def findings(self) -> list[Diagnostic]:
        """E127 for each that is no mark."""
        return [*self.sure, *(finding for count, finding in self.unsure if count not in self.marks)]


_UNCLOSED = "Diese Hervorhebung endet nicht"
_TIGHT = "setzen Sie ** auch unmittelbar hinter das letzte Wort; sollen es Sterne sein: \\*\\*"
_SINGLE = "setzen Sie * auch unmittelbar hinter das letzte Wort; soll es ein Stern sein: \\*"
_LOOSE = "setzen Sie ** ohne Leerzeichen vor das erste und hinter das letzte Wort"
_BEHIND = "setzen Sie hinter das schließende ** ein Leerzeichen"


def _fault(span: Span, remedy: str, message: str = _UNCLOSED, fix: Fix | None = None) -> Diagnostic:
    return faults.HERVORHEBUNG_OFFEN.at(
        span,
        message,
        label="im Dokument stünden hier Sterne",
        help=remedy,
        fix=fix,
    )


def _remedy(text: str, first: _Stars, second: _Stars) -> str:
    """What to do about two pairs of stars that shall emphasise what is between; empty if they shall not."""
    if first.count != _TWO or second.count != _TWO or not text[first.end : second.start].strip():
        return ""
    closes = bool(second.before) and not second.before.isspace() and not second.after.isalnum()
    if first.loose and (second.loose or closes):
        return _LOOSE
    if first.opens and second.before.isspace() and not second.after.isalnum():
        return _TIGHT
    if first.opens and second.after.isalnum() and not (second.before.isspace() or second.before.isalnum()):
        return _BEHIND
    return ""


def _closed(text: str, first: _Stars, second: _Stars, place: Place) -> Fix | None:
    """The change that makes emphasis of both; None where the source is not just what was read."""
    span = place(first.start, second.end)
    if span.text != text[first.start : second.end]:
        return None
    words = text[first.end : second.start].strip()
    return Fix(span, f"**{words}**{' ' if second.after.isalnum() else ''}", safe=False)


def _stars_left(text: str, tokens: Sequence[Token]) -> Iterator[_Stars]:
    """The runs of stars that stayed text."""
    start = end = -1
    for token in tokens:
        if token.type == "text" and token.content == "*":
            first, last = stamp(token)
            if first == end:
                end = last
                continue
            if start >= 0:
                yield _stars(text, start, end)
            start, end = first, last
        elif start >= 0:
            follows = token.type == "em_open" and stamp(token)[0] == end
            yield _stars(text, start, end, emphasis_follows=follows)
            start = end = -1
    if start >= 0:
        yield _stars(text, start, end)


def _stars(text: str, start: int, end: int, *, emphasis_follows: bool = False) -> _Stars:
    return _Stars(start, end, text[start - 1 : start], text[end : end + 1], emphasis_follows)
