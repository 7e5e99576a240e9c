"""One quoted line: what a terminal shows of it, and the marks and labels below.

Everything is laid out in columns, so that a mark stands below its words whatever these are made of:
combining marks take no column, wide characters two, tabs run to the next stop, and what a terminal
would obey is a symbol.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sro_cli.columns import graphemes, is_plain, visible, width, wrapped

PRIMARY, SECONDARY = "^", "-"
"""What the place of a finding is underlined with, and what a second place is."""

_TAB = 4
_AROUND = 400  # code points on either side of a mark that are measured: a line may be as long as a file
_WORD = 3  # a cut may move by one in so many columns, to fall between words
_BESIDE = 28  # columns that a label needs beside its mark; with fewer it stands below


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a line to be marked.

    Attributes:
        start: code point of the line, from 0.
        end: the one behind it; equal to *start* where something is missing.
        label: what is said beside it; may be empty.
        colour: by the number that terminals have for it.
        sign: what it is underlined with.
    """

    start: int
    end: int
    label: str
    colour: str
    sign: str = PRIMARY


class Piece(NamedTuple):
    """Words at a column of a row."""

    column: int
    words: str
    colour: str = ""


class Row(NamedTuple):
    """Pieces from left to right; *quoted* is the row of the line itself."""

    pieces: tuple[Piece, ...]
    quoted: bool = False


def rows(line: str, marks: Sequence[Mark], room: int, *, wrap: bool) -> Iterator[Row]:
    """The line and what stands below it; again for marks too far away to be shown with the others.

    Args:
        line: without its line end.
        marks: those in it.
        room: columns; a longer line is cut around its marks.
        wrap: whether labels are broken to fit.
    """
    if not marks:
        yield Row((Piece(0, _strip(line, 0, 0, room).shown),), quoted=True)
    for group in _together(sorted(marks, key=lambda mark: (mark.start, mark.end)), room * 3 // 4):
        end = max(mark.end for mark in group)
        strip = _strip(line, group[0].start, end, room)
        spots = [Spot(*strip.columns(mark.start, mark.end), mark) for mark in group]
        yield Row((Piece(0, strip.shown),), quoted=True)
        yield from _below(spots, room if wrap else 0)


def broken(label: str, at: int, room: int) -> list[str]:
    """The lines of a label that begins at a column; one where *room* is 0 and nothing is broken."""
    return list(wrapped(visible(label), room - at)) if room else [visible(label)]


def _together(marks: Sequence[Mark], most: int) -> list[list[Mark]]:
    groups: list[list[Mark]] = []
    for mark in marks:
        if groups and mark.end - groups[-1][0].start <= most:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


# --- the line --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Strip:
    """What is shown of a line.

    Attributes:
        shown: the text, with … where something is left out.
        offset: the first code point that was measured.
        begins: the column of the line at which each measured code point begins; a last one is the end.
        ends: the column at which each ends.
        part: the columns that are shown.
        lead: columns of what stands before them.
    """

    shown: str
    offset: int
    begins: Sequence[int]
    ends: Sequence[int]
    part: range
    lead: int

    def columns(self, start: int, end: int) -> tuple[int, int]:
        """The columns of a stretch of code points in *shown*; at least one, for there is something to say."""
        last = len(self.ends) - 1
        left = self._shown(self.begins[min(max(start - self.offset, 0), last)])
        right = self._shown(self.ends[min(max(end - 1 - self.offset, 0), last)]) if end > start else left
        return left, max(right, left + 1)

    def _shown(self, column: int) -> int:
        return min(max(column, self.part.start), self.part.stop) - self.part.start + self.lead


def _strip(line: str, start: int, end: int, room: int) -> Strip:
    """A line, cut to the room around a stretch of it."""
    offset = max(start - _AROUND, 0)
    raw = line[offset : min(end, start + _AROUND) + _AROUND]
    measured = _measured(raw)
    total = measured.begins[-1]
    left, right, cut = 0, total, offset + len(raw) < len(line)
    if offset or cut or total > room:
        first, last = (measured.begins[min(point - offset, len(raw))] for point in (start, end))
        left, right = _window(first, last, total, room - len("…  …"), measured.blanks)
    before, after = "… " if left or offset else "", " …" if right < total or cut else ""
    shown = f"{before}{measured.part(left, right)}{after}"
    return Strip(shown, offset, measured.begins, measured.ends, range(left, right), len(before))


class _Cell(NamedTuple):
    """A character as readers count them: its columns in the line, and how many code points it is made of."""

    begin: int
    end: int
    words: str
    points: int


class _Measured(NamedTuple):
    """A text in columns: its characters, and the columns of its code points with one more for the end."""

    cells: Sequence[_Cell]
    begins: Sequence[int]
    ends: Sequence[int]

    @property
    def blanks(self) -> list[int]:
        return [cell.begin for cell in self.cells if cell.words == " "]

    def part(self, left: int, right: int) -> str:
        return "".join(cell.words for cell in self.cells if left <= cell.begin and cell.end <= right)


class _Plain(NamedTuple):
    """As `_Measured`, of a text with a column for each code point: most are, and take a tenth of the time."""

    text: str
    begins: Sequence[int]
    ends: Sequence[int]

    @property
    def blanks(self) -> list[int]:
        return [at for at, letter in enumerate(self.text) if letter == " "]

    def part(self, left: int, right: int) -> str:
        return self.text[left:right]


def _measured(raw: str) -> _Measured | _Plain:
    text = visible(raw)
    if is_plain(text) and "\t" not in raw:
        return _Plain(text, range(len(text) + 1), range(1, len(text) + 2))
    cells: list[_Cell] = []
    for start, end, columns in graphemes(text):
        at = cells[-1].end if cells else 0
        tab = raw[start] == "\t"
        taken = _TAB - at % _TAB if tab else columns
        cells.append(_Cell(at, at + taken, " " * taken if tab else text[start:end], end - start))
    total = cells[-1].end if cells else 0
    begins = [*(cell.begin for cell in cells for _point in range(cell.points)), total]
    ends = [*(cell.end for cell in cells for _point in range(cell.points)), total + 1]
    return _Measured(cells, begins, ends)


def _window(first: int, last: int, total: int, room: int, blanks: Sequence[int]) -> tuple[int, int]:
    """The columns to show of a line that is too long: those of a mark, and words around it."""
    size = min(last - first, room)
    left = max(min(first - (room - size) // 3, total - room), 0)
    right = min(left + room, total)
    most = room // _WORD
    if left:
        left = next((blank + 1 for blank in blanks if left <= blank + 1 <= min(left + most, first)), left)
    if right < total:
        right = next(
            (blank for blank in reversed(blanks) if max(right - most, last) <= blank <= right), right
        )
    return left, right


# --- marks and labels ------------------------------------------------------------------


class Spot(NamedTuple):
    """The columns of a mark."""

    left: int
    right: int
    mark: Mark


def _below(spots: Sequence[Spot], room: int) -> Iterator[Row]:
    """The row of signs with the label of the last mark, then the other labels, each below its mark."""
    signs = _signs(spots)
    last = max(spots, key=lambda spot: (spot.right, spot.left))
    beside, under = [], [spot for spot in reversed(spots) if spot is not last and spot.mark.label]
    if label := visible(last.mark.label):
        at = last.right + 1
        if not room or at + width(label) <= room or room - at >= _BESIDE:
            beside = broken(label, at, room)
        else:
            under.insert(0, last)
    yield Row((*signs, *(Piece(last.right + 1, words, last.mark.colour) for words in beside[:1])))
    hanging = [Piece(spot.left, "|", spot.mark.colour) for spot in reversed(under)]
    for words in beside[1:]:
        yield Row((*hanging, Piece(last.right + 1, words, last.mark.colour)))
    if len(spots) > 1 and hanging and not beside[1:]:
        yield Row(tuple(hanging))
    for spot in under:
        hanging = [piece for piece in hanging if piece.column < spot.left]
        at = min(spot.left, max(room - width(visible(spot.mark.label)), 0)) if room else spot.left
        lines = [piece for piece in hanging if piece.column < at]
        for words in broken(spot.mark.label, at, room):
            yield Row((*lines, Piece(at, words, spot.mark.colour)))


def _signs(spots: Sequence[Spot]) -> Iterator[Piece]:
    """What underlines the marks; where two overlap, the place of the finding wins."""
    drawn: dict[int, tuple[str, str]] = {}
    for spot in sorted(spots, key=lambda spot: spot.mark.sign == PRIMARY):
        drawn |= dict.fromkeys(range(spot.left, spot.right), (spot.mark.sign, spot.mark.colour))
    begin = min(drawn)
    for column in sorted(drawn):
        if drawn.get(column + 1) != drawn[column]:
            sign, colour = drawn[column]
            yield Piece(begin, sign * (column + 1 - begin), colour)
            begin = min((other for other in drawn if other > column), default=0)
