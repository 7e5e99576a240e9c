"""The Open XML schemas and what Word demands beyond them, as openxml-audit sees them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from openxml_audit import OpenXmlValidator

from sro_cli.conformity.faults import Fault

# numId 0 takes a paragraph out of the numbering of its style (ECMA-376-1, 17.9.18); there is
# no such definition, and none is needed.
_FALSE_ALARM = ("Sem_ReferencedElementMissing", "numId", "Numbering definition '0' referenced but not found")


def faults(product: bytes) -> list[Fault]:
    """What is wrong with a DOCX."""
    with tempfile.TemporaryDirectory(prefix="sro-") as folder:
        path = Path(folder, "produkt.docx")
        path.write_bytes(product)
        errors = OpenXmlValidator().validate(path).errors
    return [
        _fault(error.id, error.part_uri, error.description)
        for error in errors
        if (error.id, error.node, error.description) != _FALSE_ALARM
    ]


def _fault(rule: str | None, part: str | None, reported: str) -> Fault:
    rule, part = rule or "ohne Namen", (part or "").removeprefix("/") or "der Datei"
    message = f"Das Word-Dokument hält Open XML nicht ein: Regel {rule} in {part}"
    return Fault(f"{rule} {part}", message, reported)
