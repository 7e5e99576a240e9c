"""What a concept knows beside the dictionary: names, titles, terms, and its own list of words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sro_cli.checks.rule import Scope
from sro_cli.model import Begriff, Eintrag, Quelle, Zielwerk

LIST = "content/woerter.txt"
_ENDINGS = {"s", "es", "n", "en", "e", "er", "em", "ern", "ers", "m", "r"}
"""What may follow a word of one's own: „Rostocker“, „Vorhabenlisten“."""

_LETTERS = re.compile(r"[^\W\d_]+")

_FIELD = """
Care Coworking Hilfeplanverfahren Leaver Peergroup Peergroups Streetwork Streetworker Streetworkerin
Streetworkerinnen Working lebensweltorientiert
"""
"""What everybody in youth work and town planning writes and the dictionary does not have."""


@dataclass(frozen=True)
class Own:
    """The words."""

    words: frozenset[str]

    def has(self, word: str) -> bool:
        """Whether it knows a word, also with an ending or a capital letter.

        >>> own = Own(frozenset({"Rostock", "fallunspezifische"}))
        >>> [own.has(word) for word in ("Rostocker", "Fallunspezifischen", "Rostok")]
        [True, True, False]
        """
        small = word[:1].lower() + word[1:]
        return any(
            form[: len(form) - cut] in self.words and (not cut or form[-cut:] in _ENDINGS)
            for form in ((word,) if small == word else (word, small))
            for cut in range(4)
        )


def own(scope: Scope) -> Own:
    """The words of a concept."""
    texts = [text for entry in scope.konzept.eintraege() for text in _names(entry)]
    if settings := scope.konzept.einstellungen:
        texts += (settings.titel, settings.untertitel, settings.herausgeber)
    return Own(frozenset((*scope.woerter, *_LETTERS.findall(" ".join((_FIELD, *scope.woerter, *texts))))))


def _names(entry: Eintrag) -> tuple[str, ...]:
    names = (entry.id, entry.bezeichnung, entry.label)
    match entry:
        case Begriff():
            earlier = (name.name for name in entry.frueher)
            return (*names, entry.abkuerzung, entry.mehrzahl, *entry.auch, *earlier)
        case Zielwerk():
            return (*names, *entry.auch)
        case Quelle():
            return (*names, entry.herausgeber)
        case _:
            return names
