"""The versions of a concept so far: kept in the manifest of each, so that nobody has to ask git for tags."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sro_cli.document.frame import Fassung
from sro_cli.releases import manifest
from sro_cli.releases.git import KEPT

MANIFEST = f"{KEPT}/manifest.json"


def of_folder(folder: Path) -> tuple[Fassung, ...]:
    """The versions handed out up to the state of a concept's folder, ascending; git is not needed."""
    try:
        return of_manifest((folder / MANIFEST).read_bytes())
    except OSError:
        return ()


def of_manifest(kept: bytes | None) -> tuple[Fassung, ...]:
    """The versions up to that of a manifest, itself included; none without a readable one."""
    noted = manifest.read(kept or b"")
    if noted is None:
        return ()
    try:
        return tuple(_read(each) for each in noted["verlauf"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return ()


def written(versions: Iterable[Fassung]) -> list[dict[str, str]]:
    """The versions as a manifest holds them.

    >>> written([Fassung("0.1.0", "Arbeitsfassung", date(2026, 1, 2), "Die erste Fassung.")])[0]["stand"]
    '2026-01-02'
    """
    return [
        {
            "version": each.version,
            "fassung": each.art,
            "stand": each.stand.isoformat(),
            "neues": each.neues,
        }
        for each in versions
    ]


def _read(noted: dict[str, Any]) -> Fassung:
    version, kind, day, news = (str(noted[name]) for name in ("version", "fassung", "stand", "neues"))
    return Fassung(version, kind, date.fromisoformat(day), news)
