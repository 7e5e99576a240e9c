"""Which fixes made things worse."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import takewhile

from sro_cli.checks.rueckmeldungen import ENTSCHEIDUNG_UNBEGRUENDET
from sro_cli.diagnostics import Diagnostic, Severity, faults
from sro_cli.fixing.spots import Fixed
from sro_cli.source import Span

# After these nobody knows what else a file holds.
_UNREADABLE = {
    kind.code
    for kind in (
        faults.STEUERZEICHEN,
        faults.YAML_SCHREIBWEISE,
        faults.YAML_NICHT_VORGESEHEN,
        faults.KOPF_FEHLT,
    )
}

# A value that can be read at last may ask for another one: that is what comes next, not damage.
_NEXT = {ENTSCHEIDUNG_UNBEGRUENDET.code}


def guilty(
    changed: Fixed, before: Sequence[Diagnostic], after: Sequence[Diagnostic]
) -> Mapping[Diagnostic, Diagnostic]:
    """The fixes that brought a Fehler, or left their own finding as it was, with what they brought.

    A finding that is new may well have been there before: who mends the head of a chapter sees what is
    wrong with its text. So a fix is to blame only for what stands where it has written, and for a
    file that can no longer be read.
    """
    known = Counter(_key(finding) for finding in before if finding not in changed.applied)
    unread = {finding.path for finding in before if finding.kind.code in _UNREADABLE}
    written = _Written(changed.applied)
    blamed: dict[Diagnostic, Diagnostic] = {}
    for finding in after:
        key = _key(finding)
        known[key] -= 1
        if known[key] >= 0 or finding.kind.code in _NEXT:
            continue
        if finding.path not in unread and (finding.span is None or finding.kind.code in _UNREADABLE):
            causes = written.in_file(finding.path)
        else:
            # The second place of a finding is to blame only if the first is not: one of them may be right.
            spans = [span for span in (finding.span, *(other.span for other in finding.related)) if span]
            causes = next(filter(None, map(written.at, spans)), [])
        for cause in causes:
            if finding.kind.severity is Severity.FEHLER or finding.kind.code == cause.kind.code:
                blamed.setdefault(cause, finding)
    return blamed


class _Written:
    """Who has written where: the places of the fixes in the new texts."""

    def __init__(self, applied: Mapping[Diagnostic, Span]) -> None:
        self.files: dict[str, list[tuple[Span, Diagnostic]]] = {}
        for finding, place in sorted(applied.items(), key=lambda pair: pair[1].start):
            self.files.setdefault(place.source.path, []).append((place, finding))

    def in_file(self, path: str) -> list[Diagnostic]:
        return [finding for _place, finding in self.files.get(path, [])]

    def at(self, span: Span) -> list[Diagnostic]:
        """The fixes that a span touches; they do not lie upon each other."""
        places = self.files.get(span.source.path, [])
        last = bisect_right(places, span.end, key=lambda pair: pair[0].start)
        backwards = (places[index] for index in range(last - 1, -1, -1))
        return [finding for _place, finding in takewhile(lambda pair: pair[0].end >= span.start, backwards)]


def _key(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.path, finding.kind.code, finding.message
