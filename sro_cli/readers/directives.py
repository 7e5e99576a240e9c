"""Fences: ```` ```{name} argument ```` with a YAML body is a directive, all others are code."""

from __future__ import annotations

import re
import unicodedata

from markdown_it.token import Token

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic, nearest
from sro_cli.model import Ansicht
from sro_cli.readers import entries, faults, fields
from sro_cli.readers.inlines import Inlines
from sro_cli.readers.lines import BLANK, block_span
from sro_cli.source import Source, Span

_INFO = re.compile(r"\{([^}]*)\}[ \t]*(.*)$")
_NAMES = ("uebersicht", "nachweis", "diagramm", "steckbrief")


def read(inlines: Inlines, token: Token) -> tree.Directive | tree.CodeBlock | None:
    """What a fence holds, or None for a directive that cannot be read (E124); E110 to E116 for its body."""
    source = inlines.source
    span = block_span(source, token)
    info = token.info.strip(BLANK)
    match = _INFO.fullmatch(info)
    if not match:
        language = info.split(maxsplit=1)[0] if info.split() else ""
        if language in _NAMES:
            inlines.findings.append(_without_braces(source, token, language))
        return tree.CodeBlock(code(token), language, span=span)
    line = (token.map or [0])[0]
    end = source.line_starts[line] + len(source.line(line).rstrip(BLANK))
    place = Span(source, end - len(info), end)
    name, argument = match[1].strip(), match[2].strip()
    if name not in _NAMES:
        close = nearest(name, _NAMES)
        inlines.findings.append(
            faults.ANWEISUNG_UNBEKANNT.at(
                place,
                f"Die Anweisung „{{{name}}}“ gibt es nicht",
                notes=(f"möglich sind: {', '.join(f'{{{known}}}' for known in _NAMES)}",),
                help=f"meinten Sie „{{{close[0]}}}“?"
                if close
                else "wählen Sie eine der möglichen Anweisungen",
            )
        )
        return None
    if token.level or source.line_column(span.start)[1] != 1:
        inlines.findings.append(
            faults.ANWEISUNG_UNBEKANNT.at(
                place,
                f"Die Anweisung „{{{name}}}“ steht in einer Liste, einem Kasten oder einer Fußnote",
                help="stellen Sie sie ohne Einrückung zwischen zwei Absätze",
            )
        )
        return None
    view = _view(inlines, token)
    only = tuple(view.nur.items())
    return tree.Directive(
        name, argument, view.id, view.titel, view.spalten, only, view.sortiert, view.quer, span=place
    )


def _without_braces(source: Source, token: Token, name: str) -> Diagnostic:
    start = source.text.index(name, block_span(source, token).start)
    return faults.ANWEISUNG_UNBEKANNT.at(
        Span(source, start, start + len(name)),
        f"Der Anweisung „{name}“ fehlen die geschweiften Klammern",
        help=f"schreiben Sie „{{{name}}}“",
    )


def code(token: Token) -> str:
    """The lines of a fence or an indented block, with composed umlauts as everywhere."""
    return unicodedata.normalize("NFC", token.content.rstrip("\n"))


def _view(inlines: Inlines, token: Token) -> Ansicht:
    source = inlines.source
    first, last = token.map or [0, 0]
    starts = (*source.line_starts, len(source.text))
    begin = starts[min(first + 1, len(starts) - 1)]
    # A fence that is never closed ends with the text.
    closed = last > first + 1 and source.line(last - 1).lstrip(BLANK).startswith(token.markup)
    end = max(begin, starts[last - 1 if closed else min(last, len(starts) - 1)])
    options, findings = fields.read(source, begin, end)
    inlines.findings += findings
    if options is None:
        return Ansicht()
    view, findings = entries.entry(Ansicht, options)
    inlines.findings += findings
    return view or Ansicht()
