"""What a document is made from beside the concept: the look, the version, the audience."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only asks which versions there are need not wait for the model
    from sro_cli.model import Konzept
    from sro_cli.references import Index
    from sro_cli.theme import Theme
    from sro_cli.tree import Inline


@dataclass(frozen=True, slots=True)
class Fassung:
    """A version that was handed out.

    Attributes:
        version: ``0.1.0``.
        art: its kind as shown, „Arbeitsfassung“.
        stand: the day of its sources.
        neues: what it brought, in one line without markup; empty where nobody knows.
    """

    version: str
    art: str
    stand: date
    neues: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which document is to be made; templates know it as ``ausgabe``.

    Attributes:
        version: SemVer of the milestone it is, or is on its way to; empty without milestones.
        fassung: its kind as shown, „Arbeitsfassung“; for a draft „Entwurf der Arbeitsfassung“,
            for an internal one „Interner Entwurf der Arbeitsfassung“.
        zeitpunkt: when the sources were committed, UTC; every date in the document comes from it.
        quellstand: short revision, empty outside of git.
        entwurf: not handed out as a version.
        intern: with INTERN boxes and the internal remarks of Rückmeldungen.
        verlauf: the versions handed out so far, ascending; if it is one itself, it is the last of them.
    """

    version: str
    fassung: str
    zeitpunkt: datetime
    quellstand: str
    entwurf: bool = True
    intern: bool = False
    verlauf: tuple[Fassung, ...] = ()

    @property
    def stand(self) -> date:
        """The day of the sources."""
        return self.zeitpunkt.date()


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A box OFFEN; templates know all of them as ``offene_punkte``.

    Attributes:
        nummer: from 1, in the order of reading.
        anker: ident of the box in the document.
        kapitel: id of the chapter it stands in.
        ort: the section or chapter around it, e.g. ``abschnitt:beschlusslage``.
        worte: its paragraphs in one line, mentions not yet resolved, footnotes left out.
    """

    nummer: int
    anker: str
    kapitel: str
    ort: str
    worte: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that views are rendered from.

    Attributes:
        konzept: for a public edition without anything internal.
        index: who mentions whom.
        theme: design tokens and templates.
        edition: which document is made.
        open_points: the boxes OFFEN of all chapters.
    """

    konzept: Konzept
    index: Index
    theme: Theme
    edition: Edition
    open_points: tuple[OpenPoint, ...]
