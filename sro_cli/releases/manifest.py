"""The manifest of a version: what it is made of, what came out, what was known; and how two differ.

It is kept in git and read by people in `git diff`, so it is JSON with one value a line.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

Manifest = Mapping[str, Any]
"""As JSON has it; the fields are those that `publishing.making` writes."""

FORMAT = 1
"""Counts up when a field changes its meaning."""


def digest(content: bytes) -> str:
    """SHA-256, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def product(path: str, content: bytes) -> dict[str, Any]:
    """What is noted of a product: its digest, and for a Word file those of its parts.

    Other builds of zlib may pack the same parts into other bytes.
    """
    noted: dict[str, Any] = {"sha256": digest(content)}
    if path.endswith(".docx"):
        with zipfile.ZipFile(BytesIO(content)) as package:
            noted["teile"] = {name: digest(package.read(name)) for name in sorted(package.namelist())}
    return noted


def written(manifest: Manifest) -> bytes:
    """A manifest as the bytes that are kept."""
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()


def read(content: bytes) -> Manifest | None:
    """The manifest that was kept, or None if it is none."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as a manifest says.

    Attributes:
        what: German, with its article or name: „Quelle content/ziele.yml“.
        how: German: „ist anders“, „fehlt“, „3.9 statt 3.8“.
        harmless: it concerns how something was made, not what it is made of or what came out.
    """

    what: str
    how: str
    harmless: bool = False


_AREAS = {
    "quellen": "Quelle",
    "vorlagen": "Vorlage",
    "schriften": "Schrift",
    "werkzeuge": "Werkzeug",
    "produkte": "Dokument",
}
_JUDGED = "normen"
"""What validators said: others may be installed elsewhere, and the same bytes keep the same standards."""

_DIGESTS = {"quellen", "vorlagen", "schriften"}


def differences(kept: Manifest, found: Manifest) -> Iterator[Difference]:
    """How what was found differs from what a manifest says, in the order of its fields.

    Args:
        kept: the manifest of the version.
        found: one that was made anew.
    """
    for field in dict.fromkeys((*kept, *found)):
        one, other = kept.get(field), found.get(field)
        if one == other or field == _JUDGED:
            continue
        if field in _AREAS and isinstance(one, dict) and isinstance(other, dict):
            for name in dict.fromkeys((*one, *other)):
                yield from _inside(field, name, one.get(name), other.get(name))
        else:
            yield Difference(f"Angabe „{field}“ im Manifest", _values(one, other))


def _inside(field: str, name: str, one: object, other: object) -> Iterator[Difference]:
    what = f"{_AREAS[field]} {name.removeprefix('paket ')}"
    if one == other:
        return
    if one is None or other is None:
        yield Difference(what, "fehlt" if other is None else "steht nicht im Manifest", field == "werkzeuge")
    elif field == "produkte":
        yield from _parts(what, one, other)
    elif field in _DIGESTS:
        yield Difference(what, "ist anders")
    else:
        yield Difference(what, _values(one, other), harmless=True)


def _parts(what: str, one: object, other: object) -> Iterator[Difference]:
    inner, others = (found.get("teile") if isinstance(found, dict) else None for found in (one, other))
    differ = [
        name
        for name in dict.fromkeys((*(inner or {}), *(others or {})))
        if (inner or {}).get(name) != (others or {}).get(name)
    ]
    for name in differ:
        yield Difference(f"{what}, Teil {name}", "ist anders")
    if not differ:
        same = isinstance(inner, dict) and isinstance(others, dict)
        yield Difference(what, "ist anders gepackt, alle Teile sind gleich" if same else "ist anders", same)


def _values(one: object, other: object) -> str:
    shown = [
        json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
        for value in (other, one)
    ]
    longest = 60
    if max(map(len, shown)) > longest:
        return "ist anders"
    return f"{shown[0]} statt {shown[1]}"
