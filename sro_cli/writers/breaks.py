"""Where pages break, for PDF and DOCX alike."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from sro_cli import tree

FEW_ROWS, FIRST_ROWS = 5, 2
"""So many rows stay on one page with the header: of a small table all, of a longer one the first."""

LOW_CELL = 400
"""Characters; a row of lower cells fits on a page for certain, so it need not be broken."""

_FEW_LINES = 600  # characters; less is too little for a page of its own


def announces(paragraph: tree.Paragraph) -> bool:
    """Whether a paragraph stays with what follows, because it ends in a colon."""
    return tree.plain_text(paragraph.content).endswith(":")


def runs(blocks: Iterable[tree.Block]) -> list[tuple[bool, list[tree.Block]]]:
    """The blocks in runs, and whether each wants landscape pages.

    Headings go with what follows. A few lines beside a wide table turn with it: alone they
    would have a page for themselves.
    """
    found: list[tuple[bool, list[tree.Block]]] = []
    waiting: list[tree.Block] = []
    for block in blocks:
        waiting.append(block)
        if not isinstance(block, tree.Heading):
            found.append((isinstance(block, tree.Table) and block.wide, waiting))
            waiting = []
    found = _joined([*found, (False, waiting)])
    return _joined([(wide or (len(found) > 1 and _short(run)), run) for wide, run in found])


def _joined(runs: Iterable[tuple[bool, list[tree.Block]]]) -> list[tuple[bool, list[tree.Block]]]:
    groups = groupby(runs, key=itemgetter(0))
    return [(wide, [block for _, run in group for block in run]) for wide, group in groups]


def _short(blocks: Iterable[tree.Block]) -> bool:
    inner = list(tree.walk(blocks))
    length = sum(len(tree.plain_text(tree.inner_inlines(block))) for block in inner)
    return length < _FEW_LINES and not any(isinstance(block, tree.Figure) for block in inner)
