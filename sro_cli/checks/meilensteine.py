"""M: milestones, their versions, days and demands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Kind, Related, Severity
from sro_cli.facts import milestones
from sro_cli.facts.milestones import Lack, version_key
from sro_cli.model import Meilenstein
from sro_cli.readable import datum

VERSION_NICHT_AUFSTEIGEND = Kind("M601", "version-nicht-aufsteigend", Severity.WARNUNG)
VERSION_DOPPELT = Kind("M602", "version-doppelt", Severity.FEHLER, tolerable=True)
FORDERUNG_UNERFUELLT = Kind("M603", "forderung-unerfuellt", Severity.HINWEIS)
TERMIN_VERSTRICHEN = Kind("M604", "termin-verstrichen", Severity.WARNUNG)

_NEAR = 30
"""Days before a milestone in which what it lacks is pressing: time to mend it, and late enough not to nag."""


def near(scope: Scope) -> Meilenstein | None:
    """The next milestone, if what it lacks is pressing: its day is near or past."""
    if scope.heute is None or scope.fassungen is None:
        return None
    stone = milestones.next_milestone(scope.konzept, scope.fassungen)
    return stone if stone and stone.termin and (stone.termin - scope.heute).days <= _NEAR else None


def _descending(scope: Scope) -> Iterator[Diagnostic]:
    stones = scope.konzept.meilensteine
    dated = sorted((stone for stone in stones if stone.termin), key=lambda stone: stone.termin or date.max)
    by_day = [(one, other) for one, other in pairwise(dated) if one.termin != other.termin]
    by_file = [(one, other) for one, other in pairwise(stones) if not (one.termin and other.termin)]
    reported: set[str] = set()
    for pairs, words in ((by_day, "liegt später als"), (by_file, "steht nach")):
        for one, other in pairs:
            if version_key(one.version) > version_key(other.version) and other.id not in reported:
                reported.add(other.id)
                yield VERSION_NICHT_AUFSTEIGEND.at(
                    scope.places[other.target, "version"],
                    f"Meilenstein „{other.id}“ {words} „{one.id}“, hat aber die kleinere Version",
                    related=(Related(scope.places[one.target, "version"], f"„{one.id}“"),),
                    help="geben Sie dem späteren Meilenstein die größere Version",
                )


def _double(scope: Scope) -> Iterator[Diagnostic]:
    first: dict[str, Meilenstein] = {}
    for stone in scope.konzept.meilensteine:
        other = first.setdefault(stone.version, stone)
        if other is not stone:
            yield VERSION_DOPPELT.at(
                scope.places[stone.target, "version"],
                f"Die Version {stone.version} hat schon Meilenstein „{other.id}“",
                related=(Related(scope.places[other.target, "version"], "hier steht sie zuerst"),),
                help="geben Sie einem der beiden eine andere Version",
            )


def _lacking(scope: Scope) -> Iterator[Diagnostic]:
    stone = near(scope)
    if stone is None or stone.termin is None or scope.heute is None or stone.termin < scope.heute:
        return  # what is past is M604
    if not (missing := _lacks(stone, scope)):
        return
    days = (stone.termin - scope.heute).days
    left = "heute" if not days else "morgen" if days == 1 else f"in {days} Tagen"
    yield FORDERUNG_UNERFUELLT.at(
        scope.places[stone.target, "termin"],
        f"Meilenstein „{stone.id}“ steht {left} an und verlangt, was noch nicht da ist",
        related=tuple(Related(lack.places[0], _where(lack)) for lack in missing),
        help="holen Sie es nach, verschieben Sie den Termin, oder verlangen Sie weniger",
    )


def _past(scope: Scope) -> Iterator[Diagnostic]:
    highest = max(map(version_key, scope.fassungen or ()), default=())
    for stone in scope.konzept.meilensteine:
        if not (stone.termin and scope.heute and stone.termin < scope.heute):
            continue
        if version_key(stone.version) <= highest:
            continue  # published, or left out by one that was
        missing = _lacks(stone, scope)
        yield TERMIN_VERSTRICHEN.at(
            scope.places[stone.target, "termin"],
            f"Meilenstein „{stone.id}“ war für den {datum(stone.termin)} geplant, "
            f"aber Version {stone.version} ist nicht veröffentlicht",
            related=tuple(Related(lack.places[0], _where(lack)) for lack in missing),
            help="veröffentlichen Sie sie, oder setzen Sie einen neuen Termin",
        )


def _lacks(stone: Meilenstein, scope: Scope) -> tuple[Lack, ...]:
    """What a milestone lacks but for the Rückmeldungen: each of those is a finding of its own, R703."""
    found = milestones.lacks(stone, scope.konzept, scope.index)
    return tuple(lack for lack in found if lack.demand != "offene_rueckmeldungen")


def _where(lack: Lack) -> str:
    return lack.words if len(lack.places) == 1 else f"{lack.words}, zuerst hier"


RULES = (
    Rule(VERSION_NICHT_AUFSTEIGEND, _descending),
    Rule(VERSION_DOPPELT, _double),
    Rule(FORDERUNG_UNERFUELLT, _lacking, ("complete", "heute", "fassungen")),
    Rule(TERMIN_VERSTRICHEN, _past, ("heute", "fassungen")),
)
