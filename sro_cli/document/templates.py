"""Templates of the theme that make Markdown, and their faults as findings.

Data cannot become markup: what a template prints is escaped, unless one of our filters made it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from typing_extensions import override

from sro_cli.diagnostics import Diagnostic
from sro_cli.document.traces import Made, frame_fault, line_of
from sro_cli.document.words import Ready, markdown
from sro_cli.engines.sandbox import Sandbox
from sro_cli.source import Source, Span
from sro_cli.theme import FOLDER, FrameError, Theme

_BUILT_IN = (
    *("first", "groupby", "last", "length", "list", "map", "reject", "rejectattr", "reverse"),
    *("select", "selectattr", "sort", "sum", "unique"),
)


class Templates:
    """The templates of a theme."""

    def __init__(
        self, theme: Theme, filters: Mapping[str, Callable[..., object]], names: Mapping[str, object]
    ) -> None:
        """Reads no template yet.

        Args:
            theme: its frames are the templates.
            filters: ours, beside a few of Jinja2's own.
            names: what every template may name.
        """
        self._theme = theme
        self._sources: dict[str, Source] = {}
        self._sandbox = _Sandbox(
            lambda name: theme.frame(name) if name in theme.frames else None,
            filters,
            names,
            _BUILT_IN,
            finalize=markdown,
            trim_blocks=True,
            lstrip_blocks=True,
            # In our Markdown a brace and a hash begin an anchor.
            comment_start_string="<!--",
            comment_end_string="-->",
        )

    def render(self, template: str, context: Mapping[str, object]) -> Made | Diagnostic:
        """The text that a template makes, or E140.

        Args:
            template: its path below ``templates/``.
            context: what only this template may name.
        """
        try:
            made = self._sandbox.traced(template, context)
        except FrameError as error:
            return frame_fault(self._theme, error)
        lines = tuple(spot and self._line(*spot) for spot in made.lines)
        return Made(FOLDER + template, made.text, lines)

    def _line(self, path: str, line: int, words: str) -> Span | None:
        if path not in self._sources:
            self._sources[path] = Source(FOLDER + path, self._theme.frame(path))
        source = self._sources[path]
        # Jinja2 counts from the tag or comment whose line end it leaves out.
        following = (line_of(source, number) for number in range(line, len(source.line_starts) + 1))
        return next((span for span in following if span and words.strip() in span.text), None)


class _Sandbox(Sandbox):
    """What a macro printed was escaped when it was printed."""

    @override
    def printed(self, text: str) -> str:
        return Ready(text)
