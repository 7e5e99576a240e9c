"""Mentions whose target no document shows: V211, found without composing a document.

This knows what the annexes and views that come with `sro` show. Where a city has changed them,
only the composed document tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic, Kind, Severity
from sro_cli.document import selection
from sro_cli.document.audience import shown
from sro_cli.model import LISTEN, Eintrag, Kapitel, Konzept
from sro_cli.references import Index, noun
from sro_cli.source import Source, Span
from sro_cli.tree import Block, Inline

VERWEIS_OHNE_ZIEL = Kind("V211", "verweis-ohne-ziel-im-produkt", Severity.HINWEIS)

_OVERVIEWS = {kind.scheme: name for name, kind in LISTEN.items()}


def findings(konzept: Konzept, index: Index) -> Iterator[Diagnostic]:
    """The findings of the public document, one for each target, at its first mention.

    Args:
        konzept: all of it; what is internal is left out here.
        index: of this concept.
    """
    public = shown(konzept, internal=False)
    reached = {*_labelled(public.kapitel), *_listed(public)}
    sources = sources_of(chapter.blocks for chapter in public.kapitel)
    for chapter in public.kapitel:
        for mention in _mentions(chapter.blocks):
            if mention.target in reached or not mention.span:
                continue
            reached.add(mention.target)
            # What nobody knows is V201.
            if mention.target in index.targets and not is_internal(mention.target, index, sources):
                yield finding(mention.target, mention.span)


def finding(target: str, span: Span) -> Diagnostic:
    """The finding V211 for a mention whose entry no view or annex of the document shows."""
    scheme, _, ident = target.partition(":")
    return VERWEIS_OHNE_ZIEL.at(
        span,
        f"{noun(scheme)} „{ident}“ kommt im Dokument nicht vor; der Verweis wird zu bloßem Text",
        help=_remedy(scheme),
    )


def sources_of(parts: Iterable[tuple[Block, ...]]) -> frozenset[Source]:
    """The files that parts of a document begin in."""
    return frozenset(block.span.source for blocks in parts for block in blocks[:1] if block.span)


def is_internal(target: str, index: Index, sources: Collection[Source]) -> bool:
    """Whether a target stands in a chapter of the document and yet is not to be seen: D906 says so.

    Args:
        target: that no label of the document has.
        index: knows where it stands.
        sources: the files of the chapters of the document.
    """
    place = index.targets.get(target)
    return place is not None and place.source in sources and target not in index.entries


def _remedy(scheme: str) -> str:
    if scheme == "kapitel":
        return "nehmen Sie es in konzept.yml unter „kapitel:“ auf"
    if scheme not in _OVERVIEWS:
        return "nehmen Sie das Kapitel, in dem es steht, in konzept.yml unter „kapitel:“ auf"
    overview = f"setzen Sie {{uebersicht}} {_OVERVIEWS[scheme]} in ein Kapitel"
    if scheme not in selection.ANNEXES:
        return overview
    annex = selection.ANNEXES[scheme]
    return f"nehmen Sie in konzept.yml unter „anlagen:“ die Anlage „{annex}“ auf, oder {overview}"


# --- what a document shows -------------------------------------------------------------


def _labelled(chapters: tuple[Kapitel, ...]) -> Iterator[str]:
    """The chapters, and what has an id and words of its own in them."""
    for chapter in chapters:
        yield chapter.target
        for block in tree.walk(chapter.blocks):
            match block:
                case tree.Heading(level=level, ident=ident) if level > 1 and ident:
                    yield f"abschnitt:{ident}"
                case tree.Figure(ident=ident) if ident and block.caption:
                    yield f"abb:{ident}"
                case tree.Table(ident=ident) if ident and block.caption:
                    yield f"tab:{ident}"
                case tree.Directive(ident=ident, title=title) if ident and title:
                    yield f"{'abb' if block.name == 'diagramm' else 'tab'}:{ident}"
                case _:
                    pass


def _listed(konzept: Konzept) -> Iterator[str]:
    """The entries that annexes and overviews list."""
    annexes = konzept.einstellungen.anlagen if konzept.einstellungen else ()
    for entry in konzept.eintraege():
        if selection.ANNEXES.get(entry.scheme) in annexes:
            yield entry.target
    for chapter in konzept.kapitel:
        for block in chapter.blocks:
            if isinstance(block, tree.Directive) and block.name == "uebersicht":
                entries = selection.entries(konzept, block.argument)
                chosen = selection.select(replace(block, sort=""), entries, {})
                yield from (entry.target for entry in chosen if isinstance(entry, Eintrag))


def _mentions(blocks: tuple[Block, ...]) -> Iterator[tree.Mention]:
    """All mentions in the order in which a document resolves them."""
    found: list[tree.Mention] = []

    def note(inline: Inline) -> tuple[Inline, ...]:
        if isinstance(inline, tree.Mention):
            found.append(inline)
        return (inline,)

    tree.map_blocks(blocks, note)
    yield from found
