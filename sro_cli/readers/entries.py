"""Fields → values of the model; what pydantic refuses becomes a finding in plain German."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from sro_cli import days
from sro_cli.diagnostics import Diagnostic, Fix, Kind, faults
from sro_cli.diagnostics.suggestions import choice, correction, nearest, replacing
from sro_cli.model import AENDERUNGEN, VORLAGE_ALT, VORLAGE_NEU, Unpassend
from sro_cli.readers.fields import Field
from sro_cli.source import Span

W = TypeVar("W", bound=BaseModel)

# What can always be written, whatever is not known yet.
_HONEST = {"beleg": "{art: unbelegt}", "status": "entwurf"}

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

# What holds fields of its own, as it may stand on one line.
_SHAPES = {
    "beleg": "beleg: {quelle: …, art: belegt}",
    "schweregrade": "{stufe: warnung, weil: …}",
    "zu": "zu: {fassung: …, stelle: …}",
}
# „- id:Z1“ is a text, not an entry.
_GLUED = re.compile(r"(?P<name>[a-z_]+):(?P<rest>\S.*)")
_WORD = re.compile(r"\w[\w./-]*")

# The patterns of the model and the theme, in words.
_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]*$": "erlaubt sind Kleinbuchstaben ohne Umlaute, Ziffern und Bindestrich",
    r"^#[0-9a-fA-F]{6}$": "eine Farbe hat die Form #1d5c8f: # und sechs Ziffern von 0 bis 9 und a bis f",
}


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


def not_a_list(span: Span, name: str, names: tuple[str, ...]) -> Diagnostic:
    """A file of lists has a field that is none of them, or holds no list.

    Args:
        span: of the name.
        name: of the field.
        names: of the lists that may stand in the file.
    """
    if name in names:
        first = "zu" if name == AENDERUNGEN else "id"
        message, remedy = f"Unter „{name}“ steht keine Aufzählung", f"schreiben Sie je Eintrag „- {first}: …“"
        return faults.WERT_UNPASSEND.at(span, message, help=remedy)
    close = nearest(name, names)
    return faults.FELD_UNBEKANNT.at(
        span,
        f"Das Feld „{name}“ gibt es hier nicht",
        notes=(f"möglich sind: {', '.join(names)}",) if len(names) > 1 else (f"möglich ist: {names[0]}",),
        help=f"meinten Sie „{close[0]}“?" if close else "löschen Sie es",
        fix=correction(span, name, close),
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
            return _missing(kind, path, span.first_line)
        case "literal_error" | "enum" if written:
            return _not_among(path, span, written, str(fault["ctx"]["expected"]))
        case "value_error":
            return _refused(span, written, where, fault["ctx"]["error"])
        case "string_pattern_mismatch":
            remedy = _PATTERNS[fault["ctx"]["pattern"]]
            return faults.WERT_UNPASSEND.at(
                span, f"„{written}“ passt nicht in das Feld „{where}“", help=remedy
            )
        case str(name) if name.startswith("date"):
            return _no_date(span.first_line, written, where)
        case name:
            expected = _EXPECTED.get(name, "einen anderen Wert").format(**fault.get("ctx", {}))
            if name.startswith(("model", "dict")) and path:
                expected = _SHAPES.get(str(path[0 if path[0] == "schweregrade" else -1]), expected)
            message = f"Der Wert passt nicht in das Feld „{where}“" if path else "Hier steht kein Eintrag"
            fix = None
            if name == "tuple_type" and span.text == written and _WORD.fullmatch(written):
                expected, fix = f"[{written}]", Fix(span, f"[{written}]", safe=True)
            elif not path and (glued := _GLUED.match(span.first_line.text)):
                message = "Nach dem Doppelpunkt fehlt ein Leerzeichen"
                expected = f"„{glued['name']}: {glued['rest']}“"
            return faults.WERT_UNPASSEND.at(
                span.first_line, message, help=f"schreiben Sie {expected}", fix=fix
            )


def _missing(kind: type[BaseModel], path: tuple[str | int, ...], span: Span) -> Diagnostic:
    name = str(path[-1])
    info = _fields_at(kind, path[:-1]).get(name)
    words = _closed_list(info.annotation) if info else []
    few = "" if name in _HONEST else choice(words)
    return faults.FELD_FEHLT.at(
        span,
        f"Das Feld „{_words(path)}“ fehlt",
        notes=(f"möglich sind: {', '.join(words)}",) if words and not few else (),
        help=f"ergänzen Sie „{name}: {_HONEST.get(name, '…')}“" + (f" mit {few}" if few else ""),
    )


def _closed_list(annotation: Any) -> list[str]:
    """The words that are possible; none where any are."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    return [word for word in getattr(annotation, "__args__", ()) if isinstance(word, str)]


def _refused(span: Span, written: str, where: str, error: ValueError) -> Diagnostic:
    message = f"„{written}“ passt nicht in das Feld „{where}“"
    if not isinstance(error, Unpassend):
        return faults.WERT_UNPASSEND.at(span, message, help=str(error))
    fix = replacing(span, written, error.meant, safe=error.safe)
    return faults.WERT_UNPASSEND.at(
        span, message, help=f"schreiben Sie {error.meant}", notes=(str(error),), fix=fix
    )


def _no_date(span: Span, written: str, where: str) -> Diagnostic:
    remedy = "schreiben Sie Jahr-Monat-Tag, zum Beispiel 2024-01-09"
    fix = None
    match days.iso(written):
        case "":
            message = f"„{written}“ ist kein Tag des Kalenders"
            remedy = f"{days.impossibility(written)}; sehen Sie nach, welcher Tag gemeint ist"
        case str(day) if day.count("-") == 2:  # noqa: PLR2004 - not a month
            message = f"„{written}“ steht nicht in der Form Jahr-Monat-Tag"
            remedy = f"schreiben Sie {day}"
            fix = replacing(span, written, day, safe=True)
        case _ if VORLAGE_NEU.fullmatch(written) or VORLAGE_ALT.fullmatch(written):
            message = f"„{written}“ ist eine Vorlagennummer und kein Datum"
            remedy = "schreiben Sie den Tag, zum Beispiel 2024-01-09; die Nummer gehört in ein anderes Feld"
        case _:
            message = f"„{written}“ ist kein Datum" if written else f"Im Feld „{where}“ steht kein Datum"
    return faults.DATUM_UNMOEGLICH.at(span, message, help=remedy, fix=fix)


def _not_among(path: tuple[str | int, ...], span: Span, written: str, expected: str) -> Diagnostic:
    possible = expected.replace("'", "").replace(" or ", ", ")
    kind: Kind = faults.STATUS_UNBEKANNT if path == ("status",) else faults.WERT_UNPASSEND
    values = possible.split(", ")
    close, few = nearest(written, values), choice(values)
    return kind.at(
        span,
        f"„{written}“ ist im Feld „{_words(path)}“ nicht möglich",
        notes=(f"möglich sind: {possible}",) if close or not few else (),
        help=f"meinten Sie „{close[0]}“?" if close else f"wählen Sie {few or 'einen der möglichen Werte'}",
        fix=correction(span, written, close),
    )


def _unknown(kind: type[BaseModel], field: Field, path: tuple[str | int, ...]) -> Diagnostic:
    name = str(path[-1])
    _span, around = field.find(path[:-1])
    span = around.value[name][0] if around and isinstance(around.value, dict) else field.span
    known = _known_fields(kind, path[:-1])
    present = around.value if around and isinstance(around.value, dict) else {}
    missing = [other for other in known if other not in present]
    close, few = nearest(name, missing), choice(missing)
    return faults.FELD_UNBEKANNT.at(
        span,
        f"Das Feld „{name}“ gibt es hier nicht",
        notes=(f"möglich sind: {', '.join(known)}",) if known and (close or not few) else (),
        help=f"meinten Sie „{close[0]}“?"
        if close
        else f"löschen Sie es, oder schreiben Sie {few or 'eines der möglichen Felder'}",
        fix=correction(span, name, close),
    )


def _known_fields(kind: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The names of the fields possible at a path, as far as the annotations tell."""
    return list(_fields_at(kind, path))


def _fields_at(kind: type[BaseModel], path: tuple[str | int, ...]) -> Mapping[str, FieldInfo]:
    fields = kind.model_fields
    for step in path:
        if isinstance(step, str) and step in fields:
            inner = _inner_model(fields[step].annotation)
            if inner is None:
                return {}
            fields = inner.model_fields
    return fields


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
