"""The room of Jinja2: templates of the theme, in a sandbox, and their faults as findings.

Data cannot become markup: what a template prints is escaped, unless one of our filters made it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from sro_cli.diagnostics import Diagnostic
from sro_cli.document.words import Ready, markdown, zahl
from sro_cli.model import Wert
from sro_cli.readers import faults
from sro_cli.source import Source, Span
from sro_cli.theme import Theme

FOLDER = "templates/"
"""Where the templates lie in the project; the theme's paths begin below it."""

LARGEST = 4_000_000
"""Characters a template may produce; the longest annex of a large concept has 300,000."""

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
        self._environment = _Environment(
            loader=FunctionLoader(self._load),
            undefined=_Unknown,
            finalize=markdown,
            trim_blocks=True,
            lstrip_blocks=True,
            # In our Markdown a brace and a hash begin an anchor.
            comment_start_string="<!--",
            comment_end_string="-->",
        )
        built_in = {name: self._environment.filters[name] for name in _BUILT_IN}
        self._environment.filters = {**built_in, **filters}
        # Without `range` a loop is as long as the data.
        self._environment.globals = dict(names)

    def render(self, template: str, context: Mapping[str, object]) -> tuple[str, Diagnostic | None]:
        """The text that a template makes, or E140 and no text.

        Args:
            template: its path below ``templates/``.
            context: what only this template may name.
        """
        pieces: list[str] = []
        room = LARGEST
        try:
            for piece in self._environment.get_template(template).generate(context):
                pieces.append(piece)
                if (room := room - len(piece)) < 0:
                    raise OverflowError(f"mehr als {zahl(LARGEST)} Zeichen")  # noqa: TRY301 - one way out for all faults
        except Exception as error:  # noqa: BLE001 - a template can raise anything, and all of it is its fault
            return "", self._fault(template, error)
        return "".join(pieces), None

    def _load(self, template: str) -> tuple[str, str, Callable[[], bool]] | None:
        if template not in self._theme.frames:
            return None
        return self._theme.frame(template), FOLDER + template, lambda: True

    def _fault(self, template: str, error: Exception) -> Diagnostic:
        path, line = _place(template, error)
        match error:
            case TemplateNotFound():
                return fault(self._theme, path, line, f"Die Vorlage „{error.name}“ fehlt im Ordner templates")
            case TemplateSyntaxError():
                message, note = "Die Vorlage ist nicht richtig geschrieben", f"Jinja2 meldet: {error.message}"
            case SecurityError():
                message = "Die Vorlage greift auf etwas zu, das Vorlagen nicht offensteht"
                note = f"Jinja2 meldet: {error}"
            case UndefinedError():
                message, note = str(error), ""
            case RecursionError():
                message, note = "Die Vorlage ruft sich ohne Ende selbst auf", ""
            case OverflowError():
                message, note = "Die Vorlage findet kein Ende", f"sie erzeugt {error}"
            case UnicodeDecodeError():
                message, note = "Die Vorlage ist nicht in UTF-8 gespeichert", ""
            case _:
                message, note = "Die Vorlage bricht ab", f"Python meldet: {type(error).__name__}: {error}"
        return fault(self._theme, path, line, message, (note,) if note else ())


def fault(theme: Theme, path: str, line: int, message: str, notes: tuple[str, ...] = ()) -> Diagnostic:
    """A finding E140.

    Args:
        theme: has the template.
        path: of the template, below the project's folder.
        line: from 1; 0 if unknown.
        message: what is wrong.
        notes: what the engine says.
    """
    frame = path.removeprefix(FOLDER)
    if line and frame in theme.frames:
        source = Source(path, theme.frames[frame].decode(errors="replace"))
        if line <= len(source.line_starts):
            start = source.line_starts[line - 1]
            span = Span(source, start, start + len(source.line(line - 1)))
            return faults.VORLAGE_FEHLERHAFT.at(span, message, notes=notes, help=_REMEDY)
    return faults.VORLAGE_FEHLERHAFT.in_file(path, message, notes=notes, help=_REMEDY)


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


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which only the data of entries can be reached, and text cannot be multiplied."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Fields and our own methods; of texts, numbers and lists nothing: filters do what is needed."""
        if isinstance(obj, str | int | float | bytes | list | tuple):
            return False
        if isinstance(obj, Wert) and attr.startswith(
            ("model_", "copy", "json", "dict", "parse_", "construct")
        ):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic of numbers that stay small."""
        if operator == "**" or not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(f"„{operator}“ ist nur mit Zahlen möglich")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """A call; what a macro printed was escaped when it was printed."""
        result = super().call(context, obj, *args, **kwargs)
        return Ready(result) if isinstance(obj, Macro) else result


class _Unknown(StrictUndefined):
    """What a template names and nobody knows, in German."""

    @property
    def _undefined_message(self) -> str:
        name = self._undefined_name
        if self._undefined_hint:
            return str(self._undefined_hint)
        if self._undefined_obj is missing or name is None:
            return f"„{name}“ ist in dieser Vorlage nicht bekannt"
        return f"„{type(self._undefined_obj).__name__}“ hat kein Feld „{name}“"


def _place(template: str, error: Exception) -> tuple[str, int]:
    """Path and line, from 1, of a fault; line 0 if unknown."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or FOLDER + template, error.lineno
    path, line = FOLDER + template, 0
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.startswith(FOLDER):
            path, line = frame.f_code.co_filename, number
    return path, line
