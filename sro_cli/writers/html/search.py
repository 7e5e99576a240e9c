"""The index of the search: what each section says, as a script that a page loads, also from a file system.

How words are compared is written once, in ``templates/html/suche.js``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sro_cli import tree
from sro_cli.writers.html.contents import Page


def index(pages: Iterable[Page]) -> bytes:
    """A script that sets ``SUCHINDEX``: ``[address, heading, chapter, text]`` of each section, in order."""
    sections = [section for page in pages for section in _sections(page)]
    return f"const SUCHINDEX = {json.dumps(sections, ensure_ascii=False, indent=0)};\n".encode()


def _sections(page: Page) -> Iterator[tuple[str, str, str, str]]:
    chapter = page.titel.name if page.titel else ""
    address, heading, text = page.pfad, chapter, list[str]()
    for block in page.part.blocks:
        if isinstance(block, tree.Heading):
            if text or address != page.pfad:
                yield address, heading, chapter, " ".join(text)
            address = f"{page.pfad}#{block.ident}"
            heading, text = f"{block.number} {tree.plain_text(block.content)}".strip(), []
        else:
            text += [words for inner in tree.walk((block,)) for words in _words(inner) if words]
    if text or address != page.pfad:
        yield address, heading, chapter, " ".join(text)


def _words(block: tree.Block) -> Iterator[str]:
    match block:
        case tree.Table():
            yield tree.plain_text(block.caption)
            yield from (tree.plain_text(cell.content) for row in (block.head, *block.rows) for cell in row)
        case tree.CodeBlock(text):
            yield text
        case tree.Figure():
            yield tree.plain_text(block.caption)
            yield block.image.alt
        case tree.DefinitionList(items):
            yield from (tree.plain_text(item.term) for item in items)
        case _:
            yield tree.plain_text(tree.inner_inlines(block))
