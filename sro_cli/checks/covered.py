"""A text in which is covered what its author does not say himself: quotations, and what is no language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sro_cli.model import LISTEN

COVER = "\ufffc"
"""Stands for what is shown but is not said by the author; as long as what it covers."""

END = "\n\n"
"""Ends a passage; no quotation goes on beyond."""

_SCHEMES = "|".join(("kapitel", "abschnitt", "abb", "tab", *(kind.scheme for kind in LISTEN.values())))
# What is written without blanks around one of these signs may be an address, a file, an id: few words are.
# The pattern begins with the sign, because those are quickly found.
_SIGN = re.compile(r"[@./:](?<=[\w/].)(?=[\w/])")
_PAPER = re.compile(r"\d{4}/(?:[A-Z]{2}/\d{3,4}(?:-\d\d)?(?:[ ]\([A-ZÄÖÜ]{2}\))?|\d\d-[A-ZÄ]{1,2}\b)")
_EXACT = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[\w.+-]+@[\w.-]+"
    r"|(?:[\w-]+[./])+(?:de|org|net|com|eu|info|example|ya?ml|md|txt|pdf|docx|html|svg|png|jpe?g|json)\b(?:/\S*)?"
    rf"|(?:{_SCHEMES}):[\w./-]+"
)
_BLANK = re.compile(r"[ \n]")
_LONGEST = 2000
"""Characters of an address; browsers take as many."""

_AROUND = "„“”\"'‚‘’()[]<>.,;:!?…"
_QUOTE = re.compile(r"[„“”\"»«‚‘’'›‹\n]")
# What closes a quotation, by what has opened it; in German and in other ways.
_CLOSING = {
    "„": '“”"',
    "“": "”“",
    '"': '"',
    "»": "«",
    "«": "»",
    "‚": "‘’'",
    "‘": "’",
    "'": "'’",
    "›": "‹",
    "‹": "›",
}
_SINGLE = "‘'"
_LOW = "„"
_LOW_HALF = "‚"
_ENDS = tuple(".,;:!?…)")
_SHORTENED = re.compile(r"['‘](?:s|n|ne[mnrs]?|nen|ran|rauf|raus|rein|rum|runter)\b")
"""„Das war's, 's ist 'ne Probe“: an apostrophe."""


def without_quotations(said: str) -> str:
    """The text with its quotations covered, marks and all; what is not closed covers nothing."""
    pieces: list[str] = []
    done = 0
    for start, end in quotations(said)[0]:
        pieces += (said[done:start], COVER * (end - start))
        done = end
    return "".join((*pieces, said[done:]))


@lru_cache(maxsize=1)  # two ask for those of the same long text
def quotations(said: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Start and end of each quotation that is in no other one, and the marks left alone; never apostrophes.

    Each is in order; no quotation goes on beyond its passage.

    >>> quotations("Das „Haus bleibt, 's ist „gut“.")
    ([(25, 30)], [4])
    """
    found: list[tuple[int, int]] = []
    alone: list[int] = []
    passage: list[tuple[str, int]] = []
    for mark in _QUOTE.finditer(said):
        if mark[0] != "\n":
            passage.append((mark[0], mark.start()))
        elif passage and said.startswith(END, mark.start()):
            _match(said, passage, found, alone)
            passage = []
    _match(said, passage, found, alone)
    return found, alone


def _match(said: str, marks: list[tuple[str, int]], found: list[tuple[int, int]], alone: list[int]) -> None:
    """Adds what the marks of a passage enclose, and those that enclose nothing."""
    low = _closers_of_low(said, marks)
    hopeless: set[str] = set()
    index = 0
    while index < len(marks):
        sign, at = marks[index]
        closer = None
        if sign == _LOW:
            closer = low.get(index)
        elif sign in _CLOSING and sign not in hopeless and _opens(said, sign, at):
            closer = next((i for i in range(index + 1, len(marks)) if _closes(said, sign, *marks[i])), None)
            if closer is None:
                hopeless.add(sign)  # and is not looked for again, which keeps long passages quick
        if closer is not None:
            found.append((at, marks[closer][1] + 1))
            alone += _halves_alone(said, marks[index + 1 : closer])
            index = closer
        elif sign not in "‘’'" and not (sign == '"' and said[at - 1 : at].isdigit()):
            alone.append(at)
        index += 1


def _halves_alone(said: str, marks: list[tuple[str, int]]) -> Iterator[int]:
    """Where within a quotation a low half mark stands that nothing closes."""
    last = max((at for sign, at in marks if _closes(said, _LOW_HALF, sign, at)), default=-1)
    return (at for sign, at in marks if sign == _LOW_HALF and at > last)


def _closers_of_low(said: str, marks: list[tuple[str, int]]) -> dict[int, int]:
    """For the low marks of a passage the index of what closes each; one may stand within another."""
    closers: dict[int, int] = {}
    opened: list[int] = []
    for index, (sign, at) in enumerate(marks):
        if sign == _LOW or (
            sign == '"' and opened and said[at - 1] in " (" and said[at + 1 : at + 2].isalnum()
        ):
            opened.append(index)
        elif opened and sign in _CLOSING[_LOW]:
            while sign != '"' and len(opened) > 1 and marks[opened[-1]][0] == '"':
                opened.pop()
            closers[opened.pop()] = index
    return closers


def without_addresses(text: str) -> str:
    """The text with addresses, names of files, ids and numbers of papers covered."""
    pieces: list[str] = []
    done = 0
    for sign in _SIGN.finditer(text):
        if sign.start() < done:
            continue
        start = max(done, text.rfind(" ", done, sign.start()) + 1, text.rfind("\n", done, sign.start()) + 1)
        blank = _BLANK.search(text, sign.end(), sign.end() + _LONGEST)
        end = blank.start() if blank else min(len(text), sign.end() + _LONGEST)
        while start < end and text[start] in _AROUND:
            start += 1
        exact = _PAPER.match(text, start) or _EXACT.match(text, start, end)
        stop = exact.end() if exact else end
        while exact and stop > start and text[stop - 1] in _AROUND and not exact[0].endswith(")"):
            stop -= 1
        pieces += [text[done:start], COVER * (stop - start) if exact else text[start:stop]]
        done = stop
    return "".join((*pieces, text[done:]))


def _opens(said: str, sign: str, at: int) -> bool:
    """Whether a mark begins a quotation: it is no apostrophe, no inch, and ends no other one."""
    before, behind = said[at - 1 : at], _is_letter(said, at + 1)
    if sign in _SINGLE:
        return (not before or before in ' \n([„“"»') and behind and not _SHORTENED.match(said, at)
    if sign == '"' and before.isdigit():
        return False
    return sign == "‚" or behind or not (before.isalnum() or before in _ENDS)


def _closes(said: str, opened: str, sign: str, at: int) -> bool:
    return sign in _CLOSING[opened] and not (sign in "'’" and _is_letter(said, at + 1))


def _is_letter(said: str, at: int) -> bool:
    return said[at : at + 1].isalpha()
