"""K110 to K112: lists that are none, and indentation that means something else than it seems to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, pairwise

from sro_cli import tree
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Severity
from sro_cli.model import Kapitel
from sro_cli.source import Span
from sro_cli.tree import Block

LISTE_OHNE_LEERZEICHEN = Kind("K110", "liste-ohne-leerzeichen", Severity.WARNUNG)
LISTE_NICHT_ERKANNT = Kind("K111", "liste-nicht-erkannt", Severity.WARNUNG)
EINRUECKUNG_FALSCH = Kind("K112", "einrueckung-falsch", Severity.WARNUNG)

# --- no blank behind a mark -------------------------------------------------------------

# A mark without a blank at the beginning of two lines; of one line, it may belong to a word: „-hilfe“.
_MARKS = re.compile(
    r"^(?P<indent>[ ]{0,3})(?:[-–•](?=[^\W\d_]{2}).*(?:\n(?P=indent)[-–•](?=[^\W\d_]{2}).*)+"
    r"|\d{1,2}[.)](?=[A-ZÄÖÜ][a-zäöüß]).*(?:\n(?P=indent)\d{1,2}[.)](?=[A-ZÄÖÜ][a-zäöüß]).*)+)",
    re.MULTILINE,
)
_MARK = re.compile(r"^([ ]*)(?:[-–•]|(\d{1,2}[.)]))", re.MULTILINE)
_NUMBER = re.compile(r"\d+")
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_GLUED = re.compile(
    rf"[ \t>]*(?P<mark>-(?=[^\W\d_]{{2}})|(?P<number>\d{{1,2}})[.)](?=[^\W\d_])(?!{_MONTHS}))"
)
_SUSPENDS = re.compile(r"(?:und|oder|sowie|bzw\.|[,/-])\s*$")
_WRITTEN = re.compile(r"(\d{1,9})[.)][ \t]+\Z")


def _lists_without_blanks(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        for source, start, end in _paragraphs(chapter, _MARKS):
            for match in _MARKS.finditer(source.text, start, end):
                lines = Span(source, *match.span())
                first = match.end("indent")
                # Of numbers, only 1 begins a list where no blank line is before it (CommonMark 0.31.2, 5.3).
                number = _NUMBER.match(source.text, first)
                begins = match.start() <= start or number is None or int(number[0]) == 1
                yield LISTE_OHNE_LEERZEICHEN.at(
                    Span(source, first, len(lines.first_line.text) + lines.start),
                    "Diese Zeilen sollen wohl eine Liste sein, werden aber ein Absatz",
                    help="setzen Sie hinter jeden Strich und jede Nummer ein Leerzeichen"
                    if begins
                    else "setzen Sie davor eine Leerzeile und hinter jede Nummer ein Leerzeichen",
                    fix=Fix(
                        lines, _MARK.sub(lambda mark: f"{mark[1]}{mark[2] or '-'} ", lines.text), safe=False
                    )
                    if begins
                    else None,
                )
        for run in _runs(chapter.blocks):
            yield from _points_without_blanks(run)


def _paragraphs(chapter: Kapitel, pattern: re.Pattern[str]) -> Iterator[Span]:
    """The paragraphs of a chapter; none if its source has nothing of a pattern, as most have not."""
    first = chapter.blocks[0].span if chapter.blocks else None
    if first and pattern.search(first.source.text):
        for block in tree.walk(chapter.blocks):
            if isinstance(block, tree.Paragraph) and block.span:
                yield block.span


def _runs(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """The blocks that follow each other, on each level."""
    yield blocks
    for block in blocks:
        match block:
            case tree.BulletList(items) | tree.OrderedList(items):
                for item in items:
                    yield from _runs(item)
            case tree.Quote(inner) | tree.Alert(blocks=inner):
                yield from _runs(inner)
            case _:
                pass


def _points_without_blanks(run: tuple[Block, ...]) -> Iterator[Diagnostic]:
    """Single points of lists that are none: a line in the point before, or a paragraph behind the list."""
    for before, block in pairwise((None, *run)):
        if isinstance(block, tree.BulletList | tree.OrderedList):
            for item in block.items:
                if item and isinstance(item[0], tree.Paragraph) and item[0].span:
                    yield from _lines_without_blanks(item[0].span)
        elif isinstance(before, tree.BulletList | tree.OrderedList) and isinstance(block, tree.Paragraph):
            last = before.items[-1]
            if (
                last
                and last[0].span
                and block.span
                and (match := _glued(block.span.start, block.span, last[0].span))
            ):
                yield _point(block.span, match)


def _lines_without_blanks(item: Span) -> Iterator[Diagnostic]:
    source, start, end = item
    if _MARKS.search(source.text, start, end):
        return
    while start := source.text.find("\n", start, end) + 1:
        if match := _glued(start, item, item):
            yield _point(item, match)


def _glued(at: int, span: Span, item: Span) -> re.Match[str] | None:
    """The mark at the beginning of a line of a paragraph, if it makes the next point after an item."""
    text = span.source.text
    match = _GLUED.match(text, at, span.end)
    if not match:
        return None
    number = _WRITTEN.search(text, max(item.start - 20, 0), item.start)
    if number:
        first = int(number[1])
        return match if match["number"] and int(match["number"]) in {first, first + 1} else None
    # „Jugendarbeit und“, below „-hilfe“
    return None if match["number"] or _SUSPENDS.search(text, max(at - 10, span.start), at) else match


def _point(paragraph: Span, match: re.Match[str]) -> Diagnostic:
    source, start, end = paragraph.source, match.start("mark"), match.end()
    line = source.text.find("\n", start, paragraph.end)
    return LISTE_OHNE_LEERZEICHEN.at(
        Span(source, start, line if line >= 0 else paragraph.end),
        "Diese Zeile soll wohl ein Punkt der Liste sein, gehört aber nicht dazu",
        help="setzen Sie hinter den Strich oder die Nummer ein Leerzeichen",
        fix=Fix(Span(source, end, end), " ", safe=False),
    )


# --- other marks ------------------------------------------------------------------------

_BEFORE = r"^(?P<before>[ \t>]*)"
_STYLES = (
    (r"\({}\)", "1", "2", r"\d{1,2}"),
    (r"\(?{}\)", "a", "b", "[a-z]"),
    (r"\(?{}\)", "i", "ii", "[ivx]+"),
    (r"{}\.", "a", "b", "[a-z]"),
    (r"{}\.", "A", "B", "[A-Z]"),
    (r"{}\.", "I", "II", "[IVX]+"),
    ("{}", "[•●▪‣]", "[•●▪‣]", "[•●▪‣]"),
    ("{}", "–", "–", "–"),
)
"""Marks of points that begin no list: how the first, the second and any of them is written."""

_STYLED = tuple(
    (
        re.compile(rf"{_BEFORE}{form.format(first)}[ \t]+(?=\S)", re.MULTILINE),
        re.compile(rf"{_BEFORE}{form.format(second)}[ \t]+(?=\S)", re.MULTILINE),
        re.compile(rf"{_BEFORE}{form.format(each)}[ \t]+(?=\S)", re.MULTILINE),
    )
    for form, first, second, each in _STYLES
)
_MAY_BEGIN = re.compile(rf"{_BEFORE}(?:\(?[ai1]\)|[aAI]\.|[•●▪‣–])[ \t]", re.MULTILINE)
_BREAKS_OFF = re.compile(r"(?:[:;]|(?<=[a-zäöüß]{3})[.!?])[*_]*[\s>]*\Z")


def _unknown_lists(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        for paragraph in _paragraphs(chapter, _MAY_BEGIN):
            yield from _unknown_marks(paragraph)


def _unknown_marks(paragraph: Span) -> Iterator[Diagnostic]:
    source, start, end = paragraph
    start = source.line_starts[source.line_column(start)[0] - 1]
    for first, second, each in _STYLED:
        begun = first.search(source.text, start, end)
        if not begun or not (
            begun.start() == start
            or _BREAKS_OFF.search(source.text, max(start, begun.start() - 20), begun.start())
        ):
            continue
        if second.search(source.text, begun.end(), end):
            signs = begun[0].strip(" \t>") in "•●▪‣–"
            yield LISTE_NICHT_ERKANNT.at(
                Span(source, begun.end("before"), begun.end()).first_line,
                "Diese Zeilen sollen wohl eine Liste sein, werden aber ein Absatz",
                help="beginnen Sie jede Zeile mit „- “"
                if signs
                else "beginnen Sie die Zeilen mit „1. “, „2. “; oder setzen Sie Leerzeilen dazwischen",
                fix=Fix(
                    Span(source, begun.start(), end),
                    _relisted(source.text[begun.start() : end], each, "-" if signs else ""),
                    safe=False,
                ),
            )
            return


def _relisted(text: str, mark: re.Pattern[str], sign: str) -> str:
    """The lines with marks that begin a list: a sign, or numbers."""
    numbers = count(1)
    return mark.sub(lambda found: f"{found['before']}{sign or f'{next(numbers)}.'} ", text)


# --- indentation ------------------------------------------------------------------------

_FENCE = re.compile(r"(?:[>\s]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?:`{3}|~{3})")
_WRITTEN_LINE = re.compile(r"^(?=[ \t]*\S)", re.MULTILINE)
_INDENTED = re.compile(r"^(?: {4}|[ ]{0,3}\t)", re.MULTILINE)


def _misleading_indentation(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        for run in _runs(chapter.blocks):
            for before, block in pairwise((None, *run)):
                if isinstance(block, tree.CodeBlock) and block.span and not _FENCE.match(block.span.text):
                    yield _code(block.span)
                elif isinstance(before, tree.OrderedList) and isinstance(block, tree.BulletList):
                    yield from _not_inside(before, block)


def _code(block: Span) -> Diagnostic:
    source, start, end = block
    begin = source.line_starts[source.line_column(start)[0] - 1]
    lines = Span(source, begin, end)
    top = _INDENTED.match(lines.text)
    return EINRUECKUNG_FALSCH.at(
        block.first_line,
        "Was so weit eingerückt ist, erscheint als Programmtext",
        help="rücken Sie die Zeile nicht ein; gehört sie zu einer Liste, so weit wie den Text des Punktes",
        notes=("Programmtext steht besser in einem Block aus ```",),
        fix=Fix(lines, _INDENTED.sub("", lines.text), safe=False) if top else None,
    )


def _not_inside(before: tree.OrderedList, block: tree.BulletList) -> Iterator[Diagnostic]:
    """A list that is set in below a number, and not far enough to belong to it: „1. a“, below „  - b“."""
    last = before.items[-1]
    if not (block.span and before.span and last and last[0].span):
        return
    source, start, _end = block.span
    column = source.line_column(start)[1]
    wanted = source.line_column(last[0].span.start)[1]
    if source.line_column(before.span.start)[1] < column < wanted:
        yield EINRUECKUNG_FALSCH.at(
            block.span.first_line,
            "Diese Zeile gehört nicht zum Punkt darüber, sondern beginnt eine neue Liste",
            help=f"rücken Sie sie um {wanted - 1} Leerzeichen ein, dann steht sie unter dem Text des Punktes",
            fix=_set_in(block.span, wanted - column),
        )


def _set_in(block: Span, blanks: int) -> Fix | None:
    """The change that sets in all lines of a block by more blanks; None in quotations."""
    source, start, end = block
    begin = source.line_starts[source.line_column(start)[0] - 1]
    text = source.text[begin:end]
    if text[: start - begin].strip():
        return None
    return Fix(Span(source, begin, end), _WRITTEN_LINE.sub(" " * blanks, text), safe=False)


RULES = (
    Rule(LISTE_OHNE_LEERZEICHEN, _lists_without_blanks),
    Rule(LISTE_NICHT_ERKANNT, _unknown_lists),
    Rule(EINRUECKUNG_FALSCH, _misleading_indentation),
)
