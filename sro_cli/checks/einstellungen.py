"""Rules about ``konzept.yml``: nothing is named twice, and only what can be weighed otherwise is."""

from __future__ import annotations

from collections.abc import Iterator

from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Kind, Related, Severity
from sro_cli.diagnostics.suggestions import nearest
from sro_cli.model import EINSTELLUNGEN
from sro_cli.references import KENNUNG_DOPPELT

SCHWEREGRAD_UNMOEGLICH = Kind("E117", "schweregrad-unmoeglich", Severity.FEHLER)

_ORDERS = {"kapitel": "Das Kapitel", "anlagen": "Die Anlage"}


def _named_twice(scope: Scope) -> Iterator[Diagnostic]:
    settings = scope.konzept.einstellungen
    for field, what in _ORDERS.items() if settings else ():
        first: dict[str, int] = {}
        for index, ident in enumerate(getattr(settings, field)):
            if first.setdefault(ident, index) == index:
                continue
            yield KENNUNG_DOPPELT.at(
                scope.places[EINSTELLUNGEN, field, index],
                f"{what} „{ident}“ steht zweimal in der Reihenfolge",
                related=(Related(scope.places[EINSTELLUNGEN, field, first[ident]], "hier steht sie zuerst"),),
                help="löschen Sie eine der beiden Stellen",
            )


def _weights(scope: Scope) -> Iterator[Diagnostic]:
    settings = scope.konzept.einstellungen
    for code, weight in settings.schweregrade.items() if settings else ():
        kind = scope.kinds.get(code)
        if kind is None:
            close = nearest(code, scope.kinds)
            yield SCHWEREGRAD_UNMOEGLICH.at(
                scope.places[EINSTELLUNGEN, "schweregrade", code],
                f"Den Befund „{code}“ gibt es nicht",
                help=f"meinten Sie „{close[0]}“ ({scope.kinds[close[0]].name})?"
                if close
                else "„sro explain“ nennt alle Codes",
            )
        elif kind.fixed and weight.stufe != "fehler":
            yield SCHWEREGRAD_UNMOEGLICH.at(
                scope.places[EINSTELLUNGEN, "schweregrade", code, "stufe"],
                f"Ein Befund „{code}“ ({kind.name}) ist immer ein Fehler",
                notes=("ohne diese Regel wäre ein Dokument unvollständig oder nicht zu bauen",),
                help="löschen Sie die Zeile; ändern lassen sich Warnungen und Hinweise",
            )


RULES = (Rule(KENNUNG_DOPPELT, _named_twice), Rule(SCHWEREGRAD_UNMOEGLICH, _weights))
