"""The document as a whole: title page, history, chapters and annexes, in one tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, repeat
from typing import Literal

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic, counting
from sro_cli.document.audience import shown
from sro_cli.document.frame import Edition, Material, OpenPoint
from sro_cli.document.number import number
from sro_cli.document.resolve import resolve
from sro_cli.document.typography import Typesetter
from sro_cli.document.views import Rendered, Views
from sro_cli.model import Einstellungen, Kapitel, Konzept
from sro_cli.readable import datum
from sro_cli.references import Index, anchor_of, seen_in
from sro_cli.theme import Theme
from sro_cli.tree import Block, Inline, Meta, Part, Tree

_LEVEL_PREFIXES = {tree.Heading: "abschnitt", tree.Figure: "abb", tree.Table: "tab"}
Role = Literal["", "title", "subtitle", "line"]


def assemble(
    konzept: Konzept, index: Index, theme: Theme, edition: Edition, store: MutableMapping[str, bytes]
) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """The numbered tree of a concept, every mention resolved, and what the views found wrong.

    Its media hold the pictures that were drawn; those from the content folder are the caller's
    to add, because nobody here reads files.

    Args:
        konzept: with settings; what the edition does not show is left out here.
        index: of this concept.
        theme: design tokens and templates.
        edition: version, moment and audience.
        store: keeps drawn pictures by the digest of what made them.
    """
    konzept = shown(konzept, internal=edition.intern)
    index = seen_in(index, konzept)
    settings = konzept.einstellungen
    chapters = _Chapters()
    parts = [chapters.part(chapter) for chapter in konzept.kapitel]
    material = Material(konzept, index, theme, edition, tuple(chapters.open_points))
    composer = _Composer(Views(material, store), {point.anker: point.worte for point in chapters.open_points})
    whole = (
        composer.title_page(with_subtitle=bool(settings and settings.untertitel)),
        composer.front(),
        *(composer.chapter(part) for part in parts),
        *(composer.annex(name) for name in (settings.anlagen if settings else ())),
    )
    numbered, labels = number(whole)
    resolved, lost = resolve(numbered, labels, index)
    meta = _meta(settings, edition)
    # Where a template failed, what it would have shown is missing; that is no fault of its own.
    found = composer.findings if counting(composer.findings) else (*composer.findings, *lost)
    return Tree(meta, resolved, composer.media), tuple(found)


def _meta(settings: Einstellungen | None, edition: Edition) -> Meta:
    name = settings.kurzname if settings else "konzept"
    return Meta(
        title=settings.titel if settings else "",
        subtitle=settings.untertitel if settings else "",
        version=edition.version,
        fassung=edition.fassung,
        date=_date(edition.zeitpunkt),
        publisher=settings.herausgeber if settings else "",
        description=settings.beschreibung if settings else "",
        keywords=settings.schlagworte if settings else (),
        moment=edition.zeitpunkt,
        commit=edition.quellstand,
        draft=edition.entwurf,
        # Out of its folder, an internal file must still not pass for the public one.
        name=f"{name}-intern" if edition.intern else name,
    )


def _date(moment: datetime) -> str:
    return str(datum(moment.date()))


@dataclass
class _Chapters:
    """Makes a chapter's ids the anchors of the document, and numbers its open points."""

    open_points: list[OpenPoint] = field(default_factory=list)

    def part(self, chapter: Kapitel) -> Part:
        """The chapter as a part, its directives still to be expanded."""
        self.chapter = chapter
        self.unnamed = 0
        self.sections: list[tuple[int, str]] = [(1, chapter.target)]
        return Part(chapter.id, "kapitel", self.blocks(chapter.blocks))

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(tree.map_inner(self._anchored(block), self.blocks) for block in blocks)

    def _anchored(self, block: Block) -> Block:
        if isinstance(block, tree.Heading):
            self._enter(block)
        match block:
            case tree.Heading(level=1):
                return replace(block, ident=anchor_of(self.chapter.target))
            case tree.Heading(ident=""):
                # No author can write this: an id begins with a letter or a digit.
                self.unnamed += 1
                return replace(block, ident=f"abschnitt--{self.chapter.id}-{self.unnamed}")
            case tree.Heading() | tree.Figure() | tree.Table() if block.ident:
                return replace(block, ident=anchor_of(f"{_LEVEL_PREFIXES[type(block)]}:{block.ident}"))
            case tree.Directive() if block.ident:
                kind = "abb" if block.name == "diagramm" else "tab"
                return replace(block, ident=anchor_of(f"{kind}:{block.ident}"))
            case tree.Alert(kind="OFFEN"):
                return self._open_point(block)
            case _:
                return block

    def _enter(self, heading: tree.Heading) -> None:
        """Leaves the sections that a heading ends; without an id it is none to refer to."""
        self.sections = [around for around in self.sections if around[0] < max(2, heading.level)]
        if heading.level > 1 and heading.ident:
            self.sections.append((heading.level, f"abschnitt:{heading.ident}"))

    def _open_point(self, alert: tree.Alert) -> tree.Alert:
        count = len(self.open_points) + 1
        place = self.sections[-1][1]
        point = OpenPoint(count, f"offen-{count}", self.chapter.id, place, _words(alert))
        self.open_points.append(point)
        return replace(alert, ident=point.anker, title=f"{alert.title} {count}")


def _words(alert: tree.Alert) -> tuple[Inline, ...]:
    paragraphs = [
        tuple(inline for inline in tree.inner_inlines(block) if not isinstance(inline, tree.Note))
        for block in tree.walk(alert.blocks)
    ]
    words = (inline for paragraph in paragraphs if paragraph for inline in (*paragraph, tree.Text(" ")))
    return tuple(words)[:-1]


@dataclass
class _Composer:
    """Turns views into parts; sets German typography in everything that passes.

    Attributes:
        words: of each open point, by its anchor.
    """

    views: Views
    words: Mapping[str, tuple[Inline, ...]]
    findings: list[Diagnostic] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)

    def title_page(self, *, with_subtitle: bool) -> Part:
        """The title page: a paragraph is the title, the next the subtitle if there is one, the rest lines."""
        roles: tuple[Role, ...] = ("title", "subtitle") if with_subtitle else ("title",)
        blocks = self._typeset(self._taken(self.views.title_page()))
        paragraphs = [block for block in blocks if isinstance(block, tree.Paragraph)]
        given: Iterable[Role] = chain(roles, repeat("line"))
        return Part(
            "titelblatt",
            "titelblatt",
            tuple(replace(block, role=role) for block, role in zip(paragraphs, given, strict=False)),
        )

    def front(self) -> Part:
        """What stands before the contents: the history of versions."""
        return Part("vorspann", "vorspann", self._typeset(self._taken(self.views.front())))

    def annex(self, name: str) -> Part:
        """An annex; its page is named after it."""
        blocks = tree.map_blocks(self._taken(self.views.annex(name)), self._quoted)
        return Part(f"anlage-{name}", "anlage", self._typeset(blocks))

    def chapter(self, part: Part) -> Part:
        """A chapter with its views in place."""
        expanded: list[Block] = []
        for block in part.blocks:
            if isinstance(block, tree.Directive):
                expanded += self._taken(self.views.expand(block))
            else:
                expanded.append(block)
        return replace(part, blocks=self._typeset(tuple(expanded)))

    def _quoted(self, inline: Inline) -> tuple[Inline, ...]:
        """A place that a template names without a text says what stands there."""
        if isinstance(inline, tree.Reference) and not inline.content:
            return self.words[inline.anchor]
        return (inline,)

    def _taken(self, rendered: Rendered) -> tuple[Block, ...]:
        self.findings += rendered.findings
        self.media.update(rendered.media)
        return rendered.blocks

    def _typeset(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tree.map_blocks(blocks, Typesetter().rewrite)
