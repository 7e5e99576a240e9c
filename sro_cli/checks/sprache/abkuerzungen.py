"""T803, T804: abbreviations that a chapter does not introduce, and such as the glossary does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sro_cli.checks.lesetext import occurrences, placed
from sro_cli.checks.rule import Rule, Scope
from sro_cli.checks.sprache.eigene import LIST, own
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Severity
from sro_cli.model import Begriff

ABKUERZUNG_NICHT_EINGEFUEHRT = Kind("T803", "abkuerzung-nicht-eingefuehrt", Severity.WARNUNG)
ABKUERZUNG_UNBEKANNT = Kind("T804", "abkuerzung-unbekannt", Severity.HINWEIS)

_LONGEST = 6
_SHORTEST_WORD = 4
"""Letters of a word that may be set in capitals: „ACHTUNG“; shorter ones are abbreviations first."""

_KNOWN = {"EG", "GG", "OG", "SGB", "UG"}
"""Laws and floors as everybody writes them; the dictionary lacks some."""

_OPEN = "TODO"

_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def _not_introduced(scope: Scope) -> Iterator[Diagnostic]:
    lesetext = scope.lesetext
    mentioned: dict[tuple[str, str], int] = {}
    for at, mention in lesetext.mentions:
        mentioned.setdefault((lesetext.owner(at), mention.target), at)
    for term in scope.konzept.begriffe:
        done: set[str] = set()
        for start, end in occurrences(lesetext, term.abkuerzung, end=lesetext.chapters_end):
            chapter = lesetext.owner(start)
            if chapter in done:
                continue
            introduced = mentioned.get((chapter, term.target), end) <= start
            if introduced or _is_explained(lesetext.said, start, end, term):
                done.add(chapter)
            else:
                yield from _unexplained(scope, term, start, end)


def _is_explained(said: str, start: int, end: int, term: Begriff) -> bool:
    """Whether the term stands beside it: „Hilfen zur Erziehung (HzE)“ or „HzE (Hilfen zur Erziehung)“."""
    in_brackets = said[start - 1 : start] == "(" and said[end : end + 1] in {")", ",", ";"}
    return in_brackets or said.startswith(f" ({term.begriff}", end)


def _unexplained(scope: Scope, term: Begriff, start: int, end: int) -> Iterator[Diagnostic]:
    span = scope.lesetext.span(start, end)
    if span is None:
        return
    mention = f"[]({term.target})"
    in_link = span.source.text[span.start - 1 : span.start] == "["
    literal = scope.lesetext.quotes(span, start, end) and not in_link
    yield ABKUERZUNG_NICHT_EINGEFUEHRT.at(
        span,
        f"Die Abkürzung „{term.abkuerzung}“ ist in diesem Kapitel noch nicht eingeführt",
        help=f"schreiben Sie {mention}, dann wird der Begriff hier ausgeschrieben,"
        f" oder „{term.begriff} ({term.abkuerzung})“",
        fix=Fix(span, mention, safe=False) if literal else None,
    )


def _unknown_abbreviations(scope: Scope) -> Iterator[Diagnostic]:
    if scope.spelling is None:
        return
    found = {part for token in scope.lesetext.tokens for part in token.split("-") if _is_abbreviation(part)}
    if found := found - _KNOWN:
        found -= own(scope).words
    # The dictionary has „EU“ and „PDF“, and the words of „ACHTUNG“ and „WICHTIG“.
    words = {part: part.capitalize() for part in found if len(part) >= _SHORTEST_WORD}
    unknown = scope.spelling.unknown((*found, *words.values()))
    found = {part for part in found if {part, words.get(part, part)} <= unknown}
    tokens = {token for token in scope.lesetext.tokens if not found.isdisjoint(token.split("-"))}
    for at, token in placed(scope.lesetext.text, tokens):
        for part in token.split("-"):
            if part in found:
                start = at + token.index(part)
                if _explains_itself(scope.lesetext.said, start, start + len(part)):
                    found.remove(part)
                else:
                    yield from _unlisted(scope, part, start)


def _is_abbreviation(part: str) -> bool:
    capitals = part.isalpha() and part.isupper() and 1 < len(part) <= _LONGEST
    return capitals and not _ROMAN.fullmatch(part)


def _explains_itself(said: str, start: int, end: int) -> bool:
    """Whether it stands behind what it means: „Kommunale Gemeinschaftsstelle (KGSt)“."""
    return said[start - 1 : start] == "(" and said[end : end + 1] == ")"


def _unlisted(scope: Scope, part: str, start: int) -> Iterator[Diagnostic]:
    span = scope.lesetext.span(start, start + len(part))
    if span is None:
        return
    yield ABKUERZUNG_UNBEKANNT.at(
        span,
        f"Die Abkürzung „{part}“ steht nicht im Glossar",
        help="schreiben Sie, was fehlt, als offenen Punkt: > [!OFFEN]"
        if part == _OPEN
        else "nehmen Sie sie dort mit „abkuerzung: …“ auf oder schreiben Sie sie aus;"
        f" was alle kennen, gehört in {LIST}",
    )


RULES = (
    Rule(ABKUERZUNG_NICHT_EINGEFUEHRT, _not_introduced),
    Rule(ABKUERZUNG_UNBEKANNT, _unknown_abbreviations, requires=("spelling",)),
)
