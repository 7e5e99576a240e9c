"""Texts that hold nothing but words, Gendersterne, line ends and mentions without words of their own.

Most texts are such. They become inlines without the detour through tokens, the same as with it.
"""

from __future__ import annotations

import re
import unicodedata

from sro_cli import tree
from sro_cli.readers import foreign
from sro_cli.readers.schemes import SCHEMES
from sro_cli.readers.stamped import Offsets
from sro_cli.source import Source, Span

_MENTION = re.compile(rf"\[\]\(({'|'.join(SCHEMES)}):([A-Za-z0-9._/-]+)\)")
_LETTER = "[A-Za-zÄÖÜäöüß]"
# No character that begins anything else, here or in another dialect; line ends without blanks around them.
_WORDS = rf"[^\n\\`*_\]!<&{foreign.SIGNS}]*"
_PLAIN = re.compile(
    rf"{_WORDS}(?:(?:"
    rf"(?<={_LETTER})\*(?={_LETTER})"
    rf"|(?<![ *])\n(?![ \t\n])"
    rf"|{_MENTION.pattern}"
    rf"){_WORDS})*"
)


def read(source: Source, text: str, place: Offsets) -> tuple[tree.Inline, ...] | None:
    """The inlines of a plain text, None for any other.

    Args:
        source: the file.
        text: as written.
        place: maps offsets in the text to offsets in the file.
    """
    if not _PLAIN.fullmatch(text):
        return None
    found: list[tree.Inline] = []
    end = 0
    for match in _MENTION.finditer(text):
        if end < match.start():
            found.append(_words(source, text, place, slice(end, match.start())))
        span = Span(source, place(match.start(1)), place(match.end(2) - 1) + 1)
        found.append(tree.Mention(match[1], match[2], (), span=span))
        end = match.end()
    if end < len(text):
        found.append(_words(source, text, place, slice(end, len(text))))
    return tuple(found)


def _words(source: Source, text: str, place: Offsets, part: slice) -> tree.Text:
    words = unicodedata.normalize("NFC", text[part].replace("\n", " "))
    return tree.Text(words, span=Span(source, place(part.start), place(part.stop - 1) + 1))
