"""Findings for other programs: JSON, version 1, and its schema. What it has now, it keeps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sro_cli.diagnostics import Diagnostic, Severity
from sro_cli.report.checked import Region, region
from sro_cli.report.words import NAMES
from sro_cli.source import Span

VERSION = 1


def write(findings: Sequence[Diagnostic]) -> str:
    """The findings in their order, and how many there are of each severity."""
    counts = Counter(finding.kind.severity for finding in findings)
    content = {
        "version": VERSION,
        "findings": [_finding(finding) for finding in findings],
        "summary": {NAMES[severity]: counts[severity] for severity in sorted(Severity, reverse=True)},
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Diagnostic) -> dict[str, Any]:
    fix = finding.fix
    return {
        "code": finding.kind.code,
        "name": finding.kind.name,
        "severity": NAMES[finding.kind.severity],
        "message": finding.message,
        "help": finding.help,
        "notes": list(finding.notes),
        "path": finding.path,
        **(region(finding.span)._asdict() if finding.span else dict.fromkeys(Region._fields)),
        "related": [{"message": other.message, **_place(other.span)} for other in finding.related],
        "fix": fix and {"replacement": fix.replacement, "safe": fix.safe, **_place(fix.span)},
    }


def _place(span: Span) -> dict[str, Any]:
    return {"path": span.source.path, **region(span)._asdict()}


# --- the schema ------------------------------------------------------------------------

_POSITIONS = {
    "line": "Zeile, von 1 an.",
    "column": "Spalte in Zeichen (Unicode-Codepunkten), von 1 an.",
    "end_line": "Zeile, in der die Stelle endet.",
    "end_column": "Spalte hinter dem letzten Zeichen der Stelle.",
}


def schema() -> dict[str, Any]:
    """The JSON Schema of what is written (2020-12, without naming it)."""
    known = {
        name: {"type": "integer", "minimum": 1, "description": text} for name, text in _POSITIONS.items()
    }
    maybe = {name: {**form, "type": ["integer", "null"]} for name, form in known.items()}
    place = {"path": _text("Datei, vom Ordner des Konzepts aus, mit „/“."), **known}
    related = _object(message=_text("Was die Stelle mit dem Befund zu tun hat."), **place)
    fix = _object(
        replacement=_text("Was dort stehen soll."),
        safe={"type": "boolean", "description": "Ob die Änderung den Sinn sicher erhält."},
        **place,
    )
    finding = _object(
        code={**_text("Code der Art, wie „V201“."), "pattern": "^[A-Z][0-9]{3}$"},
        name=_text("Name der Art, wie „verweis-ins-leere“."),
        severity={
            "enum": [*reversed(NAMES.values())],
            "description": "Schweregrad, wie er im Konzept zählt.",
        },
        message=_text("Was nicht stimmt, ein Satz ohne Punkt."),
        help=_text("Was zu tun ist; kann leer sein."),
        notes={"type": "array", "items": {"type": "string"}, "description": "Tatsachen, die es erklären."},
        path=place["path"],
        **maybe,
        related={"type": "array", "items": related, "description": "Weitere Stellen."},
        fix={"anyOf": [fix, {"type": "null"}], "description": "Eine Änderung, die den Befund behebt."},
    )
    counts = {name: {"type": "integer", "minimum": 0} for name in reversed(NAMES.values())}
    return {
        "title": "Befunde",
        "description": "Was „sro validate --format json“ schreibt, Fassung 1.",
        **_object(
            version={"const": VERSION, "description": "Fassung dieses Formats."},
            findings={"type": "array", "items": finding, "description": "Nach Datei und Stelle sortiert."},
            summary={**_object(**counts), "description": "Wie viele es von jedem Schweregrad sind."},
        ),
    }


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _object(**properties: Any) -> dict[str, Any]:
    """An object that has just these properties."""
    required = list(properties)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
