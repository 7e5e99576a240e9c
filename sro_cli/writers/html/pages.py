"""The pages around the fragments: Jinja2 templates of ``templates/html/``; what they are given is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from sro_cli.engines.sandbox import Sandbox
from sro_cli.theme import Theme
from sro_cli.writers.html import colours

FOLDER = "html/"
"""Where the templates lie in the theme."""


class Templates:
    """The templates of a theme, with what all of them may name."""

    def __init__(self, theme: Theme, **everywhere: object) -> None:
        """Reads the templates.

        Args:
            theme: its frames below ``html/``.
            everywhere: what every template may name.

        Raises:
            FrameError: a template is not UTF-8.
        """
        names = [path for path in sorted(theme.frames) if path.startswith(FOLDER)]
        self._texts = {path.removeprefix(FOLDER): theme.frame(path) for path in names}
        self._sandbox = _sandbox(tuple(self._texts.items()))
        self._everywhere = everywhere

    def text(self, name: str) -> str:
        """A file beside the templates as it is.

        Raises:
            KeyError: there is no such file.
        """
        return self._texts[name]

    def page(self, name: str, **values: object) -> bytes:
        """A page.

        Raises:
            FrameError: the template is missing or faulty.
        """
        return self._sandbox.fill(name, {**self._everywhere, **values}).encode()


def style(templates: Templates, theme: Theme, fonts: Mapping[str, str]) -> str:
    """The style sheet.

    Args:
        templates: of which ``stil.css.j2`` is used.
        theme: the design tokens.
        fonts: where a style of the text font (``normal``, ``italic``) is fetched from; empty
            where only fonts of the reader's machine may be used.
    """
    tokens = theme.gestaltung
    dark = colours.dark(tokens.farben)
    return templates.page("stil.css.j2", gestaltung=tokens, dunkel=dark, schriften=fonts).decode()


def css_string(text: object) -> str:
    r"""A string in CSS, safe inside ``<style>`` too (CSS Syntax 3, 4.3.5).

    >>> print(css_string("</style>"))
    "\00003c/style>"
    """
    unsafe = {sign: f"\\{ord(sign):06x}" for sign in '"\\<\n'}
    return '"' + "".join(unsafe.get(sign, sign) for sign in str(text)) + '"'


def markup(html: str) -> Markup:
    """HTML that is already escaped: pandoc's, or a script of ours."""
    return Markup(html)  # noqa: S704 - the one door for it


def digest(text: str) -> str:
    """How a content security policy names an inline style or script: ``'sha256-…'`` (CSP 3, 2.3.1).

    >>> digest("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _sandbox(texts: tuple[tuple[str, str], ...]) -> Sandbox:
    # Kept, because compiling the templates takes as long as filling them in.
    by_path = {FOLDER + name: text for name, text in texts}
    return Sandbox(
        by_path.get,
        {"dezimal": "{:.3f}".format, "zeichenkette": css_string},
        {"range": lambda *bounds: range(*bounds)[:1000]},
        ("dictsort", "join", "length", "list", "map", "max", "min", "reject", "select", "selectattr", "sort"),
        FOLDER,
        autoescape=lambda name: bool(name) and name.endswith("html.j2"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
