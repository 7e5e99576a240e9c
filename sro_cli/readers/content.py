"""The content folder → the concept, its places, and everything that is wrong with the files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic, Erlaubnis, Fix, faults
from sro_cli.diagnostics.suggestions import nearest
from sro_cli.files import Files
from sro_cli.model import (
    AENDERUNGEN,
    DATEIEN,
    EINSTELLUNGEN,
    LISTEN,
    STELLENKENNUNG,
    Aenderung,
    Einstellungen,
    Eintrag,
    Kapitel,
    Kapitelkopf,
    Konzept,
    Wert,
    prose_fields,
)
from sro_cli.readers import entries, erlaubnisse, fields, pictures, prose, sources
from sro_cli.readers.fields import Field
from sro_cli.source import Key, Places, Source, Span

SETTINGS = "content/konzept.yml"

_IN_CHAPTERS = ("kapitel", "abschnitt", "abb", "tab")
"""Schemes of what stands in chapters, and first of the chapters themselves."""

_HIDING = (
    faults.NICHT_LESBAR,
    faults.KEIN_UTF8,
    faults.ZU_GROSS,
    faults.ORDNER_STATT_DATEI,
    faults.STEUERZEICHEN,
    faults.YAML_SCHREIBWEISE,
    faults.YAML_NICHT_VORGESEHEN,
)
"""Kinds after which a list file holds entries that nobody knows of."""

HEAD = re.compile(r"\s*---[ \t]*(?:\r\n|\r|\n)(.*?)(?:^|(?<=[\r\n]))---[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL)
"""The head of a chapter; its fields are the first group."""


@dataclass(frozen=True, slots=True)
class Content:
    """What was read from a folder.

    Attributes:
        konzept: everything that is sound.
        places: where its entries, their fields and the headings, figures and tables stand.
        findings: of reading, in no special order.
        pictures: the paths of all pictures in the folder, with their digests.
        shown: the pictures that a chapter shows, with the first place.
        doubles: entries whose id another entry has already, with their place.
        texts: what the text fields of entries say, by the keys of their places.
        erlaubnisse: the comments that allow a finding.
        unread: schemes of entries of which some could not be read, and typed ids that cannot stay
            as they are, so that nobody can say whether what a mention names exists.
    """

    konzept: Konzept
    places: Places
    findings: tuple[Diagnostic, ...]
    pictures: Mapping[str, str]
    shown: dict[str, Span]
    doubles: tuple[tuple[str, Span], ...]
    texts: Mapping[Key, tuple[tree.Inline, ...]]
    erlaubnisse: tuple[Erlaubnis, ...]
    unread: frozenset[str] = frozenset()


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
        **{name: tuple(found) for name, found in loader.lists.items()},
    )
    return Content(
        konzept,
        loader.places,
        tuple(loader.findings),
        loader.digests,
        loader.shown,
        tuple(loader.doubles),
        loader.texts,
        tuple(loader.erlaubnisse),
        frozenset(loader.unread),
    )


def _with_scheme(finding: Diagnostic, targets: Sequence[str]) -> Diagnostic:
    """The finding V203, with the only entry that a mention without its kind can mean."""
    if finding.kind != faults.VERWEISART_UNBEKANNT or finding.fix or not finding.span:
        return finding
    written = finding.span.text
    meant = [target for target in targets if target.partition(":")[2] == written]
    if len(meant) != 1:
        return finding
    return replace(finding, help=f"schreiben Sie „{meant[0]}“", fix=Fix(finding.span, meant[0], safe=True))


@dataclass
class _Loader:
    files: Files
    paths: list[str] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    findings: list[Diagnostic] = field(default_factory=list)
    settings: Einstellungen | None = None
    chapters: list[Kapitel] = field(default_factory=list)
    lists: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in (*LISTEN, AENDERUNGEN)})
    shown: dict[str, Span] = field(default_factory=dict)
    checked: dict[str, pictures.Fault | None] = field(default_factory=dict)
    doubles: list[tuple[str, Span]] = field(default_factory=list)
    texts: dict[Key, tuple[tree.Inline, ...]] = field(default_factory=dict)
    erlaubnisse: list[Erlaubnis] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    digests: dict[str, str] = field(default_factory=dict)

    def load(self) -> None:
        """Reads every file of the folder once."""
        self.paths = [path for path in self.files.paths() if path.startswith("content/")]
        if SETTINGS not in self.paths:
            self.findings.append(
                faults.DATEI_FEHLT.in_file(
                    SETTINGS,
                    "Die Datei konzept.yml fehlt",
                    help="„sro init ORDNER“ legt ein Konzept an, „sro -C ORDNER …“ nennt ein anderes",
                )
            )
        for path in self.paths:
            self._file(path)
        targets = [name for name, _span in self.places.entries() if name != EINSTELLUNGEN]
        self.findings = [_with_scheme(finding, targets) for finding in self.findings]

    def _file(self, path: str) -> None:
        shown = path.encode(errors="replace").decode()
        if shown != path:
            message, remedy = "Der Name der Datei enthält unlesbare Zeichen", "benennen Sie die Datei um"
            self.findings.append(faults.NICHT_LESBAR.in_file(shown, message, help=remedy))
            return
        parts = path.removeprefix("content/").split("/")
        stem = parts[0].removesuffix(".yml")
        if path.endswith("/"):
            self._linked_folder(path, stem)
        elif path == SETTINGS:
            self._settings(path)
        elif path.endswith(".yml") and stem in DATEIEN:
            self._list_file(path, DATEIEN[stem])
        elif path.endswith(".md") and parts[0] == "kapitel" and len(parts) == 2:  # noqa: PLR2004 - kapitel/NAME
            self._chapter(path)
        elif path.endswith(pictures.ENDINGS):
            raw, findings = sources.read_bytes(self.files, path)
            self.findings += findings
            self.digests[path] = sources.digest(path, raw or b"")
        elif path != "content/woerter.txt" and not parts[-1].upper().startswith("README"):
            self._ignored(path, parts)

    def _linked_folder(self, path: str, stem: str) -> None:
        self.findings += sources.read_bytes(self.files, path)[1]
        if stem == "kapitel":
            self.unread.update(_IN_CHAPTERS)
        self.unread.update(LISTEN[name].scheme for name in DATEIEN.get(stem, ()) if name in LISTEN)

    def _ignored(self, path: str, parts: list[str]) -> None:
        known = [SETTINGS.split("/")[1], *(f"{name}.yml" for name in DATEIEN)]
        close = nearest(parts[-1].replace(".yaml", ".yml"), known) if len(parts) == 1 else ()
        name, _, ending = parts[-1].rpartition(".")
        if f".{ending.lower()}" in pictures.ENDINGS:
            close = (f"{name}.{ending.lower()}",)
        self.findings.append(
            faults.DATEI_UNBEACHTET.in_file(
                path,
                f"Die Datei „{parts[-1]}“ wird nicht gelesen",
                help=f"soll sie „{close[0]}“ heißen?"
                if close
                else "legen Sie Kapitel als kapitel/NAME.md ab und Bilder in bilder/",
            )
        )

    def _source(self, path: str) -> Source | None:
        source, findings = sources.read(self.files, path)
        self.findings += findings
        return source

    # --- YAML

    def _settings(self, path: str) -> None:
        before = len(self.findings)
        outer = self._fields(path)
        if outer is None and len(self.findings) == before:
            remedy = "ergänzen Sie titel, kurzname, herausgeber und kapitel"
            self.findings.append(faults.FELD_FEHLT.in_file(path, "Die Datei ist leer", help=remedy))
        if outer and (value := self._entry(Einstellungen, outer)):
            self.settings = value
            _span, weights = outer.find(("schweregrade",))
            if weights and isinstance(weights.value, dict):
                for code, (span, _inner) in weights.value.items():
                    self.places.add((EINSTELLUNGEN, "schweregrade", code), span)
            self._record(EINSTELLUNGEN, value, outer)

    def _fields(self, path: str) -> Field | None:
        source = self._source(path)
        if source is None:
            return None
        outer = self._yaml(source, 0, len(source.text))
        if outer is not None and not isinstance(outer.value, dict):
            message, remedy = "Die Datei beginnt nicht mit einem Feld", "schreiben Sie „feld: …“"
            self.findings.append(faults.WERT_UNPASSEND.at(outer.span.first_line, message, help=remedy))
            return None
        return outer

    def _yaml(self, source: Source, start: int, end: int) -> Field | None:
        outer, findings = fields.read(source, start, end)
        self.findings += findings
        if outer is not None:
            self.erlaubnisse += erlaubnisse.in_yaml(outer, start, end)
        return outer

    def _list_file(self, path: str, names: tuple[str, ...]) -> None:
        before = len(self.findings)
        outer = self._fields(path)
        hidden = any(finding.kind in _HIDING for finding in self.findings[before:])
        if outer is not None and isinstance(outer.value, dict):
            for name, (span, inner) in outer.value.items():
                if name in names and isinstance(inner.value, list):
                    for item in inner.value:
                        if name == AENDERUNGEN:
                            self._reason(item)
                        else:
                            self._list_entry(name, item)
                elif name not in names or inner.value is not None:
                    self.findings.append(entries.not_a_list(span, name, names))
                    hidden = True
        if hidden:
            self.unread.update(LISTEN[name].scheme for name in names if name in LISTEN)

    def _list_entry(self, name: str, item: Field) -> None:
        kind = LISTEN[name]
        _span, ident = item.find(("id",))
        if ident is None or not isinstance(ident.value, str):
            self.unread.add(kind.scheme)
        elif ((key := f"{kind.scheme}:{ident.value}"),) in self.places:
            self.doubles.append((key, ident.span))
            return
        else:
            # A broken entry exists all the same: who mentions it is not at fault.
            self.places.add((key,), ident.span)
        if value := self._entry(kind, item):
            self.lists[name].append(value)
            self._record(value.target, value, item)

    def _reason(self, item: Field) -> None:
        """Notes a reason below the key of its list, as it has no id of its own."""
        found = self.lists[AENDERUNGEN]
        if value := self._entry(Aenderung, item):
            key = (AENDERUNGEN, len(found))
            for path, inner in item.walk():
                self.places.add((*key, *path), inner.span)
            self._read_prose(key, value, item)
            found.append(value)

    def _entry(self, kind: Any, item: Field) -> Any:
        value, findings = entries.entry(kind, item)
        self.findings += findings
        _span, ident = item.find(("id",)) if issubclass(kind, Eintrag) else (None, None)
        if ident and any(finding.span == ident.span for finding in findings):
            self.unread.add(f"{kind.scheme}:{ident.value}")
        return value

    def _record(self, name: str, value: Wert, item: Field) -> None:
        """Notes the places of an entry's fields, and what is wrong with its Markdown."""
        self.places.add_all(name, item)
        self._read_prose((name,), value, item)

    def _read_prose(self, key: Key, value: Wert, item: Field) -> None:
        for path, text in prose_fields(value):
            span, _field = item.find(path)
            inlines, findings = prose.read_inline(span.source, text, fields.text_places(span, text))
            self.findings += findings
            self.texts[(*key, *path)] = inlines

    # --- chapters

    def _chapter(self, path: str) -> None:
        source = self._source(path)
        if source is None:
            self.unread.update(_IN_CHAPTERS)
            return
        outer, start = self._head(source)
        read = prose.read(source, start)
        self.findings += read.findings
        self.erlaubnisse += read.erlaubnisse
        if any(finding.kind is faults.BLOCK_OFFEN for finding in read.findings):
            self.unread.update(_IN_CHAPTERS[1:])
        self._check_pictures(read.pictures)
        _span, ident = outer.find(("id",)) if outer else (None, None)
        if outer is None or ident is None or not isinstance(ident.value, str):
            self.unread.update(_IN_CHAPTERS)
        elif ((key := f"kapitel:{ident.value}"),) in self.places:
            self.doubles.append((key, ident.span))
            return
        else:
            # As with entries: a chapter with a broken head exists all the same.
            self.places.add((key,), ident.span)
            self._add_anchors(read.blocks)
        if outer and (head := self._entry(Kapitelkopf, outer)):
            self._add_chapter(head, outer, read.blocks)

    def _head(self, source: Source) -> tuple[Field | None, int]:
        """The fields above a chapter and the offset at which its text begins."""
        match = HEAD.match(source.text)
        if match:
            before = len(self.findings)
            outer = self._yaml(source, *match.span(1))
            if outer or len(self.findings) > before:
                return outer, match.end()
        begun = source.text.startswith("---") and not match
        self.findings.append(
            faults.KOPF_FEHLT.at(
                Span(source, 0, len(source.line(0))),
                "Der Kopf des Kapitels endet nicht"
                if begun
                else "Dem Kapitel fehlt der Kopf mit Kennung und Status",
                help="schreiben Sie --- in die Zeile nach seinem letzten Feld"
                if begun
                else "beginnen Sie die Datei mit den Zeilen ---, id: …, status: entwurf, ---",
            )
        )
        return None, match.end() if match else 0

    def _add_chapter(self, head: Kapitelkopf, outer: Field, blocks: tuple[tree.Block, ...]) -> None:
        self._record(head.target, head, outer)
        title = next((block for block in blocks if isinstance(block, tree.Heading)), None)
        titel = tree.plain_text(title.content) if title else head.id
        fields_of_head = {name: getattr(head, name) for name in Kapitelkopf.model_fields}
        # The head is sound; to check it again, pydantic would have to learn every kind of block.
        self.chapters.append(Kapitel.model_construct(**fields_of_head, titel=titel, blocks=blocks))

    def _add_anchors(self, blocks: tuple[tree.Block, ...]) -> None:
        for block in tree.walk(blocks):
            if (key := _anchor_key(block)) and block.span:
                if (key,) in self.places:
                    self.doubles.append((key, block.span))
                else:
                    self.places.add((key,), block.span)
                if not STELLENKENNUNG.fullmatch(key.partition(":")[2]):
                    self.unread.add(key)

    def _check_pictures(self, mentioned: tuple[tuple[str, Span], ...]) -> None:
        for path, span in mentioned:
            if path in self.paths and path.endswith(pictures.ENDINGS):
                self.shown.setdefault(path, span)
                fault = self._picture_fault(path)
            else:
                fault = pictures.missing(path, path.removeprefix("content/"), self.paths)
            if fault:
                self.findings.append(fault.at(span))

    def _picture_fault(self, path: str) -> pictures.Fault | None:
        if path not in self.checked:
            raw, _unreadable = sources.read_bytes(self.files, path)  # that finding is there already
            self.checked[path] = pictures.fault(path, raw) if raw is not None else None
        return self.checked[path]


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
