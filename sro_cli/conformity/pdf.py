"""PDF/UA-1 and PDF/A-2a, as page-validation sees them."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Literal

import page

from sro_cli.conformity.faults import Fault

Profile = Literal["ua1", "2a"]

PROFILES: dict[Profile, str] = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}
"""The standards by the names that the validator has for them."""

_PAGE = re.compile(r"\bpage (\d+)\b")
_STREAM = re.compile(rb"/Length (\d+)[^<>]*(?:<<[^<>]*>>[^<>]*)*>>\s*stream\r?\n")
_ENDS = re.compile(rb"\r?\n?endstream")


def faults(product: bytes, profiles: tuple[Profile, ...] = ("ua1", "2a")) -> list[Fault]:
    """What is wrong with a PDF.

    The validator takes a last byte of a stream that happens to be a carriage return for a line end
    and then complains about the length. That complaint counts only if we find a wrong length too.

    Args:
        product: the PDF.
        profiles: what it must be.
    """
    with tempfile.TemporaryDirectory(prefix="sro-") as folder:
        path = Path(folder, "produkt.pdf")
        path.write_bytes(product)
        return [
            _fault(profile, failure.rule_id, failure.message)
            for profile in profiles
            for failure in page.validate_pdf(str(path), profile=profile).failures
            if not (failure.rule_id.endswith("STREAM-LENGTH-001") and lengths_are_right(product))
        ]


def lengths_are_right(product: bytes) -> bool:
    """Whether every stream of a PDF ends where its dictionary says."""
    streams = list(_STREAM.finditer(product))
    ends = (_ENDS.match(product, stream.end() + int(stream[1])) for stream in streams)
    return len(streams) == product.count(b"endstream") and all(ends)


def _fault(profile: Profile, rule: str, reported: str) -> Fault:
    number = _PAGE.search(reported)
    place = f", Seite {number[1]}" if number else ""
    return Fault(rule, f"Das PDF hält {PROFILES[profile]} nicht ein: Regel {rule}{place}", reported)
