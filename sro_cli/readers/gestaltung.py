"""``templates/gestaltung.yml`` and the frames beside it → the theme."""

from __future__ import annotations

from sro_cli.diagnostics import Diagnostic
from sro_cli.files import Files
from sro_cli.readers import entries, faults, fields
from sro_cli.source import Source
from sro_cli.theme import Gestaltung, Theme

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
            try:
                frames[path.removeprefix(_FOLDER)] = files.read(path)
            except OSError:
                findings.append(faults.NICHT_LESBAR.in_file(path, "Die Datei lässt sich nicht lesen"))
    try:
        source = Source(_TOKENS, frames["gestaltung.yml"].decode("utf-8-sig"))
    except KeyError:
        findings.append(faults.DATEI_FEHLT.in_file(_TOKENS, "Die Datei gestaltung.yml fehlt"))
        return None, tuple(findings)
    except UnicodeDecodeError:
        findings.append(faults.KEIN_UTF8.in_file(_TOKENS, "Die Datei ist nicht in UTF-8 gespeichert"))
        return None, tuple(findings)
    outer, syntax = fields.read(source)
    findings += syntax
    if outer is None:
        return None, tuple(findings)
    tokens, wrong = entries.entry(Gestaltung, outer)
    findings += wrong
    return (Theme(tokens, frames) if tokens else None), tuple(findings)
