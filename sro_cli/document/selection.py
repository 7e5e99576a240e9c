"""Which entries a view shows, in which order; and the names that a directive may use for that."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, TypeVar, get_args

from pydantic.fields import FieldInfo

from sro_cli.diagnostics import Diagnostic, faults
from sro_cli.diagnostics.suggestions import correction, nearest
from sro_cli.model import (
    LISTEN,
    VORLAGE_ALT,
    VORLAGE_NEU,
    Beleg,
    Belegart,
    Beschluss,
    Eintrag,
    Kapitelkopf,
    Kennzahl,
    Konzept,
    Sozialraum,
    Verweis,
    Wert,
    Ziel,
    ZumSozialraum,
)
from sro_cli.source import Key
from sro_cli.tree import Directive

W = TypeVar("W", bound=Wert)
SortKey = tuple[Any, ...]


class Kennzahlzeile(Kennzahl):
    """A figure together with the social space that it is about: a row of ``{uebersicht} kennzahlen``."""

    sozialraum: ZumSozialraum


KINDS: Mapping[str, type[Wert]] = {**LISTEN, "kennzahlen": Kennzahlzeile}
"""What can be listed: the argument of ``{uebersicht}`` → the class of its entries."""

SCHEMES: Mapping[str, type[Eintrag]] = {
    "kapitel": Kapitelkopf,
    **{kind.scheme: kind for kind in LISTEN.values()},
}
"""The kinds that ``{nachweis}`` can hold against each other."""


class Ereignis(Wert):
    """Something with a date: a point of the timeline."""

    art: Literal["beschluss", "veranstaltung", "meilenstein"]
    ziel: str
    titel: str
    zusatz: str
    datum: date


DIAGRAMS: Mapping[str, type[Wert]] = {"kennzahlen": Sozialraum, "netz": Ziel, "zeitstrahl": Ereignis}
"""What can be drawn: the argument of ``{diagramm}`` → the class of what ``nur`` chooses from."""

ANNEXES: Mapping[str, str] = {
    "ziel": "ziele",
    "zielwerk": "ziele",
    "beschluss": "beschluesse",
    "veranstaltung": "beteiligung",
    "rueckmeldung": "beteiligung",
    "begriff": "glossar",
    "quelle": "quellen",
}
"""The annex that shows the entries of a kind, by scheme; what has none only views of chapters show."""

# Directive → where its templates lie, and how their names end.
_TEMPLATES = {
    "uebersicht": ("uebersichten/", ".md.j2"),
    "diagramm": ("diagramme/", ".typ"),
    "steckbrief": ("steckbriefe/", ".md.j2"),
}


def entries(konzept: Konzept, kind: str) -> tuple[Wert, ...]:
    """All entries of a kind, in the order of the files; none if there is no such kind."""
    if kind == "kennzahlen":
        return tuple(
            Kennzahlzeile(
                sozialraum=raum.id, **{name: getattr(kennzahl, name) for name in Kennzahl.model_fields}
            )
            for raum in konzept.sozialraeume
            for kennzahl in raum.kennzahlen
        )
    return tuple(getattr(konzept, kind)) if kind in LISTEN else ()


def select(directive: Directive, found: Iterable[W], names: Mapping[str, str]) -> tuple[W, ...]:
    """The entries that a directive wants, sorted as it wants.

    Args:
        directive: its ``only`` and ``sort`` are used, as far as the entries have such fields.
        found: the entries.
        names: what entries are called, by typed id: fields that name others sort by it.
    """
    kept = [entry for entry in found if all(_has(entry, name, value) for name, value in directive.only)]
    if directive.sort:
        kept.sort(key=lambda entry: sort_key(entry, directive.sort, names))
    return tuple(kept)


def sort_key(entry: Wert, name: str, names: Mapping[str, str]) -> SortKey:
    """What an entry sorts by: days by time, closed lists by their order, words as in a dictionary.

    Entries without a value come last.
    """
    value = getattr(entry, name, None)
    if value is None or value in ("", ()):
        return (1,)
    info = type(entry).model_fields.get(name)
    if value in (order := get_args(info.annotation) if info else ()):
        return (0, order.index(value))
    if isinstance(value, Beleg):
        return (0, list(Belegart).index(value.art))
    if isinstance(entry, Beschluss) and name == "id":
        return (0, *number_key(entry.id))
    if isinstance(value, str) and info:
        verweis = next((mark for mark in marks(info) if isinstance(mark, Verweis)), None)
        value = names.get(verweis.target(value), value) if verweis else value
    return (0, *_natural(value))


def marks(info: FieldInfo) -> tuple[object, ...]:
    """The marks of a field, also those inside ``tuple[ZumZiel, ...]`` or ``ZumAkteur | None``."""
    return (*info.metadata, *_inner_marks(info.annotation))


def number_key(number: str) -> SortKey:
    """The order of papers by their numbers: year, counter, addition.

    >>> sorted(["2016/BV/1990", "0594/06-BV", "2017/AN/2460-01 (SN)", "2017/AN/2460"], key=number_key)
    ['0594/06-BV', '2016/BV/1990', '2017/AN/2460', '2017/AN/2460-01 (SN)']
    """
    if new := VORLAGE_NEU.fullmatch(number):
        return int(new[1]), int(new[3]), number
    if old := VORLAGE_ALT.fullmatch(number):
        return 2000 + int(old[2]), int(old[1]), number
    return 9999, 0, number


def faults_of(directive: Directive, templates: Iterable[str]) -> Iterator[Diagnostic]:
    """Findings E124 for a view that does not exist, or for names that its entries do not have.

    Args:
        directive: to be looked at.
        templates: the paths below ``templates/``.
    """
    if (missing := argument_fault(directive, templates)) is not None:
        yield missing
    else:
        yield from option_faults(directive)


def argument_fault(directive: Directive, templates: Iterable[str]) -> Diagnostic | None:
    """The finding E124 for a view that does not exist, if so."""
    if not directive.name:
        return None  # the reader has found that
    written = directive.argument
    if directive.name == "nachweis":
        schemes = written.split()
        unknown = [scheme for scheme in schemes if scheme not in SCHEMES]
        if not unknown and len(schemes) == 2:  # noqa: PLR2004 - rows and columns
            return None
        known, written = sorted(SCHEMES), " ".join(unknown or schemes)
    else:
        known = _templates(directive, templates)
        if written in known:
            return None
    close = nearest(written, known)
    words = f"gibt es „{written}“ nicht" if written else "fehlt, was sie zeigen soll"
    remedy = f"meinten Sie „{close[0]}“?" if close else "wählen Sie eine der möglichen Angaben"
    finding = fault(directive, (), f"Zur Anweisung {{{directive.name}}} {words}", remedy, known)
    return corrected(finding, written, close)


def option_faults(directive: Directive) -> Iterator[Diagnostic]:
    """Findings E124 for names in the options of a view that its entries do not have."""
    kind = chosen_from(directive)
    known = tuple(kind.model_fields) if kind else ()
    named = (
        ("spalten", directive.columns, known if directive.name == "uebersicht" else ()),
        ("nur", tuple(name for name, _ in directive.only), known),
        ("sortiert", (directive.sort,) if directive.sort else (), known),
    )
    for option, names, possible in named:
        if names and not possible:
            message = f"„{option}“ ist bei dieser Ansicht nicht möglich"
            yield fault(directive, (option,), message, "löschen Sie die Zeile")
            continue
        for number, name in enumerate(names):
            if name not in possible:
                close = nearest(name, possible)
                finding = fault(
                    directive,
                    _path(option, number, name),
                    f"In „{option}“ steht das unbekannte Feld „{name}“",
                    f"meinten Sie „{close[0]}“?" if close else "wählen Sie eines der möglichen Felder",
                    possible,
                )
                # Of a condition only the value has a place.
                yield finding if option == "nur" else corrected(finding, name, close)


def chosen_from(directive: Directive) -> type[Wert] | None:
    """The class of the entries that a view chooses from; None if it has none."""
    match directive.name:
        case "uebersicht":
            return KINDS.get(directive.argument)
        case "nachweis":
            return SCHEMES.get(directive.argument.partition(" ")[0])
        case "diagramm":
            return DIAGRAMS.get(directive.argument)
        case _:
            return None


def fault(
    directive: Directive, option: Key, message: str, remedy: str, possible: Collection[str] = ()
) -> Diagnostic:
    """A finding E124.

    Args:
        directive: what is wrong.
        option: the path of the option that is, empty for the directive itself.
        message: what is wrong with it.
        remedy: what to do.
        possible: all that could stand there.
    """
    words = "möglich ist" if len(possible) == 1 else "möglich sind"
    notes = (f"{words}: {', '.join(possible)}",) if possible else ()
    place = directive.places.get(option, directive.span)
    if place is None:
        return faults.ANWEISUNG_UNBEKANNT.in_file("", message, notes=notes, help=remedy)
    return faults.ANWEISUNG_UNBEKANNT.at(place, message, notes=notes, help=remedy)


def corrected(finding: Diagnostic, written: str, close: Sequence[str]) -> Diagnostic:
    """A finding about a misspelt word, with the change to the nearest one of those possible."""
    return replace(finding, fix=correction(finding.span, written, close)) if finding.span else finding


def _templates(directive: Directive, templates: Iterable[str]) -> list[str]:
    """What can be named as the argument of a directive; a leading _ marks what templates share."""
    folder, suffix = _TEMPLATES[directive.name]
    stems = sorted(
        path.removeprefix(folder).removesuffix(suffix)
        for path in templates
        if path.startswith(folder) and path.endswith(suffix)
    )
    possible = DIAGRAMS if directive.name == "diagramm" else stems
    return [stem for stem in stems if not stem.startswith("_") and stem in possible]


def _path(option: str, number: int, name: str) -> Key:
    """Where a name stands in the options."""
    match option:
        case "spalten":
            return option, number
        case "nur":
            return option, name
        case _:
            return (option,)


def _inner_marks(annotation: Any) -> tuple[object, ...]:
    own = tuple(getattr(annotation, "__metadata__", ()))
    return (*own, *(mark for inner in get_args(annotation) for mark in _inner_marks(inner)))


def _has(entry: Wert, name: str, wanted: str) -> bool:
    if name not in type(entry).model_fields:
        return False
    value = getattr(entry, name)
    if isinstance(value, tuple):
        return any(_is(item, wanted) for item in value)
    return _is(value, wanted)


def _is(value: object, wanted: str) -> bool:
    match value:
        case None:
            return wanted == ""
        case bool():
            return wanted.lower() in (("ja", "true") if value else ("nein", "false"))
        case Beleg():
            return value.art.value == wanted
        case date():
            return value.isoformat() == wanted
        case float():
            return wanted.replace(",", ".") in {str(value), format(value, "g")}
        case _:
            # A field that names another entry holds its bare id; the typed one is as clear.
            return wanted in {str(value), f"{wanted.partition(':')[0]}:{value}"}


def _natural(value: object) -> SortKey:
    """Words as in a German dictionary (DIN 5007-1), numbers in them by their value."""
    if not isinstance(value, str):
        return (value,) if isinstance(value, date | int | float) else _natural(str(value))
    folded = unicodedata.normalize("NFKD", value.replace("ß", "ss")).casefold()
    letters = "".join(sign for sign in folded if not unicodedata.combining(sign))
    parts = re.split(r"(\d+)", re.sub(r"[^\w\s]+", " ", letters))
    return tuple((int(part), "") if part.isdecimal() else (-1, part.strip()) for part in parts)
