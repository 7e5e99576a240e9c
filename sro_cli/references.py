"""Who mentions whom, and which mentions lead nowhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Related, Severity
from sro_cli.diagnostics.suggestions import choice, correction, is_sure, nearest, redirection, replacing
from sro_cli.model import (
    AENDERUNGEN,
    EINSTELLUNGEN,
    STELLENKENNUNG,
    Eintrag,
    Kapitel,
    Konzept,
    Rueckmeldung,
    Verweis,
    Wert,
    marked_fields,
)
from sro_cli.source import Key, Places, Span

VERWEIS_INS_LEERE = Kind("V201", "verweis-ins-leere", Severity.FEHLER, tolerable=True)
VERWEIS_FALSCHER_ART = Kind("V202", "verweis-falscher-art", Severity.FEHLER)
KENNUNG_DOPPELT = Kind("V204", "kennung-doppelt", Severity.FEHLER)

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})

# Article and noun of each scheme, singular and plural, for sentences about them.
_NOUNS = {
    "kapitel": ("dieses Kapitel", "Kapitel", "Kapitel"),
    "abschnitt": ("diesen Abschnitt", "Abschnitt", "Abschnitte"),
    "abb": ("diese Abbildung", "Abbildung", "Abbildungen"),
    "tab": ("diese Tabelle", "Tabelle", "Tabellen"),
    "ziel": ("dieses Ziel", "Ziel", "Ziele"),
    "zielwerk": ("dieses Zielwerk", "Zielwerk", "Zielwerke"),
    "beschluss": ("diesen Beschluss", "Beschluss", "Beschlüsse"),
    "sozialraum": ("diesen Sozialraum", "Sozialraum", "Sozialräume"),
    "rahmen": ("diese Rahmenbedingung", "Rahmenbedingung", "Rahmenbedingungen"),
    "akteur": ("diesen Akteur", "Akteur", "Akteure"),
    "meilenstein": ("diesen Meilenstein", "Meilenstein", "Meilensteine"),
    "veranstaltung": ("diese Veranstaltung", "Veranstaltung", "Veranstaltungen"),
    "rueckmeldung": ("diese Rückmeldung", "Rückmeldung", "Rückmeldungen"),
    "begriff": ("diesen Begriff", "Begriff", "Begriffe"),
    "quelle": ("diese Quelle", "Quelle", "Quellen"),
}

# What has its id in braces, within a chapter.
_PLACES = {"abschnitt": "der Überschrift", "abb": "dem Bild", "tab": "der Tabelle"}


def noun(scheme: str, count: int = 1) -> str:
    """What a scheme's targets are called.

    >>> noun("beschluss"), noun("beschluss", 2)
    ('Beschluss', 'Beschlüsse')
    """
    return _NOUNS[scheme][1 if count == 1 else 2]


@cache
def anchor_of(target: str) -> str:
    """The anchor of a typed id in the products, letters without umlauts, digits, hyphens.

    >>> anchor_of("ziel:verhaeltnisse"), anchor_of("beschluss:2009/AN/0611-01-ÄA")
    ('ziel-verhaeltnisse', 'beschluss-2009-AN-0611-01-AeA')
    """
    return re.sub(r"[^A-Za-z0-9._]+", "-", target.translate(_FOLDED)).strip("-")


@dataclass(frozen=True, slots=True)
class Nennung:
    """One mention.

    Attributes:
        source: typed id of the entry or chapter that mentions; ``konzept`` and ``aenderungen`` for the files.
        target: typed id of what is mentioned.
        span: the place of the mention.
        section: ident of the nearest heading above, for mentions in a chapter; may be empty.
        allowed: schemes that may stand here; empty where any may.
        earlier: what is mentioned belongs to a version that is published, and may be gone since.
        field: the path of the list in the entry that it is an item of; empty for all others.
    """

    source: str
    target: str
    span: Span
    section: str = ""
    allowed: tuple[str, ...] = ()
    earlier: bool = False
    field: Key = ()


@dataclass(frozen=True)
class Index:
    """All ids and all mentions of a concept.

    Attributes:
        entries: entries and chapters by typed id.
        targets: everything that can be mentioned and where it is defined, sound or broken.
        mentions: in the order of the concept: settings, entries, chapters, reasons of changes.
        unread: schemes of which some entries could not be read, and typed ids that cannot stay as
            they are: nobody is blamed for naming one.
    """

    entries: Mapping[str, Eintrag]
    targets: Mapping[str, Span]
    mentions: tuple[Nennung, ...]
    unread: frozenset[str] = frozenset()

    def may_exist(self, target: str) -> bool:
        """Whether there is a target, or may be as soon as what could not be read can be."""
        scheme, _, ident = target.partition(":")
        if target in self.targets or scheme in self.unread:
            return True
        changing = (other.partition(":")[2] for other in self.unread if other.startswith(f"{scheme}:"))
        return bool(nearest(_alike(ident), map(_alike, changing), most=1))

    @cached_property
    def to(self) -> Mapping[str, tuple[Nennung, ...]]:
        """The mentions of each target; a KeyError never: unknown targets have none."""
        return _grouped((mention.target, mention) for mention in self.mentions)

    @cached_property
    def lost(self) -> frozenset[str]:
        """The schemes of which a field names one that is not there, so that another may have been meant."""
        return frozenset(
            mention.target.partition(":")[0]
            for mention in self.mentions
            if mention.allowed and not mention.earlier and mention.target not in self.targets
        )

    @cached_property
    def by(self) -> Mapping[str, tuple[Nennung, ...]]:
        """The mentions that each entry, chapter or ``konzept`` makes."""
        return _grouped((mention.source, mention) for mention in self.mentions)

    def beside(self, mention: Nennung) -> frozenset[str]:
        """What else the list names that a mention is an item of: hardly what is meant by it, too."""
        others = self.by[mention.source] if mention.field else ()
        return frozenset(
            other.target
            for other in others
            if other.field == mention.field and other.target != mention.target
        )


def build(
    konzept: Konzept,
    places: Places,
    texts: Mapping[Key, tuple[tree.Inline, ...]],
    unread: frozenset[str] = frozenset(),
) -> Index:
    """The index of a concept.

    Args:
        konzept: what was read.
        places: where it stands.
        texts: what the text fields of entries say, by the keys of their places.
        unread: as in `Index`.
    """
    in_fields: dict[object, list[tree.Mention]] = defaultdict(list)
    for key, inlines in texts.items():
        in_fields[key[0]] += (i for i in tree.walk_inlines(inlines) if isinstance(i, tree.Mention))
    entries: dict[str, Eintrag] = {}
    mentions: list[Nennung] = []
    if konzept.einstellungen:
        mentions += _in_entry(EINSTELLUNGEN, konzept.einstellungen, places, in_fields)
    for entry in konzept.eintraege():
        entries.setdefault(entry.target, entry)
        mentions += _in_entry(entry.target, entry, places, in_fields)
        if isinstance(entry, Kapitel):
            mentions += _in_chapter(entry)
    mentions += _in_reasons(konzept, places, in_fields)
    targets = {name: span for name, span in places.entries() if name != EINSTELLUNGEN}
    return Index(entries, targets, tuple(mentions), unread)


def seen_in(index: Index, konzept: Konzept) -> Index:
    """The index as the readers of an edition see it: chapters mention only what the edition shows of them."""
    spans = {mention.span for chapter in konzept.kapitel for mention in _in_chapter(chapter)}
    chapters = {chapter.target for chapter in konzept.kapitel}
    mentions = tuple(
        mention
        for mention in index.mentions
        if not mention.source.startswith(f"{Kapitel.scheme}:")
        or (mention.source in chapters and (mention.allowed or mention.span in spans))
    )
    return replace(index, mentions=mentions)


def faults(index: Index, doubles: tuple[tuple[str, Span], ...]) -> Iterator[Diagnostic]:
    """Findings for mentions that lead nowhere or to a wrong kind, and for ids given twice."""
    for target, span in doubles:
        scheme, _, ident = target.partition(":")
        yield KENNUNG_DOPPELT.at(
            span,
            f"Die Kennung „{ident}“ ist schon vergeben",
            label=f"zweiter Eintrag der Art {noun(scheme)}",
            related=(Related(index.targets[target], "hier steht sie zuerst"),),
            help="wählen Sie eine andere Kennung",
        )
    yield from _too_alike(index)
    for mention in index.mentions:
        if (finding := _fault(mention, index)) is not None:
            yield finding


def _too_alike(index: Index) -> Iterator[Diagnostic]:
    """Ids that become one anchor in the documents, or anchors that differ in case only: Word ignores it."""
    first: dict[str, str] = {}
    for target, span in index.targets.items():
        other = first.setdefault(_alike(target), target)
        if other != target:
            yield KENNUNG_DOPPELT.at(
                span,
                f"Die Kennung „{target.partition(':')[2]}“ unterscheidet sich zu wenig "
                f"von „{other.partition(':')[2]}“",
                label="in den Dokumenten nicht auseinanderzuhalten",
                notes=("als Sprungmarke zählen Groß- und Kleinschreibung nicht, und / wird zu -",),
                related=(Related(index.targets[other], "hier steht die andere"),),
                help="wählen Sie eine andere Kennung",
            )


def _alike(target: str) -> str:
    """The same for all ids that one would take for each other."""
    return anchor_of(target).casefold()


def _fault(mention: Nennung, index: Index) -> Diagnostic | None:
    scheme, _, ident = mention.target.partition(":")
    if mention.allowed and scheme not in mention.allowed:
        return _of_no_possible_kind(mention, index)
    if index.may_exist(mention.target) or mention.earlier:
        return None  # what is gone since a version is R702
    if mention.source == EINSTELLUNGEN and scheme == "kapitel" and mention.allowed:
        return None  # a chapter missing from the order is K106
    others = [other for other in index.targets if other.partition(":")[2] == ident]
    return _of_another_kind(mention, others, index) if others else _nowhere(mention, scheme, ident, index)


def _of_no_possible_kind(mention: Nennung, index: Index) -> Diagnostic:
    """What is written has no kind, or one that cannot stand here; its id may be that of another kind."""
    idents = {mention.target, mention.target.partition(":")[2]}
    possible = [f"{scheme}:{ident}" for ident in idents for scheme in mention.allowed]
    named = index.beside(mention)
    meant = [target for target in possible if target in index.targets and target not in named]
    schemes = [f"{scheme}:…" for scheme in mention.allowed]
    few = choice([f"{scheme}:" for scheme in mention.allowed])
    return VERWEIS_FALSCHER_ART.at(
        mention.span,
        f"„{mention.target}“ ist hier kein möglicher Verweis",
        notes=() if few and not meant else (f"möglich sind: {', '.join(schemes)}",),
        help=f"schreiben Sie „{meant[0]}“"
        if meant
        else f"schreiben Sie {few or 'eine der möglichen Arten'} vor die Kennung",
        fix=replacing(mention.span, mention.target, meant[0], safe=True) if len(meant) == 1 else None,
    )


def _of_another_kind(mention: Nennung, others: Sequence[str], index: Index) -> Diagnostic:
    scheme, _, ident = mention.target.partition(":")
    other = others[0]
    actual = other.partition(":")[0]
    only = mention.allowed[0] if len(mention.allowed) == 1 else ""
    is_clear = not only and len(others) == 1 and other not in index.beside(mention)
    return VERWEIS_FALSCHER_ART.at(
        mention.span,
        f"„{ident}“ ist {_article(scheme, 'kein')} {noun(scheme)}, "
        f"sondern {_article(actual, 'ein')} {noun(actual)}",
        related=(Related(index.targets[other], "hier steht der Eintrag"),),
        help=f"hier ist nur die Kennung von {_article(only, 'einem')} {noun(only)} möglich"
        if only
        else f"schreiben Sie „{other}“",
        fix=replacing(mention.span, f"{scheme}:", f"{actual}:", safe=True) if is_clear else None,
    )


def _nowhere(mention: Nennung, scheme: str, ident: str, index: Index) -> Diagnostic:
    targets = {target: span for target, span in index.targets.items() if target.startswith(f"{scheme}:")}
    known = [target.partition(":")[2] for target in targets]
    named = index.beside(mention)
    files = sorted({span.source.path for span in targets.values()})
    close = nearest(ident, (other for other in known if f"{scheme}:{other}" not in named))
    where = files[0] if len(files) == 1 else f"{len(files)} Dateien"
    return VERWEIS_INS_LEERE.at(
        mention.span,
        f"Verweis auf {_article(scheme, 'unbekannten')} {noun(scheme)} „{ident}“",
        label=f"{_NOUNS[scheme][0]} gibt es nicht",
        notes=(f"gesucht in: {where} ({len(known)} {noun(scheme, len(known))})",) if known else (),
        help=_remedy(scheme, ident, known, close),
        fix=_fix(mention, ident, close),
    )


def _remedy(scheme: str, ident: str, known: Sequence[str], close: Sequence[str]) -> str:
    if close:
        return f"meinten Sie {' oder '.join(f'„{word}“' for word in close)}?"
    if scheme == "akteur" and " " in ident:
        return "nennen Sie eine Stelle oder Rolle mit ihrer Kennung aus akteure.yml, keine Person"
    if scheme == "kapitel" and ident.isdigit() and known:
        return f"Kapitel haben Kennungen, keine Nummern: {', '.join(known)}"
    if scheme in _PLACES and STELLENKENNUNG.fullmatch(ident):
        return f"geben Sie {_PLACES[scheme]} die Kennung {{#{ident}}}, oder verbessern Sie sie hier"
    what = "das Kapitel" if scheme == "kapitel" else "den Eintrag"
    return f"legen Sie {what} an oder verbessern Sie die Kennung"


def _fix(mention: Nennung, ident: str, close: tuple[str, ...]) -> Fix | None:
    if mention.allowed or len(close) != 1:
        return correction(mention.span, ident, close)
    return redirection(mention.span, ident, close[0], safe=is_sure(ident, close[0]))


_MASCULINE = {"abschnitt", "beschluss", "sozialraum", "akteur", "meilenstein", "begriff"}
_NEUTER = {"kapitel", "ziel", "zielwerk"}

# Masculine form → neuter and feminine.
_ARTICLES = {
    "ein": ("ein", "eine"),
    "kein": ("kein", "keine"),
    "einem": ("einem", "einer"),
    "unbekannten": ("unbekanntes", "unbekannte"),
}


def _article(scheme: str, masculine: str) -> str:
    """An article or adjective in the gender of a scheme's noun.

    >>> _article("quelle", "kein"), _article("ziel", "unbekannten")
    ('keine', 'unbekanntes')
    """
    neuter, feminine = _ARTICLES[masculine]
    return masculine if scheme in _MASCULINE else neuter if scheme in _NEUTER else feminine


def _in_entry(
    source: str, value: Wert, places: Places, in_fields: Mapping[object, Sequence[tree.Mention]]
) -> Iterator[Nennung]:
    for path, verweis, written in marked_fields(value, Verweis):
        yield Nennung(
            source,
            verweis.target(written),
            places[(source, *path)],
            allowed=verweis.arten,
            earlier=isinstance(value, Rueckmeldung) and path[0] == "zu",
            field=path[:-1] if isinstance(path[-1], int) else (),
        )
    for mention in in_fields.get(source, ()):
        if mention.span:
            yield Nennung(source, mention.target, mention.span)


def _in_reasons(
    konzept: Konzept, places: Places, in_fields: Mapping[object, Sequence[tree.Mention]]
) -> Iterator[Nennung]:
    """What reasons mention; what changed may be gone since, and its reason stays."""
    for number, reason in enumerate(konzept.aenderungen):
        for path, verweis, written in marked_fields(reason, Verweis):
            place = places[(AENDERUNGEN, number, *path)]
            target, gone = verweis.target(written), path == ("zu",)
            yield Nennung(AENDERUNGEN, target, place, allowed=verweis.arten, earlier=gone)
    for mention in in_fields.get(AENDERUNGEN, ()):
        if mention.span:
            yield Nennung(AENDERUNGEN, mention.target, mention.span)


def _in_chapter(chapter: Kapitel) -> Iterator[Nennung]:
    section = ""
    for block in tree.walk(chapter.blocks):
        if isinstance(block, tree.Heading):
            section = block.ident or section
        for inline in tree.walk_inlines(tree.inner_inlines(block)):
            if isinstance(inline, tree.Mention) and inline.span:
                yield Nennung(chapter.target, inline.target, inline.span, section)


def _grouped(pairs: Iterator[tuple[str, Nennung]]) -> Mapping[str, tuple[Nennung, ...]]:
    found: dict[str, list[Nennung]] = defaultdict(list)
    for key, mention in pairs:
        found[key].append(mention)
    return {key: tuple(mentions) for key, mentions in found.items()}
