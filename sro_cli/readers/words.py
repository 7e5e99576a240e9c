"""``content/woerter.txt`` → the concept's own list of words: one a line, ``#`` begins a remark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from sro_cli.diagnostics import Diagnostic
from sro_cli.files import Files
from sro_cli.readers import sources
from sro_cli.source import Source, Span

PATH = "content/woerter.txt"

_LINE = re.compile(r"^[ \t]*(?P<word>[^#\s](?:[^#\r\n]*[^#\s])?)", re.MULTILINE)


def load(files: Files) -> tuple[Mapping[str, Span], tuple[Diagnostic, ...]]:
    """The words with their places, none without the file; and findings E101 to E104, E107.

    Raises:
        OSError: the folder cannot be listed.
    """
    if PATH not in files.paths():
        return {}, ()
    source, findings = sources.read(files, PATH)
    return read(source) if source else {}, findings


def read(source: Source) -> Mapping[str, Span]:
    r"""The words of a list; of one that stands there twice the first.

    >>> list(read(Source(PATH, "# Orte\nToitenwinkel\n  Schmarl # Stadtbereich\n\n")))
    ['Toitenwinkel', 'Schmarl']
    """
    found: dict[str, Span] = {}
    for line in _LINE.finditer(source.text):
        word = unicodedata.normalize("NFC", line["word"])
        found.setdefault(word, Span(source, *line.span("word")))
    return found
