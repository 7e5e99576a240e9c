"""Stamped tokens → inlines of the tree, and the faults that show within a line."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic, faults
from sro_cli.readers import foreign, plain, schemes
from sro_cli.readers.emphasis import Openings
from sro_cli.readers.schemes import SCHEMES
from sro_cli.readers.stamped import Offsets, stamp
from sro_cli.source import Source, Span
from sro_cli.tree import Block, Inline

_VIEWS = "templates/"
"""The folder of the views: only they may set anchors, and link to them by their names."""

_DEEPEST = 20
_WORDS = ("text", "text_special", "softbreak")
_TITLE = re.compile(
    r'(?:"(?P<double>(?:\\.|[^"\\])*)"'
    r"|'(?P<single>(?:\\.|[^'\\])*)'"
    r"|\((?P<round>(?:\\.|[^()\\])*)\))\s*\)$",
    re.DOTALL,
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)


@dataclass(slots=True)
class FootnoteText:
    """The text of a footnote until its mark is met.

    Attributes:
        span: its label, ``[^1]``.
        read: reads its blocks.
        used: whether a mark was met.
    """

    span: Span
    read: Callable[[], tuple[Block, ...]]
    used: bool = False


class Targets(dict[str, dict[str, Any]]):
    """The link targets that a text defines (``[label]: …``), and which of them were looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, label: str, default: Any = None) -> Any:
        """The target, as markdown-it asks for it."""
        self.used.add(label)
        return super().get(label, default)


@dataclass
class Inlines:
    """Reads the inline texts of one source; collects findings, and what the blocks need to know.

    Attributes:
        targets: what links by a label point to.
        footnotes: the texts of the footnotes by label.
        pictures: the path of every picture below the project, and the place where it is named.
        captions: the caption of each picture, by the picture's span.
        openings: emphasis that was opened and not closed.
    """

    source: Source
    findings: list[Diagnostic]
    parser: MarkdownIt
    targets: Targets = field(default_factory=Targets)
    footnotes: dict[str, FootnoteText] = field(default_factory=dict)
    pictures: list[tuple[str, Span]] = field(default_factory=list)
    captions: dict[Span | None, tuple[Inline, ...]] = field(default_factory=dict)
    openings: Openings = field(default_factory=Openings)
    _in_footnote: bool = False

    def __post_init__(self) -> None:
        # What markdown-it asks for, and adds to while it reads.
        self.env: dict[str, Any] = {"references": self.targets}

    def read(self, text: str, place: Offsets) -> tuple[Inline, ...]:
        """The inlines of a text."""
        if not text:
            return ()
        if (content := plain.read(self.source, text, place)) is not None:
            return content
        tokens = self.parser.inline.parse(text, self.parser, self.env, [])
        line = _Line(self, text, place, tokens)
        self.openings.look(text, tokens, line.span)
        if len(tokens) > _DEEPEST and _depth(tokens) > _DEEPEST:
            span = line.span(0, len(text))
            message = "Hier sind zu viele Hervorhebungen ineinander verschachtelt"
            self.findings.append(
                faults.AUSZEICHNUNG_UNBEKANNT.at(span, message, help="löschen Sie die überzähligen Sterne")
            )
            return (tree.Text(text, span=span),)
        return line.until("")

    def unused_footnotes(self) -> list[Diagnostic]:
        """A finding for every text of a footnote without a mark."""
        return [
            faults.TEXT_OHNE_FUSSNOTE.at(
                note.span,
                f"Auf die Fußnote „{label}“ verweist keine Stelle",
                help=f"setzen Sie [^{label}] in den Text oder löschen Sie die Fußnote",
            )
            for label, note in self.footnotes.items()
            if not note.used
        ]

    def footnote(self, label: str, span: Span) -> tuple[Inline, ...]:
        """The footnote for a mark, or nothing and a finding."""
        note = self.footnotes.get(label)
        if note is None:
            self.findings.append(
                faults.FUSSNOTE_OHNE_TEXT.at(
                    span,
                    f"Zur Fußnote „{label}“ fehlt der Text",
                    help=f"schreiben Sie ihn in einen eigenen Absatz: [^{label}]: …",
                )
            )
            return ()
        note.used = True
        if self._in_footnote:
            self.findings.append(
                faults.AUSZEICHNUNG_UNBEKANNT.at(
                    span,
                    "Eine Fußnote in einer Fußnote ist nicht vorgesehen",
                    help="nehmen Sie sie in den Text auf",
                )
            )
            return ()
        self._in_footnote = True
        blocks = note.read()
        self._in_footnote = False
        return (tree.Note(blocks, span=span),)


class _Line:
    """Turns the tokens of one inline text into nodes."""

    def __init__(self, inlines: Inlines, text: str, place: Offsets, tokens: Sequence[Token]) -> None:
        self.inlines = inlines
        self.text = text
        self.place = place
        self.tokens = tokens
        self.cursor = 0

    def span(self, start: int, end: int) -> Span:
        """The source of a stretch of the text, not empty in the source if not in the text."""
        return Span(
            self.inlines.source,
            self.place(start),
            self.place(end - 1) + 1 if end > start else self.place(start),
        )

    def until(self, closing: str) -> tuple[Inline, ...]:
        """The nodes up to a closing token; neighbouring texts become one."""
        found: list[Inline] = []
        words: list[str] = []
        first = last = 0
        while self.cursor < len(self.tokens):
            token = self.tokens[self.cursor]
            self.cursor += 1
            if token.type == closing:
                break
            start, end = stamp(token)
            if token.type in _WORDS:
                if token.type == "text":
                    self._check(token.content, start)
                if not words:
                    first = start
                if word := self._blank(words) if token.type == "softbreak" else token.content:
                    # Products are searched with composed umlauts; the span still quotes the source.
                    words.append(unicodedata.normalize("NFC", word))
                    last = end
                continue
            if words:
                found.append(tree.Text("".join(words), span=self.span(first, last)))
                words = []
            found += self._node(token, start, end)
        if words:
            found.append(tree.Text("".join(words), span=self.span(first, last)))
        return tuple(found)

    def _blank(self, words: list[str]) -> str:
        """What a line end is: a blank, but nothing after the star of „Bürger*“ with „innen“ below."""
        before = "".join(words[-2:])
        below = self.tokens[self.cursor].content if self.cursor < len(self.tokens) else ""
        return "" if before.endswith("*") and before[-2:-1].isalpha() and below[:1].islower() else " "

    def _node(self, token: Token, start: int, end: int) -> tuple[Inline, ...]:
        match token.type:
            case "em_open":
                content = self.until("em_close")
                return (tree.Emphasis(content, span=self.span(start, self._end())),)
            case "strong_open":
                # The second star of each pair was blanked by the parser, outside of this one.
                content = self.until("strong_close")
                return (tree.Strong(content, span=self.span(start - 1, self._end() + 1)),)
            case "code_inline":
                return (tree.Code(unicodedata.normalize("NFC", token.content), span=self.span(start, end)),)
            case "hardbreak":
                return (tree.Break(span=self.span(start, end)),)
            case "link_open":
                return self._link(token, start, end)
            case "image":
                return self._image(token, start, end)
            case "footnote_ref":
                return self.inlines.footnote(str(token.meta["label"]), self.span(start, end))
            case "html_inline":
                self.inlines.findings.append(html_fault(self.span(start, end)))
                return ()
            case _:
                raise AssertionError(token.type)  # every inline of the dialect is named above

    def _end(self) -> int:
        return stamp(self.tokens[self.cursor - 1])[1]

    # --- links and pictures

    def _link(self, token: Token, start: int, end: int) -> tuple[Inline, ...]:
        href = str(token.attrs["href"])
        before = self.cursor
        content = self.until("link_close")
        label_end = max(
            (stamp(inner)[1] for inner in self.tokens[before : self.cursor - 1]), default=start + 1
        )
        if token.markup == "autolink":
            target = self.span(start + 1, end - 1)
            content = (tree.Text(href.removeprefix("mailto:"), span=target),)
        else:
            target = self._target(href, label_end, start, end)
        self._refuse_title(token, target)
        match = _SCHEME.fullmatch(href)
        scheme = match[1] if match else ""
        if match and self.inlines.source.path.startswith(_VIEWS):
            if scheme == "anker":
                return (tree.Anchor(match[2], span=target), *content)
            if scheme == "stelle":
                return (tree.Reference(content, match[2], "eintrag", automatic=False, span=target),)
        if match and scheme in SCHEMES:
            return (tree.Mention(scheme, match[2], content, span=target),)
        if scheme.lower() in schemes.OUTSIDE:
            return (tree.Link(content or (tree.Text(href, span=target),), href, span=target),)
        self.inlines.findings.append(schemes.fault(href, scheme, target))
        # Nobody shall find that a word is missing where only its target is wrong.
        return content or (tree.Code(href, span=target),)

    def _target(self, href: str, after: int, start: int, end: int) -> Span:
        """The place of a link's target; of the whole link if the target stands elsewhere."""
        opening = self.text.find("](", after, end)
        if opening < 0:
            return self.span(start, end)
        begin = opening + 2
        while begin < end and self.text[begin] in " \t\n<":
            begin += 1
        written = len(href) if self.text.startswith(href, begin) else end - 1 - begin
        return self.span(begin, begin + max(written, 0))

    def _image(self, token: Token, start: int, end: int) -> tuple[Inline, ...]:
        written = str(token.attrs["src"])
        label = _Line(self.inlines, token.content, self.place.after(start + 2), token.children or ()).until(
            ""
        )
        alt = tree.plain_text(label)
        span = self.span(start, end)
        target = self._target(written, start + 2 + len(token.content), start, end)
        folder = posixpath.dirname(self.inlines.source.path) if written.startswith("../") else "content"
        path = posixpath.normpath(posixpath.join(folder, written))
        if _SCHEME.match(written) or not path.startswith("content/"):
            self.inlines.findings.append(
                faults.BILD_AUSSERHALB.at(
                    target,
                    f"Das Bild „{written}“ liegt nicht im Ordner content",
                    help="legen Sie es in content/bilder ab und schreiben Sie bilder/NAME",
                )
            )
            return ()
        self.inlines.pictures.append((path, target))
        if title := str(token.attrs.get("title", "")):
            self.inlines.captions[span] = self._caption(title, target, start, end)
        return (tree.Image(path, alt, span=span),)

    def _caption(self, title: str, target: Span, start: int, end: int) -> tuple[Inline, ...]:
        """The inlines of a picture's title; as written, so that its escapes still count."""
        match = _TITLE.search(self.text[start:end])
        if not match:
            # The title stands elsewhere: ![alt][label] with [label]: path "title".
            return self.inlines.read(title, Offsets((0,), (target.start,)))
        begin, finish = match.span(match.lastgroup or 0)
        return self.inlines.read(self.text[start + begin : start + finish], self.place.after(start + begin))

    def _refuse_title(self, token: Token, target: Span) -> None:
        if "title" in token.attrs:
            self.inlines.findings.append(
                faults.AUSZEICHNUNG_UNBEKANNT.at(
                    target,
                    "Ein Verweis hat keinen Titel",
                    help="löschen Sie die Anführungszeichen und was darin steht",
                )
            )

    # --- what is no markup here

    def _check(self, text: str, start: int) -> None:
        for match, kind, message, remedy in foreign.markup(text):
            if self.text.startswith("![") and start + match.end() == len(self.text):
                continue  # the attributes of a picture that stands alone
            span = self.span(start + match.start(), start + match.end())
            self.inlines.findings.append(kind.at(span, message, help=remedy, fix=schemes.joined(span)))


def _depth(tokens: Sequence[Token]) -> int:
    """How deep the marks of emphasis and links lie in each other."""
    depth = deepest = 0
    for token in tokens:
        depth += token.nesting
        deepest = max(deepest, depth)
    return deepest


_ERLAUBNIS = re.compile(r"<!--\s*erlaube\b")


def html_fault(span: Span) -> Diagnostic:
    """The finding for HTML at a place."""
    if _ERLAUBNIS.match(span.text):
        message = "Dieser Kommentar erlaubt nichts: Vor „erlaube“ fehlt „sro:“"
        remedy = "schreiben Sie <!-- sro: erlaube V206, weil … --> in eine eigene Zeile"
    elif span.text.startswith("<!--"):
        message = "Kommentare sind im Text nicht vorgesehen"
        remedy = "schreiben Sie, was nur die Verwaltung lesen soll, in einen Kasten > [!INTERN]"
    else:
        message = "HTML ist im Text nicht vorgesehen"
        remedy = "löschen Sie die Auszeichnung in spitzen Klammern; das Zeichen < selbst schreiben Sie \\<"
    return faults.HTML_IM_TEXT.at(span, message, help=remedy)
