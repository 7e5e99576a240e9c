"""Findings as JUnit XML, for the list of tests that GitLab, Jenkins and others show.

Every file is a test, and fails if it has a finding that counts: so the list stays the same from run to
run, names what editors know, and shows which files were mended. Jenkins makes a package of what stands
before the last full stop of a class, so a path cannot be one.

Source: the schema of Jenkins' xUnit plugin; „Unit test reports“ in the handbook of GitLab.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from sro_cli.columns import Paper, visible
from sro_cli.diagnostics import Diagnostic
from sro_cli.report.checked import Checked
from sro_cli.report.layout import text
from sro_cli.report.words import NAMES, summary

_SUITE = "sro validate"
_CLASS = "sro.validate"


def write(checked: Checked) -> str:
    """One suite with a test for each file that was read or has a finding, sorted by path."""
    findings: dict[str, list[Diagnostic]] = {
        path: [] for path in checked.paths if path.startswith("content/")
    }
    for finding in checked.findings:
        findings.setdefault(finding.path, []).append(finding)
    failed = [path for path, found in findings.items() if any(map(checked.counts, found))]
    counts = {"tests": str(len(findings)), "failures": str(len(failed)), "errors": "0"}
    root = ET.Element("testsuites", {"name": _SUITE, **counts})
    suite = ET.SubElement(root, "testsuite", {"name": _SUITE, **counts})
    for path, found in sorted(findings.items()):
        name = visible(f"{checked.folder}{path}")
        case = ET.SubElement(
            suite, "testcase", {"classname": _CLASS, "name": name, "file": name, "time": "0"}
        )
        if path in failed:
            _failure(case, found)
        elif found:
            ET.SubElement(case, "system-out").text = text(found, Paper(0))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return f"{written.decode()}\n"


def _failure(case: ET.Element, found: Sequence[Diagnostic]) -> None:
    worst = max(finding.kind.severity for finding in found)
    failure = ET.SubElement(case, "failure", {"message": summary(found), "type": NAMES[worst]})
    failure.text = text(found, Paper(0))
