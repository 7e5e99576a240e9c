"""A text in which is covered what its author does not say himself: quotations, and what is no language."""

from __future__ import annotations

import re

from sro_cli.model import LISTEN

COVER = "\ufffc"
"""Stands for what is shown but is not said by the author; as long as what it covers."""

END = "\n\n"
"""Ends a passage, and with it every quotation that nobody has closed."""

_SCHEMES = "|".join(("kapitel", "abschnitt", "abb", "tab", *(kind.scheme for kind in LISTEN.values())))
# What is written without blanks around one of these signs may be an address, a file, an id: few words are.
_SIGN = re.compile(r"(?<=[\w/])[@./:](?=[\w/])")
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


def without_quotations(said: str) -> str:
    """The text with its quotations covered, marks and all; what is not closed ends with its passage."""
    pieces: list[str] = []
    done = opened = 0
    closing = ""
    for mark in _QUOTE.finditer(said):
        sign, at = mark[0], mark.start()
        if closing:
            if sign == "\n":
                closes, end = said.startswith(END, at), at
            else:
                closes, end = sign in closing and not (sign in "'’" and _is_letter(said, at + 1)), at + 1
            if closes:
                pieces += [said[done:opened], COVER * (end - opened)]
                done, closing = end, ""
        elif sign in _CLOSING and not (sign in _SINGLE and not _opens(said, at)):
            opened, closing = at, _CLOSING[sign]
    return "".join((*pieces, said[done:]))


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


def _opens(said: str, at: int) -> bool:
    """Whether a single mark opens a quotation and is no apostrophe."""
    return (at == 0 or said[at - 1] in ' \n([„“"»') and _is_letter(said, at + 1)


def _is_letter(said: str, at: int) -> bool:
    return said[at : at + 1].isalpha()
