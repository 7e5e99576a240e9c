"""Findings as text for people: the place, the quoted lines with their marks, the remedy.

The shape is that of rustc: it is the one that most compilers came to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sro_cli import columns
from sro_cli.columns import Paper, visible
from sro_cli.diagnostics import Diagnostic, Related
from sro_cli.report.excerpt import MARGIN, Place, excerpt, lines
from sro_cli.report.strip import SECONDARY
from sro_cli.report.words import COLOURS, NAMES, mending

_BOLD = "1"
_NBSP = "\u00a0"  # a blank at which no line is broken

_QUOTED = 3
"""Second places that are quoted; further ones are listed."""

_NARROWEST = 24
"""Columns below which nothing is broken any more."""

_TOGETHER = re.compile(r"„[^“\s]+(?: [^“\s]+)+“")
_SHORT = 30
"""Columns of a quotation up to which it is not broken: „art: unbelegt“ is read, and written, in one go."""

_COMMAND = re.compile(r"(?<=: )sro \S.*")
"""A command that a remedy ends with: it is copied, and therefore never broken."""


def text(findings: Iterable[Diagnostic], paper: Paper) -> str:
    """The findings with excerpts, one after the other, in the order given, a blank line between them."""
    return "\n".join("".join(f"{line}\n" for line in _finding(finding, paper)) for finding in findings)


def _finding(finding: Diagnostic, paper: Paper) -> Iterator[str]:
    severity = finding.kind.severity
    head = f"{NAMES[severity]}[{finding.kind.code}]: "
    yield from _hung(head, finding.message, paper, (f"1;{COLOURS[severity]}", _BOLD))
    groups = list(_groups(finding))
    margin = max((len(f"{lines(group)[-1] + 1}") for group in groups), default=1)
    pad, bar = " " * margin, paper.paint(f"{'':>{margin}} |", MARGIN)
    if not finding.span:
        yield f"{pad}{paper.paint('-->', MARGIN)} {visible(finding.path)}"
    for number, group in enumerate(groups):
        if number:
            yield bar
        arrow = ":::" if number or not finding.span else "-->"
        yield f"{pad}{paper.paint(arrow, MARGIN)} {visible(str(group[0].span))}"
        yield bar
        yield from excerpt(group, margin, paper)
    yield from _listed(finding.related[_QUOTED:], pad, paper)
    for note in finding.notes:
        yield from _hung(f"{pad} = ", note, paper, (MARGIN, ""))
    yield from _help(finding, pad, paper)


def _help(finding: Diagnostic, pad: str, paper: Paper) -> Iterator[str]:
    """What to do, and that `sro` can do it: behind it, or in a line of its own if the paper is too narrow."""
    if not finding.help:
        return
    head, command = f"{pad} = hilfe: ", mending(finding)
    remedy = visible(finding.help)
    if paper.width and columns.width(f"{head}{remedy}") > paper.width and (call := _COMMAND.search(remedy)):
        broken = [*_hung(head, remedy[: call.start()].rstrip(), paper)]
        # A longer command begins further to the left; what still is too long the terminal breaks itself.
        indent = max(min(columns.width(head), paper.width - columns.width(call[0])), len(pad) + 3)
        broken.append(f"{' ' * indent}{call[0]}")
    else:
        broken = [*_hung(head, remedy, paper)]
    if command and paper.width and columns.width(f"{head}{finding.help}  {command}") > paper.width:
        broken.append(f"{' ' * len(head)}{paper.paint(command, MARGIN)}")
    elif command:
        broken[0] += f"  {paper.paint(command, MARGIN)}"
    mark = paper.paint(f"{pad} =", MARGIN)
    yield broken[0].replace(f"{pad} = hilfe:", f"{mark} {paper.paint('hilfe:', _BOLD)}", 1)
    yield from broken[1:]


def _groups(finding: Diagnostic) -> Iterator[list[Place]]:
    """What is quoted together: the place and the second places in its file, then those of each other file."""
    own = [Place(finding.span, finding.label, f"1;{COLOURS[finding.kind.severity]}")] if finding.span else []
    places = own + [
        Place(other.span, other.message, MARGIN, SECONDARY) for other in finding.related[:_QUOTED]
    ]
    for path in dict.fromkeys(place.span.source.path for place in places):
        yield [place for place in places if place.span.source.path == path]


def _listed(related: Sequence[Related], pad: str, paper: Paper) -> Iterator[str]:
    """Second places without a quotation, one a line, what is said of them in one column."""
    widest = max((columns.width(str(other.span)) for other in related), default=0)
    for other in related:
        place = visible(str(other.span))
        gap = " " * (widest - columns.width(place))
        yield from _hung(f"{pad}::: {place}{gap}  ", other.message, paper, (MARGIN, ""))


def _hung(head: str, words: str, paper: Paper, codes: tuple[str, str] = ("", "")) -> Iterator[str]:
    """Words behind a head, broken to the width of the paper, the later lines indented to the first."""
    indent = columns.width(head)
    room = max(paper.width - indent, _NARROWEST)
    shown = visible(words)
    if paper.width and columns.width(shown) > room:
        kept = _TOGETHER.sub(
            lambda m: m[0].replace(" ", _NBSP) if len(m[0]) <= min(_SHORT, room) else m[0], shown
        )
        first, *others = (line.replace(_NBSP, " ") for line in columns.wrapped(kept, room))
    else:
        first, others = shown, []
    yield f"{paper.paint(head, codes[0])}{paper.paint(first, codes[1])}"
    for line in others:
        yield f"{' ' * indent}{paper.paint(line, codes[1])}"
