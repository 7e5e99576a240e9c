"""Findings as text for people: the place, the quoted line, the underline, the remedy."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from sro_cli.diagnostics import Diagnostic, Severity
from sro_cli.source import Span

_NAMES = {Severity.FEHLER: "fehler", Severity.WARNUNG: "warnung", Severity.HINWEIS: "hinweis"}
_PLURALS = {Severity.FEHLER: "Fehler", Severity.WARNUNG: "Warnungen", Severity.HINWEIS: "Hinweise"}
_SINGULARS = {Severity.FEHLER: "Fehler", Severity.WARNUNG: "Warnung", Severity.HINWEIS: "Hinweis"}
_COLOURS = {Severity.FEHLER: "31", Severity.WARNUNG: "33", Severity.HINWEIS: "36"}
_SYMBOLS = {code: 0x2400 + code for code in range(0x20)} | dict.fromkeys(range(127, 160), 9254)
_TAB = 4
_WIDEST = 110
"""Columns of a quoted line; a longer one is cut around the place."""


def text(findings: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """The findings with excerpts, one after the other, in the order given."""
    return "\n".join(_finding(finding, _Paint(colour)) for finding in findings)


def short(findings: Iterable[Diagnostic]) -> str:
    """One line a finding."""
    return "".join(
        f"{_place(finding)}: {finding.kind.code} {finding.message}{_hint(finding)}\n" for finding in findings
    )


def summary(findings: Iterable[Diagnostic]) -> str:
    """How many of each severity, in words.

    >>> summary([])
    'keine Befunde'
    """
    counts = dict.fromkeys(sorted(Severity, reverse=True), 0)
    for finding in findings:
        counts[finding.kind.severity] += 1
    words = [
        f"{count} {(_SINGULARS if count == 1 else _PLURALS)[severity]}"
        for severity, count in counts.items()
        if count
    ]
    return ", ".join(words) or "keine Befunde"


class _Paint:
    def __init__(self, colour: bool) -> None:  # noqa: FBT001 - private, one switch
        self.colour = colour

    def __call__(self, words: str, code: str) -> str:
        return f"\x1b[{code}m{words}\x1b[0m" if self.colour and words else words


def _place(finding: Diagnostic) -> str:
    return str(finding.span) if finding.span else finding.path


def _hint(finding: Diagnostic) -> str:
    return f" ({finding.help})" if finding.help else ""


def _finding(finding: Diagnostic, paint: _Paint) -> str:
    severity = finding.kind.severity
    colour = _COLOURS[severity]
    head = paint(f"{_NAMES[severity]}[{finding.kind.code}]", f"1;{colour}")
    lines = [f"{head}: {paint(finding.message, '1')}"]
    spans = [finding.span, *(related.span for related in finding.related)]
    margin = max((len(str(span.source.line_column(span.start)[0])) for span in spans if span), default=1)
    pad = " " * margin
    bar = paint("|", "34")
    lines.append(f"{pad}{paint('-->', '34')} {_place(finding)}")
    if finding.span:
        lines += [f"{pad} {bar}", *_excerpt(finding.span, finding.label, margin, paint, colour)]
    for related in finding.related:
        lines.append(f"{pad}{paint(':::', '34')} {related.span}")
        lines += [f"{pad} {bar}", *_excerpt(related.span, related.message, margin, paint, "34")]
    lines += [f"{pad} {paint('=', '34')} {note}" for note in finding.notes]
    if finding.help:
        lines.append(f"{pad} {paint('=', '34')} {paint('hilfe', '1')}: {finding.help}")
    return "\n".join(lines) + "\n"


def _excerpt(span: Span, label: str, margin: int, paint: _Paint, colour: str) -> list[str]:
    line, column = span.source.line_column(span.start)
    raw = span.source.line(line - 1)
    start = column - 1
    end = min(start + max(span.end - span.start, 1), max(len(raw), start + 1))
    raw, start, end = _cut(raw, start, end)
    shown, edges = _expanded(raw)
    left = edges[min(start, len(edges) - 1)]
    right = edges[end] if end < len(edges) else max(edges[-1], left + 1)
    marks = "^" * max(right - left, 1)
    bar = paint("|", "34")
    return [
        f"{line:>{margin}} {bar} {shown}",
        f"{' ' * margin} {bar} {' ' * left}{paint(f'{marks} {label}'.rstrip(), colour)}",
    ]


def _cut(raw: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a long line around a place, with … where something is left out."""
    if len(raw) <= _WIDEST:
        return raw, start, end
    begin = max(0, min(start - _WIDEST // 3, len(raw) - _WIDEST))
    piece = raw[begin : begin + _WIDEST]
    end = min(end, begin + len(piece))
    shift = begin
    if begin:
        piece = f"… {piece[1:]}"
        shift -= 1
    if begin + _WIDEST < len(raw):
        piece = f"{piece[:-1]} …"
    return piece, start - shift, end - shift


def _expanded(raw: str) -> tuple[str, list[int]]:
    """A line with its tabs expanded, and the column at which each character begins; the last is the end.

    Combining marks take no column, wide characters two; control characters are shown by symbols,
    because a terminal would obey them.
    """
    edges = [0]
    shown: list[str] = []
    for character in raw:
        at = edges[-1]
        width = _TAB - at % _TAB if character == "\t" else _width(character)
        shown.append(" " * width if character == "\t" else character.translate(_SYMBOLS))
        edges.append(at + width)
    return "".join(shown), edges


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
