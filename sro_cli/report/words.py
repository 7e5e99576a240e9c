"""Findings in few words: one a line, how many there are, what severities are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sro_cli.columns import visible
from sro_cli.diagnostics import Diagnostic, Severity

NAMES = {Severity.FEHLER: "fehler", Severity.WARNUNG: "warnung", Severity.HINWEIS: "hinweis"}
"""What a severity is called in front of a finding, and by other programs."""

COLOURS = {Severity.FEHLER: "31", Severity.WARNUNG: "35", Severity.HINWEIS: "94"}
"""What a severity is painted in, by the numbers that terminals have for it: red, magenta, bright blue.

Of the colours that terminals choose themselves these can be read best on dark and on light ground.
"""

_SINGULARS = {Severity.FEHLER: "Fehler", Severity.WARNUNG: "Warnung", Severity.HINWEIS: "Hinweis"}
_PLURALS = {Severity.FEHLER: "Fehler", Severity.WARNUNG: "Warnungen", Severity.HINWEIS: "Hinweise"}


def short(findings: Iterable[Diagnostic]) -> str:
    """One line a finding: place, code, message, and in brackets what to do."""
    return "".join(
        f"{visible(f'{place(finding)}: {finding.kind.code} {sentence(finding)}')}\n" for finding in findings
    )


def summary(findings: Iterable[Diagnostic]) -> str:
    """How many of each severity, in words.

    >>> summary([])
    'keine Befunde'
    """
    counts = Counter(finding.kind.severity for finding in findings)
    words = [counted(counts[severity], severity) for severity in sorted(counts, reverse=True)]
    return ", ".join(words) or "keine Befunde"


def counted(count: int, severity: Severity) -> str:
    """How many of a severity, in words.

    >>> counted(1, Severity.WARNUNG), counted(2, Severity.WARNUNG)
    ('1 Warnung', '2 Warnungen')
    """
    return f"{count} {(_SINGULARS if count == 1 else _PLURALS)[severity]}"


def place(finding: Diagnostic) -> str:
    """``path:line:column``, from 1; the path alone where only the file is known."""
    return str(finding.span) if finding.span else finding.path


def mending(finding: Diagnostic) -> str:
    """That `sro` can do what a finding advises, and how; empty if it cannot."""
    if (fix := finding.fix) is None:
        return ""
    verb = "ergänzt" if not fix.span.text else "ersetzt" if fix.replacement else "löscht"
    return f"(sro validate --fix{'' if fix.safe else ' --unsicher'} {verb} es)"


def sentence(finding: Diagnostic) -> str:
    """What is wrong, and in brackets what to do."""
    return f"{finding.message} ({finding.help})" if finding.help else finding.message
