"""What `sro diff`, `sro redline` and `sro synopse` have in common: two versions, and which part of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from sro_cli import terminal
from sro_cli.terminal import FOUND
from sro_cli.terminal.german import meant, printable

if TYPE_CHECKING:
    from sro_cli.diagnostics import Diagnostic
    from sro_cli.differences.explained import Side
    from sro_cli.readers.content import Content
    from sro_cli.releases.versions import Version

First = Annotated[
    str,
    typer.Argument(
        metavar="ALT",
        help="Version, Stand in git, A..B, Ordner, Word-Datei oder Manifest; sonst die neueste",
    ),
]
"""The argument for the old version."""

Second = Annotated[str, typer.Argument(metavar="NEU", help="ebenso; sonst der Arbeitsstand")]
"""The argument for the new version."""

Only = Annotated[
    list[str] | None,
    typer.Option(
        "--nur", metavar="KENNUNG", help="nur in diesem Kapitel, Abschnitt oder Eintrag; mehrfach möglich"
    ),
]
"""The option that limits a comparison."""


def two_versions(directory: Path, first: str, second: str) -> "tuple[Version, Version]":
    """The old and the new version that two words mean, of which either may be empty; stops at others."""
    from sro_cli.releases import versions

    one, dots, other = first.partition("..")
    if dots and not Path(first).exists() and not other.startswith(("/", ".")):
        if second:
            terminal.stop(f"„{printable(first)}“ nennt schon beide Fassungen; danach steht keine mehr")
        first, second = one, other
    try:
        old = versions.resolved(directory, printable(first)) if first else versions.newest(directory)
        new = versions.resolved(directory, printable(second)) if second else versions.work_tree(directory)
    except versions.Unresolved as fault:
        terminal.stop(str(fault))
    except OSError as error:
        terminal.stop_at(error, directory)
    for version in (old, new):
        if version.remark:
            typer.echo(f"Hinweis: {version.remark}.", err=True)
    return old, new


def sides(versions: "tuple[Version, Version]") -> "tuple[Side, Side]":
    """The versions with what was read of them; stops if one cannot be read."""
    from sro_cli.differences.explained import Side

    old, new = (Side(version, _loaded(version)) for version in versions)
    return old, new


def _loaded(version: "Version") -> "Content":
    from sro_cli.readers import content

    try:
        return content.load(version.files)
    except OSError as error:
        terminal.stop_at(error, Path(version.name))


def refuse(findings: "tuple[Diagnostic, ...]", faulty: Sequence[str] = ()) -> NoReturn:
    """Tells what speaks against a document of two versions, and ends without one.

    Args:
        findings: what speaks against it.
        faulty: the names of the versions that they were found in, if that is known.
    """
    from sro_cli.report import Checked

    terminal.report(Checked(findings))
    where = f"in „{'“ und „'.join(faulty)}“ " if faulty else ""
    typer.echo(f"Nicht geschrieben, weil es {where}noch Fehler gibt.", err=True)
    raise typer.Exit(FOUND)


def chosen(
    only: Sequence[str], before: "Content", after: "Content", others: Sequence[str] = ()
) -> frozenset[str]:
    """The typed ids that are meant by `Only`; stops if neither version knows one.

    Args:
        only: as somebody wrote them.
        before: the old version.
        after: the new one.
        others: what can be chosen as well and has no kind.
    """
    from sro_cli.differences import chosen as choosing

    try:
        return choosing.chosen(only, before, after, others)
    except choosing.Unknown as unknown:
        word = str(unknown)
        known = [*choosing.known(before, after), *others]
        close = meant(word, known) or meant(word, [name.partition(":")[2] for name in known])
        terminal.stop(
            f"„{printable(word)}“ gibt es in keiner der beiden Fassungen{close}\n"
            "Möglich sind Kennungen von Kapiteln, Abschnitten, Abbildungen, Tabellen und Einträgen"
        )
