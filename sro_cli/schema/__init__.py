"""JSON Schemas of the sources, made from the model, of findings and changes; settings for editors.

A schema sees what an editor's YAML parser makes of a file (YAML 1.2): a number or a truth value
where our reader keeps the text. So a text field takes those too, and a field left empty.

Source: JSON Schema 2020-12; the settings are those of the YAML extension for Visual Studio Code.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from sro_cli import model
from sro_cli.comparison import machine
from sro_cli.model import AENDERUNGEN, DATEIEN, LISTEN, Aenderung, Einstellungen, Kapitelkopf, Verweis, Wert
from sro_cli.report import exchange
from sro_cli.schema import descriptions

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SETTINGS_FILE = ".vscode/settings.json"

_TEXT = {"type": ["string", "number", "boolean"]}
_YEARS = {"minimum": 1000, "maximum": 9999}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


# What the model's own types take, by type: the loader decides by functions, which no schema can hold.
_FORMS: dict[Any, dict[str, Any]] = {
    model.Kennung: {"type": ["string", "integer"], "pattern": _whole(model.KENNUNG.pattern), "minimum": 0},
    model.Stellenkennung: {
        "type": ["string", "integer"],
        "pattern": _whole(model.STELLENKENNUNG.pattern),
        "minimum": 0,
    },
    model.Nummer: {
        "type": "string",
        "pattern": _whole(f"{model.VORLAGE_NEU.pattern}|{model.VORLAGE_ALT.pattern}"),
    },
    model.Stand: {"type": ["string", "integer"], "pattern": _whole(model.ZEITRAUM.pattern), **_YEARS},
    model.Version: {"type": "string", "pattern": _whole(model.VERSION.pattern)},
    model.Zahl: {"type": ["number", "string"], "pattern": r"^[+-]?\d+([.,]\d+)?$"},
    model.JaNein: {"enum": ["ja", "nein", True, False]},
    model.Abdruck: {"type": "string", "pattern": _whole(re.sub(r"\?P<\w+>", "", model.ABDRUCK.pattern))},
    model.Prozent: {
        "type": ["integer", "string"],
        "pattern": r"^\+?0*(100|\d{1,2})$",
        "minimum": 0,
        "maximum": 100,
    },
    int: {"type": ["integer", "string"], "pattern": r"^[+-]?\d+$"},
    str: _TEXT,
    date: {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"},
}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every kind of file, of findings and of changes, by the name of its file."""
    found = {
        "konzept": _document("konzept", Einstellungen),
        "kapitel": _document("kapitel", Kapitelkopf),
        "befunde": {"$schema": DIALECT, **exchange.schema()},
        "vergleich": {"$schema": DIALECT, **machine.schema()},
        **{stem: _list_file(stem, names) for stem, names in DATEIEN.items()},
    }
    return {f"{stem}.schema.json": schema for stem, schema in sorted(found.items())}


def draft(folder: str, settings: str | None) -> tuple[dict[str, bytes], str]:
    """The files that `sro schema` writes, by path, and what it says about them.

    Args:
        folder: where the schemas go, below the concept's folder, with ``/``.
        settings: the text of the editor's settings, which are never written over; None if there are none.
    """
    files = {f"{folder}/{name}": _dumped(schema) for name, schema in schemas().items()}
    words = [f"Geschrieben: {folder} ({len(files)} Schemas)"]
    patterns = _patterns(folder)
    wanted = _dumped({"yaml.schemas": patterns, "yaml.yamlVersion": "1.2"})
    if settings is None:
        files[SETTINGS_FILE] = wanted
        words.append(
            f"Geschrieben: {SETTINGS_FILE} für Visual Studio Code mit der Erweiterung „YAML“ von Red Hat"
        )
    elif not all(f'"{schema}"' in settings for schema in patterns):
        words.append(f"{SETTINGS_FILE} gibt es schon und bleibt, wie es ist. Ergänzen Sie dort:")
        words.append(wanted.decode().rstrip())
    modeline = f"# yaml-language-server: $schema=../{folder}/ziele.schema.json"
    words += ["Andere Editoren finden ein Schema durch die erste Zeile einer Datei:", f"  {modeline}"]
    return files, "\n".join(words)


def _patterns(folder: str) -> dict[str, Any]:
    patterns: dict[str, Any] = {f"./{folder}/konzept.schema.json": "content/konzept.yml"}
    for stem in sorted(DATEIEN):
        patterns[f"./{folder}/{stem}.schema.json"] = [f"content/{stem}.yml", f"content/{stem}/**/*.yml"]
    return patterns


# --- documents -------------------------------------------------------------------------


def _document(stem: str, kind: type[Wert]) -> dict[str, Any]:
    inner: dict[str, Any] = {}
    return _framed(stem, descriptions.MODELS[kind.__name__], _model(kind, inner), inner)


def _list_file(stem: str, names: tuple[str, ...]) -> dict[str, Any]:
    inner: dict[str, Any] = {}
    properties = {
        name: {
            "description": descriptions.LISTS[name],
            "type": ["array", "null"],
            "items": _reference(Aenderung if name == AENDERUNGEN else LISTEN[name], inner),
        }
        for name in names
    }
    words = " und ".join(descriptions.LISTS[name] for name in names)
    body = {"type": "object", "properties": properties, "additionalProperties": False}
    return _framed(stem, words, body, inner)


def _framed(stem: str, words: str, body: dict[str, Any], inner: Mapping[str, Any]) -> dict[str, Any]:
    title = "Kopf eines Kapitels" if stem == "kapitel" else f"{stem}.yml"
    framed = {"$schema": DIALECT, "title": title, "description": words, **body}
    return {**framed, "$defs": dict(sorted(inner.items()))} if inner else framed


def _dumped(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


# --- models and fields -----------------------------------------------------------------


def _reference(kind: type[Wert], inner: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in inner:
        inner[name] = {}
        inner[name] = {"title": name, "description": descriptions.MODELS[name], **_model(kind, inner)}
    return {"$ref": f"#/$defs/{name}"}


def _model(kind: type[Wert], inner: dict[str, Any]) -> dict[str, Any]:
    annotations = get_type_hints(kind, include_extras=True)
    properties = {
        name: {"description": descriptions.of(kind.__name__, name)} | _field(annotations[name], info, inner)
        for name, info in kind.model_fields.items()
    }
    required = [name for name, info in kind.model_fields.items() if info.is_required()]
    body: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**body, "required": required} if required else body


def _field(annotation: Any, info: FieldInfo, inner: dict[str, Any]) -> dict[str, Any]:
    """A field; one that may be missing may also be empty."""
    form = _form(annotation, inner)
    if info.is_required():
        return form
    if isinstance(form.get("type"), str | list):
        return {
            **form,
            "type": [*([form["type"]] if isinstance(form["type"], str) else form["type"]), "null"],
        }
    if "enum" in form:
        return {**form, "enum": [*form["enum"], None]}
    return {"anyOf": [form, {"type": "null"}]}


def _form(annotation: Any, inner: dict[str, Any]) -> dict[str, Any]:
    """What a type of the model takes."""
    if annotation in _FORMS:
        return dict(_FORMS[annotation])
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(arguments[0], arguments[1:], inner)
    if origin in {Union, types.UnionType}:
        return _form(next(argument for argument in arguments if argument is not types.NoneType), inner)
    if origin is tuple:
        return {"type": "array", "items": _form(arguments[0], inner)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _form(arguments[1], inner)}
    if origin is Literal:
        return {"enum": list(arguments)}
    if issubclass(annotation, Enum):
        return {"enum": [member.value for member in annotation]}
    return _reference(annotation, inner)


def _marked(annotation: Any, marks: tuple[Any, ...], inner: dict[str, Any]) -> dict[str, Any]:
    """A type with marks: what may be named, or a pattern."""
    for mark in marks:
        if isinstance(mark, Verweis) and len(mark.arten) > 1:
            return {"type": "string", "pattern": _whole(rf"({'|'.join(mark.arten)}):.+")}
        for constraint in getattr(mark, "metadata", ()):
            if isinstance(pattern := getattr(constraint, "pattern", None), str | re.Pattern):
                return {"type": "string", "pattern": pattern if isinstance(pattern, str) else pattern.pattern}
    return _form(annotation, inner)
