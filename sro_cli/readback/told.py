"""What a tree tells its readers, piece by piece: the text that every product must say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from typing_extensions import override

from sro_cli import tree
from sro_cli.source import Span
from sro_cli.tree import Block, Inline, Part, Tree


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a heading with its number, a cell, the number of a list item or the like.

    Attributes:
        text: as a reader sees it, except that the mark of a footnote is „[3]“.
        span: the source it stands for; None for what the builder made.
        row: the same for the cells of a row of a table, else 0.
    """

    text: str
    span: Span | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What a tree tells, each list in the order of reading.

    Attributes:
        body: everything but what follows.
        notes: the footnotes, each with „[3]“ before its text.
        alts: what is said instead of pictures, footnotes aside.
        note_alts: what is said instead of pictures in footnotes.
        mentions: where entries are mentioned: „wird erwähnt in …“. Only HTML says it.
        titles: the lines that lists of contents, figures and tables may have.
    """

    body: tuple[Piece, ...]
    notes: tuple[Piece, ...]
    alts: tuple[Piece, ...]
    note_alts: tuple[Piece, ...]
    mentions: tuple[Piece, ...]
    titles: frozenset[str]


def told_by(document: Tree) -> Told:
    """What a document tells.

    >>> from sro_cli.tree import Heading, Note, Paragraph, Part, Text
    >>> note = Note((Paragraph((Text("Siehe dort."),)),), 1)
    >>> blocks = (Heading(1, (Text("Auftrag"),), "a", number="1"), Paragraph((Text("Ja."), note)))
    >>> teller = _Teller()
    >>> teller.part(Part("auftrag", "kapitel", blocks))
    >>> [piece.text for piece in teller.body], [piece.text for piece in teller.notes]
    (['1 Auftrag', 'Ja.[1]'], ['[1]', 'Siehe dort.'])
    """
    teller = _Teller()
    for part in document.parts:
        teller.part(part)
    return Told(
        tuple(teller.body),
        tuple(teller.notes),
        tuple(teller.alts),
        tuple(teller.note_alts),
        tuple(teller.mentions),
        frozenset(teller.titles),
    )


def lines_told_by(document: Tree) -> tuple[Piece, ...]:
    """What the Lesefassung says of a document.

    Pictures and addresses too, and footnotes behind their blocks; open points without their numbers.
    """
    teller = _LineTeller()
    if not any(part.kind == "titelblatt" for part in document.parts):
        teller.body.append(Piece(document.meta.title))
    for part in document.parts:
        for block in part.blocks:
            teller.annotated(replace(part, blocks=(block,)))
    return tuple(teller.body)


@dataclass
class _Teller:
    """Walks through a tree."""

    body: list[Piece] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)
    alts: list[Piece] = field(default_factory=list)
    note_alts: list[Piece] = field(default_factory=list)
    mentions: list[Piece] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    rows: int = 0

    def part(self, part: Part) -> None:
        """Tells a part, and its footnotes behind those of the parts before."""
        self.backlinks = part.backlinks
        self.waiting: list[tree.Note] = []
        self.mentioned: list[tree.Reference] = []
        self.within_note = False
        self.span: Span | None = None
        self.blocks(part.blocks)
        body, self.body = self.body, self.notes
        self.within_note = True
        for note in self.waiting:  # grows while it is told: what stands in footnotes follows them
            span = note.blocks[0].span if note.blocks else None
            self.body.append(Piece(self.mark(note), span or note.span))
            self.blocks(note.blocks)
        self.body = body

    # --- blocks

    def blocks(self, blocks: Iterable[Block]) -> None:
        """Tells blocks in order."""
        for block in blocks:
            self.span = block.span or self.span
            self.block(block)

    def block(self, block: Block) -> None:  # noqa: C901, PLR0912 - one case per kind of block
        """Tells a block."""
        match block:
            case tree.Heading(_, content, ident):
                self.titles.append(f"{block.number} {tree.plain_text(content)}".strip())
                self.say(f"{block.number} {self.words(content)}".strip())
                self.backlinked(ident)
            case tree.Paragraph(content):
                self.say(self.words(content))
                self.gathered()
            case tree.BulletList(items):
                for item in items:
                    self.blocks(item)
            case tree.OrderedList(items, start):
                for number, item in enumerate(items, start):
                    self.body.append(Piece(f"{number}.", item[0].span if item else self.span))
                    self.blocks(item)
            case tree.Quote(blocks):
                self.blocks(blocks)
            case tree.CodeBlock():
                self.code_block(block)
            case tree.DefinitionList(definitions):
                for definition in definitions:
                    self.say(self.words(definition.term))
                    for meaning in definition.meanings:
                        self.blocks(meaning)
            case tree.Table():
                self.table(block)
            case tree.Figure():
                self.figure(block)
            case tree.Alert(_, blocks, title, ident):
                self.say(self.counted(title))
                self.blocks(blocks)
                self.backlinked(ident)
            case tree.Rule():
                pass
            case tree.Directive():
                raise TypeError(block)

    def code_block(self, code: tree.CodeBlock) -> None:
        """Tells lines that are shown as written."""
        self.say(code.text)

    def table(self, table: tree.Table) -> None:
        """Tells a table: its caption, then row by row."""
        self.caption("Tabelle", table.number, table.caption)
        for row in (table.head, *table.rows):
            self.rows += 1
            for cell in row:
                self.body.append(Piece(self.words(cell.content), cell.span or table.span, self.rows))
                self.gathered()
        self.backlinked(table.ident)

    def figure(self, figure: tree.Figure) -> None:
        """Tells what is said instead of a picture, and its caption."""
        self.say(self.image(figure.image))
        self.caption("Abbildung", figure.number, figure.caption)
        self.backlinked(figure.ident)

    def caption(self, word: str, number: int, content: tuple[Inline, ...]) -> None:
        """Tells „Tabelle 3: …“; nothing without words."""
        if content:
            words = tree.plain_text(content)
            self.titles += [f"{word} {number} {words}", f"{word} {number}: {words}"]
            self.say(f"{word} {number}: {self.words(content)}")

    def say(self, text: str) -> None:
        """Tells a piece of the block that is being told."""
        if text:
            self.body.append(Piece(text, self.span))

    # --- inlines

    def words(self, inlines: Iterable[Inline]) -> str:
        """What inlines say; footnotes in them wait for their turn."""
        return "".join(map(self.word, inlines))

    def word(self, inline: Inline) -> str:  # noqa: C901 - one case per kind of inline
        """What an inline says."""
        match inline:
            case tree.Text(text):
                return text
            case tree.Code(text):
                return self.code(text)
            case tree.Emphasis(content) | tree.Strong(content) | tree.Marked(content):
                return self.words(content)
            case tree.Reference(content):
                return self.counted(self.words(content))
            case tree.Link():
                return self.link(inline)
            case tree.Break():
                return " "
            case tree.Note():
                self.waiting.append(inline)
                return self.mark(inline)
            case tree.Image():
                return self.image(inline)
            case tree.Anchor(ident):
                self.mentioned += self.backlinks.get(ident, ())
                return ""
            case tree.Mention():
                raise TypeError(inline)

    def mark(self, note: tree.Note) -> str:
        """What the mark of a footnote says."""
        return f"[{note.number}]"

    def counted(self, words: str) -> str:
        """What the name of a box or a reference says."""
        return words

    def code(self, text: str) -> str:
        """What code says."""
        return text

    def link(self, link: tree.Link) -> str:
        """What a link says."""
        return self.words(link.content)

    def image(self, image: tree.Image) -> str:
        """Nothing in the text; what is said instead of the picture stands apart."""
        if not image.decorative:
            alts = self.note_alts if self.within_note else self.alts
            alts.append(Piece(image.alt, image.span or self.span))
        return ""

    # --- where something is mentioned

    def backlinked(self, ident: str) -> None:
        """Tells where what has just been told is mentioned."""
        if ident:
            self.mention(self.backlinks.get(ident, ()))

    def gathered(self) -> None:
        """Tells where the anchors in a cell or a paragraph are mentioned."""
        self.mention(self.mentioned)
        self.mentioned = []

    def mention(self, references: Iterable[tree.Reference]) -> None:
        """Tells „wird erwähnt in …“ unless there are none."""
        if places := ", ".join(tree.plain_text(reference.content) for reference in references):
            self.mentions.append(Piece(f"wird erwähnt in {places}", self.span))


class _LineTeller(_Teller):
    """Walks through a tree as the Lesefassung shows it.

    Attributes:
        own: what the footnotes of the block that is being told are called, by their numbers.
    """

    own: dict[int, str] = field(default_factory=dict)

    def annotated(self, part: Part) -> None:
        """Tells a part of one block, then its footnotes, which are counted if there are several."""
        numbers = sorted(
            inline.number
            for block in tree.walk(part.blocks)
            for inline in tree.walk_inlines(tree.inner_inlines(block))
            if isinstance(inline, tree.Note)
        )
        alone = len(numbers) == 1
        self.own = {n: "Fußnote" if alone else f"Fußnote {i}" for i, n in enumerate(numbers, 1)}
        self.part(part)
        self.body += self.notes
        self.notes = []

    @override
    def mark(self, note: tree.Note) -> str:
        return self.own[note.number]

    @override
    def counted(self, words: str) -> str:
        name, _, number = words.replace("\u00a0", " ").rpartition(" ")
        return name if name.lower() == "offener punkt" and number.isdigit() else words

    @override
    def code_block(self, code: tree.CodeBlock) -> None:
        self.say(f"{code.language} {code.text}")

    @override
    def link(self, link: tree.Link) -> str:
        words = self.words(link.content)
        return words if words == link.url else f"{words} {link.url}"

    @override
    def image(self, image: tree.Image) -> str:
        return "Bild" if image.decorative else f"Bild {image.alt}"
