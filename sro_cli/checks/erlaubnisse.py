"""What authors allow: findings that a comment with a reason takes away, and comments without effect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sro_cli.checks.stellen import first_places
from sro_cli.diagnostics import Allowed, Diagnostic, Erlaubnis, Fix, Kind, Severity
from sro_cli.diagnostics.suggestions import nearest
from sro_cli.source import Span

ERLAUBNIS_FEHLERHAFT = Kind("E118", "erlaubnis-fehlerhaft", Severity.FEHLER)
ERLAUBNIS_UNNOETIG = Kind("E119", "erlaubnis-unnoetig", Severity.WARNUNG)

_VERB = "erlaube"
_FORM = re.compile(rf"{_VERB}\s+(?P<codes>\w[\w\s,-]*?),?\s+weil\s+(?P<reason>\w.*)", re.DOTALL)
_CODE = re.compile(r"[\w-]+")


def without_allowed(
    findings: Sequence[Diagnostic], erlaubnisse: Sequence[Erlaubnis]
) -> tuple[Diagnostic, ...]:
    """The findings that no comment allows; what is left of those on the same thing in a file is one."""
    left = (f for f in findings if not any(_allows(erlaubnis, f) for erlaubnis in erlaubnisse))
    return tuple(first_places(left))


def allowed(findings: Sequence[Diagnostic], erlaubnisse: Sequence[Erlaubnis]) -> Iterator[Allowed]:
    """The findings that a comment allows, each with the reason that its first comment gives."""
    for finding in findings:
        allowing = next((erlaubnis for erlaubnis in erlaubnisse if _allows(erlaubnis, finding)), None)
        if allowing and (match := _FORM.fullmatch(allowing.words)):
            yield Allowed(finding, " ".join(match["reason"].split()))


def faults(
    erlaubnisse: Sequence[Erlaubnis],
    findings: Sequence[Diagnostic],
    kinds: Mapping[str, Kind],
    silent: frozenset[str] | None,
) -> Iterator[Diagnostic]:
    """What is wrong with the comments: E118 for those that allow nothing, E119 for those that need not.

    Args:
        erlaubnisse: all comments.
        findings: all findings, the allowed ones among them.
        kinds: every kind of finding by its code.
        silent: the codes that nobody looked for; None if these may be any, as not everything could be read.
    """
    for erlaubnis in erlaubnisse:
        wrong = [*_wrong(erlaubnis, kinds)]
        yield from wrong
        if silent is not None and not wrong:
            yield from _unneeded(erlaubnis, findings, kinds, silent)


def _codes(erlaubnis: Erlaubnis) -> list[str]:
    match = _FORM.fullmatch(erlaubnis.words)
    return [word for word in _CODE.findall(match["codes"]) if word != "und"] if match else []


def _allows(erlaubnis: Erlaubnis, finding: Diagnostic) -> bool:
    place, scope = finding.span, erlaubnis.scope
    return (
        place is not None
        and place.source.path == scope.source.path
        and scope.start <= place.start < scope.end
        and finding.kind.code in _codes(erlaubnis)
        and not finding.kind.fixed
    )


def _wrong(erlaubnis: Erlaubnis, kinds: Mapping[str, Kind]) -> Iterator[Diagnostic]:
    codes = _codes(erlaubnis)
    if not codes:
        yield _misspelt(erlaubnis) or ERLAUBNIS_FEHLERHAFT.at(
            erlaubnis.span.first_line,
            "Diese Erlaubnis ist nicht vollständig",
            help="schreiben Sie „sro: erlaube V206, weil …“: den Code des Befundes und den Grund",
        )
    for code in codes:
        kind = kinds.get(code)
        if kind is None:
            yield _unknown(_spot(erlaubnis, code), code, kinds)
        elif kind.fixed:
            yield ERLAUBNIS_FEHLERHAFT.at(
                _spot(erlaubnis, code),
                f"Ein Befund „{code}“ ({kind.name}) lässt sich nicht erlauben",
                notes=("ohne diese Regel wäre ein Dokument unvollständig oder nicht zu bauen",),
                help="beheben Sie den Fehler und löschen Sie die Erlaubnis",
            )


def _misspelt(erlaubnis: Erlaubnis) -> Diagnostic | None:
    """That only the first word is wrong, if so: „erlaubt V206, weil …“."""
    verb, blank, rest = erlaubnis.words.partition(" ")
    if verb == _VERB or not nearest(verb, [_VERB]) or not _FORM.fullmatch(f"{_VERB}{blank}{rest}"):
        return None
    span = _spot(erlaubnis, verb)
    return ERLAUBNIS_FEHLERHAFT.at(
        span,
        f"Eine Erlaubnis beginnt mit „{_VERB}“, nicht mit „{verb}“",
        help=f"schreiben Sie „{_VERB}“",
        fix=Fix(span, _VERB, safe=True),
    )


def _unknown(span: Span, code: str, kinds: Mapping[str, Kind]) -> Diagnostic:
    """That there is no such code, and the one that is meant: also by who writes its name or small letters."""
    codes = {**{kind.name: known for known, kind in kinds.items()}, **{known: known for known in kinds}}
    meant = codes.get(code.lower()) or codes.get(code.upper())
    if meant:
        message = f"Eine Erlaubnis nennt den Code eines Befundes, nicht „{code}“"
        remedy = f"schreiben Sie „{meant}“ ({kinds[meant].name})"
        return ERLAUBNIS_FEHLERHAFT.at(span, message, help=remedy, fix=Fix(span, meant, safe=True))
    remedy = "„sro explain“ nennt alle Codes"
    if len(code) == 1 and any(known.startswith(code) for known in kinds):
        remedy = f"Familien wie „{code}“ lassen sich nicht erlauben, nennen Sie den Code"
    elif close := nearest(code, codes):
        remedy = f"meinten Sie „{codes[close[0]]}“ ({kinds[codes[close[0]]].name})?"
    return ERLAUBNIS_FEHLERHAFT.at(span, f"Den Befund „{code}“ gibt es nicht", help=remedy)


def _spot(erlaubnis: Erlaubnis, word: str) -> Span:
    """Where a word stands in a comment, first."""
    span = erlaubnis.span
    found = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])").search(span.source.text, *span[1:])
    return Span(span.source, *found.span()) if found else span.first_line


def _unneeded(
    erlaubnis: Erlaubnis, findings: Sequence[Diagnostic], kinds: Mapping[str, Kind], silent: frozenset[str]
) -> Iterator[Diagnostic]:
    hit = {finding.kind.code for finding in findings if _allows(erlaubnis, finding)}
    for code in _codes(erlaubnis):
        if code not in hit | silent:
            yield ERLAUBNIS_UNNOETIG.at(
                erlaubnis.span.first_line,
                f"Hier gibt es keinen Befund „{code}“ ({kinds[code].name}) zu erlauben",
                help="löschen Sie die Erlaubnis",
            )
