"""What is found at many places is shown at the first one in each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sro_cli.checks.beschluesse import BESCHLUSS_AUFGEHOBEN
from sro_cli.checks.sprache.abkuerzungen import ABKUERZUNG_NICHT_EINGEFUEHRT, ABKUERZUNG_UNBEKANNT
from sro_cli.checks.sprache.woerter import WORT_UNBEKANNT
from sro_cli.diagnostics import Diagnostic

_REPEATED = {
    kind.code
    for kind in (BESCHLUSS_AUFGEHOBEN, ABKUERZUNG_NICHT_EINGEFUEHRT, ABKUERZUNG_UNBEKANNT, WORT_UNBEKANNT)
}


def first_places(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings; of the same word or paper in a file the first one only, which says how many there are.

    To be asked when the allowed ones are gone: a comment holds for its own block and for no other place.
    """
    found = tuple(dict.fromkeys(findings))
    repeated = sorted((f for f in found if f.kind.code in _REPEATED), key=lambda finding: finding.order)
    count = Counter(map(_what, repeated))
    first = {_what(finding): finding for finding in reversed(repeated)}
    for finding in found:
        if finding.kind.code not in _REPEATED:
            yield finding
        elif first[_what(finding)] is finding:
            more = count[_what(finding)] - 1
            yield replace(finding, notes=(*finding.notes, _elsewhere(more))) if more else finding


def _what(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.kind.code, finding.path, finding.message


def _elsewhere(count: int) -> str:
    return f"auch an {'einer weiteren Stelle' if count == 1 else f'{count} weiteren Stellen'} in dieser Datei"
