"""Pictures → drawings, by a template of the theme and Typst."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, MutableMapping
from typing import Any

from sro_cli.engines import typeset
from sro_cli.theme import Theme

_FOLDER = "diagramme/"
_PAGE = 210  # mm, A4


def draw(
    name: str, data: Mapping[str, Any], theme: Theme, store: MutableMapping[str, bytes]
) -> tuple[str, bytes, tuple[typeset.Complaint, ...]]:
    """Path and bytes of a drawing, an SVG as wide as the text; and what Typst warns of.

    Args:
        name: of the template.
        data: what it shows.
        theme: design tokens and the template.
        store: drawings by the digest of all that made them; not those of which Typst warns, lest
            the next build be silent.

    Raises:
        TypesetError: Typst refused; the template is faulty.
        FrameError: the template is not UTF-8.
    """
    width = _PAGE - theme.gestaltung.seite.links - theme.gestaltung.seite.rechts
    facts = {**data, "breite": width, "gestaltung": theme.gestaltung.model_dump(mode="json")}
    media = {"daten.json": json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()}
    media |= {
        path: text
        for path, text in theme.frames.items()
        if path.startswith(_FOLDER) and path.endswith(".typ")
    }
    digest = hashlib.sha256(f"{name} {typeset.version()}".encode())
    for path in sorted(media):
        digest.update(f"\0{path}\0{len(media[path])}\0".encode() + media[path])
    key = digest.hexdigest()
    heard: list[typeset.Complaint] = []
    drawn = store.get(key)
    if drawn is None:
        drawn = typeset.drawing(theme.frame(f"{_FOLDER}{name}.typ"), media, heard.append)
        if not heard:
            store[key] = drawn
    return f"{_FOLDER}{name}-{key[:12]}.svg", drawn, tuple(heard)
