"""What every page owes its readers and can be seen without a browser.

Contrast, focus and names of regions only show in one: the tests of `sro` look at them with axe-core.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from sro_cli.conformity.faults import Fault
from sro_cli.readback.html import parsed

_LOADED = {
    "embed": "src",
    "iframe": "src",
    "img": "src",
    "link": "href",
    "object": "data",
    "script": "src",
} | dict.fromkeys(("audio", "input", "source", "track", "video"), "src")
"""Elements that fetch something, and the attribute that says what."""

_LINKING = {"a", "area", "base", "link"}
"""Elements whose ``href`` fetches nothing, or is looked at already; those of SVG fetch what theirs names."""

_STYLED = ("style", "clip-path", "cursor", "fill", "filter", "mask", "stroke")
"""Attributes that may fetch as style sheets do."""

_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])(?:,|\s[^,]*(?:,|$)|$)")
"""An address in ``srcset`` and what it is for (HTML, 4.8.4.2.2)."""

_POLICY = "content-security-policy"

_FETCHED = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)
"""What a style sheet fetches from elsewhere."""


@dataclass(frozen=True)
class _Page:
    """A page as it was parsed.

    Attributes:
        path: of the page.
        root: its outermost element.
        idents: how often each id occurs.
    """

    path: str
    root: Any
    idents: Counter[str]


def faults(products: Mapping[str, bytes]) -> Iterator[tuple[str, Fault]]:
    """What is wrong with pages and style sheets, each with the path of its file.

    WCAG 2.2, 1.1.1, 2.4.2, 2.4.6 and 3.1.1; and of our own: ids are there once, links lead
    somewhere, nothing is fetched from elsewhere, and a policy forbids it (CSP 3).

    Args:
        products: all of them; what a page needs must be there.
    """
    pages = {path: _page(path, content) for path, content in products.items() if path.endswith(".html")}
    for path, page in pages.items():
        found = (_owed(page), _doubled(page), _links(page, pages, products), _fetched(page, products))
        yield from ((path, fault) for fault in chain(*found))
    for path, content in products.items():
        if path.endswith(".css"):
            yield from ((path, _elsewhere(address)) for address in _FETCHED.findall(content.decode()))


def _page(path: str, content: bytes) -> _Page:
    root = parsed(content)
    return _Page(path, root, Counter(element.get("id") for element in root.iter() if element.get("id")))


def _owed(page: _Page) -> Iterator[Fault]:
    if not page.root.get("lang"):
        yield Fault("lang", "Die Seite sagt nicht, in welcher Sprache sie ist")
    if not (page.root.findtext("head/title") or "").strip():
        yield Fault("title", "Die Seite hat keinen Titel")
    if (count := len(page.root.findall(".//h1"))) != 1:
        yield Fault("h1", f"Die Seite hat {count} Überschriften der Ebene 1 statt einer")
    for image in page.root.iter("img"):
        if image.get("alt") is None:
            yield Fault("alt", f"Das Bild „{image.get('src', '')}“ hat keine Beschreibung")
    if not any(map(_forbids, page.root.iter("meta"))):
        yield Fault("csp", "Die Seite verbietet nicht, dass etwas von anderswo geladen wird")


def _forbids(meta: Any) -> bool:
    """Whether an element is a policy that nothing may be fetched from elsewhere (CSP 3, 6.7.2)."""
    policy = meta.get("content", "").lower() if meta.get("http-equiv", "").lower() == _POLICY else ""
    sources = {word for directive in policy.split(";") for word in directive.split()[1:]}
    return "default-src" in policy and all(word.startswith("'") or word == "data:" for word in sources)


def _doubled(page: _Page) -> Iterator[Fault]:
    for ident, count in page.idents.items():
        if count > 1:
            yield Fault("id", f"Die Kennung „{ident}“ gibt es auf der Seite {count}-mal")


def _links(page: _Page, pages: Mapping[str, _Page], products: Mapping[str, bytes]) -> Iterator[Fault]:
    for link in page.root.iter("a"):
        address = _parts(link.get("href", ""))
        if address is None:
            yield Fault("address", f"Die Adresse „{link.get('href')}“ kann es nicht geben")
            continue
        if address.scheme or address.netloc:
            continue
        target = _joined(page.path, address.path)
        known = pages[target].idents if target in pages else ()
        if target not in products or (address.fragment and unquote(address.fragment) not in known):
            yield Fault("link", f"Der Verweis „{link.get('href', '')}“ führt nirgendwohin")


def _fetched(page: _Page, products: Mapping[str, bytes]) -> Iterator[Fault]:
    for address in chain.from_iterable(map(_addresses, page.root.iter())):
        parts = _parts(address)
        if parts is None:
            yield Fault("address", f"Die Adresse „{address}“ kann es nicht geben")
        elif parts.netloc or parts.scheme in {"http", "https"}:
            yield _elsewhere(address)
        elif parts.path and not parts.scheme and _joined(page.path, parts.path) not in products:
            yield Fault("file", f"Die Seite braucht „{address}“, und das gibt es nicht")
    for element in page.root.iter():
        styles = [element.get(name, "") for name in _STYLED]
        if element.tag == "style":
            styles.append(element.text or "")
        for style in styles:
            yield from map(_elsewhere, _FETCHED.findall(style))


def _addresses(element: Any) -> Iterator[str]:
    """What an element fetches by its attributes."""
    if element.tag in _LOADED:
        yield element.get(_LOADED[element.tag], "")
    yield from _CANDIDATE.findall(element.get("srcset", ""))
    yield element.get("poster", "")
    if element.tag not in _LINKING:
        yield element.get("href", "")
        yield element.get("xlink:href", "")


def _parts(address: str) -> SplitResult | None:
    """The parts of an address, None if it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _joined(path: str, address: str) -> str:
    """The path of what an address on a page names."""
    return normpath(str(PurePosixPath(path).parent / unquote(address))) if address else path


def _elsewhere(address: str) -> Fault:
    return Fault("fetch", f"Die Seite lädt etwas von anderswo: {address}")
