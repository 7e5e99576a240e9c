"""What templates say of their own in the flow of a product: words, signs, and facts of the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from sro_cli.readback.said import close, plain
from sro_cli.theme import Theme
from sro_cli.tree import Meta

Surplus = Callable[[str], bool]
"""Whether a text, in the form in which texts are compared, may stand in a product and not in the tree."""

_STRING, _CONTENT = re.compile(r'"((?:[^"\\]|\\.)+)"'), re.compile(r"\[([^\[\]]*)\]")
_CODE = re.compile(r"#[\w.-]+(?:\([^()]*\))*")
_HTML = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)

_SHORTEST = 3
"""Letters of a string of Typst's that is text: most strings are values, such as „a4“ and „1“."""

_LONG = 8
"""Characters of a text that may also be a piece of what a template says: lines end somewhere."""


def of_pdf(theme: Theme, meta: Meta) -> Surplus:
    """What the templates of the PDF say."""
    frames = list(_templates(theme, ".typ"))
    content = (part for frame in frames for text in _CONTENT.findall(frame) for part in _CODE.split(text))
    strings = (text for frame in frames for text in _STRING.findall(frame) if _is_said(text))
    return _among(map(close, (*content, *strings, *_facts(meta))))


def of_html(theme: Theme, meta: Meta) -> Surplus:
    """What the templates of the pages say."""
    texts = (text for template in _templates(theme, "html.j2") for text in _HTML.split(template))
    return _among(map(plain, (*texts, *_facts(meta))))


def of_docx(meta: Meta) -> Surplus:
    """The titles over the lists, and what stands instead of the logo."""
    return _among(("Inhalt", "Abbildungen", "Tabellen", plain(_logo(meta))))


def _is_said(string: str) -> bool:
    return len(string) >= _SHORTEST or not any(map(str.isalnum, string))


def _templates(theme: Theme, ending: str) -> Iterator[str]:
    return (
        content.decode(errors="ignore") for path, content in theme.frames.items() if path.endswith(ending)
    )


def _facts(meta: Meta) -> tuple[str, ...]:
    """What a document says about itself."""
    facts = (
        meta.title,
        meta.subtitle,
        meta.version,
        meta.fassung,
        meta.date,
        meta.publisher,
        meta.description,
    )
    return (*facts, meta.commit, *meta.keywords, _logo(meta))


def _logo(meta: Meta) -> str:
    return f"Logo: {meta.publisher}"


def _among(texts: Iterable[str]) -> Surplus:
    """Whether a text is made of others; capitals make no difference."""
    whole = sorted({text.casefold() for text in texts if text}, key=len, reverse=True)
    joined = "\n".join(whole)

    def is_made(text: str) -> bool:
        if text in whole or (len(text) >= _LONG and text in joined):
            return True
        return any(text.startswith(part) and is_made(text[len(part) :].lstrip()) for part in whole)

    return lambda text: is_made(text.casefold())
