"""Fields of entries as cells of a table: what each type of value looks like, and what stands above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from sro_cli.document.selection import ANNEXES, KINDS, marks
from sro_cli.document.words import Ready, adresse, anker, markdown, reihe, verweis, zelle
from sro_cli.facts.coverage import decides
from sro_cli.model import (
    Beleg,
    Beschluss,
    Bezugsstelle,
    Eintrag,
    Forderungen,
    Gueltigkeit,
    Indikator,
    Kennzahl,
    Markdown,
    Stand,
    Verweis,
    Wert,
    Ziel,
)
from sro_cli.readable import datum, plain, wort, zahl
from sro_cli.references import Index, noun

_NO_BREAK = "\N{NO-BREAK SPACE}"

# Field → the words above its column; where a kind has its own, „kind.field“.
_HEADS = {
    "abgerufen": "Abgerufen",
    "abkuerzung": "Abkürzung",
    "aendert": "Ändert",
    "art": "Art",
    "auch": "Auch",
    "aufgabe": "Aufgabe",
    "begriff": "Begriff",
    "begruendung": "Begründung",
    "beleg": "Beleg",
    "bereich": "Bereich",
    "bereits_gefasst": "Bereits gefasst",
    "bestaetigt": "Bestätigt",
    "beschluesse": "Beschlüsse",
    "beschluss": "Beschluss",
    "beschreibung": "Beschreibung",
    "beteiligte": "Beteiligte",
    "bezug": "Bezug",
    "code": "Code",
    "datum": "Datum",
    "einheit": "Einheit",
    "entscheidung": "Entscheidung",
    "ergebnis": "Ergebnis",
    "erklaerung": "Erklärung",
    "erlaeuterung": "Erläuterung",
    "falsch": "Nicht",
    "fassung": "Fassung",
    "format": "Format",
    "gegenstand": "Gegenstand",
    "gremium": "Gremium",
    "gruppe": "Gruppe",
    "gueltig": "Gültig",
    "hebt_auf": "Hebt auf",
    "herausgeber": "Herausgeber",
    "hinweis": "Hinweis",
    "id": "Kennung",
    "beschluesse.id": "Nummer",
    "meilensteine.id": "Meilenstein",
    "rueckmeldungen.id": "Nummer",
    "indikatoren": "Indikatoren",
    "intern": "Intern",
    "kennzahlen": "Kennzahlen",
    "kontakt": "Kontakt",
    "kurz": "Kurz",
    "mehrzahl": "Mehrzahl",
    "merkmal": "Merkmal",
    "modellregion": "Modellregion",
    "name": "Name",
    "ort": "Ort",
    "ortsbeirat": "Ortsbeirat",
    "quelle": "Quelle",
    "rueckmeldungen": "Rückmeldungen",
    "siehe": "Siehe",
    "sozialraeume": "Sozialräume",
    "sozialraum": "Sozialraum",
    "stand": "Stand",
    "stufe": "Stufe",
    "teil_von": "Teil von",
    "teilnehmende": "Teilnehmende",
    "termin": "Termin",
    "text": "Text",
    "rahmenbedingungen.text": "Rahmenbedingung",
    "rueckmeldungen.text": "Rückmeldung",
    "titel": "Titel",
    "ziele.titel": "Ziel",
    "umgesetzt_in": "Umgesetzt in",
    "url": "Adresse",
    "veranstaltung": "Veranstaltung",
    "verlangt": "Verlangt",
    "version": "Version",
    "vollstaendig": "Wortlaut liegt vor",
    "von": "Von",
    "vorschlag": "Vorschlag",
    "wert": "Wert",
    "wortlaut": "Wortlaut",
    "ziele": "Ziele",
    "zielwerk": "Zielwerk",
    "zu": "Zu",
}
_PERIOD = get_args(Stand)[1]  # marks a field that may lack day and month
_NUMBERED = ("kapitel:", "abschnitt:", "abb:", "tab:")
"""What is called by a number, which only the finished document knows."""

_RIGHT = ("ortsbeirat", "teilnehmende", "wert")
_MISSING = {
    "beschluesse.titel": "Titel nicht belegt",
    "beschluesse.gremium": "nicht belegt",
    "beschluesse.datum": "nicht belegt",
}


@dataclass(frozen=True, slots=True)
class Cells:
    """Makes rows of tables.

    Attributes:
        index: names the entries that others point to, and knows what there is.
        annexes: of this document: their entries are linked there, all others found here.
    """

    index: Index
    annexes: tuple[str, ...]

    def head(self, columns: Iterable[str], kind: str) -> Ready:
        """The head of a table, two lines of Markdown; *kind* is a key of the concept's lists."""
        names = tuple(columns)
        above = _row(head(kind, name) for name in names)
        return Ready(f"{above}\n|{'|'.join('---:' if name in _RIGHT else '---' for name in names)}|")

    def row(self, entry: Wert, columns: Iterable[str]) -> Ready:
        """An entry as a row of a table; its name is a link to it, or the place that links lead to."""
        names = tuple(columns)
        own = ("id", getattr(entry, "titel_feld", "titel")) if isinstance(entry, Eintrag) else ()
        named = next((name for name in names if name in own), names[0])
        return _row(
            self._name(entry, name)
            if name == named and isinstance(entry, Eintrag)
            else self.cell(entry, name)
            for name in names
        )

    def cell(self, entry: Wert, name: str) -> Ready:
        """The value of a field."""
        value = getattr(entry, name)
        if value is None or value in ("", ()):
            # Over a statement nobody decides: the day of a decision is not missing.
            due = not isinstance(entry, Beschluss) or name != "datum" or decides(entry)
            return Ready(_MISSING.get(f"{_kind(entry)}.{name}", "–") if due else "–")
        if isinstance(entry, Kennzahl) and name == "wert":
            return markdown(figure(entry))
        return self._value(value, type(entry).model_fields[name])

    def mention(self, target: str) -> Ready:
        """A link to an entry with its short name."""
        return verweis(target, self.name(target))

    def name(self, target: str) -> str:
        """What an entry is called among others of its kind; plain text, never empty.

        Papers have their number, bodies and sources their short name, goals with a number both.
        """
        entry = self.index.entries.get(target)
        if entry is None:
            return target.partition(":")[2]
        if isinstance(entry, Beschluss):
            return entry.id
        if isinstance(entry, Ziel) and entry.nummer:
            return f"{entry.nummer} – {entry.titel}"
        return entry.label if entry.scheme in {"akteur", "quelle", "rueckmeldung"} else entry.bezeichnung

    def beleg(self, beleg: Beleg | None) -> Ready:
        """The evidence of an entry, without the author's note."""
        if beleg is None:
            return Ready("–")
        source = self.mention(f"quelle:{beleg.quelle}") if beleg.quelle else Ready()
        if beleg.art.value == "belegt" and source:
            return source
        words = plain(beleg.art)
        return Ready(
            f"{source} ({'mittelbar' if beleg.art.value == 'mittelbar' else words})" if source else words
        )

    def _name(self, entry: Eintrag, name: str) -> Ready:
        value = self.cell(entry, name)
        if isinstance(entry, Ziel) and name == "titel":
            value = markdown(self.name(entry.target))  # chapters say „Ziel Z1“
        annex = ANNEXES.get(entry.scheme, "")
        if annex in self.annexes:
            return verweis(entry.target, value)
        return Ready(f"{anker(entry.target)}{value}")

    def _value(self, value: Any, info: Any) -> Ready:
        found = marks(info)
        if verweise := [mark for mark in found if isinstance(mark, Verweis)]:
            items = value if isinstance(value, tuple) else (value,)
            return reihe(self._pointer(verweise[0].target(item)) for item in items)
        if any(isinstance(mark, Markdown) for mark in found):
            return zelle(value)
        if _PERIOD in found:
            return markdown(datum(value))
        if isinstance(value, tuple):
            inner = [self._part(item) for item in value]
            return reihe(inner, "; " if any(isinstance(item, Wert) for item in value) else ", ")
        if isinstance(value, str) and value in get_args(info.annotation):
            return markdown(wort(value))
        return self._part(value)

    def _pointer(self, target: str) -> Ready:
        """A link to any place: „Abschnitt 3.2“, or an entry with its short name."""
        return verweis(target) if target.startswith(_NUMBERED) else self.mention(target)

    def _former(self, target: str) -> Ready:
        """A place of a version that is published; it may be gone since, then there is nothing to link to."""
        if target in self.index.targets:
            return self._pointer(target)
        scheme, _, ident = target.partition(":")
        return markdown(f"dort {noun(scheme)} „{ident}“")

    def _part(self, value: Any) -> Ready:
        match value:
            case Beleg():
                return self.beleg(value)
            case Gueltigkeit():
                return Ready(f"{value.von} – {value.bis}")
            case Kennzahl():
                since = f" ({datum(value.stand)})" if value.stand else ""
                return markdown(f"{value.merkmal}: {figure(value)}{since}")
            case Indikator():
                return zelle(value.text)
            case Bezugsstelle():
                place = [self._former(value.stelle)] if value.stelle else []
                quote = [f"„{value.zitat.strip('„“')}“"] if value.zitat else []
                return reihe([f"Version {value.fassung}", *place, *quote])
            case Forderungen():
                return markdown(demands(value))
            case dict():
                return reihe((f"{name}: {text}" for name, text in value.items()), "; ")
            case str() if value.startswith(("http://", "https://")):
                return adresse(value, value.split("/")[2])
            case str() if "@" in value:
                return adresse(value)
            case _:
                return markdown(value)


def head(kind: str, name: str) -> Ready:
    """The words above a column.

    >>> print(head("beschluesse", "id"), head("akteure", "name"))
    Nummer Name
    """
    return markdown(_HEADS.get(f"{kind}.{name}") or _HEADS.get(name, name.capitalize()))


def figure(kennzahl: Kennzahl) -> str:
    r"""A figure with its unit.

    >>> figure(Kennzahl(merkmal="Anteil", wert="17,9", einheit="%"))
    '17,9\xa0%'
    """
    unit = f"{_NO_BREAK}{kennzahl.einheit}" if kennzahl.einheit else ""
    return f"{zahl(kennzahl.wert)}{unit}"


def demands(verlangt: Forderungen) -> str:
    """What a milestone demands, in words.

    >>> demands(Forderungen(kapitelstatus="freigegeben", offene_punkte="keine"))
    'alle Kapitel freigegeben; keine offenen Punkte'
    """
    status = {
        "entwurf": "alle Kapitel mindestens als Entwurf",
        "in-pruefung": "alle Kapitel mindestens in Prüfung",
        "freigegeben": "alle Kapitel freigegeben",
    }
    parts = [
        status[verlangt.kapitelstatus],
        "keine offenen Punkte" if verlangt.offene_punkte == "keine" else "",
        "keine unbelegten Angaben" if verlangt.unbelegtes == "keines" else "",
        "alle Rückmeldungen entschieden" if verlangt.offene_rueckmeldungen == "keine" else "",
    ]
    return "; ".join(filter(None, parts))


def _row(cells: Iterable[Ready]) -> Ready:
    return Ready(f"| {' | '.join(cells)} |")


def _kind(entry: Wert) -> str:
    return next((name for name, kind in KINDS.items() if isinstance(entry, kind)), "")
