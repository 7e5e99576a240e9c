"""The difference between files, as git and patch take it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sro_cli.files import write
from sro_cli.fixing.patches import patch
from tests.test_files import contents

BEFORE = {
    "content/kapitel/01.md": "eins\nGröße\ndrei\n".encode(),
    "content/crlf.yml": b"a: 1\r\nb: 2\r\nc: 3\r\n",
    "content/bom.yml": b"\xef\xbb\xbfa: 1\nb: 2",
    "content/zur lage.md": "Gro\u0308\u00dfe\r\x0b\u2028 ein Absatz\n\n".encode(),
    'content/"lage".md': b"eins\n--- a/b\n+++ b/b\n",
    "content/lagepläne.md": b"\n\n\nalt",
}
AFTER = {
    "content/kapitel/01.md": "eins\nGrößer\ndrei\n".encode(),
    "content/crlf.yml": b"a: 1\r\nbb: 2\r\nc: 3\r\n",
    "content/bom.yml": b"\xef\xbb\xbfaa: 1\nb: 3",
    "content/zur lage.md": "Gro\u0308\u00dfer\r\x0b\u2028 zwei Abs\u00e4tze\n\n".encode(),
    'content/"lage".md': b"zwei\n--- a/c\n+++ b/c\n",
    "content/lagepläne.md": b"\n\n\nneu\n",
}


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["git", "apply", "-"], marks=pytest.mark.tool("git")),
        pytest.param(["patch", "-p1", "--binary", "--quiet"], marks=pytest.mark.tool("patch")),
    ],
    ids=["git", "patch"],
)
def test_applied_it_makes_the_new_files_of_the_old(command: list[str], tmp_path: Path) -> None:
    write(tmp_path, BEFORE)
    words = "Auszubessern: 6 Befunde in 6 Dateien\n\n"

    given = (words + patch(BEFORE, AFTER)).encode()
    done = subprocess.run(command, cwd=tmp_path, input=given, capture_output=True, check=False)

    assert (done.returncode, contents(tmp_path)) == (0, AFTER)


@pytest.mark.tool("git")
def test_git_applies_it_in_a_folder_of_a_repository_too(tmp_path: Path) -> None:
    folder = tmp_path / "konzepte" / "hier"
    write(folder, BEFORE)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)

    subprocess.run(["git", "apply", "-"], cwd=folder, input=patch(BEFORE, AFTER).encode(), check=True)

    assert contents(folder) == AFTER


def test_files_that_stay_as_they_are_do_not_appear() -> None:
    assert patch(BEFORE, BEFORE) == ""


def test_in_colour_the_changed_part_of_a_line_stands_out() -> None:
    changes = patch({"a.md": b"Wie in Z1 gesagt\n"}, {"a.md": b"Wie in Z2 gesagt\n"}, colour=True)

    assert changes.splitlines() == [
        "\x1b[1m--- a/a.md\x1b[0m",
        "\x1b[1m+++ b/a.md\x1b[0m",
        "\x1b[36m@@ -1 +1 @@\x1b[0m",
        "\x1b[31m-Wie in Z\x1b[7m1\x1b[27m gesagt\x1b[0m",
        "\x1b[32m+Wie in Z\x1b[7m2\x1b[27m gesagt\x1b[0m",
    ]


def test_in_colour_a_line_of_its_own_is_painted_as_a_whole() -> None:
    changes = patch({"a.md": b"eins\n"}, {"a.md": b"eins\nzwei\n"}, colour=True)

    assert changes.endswith(" eins\n\x1b[32m+zwei\x1b[0m\n")


def test_in_colour_lines_that_have_little_in_common_are_painted_as_wholes() -> None:
    changes = patch({"a.md": b"Es war einmal\n"}, {"a.md": b"Nichts davon stimmt\n"}, colour=True)

    assert changes.endswith("\x1b[31m-Es war einmal\x1b[0m\n\x1b[32m+Nichts davon stimmt\x1b[0m\n")
