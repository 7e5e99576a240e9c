"""What never leaves the administration, looked for in a public document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic
from sro_cli.model import Konzept
from sro_cli.readback.told import told_by
from sro_cli.references import Index
from sro_cli.store.output import TEXT_WEICHT_AB
from sro_cli.tree import Tree

_WORD = re.compile(r"\w+")
_FEWEST = 4
"""Words of a remark that are no chance when they come again."""

_REMEDY = "das ist ein Fehler in sro, bitte melden Sie ihn; geben Sie das Dokument nicht heraus"


def leaks(konzept: Konzept, index: Index, document: Tree) -> Iterator[Diagnostic]:
    """The findings P102 for INTERN boxes and internal remarks in a public document.

    What the sources say elsewhere too is no secret; `checks.datenschutz` says so.

    Args:
        konzept: with all that is internal.
        index: of it.
        document: that is said to be public.
    """
    for part in document.parts:
        for block in tree.walk(part.blocks):
            if isinstance(block, tree.Alert) and block.kind == "INTERN" and block.span:
                message = "Dieser interne Kasten steht im öffentlichen Dokument"
                yield TEXT_WEICHT_AB.at(block.span.first_line, message, help=_REMEDY)
    remarks = [
        (entry.target, name, words)
        for entry in konzept.rueckmeldungen
        for name, value in entry.intern.items()
        if (words := _words(value)).count(" ") > _FEWEST
    ]
    if not remarks:
        return
    shown = told_by(document)
    public = _words("\n".join(piece.text for piece in (*shown.body, *shown.notes)))
    for target, name, words in remarks:
        if words in public and not _is_repeated(words, index):
            message = f"Die interne Angabe „{name}“ steht im öffentlichen Dokument"
            yield TEXT_WEICHT_AB.at(index.targets[target].first_line, message, help=_REMEDY)


def _words(text: str) -> str:
    """The words of a text with a blank on either side of each."""
    return f" {' '.join(_WORD.findall(text))} "


def _is_repeated(words: str, index: Index) -> bool:
    sources = {span.source for span in index.targets.values()}
    return sum(_words(source.text).count(words) for source in sources) > 1
