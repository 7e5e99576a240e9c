"""Mended files: fixed, checked again, fixed again, until there is nothing more to fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sro_cli.diagnostics import Diagnostic, Severity
from sro_cli.files import Files, Memory, Overlay
from sro_cli.fixing.blame import guilty
from sro_cli.fixing.spots import by_source, fixable, fixed

ROUNDS = 10
"""How often mended files are looked at again: what one fix brings to light, another may mend."""

Check = Callable[[Files], Sequence[Diagnostic]]
"""Files → their findings."""

Choose = Callable[[Sequence[Diagnostic]], Sequence[Diagnostic]]
"""Findings → those that count."""

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Mended:
    """The files of a concept with all fixes; nothing is written yet.

    Attributes:
        before: path → bytes of the files that change, as they were read.
        after: the same paths → their bytes with the fixes.
        applied: the findings that are no more, round by round.
        revealed: how many of them nobody saw before others were mended.
        refused: those whose fix would bring a Fehler, with the first such Fehler.
        risky: those whose fix may alter the meaning, if such were not wanted.
        remaining: all findings of the mended files.
    """

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    applied: tuple[Diagnostic, ...]
    revealed: int
    refused: Mapping[Diagnostic, Diagnostic]
    risky: tuple[Diagnostic, ...]
    remaining: tuple[Diagnostic, ...]


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
    seen = Counter(map(_key, choose(found)))
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
    revealed = (Counter(map(_key, applied)) - seen).total()
    return Mended(before, after, tuple(applied), revealed, refused, risky, found)


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
        if not (blamed := guilty(changed, found, following)):
            return _Round(
                {path: before[path] for path in after}, after, tuple(changed.applied), refused, following
            )
        refused |= blamed


def _key(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.path, finding.kind.code, finding.message


def _sources_of(files: Files, findings: Iterable[Diagnostic]) -> Iterator[tuple[str, bytes]]:
    """The files in which fixes stand, with their bytes; not those that somebody changes meanwhile."""
    for source, _spots in by_source(findings):
        try:
            raw = files.read(source.path)
        except OSError:
            continue  # it comes with `sro`, or is gone
        if raw.removeprefix(_MARK) == source.text.encode(errors="surrogatepass"):
            yield source.path, raw


def _encoded(text: str, before: bytes) -> bytes:
    return (_MARK if before.startswith(_MARK) else b"") + text.encode()
