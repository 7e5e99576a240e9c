"""The concept as values: what editors write in YAML and Markdown, without any place or path.

Field names are those of the files. Fields of type `Prosa` hold inline Markdown. Fields that
name another entry say which kinds they accept with `Verweis`.

The annotations are no strings (no ``from __future__ import annotations``): pydantic would compile
each of them at every start.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SkipValidation

from sro_cli.tree import Block

KENNUNG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
"""The form of every id but those of council papers."""

# Checked against 34 numbers of the city's council system (2000 to 2025).
VORLAGE_NEU = re.compile(r"(\d{4})/([A-Z]{2})/(\d{3,4})(?:-(\d{2}))?(?:[ -]\(?([A-ZÄÖÜ]{2})\)?)?")
VORLAGE_ALT = re.compile(r"(\d{4})/(\d{2})-([A-ZÄ]{1,2})")

ZEITRAUM = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
"""A year, a month or a day."""

VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")

VORLAGEARTEN = {
    "BV": "Beschlussvorlage",
    "AN": "Antrag",
    "IV": "Informationsvorlage",
    "SN": "Stellungnahme",
    "DV": "Dringlichkeitsvorlage",
    "DA": "Dringlichkeitsantrag",
    "ÄA": "Änderungsantrag",
    "AR": "Anregung",
    "A": "Antrag",
    "AM": "Anfrage eines Mitglieds",
}


@dataclass(frozen=True, slots=True)
class Markdown:
    """Marks a text field that holds inline Markdown."""


@dataclass(frozen=True, slots=True)
class Verweis:
    """Marks a field that names an entry.

    Attributes:
        arten: the schemes it may name. With one of them the bare id is written
            (``beschluss: 2020/BV/0702``), with several the typed one (``ziel:Z1``).
    """

    arten: tuple[str, ...]

    def target(self, written: str) -> str:
        """The typed id of what an author wrote.

        >>> Verweis(("ziel",)).target("Z1"), Verweis(("ziel", "beschluss")).target("ziel:Z1")
        ('ziel:Z1', 'ziel:Z1')
        """
        return f"{self.arten[0]}:{written}" if len(self.arten) == 1 else written


def _kennung(text: str) -> str:
    if not KENNUNG.fullmatch(text):
        raise ValueError(
            "eine Kennung besteht aus Buchstaben ohne Umlaute, Ziffern, Punkt, Strich und Schrägstrich"
        )
    return text


def _nummer(text: str) -> str:
    if not (VORLAGE_NEU.fullmatch(text) or VORLAGE_ALT.fullmatch(text)):
        raise ValueError("eine Vorlagennummer hat die Form 2021/BV/2536 oder, bis 2009, 0134/08-BV")
    return text


def _zeitraum(text: str) -> str:
    if not ZEITRAUM.fullmatch(text):
        raise ValueError("ein Stand ist ein Jahr, ein Monat oder ein Tag: 2008, 2008-09 oder 2008-09-30")
    return text


def _version(text: str) -> str:
    if not VERSION.fullmatch(text):
        raise ValueError("eine Version besteht aus drei Zahlen: 0.2.0")
    return text


_JA_NEIN = {"ja": True, "nein": False, "true": True, "false": False}


def _ja_nein(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value not in _JA_NEIN:
        raise ValueError("hier steht ja oder nein")
    return _JA_NEIN[value]


def _zahl(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+", value):
        raise ValueError("eine Zahl steht ohne Punkt zwischen den Tausendern: 12877")
    return value.replace(",", ".")


Kennung = Annotated[str, AfterValidator(_kennung)]
Nummer = Annotated[str, AfterValidator(_nummer)]
Prosa = Annotated[str, Markdown()]
Stand = Annotated[str, AfterValidator(_zeitraum)]
Version = Annotated[str, AfterValidator(_version)]
Zahl = Annotated[float, BeforeValidator(_zahl)]
JaNein = Annotated[bool, BeforeValidator(_ja_nein)]

ZumAkteur = Annotated[str, Verweis(("akteur",))]
ZumBegriff = Annotated[str, Verweis(("begriff",))]
ZumBeschluss = Annotated[str, Verweis(("beschluss",))]
ZumSozialraum = Annotated[str, Verweis(("sozialraum",))]
ZumZiel = Annotated[str, Verweis(("ziel",))]
ZumZielwerk = Annotated[str, Verweis(("zielwerk",))]
ZurQuelle = Annotated[str, Verweis(("quelle",))]
ZurRueckmeldung = Annotated[str, Verweis(("rueckmeldung",))]
ZurVeranstaltung = Annotated[str, Verweis(("veranstaltung",))]
ZurStelle = Annotated[str, Verweis(("kapitel", "abschnitt", "abb", "tab", "ziel", "rahmen", "beschluss"))]
ZumInhalt = Annotated[str, Verweis(("ziel", "beschluss", "rahmen", "sozialraum", "rueckmeldung"))]


class Wert(BaseModel):
    """Anything that is written as a YAML mapping."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Eintrag(Wert):
    """Something that can be mentioned. ``scheme`` begins its typed id."""

    scheme: ClassVar[str]
    titel_feld: ClassVar[str] = "titel"

    id: Kennung

    @property
    def target(self) -> str:
        """The typed id, e.g. ``ziel:Z1``."""
        return f"{self.scheme}:{self.id}"

    @property
    def bezeichnung(self) -> str:
        """What the entry is called, plain text; its id where nothing better is known."""
        return getattr(self, self.titel_feld) or self.id

    @property
    def label(self) -> str:
        """The text of a mention whose author wrote none."""
        return self.bezeichnung


class Belegart(StrEnum):
    """How sure a fact is."""

    BELEGT = "belegt"
    MITTELBAR = "mittelbar"
    UNBELEGT = "unbelegt"


class Beleg(Wert):
    """Where a fact comes from."""

    quelle: ZurQuelle | None = None
    art: Belegart
    hinweis: Prosa = ""


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
    url: str = ""
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
    def label(self) -> str:
        """„Ziel Z1“; an id in words is replaced by the title."""
        return f"Ziel {self.id}" if any(c.isdigit() for c in self.id) else f"Ziel „{self.titel}“"


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


class Begriff(Eintrag):
    """A term with its meaning, its abbreviation and the forms that are wrong."""

    scheme: ClassVar[str] = "begriff"
    titel_feld: ClassVar[str] = "begriff"

    begriff: str
    abkuerzung: str = ""
    mehrzahl: str = ""
    erklaerung: Prosa = ""
    auch: tuple[str, ...] = ()
    falsch: tuple[str, ...] = ()
    siehe: tuple[ZumBegriff, ...] = ()
    beleg: Beleg | None = None


class Quelle(Eintrag):
    """A document that facts come from."""

    scheme: ClassVar[str] = "quelle"

    titel: str
    herausgeber: str = ""
    datum: Stand | None = None
    url: str = ""
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


# --- chapters --------------------------------------------------------------------------


class Kapitelkopf(Eintrag):
    """What stands between the lines ``---`` at the top of a chapter."""

    scheme: ClassVar[str] = "kapitel"

    status: Literal["entwurf", "in-pruefung", "ueberarbeitung-noetig", "freigegeben"]
    verantwortlich: ZumAkteur | None = None
    behandelt: tuple[ZumInhalt, ...] = ()


class Kapitel(Kapitelkopf):
    """A chapter: its head, its title and its blocks, the level-1 heading first."""

    titel: str
    blocks: SkipValidation[tuple[Block, ...]]


class Ansicht(Wert):
    """The body of a directive in a chapter."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")] = ""
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
    steckbrief: Steckbrief | None = None


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

    def eintraege(self) -> Iterator[Eintrag]:
        """All entries, kind by kind, then the chapters."""
        for liste in LISTEN:
            yield from getattr(self, liste)
        yield from self.kapitel
