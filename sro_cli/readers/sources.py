"""Files → bytes and texts, or the finding that says why not."""

from __future__ import annotations

import hashlib
import re

from sro_cli.diagnostics import Diagnostic, faults
from sro_cli.files import Files, Outside, TooLarge
from sro_cli.source import Source, Span

# A mark of byte order within a text comes from files put one behind the other.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
"""What nobody can see and products may not hold."""


def read_bytes(files: Files, path: str) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The bytes of a file, or None and a finding: E101, E103 or E104."""
    try:
        return files.read(path), ()
    except OSError as error:
        return None, (_unreadable(path, error),)


def read(files: Files, path: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """The text of a file, or None and a finding: those of `read_bytes`, E102 or E107."""
    raw, findings = read_bytes(files, path)
    return decoded(path, raw) if raw is not None else (None, findings)


def digest(path: str, content: bytes) -> str:
    r"""What tells a picture from others; drawings may end their lines as git likes.

    >>> digest("a.svg", b"<svg>\r\n</svg>") == digest("a.svg", b"<svg>\n</svg>")
    True
    """
    same = content.replace(b"\r\n", b"\n") if path.endswith(".svg") else content
    return hashlib.sha256(same).hexdigest()


def decoded(path: str, raw: bytes) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """The text that bytes hold, or None and a finding: E102 or E107."""
    try:
        source = Source(path, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        readable = len(error.object[: error.start].decode("utf-8-sig"))
        source = Source(path, raw.decode("utf-8-sig", errors="replace"))
        return None, (
            faults.KEIN_UTF8.at(
                Span(source, readable, readable + 1),
                "Die Datei ist nicht in UTF-8 gespeichert",
                label="dieses Zeichen ist nicht lesbar",
                help="speichern Sie sie in Ihrem Editor mit der Kodierung UTF-8",
            ),
        )
    if match := CONTROL.search(source.text):
        return None, (
            faults.STEUERZEICHEN.at(
                Span(source, match.start(), match.end()),
                f"Hier steht ein unsichtbares Steuerzeichen (U+{ord(match[0]):04X})",
                help="löschen Sie es; es kam wohl beim Kopieren in den Text",
            ),
        )
    return source, ()


def _unreadable(path: str, error: OSError) -> Diagnostic:
    match error:
        case IsADirectoryError() if path.endswith("/"):
            message, remedy = (
                "Die Verknüpfung führt zu einem Ordner",
                "legen Sie den Ordner selbst an diese Stelle",
            )
        case IsADirectoryError():
            return faults.ORDNER_STATT_DATEI.in_file(
                path, "Hier liegt ein Ordner, wo eine Datei hingehört", help="benennen Sie den Ordner um"
            )
        case TooLarge():
            return faults.ZU_GROSS.in_file(
                path,
                "Die Datei ist größer als 16 Megabyte",
                help="teilen Sie den Text auf oder verkleinern Sie das Bild",
            )
        case Outside():
            message = "Die Verknüpfung führt aus dem Ordner des Konzepts hinaus"
            remedy = "legen Sie die Datei selbst in den Ordner"
        case FileNotFoundError():
            message, remedy = (
                "Die Verknüpfung führt zu keiner Datei",
                "legen Sie die Datei selbst in den Ordner",
            )
        case PermissionError():
            message, remedy = "Ihnen fehlt das Recht, die Datei zu lesen", "prüfen Sie die Zugriffsrechte"
        case _:
            message, remedy = "Das ist keine gewöhnliche Datei", "ersetzen Sie sie durch eine gewöhnliche"
    return faults.NICHT_LESBAR.in_file(path, message, help=remedy)
