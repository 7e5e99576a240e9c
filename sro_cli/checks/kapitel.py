"""K: chapters and their headings."""

from __future__ import annotations

from collections.abc import Iterator

from sro_cli import tree
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Related, Severity
from sro_cli.diagnostics.suggestions import correction, nearest
from sro_cli.model import EINSTELLUNGEN, Kapitel
from sro_cli.source import Span

TITEL_FEHLT = Kind("K101", "titel-fehlt", Severity.FEHLER)
TITEL_MEHRFACH = Kind("K102", "titel-mehrfach", Severity.FEHLER)
EBENE_UEBERSPRUNGEN = Kind("K103", "ebene-uebersprungen", Severity.FEHLER)
KAPITEL_LEER = Kind("K104", "kapitel-leer", Severity.WARNUNG)
KAPITEL_NICHT_EINGEREIHT = Kind("K105", "kapitel-nicht-eingereiht", Severity.WARNUNG)
KAPITEL_FEHLT = Kind("K106", "kapitel-fehlt", Severity.FEHLER)
UEBERSCHRIFT_LEER = Kind("K108", "ueberschrift-leer", Severity.FEHLER)
KASTEN_LEER = Kind("K109", "kasten-leer", Severity.FEHLER)


def _headings(chapter: Kapitel) -> list[tree.Heading]:
    return [block for block in tree.walk(chapter.blocks) if isinstance(block, tree.Heading)]


def _without_title(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        first = chapter.blocks[0] if chapter.blocks else None
        if isinstance(first, tree.Heading) and first.level == 1:
            continue
        span = first.span if first and first.span else scope.places[chapter.target,]
        yield TITEL_FEHLT.at(
            span.first_line,
            f"Kapitel „{chapter.id}“ beginnt nicht mit seinem Titel",
            help="schreiben Sie als erste Zeile nach dem Kopf „# Titel des Kapitels“",
        )


def _several_titles(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        titles = [heading for heading in _headings(chapter) if heading.level == 1 and heading.span]
        for heading in titles[1:]:
            if heading.span and titles[0].span:
                yield TITEL_MEHRFACH.at(
                    heading.span,
                    f"Kapitel „{chapter.id}“ hat einen zweiten Titel",
                    related=(Related(titles[0].span, "der erste Titel"),),
                    help="machen Sie daraus „## …“ oder ein eigenes Kapitel",
                )


def _skipped_levels(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        level = 1
        for heading in _headings(chapter):
            if heading.level > level + 1 and heading.span:
                wanted = "#" * (level + 1)
                yield EBENE_UEBERSPRUNGEN.at(
                    heading.span,
                    f"Nach einer Überschrift der Ebene {level} folgt eine der Ebene {heading.level}",
                    help=f"schreiben Sie „{wanted} …“",
                    fix=_level_fix(heading.span, wanted),
                )
            level = heading.level


def _level_fix(span: Span, wanted: str) -> Fix | None:
    line_start = span.source.text.rfind("\n", 0, span.start) + 1
    marks = span.source.text[line_start : span.start].strip()
    if set(marks) != {"#"}:
        return None  # underlined headings have no mark to replace
    start = span.source.text.index(marks, line_start)
    return Fix(Span(span.source, start, start + len(marks)), wanted, safe=False)


def _empty(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        if chapter.blocks and all(isinstance(block, tree.Heading) for block in chapter.blocks):
            yield KAPITEL_LEER.at(
                chapter.blocks[0].span or scope.places[chapter.target,],
                f"Kapitel „{chapter.id}“ hat keinen Text",
                help="schreiben Sie, was noch fehlt, als offenen Punkt: > [!OFFEN]",
            )


def _not_in_order(scope: Scope) -> Iterator[Diagnostic]:
    settings = scope.konzept.einstellungen
    misspelt = {close[0] for _place, _ident, close in _absent(scope) if close}
    for chapter in scope.konzept.kapitel if settings else ():
        if settings and chapter.id not in {*settings.kapitel, *misspelt}:
            yield KAPITEL_NICHT_EINGEREIHT.at(
                scope.places[chapter.target,],
                f"Kapitel „{chapter.id}“ fehlt in der Reihenfolge und damit in den Dokumenten",
                help="nehmen Sie es in konzept.yml unter „kapitel:“ auf",
                fix=_at_the_end(scope.places[EINSTELLUNGEN, "kapitel", len(settings.kapitel) - 1], chapter.id)
                if settings.kapitel
                else None,
            )


def _at_the_end(last: Span, ident: str) -> Fix:
    """One more chapter after the last one of the order, written as that one is."""
    source = last.source
    number = source.line_column(last.start)[0] - 1
    begin = source.line_starts[number]
    before = source.text[begin : last.start]
    if before.strip(" ") == "-":
        end = begin + len(source.line(number))
        return Fix(Span(source, end, end), f"{source.newline}{before}{ident}", safe=False)
    return Fix(Span(source, last.end, last.end), f", {ident}", safe=False)


def _missing(scope: Scope) -> Iterator[Diagnostic]:
    for place, ident, close in _absent(scope):
        yield KAPITEL_FEHLT.at(
            place,
            f"Das Kapitel „{ident}“ gibt es nicht",
            help=f"meinten Sie „{close[0]}“?" if close else f"legen Sie es mit „sro new kapitel {ident}“ an",
            fix=correction(place, ident, close),
        )


def _absent(scope: Scope) -> Iterator[tuple[Span, str, tuple[str, ...]]]:
    """What the order names and is not there, and which of the chapters that it does not name may be meant."""
    order = scope.konzept.einstellungen.kapitel if scope.konzept.einstellungen else ()
    known = [target.partition(":")[2] for target in scope.index.targets if target.startswith("kapitel:")]
    for index, ident in enumerate(order):
        if not scope.index.may_exist(f"kapitel:{ident}"):
            close = nearest(ident, [other for other in known if other not in order])
            yield scope.places[EINSTELLUNGEN, "kapitel", index], ident, close


def _without_words(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        for heading in _headings(chapter):
            if heading.span and not tree.plain_text(heading.content).strip():
                yield UEBERSCHRIFT_LEER.at(
                    heading.span,
                    "Die Überschrift hat keine Worte",
                    help="schreiben Sie, wovon der Abschnitt handelt; ein Bild gehört unter die Überschrift",
                )


def _without_content(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        for block in tree.walk(chapter.blocks):
            if isinstance(block, tree.Alert) and not block.blocks and block.span:
                yield KASTEN_LEER.at(
                    block.span.first_line,
                    f"Der Kasten {block.kind} hat keinen Text",
                    help="schreiben Sie „> “ vor jede Zeile, die in den Kasten gehört, oder löschen Sie ihn",
                )


RULES = (
    Rule(TITEL_FEHLT, _without_title),
    Rule(TITEL_MEHRFACH, _several_titles),
    Rule(EBENE_UEBERSPRUNGEN, _skipped_levels),
    Rule(KAPITEL_LEER, _empty),
    Rule(KAPITEL_NICHT_EINGEREIHT, _not_in_order),
    Rule(KAPITEL_FEHLT, _missing),
    Rule(UEBERSCHRIFT_LEER, _without_words),
    Rule(KASTEN_LEER, _without_content),
)
