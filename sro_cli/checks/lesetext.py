"""What a concept says in its own words, as one long text in which every character knows its place.

The rules on language look at this text and at nothing else. What others said is not in it or is covered:
quotations, titles, wordings of goals, Rueckmeldungen; and so is what is no language: code, addresses, ids.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sro_cli import tree
from sro_cli.checks.aligned import aligned
from sro_cli.checks.covered import COVER, END, quotations, without_addresses, without_quotations
from sro_cli.checks.formen import Form, forms
from sro_cli.model import Konzept
from sro_cli.source import Key, Span
from sro_cli.tree import Block, Inline

TOKEN = re.compile(rf"(?<![\w'’{COVER}-])[\w'’-]++(?!{COVER})")
"""A word with its hyphens and apostrophes; no remainder of something covered."""

_PIECE = re.compile(r"\w+")
_OTHERS_SAID = {("rueckmeldung", "text"), ("rueckmeldung", "vorschlag"), ("ziel", "wortlaut")}
# Nobody sees them: a soft hyphen, joiners, a zero-width blank.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060]")
_BLANKS = ("\u00a0", "\u202f", "\t")

_STOP = re.compile(r"[.!?…\n][.!?…“”\")\n]*")
_ABBREVIATED = re.compile(
    r"(?:(?<!\d)\d{1,2}|\b[A-Za-z]|\b(?:Abs|Abschn|Anl|Art|Aufl|Az|Bd|Dr|Hrsg|Kap|Nr|Prof|Rn|St|Str|Tel|Ziff"
    r"|bspw|bzgl|bzw|ca|evtl|gem|ggf|inkl|insb|lfd|max|mind|min|rd|sog|vgl|zzgl))$"
)


@dataclass(frozen=True)
class Lesetext:
    """The text, and the way back to the sources.

    Attributes:
        said: all passages with an empty line behind each, quotations and all; blanks of all kinds are
            blanks, what has no words is covered.
        text: the same, character by character, with everything covered that is not the author's language.
        passages: where each passage begins, ascending, and the chapter or entry it belongs to.
        parts: where each run of words begins, ascending, the run and its span.
        mentions: where mentions stand.
        emphases: start and end of what is set in italics, as titles often are.
    """

    said: str = ""
    text: str = ""
    passages: tuple[tuple[int, str], ...] = ()
    parts: tuple[tuple[int, str, Span], ...] = ()
    mentions: tuple[tuple[int, tree.Mention], ...] = ()
    emphases: tuple[tuple[int, int], ...] = ()
    _places: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)

    def span(self, start: int, end: int) -> Span | None:
        """The source of a stretch, from its first character to its last; None for what is covered."""
        first, last = self._place(start), self._place(end - 1)
        if first is None or last is None or first.source is not last.source:
            return None
        return Span(first.source, first.start, last.end)

    def quotes(self, span: Span, start: int, end: int) -> bool:
        """Whether the source says a stretch just so, without marks or line ends within it."""
        return _with_plain_blanks(span.text) == self.said[start:end]

    @cached_property
    def chapters_end(self) -> int:
        """Where the last chapter ends and the texts of entries begin."""
        entries = (start for start, owner in self.passages if not owner.startswith("kapitel:"))
        return next(entries, len(self.said))

    def owner(self, at: int) -> str:
        """The typed id of the chapter or entry that says it."""
        return self.passages[bisect_right(self._beginnings, at) - 1][1]

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Every word as written, each once."""
        return tokens(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The pieces of its words between hyphens and apostrophes, as written."""
        return frozenset(piece for token in self.tokens for piece in _PIECE.findall(token))

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """All short forms such as „Bürger*innen“, in order."""
        return tuple(forms(self.text))

    @cached_property
    def quotations(self) -> tuple[list[tuple[int, int]], list[int]]:
        """Start and end of each quotation, and where marks stand that have no second one."""
        return quotations(self.said)

    @cached_property
    def sentences(self) -> tuple[int, ...]:
        """Where sentences end, ascending; an abbreviation and a date end none."""
        stops = _STOP.finditer(self.said)
        return tuple(stop.end() for stop in stops if END in stop[0] or not _continues(self.said, stop))

    def sentence(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around an offset."""
        index = bisect_right(self.sentences, at)
        start = self.sentences[index - 1] if index else 0
        end = self.sentences[index] if index < len(self.sentences) else len(self.said)
        return start, end

    @cached_property
    def _beginnings(self) -> list[int]:
        return [start for start, _owner in self.passages]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _words, _span in self.parts]

    def _place(self, at: int) -> Span | None:
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return None
        start, words, span = self.parts[index]
        if at >= start + len(words):
            return None
        if index not in self._places:
            self._places[index] = aligned(words, span.text)
        starts, ends = self._places[index]
        return Span(span.source, span.start + starts[at - start], span.start + ends[at - start])


def read(konzept: Konzept, texts: Mapping[Key, tuple[Inline, ...]]) -> Lesetext:
    """The text of a concept.

    Args:
        konzept: its chapters are read.
        texts: what the text fields of entries say, by the keys of their places.
    """
    writer = _Writer(_titles(konzept))
    for chapter in konzept.kapitel:
        writer.owner = chapter.target
        writer.blocks(chapter.blocks)
    for key, inlines in texts.items():
        writer.owner = str(key[0])
        if (writer.owner.partition(":")[0], key[1]) not in _OTHERS_SAID:
            writer.passage(inlines)
    said = "".join(writer.pieces)
    text = without_addresses(without_quotations(said))
    return Lesetext(
        said,
        text,
        tuple(writer.passages),
        tuple(writer.parts),
        tuple(writer.mentions),
        tuple(writer.emphases),
    )


def tokens(text: str) -> frozenset[str]:
    """Every word of a text as written, each once.

    What stands between two blanks is looked at once, however often it comes: most of a long text are a
    few words, and to split it is many times as quick as to search it.

    >>> sorted(tokens("Kinder- und Jugendhilfe und mehr"))
    ['Jugendhilfe', 'Kinder-', 'mehr', 'und']
    """
    return frozenset(token for piece in set(text.split(" ")) for token in TOKEN.findall(piece))


def placed(text: str, wanted: Collection[str]) -> Iterator[tuple[int, str]]:
    """Where some words stand in a text, and which, in order.

    >>> list(placed("nach und nach", {"nach"}))
    [(0, 'nach'), (9, 'nach')]
    """
    pieces = text.split(" ")
    found = {
        piece: tuple((match.start(), match[0]) for match in TOKEN.finditer(piece) if match[0] in wanted)
        for piece in set(pieces)
    }
    at = 0
    for piece in pieces:
        for start, word in found[piece]:
            yield at + start, word
        at += len(piece) + 1


def occurrences(
    lesetext: Lesetext, words: str, endings: Sequence[str] = (), end: int | None = None
) -> Iterator[tuple[int, int]]:
    """Where one or several words stand in the text (up to an end), the last one also with an ending."""
    if not (parts := words.split()):
        return
    # Most are nowhere, which their first piece tells at once; an ending may belong to that of a single word.
    piece = _PIECE.match(parts[0]) if len(parts) > 1 or not endings else None
    if piece and piece[0] not in lesetext.words:
        return
    ending = f"(?:{'|'.join(endings)})?" if endings else ""
    # Begins with a letter, which is quick to find, and not with what must not stand before it.
    pattern = re.compile(rf"{'[ ]+'.join(map(re.escape, parts))}{ending}(?!\w)")
    text = lesetext.text
    for match in pattern.finditer(text, 0, len(text) if end is None else end):
        before = text[match.start() - 1 : match.start()]
        if not (before.isalnum() or before == "-"):
            yield match.span()


def _titles(konzept: Konzept) -> Mapping[str, Collection[str]]:
    """What others have called their papers, by typed ids; a mention that says just so quotes it."""
    works = {work.target: {work.titel, *work.auch} for work in konzept.zielwerke}
    papers = {paper.target: {paper.titel} for paper in konzept.beschluesse}
    return {**works, **papers, **{source.target: {source.titel} for source in konzept.quellen}}


@dataclass
class _Writer:
    titles: Mapping[str, Collection[str]]
    owner: str = ""
    length: int = 0
    pieces: list[str] = field(default_factory=list)
    passages: list[tuple[int, str]] = field(default_factory=list)
    parts: list[tuple[int, str, Span]] = field(default_factory=list)
    mentions: list[tuple[int, tree.Mention]] = field(default_factory=list)
    emphases: list[tuple[int, int]] = field(default_factory=list)

    def blocks(self, blocks: Iterable[Block]) -> None:
        """What blocks say; a quotation set apart and code say nothing of their own."""
        for block in blocks:
            match block:
                case tree.Heading(content=content) | tree.Paragraph(content=content):
                    self.passage(content)
                case tree.DefinitionList(items):
                    for item in items:
                        self.passage(item.term)
                        for meaning in item.meanings:
                            self.blocks(meaning)
                case tree.Table():
                    for cell in (
                        tree.Cell(block.caption),
                        *block.head,
                        *(c for row in block.rows for c in row),
                    ):
                        self.passage(cell.content)
                case tree.Figure():
                    self.passage((block.image,))
                    self.passage(block.caption)
                case tree.Quote():
                    pass
                case _:
                    self.blocks(tree.inner_blocks(block))

    def passage(self, inlines: tuple[Inline, ...]) -> None:
        """A run of inlines, then those of its footnotes and what its pictures show."""
        if not inlines:
            return
        self.passages.append((self.length, self.owner))
        aside = list(self._inlines(inlines))
        self._add(END)
        for inline in aside:
            if isinstance(inline, tree.Note):
                self.blocks(inline.blocks)
            elif inline.alt and inline.span:
                # The description begins behind „![“; where it ends, its words tell.
                begun = Span(inline.span.source, inline.span.start + 2, inline.span.end)
                self.passage((tree.Text(inline.alt, span=begun),))

    def _inlines(self, inlines: Iterable[Inline]) -> Iterator[tree.Note | tree.Image]:
        for inline in inlines:
            match inline:
                case tree.Text(text):
                    self._words(text, inline.span)
                case tree.Mention(content=content):
                    self.mentions.append((self.length, inline))
                    named = " ".join(tree.plain_text(content).split()) in self.titles.get(inline.target, ())
                    yield from self._linked(() if named else content)
                case tree.Emphasis(content):
                    start = self.length
                    yield from self._inlines(content)
                    self.emphases.append((start, self.length))
                case tree.Strong(content) | tree.Reference(content):
                    yield from self._inlines(content)
                case tree.Link(content, url):
                    address = tree.plain_text(content) in {url, url.removeprefix("mailto:")}
                    yield from self._linked(() if address else content)
                case tree.Note():
                    yield inline
                case tree.Image():
                    self._add(COVER)
                    yield inline
                case _:
                    self._add("\n" if isinstance(inline, tree.Break) else COVER)

    def _linked(self, content: tuple[Inline, ...]) -> Iterator[tree.Note | tree.Image]:
        """The words of a link or a mention; the builder's own words and addresses are no language."""
        if not content:
            self._add(COVER)
        yield from self._inlines(content)

    def _words(self, text: str, span: Span | None) -> None:
        words = _with_plain_blanks(_UNSEEN.sub("", text)).replace("\n", " ")
        if span and words:
            self.parts.append((self.length, words, span))
        self._add(words)

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)


def _with_plain_blanks(words: str) -> str:
    # Three searches for a sign are many times as quick as ``translate``, which asks for each letter.
    for blank in _BLANKS:
        words = words.replace(blank, " ")
    return words


def _continues(said: str, stop: re.Match[str]) -> bool:
    """Whether a sentence goes on behind a full stop: after an abbreviation, a date, before a small letter."""
    following = said[stop.end() : stop.end() + 2]
    if not following.startswith((" ", "\n")) and not stop[0].endswith("\n"):
        return True
    if following.strip()[:1].islower() or stop[0] == "\n":
        return True
    return stop[0].startswith(".") and bool(
        _ABBREVIATED.search(said, max(0, stop.start() - 12), stop.start())
    )
