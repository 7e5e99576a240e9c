"""The entries of the YAML files, kind by kind.

The annotations are no strings (no ``from __future__ import annotations``): pydantic would compile
each of them at every start.
"""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from sro_cli.model.values import (
    VORLAGE_ALT,
    VORLAGE_NEU,
    VORLAGEARTEN,
    Abdruck,
    Adresse,
    Beleg,
    Eintrag,
    JaNein,
    Nummer,
    Prosa,
    Stand,
    Version,
    Wert,
    Zahl,
    ZumAkteur,
    ZumBegriff,
    ZumBeschluss,
    ZumSozialraum,
    ZumZiel,
    ZumZielwerk,
    ZurGeaendertenStelle,
    ZurQuelle,
    ZurRueckmeldung,
    ZurStelle,
    ZurVeranstaltung,
)

# --- resolutions and goals -------------------------------------------------------------


class Beschluss(Eintrag):
    """A council paper. The type follows from the number; the day of the decision does not."""

    scheme: ClassVar[str] = "beschluss"

    id: Nummer
    titel: str = ""
    gremium: ZumAkteur | None = None
    datum: date | None = None
    ergebnis: str = ""
    gegenstand: Prosa = ""
    bezug: tuple[ZumBeschluss, ...] = ()
    bereits_gefasst: tuple[ZumBeschluss, ...] = ()
    aendert: tuple[ZumBeschluss, ...] = ()
    hebt_auf: tuple[ZumBeschluss, ...] = ()
    url: Adresse = ""
    bestaetigt: dict[str, Abdruck] = Field(default_factory=dict)
    beleg: Beleg

    @property
    def vorlageart(self) -> str:
        """The type of the paper in words, empty if the code is not known.

        >>> Beschluss(id="2021/BV/2536", beleg=Beleg(art="belegt")).vorlageart
        'Beschlussvorlage'
        """
        if new := VORLAGE_NEU.fullmatch(self.id):
            return VORLAGEARTEN.get(new[5] or new[2], "")
        old = VORLAGE_ALT.fullmatch(self.id)
        return VORLAGEARTEN.get(old[3], "") if old else ""

    @property
    def label(self) -> str:
        """„Beschluss 2021/BV/2536“."""
        return f"Beschluss {self.id}"


class Gueltigkeit(Wert):
    """First and last year, both included."""

    von: int
    bis: int


class Zielwerk(Eintrag):
    """A set of goals that was decided as a whole."""

    scheme: ClassVar[str] = "zielwerk"

    titel: str
    auch: tuple[str, ...] = ()
    gueltig: Gueltigkeit | None = None
    beschluss: ZumBeschluss | None = None
    vollstaendig: JaNein = True
    beleg: Beleg | None = None


class Indikator(Wert):
    """What shows whether a goal is reached."""

    text: Prosa
    quelle: ZurQuelle | None = None
    stand: Stand | None = None


class Ziel(Eintrag):
    """A goal."""

    scheme: ClassVar[str] = "ziel"

    zielwerk: ZumZielwerk
    titel: str
    wortlaut: Prosa = ""
    erlaeuterung: Prosa = ""
    teil_von: ZumZiel | None = None
    beschluesse: tuple[ZumBeschluss, ...] = ()
    indikatoren: tuple[Indikator, ...] = ()
    beleg: Beleg

    @property
    def nummer(self) -> str:
        """„Z1“, if the goal is known by a number; empty for an id in words."""
        return self.id if any(c.isdigit() for c in self.id) else ""

    @property
    def label(self) -> str:
        """„Ziel Z1“; an id in words is replaced by the title."""
        return f"Ziel {self.nummer}" if self.nummer else f"Ziel „{self.titel}“"


# --- spaces, conditions, bodies --------------------------------------------------------


class Kennzahl(Wert):
    """A figure about a social space at a certain time."""

    merkmal: str
    wert: Zahl
    einheit: str = ""
    stand: Stand | None = None
    quelle: ZurQuelle | None = None


class Sozialraum(Eintrag):
    """A district or another space that people live in."""

    scheme: ClassVar[str] = "sozialraum"
    titel_feld: ClassVar[str] = "name"

    name: str
    art: Literal["stadt", "region", "stadtbereich", "ortsteil", "quartier"]
    teil_von: ZumSozialraum | None = None
    code: str = ""
    ortsbeirat: int | None = None
    modellregion: JaNein = False
    beschreibung: Prosa = ""
    kennzahlen: tuple[Kennzahl, ...] = ()
    beleg: Beleg


class Rahmenbedingung(Eintrag):
    """Something the concept lays down, and what it follows from."""

    scheme: ClassVar[str] = "rahmen"

    titel: str
    text: Prosa
    bereich: Literal[
        "organisation", "planung", "finanzierung", "personal", "beteiligung", "qualitaet", "raum"
    ]
    sozialraeume: tuple[ZumSozialraum, ...] = ()
    ziele: tuple[ZumZiel, ...] = ()
    beschluesse: tuple[ZumBeschluss, ...] = ()
    rueckmeldungen: tuple[ZurRueckmeldung, ...] = ()
    stand: Literal["vorschlag", "abgestimmt", "festgeschrieben"]
    bestaetigt: dict[str, Abdruck] = Field(default_factory=dict)


class Akteur(Eintrag):
    """A body, office, Träger or working group: a role, never a person."""

    scheme: ClassVar[str] = "akteur"
    titel_feld: ClassVar[str] = "name"

    name: str
    kurz: str = ""
    gruppe: Literal["gremium", "amt", "traeger", "arbeitsgruppe", "einrichtung", "sonstige"]
    teil_von: ZumAkteur | None = None
    aufgabe: Prosa = ""
    kontakt: str = ""
    beleg: Beleg | None = None

    @property
    def label(self) -> str:
        """The short name if there is one."""
        return self.kurz or self.name


# --- participation ---------------------------------------------------------------------


class Veranstaltung(Eintrag):
    """An event of the participation."""

    scheme: ClassVar[str] = "veranstaltung"

    titel: str
    format: Literal["kick-off", "fachtag", "denkwerkstatt", "traegergespraech", "fachlicher-diskurs"]
    stufe: Literal["information", "konsultation", "mitgestaltung"]
    datum: date | None = None
    ort: str = ""
    teilnehmende: int | None = None
    beteiligte: tuple[ZumAkteur, ...] = ()
    sozialraeume: tuple[ZumSozialraum, ...] = ()
    ergebnis: Prosa = ""
    beleg: Beleg | None = None


class Bezugsstelle(Wert):
    """What a Rueckmeldung is about: a place in a published version."""

    fassung: Version
    stelle: ZurStelle | None = None
    zitat: str = ""


class Rueckmeldung(Eintrag):
    """What somebody said about the concept, and what was made of it."""

    scheme: ClassVar[str] = "rueckmeldung"

    zu: Bezugsstelle | None = None
    von: ZumAkteur | None = None
    veranstaltung: ZurVeranstaltung | None = None
    art: Literal["anmerkung", "aenderung", "frage"]
    text: Prosa
    vorschlag: Prosa = ""
    entscheidung: Literal["offen", "uebernommen", "teilweise", "nicht-uebernommen", "zur-kenntnis"] = "offen"
    begruendung: Prosa = ""
    umgesetzt_in: tuple[ZurStelle, ...] = ()
    intern: dict[str, str] = Field(default_factory=dict)

    @property
    def bezeichnung(self) -> str:
        """„Rückmeldung R0001“."""
        return f"Rückmeldung {self.id}"


# --- milestones, terms, sources --------------------------------------------------------


class Forderungen(Wert):
    """What must be true before a milestone may be published."""

    kapitelstatus: Literal["entwurf", "in-pruefung", "freigegeben"] = "entwurf"
    offene_punkte: Literal["erlaubt", "keine"] = "erlaubt"
    unbelegtes: Literal["erlaubt", "keines"] = "erlaubt"
    offene_rueckmeldungen: Literal["erlaubt", "keine"] = "erlaubt"


class Meilenstein(Eintrag):
    """A version to be published."""

    scheme: ClassVar[str] = "meilenstein"

    titel: str
    version: Version
    fassung: Literal["arbeitsfassung", "beteiligungsfassung", "vorlagefassung", "beschlussfassung"]
    termin: date | None = None
    beschreibung: Prosa = ""
    verlangt: Forderungen = Forderungen()

    @property
    def label(self) -> str:
        """„Meilenstein M1“."""
        return f"Meilenstein {self.id}"


class FruehererName(Wert):
    """An official name that somebody or something no longer has."""

    name: str
    bis: Stand


class Begriff(Eintrag):
    """A term with its meaning, its abbreviation and the forms that are wrong; or an official name."""

    scheme: ClassVar[str] = "begriff"
    titel_feld: ClassVar[str] = "begriff"

    begriff: str
    abkuerzung: str = ""
    mehrzahl: str = ""
    erklaerung: Prosa = ""
    auch: tuple[str, ...] = ()
    falsch: tuple[str, ...] = ()
    frueher: tuple[FruehererName, ...] = ()
    siehe: tuple[ZumBegriff, ...] = ()
    beleg: Beleg | None = None


class Quelle(Eintrag):
    """A document that facts come from."""

    scheme: ClassVar[str] = "quelle"

    titel: str
    herausgeber: str = ""
    datum: Stand | None = None
    url: Adresse = ""
    abgerufen: date | None = None
    kurz: str = ""
    hinweis: Prosa = ""

    @property
    def label(self) -> str:
        """The short citation: what the author gave, else publisher and year, else the title."""
        if self.kurz:
            return self.kurz
        if self.herausgeber and self.datum:
            return f"{self.herausgeber} {self.datum[:4]}"
        return self.titel


class Aenderung(Wert):
    """Why something changed. It has no id: nothing can mention it.

    Attributes:
        zu: what changed; it may be gone.
        grund: why.
        beschluss: that demanded it.
        seit: the version that first has the change; versions compared with it or later ones say it no more.
    """

    zu: ZurGeaendertenStelle
    grund: Prosa
    beschluss: ZumBeschluss | None = None
    seit: Version | None = None
