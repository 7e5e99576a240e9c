"""The document tree: frozen nodes after pandoc's AST.

Nodes carry the span of the source they stand for. It takes no part in comparison:
two trees are equal when a reader would see the same. Text nodes hold whole runs of
words, blanks included, and soft line ends are blanks: fewer nodes make faster engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sro_cli.source import Key, Span

Alignment = Literal["left", "right", "center", ""]
AlertKind = Literal["HINWEIS", "WICHTIG", "OFFEN", "INTERN"]
PartKind = Literal["titelblatt", "vorspann", "kapitel", "anlage"]
Mark = Literal["deleted", "inserted"]
ReferenceKind = Literal["kapitel", "abschnitt", "abb", "tab", "eintrag"]


@dataclass(frozen=True, slots=True)
class Node:
    """Anything in the tree.

    Attributes:
        span: the source it stands for; None for what the builder made.
    """

    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


# --- inlines ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A run of words and blanks."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis(Node):
    """``*betont*``."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong(Node):
    """``**wichtig**``."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code(Node):
    """Words that are shown exactly as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Break(Node):
    """A hard line end."""


@dataclass(frozen=True, slots=True)
class Link(Node):
    """A link to the outside; its content is never empty."""

    content: tuple[Inline, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Mention(Node):
    """``[text](scheme:ident)`` as the author wrote it; the span is that of the target.

    The document replaces every mention by a Reference; writers never meet one.
    """

    scheme: str
    ident: str
    content: tuple[Inline, ...]

    @property
    def target(self) -> str:
        """The typed id, e.g. ``ziel:Z1``."""
        return f"{self.scheme}:{self.ident}"


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """A link inside the document.

    Attributes:
        content: the text to show, never empty.
        anchor: the ident of the heading, figure, table or entry it points to.
        kind: what it points to.
        automatic: the text was written by the builder („Abbildung 4“), so a writer may
            make it a field that follows the numbering.
    """

    content: tuple[Inline, ...]
    anchor: str
    kind: ReferenceKind
    automatic: bool


@dataclass(frozen=True, slots=True)
class Anchor(Node):
    """An invisible place that references point to, e.g. an entry in a table of an annex."""

    ident: str


@dataclass(frozen=True, slots=True)
class Note(Node):
    """A footnote, at the place of its mark; numbered through the whole document."""

    blocks: tuple[Block, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Image(Node):
    """A picture.

    Attributes:
        path: key into the tree's media.
        alt: alternative text; empty only if decorative.
        decorative: says nothing to a reader, so assistive technology skips it.
    """

    path: str
    alt: str
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class Marked(Node):
    """Words that only one of two versions has, in a document that compares them; no author writes it."""

    content: tuple[Inline, ...]
    mark: Mark


Inline = Text | Emphasis | Strong | Code | Break | Link | Mention | Reference | Anchor | Note | Image | Marked


# --- blocks ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """A heading; ``number`` is filled by the numbering pass („3.2“, „A.1“), empty without one.

    ``ident`` is unique in the document and serves as anchor; ``level`` is 1 to 6.
    """

    level: int
    content: tuple[Inline, ...]
    ident: str
    numbered: bool = True
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    """A paragraph; ``role`` names a special one of the title page (title, subtitle, line)."""

    content: tuple[Inline, ...]
    role: Literal["", "title", "subtitle", "line"] = ""


@dataclass(frozen=True, slots=True)
class BulletList(Node):
    """An unordered list; ``tight`` means no space between its items."""

    items: tuple[tuple[Block, ...], ...]
    tight: bool = True


@dataclass(frozen=True, slots=True)
class OrderedList(Node):
    """An ordered list that begins at ``start``."""

    items: tuple[tuple[Block, ...], ...]
    start: int = 1
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """A quotation set apart."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock(Node):
    """Lines that are shown exactly as written."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Definition(Node):
    """A term and what it means, in one or more paragraphs of one or more meanings."""

    term: tuple[Inline, ...]
    meanings: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(Node):
    """Terms with their meanings."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A cell of a table."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A table with one header row.

    Attributes:
        alignments: one per column.
        head: the header cells, as many as there are columns.
        rows: the body; each row has as many cells as there are columns.
        caption: empty for a table without a number.
        ident: anchor, may be empty.
        number: filled by the numbering pass, 0 without a caption.
        wide: wants a landscape page.
        widths: share of the text width per column, summing to 1; empty lets the writer decide.
    """

    alignments: tuple[Alignment, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: tuple[Inline, ...] = ()
    ident: str = ""
    number: int = 0
    wide: bool = False
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """A picture of its own; with a caption it is numbered (``number`` 0 without)."""

    image: Image
    caption: tuple[Inline, ...] = ()
    ident: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Alert(Node):
    """A box; ``title`` is what the products call it („Offener Punkt 3“), OFFEN ones have an ``ident``."""

    kind: AlertKind
    blocks: tuple[Block, ...]
    title: str = ""
    ident: str = ""


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class Directive(Node):
    """```` ```{name} argument ```` with a YAML body; the document replaces it, writers never meet one.

    Attributes:
        name: uebersicht, nachweis, diagramm or steckbrief.
        argument: what to show, the stem of a template.
        ident: anchor of the table or figure that it becomes; may be empty.
        title: its caption; may be empty.
        columns: fields to show, empty for all the template shows by itself.
        only: field → value an entry must have to be shown.
        sort: field to sort by, empty for the order of the file.
        wide: wants a landscape page.
        places: where the options and their parts stand, by their path: ``("nur", "gremium")``.
    """

    name: str
    argument: str
    ident: str = ""
    title: str = ""
    columns: tuple[str, ...] = ()
    only: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    wide: bool = False
    places: Mapping[Key, Span] = field(default_factory=dict, compare=False, repr=False)


Block = (
    Heading
    | Paragraph
    | BulletList
    | OrderedList
    | Quote
    | CodeBlock
    | DefinitionList
    | Table
    | Figure
    | Alert
    | Rule
    | Directive
)


# --- the document ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter, an annex, the title page or another part of the front matter.

    A chapter or annex begins with its level-1 heading. ``ident`` is unique and serves as
    file name of the part's page. ``backlinks`` names, for an entry's anchor in this part,
    the headings from which it is mentioned.
    """

    ident: str
    kind: PartKind
    blocks: tuple[Block, ...]
    backlinks: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Meta:
    """What a product says about itself.

    Attributes:
        title: of the concept.
        subtitle: may be empty.
        version: SemVer, e.g. ``0.1.0``.
        fassung: kind of version as shown, e.g. „Arbeitsfassung“; for a draft „Entwurf“.
        date: as shown, e.g. „22. November 2026“.
        publisher: as shown.
        description: one sentence.
        keywords: for the properties.
        moment: when the sources were committed, in UTC.
        commit: short revision, empty outside of git.
        draft: says ENTWURF on every page.
        name: stem of the products' file names.
        landscape: all pages lie on their side, and there are no contents.
    """

    title: str
    subtitle: str
    version: str
    fassung: str
    date: str
    publisher: str
    description: str
    keywords: tuple[str, ...]
    moment: datetime
    commit: str
    draft: bool
    name: str
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole document, numbered once, every reference resolved once.

    Attributes:
        parts: in the order of reading. Writers put the contents and the lists of figures
            and tables before the first chapter.
        media: pictures by path; SVG or PNG or JPEG bytes.
    """

    meta: Meta
    parts: tuple[Part, ...]
    media: Mapping[str, bytes] = field(default_factory=dict)
