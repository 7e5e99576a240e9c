"""What is covered and what is missing: one definition for rules, thresholds and `sro refs`.

Something is *treated* when a chapter of the document names it in its head (``behandelt:``); to
mention it in a sentence is not enough. All functions are pure and linear.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sro_cli.model import (
    Belegart,
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
    """The goals that no chapter treats. A goal is also treated with all of its parts."""
    named = treated(konzept)
    done = {goal.id for goal in konzept.ziele if goal.target in named}
    parts: dict[str, list[str]] = defaultdict(list)
    for goal in konzept.ziele:
        if goal.teil_von:
            parts[goal.teil_von].append(goal.id)
    while more := {whole for whole, inner in parts.items() if whole not in done and done.issuperset(inner)}:
        done |= more
    return tuple(goal for goal in konzept.ziele if goal.id not in done)


def untreated_regions(konzept: Konzept) -> tuple[Sozialraum, ...]:
    """The model regions that no chapter treats. Other spaces are what surrounds them."""
    return _not_among(treated(konzept), regions(konzept))


def regions(konzept: Konzept) -> tuple[Sozialraum, ...]:
    """The model regions."""
    return tuple(space for space in konzept.sozialraeume if space.modellregion)


def backing(konzept: Konzept, index: Index) -> Mapping[str, tuple[str, ...]]:
    """The resolutions behind each goal: id → their numbers, sorted, each once; often none.

    Its own, the one with which its Zielwerk was decided, those that name it in their words, and
    those behind the goal that it is part of. A goal of which nothing proves that it is in its
    Zielwerk (``unbelegt``) may have been added since: that resolution is not behind it.
    """
    goals = {goal.id: goal for goal in konzept.ziele}
    works = {work.id: work.beschluss for work in konzept.zielwerke}
    own = {goal.id: {*goal.beschluesse, *_naming(goal, index)} for goal in konzept.ziele}
    for goal in konzept.ziele:
        if goal.beleg.art is not Belegart.UNBELEGT and (number := works.get(goal.zielwerk)):
            own[goal.id].add(number)
    found: dict[str, tuple[str, ...]] = {}
    for goal in konzept.ziele:
        chain: dict[str, None] = {}
        inner: Ziel | None = goal
        while inner and inner.id not in chain:
            chain[inner.id] = None
            inner = goals.get(inner.teil_von or "")
        found[goal.id] = tuple(sorted({number for ident in chain for number in own[ident]}))
    return found


def unbacked(konzept: Konzept, index: Index) -> tuple[Ziel, ...]:
    """The goals without a resolution behind them."""
    backed = backing(konzept, index)
    return tuple(goal for goal in konzept.ziele if not backed[goal.id])


def decides(paper: Beschluss) -> bool:
    """Whether a paper is of a type that decides something, and was not refused or put off."""
    refused = _NOT_DECIDED.search(paper.ergebnis) and "beschlossen" not in paper.ergebnis
    return paper.vorlageart not in _DECIDING_NOTHING and not refused


def deciding(konzept: Konzept) -> tuple[Beschluss, ...]:
    """The papers that a concept has to carry out: they decide something, were not refused, and still hold."""
    decided = [paper for paper in konzept.beschluesse if decides(paper)]
    repealed = {number for paper in decided for number in paper.hebt_auf}
    return tuple(paper for paper in decided if paper.id not in repealed)


def not_carried_out(konzept: Konzept) -> tuple[Beschluss, ...]:
    """The resolutions to be carried out that the concept does not carry out.

    It carries out what its chapters treat, and what is named by a goal, a Rahmenbedingung or a
    resolution that they treat, or by the Zielwerk of such a goal.
    """
    named = treated(konzept)
    goals = [goal for goal in konzept.ziele if goal.target in named]
    works = {goal.zielwerk for goal in goals}
    done = {number for goal in goals for number in goal.beschluesse}
    done.update(work.beschluss for work in konzept.zielwerke if work.id in works and work.beschluss)
    for condition in konzept.rahmenbedingungen:
        if condition.target in named:
            done.update(condition.beschluesse)
    for paper in deciding(konzept):
        if paper.target in named:
            done.update((*paper.bezug, *paper.bereits_gefasst, *paper.aendert))
    return tuple(paper for paper in deciding(konzept) if paper.target not in named and paper.id not in done)


def unanswered(konzept: Konzept) -> tuple[Rueckmeldung, ...]:
    """The Rückmeldungen about which nothing is decided."""
    return tuple(found for found in konzept.rueckmeldungen if found.entscheidung == "offen")


def foundations(condition: Rahmenbedingung, index: Index) -> tuple[str, ...]:
    """What a Rahmenbedingung follows from: typed ids, each once, as they are named.

    The goals, resolutions, Rückmeldungen and sources that it names, in its fields or its words, and
    those that name it: a Rückmeldung that it answers.
    """
    named = [mention.target for mention in index.by.get(condition.target, ())]
    naming = [mention.source for mention in index.to.get(condition.target, ())]
    return tuple(dict.fromkeys(other for other in [*named, *naming] if other.startswith(_FOUNDATIONS)))


def unfounded(konzept: Konzept, index: Index) -> tuple[Rahmenbedingung, ...]:
    """The Rahmenbedingungen that follow from nothing."""
    return tuple(found for found in konzept.rahmenbedingungen if not foundations(found, index))


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
        "Beschlüsse, die das Konzept umsetzt",
        "Das Konzept setzt {share} um",
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


def _naming(goal: Ziel, index: Index) -> Iterator[str]:
    """The resolutions that name a goal in their words."""
    for mention in index.to.get(goal.target, ()):
        scheme, _, number = mention.source.partition(":")
        if scheme == Beschluss.scheme:
            yield number


def _not_among(targets: frozenset[str], entries: Sequence[E]) -> tuple[E, ...]:
    return tuple(entry for entry in entries if entry.target not in targets)
