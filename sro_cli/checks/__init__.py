"""The rules of a concept, a family a file. Rules do no input or output."""

from __future__ import annotations

from sro_cli.checks import anweisungen, barrierefreiheit, einstellungen, kapitel, verweise
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic

RULES: tuple[Rule, ...] = (
    *anweisungen.RULES,
    *barrierefreiheit.RULES,
    *einstellungen.RULES,
    *kapitel.RULES,
    *verweise.RULES,
)


def run(scope: Scope) -> tuple[Diagnostic, ...]:
    """The findings of all rules."""
    return tuple(finding for rule in RULES for finding in rule.find(scope))
