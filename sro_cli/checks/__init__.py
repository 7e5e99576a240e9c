"""The rules of a concept, a family a file. Rules do no input or output."""

from __future__ import annotations

from types import ModuleType

from sro_cli.checks import (
    abdeckung,
    anweisungen,
    barrierefreiheit,
    beschluesse,
    bestaetigungen,
    darstellung,
    datenschutz,
    dokument,
    einstellungen,
    kapitel,
    listen,
    meilensteine,
    rueckmeldungen,
    sozialraeume,
    sprache,
    vermerke,
    verweise,
    ziele,
)
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic

MODULES: tuple[ModuleType, ...] = (
    abdeckung,
    anweisungen,
    barrierefreiheit,
    beschluesse,
    bestaetigungen,
    darstellung,
    datenschutz,
    dokument,
    einstellungen,
    kapitel,
    listen,
    meilensteine,
    rueckmeldungen,
    sozialraeume,
    sprache,
    vermerke,
    verweise,
    ziele,
)
"""The families: each has its kinds and ``RULES``."""

RULES: tuple[Rule, ...] = tuple(rule for family in MODULES for rule in family.RULES)


def run(scope: Scope) -> tuple[Diagnostic, ...]:
    """The findings of all rules that know enough."""
    return tuple(finding for rule in RULES if not rule.lacks(scope) for finding in rule.find(scope))


def silent(scope: Scope) -> frozenset[str]:
    """The codes of the kinds that nobody looks for, because a rule does not know enough."""
    return frozenset(rule.kind.code for rule in RULES if rule.lacks(scope))
