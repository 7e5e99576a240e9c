"""Two versions of a document → the new one as a Word document with real tracked changes.

Both versions are written as Word documents. What is said in them is compared, and the new one takes in
what only the old one has: words, paragraphs, rows, footnotes, pictures. The redline proves itself: with
all changes accepted it must say what the new document says, with all rejected what the old one does.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from lxml import etree

from sro_cli.redline import bodies
from sro_cli.redline.assembly import assembled, fetch
from sro_cli.redline.bodies import Units, units
from sro_cli.redline.changes import Marker, Origins
from sro_cli.redline.lists import translated
from sro_cli.redline.paragraphs import Paragraphs
from sro_cli.redline.proof import Doubt, doubts
from sro_cli.redline.sides import Side, rename, side
from sro_cli.redline.statement import Statement, lists_of
from sro_cli.redline.untracked import untracked
from sro_cli.theme import Theme
from sro_cli.tree import Tree
from sro_cli.writers.docx.elements import P
from sro_cli.writers.docx.markup import w
from sro_cli.writers.docx.package import packed


@dataclass(frozen=True, slots=True)
class Redline:
    """A new version with its changes.

    Attributes:
        content: the Word document; None if it did not prove itself.
        changes: in how many paragraphs something is marked, those in cells and footnotes as well.
        doubts: where it says something else than the versions do; empty if it proved itself.
        untracked: German sentences about what differs and cannot be a tracked change.
    """

    content: bytes | None
    changes: int
    doubts: tuple[Doubt, ...]
    untracked: tuple[str, ...]


def redline(
    old: Tree, new: Tree, theme: Theme, store: MutableMapping[str, bytes], origins: Origins
) -> Redline:
    """The new version with its changes against the old one.

    Args:
        old: numbered and resolved.
        new: numbered and resolved.
        theme: the look of both.
        store: keeps the PNG of each SVG.
        origins: who made which change.

    Raises:
        pandoc.PandocError: pandoc refused; and whatever else `docx.parts` raises.
    """
    before, after = _sides(old, new, theme, store)
    was, will_be = units(before.body, before.around), units(after.body, after.around)
    wanted = (
        Statement(tuple(was.lines), lists_of(before.body)),
        Statement(tuple(will_be.lines), lists_of(after.body)),
    )
    rename(before, after)
    _mark(before, after, (was, will_be), origins)
    fetch(before, after)
    doubtful = doubts(after, *wanted)
    content = None if doubtful else packed(assembled(before, after))
    return Redline(content, _count(after.document, after.footnotes), doubtful, untracked(old, new))


def _sides(old: Tree, new: Tree, theme: Theme, store: MutableMapping[str, bytes]) -> tuple[Side, Side]:
    """Both versions; while pandoc writes one, the other is prepared."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = pool.submit(side, old, theme, store, "o")
        after = side(new, theme, store, "n")
        return waiting.result(), after


def _mark(old: Side, new: Side, both: tuple[Units, Units], origins: Origins) -> None:
    before, after = both
    pairs = bodies.paired(before, after)
    names = frozenset(start.get(w("name"), "") for start in new.document.iter(w("bookmarkStart")))
    bodies.keep_references(pairs, before, names, old.around)
    lists = translated(bodies.lists_in(pairs, before, after), old.numbering, new.numbering)
    marker = Marker(old.spans, new.spans, origins)
    paragraphs = Paragraphs(old.around, new.around, marker, names, lists)
    bodies.merge(new.body, pairs, before, after, paragraphs)


def _count(*roots: etree._Element) -> int:
    marks = (mark for root in roots for mark in root.iter(w("ins"), w("del"), w("pPrChange")))
    return len({next(mark.iterancestors(P, w("tr"))) for mark in marks})
