"""The content folder → the concept, its places, and everything that is wrong with the files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic, nearest
from sro_cli.files import Files, TooLarge
from sro_cli.model import (
    DATEIEN,
    LISTEN,
    Einstellungen,
    Kapitel,
    Kapitelkopf,
    Konzept,
    Markdown,
    Wert,
)
from sro_cli.readers import entries, faults, fields, prose
from sro_cli.readers.fields import Field
from sro_cli.source import Places, Source, Span

SETTINGS = "content/konzept.yml"
SETTINGS_KEY = "konzept"
"""The key of ``konzept.yml`` among the places."""

PICTURES = (".svg", ".png", ".jpg", ".jpeg")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HEAD = re.compile(r"---[ \t]*(?:\r\n|\r|\n)(.*?)(?:^|(?<=[\r\n]))---[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Content:
    """What was read from a folder.

    Attributes:
        konzept: everything that is sound.
        places: where its entries, their fields and the headings, figures and tables stand.
        findings: of reading, in no special order.
        pictures: the paths of all pictures in the folder.
        shown: the pictures that a chapter shows, with the first place.
        doubles: entries whose id another entry has already, with their place.
    """

    konzept: Konzept
    places: Places
    findings: tuple[Diagnostic, ...]
    pictures: tuple[str, ...]
    shown: dict[str, Span]
    doubles: tuple[tuple[str, Span], ...]


def load(files: Files) -> Content:
    """Reads a whole concept; never fails on its content.

    Raises:
        OSError: the folder itself cannot be listed.
    """
    loader = _Loader(files)
    loader.load()
    konzept = Konzept(
        einstellungen=loader.settings,
        kapitel=_ordered(loader.chapters, loader.settings),
        **{name: tuple(loader.lists[name]) for name in LISTEN},
    )
    pictures = tuple(path for path in loader.paths if path.endswith(PICTURES))
    return Content(
        konzept, loader.places, tuple(loader.findings), pictures, loader.shown, tuple(loader.doubles)
    )


def prose_fields(
    value: Wert, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The text fields of an entry that hold Markdown, with their paths; empty ones left out."""
    for name, info in type(value).model_fields.items():
        inner = getattr(value, name)
        if not inner:
            continue
        if isinstance(inner, str):
            if any(isinstance(mark, Markdown) for mark in info.metadata):
                yield (*path, name), inner
        elif isinstance(inner, Wert):
            yield from prose_fields(inner, (*path, name))
        elif isinstance(inner, tuple):
            for index, item in enumerate(inner):
                if isinstance(item, Wert):
                    yield from prose_fields(item, (*path, name, index))


@dataclass
class _Loader:
    files: Files
    paths: list[str] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    findings: list[Diagnostic] = field(default_factory=list)
    settings: Einstellungen | None = None
    chapters: list[Kapitel] = field(default_factory=list)
    lists: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in LISTEN})
    shown: dict[str, Span] = field(default_factory=dict)
    doubles: list[tuple[str, Span]] = field(default_factory=list)

    def load(self) -> None:
        """Reads every file of the folder once."""
        self.paths = [path for path in self.files.paths() if path.startswith("content/")]
        if SETTINGS not in self.paths:
            self.findings.append(
                faults.DATEI_FEHLT.in_file(
                    SETTINGS,
                    "Die Datei konzept.yml fehlt",
                    help="„sro init ORDNER“ legt ein neues Konzept an; „sro -C ORDNER …“ arbeitet in einem anderen Ordner",
                )
            )
        for path in self.paths:
            self._file(path)

    def _file(self, path: str) -> None:
        parts = path.removeprefix("content/").split("/")
        stem = parts[0].removesuffix(".yml")
        if path == SETTINGS:
            self._settings(path)
        elif path.endswith(".yml") and stem in DATEIEN:
            self._list_file(path, DATEIEN[stem])
        elif path.endswith(".md") and parts[0] == "kapitel" and len(parts) == 2:  # noqa: PLR2004 - kapitel/NAME
            self._chapter(path)
        elif not (
            path.endswith(PICTURES) or path == "content/woerter.txt" or parts[-1].upper().startswith("README")
        ):
            self._ignored(path, parts)

    def _ignored(self, path: str, parts: list[str]) -> None:
        known = [SETTINGS.split("/")[1], *(f"{name}.yml" for name in DATEIEN)]
        close = nearest(parts[-1].replace(".yaml", ".yml"), known) if len(parts) == 1 else ()
        self.findings.append(
            faults.DATEI_UNBEACHTET.in_file(
                path,
                f"Die Datei „{parts[-1]}“ wird nicht gelesen",
                help=f"soll sie „{close[0]}“ heißen?"
                if close
                else "Kapitel liegen in kapitel/NAME.md, Bilder in bilder/, Daten in den Dateien, die das Handbuch nennt",
            )
        )

    # --- files

    def _source(self, path: str) -> Source | None:
        try:
            raw = self.files.read(path)
        except IsADirectoryError:
            self._fault(
                faults.ORDNER_STATT_DATEI,
                path,
                "Hier liegt ein Ordner, wo eine Datei hingehört",
                "benennen Sie den Ordner um",
            )
            return None
        except TooLarge:
            self._fault(
                faults.ZU_GROSS,
                path,
                "Die Datei ist zu groß, um von Menschen geschrieben zu sein",
                "teilen Sie sie auf",
            )
            return None
        except OSError as error:
            reason = f" ({error.strerror})" if error.strerror else ""
            self._fault(
                faults.NICHT_LESBAR,
                path,
                f"Die Datei lässt sich nicht lesen{reason}",
                "prüfen Sie die Zugriffsrechte",
            )
            return None
        source = Source(path, raw.decode("utf-8-sig", errors="replace"))
        return source if self._is_text(source, raw) else None

    def _fault(self, kind: Any, path: str, message: str, remedy: str) -> None:
        self.findings.append(kind.in_file(path, message, help=remedy))

    def _is_text(self, source: Source, raw: bytes) -> bool:
        try:
            raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            offset = len(raw[: error.start].decode("utf-8-sig"))
            self.findings.append(
                faults.KEIN_UTF8.at(
                    Span(source, offset, offset + 1),
                    "Die Datei ist nicht in UTF-8 gespeichert",
                    label="dieses Zeichen ist nicht lesbar",
                    help="speichern Sie sie in Ihrem Editor mit der Kodierung UTF-8",
                )
            )
            return False
        if match := _CONTROL.search(source.text):
            self.findings.append(
                faults.STEUERZEICHEN.at(
                    Span(source, match.start(), match.end()),
                    f"Unsichtbares Steuerzeichen (U+{ord(match[0]):04X})",
                    help="löschen Sie es; es kam wohl beim Kopieren hinein",
                )
            )
            return False
        return True

    # --- YAML

    def _settings(self, path: str) -> None:
        if (outer := self._fields(path)) and (value := self._entry(Einstellungen, outer)):
            self.settings = value
            self._record((SETTINGS_KEY,), value, outer)

    def _fields(self, path: str) -> Field | None:
        source = self._source(path)
        if source is None:
            return None
        outer, findings = fields.read(source)
        self.findings += findings
        if outer is not None and not isinstance(outer.value, dict):
            first_line = Span(
                source, outer.span.start, outer.span.start + len(outer.span.text.split("\n", 1)[0])
            )
            self.findings.append(
                faults.WERT_UNPASSEND.at(
                    first_line, "Die Datei beginnt nicht mit einem Feld", help="schreiben Sie „feld: …“"
                )
            )
            return None
        return outer

    def _list_file(self, path: str, names: tuple[str, ...]) -> None:
        outer = self._fields(path)
        if outer is None or not isinstance(outer.value, dict):
            return
        for name, (span, inner) in outer.value.items():
            if name not in names:
                close = nearest(name, names)
                self.findings.append(
                    faults.FELD_UNBEKANNT.at(
                        span,
                        f"Das Feld „{name}“ gibt es hier nicht",
                        notes=(f"möglich sind: {', '.join(names)}",),
                        help=f"meinten Sie „{close[0]}“?" if close else "löschen Sie es",
                    )
                )
            elif isinstance(inner.value, list):
                for item in inner.value:
                    self._list_entry(name, item)
            elif inner.value is not None:
                self.findings.append(
                    faults.WERT_UNPASSEND.at(
                        span,
                        f"In „{name}“ steht keine Aufzählung",
                        help="jeder Eintrag beginnt mit „- id: …“",
                    )
                )

    def _list_entry(self, name: str, item: Field) -> None:
        kind = LISTEN[name]
        # A broken entry exists all the same: who mentions it is not at fault.
        if (
            isinstance(item.value, dict)
            and "id" in item.value
            and isinstance(text := item.value["id"][1].value, str)
        ):
            key = f"{kind.scheme}:{text}"
            if (key,) in self.places:
                self.doubles.append((key, item.value["id"][1].span))
                return
            self.places.add((key,), item.value["id"][1].span)
        if value := self._entry(kind, item):
            self.lists[name].append(value)
            self._record((value.target,), value, item)

    def _entry(self, kind: Any, item: Field) -> Any:
        value, findings = entries.entry(kind, item)
        self.findings += findings
        return value

    def _record(self, key: tuple[str, ...], value: Wert, item: Field) -> None:
        """Notes the places of an entry's fields, and what is wrong with its Markdown."""
        for path, inner in item.walk():
            self.places.add((*key, *path), inner.span)
        for path, text in prose_fields(value):
            span = self.places[(*key, *path)]
            _inlines, findings = prose.read_inline(span.source, text, fields.text_places(span, text))
            self.findings += findings

    # --- chapters

    def _chapter(self, path: str) -> None:
        source = self._source(path)
        if source is None:
            return
        match = _HEAD.match(source.text)
        outer: Field | None = None
        if match:
            outer, findings = fields.read(source, match.start(1), match.end(1))
            self.findings += findings
        else:
            self.findings.append(
                faults.KOPF_FEHLT.at(
                    Span(source, 0, min(len(source.text), 3)),
                    "Dem Kapitel fehlt der Kopf mit Kennung und Status",
                    help="beginnen Sie die Datei mit den Zeilen ---, id: …, status: entwurf, ---",
                )
            )
        read = prose.read(source, match.end() if match else 0)
        self.findings += read.findings
        self._check_pictures(read.pictures)
        if outer is not None and (head := self._entry(Kapitelkopf, outer)):
            self._add_chapter(head, outer, read.blocks)

    def _add_chapter(self, head: Kapitelkopf, outer: Field, blocks: tuple[tree.Block, ...]) -> None:
        _span, ident = outer.find(("id",))
        if (head.target,) in self.places:
            self.doubles.append((head.target, ident.span if ident else outer.span))
            return
        self.places.add((head.target,), ident.span if ident else outer.span)
        self._record((head.target,), head, outer)
        title = next((block for block in blocks if isinstance(block, tree.Heading)), None)
        fields_of_head = {name: getattr(head, name) for name in Kapitelkopf.model_fields}
        chapter = Kapitel(
            **fields_of_head, titel=tree.plain_text(title.content) if title else head.id, blocks=blocks
        )
        self.chapters.append(chapter)
        self._add_anchors(blocks)

    def _add_anchors(self, blocks: tuple[tree.Block, ...]) -> None:
        for block in tree.walk(blocks):
            if (key := _anchor_key(block)) and block.span:
                if (key,) in self.places:
                    self.doubles.append((key, block.span))
                else:
                    self.places.add((key,), block.span)

    def _check_pictures(self, pictures: tuple[tuple[str, Span], ...]) -> None:
        for path, span in pictures:
            if not path.endswith(PICTURES):
                self.findings.append(
                    faults.BILD_FORMAT.at(
                        span, "Dieses Bildformat ist nicht vorgesehen", help="möglich sind SVG, PNG und JPEG"
                    )
                )
            elif path not in self.paths:
                close = nearest(path, [other for other in self.paths if other.endswith(PICTURES)])
                self.findings.append(
                    faults.BILD_FEHLT.at(
                        span,
                        f"Das Bild „{path}“ gibt es nicht",
                        help=f"meinten Sie „{close[0].removeprefix('content/')}“?"
                        if close
                        else "legen Sie es in content/bilder ab",
                    )
                )
            else:
                self.shown.setdefault(path, span)


def _anchor_key(block: tree.Block) -> str:
    """The typed id under which a heading, figure, table or view can be mentioned; empty without an id."""
    match block:
        case tree.Heading(ident=str(ident)) if ident:
            return f"abschnitt:{ident}"
        case tree.Table(ident=str(ident)) if ident:
            return f"tab:{ident}"
        case tree.Figure(ident=str(ident)) if ident:
            return f"abb:{ident}"
        case tree.Directive(name=name, ident=str(ident)) if ident:
            return f"{'abb' if name == 'diagramm' else 'tab'}:{ident}"
        case _:
            return ""


def _ordered(chapters: list[Kapitel], settings: Einstellungen | None) -> tuple[Kapitel, ...]:
    order = {ident: index for index, ident in enumerate(settings.kapitel)} if settings else {}
    return tuple(sorted(chapters, key=lambda chapter: order.get(chapter.id, len(order))))
