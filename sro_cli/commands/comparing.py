"""What `sro diff`, `sro redline` and `sro synopse` have in common: two versions, and which part of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sro_cli import terminal
from sro_cli.terminal.german import meant, printable

if TYPE_CHECKING:
    from sro_cli.readers.content import Content
    from sro_cli.releases.versions import Version

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
    return old, new


def loaded(version: "Version") -> "Content":
    """What was read of a version; tells if it has faults, stops if it cannot be read."""
    from sro_cli.diagnostics import counting
    from sro_cli.readers import content

    try:
        read = content.load(version.files)
    except OSError as error:
        terminal.stop_at(error, Path(version.name))
    if counting(read.findings):
        typer.echo(f"Achtung: {version.name} hat Fehler, der Vergleich kann unvollständig sein.", err=True)
    return read


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
