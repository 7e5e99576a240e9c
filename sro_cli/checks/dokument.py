"""V: mentions that lead nowhere in the finished document, though their entries exist."""

from __future__ import annotations

from collections.abc import Iterator

from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic
from sro_cli.document import lost


def _lost(scope: Scope) -> Iterator[Diagnostic]:
    yield from lost.findings(scope.konzept, scope.index)


RULES = (Rule(lost.VERWEIS_OHNE_ZIEL, _lost, ("complete", "given_views")),)
