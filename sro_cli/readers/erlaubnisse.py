"""Comments that allow a finding, ``sro: erlaube V206, weil …``, and the stretch of text they hold for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from sro_cli.diagnostics import Erlaubnis
from sro_cli.readers.fields import Field
from sro_cli.readers.lines import line_span
from sro_cli.source import Source, Span

_IN_MARKDOWN = re.compile(r"\s*<!--\s*sro\b:?(?P<words>.*)-->\s*", re.DOTALL)
_IN_YAML = re.compile(r"#[ \t]*sro:(?P<words>.*)")
_BELOW = re.compile(r"(?:\n[ \t]*#(?![ \t]*sro:).*)*")


def is_one(html: str) -> bool:
    """Whether a block of HTML is a comment for `sro`, which is not part of the document."""
    return _IN_MARKDOWN.fullmatch(html) is not None


def in_markdown(source: Source, tokens: Sequence[Token]) -> Iterator[Erlaubnis]:
    """The comments of a Markdown text; each holds for the block that follows, a table with its title.

    Args:
        source: the text.
        tokens: all blocks of it, as markdown-it gives them.
    """
    for number, token in enumerate(tokens):
        if token.type == "html_block" and token.map and (match := _IN_MARKDOWN.fullmatch(token.content)):
            first, after = token.map
            start = line_span(source, first).start
            words = source.text[start : _line_start(source, after)].rstrip()
            span = Span(source, start, start + len(words))
            yield Erlaubnis(span, match["words"].strip(), _block_after(source, tokens[number + 1 :]))


def in_yaml(outer: Field, start: int, end: int) -> Iterator[Erlaubnis]:
    """The comments of a YAML text.

    One in a line of its own goes on in the lines of comment below, and holds for the entry or the
    field that follows; one at the end of a line holds for this line.

    Args:
        outer: what was read from it.
        start: where the YAML begins in its file.
        end: where it ends.
    """
    source = outer.span.source
    if source.text.find("sro:", start, end) < 0:
        return
    fields = [field for _path, field in outer.walk()]
    texts = sorted(field.span[1:] for field in fields if isinstance(field.value, str))
    nodes = sorted((begin, -last) for field in fields for begin, last in _nodes(field))
    for match in _IN_YAML.finditer(source.text, start, end):
        offset = match.start()
        before = bisect_right(texts, (offset, end)) - 1
        in_text = before >= 0 and offset < texts[before][1]
        if in_text or (offset > start and source.text[offset - 1] not in " \t\r\n"):
            continue
        span = Span(source, offset, offset + len(match[0].rstrip()))
        line = source.line_starts[source.line_column(offset)[0] - 1]
        if source.text[line:offset].strip():
            yield Erlaubnis(span, match["words"].strip(), Span(source, line, offset))
        else:
            more = _BELOW.match(source.text, match.end(), end)
            after = more.end() if more else match.end()
            lines = source.text[match.start("words") : after].splitlines()
            words = " ".join(line.strip().lstrip("#").strip() for line in lines)
            span = Span(source, offset, offset + len(source.text[offset:after].rstrip()))
            below = bisect_right(nodes, (offset, 0))
            first, negative = nodes[below] if below < len(nodes) else (offset, -offset)
            yield Erlaubnis(span, words.strip(), Span(source, first, -negative))


def _line_start(source: Source, number: int) -> int:
    return source.line_starts[number] if number < len(source.line_starts) else len(source.text)


def _block_after(source: Source, tokens: Sequence[Token]) -> Span:
    """The next block beside a comment, empty where its container ends."""
    following = [token for token in tokens if token.map and token.type != "html_block"]
    if not following or tokens[0].nesting < 0:
        return Span(source, 0, 0)
    first, last = following[0].map or (0, 0)
    if following[0].type == "table_open":
        after = next((token for token in following if token.map and token.map[0] >= last), None)
        if after and after.map and source.line(after.map[0]).startswith(": "):
            last = after.map[1]
    return Span(source, _line_start(source, first), _line_start(source, last))


def _nodes(field: Field) -> Iterator[tuple[int, int]]:
    """The stretches of what a field consists of: its entries, or its fields with their names."""
    if isinstance(field.value, list):
        yield from ((item.span.start, item.span.end) for item in field.value)
    elif isinstance(field.value, dict):
        yield from ((name.start, value.span.end) for name, value in field.value.values())
