"""Fields → values of the model; what pydantic refuses becomes a finding in plain German."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sro_cli.diagnostics import Diagnostic, Kind, nearest
from sro_cli.readers import faults
from sro_cli.readers.fields import Field
from sro_cli.source import Span

W = TypeVar("W", bound=BaseModel)

# Pydantic's type of error → what to write, in words an editor uses.
_EXPECTED = {
    "string_type": "einen Text",
    "int_parsing": "eine ganze Zahl",
    "int_type": "eine ganze Zahl",
    "float_parsing": "eine Zahl",
    "float_type": "eine Zahl",
    "bool_parsing": "ja oder nein",
    "bool_type": "ja oder nein",
    "tuple_type": "eine Aufzählung: [eins, zwei] oder je Zeile ein „- …“",
    "dict_type": "benannte Angaben: feld: wert",
    "model_type": "benannte Angaben: feld: wert",
    "model_attributes_type": "benannte Angaben: feld: wert",
    "literal_error": "ein einzelnes Wort",
    "enum": "ein einzelnes Wort",
    "greater_than": "eine Zahl über {gt:g}",
    "greater_than_equal": "eine Zahl ab {ge:g}",
    "less_than_equal": "eine Zahl bis {le:g}",
    "too_short": "eine Aufzählung mit {min_length} Werten",
    "too_long": "eine Aufzählung mit {max_length} Werten",
}

# The patterns of the model and the theme, in words.
_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]*$": "erlaubt sind Kleinbuchstaben ohne Umlaute, Ziffern und Bindestrich",
    r"^#[0-9a-fA-F]{6}$": "eine Farbe hat die Form #1d5c8f: # und sechs Ziffern von 0 bis 9 und a bis f",
}

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# 10.03.2026 as in letters, and 2026-3-10 without the zero.
_OTHER_DATES = (
    re.compile(r"(?P<tag>\d\d?)\. ?(?P<monat>\d\d?)\. ?(?P<jahr>\d{4})", re.ASCII),
    re.compile(r"(?P<jahr>\d{4})-(?P<monat>\d\d?)-(?P<tag>\d\d?)", re.ASCII),
)


def entry(kind: type[W], field: Field) -> tuple[W | None, tuple[Diagnostic, ...]]:
    """The entry that a field holds, or None and what is wrong with it.

    Args:
        kind: the class of the entry.
        field: the mapping as read.

    Returns:
        Findings E112 to E115, and K107 for the status of a chapter.
    """
    try:
        return kind.model_validate(field.plain()), ()
    except ValidationError as error:
        faults_found = error.errors(include_url=False)
        misspelt = {
            _meant(kind, fault["loc"]) for fault in faults_found if fault["type"] == "extra_forbidden"
        }
        return None, tuple(
            _finding(kind, field, fault)
            for fault in faults_found
            # A misspelt field is one fault, not also a missing one.
            if not (fault["type"] == "missing" and fault["loc"] in misspelt)
        )


def _meant(kind: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The path of the field that an author seems to have meant."""
    close = nearest(str(path[-1]), _known_fields(kind, path[:-1]))
    return (*path[:-1], close[0]) if close else path


def _finding(kind: type[BaseModel], field: Field, fault: Any) -> Diagnostic:
    path: tuple[str | int, ...] = fault["loc"]
    span, below = field.find(path)
    where = _words(path)
    written = below.value if below and isinstance(below.value, str) else ""
    match fault["type"]:
        case "extra_forbidden":
            return _unknown(kind, field, path)
        case "missing":
            return faults.FELD_FEHLT.at(span.first_line, f"Das Feld „{where}“ fehlt", help="ergänzen Sie es")
        case "literal_error" | "enum" if written:
            return _not_among(path, span, written, str(fault["ctx"]["expected"]))
        case "value_error":
            remedy = str(fault["ctx"]["error"])
            return faults.WERT_UNPASSEND.at(
                span, f"„{written}“ passt nicht in das Feld „{where}“", help=remedy
            )
        case "string_pattern_mismatch":
            remedy = _PATTERNS[fault["ctx"]["pattern"]]
            return faults.WERT_UNPASSEND.at(
                span, f"„{written}“ passt nicht in das Feld „{where}“", help=remedy
            )
        case str(name) if name.startswith("date"):
            return _no_date(span.first_line, written, where)
        case name:
            expected = _EXPECTED.get(name, "einen anderen Wert").format(**fault.get("ctx", {}))
            message = f"Der Wert passt nicht in das Feld „{where}“" if path else "Hier steht kein Eintrag"
            return faults.WERT_UNPASSEND.at(span.first_line, message, help=f"schreiben Sie {expected}")


def _no_date(span: Span, written: str, where: str) -> Diagnostic:
    remedy = "schreiben Sie Jahr-Monat-Tag, zum Beispiel 2024-01-09"
    if _DATE.fullmatch(written):
        message = f"„{written}“ ist kein Tag des Kalenders"
    elif found := next((match for form in _OTHER_DATES if (match := form.fullmatch(written))), None):
        day, month, year = (int(found[name]) for name in ("tag", "monat", "jahr"))
        message = f"„{written}“ steht nicht in der Form Jahr-Monat-Tag"
        with suppress(ValueError):
            remedy = f"schreiben Sie {date(year, month, day)}"
    else:
        message = f"„{written}“ ist kein Datum" if written else f"Im Feld „{where}“ steht kein Datum"
    return faults.DATUM_UNMOEGLICH.at(span, message, help=remedy)


def _not_among(path: tuple[str | int, ...], span: Span, written: str, expected: str) -> Diagnostic:
    possible = expected.replace("'", "").replace(" or ", ", ")
    kind: Kind = faults.STATUS_UNBEKANNT if path == ("status",) else faults.WERT_UNPASSEND
    close = nearest(written, possible.split(", "))
    return kind.at(
        span,
        f"„{written}“ ist im Feld „{_words(path)}“ nicht möglich",
        notes=(f"möglich sind: {possible}",),
        help=f"meinten Sie „{close[0]}“?" if close else "wählen Sie einen der möglichen Werte",
    )


def _unknown(kind: type[BaseModel], field: Field, path: tuple[str | int, ...]) -> Diagnostic:
    name = str(path[-1])
    _span, around = field.find(path[:-1])
    span = around.value[name][0] if around and isinstance(around.value, dict) else field.span
    known = _known_fields(kind, path[:-1])
    close = nearest(name, known)
    return faults.FELD_UNBEKANNT.at(
        span,
        f"Das Feld „{name}“ gibt es hier nicht",
        notes=(f"möglich sind: {', '.join(known)}",) if known else (),
        help=f"meinten Sie „{close[0]}“?"
        if close
        else "löschen Sie es oder wählen Sie eines der möglichen Felder",
    )


def _known_fields(kind: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The fields possible at a path, as far as the annotations tell."""
    fields = kind.model_fields
    for step in path:
        if isinstance(step, str) and step in fields:
            inner = _inner_model(fields[step].annotation)
            if inner is None:
                return []
            fields = inner.model_fields
    return list(fields)


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(
        (found for inner in getattr(annotation, "__args__", ()) if (found := _inner_model(inner))), None
    )


def _words(path: tuple[str | int, ...]) -> str:
    """A field path in plain words: ``beleg → art``, ``indikatoren (2.) → text``."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int):
            words[-1:] = [f"{words[-1] if words else ''} ({step + 1}.)".strip()]
        else:
            words.append(step)
    return " → ".join(words)
