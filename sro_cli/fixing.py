"""Findings that carry their remedy: their spots are changed, and nothing else.

What is changed is checked again before anybody writes it. A fix that would bring a Fehler is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sro_cli.diagnostics import Diagnostic, Severity
from sro_cli.files import Files, Memory, Overlay
from sro_cli.readers import faults
from sro_cli.source import Source, Span

ROUNDS = 10
"""How often mended files are looked at again: what one fix brings to light, another may mend."""

Check = Callable[[Files], Sequence[Diagnostic]]
"""Files → their findings."""

Choose = Callable[[Sequence[Diagnostic]], Sequence[Diagnostic]]
"""Findings → those that count."""

_MARK = b"\xef\xbb\xbf"

# After these nobody knows what else a file holds.
_UNREADABLE = (
    faults.STEUERZEICHEN,
    faults.YAML_SCHREIBWEISE,
    faults.YAML_NICHT_VORGESEHEN,
    faults.KOPF_FEHLT,
)


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


@dataclass(frozen=True, slots=True)
class Mended:
    """The files of a concept with all fixes; nothing is written yet.

    Attributes:
        before: path → bytes of the files that change, as they were read.
        after: the same paths → their bytes with the fixes.
        applied: the findings that are no more, round by round.
        refused: those whose fix would bring a Fehler, with the first such Fehler.
        risky: those whose fix may alter the meaning, if such were not wanted.
        remaining: all findings of the mended files.
    """

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    applied: tuple[Diagnostic, ...]
    refused: Mapping[Diagnostic, Diagnostic]
    risky: tuple[Diagnostic, ...]
    remaining: tuple[Diagnostic, ...]


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
    for source, spots in _spots(findings):
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


def mended(files: Files, check: Check, choose: Choose = tuple, *, unsafe: bool) -> Mended:
    """The files with the fixes of their findings, until there is nothing more to fix.

    Args:
        files: only what these can read is changed.
        check: finds what is wrong with them.
        choose: leaves of the findings those that shall be mended.
        unsafe: whether fixes count that may alter the meaning.

    Raises:
        OSError: as *check* does.
    """
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    applied: list[Diagnostic] = []
    refused: Mapping[Diagnostic, Diagnostic] = {}
    found = tuple(check(files))
    # The Fehler come first: what else is found may be but their echo.
    for severity in sorted(Severity, reverse=True):
        for _ in range(ROUNDS):
            wanted = [one for one in fixable(choose(found), unsafe=unsafe) if one.kind.severity >= severity]
            step = _round(Overlay(Memory(after), files), check, found, wanted)
            refused = step.refused
            if not step.applied:
                break
            before = {**step.before, **before}
            after |= step.after
            applied += step.applied
            found = step.found
    risky = () if unsafe else tuple(one for one in choose(found) if one.fix and not one.fix.safe)
    return Mended(before, after, tuple(applied), refused, risky, found)


def summary(outcome: Mended, *, written: bool) -> str:
    """What was mended, kind by kind, and what was not, in words; lines with their ends.

    Args:
        outcome: what is told.
        written: whether the files hold it, or would hold it.
    """
    lines = []
    if outcome.applied:
        done = "Ausgebessert" if written else "Auszubessern"
        mended_ones = _counted(len(outcome.applied), "Befund", "Befunde")
        lines.append(f"{done}: {mended_ones} in {_counted(len(outcome.after), 'Datei', 'Dateien')}")
        kinds = Counter(f"{finding.kind.code} {finding.kind.name}" for finding in outcome.applied)
        lines += [f"  {number} × {kind}" for kind, number in sorted(kinds.items())]
    for finding, brought in outcome.refused.items():
        lines.append(
            f"Nicht ausgebessert: {finding.span or finding.path} {finding.kind.code} {finding.message}"
        )
        lines.append(f"  dann gäbe es einen neuen Fehler: {brought.kind.code} {brought.message}")
    if count := len(outcome.risky):
        some = "Ein weiterer Vorschlag ändert" if count == 1 else f"{count} weitere Vorschläge ändern"
        lines.append(f"{some} vielleicht den Sinn: sro validate --fix --unsicher")
    return "\n".join(lines or ["Nichts auszubessern."]) + "\n"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


# --- one round -------------------------------------------------------------------------


def _spots(
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


@dataclass(frozen=True, slots=True)
class _Round:
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    applied: tuple[Diagnostic, ...]
    refused: Mapping[Diagnostic, Diagnostic]
    found: tuple[Diagnostic, ...]


def _round(files: Files, check: Check, found: tuple[Diagnostic, ...], wanted: Sequence[Diagnostic]) -> _Round:
    """All that can be fixed at once; what brings a Fehler is taken out until nothing does."""
    before = dict(_sources_of(files, wanted))
    refused: dict[Diagnostic, Diagnostic] = {}
    while True:
        changed = fixed(
            finding
            for finding in wanted
            if finding.fix and finding not in refused and finding.fix.span.source.path in before
        )
        after = {path: _encoded(text, before[path]) for path, text in changed.texts.items()}
        following = tuple(check(Overlay(Memory(after), files))) if after else found
        if not (guilty := _guilty(changed, found, following)):
            return _Round(
                {path: before[path] for path in after}, after, tuple(changed.applied), refused, following
            )
        refused |= guilty


def _sources_of(files: Files, findings: Iterable[Diagnostic]) -> Iterator[tuple[str, bytes]]:
    """The files in which fixes stand, with their bytes; not those that somebody changes meanwhile."""
    for source, _spots_there in _spots(findings):
        try:
            raw = files.read(source.path)
        except OSError:
            continue  # it comes with `sro`, or is gone
        if raw.removeprefix(_MARK) == source.text.encode(errors="surrogatepass"):
            yield source.path, raw


def _encoded(text: str, before: bytes) -> bytes:
    return (_MARK if before.startswith(_MARK) else b"") + text.encode()


def _guilty(
    changed: Fixed, before: Sequence[Diagnostic], after: Sequence[Diagnostic]
) -> Mapping[Diagnostic, Diagnostic]:
    """The fixes that brought a Fehler, or left their own finding as it was, with what they brought.

    A finding that is new may well have been there before: who mends the head of a chapter sees what is
    wrong with its text. So a fix is to blame only for what stands where it has written, and for a
    file that can no longer be read.
    """
    known = Counter(_key(finding) for finding in before if finding not in changed.applied)
    unread = {finding.path for finding in before if _is_unreadable(finding)}
    guilty: dict[Diagnostic, Diagnostic] = {}
    for finding in after:
        key = _key(finding)
        known[key] -= 1
        if known[key] >= 0:
            continue
        causes = [
            cause
            for cause in changed.applied
            if finding.kind.severity is Severity.FEHLER or finding.kind.code == cause.kind.code
        ]
        if finding.path not in unread and (finding.span is None or _is_unreadable(finding)):
            blamed = [cause for cause in causes if changed.applied[cause].source.path == finding.path]
        else:
            # The second place of a finding is to blame only if the first is not: one of them may be right.
            spans = (finding.span, *(related.span for related in finding.related))
            touched = ([cause for cause in causes if _meet(span, changed.applied[cause])] for span in spans)
            blamed = next(filter(None, touched), [])
        guilty |= {cause: finding for cause in blamed if cause not in guilty}
    return guilty


def _key(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.path, finding.kind.code, finding.message


def _is_unreadable(finding: Diagnostic) -> bool:
    return any(finding.kind.code == kind.code for kind in _UNREADABLE)


def _meet(span: Span | None, place: Span) -> bool:
    return (
        span is not None
        and span.source.path == place.source.path
        and span.start <= place.end
        and place.start <= span.end
    )
