"""``{#id .klasse}`` at the end of a heading, a picture or the caption of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sro_cli.diagnostics import Diagnostic, Fix, faults
from sro_cli.diagnostics.suggestions import correction, nearest
from sro_cli.model import STELLENKENNUNG, ident_of
from sro_cli.readers.inlines import Inlines
from sro_cli.readers.stamped import Offsets
from sro_cli.source import Span

_WRITTEN = re.compile(r"[ \t]*(?<!\\)\{([^{}]*)\}[ \t]*$")
_CLASSES = {"heading": ("ohne-nummer",), "figure": ("dekorativ",), "table": ("quer",)}


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands between the braces.

    Attributes:
        ident: empty without one.
        classes: only those possible here.
    """

    ident: str = ""
    classes: tuple[str, ...] = ()


def are_all(text: str) -> bool:
    """Whether a text is nothing but attributes.

    >>> are_all("{#lage}"), are_all("siehe {#lage}")
    (True, False)
    """
    return bool(_WRITTEN.fullmatch(text))


def stripped(text: str) -> str:
    """A text without the attributes at its end.

    >>> stripped(": Lage {#lage .quer}")
    ': Lage'
    """
    return _WRITTEN.sub("", text)


def split(
    inlines: Inlines, text: str, place: Offsets, of: Literal["heading", "figure", "table"]
) -> tuple[str, Attributes]:
    """A text without its attributes, and the attributes; what is wrong with them (E125) goes to the findings.

    Args:
        inlines: of the source; they collect its findings.
        text: as written.
        place: maps the text to the source.
        of: what the attributes belong to.
    """
    match = _WRITTEN.search(text)
    if not match or "=" in match[1]:
        return text, Attributes()
    ident = ""
    classes: list[str] = []
    for word in re.finditer(r"\S+", match[1]):
        start = place(match.start(1) + word.start())
        span = Span(inlines.source, start, start + len(word[0]))
        if word[0].startswith("#") and not ident:
            ident = word[0][1:]
            if not STELLENKENNUNG.fullmatch(ident):
                inlines.findings.append(_no_ident(span))
        elif word[0].startswith(".") and word[0][1:] in _CLASSES[of]:
            classes.append(word[0][1:])
        else:
            inlines.findings.append(_no_attribute(span, word[0], of))
    return text[: match.start()], Attributes(ident, tuple(classes))


def _no_attribute(span: Span, written: str, of: str) -> Diagnostic:
    possible = [f".{name}" for name in _CLASSES[of]]
    close = nearest(written.removeprefix("."), possible)
    rule = f"möglich sind eine Kennung wie #modellregionen und {', '.join(possible)}"
    return faults.MERKMAL_UNBEKANNT.at(
        span,
        f"Das Merkmal „{written}“ gibt es hier nicht",
        notes=(rule,) if close else (),
        help=f"meinten Sie „{close[0]}“?" if close else rule,
        fix=correction(span, written, close),
    )


def _no_ident(span: Span) -> Diagnostic:
    rule = "erlaubt sind Buchstaben ohne Umlaute, Ziffern, Punkt und Strich"
    meant = ident_of(span.text[1:])
    is_possible = bool(STELLENKENNUNG.fullmatch(meant))
    return faults.MERKMAL_UNBEKANNT.at(
        span,
        f"„{span.text[1:]}“ kann keine Kennung sein",
        notes=(rule,) if is_possible else (),
        help=f"schreiben Sie #{meant}" if is_possible else rule,
        # Whoever mentions it has to follow.
        fix=Fix(span, f"#{meant}", safe=False) if is_possible else None,
    )
