"""All faults of a broken project come out in one run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sro_cli import catalogue, pipeline, report
from sro_cli.files import Files, Folder, Overlay, bundled

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "broken.txt"

NOT_AT_ONCE = {
    "E105": "without konzept.yml there is no order of chapters that others are missing from",
    "E119": "where not everything could be read, a rule may have kept quiet",
    "E140": "templates are looked at when the document is composed",
    "E141": "as E140",
    "K106": "a chapter without a head may be the one that is missing",
    "V206": "what nobody seems to mention may be mentioned where nothing could be read",
    "V208": "as V206",
    "V211": "as E140",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project ``broken``, with what git cannot hold."""
    folder = tmp_path / "broken"
    shutil.copytree(HERE / "projects" / "broken", folder)
    (folder / "content/rahmenbedingungen.yml").mkdir()
    (folder / "content/sozialraeume.yml").symlink_to("fehlt.yml")
    (folder / "content/bilder/foto.jpg").touch()
    os.truncate(folder / "content/bilder/foto.jpg", 17_000_000)
    return folder


def concept(folder: Path) -> Files:
    """The project with the default templates, as the command reads it."""
    return Overlay(Folder(folder), bundled())


def test_all_faults_come_out_in_one_run(project: Path) -> None:
    found = {finding.kind.code for finding in pipeline.load(concept(project)).findings}

    expected = {code for code in catalogue.KINDS if code[0] in "EKV"} - NOT_AT_ONCE.keys()
    assert found == expected


def test_the_findings_read_well(project: Path) -> None:
    """``SRO_TEST_ACCEPT=1`` writes the golden file anew, to be read before it is committed."""
    findings = pipeline.load(concept(project)).findings
    shown = f"{report.text(findings)}\n{report.summary(findings)}\n"

    if "SRO_TEST_ACCEPT" in os.environ:
        GOLDEN.write_text(shown, encoding="utf-8")

    assert shown == GOLDEN.read_text(encoding="utf-8")


def test_the_command_ends_with_1_and_shows_the_same(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sro_cli.cli", "-C", project, "validate"], capture_output=True, check=False
    )

    golden, _, summary = GOLDEN.read_text(encoding="utf-8").rstrip("\n").rpartition("\n")
    assert done.returncode == 1
    assert golden.rstrip("\n") in done.stdout.decode()
    assert f"\nGeprüft: {summary}.\nFehler beim Einlesen verdecken anderes: " in done.stdout.decode()
    assert done.stdout.decode().endswith("\nMehr zu einem Befund: sro explain E110\n")
    assert done.stderr == b""
