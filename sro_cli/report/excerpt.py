"""Lines quoted from a source, with all the places in them that a finding is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sro_cli.columns import Paper
from sro_cli.report import strip
from sro_cli.report.strip import Piece, broken
from sro_cli.source import Span

MARGIN = "94"
"""The colour of what frames a quotation, by the number that terminals have for it: bright blue."""

_WIDEST = 110
"""Columns of a quoted line, even where there is room for more: one looks at the place, not at the line."""

_TALL = 4
"""Lines of a place that are all quoted; of more, the first two and the last."""

_BRACKET = 2
"""Columns that the bracket of a place of several lines takes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is quoted.

    Attributes:
        span: the place.
        label: what is said beside it; may be empty.
        colour: of the mark and the label, as `MARGIN`.
        sign: what it is underlined with.
    """

    span: Span
    label: str
    colour: str
    sign: str = strip.PRIMARY

    @property
    def lines(self) -> range:
        """The lines it runs over, from 0; blanks and line ends after it take none."""
        source, shown = self.span.source, len(self.span.text.rstrip())
        first, _column = source.line_column(self.span.start)
        last, _column = source.line_column(self.span.start + max(shown - 1, 0))
        return range(first - 1, last)

    @property
    def mark(self) -> strip.Mark:
        """What is marked in its first line."""
        line, column = self.span.source.line_column(self.span.start)
        rest = len(self.span.source.line(line - 1)) - (column - 1)
        end = column - 1 + max(min(self.span.end - self.span.start, rest), 0)
        return strip.Mark(column - 1, end, self.label, self.colour, self.sign)


def lines(places: Sequence[Place]) -> list[int]:
    """The lines to quote for places of one source, from 0, in order; a gap of a single line is quoted too."""
    tall = places[0].lines
    wanted = {*(place.lines[0] for place in places), *(tall[:2] if len(tall) > _TALL else tall), tall[-1]}
    return sorted(wanted | {line + 1 for line in wanted if line + 2 in wanted})


def excerpt(places: Sequence[Place], margin: int, paper: Paper) -> Iterator[str]:
    """The quoted lines, each with its marks and labels below.

    Args:
        places: of one source. The first may run over several lines and then gets a bracket; of any other
            the first line is marked.
        margin: columns of the largest line number.
        paper: what is printed on.
    """
    source, quoted, tall = places[0].span.source, lines(places), places[0]
    bracketed = tall.lines if len(tall.lines) > 1 else range(0)
    shift = _BRACKET if bracketed else 0
    room = min((paper.width or _WIDEST) - margin - len(" | ") - shift, _WIDEST)
    for line in quoted:
        if line - 1 not in quoted and line != quoted[0]:
            yield paper.paint(f"{'…':>{margin}}", MARGIN)
        marks = [place.mark for place in places[bool(bracketed) :] if place.lines[0] == line]
        for row in strip.rows(source.line(line), marks, room, wrap=bool(paper.width)):
            number = f"{line + 1}" if row.quoted else ""
            edge = "/" if row.quoted and line == tall.lines[0] else "|"
            pieces = [piece._replace(column=piece.column + shift) for piece in row.pieces]
            if line in bracketed:
                pieces.insert(0, Piece(0, edge, tall.colour))
            yield _drawn(f"{number:>{margin}} |", pieces, paper)
        if bracketed and line == bracketed[-1]:
            yield from _closed(tall, f"{'':>{margin}} |", room, paper)


def _closed(tall: Place, head: str, room: int, paper: Paper) -> Iterator[str]:
    """The end of a bracket, below the last line of its place, with the label."""
    foot = "|__^"
    first, *others = broken(tall.label, len(foot) + 1, room if paper.width else 0)
    yield _drawn(head, [Piece(0, f"{foot} {first}".rstrip(), tall.colour)], paper)
    for words in others:
        yield _drawn(head, [Piece(len(foot) + 1, words, tall.colour)], paper)


def _drawn(head: str, pieces: Iterable[Piece], paper: Paper) -> str:
    drawn, at = [paper.paint(head, MARGIN)], -1
    for piece in pieces:
        if piece.words:
            drawn += [" " * (piece.column - at), paper.paint(piece.words, piece.colour)]
            at = piece.column + len(piece.words)
    return "".join(drawn)
