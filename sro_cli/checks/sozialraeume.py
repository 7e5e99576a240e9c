"""S: social spaces with their figures, and Rahmenbedingungen."""

from __future__ import annotations

from collections.abc import Iterator

from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Kind, Related, Severity
from sro_cli.facts import coverage
from sro_cli.model import Kennzahl
from sro_cli.readable import datum, zahl

MODELLREGION_OHNE_PROFIL = Kind("S501", "modellregion-ohne-profil", Severity.WARNUNG)
KENNZAHL_OHNE_HERKUNFT = Kind("S502", "kennzahl-ohne-herkunft", Severity.WARNUNG)
KENNZAHL_WIDERSPRUECHLICH = Kind("S503", "kennzahl-widerspruechlich", Severity.WARNUNG)
RAHMENBEDINGUNG_OHNE_GRUND = Kind("S504", "rahmenbedingung-ohne-grund", Severity.WARNUNG)
FESTGESCHRIEBENES_UNGENANNT = Kind("S505", "festgeschriebenes-ungenannt", Severity.WARNUNG)
KENNZAHL_IN_DER_ZUKUNFT = Kind("S509", "kennzahl-in-der-zukunft", Severity.HINWEIS)


def _without_profile(scope: Scope) -> Iterator[Diagnostic]:
    for space in coverage.regions(scope.konzept):
        missing = [
            words
            for words, there in (
                ("eine Beschreibung", space.beschreibung),
                ("Kennzahlen", space.kennzahlen),
                ("ein Kapitel, das von ihr handelt", scope.in_chapters(space.target)),
            )
            if not there
        ]
        if missing:
            *first, last = missing
            words = f"{', '.join(first)} und {last}" if first else last
            verb = "fehlen" if first or last == "Kennzahlen" else "fehlt"
            yield MODELLREGION_OHNE_PROFIL.at(
                scope.places[space.target,],
                f"Der Modellregion „{space.id}“ {verb} {words}",
                help="beschreiben Sie, was für ein Raum das ist, mit Zahlen und im Text",
            )


def _without_origin(scope: Scope) -> Iterator[Diagnostic]:
    for space in scope.konzept.sozialraeume:
        for position, figure in enumerate(space.kennzahlen):
            if figure.stand and figure.quelle:
                continue
            missing, remedy = (
                ("fehlt die Quelle", "„quelle:“")
                if figure.stand
                else ("fehlt der Stand", "„stand:“")
                if figure.quelle
                else ("fehlen Stand und Quelle", "„stand:“ und „quelle:“")
            )
            yield KENNZAHL_OHNE_HERKUNFT.at(
                scope.places[space.target, "kennzahlen", position, "merkmal"],
                f"Der Kennzahl „{figure.merkmal}“ von „{space.id}“ {missing}",
                help=f"ergänzen Sie {remedy}, oder streichen Sie die Zahl",
            )


def _contradictory(scope: Scope) -> Iterator[Diagnostic]:
    for space in scope.konzept.sozialraeume:
        first: dict[tuple[str, str, str], int] = {}
        for position, figure in enumerate(space.kennzahlen):
            if not figure.stand:
                continue  # without a day, two values are no contradiction
            key = (" ".join(figure.merkmal.casefold().split()), figure.einheit, figure.stand)
            other = first.setdefault(key, position)
            if figure.wert != space.kennzahlen[other].wert:
                yield KENNZAHL_WIDERSPRUECHLICH.at(
                    scope.places[space.target, "kennzahlen", position, "wert"],
                    f"Zwei Werte für „{figure.merkmal}“ von „{space.id}“, Stand {datum(figure.stand)}: "
                    f"{_value(space.kennzahlen[other])} und {_value(figure)}",
                    related=(
                        Related(scope.places[space.target, "kennzahlen", other, "wert"], "hier der andere"),
                    ),
                    help="streichen Sie den, der nicht gilt, oder benennen Sie genauer, was gezählt ist",
                )


def _to_come(scope: Scope) -> Iterator[Diagnostic]:
    today = scope.heute.isoformat() if scope.heute else ""
    stated = (
        *(
            ((space.target, "kennzahlen", position), figure.stand, f"„{figure.merkmal}“ in „{space.id}“")
            for space in scope.konzept.sozialraeume
            for position, figure in enumerate(space.kennzahlen)
        ),
        *(
            ((goal.target, "indikatoren", position), sign.stand, f"Indikator {position + 1} zu „{goal.id}“")
            for goal in scope.konzept.ziele
            for position, sign in enumerate(goal.indikatoren)
        ),
    )
    for place, stand, name in stated:
        # Of a year or a month, only what begins later is to come.
        if stand and stand > today[: len(stand)]:
            yield KENNZAHL_IN_DER_ZUKUNFT.at(
                scope.places[(*place, "stand")],
                f"Der Stand von {name} liegt noch vor uns: {datum(stand)}",
                help="verbessern Sie ihn; bei einer Prognose zählt, wann sie gemacht wurde",
            )


def _value(figure: Kennzahl) -> str:
    return f"{zahl(figure.wert)} {figure.einheit}".rstrip()


def _without_reason(scope: Scope) -> Iterator[Diagnostic]:
    for condition in coverage.unfounded(scope.konzept, scope.index):
        yield RAHMENBEDINGUNG_OHNE_GRUND.at(
            scope.places[condition.target,],
            f"Die Rahmenbedingung „{condition.id}“ folgt aus nichts",
            help="nennen Sie, woraus sie folgt: ein Ziel, einen Beschluss, eine Rückmeldung oder eine Quelle",
        )


def _fixed_unnamed(scope: Scope) -> Iterator[Diagnostic]:
    for condition in scope.konzept.rahmenbedingungen:
        if condition.stand == "festgeschrieben" and not scope.in_chapters(condition.target):
            yield FESTGESCHRIEBENES_UNGENANNT.at(
                scope.places[condition.target, "stand"],
                f"Die Rahmenbedingung „{condition.id}“ ist festgeschrieben, aber kein Kapitel nennt sie",
                help=f"erläutern Sie sie in einem Kapitel, mit [](rahmen:{condition.id})",
            )


RULES = (
    Rule(MODELLREGION_OHNE_PROFIL, _without_profile, ("complete",)),
    Rule(KENNZAHL_OHNE_HERKUNFT, _without_origin),
    Rule(KENNZAHL_WIDERSPRUECHLICH, _contradictory),
    Rule(RAHMENBEDINGUNG_OHNE_GRUND, _without_reason, ("complete",)),
    Rule(FESTGESCHRIEBENES_UNGENANNT, _fixed_unnamed, ("complete",)),
    Rule(KENNZAHL_IN_DER_ZUKUNFT, _to_come, ("heute",)),
)
