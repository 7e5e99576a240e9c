from __future__ import annotations

from pathlib import Path

import pytest

from sro_cli import authoring, pipeline, validation
from sro_cli.cache import Cache
from sro_cli.diagnostics import Diagnostic
from sro_cli.files import Files, Memory, Overlay, bundled


class Closed(dict[str, bytes]):
    """A store to which nothing can be added: whoever has to, has checked anew."""

    def __setitem__(self, key: str, value: bytes) -> None:
        raise AssertionError(key)


def concept(tmp_path: Path, **changed: bytes) -> Files:
    """The example with files changed, by their names without the ending."""
    files = dict(authoring.example(tmp_path / "neu"))
    files |= {f"content/{name}.yml": text for name, text in changed.items()}
    return Overlay(Memory(files), bundled())


def shown(finding: Diagnostic) -> tuple[object, ...]:
    """All of a finding that a user sees."""
    return finding.kind, finding.message, str(finding.span), finding.label, finding.notes, finding.help


BROKEN = "ziele:\n  - id: Z1\n    zielwerk: keines\n    titel: Größe\n".encode()


def test_kept_findings_are_those_of_the_check(tmp_path: Path) -> None:
    files = concept(tmp_path, ziele=BROKEN)
    store: dict[str, bytes] = {}

    first = validation.findings(files, store)
    second = validation.findings(files, Closed(store))

    checked = [shown(finding) for finding in pipeline.load(files).findings]
    assert len(checked) > 1
    assert [shown(finding) for finding in first] == checked
    assert [shown(finding) for finding in second] == checked


@pytest.mark.parametrize(
    "changed",
    [{"ziele": b"ziele: []\n"}, {"neu": b""}, {"ziele": b"\xff"}],
    ids=["text", "new file", "no text"],
)
def test_after_a_change_it_is_checked_anew(tmp_path: Path, changed: dict[str, bytes]) -> None:
    store: dict[str, bytes] = {}
    validation.findings(concept(tmp_path), store)

    found = validation.findings(concept(tmp_path, **changed), store)

    assert len(store) == 2
    again = pipeline.load(concept(tmp_path, **changed)).findings
    assert [shown(finding) for finding in found] == [shown(finding) for finding in again]


def test_what_is_kept_and_damaged_is_found_anew(tmp_path: Path) -> None:
    files = concept(tmp_path, ziele=BROKEN)
    store = Cache(tmp_path / "cache")
    first = validation.findings(files, store)
    for place in store.folder.rglob("*"):
        if place.is_file():
            place.write_bytes(b"x")

    again = validation.findings(files, store)

    assert [shown(finding) for finding in again] == [shown(finding) for finding in first]
