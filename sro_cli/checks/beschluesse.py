"""B: council papers. Neither their year nor their counter is held against a date: see `Beschluss`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping

from sro_cli.checks import ziele
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Kind, Related, Severity
from sro_cli.facts import coverage
from sro_cli.model import EINSTELLUNGEN, VORLAGE_NEU, Belegart, Beschluss, Zielwerk
from sro_cli.readable import datum
from sro_cli.references import Nennung, anchor_of

ANGABE_FEHLT = Kind("B401", "angabe-fehlt", Severity.WARNUNG)
GRUNDLAGE_UNBELEGT = Kind("B402", "grundlage-unbelegt", Severity.WARNUNG)
BESCHLUSS_AUFGEHOBEN = Kind("B403", "beschluss-aufgehoben", Severity.WARNUNG)
BESCHLUSS_OHNE_KAPITEL = Kind("B404", "beschluss-ohne-kapitel", Severity.WARNUNG)
BESCHLUSS_DOPPELT = Kind("B405", "beschluss-doppelt", Severity.WARNUNG)
BESCHLUSS_IN_DER_ZUKUNFT = Kind("B410", "beschluss-in-der-zukunft", Severity.WARNUNG)
BESCHLUSS_VOR_SEINEM_VORGAENGER = Kind("B411", "beschluss-vor-seinem-vorgaenger", Severity.WARNUNG)
GREMIUM_IST_TRAEGER = Kind("B412", "gremium-ist-traeger", Severity.WARNUNG)

_RESTING = (f"{EINSTELLUNGEN}:", "kapitel:", "rahmen:", "sozialraum:", "ziel:", "zielwerk:")
"""Who names a paper rests on it, if it is one of these; a paper or a source may name it for its history."""

_CARRIED_OUT_WITH_ANOTHER = {"", "Änderungsantrag", "Anregung"}
"""Types of papers, the unknown one among them, that no chapter has to treat for themselves."""

_EARLIER = {
    "bereits_gefasst": "nennt „{}“ bereits gefasst",
    "aendert": "ändert „{}“",
    "hebt_auf": "hebt „{}“ auf",
}
"""Relations to a paper that must have been decided before → what naming one says, with its number."""


def _incomplete(scope: Scope) -> Iterator[Diagnostic]:
    for paper in scope.konzept.beschluesse:
        if paper.beleg.art is Belegart.UNBELEGT or paper.beleg.hinweis:
            continue  # that something is missing, and why, is said
        missing = [
            words
            for words, there in (
                ("Titel", paper.titel),
                ("Tag der Entscheidung", paper.datum or not coverage.decides(paper)),
            )
            if not there
        ]
        if missing:
            what = f"{' und '.join(missing)} fehlen" if len(missing) > 1 else f"der {missing[0]} fehlt"
            proven = "belegt" if paper.beleg.art is Belegart.BELEGT else "mittelbar belegt"
            yield ANGABE_FEHLT.at(
                scope.places[paper.target,],
                f"Beschluss „{paper.id}“ gilt als {proven}, aber {what}",
                help="tragen Sie es nach, oder schreiben Sie unter „hinweis:“ am Beleg, warum es fehlt",
            )


def _unproven(scope: Scope) -> Iterator[Diagnostic]:
    if not scope.konzept.quellen:
        return  # a concept that keeps no sources
    for paper in scope.konzept.beschluesse:
        if paper.beleg.art is not Belegart.UNBELEGT or paper.beleg.hinweis:
            continue
        resting = [m for m in scope.index.to.get(paper.target, ()) if m.allowed and _rests(m)]
        if resting:
            yield GRUNDLAGE_UNBELEGT.at(
                scope.places[paper.target, "beleg", "art"],
                f"Beschluss „{paper.id}“ ist nicht belegt, aber eine Grundlage des Konzeptes",
                related=(Related(resting[0].span, "dies beruht auf ihm"),),
                help="nennen Sie die Quelle, oder schreiben Sie unter „hinweis:“, woher Sie ihn kennen",
            )


def _rests(mention: Nennung) -> bool:
    return f"{mention.source}:".startswith(_RESTING)


def _repealed(scope: Scope) -> Iterator[Diagnostic]:
    by: dict[str, set[str]] = defaultdict(set)
    places: dict[str, Related] = {}
    for paper in scope.konzept.beschluesse:
        if coverage.decides(paper) and not _is_to_come(paper, scope):
            for number, old in enumerate(paper.hebt_auf):
                by[f"beschluss:{old}"].add(paper.target)
                span = scope.places[paper.target, "hebt_auf", number]
                places.setdefault(f"beschluss:{old}", Related(span, f"aufgehoben durch „{paper.id}“"))
    past = _past(scope)
    for source, mentions in scope.index.by.items() if by else ():
        if not f"{source}:".startswith(_RESTING) or source in past:
            continue
        named = {mention.target for mention in mentions}
        alone = {old for old in named & by.keys() if named.isdisjoint(_all_later(old, by))}
        for mention in mentions:
            if (old := mention.target) in alone:
                yield BESCHLUSS_AUFGEHOBEN.at(
                    mention.span,
                    f"Beschluss „{old.partition(':')[2]}“ ist aufgehoben",
                    related=(places[old],),
                    help="nennen Sie den Beschluss, der jetzt gilt, auch wenn vom alten die Rede ist",
                )


def _past(scope: Scope) -> frozenset[str]:
    """The sets whose time is over, or may be, and their goals: they rest on what held then."""
    expired = ziele.expired(scope)
    works = {w.id for w in scope.konzept.zielwerke if w.id in expired or (w.gueltig and scope.heute is None)}
    goals = (goal for goal in scope.konzept.ziele if goal.zielwerk in works)
    return frozenset((*(f"{Zielwerk.scheme}:{work}" for work in works), *(goal.target for goal in goals)))


def _all_later(old: str, by: Mapping[str, set[str]]) -> set[str]:
    """The papers that repealed one, and those that repealed them."""
    found: set[str] = set()
    waiting = [old]
    while waiting:
        later = by.get(waiting.pop(), set()) - found
        found |= later
        waiting += later
    return found


def _not_carried_out(scope: Scope) -> Iterator[Diagnostic]:
    treated = coverage.treated(scope.konzept)
    begun = any(paper.target in treated for paper in scope.konzept.beschluesse)
    if not begun or Beschluss.scheme in scope.index.lost:
        return  # no chapter says which resolutions it treats, or something names one that is not there
    missing = coverage.not_carried_out(scope.konzept)
    # Of several that follow each other, the last is what has to be done.
    continued = {number for paper in missing for number in (*paper.bereits_gefasst, *paper.aendert)}
    for paper in missing:
        if (
            paper.vorlageart in _CARRIED_OUT_WITH_ANOTHER
            or paper.id in continued
            or any(f"beschluss:{number}" in treated for number in paper.aendert)
            or _is_to_come(paper, scope)
        ):
            continue
        only = scope.in_chapters(paper.target)[:1]
        yield BESCHLUSS_OHNE_KAPITEL.at(
            scope.places[paper.target,],
            f"Kein Kapitel behandelt den Beschluss „{paper.id}“",
            related=tuple(Related(mention.span, "hier ist er nur erwähnt") for mention in only),
            help="nennen Sie ihn im Kopf des Kapitels, das ihn ausführt, unter „behandelt:“",
        )


def _double(scope: Scope) -> Iterator[Diagnostic]:
    reported: set[str] = set()
    for key, words in _SIGNS:
        first: dict[Hashable, Beschluss] = {}
        for paper in scope.konzept.beschluesse:
            if (sign := key(paper)) is None:
                continue
            other = first.setdefault(sign, paper)
            if other is paper or paper.target in reported or _is_known_otherwise(paper, other):
                continue
            reported.add(paper.target)
            yield BESCHLUSS_DOPPELT.at(
                scope.places[paper.target,],
                f"„{paper.id}“ ist wohl derselbe Beschluss wie „{other.id}“: {words}",
                related=(Related(scope.places[other.target,], "hier steht er zuerst"),),
                help="führen Sie beide zu einem Eintrag zusammen",
            )


def _is_known_otherwise(one: Beschluss, other: Beschluss) -> bool:
    """Whether two papers are related, and therefore two, or so alike that V204 says it."""
    related = {number for paper in (one, other) for field in _RELATIONS for number in getattr(paper, field)}
    alike = anchor_of(one.target).casefold() == anchor_of(other.target).casefold()
    return alike or not related.isdisjoint((one.id, other.id))


_RELATIONS = ("bezug", *_EARLIER)


def _number(paper: Beschluss) -> Hashable:
    """What a number says, without blanks, brackets, leading noughts and the ``-00`` of a main paper."""
    match = VORLAGE_NEU.fullmatch(paper.id)
    if not match:
        return paper.id
    year, art, count, part, kind = match.groups()
    # A part is counted: whether its type stands behind it makes no difference.
    return (year, art, int(count), part) if part not in {None, "00"} else (year, art, int(count), None, kind)


def _address(paper: Beschluss) -> Hashable | None:
    """The key of a paper in the council system, or its address as it is."""
    match = re.search(r"VOLFDNR=(\d+)", paper.url, re.IGNORECASE)
    return match[1] if match else paper.url.rstrip("/") or None


def _content(paper: Beschluss) -> Hashable | None:
    if not (paper.titel and paper.datum):
        return None
    return (" ".join(paper.titel.casefold().split()), paper.datum, paper.gremium, paper.vorlageart)


_SIGNS: tuple[tuple[Callable[[Beschluss], Hashable | None], str], ...] = (
    (_number, "die Nummern unterscheiden sich nur in der Schreibweise"),
    (_address, "die Adresse ist dieselbe"),
    (_content, "Art, Titel, Tag und Gremium sind gleich"),
)
"""What two entries for one paper have in common, the surest first."""


def _to_come(scope: Scope) -> Iterator[Diagnostic]:
    for paper in scope.konzept.beschluesse:
        if paper.datum and _is_to_come(paper, scope):
            yield BESCHLUSS_IN_DER_ZUKUNFT.at(
                scope.places[paper.target, "datum"],
                f"Der Tag der Entscheidung über „{paper.id}“ liegt noch vor uns: {datum(paper.datum)}",
                help="verbessern Sie das Datum, oder lassen Sie es weg, bis entschieden ist",
            )


def _is_to_come(paper: Beschluss, scope: Scope) -> bool:
    return paper.datum is not None and scope.heute is not None and paper.datum > scope.heute


def _before_predecessor(scope: Scope) -> Iterator[Diagnostic]:
    papers = {paper.id: paper for paper in scope.konzept.beschluesse}
    for paper in scope.konzept.beschluesse:
        for field, words in _EARLIER.items():
            for position, number in enumerate(getattr(paper, field)):
                other = papers.get(number)
                if not (other and other.datum and paper.datum and paper.datum < other.datum):
                    continue
                yield BESCHLUSS_VOR_SEINEM_VORGAENGER.at(
                    scope.places[paper.target, field, position],
                    f"„{paper.id}“ {words.format(number)}, wurde aber vorher entschieden",
                    related=(
                        Related(scope.places[paper.target, "datum"], f"„{paper.id}“: früher"),
                        Related(scope.places[other.target, "datum"], f"„{number}“: später"),
                    ),
                    help="verbessern Sie eines der Daten, oder tauschen Sie die Beziehung um",
                )


def _by_a_traeger(scope: Scope) -> Iterator[Diagnostic]:
    bodies = {akteur.id: akteur for akteur in scope.konzept.akteure}
    for paper in scope.konzept.beschluesse:
        body = bodies.get(paper.gremium or "")
        if body and body.gruppe == "traeger":
            yield GREMIUM_IST_TRAEGER.at(
                scope.places[paper.target, "gremium"],
                f"Über „{paper.id}“ soll „{body.id}“ entschieden haben, ein Träger",
                related=(Related(scope.places[body.target, "gruppe"], "hier steht, dass es einer ist"),),
                help="nennen Sie das Gremium, das entschieden hat, oder verbessern Sie „gruppe:“",
            )


RULES = (
    Rule(ANGABE_FEHLT, _incomplete),
    Rule(GRUNDLAGE_UNBELEGT, _unproven),
    Rule(BESCHLUSS_AUFGEHOBEN, _repealed),
    Rule(BESCHLUSS_OHNE_KAPITEL, _not_carried_out, ("complete",)),
    Rule(BESCHLUSS_DOPPELT, _double),
    Rule(BESCHLUSS_IN_DER_ZUKUNFT, _to_come, ("heute",)),
    Rule(BESCHLUSS_VOR_SEINEM_VORGAENGER, _before_predecessor),
    Rule(GREMIUM_IST_TRAEGER, _by_a_traeger),
)
