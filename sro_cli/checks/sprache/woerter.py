"""T809, T810: words that nobody knows, and own words that nobody uses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from sro_cli.checks.covered import COVER
from sro_cli.checks.formen import Form
from sro_cli.checks.lesetext import TOKEN, Lesetext
from sro_cli.checks.rule import Rule, Scope, Spelling
from sro_cli.checks.sprache.eigene import LIST, Own, own
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Severity
from sro_cli.suggestions import nearest

WORT_UNBEKANNT = Kind("T809", "wort-unbekannt", Severity.WARNUNG)
EIGENES_WORT_UNGENUTZT = Kind("T810", "eigenes-wort-ungenutzt", Severity.HINWEIS)

# Usual in official texts, and not in the dictionary, which has „bzw.“ and „Abs.“.
_SHORTENED = {
    "Anl",
    "Bd",
    "Lit",
    "Rn",
    "Str",
    "Vfg",
    "Ziff",
    "gegr",
    "ggü",
    "insb",
    "mind",
    "rd",
    "usf",
    "zit",
}
_APOSTROPHE = re.compile("['’]")
_SHORT = 3
"""Letters of a word that resembles too many others."""

_SHORTEST_GUESSED = 5

_MOST = 20
"""Words for which is sought what was meant; each takes up to a tenth of a second."""

Places = Mapping[str, list[tuple[int, int]]]
"""Where each word stands in the text."""


def _unknown_words(scope: Scope) -> Iterator[Diagnostic]:
    if scope.spelling is None:
        return
    known = own(scope)
    places = {
        **_places(scope.lesetext, scope.spelling, known),
        **_wrong_forms(scope.lesetext.forms, scope.spelling, known),
    }
    first = sorted(places, key=lambda word: places[word][0])
    single = [word for word in first if _is_guessable(word, places[word][0], scope.lesetext.text)]
    meant = scope.spelling.meant(single[:_MOST])
    vocabulary = sorted({*known.words, *scope.lesetext.tokens}.difference(places)) if first else []
    for word in first:
        near = nearest(word, vocabulary) if word in meant else ()
        others = [
            other
            for other in (*(other for other in near if _is_other(word, other)), *meant.get(word, ()))
            if word not in other.split("-")
        ]
        yield from _finding(scope, word, places[word], tuple(dict.fromkeys(others))[:3])


def _is_guessable(word: str, place: tuple[int, int], text: str) -> bool:
    """Whether what was meant can be told: short words and parts, often English, resemble too many others."""
    start, end = place
    return len(word) >= _SHORTEST_GUESSED and "-" not in (text[start - 1 : start], text[end : end + 1])


def _without(text: str, found: Iterable[Form]) -> str:
    """The text with its short forms covered: they are looked up in full."""
    pieces: list[str] = []
    done = 0
    for form in found:
        pieces += (text[done : form.start], COVER * (form.end - form.start))
        done = form.end
    return "".join((*pieces, text[done:]))


def _places(lesetext: Lesetext, spelling: Spelling, known: Own) -> Places:
    parts = {token: _parts(token) for token in lesetext.tokens}
    asked = {spelt for found in parts.values() for spellings in found.values() for spelt in spellings}
    unknown = spelling.unknown(word for word in asked if not known.has(word))
    wrong = {
        token: [part for part, spellings in found.items() if unknown.issuperset(spellings)]
        for token, found in parts.items()
    }
    # „DIe“ is a slip, „OParl“ a name: without its capitals it is no word.
    names = {part for part in chain(*wrong.values()) if not part[1:].islower()}
    names &= {part for part in names if spelling.unknown([part.capitalize()])}
    shortened = {f"{part}." for part in chain(*wrong.values())}
    shortened -= spelling.unknown(shortened) - {f"{word}." for word in _SHORTENED}
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    text = _without(lesetext.text, lesetext.forms) if any(wrong.values()) else ""
    for match in TOKEN.finditer(text):
        for part in wrong.get(match[0], ()):
            start = match.start() + match[0].index(part)
            end = start + len(part)
            if part not in names and text[start : end + 1] not in shortened:
                places[part].append((start, end))
    return places


def _wrong_forms(found: Iterable[Form], spelling: Spelling, known: Own) -> Places:
    """The short forms of nouns that are none: „Burger*innen“ is looked up as „Burgerinnen“."""
    nouns = {form: form.words[0] for form in found if form.art == "wort"}
    asked = {word for form, word in nouns.items() if not known.has(word) and not known.has(form.stem)}
    unknown = spelling.unknown(asked)
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for form, word in nouns.items():
        if word in unknown:
            places[word].append((form.start, form.end))
    return places


def _parts(token: str) -> Mapping[str, tuple[str, ...]]:
    """The parts of a word that can be looked up, each with the spellings of which one has to be known.

    >>> _parts("Online-Dialoge"), _parts("CO2"), _parts("PDF")
    ({'Online': ('Online', 'Online-'), 'Dialoge': ('Dialoge', 'Dialoge-')}, {}, {})
    """
    if any(sign.isdigit() for sign in token) or token.startswith(("'", "’")):
        return {}  # „21-Jährige“, „CO2-frei“, „'ne“
    parts = [_APOSTROPHE.split(part, maxsplit=1)[0] for part in token.strip("'’").split("-")]
    return {
        part: (part,) if len(parts) == 1 else _beside_hyphen(part)
        for part in parts
        if len(part) > 1 and part.isalpha() and _is_word(part)
    }


def _is_word(part: str) -> bool:
    """Whether no capitals make it a name or an abbreviation; two at its beginning may be a slip: „DIe“."""
    return part[1:].islower() or (part[:2].isupper() and part[2:].islower())


def _beside_hyphen(part: str) -> tuple[str, ...]:
    """How a part may be spelled alone: „Vorhabens-“ as „Vorhaben“, „zielgruppen-“ as „Zielgruppen“."""
    joined = [part, part.capitalize(), f"{part}-"]
    if part.endswith("s") and len(part) > _SHORT:
        joined += (part[:-1], part[:-1].capitalize())
    return tuple(dict.fromkeys(joined))


def _is_other(word: str, other: str) -> bool:
    """Whether two words differ by more than an ending or a capital letter."""
    one, two = sorted((word.lower(), other.lower()), key=len)
    return len(one) > _SHORT and not two.startswith(one)


def _finding(
    scope: Scope, word: str, places: list[tuple[int, int]], close: tuple[str, ...]
) -> Iterator[Diagnostic]:
    start, end = places[0]
    span = scope.lesetext.span(start, end)
    if span is None:
        return
    either = " oder ".join(f"„{other}“" for other in close)
    literal = scope.lesetext.said[start:end] == word and scope.lesetext.quotes(span, start, end)
    yield WORT_UNBEKANNT.at(
        span,
        f"Das Wort „{word}“ steht in keinem Wörterbuch",
        notes=_elsewhere(len(places) - 1),
        help=(f"meinten Sie {either}? " if close else "")
        + f"{'Ist das Wort richtig' if close else 'ist es richtig'}, schreiben Sie es in {LIST}",
        fix=Fix(span, close[0], safe=False) if literal and len(close) == 1 else None,
    )


def _elsewhere(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (
        "es steht auch an einer weiteren Stelle"
        if count == 1
        else f"es steht auch an {count} weiteren Stellen",
    )


def _unused(scope: Scope) -> Iterator[Diagnostic]:
    for word, span in scope.woerter.items():
        capital = word[:1].upper() + word[1:]
        if word not in scope.lesetext.said and capital not in scope.lesetext.said:
            yield EIGENES_WORT_UNGENUTZT.at(
                span, f"Das Wort „{word}“ steht in keinem Text", help="löschen Sie die Zeile"
            )


RULES = (
    Rule(WORT_UNBEKANNT, _unknown_words, requires=("spelling",)),
    Rule(EIGENES_WORT_UNGENUTZT, _unused, requires=("complete",)),
)
