"""Tree → pandoc's JSON, and the only module that calls pandoc.

Writers refine `Encoder`: what pandoc cannot say in a format they give as raw blocks and
inlines. Text goes over as whole runs with blanks inside, which pandoc reads and writes
about twice as fast as one node per word.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable, MutableMapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sro_cli import tree

Json = dict[str, Any]
API = [1, 23, 1]

_NO_ATTRIBUTES: list[Any] = ["", [], []]
_ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter", "": "AlignDefault"}


class PandocError(RuntimeError):
    """Pandoc refused a document; the message is its own, in English."""


@cache
def program() -> str:
    """The path of the pandoc that comes with pypandoc, or of the one on the PATH."""
    import pypandoc  # noqa: PLC0415 - slow to import, and only builds need it

    return str(pypandoc.get_pandoc_path())


@cache
def version() -> str:
    """Pandoc's version, e.g. ``3.9``."""
    output = subprocess.run([program(), "--version"], capture_output=True, check=True).stdout
    return output.split(maxsplit=2)[1].decode()


@cache
def default_file(name: str) -> bytes:
    """A file that pandoc would use unless told otherwise, e.g. ``reference.docx``.

    Raises:
        PandocError: pandoc has none of that name.
    """
    done = subprocess.run([program(), "--print-default-data-file", name], capture_output=True, check=False)
    if done.returncode:
        raise PandocError(done.stderr.decode(errors="replace").strip())
    return done.stdout


def attributes(ident: str = "", classes: Iterable[str] = (), **pairs: str) -> list[Any]:
    """Pandoc's attributes; underscores in the names of pairs become hyphens.

    >>> attributes("a", ["b"], aria_label="c")
    ['a', ['b'], [['aria-label', 'c']]]
    """
    return [ident, list(classes), [[name.replace("_", "-"), value] for name, value in pairs.items()]]


class Encoder:
    """Encodes nodes of the tree as pandoc's JSON, the plain way. One method per kind of node."""

    format = ""

    def raw(self, text: str) -> Json:
        """An inline in the language of the format."""
        return {"t": "RawInline", "c": [self.format, text]}

    def raw_block(self, text: str) -> Json:
        """A block in the language of the format."""
        return {"t": "RawBlock", "c": [self.format, text]}

    def comment(self, text: str) -> str:
        """A comment in the language of the format."""
        return f"<!--{text}-->"

    # --- blocks

    def blocks(self, blocks: Iterable[tree.Block]) -> list[Json]:
        """Blocks in order; a block may become several."""
        return [encoded for block in blocks for encoded in self.block(block)]

    def block(self, block: tree.Block) -> list[Json]:
        """One block."""
        method = getattr(self, _METHODS[type(block)])
        result: list[Json] = method(block)
        return result

    def heading(self, heading: tree.Heading) -> list[Json]:
        """A heading without its number."""
        classes = () if heading.numbered else ("unnumbered",)
        content = self.inlines(heading.content)
        return [{"t": "Header", "c": [heading.level, attributes(heading.ident, classes), content]}]

    def paragraph(self, paragraph: tree.Paragraph) -> list[Json]:
        """A paragraph."""
        return [{"t": "Para", "c": self.inlines(paragraph.content)}]

    def bullet_list(self, items: tree.BulletList) -> list[Json]:
        """An unordered list."""
        return [{"t": "BulletList", "c": [self.item(item, tight=items.tight) for item in items.items]}]

    def ordered_list(self, items: tree.OrderedList) -> list[Json]:
        """An ordered list with arabic numbers."""
        style = [items.start, {"t": "Decimal"}, {"t": "Period"}]
        return [
            {"t": "OrderedList", "c": [style, [self.item(item, tight=items.tight) for item in items.items]]}
        ]

    def item(self, blocks: tuple[tree.Block, ...], *, tight: bool) -> list[Json]:
        """The blocks of a list item; a tight list has plain text instead of paragraphs."""
        encoded = self.blocks(blocks)
        return [{**b, "t": "Plain"} if tight and b["t"] == "Para" else b for b in encoded]

    def quote(self, quote: tree.Quote) -> list[Json]:
        """A quotation."""
        return [{"t": "BlockQuote", "c": self.blocks(quote.blocks)}]

    def code_block(self, code: tree.CodeBlock) -> list[Json]:
        """Lines exactly as written."""
        return [
            {"t": "CodeBlock", "c": [attributes("", [code.language] if code.language else []), code.text]}
        ]

    def definition_list(self, items: tree.DefinitionList) -> list[Json]:
        """Terms with their meanings."""
        return [{"t": "DefinitionList", "c": [self.definition(item) for item in items.items]}]

    def definition(self, item: tree.Definition) -> list[Any]:
        """A term and its meanings; a single paragraph needs no space around it."""
        # The term first: encoders collect footnotes and anchors in the order of reading.
        term = self.inlines(item.term)
        return [term, [self.item(meaning, tight=len(meaning) == 1) for meaning in item.meanings]]

    def table(self, table: tree.Table) -> list[Json]:
        """A table; its caption with the number is made by `caption`."""
        widths: Sequence[float | None] = table.widths or [None] * len(table.alignments)
        columns = [
            [
                {"t": _ALIGNMENTS[align]},
                {"t": "ColWidthDefault"} if width is None else {"t": "ColWidth", "c": width},
            ]
            for align, width in zip(table.alignments, widths, strict=True)
        ]
        caption = [{"t": "Plain", "c": self.caption(table)}] if table.caption else []
        head = [_NO_ATTRIBUTES, [self.row(table.head)]]
        body = [_NO_ATTRIBUTES, 0, [], [self.row(row) for row in table.rows]]
        content = [attributes(table.ident), [None, caption], columns, head, [body], [_NO_ATTRIBUTES, []]]
        return [{"t": "Table", "c": content}]

    def row(self, row: tuple[tree.Cell, ...]) -> list[Any]:
        """A row of cells."""
        return [_NO_ATTRIBUTES, [self.cell(cell) for cell in row]]

    def cell(self, cell: tree.Cell) -> list[Any]:
        """A cell; its alignment is that of the column."""
        content = [{"t": "Plain", "c": self.inlines(cell.content)}] if cell.content else []
        return [_NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, content]

    def figure(self, figure: tree.Figure) -> list[Json]:
        """A picture of its own with its caption."""
        caption = [{"t": "Plain", "c": self.caption(figure)}] if figure.caption else []
        picture = [{"t": "Plain", "c": self.inlines((figure.image,))}]
        return [{"t": "Figure", "c": [attributes(figure.ident), [None, caption], picture]}]

    def caption(self, captioned: tree.Table | tree.Figure) -> list[Json]:
        """The words of a caption, without „Tabelle 2“: formats count in their own ways."""
        return self.inlines(captioned.caption)

    def alert(self, alert: tree.Alert) -> list[Json]:
        """A box with its title."""
        title = {"t": "Para", "c": [{"t": "Strong", "c": [{"t": "Str", "c": alert.title}]}]}
        return [
            {
                "t": "Div",
                "c": [attributes(alert.ident, [alert.kind.lower()]), [title, *self.blocks(alert.blocks)]],
            }
        ]

    def rule(self, _rule: tree.Rule) -> list[Json]:
        """A thematic break."""
        return [{"t": "HorizontalRule"}]

    # --- inlines

    def inlines(self, inlines: Iterable[tree.Inline]) -> list[Json]:
        """Inlines in order; an inline may become several."""
        result: list[Json] = []
        for inline in inlines:
            if type(inline) is tree.Text:
                result.append({"t": "Str", "c": inline.text})
            else:
                result.extend(getattr(self, _METHODS[type(inline)])(inline))
        return result

    def emphasis(self, emphasis: tree.Emphasis) -> list[Json]:
        """Emphasised words."""
        return [{"t": "Emph", "c": self.inlines(emphasis.content)}]

    def strong(self, strong: tree.Strong) -> list[Json]:
        """Important words."""
        return [{"t": "Strong", "c": self.inlines(strong.content)}]

    def marked(self, marked: tree.Marked) -> list[Json]:
        """Words that were struck out or put in."""
        kind = "Strikeout" if marked.mark == "deleted" else "Underline"
        return [{"t": kind, "c": self.inlines(marked.content)}]

    def code(self, code: tree.Code) -> list[Json]:
        """Words exactly as written."""
        return [{"t": "Code", "c": [_NO_ATTRIBUTES, code.text]}]

    def line_break(self, _break: tree.Break) -> list[Json]:
        """A hard line end."""
        return [{"t": "LineBreak"}]

    def link(self, link: tree.Link) -> list[Json]:
        """A link to the outside."""
        return [{"t": "Link", "c": [_NO_ATTRIBUTES, self.inlines(link.content), [link.url, ""]]}]

    def reference(self, reference: tree.Reference) -> list[Json]:
        """A link inside the document."""
        return [
            {
                "t": "Link",
                "c": [_NO_ATTRIBUTES, self.inlines(reference.content), [f"#{reference.anchor}", ""]],
            }
        ]

    def anchor(self, anchor: tree.Anchor) -> list[Json]:
        """A place that references point to."""
        return [{"t": "Span", "c": [attributes(anchor.ident), []]}]

    def note(self, note: tree.Note) -> list[Json]:
        """A footnote; pandoc and the engines count it themselves, in the same order as the tree."""
        return [{"t": "Note", "c": self.blocks(note.blocks)}]

    def image(self, image: tree.Image) -> list[Json]:
        """A picture; pandoc's inlines are the alternative text."""
        return [{"t": "Image", "c": [_NO_ATTRIBUTES, [{"t": "Str", "c": image.alt}], [image.path, ""]]}]


_METHODS: dict[type[tree.Node], str] = {
    tree.Heading: "heading",
    tree.Paragraph: "paragraph",
    tree.BulletList: "bullet_list",
    tree.OrderedList: "ordered_list",
    tree.Quote: "quote",
    tree.CodeBlock: "code_block",
    tree.DefinitionList: "definition_list",
    tree.Table: "table",
    tree.Figure: "figure",
    tree.Alert: "alert",
    tree.Rule: "rule",
    tree.Emphasis: "emphasis",
    tree.Strong: "strong",
    tree.Marked: "marked",
    tree.Code: "code",
    tree.Break: "line_break",
    tree.Link: "link",
    tree.Reference: "reference",
    tree.Anchor: "anchor",
    tree.Note: "note",
    tree.Image: "image",
}


def dumps(blocks: list[Json]) -> bytes:
    """A document of blocks as pandoc reads it."""
    return _document(_json(blocks))


def convert(document: bytes, arguments: Sequence[str], folder: Path, moment: int = 0) -> bytes:
    """What pandoc makes of a JSON document.

    Args:
        document: pandoc's JSON.
        arguments: of pandoc, at least ``-t FORMAT``.
        folder: where it runs; relative paths of pictures begin here.
        moment: seconds since 1970, UTC, for formats that carry a date.

    Raises:
        PandocError: pandoc refused, or warned that something is missing.
    """
    command = [program(), "-f", "json", "--fail-if-warnings", "-o", "-", *arguments]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(
        command, input=document, capture_output=True, cwd=folder, env=environment, check=False
    )
    if done.returncode:
        raise PandocError(done.stderr.decode(errors="replace").strip())
    return done.stdout


def fragments(
    parts: Sequence[list[Json]], encoder: Encoder, arguments: Sequence[str], store: MutableMapping[str, bytes]
) -> list[str]:
    """What pandoc makes of each part, all that is not in the store with one run of pandoc.

    Args:
        parts: the encoded blocks of each part.
        encoder: knows how a raw block of the format is written.
        arguments: of pandoc, without ``-t``.
        store: keeps fragments by the digest of everything that made them.
    """
    encoded = [_json(part) for part in parts]
    keys = [_digest(text, encoder.format, arguments) for text in encoded]
    kept = {key: known for key in keys if (known := store.get(key)) is not None}
    missing = [index for index, key in enumerate(keys) if key not in kept]
    if missing:
        # A mark that pandoc hands through untouched and no author can write: it is a digest.
        mark = f"sro-{hashlib.sha256('-'.join(keys).encode()).hexdigest()}"
        end = _json([encoder.raw_block(encoder.comment(mark))])
        lists = [blocks for index in missing for blocks in (encoded[index], end)]
        output = convert(_document(_joined(lists)), ["-t", encoder.format, *arguments], Path.cwd()).decode()
        for index, text in zip(missing, output.split(encoder.comment(mark)), strict=False):
            kept[keys[index]] = store[keys[index]] = text.strip("\n").encode()
    return [kept[key].decode() for key in keys]


def _digest(part: str, to: str, arguments: Sequence[str]) -> str:
    return hashlib.sha256(f"{_json([version(), to, *arguments])}{part}".encode()).hexdigest()


def _document(blocks: str) -> bytes:
    return f'{{"pandoc-api-version":{API},"meta":{{}},"blocks":{blocks}}}'.encode()


def _joined(lists: Iterable[str]) -> str:
    """One JSON list of several: each part is encoded once, for its digest and for pandoc."""
    return f"[{','.join(text[1:-1] for text in lists if text != '[]')}]"


def _json(value: list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
