"""German text → its sentences, so that each has a line of its own and `git diff` shows which one changed.

Whether a full stop ends a sentence is decided by the words next to it alone. A change inside
one sentence therefore never moves the borders of another.
"""

from __future__ import annotations

import re

_STOP = re.compile(
    r"""
    (?P<stop> [.!?…] )
    [“”‘’"'»«)\]*_`]*                          # closing quotes and marks
    (?: \[ (?: \^\d+ | Fußnote (?: \s\d+ )? ) \] )*
    [ ]+                                        # a no-break space holds a sentence together
    (?= [„‚"'»«(\[*_`]* [A-ZÄÖÜ0-9§] )
    """,
    re.VERBOSE,
)
_BEFORE = re.compile(r"([^\s„‚\"'»«(\[]+)$")
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"(?:\w\.)*[^\W\d]")
_COUNT = re.compile(r"\d{1,3}")

_NEVER = re.compile(
    r"""
    abs | bd | bzw | ca | dr | evtl | fr | ggf | hr | inkl | nr | prof | sog | vgl
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Abbreviations that stand before what they belong to."""

_SELDOM = re.compile(
    r"""
    allg | bes | chr | ebd | gem | hrsg | insb | jh | jhd | lfd | mio | mrd | rd | st | str | zzgl
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Abbreviations that may end a sentence."""

_NUMBERED = re.compile(r"abb | anm | art | kap | max | min | tab | tel", re.VERBOSE | re.IGNORECASE)
"""Abbreviations only before a number: „Art. 28“, but „Hilfen dieser Art.“"""

_COUNTED = re.compile(
    r"""
    abbildung | abs | absatz | abschnitt | anlage | art | artikel | bd | kap | kapitel | nr | nummer |
    phase | s | satz | schritt | seite | stufe | tabelle | ziel | ziffer
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A number after these is no ordinal."""

_OPENERS = re.compile(
    r"""
    aber | alle | allerdings | als | also | am | an | auch | auf | aus | außerdem | bei | beim | bis
    | da | dabei | dadurch | dafür | dagegen | daher | damit | danach | daneben | dann | daran |
    darauf | daraus | darin | darum | darunter | darüber | das | dazu | dem | den | denn | dennoch |
    der | des | deshalb | die | dies | diese | diesem | diesen | dieser | dieses | doch | dort |
    durch | ein | eine | einem | einen | einer | eines | er | erst | es | falls | ferner | für |
    gegen | hier | hierbei | hierfür | hierzu | ich | ihr | ihre | im | in | ist | jede | jeder |
    jedes | jedoch | kein | keine | man | mit | nach | neben | nicht | noch | nun | nur | ob |
    obwohl | oder | ohne | schließlich | seit | sie | so | sobald | sofern | solche | somit | sowie
    | statt | trotz | um | und | unter | viele | vom | von | vor | was | weil | weitere | welche |
    wenn | wer | werden | wie | wir | wird | wo | während | zu | zudem | zuerst | zugleich | zum |
    zunächst | zur | zwar | zwischen | über
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Words that have a capital only at the beginning of a sentence."""


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph in order, without the blanks between them.

    >>> sentences("Am 9. Januar kamen z. B. Träger, vgl. Abs. 3. Das war 2024. Und nun?")
    ['Am 9. Januar kamen z. B. Träger, vgl. Abs. 3.', 'Das war 2024.', 'Und nun?']
    >>> sentences("")
    []
    """
    result: list[str] = []
    begin = 0
    for match in _STOP.finditer(text):
        if _ends(text[begin : match.start("stop")], match["stop"], text[match.end() : match.end() + 40]):
            result.append(text[begin : match.end()].rstrip(" "))
            begin = match.end()
    return [*result, text[begin:]] if text[begin:] else result


def _ends(sentence: str, stop: str, following: str) -> bool:
    """Whether a sentence ends at a stop, by the words before it and the one behind."""
    before = _BEFORE.search(sentence)
    if stop != "." or before is None:
        return stop in "!?" or before is not None  # „ … “ stands for words left out
    word = before[1].strip("*_`")
    counts, spelled = _COUNT.fullmatch(word), _LETTERS.fullmatch(word)
    if _NEVER.fullmatch(word) or (before.start() == 0 and (counts or spelled)):
        return False  # „1. Der Rat …“ is numbered by hand
    if _NUMBERED.fullmatch(word):
        return not following[:1].isdigit()
    if not (counts or spelled or _SELDOM.fullmatch(word)):
        return True
    opener = _WORD.search(following)
    if opener and opener[0][0].isupper() and _OPENERS.fullmatch(opener[0]):
        return True
    name = _WORD.findall(sentence[: before.start()])
    return bool(counts and name and _COUNTED.fullmatch(name[-1]))
