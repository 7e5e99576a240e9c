"""Where markdown-it's blocks stand: it counts in lines, a span in characters."""

from __future__ import annotations

from markdown_it.token import Token

from sro_cli.readers.stamped import Offsets
from sro_cli.source import Source, Span

BLANK = " \t\r\n\f\v"
"""What may stand around the text of a line without belonging to it."""


def text_offsets(source: Source, token: Token) -> Offsets:
    """Maps the text of a block's inline token to the source, line by line.

    What stands before the text of a line (``>``, ``-``, indentation) is not in the token.
    """
    first = (token.map or [0])[0]
    starts: list[int] = []
    shifts: list[int] = []
    offset = 0
    for number, line in enumerate(token.content.split("\n"), first):
        raw = source.line(number).replace("\0", "\ufffd")  # as markdown-it does
        text = line.strip(BLANK)
        # A paragraph's line ends where the raw line ends; only a heading may go on with #.
        begin = len(raw.rstrip(BLANK)) - len(text)
        if not raw.startswith(text, begin):
            begin = max(raw.find(text), 0)
        indent = len(line) - len(line.lstrip(BLANK))
        starts.append(offset)
        shifts.append(source.line_starts[number] + begin - offset - indent)
        offset += len(line) + 1
    return Offsets(starts, shifts)


def text_span(source: Source, token: Token, place: Offsets) -> Span:
    """The span of a block's inline text, empty where there is none."""
    length = len(token.content)
    return Span(source, place(0), place(length - 1) + 1 if length else place(0))


def block_span(source: Source, token: Token) -> Span:
    """The lines of a block, without the blank ones after it and the indentation before it."""
    first, last = token.map or [0, 1]
    last = min(last, len(source.line_starts))
    while last - 1 > first and not source.line(last - 1).strip(BLANK + ">"):
        last -= 1
    start = source.line_starts[first]
    raw = source.line(first)
    end = source.line_starts[last - 1] + len(source.line(last - 1).rstrip(BLANK))
    return Span(source, start + len(raw) - len(raw.lstrip(BLANK)), end)


def line_span(source: Source, number: int) -> Span:
    """A line, counted from 0, without the blanks around its text."""
    raw = source.line(number)
    start = source.line_starts[number]
    text = raw.strip(BLANK)
    begin = start + (raw.index(text) if text else 0)
    return Span(source, begin, begin + len(text))
