"""The parts of a document as HTML, one fragment each, and the changes that fit them into a product.

Only markup holds a ``<``: the patterns here meet no text of an author.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from html import escape, unescape
from itertools import count
from pathlib import PurePosixPath
from urllib.parse import quote

from sro_cli.engines import pandoc
from sro_cli.theme import Theme
from sro_cli.tree import Tree
from sro_cli.writers.html.drawings import inlined, palette
from sro_cli.writers.html.encoder import ARGUMENTS, HtmlEncoder, encoded

_IDENT = re.compile(r'<[^<>]*? id="([^"]*)"')
_REFERENCE = re.compile(r'<a href="#([^"]*)"')
_PICTURE = re.compile(r'<img src="([^"]*)"')
_DRAWING = re.compile(r'<img src="([^"]*\.svg)" alt="([^"]*)">', re.IGNORECASE)
_HEADING = re.compile(r"(</?h)([1-5])(?=[ >])")
_EMPTY_HEAD = re.compile(r'<th( class="[^"]*")? scope="col"></th>')

_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def fragments(document: Tree, store: MutableMapping[str, bytes]) -> list[str]:
    """The fragment of each part, in order; those not in the store are made by one run of pandoc.

    Raises:
        PandocError: pandoc refused.
    """
    parts = [encoded(part) for part in document.parts]
    made = pandoc.fragments(parts, HtmlEncoder(), ARGUMENTS, store)
    # A header cell without words heads nothing; pandoc has no other cell for a header row.
    return [_EMPTY_HEAD.sub(r"<td\1></td>", fragment) for fragment in made]


def idents(fragment: str) -> list[str]:
    """All ids in a fragment.

    >>> idents('<h1 id="a">A</h1>')
    ['a']
    """
    return _IDENT.findall(fragment)


def linked(fragment: str, here: str, home: Mapping[str, str]) -> str:
    """The fragment with references that find their page.

    Args:
        fragment: of the page *here*.
        here: path of the page.
        home: path of the page of every id.

    >>> linked('<a href="#b">B</a>', "a.html", {"b": "b.html"})
    '<a href="b.html#b">B</a>'
    """

    def link(match: re.Match[str]) -> str:
        path = home.get(match[1], here)
        return match[0] if path == here else f'<a href="{path}#{match[1]}"'

    return _REFERENCE.sub(link, fragment)


def drawn(parts: Iterable[str], document: Tree, theme: Theme) -> Iterator[str]:
    """The fragments with those drawings inside them that can be, ready for `linked` and `deeper`.

    Args:
        parts: fragments, in the order of the document.
        document: its media hold the drawings.
        theme: its colours follow the look of the page.

    Raises:
        KeyError: a picture is not in the media.
    """
    colours, numbers = palette(theme.gestaltung.farben), count(1)
    contents = {escape(quote(path)): content for path, content in document.media.items()}

    def draw(match: re.Match[str]) -> str:
        prefix = f"bild:{next(numbers)}:"
        return inlined(contents[match[1]], prefix, unescape(match[2]), colours) or match[0]

    return (_DRAWING.sub(draw, part) for part in parts)


def pictures(parts: Iterable[str], media: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pictures that fragments show; what lies beside them is nobody's business.

    Raises:
        KeyError: a picture is not in the media.
    """
    paths = {escape(quote(path)): path for path in media}
    shown = sorted({paths[address] for part in parts for address in _PICTURE.findall(part)})
    return {path: media[path] for path in shown}


def embedded(fragment: str, addresses: Mapping[str, str]) -> str:
    """The fragment with pictures inside it.

    Args:
        fragment: any.
        addresses: by path, from `data_address`.
    """
    written = {escape(quote(path)): address for path, address in addresses.items()}
    return _PICTURE.sub(lambda match: f'<img src="{written[match[1]]}"', fragment)


def data_address(path: str, content: bytes) -> str:
    """A picture as an address that holds it (RFC 2397).

    Raises:
        KeyError: the end of the path names no kind of picture.

    >>> data_address("a.png", b"")
    'data:image/png;base64,'
    """
    kind = _TYPES[PurePosixPath(path).suffix.lower()]
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def deeper(fragment: str) -> str:
    """The fragment with headings one level down; the sixth is the last.

    >>> deeper("<h1>A</h1><h6>B</h6>")
    '<h2>A</h2><h6>B</h6>'
    """
    return _HEADING.sub(lambda match: f"{match[1]}{int(match[2]) + 1}", fragment)
