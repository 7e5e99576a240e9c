"""What somebody may have meant who wrote a word that nobody knows, and the change that puts it there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sro_cli.diagnostics import Fix
from sro_cli.source import Span

_FARTHEST = 3
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "-": "", "_": "", " ": ""})
_WITHOUT_DOTS = re.compile(r"(?<=[aou])e")
# Figures, and parts of three letters at most: what tells „traeger-a“ from „traeger-b“.
_TELLING = re.compile(r"\d+|(?<![^\W\d_])[^\W\d_]{1,3}(?![^\W\d_])")
_LONG = 5
_FEW = 8
_IN_NO_LINK = re.compile(r"[<>\\&\r\n]")
_IN_BRACKETS = re.compile(r"[\s()]")


def nearest(word: str, candidates: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The candidates that somebody who wrote *word* may have meant, best first; often none.

    Counted are the letters to be changed, added, left out or swapped with their neighbour (optimal
    string alignment), one in three at most; umlauts, case, hyphens and blanks make no difference.
    Where one is much nearer than the others, it is the only one.

    >>> nearest("verhältnise", ["verhaeltnisse", "wille"])
    ('verhaeltnisse',)
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a fault needs it
    from rapidfuzz.process import extract  # noqa: PLC0415 - see above

    known = list(candidates)
    sought = _folded(word)
    folded = [_folded(candidate) for candidate in known]
    # A word with as many changes as it may have is longer by so many letters.
    most_changes = min(max(len(sought) // 2, 1), _FARTHEST)
    found = [
        (int(changes), OSA.distance(word, known[index]), index)
        for other, changes, index in extract(
            sought, folded, scorer=OSA.distance, score_cutoff=most_changes, limit=None
        )
        if changes * 3 <= max(len(sought), len(other))
    ]
    best = min(found, default=(0, 0, 0))[0]
    close = sorted(one for one in found if one[0] <= best + bool(best))
    return tuple(known[index] for _changes, _written, index in close[:most])


def choice(words: Sequence[str]) -> str:
    """Words to choose from, as a remedy names them; empty if there are too many to be read in it.

    >>> choice(["frage", "kritik", "lob"]), choice(["frage"]), choice("abcdefghi")
    ('„frage“, „kritik“ oder „lob“', '„frage“', '')
    """
    if not words or len(words) > _FEW:
        return ""
    *others, last = (f"„{word}“" for word in words)
    return f"{', '.join(others)} oder {last}" if others else last


def is_sure(written: str, meant: str) -> bool:
    """Whether somebody who wrote a word can hardly have meant anything but the only one that is near.

    Figures and short parts are the same, since a paper with another number is another paper; and so
    are all other letters but one.

    >>> is_sure("verhaltnisse", "verhaeltnisse"), is_sure("2024/BV/0132", "2024/BV/0123")
    (True, False)
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - as in nearest

    first, second = _folded(written), _folded(meant)
    if first == second:
        return True
    if _telling(written) != _telling(meant):
        return False
    first, second = _WITHOUT_DOTS.sub("", first), _WITHOUT_DOTS.sub("", second)
    may_differ = max(len(first), len(second)) >= _LONG or sorted(first) == sorted(second)
    return OSA.distance(first, second) <= may_differ


def correction(span: Span, written: str, close: Sequence[str]) -> Fix | None:
    """The change of a word to the one that is near, safe if that is sure; None if none or several are.

    Args:
        span: quotes the word, with or without something around it, such as quotes.
        written: the word.
        close: as `nearest` gives them.
    """
    if len(close) != 1:
        return None
    return replacing(span, written, close[0], safe=is_sure(written, close[0]))


def replacing(span: Span, written: str, meant: str, *, safe: bool) -> Fix | None:
    """The change of what is written in a span.

    Returns:
        None if the span does not quote it as it is read: with an escape, or across lines.
    """
    at = span.text.rfind(written) if written else -1
    if at < 0:
        return None
    start = span.start + at
    return Fix(Span(span.source, start, start + len(written)), meant, safe)


def redirection(span: Span, written: str, meant: str, *, safe: bool) -> Fix | None:
    """The change of the end of a link's target, in angle brackets where it needs them: ``[](<a b>)``.

    Args:
        span: the target, without brackets.
        written: what its end is.
        meant: what it shall be.
        safe: as in `Fix`.

    Returns:
        None if the target is written otherwise, or if no link can hold what is meant.
    """
    if not span.text.endswith(written) or _IN_NO_LINK.search(meant):
        return None
    before = span.source.text[span.start - 1 : span.start]
    if before == "<" or not _IN_BRACKETS.search(meant):
        return replacing(span, written, meant, safe=safe)
    return Fix(span, f"<{span.text.removesuffix(written)}{meant}>", safe) if before == "(" else None


def _telling(word: str) -> list[str]:
    return _TELLING.findall(unicodedata.normalize("NFC", word).casefold())


@lru_cache(maxsize=2**14)
def _folded(word: str) -> str:
    """A word as it sounds: small letters, without umlauts, accents and hyphens.

    >>> _folded("Groß-Klein"), _folded("Verhältnisse")
    ('grossklein', 'verhaeltnisse')
    """
    plain = unicodedata.normalize("NFC", word).casefold().translate(_UMLAUTS)
    if plain.isascii():
        return plain
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
