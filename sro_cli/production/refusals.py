"""What a template or an engine refused → findings in German, at the source that caused it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic
from sro_cli.document.traces import (
    authored,
    fault,
    frame_fault,
    markdown_fault,
    typst_fault,
    typst_warning,
)
from sro_cli.engines import typeset
from sro_cli.engines.pandoc import PandocError
from sro_cli.engines.typeset import (
    Complaint,
    TypesetError,
    TypesetStopped,
    missing_font,
    missing_glyphs,
)
from sro_cli.source import Span
from sro_cli.store.output import PRODUKT_UNBAUBAR
from sro_cli.theme import FOLDER, FrameError, Theme
from sro_cli.tree import Block, Tree

Refused = FrameError | PandocError | TypesetError | TypesetStopped
REFUSED = (FrameError, PandocError, TypesetError, TypesetStopped)
"""What making a product may raise because of content or templates."""

_SETTINGS = "content/konzept.yml"
_FRAME = f"{FOLDER}pdf.typ"
_TOKENS = f"{FOLDER}gestaltung.yml"

_UNKNOWN = re.compile(r"unknown variable: (\S+)")
_ARGUMENT = re.compile(r"(?:unexpected|missing) argument")
_CALLED = re.compile(r"([a-zä-üß]+)[(\[]")
_PICTURE = re.compile(r"failed to (?:decode image|parse SVG|load)|unknown image format|decode error")


def findings(error: Refused, document: Tree, theme: Theme) -> tuple[Diagnostic, ...]:
    """The findings for what was raised: E140 if a template is to blame, else P101.

    The same cause gives the same finding, whichever product it came up with.

    Args:
        error: of a writer.
        document: that it wrote.
        theme: that it wrote it with.
    """
    match error:
        case FrameError():
            return (frame_fault(theme, error),)
        case PandocError():
            return (_of_pandoc(error),)
        case TypesetStopped():
            return (_stopped(error),)
        case TypesetError():
            reader = _Reader(error, document, theme)
            return tuple(dict.fromkeys(reader.finding(complaint) for complaint in _causes(error)))


def warning(complaint: Complaint, theme: Theme) -> Diagnostic:
    """The finding E141 for what Typst warns of while it sets the PDF."""
    return typst_warning(theme, complaint, _FRAME)


def _causes(error: TypesetError) -> Iterator[Complaint]:
    """The complaints without those that follow from others: of each template the first."""
    seen: set[str] = set()
    for complaint in error.complaints:
        path = complaint.trace[0].path if complaint.trace else ""
        if not path or path not in seen:
            yield complaint
        seen.add(path)


def _of_pandoc(error: PandocError) -> Diagnostic:
    return PRODUKT_UNBAUBAR.in_file(
        _SETTINGS,
        "Das Programm pandoc nimmt das Dokument nicht an",
        notes=_reported(_lines(error)[:5]),
        help="nehmen Sie die letzte Änderung zurück und bauen Sie erneut",
    )


def _stopped(error: TypesetStopped) -> Diagnostic:
    message, remedy = (
        ("Das Satzprogramm wurde beendet, vermutlich fehlt Arbeitsspeicher", _MORE_MEMORY)
        if error.starved
        else (
            "Das Satzprogramm ist abgebrochen",
            "nehmen Sie die letzte Änderung zurück und bauen Sie erneut",
        )
    )
    notes = _reported(_lines(error)[-5:])
    return PRODUKT_UNBAUBAR.in_file(_SETTINGS, message, notes=notes, help=remedy)


_MORE_MEMORY = (
    "schließen Sie andere Programme und bauen Sie erneut, oder bauen Sie auf einem Rechner mit mehr Speicher"
)


class _Reader:
    """Reads what Typst says of one document."""

    def __init__(self, error: TypesetError, document: Tree, theme: Theme) -> None:
        self.origins = error.origins
        self.document = document
        self.theme = theme

    def finding(self, complaint: Complaint) -> Diagnostic:
        block = self._block(complaint)
        if signs := missing_glyphs(complaint):
            return self._glyph(signs, complaint, block)
        if family := missing_font(complaint):
            return self._font(family, complaint)
        if _PICTURE.search(complaint.message):
            return self._picture(complaint, block)
        if "missing alt text" in complaint.message and (image := self._undescribed()):
            remedy = "schreiben Sie zwischen die eckigen Klammern, was es zeigt, oder {.dekorativ} dahinter"
            return _at_span(image, "Das Bild hat keine Beschreibung", remedy, complaint)
        if complaint.trace and complaint.trace[0].path:
            return typst_fault(self.theme, complaint, _FRAME, "Die Vorlage bricht ab")
        if unknown := _UNKNOWN.match(complaint.message):
            return fault(self.theme, _FRAME, 0, f"Der Vorlage fehlt „{unknown[1]}“", _notes(complaint))
        if _ARGUMENT.match(complaint.message):
            return self._signature(complaint)
        if block is None:
            return fault(self.theme, _FRAME, 0, "Die Vorlage bricht ab", _notes(complaint))
        remedy = "nehmen Sie die letzte Änderung an dieser Stelle zurück und bauen Sie erneut"
        return _at(block, "Das Satzprogramm nimmt diese Stelle nicht an", remedy, complaint)

    def _block(self, complaint: Complaint) -> Block | None:
        """The block of the document that a complaint is about, or whose call led there."""
        lines = (spot.line for spot in complaint.trace if not spot.path)
        return next((self.origins[line][1] for line in lines if line in self.origins), None)

    def _glyph(self, signs: str, complaint: Complaint, block: Block | None) -> Diagnostic:
        names = " ".join(f"U+{ord(sign):04X}" for sign in signs)
        message = f"Das Zeichen „{signs}“ ({names}) gibt es in der Schrift der Dokumente nicht"
        shown = (image.path for image in tree.images(_blocks(self.document, block)))
        if path := next((each for each in shown if self._draws(each, signs)), ""):
            remedy = (
                "schreiben Sie es in der Zeichnung mit anderen Zeichen oder wandeln Sie den Text in Pfade um"
            )
            return PRODUKT_UNBAUBAR.in_file(path, message, notes=_notes(complaint), help=remedy)
        if block is None:
            return fault(self.theme, _FRAME, self._line_with(_FRAME, signs), message, _notes(complaint))
        return _at(block, message, "schreiben Sie es mit anderen Zeichen", complaint, signs)

    def _draws(self, path: str, signs: str) -> bool:
        drawing = self.document.media[path].decode(errors="ignore")
        return path.endswith(".svg") and any(written in drawing for written in _written(signs))

    def _line_with(self, path: str, words: str) -> int:
        """The first line of a frame that holds some words, from 1; 0 if none does."""
        frame = self.theme.frames.get(path.removeprefix(FOLDER), b"").decode(errors="replace")
        lines = enumerate(frame.splitlines(), 1)
        return next((number for number, text in lines if words in text.casefold()), 0)

    def _font(self, family: str, complaint: Complaint) -> Diagnostic:
        """An unknown font comes from the tokens, or from a template that names one itself."""
        message = "Diese Schrift bringt sro nicht mit"
        remedy = f"nehmen Sie „{typeset.FAMILY}“ oder eine andere Schrift, die mit Typst kommt"
        if line := self._line_with(_TOKENS, family):
            return fault(self.theme, _TOKENS, line, message, _notes(complaint), remedy=remedy)
        return typst_fault(self.theme, complaint, _FRAME, message)

    def _picture(self, complaint: Complaint, block: Block | None) -> Diagnostic:
        logo = self.theme.gestaltung.logo
        if logo and not _readable(logo, self.theme.frames[logo]):
            message, remedy = "Das Logo lässt sich nicht lesen", _SAVE_ANEW
            line = self._line_with(_TOKENS, "logo:")
            return fault(self.theme, _TOKENS, line, message, _notes(complaint), remedy=remedy)
        for image in tree.images(_blocks(self.document, block)):
            if image.span and not _readable(image.path, self.document.media[image.path]):
                name = image.path.removeprefix("content/")
                return _at_span(
                    image.span, f"Das Bild „{name}“ lässt sich nicht lesen", _SAVE_ANEW, complaint
                )
        return typst_fault(self.theme, complaint, _FRAME, "Ein Bild lässt sich nicht lesen")

    def _undescribed(self) -> Span | None:
        """The first picture without words: Typst names the line of the frame that sets them all."""
        images = tree.images(_blocks(self.document, None))
        return next((image.span for image in images if not (image.alt or image.decorative)), None)

    def _signature(self, complaint: Complaint) -> Diagnostic:
        """A function of the frame that takes other arguments than it is given."""
        before = complaint.excerpt[: complaint.trace[0].column]
        *_, name = "", *_CALLED.findall(before)
        line = self._line_with(_FRAME, f"#let {name}(")
        message = "Die Funktion der Vorlage nimmt nicht an, was sie bekommt"
        return fault(self.theme, _FRAME, line, message, _notes(complaint))


_SAVE_ANEW = "öffnen Sie es in einem Programm und speichern Sie es neu"


def _at(block: Block, message: str, remedy: str, complaint: Complaint, words: str = "") -> Diagnostic:
    """P101 at a block, or at words in it; E140 if a template made it."""
    if block.span is None:
        return PRODUKT_UNBAUBAR.in_file(_SETTINGS, message, notes=_notes(complaint), help=remedy)
    span = block.span
    start = span.text.find(words) if words else -1
    if start >= 0:
        span = Span(span.source, span.start + start, span.start + start + len(words))
    return _at_span(span.first_line, message, remedy, complaint)


def _at_span(span: Span, message: str, remedy: str, complaint: Complaint) -> Diagnostic:
    if authored(span) != span:
        return markdown_fault(span, message, remedy, _notes(complaint))
    return PRODUKT_UNBAUBAR.at(span, message, notes=_notes(complaint), help=remedy)


def _blocks(document: Tree, block: Block | None) -> list[Block]:
    """The block that is meant, or all if it is not known."""
    return [block] if block else [each for part in document.parts for each in part.blocks]


def _readable(path: str, content: bytes) -> bool:
    try:
        typeset.typeset(f'#set page(width: auto, height: auto)\n#image("/{path}")', {path: content}, "png")
    except TypesetError:
        return False
    return True


def _written(sign: str) -> tuple[str, ...]:
    """How a text may stand in XML."""
    return (
        sign,
        "".join(f"&#{ord(letter)};" for letter in sign),
        "".join(f"&#x{ord(letter):x};" for letter in sign),
        "".join(f"&#x{ord(letter):X};" for letter in sign),
    )


def _notes(complaint: Complaint) -> tuple[str, ...]:
    return _reported(_lines(complaint.message)[:5])


def _lines(words: object) -> list[str]:
    return [line.strip() for line in str(words).splitlines() if line.strip()]


def _reported(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"gemeldet wird: {line}" for line in lines)
