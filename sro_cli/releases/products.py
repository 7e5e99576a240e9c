"""A Word file or a manifest that was handed out → which version it says that it is of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sro_cli.model import VERSION
from sro_cli.packages import LARGEST, Unreadable, parts
from sro_cli.readers import word_parts
from sro_cli.releases import manifest
from sro_cli.releases.manifest import Manifest

ENDINGS = (".docx", ".json")
"""How the names of such files end."""

_COMMIT = re.compile(r"[0-9a-f]{7,40}\+?")
_APPLICATION = "docProps/app.xml"
_OURS = b"<Application>sro</Application>"


@dataclass(frozen=True, slots=True)
class Product:
    """What such a file says. It can come from anywhere: what cannot be true is left out.

    Attributes:
        version: ``0.1.0``, of a draft that which it is to become; empty if it says none.
        commit: its name, with ``+`` if sources were changed since; empty if it says none.
        draft: whether it is none of the published ones.
        content: of a Word file; empty for a manifest.
    """

    version: str
    commit: str
    draft: bool
    content: bytes

    def is_as_published(self, kept: Manifest) -> bool:
        """Whether a version has such a Word file, whatever it is called; a manifest passes for its own.

        Args:
            kept: the manifest of the version.
        """
        products = kept.get("produkte")
        if not self.content or not isinstance(products, dict):
            return True
        try:
            # Other builds of zlib may pack the same parts into other bytes.
            own = {name: manifest.digest(part) for name, part in parts(self.content).items()}
        except Unreadable:
            return False
        return any(isinstance(each, dict) and each.get("teile") == own for each in products.values())

    @property
    def is_as_written(self) -> bool:
        """Whether no other program has saved a Word file; all that do say so in it."""
        if not self.content:
            return True
        try:
            return _OURS in parts(self.content, [_APPLICATION])[_APPLICATION]
        except Unreadable:
            return False


def read(place: Path) -> Product:
    """What a file says.

    Raises:
        Unreadable: it is damaged or none of these; the message goes on after its name, in German.
        OSError: it cannot be read.
    """
    with place.open("rb") as file:
        content = file.read(LARGEST + 1)
    if not content:
        raise Unreadable("ist leer")
    if place.suffix.lower() == ".json":
        return _of_manifest(content)
    if not content.startswith(b"PK"):
        raise Unreadable("ist keine Word-Datei")
    try:
        parts(content, ())
    except Unreadable:
        why = "ist beschädigt, vielleicht fehlt ihr Ende; holen Sie die Datei noch einmal"
        raise Unreadable("ist zu groß" if len(content) > LARGEST else why) from None
    found = word_parts.properties(content)
    return _product(found.get("Version"), found.get("Fassung"), found.get("Commit"), content)


def _of_manifest(content: bytes) -> Product:
    kept = manifest.read(content)
    if kept is None:
        begun = content.lstrip().startswith(b"{")
        raise Unreadable("ist beschädigt" if begun else "ist kein Manifest, das sro geschrieben hat")
    return _product(kept.get("version"), kept.get("fassung"), kept.get("commit"), b"")


def _product(version: object, fassung: object, commit: object, content: bytes) -> Product:
    return Product(
        version if isinstance(version, str) and VERSION.fullmatch(version) else "",
        commit if isinstance(commit, str) and _COMMIT.fullmatch(commit) else "",
        # A draft bears the number of the version that it is to become.
        draft=isinstance(fassung, str) and "ntwurf" in fassung,
        content=content,
    )
