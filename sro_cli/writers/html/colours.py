"""Colours for the dark look, derived from those of the theme so that they stay readable."""

from __future__ import annotations

from sro_cli.theme import Farben, contrast

DARK = "#14191f"
"""The ground of the dark look; boxes lie on `DARK_PANEL`."""

DARK_PANEL = "#1f272f"

READABLE = 7.0
"""Contrast of text, WCAG 2.2, 1.4.6 (AAA); 4.5 is the duty."""

VISIBLE = 3.0
"""Contrast of lines, WCAG 2.2, 1.4.11."""


def dark(colours: Farben) -> dict[str, str]:
    """The dark counterpart of each colour, by the names of the theme.

    >>> from sro_cli.theme import Farben
    >>> names = Farben.model_fields
    >>> dark(Farben(**dict.fromkeys(names, "#004a7c")))["akzent"]
    '#99b7cb'
    """
    light = {name: str(value) for name, value in colours.model_dump().items()}
    texts = {name: lightened(value, DARK_PANEL, READABLE) for name, value in light.items()}
    return {
        **texts,
        "text": lightened(light["text"], DARK_PANEL, 12.0),
        "linie": lightened(light["linie"], DARK_PANEL, VISIBLE),
        "flaeche": DARK_PANEL,
        "grund": DARK,
    }


def lightened(colour: str, ground: str, ratio: float) -> str:
    """The colour with as much white as it needs to reach a contrast on a dark ground.

    White is the most there is, also where it does not suffice.

    >>> lightened("#000000", "#000000", 7), lightened("#eeeeee", "#ffffff", 7)
    ('#999999', '#ffffff')
    """
    parts = _parts(colour)
    for step in range(21):
        mixed = "#" + "".join(f"{round(part + (255 - part) * step / 20):02x}" for part in parts)
        if contrast(mixed, ground) >= ratio:
            return mixed
    return "#ffffff"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
