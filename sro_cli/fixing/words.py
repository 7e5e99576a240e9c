"""What was mended, in German."""

from __future__ import annotations

from collections import Counter

from sro_cli.fixing.rounds import Mended


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
    if count := outcome.revealed:
        those = "1 davon wurde" if count == 1 else f"{count} davon wurden"
        lines.append(f"  {those} erst sichtbar, als anderes ausgebessert war")
    for finding, brought in outcome.refused.items():
        lines.append(
            f"Nicht ausgebessert: {finding.span or finding.path} {finding.kind.code} {finding.message}"
        )
        same = (brought.kind.code, brought.message) == (finding.kind.code, finding.message)
        lines.append(
            "  der Vorschlag behebt es nicht: danach bestünde derselbe Befund"
            if same
            else f"  dann gäbe es einen neuen Fehler: {brought.kind.code} {brought.message}"
        )
    if count := len(outcome.risky):
        some = "Ein weiterer Vorschlag ändert" if count == 1 else f"{count} weitere Vorschläge ändern"
        lines.append(f"{some} vielleicht den Sinn: sro validate --fix --unsicher")
    return "\n".join(lines or ["Nichts auszubessern."]) + "\n"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
