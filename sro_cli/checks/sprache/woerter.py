"""T809, T810: words that nobody knows, and own words that nobody uses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from sro_cli.checks.covered import COVER
from sro_cli.checks.formen import Form
from sro_cli.checks.lesetext import Lesetext, placed, tokens
from sro_cli.checks.rule import Rule, Scope, Spelling
from sro_cli.checks.sprache import begriffe
from sro_cli.checks.sprache.eigene import LIST, Own, own
from sro_cli.checks.sprache.geschlecht import SIGNS
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Severity
from sro_cli.diagnostics.suggestions import nearest

WORT_UNBEKANNT = Kind("T809", "wort-unbekannt", Severity.WARNUNG)
EIGENES_WORT_UNGENUTZT = Kind("T810", "eigenes-wort-ungenutzt", Severity.HINWEIS)

# Usual in official texts, and not in the dictionary, which has „bzw.“ and „Abs.“.
_SHORTENED = {
    "Anl",
    "Az",
    "Bd",
    "Hs",
    "Lit",
    "Nrn",
    "Rn",
    "Str",
    "Vfg",
    "Ziff",
    "ebd",
    "gegr",
    "ggü",
    "insb",
    "lit",
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
    forms = _wrong_forms(scope.lesetext, scope.spelling, known)
    places = {
        **_places(scope.lesetext, scope.spelling, known),
        **{word: at for word, (_, at) in forms.items()},
    }
    if not places:
        return
    wrong = [(start, end) for start, end, _form in begriffe.wrong_forms(scope)]
    first = sorted(places, key=lambda word: places[word][0])
    single = [word for word in first if _is_guessable(word, places[word][0], scope.lesetext.text)]
    asked = {word: forms[word][0].words[0] if word in forms else word for word in single[:_MOST]}
    meant = scope.spelling.meant(asked.values())
    vocabulary = sorted(_vocabulary(scope, known, wrong).difference(places))
    refused = {form for term in scope.konzept.begriffe for form in term.falsch}
    for word in first:
        others: Iterable[str] = meant.get(asked.get(word, ""), ())
        if word in forms:
            others = _as_forms(scope, forms[word][0], others)
        elif word in asked:
            others = (*(other for other in nearest(word, vocabulary) if _is_other(word, other)), *others)
        close = [other for other in others if word not in other.split("-") and other not in refused]
        for place in places[word]:
            if not any(start <= place[0] < end for start, end in wrong):
                yield from _finding(scope, word, place, tuple(dict.fromkeys(close))[:3])


def _vocabulary(scope: Scope, known: Own, wrong: Iterable[tuple[int, int]]) -> set[str]:
    """The words that may have been meant: those of the concept that no rule asks to write in another way."""
    said = tokens(_without(scope.lesetext.text, scope.lesetext.forms))
    refused = {scope.lesetext.text[start:end] for start, end in wrong}
    return {word for word in (*known.words, *said) if "_" not in word} - refused


def _as_forms(scope: Scope, form: Form, others: Iterable[str]) -> Iterator[str]:
    """Short forms that may have been meant: „Bürger*innen“ for „Bürgerinnen“."""
    settings = scope.konzept.einstellungen
    sign = SIGNS.get(settings.schreibweise, form.sign) if settings else form.sign
    rest = form.ending + form.tail
    return (f"{other.removesuffix(rest)}{sign}{rest}" for other in others if other.endswith(rest))


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
    wrong = {token: left for token, found in wrong.items() if (left := [p for p in found if p not in names])}
    shortened = {f"{part}." for part in chain(*wrong.values())}
    shortened -= spelling.unknown(shortened) - {f"{word}." for word in _SHORTENED}
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    text = _without(lesetext.text, lesetext.forms) if wrong else ""
    for at, token in placed(text, wrong):
        for part in wrong[token]:
            start = at + token.index(part)
            end = start + len(part)
            if text[start : end + 1] not in shortened:
                places[part].append((start, end))
    return places


def _wrong_forms(
    lesetext: Lesetext, spelling: Spelling, known: Own
) -> Mapping[str, tuple[Form, list[tuple[int, int]]]]:
    """The short forms of nouns that are none, as written: „Burger*innen“ is looked up as „Burgerinnen“.

    „LinkedIn“ is a name.
    """
    nouns = [form for form in lesetext.forms if form.art == "wort" and form.sign != "I"]
    each = {(form.stem, form.sign, form.ending, form.tail): form for form in nouns}.values()
    asked = {form.words[0] for form in each if not any(map(known.has, (*form.names, form.stem)))}
    unknown = spelling.unknown(asked)
    wrong: dict[str, tuple[Form, list[tuple[int, int]]]] = {}
    for form in nouns:
        if form.words[0] in unknown:
            wrong.setdefault(lesetext.said[form.start : form.end], (form, []))[1].append(
                (form.start, form.end)
            )
    return wrong


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


def _finding(scope: Scope, word: str, place: tuple[int, int], close: tuple[str, ...]) -> Iterator[Diagnostic]:
    span = scope.lesetext.span(*place)
    if span is None:
        return
    either = " oder ".join(f"„{other}“" for other in close)
    literal = scope.lesetext.said[slice(*place)] == word and scope.lesetext.quotes(span, *place)
    yield WORT_UNBEKANNT.at(
        span,
        f"Das Wort „{word}“ steht in keinem Wörterbuch",
        help=(f"meinten Sie {either}? " if close else "")
        + f"{'Ist das Wort richtig' if close else 'ist es richtig'}, schreiben Sie es in {LIST}",
        fix=Fix(span, close[0], safe=False) if literal and len(close) == 1 else None,
    )


def _unused(scope: Scope) -> Iterator[Diagnostic]:
    said = scope.lesetext.said
    names = " ".join(name for form in scope.lesetext.forms for name in form.names) if scope.woerter else ""
    for word, span in scope.woerter.items():
        capital = word[:1].upper() + word[1:]
        if any(written in text for written in (word, capital) for text in (said, names)):
            continue
        if " " in word:
            yield EIGENES_WORT_UNGENUTZT.at(
                span,
                f"„{word}“ steht in keinem Text, und in jede Zeile gehört nur ein Wort",
                help="schreiben Sie jedes Wort in eine eigene Zeile",
            )
        else:
            yield EIGENES_WORT_UNGENUTZT.at(
                span, f"Das Wort „{word}“ steht in keinem Text", help="löschen Sie die Zeile"
            )


RULES = (
    Rule(WORT_UNBEKANNT, _unknown_words, requires=("spelling",)),
    Rule(EIGENES_WORT_UNGENUTZT, _unused, requires=("complete",)),
)
