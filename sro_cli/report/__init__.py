"""Findings as people and other programs read them."""

from collections.abc import Iterable

from sro_cli.columns import Paper
from sro_cli.diagnostics import Diagnostic
from sro_cli.report.checked import Checked
from sro_cli.report.words import COLOURS, short, summary

__all__ = ["COLOURS", "FORMATS", "Checked", "limits", "rendered", "short", "summary", "text"]

FORMATS = ("text", "kurz", "json", "sarif", "junit", "github", "gitlab")
"""What findings can be written as; the first two are for people."""


def text(findings: Iterable[Diagnostic], *, colour: bool = False, width: int = 0) -> str:
    """The findings with excerpts, one after the other, in the order given, a blank line between them.

    Args:
        findings: any number.
        colour: whether words are painted.
        width: columns to which lines are broken, the later ones indented; 0 for lines as long as they are.
    """
    from sro_cli.report import layout  # noqa: PLC0415 - most often there is nothing to lay out

    return layout.text(findings, Paper(width, colour))


def rendered(form: str, checked: Checked) -> str:
    """What was found in one of the `FORMATS`; text without colours, its lines as long as they are."""
    match form:
        case "json":
            from sro_cli.report import exchange  # noqa: PLC0415 - nobody needs more than one of them

            return exchange.write(checked.findings)
        case "sarif":
            from sro_cli.report import sarif  # noqa: PLC0415 - as above

            return sarif.write(checked)
        case "junit":
            from sro_cli.report import junit  # noqa: PLC0415 - as above

            return junit.write(checked)
        case "github" | "gitlab":
            from sro_cli.report import forges  # noqa: PLC0415 - as above

            return forges.github(checked) if form == "github" else forges.gitlab(checked)
        case _:
            return short(checked.findings) if form == "kurz" else text(checked.findings)


def limits(form: str, checked: Checked) -> tuple[str, ...]:
    """What a reader of a format is not shown, in German; mostly nothing."""
    if form != "github":
        return ()
    from sro_cli.report import forges  # noqa: PLC0415 - as above

    return forges.limits(checked)
