"""A: what readers need who do not see, and who go from link to link; in pictures, links and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sro_cli import tree
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Kind, Severity
from sro_cli.source import Span
from sro_cli.tree import Block, Image

BILD_OHNE_BESCHREIBUNG = Kind("A101", "bild-ohne-beschreibung", Severity.FEHLER)
BESCHREIBUNG_NICHTSSAGEND = Kind("A102", "beschreibung-nichtssagend", Severity.WARNUNG)
LINKTEXT_NICHTSSAGEND = Kind("A103", "linktext-nichtssagend", Severity.WARNUNG)
LINKTEXT_IST_ADRESSE = Kind("A104", "linktext-ist-adresse", Severity.HINWEIS)
SPALTE_OHNE_UEBERSCHRIFT = Kind("A105", "spalte-ohne-ueberschrift", Severity.WARNUNG)

_DESCRIBE = "beschreiben Sie, was zu sehen ist und worauf es ankommt"
# What cameras, scanners and programs call their files; and files by their endings.
_FILE = re.compile(
    r"(?:img|dsc[fn]?|pxl|p|bild|foto|photo|image|grafik|abb|abbildung|screenshot|bildschirmfoto|scan)"
    r"[-_ ]?\d+"
    r"|[\w .()-]+\.(?:svg|png|jpe?g|gif|webp|tiff?|bmp|heic|pdf)",
    re.IGNORECASE,
)
_ONLY_A_PICTURE = {
    *("abbildung", "bild", "bildschirmfoto", "diagramm", "foto", "fotografie", "grafik", "illustration"),
    *("image", "photo", "picture", "platzhalter", "schaubild", "screenshot", "skizze", "zeichnung"),
}
_SAYS_NOTHING = {
    *("bitte hier klicken", "details", "dieser link", "diesem link", "dort", "download", "hier"),
    *("hier klicken", "klick hier", "klicken sie hier", "klicken sie bitte hier", "link", "mehr"),
    *("mehr dazu", "mehr dazu hier", "mehr erfahren", "mehr hier", "mehr informationen", "mehr lesen"),
    *("siehe dort", "siehe hier", "unter diesem link", "weiter", "weiterlesen", "weitere informationen"),
}
_AROUND = " \t\n.,;:!?…>»›→()[]„“\"'"
_LONG_ADDRESS = re.compile(r"https?://(?:www\.)?[^/\s]+/.+", re.IGNORECASE)


def _blocks(scope: Scope) -> Iterator[Block]:
    for chapter in scope.konzept.kapitel:
        yield from tree.walk(chapter.blocks)


def _pictures(scope: Scope) -> Iterator[tuple[Image, Span, str]]:
    """The pictures of chapters with their places and captions."""
    for block in _blocks(scope):
        caption = tree.plain_text(block.caption) if isinstance(block, tree.Figure) else ""
        for inline in tree.walk_inlines(tree.inner_inlines(block)):
            if isinstance(inline, Image) and inline.span:
                yield inline, inline.span, caption


def _without_words(scope: Scope) -> Iterator[Diagnostic]:
    for image, span, _caption in _pictures(scope):
        if not (image.alt.strip() or image.decorative):
            yield BILD_OHNE_BESCHREIBUNG.at(
                span,
                "Diesem Bild fehlt die Beschreibung für alle, die es nicht sehen",
                help="beschreiben Sie es in den eckigen Klammern, oder setzen Sie {.dekorativ}",
            )


def _with_empty_words(scope: Scope) -> Iterator[Diagnostic]:
    for image, span, caption in _pictures(scope):
        words = _plain(image.alt)
        if not words or image.decorative:
            continue
        place = _words_in(span, image.alt)
        if caption and words == _plain(caption):
            message = "Die Beschreibung des Bildes sagt dasselbe wie seine Unterschrift"
            yield BESCHREIBUNG_NICHTSSAGEND.at(place, message, help=_DESCRIBE)
        elif _FILE.fullmatch(words) or image.alt.strip() == image.path.rpartition("/")[2]:
            message = f"„{image.alt.strip()}“ ist der Name einer Datei und beschreibt kein Bild"
            yield BESCHREIBUNG_NICHTSSAGEND.at(place, message, help=_DESCRIBE)
        elif words in _ONLY_A_PICTURE:
            message = f"„{image.alt.strip()}“ sagt nicht, was auf dem Bild zu sehen ist"
            yield BESCHREIBUNG_NICHTSSAGEND.at(place, message, help=_DESCRIBE)


def _links(scope: Scope) -> Iterator[tuple[str, Span]]:
    """What links and mentions say, and where."""
    in_chapters = (tree.inner_inlines(block) for block in _blocks(scope))
    # Most fields hold words and nothing else.
    in_fields = (text for text in scope.texts.values() if len(text) > 1 or type(text[0]) is not tree.Text)
    for inlines in (*in_chapters, *in_fields):
        for inline in tree.walk_inlines(inlines):
            match inline:
                case tree.Link(content) | tree.Mention(content=content) if content:
                    first, last = content[0].span, content[-1].span
                    if first and last:
                        yield tree.plain_text(content), Span(first.source, first.start, last.end)
                case _:
                    pass


def _links_that_say_nothing(scope: Scope) -> Iterator[Diagnostic]:
    for words, span in _links(scope):
        if _plain(words) in _SAYS_NOTHING:
            yield LINKTEXT_NICHTSSAGEND.at(
                span,
                f"„{words.strip()}“ sagt nicht, wohin der Link führt",
                help="verlinken Sie die Worte, die das Ziel nennen",
            )


def _links_that_are_addresses(scope: Scope) -> Iterator[Diagnostic]:
    for words, span in _links(scope):
        if _LONG_ADDRESS.fullmatch(words.strip()):
            yield LINKTEXT_IST_ADRESSE.at(
                span,
                "Wer sich diesen Link vorlesen lässt, hört die ganze Adresse",
                help="schreiben Sie [Worte, die das Ziel nennen](Adresse)",
            )


def _columns_without_words(scope: Scope) -> Iterator[Diagnostic]:
    for block in _blocks(scope):
        if not isinstance(block, tree.Table) or block.span is None:
            continue
        empty = [number for number, cell in enumerate(block.head, 1) if not _says_something(cell)]
        if len(empty) == len(block.head):
            message = "Keine Spalte dieser Tabelle hat eine Überschrift"
        elif columns := [number for number in empty if number > 1]:  # the corner of a matrix may be empty
            which = " und ".join(f"{number}." for number in columns)
            message = f"Die {which} Spalte dieser Tabelle hat keine Überschrift"
        else:
            continue
        yield SPALTE_OHNE_UEBERSCHRIFT.at(
            block.span.first_line, message, help="schreiben Sie in die erste Zeile, was unter ihr steht"
        )


def _says_something(cell: tree.Cell) -> bool:
    pictures = (inline for inline in tree.walk_inlines(cell.content) if isinstance(inline, Image))
    mentions = (inline for inline in tree.walk_inlines(cell.content) if isinstance(inline, tree.Mention))
    return bool(tree.plain_text(cell.content).strip()) or any(p.alt for p in pictures) or any(mentions)


def _plain(words: str) -> str:
    return " ".join(words.split()).strip(_AROUND).casefold()


def _words_in(span: Span, words: str) -> Span:
    """The place of the words inside of a place, or all of it if they are written otherwise."""
    at = span.text.find(words)
    if at < 0 or not words:
        return span
    return Span(span.source, span.start + at, span.start + at + len(words))


RULES = (
    Rule(BILD_OHNE_BESCHREIBUNG, _without_words),
    Rule(BESCHREIBUNG_NICHTSSAGEND, _with_empty_words),
    Rule(LINKTEXT_NICHTSSAGEND, _links_that_say_nothing),
    Rule(LINKTEXT_IST_ADRESSE, _links_that_are_addresses),
    Rule(SPALTE_OHNE_UEBERSCHRIFT, _columns_without_words),
)
