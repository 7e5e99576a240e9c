"""What a template or an engine refused → findings in German, at the source that caused it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sro_cli import tree, typeset
from sro_cli.diagnostics import Diagnostic
from sro_cli.document.templates import fault, frame_fault
from sro_cli.output import PRODUKT_UNBAUBAR
from sro_cli.pandoc import PandocError
from sro_cli.source import Source, Span
from sro_cli.theme import FOLDER, FrameError, Theme
from sro_cli.tree import Part, Tree
from sro_cli.typeset import TypesetError

Refused = FrameError | PandocError | TypesetError
REFUSED = (FrameError, PandocError, TypesetError)
"""What making a product may raise because of content or templates."""

_SETTINGS = "content/konzept.yml"
# Where the words of parts stand that templates make.
_DATA = {
    "titelblatt": _SETTINGS,
    "anlage-beschluesse": "content/beschluesse.yml",
    "anlage-glossar": "content/glossar.yml",
    "anlage-quellen": "content/quellen.yml",
    "anlage-ziele": "content/ziele.yml",
}

_TEMPLATE = re.compile(r"templates/([\w./-]+\.typ):(\d+)")
_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_FONT = re.compile(r"unknown font family: (.+)")
_UNKNOWN = re.compile(r"unknown variable: (\S+)")
_PICTURE = re.compile(r"failed to (?:decode image|parse SVG|load)|unknown image format|decode error")


def finding(error: Refused, document: Tree, theme: Theme) -> Diagnostic:
    """The finding for what was raised: E140 if a template is to blame, else P101.

    The same cause gives the same finding, whichever product it came up with.

    Args:
        error: of a writer.
        document: that it wrote.
        theme: that it wrote it with.
    """
    match error:
        case FrameError():
            return frame_fault(theme, error)
        case PandocError():
            return _in_part("Das Programm pandoc nimmt das Dokument nicht an", error)
        case TypesetError():
            return _of_typst(error, document, theme)


def _of_typst(error: TypesetError, document: Tree, theme: Theme) -> Diagnostic:
    words = str(error)
    if match := _GLYPH.search(words):
        return _glyph(match[1], error, document)
    if match := _FONT.search(words):
        return _font(match[1], error, theme)
    if _PICTURE.search(words):
        return _broken_picture(error, document)
    if "missing alt text" in words:
        return _undescribed(error, document)
    if match := _UNKNOWN.search(words):
        message = f"Der Vorlage fehlt „{match[1]}“"
        return fault(theme, f"{FOLDER}pdf.typ", 0, message, _notes(error))
    if "templates/" in words or (place := _TEMPLATE.search(error.place)):
        path, line = (place[1], int(place[2])) if place else ("pdf.typ", 0)
        return fault(theme, f"{FOLDER}{path}", line, "Die Vorlage bricht ab", _notes(error))
    return _in_part("Das Satzprogramm nimmt diese Stelle nicht an", error, _part(error, document))


def _glyph(sign: str, error: TypesetError, document: Tree) -> Diagnostic:
    names = " ".join(f"U+{ord(letter):04X}" for letter in sign)
    message = f"Das Zeichen „{sign}“ ({names}) gibt es in der Schrift der Dokumente nicht"
    remedy = "schreiben Sie es mit anderen Zeichen"
    part = _part(error, document)
    for candidate in [part] if part else document.parts:
        for source in _sources(candidate):
            if (start := source.text.find(sign)) >= 0:
                span = Span(source, start, start + len(sign))
                return PRODUKT_UNBAUBAR.at(span, message, notes=_notes(error), help=remedy)
    for path, content in sorted(document.media.items()) if not part else ():
        if path.endswith(".svg") and any(f in content.decode(errors="ignore") for f in _written(sign)):
            remedy = (
                "schreiben Sie es in der Zeichnung mit anderen Zeichen oder wandeln Sie den Text in Pfade um"
            )
            return PRODUKT_UNBAUBAR.in_file(path, message, notes=_notes(error), help=remedy)
    return _in_part(message, error, part, remedy)


def _written(sign: str) -> tuple[str, ...]:
    """How a text may stand in XML."""
    return (
        sign,
        "".join(f"&#{ord(letter)};" for letter in sign),
        "".join(f"&#x{ord(letter):x};" for letter in sign),
        "".join(f"&#x{ord(letter):X};" for letter in sign),
    )


def _font(family: str, error: TypesetError, theme: Theme) -> Diagnostic:
    """An unknown font can only come from the tokens; Typst writes families in small letters."""
    lines = theme.frames["gestaltung.yml"].decode(errors="replace").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if family in text.casefold()), 0)
    message = "Diese Schrift bringt sro nicht mit"
    remedy = f"nehmen Sie „{typeset.FAMILY}“ oder eine andere Schrift, die mit Typst kommt"
    return fault(theme, f"{FOLDER}gestaltung.yml", line, message, _notes(error), remedy=remedy)


def _broken_picture(error: TypesetError, document: Tree) -> Diagnostic:
    message, remedy = (
        "Dieses Bild lässt sich nicht lesen",
        "öffnen Sie es in einem Programm und speichern Sie es neu",
    )
    broken = next((path for path in sorted(document.media) if not _readable(path, document.media[path])), "")
    if broken.startswith("content/"):
        return PRODUKT_UNBAUBAR.in_file(broken, message, notes=_notes(error), help=remedy)
    return _in_part("Ein Bild lässt sich nicht lesen", error, _part(error, document), remedy)


def _readable(path: str, content: bytes) -> bool:
    try:
        typeset.typeset(f'#set page(width: auto, height: auto)\n#image("/{path}")', {path: content}, "png")
    except TypesetError:
        return False
    return True


def _undescribed(error: TypesetError, document: Tree) -> Diagnostic:
    message = "Das Bild hat keine Beschreibung"
    remedy = "schreiben Sie zwischen die eckigen Klammern, was es zeigt, oder {.dekorativ} dahinter"
    for part in document.parts:
        for image in tree.images(part.blocks):
            if not image.alt and not image.decorative and image.span:
                return PRODUKT_UNBAUBAR.at(image.span, message, notes=_notes(error), help=remedy)
    return _in_part("Ein Bild hat keine Beschreibung", error, _part(error, document), remedy)


def _in_part(message: str, error: Exception, part: Part | None = None, remedy: str = "") -> Diagnostic:
    """P101 at the source of a part, or at the settings where it is not known."""
    if part is None:
        return PRODUKT_UNBAUBAR.in_file(
            _SETTINGS,
            message,
            notes=_notes(error),
            help=remedy or "nehmen Sie die letzte Änderung zurück und bauen Sie erneut",
        )
    path = _DATA.get(part.ident) or next((source.path for source in _sources(part)), _SETTINGS)
    title = next((tree.plain_text(b.content) for b in part.blocks if isinstance(b, tree.Heading)), "")
    where = (f"es geschieht in „{title}“",) if title else ()
    remedy = remedy or "nehmen Sie die letzte Änderung an diesem Teil zurück und bauen Sie erneut"
    return PRODUKT_UNBAUBAR.in_file(path, message, notes=(*where, *_notes(error)), help=remedy)


def _part(error: TypesetError, document: Tree) -> Part | None:
    return next((part for part in document.parts if error.part and part.ident == error.part), None)


def _sources(part: Part) -> Iterator[Source]:
    """The files of the author's that a part stands in, each once."""
    spans: Iterable[Span | None] = (block.span for block in tree.walk(part.blocks))
    found = {span.source.path: span.source for span in spans if span}
    yield from (source for path, source in found.items() if path.startswith("content/"))


def _notes(error: Exception) -> tuple[str, ...]:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return tuple(f"gemeldet wird: {line}" for line in lines[:5])
