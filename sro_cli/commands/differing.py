"""What changed between two versions: `sro diff`."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sro_cli import terminal
from sro_cli.terminal.german import printable

if TYPE_CHECKING:
    from sro_cli.readers.content import Content
    from sro_cli.releases.versions import Version

_FORMATS = ("text", "json", "md")


def diff(
    context: typer.Context,
    first: Annotated[
        str,
        typer.Argument(
            metavar="ALT",
            help="Version, Stand in git, A..B, Ordner, Word-Datei oder Manifest; sonst die neueste",
        ),
    ] = "",
    second: Annotated[str, typer.Argument(metavar="NEU", help="ebenso; sonst der Arbeitsstand")] = "",
    *,
    form: Annotated[
        str, typer.Option("-f", "--format", metavar="FORMAT", help="text, json oder md (für Merge Requests)")
    ] = "text",
    path: Annotated[str, typer.Option("-o", "--ausgabe", metavar="DATEI", help="in diese Datei")] = "",
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--nur", metavar="KENNUNG", help="nur in diesem Kapitel, Abschnitt oder Eintrag; mehrfach möglich"
        ),
    ] = None,
) -> None:
    """Zeigt, was sich zwischen zwei Fassungen geändert hat: im Text Wort für Wort und in den Daten.

    \b
    Beispiel: sro diff
              sro diff 0.1.0 0.2.0 --nur kapitel:auftrag
    """  # noqa: D301 - after a backspace typer leaves lines as they are
    from sro_cli.columns import Paper
    from sro_cli.comparison import changes
    from sro_cli.differences import exchange, explained, printed
    from sro_cli.differences.compared import Compared, limited

    directory: Path = context.obj
    form = terminal.one_of(form, _FORMATS, "Format")
    target = terminal.product(path, directory) if path else None
    terminal.files(directory)
    old, new = two_versions(directory, first, second)
    before, after = loaded(old), loaded(new)
    found = changes(before, after)
    if only:
        _known(only, before, after)
        found = limited(found, only)
    why = explained.between(directory, old, new, after)
    lost = () if only else explained.lost(directory, old, before, after)
    compared = Compared(old.name, new.name, found, why, lost)
    if form == "json":
        terminal.write(exchange.as_json(compared), target)
    elif form == "md":
        terminal.write(exchange.as_markdown(compared), target)
    else:
        paper = Paper() if target else Paper(_columns(), terminal.colour())
        words = printed.printed(compared, paper)
        if target:
            terminal.write(words, target)
        else:
            typer.echo(words, nl=False, color=paper.colour)


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


def _known(only: list[str], before: "Content", after: "Content") -> None:
    """Stops if neither version knows an id."""
    known = {name for side in (before, after) for name, _span in side.places.entries()}
    short = {name.partition(":")[2] for name in known}
    for name in only:
        if name not in short:
            terminal.one_of(name, sorted(known), "Kennungen")


def _columns() -> int:
    """All columns of the terminal: side by side needs more than lines of text do."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
