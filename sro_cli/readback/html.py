"""Pages in HTML → what they say in their main parts; heads, feet and navigation lie around them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from sro_cli.readback.said import Chunk, Said

_INLINE = frozenset(
    {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "ins", "span", "strong", "sub", "sup", "svg"}
)
_PICTURES = {"img": "alt", "svg": "aria-label"}
"""What shows pictures, and the attribute that says what is to be seen."""

_HIDDEN = frozenset({"noscript", "script", "style", "template"})


def said(pages: Iterable[tuple[str, bytes]]) -> Said:
    """What pages say one after the other.

    Args:
        pages: the path and the content of each, in the order of reading.
    """
    found = Said()
    for path, content in pages:
        for main in parsed(content).iter("main"):
            reader = _Reader(found, path)
            reader.read(main)
            reader.end()
    return found


def parsed(page: bytes) -> Any:
    """The outermost element of a page, without comments; a template may have left nothing in it.

    >>> parsed(b"").tag, len(parsed(b" "))
    ('html', 0)
    """
    parser: Any = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(page, parser) if page else None
    return etree.Element("html") if root is None else root


class _Reader:
    """Reads one page.

    Attributes:
        found: what has been read.
        path: of the page.
        words: of the block that is being read.
        in_note: what is being read belongs to a footnote.
    """

    def __init__(self, found: Said, path: str) -> None:
        self.found = found
        self.path = path
        self.words: list[str] = []
        self.in_note = False

    def read(self, element: Any) -> None:
        """Reads what is in an element."""
        number = int(element.get("start", "1"))
        self.words.append(element.text or "")
        for child in element:
            tag = child.tag
            if tag in _INLINE:
                self._inline(child)
            elif tag not in _HIDDEN:
                self.end()
                if tag == "li" and element.tag == "ol":
                    number = int(child.get("value", number))
                    self._say(f"[{number}]" if self.in_note else f"{number}.")
                    number += 1
                self._block(child)
                self.end()
            self.words.append(child.tail or "")

    def end(self) -> None:
        """Ends the block that is being read."""
        self._say("".join(self.words))
        self.words = []

    def _say(self, text: str) -> None:
        if text and not text.isspace():
            (self.found.notes if self.in_note else self.found.body).append(Chunk(text, self.path))

    def _block(self, block: Any) -> None:
        names = block.get("class", "")
        if block.tag == "nav":
            if names == "verzeichnis":
                self.found.lists += [Chunk(_text(line), self.path) for line in block.iter("a")]
        elif names == "erwaehnt":
            self.found.mentions.append(Chunk(_text(block), self.path))
        elif names == "fussnoten":
            self.in_note = True
            self.read(block)
            self.end()
            self.in_note = False
        else:
            self.read(block)

    def _inline(self, inline: Any) -> None:
        names = inline.get("class")
        if names == "erwaehnt":
            self.found.mentions.append(Chunk(_text(inline), self.path))
        elif names == "fussnote":
            self.words += [f"[{_text(mark)}]" for mark in inline.iter("a")]
        elif inline.tag in _PICTURES:
            alts = self.found.note_alts if self.in_note else self.found.alts
            alts.append(Chunk(inline.get(_PICTURES[inline.tag], ""), self.path))
        elif inline.tag == "br":
            self.words.append(" ")
        elif inline.get("role") != "doc-backlink" and not _is_said_of_marks(inline):
            self.read(inline)


def _is_said_of_marks(inline: Any) -> bool:
    """Whether these are the words that tell those who listen what was struck out and put in."""
    return inline.get("class") == "nur-vorlesen" and inline.getparent().tag in {"del", "ins"}


def _text(element: Any) -> str:
    return "".join(element.itertext())
