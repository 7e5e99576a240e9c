"""One digest for everything that decides about a result, so that equal digests spare the work."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from sro_cli.files import Files


def fingerprint(files: Files, folders: tuple[str, ...], *circumstances: str) -> str:
    """SHA-256 of the sources, our own code, Python, all packages with their versions, and the rest.

    Args:
        files: the concept and its templates.
        folders: those of its folders that count.
        circumstances: what else decides: the formats wanted, the moment.
    """
    # The folders of the packages carry their versions; asking importlib.metadata costs a fifth of a check.
    packages = {path.name for folder in sys.path for path in Path(folder).glob("*.dist-info")}
    digest = hashlib.sha256()

    def add(*words: str) -> None:
        digest.update("\0".join((*words, "")).encode(errors="surrogateescape"))

    add(sys.version, *sorted(packages), "", *circumstances)
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(path.read_bytes())
    for name in files.paths():
        if name.startswith(folders):
            try:
                add(name, hashlib.sha256(files.read(name)).hexdigest())
            except OSError as error:
                add(name, type(error).__name__)
    return digest.hexdigest()
