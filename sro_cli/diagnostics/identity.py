"""What a finding is recognised by, when the lines around it have moved and its message has new words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sro_cli.diagnostics import Diagnostic
from sro_cli.source import Span

_LONGEST = 200
_AROUND = 80  # code points before and after a place in which its neighbours are looked for
# A line break that ends a text: a paragraph goes on after it, but no entry, list, heading or quotation.
_END = re.compile(r"(?:\r\n|\r|\n)(?=[ \t]*(?:[\r\n]|\Z|[-*+#>|`:]|\d+\.|[\w-]+:(?:\s|\Z)))")
_BEFORE = re.compile(r"(?:\S+\s+)?\S*\Z")
_AFTER = re.compile(r"\S*(?:\s+\S+)?")
_QUOTED = re.compile("„([^“]*)“")


class Identity(NamedTuple):
    """What stays the same of a finding; two findings may share it.

    Attributes:
        code: of its kind.
        path: of its file.
        subject: what its message quotes, in the order in which it does.
        place: the words of the place and one on either side of it, blanks and forms of umlauts evened out;
            empty where only the file is known.
    """

    code: str
    path: str
    subject: str
    place: str


def identity(finding: Diagnostic) -> Identity:
    """What a finding is recognised by: never its line, nor the words around what its message quotes."""
    return Identity(
        finding.kind.code,
        even(finding.path),
        even(" ".join(_QUOTED.findall(finding.message))),
        _place(finding.span) if finding.span else "",
    )


def digests(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """One SHA-256 a finding, each another: of findings with one identity, the number counts as well."""
    seen: Counter[Identity] = Counter()
    for finding in findings:
        known = identity(finding)
        seen[known] += 1
        words = "\0".join((*known, str(seen[known])))
        yield hashlib.sha256(words.encode()).hexdigest()


def even(words: str) -> str:
    """Words as they can be kept: one kind of blanks and umlauts, and nothing that UTF-8 cannot write."""
    return unicodedata.normalize("NFC", " ".join(words.split())).encode(errors="replace").decode()


def _place(span: Span) -> str:
    text = span.source.text
    around = slice(max(span.start - _AROUND, 0), span.end + _AROUND)
    ends = list(_END.finditer(text, around.start, around.stop))
    begin = max((end.end() for end in ends if end.end() <= span.start), default=around.start)
    stop = min((end.start() for end in ends if end.start() >= span.end), default=around.stop)
    before, after = text[begin : span.start], text[span.end : stop]
    neighbours = [pattern.search(words) for pattern, words in ((_BEFORE, before), (_AFTER, after))]
    left, right = (match[0] if match else "" for match in neighbours)
    return even(f"{left}{span.text[:_LONGEST]}{right}")
