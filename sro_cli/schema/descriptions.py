"""What the fields of the sources mean, in German: shown by editors while somebody types.

They stand apart from the model because only `sro schema` needs them, and every start of `sro`
would pay for them.
"""

from __future__ import annotations

MODELS: dict[str, str] = {
    "Abdeckung": "Wie viel zusammenhängen muss, in Prozent; was fehlt, wird nicht verlangt",
    "Aenderung": "Warum sich eine Stelle seit einer früheren Fassung geändert hat",
    "Akteur": "Gremium, Amt, Träger, Arbeitsgruppe oder Einrichtung: eine Rolle, nie eine Person",
    "Begriff": "Begriff oder Abkürzung mit Erklärung und falschen Formen",
    "Beleg": "Woher eine Tatsache stammt und wie sicher sie ist",
    "Beschluss": "Vorlage der städtischen Gremien: Beschlussvorlage, Antrag, Stellungnahme …",
    "Bezugsstelle": "Stelle einer veröffentlichten Fassung, auf die sich eine Rückmeldung bezieht",
    "Einstellungen": "Angaben zum Konzept als Ganzem: Titel, Herausgeber, Reihenfolge der Kapitel",
    "Forderungen": "Was erfüllt sein muss, bevor die Fassung erscheinen darf",
    "FruehererName": "Amtlicher Name, der nicht mehr gilt",
    "Gueltigkeit": "Erstes und letztes Jahr der Geltung",
    "Indikator": "Woran sich zeigt, ob ein Ziel erreicht wird",
    "Kapitelkopf": "Kopf eines Kapitels zwischen den Zeilen ---",
    "Kennzahl": "Zahl zu einem Sozialraum mit Stand und Quelle",
    "Meilenstein": "Fassung, die veröffentlicht werden soll, mit Version, Termin und Bedingungen",
    "Quelle": "Dokument, aus dem Tatsachen stammen",
    "Rahmenbedingung": "Was das Konzept festlegt und woraus es folgt",
    "Rueckmeldung": "Was jemand zum Konzept gesagt hat und was daraus geworden ist",
    "Schweregrad": "Anderer Schweregrad für eine Art von Befund, mit Begründung",
    "Sozialraum": "Stadtbereich oder anderer Raum, in dem Menschen leben",
    "Steckbrief": "Angaben für den Eintrag in der Vorhabenliste der Stadt",
    "Veranstaltung": "Veranstaltung der Beteiligung",
    "Ziel": "Ziel, das zu einem Zielwerk gehört",
    "Zielwerk": "Ziele, die zusammen beschlossen wurden oder werden sollen",
}
"""What each model is, by its name."""

_COMMON: dict[str, str] = {
    "id": "Kennung: eindeutig in ihrer Art, ohne Umlaute und Leerzeichen; Verweise nennen sie",
    "titel": "Titel, wie er in den Dokumenten erscheint",
    "name": "Amtlicher Name",
    "beleg": "Beleg der Angaben",
    "quelle": "Kennung einer Quelle",
    "beschluesse": "Nummern der Beschlüsse, auf denen der Eintrag beruht",
    "ziele": "Kennungen der Ziele, denen der Eintrag dient",
    "sozialraeume": "Kennungen der Sozialräume, die der Eintrag betrifft",
    "kurz": "Kurzform für Verweise",
    "url": "Dauerhafte Adresse",
    "bestaetigt": "Welcher Wortlaut bestätigt ist, je Ziel oder Rahmenbedingung; trägt „sro confirm“ ein",
    "beschreibung": "Beschreibung in wenigen Sätzen",
    "hinweis": "Hinweis für Lesende",
}
"""Fields that mean the same in several models."""

FIELDS: dict[str, dict[str, str]] = {
    "Abdeckung": {
        "ziele_behandelt": "Anteil der Ziele, die ein Kapitel behandelt",
        "ziele_beschlossen": "Anteil der Ziele, hinter denen ein Beschluss steht",
        "beschluesse_umgesetzt": "Anteil der geltenden Beschlüsse, die das Konzept umsetzt",
        "modellregionen_behandelt": "Anteil der Modellregionen, die ein Kapitel behandelt",
        "rahmenbedingungen_begruendet": "Anteil der Rahmenbedingungen, die aus etwas folgen",
        "rueckmeldungen_beantwortet": "Anteil der Rückmeldungen, über die entschieden ist",
    },
    "Aenderung": {
        "zu": "Kapitel, Abschnitt oder Eintrag, mit Art: ziel:Z1; auch was es nicht mehr gibt",
        "grund": "Warum es sich geändert hat, in einem Satz",
        "beschluss": "Nummer des Beschlusses, der die Änderung verlangt",
        "seit": "Version, die die Änderung zuerst hat; spätere Vergleiche nennen den Grund dann nicht mehr",
    },
    "Akteur": {
        "gruppe": "Art des Akteurs",
        "teil_von": "Kennung des Akteurs, zu dem er gehört",
        "aufgabe": "Aufgabe im Vorhaben",
        "kontakt": "Anschrift oder Adresse der Stelle, nie einer Person",
    },
    "Begriff": {
        "begriff": "Der Begriff, ausgeschrieben",
        "abkuerzung": "Abkürzung; die erste Erwähnung eines Kapitels nennt beides",
        "mehrzahl": "Mehrzahl des Begriffs",
        "erklaerung": "Erklärung für das Glossar",
        "auch": "Andere zulässige Schreibweisen",
        "falsch": "Schreibweisen, die nicht vorkommen sollen",
        "frueher": "Frühere amtliche Namen; im Text sind sie nur erlaubt, wo es um ihre Zeit geht",
        "siehe": "Kennungen verwandter Begriffe",
    },
    "Beleg": {
        "art": "belegt, mittelbar (erschlossen) oder unbelegt",
        "hinweis": "Was am Beleg zu beachten ist",
    },
    "Beschluss": {
        "id": "Nummer, wie das Ratsinformationssystem sie schreibt: 2021/BV/2536",
        "titel": "Titel der Vorlage; leer, solange er nicht belegt ist",
        "gremium": "Kennung des Akteurs, der beschlossen hat",
        "datum": "Tag der Entscheidung; er folgt nicht aus der Nummer",
        "ergebnis": "Ergebnis der Beratung, zum Beispiel „ungeändert beschlossen“",
        "gegenstand": "Worum es geht, in eigenen Worten",
        "bezug": "Nummern der Vorlagen, auf die sie sich bezieht",
        "bereits_gefasst": "Nummern bereits gefasster Beschlüsse",
        "aendert": "Nummern der Beschlüsse, die sie ändert",
        "hebt_auf": "Nummern der Beschlüsse, die sie aufhebt",
    },
    "Bezugsstelle": {
        "fassung": "Version der Fassung: 0.2.0",
        "stelle": "Kapitel, Abschnitt, Tabelle oder Eintrag, mit Art: abschnitt:modellregionen",
        "zitat": "Die Worte, um die es geht",
    },
    "Einstellungen": {
        "untertitel": "Untertitel des Dokuments",
        "kurzname": "Name der Dateien, die gebaut werden: Kleinbuchstaben, Ziffern, Bindestrich",
        "herausgeber": "Wer das Konzept herausgibt",
        "stelle": "Kennung des verantwortlichen Akteurs",
        "kontakt": "Adresse für Rückfragen, keine Person",
        "schlagworte": "Schlagworte für die Suche",
        "kapitel": "Kennungen der Kapitel in der Reihenfolge des Dokuments",
        "anlagen": "Anlagen, die aus den Daten entstehen",
        "schreibweise": "Form der geschlechtergerechten Sprache, die geprüft wird",
        "schweregrade": "Andere Schweregrade für Befunde, je Code",
        "abdeckung": "Wie viel zusammenhängen muss, in Prozent",
        "steckbrief": "Eintrag für die Vorhabenliste",
    },
    "Forderungen": {
        "kapitelstatus": "Status, den jedes Kapitel mindestens hat",
        "offene_punkte": "Ob offene Punkte stehen bleiben dürfen",
        "unbelegtes": "Ob Unbelegtes stehen bleiben darf",
        "offene_rueckmeldungen": "Ob Rückmeldungen offen bleiben dürfen",
    },
    "FruehererName": {"bis": "Letztes Jahr, letzter Monat oder letzter Tag, an dem er galt"},
    "Gueltigkeit": {"von": "Erstes Jahr", "bis": "Letztes Jahr"},
    "Indikator": {"text": "Beschreibung des Indikators", "stand": "Jahr, Monat oder Tag der Angabe"},
    "Kapitelkopf": {
        "status": "Stand der Bearbeitung",
        "verantwortlich": "Kennung des Akteurs, der das Kapitel verantwortet",
        "behandelt": "Was das Kapitel behandelt, mit Art: ziel:wille, beschluss:2021/BV/2536",
    },
    "Kennzahl": {
        "merkmal": "Was gezählt wird",
        "wert": "Zahl ohne Punkt zwischen den Tausendern",
        "einheit": "Einheit der Zahl",
        "stand": "Jahr, Monat oder Tag, für den die Zahl gilt",
    },
    "Meilenstein": {
        "version": "Version der Fassung: 0.2.0",
        "fassung": "Art der Fassung",
        "termin": "Tag, an dem sie erscheinen soll: 2026-12-31",
        "verlangt": "Was vorher erfüllt sein muss",
    },
    "Quelle": {
        "herausgeber": "Wer sie veröffentlicht hat",
        "datum": "Jahr, Monat oder Tag der Veröffentlichung",
        "abgerufen": "Tag, an dem sie zuletzt abgerufen wurde",
        "kurz": "Kurzer Nachweis für den Text: Vorhabenliste 2022",
    },
    "Rahmenbedingung": {
        "text": "Was festgelegt wird",
        "bereich": "Bereich, zu dem die Festlegung gehört",
        "rueckmeldungen": "Kennungen der Rückmeldungen, aus denen sie folgt",
        "stand": "Stand der Abstimmung",
    },
    "Rueckmeldung": {
        "id": "Kennung, fortlaufend: R0001",
        "zu": "Stelle der Fassung, um die es geht",
        "von": "Kennung des Akteurs, von dem sie kommt; keine Person",
        "veranstaltung": "Kennung der Veranstaltung, auf der sie fiel",
        "art": "Anmerkung, Änderungswunsch oder Frage",
        "text": "Was gesagt wurde",
        "vorschlag": "Vorgeschlagener Wortlaut",
        "entscheidung": "Was daraus geworden ist",
        "begruendung": "Begründung der Entscheidung; nötig, wenn nicht alles übernommen wird",
        "umgesetzt_in": "Stellen, an denen sie umgesetzt ist, mit Art: abschnitt:modellregionen",
        "intern": "Vermerke, die nie in ein öffentliches Dokument gelangen",
    },
    "Schweregrad": {"stufe": "Schweregrad, der hier gilt", "weil": "Begründung"},
    "Sozialraum": {
        "art": "Art des Raumes",
        "teil_von": "Kennung des Sozialraumes, zu dem er gehört",
        "code": "Code der amtlichen Statistik",
        "ortsbeirat": "Nummer des Ortsbeirates",
        "modellregion": "Ob er Modellregion ist",
        "kennzahlen": "Zahlen zum Sozialraum",
    },
    "Steckbrief": {
        "vorhaben": "Name des Vorhabens",
        "beschreibung": "Kurze Beschreibung des Vorhabens",
        "bearbeitungsstand": "Was bisher geschehen ist",
        "schritte": "Nächste Schritte",
        "zeitraum": "Voraussichtlicher Zeitraum",
        "rubrik": "Betroffenes Gebiet, wie die Vorhabenliste es nennt",
        "modellregionen": "Kennungen der betroffenen Sozialräume",
        "beteiligung": "Wie beteiligt wird",
        "gestaltungsspielraum": "Was durch Beteiligung noch zu gestalten ist",
        "arten": "Formate der Beteiligung",
        "stufe": "Stufe der Beteiligung",
        "stelle": "Kennung des zuständigen Akteurs",
        "aktualisiert": "Tag der letzten Veröffentlichung in der Vorhabenliste",
    },
    "Veranstaltung": {
        "format": "Format der Veranstaltung",
        "stufe": "Stufe der Beteiligung",
        "datum": "Tag der Veranstaltung: 2024-01-09",
        "ort": "Ort der Veranstaltung",
        "teilnehmende": "Zahl der Teilnehmenden",
        "beteiligte": "Kennungen der beteiligten Akteure",
        "ergebnis": "Ergebnis der Veranstaltung",
    },
    "Ziel": {
        "zielwerk": "Kennung des Zielwerkes, zu dem es gehört",
        "wortlaut": "Genauer Wortlaut, nur wenn er vorliegt",
        "erlaeuterung": "Erläuterung in eigenen Worten",
        "teil_von": "Kennung des Zieles, zu dem es gehört",
        "indikatoren": "Woran sich zeigt, ob es erreicht wird",
    },
    "Zielwerk": {
        "auch": "Andere Titel, unter denen es bekannt ist",
        "gueltig": "Zeit der Geltung",
        "beschluss": "Nummer des Beschlusses, mit dem es gefasst wurde",
        "vollstaendig": "Ob alle Ziele mit ihrem Wortlaut vorliegen",
    },
}
"""What the other fields mean, by model and field."""

LISTS: dict[str, str] = {
    "aenderungen": "Gründe von Änderungen",
    "akteure": "Gremien, Ämter, Träger und Arbeitsgruppen",
    "begriffe": "Begriffe und Abkürzungen",
    "beschluesse": "Vorlagen der städtischen Gremien",
    "meilensteine": "Fassungen, die veröffentlicht werden sollen",
    "quellen": "Dokumente, aus denen Tatsachen stammen",
    "rahmenbedingungen": "Was das Konzept festlegt",
    "rueckmeldungen": "Rückmeldungen aus der Beteiligung",
    "sozialraeume": "Räume der Stadt",
    "veranstaltungen": "Veranstaltungen der Beteiligung",
    "ziele": "Ziele",
    "zielwerke": "Zielwerke",
}
"""What the lists hold."""


def of(model: str, field: str) -> str:
    """What a field means.

    Raises:
        KeyError: nobody has said it.
    """
    return FIELDS.get(model, {}).get(field) or _COMMON[field]
