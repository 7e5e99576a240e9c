"""Findings as SARIF 2.1.0, for GitHub and whatever else collects what tools find.

Source: Static Analysis Results Interchange Format (SARIF) Version 2.1.0 Plus Errata 01, OASIS.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from sro_cli import __version__, catalogue
from sro_cli.diagnostics import Diagnostic, Fix, Severity
from sro_cli.diagnostics.identity import digests
from sro_cli.report.checked import Checked, region
from sro_cli.report.words import sentence
from sro_cli.source import Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LANGUAGE = "de-DE"
_LEVELS = {Severity.FEHLER: "error", Severity.WARNUNG: "warning", Severity.HINWEIS: "note"}
_FENCE = re.compile(r"^(`{3,})(\w*)[^\n]*$", re.MULTILINE)

_DIGEST = "primaryLocationLineHash"
"""The name under which GitHub looks for what a result is recognised by; ours is of no line."""


def write(checked: Checked) -> str:
    """A log of one run; its rules are the kinds that were found.

    What an author allows is a result as well, a suppressed one. Where there is one, all others say that
    they are none (SARIF, 3.27.23).
    """
    reasons = (*(None for _ in checked.findings), *(reason for _, reason in checked.allowed))
    findings = (*checked.findings, *(finding for finding, _ in checked.allowed))
    codes = sorted({finding.kind.code for finding in findings})
    results = [
        _result(finding, digest, codes, checked.folder) | (_suppressed(reason) if checked.allowed else {})
        for finding, digest, reason in zip(findings, digests(findings), reasons, strict=True)
    ]
    driver = {
        "name": "sro",
        "semanticVersion": __version__,
        "language": _LANGUAGE,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "language": _LANGUAGE,
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    kind = catalogue.KINDS[code]
    _heading, demand, *parts = catalogue.page(code).split("\n\n")
    reason = parts[parts.index("## Warum") + 1]
    page = _FENCE.sub(r"\1\2", catalogue.page(code).partition("\n\n")[2])
    return {
        "id": code,
        "name": kind.name,
        "shortDescription": {"text": _line(demand)},
        "fullDescription": {"text": f"{_line(demand)} {_line(reason)}"},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
        "properties": {"tags": [catalogue.FAMILIES[code[0]]]},
    }


def _result(finding: Diagnostic, digest: str, codes: Sequence[str], folder: str) -> dict[str, Any]:
    related = [
        {
            "id": number,
            "message": {"text": other.message},
            **_location(other.span.source.path, other.span, folder),
        }
        for number, other in enumerate(finding.related, 1)
    ]
    result = {
        "ruleId": finding.kind.code,
        "ruleIndex": codes.index(finding.kind.code),
        "level": _LEVELS[finding.kind.severity],
        "message": {"text": "\n".join((sentence(finding), *finding.notes))},
        "locations": [_location(finding.path, finding.span, folder)],
        "partialFingerprints": {_DIGEST: digest},
    }
    if related:
        result["relatedLocations"] = related
    if finding.fix:
        result["fixes"] = [_fix(finding.fix, finding.help, folder)]
    return result


def _suppressed(reason: str | None) -> dict[str, Any]:
    """That a comment with a reason allows a result, or that none does."""
    comment = {"kind": "inSource", "status": "accepted", "justification": reason}
    return {"suppressions": [] if reason is None else [comment]}


def _fix(fix: Fix, words: str, folder: str) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.replacement}}
    change = {"artifactLocation": _file(fix.span.source.path, folder), "replacements": [replacement]}
    description = {"description": {"text": words}} if words else {}
    return {**description, "artifactChanges": [change], "properties": {"safe": fix.safe}}


def _location(path: str, span: Span | None, folder: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _file(path, folder)}
    return {"physicalLocation": place | ({"region": _region(span)} if span else {})}


def _file(path: str, folder: str) -> dict[str, str]:
    return {"uri": quote(f"{folder}{path}", errors="replace")}


def _region(span: Span) -> dict[str, int]:
    line, column, end_line, end_column = region(span)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _line(paragraph: str) -> str:
    return " ".join(paragraph.split())
