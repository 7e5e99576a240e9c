"""Values as people read them in German: days, numbers, the words of closed lists."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import Enum

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")

_COMMANDS = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])")
"""What tells terminals to colour, move and the like."""

_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)

WORTE = {
    # evidence
    "belegt": "belegt",
    "mittelbar": "mittelbar belegt",
    "unbelegt": "nicht belegt",
    # social spaces
    "stadt": "Stadt",
    "region": "Region",
    "stadtbereich": "Stadtbereich",
    "ortsteil": "Ortsteil",
    "quartier": "Quartier",
    # conditions
    "organisation": "Organisation",
    "planung": "Planung",
    "finanzierung": "Finanzierung",
    "personal": "Personal",
    "beteiligung": "Beteiligung",
    "qualitaet": "Qualität",
    "raum": "Raum",
    "vorschlag": "Vorschlag",
    "abgestimmt": "abgestimmt",
    "festgeschrieben": "festgeschrieben",
    # bodies
    "gremium": "Gremium",
    "amt": "Amt",
    "traeger": "Träger",
    "arbeitsgruppe": "Arbeitsgruppe",
    "einrichtung": "Einrichtung",
    "sonstige": "Sonstige",
    # participation
    "kick-off": "Kick-off",
    "fachtag": "Fachtag",
    "denkwerkstatt": "Denkwerkstatt",
    "traegergespraech": "Trägergespräch",
    "fachlicher-diskurs": "fachlicher Diskurs",
    "information": "Information",
    "konsultation": "Konsultation",
    "mitgestaltung": "Mitgestaltung",
    "anmerkung": "Anmerkung",
    "aenderung": "Änderung",
    "frage": "Frage",
    "offen": "offen",
    "uebernommen": "übernommen",
    "teilweise": "teilweise übernommen",
    "nicht-uebernommen": "nicht übernommen",
    "zur-kenntnis": "zur Kenntnis genommen",
    "beschluss": "Beschluss",
    "veranstaltung": "Veranstaltung",
    "meilenstein": "Meilenstein",
    # chapters and versions
    "entwurf": "Entwurf",
    "in-pruefung": "in Prüfung",
    "ueberarbeitung-noetig": "Überarbeitung nötig",
    "freigegeben": "freigegeben",
    "arbeitsfassung": "Arbeitsfassung",
    "beteiligungsfassung": "Beteiligungsfassung",
    "vorlagefassung": "Vorlagefassung",
    "beschlussfassung": "Beschlussfassung",
    "erlaubt": "erlaubt",
    "keine": "keine",
    "keines": "keines",
}
"""The words of the model's closed lists, as readers of the products see them."""


def plain(value: object) -> str:
    r"""A value in German words, on one line; empty for None.

    >>> plain("  zwei\n Zeilen "), plain(None), plain(False)
    ('zwei Zeilen', '', 'nein')
    """
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nein"
        case int() | float():
            return zahl(value)
        case date():
            return datum(value)
        case Enum():
            return wort(str(value.value))
        case _:
            return on_one_line(str(value))


def wort(value: str) -> str:
    """The word for a value of a closed list.

    >>> wort("traegergespraech"), wort("nicht-uebernommen")
    ('Trägergespräch', 'nicht übernommen')
    """
    return WORTE.get(value, value)


def datum(value: date | str) -> str:
    """A day, or a Stand that may lack day and month.

    >>> datum(date(2024, 1, 9)), datum("2008-09"), datum("2023")
    ('9. Januar 2024', 'September 2008', '2023')
    """
    year, *rest = value.isoformat().split("-") if isinstance(value, date) else value.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])}. {month} {year}" if len(rest) > 1 else f"{month} {year}"


def zahl(value: float) -> str:
    """A number with German signs.

    >>> zahl(12877.0), zahl(17.9), zahl(-1234567.25)
    ('12.877', '17,9', '−1.234.567,25')
    """
    return format(value, ",.15g").translate({ord(","): ".", ord("."): ",", ord("-"): "−"})


def without_controls(text: str) -> str:
    r"""A text without signs that command terminals, turn the direction of reading, or are not to be seen.

    >>> without_controls("\x1b[31mrot\t\u202eund\u200b so\x07")
    'rot und so'
    """
    plain = _COMMANDS.sub("", text)
    seen = (" " if sign.isspace() else sign for sign in plain if sign.isspace() or not _is_unseen(sign))
    return on_one_line("".join(seen))


def _is_unseen(sign: str) -> bool:
    # Joiners hold pictures and letters of some scripts together.
    return unicodedata.category(sign)[0] == "C" and sign not in "\u200c\u200d"


def on_one_line(text: str) -> str:
    r"""A text without breaks and blanks that no reader sees.

    >>> on_one_line("  zwei\n Zeilen ")
    'zwei Zeilen'
    """
    return _BLANKS.sub(" ", text).strip(" ")
