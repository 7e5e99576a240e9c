"""Every mention becomes a link with its text, once, after everything has its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic
from sro_cli.document import lost
from sro_cli.document.number import Label
from sro_cli.document.traces import Made, markdown_fault
from sro_cli.model import Begriff
from sro_cli.references import Index, anchor_of, noun
from sro_cli.source import Source, Span
from sro_cli.tree import Inline, Part


def resolve(
    parts: tuple[Part, ...], labels: Mapping[str, Label], index: Index
) -> tuple[tuple[Part, ...], tuple[Diagnostic, ...]]:
    """The parts with a reference in place of every mention.

    Args:
        parts: numbered.
        labels: of everything that has a number, by anchor.
        index: who mentions whom; names the entries, and tells where they are mentioned from.

    Returns:
        The parts, and a finding V211 for each entry that is mentioned but that no view or annex
        of this document shows: the text stands there without a link.
    """
    chapters = lost.sources_of(part.blocks for part in parts)
    resolver = _Resolver(labels, index, _entry_anchors(parts), chapters)
    resolved = tuple(resolver.part(part) for part in parts)
    return resolved, tuple(resolver.findings)


def _entry_anchors(parts: tuple[Part, ...]) -> dict[str, str]:
    """Each entry's anchor and the part it is in; the first place counts."""
    found: dict[str, str] = {}
    for part in parts:
        for block in tree.walk(part.blocks):
            for inline in tree.walk_inlines(tree.inner_inlines(block)):
                if isinstance(inline, tree.Anchor):
                    found.setdefault(inline.ident, part.ident)
    return found


@dataclass
class _Resolver:
    labels: Mapping[str, Label]
    index: Index
    anchors: Mapping[str, str]
    chapters: frozenset[Source]
    findings: list[Diagnostic] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    introduced: set[str] = field(default_factory=set)

    def part(self, part: Part) -> Part:
        self.introduced = set()
        blocks = tree.map_blocks(part.blocks, self.inline)
        backlinks = {
            anchor: links
            for target in self.index.entries
            if self.anchors.get(anchor := anchor_of(target)) == part.ident
            and (links := self.backlinks(target))
        }
        return replace(part, blocks=blocks, backlinks=backlinks)

    def inline(self, inline: Inline) -> tuple[Inline, ...]:
        if type(inline) is tree.Text:
            return (inline,)
        if isinstance(inline, tree.Anchor):
            # An entry may be listed in several views; its anchor is the first.
            if inline.ident in self.placed:
                return ()
            self.placed.add(inline.ident)
            return (inline,)
        if isinstance(inline, tree.Mention):
            return self.mention(inline)
        return (inline,)

    def mention(self, mention: tree.Mention) -> tuple[Inline, ...]:
        anchor = anchor_of(mention.target)
        if label := self.labels.get(anchor):
            content = mention.content or (tree.Text(label.text),)
            automatic = not mention.content and bool(label.number)
            return (tree.Reference(content, anchor, label.kind, automatic, span=mention.span),)
        content = mention.content or (tree.Text(self.words(mention)),)
        if anchor in self.anchors:
            return (tree.Reference(content, anchor, "eintrag", automatic=False, span=mention.span),)
        if mention.span and mention.target not in self.lost:
            self.lose(mention.span, mention)
        return content

    def lose(self, span: Span, mention: tree.Mention) -> None:
        """Finds a mention that leads nowhere."""
        if not isinstance(span.source, Made):
            # What nobody knows is V201, even where that is allowed or counts less.
            known = mention.target in self.index.targets
            if known and not lost.is_internal(mention.target, self.index, self.chapters):
                self.findings.append(lost.finding(mention.target, span))
        elif mention.target not in self.index.targets and mention.target not in self.index.to:
            message = f"{noun(mention.scheme)} „{mention.ident}“ gibt es nicht"
            self.findings.append(markdown_fault(span, message, "verbessern Sie die Kennung"))
        else:
            return  # an entry that nothing shows, or that is not there, is no fault of the template
        self.lost.add(mention.target)

    def words(self, mention: tree.Mention) -> str:
        """The text of a mention whose author wrote none."""
        entry = self.index.entries.get(mention.target)
        if entry is None:
            # What has no title here, or is internal: its id is nobody's business.
            return noun(mention.scheme)
        if isinstance(entry, Begriff) and entry.abkuerzung:
            # A term is introduced once a chapter, then its abbreviation does.
            if entry.id in self.introduced:
                return entry.abkuerzung
            self.introduced.add(entry.id)
            return f"{entry.begriff} ({entry.abkuerzung})"
        return entry.label

    def backlinks(self, target: str) -> tuple[tree.Reference, ...]:
        """The chapters and sections that mention an entry, each once, in the order of reading."""
        found: dict[str, tree.Reference] = {}
        for mention in self.index.to.get(target, ()):
            for candidate in (f"abschnitt:{mention.section}", mention.source):
                anchor = anchor_of(candidate)
                if label := self.labels.get(anchor):
                    content = (tree.Text(label.text),)
                    found.setdefault(
                        anchor, tree.Reference(content, anchor, label.kind, automatic=bool(label.number))
                    )
                    break
        return tuple(found.values())
