"""What is wrong with a concept; found once, and kept until something changes that decides about it."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path

from sro_cli.diagnostics import Diagnostic, as_json, from_json
from sro_cli.files import Files
from sro_cli.source import Source


def findings(files: Files, store: MutableMapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """The findings of a concept, sorted by place, from the store if nothing has changed since.

    Kept findings have no fixes: who wants to apply some has to check anew.

    Args:
        files: the concept.
        store: keeps findings by the digest of everything that decides about them.

    Raises:
        OSError: the folder cannot be listed.
    """
    key = _key(files)
    try:
        kept = json.loads(store[key])
    except KeyError:
        from sro_cli import pipeline  # noqa: PLC0415 - reading and checking is what the store spares

        found = pipeline.load(files).findings
        store[key] = json.dumps([as_json(finding) for finding in found], ensure_ascii=False).encode()
        return found
    sources = cache(lambda path: Source(path, files.read(path).decode("utf-8-sig", errors="replace")))
    return tuple(from_json(finding, sources) for finding in kept)


def _key(files: Files) -> str:
    """Digest of the sources, our own code, Python, and all packages with their versions."""
    digest = hashlib.sha256(f"validation {sys.version}".encode())
    packages = {path.name for folder in sys.path for path in Path(folder).glob("*.dist-info")}
    digest.update("\0".join(sorted(packages)).encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    for name in files.paths():
        if name.startswith("content/"):
            digest.update(name.encode())
            try:
                digest.update(hashlib.sha256(files.read(name)).digest())
            except OSError as error:
                digest.update(type(error).__name__.encode())
    return digest.hexdigest()
