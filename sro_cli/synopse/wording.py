"""The words of units for cells of the Synopse: what stands in them, and what differs marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sro_cli import tree
from sro_cli.comparison import nouns, words
from sro_cli.comparison.nouns import ABOUT, BOXES, NOUNS
from sro_cli.comparison.pairing import Pair
from sro_cli.comparison.references import Redirection, redirections
from sro_cli.comparison.units import Unit
from sro_cli.comparison.values import Weight
from sro_cli.comparison.weights import of_words
from sro_cli.comparison.words import Run
from sro_cli.synopse.names import Names
from sro_cli.synopse.rows import Inlines, joined
from sro_cli.tree import Marked, Strong, Text

SIDES: tuple[tree.Mark, tree.Mark] = ("deleted", "inserted")
"""What marks words that only the old, and only the new version has."""

MARKS_ONLY = "nur Schriftbild"
"""The remark on texts that differ in quotation marks, dashes and blanks only."""

_UNSEEN = {"id", "alignments", "wide", "quer", "language", "role"}
"""What about a unit says nothing to those who decide on its words."""


def differing(found: Sequence[Run], names: Sequence[Names]) -> tuple[Inlines, Inlines]:
    """The texts of both sides, with what differs marked."""
    one, other = (
        tuple(
            inline
            for run in found
            if (tokens := (run.old, run.new)[side])
            for inline in _marked(names[side].shown(words.content(tokens)), run, SIDES[side])
        )
        for side in (0, 1)
    )
    return one, other


def _marked(content: Inlines, run: Run, mark: tree.Mark) -> Inlines:
    if run.mark == "equal" or not tree.plain_text(content).strip():
        return content
    return (Marked(content, mark),)


def texts(pair: Pair, names: Sequence[Names]) -> tuple[Inlines, Inlines]:
    """What both sides of a pair say of their own, without what lies in them."""
    old, new = pair.old, pair.new
    if old and new:
        one, other = differing(words.runs(old.content, new.content), names)
        return _with_number(old, one), _with_number(new, other)
    sides = (
        _with_number(unit, names[side].shown(unit.content)) if unit else ()
        for side, unit in enumerate((old, new))
    )
    one, other = sides
    return one, other


def about(pair: Pair) -> tuple[Inlines, Inlines]:
    """What else differs about a unit, a line each."""
    if not (pair.old and pair.new):
        return (), ()
    before, after = dict(pair.old.about), dict(pair.new.about)
    names = [name for name in ABOUT if name not in _UNSEEN and before.get(name) != after.get(name)]
    one, other = (
        joined(_line(name, side.get(name, ""), mark) for name in names)
        for side, mark in zip((before, after), SIDES, strict=True)
    )
    return one, other


def _line(name: str, value: str, mark: tree.Mark) -> Inlines:
    shown = nouns.value(name, value)
    if name == "picture" and "#" in value:  # replaced under its name
        shown = f"{shown} ({'bisherige' if mark == 'deleted' else 'neue'} Datei)"
    return (Text(f"{ABOUT[name]}: "), Marked((Text(shown),), mark)) if shown else (Text(f"{ABOUT[name]}: –"),)


def whole(unit: Unit, names: Names) -> Inlines:
    """All that a unit says, a paragraph, an item and a row on a line each."""
    return joined(_lines(unit, names, ""))


def _lines(unit: Unit, names: Names, indent: str) -> Iterator[Inlines]:
    match unit.kind:
        case "row" | "head" | "column":
            cells = [names.shown(cell.content) for cell in unit.inner]
            yield _separated(cells)
        case "list":
            ordered = isinstance(unit.node, tree.OrderedList)
            start = unit.node.start if isinstance(unit.node, tree.OrderedList) else 1
            for number, item in enumerate(unit.inner, start):
                sign = f"{number}. " if ordered else "• "
                first, *rest = [*_inside(item, names, indent + "\u2003")] or [()]
                yield (Text(f"{indent}{sign}"), *first)
                yield from rest
        case "view":
            given = dict(unit.about)
            yield (
                Text(f"{'Diagramm' if given.get('name') == 'diagramm' else 'Übersicht'} „{_title(unit)}“"),
            )
        case "rule":
            yield (Text("* * *"),)
        case "figure":
            picture = unit.node.image if isinstance(unit.node, tree.Figure) else None
            yield (Text("Abbildung: "), *names.shown(unit.content)) if unit.content else ()
            yield (Text(f"[Bild: {picture.alt}]"),) if picture and picture.alt else ()
        case "alert":
            title = BOXES.get(dict(unit.about).get("kind", ""), NOUNS["alert"].word)
            yield (Strong((Text(title),)),)
            yield from _inside(unit, names, indent)
        case _:
            own = _with_number(unit, names.shown(unit.content))
            yield (Text(indent), *own) if indent and own and unit.kind == "item" else own
            yield from _inside(unit, names, indent)


def _inside(unit: Unit, names: Names, indent: str) -> Iterator[Inlines]:
    for inner in unit.inner:
        if inner.kind == "note":
            yield (Text("Fußnote: "), *joined(_inside(inner, names, "")))
        else:
            yield from _lines(inner, names, indent)


def _title(unit: Unit) -> str:
    given = dict(unit.about)
    return given.get("titel") or given.get("argument", "")


def row(pair: Pair, heads: Sequence[Sequence[str]], names: Sequence[Names]) -> tuple[Inlines, Inlines]:
    """A row of a table as each version has it, a cell on a line, with the head of its column.

    The first cell, by which readers know a row, has none, unless another column comes first now.

    Args:
        pair: of the row.
        heads: of the columns of the old table, and of the new one.
        names: of both versions.
    """
    texts = _by_cell(pair, names)
    firsts = tuple(unit.inner[0] for unit in (pair.old, pair.new) if unit)
    known = any((step.old, step.new) == firsts for step in pair.inner if isinstance(step, Pair))
    one, other = (
        joined(
            _cell("" if known and not index else "".join(labels[index : index + 1]), texts[cell])
            for index, cell in enumerate(unit.inner)
        )
        for labels, unit in zip(heads, (pair.old, pair.new), strict=True)
        if unit
    )
    return one, other


def head(pair: Pair, names: Sequence[Names]) -> tuple[Inlines, Inlines]:
    """The head of a table as each version has it, its cells beside each other."""
    texts = _by_cell(pair, names)
    one, other = (_separated([texts[cell] for cell in unit.inner]) for unit in (pair.old, pair.new) if unit)
    return one, other


def _by_cell(row: Pair, names: Sequence[Names]) -> dict[Unit, Inlines]:
    """The texts of all cells of a row in both versions."""
    return {
        unit: text
        for step in row.inner
        if isinstance(step, Pair)
        for unit, text in zip((step.old, step.new), _cell_texts(step, names), strict=True)
        if unit
    }


def _cell_texts(pair: Pair, names: Sequence[Names]) -> tuple[Inlines, Inlines]:
    one, other = texts(pair, names)
    if pair.old and pair.new:
        return one, other
    return (Marked(one, "deleted"),) if one else (), (Marked(other, "inserted"),) if other else ()


def _cell(head: str, content: Inlines) -> Inlines:
    if not content:
        return ()
    return (Text(f"{head}: "), *content) if head else (Strong(content),)


def _separated(cells: Sequence[Inlines]) -> Inlines:
    found: list[tree.Inline] = []
    for index, cell in enumerate(cells):
        found += [*([Text(" | ")] if index else []), *cell]
    return tuple(found)


def _with_number(unit: Unit, content: Inlines) -> Inlines:
    if not isinstance(unit.node, tree.Heading):
        return content
    number = f"{unit.node.number} " if unit.node.number else ""
    return (Strong((Text(number), *content)),) if number else (Strong(content),)


def remarks(found: Sequence[Run], names: Sequence[Names]) -> Iterator[str]:
    """What the words of a text do not show: mentions that lead elsewhere, other emphasis."""
    for each in redirections(found):
        leads_on = names[0].now(each.before) == each.after
        if (words := each.text.strip()) and not leads_on:
            yield f"„{words}“ {_led(each, names)}"
    if all(run.mark == "equal" for run in found) and any(_look(run, 0) != _look(run, 1) for run in found):
        yield "nur anders hervorgehoben"
    elif any(run.text for run in found if run.mark != "equal") and of_words(found) is Weight.TYPOGRAPHY:
        yield MARKS_ONLY


def _led(found: Redirection, names: Sequence[Names]) -> str:
    before, after = (
        _target(target, side) for target, side in zip((found.before, found.after), names, strict=True)
    )
    if not before:
        return f"verweist jetzt auf {after}"
    if not after:
        return f"verweist nicht mehr auf {before}"
    return f"verweist jetzt auf {after}, vorher auf {before}"


def _look(run: Run, side: int) -> list[list[type]]:
    tokens = (run.old, run.new)[side]
    return [[type(w) for w in token.around if isinstance(w, tree.Emphasis | Strong)] for token in tokens]


def _target(target: str, names: Names) -> str:
    if not target:
        return ""
    return target if "//" in target or target.startswith("mailto:") else names.of(target)
