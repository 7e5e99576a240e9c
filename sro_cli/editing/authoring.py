"""New entries, chapters and whole concepts: texts from templates, set into their files.

Nothing here writes: a text is given only if it is known to be sound.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sro_cli import pipeline
from sro_cli.diagnostics import Severity, faults
from sro_cli.editing.insertion import Refused, Text
from sro_cli.engines.sandbox import Sandbox
from sro_cli.files import Files, Memory, Overlay, bundled
from sro_cli.model import DATEIEN, LISTEN, STELLENKENNUNG, Konzept
from sro_cli.pipeline import Loaded
from sro_cli.readers import content
from sro_cli.theme import FrameError

ARTEN: tuple[str, ...] = ("kapitel", *(kind.scheme for kind in LISTEN.values()))
"""What can be made anew; the words are the schemes of mentions."""

_LISTS = {kind.scheme: name for name, kind in LISTEN.items()}
_FILES = {name: stem for stem, names in DATEIEN.items() for name in names}
_FIRST = {"rueckmeldung": "R0001", "meilenstein": "M1"}
"""The first id of the kinds that are counted from the start."""

_EMPTY = re.compile(r"^ +([a-z_]+):$", re.MULTILINE)
_COUNTED = re.compile(r"([A-Za-z]+)(\d+)")
_NUMBERED = re.compile(r"content/kapitel/(\d+)-")
_EXAMPLE = "templates/konzept/"

# Hidden files are not part of the templates, so that no stray one gets into a product.
_HIDDEN = re.compile(r"^git(?:attributes$|ignore$|hub/|lab-ci\.yml$)")


@dataclass(frozen=True, slots=True)
class Draft:
    """Files as they shall be.

    Attributes:
        files: path → new bytes.
        path: the file to go on writing in.
        line: the line there, from 1.
        empty: the fields of the entry that wait for what only its author knows.
    """

    files: Mapping[str, bytes]
    path: str
    line: int
    empty: tuple[str, ...] = ()


def draft(files: Files, art: str, ident: str = "", titel: str = "") -> Draft:
    """A new entry or chapter.

    Args:
        files: the concept, with templates.
        art: one of `ARTEN`.
        ident: its id; empty for the next free one, where ids count.
        titel: its title; empty for one to be replaced.

    Raises:
        Refused: the id is malformed, taken or missing, the kind has no title, or the file cannot take
            the entry.
        OSError: the folder cannot be listed.
    """
    if titel and art == "rueckmeldung":
        raise Refused(
            "Eine Rückmeldung hat keinen Titel; was gesagt wurde, gehört ins Feld „text“: lassen Sie -t weg"
        )
    loaded = pipeline.load(files)
    ident = ident or _next_ident(art, loaded)
    target = f"{art}:{ident}"
    if target in loaded.index.targets:
        raise Refused(f"Die Kennung „{ident}“ ist schon vergeben: {loaded.index.targets[target]}")
    values = {"id": ident, "titel": " ".join(titel.split()) or _titel(ident)}
    made = _chapter(files, values, loaded) if art == "kapitel" else _entry(files, art, values, loaded)
    _prove(files, made, target, loaded)
    return made


def example(folder: Path) -> Mapping[str, bytes]:
    """The files of a small, complete concept, by path below its folder.

    Args:
        folder: where it is to lie; it may exist, but must be empty.

    Raises:
        Refused: the folder is not empty, or no folder.
        OSError: it cannot be looked at.
    """
    if folder.exists() and not folder.is_dir():
        raise Refused(f"„{folder}“ ist kein Ordner")
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"Der Ordner „{folder}“ ist nicht leer; nennen Sie einen neuen")
    source = bundled()
    paths = [path for path in source.paths() if path.startswith(_EXAMPLE)]
    return {_HIDDEN.sub(r".\g<0>", path.removeprefix(_EXAMPLE)): source.read(path) for path in paths}


# --- ids -------------------------------------------------------------------------------


def _next_ident(art: str, loaded: Loaded) -> str:
    """The next id of a kind whose ids are all a word and a number."""
    known = [target.partition(":")[2] for target in loaded.index.targets if target.startswith(f"{art}:")]
    matches = [match for ident in known if (match := _COUNTED.fullmatch(ident))]
    if not known and art in _FIRST:
        return _FIRST[art]
    if not matches or (art not in _FIRST and len(matches) < len(known)):
        raise Refused(
            f"Es fehlt die Kennung, zum Beispiel: sro new {art} {_EXAMPLES.get(art, 'neue-kennung')}"
        )
    last = max(matches, key=lambda match: int(match[2]))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}}"


_EXAMPLES = {"beschluss": "2026/BV/0001", "kapitel": "einleitung"}


def _titel(ident: str) -> str:
    words = ident.replace("-", " ")
    return words[:1].upper() + words[1:]


def _next_version(konzept: Konzept) -> str:
    """The version after the last milestone's."""
    versions = [[int(part) for part in milestone.version.split(".")] for milestone in konzept.meilensteine]
    major, minor, _patch = max(versions, default=[0, 0, 0])
    return f"{major}.{minor + 1}.0"


# --- chapters --------------------------------------------------------------------------


def _chapter(files: Files, values: dict[str, str], loaded: Loaded) -> Draft:
    ident = values["id"]
    if not STELLENKENNUNG.fullmatch(ident):
        raise Refused(
            f"„{ident}“ kann keine Kennung eines Kapitels sein: "
            "erlaubt sind Buchstaben ohne Umlaute, Ziffern, Punkt und Strich"
        )
    settings = Text.read(files, content.SETTINGS)
    order = settings.field(("kapitel",))
    if order is None or not isinstance(order.value, list) or loaded.konzept.einstellungen is None:
        raise Refused("In konzept.yml fehlt die Aufzählung „kapitel:“, in die das Kapitel gehört")
    present = [path for path in files.paths() if path.startswith("content/kapitel/")]
    numbers = [int(match[1]) for path in present if (match := _NUMBERED.match(path))]
    path = f"content/kapitel/{max(numbers, default=0) + 1:02}-{ident}.md"
    text = _rendered(files, "kapitel.md.j2", values)
    line = 1 + next((number for number, words in enumerate(text.splitlines()) if words.startswith("# ")), 0)
    made = {path: text.replace("\n", settings.end).encode()}
    if ident not in loaded.konzept.einstellungen.kapitel:
        made[content.SETTINGS] = settings.with_word(order, ident)
    return Draft(made, path, line)


# --- entries ---------------------------------------------------------------------------


def _entry(files: Files, art: str, values: dict[str, str], loaded: Loaded) -> Draft:
    name = _LISTS[art]
    path = _path_of(name, loaded)
    text = Text.read(files, path, Text.read(files, content.SETTINGS).end)
    if art == "meilenstein":
        values["version"] = _next_version(loaded.konzept)
    if art == "ziel" and loaded.konzept.zielwerke:
        # Of several sets, only the author knows which one is meant.
        works = loaded.konzept.zielwerke
        values["zielwerk"] = works[0].id if len(works) == 1 else ""
    elif art == "ziel":
        # A goal belongs to a set; without any, the first goal brings one.
        values["zielwerk"] = "eigene-ziele"
        entry = _rendered(files, "zielwerk.yml.j2", {"id": "eigene-ziele", "titel": "Eigene Ziele"})
        text, _line = text.with_entry("zielwerke", entry)
    entry = _rendered(files, f"{art}.yml.j2", values)
    text, line = text.with_entry(name, entry)
    return Draft({path: text.encoded}, path, line, tuple(_EMPTY.findall(entry)))


def _path_of(name: str, loaded: Loaded) -> str:
    """The file in which the last entry of a list stands; for the first one, the list's own file."""
    scheme = LISTEN[name].scheme
    known = [span for target, span in loaded.index.targets.items() if target.startswith(f"{scheme}:")]
    if known:
        return known[-1].source.path
    if name == "rueckmeldungen":
        return "content/beteiligung/rueckmeldungen/rueckmeldungen.yml"
    return f"content/{_FILES[name]}.yml"


def _prove(files: Files, made: Draft, target: str, before: Loaded) -> None:
    """Refuses what would bring a Fehler that was not there before; that a field waits for its value is none.

    Raises:
        Refused: with the first such Fehler.
    """
    after = pipeline.load(Overlay(Memory(made.files), files))
    old = {(finding.kind.code, finding.message) for finding in before.findings}
    for finding in after.findings:
        fresh = finding.path in made.files and (finding.kind.code, finding.message) not in old
        waits = finding.kind is faults.FELD_FEHLT and finding.span and not finding.span.text.strip()
        if fresh and finding.kind.severity is Severity.FEHLER and not waits:
            raise Refused(f"{finding.message} – {finding.help}" if finding.help else finding.message)
    if target not in after.index.targets:
        raise Refused(f"„{target.partition(':')[2]}“ kann keine Kennung sein")


# --- templates ---------------------------------------------------------------------------


def _rendered(files: Files, name: str, values: Mapping[str, str]) -> str:
    def text(path: str) -> str:
        return files.read(f"templates/{path}").decode()

    sandbox = Sandbox(text, {"yaml": _scalar}, {}, (), "neu/", keep_trailing_newline=True)
    try:
        return sandbox.fill(name, values)
    except FrameError as error:
        place = f", Zeile {error.line}" if error.line else ""
        words = " – ".join((str(error), *error.notes))
        raise Refused(f"Die Vorlage „templates/{error.path}“ ist fehlerhaft{place}: {words}") from error


def _scalar(text: str) -> str:
    """A text as a YAML scalar: plain where every reader takes it as text."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if plain else json.dumps(text, ensure_ascii=False)


_PLAIN = re.compile(r"(?=.*[^\W\d_])\w(?:[\w .,/()*–-]*[\w)])?")
_WORDS_OF_YAML = {"null", "true", "false", "yes", "no", "on", "off", "ja", "nein", "y", "n"}
