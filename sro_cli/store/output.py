"""Products on disk: written aside, then put in place all at once; and the record of what made them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from sro_cli.diagnostics import Kind, Severity

PRODUKT_UNBAUBAR = Kind("P101", "produkt-unbaubar", Severity.FEHLER)
TEXT_WEICHT_AB = Kind("P102", "text-weicht-ab", Severity.FEHLER)
PRODUKT_NICHT_KONFORM = Kind("P103", "produkt-nicht-konform", Severity.FEHLER, tolerable=True)

_RECORD = ".sro.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What lies in a folder of products.

    Attributes:
        key: digest of everything that made them.
        products: of the last build, path below the folder → SHA-256.
        others: products of formats that the last build did not make.
        findings: as `diagnostics.as_json` gives them.
    """

    key: str
    products: Mapping[str, str]
    others: tuple[str, ...]
    findings: list[dict[str, Any]]


def record(folder: Path) -> Record | None:
    """The record of a folder, or None if there is none that can be read and trusted."""
    try:
        kept = json.loads((folder / _RECORD).read_text("utf-8"))
        found = Record(
            str(kept["key"]), dict(kept["products"]), tuple(kept["others"]), list(kept["findings"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if all(map(_is_below, (*found.products, *found.others))) else None


def _is_below(path: object) -> bool:
    """Whether a path stays in its folder: what a record names may be deleted."""
    return isinstance(path, str) and not PurePath(path).is_absolute() and ".." not in PurePath(path).parts


def is_complete(folder: Path, kept: Record) -> bool:
    """Whether every product of a record lies in the folder as it was written."""
    try:
        return all(_digest((folder / path).read_bytes()) == digest for path, digest in kept.products.items())
    except OSError:
        return False


def publish(
    folder: Path,
    products: Mapping[str, bytes],
    key: str,
    findings: list[dict[str, Any]],
    *,
    owned: bool = False,
) -> None:
    """Puts products into a folder, and takes away those of the same formats that are no more.

    Everything is written beside its place first; if that fails, what lies there stays as it is.
    Products of other formats stay. A file is written over or taken away only if the folder's
    record names it; any other that is in the way, and a link that leads out of the folder, is an
    error, and nothing is written.

    Args:
        folder: is made if it is missing.
        products: path below the folder → content.
        key: as in `Record`.
        findings: as in `Record`.
        owned: nobody else writes into this folder, so that a product's name is enough where the
            record was lost.

    Raises:
        OSError: the folder cannot be written, or something of others is in the way; then the
            reason is German.
        ValueError: a product would leave the folder.
    """
    if strange := sorted(path for path in products if not _is_below(path)):
        raise ValueError(f"product outside of its folder: {strange[0]}")
    before = record(folder)
    known = {*before.products, *before.others} if before else set()
    earlier = known - set(products)
    made = {_format(path) for path in products}
    gone = {path for path in earlier if _format(path) in made}
    _refuse_strangers(folder, products, gone, set(products) if owned else known)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        {
            "key": key,
            "products": {path: _digest(content) for path, content in sorted(products.items())},
            "others": sorted(earlier - gone),
            "findings": findings,
        },
        ensure_ascii=False,
    )
    aside = Path(tempfile.mkdtemp(prefix=".sro-", dir=folder))
    try:
        # The record goes last: without it the next build starts anew.
        everything = {**products, _RECORD: text.encode()}
        for path, content in everything.items():
            place = aside / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        for path in everything:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (aside / path).replace(folder / path)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    for path in gone:
        (folder / path).unlink(missing_ok=True)


def _refuse_strangers(
    folder: Path, products: Mapping[str, bytes], gone: Iterable[str], ours: Container[str]
) -> None:
    inside = os.path.realpath(folder)  # unlike Path.resolve, it stands a link that leads to itself
    for path in sorted({*products, *gone}):
        place = folder / path
        if not PurePath(os.path.realpath(place.parent)).is_relative_to(inside):
            raise OSError(None, _LEADS_OUT, str(place.parent))
        present = place.is_symlink() or place.exists()
        if path in products and present and path not in ours and not _holds(place, products[path]):
            raise OSError(None, _NOT_OURS, str(place))


def _holds(place: Path, content: bytes) -> bool:
    return place.is_file() and place.read_bytes() == content


_NOT_OURS = "das liegt dort schon und ist nicht von sro; nennen Sie mit -o einen anderen Ordner"
_LEADS_OUT = "das ist eine Verknüpfung aus dem Zielordner hinaus; nennen Sie mit -o einen anderen Ordner"


def _format(path: str) -> str:
    """What tells products of different formats apart: the folder of the site, else the ending."""
    parts = PurePath(path).parts
    return parts[0] if len(parts) > 1 else PurePath(path).suffix


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
