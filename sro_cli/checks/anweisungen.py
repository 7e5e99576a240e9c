"""E124 beyond what a reader can see: views that do not exist, and what their entries do not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args, get_origin

from sro_cli import tree
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic
from sro_cli.diagnostics.faults import ANWEISUNG_UNBEKANNT
from sro_cli.diagnostics.suggestions import nearest
from sro_cli.document import selection
from sro_cli.model import Beleg, Belegart, Eintrag, Verweis, Wert
from sro_cli.references import noun

_YES_OR_NO = {"ja": "ja", "nein": "nein", "true": "ja", "false": "nein"}
_AT_ONCE = 12
"""So many possible ids are named; of more it is said how many there are."""


def _impossible(scope: Scope) -> Iterator[Diagnostic]:
    for directive in _directives(scope):
        yield from selection.faults_of(directive, scope.templates)


def _never_had(scope: Scope) -> Iterator[Diagnostic]:
    """Values in ``nur`` that no entry can have: the view would be empty, and nobody would know why."""
    for directive in _directives(scope):
        kind = selection.chosen_from(directive)
        for name, written in directive.only:
            if kind is None or name not in kind.model_fields or not written:
                continue  # an unknown field is found above; without a value are those that have none
            annotation, arten = kind.model_fields[name].annotation, _arten(kind, name)
            possible = _ids(arten, scope) if arten else _words(annotation)
            word = _YES_OR_NO.get(written.lower(), written) if annotation is bool else _bare(written, arten)
            if possible and word not in possible:
                close = nearest(written, possible)
                finding = selection.fault(
                    directive,
                    ("nur", name),
                    f"„{written}“ ist im Feld „{name}“ nicht möglich",
                    f"meinten Sie „{close[0]}“?" if close else "wählen Sie einen der möglichen Werte",
                    possible if len(possible) <= _AT_ONCE else _summed(arten, len(possible)),
                )
                yield selection.corrected(finding, written, close)


RULES = (Rule(ANWEISUNG_UNBEKANNT, _impossible), Rule(ANWEISUNG_UNBEKANNT, _never_had))


def _directives(scope: Scope) -> Iterator[tree.Directive]:
    for chapter in scope.konzept.kapitel:
        for block in tree.walk(chapter.blocks):
            if isinstance(block, tree.Directive):
                yield block


def _arten(kind: type[Wert], name: str) -> tuple[str, ...]:
    """The schemes of the entries that a field names; none if it names no entry."""
    if name == "id" and issubclass(kind, Eintrag):
        return (kind.scheme,)
    found = (mark for mark in selection.marks(kind.model_fields[name]) if isinstance(mark, Verweis))
    return next((verweis.arten for verweis in found), ())


def _ids(arten: Sequence[str], scope: Scope) -> list[str]:
    """The ids that can be named, typed if they are of several kinds; none if some are not known."""
    if not scope.index.unread.isdisjoint(arten):
        return []
    return [_bare(target, arten) for target in scope.index.targets if target.partition(":")[0] in arten]


def _bare(written: str, arten: Sequence[str]) -> str:
    return written.removeprefix(f"{arten[0]}:") if len(arten) == 1 else written


def _summed(arten: Sequence[str], count: int) -> list[str]:
    return [f"{art}:…" for art in arten] if len(arten) > 1 else [f"die {count} {noun(arten[0], count)}"]


def _words(annotation: Any) -> list[str]:
    """The words of a closed list, none for all other fields."""
    if annotation is bool:
        return list(dict.fromkeys(_YES_OR_NO.values()))
    if annotation is Beleg:
        return [art.value for art in Belegart]
    if get_origin(annotation) is Literal:
        return [str(word) for word in get_args(annotation)]
    return [word for inner in get_args(annotation) for word in _words(inner)]
