"""What differs between two versions of files, as git and patch read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from itertools import groupby

_NO_END = "\\ No newline at end of file\n"
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_SIMILAR = 0.5
"""Lines that have less in common are not one line that has changed."""

_COLOURS = {"@": "36", "-": "31", "+": "32"}


def patch(before: Mapping[str, bytes], after: Mapping[str, bytes], *, colour: bool = False) -> str:
    r"""The changes, with three lines around each, for ``git apply`` or ``patch -p1`` in the folder.

    Args:
        before: path → UTF-8 of a text.
        after: some of these paths → what they shall hold.
        colour: in the colours of a terminal; where a line changes in part, that part is inverted.

    >>> print(patch({"a.md": b"eins\n"}, {"a.md": b"zwei\n"}), end="")
    --- a/a.md
    +++ b/a.md
    @@ -1 +1 @@
    -eins
    +zwei
    """
    files = (_of_file(path, before[path].decode(), after[path].decode()) for path in sorted(after))
    return "".join(line for lines in files for line in (_painted(lines) if colour else lines))


def _of_file(path: str, before: str, after: str) -> list[str]:
    lines = unified_diff(_lines(before), _lines(after), _name(f"a/{path}"), _name(f"b/{path}"))
    return [line if line.endswith("\n") else f"{line}\n{_NO_END}" for line in lines]


def _lines(text: str) -> list[str]:
    # git knows one line end; a carriage return belongs to its line.
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _name(path: str) -> str:
    r"""A path as git writes it: in quotes where it must be, with a tab after it where it has blanks.

    >>> _name("a/lage.svg"), _name("a/zur lage.svg"), _name('a/"lage".svg')
    ('a/lage.svg', 'a/zur lage.svg\t', '"a/\\042lage\\042.svg"')
    """
    if _ESCAPED.search(path):
        return '"' + _ESCAPED.sub(lambda sign: f"\\{ord(sign[0]):03o}", path) + '"'
    return f"{path}\t" if " " in path else path


def _painted(lines: Sequence[str]) -> Iterator[str]:
    yield from (_paint(line, "1") for line in lines[:2])
    blocks = [(sign, list(group)) for sign, group in groupby(lines[2:], key=lambda line: line[0])]
    for index, (sign, group) in enumerate(blocks):
        neighbour = {"-": blocks[index + 1 : index + 2], "+": blocks[index - 1 : index]}.get(sign, [])
        pairs = neighbour and {sign, neighbour[0][0]} == {"-", "+"} and len(neighbour[0][1]) == len(group)
        others = neighbour[0][1] if pairs else [""] * len(group)
        for line, other in zip(group, others, strict=True):
            yield _paint(line, _COLOURS.get(sign, ""), other)


def _paint(line: str, code: str, other: str = "") -> str:
    """A line in a colour, with what it does not share with the other one inverted."""
    words, end, rest = line.partition("\n")
    if other:
        words = _inverted(words, other.partition("\n")[0])
    return f"\x1b[{code}m{words}\x1b[0m{end}{rest}" if code else line


def _inverted(words: str, other: str) -> str:
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - only a terminal needs it

    if Levenshtein.normalized_similarity(words[1:], other[1:]) < _SIMILAR:
        return words
    pieces = [words[:1]]
    for step in Levenshtein.opcodes(words[1:], other[1:]):
        piece = words[1:][step.src_start : step.src_end]
        pieces.append(piece if step.tag == "equal" or not piece else f"\x1b[7m{piece}\x1b[27m")
    return "".join(pieces)
