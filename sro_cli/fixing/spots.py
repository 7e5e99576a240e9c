"""Texts in which the spots of findings are changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sro_cli.diagnostics import Diagnostic
from sro_cli.source import Source, Span


@dataclass(frozen=True, slots=True)
class Fixed:
    """Texts in which the spots of some findings are changed.

    Attributes:
        texts: path → new text.
        applied: the findings whose fixes are in the texts, with the place of the replacement there.
        left: those whose fix meets another one and has to wait.
    """

    texts: Mapping[str, str]
    applied: Mapping[Diagnostic, Span]
    left: tuple[Diagnostic, ...]


def fixable(findings: Iterable[Diagnostic], *, unsafe: bool) -> tuple[Diagnostic, ...]:
    """The findings that have a fix: a safe one, or with *unsafe* any."""
    return tuple(finding for finding in findings if finding.fix and (finding.fix.safe or unsafe))


def fixed(findings: Iterable[Diagnostic]) -> Fixed:
    """The texts of the sources with the fixes of findings; those without one count for nothing.

    Where two fixes meet, the first by its place is made; what several findings want is made once.
    """
    texts: dict[str, str] = {}
    applied: dict[Diagnostic, Span] = {}
    left: list[Diagnostic] = []
    for source, spots in by_source(findings):
        pieces: list[str] = []
        places: dict[Diagnostic, tuple[int, int]] = {}
        length = cursor = 0
        last = -1
        for (start, end, replacement), group in sorted(spots.items()):
            if start < cursor or start == last:
                left += group
                continue
            pieces += [source.text[cursor:start], replacement]
            length += start - cursor + len(replacement)
            places |= dict.fromkeys(group, (length - len(replacement), length))
            last, cursor = start, end
        changed = Source(source.path, "".join((*pieces, source.text[cursor:])))
        texts[source.path] = changed.text
        applied |= {finding: Span(changed, *place) for finding, place in places.items()}
    return Fixed(texts, applied, tuple(left))


def by_source(
    findings: Iterable[Diagnostic],
) -> Iterator[tuple[Source, dict[tuple[int, int, str], list[Diagnostic]]]]:
    """Source by source: start, end and replacement of each fix, with the findings that want it."""
    sources: dict[str, Source] = {}
    spots: dict[str, dict[tuple[int, int, str], list[Diagnostic]]] = {}
    for finding in findings:
        if fix := finding.fix:
            source, start, end = fix.span
            sources.setdefault(source.path, source)
            spots.setdefault(source.path, {}).setdefault((start, end, fix.replacement), []).append(finding)
    yield from ((sources[path], spots[path]) for path in sorted(sources))
