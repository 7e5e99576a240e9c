"""The Synopse: what two versions say side by side, why it changed, as a document of its own.

It is composed from pairs and changes of `comparison` and is written like any other document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sro_cli import tree
from sro_cli.comparison import changes, renamed
from sro_cli.comparison.outline import outlined
from sro_cli.comparison.pairing import Pair, paired
from sro_cli.comparison.reasons import Reasons
from sro_cli.comparison.shifts import renumbered
from sro_cli.comparison.values import Change
from sro_cli.document.audience import shown
from sro_cli.document.selection import chosen_from
from sro_cli.document.typography import Typesetter
from sro_cli.model import Rueckmeldung
from sro_cli.readers.content import Content
from sro_cli.synopse import alike, data, pages
from sro_cli.synopse.names import Names
from sro_cli.synopse.pages import Headline
from sro_cli.synopse.passages import Passages
from sro_cli.synopse.rows import Row, Section, folded
from sro_cli.tree import Tree


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the Synopse shall show.

    Attributes:
        internal: also what never leaves the administration.
        unchanged: the words of unchanged passages, which else are one line.
        only: typed ids of chapters, sections, figures, tables and entries; all if empty.
        subjects: also in a public one, what commits say that changed nothing internal.
    """

    internal: bool = False
    unchanged: bool = False
    only: frozenset[str] = frozenset()
    subjects: bool = False


def synopse(
    old: Content, new: Content, headline: Headline, reasons: Reasons, wanted: Wanted = Wanted()
) -> Tree:
    """The document that shows two versions side by side.

    Args:
        old: one version.
        new: the other.
        headline: what the document says about itself.
        reasons: why something changed.
        wanted: what it shall show.
    """
    before, after = (
        alike.printed(replace(side, konzept=shown(side.konzept, internal=wanted.internal)))
        for side in (old, new)
    )
    ids = renamed(before, after)
    units = outlined(alike.following(before, ids), after), outlined(after, before)
    names = Names(before.konzept, units[0], ids), Names(after.konzept, units[1])
    passages = Passages(names[0], names[1], units[0], units[1], texts=wanted.unchanged)
    pairs = [step for step in paired(*units) if isinstance(step, Pair)]
    passages.meet(pairs)
    chapters = [
        Section(passages.title(pair), tuple(_reasoned(passages.rows(pair), reasons))) for pair in pairs
    ]
    chapters = _limited(chapters, wanted.only)
    if not wanted.unchanged:
        chapters = [replace(chapter, rows=folded(chapter.rows)) for chapter in chapters]
    told = changes(*(side if wanted.internal else _heard(side) for side in (before, after)))
    found = _limited(data.sections(told, names), wanted.only)
    facts = [replace(section, rows=tuple(_reasoned(section.rows, reasons))) for section in found]
    headline = replace(headline, only=_called(wanted.only, names))
    shifted = _renumbered(told, wanted.only)
    parts = pages.parts(headline, chapters, facts, shifted, unchanged=wanted.unchanged)
    typeset = (replace(part, blocks=tree.map_blocks(part.blocks, Typesetter().rewrite)) for part in parts)
    return Tree(pages.meta(headline), tuple(typeset))


def _heard(side: Content) -> Content:
    """A version without what people said, unless its readers have that: in the annex or in a view."""
    settings = side.konzept.einstellungen
    views = (each for chapter in side.konzept.kapitel for each in tree.walk(chapter.blocks))
    if (settings and _PARTICIPATION in settings.anlagen) or any(
        isinstance(view, tree.Directive) and chosen_from(view) is Rueckmeldung for view in views
    ):
        return side
    return replace(side, konzept=replace(side.konzept, rueckmeldungen=()))


_PARTICIPATION = "beteiligung"
"""The annex with all that people said."""


def _limited(sections: Sequence[Section], only: frozenset[str]) -> list[Section]:
    """The sections with the wanted rows, without those that have none."""
    if not only:
        return list(sections)
    lots = (
        replace(section, rows=tuple(row for row in section.rows if not only.isdisjoint(row.names)))
        for section in sections
    )
    return [section for section in lots if section.rows]


def _renumbered(found: Iterable[Change], only: frozenset[str]) -> str:
    wanted = (each for each in found if not only or (each.new and not only.isdisjoint(each.new.names)))
    return renumbered(wanted)


def _called(only: frozenset[str], names: Sequence[Names]) -> tuple[str, ...]:
    """What is shown, in words."""
    found = (next((word for name in reversed(names) if (word := name.known(each))), each) for each in only)
    return tuple(sorted(set(found)))


def _reasoned(rows: Sequence[Row] | Iterator[Row], reasons: Reasons) -> Iterator[Row]:
    for row in rows:
        reason = "" if row.mark == "unverändert" else reasons(row.old, row.new)
        yield replace(row, reason=reason)
