"""Whole tiny concepts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sro_cli.files import Folder, Memory, Overlay, bundled

HERE = Path(__file__).parent


def minimal(files: Mapping[str, str]) -> Memory:
    """The sound concept ``minimal`` and the default templates, with some files replaced or others added."""
    folder = Overlay(Folder(HERE / "minimal"), bundled())
    found = {path: folder.read(path) for path in folder.paths()}
    return Memory({**found, **{path: text.encode() for path, text in files.items()}})
