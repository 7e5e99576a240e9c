"""What changed between two versions: `sro diff`."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from sro_cli import terminal
from sro_cli.commands.comparing import First, Only, Second, chosen, sides, two_versions
from sro_cli.commands.synopses import make
from sro_cli.terminal.german import printable

_FORMATS = ("text", "json", "md", "html")


def diff(
    context: typer.Context,
    first: First = "",
    second: Second = "",
    *,
    form: Annotated[
        str,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT",
            help="text, json, md (für Merge Requests) oder html (Webseite mit Filter, ohne Internes)",
        ),
    ] = "text",
    path: Annotated[str, typer.Option("-o", "--ausgabe", metavar="DATEI", help="in diese Datei")] = "",
    only: Only = None,
) -> None:
    """Zeigt, was sich zwischen zwei Fassungen geändert hat: im Text Wort für Wort und in den Daten.

    \b
    Beispiel: sro diff
              sro diff 0.1.0 0.2.0 --nur kapitel:auftrag
              sro diff HEAD -f html -o build/vergleich.html
    """  # noqa: D301 - after a backspace typer leaves lines as they are
    from sro_cli.columns import Paper
    from sro_cli.comparison import changes
    from sro_cli.differences import exchange, explained, printed
    from sro_cli.differences.compared import Compared, limited
    from sro_cli.synopse import Wanted

    directory: Path = context.obj
    form = terminal.one_of(form, _FORMATS, "Format")
    target = terminal.product(path, directory) if path else None
    if target and target.suffix.lower() in {".docx", ".pdf"}:
        terminal.stop(
            f"„{printable(path)}“ kann sro diff nicht schreiben; Word und PDF macht sro synopse, Änderungen "
            "in Word zum Annehmen und Ablehnen macht sro redline"
        )
    terminal.files(directory)
    old, new = both = sides(two_versions(directory, first, second))
    names = chosen(only, old.content, new.content) if only else frozenset[str]()
    if form == "html":
        page = target or terminal.product(str(directory / "build" / "vergleich.html"), directory)
        make(directory, both, Wanted(unchanged=True, only=names), page, ".html")
        return
    found = changes(old.content, new.content)
    compared = Compared(
        old.version.name,
        new.version.name,
        limited(found, names) if names else found,
        explained.between(directory, old, new, "all"),
        () if names else explained.lost(directory, old, new),
        {side.version.name: side.content.findings for side in both if side.is_faulty},
    )
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
