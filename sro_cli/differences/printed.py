"""Changes on a terminal: one under the other, or side by side where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sro_cli.columns import Paper, visible, width, wrapped
from sro_cli.comparison.shifts import renumbered
from sro_cli.comparison.values import Change, Place
from sro_cli.comparison.words import Run
from sro_cli.differences.compared import (
    Compared,
    discretion,
    doubts,
    is_internal,
    lots,
    place,
    summary,
    unexplained,
)
from sro_cli.differences.wording import Told, called, section, told

SIDE_BY_SIDE = 120
"""Columns from which on both texts have room beside each other."""

_AROUND = 40
"""Characters of a text that stay around what changed in it."""

_RED, _GREEN, _BOLD = "31", "32", "1"
_INDENT = "      "


def printed(compared: Compared, paper: Paper) -> str:
    """All changes, chapter by chapter and entry by entry.

    What is gone stands in ``[-…-]``, what is new in ``{+…+}``, as git writes it; colours only say it again.
    """
    lines = [f"{compared.old} → {compared.new}: {summary(compared)}"]
    for words in filter(None, (*doubts(compared), discretion(compared))):
        lines += _broken(words, paper)
    for where, changes in lots(compared.changes):
        lines += ["", paper.paint(_heading(where), _BOLD)]
        shared = compared.shared(changes)
        if shared:
            lines += _reason(shared, "  ", paper)
        for change in changes:
            lines += _change(change, where, paper)
            if not shared:
                lines += _reason(compared.reason(change), _INDENT, paper)
    for words in filter(None, (renumbered(compared.changes), *unexplained(compared))):
        lines += ["", *_broken(words, paper)]
    return "\n".join(lines) + "\n"


def _broken(words: str, paper: Paper) -> Iterator[str]:
    yield from wrapped(visible(words), paper.width) if paper.width else [visible(words)]


def _reason(words: str, indent: str, paper: Paper) -> Iterator[str]:
    if words:
        yield from _lines([("", f"Grund: {words}")], indent, paper)


def _heading(where: Place) -> str:
    return f"{called(where)} ({where.target})" if ":" in where.target else "Einstellungen"


def _change(change: Change, around: Place, paper: Paper) -> Iterator[str]:
    said, where = told(change), place(change)
    inside = f", {section(where)}" if around.target.startswith("kapitel:") and section(where) else ""
    span = f"  {where.span}" if where.span else ""
    internal = " (intern)" if is_internal(change) else ""
    first = visible(f"  {said.mark} {said.what}{internal}{inside}")
    if paper.width and width(first) + len(span) > paper.width:
        yield first
        yield f"    {span}"
    else:
        yield f"{first}{span}"
    if paper.width >= SIDE_BY_SIDE:
        yield from _beside(said, paper)
    else:
        yield from _below(said, paper)


def _below(said: Told, paper: Paper) -> Iterator[str]:
    if said.runs:
        yield from _lines(_shortened(said.runs), _INDENT, paper)
    elif said.mark == ">":
        yield from _lines([("", said.new)], _INDENT, paper)
    else:
        if said.old:
            yield from _lines([("deleted", said.old)], _INDENT, paper)
        if said.new:
            yield from _lines([("inserted", said.new)], _INDENT, paper)


def _beside(said: Told, paper: Paper) -> Iterator[str]:
    half = (paper.width - len(_INDENT) - 3) // 2
    pieces = _shortened(said.runs)
    if said.runs:
        sides = [[piece for piece in pieces if piece[0] != other] for other in ("inserted", "deleted")]
    elif said.mark == ">":
        sides = [[], [("", said.new)]]
    else:
        sides = [[("deleted", said.old)] if said.old else [], [("inserted", said.new)] if said.new else []]
    plain = Paper(half)
    left, right = (list(_lines(side, "", plain, paper)) if side else [] for side in sides)
    for index in range(max(len(left), len(right))):
        one, other = (side[index] if index < len(side) else ("", 0) for side in (_sized(left), _sized(right)))
        yield f"{_INDENT}{one[0]}{' ' * (half - one[1])} │ {other[0]}".rstrip()


def _sized(lines: Sequence[str]) -> list[tuple[str, int]]:
    return [(line, width(_uncoloured(line))) for line in lines]


def _uncoloured(line: str) -> str:
    for code in (_RED, _GREEN):
        line = line.replace(f"\x1b[{code}m", "")
    return line.replace("\x1b[0m", "")


def _shortened(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """What runs say, the equal ones cut to what stands around changes; each with its mark."""
    pieces: list[tuple[str, str]] = []
    for index, run in enumerate(runs):
        text = run.text.replace("\n", " ")
        if run.mark != "equal":
            if text:
                pieces.append((run.mark, text))
            continue
        head = text[: _AROUND + 1].rpartition(" ")[0] if index else ""
        tail = text[-_AROUND - 1 :].partition(" ")[2] if index < len(runs) - 1 else ""
        short = f"{head} …{' ' if tail else ''}{tail}" if index else f"… {tail}"
        pieces.append(("", text if len(text) <= len(short) or len(runs) == 1 else short))
    return pieces


def _lines(
    pieces: Sequence[tuple[str, str]], indent: str, paper: Paper, colours: Paper | None = None
) -> Iterator[str]:
    """Text with marks, broken at blanks; a colour may go over the ends of lines."""
    words: list[str] = []
    for mark, text in pieces:
        begin, end = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}.get(mark, ("", ""))
        words.append(f"{begin}{visible(text)}{end}")
    whole = "".join(words)
    lines = list(wrapped(whole, paper.width - len(indent))) if paper.width else [whole]
    state = ""
    for line in lines:
        painted, state = _painted(line, state, colours or paper)
        yield f"{indent}{painted}"


def _painted(line: str, state: str, paper: Paper) -> tuple[str, str]:
    """A line in the colours of its marks; a stretch may have begun on a line before."""
    out, rest = "", line
    while rest:
        end = {_RED: "-]", _GREEN: "+}"}.get(state, "")
        if state:
            at = rest.find(end)
            stop = len(rest) if at < 0 else at + len(end)
            out += paper.paint(rest[:stop], state)
            rest, state = rest[stop:], state if at < 0 else ""
            continue
        starts = [(at, code) for sign, code in (("[-", _RED), ("{+", _GREEN)) if (at := rest.find(sign)) >= 0]
        if not starts:
            return out + rest, ""
        at, state = min(starts)
        out, rest = out + rest[:at], rest[at:]
    return out, state
