"""Concepts of a wanted size with everything that real ones have, the same in every run.

The text means little, but its words, its marks and their density are those of the real
concept in ``content/``: Genderstern, umlauts, quotation marks, mentions of every scheme,
footnotes, lists, boxes, tables, pictures and views.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import yaml

Entry = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """How large a concept is.

    Attributes:
        name: of the size.
        chapters: how many; everything else follows.
        more: how many entries there are beyond those that the chapters speak of.
    """

    name: str
    chapters: int
    more: int = 0

    @property
    def ziele(self) -> int:
        return 5 + self.chapters // 2 + self.more // 10

    @property
    def beschluesse(self) -> int:
        return 5 + self.chapters + self.more * 15 // 100

    @property
    def rahmenbedingungen(self) -> int:
        return 5 + self.chapters // 3 + self.more // 20

    @property
    def akteure(self) -> int:
        return 7 + self.more // 100

    @property
    def sozialraeume(self) -> int:
        return 7 + self.more // 100

    @property
    def veranstaltungen(self) -> int:
        return 3 + self.chapters // 10 + self.more // 50

    @property
    def rueckmeldungen(self) -> int:
        return 3 + self.chapters // 2 + self.more * 41 // 100

    @property
    def begriffe(self) -> int:
        return 10 + self.chapters + self.more // 10

    @property
    def quellen(self) -> int:
        return 2 * self.chapters + self.more * 15 // 100


S, M, L = Size("S", 5), Size("M", 44), Size("L", 44, 9_800)
"""About 40 and 300 printed pages; and 300 pages with 10,000 entries."""

_IN_A_FILE = 250
"""Entries; a longer list lies in several files."""

_SECTIONS = 5
_ANNEXES = ["ziele", "beschluesse", "nachweis", "beteiligung", "offene-punkte", "glossar", "quellen"]
_VIEWS = (
    (
        "{uebersicht} beschluesse",
        "spalten: [id, datum, gegenstand]\nnur: {gremium: akteur-0}\nsortiert: id\n",
    ),
    ("{uebersicht} ziele", "spalten: [titel, teil_von, beschluesse]\nnur: {zielwerk: werk}\n"),
    ("{nachweis} rahmen beschluss", ""),
    ("{uebersicht} meilensteine", "spalten: [id, titel, version, termin, beschreibung]\nsortiert: version\n"),
    ("{diagramm} zeitstrahl", ""),
    ("{diagramm} kennzahlen", ""),
    ("{steckbrief} vorhabenliste", ""),
)


def files(size: Size) -> dict[str, bytes]:
    """The files of a concept by their path."""
    voice = _Voice()
    entries = _entries(size, voice)
    texts = {path: _yaml(lists) for name, lists in entries.items() for path, lists in _split(name, lists)}
    texts["content/konzept.yml"] = _yaml(_settings(size, voice))
    for number in range(size.chapters):
        texts[f"content/kapitel/{number + 1:02}-{_chapter_id(number)}.md"] = _chapter(number, size, voice)
        texts[f"content/bilder/bild-{number}.svg"] = _picture(number)
    return {path: text.encode() for path, text in texts.items()}


def changed(files: Mapping[str, bytes], count: int) -> dict[str, bytes]:
    """The same concept after so many changes, in all chapters and in the entries.

    Words, new, lost and moved paragraphs, rows of tables, footnotes, titles of entries.
    """
    voice = _Voice()
    paths = sorted(path for path in files if path.endswith(".md"))
    texts = {path: files[path].decode().split("\n\n") for path in paths}
    data = {path: files[path].decode().split(_TITLE) for path in sorted(files) if path.startswith(_DATA)}
    titles = [(path, place) for path, parts in data.items() for place in range(1, len(parts))]
    for number in range(count):
        blocks, turn = texts[paths[number % len(paths)]], number // len(paths)
        plain = [index for index, block in enumerate(blocks) if block.startswith(_SUBJECTS)]
        index = plain[turn * 5 % len(plain)]
        noted = "[^" in blocks[index]  # its footnote would be left without a mark
        match (number + turn) % 7:
            case 0:
                blocks.insert(index, voice.sentences(3))
            case 1 if not noted:
                del blocks[index]
            case 2 if not noted:
                blocks.insert(plain[-1], blocks.pop(index))
            case 3:
                table = _first(blocks, "| Thema")
                blocks[table] = _table_changed(blocks[table], turn, voice)
            case 4:
                note = _first(blocks, "[^")
                blocks[note] = _worded(blocks[note], number, 1 + number % 3)
            case 5:
                path, place = titles[number % len(titles)]
                data[path][place] = _worded(data[path][place], number, 1)
            case _:
                blocks[index] = _worded(blocks[index], number, 1 + number % 3)
    told = {path: "\n\n".join(blocks) for path, blocks in texts.items()}
    told |= {path: _TITLE.join(parts) for path, parts in data.items()}
    return {**files, **{path: text.encode() for path, text in told.items()}}


_DATA = ("content/ziele", "content/beschluesse", "content/rahmenbedingungen")
_TITLE = "titel: "


def _worded(text: str, number: int, place: int) -> str:
    """A text with another word at a place."""
    words = text.split(" ")
    words[place] = f"anders{number}"
    return " ".join(words)


def _first(blocks: Sequence[str], mark: str) -> int:
    """The place of the first block that begins with a mark."""
    return next(index for index, block in enumerate(blocks) if block.startswith(mark))


def _table_changed(table: str, turn: int, voice: _Voice) -> str:
    """A table with a row more, one less, or another number."""
    *head, first, second = (rows := table.split("\n"))[:4]
    rest = rows[4:]
    match turn % 3:
        case 0:
            return "\n".join(
                [*head, f"| {voice.of(_NOUNS)} neu | {voice.sentence()} | 7 |", first, second, *rest]
            )
        case 1:
            return "\n".join([*head, second, *rest])
        case _:
            return "\n".join([*head, first, f"{second.rsplit('|', 2)[0]}| 8{turn} |", *rest])


def write(size: Size, folder: Path) -> None:
    """Writes a concept of a size into a folder."""
    put(files(size), folder)


def put(made: Mapping[str, bytes], folder: Path) -> None:
    """Writes the files of a concept into a folder."""
    for path, content in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _split(name: str, lists: Mapping[str, list[Entry]]) -> Iterator[tuple[str, Mapping[str, list[Entry]]]]:
    """The lists of a file, or of several files in a folder if they are long."""
    if max(map(len, lists.values())) <= _IN_A_FILE:
        yield f"content/{name}.yml", lists
        return
    for key, entries in lists.items():
        for start in range(0, len(entries), _IN_A_FILE):
            number = start // _IN_A_FILE + 1
            yield f"content/{name}/{key}-{number:02}.yml", {key: entries[start : start + _IN_A_FILE]}


# --- words -----------------------------------------------------------------------------

_SUBJECTS = (
    "Die Fachkräfte der freien Träger*innen",
    "Das Team im Stadtbereich",
    "Jede*r Bürger*in der Modellregion",
    "Die Koordination",
    "Der Unterausschuss Jugendhilfeplanung",
    "Eine Gruppe von Bewohner*innen und Lehrer*innen",
    "Die Arbeitsgemeinschaft nach § 78 SGB VIII",
    "Das Amt für Finanzen und Planung",
    "Ein Stadtteil- und Begegnungszentrum",
    "Wer Hilfe sucht,",
)
_VERBS = (
    "beschreibt",
    "prüft",
    "verknüpft",
    "begründet",
    "ermöglicht",
    "stärkt",
    "überträgt",
    "vereinbart",
    "gestaltet",
    "trägt",
)
_OBJECTS = (
    "die Verhältnisse, in denen Familien leben,",
    "den Willen der Adressat*innen und ihrer Angehörigen",
    "ein gemeinsames Verständnis von Sozialraum und Zuständigkeit",
    "die Ressourcen des Stadtbereiches und seiner Einrichtungen",
    "jährlich höchstens fünf Themen mit Begründung und Beleg",
    "die Übergänge zwischen Kindertagesstätte, Schule und Beruf",
    "das Budget, z. B. für Räume, Wege und Gelegenheiten",
    "Zahlen mit Stand und Quelle, d. h. nachprüfbare Angaben,",
    "die Kriterien der Auswahl -- nachvollziehbar für alle --",
    'den Begriff der "Lebenswelt" und seine Grenzen',
)
_ENDS = (
    "mindestens zweimal im Jahr.",
    "so früh, dass Einwände noch etwas ändern können.",
    "gemeinsam mit den Kolleg*innen der Regeldienste.",
    "auf der Grundlage von § 80 Abs. 3 und in gemeinsamer Verantwortung.",
    "ohne dass daraus ein neues Gremium entsteht.",
    "bis zum 30. September, spätestens aber vor der Haushaltsplanung.",
    "und hält das Ergebnis auf höchstens zwölf Seiten fest.",
    "damit auch leise Stimmen gehört werden ...",
    "weil 20 % der Fälle zwei Stadtbereiche berühren.",
    "und berichtet dem Jugendhilfeausschuss öffentlich.",
)
_NOUNS = (
    "Steuerung",
    "Beteiligung",
    "Hilfeplanung",
    "Qualität",
    "Gelegenheitsstrukturen",
    "Räume",
    "Übergänge",
    "Schulsozialarbeit",
    "Finanzierung",
    "Zusammenarbeit",
    "Früherkennung",
    "Öffnungszeiten",
)


class _Voice:
    """Says sentence after sentence; a plain generator of numbers chooses the words, everywhere alike."""

    def __init__(self) -> None:
        self._state = 1

    def of(self, words: Sequence[str]) -> str:
        self._state = (1103515245 * self._state + 12345) % 2**31
        return words[(self._state >> 16) % len(words)]

    def sentence(self) -> str:
        return f"{self.of(_SUBJECTS)} {self.of(_VERBS)} {self.of(_OBJECTS)} {self.of(_ENDS)}"

    def sentences(self, count: int) -> str:
        return "\n".join(self.sentence() for _ in range(count))

    def title(self) -> str:
        return f"{self.of(_NOUNS)} und {self.of(_NOUNS)} für Bürger*innen"


# --- entries ---------------------------------------------------------------------------


def _chapter_id(number: int) -> str:
    return f"kapitel-{number}"


def _paper(number: int) -> str:
    return f"{2010 + number % 15}/{('BV', 'AN', 'IV')[number % 3]}/{1000 + number}"


def _beleg(number: int, size: Size) -> Entry:
    art = ("belegt", "belegt", "mittelbar", "belegt")[number % 4]
    return {"quelle": f"quelle-{number % size.quellen}", "art": art}


def _entries(size: Size, voice: _Voice) -> Mapping[str, Mapping[str, list[Entry]]]:
    """The lists of entries by their file."""
    n = size.chapters
    return {
        "ziele": {
            "zielwerke": [
                {
                    "id": "werk",
                    "titel": "Ziele der Jugendhilfe",
                    "gueltig": {"von": 2020, "bis": 2030},
                    "beleg": _beleg(0, size),
                }
            ],
            "ziele": [
                {
                    "id": f"Z{i}",
                    "zielwerk": "werk",
                    "titel": voice.title(),
                    "wortlaut": voice.sentences(2),
                    **({"teil_von": f"Z{i % 5}"} if i >= 5 else {}),
                    "beschluesse": [_paper(i)],
                    "indikatoren": [
                        {"text": voice.sentence(), "quelle": f"quelle-{i % n}", "stand": "2024-12"}
                    ],
                    "beleg": _beleg(i, size),
                }
                for i in range(size.ziele)
            ],
        },
        "beschluesse": {
            "beschluesse": [
                {
                    "id": _paper(i),
                    "titel": f"{voice.title()} ({_paper(i)})",
                    "gremium": f"akteur-{i % 3}",
                    "datum": f"{2011 + i % 14}-{1 + i % 12:02}-{1 + i % 28:02}",
                    "ergebnis": "ungeändert beschlossen",
                    "gegenstand": voice.sentences(2),
                    "bezug": [_paper((i - 1) % size.beschluesse)],
                    "url": f"https://ratsinformation.example/vorlage?nr={i}",
                    "beleg": _beleg(i, size),
                }
                for i in range(size.beschluesse)
            ]
        },
        "sozialraeume": {
            "sozialraeume": [
                {
                    "id": f"raum-{i}",
                    "name": f"Stadtbereich {voice.of(_NOUNS)} {i}",
                    "art": "stadtbereich",
                    "ortsbeirat": 1 + i,
                    "modellregion": "ja" if i < 3 else "nein",
                    "kennzahlen": [
                        {
                            "merkmal": name,
                            "wert": 1200 * (i + 1) + 37 * j,
                            "stand": "2023-12",
                            "quelle": f"quelle-{i % n}",
                        }
                        for j, name in enumerate(
                            ("Einwohner*innen", "unter 21 Jahren", "Haushalte mit Kindern")
                        )
                    ],
                    "beleg": _beleg(i, size),
                }
                for i in range(size.sozialraeume)
            ]
        },
        "rahmenbedingungen": {
            "rahmenbedingungen": [
                {
                    "id": f"rahmen-{i}",
                    "titel": voice.title(),
                    "text": voice.sentences(2),
                    "bereich": ("organisation", "planung", "finanzierung", "personal", "qualitaet")[i % 5],
                    "sozialraeume": [f"raum-{i % size.sozialraeume}"],
                    "ziele": [f"Z{i % 5}"],
                    "beschluesse": [_paper(i % size.beschluesse)],
                    "stand": "vorschlag",
                }
                for i in range(size.rahmenbedingungen)
            ]
        },
        "akteure": {
            "akteure": [
                {
                    "id": f"akteur-{i}",
                    "name": f"Arbeitskreis {voice.of(_NOUNS)} {i}",
                    "kurz": f"AK {i}",
                    "gruppe": "gremium" if i < 3 else "arbeitsgruppe",
                    "aufgabe": voice.sentence(),
                    "beleg": _beleg(i, size),
                }
                for i in range(size.akteure)
            ]
        },
        "beteiligung": {
            "veranstaltungen": [
                {
                    "id": f"termin-{i}",
                    "titel": f"Fachtag {voice.of(_NOUNS)}",
                    "format": "fachtag",
                    "stufe": "mitgestaltung",
                    "datum": f"2024-{1 + i % 12:02}-{3 + i % 20:02}",
                    "ort": "Rathaus",
                    "teilnehmende": 40 + i,
                    "beteiligte": [f"akteur-{i % size.akteure}"],
                    "ergebnis": voice.sentences(2),
                    "beleg": _beleg(i, size),
                }
                for i in range(size.veranstaltungen)
            ],
            "rueckmeldungen": [
                {
                    "id": f"R{i:04}",
                    "zu": {"fassung": "0.1.0", "stelle": f"kapitel:{_chapter_id(i % n)}"},
                    "von": f"akteur-{i % size.akteure}",
                    "veranstaltung": f"termin-{i % size.veranstaltungen}",
                    "art": ("anmerkung", "aenderung", "frage")[i % 3],
                    "text": f"{voice.sentences(2)}\nEs geht um [](ziel:Z{i % size.ziele}).",
                    "vorschlag": f"{voice.sentence()} Siehe [](rahmen:rahmen-{i % size.rahmenbedingungen}).",
                    "entscheidung": ("uebernommen", "teilweise", "nicht-uebernommen")[i % 3],
                    "begruendung": f"{voice.sentence()} So steht es in [](quelle:quelle-{i % size.quellen}).",
                    "umgesetzt_in": [f"abschnitt:abschnitt-{i % n}-{i % _SECTIONS}"],
                }
                for i in range(size.rueckmeldungen)
            ],
        },
        "meilensteine": {
            "meilensteine": [
                {
                    "id": f"M{i + 1}",
                    "titel": fassung.capitalize(),
                    "version": version,
                    "fassung": fassung,
                    "termin": f"{2026 + i}-12-31",
                    "beschreibung": voice.sentence(),
                }
                for i, (fassung, version) in enumerate(
                    (
                        ("arbeitsfassung", "0.1.0"),
                        ("beteiligungsfassung", "0.2.0"),
                        ("vorlagefassung", "0.9.0"),
                        ("beschlussfassung", "1.0.0"),
                    )
                )
            ]
        },
        "glossar": {
            "begriffe": [
                {
                    "id": f"begriff-{i}",
                    "begriff": f"{voice.of(_NOUNS)}swissen {i}",
                    **({"abkuerzung": f"BW{i}"} if i % 3 == 0 else {}),
                    "erklaerung": voice.sentence(),
                    "falsch": [f"Falschwort{i}"],
                    "siehe": [f"begriff-{(i + 1) % size.begriffe}"],
                    "beleg": _beleg(i, size),
                }
                for i in range(size.begriffe)
            ]
        },
        "quellen": {
            "quellen": [
                {
                    "id": f"quelle-{i}",
                    "titel": f"{voice.title()}: Bericht {i}",
                    "herausgeber": "Hanse- und Universitätsstadt Rostock",
                    "datum": f"{2008 + i % 16}",
                    "url": f"https://rathaus.example/dokumente/{i}",
                    "kurz": f"Bericht {i}",
                }
                for i in range(size.quellen)
            ]
        },
    }


def _settings(size: Size, voice: _Voice) -> Entry:
    return {
        "titel": f"Fachkonzept der Größe {size.name}",
        "untertitel": "Kinder- und Jugendhilfe für Bürger*innen",
        "kurzname": f"konzept-{size.name.lower()}",
        "herausgeber": "Hanse- und Universitätsstadt Rostock",
        "beschreibung": "Erzeugtes Fachkonzept zum Messen.",
        "schlagworte": ["Sozialraumorientierung", "Jugendhilfeplanung"],
        "kapitel": [_chapter_id(number) for number in range(size.chapters)],
        "anlagen": _ANNEXES,
        "steckbrief": {
            "vorhaben": "Fachkonzept",
            "beschreibung": voice.sentences(3),
            "beschluesse": [_paper(0), _paper(1)],
        },
    }


def _yaml(value: Any) -> str:
    return yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110)


# --- chapters --------------------------------------------------------------------------


def _chapter(number: int, size: Size, voice: _Voice) -> str:
    head = {
        "id": _chapter_id(number),
        "status": "entwurf",
        "verantwortlich": f"akteur-{number % 7}",
        "behandelt": [
            f"ziel:Z{number % size.ziele}",
            f"beschluss:{_paper(number)}",
            f"rahmen:rahmen-{number % 5}",
        ],
    }
    blocks = _chapter_blocks(number, size, voice)
    return f"---\n{_yaml(head)}---\n\n# {voice.title()} {number + 1}\n\n" + "\n\n".join(blocks) + "\n"


def _chapter_blocks(number: int, size: Size, voice: _Voice) -> Iterator[str]:
    mentions = _mentions(number, size)
    yield _paragraph(voice, mentions)
    for section in range(_SECTIONS):
        yield f"## {voice.title()} {{#abschnitt-{number}-{section}}}"
        for note in (f"[^n{section}]", f"[^m{section}]"):
            yield f"{_paragraph(voice, mentions)}\n{voice.of(_SUBJECTS)} **wirkt** und *bleibt*{note} dabei."
            yield f"{note}: {voice.sentence()} Siehe auch {next(mentions)}."
        yield from _piece(number, section, voice, mentions)
    for view, options in _VIEWS[number :: S.chapters] if number < S.chapters else ():
        ident = f"ansicht-{number}-{_VIEWS.index((view, options))}"
        yield f"```{view}\nid: {ident}\ntitel: {voice.title()}\n{options}```"


def _paragraph(voice: _Voice, mentions: Iterator[str]) -> str:
    return (
        f"{voice.sentences(2)}\nDazu gehört {next(mentions)}, wie {next(mentions)} zeigt.\n{voice.sentence()}"
    )


def _piece(number: int, section: int, voice: _Voice, mentions: Iterator[str]) -> Iterator[str]:
    """What a section has beside its paragraphs."""
    match section:
        case 0:
            alt, caption = f"Schema der {voice.title()} mit drei Feldern", voice.title()
            yield f'![{alt}](bilder/bild-{number}.svg "{caption}"){{#bild-{number}}}'
        case 1:
            yield from _table(number, voice, mentions)
        case 2:
            yield "\n".join(f"- {voice.sentence()}" for _ in range(4))
            yield f"> [!OFFEN]\n> {voice.sentence()}\n> {voice.sentence()}"
        case 3:
            yield f"Fallspezifisch\n: {voice.sentence()}\n\nFallübergreifend\n: {voice.sentence()}"
            yield f"> {voice.sentence()}"
            yield f"> [!INTERN]\n> {voice.sentence()}"
            yield from _table(number + 1000, voice, mentions)
        case _:
            yield "\n".join(f"{i}. {voice.sentence()}" for i in range(1, 5))
            yield f"### {voice.title()}"
            yield _paragraph(voice, mentions)
            yield f"> [!HINWEIS]\n> {voice.sentence()} {next(mentions)}"


def _table(number: int, voice: _Voice, mentions: Iterator[str]) -> Iterator[str]:
    rows = "\n".join(
        f"| {voice.of(_NOUNS)} {i} | {voice.sentence()} {next(mentions)} | {1000 + 37 * i} |"
        for i in range(5)
    )
    yield f"| Thema | Inhalt | Anzahl |\n|---|---|---:|\n{rows}"
    yield f": {voice.title()} {{#tabelle-{number}}}"


def _mentions(number: int, size: Size) -> Iterator[str]:
    """Mentions of every scheme, without end; every entry has its turn in some chapter."""
    n = size.chapters
    for i in count(number):
        yield f"[](begriff:begriff-{i % size.begriffe})"
        yield f"[](quelle:quelle-{(number + i) % size.quellen})"
        yield f"[](ziel:Z{i % size.ziele})"
        yield f"[](beschluss:{_paper((number + i) % size.beschluesse)})"
        yield f"[](abschnitt:abschnitt-{i % n}-{i % _SECTIONS})"
        yield f"[](tab:tabelle-{i % n})"
        yield f"[](abb:bild-{i % n})"
        yield f"[so beschrieben](kapitel:{_chapter_id((i + 1) % n)})"
        yield f"[](rahmen:rahmen-{i % size.rahmenbedingungen})"
        yield f"[der Arbeitskreis](akteur:akteur-{i % 7})"
        yield f"[](sozialraum:raum-{i % 7})"
        yield f"[](veranstaltung:termin-{i % size.veranstaltungen})"
        yield f"[](meilenstein:M{1 + i % 4})"
        yield f"[](rueckmeldung:R{i % size.rueckmeldungen:04})"
        yield f"[auf der Seite der Stadt](https://rathaus.example/seite-{i})"


def _picture(number: int) -> str:
    fields = "".join(
        f'<rect x="{20 + 200 * i}" y="40" width="160" height="80" rx="6" fill="#004a7c"/>'
        f'<text x="{100 + 200 * i}" y="85" fill="#ffffff">{_NOUNS[(number + i) % len(_NOUNS)]}</text>'
        for i in range(3)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 160" width="620" height="160" '
        f'font-family="Source Sans 3" font-size="16" text-anchor="middle">{fields}</svg>\n'
    )
