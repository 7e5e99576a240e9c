"""T802, T805: terms and official names as the glossary has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from operator import eq

from sro_cli.checks.lesetext import TOKEN, occurrences
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

Wrong = Mapping[str, tuple[Begriff, int]]
"""Wrong form → the term it stands for, and its position in the list of wrong forms."""


def _wrong_forms(scope: Scope) -> Iterator[Diagnostic]:
    terms = scope.konzept.begriffe
    wrong = {form: (term, i) for term in terms for i, form in enumerate(term.falsch) if form}
    single = {form: where for form, where in wrong.items() if " " not in form}
    begun = {form[1:_BEGUN] for form in single}
    tokens = {
        token: form
        for token in scope.lesetext.tokens
        if token[1:_BEGUN] in begun and (form := _form_in(token, single))
    }
    for match in TOKEN.finditer(scope.lesetext.text) if tokens else ():
        if match[0] in tokens:
            form = tokens[match[0]]
            yield from _wrong(scope, form, *wrong[form], match.span())
    for form in wrong.keys() - single.keys():
        for words in {form, form[:1].upper() + form[1:]}:
            for place in occurrences(scope.lesetext, words, _ENDINGS):
                yield from _wrong(scope, form, *wrong[form], place)


def _form_in(token: str, wrong: Wrong) -> str:
    """The wrong form that a word is, also with an ending or as the beginning of a compound; or nothing."""
    for word in (token, token[:1].lower() + token[1:]):
        for ending in ("", *_ENDINGS):
            if word.endswith(ending) and (form := word.removesuffix(ending)) in wrong:
                return form
    longer = [form for form in wrong if len(form) >= _LONG and token.startswith(form)]
    return max((form for form in longer if token[len(form) :].islower()), key=len, default="")


def _wrong(
    scope: Scope, form: str, term: Begriff, index: int, place: tuple[int, int]
) -> Iterator[Diagnostic]:
    span = scope.lesetext.span(*place)
    if span is None:
        return
    written = scope.lesetext.said[slice(*place)]
    meant = max((term.begriff, term.mehrzahl), key=lambda right: _alike(right, form))
    if written[:1].isupper() and form[:1].islower():
        meant = meant[:1].upper() + meant[1:]
    rest = written[len(form) :]
    fits = _alike(meant, form) >= _ALIKE
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
    for term in scope.konzept.begriffe:
        for index, earlier in enumerate(term.frueher):
            last = int(earlier.bis[:4])
            for start, end in occurrences(scope.lesetext, earlier.name, ("s",)):
                written = _YEAR.findall(scope.lesetext.said, *scope.lesetext.sentence(start))
                about = [int(year) for year in written]
                about += dated.get(scope.lesetext.owner(start), [])
                if not any(year <= last for year in about):
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
