"""Findings for the forges: annotations of GitHub, and the report on code quality of GitLab."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sro_cli.columns import visible
from sro_cli.diagnostics import Diagnostic, Severity
from sro_cli.diagnostics.identity import digests
from sro_cli.report.checked import Checked, region
from sro_cli.report.words import sentence

_MOST = 10
"""Annotations of one level that GitHub shows of a step; it drops the others.

Source: „Usage limits for annotations“, GitHub Docs.
"""

_COMMANDS = {Severity.FEHLER: "error", Severity.WARNUNG: "warning", Severity.HINWEIS: "notice"}
_SEVERITIES = {Severity.FEHLER: "critical", Severity.WARNUNG: "major", Severity.HINWEIS: "info"}


def github(checked: Checked) -> str:
    """A workflow command a finding, one a line.

    Source: „Workflow commands for GitHub Actions“; what is escaped, in ``command.ts`` of actions/toolkit.
    """
    return "".join(f"{_command(finding, checked.folder)}\n" for finding in checked.findings)


def limits(checked: Checked) -> tuple[str, ...]:
    """That GitHub shows less than there is, if so."""
    counts = Counter(finding.kind.severity for finding in checked.findings)
    if max(counts.values(), default=0) <= _MOST:
        return ()
    return (f"GitHub zeigt je Schritt nur {_MOST} Befunde von jedem Schweregrad; alle stehen im Protokoll.",)


def gitlab(checked: Checked) -> str:
    """A list of all findings.

    The format knows no finding of a whole file; it then begins in line 1.

    Source: „Code Quality report format“ in the handbook of GitLab.
    """
    found = zip(checked.findings, digests(checked.findings), strict=True)
    issues = [_issue(finding, digest, checked.folder) for finding, digest in found]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _command(finding: Diagnostic, folder: str) -> str:
    properties: dict[str, Any] = {"file": f"{folder}{finding.path}"}
    if finding.span:
        line, column, end_line, end_column = region(finding.span)
        properties |= {"line": line, "endLine": end_line}
        # Columns of different lines are refused.
        properties |= {"col": column, "endColumn": end_column} if line == end_line else {}
    properties["title"] = f"{finding.kind.code} {finding.kind.name}"
    told = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
    words = "\n".join(_words(finding))
    return f"::{_COMMANDS[finding.kind.severity]} {told}::{_escaped(words)}"


def _words(finding: Diagnostic) -> Iterator[str]:
    yield visible(finding.message)
    yield from map(visible, finding.notes)
    if finding.help:
        yield visible(f"hilfe: {finding.help}")


def _escaped(words: str, more: str = "") -> str:
    """Words in which what would end a value is written as in URLs."""
    return "".join(f"%{ord(letter):02X}" if letter in f"%\r\n{more}" else letter for letter in words)


def _issue(finding: Diagnostic, digest: str, folder: str) -> dict[str, Any]:
    begin, _column, end, _end = region(finding.span) if finding.span else (1, 1, 1, 1)
    return {
        "description": sentence(finding),
        "check_name": f"{finding.kind.code} {finding.kind.name}",
        "fingerprint": digest,
        "severity": _SEVERITIES[finding.kind.severity],
        "location": {"path": f"{folder}{finding.path}", "lines": {"begin": begin, "end": end}},
    }
