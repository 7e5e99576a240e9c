"""T: text and language. All rules look at one text, which `lesetext` has read."""

from __future__ import annotations

from sro_cli.checks.rule import Rule
from sro_cli.checks.sprache import abkuerzungen, begriffe, geschlecht, woerter, zeichen
from sro_cli.checks.sprache.abkuerzungen import ABKUERZUNG_NICHT_EINGEFUEHRT, ABKUERZUNG_UNBEKANNT
from sro_cli.checks.sprache.begriffe import FORM_FALSCH, NAME_VERALTET
from sro_cli.checks.sprache.geschlecht import FORM_ABWEICHEND
from sro_cli.checks.sprache.woerter import EIGENES_WORT_UNGENUTZT, WORT_UNBEKANNT
from sro_cli.checks.sprache.zeichen import (
    LEERZEICHEN_FEHLT,
    LEERZEICHEN_ZU_VIEL,
    SATZ_SEHR_LANG,
    WORT_DOPPELT,
)

__all__ = [
    "ABKUERZUNG_NICHT_EINGEFUEHRT",
    "ABKUERZUNG_UNBEKANNT",
    "EIGENES_WORT_UNGENUTZT",
    "FORM_ABWEICHEND",
    "FORM_FALSCH",
    "LEERZEICHEN_FEHLT",
    "LEERZEICHEN_ZU_VIEL",
    "NAME_VERALTET",
    "RULES",
    "SATZ_SEHR_LANG",
    "WORT_DOPPELT",
    "WORT_UNBEKANNT",
]

RULES: tuple[Rule, ...] = (
    *abkuerzungen.RULES,
    *begriffe.RULES,
    *geschlecht.RULES,
    *woerter.RULES,
    *zeichen.RULES,
)
"""Every rule of the family."""
