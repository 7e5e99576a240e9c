"""Laws of redlines: accepted it is the new version, rejected the old one, whatever was changed.

The documents are those of tests/test_properties.py with tables, footnotes with lists and references
besides; the changes are those that editors make.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sro_cli import tree
from sro_cli.files import bundled
from sro_cli.readback import docx as readback
from sro_cli.readers import gestaltung, prose
from sro_cli.redline import redline
from sro_cli.redline.changes import Origin
from sro_cli.redline.resolution import accepted, rejected
from sro_cli.source import Source, Span
from sro_cli.theme import Theme
from sro_cli.writers import docx
from sro_cli.writers.docx.package import packed, parts_of
from tests.test_properties import documents
from tests.trees import cells, para, words
from tests.versions import Blocks, chapter, document, items

# --- documents -------------------------------------------------------------------------

_WORDS = ("Stadt", "Träger*innen", "berät", "fördert", "die Hilfen", "im Jahr", "2024", "12,5 %", "Räume")
_NAMES = ("eins", "zwei", "drei", "vier")
phrase = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6).map(" ".join)


def _named(name: str) -> tree.Reference:
    return tree.Reference(words("dort"), f"abschnitt-{name}", "abschnitt", automatic=False)


def _numbered(name: str) -> tree.Reference:
    return tree.Reference(words("1"), f"abschnitt-{name}", "abschnitt", automatic=True)


sections = st.tuples(st.integers(2, 3), phrase, st.sampled_from(_NAMES)).map(
    lambda t: tree.Heading(t[0], words(t[1]), f"abschnitt-{t[2]}")
)
listed = st.tuples(st.booleans(), st.lists(phrase, min_size=1, max_size=3)).map(
    lambda t: (tree.OrderedList if t[0] else tree.BulletList)(items(*t[1]))
)
references = st.tuples(phrase, st.sampled_from(_NAMES)).map(
    lambda t: para(f"{t[0]} ", _named(t[1]), " oder ", _numbered(t[1]), ".")
)
entries = st.tuples(phrase, st.sampled_from(_NAMES)).map(
    lambda t: para(f"{t[0]} ", tree.Reference(words("Z"), f"ziel:{t[1]}", "eintrag", automatic=False), ".")
)
noted = st.tuples(phrase, references, st.lists(listed, max_size=2)).map(
    lambda t: para(t[0], tree.Note((t[1], *t[2])), f" {t[0]}.")
)
tables = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(phrase, min_size=width, max_size=width), min_size=2, max_size=4).map(
        lambda rows: tree.Table(
            _plain(width),
            cells(*rows[0]),
            tuple(_row(row, number) for number, row in enumerate(rows[1:])),
        )
    )
)
plain = phrase.map(para)
written = documents.map(lambda text: prose.read(Source("content/kapitel/a.md", text)).blocks)
chunks = st.one_of(
    written,
    st.one_of(plain, sections, listed, references, entries, noted, tables).map(lambda block: (block,)),
)


def _plain(width: int) -> tuple[tree.Alignment, ...]:
    blank: tree.Alignment = ""
    return (blank,) * width


def _row(texts: list[str], number: int) -> tuple[tree.Cell, ...]:
    """A row in which an entry stands."""
    first, *others = texts
    return cells((tree.Anchor(f"ziel:{_NAMES[number]}"), tree.Text(first)), *others)


def finished(blocks: Blocks) -> tree.Tree:
    """A document in which every name is used once and every reference finds what it names."""
    names: set[str] = set()

    def once(found: Blocks) -> Blocks:
        return tuple(tree.map_inner(_called(block, names), once) for block in found if _is_final(block))

    def anchors(inline: tree.Inline) -> tuple[tree.Inline, ...]:
        if isinstance(inline, tree.Anchor):
            known = inline.ident in names
            names.add(inline.ident)
            return () if known else (inline,)
        return (inline,)

    def found(inline: tree.Inline) -> tuple[tree.Inline, ...]:
        match inline:
            case tree.Mention(content=content, ident=ident):
                return content or (tree.Text(ident),)
            case tree.Reference(content=content, anchor=anchor) if anchor not in names:
                return content
            case tree.Image():
                return (replace(inline, path="bilder/a.svg"),)
            case _:
                return (inline,)

    shown = tree.map_blocks(tree.map_blocks(once(blocks), anchors), found)
    return document(chapter("Kapitel", "kapitel", *tree.map_images(shown, _at_hand)))


def _at_hand(image: tree.Image) -> tree.Image:
    return replace(image, path="bilder/a.svg")


def _is_final(block: tree.Block) -> bool:
    return not isinstance(block, tree.Directive)


def _called(block: tree.Block, names: set[str]) -> tree.Block:
    if isinstance(block, tree.Heading | tree.Table | tree.Figure | tree.Alert) and block.ident:
        while block.ident in names:
            block = replace(block, ident=f"{block.ident}-x")
        names.add(block.ident)
    return block


# --- changes ---------------------------------------------------------------------------

Change = Callable[[st.DataObject | Any, list[tree.Block], int], None]


def _words(draw: Any, blocks: list[tree.Block], at: int) -> None:
    word, whole = draw(phrase), draw(st.booleans())

    def change(inline: tree.Inline) -> tuple[tree.Inline, ...]:
        if not isinstance(inline, tree.Text):
            return (inline,)
        return (tree.Text(word if whole else inline.text.replace(" ", f" {word} ", 1)),)

    blocks[at : at + 1] = tree.map_blocks((blocks[at],), change)


def _gone(_draw: Any, blocks: list[tree.Block], at: int) -> None:
    if len(blocks) > 1:
        del blocks[at]


def _added(draw: Any, blocks: list[tree.Block], at: int) -> None:
    blocks[at:at] = draw(chunks)


def _moved(draw: Any, blocks: list[tree.Block], at: int) -> None:
    """A block, or a whole section, stands elsewhere."""
    end = at + 1
    if isinstance(blocks[at], tree.Heading):
        while end < len(blocks) and not isinstance(blocks[end], tree.Heading):
            end += 1
    taken = blocks[at:end]
    del blocks[at:end]
    place = draw(st.integers(0, len(blocks)))
    blocks[place:place] = taken


def _renamed(draw: Any, blocks: list[tree.Block], _at: int) -> None:
    """Two headings change their names, or one gets another."""
    headings = [index for index, block in enumerate(blocks) if isinstance(block, tree.Heading)]
    if headings:
        one, other = draw(st.sampled_from(headings)), draw(st.sampled_from(headings))
        first, second = blocks[one], blocks[other]
        assert isinstance(first, tree.Heading)
        assert isinstance(second, tree.Heading)
        name = draw(st.sampled_from([second.ident, "abschnitt-fünf"]))
        blocks[other] = replace(second, ident=first.ident)
        blocks[one] = replace(first, ident=name)


def _rows(draw: Any, blocks: list[tree.Block], at: int) -> None:
    table = blocks[at]
    if isinstance(table, tree.Table):
        fresh = cells(*(draw(phrase) for _cell in table.head))
        rows = draw(st.permutations([*table.rows, fresh]))
        blocks[at] = replace(table, rows=tuple(rows[draw(st.integers(0, 1)) :]))


def _columns(draw: Any, blocks: list[tree.Block], at: int) -> None:
    table = blocks[at]
    if isinstance(table, tree.Table):
        width = len(table.head)
        order = draw(st.lists(st.integers(0, width - 1), min_size=1, max_size=width, unique=True))
        new = draw(st.booleans())

        def row(found: tuple[tree.Cell, ...]) -> tuple[tree.Cell, ...]:
            return (*(found[index] for index in order), *(cells(draw(phrase)) if new else ()))

        aligned = draw(st.sampled_from(("", "right")))
        blocks[at] = replace(
            table,
            alignments=(aligned,) * (len(order) + new),
            head=row(table.head),
            rows=tuple(map(row, table.rows)),
            widths=(),
            wide=draw(st.booleans()),
        )


def _levels(draw: Any, blocks: list[tree.Block], at: int) -> None:
    """A list becomes another kind, or two, or its last items go below the first."""
    found = blocks[at]
    if not isinstance(found, tree.BulletList | tree.OrderedList):
        return
    kind = draw(st.sampled_from((tree.BulletList, tree.OrderedList)))
    first, *others = found.items
    match draw(st.integers(0, 2)) if others else 0:
        case 0:
            blocks[at] = kind(found.items, tight=draw(st.booleans()))
        case 1:
            blocks[at] = replace(found, items=((*first, kind(tuple(others))),))
        case _:
            blocks[at : at + 1] = [replace(found, items=(first,)), para("."), kind(tuple(others))]


def _notes(draw: Any, blocks: list[tree.Block], at: int) -> None:
    """A footnote with lists comes, goes, or says something else."""
    block = blocks[at]
    if not isinstance(block, tree.Paragraph):
        return
    inner = (draw(references), *draw(st.lists(listed, max_size=2)))
    if not any(isinstance(inline, tree.Note) for inline in block.content):
        blocks[at] = replace(block, content=(*block.content, tree.Note(inner)))
        return
    kept = draw(st.integers(0, 2))
    content: list[tree.Inline] = []
    for inline in block.content:
        if not isinstance(inline, tree.Note):
            content.append(inline)
        elif kept:
            content.append(tree.Note((inline.blocks[0], *inner[1:]) if kept == 1 else inner))
    blocks[at] = replace(block, content=tuple(content))


CHANGES: tuple[Change, ...] = (
    *(_words, _words, _gone, _added, _moved, _moved, _renamed),
    *(_rows, _rows, _columns, _levels, _levels, _notes, _notes),
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[tree.Tree, tree.Tree]:
    """Two versions of a document: the second is the first after some changes."""
    old = [block for chunk in draw(st.lists(chunks, min_size=2, max_size=7)) for block in chunk]
    new = list(old) or [para("Nichts.")]
    for change in draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=5)):
        change(draw, new, draw(st.integers(0, len(new) - 1)))
        new = new or [para("Nichts.")]
    return finished(tuple(old)), finished(tuple(new))


# --- the law ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def theme() -> Theme:
    found, _findings = gestaltung.load(bundled())
    assert found
    return found


STORE: dict[str, bytes] = {}


def _origin(_old: Span | None, _new: Span | None) -> Origin:
    return Origin("Redaktion", None)


def _said(content: bytes) -> tuple[list[str], Any]:
    """What another reader reads in a document: letters without numbers, and pictures."""
    found = readback.said(content)
    texts = ("".join(letter for letter in chunk.text if not letter.isdigit()) for chunk in found.body)
    return [text.strip("\u200b .") for text in texts if text.strip("\u200b .")], found.alts


@settings(max_examples=25)
@given(both=pairs())
def test_accepted_it_is_the_new_version_and_rejected_the_old_one(
    both: tuple[tree.Tree, tree.Tree], theme: Theme
) -> None:
    old, new = both
    found = redline(old, new, theme, STORE, _origin)

    assert found.doubts == ()
    for resolved, version in ((accepted, new), (rejected, old)):
        parts = parts_of(found.content or b"")
        for name in ("word/document.xml", "word/footnotes.xml"):
            parts[name] = etree.tostring(resolved(etree.fromstring(parts[name])))
        assert _said(packed(parts)) == _said(packed(docx.parts(version, theme, STORE, None)))
