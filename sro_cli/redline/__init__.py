"""Two versions of a document → the new one as a Word document with real tracked changes.

Both versions are written as Word documents. What is said in them is compared, and the new one takes in
what only the old one has: words, paragraphs, rows, footnotes, pictures. The redline proves itself: with
all changes accepted it must say what the new document says, with all rejected what the old one does.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from lxml import etree

from sro_cli.redline import bodies
from sro_cli.redline.assembly import assembled, fetch
from sro_cli.redline.changes import Marker, Origins
from sro_cli.redline.lists import translated
from sro_cli.redline.moved import keep_references
from sro_cli.redline.paragraphs import Paragraphs
from sro_cli.redline.proof import Doubt, proof
from sro_cli.redline.sides import Side, rename, side
from sro_cli.redline.statement import stated
from sro_cli.redline.units import units
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
    wanted = stated(before.parts), stated(after.parts)
    found = bodies.matched(units(before.body, before.around), units(after.body, after.around))
    rename(before, after)
    keep_references(before, found)
    fetch(before, after, _mark(before, after, found, origins))
    parts = assembled(before, after)
    proved = proof(parts, *wanted)
    content = None if proved.doubts else packed(parts)
    told = untracked(old, new, proved.kept)
    return Redline(content, _count(after.document, after.footnotes), proved.doubts, told)


def _sides(old: Tree, new: Tree, theme: Theme, store: MutableMapping[str, bytes]) -> tuple[Side, Side]:
    """Both versions; while pandoc writes one, the other is prepared."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = pool.submit(side, old, theme, store, "o")
        after = side(new, theme, store, "n")
        return waiting.result(), after


def _mark(old: Side, new: Side, found: bodies.Matched, origins: Origins) -> Mapping[str, str]:
    """Marks all changes; the lists of the old version as they are called in the new one."""
    names = frozenset(start.get(w("name"), "") for start in new.document.iter(w("bookmarkStart")))
    lists = translated(bodies.lists_in(found), old.numbering, new.numbering)
    marker = Marker(old.spans, new.spans, origins)
    bodies.merge(new.body, found, Paragraphs(old.around, new.around, marker, names, lists))
    return lists


def _count(*roots: etree._Element) -> int:
    marks = (mark for root in roots for mark in root.iter(w("ins"), w("del"), w("pPrChange")))
    return len({next(mark.iterancestors(P, w("tr"))) for mark in marks})
