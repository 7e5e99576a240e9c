"""T802, T805: terms and official names as the glossary has them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import takewhile
from operator import eq

from sro_cli.checks.lesetext import occurrences, placed
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Related, Severity
from sro_cli.model import Begriff

FORM_FALSCH = Kind("T802", "form-falsch", Severity.WARNUNG)
NAME_VERALTET = Kind("T805", "name-veraltet", Severity.WARNUNG)

_ENDINGS = ("s", "es", "n", "en", "e", "er", "ern")
_LONG = 8
"""Letters of a wrong form that is also looked for at the beginning of longer words."""

_BEGUN = 4
"""Letters by which a word is first compared with the wrong forms; the first may be a capital."""

_ALIKE = 4
"""Letters that two nouns share at their ends if the articles and endings of one fit the other."""

_YEAR = re.compile(r"(?<!\d)(?:1\d{3}|20\d\d)(?!\d)")

_DOTS = str.maketrans("äöüÄÖÜ", "aouAOU")
_ANY_DOTS = {"a": "[aä]", "o": "[oö]", "u": "[uü]"}


def wrong_forms(scope: Scope) -> Iterator[tuple[int, int, str]]:
    """Where wrong forms stand in the text, and which; not within a longer name that the glossary has."""
    names = _Names(scope)
    single = {form for term in scope.konzept.begriffe for form in term.falsch if form and " " not in form}
    several = {form for term in scope.konzept.begriffe for form in term.falsch if " " in form}
    begun = {_folded(form[1:_BEGUN]) for form in single}
    tokens = {
        token: found for token in scope.lesetext.tokens if (found := tuple(_forms_in(token, single, begun)))
    }
    for start, token in placed(scope.lesetext.text, tokens) if tokens else ():
        for at, form in tokens[token]:
            if not names.longer(form, start + at):
                yield start + at, start + len(token), form
    for form in several:
        for words in {form, form[:1].upper() + form[1:]}:
            for start, end in occurrences(scope.lesetext, words, _ENDINGS):
                if not names.longer(form, start):
                    yield start, end, form


def _wrong_forms(scope: Scope) -> Iterator[Diagnostic]:
    wrong = {form: (term, i) for term in scope.konzept.begriffe for i, form in enumerate(term.falsch)}
    for start, end, form in wrong_forms(scope):
        yield from _wrong(scope, form, *wrong[form], (start, end))


def _forms_in(token: str, wrong: Collection[str], begun: Collection[str]) -> Iterator[tuple[int, str]]:
    """The wrong form that a word is, or that it ends with behind a hyphen, and where it begins."""
    at = 0
    while True:
        if _folded(token[at + 1 : at + _BEGUN]) in begun and (form := _form_in(token[at:], wrong)):
            if not at or len(form) >= _LONG:
                yield at, form
            return
        if not (at := token.find("-", at) + 1):
            return


def _form_in(token: str, wrong: Collection[str]) -> str:
    """The wrong form that a word is, also with an ending or as the beginning of a compound; or nothing."""
    for word in (token, token[:1].lower() + token[1:]):
        for ending in ("", *_ENDINGS):
            if word.endswith(ending) and (form := word.removesuffix(ending)) in wrong:
                return form
    long = [form for form in wrong if len(form) >= _LONG]
    if token[:1].isupper():
        plain = _folded(token)
        for form in long:
            # „Sozial-Räume“, „Stadtteil-Zentren“
            if form[:1].isupper() and plain in _plurals(form):
                return form
    longer = [form for form in long if token.startswith(form)]
    return max((form for form in longer if token[len(form) :].islower()), key=len, default="")


def _plurals(form: str) -> set[str]:
    """Plurals of a noun that do not begin with it, without the dots of their vowels."""
    plain = _folded(form)
    changed = {plain + ending for ending in ("e", "en", "er", "ern")}
    return changed | {plain.removesuffix("um") + "en"} if plain.endswith("um") else changed


def _folded(word: str) -> str:
    """The word without the dots of its vowels; as long as before."""
    return word.translate(_DOTS)


class _Names:
    """All names that the glossary has, right and wrong, today's and earlier ones."""

    def __init__(self, scope: Scope) -> None:
        self._text = scope.lesetext.text
        terms = scope.konzept.begriffe
        self._right = {name for term in terms for name in (term.begriff, term.mehrzahl, *term.auch) if name}
        wrong = (name for term in terms for name in term.falsch)
        earlier = (name.name for term in terms for name in term.frueher)
        self._all = (*self._right, *wrong, *earlier)
        self._around: dict[str, list[tuple[re.Pattern[str], int]]] = {}

    def longer(self, form: str, start: int) -> bool:
        """Whether a form that begins here belongs to a longer name, or is right in another term."""
        if form in self._right:
            return True
        if form not in self._around:
            self._around[form] = [*self._patterns(form)]
        return any(pattern.match(self._text, start - before) for pattern, before in self._around[form])

    def _patterns(self, form: str) -> Iterator[tuple[re.Pattern[str], int]]:
        """How the longer names are written that have the form within, and where it begins in them."""
        for name in self._all:
            at = name.lower().find(form.lower())
            # „Kindertagesstätte“ within „Kindertagesstättenplatz“, „Amt für Jugend“ in „Amt für Jugend und …“
            if at >= 0 and len(name) > len(form):
                first, rest = (
                    name[:1],
                    "".join(_ANY_DOTS.get(letter, re.escape(letter)) for letter in name[1:]),
                )
                yield re.compile(rf"(?<![\w])(?:{re.escape(first.upper())}|{re.escape(first)}){rest}"), at


def _wrong(
    scope: Scope, form: str, term: Begriff, index: int, place: tuple[int, int]
) -> Iterator[Diagnostic]:
    span = scope.lesetext.span(*place)
    if span is None:
        return
    written = scope.lesetext.said[slice(*place)]
    inflected = form if written[:1] + form[1:] == written[: len(form)] else written
    several = (term.mehrzahl, f"{term.mehrzahl}n") if inflected is written else (term.mehrzahl,)
    meant = max((term.begriff, *several), key=lambda right: _alike(right, inflected))
    if written[:1].isupper() and form[:1].islower():
        meant = meant[:1].upper() + meant[1:]
    rest = written[len(inflected) :]
    fits = _alike(meant, inflected) >= _ALIKE
    literal = fits and scope.lesetext.quotes(span, *place)
    yield FORM_FALSCH.at(
        span,
        f"„{written}“ ist eine falsche Form von „{term.begriff}“",
        related=(Related(scope.places[term.target, "falsch", index], "so steht es im Glossar"),),
        help=f"schreiben Sie „{meant}{rest if fits else ''}“",
        fix=Fix(span, meant + rest, safe=not rest) if literal else None,
    )


def _alike(one: str, other: str) -> int:
    """How many letters two words share at their ends.

    >>> _alike("Stadtteil- und Begegnungszentrum", "Stadtteilbegegnungszentrum")
    17
    """
    return sum(takewhile(bool, map(eq, reversed(one.lower()), reversed(other.lower()))))


def _outdated(scope: Scope) -> Iterator[Diagnostic]:
    dated = _years(scope)
    names = _Names(scope)
    for term in scope.konzept.begriffe:
        for index, earlier in enumerate(term.frueher):
            last = int(earlier.bis[:4])
            for start, end in occurrences(scope.lesetext, earlier.name, ("s",)):
                written = _YEAR.findall(scope.lesetext.said, *scope.lesetext.sentence(start))
                about = [int(year) for year in written]
                about += dated.get(scope.lesetext.owner(start), [])
                if not any(year <= last for year in about) and not names.longer(earlier.name, start):
                    yield from _outdated_name(scope, term, index, (start, end))


def _years(scope: Scope) -> Mapping[str, list[int]]:
    """The years that entries with a day are about, by their typed id."""
    konzept = scope.konzept
    dated = [(entry.target, entry.datum) for entry in konzept.beschluesse]
    dated += [(entry.target, entry.datum) for entry in konzept.veranstaltungen]
    return {target: [day.year] for target, day in dated if day}


def _outdated_name(scope: Scope, term: Begriff, index: int, place: tuple[int, int]) -> Iterator[Diagnostic]:
    span = scope.lesetext.span(*place)
    if span is None:
        return
    earlier = term.frueher[index]
    rest = scope.lesetext.said[slice(*place)].removeprefix(earlier.name)
    literal = scope.lesetext.quotes(span, *place)
    yield NAME_VERALTET.at(
        span,
        f"„{earlier.name}“ war nur bis {earlier.bis[:4]} der amtliche Name",
        related=(Related(scope.places[term.target, "frueher", index], "so steht es im Glossar"),),
        help=f"schreiben Sie „{term.begriff}“; geht es um frühere Zeit, nennen Sie im Satz das Jahr",
        fix=Fix(span, term.begriff + rest, safe=False) if literal else None,
    )


RULES = (Rule(FORM_FALSCH, _wrong_forms), Rule(NAME_VERALTET, _outdated))
