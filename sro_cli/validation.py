"""What is wrong with a concept; found once, and kept until something changes that decides about it."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from datetime import date
from functools import cache

from sro_cli.diagnostics import Diagnostic, as_json, from_json
from sro_cli.files import Files
from sro_cli.fingerprint import fingerprint
from sro_cli.source import Source


def findings(
    files: Files,
    store: MutableMapping[str, bytes],
    heute: date | None = None,
    fassungen: frozenset[str] | None = None,
) -> tuple[Diagnostic, ...]:
    """The findings of a concept, sorted by place, from the store if nothing has changed since.

    Args:
        files: the concept.
        store: keeps findings by the digest of everything that decides about them.
        heute: the day for which is checked; None leaves out what depends on it.
        fassungen: the versions already published; None, if nobody knows, leaves out what depends on them.

    Raises:
        OSError: the folder cannot be listed.
    """
    published = "unknown" if fassungen is None else " ".join(sorted(fassungen))
    key = fingerprint(files, ("content/", "templates/"), "validation", str(heute), published)
    try:
        kept = json.loads(store[key])
    except KeyError:
        from sro_cli import pipeline  # noqa: PLC0415 - reading and checking is what the store spares

        found = pipeline.load(files, heute, fassungen).findings
        store[key] = json.dumps([as_json(finding) for finding in found], ensure_ascii=False).encode()
        return found
    sources = cache(lambda path: Source(path, files.read(path).decode("utf-8-sig", errors="replace")))
    return tuple(from_json(finding, sources) for finding in kept)
