"""What changed between two versions: `sro diff`."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from sro_cli import terminal
from sro_cli.commands.comparing import Only, chosen, loaded, two_versions

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
    only: Only = None,
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
        found = limited(found, chosen(only, before, after))
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


def _columns() -> int:
    """All columns of the terminal: side by side needs more than lines of text do."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
