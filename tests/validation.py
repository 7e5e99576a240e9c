"""The products under independent validators; each gives what it finds, nothing if all is well."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import page
from axe_playwright_python.sync_playwright import Axe
from openxml_audit import OpenXmlValidator

Profile = Literal["ua1", "2a"]

_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_STREAM = re.compile(rb"/Length (\d+)[^<>]*(?:<<[^<>]*>>[^<>]*)*>>\s*stream\r?\n")
_ENDS = re.compile(rb"\r?\n?endstream")


def pdf_faults(product: bytes, profile: Profile, folder: Path) -> list[str]:
    """What the validator finds in a PDF, „rule: message“.

    It takes a last byte of a stream that happens to be a carriage return for a line end and
    then complains about the length. That complaint counts only if we find a wrong length too.
    """
    path = folder / "product.pdf"
    path.write_bytes(product)
    faults = page.validate_pdf(str(path), profile=profile).failures
    return [
        f"{fault.rule_id}: {fault.message}"
        for fault in faults
        if not (fault.rule_id.endswith("STREAM-LENGTH-001") and lengths_are_right(product))
    ]


def lengths_are_right(product: bytes) -> bool:
    """Whether every stream of a PDF ends where its dictionary says."""
    streams = list(_STREAM.finditer(product))
    ends = (_ENDS.match(product, stream.end() + int(stream[1])) for stream in streams)
    return len(streams) == product.count(b"endstream") and all(ends)


def docx_faults(product: bytes, folder: Path) -> list[str]:
    """What openxml-audit has to say."""
    path = folder / "product.docx"
    path.write_bytes(product)
    return [
        error.description
        for error in OpenXmlValidator().validate(path).errors
        # numId 0 takes a paragraph out of the numbering of its style (ECMA-376-1, 17.9.18); there is
        # no such definition, and none is needed.
        if (error.id, error.node, error.description)
        != ("Sem_ReferencedElementMissing", "numId", "Numbering definition '0' referenced but not found")
    ]


def html_faults(window: Any, path: Path) -> dict[str, list[str]]:
    """What axe-core finds on a page: rule → elements.

    Args:
        window: a page of the browser.
        path: the file to look at.
    """
    window.goto(path.as_uri())
    # No preload: axe would fetch the style sheet, which the policy forbids.
    options = {"runOnly": _STANDARDS, "preload": False, "resultTypes": ["violations"]}
    violations = Axe().run(window, options=options).response["violations"]
    return {rule["id"]: [node["html"] for node in rule["nodes"]] for rule in violations}
