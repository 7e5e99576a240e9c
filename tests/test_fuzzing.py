from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import fuzzing

CRASHES = sorted(folder for folder in fuzzing.CRASHES.iterdir() if folder.is_dir())


@pytest.mark.parametrize("folder", CRASHES, ids=lambda folder: folder.name)
def test_what_once_failed_is_taken_as_it_should(folder: Path) -> None:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }

    assert fuzzing.faults(files) == ""


def test_mutilated_concepts_are_taken_as_they_should() -> None:
    # In a process of its own: its memory is measured as well.
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzzing", "250"], cwd=fuzzing.ROOT, capture_output=True, check=False
    )

    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_a_number_is_always_the_same_input() -> None:
    assert [fuzzing.concept(number) for number in range(50)] == [fuzzing.concept(n) for n in range(50)]


def test_a_failure_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzing, "SECONDS", 0.0)

    assert "seconds" in next(fuzzing.failures([0])).reason


def test_an_input_that_failed_is_kept_whole(tmp_path: Path) -> None:
    folder = fuzzing.kept({"content/kapitel/auftrag.md": b"\xff\r\n"}, tmp_path)

    assert (folder / "content/kapitel/auftrag.md").read_bytes() == b"\xff\r\n"
