"""Z: goals and the sets they were decided in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Kind, Related, Severity
from sro_cli.facts import coverage
from sro_cli.model import Ziel, Zielwerk
from sro_cli.references import Nennung, noun

ZIEL_UNBEHANDELT = Kind("Z301", "ziel-unbehandelt", Severity.WARNUNG)
ZIEL_OHNE_BESCHLUSS = Kind("Z302", "ziel-ohne-beschluss", Severity.WARNUNG)
ZIELWERK_ABGELAUFEN = Kind("Z303", "zielwerk-abgelaufen", Severity.WARNUNG)
ZIELWERK_UNVOLLSTAENDIG = Kind("Z304", "zielwerk-unvollstaendig", Severity.HINWEIS)
ZIELWERK_LEER = Kind("Z310", "zielwerk-leer", Severity.WARNUNG)
GELTUNG_VERKEHRT = Kind("Z311", "geltung-verkehrt", Severity.FEHLER, tolerable=True)

_RELYING = ("kapitel:", "rahmen:")
"""Who names a goal relies on it, if it is one of these; a resolution or a Rückmeldung may look back."""


def expired(scope: Scope) -> frozenset[str]:
    """The ids of the sets whose time is over; none if the day is not known."""
    year = scope.heute.year if scope.heute else None
    works = scope.konzept.zielwerke
    return frozenset(work.id for work in works if work.gueltig and year and work.gueltig.bis < year)


def _untreated(scope: Scope) -> Iterator[Diagnostic]:
    treated = coverage.treated(scope.konzept)
    begun = {goal.zielwerk for goal in scope.konzept.ziele if goal.target in treated}
    if not begun or "ziel" in scope.index.lost:
        return  # no chapter says which goals it treats, or one names a goal that is not there
    missing = coverage.untreated(scope.konzept)
    # Of a whole and its parts, the parts are what has to be done.
    whole = {goal.teil_von for goal in missing}
    missing = tuple(goal for goal in missing if goal.id not in whole)
    for one in _causes(missing, begun, scope):
        message, remedy = f"Kein Kapitel behandelt das Ziel „{one.id}“", "nennen Sie es"
        if isinstance(one, Zielwerk):
            message = f"Kein Kapitel behandelt eines der Ziele aus dem Zielwerk „{one.id}“"
            remedy = "nennen Sie jedes Ziel"
        only = scope.in_chapters(one.target)[:1] if isinstance(one, Ziel) else ()
        yield ZIEL_UNBEHANDELT.at(
            scope.places[one.target,],
            message,
            related=tuple(Related(mention.span, "hier ist es nur erwähnt") for mention in only),
            help=f"{remedy} im Kopf des Kapitels, das es ausführt, unter „behandelt:“",
        )


def _unbacked(scope: Scope) -> Iterator[Diagnostic]:
    if not scope.konzept.beschluesse:
        return  # a concept that keeps no resolutions
    alone = {goal.id: goal for goal in coverage.unbacked(scope.konzept, scope.index)}
    begun = {goal.zielwerk for goal in scope.konzept.ziele if goal.id not in alone}
    # A resolution behind the whole is one behind its parts.
    missing = [goal for goal in alone.values() if goal.teil_von not in alone]
    for one in _causes(missing, begun, scope):
        message = f"Hinter dem Ziel „{one.id}“ steht kein Beschluss"
        remedy = "nennen Sie ihn beim Ziel unter „beschluesse:“ oder beim Zielwerk unter „beschluss:“"
        if isinstance(one, Zielwerk):
            message = f"Hinter den Zielen des Zielwerkes „{one.id}“ steht kein Beschluss"
            remedy = "nennen Sie beim Zielwerk unter „beschluss:“, womit es beschlossen wurde"
        yield ZIEL_OHNE_BESCHLUSS.at(scope.places[one.target,], message, help=remedy)


def _causes(goals: Sequence[Ziel], begun: Collection[str], scope: Scope) -> Iterator[Ziel | Zielwerk]:
    """The goals by their sets; where nothing has begun in a set, the set, which is the cause itself.

    Those of expired sets are left out: nobody works on them any more.
    """
    works = {work.id: work for work in scope.konzept.zielwerke}
    found: dict[str, list[Ziel]] = defaultdict(list)
    past = expired(scope)
    for goal in goals:
        if goal.zielwerk not in past:
            found[goal.zielwerk].append(goal)
    for ident, some in found.items():
        work = works.get(ident) if len(some) > 1 and ident not in begun else None
        yield from [work] if work else some


def _expired(scope: Scope) -> Iterator[Diagnostic]:
    past, latest = expired(scope), _latest(scope)
    work_of = {goal.target: goal.zielwerk for goal in scope.konzept.ziele}
    uses: dict[str, list[Nennung]] = defaultdict(list)
    for mention in scope.index.mentions if past else ():
        scheme, _, ident = mention.target.partition(":")
        work_id = ident if scheme == Zielwerk.scheme else work_of.get(mention.target)
        if work_id in past and mention.source.startswith(_RELYING):
            uses[work_id].append(mention)
    for work in scope.konzept.zielwerke:
        found = uses.get(work.id, [])
        of_goals = [mention for mention in found if mention.target in work_of]
        if not work.gueltig or not found or (not of_goals and _superseded(work, latest)):
            continue  # to name a superseded set as a whole is to tell its history
        first = (of_goals or found)[0]
        yield ZIELWERK_ABGELAUFEN.at(
            scope.places[work.target, "gueltig", "bis"],
            f"Das Zielwerk „{work.id}“ galt bis {work.gueltig.bis}, und das Konzept beruft sich noch darauf",
            notes=() if of_goals else ("ein späteres Zielwerk ist nicht eingetragen",),
            related=(
                Related(
                    first.span,
                    "hier" if len(found) == 1 else f"hier zuerst, insgesamt an {len(found)} Stellen",
                ),
            ),
            help="nennen Sie, was jetzt gilt, oder ändern Sie „bis:“, wenn die Geltung verlängert ist",
        )


def _latest(scope: Scope) -> Zielwerk | None:
    """The set that begins last."""
    return max(
        (work for work in scope.konzept.zielwerke if work.gueltig),
        key=lambda work: work.gueltig.von if work.gueltig else 0,
        default=None,
    )


def _superseded(work: Zielwerk, latest: Zielwerk | None) -> bool:
    """Whether the latest set begins when or after this one ends."""
    if not (work.gueltig and latest and latest.gueltig) or latest.id == work.id:
        return False
    return latest.gueltig.von >= work.gueltig.bis


def _incomplete(scope: Scope) -> Iterator[Diagnostic]:
    goals = Counter(goal.zielwerk for goal in scope.konzept.ziele)
    latest = _latest(scope)
    for work in scope.konzept.zielwerke:
        if not work.vollstaendig and not _superseded(work, latest):
            count = goals[work.id]
            yield ZIELWERK_UNVOLLSTAENDIG.at(
                scope.places[work.target, "vollstaendig"],
                f"Vom Zielwerk „{work.id}“ liegen nicht alle Ziele im Wortlaut vor",
                notes=(f"eingetragen: {count or 'kein'} {noun('ziel', count or 1)}",),
                help="beschaffen Sie den Wortlaut und schreiben Sie dann „vollstaendig: ja“",
            )


def _empty(scope: Scope) -> Iterator[Diagnostic]:
    if Zielwerk.scheme in scope.index.lost:
        return  # a goal names a set that is not there, and may mean this one
    filled = {goal.zielwerk for goal in scope.konzept.ziele}
    for work in scope.konzept.zielwerke:
        if work.vollstaendig and work.id not in filled:
            yield ZIELWERK_LEER.at(
                scope.places[work.target,],
                f"Das Zielwerk „{work.id}“ hat kein Ziel",
                help="tragen Sie seine Ziele ein; liegen sie nicht vor, schreiben Sie „vollstaendig: nein“",
            )


def _reversed(scope: Scope) -> Iterator[Diagnostic]:
    for work in scope.konzept.zielwerke:
        if work.gueltig and work.gueltig.von > work.gueltig.bis:
            yield GELTUNG_VERKEHRT.at(
                scope.places[work.target, "gueltig", "bis"],
                f"Das Zielwerk „{work.id}“ gilt ab {work.gueltig.von}, aber nur bis {work.gueltig.bis}",
                related=(Related(scope.places[work.target, "gueltig", "von"], "hier beginnt die Geltung"),),
                help="verbessern Sie eines der beiden Jahre",
            )


RULES = (
    Rule(ZIEL_UNBEHANDELT, _untreated, ("complete",)),
    Rule(ZIEL_OHNE_BESCHLUSS, _unbacked, ("complete",)),
    Rule(ZIELWERK_ABGELAUFEN, _expired, ("heute",)),
    Rule(ZIELWERK_UNVOLLSTAENDIG, _incomplete),
    Rule(ZIELWERK_LEER, _empty, ("complete",)),
    Rule(GELTUNG_VERKEHRT, _reversed),
)
