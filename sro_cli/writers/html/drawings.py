"""Drawings as a part of the page.

There their words have the page's font and can be searched and selected, and their colours follow the
light and the dark look. What is not known to be harmless stays a picture of its own, in which browsers
run and fetch nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sro_cli.theme import Farben
from sro_cli.writers.html import svg

WIDE = 480
"""Pixels; a wider drawing scrolls on a small screen, or its words could not be read."""

_COLOURED = ("fill", "stroke", "stop-color")
_NEUTRAL = frozenset(("", "none", "inherit", "transparent", "currentcolor", "context-fill", "context-stroke"))

_LENGTH = re.compile(r"(\d*\.?\d+)(px|pt|mm|cm|in)?")
_UNITS = {"": 1, "px": 1, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}


def palette(colours: Farben) -> dict[str, str]:
    """The colours that follow the look of the page, each with its variable in the style sheet.

    >>> names = Farben.model_fields
    >>> palette(Farben(**dict.fromkeys(names, "#004A7C")))
    {'#ffffff': 'var(--grund)', '#000000': 'var(--text)', '#004a7c': 'var(--text)'}
    """
    found = {"#ffffff": "var(--grund)", "#000000": "var(--text)"}
    for name, value in colours.model_dump().items():
        found.setdefault(value.lower(), f"var(--{name})")
    return found


def inlined(drawing: bytes, prefix: str, alternative: str, colours: Mapping[str, str]) -> str | None:
    """A drawing as markup; None if it must stay a picture.

    If each of its colours is one of the theme's, black or white, they follow the look of the page;
    otherwise all of them stay, on white.

    Args:
        drawing: an SVG.
        prefix: of its ids, unique on the page.
        alternative: what it says to those who do not see it; empty for decoration.
        colours: from `palette`.
    """
    try:
        whole = svg.harmless(drawing, prefix)
        width, height = _sized(whole)
    except svg.RefusedError:
        return None
    kind = "zeichnung" if _coloured(whole, colours) else "zeichnung hell"
    whole.attributes = {
        "class": kind,
        **({"role": "img", "aria-label": alternative} if alternative else {"aria-hidden": "true"}),
        **{side: f"{size:g}" for side, size in (("width", width), ("height", height)) if size},
        **{name: value for name, value in whole.attributes.items() if name not in {"id", "width", "height"}},
    }
    markup = svg.written(whole)
    if width < WIDE:
        return markup
    return f'<span class="bild" role="group" aria-label="Abbildung" tabindex="0">{markup}</span>'


def _sized(whole: svg.Element) -> tuple[float, float]:
    """Width and height in pixels, 0 if they depend on others; gives the drawing its ``viewBox``."""
    width, height = (_pixels(whole.attributes.get(side, "")) for side in ("width", "height"))
    if "viewBox" not in whole.attributes:
        if not (width and height):
            raise svg.RefusedError("viewBox")
        whole.attributes["viewBox"] = f"0 0 {width:g} {height:g}"
    return width, height


def _coloured(whole: svg.Element, colours: Mapping[str, str]) -> bool:
    """Lets all colours follow the look of the page, if they can; says whether they do."""
    places = [(each, name) for each in whole.walk() for name in _COLOURED if name in each.attributes]
    plain = {each.attributes[name]: _plain(each.attributes[name]) for each, name in places}
    if not all(each in colours or each in _NEUTRAL or each.startswith("url(") for each in plain.values()):
        return False
    for each, name in places:
        each.attributes[name] = colours.get(plain[each.attributes[name]], each.attributes[name])
    # What has no colour is black.
    whole.attributes.setdefault("fill", colours["#000000"])
    return True


def _plain(colour: str) -> str:
    """A colour as six digits, if that is easily told.

    >>> _plain("#FFF"), _plain("Black"), _plain("rgb(0, 74, 124)"), _plain("teal")
    ('#ffffff', '#000000', '#004a7c', 'teal')
    """
    colour = colour.lower()
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        return "#" + "".join(digit * 2 for digit in colour[1:])
    if match := re.fullmatch(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)", colour):
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in match.groups())
    return {"black": "#000000", "white": "#ffffff"}.get(colour, colour)


def _pixels(length: str) -> float:
    """A length in pixels, 0 if it depends on others.

    >>> _pixels("96pt"), _pixels("100%")
    (128.0, 0.0)
    """
    match = _LENGTH.fullmatch(length.strip())
    return float(match[1]) * _UNITS[match[2] or ""] if match else 0.0
