"""The look of the products as values: the tokens of ``templates/gestaltung.yml`` and the frames beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

FOLDER = "templates/"
"""Where the files of the look lie in the project; the paths of frames begin below it."""

Farbe = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
"""sRGB, ``#rrggbb``."""

Punkt = Annotated[float, Field(gt=0, le=72)]
"""A type size in pt."""

Laenge = Annotated[float, Field(ge=0, le=200)]
"""A length in mm."""


class _Tokens(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Farben(_Tokens):
    """Colours; each text colour is readable on white and on ``flaeche``."""

    text: Farbe
    gedaempft: Farbe
    akzent: Farbe
    linie: Farbe
    flaeche: Farbe
    hinweis: Farbe
    wichtig: Farbe
    offen: Farbe
    intern: Farbe


class Schrift(_Tokens):
    """Families: for text, what replaces it where it is missing, and for code."""

    text: str
    ersatz: tuple[str, ...]
    fest: str


class Groessen(_Tokens):
    """Type sizes in pt; one per heading level 1 to 6."""

    text: Punkt
    klein: Punkt
    titel: Punkt
    untertitel: Punkt
    ueberschriften: Annotated[tuple[Punkt, ...], Field(min_length=6, max_length=6)]


class Seite(_Tokens):
    """Margins of an A4 page in mm."""

    oben: Laenge
    unten: Laenge
    links: Laenge
    rechts: Laenge


class Gestaltung(_Tokens):
    """All design tokens."""

    farben: Farben
    schrift: Schrift
    groessen: Groessen
    seite: Seite
    logo: str = ""


GESTALTUNG = "gestaltung"
"""The key of ``gestaltung.yml`` among the places."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance).

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


_LINEAR_BELOW = 0.04045


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= _LINEAR_BELOW else ((value + 0.055) / 1.055) ** 2.4)


@dataclass(frozen=True, slots=True)
class Theme:
    """What a writer needs to know about the look.

    Attributes:
        gestaltung: the design tokens.
        frames: the other files below ``templates/`` by their path there (``pdf.typ``), as bytes.
    """

    gestaltung: Gestaltung
    frames: Mapping[str, bytes]

    def frame(self, path: str) -> str:
        """A frame as text.

        Raises:
            KeyError: there is no such file.
            FrameError: it is not UTF-8.
        """
        try:
            return self.frames[path].decode()
        except UnicodeDecodeError as error:
            line = 1 + error.object.count(b"\n", 0, error.start)
            raise FrameError(path, line, "Die Vorlage ist nicht in UTF-8 gespeichert") from None


class FrameError(RuntimeError):
    """A frame cannot be used; the message is German, one sentence without a full stop.

    Attributes:
        path: of the frame, below ``templates/``.
        line: from 1; 0 if unknown.
        notes: what the engine says.
    """

    def __init__(self, path: str, line: int, message: str, notes: tuple[str, ...] = ()) -> None:
        """Keeps what is to be told."""
        super().__init__(message)
        self.path = path
        self.line = line
        self.notes = notes
