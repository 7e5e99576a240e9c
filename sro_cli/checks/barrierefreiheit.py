"""A: what readers need who do not see."""

from __future__ import annotations

from collections.abc import Iterator

from sro_cli import tree
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Kind, Severity

BILD_OHNE_BESCHREIBUNG = Kind("A101", "bild-ohne-beschreibung", Severity.FEHLER)


def _without_words(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        for block in tree.walk(chapter.blocks):
            for inline in tree.walk_inlines(tree.inner_inlines(block)):
                if (
                    isinstance(inline, tree.Image)
                    and inline.span
                    and not (inline.alt.strip() or inline.decorative)
                ):
                    yield BILD_OHNE_BESCHREIBUNG.at(
                        inline.span,
                        "Diesem Bild fehlt die Beschreibung für alle, die es nicht sehen",
                        help="beschreiben Sie es in den eckigen Klammern, oder setzen Sie {.dekorativ}",
                    )


RULES = (Rule(BILD_OHNE_BESCHREIBUNG, _without_words),)
