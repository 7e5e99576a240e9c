"""Signs that the fonts of the documents lack, in a document of two versions: nobody can mend a past one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from sro_cli import tree
from sro_cli.engines import typeset
from sro_cli.theme import Theme
from sro_cli.tree import Inline, Tree

OMITTED = "[…]"
"""What stands in a reason for words of another script."""


def lacking(document: Tree, theme: Theme) -> frozenset[str]:
    """The signs in a document that its fonts cannot show.

    Args:
        document: of which every text is looked at.
        theme: names the fonts.
    """
    signs: dict[type, set[str]] = {tree.Text: set(), tree.Code: set()}
    for part in document.parts:
        for block in tree.walk(part.blocks):
            for inline in tree.walk_inlines(tree.inner_inlines(block)):
                if isinstance(inline, tree.Text | tree.Code) and not inline.text.isascii():
                    signs[type(inline)] |= {*inline.text}
    fonts = theme.gestaltung.schrift
    return typeset.unset(signs[tree.Text], fonts.text) | typeset.unset(signs[tree.Code], fonts.fest)


def without(text: str, lost: Iterable[str]) -> str:
    """A reason without what no font shows: signs are left out, words of another script are `OMITTED`.

    >>> without("🎉 Endlich fertig ✅", "🎉✅")
    'Endlich fertig'
    >>> without("漢字 字 aus Kyōto, 字", "漢字")
    '[…] aus Kyōto, […]'
    """
    letters = {sign for sign in lost if unicodedata.category(sign)[0] in "LN"}
    words, signs = (
        f"[{re.escape(''.join(lot))}]" for lot in (letters or "\0", {*lost, *"\u200d\ufe0e\ufe0f"})
    )
    found = re.sub(f"({words}+(?: +{words}+)*)|{signs}", lambda match: OMITTED if match[1] else "", text)
    return re.sub(r" {2,}", " ", found).strip()


def with_names(document: Tree, lost: frozenset[str]) -> Tree:
    """A document in which each of some signs is named: „[Zeichen U+1F389]“.

    To leave them out would hide what changed.
    """
    pattern = re.compile(f"[{re.escape(''.join(lost))}]")

    def named(inline: Inline) -> tuple[Inline, ...]:
        if isinstance(inline, tree.Text | tree.Code) and pattern.search(inline.text):
            text = pattern.sub(lambda match: f"[Zeichen U+{ord(match[0]):04X}]", inline.text)
            return (replace(inline, text=text),)
        return (inline,)

    parts = (replace(part, blocks=tree.map_blocks(part.blocks, named)) for part in document.parts)
    return replace(document, parts=tuple(parts))
