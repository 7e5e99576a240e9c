"""T806 to T808, T811 to T814: doubled words, blanks, sentences without an end, quotation marks, days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sro_cli import days
from sro_cli.checks.covered import COVER, END
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Severity
from sro_cli.source import Span

WORT_DOPPELT = Kind("T806", "wort-doppelt", Severity.WARNUNG)
LEERZEICHEN_ZU_VIEL = Kind("T807", "leerzeichen-zu-viel", Severity.WARNUNG)
LEERZEICHEN_FEHLT = Kind("T808", "leerzeichen-fehlt", Severity.WARNUNG)
SATZ_SEHR_LANG = Kind("T811", "satz-sehr-lang", Severity.HINWEIS)
ANFUEHRUNG_OFFEN = Kind("T812", "anfuehrung-offen", Severity.WARNUNG)
TAG_UNMOEGLICH = Kind("T813", "tag-unmoeglich", Severity.WARNUNG)
ANFUEHRUNG_GEMISCHT = Kind("T814", "anfuehrung-gemischt", Severity.WARNUNG)

_DOUBLED = re.compile(rf"(?<![\w'’{COVER}-])([^\W\d_]{{2,}}+)([ ]+)((?i:\1))(?![\w'’-])")
# „weil sie sie kennt“, „wer weiß, was was ist“
_RIGHTLY = {"sie", "ihr", "was", "wer"}
_ARTICLES = {"der", "die", "das", "den", "dem"}
# „alle, die die Schule besuchen“, „eine Stadt, in der der Rat tagt“, „dass das das Ziel ist“
_PRONOUN = re.compile(
    r"(?:^|[^\w\s'’-]\s*|\n|\b(?:und|oder|sowie|aber|dass|ob|wenn|weil|wie|als|da)[ ])(?:\w+[ ]){0,2}\Z",
    re.IGNORECASE,
)
# „Damit ist das das Ziel“, but „Das ist das das Ziel“
_SUBJECT = re.compile(r"\b(?:das|dies|es)[ ]\w+[ ]\Z", re.IGNORECASE)
# „der der Stadt gehörenden Häuser“, „an an der Küste lebende Menschen“
_PARTICIPLE = re.compile(r"(?:[ ][\w-]+){0,5}?[ ][a-zäöüß]+(?:nd|[tn])(?:e|en|er|em|es)[ ]\w")
_LOOKED_BACK = 60

# A search is many times as quick if the pattern begins with a sign and only then looks at what is before it.

# No blank before them; „1 : 100“ is a scale, „– ,“ ends an insertion.
_BEFORE = re.compile(
    r"([ ](?=[ ,;:!?.)])(?<=[^\s(–—][ ])[ ]*)([,;](?=\s|[^\W\d_]{2}|\Z)|[!?.](?!\S)|:(?!\S)(?<!\d[ ]:)|\))"
)
_BEHIND = re.compile(r"(\()([ ]+)\S")

# Two letters on either side: „a,b“ and „z.B.“ are for others to judge.
_MISSING = re.compile(
    r"[,;.!?-](?!\s)(?:(?<=[a-zäöüß]{2}[,;])(?=[^\W\d_]{2})|(?<=[a-zäöüß]{2}[.!?])(?=[A-ZÄÖÜ][a-zäöüß])"
    r"|(?<=[a-zäöüß]{2}-)(?=(?:und|oder|sowie|bzw\.)[ ][\w-]))"
)

# „Kinder -und Jugendhilfe“; „Kinder - und Jugendhilfe“, which only the same words elsewhere tell from a dash.
_SUSPENDED = re.compile(
    r"([ ](?=[ -])(?<=[a-zäöüß]{2}[ ])[ ]*)-"
    r"(?=(?:und|oder|sowie|bzw\.)[ ]\w|[ ](?P<goes>(?:und|oder|sowie)[ ](?P<last>[A-ZÄÖÜ]\w+)))"
)
_LAST_WORD = re.compile(r"\w+\Z")
_TERMS = {"Kinder": re.compile("Jugend(?!liche)"), "Hanse": re.compile("Universitätsstadt")}

_DAY = re.compile(
    r"[0-9](?<![\d.,/-]\d)(?:(?<=0)[1-9]|(?<=[12])\d|(?<=3)[01]|(?<=[1-9]))\. ?"
    r"(?:(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
    r"(?: \d{4}\b)?|(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d(?![\d.]\d))"
)
# What the calendar lacks in other ways: 12.13.2026, 32.1.2026, 2026-02-31, 31.06. without a year.
_NO_DAY = re.compile(
    r"[0-9](?<![\d.,/-]\d)(?:(?<=[0-3])[0-9])?"
    r"(?:\. ?(?:[0-3]\d|[1-9])\. ?(?:19|20)\d\d(?![\d.]\d)"
    r"|(?:(?<=30)|(?<=31))\.0[2469]\.(?! ?\d)"
    r"|(?:(?<=19)|(?<=20))\d\d-\d\d-\d\d(?![\d-]))"
)
_NUMBER_OF = re.compile(
    r"(?:§|\b(?:A[Zz]|Aktenzeichen|G[Zz]|Nr|Nummer|Version|Abschnitt|Kapitel|Punkt|Ziffer|Tel)[.:]*) \Z"
)
_LEAP_YEAR = " 2024"

_HIGH = set("“”\"‘’'")
_FOREIGN = {"„”", "“”", "““", "‚’", "‘’"}
"""First and last mark of quotations that are none of German."""

_INNER = re.compile(r"„[^„“”\"\n]*[“”\"]")
_COMMAS = re.compile(r",,(?<![,\w],,)(?=[^\W\d_])(?:[^\n„“”\",]{0,200}(?:''|[“”\"]))?")
_FAR = 210
"""Characters from two commas to what closes them."""

_WORD = re.compile(r"\w[\w'’*:-]*")
_WORDS = 40
_SHORTEST = 2 * _WORDS
"""A sentence of fewer characters has no more than so many words."""


def _doubled(scope: Scope) -> Iterator[Diagnostic]:
    for match in _DOUBLED.finditer(scope.lesetext.text):
        word = match[3]
        both, first = scope.lesetext.span(*match.span()), scope.lesetext.span(*match.span(1))
        if both is None or first is None or _is_right(scope.lesetext.text, match):
            continue
        literal = scope.lesetext.quotes(both, *match.span())
        yield WORT_DOPPELT.at(
            both,
            f"Das Wort „{word}“ steht zweimal hintereinander",
            help="löschen Sie eines der beiden",
            fix=Fix(Span(both.source, first.end, both.end), "", safe=False) if literal else None,
        )


def _is_right(text: str, match: re.Match[str]) -> bool:
    """Whether a word may stand twice: a pronoun before an article, a preposition before a participle."""
    word = match[3].lower()
    before = text[max(0, match.start() - _LOOKED_BACK) : match.start()]
    if word in _RIGHTLY or before.lower().endswith(f"{word} und "):
        return True  # „nach und nach nach Hause“
    if word == "das":
        return not _SUBJECT.search(before)
    if word in _ARTICLES and _PRONOUN.search(before):
        return True
    return _PARTICIPLE.match(text, match.end()) is not None


def _too_many(scope: Scope) -> Iterator[Diagnostic]:
    for match in _BEFORE.finditer(scope.lesetext.text):
        yield from _superfluous(scope, match, match.span(1), f"Vor „{match[2]}“ steht ein Leerzeichen")
    for match in _BEHIND.finditer(scope.lesetext.text):
        yield from _superfluous(scope, match, match.span(2), f"Nach „{match[1]}“ steht ein Leerzeichen")
    for match in _SUSPENDED.finditer(scope.lesetext.text):
        if _is_suspended(scope.lesetext.text, match):
            yield from _superfluous(scope, match, match.span(1), "Vor dem Bindestrich steht ein Leerzeichen")


def _is_suspended(text: str, match: re.Match[str]) -> bool:
    """Whether a hyphen stands for the rest of a word, and is no dash."""
    if match["goes"] is None:
        return True
    first = _LAST_WORD.search(text, max(0, match.start() - _LOOKED_BACK), match.start())
    if first is None or not first[0][0].isupper():
        return False
    term = _TERMS.get(first[0])
    return bool(term and term.match(match["last"])) or f"{first[0]}- {match['goes']}" in text


def _superfluous(
    scope: Scope, match: re.Match[str], blank: tuple[int, int], message: str
) -> Iterator[Diagnostic]:
    span, gap = scope.lesetext.span(*match.span()), scope.lesetext.span(*blank)
    if span and gap:
        fix = Fix(gap, "", safe=True) if scope.lesetext.quotes(gap, *blank) else None
        yield LEERZEICHEN_ZU_VIEL.at(span, message, help="löschen Sie das Leerzeichen", fix=fix)


def _missing(scope: Scope) -> Iterator[Diagnostic]:
    for match in _MISSING.finditer(scope.lesetext.text):
        span = scope.lesetext.span(*match.span())
        if span is None:
            continue
        yield LEERZEICHEN_FEHLT.at(
            span,
            f"Nach „{match[0]}“ fehlt ein Leerzeichen",
            help="ergänzen Sie es",
            fix=Fix(span, f"{match[0]} ", safe=True) if span.text == match[0] else None,
        )


def _very_long(scope: Scope) -> Iterator[Diagnostic]:
    text = scope.lesetext.text
    # What stands between two blanks is counted once, however often it comes.
    words = cache(lambda piece: len(_WORD.findall(piece)))
    start = 0
    for end in scope.lesetext.sentences:
        sentence = text[start:end]
        if len(sentence) > _SHORTEST and (count := sum(map(words, sentence.split(" ")))) > _WORDS:
            first = start + len(sentence) - len(sentence.lstrip())
            if span := scope.lesetext.span(first, start + len(sentence.rstrip())):
                yield SATZ_SEHR_LANG.at(
                    span,
                    f"Dieser Satz hat {count} Wörter",
                    help="machen Sie zwei daraus oder eine Aufzählung",
                )
        start = end


def _unmatched(scope: Scope) -> Iterator[Diagnostic]:
    said = scope.lesetext.said
    for at in scope.lesetext.quotations[1]:
        if said[at] in _HIGH and _COMMAS.search(said, max(said.rfind(END, 0, at), at - _FAR, 0), at + 1):
            continue  # T814 says what is wrong with what should open it
        if span := scope.lesetext.span(at, at + 1):
            yield ANFUEHRUNG_OFFEN.at(
                span,
                "Zu diesem Anführungszeichen fehlt im selben Absatz das zweite",
                help="ergänzen Sie es; ein Zitat über mehrere Absätze setzen Sie mit „>“ ab",
            )


def _mixed(scope: Scope) -> Iterator[Diagnostic]:
    said = scope.lesetext.said
    for start, end in scope.lesetext.quotations[0]:
        if said[start] + said[end - 1] in _FOREIGN:
            marks = ("‚", "‘") if said[start] in "‚‘" else ("„", "“")
            yield from _unlike(
                scope, start, end, marks, "Dieses Anführungszeichen ist hier nicht das deutsche"
            )
        elif said[start] == "„" and (inner := _INNER.search(said, start + 1, end - 1)):
            message = "In einer Anführung stehen halbe Anführungszeichen"
            yield from _unlike(scope, *inner.span(), ("‚", "‘"), message)
    for match in _COMMAS.finditer(said):
        yield from _unlike(scope, *match.span(), ("„", "“"), "Zwei Kommas sind kein Anführungszeichen")


def _unlike(scope: Scope, start: int, end: int, marks: tuple[str, str], message: str) -> Iterator[Diagnostic]:
    """The finding for a stretch that stands between wrong marks, at the first of them that is wrong."""
    said = scope.lesetext.said
    opening = 2 if said[start] == "," else 1
    closing = 2 if said.endswith("''", start, end) else int(said[end - 1] in _HIGH)
    last = said[start] == marks[0]
    at = (end - 1, end) if last else (start, start + opening)
    place, whole = scope.lesetext.span(*at), scope.lesetext.span(at[0] if last else start, end)
    if place is None or whole is None:
        return
    right = marks[1] if last else marks[0] + said[start + opening : end - closing] + marks[1] * bool(closing)
    literal = scope.lesetext.quotes(whole, at[0] if last else start, end)
    yield ANFUEHRUNG_GEMISCHT.at(
        place,
        message,
        help=f"schreiben Sie {marks[0]}…{marks[1]}",
        fix=Fix(whole, right, safe=True) if literal else None,
    )


def _impossible(scope: Scope) -> Iterator[Diagnostic]:
    text = scope.lesetext.text
    written = {match.start(): match for pattern in (_DAY, _NO_DAY) for match in pattern.finditer(text)}
    for match in written.values():
        day = match[0]
        whole = day if day[-1].isdigit() else f"{day}{_LEAP_YEAR}"
        if days.iso(whole) != "" or _NUMBER_OF.search(
            text, max(match.start() - _LOOKED_BACK, 0), match.start()
        ):
            continue
        if span := scope.lesetext.span(*match.span()):
            reason = days.impossibility(whole)
            if whole != day:
                reason = reason.replace(f"{_LEAP_YEAR} hat", " hat höchstens")
            yield TAG_UNMOEGLICH.at(
                span,
                f"„{day}“ ist kein Tag des Kalenders",
                help=f"{reason}; sehen Sie nach, welcher Tag gemeint ist",
            )


RULES = (
    Rule(WORT_DOPPELT, _doubled),
    Rule(LEERZEICHEN_ZU_VIEL, _too_many),
    Rule(LEERZEICHEN_FEHLT, _missing),
    Rule(SATZ_SEHR_LANG, _very_long),
    Rule(ANFUEHRUNG_OFFEN, _unmatched),
    Rule(TAG_UNMOEGLICH, _impossible),
    Rule(ANFUEHRUNG_GEMISCHT, _mixed),
)
