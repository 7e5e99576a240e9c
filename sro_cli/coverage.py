"""What is covered and what is missing: one definition for rules, thresholds and `sro refs`.

A goal, a resolution or a model region is *treated* when a chapter of the document names it in its
head (``behandelt:``); to mention it in a sentence is not enough. All functions are pure and linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sro_cli.model import (
    Beschluss,
    Eintrag,
    Kapitel,
    Konzept,
    Rahmenbedingung,
    Rueckmeldung,
    Sozialraum,
    Ziel,
)
from sro_cli.references import Index

E = TypeVar("E", bound=Eintrag)

_DECIDING_NOTHING = {"Informationsvorlage", "Stellungnahme", "Anfrage eines Mitglieds"}
_FOUNDATIONS = ("ziel:", "beschluss:", "rueckmeldung:", "quelle:")
_NOT_DECIDED = re.compile(r"abgelehnt|zurückgezogen|zurückgestellt|vertagt|zur Kenntnis", re.IGNORECASE)


def in_document(konzept: Konzept) -> tuple[Kapitel, ...]:
    """The chapters that ``konzept.yml`` puts in order; all of them if it cannot be read."""
    if konzept.einstellungen is None:
        return konzept.kapitel
    order = frozenset(konzept.einstellungen.kapitel)
    return tuple(chapter for chapter in konzept.kapitel if chapter.id in order)


def treated(konzept: Konzept) -> frozenset[str]:
    """The typed ids of all that a chapter of the document treats."""
    return frozenset(target for chapter in in_document(konzept) for target in chapter.behandelt)


def untreated(konzept: Konzept) -> tuple[Ziel, ...]:
    """The goals that no chapter treats."""
    return _not_among(treated(konzept), konzept.ziele)


def untreated_regions(konzept: Konzept) -> tuple[Sozialraum, ...]:
    """The model regions that no chapter treats. Other spaces are what surrounds them."""
    return _not_among(treated(konzept), regions(konzept))


def regions(konzept: Konzept) -> tuple[Sozialraum, ...]:
    """The model regions."""
    return tuple(space for space in konzept.sozialraeume if space.modellregion)


def backing(goal: Ziel, konzept: Konzept, index: Index) -> tuple[str, ...]:
    """The resolutions behind a goal by their numbers, sorted, each once.

    Its own, the one with which its Zielwerk was decided, and those that name it in their words.
    """
    whole = next((found.beschluss for found in konzept.zielwerke if found.id == goal.zielwerk), None)
    naming = (mention.source.partition(":") for mention in index.to.get(goal.target, ()))
    numbers = {number for scheme, _, number in naming if scheme == Beschluss.scheme}
    return tuple(sorted({*goal.beschluesse, *numbers, *([whole] if whole else [])}))


def unbacked(konzept: Konzept, index: Index) -> tuple[Ziel, ...]:
    """The goals without a resolution behind them."""
    return tuple(goal for goal in konzept.ziele if not backing(goal, konzept, index))


def deciding(konzept: Konzept) -> tuple[Beschluss, ...]:
    """The papers that a concept has to carry out: they decide something, were not refused, and still hold."""
    decided = [paper for paper in konzept.beschluesse if _decides(paper)]
    repealed = {number for paper in decided for number in paper.hebt_auf}
    return tuple(paper for paper in decided if paper.id not in repealed)


def not_carried_out(konzept: Konzept) -> tuple[Beschluss, ...]:
    """The resolutions to be carried out that no chapter treats."""
    return _not_among(treated(konzept), deciding(konzept))


def unanswered(konzept: Konzept) -> tuple[Rueckmeldung, ...]:
    """The Rückmeldungen about which nothing is decided."""
    return tuple(found for found in konzept.rueckmeldungen if found.entscheidung == "offen")


def unfounded(konzept: Konzept, index: Index) -> tuple[Rahmenbedingung, ...]:
    """The Rahmenbedingungen that follow from nothing.

    One follows from the goals, resolutions, Rückmeldungen and sources that it names, in its
    fields or its words, and from what names it: a Rückmeldung that it answers.
    """
    return tuple(found for found in konzept.rahmenbedingungen if not _founded(found.target, index))


# --- measures --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that can be covered wholly or in part.

    Attributes:
        name: the field of the threshold in ``konzept.yml``.
        words: what is counted, German: „Ziele, die …“.
        sentence: how much is covered, German, with ``{share}`` for „2 von 3 Zielen“.
        nouns: what is counted, in the dative: one, several.
        entries: all that should be covered.
        missing: those of them that are not.
    """

    name: str
    words: str
    sentence: str
    nouns: tuple[str, str]
    entries: Callable[[Konzept], Sequence[Eintrag]]
    missing: Callable[[Konzept, Index], Sequence[Eintrag]]

    def coverage(self, konzept: Konzept, index: Index) -> Coverage:
        """How far it is covered."""
        return Coverage(self, len(self.entries(konzept)), tuple(self.missing(konzept, index)))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a measure is covered.

    Attributes:
        measure: what was counted.
        total: how many entries should be covered.
        missing: those that are not, in the order of the files.
    """

    measure: Measure
    total: int
    missing: tuple[Eintrag, ...]

    @property
    def covered(self) -> int:
        """How many entries are covered."""
        return self.total - len(self.missing)

    @property
    def percent(self) -> int:
        """The share that is covered, rounded down, so that 100 means: nothing is missing."""
        return 100 * self.covered // self.total if self.total else 100

    @property
    def sentence(self) -> str:
        """How much is covered: „Die Kapitel behandeln 2 von 3 Zielen“."""
        noun = self.measure.nouns[self.total != 1]
        return self.measure.sentence.format(share=f"{self.covered} von {self.total} {noun}")


MEASURES: tuple[Measure, ...] = (
    Measure(
        "ziele_behandelt",
        "Ziele, die ein Kapitel behandelt",
        "Die Kapitel behandeln {share}",
        ("Ziel", "Zielen"),
        lambda konzept: konzept.ziele,
        lambda konzept, _index: untreated(konzept),
    ),
    Measure(
        "ziele_beschlossen",
        "Ziele, hinter denen ein Beschluss steht",
        "Hinter {share} steht ein Beschluss",
        ("Ziel", "Zielen"),
        lambda konzept: konzept.ziele,
        unbacked,
    ),
    Measure(
        "beschluesse_umgesetzt",
        "Beschlüsse, die ein Kapitel behandelt",
        "Die Kapitel behandeln {share}",
        ("geltendem Beschluss", "geltenden Beschlüssen"),
        deciding,
        lambda konzept, _index: not_carried_out(konzept),
    ),
    Measure(
        "modellregionen_behandelt",
        "Modellregionen, die ein Kapitel behandelt",
        "Die Kapitel behandeln {share}",
        ("Modellregion", "Modellregionen"),
        regions,
        lambda konzept, _index: untreated_regions(konzept),
    ),
    Measure(
        "rahmenbedingungen_begruendet",
        "Rahmenbedingungen, die aus etwas folgen",
        "Begründet sind {share}",
        ("Rahmenbedingung", "Rahmenbedingungen"),
        lambda konzept: konzept.rahmenbedingungen,
        unfounded,
    ),
    Measure(
        "rueckmeldungen_beantwortet",
        "Rückmeldungen, über die entschieden ist",
        "Entschieden ist über {share}",
        ("Rückmeldung", "Rückmeldungen"),
        lambda konzept: konzept.rueckmeldungen,
        lambda konzept, _index: unanswered(konzept),
    ),
)
"""All measures, in the order in which they are shown."""


def measured(konzept: Konzept, index: Index) -> tuple[Coverage, ...]:
    """How far everything is covered, in the order of `MEASURES`."""
    return tuple(measure.coverage(konzept, index) for measure in MEASURES)


def _decides(paper: Beschluss) -> bool:
    refused = _NOT_DECIDED.search(paper.ergebnis) and "beschlossen" not in paper.ergebnis
    return paper.vorlageart not in _DECIDING_NOTHING and not refused


def _founded(target: str, index: Index) -> bool:
    return any(mention.target.startswith(_FOUNDATIONS) for mention in index.by.get(target, ())) or any(
        mention.source.startswith(_FOUNDATIONS) for mention in index.to.get(target, ())
    )


def _not_among(targets: frozenset[str], entries: Sequence[E]) -> tuple[E, ...]:
    return tuple(entry for entry in entries if entry.target not in targets)
