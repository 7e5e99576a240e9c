"""Whole tiny concepts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sro_cli.files import Folder, Memory

HERE = Path(__file__).parent


def minimal(files: Mapping[str, str]) -> Memory:
    """The sound concept ``minimal`` with some of its files replaced or others added."""
    folder = Folder(HERE / "minimal")
    found = {path: folder.read(path) for path in folder.paths()}
    return Memory({**found, **{path: text.encode() for path, text in files.items()}})
