"""T: text and language. All rules look at one text, which `lesetext` has read."""

from __future__ import annotations

from sro_cli.checks.rule import Rule
from sro_cli.checks.sprache import abkuerzungen, begriffe, geschlecht, woerter, zeichen

RULES: tuple[Rule, ...] = (
    *abkuerzungen.RULES,
    *begriffe.RULES,
    *geschlecht.RULES,
    *woerter.RULES,
    *zeichen.RULES,
)
"""Every rule of the family."""

# The catalogue looks for kinds among the names of a module.
globals().update({rule.kind.name: rule.kind for rule in RULES})
