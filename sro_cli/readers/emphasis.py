"""Marks of emphasis that were opened and never closed, so that they would be printed as stars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from sro_cli.diagnostics import Diagnostic, faults
from sro_cli.readers.stamped import stamp
from sro_cli.source import Span

_BEFORE = " \t\n([„‚»\"'–—"
"""What stands before the first word of something emphasised."""


@dataclass
class Openings:
    """What is opened and not closed in the texts of one source.

    Attributes:
        sure: those that cannot be meant as stars.
        unsure: those at the beginning of a line, which may explain a mark: „**vorläufig“.
        marks: whether stars are used as marks: „12 %**“.
    """

    sure: list[Span] = field(default_factory=list)
    unsure: list[Span] = field(default_factory=list)
    marks: bool = False

    def look(self, text: str, tokens: Sequence[Token], place: Callable[[int, int], Span]) -> None:
        """Looks at one inline text.

        Args:
            text: as written.
            tokens: as markdown-it read it.
            place: the span of a stretch of the text.
        """
        if "**" not in text:
            return
        runs = list(_stars_left(tokens))
        for number, (start, end, emphasis_follows) in enumerate(runs):
            before, after = text[start - 1 : start], text[end : end + 1]
            half = end - start == 1 and emphasis_follows
            whole = end - start == 2 and after.isalnum()  # noqa: PLR2004 - two stars
            if not (half or whole) or (before and before not in _BEFORE):
                self.marks |= end - start == 2 and before.isalnum() and not after.isalnum()  # noqa: PLR2004
            elif half or before not in {"", "\n"} or number + 1 < len(runs):
                self.sure.append(place(start, end + 1 if half else end))
            else:
                self.unsure.append(place(start, end))

    def findings(self) -> list[Diagnostic]:
        """E127 for each that is no mark."""
        return [
            faults.HERVORHEBUNG_OFFEN.at(
                span,
                "Diese Hervorhebung endet nicht",
                label="im Dokument stünden hier Sterne",
                help="setzen Sie ** auch unmittelbar hinter das letzte Wort; sollen es Sterne sein: \\*\\*",
            )
            for span in (*self.sure, *([] if self.marks else self.unsure))
        ]


def _stars_left(tokens: Sequence[Token]) -> Iterator[tuple[int, int, bool]]:
    """The runs of stars that stayed text: start, end, and whether emphasis begins right behind."""
    start = end = -1
    for token in tokens:
        if token.type == "text" and token.content == "*":
            first, last = stamp(token)
            if first == end:
                end = last
                continue
            if start >= 0:
                yield start, end, False
            start, end = first, last
        elif start >= 0:
            follows = token.type == "em_open" and stamp(token)[0] == end
            yield start, end, follows
            start = end = -1
    if start >= 0:
        yield start, end, False
