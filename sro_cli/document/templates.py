"""Templates of the theme that make Markdown, and their faults as findings.

Data cannot become markup: what a template prints is escaped, unless one of our filters made it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from typing_extensions import override

from sro_cli.diagnostics import Diagnostic
from sro_cli.document.words import Ready, markdown
from sro_cli.readers import faults
from sro_cli.sandbox import Sandbox
from sro_cli.source import Source, Span
from sro_cli.theme import FOLDER, FrameError, Theme

_REMEDY = "verbessern Sie die Vorlage oder löschen Sie sie: dann gilt wieder die mitgelieferte"
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

    def render(self, template: str, context: Mapping[str, object]) -> tuple[str, Diagnostic | None]:
        """The text that a template makes, or E140 and no text.

        Args:
            template: its path below ``templates/``.
            context: what only this template may name.
        """
        try:
            return self._sandbox.fill(template, context), None
        except FrameError as error:
            return "", frame_fault(self._theme, error)


def frame_fault(theme: Theme, error: FrameError) -> Diagnostic:
    """The finding E140 for a frame that cannot be used."""
    return fault(theme, FOLDER + error.path, error.line, str(error), error.notes)


def fault(  # noqa: PLR0913 - the parts of a finding
    theme: Theme, path: str, line: int, message: str, notes: tuple[str, ...] = (), *, remedy: str = _REMEDY
) -> Diagnostic:
    """A finding E140.

    Args:
        theme: has the template.
        path: of the template, below the project's folder.
        line: from 1; 0 if unknown.
        message: what is wrong.
        notes: what the engine says.
        remedy: what to do now.
    """
    frame = path.removeprefix(FOLDER)
    if line and frame in theme.frames:
        source = Source(path, theme.frames[frame].decode(errors="replace"))
        if line <= len(source.line_starts):
            start = source.line_starts[line - 1]
            span = Span(source, start, start + len(source.line(line - 1)))
            return faults.VORLAGE_FEHLERHAFT.at(span, message, notes=notes, help=remedy)
    return faults.VORLAGE_FEHLERHAFT.in_file(path, message, notes=notes, help=remedy)


def markdown_fault(finding: Diagnostic) -> Diagnostic:
    """A finding E140 for what is wrong with the Markdown that a template made."""
    line = (
        finding.span.source.line(finding.span.source.line_column(finding.span.start)[0] - 1)
        if finding.span
        else ""
    )
    notes = (f"erzeugt wurde: {line.strip()}",) if line.strip() else ()
    message = f"Die Vorlage erzeugt, was nicht vorgesehen ist: {finding.message}"
    return faults.VORLAGE_FEHLERHAFT.in_file(finding.path, message, notes=notes, help=finding.help or _REMEDY)


class _Sandbox(Sandbox):
    """What a macro printed was escaped when it was printed."""

    @override
    def printed(self, text: str) -> str:
        return Ready(text)
