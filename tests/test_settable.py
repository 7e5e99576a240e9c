"""Signs that no font of the documents has do not stop a Synopse, wherever nobody can mend them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner

from sro_cli.cli import app
from tests import repositories

CHAPTER = "content/kapitel/auftrag.md"
WORDS = "schreibt ein Konzept"


def made(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """The exit code of `sro synopse`, what it says, and the words of its PDF, empty without one."""
    target = folder / "synopse.pdf"
    outcome = CliRunner().invoke(app, ["-C", str(folder), "synopse", *arguments, "-o", str(target)])
    if not target.exists():
        return outcome.exit_code, outcome.output, ""
    with pypdfium2.PdfDocument(target) as pdf:
        pages = (page.get_textpage().get_text_range() for page in pdf)
        return outcome.exit_code, outcome.output, " ".join(" ".join(pages).split())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with one commit."""
    return repositories.repository(tmp_path / "konzept")


@pytest.mark.tool("git")
def test_subjects_of_commits_go_without_them(folder: Path) -> None:
    repositories.change(folder, CHAPTER, WORDS, "schreibt zwei Konzepte")
    repositories.git(
        folder, "commit", "-q", "--amend", "-m", "🎉 Endlich \x1b[31mfertig 漢字 und \u202eklar ✅"
    )

    code, said, words = made(folder, "HEAD~1", "HEAD", "--betreffzeilen")

    assert code == 0, said
    assert "Endlich fertig […] und klar" in words


@pytest.mark.tool("git")
def test_in_reasons_they_are_found_at_their_place(folder: Path) -> None:
    given = 'aenderungen:\n  - zu: kapitel:auftrag\n    grund: "Besser 🎉"\n'
    (folder / "content/aenderungen.yml").write_text(given, encoding="utf-8")
    repositories.change(folder, CHAPTER, WORDS, "schreibt zwei Konzepte")

    code, said, words = made(folder, "HEAD~1")

    assert (code, words) == (1, "")
    assert "fehler[A109]: Das Zeichen „🎉“" in said
    assert "content/aenderungen.yml:3:20" in said
    assert "P101" not in said


@pytest.mark.tool("git")
def test_in_an_old_version_they_are_named(folder: Path) -> None:
    repositories.change(folder, CHAPTER, WORDS, "schreibt ein 🎉 Konzept")
    repositories.change(folder, CHAPTER, "schreibt ein 🎉", "schreibt ein")

    code, said, words = made(folder, "HEAD~1")

    assert code == 0, said
    assert "schreibt ein [Zeichen U+1F389] Konzept" in words
