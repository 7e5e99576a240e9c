"""Every kind of finding, by its code, and its page."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from sro_cli import checks, references
from sro_cli.checks import erlaubnisse
from sro_cli.diagnostics import Kind, faults
from sro_cli.document import lost
from sro_cli.store import output

# The modules that define kinds, each the kinds that it finds. The families of rules are in `checks`.
_MODULES: tuple[ModuleType, ...] = (faults, references, *checks.MODULES, erlaubnisse, lost, output)

FAMILIES: Mapping[str, str] = {
    "E": "Einlesen",
    "K": "Kapitel",
    "V": "Verweise",
    "Z": "Ziele",
    "B": "Beschlüsse",
    "S": "Sozialräume und Rahmenbedingungen",
    "M": "Meilensteine",
    "R": "Rückmeldungen und Beteiligung",
    "T": "Text und Sprache",
    "A": "Barrierefreiheit",
    "D": "Datenschutz",
    "P": "Produkt",
}
"""What kinds are about, by the first letter of their codes, in the order in which they are shown."""


def _collected() -> Mapping[str, Kind]:
    found: dict[str, Kind] = {}
    for module in _MODULES:
        for value in vars(module).values():
            if isinstance(value, Kind) and found.setdefault(value.code, value) is not value:
                raise AssertionError(f"{value.code} is given twice: {found[value.code].name}, {value.name}")
    return {code: found[code] for code in sorted(found)}


KINDS: Mapping[str, Kind] = _collected()
"""All kinds by their code, sorted. A code that two kinds share fails on import."""


def page(code: str) -> str:
    """The page of a kind, Markdown.

    Raises:
        KeyError: there is no such kind.
    """
    from importlib import resources  # noqa: PLC0415 - slow to import, and only `sro explain` needs it

    kind = KINDS[code]
    return (resources.files("sro_cli") / "pages" / f"{kind.code}.md").read_text(encoding="utf-8")
