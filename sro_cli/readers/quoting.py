"""Values that YAML takes for more than text, put into quotes."""

from __future__ import annotations

import re

from sro_cli.diagnostics import Fix
from sro_cli.source import Source, Span

# „- feld: wert“ or „- wert“ in one line; a comment behind it has a blank after its mark.
_VALUE = re.compile(
    r"(?P<indent>[ \t]*(?:-[ \t]+)*)"
    r"(?:[^\s:#'\"{\[,][^:]*:[ \t]+)?"
    r"(?P<value>[^\s{\[|>#].*?)"
    r"[ \t]*(?:[ \t]#(?:[ \t].*)?)?"
)


def quoted(source: Source, offset: int) -> Fix | None:
    """The change that puts the value of a line into quotes; not safe, for it may be two values.

    Args:
        source: the text.
        offset: where YAML reads what was not meant, within the value.

    Returns:
        None if the line is none of a field with a text.
    """
    number = source.line_column(offset)[0] - 1
    start = source.line_starts[number]
    match = _VALUE.fullmatch(source.line(number))
    if match is None or not match.start("value") <= offset - start <= match.end("value"):
        return None
    if number + 1 < len(source.line_starts) and _goes_on(source.line(number + 1), match.end("indent")):
        return None
    value = match["value"]
    # In single quotes nothing is special but the quote itself.
    special = '"' in value or "\\" in value
    text = "'" + value.replace("'", "''") + "'" if special else f'"{value}"'
    return Fix(Span(source, start + match.start("value"), start + match.end("value")), text, safe=False)


def _goes_on(line: str, column: int) -> bool:
    """Whether a line belongs to the value above it, the field of which begins in a column."""
    return len(line) - len(line.lstrip(" \t")) > column and bool(line.strip())
