"""What the fields of entries hold: kinds of text, of mentions, of evidence.

The annotations are no strings (no ``from __future__ import annotations``): pydantic would compile
each of them at every start.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from sro_cli import days
from sro_cli.source import Key

M = TypeVar("M")

KENNUNG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
"""The form of every id but those of council papers."""

STELLENKENNUNG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""The form of the ids of chapters, sections, figures and tables, which name files and anchors."""

# Checked against 34 numbers of the city's council system (2000 to 2025).
VORLAGE_NEU = re.compile(r"(\d{4})/([A-Z]{2})/(\d{3,4})(?:-(\d{2}))?(?:[ -]\(?([A-ZÄÖÜ]{2})\)?)?")
VORLAGE_ALT = re.compile(r"(\d{4})/(\d{2})-([A-ZÄ]{1,2})")

ZEITRAUM = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
"""A year, a month or a day."""

VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")

ABDRUCK = re.compile(rf"(?:(?P<fassung>{VERSION.pattern}) )?(?P<abdruck>[0-9a-f]{{4}}-[0-9a-f]{{4}})")
"""The fingerprint of a wording, after the version that it was published in, if it was."""

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


class Unpassend(ValueError):  # noqa: N818 - reads as what it says
    """A value that does not fit, and what was meant.

    Attributes:
        meant: the value as it should be written.
        safe: whether nothing else can have been meant.
    """

    def __init__(self, rule: str, meant: str, *, safe: bool = True) -> None:
        """An error with the rule as its message."""
        super().__init__(rule)
        self.meant = meant
        self.safe = safe


_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", " ": "-"}
)


def ident_of(text: str) -> str:
    """Words in the letters of ids.

    >>> ident_of("groß klein")
    'gross-klein'
    """
    return unicodedata.normalize("NFC", text).translate(_LETTERS)


def _kennung(text: str) -> str:
    if KENNUNG.fullmatch(text):
        return text
    rule = "eine Kennung besteht aus Buchstaben ohne Umlaute, Ziffern, Punkt, Strich und Schrägstrich"
    raise _ident_fault(text, rule, KENNUNG)


def _stellenkennung(text: str) -> str:
    if STELLENKENNUNG.fullmatch(text):
        return text
    rule = "erlaubt sind Buchstaben ohne Umlaute, Ziffern, Punkt und Strich"
    raise _ident_fault(text, rule, STELLENKENNUNG)


def _ident_fault(text: str, rule: str, form: re.Pattern[str]) -> ValueError:
    """The error, with the id that was meant; whoever names the entry has to follow."""
    meant = ident_of(text)
    return Unpassend(rule, meant, safe=False) if form.fullmatch(meant) else ValueError(rule)


def _nummer(text: str) -> str:
    if not (VORLAGE_NEU.fullmatch(text) or VORLAGE_ALT.fullmatch(text)):
        rule = "eine Vorlagennummer hat die Form 2021/BV/2536 oder, bis 2009, 0134/08-BV"
        raise ValueError(rule if days.iso(text) is None else f"das ist ein Datum; {rule}")
    return text


def _zeitraum(text: str) -> str:
    if ZEITRAUM.fullmatch(text):
        return text
    rule = "ein Stand ist ein Jahr, ein Monat oder ein Tag: 2008, 2008-09 oder 2008-09-30"
    raise Unpassend(rule, day) if (day := days.iso(text)) else ValueError(rule)


def _version(text: str) -> str:
    if not VERSION.fullmatch(text):
        raise ValueError("eine Version besteht aus drei Zahlen: 0.2.0")
    return text


def _abdruck(text: str) -> str:
    if not ABDRUCK.fullmatch(text):
        raise ValueError("einen Abdruck wie „4f3a-9c1e“ schreibt „sro confirm“")
    return text


def _prozent(share: int) -> int:
    if not 0 <= share <= 100:  # noqa: PLR2004 - per cent
        raise ValueError("ein Anteil in Prozent liegt zwischen 0 und 100")
    return share


def _adresse(text: str) -> str:
    if not text or re.fullmatch(r"https?://\S+", text, re.IGNORECASE):
        return text
    rule = "eine Adresse im Netz beginnt mit https:// und hat keine Leerzeichen"
    is_bare = re.fullmatch(r"www\.\S+", text)
    raise Unpassend(rule, f"https://{text}", safe=False) if is_bare else ValueError(rule)


_JA_NEIN = {"ja": True, "nein": False, "true": True, "false": False}
_MEANT = {"yes": "ja", "no": "nein", "wahr": "ja", "falsch": "nein"} | {word: word for word in _JA_NEIN}


def _ja_nein(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value in _JA_NEIN:
        return _JA_NEIN[value]
    rule = "hier steht ja oder nein"
    raise Unpassend(rule, meant) if (meant := _MEANT.get(value.lower())) else ValueError(rule)


def _zahl(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+", value):
        rule = "eine Zahl steht ohne Punkt zwischen den Tausendern: 12877"
        raise Unpassend(rule, value.replace(".", ""), safe=False)
    return value.replace(",", ".")


Adresse = Annotated[str, AfterValidator(_adresse)]
Kennung = Annotated[str, AfterValidator(_kennung)]
Stellenkennung = Annotated[str, AfterValidator(_stellenkennung)]
Nummer = Annotated[str, AfterValidator(_nummer)]
Prosa = Annotated[str, Markdown()]
Abdruck = Annotated[str, AfterValidator(_abdruck)]
Prozent = Annotated[int, AfterValidator(_prozent)]
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
ZurGeaendertenStelle = Annotated[
    str,
    Verweis(
        (
            *("kapitel", "abschnitt", "ziel", "zielwerk", "beschluss", "sozialraum", "rahmen", "akteur"),
            *("veranstaltung", "rueckmeldung", "meilenstein", "begriff", "quelle"),
        )
    ),
]
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


def prose_fields(value: Wert) -> Iterator[tuple[Key, str]]:
    """The text fields of an entry that hold Markdown, with their paths; empty ones left out."""
    return ((path, text) for path, _mark, text in marked_fields(value, Markdown) if text)


def marked_fields(value: Wert, mark: type[M], path: Key = ()) -> Iterator[tuple[Key, M, str]]:
    """The texts of an entry whose type carries a mark: the path of each, its mark, what is written."""
    for name, own in _bearing(type(value), mark):  # type: ignore[arg-type]  # a type has a hash
        inner = getattr(value, name)
        if isinstance(inner, Wert):
            yield from marked_fields(inner, mark, (*path, name))
        elif isinstance(inner, tuple):
            for index, item in enumerate(inner):
                if isinstance(item, Wert):
                    yield from marked_fields(item, mark, (*path, name, index))
                elif own:
                    yield (*path, name, index), own, item
        elif own and inner is not None:
            yield (*path, name), own, inner


@cache
def _bearing(kind: type[Wert], mark: Any) -> tuple[tuple[str, Any], ...]:
    """The fields that bear a mark or values whose fields do, the mark first; all others need no look."""
    fields = []
    for name, info in kind.model_fields.items():
        inside = list(_inside(info.annotation))
        own = next((part for part in (*info.metadata, *inside) if isinstance(part, mark)), None)
        if own or any(
            isinstance(part, type) and issubclass(part, Wert) and _bearing(part, mark) for part in inside
        ):
            fields.append((name, own))
    return tuple(fields)


def _inside(annotation: Any) -> Iterator[Any]:
    """An annotation such as ``tuple[ZumZiel, ...]`` and all that it is made of, marks included."""
    yield annotation
    yield from getattr(annotation, "__metadata__", ())
    for inner in getattr(annotation, "__args__", ()):
        yield from _inside(inner)
