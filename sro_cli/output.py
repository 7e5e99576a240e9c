"""Products on disk: written aside, then put in place all at once; and the record of what made them."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_RECORD = ".sro.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What lies in a folder of products.

    Attributes:
        key: digest of everything that made them.
        products: path below the folder → SHA-256.
        findings: as `diagnostics.as_json` gives them.
    """

    key: str
    products: Mapping[str, str]
    findings: list[dict[str, Any]]


def record(folder: Path) -> Record | None:
    """The record of a folder, or None if there is none that can be read."""
    try:
        kept = json.loads((folder / _RECORD).read_text("utf-8"))
        return Record(str(kept["key"]), dict(kept["products"]), list(kept["findings"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_complete(folder: Path, kept: Record) -> bool:
    """Whether every product of a record lies in the folder as it was written."""
    try:
        return all(_digest((folder / path).read_bytes()) == digest for path, digest in kept.products.items())
    except OSError:
        return False


def publish(folder: Path, products: Mapping[str, bytes], key: str, findings: list[dict[str, Any]]) -> None:
    """Puts products into a folder, and takes away those of the last time that are no more.

    Everything is written beside the folder first; if that fails, what lies there stays as it is.
    Files that `sro` did not write are never touched.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = record(folder)
    kept = Record(key, {path: _digest(content) for path, content in sorted(products.items())}, findings)
    aside = Path(tempfile.mkdtemp(prefix=".sro-", dir=folder))
    try:
        text = json.dumps(
            {"key": kept.key, "products": kept.products, "findings": kept.findings}, ensure_ascii=False
        )
        for path, content in {**products, _RECORD: text.encode()}.items():
            place = aside / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        # The record goes last: without it the next build starts anew.
        for path in [*products, _RECORD]:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (aside / path).replace(folder / path)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    for path in set(before.products if before else ()) - set(products):
        (folder / path).unlink(missing_ok=True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
