"""One run of a check: what the formats are made of that other programs read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sro_cli.diagnostics import Allowed, Diagnostic, Severity
from sro_cli.source import Span


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and where.

    Attributes:
        findings: those to be shown, sorted.
        least: the least severity that counts.
        folder: of the concept as other programs know it, from the top of the repository; empty, or with
            ``/`` at its end.
        paths: the files that were read, below the concept's folder.
        allowed: what would be among the findings if no comment allowed it, sorted.
    """

    findings: tuple[Diagnostic, ...]
    least: Severity = Severity.FEHLER
    folder: str = ""
    paths: tuple[str, ...] = ()
    allowed: tuple[Allowed, ...] = ()

    @property
    def fails(self) -> bool:
        """Whether any finding counts."""
        return any(map(self.counts, self.findings))

    def counts(self, finding: Diagnostic) -> bool:
        """Whether a finding counts."""
        return finding.kind.severity >= self.least


class Region(NamedTuple):
    """A stretch of a text as people count: lines and columns in code points from 1, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def region(span: Span) -> Region:
    """Where a span stands."""
    return Region(*span.source.line_column(span.start), *span.source.line_column(span.end))
