"""The wording of goals and Rahmenbedingungen: what a confirmation holds on to, and who may confirm what.

A fingerprint stands for a wording in the sources. It must not change with `sro`: then every
confirmation would be lost.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from sro_cli.model import Beschluss, Kapitel, Konzept, Rahmenbedingung, Ziel
from sro_cli.references import Index

Confirming = Beschluss | Kapitel | Rahmenbedingung
"""What can be confirmed against a wording; it carries the field ``bestaetigt``."""

Worded = Ziel | Rahmenbedingung
"""What has a wording."""

_SAME = str.maketrans(
    dict.fromkeys("„“”‟«»", '"') | dict.fromkeys("‚‘’‛‹›", "'") | dict.fromkeys("—", "–") | {"\u2011": "-"}
)
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")


def fields(entry: Worded) -> tuple[str, ...]:
    """The fields that make up the wording: what was decided, or what stands for it.

    A goal whose exact words are not at hand is known by what explains it.
    """
    if isinstance(entry, Rahmenbedingung):
        return "titel", "text"
    return ("titel", "wortlaut") if entry.wortlaut or not entry.erlaeuterung else ("titel", "erlaeuterung")


def wording(entry: Worded) -> tuple[str, ...]:
    """The words themselves, field by field, as the author wrote them; empty ones left out."""
    return tuple(text for name in fields(entry) if (text := getattr(entry, name)))


def fingerprint(entry: Worded) -> str:
    """Eight hexadecimal digits that change with the wording: „4f3a-9c1e“.

    The first ones of the SHA-256 of the normalised texts, a line each. The hyphen keeps YAML from
    reading a number.

    >>> from sro_cli.model import Beleg
    >>> goal = Ziel(id="Z1", zielwerk="a", titel="Platz zum Spielen", beleg=Beleg(art="unbelegt"))
    >>> fingerprint(goal)
    '9774-de95'
    """
    digest = hashlib.sha256("\n".join(map(normalised, wording(entry))).encode()).hexdigest()
    return f"{digest[:4]}-{digest[4:8]}"


def normalised(text: str) -> str:
    r"""A text without what is only typography: kinds of quotation marks, dashes and blanks, line breaks.

    >>> normalised("Der „Wille“ -- ge\u00adnau der ...\n  zählt.")
    'Der "Wille" – genau der … zählt.'
    """
    plain = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).translate(_SAME)
    plain = re.sub(r"(?<!-)-{2,3}(?!-)", "–", plain).replace("...", "…")
    return " ".join(plain.split())


def connections(entry: Confirming, konzept: Konzept, index: Index) -> frozenset[str]:
    """The typed ids of all that an entry can be confirmed against.

    Chapters and resolutions: the goals and Rahmenbedingungen that they name or that name them, and
    the goals of a Zielwerk that was decided with a resolution. Rahmenbedingungen: goals.
    """
    possible = ("ziel:",) if isinstance(entry, Rahmenbedingung) else ("ziel:", "rahmen:")
    named = {mention.target for mention in index.by.get(entry.target, ())}
    named |= {mention.source for mention in index.to.get(entry.target, ())}
    if isinstance(entry, Beschluss) and (works := _decided_with(entry, konzept)):
        named |= {goal.target for goal in konzept.ziele if goal.zielwerk in works}
    return frozenset(target for target in named if target.startswith(possible))


def worded(konzept: Konzept) -> dict[str, Worded]:
    """All that has a wording, by typed id, in the order of the files."""
    entries: tuple[Worded, ...] = (*konzept.ziele, *konzept.rahmenbedingungen)
    return {entry.target: entry for entry in entries}


def confirming(konzept: Konzept) -> tuple[Confirming, ...]:
    """All entries that can be confirmed against a wording, kind by kind."""
    return (*konzept.beschluesse, *konzept.rahmenbedingungen, *konzept.kapitel)


def _decided_with(paper: Beschluss, konzept: Konzept) -> set[str]:
    return {work.id for work in konzept.zielwerke if work.beschluss == paper.id}
