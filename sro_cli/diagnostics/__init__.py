"""Findings as values: what is wrong, how bad it is, where it stands and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, NamedTuple

from sro_cli.source import Source, Span


class Severity(IntEnum):
    """How much a finding counts; the larger, the worse."""

    HINWEIS = 1
    WARNUNG = 2
    FEHLER = 3


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a finding."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of one spot that removes a finding; ``safe`` means it cannot alter the meaning."""

    span: Span
    replacement: str
    safe: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding. It carries code and severity, so no call site chooses them.

    Attributes:
        code: family letter and three digits, never reused.
        name: German, kebab-case, states the fault.
        severity: what the kind counts unless the project changes it in ``konzept.yml``.
        tolerable: a Fehler in spite of which a whole document can be made, so that a project may
            allow it or lower it with a reason. Warnungen and Hinweise always are.
    """

    code: str
    name: str
    severity: Severity
    tolerable: bool = False

    @property
    def fixed(self) -> bool:
        """Whether it is a Fehler that nobody can allow: without it a document would be broken."""
        return self.severity is Severity.FEHLER and not self.tolerable

    def at(self, span: Span, message: str, **details: Any) -> Diagnostic:
        """A finding of this kind at a place; *details* are the other fields of Diagnostic."""
        return Diagnostic(self, message, span.source.path, span, **details)

    def in_file(self, path: str, message: str, **details: Any) -> Diagnostic:
        """A finding of which only the file is known."""
        return Diagnostic(self, message, path, None, **details)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Attributes:
        kind: code, name and severity.
        message: what is wrong, one German sentence without a full stop.
        path: the file.
        span: the place in it, or None where only the file is known.
        label: a few words under the underlined place.
        notes: facts that help to understand, one line each.
        help: what to do now.
        related: second places.
        fix: the change that mends it, if there is one.
    """

    kind: Kind
    message: str
    path: str
    span: Span | None = None
    label: str = ""
    notes: tuple[str, ...] = ()
    help: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def order(self) -> tuple[str, int, str, str]:
        """Sort key: path, offset (files before their places), code, message."""
        return self.path, self.span.start if self.span else -1, self.kind.code, self.message

    def with_severity(self, severity: Severity) -> Diagnostic:
        """The same finding, counted as the project wants it counted."""
        return replace(self, kind=replace(self.kind, severity=severity))


@dataclass(frozen=True, slots=True)
class Erlaubnis:
    """A comment by which an author allows a finding.

    Attributes:
        span: the comment.
        words: what follows its mark ``sro:``, as written.
        scope: the stretch of text it holds for; empty where nothing follows.
    """

    span: Span
    words: str
    scope: Span


class Allowed(NamedTuple):
    """A finding that an author allows, and why."""

    finding: Diagnostic
    reason: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What examining a concept came to.

    Attributes:
        findings: sorted by place, without the allowed.
        allowed: what would be among them if no comment allowed it, sorted alike.
        unasked: the codes of the kinds for which not everything was looked at: there may be more of them.
    """

    findings: tuple[Diagnostic, ...]
    allowed: tuple[Allowed, ...] = ()
    unasked: frozenset[str] = frozenset()


def counting(findings: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Whether any of the findings is a Fehler, so that nothing may be handed out."""
    return any(finding.kind.severity is Severity.FEHLER for finding in findings)


def as_json(finding: Diagnostic) -> dict[str, Any]:
    """A finding as plain values, to be kept; offsets are code points from 0."""
    kind, fix = finding.kind, finding.fix
    return {
        "kind": [kind.code, kind.name, int(kind.severity), kind.tolerable],
        "message": finding.message,
        "path": finding.path,
        "span": finding.span and list(finding.span[1:]),
        "label": finding.label,
        "notes": list(finding.notes),
        "help": finding.help,
        "related": [[*_kept(related.span), related.message] for related in finding.related],
        "fix": fix and [*_kept(fix.span), fix.replacement, fix.safe],
    }


def from_json(kept: dict[str, Any], source: Callable[[str], Source]) -> Diagnostic:
    """The finding that was kept; *source* gives the text of a path."""
    code, name, severity, tolerable = kept["kind"]
    return Diagnostic(
        kind=Kind(code, name, Severity(severity), tolerable),
        message=kept["message"],
        path=kept["path"],
        span=kept["span"] and Span(source(kept["path"]), *kept["span"]),
        label=kept["label"],
        notes=tuple(kept["notes"]),
        help=kept["help"],
        related=tuple(
            Related(Span(source(path), *place), message) for path, *place, message in kept["related"]
        ),
        fix=kept["fix"] and _fix(source, *kept["fix"]),
    )


def _kept(span: Span) -> tuple[str, int, int]:
    return span.source.path, span.start, span.end


def _fix(source: Callable[[str], Source], path: str, start: int, end: int, *change: Any) -> Fix:
    return Fix(Span(source(path), start, end), *change)
