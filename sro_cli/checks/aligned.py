"""Words as read, laid beside the source as written: which character stands where."""

from __future__ import annotations

import html
import re
import unicodedata

_ENTITY = re.compile(r"&#?\w{1,32};")
_LONGEST = 4
"""Code points that Unicode composes to one letter at most; German needs two."""


def aligned(words: str, written: str) -> tuple[list[int], list[int]]:
    r"""Where each character of the words begins and ends in what is written.

    What reading takes away is passed over: backslashes, line ends with the marks of a quotation or the
    blanks before them, one of two quotes in YAML, what nobody sees.

    >>> aligned("a b", "a\n  b")
    ([0, 1, 4], [1, 2, 5])
    >>> aligned("für", "fu\u0308r"), aligned("R&B", "R&amp;B")
    (([0, 1, 3], [1, 3, 4]), ([0, 1, 6], [1, 6, 7]))
    """
    if len(words) == len(written) and words == _flat(written):
        return list(range(len(words))), list(range(1, len(words) + 1))
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for letter in words:
        length = 0
        while at < len(written) and not (length := _length(letter, written, at)):
            at += 1
        starts.append(at)
        at += length
        ends.append(at)
    return starts, ends


_BLANKS = str.maketrans("\n\t\u00a0\u202f", "    ")


def _flat(written: str) -> str:
    return written.translate(_BLANKS)


def _length(letter: str, written: str, at: int) -> int:
    """How many characters from here on stand for the letter; 0 for none."""
    sign = written[at]
    if sign == "&" and (entity := _ENTITY.match(written, at)) and html.unescape(entity[0]) == letter:
        return len(entity[0])
    if unicodedata.combining(written[at + 1 : at + 2] or " "):
        for length in range(min(_LONGEST, len(written) - at), 1, -1):
            if unicodedata.normalize("NFC", written[at : at + length]) == letter:
                return length
    return int(sign == letter or (letter == " " and sign.isspace()))
