"""How much of the concept must hang together: the thresholds that ``konzept.yml`` sets under „abdeckung“."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Kind, Related, Severity
from sro_cli.facts import coverage
from sro_cli.facts.coverage import Coverage
from sro_cli.model import EINSTELLUNGEN

ZIELE_UNTER_SCHWELLE = Kind("Z306", "ziele-unter-schwelle", Severity.WARNUNG)
BESCHLUESSE_UNTER_SCHWELLE = Kind("B406", "beschluesse-unter-schwelle", Severity.WARNUNG)
RAEUME_UND_RAHMEN_UNTER_SCHWELLE = Kind("S506", "raeume-und-rahmen-unter-schwelle", Severity.WARNUNG)
RUECKMELDUNGEN_UNTER_SCHWELLE = Kind("R706", "rueckmeldungen-unter-schwelle", Severity.WARNUNG)

# Measure → the kind of its findings, what is said below an entry that is missing, and how to cover more.
_KINDS = {
    "ziele_behandelt": (
        ZIELE_UNTER_SCHWELLE,
        "behandelt kein Kapitel",
        "nennen Sie sie im Kopf eines Kapitels unter „behandelt:“",
    ),
    "ziele_beschlossen": (
        ZIELE_UNTER_SCHWELLE,
        "ohne Beschluss",
        "nennen Sie unter „beschluesse:“ den Beschluss",
    ),
    "beschluesse_umgesetzt": (
        BESCHLUESSE_UNTER_SCHWELLE,
        "setzt das Konzept nicht um",
        "nennen Sie sie im Kopf eines Kapitels unter „behandelt:“",
    ),
    "modellregionen_behandelt": (
        RAEUME_UND_RAHMEN_UNTER_SCHWELLE,
        "behandelt kein Kapitel",
        "nennen Sie sie im Kopf eines Kapitels unter „behandelt:“",
    ),
    "rahmenbedingungen_begruendet": (
        RAEUME_UND_RAHMEN_UNTER_SCHWELLE,
        "folgt aus nichts",
        "nennen Sie Ziele, Beschlüsse oder Rückmeldungen, aus denen sie folgen",
    ),
    "rueckmeldungen_beantwortet": (
        RUECKMELDUNGEN_UNTER_SCHWELLE,
        "offen",
        "entscheiden Sie, was aus ihnen wird, und tragen Sie es unter „entscheidung:“ ein",
    ),
}
_PLACES, _NAMES = 3, 12
"""How many of what is missing a finding shows with their places, and how many of the others it names."""


def _below(kind: Kind, scope: Scope) -> Iterator[Diagnostic]:
    settings = scope.konzept.einstellungen
    thresholds = settings.abdeckung if settings else None
    for measure in coverage.MEASURES if thresholds else ():
        wanted = getattr(thresholds, measure.name)
        if wanted is None or _KINDS[measure.name][0] is not kind:
            continue
        found = measure.coverage(scope.konzept, scope.index)
        # What is named by a wrong id seems to be missing; that fault comes first.
        if found.percent < wanted and found.missing[0].scheme not in scope.index.lost:
            yield _finding(found, wanted, scope)


def _finding(found: Coverage, wanted: int, scope: Scope) -> Diagnostic:
    kind, label, remedy = _KINDS[found.measure.name]
    shown, others = found.missing[:_PLACES], [f"„{entry.id}“" for entry in found.missing[_PLACES:]]
    rest = f" und {len(others) - _NAMES} mehr" if len(others) > _NAMES else ""
    return kind.at(
        scope.places[EINSTELLUNGEN, "abdeckung", found.measure.name],
        f"{found.sentence} ({found.percent} %), verlangt sind {wanted} %",
        notes=(f"es fehlen auch: {', '.join(others[:_NAMES])}{rest}",) if others else (),
        related=tuple(Related(scope.places[entry.target,], label) for entry in shown),
        help=f"{remedy}, oder verlangen Sie weniger",
    )


RULES = tuple(
    Rule(kind, partial(_below, kind), ("complete",))
    for kind in (
        ZIELE_UNTER_SCHWELLE,
        BESCHLUESSE_UNTER_SCHWELLE,
        RAEUME_UND_RAHMEN_UNTER_SCHWELLE,
        RUECKMELDUNGEN_UNTER_SCHWELLE,
    )
)
