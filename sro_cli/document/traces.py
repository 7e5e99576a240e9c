"""From what a template made back to its line, and the findings there."""

from __future__ import annotations

from dataclasses import dataclass

from sro_cli.diagnostics import Diagnostic, Kind, faults
from sro_cli.engines.typeset import Complaint, package
from sro_cli.source import Source, Span
from sro_cli.theme import FOLDER, FrameError, Theme

_REMEDY = "verbessern Sie die Vorlage oder löschen Sie sie: dann gilt wieder die mitgelieferte"

_WITHOUT = "schreiben Sie, was Sie von dem Paket brauchen, in die Vorlage selbst"
_WHY_NONE = ("ein Paket käme aus dem Netz oder läge nur auf einem Rechner, und es wäre fremder Code",)


@dataclass(frozen=True, eq=False)
class Made(Source):
    """A text that a template made; its path is that of the template.

    Attributes:
        origins: where in the templates each of its lines comes from.
    """

    origins: tuple[Span | None, ...] = ()


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
    if span := line_of(_source(theme, path), line):
        return faults.VORLAGE_FEHLERHAFT.at(span, message, notes=notes, help=remedy)
    return faults.VORLAGE_FEHLERHAFT.in_file(path, message, notes=notes, help=remedy)


def typst_fault(theme: Theme, complaint: Complaint, main: str, message: str) -> Diagnostic:
    """The finding E140 for what Typst refuses in a template.

    Args:
        theme: has the template.
        complaint: its first place is named.
        main: path of the template that Typst set, below the project's folder; it is named if
            Typst names no other.
        message: what is wrong, unless it is a package that the template names.
    """
    if name := package(complaint):
        message = f"Die Vorlage lädt das Paket „{name}“; Pakete sind nicht vorgesehen"
        path, line, _ = complaint.trace[0]
        path = path if path.startswith(FOLDER) else FOLDER + path
        return fault(theme, path, line, message, _WHY_NONE, remedy=_WITHOUT)
    return _of_typst(faults.VORLAGE_FEHLERHAFT, theme, complaint, main, message)


def typst_warning(theme: Theme, complaint: Complaint, main: str) -> Diagnostic:
    """The finding E141 for what Typst warns of in a template; arguments as for `typst_fault`."""
    message = "Das Satzprogramm warnt vor dieser Stelle der Vorlage"
    return _of_typst(faults.VORLAGE_BEDENKLICH, theme, complaint, main, message)


def _of_typst(kind: Kind, theme: Theme, complaint: Complaint, main: str, message: str) -> Diagnostic:
    path, line, column = complaint.trace[0] if complaint.trace else ("", 0, 0)
    path = main if not path else path if path.startswith(FOLDER) else FOLDER + path
    notes = tuple(f"gemeldet wird: {words}" for words in (complaint.message, *complaint.hints))
    if span := line_of(_source(theme, path), line, column):
        return kind.at(span, message, notes=notes, help=_REMEDY)
    return kind.in_file(path, message, notes=notes, help=_REMEDY)


def _source(theme: Theme, path: str) -> Source:
    return Source(path, theme.frames.get(path.removeprefix(FOLDER), b"").decode(errors="replace"))


def line_of(source: Source, line: int, column: int = 1) -> Span | None:
    """A line of a template without the blanks around it; None if there is no such line.

    Args:
        source: the template.
        line: from 1.
        column: where it begins to matter, from 1.
    """
    if not 0 < line <= len(source.line_starts):
        return None
    text, start = source.line(line - 1), source.line_starts[line - 1]
    blanks = len(text) - len(text.lstrip())
    return Span(source, start + max(blanks, min(column - 1, len(text))), start + len(text.rstrip()))


def markdown_fault(span: Span, message: str, remedy: str = "", notes: tuple[str, ...] = ()) -> Diagnostic:
    """A finding E140 for what is wrong with the Markdown that a template made.

    Args:
        span: in the text that it made.
        message: what is wrong.
        remedy: what to do now.
        notes: what the engine says.
    """
    number = span.source.line_column(span.start)[0] - 1
    line = span.source.line(number).strip()
    notes = (*((f"erzeugt wurde: {line}",) if line else ()), *notes)
    message = f"Die Vorlage erzeugt, was nicht vorgesehen ist: {message}"
    if place := authored(span):
        return faults.VORLAGE_FEHLERHAFT.at(place, message, notes=notes, help=remedy or _REMEDY)
    return faults.VORLAGE_FEHLERHAFT.in_file(span.source.path, message, notes=notes, help=remedy or _REMEDY)


def authored(span: Span) -> Span | None:
    """The place that somebody wrote: for what a template made its line there, else the place itself.

    None for a blank line that a template made.
    """
    if not isinstance(span.source, Made):
        return span
    line = span.source.line_column(span.start)[0]
    return span.source.origins[line - 1] if line <= len(span.source.origins) else None
