"""Repositories of git with a tiny concept in them, for the tests of releases."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.projects import minimal

DEMANDING = (
    "{kapitelstatus: freigegeben, offene_punkte: keine, unbelegtes: keines, offene_rueckmeldungen: keine}"
)
STONES = """
meilensteine:
  - {id: M1, titel: Der Anfang, version: 0.1.0, fassung: arbeitsfassung}
  - {id: M2, titel: Die Mitte, version: 0.2.0, fassung: beteiligungsfassung}
  - {id: M3, titel: Das Ende, version: 1.0.0, fassung: beschlussfassung, verlangt: %s}
"""
MOMENT = "2026-01-02T03:04:05+02:00"


def git(folder: Path, *arguments: str, check: bool = True, **environment: str) -> str:
    """What git prints in a folder, as somebody at a known time."""
    when = {"GIT_AUTHOR_DATE": MOMENT, "GIT_COMMITTER_DATE": MOMENT}
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        check=check,
        capture_output=True,
        text=True,
        env={**os.environ, **when, **environment},
    )
    return done.stdout.strip()


def repository(folder: Path, changed: Mapping[str, str] | None = None) -> Path:
    """A folder with the minimal concept and milestones, committed on branch ``main``."""
    files = minimal({"content/meilensteine.yml": STONES % DEMANDING, **(changed or {})})
    for path in files.paths():
        if path.startswith("content/") or path in (changed or {}):
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(files.read(path))
    (folder / ".gitignore").write_text("/build/*\n!/build/fassung/\n", encoding="utf-8")
    begin(folder)
    return folder


def released(folder: Path) -> Path:
    """A repository with the version 0.1.0 and a changed chapter after it."""
    repository(folder)
    git(folder, "tag", "-a", "v0.1.0", "-m", "Fassung")
    change(folder, CHAPTER, *CHANGED)
    return folder


CHAPTER = "content/kapitel/auftrag.md"
CHANGED = ("schreibt ein Konzept", "schreibt zwei Konzepte")


def begin(folder: Path) -> None:
    """Makes a folder a repository in which everything is committed."""
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Ada Muster")
    git(folder, "config", "user.email", "ada@example.org")
    commit(folder, "Anfang")


def commit(folder: Path, words: str) -> None:
    """Commits everything."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", words)


def change(folder: Path, path: str, old: str, new: str) -> None:
    """Replaces words in a file and commits it."""
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")
    commit(folder, "Geändert")


def hook(folder: Path, name: str, script: str) -> None:
    """Sets up a hook of the shell."""
    place = folder / ".git" / "hooks" / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    place.chmod(0o755)
