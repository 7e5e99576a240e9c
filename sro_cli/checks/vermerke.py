"""D908: what says of itself that it is internal, and stands where everybody reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sro_cli import tree
from sro_cli.checks.rule import Rule, Scope
from sro_cli.checks.spots import Spot, located
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Severity
from sro_cli.model import Kapitel
from sro_cli.source import Source, Span

INTERNES_OHNE_KASTEN = Kind("D908", "internes-ohne-kasten", Severity.FEHLER, tolerable=True)

# With what may stand behind it if it says that something is internal: few places have to be looked up.
_WORD = re.compile(
    r"(?:INTERN|(?:intern|Intern)(?:e[rs]? (?:Vermerk|Hinweis|Notiz|Anmerkung|Bemerkung|Kommentar))?"
    r"(?=[*_)\]\\]* ?:|[*_\\]*\]|[*_)\]\\]*[ \t]*$))(?![\w-])",
    re.MULTILINE,
)
_RARE = re.compile("ntern"), re.compile("NTERN")
"""Nearly all that it begins with; looking for these alone takes a tenth of the time."""

_MARKS = re.compile(r"(?:[\s>*_#\\!\[(:`~'\"„+-]|\d{1,2}[.)]|\[\^[^\]]*\]:|[Nn]ur )*")
_BLOCK = re.compile(r"[#(*:\[`~+-]|\d")
_COLON = re.compile(r"[*_\])\\]*[ ]?:[*_]*[ \t]*")
_BRACKET = re.compile(r"[*_\\]*\](?![(\[:])")
_ALONE = re.compile(r"[*_]*[ \t]*$")
_FENCE = re.compile(r":::|!!!|```|~~~")
_LONGEST = 40
"""Characters of the marks before the word."""

_SENTENCE_ENDS = tuple('.!?:*_)]“"')
_SENTENCE = re.compile(r"[a-zäöüß)“\"][.!?][ ]$")
_LABEL = r"(?:[Ee]xtern|EXTERN|[Öö]ffentlich|ÖFFENTLICH|[Nn]ach (?:innen|außen))"
_OUTSIDE = re.compile(rf"^(?:[\s>*_#+|-]|\d{{1,2}}[.)])*{_LABEL}", re.MULTILINE)
# Lines without marks of other blocks.
_PARAGRAPH = re.compile(
    r"(?:\r?\n){2}(?i:intern):[ \t]+(?P<text>[^\r\n]+(?:\r?\n(?![ \t]*[\r\n>#|:`~*+-])[^\r\n]+)*)"
)
_OUTSIDE_HERE = re.compile(_LABEL)
_NAMED = re.compile(r"[^\n:]{1,40}:")


def _unboxed(scope: Scope) -> Iterator[Diagnostic]:
    found = [spot for spot in located(scope, _named(scope.places.sources())) if not spot.intern]
    spots = [spot for spot in found if _says(scope, spot)]
    if not spots:
        return
    owners = {spot.owner for spot in spots}
    lists = [
        one
        for chapter in scope.konzept.kapitel
        if chapter.target in owners
        for one in _lists_of_names(chapter)
    ]
    sources = {spot.span.source for spot in spots if not spot.path}
    outside = {source for source in sources if _OUTSIDE.search(source.text)}
    for spot in spots:
        if spot.span.source in outside or _names_outside(scope, spot):
            continue
        if not any(_holds(one, spot) for one in lists):
            yield _finding(spot)


def _named(sources: Iterable[Source]) -> Iterator[Span]:
    """Where the word stands."""
    for source in sources:
        for part in _RARE:
            for place in part.finditer(source.text):
                if found := _WORD.match(source.text, place.start() - 1):
                    yield Span(source, *found.span())


def _says(scope: Scope, spot: Spot) -> bool:
    """Whether the word says that what it begins, or what stands in brackets with it, is internal."""
    source, start, end = spot.span
    text = source.text
    begin, stop = _line(scope, spot)
    before = text[max(begin, start - _LONGEST) : start].rpartition("|")[2]
    if isinstance(spot.node, tree.CodeBlock):
        return bool(spot.node.span and begin <= spot.node.span.start and _FENCE.search(before))
    if not isinstance(spot.node, tree.Text):
        return False
    colon = _COLON.match(text, end, stop)
    if colon and before[-1:] in {"[", "("}:
        return True
    if colon and _SENTENCE.search(before):
        return True
    if start - begin > _LONGEST and "|" not in text[start - _LONGEST : start]:
        return False
    if not _MARKS.fullmatch(before) or (before.endswith("[!") and text[end : end + 1] == "]"):
        return False  # of the latter, E123 says what is wrong
    if "INTERN" in spot.span.text or _FENCE.search(before):
        return True
    if colon:
        return bool(_BLOCK.search(before)) or _begins(text, begin)
    bracketed = "[" in before and _BRACKET.match(text, end, stop)
    quoted = ">" in before and _ALONE.match(text, end, stop) and _begins(text, begin)
    return bool(bracketed or quoted)


def _line(scope: Scope, spot: Spot) -> tuple[int, int]:
    """Start and end of the line around a spot; of a field no more than its value."""
    source, start, _end = spot.span
    number = source.line_column(start)[0] - 1
    begin = source.line_starts[number]
    stop = begin + len(source.line(number))
    if spot.path:
        begin = max(begin, scope.places[spot.owner, *spot.path].start)
    return begin, stop


def _begins(text: str, begin: int) -> bool:
    """Whether a line goes on with no sentence of the line before it."""
    above = text[text.rfind("\n", 0, max(begin - 1, 0)) + 1 : max(begin - 1, 0)].strip(" \t\r>")
    return not above or above.endswith(_SENTENCE_ENDS) or above.startswith("#")


def _names_outside(scope: Scope, spot: Spot) -> bool:
    """Whether the word is one of two in its line: „intern: … – extern: …“."""
    begin, stop = _line(scope, spot)
    return bool(_OUTSIDE_HERE.search(spot.span.source.text, begin, stop))


def _lists_of_names(chapter: Kapitel) -> Iterator[Span]:
    """The lists of which other points begin with the name of what they are about: „- Monatlich: …“."""
    for block in tree.walk(chapter.blocks):
        if isinstance(block, tree.BulletList | tree.OrderedList) and block.span:
            firsts = [item[0].span.text for item in block.items if item and item[0].span]
            if any(_NAMED.match(first) and not _WORD.match(first) for first in firsts):
                yield block.span


def _holds(around: Span, spot: Spot) -> bool:
    return around.source is spot.span.source and around.start <= spot.span.start < around.end


def _finding(spot: Spot) -> Diagnostic:
    if spot.owner.startswith("rueckmeldung:"):
        remedy = "schreiben Sie es in das Feld „intern“: {vermerk: …}"
    elif spot.path:
        remedy = "löschen Sie es; für Internes ist in Kapiteln der Kasten > [!INTERN] da"
    else:
        remedy = "setzen Sie es in einen Kasten: in eine Zeile > [!INTERN], darunter vor jede Zeile „> “"
    return INTERNES_OHNE_KASTEN.at(
        spot.span,
        "Was hier „intern“ heißt, steht in jedem öffentlichen Dokument",
        help=remedy,
        fix=None if spot.path else _boxed(spot.span),
    )


def _boxed(word: Span) -> Fix | None:
    """The change of a paragraph „intern: …“ to a box; None for what stands in other things."""
    source, start, _end = word
    match = _PARAGRAPH.match(source.text, max(start - 2 * len(source.newline), 0))
    if not match:
        return None
    text = match["text"].replace(source.newline, f"{source.newline}> ")
    return Fix(Span(source, start, match.end()), f"> [!INTERN]{source.newline}> {text}", safe=False)


RULES = (Rule(INTERNES_OHNE_KASTEN, _unboxed),)
