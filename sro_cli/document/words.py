"""Values of the model → Markdown in which they cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sro_cli.readable import on_one_line, plain
from sro_cli.references import anchor_of

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# What begins a block if it begins a paragraph (CommonMark 0.31, 4 and 5; tables and captions of our dialect).
_BLOCK = re.compile(
    r"[-+*](?=[ \t]|$)|>|#{1,6}(?=\s|$)|=+$|[:~](?=[ \t])|\||```[^`]*$|~~~|\[[^\]]*\]:"
    r"|(?P<rule>[-_*])(?:[ \t]*(?P=rule)){2,}[ \t]*$"
)
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=[ \t]|$)")
_HARD_BREAK = re.compile(r"(?<!\\)\\[ \t]*\r?\n")
_WEB = re.compile(r"https?://\S+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Ready(str):
    """Markdown that a filter of ours made: the only text that a view passes on unescaped."""

    __slots__ = ()


def markdown(value: object) -> Ready:
    r"""A value in Markdown that shows it literally, on one line; Markdown made by us as it is.

    >>> print(markdown("**a** | [b](c)\n- d"))
    \*\*a\*\* \| \[b\]\(c\) \- d
    >>> from datetime import date
    >>> print(markdown(12877.0), markdown(True), markdown(date(2024, 1, 9)))
    12\.877 ja 9\. Januar 2024
    """
    if isinstance(value, Ready):
        return value
    return Ready(_PUNCTUATION.sub(r"\\\g<0>", plain(value)))


def prosa(value: str) -> Ready:
    r"""A field of inline Markdown as it is, kept from becoming a block of its own.

    >>> print(prosa("ein *Wort*\nmehr"), prosa("- keine Liste"), prosa("1. Januar"), sep="\n")
    ein *Wort* mehr
    \- keine Liste
    1\. Januar
    """
    text = on_one_line(_HARD_BREAK.sub(" ", value))
    return Ready(_NUMBER.sub(r"\1\\\2", text, count=1) if _NUMBER.match(text) else _escaped_block(text))


def zelle(value: str) -> Ready:
    r"""A field of inline Markdown for a cell of a table.

    >>> print(zelle("a | *b*\nc"))
    a \| *b* c
    """
    return Ready(on_one_line(_HARD_BREAK.sub(" ", value)).replace("|", r"\|"))


def verweis(target: str, text: object = "") -> Ready:
    r"""A mention of a typed id; without a text the document writes it.

    >>> print(verweis("ziel:Z1"), verweis("beschluss:2017/AN/2460-01 (SN)", "Nr. 1"))
    [](ziel:Z1) [Nr\. 1](<beschluss:2017/AN/2460-01 (SN)>)
    """
    return Ready(f"[{markdown(text)}]({_destination(target)})")


def anker(target: str) -> Ready:
    """The place that mentions of an entry lead to.

    >>> print(anker("beschluss:2021/BV/2536"))
    [](anker:beschluss-2021-BV-2536)
    """
    return Ready(f"[](anker:{anchor_of(target)})")


def stelle(anchor: str, text: object) -> Ready:
    """A link to an anchor of the document that is none of an entry, e.g. of an open point."""
    return Ready(f"[{markdown(text)}]({_destination('stelle:' + anchor)})")


def adresse(value: str, text: object = "") -> Ready:
    r"""A link to a web or mail address; anything else as plain text.

    >>> print(adresse("https://rostock.de/a", "Seite"), adresse("amt52@rostock.de"))
    [Seite](https://rostock.de/a) [amt52\@rostock\.de](mailto:amt52@rostock.de)
    >>> print(adresse("javascript:1"))
    javascript\:1
    """
    if _WEB.fullmatch(value):
        return Ready(f"[{markdown(text or value)}]({_destination(value)})")
    if _MAIL.fullmatch(value):
        return Ready(f"[{markdown(text or value)}]({_destination('mailto:' + value)})")
    return markdown(value)


def reihe(values: Iterable[object], dazwischen: str = ", ") -> Ready:
    r"""Several values side by side.

    >>> print(reihe(["a*", Ready("*b*")]))
    a\*, *b*
    """
    return Ready(dazwischen.join(markdown(value) for value in values))


def _escaped_block(text: str) -> str:
    return f"\\{text}" if _BLOCK.match(text) else text


def _destination(target: str) -> str:
    target = on_one_line(target)
    if re.fullmatch(r"[\w/:.?=#%+@~,;-]*", target):
        return target
    return "<" + re.sub(r"[\\<>&|]", r"\\\g<0>", target) + ">"
