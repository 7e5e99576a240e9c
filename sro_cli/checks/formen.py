"""Short forms that name women and men at once: „Bürger*innen“, „jede:r“, „der/die“, „Kolleg(inn)en“."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from typing import Literal

Art = Literal["wort", "endung", "paar"]

_LONGEST = 64
# All begin with what is quick to find in a long text.
_MARKED = re.compile(
    r"(?P<sign>[*:_·•∙/(]-?)(?P<ending>innen|inn\)en|in|[A-Za-z]{1,6})(?P<close>\))?(?P<tail>[^\W\d_]*)"
)
_INNER = re.compile(r"I(?:(?P<ending>nnen)(?P<tail>[a-zäöüß]*)|n)(?!\w)")
# „Bürger* innen“, „Bürger *innen“, „Bürger*Innen“, „Bürger*inen“
_BROKEN = re.compile(
    r"(?P<sign>[*:_](?:(?<=\*)[ ]?|(?=I|inen)))(?P<ending>[Ii]nnen|inen)(?P<tail>[a-zäöüß]*)(?!\w)"
)
_STEM = re.compile(r"(?<![\w*:·•∙/(])[^\W\d_]+(?:-[^\W\d_]+)*\Z")

_ARTICLES = {"eine", "keine", "jede", "jene", "diese", "welche", "manche", "solche"}
_BARE = {"ein", "kein", "sein"}
_FEMALE = {"einer", "keiner", "jeder", "jener", "dieser", "welcher", "mancher", "solcher"}
_OTHERS = {("sinti", "zze"), ("sinto", "zza"), ("rom", "nja"), ("rom", "ni"), ("roma", "nja")}
"""„Sinti:zze“, „Rom:nja“: how the peoples themselves name both."""

_PAIRS = {
    frozenset(pair.split("/"))
    for pair in (
        "der/die",
        "dem/der",
        "den/die",
        "des/der",
        "er/sie",
        "ihn/sie",
        "ihm/ihr",
        "sein/ihr",
        "seine/ihre",
        "seinen/ihren",
        "seinem/ihrem",
        "seiner/ihrer",
        "seines/ihres",
    )
}


@dataclass(frozen=True, slots=True)
class Form:
    """A short form.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        art: a noun („Bürger:innen“), an ending („jede:r“) or two words („der/die“).
        stem: what stands before the sign.
        sign: „/-“ and „(“ among them; „I“ for a capital letter in a word; more if it is broken: „* innen“.
        ending: „innen“, „r“, „die“ …
        tail: what a compound goes on with: „Bürger*innenrat“.
    """

    start: int
    end: int
    art: Art
    stem: str
    sign: str
    ending: str
    tail: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words it is made of: „Bürgerinnen“; „jede“ and „jeder“; „der“ and „die“."""
        if self.art == "paar":
            return self.stem, self.ending
        whole = self.stem + self.ending + self.tail
        return (whole,) if self.art == "wort" else (self.stem, whole)

    @property
    def names(self) -> tuple[str, ...]:
        """How a list of words may name a noun: „Bürgerinnen“, „Bürger*innen“, „Bürger:innen“ and so on."""
        return (*self.words, *map(self.written, ("*", ":", self.sign)))

    def written(self, sign: str) -> str:
        """The form with another sign.

        >>> next(forms("Kolleg(inn)en")).written("*")
        'Kolleg*innen'
        """
        return f"{self.stem}{sign}{self.ending}{self.tail}"


def forms(text: str) -> Iterator[Form]:
    """All short forms of a text, in order; a noun may also be something else that only looks like one.

    >>> [form.words for form in forms("Jede:r der Schüler/innen und/oder BürgerInnen um 10:30")]
    [('Jede', 'Jeder'), ('Schülerinnen',), ('Bürgerinnen',)]
    """
    done = 0
    found = merge(_MARKED.finditer(text), _INNER.finditer(text), _BROKEN.finditer(text), key=re.Match.start)
    for match in found:
        start = match.start()
        if match.re is _BROKEN and text[start - 1 : start] == " ":
            start -= 1
        if not text[start - 1 : start].isalpha():
            continue
        # A stem has no blank in it, and to look for that is quick.
        first = max(done, start - _LONGEST, text.rfind(" ", done, start) + 1)
        stem = _STEM.search(text, first, start)
        if stem and (form := _broken(stem, match) if match.re is _BROKEN else _form(stem, match)):
            done = form.end
            yield form


def _broken(stem: re.Match[str], match: re.Match[str]) -> Form | None:
    """A form with a blank beside its star, a capital letter behind it or a letter too few."""
    blank, ending = match.start() > stem.end(), match["ending"]
    right = not blank and ending == "innen" and not match["sign"].endswith(" ")
    if right or (blank and match["sign"].endswith(" ")) or not stem[0][:1].isupper():
        return None
    sign = f"{' ' * blank}{match['sign']}{ending}"
    return Form(stem.start(), match.end(), "wort", stem[0], sign, "innen", match["tail"])


def _form(stem: re.Match[str], match: re.Match[str]) -> Form | None:
    start, before = stem.start(), stem[0]
    ending, tail = match["ending"], match["tail"]
    if match.re is _INNER:
        return (
            Form(start, match.end(), "wort", before, "I", f"i{ending or 'n'}", tail or "")
            if before[-1].islower()
            else None
        )
    sign, closed = match["sign"], match["close"]
    if sign.endswith("-") and sign != "/-":
        return None
    if ending == "inn)en" and sign == "(" and not closed:
        return Form(start, match.end(), "wort", before, sign, "innen", tail)
    if (sign == "(") != bool(closed):
        return None
    if ending in {"innen", "in"}:
        # „in“ within a longer word is something else: „Ausgabe:intern“.
        if ending == "in" and tail and not closed:
            return None
        return Form(start, match.end(), "wort", before, sign, ending, tail) if before[:1].isupper() else None
    if tail or match.string[match.end() : match.end() + 1] in {"/", "-"}:
        return None
    if frozenset((before.lower(), ending.lower())) in _PAIRS and sign != "(":
        return Form(start, match.end(), "paar", before, sign, ending)
    if _is_ending(before.lower(), ending):
        return Form(start, match.end(), "endung", before, sign, ending)
    return None


def _is_ending(stem: str, ending: str) -> bool:
    if stem in _BARE:
        return ending == "e"
    if (stem, ending) in _OTHERS or (stem in _FEMALE and ending == "m"):
        return True
    if stem in _ARTICLES:
        return ending in {"r", "n", "m", "s"}
    # Beschäftigte/r; but „Stunde(n)“ counts hours.
    return ending == "r" and stem.endswith("e") and len(stem) > len("eine")
