"""What a tree tells against what a product says: the first place at which they part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sro_cli.readback.said import HYPHEN, Chunk
from sro_cli.readback.told import Piece


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place at which a product says something else than the tree.

    Attributes:
        told: what should be said there, None behind the end of the document.
        begun: how much of it has been said, in characters of the text as it was compared.
        said: what is said there, None if the product ends before.
        how: something was left out, or added, or neither can be told.
    """

    told: Piece | None
    begun: int
    said: Chunk | None
    how: Literal["missing", "added", "changed"]


def difference(
    pieces: Sequence[Piece],
    chunks: Iterable[Chunk],
    same: Callable[[str], str],
    surplus: Callable[[str], bool] = lambda _text: False,
) -> Difference | None:
    """The first difference, None if the chunks say all pieces in order and nothing else.

    Where one chunk ends and the next begins makes no difference. A row of a table that goes over
    pages may say a bit of each cell on each page.

    Args:
        pieces: what the tree tells.
        chunks: what the product says.
        same: gives what must be equal of a text, e.g. `said.plain`.
        surplus: whether a text, as *same* gives it, may be said though the tree does not tell it.

    >>> from sro_cli.readback.said import plain
    >>> difference([Piece("Ja und"), Piece("Nein")], [Chunk("Ja "), Chunk("und Nein")], plain)
    >>> difference([Piece("Ja"), Piece("Nein")], [Chunk("Nein")], plain).how
    'missing'
    """
    comparison = _Comparison(pieces, [same(piece.text) for piece in pieces])
    coming = iter(chunks)
    for chunk in coming:
        text = same(chunk.text)
        if not text or (chunk.sign and surplus(text)) or comparison.takes(text, chunk) or surplus(text):
            continue
        told, begun = comparison.expected()
        following = next((each for each in coming if same(each.text).strip(HYPHEN)), None)
        if told is None or (following and comparison.takes(same(following.text), following)):
            return Difference(told, begun, chunk, "added")
        return Difference(told, begun, chunk, "missing" if comparison.comes(text) else "changed")
    told, begun = comparison.expected()
    return Difference(told, begun, None, "missing") if told else None


def strange_line(lines: Iterable[Chunk], titles: Collection[str], same: Callable[[str], str]) -> Chunk | None:
    """The first line of a list that is no title, with or without a page behind it.

    A line may come in several chunks.

    >>> from sro_cli.readback.said import plain
    >>> lines = [Chunk("1 Ziele 2030 12"), Chunk("2 Beschlusse 14")]
    >>> strange_line(lines, ["1 Ziele 2030", "2 Beschlüsse"], plain).text
    '2 Beschlusse 14'
    """
    known = {_joined(same(title)) for title in titles}
    waiting: list[Chunk] = []
    for line in lines:
        waiting.append(line)
        if _is_title(_joined(same(" ".join(chunk.text for chunk in waiting))), known):
            waiting = []
    return waiting[0] if waiting else None


def _joined(line: str) -> str:
    """A line without hyphens: whose they are at the ends of its lines cannot be told."""
    return line.replace(HYPHEN, "").replace("-", "")


def _is_title(line: str, known: Collection[str]) -> bool:
    # A title may end in digits itself, and a PDF has no blank before the page.
    words = line.rstrip("0123456789")
    return any(line[:end].rstrip() in known for end in range(len(words), len(line) + 1))


class _Comparison:
    """How much has been said so far.

    Attributes:
        pieces: what must be said.
        texts: theirs, as they are compared.
        first: the first piece that has not been said to its end.
        said: of each piece that has begun, how many characters have been said.
        last_cell: the place of the last cell, and its piece.
    """

    def __init__(self, pieces: Sequence[Piece], texts: list[str]) -> None:
        self.pieces = pieces
        self.texts = texts
        self.first = 0
        self.said: dict[int, int] = {}
        self.last_cell = ("", -1)

    def expected(self) -> tuple[Piece | None, int]:
        """The first piece that has not been said to its end, and how much of it has been."""
        while self.first < len(self.texts) and self._rest(self.first) == "":
            self.first += 1
        piece = self.pieces[self.first] if self.first < len(self.texts) else None
        return piece, self.said.get(self.first, 0)

    def comes(self, text: str) -> bool:
        """Whether a later piece begins as a text does."""
        begin = text.split(HYPHEN, 1)[0]
        return any(piece.startswith(begin) for piece in self.texts[self.first + 1 :])

    def takes(self, text: str, chunk: Chunk) -> bool:
        """Whether a text goes on where the last one ended; if it does not, nothing changes."""
        if chunk.cell:
            return self._takes_cell(text, chunk.place)
        index, said = self.first, dict[int, int]()
        while index < len(self.texts):
            rest = self._rest(index)
            length = _common(text, rest)
            if length is not None:
                self.first = index
                self.said |= {**said, index: len(self.texts[index]) - len(rest) + length}
                return True
            if not text.startswith(rest):
                return False
            said[index] = len(self.texts[index])
            text, index = text[len(rest) :].lstrip(" "), index + 1
        return False

    def _takes_cell(self, text: str, place: str) -> bool:
        """A cell has one chunk at each place; the next one there is of a later cell."""
        self.expected()
        last_place, last = self.last_cell
        index = max(self.first, last + 1) if last_place == place else self.first
        while index < len(self.texts) and self._rest(index) == "":
            index += 1
        if index >= len(self.texts) or not self._is_next(index):
            return False
        length = _common(text, self._rest(index))
        if length is None:
            return False
        self.said[index] = len(self.texts[index]) - len(self._rest(index)) + length
        self.last_cell = place, index
        return True

    def _is_next(self, index: int) -> bool:
        """Whether everything before a piece has been said, other cells of its row aside."""
        return index == self.first or 0 < self.pieces[index].row == self.pieces[self.first].row

    def _rest(self, index: int) -> str:
        return self.texts[index][self.said.get(index, 0) :].lstrip(" ")


def _common(text: str, rest: str) -> int | None:
    r"""How much of the rest of a piece a text says; None if it says something else.

    >>> _common("Kin\x02der", "Kinder- und"), _common("Kinder\x02", "Kinder- und"), _common("x", "y")
    (6, 7, None)
    >>> _common("GROSSE", "Große Räume")
    5
    """
    if rest.startswith(text):
        return len(text)
    if HYPHEN in text:
        return _hyphenated(text, rest)
    return _raised(text, rest) if text.isupper() else None


def _hyphenated(text: str, rest: str) -> int | None:
    length = 0
    for number, part in enumerate(text.split(HYPHEN)):
        if number and rest.startswith("-", length):
            length += 1
        common = _common(part, rest[length:])
        if common is None:
            return None
        length += common
    return length


def _raised(text: str, rest: str) -> int | None:
    """As `_common` for a text in capitals: templates may like them, and they say the same."""
    raised = ""
    for length, letter in enumerate(rest, 1):
        raised += letter.upper()
        if len(raised) >= len(text):
            return length if raised == text else None
    return None
