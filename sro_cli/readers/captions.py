"""Titles of tables: a paragraph below the table that begins with a colon, and what is meant as one (E129)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from sro_cli.diagnostics import Diagnostic, Fix, faults
from sro_cli.readers import attributes
from sro_cli.readers.inlines import Inlines
from sro_cli.readers.lines import BLANK, block_span, line_span, text_offsets
from sro_cli.readers.tables import CAPTION
from sro_cli.source import Source, Span

_GLUED = re.compile(r":(?=[^\W\d])")
_NAMED = re.compile(r"(?:Tabelle|Tab\.|Table)(?: \d[\d.]*)?: (?=[^\n]*\Z)")
_AROUND = re.compile(r"(?:[>\s]|[-*+][ \t]|\d+[.)][ \t])*")
_QUOTED = re.compile(r"[ \t>]*")
_DEFINITION = [
    *("dt_open", "inline", "dt_close"),
    *("dd_open", "paragraph_open", "inline", "paragraph_close", "dd_close"),
    "dl_close",
]
TERM, MEANING, BEHIND = 1, 5, 9
"""Where in the tokens of a list of a single definition its texts are, and what comes behind it."""


def mark(inlines: Inlines, tokens: Sequence[Token], at: int, *, below: bool) -> int:
    """How many characters at the beginning of a paragraph make it the title of a table; 0 if it is none.

    Args:
        inlines: of the source; they collect its findings.
        tokens: of the blocks.
        at: where the text of the paragraph is among them.
        below: whether a table without a title stands above the paragraph.
    """
    source, token, behind = inlines.source, tokens[at], at + 2
    text = token.content
    if match := CAPTION.match(text):
        above = not below and _is_table(tokens, behind)
        if above:
            inlines.findings.append(_above(source, token, tokens[behind], safe=True))
        elif not below and not _is_failed_table(tokens, behind):
            inlines.findings.append(_without_table(source, token))
        return match.end() if below or above else 0
    if below and (match := _GLUED.match(text)):
        inlines.findings.append(_unmarked(source, token, match, safe=True))
        return match.end()
    if (match := _NAMED.match(text)) and (below or _is_table(tokens, behind)):
        found = (
            _unmarked(source, token, match, safe=False)
            if below
            else _above(source, token, tokens[behind], safe=False)
        )
        inlines.findings.append(found)
        return match.end()
    return 0


def is_in_definition(inlines: Inlines, tokens: Sequence[Token], at: int) -> bool:
    """Whether a list of definitions is none, but a paragraph and a title.

    A title that has a paragraph above it makes a definition of both. Before a table it is one for sure if
    it has attributes; otherwise it may be one if a blank line stands before it.

    Args:
        inlines: of the source; they collect its findings.
        tokens: of the blocks.
        at: where the first term of the list begins among them.
    """
    if [token.type for token in tokens[at : at + BEHIND]] != _DEFINITION:
        return False
    source, title = inlines.source, tokens[at + MEANING]
    term = tokens[at + TERM].content
    after_title = bool(CAPTION.match(term) or _GLUED.match(term))
    sure = after_title or attributes.stripped(title.content) != title.content
    if _is_table(tokens, at + BEHIND):
        if sure or not source.line(_line(title) - 1).strip(BLANK + ">"):
            inlines.findings.append(_above(source, title, tokens[at + BEHIND], safe=sure))
        return sure
    if after_title:
        inlines.findings.append(_without_table(source, title))
    return after_title


def _is_table(tokens: Sequence[Token], at: int) -> bool:
    """Whether at a place begins a table that has no title below it."""
    if at >= len(tokens) or tokens[at].type != "table_open":
        return False
    end = next(index for index in range(at, len(tokens)) if tokens[index].type == "table_close")
    following = tokens[end + 1 : end + 3]
    is_paragraph = bool(following) and following[0].type == "paragraph_open"
    return not (is_paragraph and CAPTION.match(following[1].content))


def _is_failed_table(tokens: Sequence[Token], at: int) -> bool:
    is_paragraph = at < len(tokens) and tokens[at].type == "paragraph_open"
    return is_paragraph and tokens[at + 1].content.startswith("|")


def _line(token: Token) -> int:
    return (token.map or [0])[0]


def _first_line(source: Source, token: Token) -> Span:
    line = line_span(source, _line(token))
    around = _AROUND.match(line.text)
    return Span(source, line.start + (around.end() if around else 0), line.end)


def _without_table(source: Source, token: Token) -> Diagnostic:
    # That its attributes have no place here is the same fault.
    token.content = attributes.stripped(token.content)
    return faults.TABELLENTITEL_VERIRRT.at(
        _first_line(source, token),
        "Über diesem Titel steht keine Tabelle, die noch keinen hat",
        help="setzen Sie ihn unter seine Tabelle; ist es kein Titel, löschen Sie den Doppelpunkt",
    )


def _unmarked(source: Source, token: Token, match: re.Match[str], *, safe: bool) -> Diagnostic:
    place = text_offsets(source, token)
    found = Span(source, place(0), place(match.end() - 1) + 1)
    return faults.TABELLENTITEL_VERIRRT.at(
        _first_line(source, token),
        "So bekommt die Tabelle darüber keinen Titel",
        help="beginnen Sie die Zeile mit einem Doppelpunkt und einem Leerzeichen",
        fix=Fix(found, ": ", safe=safe),
    )


def _above(source: Source, token: Token, table: Token, *, safe: bool) -> Diagnostic:
    return faults.TABELLENTITEL_VERIRRT.at(
        _first_line(source, token),
        "Der Titel steht über seiner Tabelle statt darunter",
        help="setzen Sie ihn mit einer Leerzeile unter die Tabelle, mit „: “ am Anfang",
        fix=_exchange(source, token, table, safe=safe),
    )


def _exchange(source: Source, token: Token, table: Token, *, safe: bool) -> Fix | None:
    """The change that puts a paragraph below the table behind it; None if the mark of a list is before it."""
    quoted = _QUOTED.match(source.line(_line(token)))
    title, rows = block_span(source, token), block_span(source, table)
    start = source.line_starts[_line(token)]
    written = source.text[start : title.end]
    before = quoted[0] if quoted else ""
    if not written[len(before) :].startswith((":", token.content[:1])):
        return None
    first = source.line_starts[_line(table)]
    words = _NAMED.sub(": ", written[len(before) :], count=1)
    blank = f"{source.newline}{before.rstrip()}{source.newline}"
    moved = f"{source.text[first : rows.end]}{blank}{before}{words}"
    return Fix(Span(source, start, rows.end), moved, safe=safe)
