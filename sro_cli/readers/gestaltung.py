"""``templates/gestaltung.yml`` and the frames beside it → the theme."""

from __future__ import annotations

from collections.abc import Mapping

from sro_cli.diagnostics import Diagnostic
from sro_cli.files import Files
from sro_cli.readers import entries, faults, fields, pictures, sources
from sro_cli.readers.fields import Field
from sro_cli.source import Places
from sro_cli.theme import GESTALTUNG, Gestaltung, Theme

_FOLDER = "templates/"
_TOKENS = "templates/gestaltung.yml"


def load(files: Files) -> tuple[Theme | None, tuple[Diagnostic, ...]]:
    """The theme, or None and what is wrong with it.

    Args:
        files: with ``templates/``, a city's own over those that come with `sro`.
    """
    frames: dict[str, bytes] = {}
    findings: list[Diagnostic] = []
    for path in files.paths():
        if path.startswith(_FOLDER):
            raw, unreadable = sources.read_bytes(files, path)
            findings += unreadable
            if raw is not None:
                frames[path.removeprefix(_FOLDER)] = raw
    outer, wrong = _tokens(frames)
    findings += wrong
    if outer is None:
        return None, tuple(findings)
    tokens, wrong = entries.entry(Gestaltung, outer)
    findings += wrong
    if tokens is None:
        return None, tuple(findings)
    span, _logo = outer.find(("logo",))
    if fault := _logo_fault(tokens.logo, frames):
        findings.append(fault.at(span))
        return None, tuple(findings)
    return Theme(tokens, frames), tuple(findings)


def places(files: Files) -> Places:
    """Where the tokens stand, below the key `GESTALTUNG`; empty if nobody can read them."""
    found = Places()
    raw, _unreadable = sources.read_bytes(files, _TOKENS)
    outer, _findings = _tokens({} if raw is None else {"gestaltung.yml": raw})
    for path, inner in outer.walk() if outer else ():
        found.add((GESTALTUNG, *path), inner.span)
    return found


def _logo_fault(logo: str, frames: Mapping[str, bytes]) -> pictures.Fault | None:
    if not logo:
        return None
    if logo in frames and logo.endswith(pictures.ENDINGS):
        return pictures.fault(logo, frames[logo])
    known = [f"{_FOLDER}{path}" for path in frames if path.endswith(pictures.ENDINGS)]
    return pictures.missing(f"{_FOLDER}{logo}", logo, known)


def _tokens(frames: Mapping[str, bytes]) -> tuple[Field | None, tuple[Diagnostic, ...]]:
    if (raw := frames.get("gestaltung.yml")) is None:
        remedy = "legen Sie die mitgelieferte Datei wieder in den Ordner templates"
        return None, (faults.DATEI_FEHLT.in_file(_TOKENS, "Die Datei gestaltung.yml fehlt", help=remedy),)
    source, findings = sources.decoded(_TOKENS, raw)
    if source is None:
        return None, findings
    outer, findings = fields.read(source)
    if outer is None and not findings:
        remedy = "löschen Sie sie; dann gilt die mitgelieferte"
        return None, (faults.FELD_FEHLT.in_file(_TOKENS, "Die Datei ist leer", help=remedy),)
    return outer, findings
