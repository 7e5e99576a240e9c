"""T801: forms that name women and men at once, in another way than ``konzept.yml`` lays down."""

from __future__ import annotations

from collections.abc import Iterator

from sro_cli.checks.formen import Form
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Severity

FORM_ABWEICHEND = Kind("T801", "form-abweichend", Severity.WARNUNG)

SIGNS = {"stern": "*", "doppelpunkt": ":", "amtlich": "/-"}
_WORDS = {"stern": "mit Genderstern", "doppelpunkt": "mit Doppelpunkt"}
# The official rules cover „Bürger/-innen“ and „Bürger(innen)“, and „der/die“ as two words.
_OFFICIAL = {"wort": {"/-", "("}, "endung": {"/", "/-", "("}, "paar": {"/"}}


def _other_forms(scope: Scope) -> Iterator[Diagnostic]:
    settings = scope.konzept.einstellungen
    if settings is None or settings.schreibweise == "aus" or scope.spelling is None:
        return
    found = [form for form in scope.lesetext.forms if not _is_right(form, settings.schreibweise)]
    # „Ergebnis:in“ lacks a blank, „InterIn“ is a name: what is no word for women is no such form.
    women = {form: _women(form) for form in found if form.art == "wort"}
    unknown = scope.spelling.unknown(word for words in women.values() for word in words)
    for form in found:
        if unknown.isdisjoint(women.get(form, ())) and (
            finding := _finding(scope, form, settings.schreibweise)
        ):
            yield finding


def _women(form: Form) -> tuple[str, ...]:
    """The words for women that have to exist; „PlugIn“ has no „Pluginnen“."""
    (word,) = form.words
    return (word, f"{word}nen") if form.sign == "I" and form.ending == "in" else (word,)


def _is_right(form: Form, rule: str) -> bool:
    return form.sign in _OFFICIAL[form.art] if rule == "amtlich" else form.sign == SIGNS[rule]


def _finding(scope: Scope, form: Form, rule: str) -> Diagnostic | None:
    span = scope.lesetext.span(form.start, form.end)
    if span is None:
        return None
    written = scope.lesetext.said[form.start : form.end]
    notes = (f"in konzept.yml steht „schreibweise: {rule}“",)
    if rule == "amtlich" and form.sign != "/":
        return FORM_ABWEICHEND.at(
            span, f"„{written}“ entspricht nicht der amtlichen Rechtschreibung", notes=notes, help=_both(form)
        )
    meant = form.written(SIGNS[rule])
    literal = scope.lesetext.quotes(span, form.start, form.end)
    title = any(start <= form.start < end for start, end in scope.lesetext.emphases)
    return FORM_ABWEICHEND.at(
        span,
        f"„{written}“ ist nicht {_WORDS.get(rule, 'nach der amtlichen Rechtschreibung')} geschrieben",
        notes=notes,
        help=f"schreiben Sie „{meant}“",
        fix=Fix(span, meant, safe=not title) if literal else None,
    )


def _both(form: Form) -> str:
    if form.art == "paar":
        return f"schreiben Sie „{form.stem} oder {form.ending}“ oder „{form.stem}/{form.ending}“"
    if form.ending == "innen" and form.stem.endswith("er") and not form.tail:
        return f"schreiben Sie beide Formen aus („{form.words[0]} und {form.stem}“) oder ein Wort für alle"
    return "schreiben Sie beide Formen aus oder ein Wort für alle"


RULES = (Rule(FORM_ABWEICHEND, _other_forms, requires=("spelling",)),)
