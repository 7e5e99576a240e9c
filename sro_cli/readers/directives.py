"""Fences: ```` ```{name} argument ```` with a YAML body is a directive, all others are code."""

from __future__ import annotations

import re
import unicodedata

from markdown_it.token import Token

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic, Fix, faults
from sro_cli.diagnostics.suggestions import choice, correction, nearest
from sro_cli.model import Ansicht
from sro_cli.readers import entries, fields
from sro_cli.readers.inlines import Inlines
from sro_cli.readers.lines import BLANK, block_span, line_span
from sro_cli.source import Key, Source, Span

_INFO = re.compile(r"\{([^}]*)\}[ \t]*(.*)$")
_NAMES = ("uebersicht", "nachweis", "diagramm", "steckbrief")
_ID = re.compile(r"^id:[ \t]*([\w.-]+)", re.MULTILINE)


def read(inlines: Inlines, token: Token) -> tree.Directive | tree.CodeBlock:
    """What a fence holds; E124 for a directive that cannot be, E128 without an end, E110 to E116 for a body.

    Whatever is wrong with a directive, it keeps its id: who mentions it is not at fault.
    """
    source = inlines.source
    span = block_span(source, token)
    info = token.info.strip(BLANK)
    match = _INFO.fullmatch(info)
    if not _is_closed(source, token):
        inlines.findings.append(_unclosed(source, token))
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
        close, known = nearest(name, _NAMES), [f"{{{known}}}" for known in _NAMES]
        inlines.findings.append(
            faults.ANWEISUNG_UNBEKANNT.at(
                place,
                f"Die Anweisung „{{{name}}}“ gibt es nicht",
                notes=(f"möglich sind: {', '.join(known)}",) if close else (),
                help=f"meinten Sie „{{{close[0]}}}“?" if close else f"wählen Sie {choice(known)}",
                fix=correction(Span(source, place.start, place.start + match.end(1)), name, close),
            )
        )
        name = close[0] if close else ""
    if inside := bool(token.level) or source.line_column(span.start)[1] != 1:
        inlines.findings.append(
            faults.ANWEISUNG_UNBEKANNT.at(
                place,
                f"Die Anweisung „{{{name}}}“ steht in einer Liste, einem Kasten oder einer Fußnote",
                help="stellen Sie sie ohne Einrückung zwischen zwei Absätze",
            )
        )
    view, places = _view(inlines, token, inside=inside)
    only = tuple(view.nur.items())
    return tree.Directive(
        name, argument, view.id, view.titel, view.spalten, only, view.sortiert, view.quer, places, span=place
    )


def _is_closed(source: Source, token: Token) -> bool:
    first, last = token.map or (0, 0)
    if last - 1 <= first:
        return False
    mark = source.line(last - 1).strip(BLANK + ">")
    # A second beginning inside shows that the end of the first is missing.
    begun = any(line.startswith(token.markup) for line in token.content.splitlines())
    return mark.startswith(token.markup) and not mark.strip(token.markup[0]) and not begun


def _unclosed(source: Source, token: Token) -> Diagnostic:
    place = line_span(source, (token.map or [0])[0])
    return faults.BLOCK_OFFEN.at(
        place,
        "Dieser Block ist nicht geschlossen",
        label="alles Folgende gehört sonst dazu",
        help=f"schreiben Sie {token.markup} in eine eigene Zeile darunter",
    )


def _without_braces(source: Source, token: Token, name: str) -> Diagnostic:
    start = source.text.index(name, block_span(source, token).start)
    place = Span(source, start, start + len(name))
    return faults.ANWEISUNG_UNBEKANNT.at(
        place,
        f"Der Anweisung „{name}“ fehlen die geschweiften Klammern",
        help=f"schreiben Sie „{{{name}}}“",
        fix=Fix(place, f"{{{name}}}", safe=True),
    )


def code(token: Token) -> str:
    """The lines of a fence or an indented block, with composed umlauts as everywhere."""
    return unicodedata.normalize("NFC", token.content.rstrip("\n"))


def _view(inlines: Inlines, token: Token, *, inside: bool) -> tuple[Ansicht, dict[Key, Span]]:
    """The options of a directive, and where they stand; of faulty ones only the id."""
    source = inlines.source
    known = _ID.search(token.content)
    salvaged = Ansicht.model_construct(id=known[1] if known else "")
    if inside or not _is_closed(source, token):
        return salvaged, {}
    first, last = token.map or (0, 0)
    options, findings = fields.read(source, source.line_starts[first + 1], source.line_starts[last - 1])
    inlines.findings += findings
    if options is None:
        return salvaged, {}
    view, findings = entries.entry(Ansicht, options)
    inlines.findings += findings
    return view or salvaged, {path: field.span for path, field in options.walk()}
