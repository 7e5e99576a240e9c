"""Concepts and what an editor does to them, for laws that hold whatever the edits are."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from sro_cli.files import Memory
from sro_cli.readers import content as reading
from sro_cli.readers.content import Content

_NOUNS = ("Stadt", "Rat", "Raum", "Kinder", "Familien", "Träger*innen")
_WORDS = (*_NOUNS, "berät", "öffentlich", "jährlich", "neu", "gut", "offen", "12", "34", "2024")


@dataclass
class Text:
    """A paragraph, with what its footnotes say."""

    words: str
    notes: list[str] = field(default_factory=list)


@dataclass
class Items:
    """A list; items below an item are a list of their own."""

    ordered: bool
    items: list[Item]


@dataclass
class Item:
    words: str
    below: Items | None = None


@dataclass
class Table:
    ident: str
    caption: str
    rows: list[list[str]]  # the first one is the head


@dataclass
class Figure:
    ident: str
    path: str
    alt: str
    caption: str


@dataclass
class Box:
    kind: str
    blocks: list[Text]


Block = Text | Items | Table | Figure | Box


@dataclass
class Section:
    ident: str
    title: str
    blocks: list[Block]


@dataclass
class Chapter:
    ident: str
    title: str
    sections: list[Section]


class Editor:
    """Writes a concept and goes over it; all that is left to chance is drawn from one source."""

    def __init__(self, chance: Random) -> None:
        """Takes the source of chance."""
        self.chance = chance
        self.count = 0

    # --- writes

    def concept(self) -> list[Chapter]:
        """A concept of one to three chapters."""
        return [self._chapter() for _ in range(self.chance.randint(1, 3))]

    def _chapter(self) -> Chapter:
        return Chapter(
            self._ident(), self._words(), [self._section() for _ in range(self.chance.randint(1, 3))]
        )

    def _section(self) -> Section:
        return Section(
            self._ident(), self._words(), [self._block() for _ in range(self.chance.randint(0, 4))]
        )

    def _block(self) -> Block:
        kinds = (self._text, self._text, self._items, self._table, self._figure, self._box)
        return self.chance.choice(kinds)()

    def _text(self) -> Text:
        notes = [self._words() for _ in range(self.chance.choice((0, 0, 0, 1, 2)))]
        return Text(self.chance.choice((self._words, lambda: "Offen."))(), notes)

    def _items(self, depth: int = 0) -> Items:
        items = [Item(self._words()) for _ in range(self.chance.randint(1, 4))]
        if not depth and self.chance.random() < 0.3:
            items[0].below = self._items(1)
        return Items(bool(self.chance.randint(0, 1)), items)

    def _table(self) -> Table:
        width, height = self.chance.randint(2, 5), self.chance.randint(1, 5)
        caption = self.chance.choice(("", self._words()))
        return Table(
            self._ident(), caption, [[self._cell() for _ in range(width)] for _ in range(height + 1)]
        )

    def _figure(self) -> Figure:
        return Figure(self._ident(), self.chance.choice("abc"), self._words(), self._words())

    def _box(self) -> Box:
        return Box(self.chance.choice(("HINWEIS", "WICHTIG")), [Text(self._words()) for _ in range(2)])

    def _words(self) -> str:
        words = [self.chance.choice(_WORDS) for _ in range(self.chance.choice((1, 3, 8, 15)))]
        if self.chance.random() < 0.2:
            words[0] = f"**{words[0]}**"
        return " ".join(words)

    def _cell(self) -> str:
        return self.chance.choice(("", "12", "34", "56", "Wert", self._words()))

    def _ident(self) -> str:
        self.count += 1
        return f"i{self.count}"

    # --- edits

    def edited(self, concept: list[Chapter]) -> list[Chapter]:
        """The concept after some edits."""
        new = copy.deepcopy(concept)
        for _ in range(self.chance.randint(1, 5)):
            edits: list[Callable[[list[Chapter]], None]] = [
                self._order,
                self._sections,
                self._blocks,
                self._blocks,
                self._rewrite,
                self._rewrite,
                self._rewrite,
            ]
            self.chance.choice(edits)(new)
        return new

    def _order(self, concept: list[Chapter]) -> None:
        self._list(concept, self._chapter)

    def _sections(self, concept: list[Chapter]) -> None:
        here, there = self.chance.choice(concept), self.chance.choice(concept)
        if here is not there and here.sections:
            there.sections.append(here.sections.pop())
        else:
            self._list(here.sections, self._section)

    def _blocks(self, concept: list[Chapter]) -> None:
        sections = [section for chapter in concept for section in chapter.sections]
        if sections:
            here, there = self.chance.choice(sections), self.chance.choice(sections)
            if here is not there and here.blocks:
                block = here.blocks.pop(self.chance.randrange(len(here.blocks)))
                there.blocks.insert(self.chance.randint(0, len(there.blocks)), block)
            else:
                self._list(here.blocks, self._block)

    def _list(self, found: list, write: Callable) -> None:  # type: ignore[type-arg]
        """Adds, takes away or moves one of several."""
        edit = self.chance.randint(0, 2)
        if edit and len(found) > 1:
            one = found.pop(self.chance.randrange(len(found)))
            if edit == 1:
                found.insert(self.chance.randint(0, len(found)), one)
        else:
            found.insert(self.chance.randint(0, len(found)), write())

    def _rewrite(self, concept: list[Chapter]) -> None:
        places = [
            (section, block)
            for chapter in concept
            for section in chapter.sections
            for block in section.blocks
        ]
        if not places:
            return
        section, block = self.chance.choice(places)
        if self.chance.random() < 0.1:
            section.title = self._changed(section.title)
            return
        match block:
            case Text() if self.chance.random() < 0.3:
                self._list(block.notes, self._words)
            case Text():
                block.words = self._changed(block.words)
            case Items(items=items):
                self._item(block, items)
            case Table():
                self._grid(block)
            case Figure():
                name = self.chance.choice(("path", "alt", "caption"))
                setattr(
                    block,
                    name,
                    self.chance.choice("abc") if name == "path" else self._changed(getattr(block, name)),
                )
            case Box() if self.chance.random() < 0.3:
                block.kind = self.chance.choice(("HINWEIS", "WICHTIG", "OFFEN"))
            case Box(blocks=blocks):
                blocks[0].words = self._changed(blocks[0].words)

    def _item(self, found: Items, items: list[Item]) -> None:
        edit, one = self.chance.randint(0, 4), self.chance.choice(items)
        if edit == 0:
            found.ordered = not found.ordered
        elif edit == 1:
            one.words = self._changed(one.words)
        elif edit == 2 and len(items) > 1 and items[-1].below is None and items[0] is not items[-1]:
            last = items.pop()
            items[0].below = items[0].below or Items(False, [])
            items[0].below.items.append(last)
        else:
            self._list(items, lambda: Item(self._words()))

    def _grid(self, table: Table) -> None:
        rows, width = table.rows, len(table.rows[0])
        row, column = self.chance.choice(rows), self.chance.randrange(width)
        match self.chance.randint(0, 8):
            case 0:
                body = rows[1:]
                self._list(body, lambda: [self._cell() for _ in range(width)])
                rows[1:] = body
            case 1 if width > 2:
                for each in rows:
                    del each[column]
            case 2:
                for each in rows:
                    each.insert(column, self._cell())
            case 3:
                for each in rows:
                    each.append(each.pop(column))
            case 4:
                row.append(row.pop(column))
            case 5:
                table.caption = self._changed(table.caption)
            case _:
                row[column] = self._cell()

    def _changed(self, words: str) -> str:
        found = words.split()
        place = self.chance.randint(0, len(found))
        found[place : place + self.chance.randint(0, 2)] = [self.chance.choice(_WORDS)] * self.chance.randint(
            0, 2
        )
        return " ".join(found) or "Rest"


def written(concept: list[Chapter], **more: str) -> Content:
    """The concept as its readers have it.

    Args:
        concept: the chapters.
        more: other files of the content by their name without the end, ``ziele``.
    """
    files = {f"content/kapitel/{chapter.ident}.md": _file(chapter) for chapter in concept}
    order = "".join(f"- {chapter.ident}\n" for chapter in concept)
    files["content/konzept.yml"] = f"titel: Konzept\nkurzname: k\nherausgeber: Stadt\nkapitel:\n{order}"
    files |= {f"content/{name}.yml": text for name, text in more.items()}
    return reading.load(Memory({path: text.encode() for path, text in files.items()}))


def _file(chapter: Chapter) -> str:
    parts = [f"---\nid: {chapter.ident}\nstatus: entwurf\n---", f"# {chapter.title}"]
    for section in chapter.sections:
        parts.append(f"## {section.title} {{#{section.ident}}}")
        parts += [_block(block, f"{section.ident}-{number}") for number, block in enumerate(section.blocks)]
    return "\n\n".join(parts) + "\n"


def _block(block: Block, name: str) -> str:
    match block:
        case Text(words, notes):
            marks = "".join(f"[^{name}-{number}]" for number in range(len(notes)))
            said = "".join(f"\n\n[^{name}-{number}]: {note}" for number, note in enumerate(notes))
            return f"{words}{marks}{said}"
        case Items():
            return "\n".join(_lines(block, ""))
        case Table(ident, caption, rows):
            lines = [f"| {' | '.join(row)} |" for row in rows]
            lines.insert(1, "|---" * len(rows[0]) + "|")
            below = f"\n\n: {caption} {{#{ident}}}" if caption else ""
            return "\n".join(lines) + below
        case Figure(ident, path, alt, caption):
            return f'![{alt}](bilder/{path}.svg "{caption}"){{#{ident}}}'
        case Box(kind, blocks):
            return f"> [!{kind}]\n> " + "\n>\n> ".join(each.words for each in blocks)


def _lines(found: Items, indent: str) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(found.items, 1):
        sign = f"{number}. " if found.ordered else "- "
        lines.append(f"{indent}{sign}{item.words}")
        if item.below:
            lines += _lines(item.below, indent + " " * len(sign))
    return lines
