"""``templates/gestaltung.yml`` and the frames beside it → the theme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sro_cli.diagnostics import Diagnostic, faults
from sro_cli.engines import typeset
from sro_cli.files import Files, bundled
from sro_cli.readers import entries, fields, pictures, sources
from sro_cli.readers.fields import Field
from sro_cli.source import Places, Source
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
    if outer:
        found.add_all(GESTALTUNG, outer)
    return found


def is_given(theme: Theme | None) -> bool:
    """Whether the templates of annexes, views and diagrams are those that come with `sro`."""
    return _are_given(theme, _VIEW)


def frames_are_given(theme: Theme) -> bool:
    """Whether pages, PDF and Word have the look that comes with `sro`, tokens and all."""
    return _are_given(theme, _FRAME)


def _are_given(theme: Theme | None, which: re.Pattern[str]) -> bool:
    given = bundled()
    known = {path: given.read(path) for path in given.paths() if which.fullmatch(path)}
    frames = theme.frames.items() if theme else ()
    return known == {path: text for name, text in frames if which.fullmatch(path := _FOLDER + name)}


_ASCII = bytes(range(128))
_FRAME = re.compile(r"templates/(?:html/.*|pdf\.typ|gestaltung\.yml|reference\.docx)")
_VIEW = re.compile(r"templates/(?!neu/|html/|pdf\.).*\.(?:md\.j2|typ)")


def unset(theme: Theme | None, texts: Iterable[Source]) -> tuple[frozenset[str], frozenset[str]]:
    """The signs in some texts that the font of the text lacks, and those that the font of code lacks."""
    if theme is None:
        return frozenset(), frozenset()
    # Every font has ASCII. Without it, little is left to look at, and bytes are quickly taken away.
    rare = (source.text.encode().translate(None, _ASCII).decode() for source in texts)
    signs = frozenset[str]().union(*rare)
    fonts = theme.gestaltung.schrift
    return typeset.unset(signs, fonts.text), typeset.unset(signs, fonts.fest)


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
