"""Z, S: wordings that changed after something was confirmed against them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Kind, Related, Severity
from sro_cli.diagnostics.suggestions import correction, nearest
from sro_cli.facts import wording
from sro_cli.facts.wording import Confirming
from sro_cli.model import ABDRUCK, Beschluss, Eintrag, Rahmenbedingung, Ziel
from sro_cli.references import noun
from sro_cli.source import Span

ZIEL_NACH_BESCHLUSS = Kind("Z305", "ziel-nach-beschluss-geaendert", Severity.WARNUNG)
ZIEL_NACH_KAPITEL = Kind("Z307", "ziel-nach-kapitel-geaendert", Severity.WARNUNG)
ZIEL_NACH_RAHMENBEDINGUNG = Kind("Z309", "ziel-nach-rahmenbedingung-geaendert", Severity.WARNUNG)
RAHMEN_NACH_BESCHLUSS = Kind("S507", "rahmen-nach-beschluss-geaendert", Severity.WARNUNG)
RAHMEN_NACH_KAPITEL = Kind("S508", "rahmen-nach-kapitel-geaendert", Severity.WARNUNG)
BESTAETIGUNG_OHNE_BEZUG = Kind("Z308", "bestaetigung-ohne-bezug", Severity.WARNUNG)

# What changed and what was confirmed, by their schemes → the kind of the finding.
_KINDS = {
    ("ziel", "beschluss"): ZIEL_NACH_BESCHLUSS,
    ("ziel", "kapitel"): ZIEL_NACH_KAPITEL,
    ("ziel", "rahmen"): ZIEL_NACH_RAHMENBEDINGUNG,
    ("rahmen", "beschluss"): RAHMEN_NACH_BESCHLUSS,
    ("rahmen", "kapitel"): RAHMEN_NACH_KAPITEL,
}
_CONSEQUENCES = {
    "beschluss": "der Beschluss deckt den neuen Wortlaut möglicherweise nicht",
    "kapitel": "was das Kapitel dazu sagt, passt möglicherweise nicht mehr",
    "rahmen": "die Rahmenbedingung folgt möglicherweise nicht mehr daraus",
}
_REMEDIES = {
    "beschluss": "hat das Gremium auch den neuen Wortlaut beschlossen",
    "kapitel": "passt das Kapitel zum neuen Wortlaut",
    "rahmen": "gilt die Rahmenbedingung auch nach dem neuen Wortlaut",
}
_FIELDS = {"titel": "Titel", "wortlaut": "Wortlaut", "erlaeuterung": "Erläuterung", "text": "Text"}


class _Stale(NamedTuple):
    """What was confirmed against another wording, and the version of that, if it was published."""

    entry: Confirming
    version: str


def _changed(kind: Kind, scope: Scope) -> Iterator[Diagnostic]:
    stale: dict[str, list[_Stale]] = defaultdict(list)
    for entry, target, possible in _confirmations(scope):
        found, match = scope.index.entries.get(target), ABDRUCK.fullmatch(entry.bestaetigt[target])
        if (
            match
            and target in possible
            and isinstance(found, Ziel | Rahmenbedingung)
            and _KINDS[found.scheme, entry.scheme] is kind
            and match["abdruck"] != wording.fingerprint(found)
        ):
            stale[target].append(_Stale(entry, match["fassung"] or ""))
    for target, confirmations in stale.items():
        yield _finding(kind, target, confirmations, scope)


def _confirmations(scope: Scope) -> Iterator[tuple[Confirming, str, frozenset[str]]]:
    """What was confirmed, against what, and what it can be confirmed against."""
    for entry in wording.confirming(scope.konzept):
        if entry.bestaetigt:
            possible = wording.connections(entry, scope.konzept, scope.index)
            yield from ((entry, target, possible) for target in entry.bestaetigt)


def _finding(kind: Kind, target: str, stale: Sequence[_Stale], scope: Scope) -> Diagnostic:
    scheme, _, ident = target.partition(":")
    names = [name for name in _named(scope.index.entries[target]) if (target, name) in scope.places]
    versions = {version for _entry, version in stale}
    since = f"Fassung {versions.pop()}" if len(versions) == 1 and "" not in versions else "der Bestätigung"
    first = stale[0].entry
    each = "jedes einzeln fest, das erste mit" if len(stale) > 1 else "das fest"
    known = len(names) == 1  # of several fields, a fingerprint does not tell which one changed
    return kind.at(
        _key(scope.places[target, names[0]], names[0]) if known else scope.places[target,],
        f"{noun(scheme)} „{ident}“ wurde nach {_after(stale)} geändert",
        label=f"{' oder '.join(_FIELDS[name] for name in names)} geändert seit {since}",
        notes=(f"folge: {_CONSEQUENCES[first.scheme]}",),
        related=tuple(
            Related(_key(scope.places[entry.target, "bestaetigt", target], target), _said(entry, version))
            for entry, version in stale
        ),
        help=f"{_REMEDIES[first.scheme]}, halten Sie {each}: {_command(first.target, target)}",
    )


def _named(entry: Eintrag) -> tuple[str, ...]:
    return wording.fields(entry) if isinstance(entry, Ziel | Rahmenbedingung) else ()


def _after(stale: Sequence[_Stale]) -> str:
    """After what: „dem Beschluss“, „der Bestätigung von 3 Kapiteln“."""
    (first, _version), count = stale[0], len(stale)
    match first:
        case Beschluss():
            return "dem Beschluss" if count == 1 else f"{count} Beschlüssen"
        case Rahmenbedingung():
            one, several = f"der Rahmenbedingung „{first.id}“", f"von {count} Rahmenbedingungen"
        case _:
            one, several = f"des Kapitels „{first.id}“", f"von {count} Kapiteln"
    return f"der Bestätigung {one if count == 1 else several}"


def _said(entry: Confirming, version: str) -> str:
    if not version:
        return "bestätigt ist ein früherer Wortlaut"
    if isinstance(entry, Beschluss):
        return f"{entry.id} bezieht sich auf die Fassung {version}"
    return f"bestätigt ist die Fassung {version}"


def _command(confirmed: str, changed: str) -> str:
    quoted = f'"{confirmed}"' if re.search(r"[ ()]", confirmed) else confirmed
    return f"sro confirm {quoted} --gegen {changed}"


# --- confirmations of nothing -------------------------------------------------------------


def _of_nothing(scope: Scope) -> Iterator[Diagnostic]:
    for entry, target, possible in _confirmations(scope):
        if target in possible:
            continue
        key = _key(scope.places[entry.target, "bestaetigt", target], target)
        close = (
            _meant(target, possible - entry.bestaetigt.keys()) if target not in scope.index.targets else ()
        )
        yield BESTAETIGUNG_OHNE_BEZUG.at(
            key,
            f"{noun(entry.scheme)} „{entry.id}“ hat mit „{target}“ nichts zu tun",
            label="dieser Wortlaut soll bestätigt sein",
            help=f"meinten Sie „{close[0]}“?"
            if close
            else "löschen Sie die Zeile, oder stellen Sie die Verbindung wieder her",
            fix=correction(key, target, close),
        )


def _meant(written: str, possible: Collection[str]) -> tuple[str, ...]:
    typed = tuple(target for target in sorted(possible) if target.partition(":")[2] == written)
    return typed or nearest(written, sorted(possible), most=1)


def _key(value: Span, name: str) -> Span:
    """The name of a field, or the field itself where the name does not stand as it is read."""
    start = value.source.text.rfind(name, 0, value.start)
    between = value.source.text[start + len(name) : value.start]
    if start < 0 or between.strip(" \t\"'") != ":":
        return value.first_line
    return Span(value.source, start, start + len(name))


RULES = (
    *(Rule(kind, partial(_changed, kind)) for kind in _KINDS.values()),
    Rule(BESTAETIGUNG_OHNE_BEZUG, _of_nothing, ("complete",)),
)
