from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from sro_cli import model, schema
from sro_cli.model import DATEIEN, LISTEN, Einstellungen, Kapitelkopf, Wert
from sro_cli.schema import descriptions

ROOT = Path(__file__).parent.parent
SCHEMAS = schema.schemas()


class EditorLoader(yaml.SafeLoader):
    """Reads as an editor does: YAML 1.2, in which a date is a text and `nein` no truth value."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in found if tag.endswith(("int", "float", "null"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_editor(text: str) -> Any:
    return yaml.load(text, Loader=EditorLoader)  # noqa: S506 - a SafeLoader with fewer rules


def faults(stem: str, value: Any) -> list[str]:
    return [
        fault.message
        for fault in jsonschema.Draft202012Validator(SCHEMAS[f"{stem}.schema.json"]).iter_errors(value)
    ]


def files(folder: Path) -> list[tuple[str, Path]]:
    """All YAML files of a concept with the stem of their schema."""
    found = [
        (path.relative_to(folder).parts[0].removesuffix(".yml"), path)
        for path in sorted(folder.rglob("*.yml"))
    ]
    return found + [("kapitel", path) for path in sorted(folder.glob("kapitel/*.md"))]


def text_of(path: Path) -> str:
    text = path.read_text("utf-8")
    return text.split("---")[1] if path.suffix == ".md" else text


ALL = [*files(ROOT / "content"), *files(ROOT / "templates/konzept/content")]


@pytest.mark.parametrize(
    ("stem", "path"), ALL, ids=[path.relative_to(ROOT).as_posix() for _stem, path in ALL]
)
def test_every_file_of_a_sound_concept_keeps_to_its_schema(stem: str, path: Path) -> None:
    assert faults(stem, as_editor(text_of(path))) == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_itself_sound(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


def test_there_is_a_schema_for_every_kind_of_file_for_findings_and_changes() -> None:
    stems = ("konzept", "kapitel", "befunde", "vergleich", *DATEIEN)

    assert set(SCHEMAS) == {f"{stem}.schema.json" for stem in stems}


def models() -> dict[str, type[Wert]]:
    """All models that can stand in a file."""
    found: dict[str, type[Wert]] = {}
    waiting: list[Any] = [Einstellungen, Kapitelkopf, model.Aenderung, *LISTEN.values()]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, Wert) and kind.__name__ not in found:
            found[kind.__name__] = kind
            waiting += [info.annotation for info in kind.model_fields.values()]
        waiting += getattr(kind, "__args__", ())
    return found


@pytest.mark.parametrize(("name", "kind"), models().items(), ids=models())
def test_a_schema_has_the_fields_of_its_model_and_says_what_each_means(name: str, kind: type[Wert]) -> None:
    places = [place for place in SCHEMAS.values() if name in place.get("$defs", {})]
    shown = (
        places[0]["$defs"][name]
        if places
        else SCHEMAS[f"{'konzept' if kind is Einstellungen else 'kapitel'}.schema.json"]
    )

    assert list(shown["properties"]) == list(kind.model_fields)
    assert set(shown.get("required", ())) == {
        n for n, info in kind.model_fields.items() if info.is_required()
    }
    assert all(len(field["description"]) > 5 for field in shown["properties"].values())
    assert shown["additionalProperties"] is False


def test_no_description_is_left_over() -> None:
    known = models()

    assert set(descriptions.MODELS) == set(known)
    assert {n: set(fields) - set(known[n].model_fields) for n, fields in descriptions.FIELDS.items()} == {
        n: set() for n in descriptions.FIELDS
    }


CASES: list[tuple[Any, list[Any], list[Any]]] = [
    (model.Kennung, ["Z1", "gross-klein", "1994", "a/b.c"], ["", "groß", "a b", "-a"]),
    (model.Stellenkennung, ["auftrag", "2024", "a.b-c"], ["", "a/b", "../a", "größe"]),
    (model.Nummer, ["2021/BV/2536", "2017/AN/2460-01 (SN)", "0134/08-BV"], ["2021-BV-2536", "21/BV/1", ""]),
    (model.Stand, ["2008", "2008-09", "2008-09-30"], ["2008-13", "9/2008", "2008-09-31x"]),
    (model.Version, ["0.1.0", "10.0.2"], ["1.0", "01.0.0", "v1.0.0"]),
    (model.Zahl, ["12877", "12,5", "12.5", "-3"], ["12.877.000", "viele", ""]),
    (model.JaNein, ["ja", "nein"], ["vielleicht", "yes", "1"]),
    (model.Abdruck, ["4f3a-9c1e", "0.2.0 4f3a-9c1e"], ["4f3a9c1e", "0.2 4f3a-9c1e", "4F3A-9C1E"]),
    (model.Prozent, ["0", "80", "100"], ["101", "-1", "achtzig", "80 %"]),
    (int, ["4", "-4"], ["vier", "4,5"]),
    (date, ["2024-01-09"], ["9.1.2024", "2024-13-09", "2024-1-9"]),
    (model.ZurStelle, ["abschnitt:modellregionen", "ziel:Z1"], []),
]


@pytest.mark.parametrize(("kind", "good", "bad"), CASES, ids=range(len(CASES)))
def test_schema_and_loader_take_and_refuse_the_same(kind: Any, good: list[str], bad: list[str]) -> None:
    form = schema._form(kind, {})

    for value in good:
        TypeAdapter(kind).validate_python(value)
        assert not list(jsonschema.Draft202012Validator(form).iter_errors(value)), value
        assert not list(jsonschema.Draft202012Validator(form).iter_errors(as_editor(value))), value
    for value in bad:
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(value)
        assert list(jsonschema.Draft202012Validator(form).iter_errors(value)), value


@pytest.mark.parametrize(
    ("stem", "text"),
    [
        ("ziele", "ziele: [{id: Z1, zielwerk: sro, titel: x}]"),  # no beleg
        ("ziele", "ziele: [{id: Z1, zielwerk: sro, titel: x, beleg: {art: sicher}}]"),
        ("ziele", "zeile: []"),
        ("beschluesse", "beschluesse: [{id: 2021-BV-2536, beleg: {art: belegt}}]"),
        ("beschluesse", "beschluesse: [{id: 2021/BV/2536, datum: 2021-13-01, beleg: {art: belegt}}]"),
        (
            "sozialraeume",
            "sozialraeume: [{id: a, name: A, art: stadt, ortsbeirat: vier, beleg: {art: belegt}}]",
        ),
        ("meilensteine", "meilensteine: [{id: M1, titel: x, version: 1.0, fassung: arbeitsfassung}]"),
        ("kapitel", "{id: a, status: fertig}"),
        ("kapitel", "{id: a, status: entwurf, behandelt: [wille]}"),
        ("konzept", "{titel: x, kurzname: Ä, herausgeber: y, kapitel: []}"),
    ],
)
def test_a_usual_fault_is_refused(stem: str, text: str) -> None:
    assert faults(stem, as_editor(text))


@pytest.mark.parametrize(
    ("stem", "text"),
    [
        ("ziele", "ziele:"),
        (
            "ziele",
            "ziele: [{id: 1, zielwerk: sro, titel: 2024, wortlaut: , teil_von: , beleg: {art: belegt}}]",
        ),
        ("quellen", "quellen: [{id: a, titel: x, datum: 2022}]"),
        ("rueckmeldungen", "rueckmeldungen: []"),
    ],
)
def test_what_the_loader_takes_as_text_is_no_fault(stem: str, text: str) -> None:
    assert faults({"rueckmeldungen": "beteiligung"}.get(stem, stem), as_editor(text)) == []


def test_without_settings_they_are_written_and_name_every_schema() -> None:
    made, _words = schema.draft("schema", None)

    settings = json.loads(made[schema.SETTINGS_FILE])["yaml.schemas"]

    assert {name.removeprefix("./") for name in settings} == {p for p in made if p.startswith("schema/")} - {
        "schema/kapitel.schema.json",
        "schema/befunde.schema.json",
        "schema/vergleich.schema.json",
    }


def test_settings_that_exist_are_not_written_over() -> None:
    made, words = schema.draft("schema", "{}")

    assert schema.SETTINGS_FILE not in made
    assert '"yaml.schemas"' in words


def test_settings_that_name_the_schemas_already_need_nothing() -> None:
    present = schema.draft("schema", None)[0][schema.SETTINGS_FILE].decode()

    assert "Ergänzen" not in schema.draft("schema", f"// eigene\n{present}")[1]
