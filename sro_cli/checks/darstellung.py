"""A: what makes the documents as a whole readable: colours, signs, what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sro_cli import tree
from sro_cli.checks.rule import Rule, Scope
from sro_cli.checks.spots import Spot, located, matches
from sro_cli.diagnostics import Diagnostic, Kind, Severity
from sro_cli.model import EINSTELLUNGEN
from sro_cli.theme import GESTALTUNG, contrast

KONTRAST_ZU_GERING = Kind("A106", "kontrast-zu-gering", Severity.WARNUNG)
TITEL_LEER = Kind("A107", "titel-leer", Severity.FEHLER)
BESCHREIBUNG_FEHLT = Kind("A108", "beschreibung-fehlt", Severity.HINWEIS)
ZEICHEN_OHNE_SCHRIFT = Kind("A109", "zeichen-ohne-schrift", Severity.FEHLER)

READABLE = 4.5
"""Contrast of text that the law demands (WCAG 2.1, 1.4.3 AA)."""

VISIBLE = 3.0
"""Contrast of lines that mean something (WCAG 2.1, 1.4.11 AA)."""

_WHITE = "#ffffff"
_INKS = ("text", "gedaempft", "akzent", "hinweis", "wichtig", "offen", "intern")


def _pale_colours(scope: Scope) -> Iterator[Diagnostic]:
    if scope.theme is None:
        return
    colours: dict[str, str] = scope.theme.gestaltung.farben.model_dump()
    on_panel = contrast(colours["text"], colours["flaeche"])
    for name in _INKS:
        if (found := contrast(colours[name], _WHITE)) < READABLE:
            yield _pale(scope, name, f"Die Farbe „{name}“ ist auf Weiß zu schlecht zu lesen", found)
        # If not even the text can be read there, it is the panel that is too dark.
        elif on_panel >= READABLE and (found := contrast(colours[name], colours["flaeche"])) < READABLE:
            yield _pale(scope, name, f"Die Farbe „{name}“ ist auf „flaeche“ zu schlecht zu lesen", found)
    if on_panel < READABLE <= contrast(colours["text"], _WHITE):
        yield _pale(scope, "flaeche", "Auf der Farbe „flaeche“ ist „text“ zu schlecht zu lesen", on_panel)
    if (found := contrast(colours["linie"], _WHITE)) < VISIBLE:
        yield _pale(scope, "linie", "Die Farbe „linie“ ist auf Weiß zu schlecht zu sehen", found, VISIBLE)


def _pale(scope: Scope, name: str, message: str, found: float, wanted: float = READABLE) -> Diagnostic:
    # Cut off, not rounded: 4,49 is less than is wanted.
    shown, needed = f"{int(found * 10) / 10:.1f}".replace(".", ","), f"{wanted:g}".replace(".", ",")
    return KONTRAST_ZU_GERING.at(
        scope.look[GESTALTUNG, "farben", name],
        message,
        notes=(f"der Kontrast ist {shown} : 1, nötig sind mindestens {needed} : 1",),
        help="nehmen Sie eine hellere Farbe" if name == "flaeche" else "nehmen Sie eine dunklere Farbe",
    )


def _without_title(scope: Scope) -> Iterator[Diagnostic]:
    settings = scope.konzept.einstellungen
    if settings and not settings.titel.strip():
        yield TITEL_LEER.at(
            scope.places[EINSTELLUNGEN, "titel"],
            "Das Konzept hat keinen Titel",
            help="schreiben Sie, wie das Dokument heißt",
        )


def _without_description(scope: Scope) -> Iterator[Diagnostic]:
    settings = scope.konzept.einstellungen
    if settings and not settings.beschreibung.strip():
        yield BESCHREIBUNG_FEHLT.at(
            scope.places[EINSTELLUNGEN, "beschreibung" if _is_written(scope) else "titel"],
            "Das Konzept beschreibt sich nicht",
            help="sagen Sie im Feld „beschreibung“ in einem Satz, worum es geht",
        )


def _is_written(scope: Scope) -> bool:
    return (EINSTELLUNGEN, "beschreibung") in scope.places


def _signs(scope: Scope) -> Iterator[Diagnostic]:
    lacking = scope.unset_text | scope.unset_code
    if not lacking:
        return
    # Marks that only say how the sign before them looks go with it.
    pattern = re.compile(f"(?:[{re.escape(''.join(sorted(lacking)))}][\u200d\ufe0e\ufe0f]*)+")
    for spot in located(scope, matches(scope.places.sources(), pattern)):
        missing = _in_font(scope, spot)
        signs = "".join(sign for sign in spot.span.text if sign in missing)
        if signs and _is_shown(scope, spot):
            yield ZEICHEN_OHNE_SCHRIFT.at(
                spot.span, words_for(signs), help="schreiben Sie es mit anderen Zeichen"
            )


def words_for(signs: str) -> str:
    """A sentence on signs that the font lacks.

    >>> words_for("漢")
    'Das Zeichen „漢“ (U+6F22) gibt es in der Schrift der Dokumente nicht'
    """
    names = " ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(signs))
    if len(set(signs)) == 1:
        return f"Das Zeichen „{signs[0]}“ ({names}) gibt es in der Schrift der Dokumente nicht"
    return f"Die Zeichen „{signs}“ ({names}) gibt es in der Schrift der Dokumente nicht"


def _in_font(scope: Scope, spot: Spot) -> frozenset[str]:
    """The signs that the font of a place lacks."""
    is_code = isinstance(spot.node, tree.Code | tree.CodeBlock)
    return scope.unset_code if is_code else scope.unset_text


_SHOWN = tree.Text | tree.Code | tree.CodeBlock | tree.Directive
_UNSEEN = ("schweregrade", "schlagworte", "beschreibung")


def _is_shown(scope: Scope, spot: Spot) -> bool:
    """Whether a place is to be seen in some document."""
    if spot.node is not None and not isinstance(spot.node, _SHOWN):
        return False
    if spot.path:
        return not (spot.owner == EINSTELLUNGEN and spot.path[0] in _UNSEEN)
    settings = scope.konzept.einstellungen
    return bool(settings and spot.owner.partition(":")[2] in settings.kapitel)


RULES = (
    Rule(KONTRAST_ZU_GERING, _pale_colours),
    Rule(TITEL_LEER, _without_title),
    Rule(BESCHREIBUNG_FEHLT, _without_description),
    Rule(ZEICHEN_OHNE_SCHRIFT, _signs),
)
