"""A new version with some of its parts as they were: what a redline is limited to.

A part is a chapter or an annex, a section, a figure, a table, or the place where an entry is listed: its
row of a table, its item of a list, its paragraph with the heading over it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sro_cli import tree
from sro_cli.tree import Block, Heading, Inline, Part, Tree

Blocks = tuple[Block, ...]
_LISTING = (tree.Table, tree.DefinitionList, tree.BulletList, tree.OrderedList)


@dataclass(frozen=True, slots=True)
class Limited:
    """What came of it.

    Attributes:
        document: the new version with the wanted parts as they were.
        failed: anchors of entries in tables that have other columns now: they are as in the new version.
    """

    document: Tree
    failed: frozenset[str] = frozenset()


def limited(old: Tree, new: Tree, only: Collection[str]) -> Limited:
    """The new version with some of its parts as they were in the old one.

    Args:
        old: numbered and resolved.
        new: numbered and resolved.
        only: the anchors of the parts that are taken from the old version: of headings, figures, tables
            and entries. The title page and what stands before the contents go by their own names.
    """
    limiter = _Limiter(frozenset(only))
    old = _with_own_pictures(old, new)
    former = {_name(part): part for part in old.parts}
    parts: list[Part] = []
    for part in new.parts:
        name = _name(part)
        before = former.get(name)
        if name not in only:
            blocks = limiter.blocks(before.blocks, part.blocks) if before else part.blocks
            parts.append(replace(part, blocks=blocks))
        elif before:
            parts.append(before)
    _put_back(parts, old.parts, {_name(part) for part in new.parts}, only)
    document = replace(new, parts=_unique(parts), media={**new.media, **old.media})
    return Limited(document, frozenset(limiter.failed))


def _with_own_pictures(old: Tree, new: Tree) -> Tree:
    """The old version, with other names for pictures that were replaced under their name."""
    names = {path: f"alt/{path}" for path, shown in old.media.items() if new.media.get(path, shown) != shown}
    if not names:
        return old

    def named(image: tree.Image) -> tree.Image:
        return replace(image, path=names.get(image.path, image.path))

    parts = (replace(part, blocks=tree.map_images(part.blocks, named)) for part in old.parts)
    media = {names.get(path, path): shown for path, shown in old.media.items()}
    return replace(old, parts=tuple(parts), media=media)


def _name(part: Part) -> str:
    """The anchor of a chapter or an annex; of other parts their own name."""
    first = part.blocks[0] if part.blocks else None
    return first.ident if isinstance(first, Heading) and part.kind in {"kapitel", "anlage"} else part.ident


def _put_back(parts: list[Part], old: Sequence[Part], present: set[str], only: Collection[str]) -> None:
    """Puts the wanted parts that are gone where they were."""
    names = [_name(part) for part in parts]
    for before, gone in zip([None, *old], old, strict=False):
        name = _name(gone)
        if name in only and name not in present:
            place = names.index(_name(before)) + 1 if before and _name(before) in names else len(parts)
            parts.insert(place, gone)
            names.insert(place, name)


@dataclass
class _Limiter:
    only: frozenset[str]
    failed: set[str] = field(default_factory=set)

    def blocks(self, old: Blocks, new: Blocks) -> Blocks:
        """The blocks of a part with what is wanted as it was."""
        before, after = dict(self._regions(old)), dict(self._regions(new))
        found: list[Block] = []
        starts = {region.start: name for name, region in after.items()}
        index = 0
        while index < len(new):
            name = starts.get(index)
            if name is None:
                found.append(new[index])
                index += 1
                continue
            region = before.get(name)
            found += old[region.start : region.stop] if region else ()
            index = after[name].stop
        for name, region in before.items():
            if name not in after:
                place = _behind(old[: region.start], found)
                found[place:place] = old[region.start : region.stop]
        return self._listings(old, tuple(found))

    def _regions(self, blocks: Blocks) -> Iterator[tuple[str, range]]:
        """The wanted sections, figures, tables and paragraphs, none inside of another."""
        end = 0
        for index in range(len(blocks)):
            if index < end:
                continue
            name, region = self._region(blocks, index)
            if name:
                end = region.stop
                yield name, region

    def _region(self, blocks: Blocks, index: int) -> tuple[str, range]:
        block = blocks[index]
        ident = getattr(block, "ident", "")
        if ident in self.only:
            return ident, range(index, _section_end(blocks, index))
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(block, Heading) and block.level > 1 and isinstance(following, tree.Paragraph):
            if entry := self._wanted(following.content):
                return entry, range(index, index + 2)
        elif isinstance(block, tree.Paragraph) and (entry := self._wanted(block.content)):
            return entry, range(index, index + 1)
        return "", range(0)

    def _wanted(self, content: Sequence[Inline]) -> str:
        """The wanted entry that stands at a text; empty if it is none."""
        anchors = (each.ident for each in tree.walk_inlines(content) if isinstance(each, tree.Anchor))
        return next((ident for ident in anchors if ident in self.only), "")

    # --- tables and lists

    def _listings(self, old: Blocks, new: Blocks) -> Blocks:
        """The blocks with the wanted rows and items as they were."""
        former = {name: (index, block) for index, (name, block) in enumerate(_keyed(old)) if name}
        found: list[Block] = []
        for name, block in _keyed(new):
            _index, before = former.pop(name, (0, None))
            if not isinstance(block, _LISTING):
                found.append(block)
            elif (items := self._merged(before, block)) or not _items(block):
                found.append(_with_items(block, items))
        for index, block in former.values():
            wanted = tuple(_items(block)[position] for _entry, position in self._items(block))
            if wanted:
                place = _behind(old[:index], found)
                found.insert(place, _with_items(block, wanted))
        return tuple(found)

    def _merged(self, old: Block | None, new: Block) -> tuple[Any, ...]:
        former = _items(old) if old else ()
        before, after = dict(self._items(old)) if old else {}, dict(self._items(new))
        if isinstance(old, tree.Table) and isinstance(new, tree.Table) and len(old.head) != len(new.head):
            self.failed |= set(before) | set(after)
            return _items(new)
        known = {position: entry for entry, position in after.items()}
        found: list[Any] = []
        names: list[str] = []  # of all entries, to find the place of those that are gone
        for position, item in enumerate(_items(new)):
            entry = known.get(position)
            if entry is None:
                found.append(item)
                names.append(_entry(item))
            elif entry in before:
                found.append(former[before[entry]])
                names.append(entry)
        for entry, position in before.items():
            if entry not in after:
                above = (_entry(item) for item in reversed(former[:position]))
                place = next((names.index(each) + 1 for each in above if each and each in names), 0)
                found.insert(place, former[position])
                names.insert(place, entry)
        return tuple(found)

    def _items(self, listing: Block) -> Iterator[tuple[str, int]]:
        """The wanted entries that are listed and their positions; each once."""
        seen: set[str] = set()
        for position, item in enumerate(_items(listing)):
            entry = _entry(item)
            if entry in self.only and entry not in seen:
                seen.add(entry)
                yield entry, position


def _section_end(blocks: Blocks, index: int) -> int:
    """Behind a section; behind the block itself if it is no heading."""
    heading = blocks[index]
    if not isinstance(heading, Heading):
        return index + 1
    rest = range(index + 1, len(blocks))
    ends = (i for i in rest if isinstance(block := blocks[i], Heading) and block.level <= heading.level)
    return next(ends, len(blocks))


def _behind(above: Blocks, blocks: Sequence[Block]) -> int:
    """The place for what stood below some blocks: in the section of the nearest heading that is left.

    There it stands behind the last block above it that is left, else at the end of the text.
    """
    places = {block.ident: index for index, block in enumerate(blocks) if isinstance(block, Heading)}
    for number, block in reversed(list(enumerate(above))):
        if isinstance(block, Heading) and block.ident in places:
            start = places[block.ident]
            ends = (i for i in range(start + 1, len(blocks)) if isinstance(blocks[i], Heading))
            text = blocks[start : next(ends, len(blocks))]
            left = (text.index(each) for each in reversed(above[number + 1 :]) if each in text)
            return start + 1 + next(left, len(text) - 1)
    return len(blocks)


def _keyed(blocks: Blocks) -> Iterator[tuple[tuple[str, ...], Block]]:
    """Each block, with what tables and lists go by: their own name, or their place below a heading."""
    heading, counts = "", Counter[str]()
    for block in blocks:
        if isinstance(block, Heading):
            heading, counts = block.ident, Counter()
        ident, kind = getattr(block, "ident", ""), type(block).__name__
        if not isinstance(block, _LISTING):
            yield (), block
        elif ident:
            yield (ident,), block
        else:
            counts[kind] += 1
            yield (heading, kind, str(counts[kind])), block


def _items(listing: Block) -> tuple[Any, ...]:
    match listing:
        case tree.Table(rows=items):
            return items
        case tree.DefinitionList(items=items) | tree.BulletList(items=items) | tree.OrderedList(items=items):
            return items
        case _:
            return ()


def _with_items(listing: Block, items: tuple[Any, ...]) -> Block:
    if isinstance(listing, tree.Table):
        return replace(listing, rows=items)
    return replace(listing, items=items)  # type: ignore[arg-type]


def _entry(item: Any) -> str:
    """The anchor of the entry that a row or an item lists; empty if it lists none.

    It holds the anchor, or begins with nothing but a reference to it.
    """
    match item:
        case tree.Definition(term=term):
            texts, first = [term], term
        case (tree.Cell(), *_):
            texts, first = [cell.content for cell in item], item[0].content
        case (tree.Paragraph(content=content), *_):
            texts, first = [content], ()
        case _:
            return ""
    for text in texts:
        for inline in tree.walk_inlines(text):
            if isinstance(inline, tree.Anchor):
                return inline.ident
    match tuple(first):
        case (tree.Reference(kind="eintrag") as only,):
            return only.anchor
        case _:
            return ""


def _unique(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts without a second place of the same name: in one version it stood elsewhere."""
    seen: set[str] = set()

    def blocks(found: Blocks) -> Blocks:
        return tuple(tree.map_inner(named(block), blocks) for block in found)

    def named(block: Block) -> Block:
        ident = getattr(block, "ident", "")
        if ident in seen:
            return replace(block, ident=f"{ident}-alt")  # type: ignore[arg-type]
        seen.update([ident] if ident else [])
        return block

    def once(inline: Inline) -> tuple[Inline, ...]:
        if isinstance(inline, tree.Anchor):
            if inline.ident in seen:
                return ()
            seen.add(inline.ident)
        return (inline,)

    return tuple(replace(part, blocks=tree.map_blocks(blocks(part.blocks), once)) for part in parts)
