"""Where a concept stands, as a picture for its README: what `sro status --bild` writes.

It says by lightness and hatching what it says by colour, stands on its own ground on light and dark pages,
and has everything it shows as text for those who cannot see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from sro_cli.answers.status import STATES, Status
from sro_cli.columns import visible, wrapped
from sro_cli.readable import datum, plain, wort
from sro_cli.theme import Farben, Schrift, Theme

_WIDE, _EDGE, _LINE = 800, 28, 24
"""Lengths in the units of the picture, which browsers take for pixels."""

_HALF = 446
"""Where the right column begins."""

_HATCHING = "schraffur"
_LETTERS, _SMALL_LETTERS = 70, 80
"""How many of the title, and of all else, fit into a line."""


def svg(found: Status, theme: Theme) -> str:
    """Where a concept stands, as SVG; the same for the same state, byte for byte."""
    colours, family = theme.gestaltung.farben, _family(theme.gestaltung.schrift)
    parts, height = _drawn(found, colours)
    lines = (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="titel text"',
        f'  viewBox="0 0 {_WIDE} {height}" width="{_WIDE}" height="{height}"',
        f'  font-family="{_escape(family)}" font-size="15" fill="{colours.text}">',
        f'<title id="titel">{_escape(f"Stand: {_titel(found)}")}</title>',
        f'<desc id="text">{_escape(" ".join(_said(found)))}</desc>',
        f"<style>rect {{ stroke: {colours.linie} }} pattern rect {{ stroke: none }}</style>",
        f"<defs>{_hatching(colours.wichtig)}</defs>",
        f'<rect x="1" y="1" width="{_WIDE - 2}" height="{height - 2}" rx="8" fill="#ffffff"/>',
        *parts,
        "</svg>",
    )
    return "\n".join(lines) + "\n"


def _family(schrift: Schrift) -> str:
    names = ", ".join(f"'{name}'" for name in (schrift.text, *schrift.ersatz))
    return f"{names}, sans-serif"


def _titel(found: Status) -> str:
    return found.titel or "Konzept ohne Titel"


# --- what is said ----------------------------------------------------------------------


def _said(found: Status) -> Iterator[str]:
    """Everything the picture shows, sentence by sentence."""
    yield _next(found) + "."
    counts = [f"{wort(state)}: {len(names)}" for state, names in _states(found) if names]
    yield f"{_count(found)}. {', '.join(counts)}."
    for each in found.measured:
        if each.total:
            yield f"{each.measure.words}: {each.covered} von {each.total}."
    yield f"{', '.join(f'{number} {words}' for number, words in _open(found))}."
    yield from (f"{words}." for words in _lacks(found))


def _next(found: Status) -> str:
    stone = found.next
    if stone is None:
        return "Alle Meilensteine sind veröffentlicht"
    day = f", {plain(datum(stone.termin))}" if stone.termin else ""
    return f"Als Nächstes: {stone.label}, {wort(stone.fassung)} {stone.version}{day}"


def _count(found: Status) -> str:
    return f"{len(found.chapters)} Kapitel"


def _states(found: Status) -> list[tuple[str, list[str]]]:
    return [(state, [each.id for each in found.chapters if each.status == state]) for state in STATES]


def _open(found: Status) -> list[tuple[int, str]]:
    counted = (
        (found.open_points, "offener Punkt", "offene Punkte"),
        (found.unproven, "Eintrag, dem ein Beleg fehlt", "Einträge, denen ein Beleg fehlt"),
        (found.unanswered, "Rückmeldung ohne Entscheidung", "Rückmeldungen ohne Entscheidung"),
    )
    return [(len(entries), one if len(entries) == 1 else many) for entries, one, many in counted]


def _lacks(found: Status) -> list[str]:
    if found.next is None:
        return []
    if not found.lacks:
        return [f"{found.next.label} fehlt nichts von dem, was er verlangt"]
    return [f"{found.next.label} fehlt noch: {', '.join(lack.words for lack in found.lacks)}"]


# --- what is drawn ---------------------------------------------------------------------


def _drawn(found: Status, colours: Farben) -> tuple[list[str], int]:
    """The elements of the picture from above to below, and its height."""
    parts: list[str] = []
    y = _EDGE + 14
    for line in wrapped(_titel(found), _LETTERS):
        parts.append(_text(_EDGE, y, line, 'font-size="20" font-weight="bold"'))
        y += _LINE
    parts.append(_text(_EDGE, y, _next(found), f'fill="{colours.gedaempft}"'))
    y += 18
    parts += _chapters(found, colours, y)
    y += 108
    left, right = y, y
    for each in found.measured:
        if each.total:
            parts += _measure(each.measure.words, each.covered, each.total, colours, left)
            left += 40
    for number, words in _open(found):
        parts.append(
            _text(_HALF + 52, right + 24, str(number), 'font-size="24" text-anchor="end" font-weight="bold"')
        )
        parts.append(_text(_HALF + 64, right + 23, words))
        right += 40
    y = max(left, right)
    if lines := [line for words in _lacks(found) for line in wrapped(f"{words}.", _SMALL_LETTERS)]:
        parts.append(f'<path d="M{_EDGE} {y + 4}H{_WIDE - _EDGE}" stroke="{colours.linie}"/>')
        y += 30
        for line in lines:
            parts.append(_text(_EDGE, y, line))
            y += _LINE
    return parts, y + 4


def _chapters(found: Status, colours: Farben, y: int) -> Iterator[str]:
    """A box a chapter, the farthest first, and what the boxes mean."""
    yield _text(_EDGE, y + 14, _count(found), 'font-size="14"')
    y += 22
    fills = _fills(colours)
    total = max(len(found.chapters), 1)
    step = (_WIDE - 2 * _EDGE) / total
    place = float(_EDGE)
    x = _EDGE
    for state, names in _states(found):
        for _name in names:
            yield _box(place, y, step - 2, 26, fills[state])
            place += step
        if names:
            words = f"{wort(state)}: {len(names)}"
            yield _box(x, y + 40, 14, 14, fills[state])
            yield _text(x + 22, y + 52, words)
            x += 22 + 9 * len(words) + 24


def _fills(colours: Farben) -> dict[str, str]:
    """What fills the box of a chapter: the farther, the darker; what goes back is hatched."""
    return dict(
        zip(
            STATES,
            (colours.akzent, _lighter(colours.akzent), f"url(#{_HATCHING})", colours.flaeche),
            strict=True,
        )
    )


def _hatching(colour: str) -> str:
    return (
        f'<pattern id="{_HATCHING}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="#ffffff"/><rect width="3" height="6" fill="{colour}"/></pattern>'
    )


def _lighter(colour: str) -> str:
    """A colour halfway to white.

    >>> _lighter("#004a7c")
    '#80a5be'
    """
    return "#" + "".join(f"{(int(colour[at : at + 2], 16) + 256) // 2:02x}" for at in (1, 3, 5))


def _measure(words: str, covered: int, total: int, colours: Farben, y: int) -> Sequence[str]:
    """What is measured, and how much of it is there as a bar."""
    wide = _HALF - 2 * _EDGE
    return (
        _text(_EDGE, y + 10, words, 'font-size="14"'),
        _text(_EDGE + wide, y + 10, f"{covered} von {total}", 'font-size="14" text-anchor="end"'),
        _box(_EDGE, y + 16, wide, 8, colours.flaeche),
        _box(_EDGE, y + 16, wide * covered / total, 8, colours.akzent) if covered else "",
    )


def _box(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height}" rx="2" fill="{fill}"/>'


def _text(x: float, y: int, words: str, more: str = "") -> str:
    return f'<text x="{x:g}" y="{y}"{" " if more else ""}{more}>{_escape(words)}</text>'


def _escape(words: str) -> str:
    """Words as text of XML, which has no place for most characters of control."""
    return escape(visible(words))
