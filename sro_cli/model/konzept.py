"""Chapters, ``konzept.yml`` and the concept as a whole.

The annotations are no strings (no ``from __future__ import annotations``): pydantic would compile
each of them at every start.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, SkipValidation

from sro_cli.model.entries import (
    Aenderung,
    Akteur,
    Begriff,
    Beschluss,
    Meilenstein,
    Quelle,
    Rahmenbedingung,
    Rueckmeldung,
    Sozialraum,
    Veranstaltung,
    Ziel,
    Zielwerk,
)
from sro_cli.model.values import (
    Abdruck,
    Eintrag,
    JaNein,
    Prosa,
    Prozent,
    Stellenkennung,
    Verweis,
    Wert,
    ZumAkteur,
    ZumBeschluss,
    ZumInhalt,
    ZumSozialraum,
)
from sro_cli.tree import Block

# --- chapters --------------------------------------------------------------------------


class Kapitelkopf(Eintrag):
    """What stands between the lines ``---`` at the top of a chapter."""

    scheme: ClassVar[str] = "kapitel"

    id: Stellenkennung
    status: Literal["entwurf", "in-pruefung", "ueberarbeitung-noetig", "freigegeben"]
    verantwortlich: ZumAkteur | None = None
    behandelt: tuple[ZumInhalt, ...] = ()
    bestaetigt: dict[str, Abdruck] = Field(default_factory=dict)


class Kapitel(Kapitelkopf):
    """A chapter: its head, its title and its blocks, the level-1 heading first."""

    titel: str
    blocks: SkipValidation[tuple[Block, ...]]


class Ansicht(Wert):
    """The body of a directive in a chapter."""

    id: Stellenkennung = ""
    titel: str = ""
    spalten: tuple[str, ...] = ()
    nur: dict[str, str] = Field(default_factory=dict)
    sortiert: str = ""
    quer: JaNein = False


# --- the whole -------------------------------------------------------------------------


class Schweregrad(Wert):
    """Another severity for a kind of finding, and why."""

    stufe: Literal["fehler", "warnung", "hinweis"]
    weil: str


class Abdeckung(Wert):
    """How much of the concept must hang together, in per cent; where nothing is said, nothing is demanded.

    The fields are the names of `sro_cli.facts.coverage.MEASURES`.
    """

    ziele_behandelt: Prozent | None = None
    ziele_beschlossen: Prozent | None = None
    beschluesse_umgesetzt: Prozent | None = None
    modellregionen_behandelt: Prozent | None = None
    rahmenbedingungen_begruendet: Prozent | None = None
    rueckmeldungen_beantwortet: Prozent | None = None


class Steckbrief(Wert):
    """The fields of the entry in the city's Vorhabenliste that no other entry holds."""

    vorhaben: str
    beschreibung: Prosa
    beschluesse: tuple[ZumBeschluss, ...] = ()
    bearbeitungsstand: Prosa = ""
    schritte: Prosa = ""
    zeitraum: Prosa = ""
    rubrik: str = ""
    modellregionen: tuple[ZumSozialraum, ...] = ()
    beteiligung: Prosa = ""
    gestaltungsspielraum: Prosa = ""
    arten: tuple[str, ...] = ()
    stufe: Literal["information", "konsultation", "mitgestaltung"] | None = None
    stelle: ZumAkteur | None = None
    aktualisiert: date | None = None


ANLAGEN = ("ziele", "beschluesse", "nachweis", "beteiligung", "offene-punkte", "glossar", "quellen")


class Einstellungen(Wert):
    """``konzept.yml``: what holds for the concept as a whole."""

    titel: str
    untertitel: str = ""
    kurzname: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    herausgeber: str
    stelle: ZumAkteur | None = None
    kontakt: str = ""
    beschreibung: str = ""
    schlagworte: tuple[str, ...] = ()
    kapitel: tuple[Annotated[str, Verweis(("kapitel",))], ...]
    anlagen: tuple[
        Literal["ziele", "beschluesse", "nachweis", "beteiligung", "offene-punkte", "glossar", "quellen"], ...
    ] = ()
    schreibweise: Literal["stern", "doppelpunkt", "amtlich", "aus"] = "stern"
    schweregrade: dict[str, Schweregrad] = Field(default_factory=dict)
    abdeckung: Abdeckung | None = None
    steckbrief: Steckbrief | None = None


EINSTELLUNGEN = "konzept"
"""The key of ``konzept.yml`` among the places, where entries have their typed id."""

AENDERUNGEN = "aenderungen"
"""The list of reasons, also the first key of its places: nothing in it has an id."""

LISTEN: dict[str, type[Eintrag]] = {
    "zielwerke": Zielwerk,
    "ziele": Ziel,
    "beschluesse": Beschluss,
    "sozialraeume": Sozialraum,
    "rahmenbedingungen": Rahmenbedingung,
    "akteure": Akteur,
    "veranstaltungen": Veranstaltung,
    "rueckmeldungen": Rueckmeldung,
    "meilensteine": Meilenstein,
    "begriffe": Begriff,
    "quellen": Quelle,
}
"""The lists of entries, by their key in the files, which is also their field in `Konzept`."""

DATEIEN: dict[str, tuple[str, ...]] = {
    "ziele": ("zielwerke", "ziele"),
    "beschluesse": ("beschluesse",),
    "sozialraeume": ("sozialraeume",),
    "rahmenbedingungen": ("rahmenbedingungen",),
    "akteure": ("akteure",),
    "beteiligung": ("veranstaltungen", "rueckmeldungen"),
    "meilensteine": ("meilensteine",),
    "glossar": ("begriffe",),
    "quellen": ("quellen",),
    AENDERUNGEN: (AENDERUNGEN,),
}
"""The files (``name.yml`` and ``name/**/*.yml``) and the lists each may hold."""


@dataclass(frozen=True, slots=True)
class Konzept:
    """A whole concept: entries in the order in which they were read, chapters in that of ``konzept.yml``.

    ``einstellungen`` is None if ``konzept.yml`` is missing or broken: everything else can be
    checked all the same.
    """

    einstellungen: Einstellungen | None = None
    kapitel: tuple[Kapitel, ...] = ()
    zielwerke: tuple[Zielwerk, ...] = ()
    ziele: tuple[Ziel, ...] = ()
    beschluesse: tuple[Beschluss, ...] = ()
    sozialraeume: tuple[Sozialraum, ...] = ()
    rahmenbedingungen: tuple[Rahmenbedingung, ...] = ()
    akteure: tuple[Akteur, ...] = ()
    veranstaltungen: tuple[Veranstaltung, ...] = ()
    rueckmeldungen: tuple[Rueckmeldung, ...] = ()
    meilensteine: tuple[Meilenstein, ...] = ()
    begriffe: tuple[Begriff, ...] = ()
    quellen: tuple[Quelle, ...] = ()
    aenderungen: tuple[Aenderung, ...] = ()

    def eintraege(self) -> Iterator[Eintrag]:
        """All entries, kind by kind, then the chapters."""
        for liste in LISTEN:
            yield from getattr(self, liste)
        yield from self.kapitel
