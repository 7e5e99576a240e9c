"""E124 beyond what a reader can see: views that do not exist, and fields that their entries do not have."""

from __future__ import annotations

from collections.abc import Iterator

from sro_cli import tree
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic
from sro_cli.document import selection
from sro_cli.readers.faults import ANWEISUNG_UNBEKANNT


def _impossible(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        for block in tree.walk(chapter.blocks):
            if isinstance(block, tree.Directive):
                yield from selection.faults_of(block, scope.templates)


RULES = (Rule(ANWEISUNG_UNBEKANNT, _impossible),)
