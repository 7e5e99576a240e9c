"""Findings that carry their remedy: their spots are changed, and nothing else.

What is changed is checked again before anybody writes it. A fix that would bring a Fehler is left out.
"""

from sro_cli.fixing.rounds import Mended, mended
from sro_cli.fixing.spots import fixable, fixed
from sro_cli.fixing.words import summary

__all__ = ["Mended", "fixable", "fixed", "mended", "summary"]
