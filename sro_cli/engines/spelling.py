"""German words: which are spelled as nobody spells them, and what was meant. Only here is Hunspell called.

Hunspell takes a fifth of a second to begin. What it said is kept, so that it is asked for new words only.
"""

from __future__ import annotations

import json
import os
import string
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent.parent / "woerterbuch"
_NAME = "de_DE"
_MORE = _FOLDER / "de_DE_mehr.dic"
"""Rarer nouns and names; read only when a word is in the first part of the dictionary neither."""

_CODING = "latin-1"
DIGESTS = ("cb5ae1a4fae1f393", "482a01ca05f5594d", "ca0caee7fddaaa92")
"""Of the files, in their order: whoever changes one changes this module, on which kept findings depend."""

_LONGEST = 63
"""Letters of the longest word that was in use, on labels for beef; Hunspell refuses beyond 99."""

_LETTERS = string.ascii_lowercase + "äöüß"
_SHORTEST_MENDED, _LONGEST_MENDED = 3, 40
_MOST = 3


class Spelling:
    """What is known of words; the verdicts are kept in a store.

    A word with a letter that German does not have, such as „Łódź“, is a name: nobody here can judge it.
    """

    def __init__(self, store: MutableMapping[str, bytes], key: str) -> None:
        """Begins with the verdicts of the last time.

        Args:
            store: keeps the verdicts between runs.
            key: digest of everything but the words that decides about them.
        """
        self._store = store
        self._key = key
        kept = json.loads(store[key]) if key in store else {}
        self._known: dict[str, bool] = kept.get("known", {})
        self._meant: dict[str, list[str]] = kept.get("meant", {})
        self._asked: set[str] = set()
        self._new = False

    def unknown(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that are in no dictionary and cannot be formed from what is.

        >>> sorted(Spelling({}, "").unknown(["Jugendhilfeausschuss", "Verhältnise", "geht"]))
        ['Verhältnise']
        """
        wanted = set(words)
        for word in wanted.difference(self._known):
            self._known[word] = _is_known(word)
            self._new = True
        self._asked |= wanted
        return frozenset(word for word in wanted if not self._known[word])

    def meant(self, words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """For each word the known words that differ in a letter or a usual mistake, best first, often none.

        >>> Spelling({}, "").meant(["Verhältnise", "Komission"])
        {'Verhältnise': ('Verhältnisse',), 'Komission': ('Kommission',)}
        """
        wanted = list(words)
        for word in wanted:
            if word not in self._meant:
                self._meant[word] = _meant(word)
                self._new = True
        return {word: tuple(self._meant[word]) for word in wanted}

    def keep(self) -> None:
        """Keeps the verdicts on what was asked since the beginning; others are forgotten."""
        if self._new:
            known = {word: self._known[word] for word in sorted(self._asked)}
            kept = {"known": known, "meant": {word: self._meant[word] for word in sorted(self._meant)}}
            self._store[self._key] = json.dumps(kept, ensure_ascii=False).encode()
            self._new = False


@cache
def _small_dictionary() -> Any:
    # Imported here, because most runs ask nothing new; the package does not say what it exports.
    from hunspell import Hunspell  # type: ignore[attr-defined]  # noqa: PLC0415

    return Hunspell(_NAME, hunspell_data_dir=str(_FOLDER))


@cache
def _dictionary() -> Any:
    """The same one, with the rarer words as well."""
    whole = _small_dictionary()
    # Without this mark Hunspell takes a path on Windows for one in the code page of the machine.
    whole.add_dic(f"\\\\?\\{_MORE}" if os.name == "nt" else str(_MORE))
    return whole


def _is_known(word: str) -> bool:
    if len(word) > _LONGEST:
        return True
    try:
        word.encode(_CODING)
    except UnicodeEncodeError:
        return True
    return bool(_small_dictionary().spell(word) or _dictionary().spell(word))


def _meant(word: str) -> list[str]:
    """What the likeliest kind of mistake that explains the word makes of it."""
    if not _SHORTEST_MENDED <= len(word) <= _LONGEST_MENDED:
        return []
    for mistakes in chain(_usual_mistakes(word), _slips(word)):
        if found := [other for other in dict.fromkeys(mistakes) if other != word and _is_known(other)]:
            return found[:_MOST]
    return []


_SPELT = (("ss", "ß"), ("ß", "ss"), ("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
_DOTS = (("a", "ä"), ("o", "ö"), ("u", "ü"), ("ä", "a"), ("ö", "o"), ("ü", "u"))


def _usual_mistakes(word: str) -> Iterator[list[str]]:
    """What was meant under one kind of mistake after the other: ss and ß, letters doubled, dots, case."""
    yield _restored(word, _replaced(word.lower(), _SPELT))
    cuts = _cuts(word)
    yield _restored(word, (left + right[:1] + right for left, right in cuts if right))
    yield _restored(word, (left + right[1:] for left, right in cuts if right[:1] == right[1:2]))
    yield _restored(word, _replaced(word.lower(), _DOTS))
    yield [other for other in _dictionary().suggest(word) if " " not in other]  # f for ph, d for t …
    yield [word.capitalize()]


def _slips(word: str) -> Iterator[list[str]]:
    """What was meant after a slip of the fingers: letters swapped, one missing, one too many, another one.

    One letter makes compounds of anything („Erdaktionsgruppe“), so only what the dictionary lists counts.
    """
    cuts = _cuts(word)
    for slips in (
        (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1),
        (left + letter + right for left, right in cuts for letter in _LETTERS),
        (left + right[1:] for left, right in cuts if right),
        (left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS),
    ):
        yield [other for other in _restored(word, slips) if _is_known(other) and _is_listed(other)]


def _is_listed(word: str) -> bool:
    return any("st:" in analysis for analysis in _dictionary().analyze(word))


def _cuts(word: str) -> list[tuple[str, str]]:
    small = word.lower()
    return [(small[:at], small[at:]) for at in range(len(small) + 1)]


def _restored(word: str, others: Iterable[str]) -> list[str]:
    """The others with a capital letter if the word has one."""
    return [other.capitalize() if word[:1].isupper() else other for other in others]


def _replaced(word: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The word with one of the pairs replaced at one place."""
    for written, meant in pairs:
        at = word.find(written)
        while at >= 0:
            yield word[:at] + meant + word[at + len(written) :]
            at = word.find(written, at + 1)
