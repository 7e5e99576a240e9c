"""Tree → Lesefassung: the whole document as plain Markdown that stays the same wherever the text does.

One sentence a line, a row of a table a line, nothing wrapped or padded. Numbers and references
are written out, except those that only count: open points have none, and footnotes stand behind
the block they belong to. Where one is settled or added, all others stay as they are. Nothing is
escaped but a bar in a table: it is for people and for `git diff`, not for a Markdown reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from sro_cli import tree
from sro_cli.writers.sentences import sentences

_RULERS = {"left": ":---", "right": "---:", "center": ":---:", "": "---"}

_HELD = "\N{INFORMATION SEPARATOR ONE}"
"""Stands for a blank at which no sentence may end, e.g. in code."""

_OPEN_POINT = re.compile(r"(offener\spunkt)\s\d+", re.IGNORECASE)


def write(document: tree.Tree) -> str:
    r"""The Lesefassung; it ends with a line end.

    >>> from sro_cli.tree import Heading, Note, Paragraph, Part, Text
    >>> note = Note((Paragraph((Text("Siehe dort."),)),), 12)
    >>> chapter = (
    ...     Heading(1, (Text("Auftrag"),), "k", number="1"),
    ...     Paragraph((Text("Ja."), note, Text(" Nein."))),
    ... )
    >>> print("\n".join(lines(Part("auftrag", "kapitel", chapter))))
    # 1 Auftrag
    <BLANKLINE>
    Ja.[Fußnote]
    Nein.
    <BLANKLINE>
    > Fußnote: Siehe dort.
    """
    parts = [lines(part) for part in document.parts]
    if not any(part.kind == "titelblatt" for part in document.parts):
        parts.insert(0, [f"# {document.meta.title}"])
    return "\n\n".join("\n".join(part) for part in parts if part).replace(_HELD, " ") + "\n"


def lines(part: tree.Part) -> list[str]:
    """The lines of a part, the footnotes of each block behind it."""
    return _apart(chain.from_iterable(map(_annotated, part.blocks)))


def _annotated(block: tree.Block) -> list[list[str]]:
    """A block and its footnotes, which are counted within it; a single one has number 0."""
    inlines = chain.from_iterable(
        tree.walk_inlines(tree.inner_inlines(inner)) for inner in tree.walk([block])
    )
    numbers = sorted(inline.number for inline in inlines if isinstance(inline, tree.Note))
    if not numbers:
        return [_block(block)]
    own = {number: index for index, number in enumerate(numbers, 1)} if numbers[1:] else {numbers[0]: 0}
    notes: dict[int, tree.Note] = {}

    def counted(inline: tree.Inline) -> tuple[tree.Inline, ...]:
        if isinstance(inline, tree.Note):
            inline = replace(inline, number=own[inline.number])
            notes[inline.number] = inline
        return (inline,)

    (shown,) = tree.map_blocks((block,), counted)
    return [_block(shown), *(_endnote(notes[number]) for number in sorted(notes))]


# --- blocks ----------------------------------------------------------------------------


def _blocks(blocks: Iterable[tree.Block]) -> list[str]:
    return _apart(map(_block, blocks))


def _apart(paragraphs: Iterable[list[str]]) -> list[str]:
    """Lines of blocks with an empty line between two."""
    result: list[str] = []
    for paragraph in paragraphs:
        result += ["", *paragraph] if result and paragraph else paragraph
    return result


def _block(block: tree.Block) -> list[str]:  # noqa: C901 - one case per kind of block
    match block:
        case tree.Heading(level, content):
            return [f"{'#' * level} {_numbered(block.number, content)}"]
        case tree.Paragraph(content, role):
            return [f"# {_line(content)}"] if role == "title" else _sentences(content)
        case tree.BulletList(items, tight):
            return _items([("- ", item) for item in items], tight=tight)
        case tree.OrderedList(items, start, tight):
            return _items([(f"{start + index}. ", item) for index, item in enumerate(items)], tight=tight)
        case tree.Quote(blocks):
            return _quoted(_blocks(blocks))
        case tree.CodeBlock(text, language):
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
            return [f"{fence}{language}", *text.split("\n"), fence]
        case tree.DefinitionList(items):
            return _apart(map(_definition, items))
        case tree.Table():
            return _table(block)
        case tree.Figure(image, caption):
            shown = [_image(image)]
            return [*shown, "", _numbered(f"Abbildung {block.number}:", caption)] if caption else shown
        case tree.Alert(_, blocks, title):
            return _quoted(_apart([[f"**{_uncounted(title)}**"] if title else [], _blocks(blocks)]))
        case tree.Rule():
            return ["---"]
        case tree.Directive():
            raise TypeError(block)


def _items(items: Iterable[tuple[str, tuple[tree.Block, ...]]], *, tight: bool) -> list[str]:
    shown = [_hung(mark, _tight(blocks) if tight else _blocks(blocks)) for mark, blocks in items]
    return list(chain.from_iterable(shown)) if tight else _apart(shown)


def _tight(blocks: tuple[tree.Block, ...]) -> list[str]:
    return list(chain.from_iterable(map(_block, blocks)))


def _hung(mark: str, content: list[str]) -> list[str]:
    """Lines behind a mark, the later ones below the first."""
    first, *later = content or [""]
    return [f"{mark}{first}".rstrip(" "), *(f"{' ' * len(mark)}{line}" if line else "" for line in later)]


def _quoted(content: list[str]) -> list[str]:
    return [f"> {line}" if line else ">" for line in content]


def _definition(item: tree.Definition) -> list[str]:
    meanings = [_hung(": ", _blocks(meaning)) for meaning in item.meanings]
    return [_line(item.term), *chain.from_iterable(meanings)]


def _table(table: tree.Table) -> list[str]:
    caption = [_numbered(f"Tabelle {table.number}:", table.caption), ""] if table.caption else []
    ruler = [_RULERS[alignment] for alignment in table.alignments]
    rows = [[_line(cell.content).replace("|", "\\|") for cell in row] for row in (table.head, *table.rows)]
    head, *body = (f"| {' | '.join(row)} |" for row in (rows[0], ruler, *rows[1:]))
    return [*caption, head, *body]


def _endnote(note: tree.Note) -> list[str]:
    first, *later = _blocks(note.blocks) or [""]
    return _quoted([f"{_called(note)}: {first}", *later])


def _called(note: tree.Note) -> str:
    return f"Fußnote {note.number}" if note.number else "Fußnote"


# --- inlines ---------------------------------------------------------------------------


def _sentences(content: tuple[tree.Inline, ...]) -> list[str]:
    return [sentence for line in _inlines(content).split("\n") for sentence in sentences(line)]


def _numbered(number: str, content: tuple[tree.Inline, ...]) -> str:
    return f"{number} {_line(content)}".strip()


def _line(content: tuple[tree.Inline, ...]) -> str:
    """Inlines on one line."""
    return _inlines(content).replace("\\\n", " ")


def _inlines(inlines: tuple[tree.Inline, ...]) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: tree.Inline) -> str:  # noqa: C901 - one case per kind of inline
    match inline:
        case tree.Text(text):
            return text
        case tree.Emphasis(content):
            return f"*{_inlines(content)}*"
        case tree.Strong(content):
            return f"**{_inlines(content)}**"
        case tree.Marked(content, mark):
            sign = "~~" if mark == "deleted" else "++"
            return f"{sign}{_inlines(content)}{sign}"
        case tree.Code(text):
            fence = "``" if "`" in text else "`"
            return f"{fence}{text}{fence}".replace(" ", _HELD)
        case tree.Break():
            return "\\\n"
        case tree.Link(content, url):
            shown = _inlines(content)
            return f"<{url}>" if shown == url else f"[{shown}]({url})"
        case tree.Reference(content):
            return _uncounted(_inlines(content))
        case tree.Anchor():
            return ""
        case tree.Note():
            return f"[{_called(inline)}]".replace(" ", _HELD)
        case tree.Image():
            return _image(inline).replace(" ", _HELD)
        case tree.Mention():
            raise TypeError(inline)


def _uncounted(words: str) -> str:
    """„Offener Punkt 3“ without its number, anything else as it is."""
    point = _OPEN_POINT.fullmatch(words)
    return point[1] if point else words


def _image(image: tree.Image) -> str:
    # No link: the picture does not lie beside the file, and the name of a drawn one is a digest.
    return "[Bild]" if image.decorative else f"[Bild: {image.alt}]"
