"""The findings that a concept had when somebody began to check it: known, and not to be shown again.

They are kept in a file that people read in a diff: sorted, one finding a line, without line numbers.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sro_cli.diagnostics import Diagnostic
from sro_cli.diagnostics.identity import Identity, even, identity
from sro_cli.files import write

VERSION = 1
"""Of the format; files of another are refused."""

_FIELDS = (*Identity._fields, "count")


class Unreadable(ValueError):  # noqa: N818 - it is what was read
    """What was read is no baseline; the message says why, in German."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often each finding is known."""

    known: Mapping[Identity, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many findings are known."""
        return sum(self.known.values())

    def of(self, codes: Iterable[str]) -> Baseline:
        """The part about some kinds."""
        wanted = frozenset(codes)
        return Baseline({known: count for known, count in self.known.items() if known.code in wanted})

    def within(self, paths: Iterable[str]) -> Baseline:
        """The part about some files."""
        wanted = frozenset(map(even, paths))
        return Baseline({known: count for known, count in self.known.items() if known.path in wanted})

    def among(self, findings: Iterable[Diagnostic], unasked: frozenset[str] = frozenset()) -> Baseline:
        """The part that is still found, or of a kind for which nobody has looked; nothing is added."""
        found = taken(findings).known
        left = {
            known: count if known.code in unasked else min(count, found.get(known, 0))
            for known, count in self.known.items()
        }
        return Baseline({known: count for known, count in left.items() if count})


def load(place: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        Unreadable: there is none.
        OSError: the file cannot be read.
    """
    if not place.is_file():
        raise Unreadable(f"Die Ausgangslage „{place}“ gibt es nicht; --ausgangslage-schreiben legt sie an")
    try:
        return read(place.read_bytes())
    except Unreadable as fault:
        raise Unreadable(
            f"„{place}“ ist keine Ausgangslage: {fault}\n"
            "Stellen Sie die Datei wieder her, oder löschen Sie sie und schreiben Sie sie "
            "mit --ausgangslage-schreiben neu."
        ) from None


def renewed(
    place: Path, findings: Iterable[Diagnostic], unasked: frozenset[str] = frozenset()
) -> tuple[Baseline, str]:
    """The baseline that is now in a file, and a German line on it.

    Where there was none, it knows all the findings; else it loses those that are no more, except for the
    kinds for which nobody has looked.

    Raises:
        Unreadable: there is a file, but no baseline in it.
        OSError: the file cannot be read or written.
    """
    if place.exists():
        before = load(place)
        now = before.among(findings, unasked)
        done = "gekürzt" if now.size < before.size else "unverändert"
    else:
        now, done = taken(findings), "geschrieben"
    write(place.parent, {place.name: written(now)})
    return now, f"Ausgangslage {done}: {place} ({now.size} {'Befund' if now.size == 1 else 'Befunde'})."


def taken(findings: Iterable[Diagnostic]) -> Baseline:
    """The baseline in which all these findings are known."""
    return Baseline(Counter(map(identity, findings)))


def unknown(findings: Iterable[Diagnostic], baseline: Baseline) -> tuple[Diagnostic, ...]:
    """The findings that are not in a baseline, in their order.

    Of findings with one identity the first are taken for the known ones: nobody can tell them apart.
    """
    left = Counter(baseline.known)
    found: list[Diagnostic] = []
    for finding in findings:
        known = identity(finding)
        if left[known]:
            left[known] -= 1
        else:
            found.append(finding)
    return tuple(found)


def written(baseline: Baseline) -> bytes:
    """A baseline as a file: JSON, one finding a line, sorted."""
    rows = ",\n".join(
        "    " + json.dumps(dict(zip(_FIELDS, (*known, count), strict=True)), ensure_ascii=False)
        for known, count in sorted(baseline.known.items())
    )
    findings = f"[\n{rows}\n  ]" if rows else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'.encode()


def read(raw: bytes) -> Baseline:
    """The baseline in the bytes of a file.

    Raises:
        Unreadable: it is none; the message says why in a few words.
    """
    try:
        content = json.loads(raw)
    except json.JSONDecodeError as error:
        raise Unreadable(f"Zeile {error.lineno}, Spalte {error.colno} ist kein JSON") from None
    except (ValueError, RecursionError):
        raise Unreadable("das ist kein JSON") from None
    if not isinstance(content, dict) or not isinstance(content.get("findings"), list):
        raise Unreadable("die Liste „findings“ fehlt")
    if content.get("version") != VERSION:
        raise Unreadable(f"geschrieben von einer anderen Version von sro; gelesen wird „version“: {VERSION}")
    known: dict[Identity, int] = {}
    for number, entry in enumerate(content["findings"], 1):
        if not _is_sound(entry):
            raise Unreadable(f"dem {number}. Befund fehlt etwas, oder es ist zu viel")
        # Who merges two branches may get a line twice; it is still one finding.
        identified = Identity(*(entry[name] for name in Identity._fields))
        known[identified] = max(known.get(identified, 0), entry["count"])
    return Baseline(known)


def _is_sound(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and entry.keys() == set(_FIELDS)
        and all(isinstance(entry[name], str) for name in Identity._fields)
        and type(entry["count"]) is int
        and entry["count"] > 0
    )
