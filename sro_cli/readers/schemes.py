"""The schemes of links: what they point to, and what was meant by one that nobody knows."""

from __future__ import annotations

import re
from dataclasses import replace

from sro_cli.diagnostics import Diagnostic, Fix, faults
from sro_cli.diagnostics.suggestions import correction, nearest, replacing
from sro_cli.source import Span

SCHEMES = (
    "kapitel",
    "abschnitt",
    "abb",
    "tab",
    "ziel",
    "zielwerk",
    "beschluss",
    "sozialraum",
    "rahmen",
    "akteur",
    "meilenstein",
    "veranstaltung",
    "rueckmeldung",
    "begriff",
    "quelle",
)
"""The schemes of mentions; all other links lead out of the document."""

OUTSIDE = ("http", "https", "mailto")
"""Those of links that lead out."""

_CALLED = {"abbildung": "abb", "tabelle": "tab", "rahmenbedingung": "rahmen", "glossar": "begriff"}
"""What somebody may write for a scheme who knows the word for it."""

_FILE = re.compile(r"^(?:[A-Za-z]:|file:|\.{0,2}/)|[\\]|\.(?:docx?|xlsx?|pptx?|od[tsp]|pdf)\b")


def fault(href: str, scheme: str, target: Span) -> Diagnostic:
    """The finding V203 for a link that names no known kind.

    Args:
        href: where it leads, as read.
        scheme: of that; empty without one.
        target: the place.
    """
    remedy, fix = _instead_of(href, scheme, target)
    return faults.VERWEISART_UNBEKANNT.at(
        target,
        f"Der Verweis „{href}“ sagt nicht, was er meint",
        notes=(f"möglich sind: {', '.join(f'{known}:' for known in SCHEMES)}, https: und mailto:",),
        help=remedy,
        fix=fix,
    )


def joined(broken: Span) -> Fix | None:
    """The change that takes away the blank inside of a link: ``[so genannt] (ziel:Z1)``.

    Args:
        broken: what is before the target.
    """
    blank = Span(broken.source, broken.end - 2, broken.end - 1)
    scheme = broken.source.text[broken.end : broken.end + 20].partition(":")[0]
    return Fix(blank, "", safe=True) if broken.text.endswith("] (") and scheme in SCHEMES else None


def _instead_of(href: str, scheme: str, target: Span) -> tuple[str, Fix | None]:
    """What to write, and the change that does."""
    if href.startswith("www."):
        return f"schreiben Sie https://{href}", replacing(target, href, f"https://{href}", safe=False)
    if href.startswith("#"):
        section = f"abschnitt:{href[1:]}"
        return f"schreiben Sie {section}", replacing(target, href, section, safe=True)
    if href.endswith(".md"):
        return "nennen Sie das Kapitel mit seiner Kennung: kapitel:…", None
    if _FILE.search(href):
        return "nehmen Sie die Adresse der Datei im Netz: https://…", None
    if close := nearest(scheme or href, (*SCHEMES, *OUTSIDE, *_CALLED)):
        start = Span(target.source, target.start, target.start + len(scheme))
        fix = correction(start, scheme, close)
        meant = _CALLED.get(close[0], close[0])
        return f"meinten Sie „{meant}:…“?", fix and replace(fix, replacement=meant)
    return "schreiben Sie die Art vor die Kennung: ziel:…", None
