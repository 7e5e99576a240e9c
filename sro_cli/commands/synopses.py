"""Two versions side by side, for those who decide: `sro synopse`."""

from pathlib import Path
from typing import Annotated

import typer

from sro_cli import terminal
from sro_cli.commands.comparing import Only, chosen, loaded, two_versions
from sro_cli.terminal import FOUND
from sro_cli.terminal.german import printable


def synopse(
    context: typer.Context,
    first: Annotated[
        str,
        typer.Argument(metavar="ALT", help="Version, Stand in git, A..B oder Ordner; sonst die neueste"),
    ] = "",
    second: Annotated[str, typer.Argument(metavar="NEU", help="ebenso; sonst der Arbeitsstand")] = "",
    *,
    path: Annotated[
        str,
        typer.Option(
            "-o", "--ausgabe", metavar="DATEI", help=".docx, .pdf oder .html; sonst build/synopse.docx"
        ),
    ] = "",
    unchanged: Annotated[
        bool, typer.Option("--alles", help="auch der Wortlaut dessen, was sich nicht geändert hat")
    ] = False,
    only: Only = None,
    internal: Annotated[bool, typer.Option("--intern", help="auch Internes; nicht weitergeben")] = False,
) -> None:
    """Stellt zwei Fassungen nebeneinander: alt, neu und warum, für alle, die darüber beschließen.

    \b
    Beispiel: sro synopse
              sro synopse 0.1.0 0.2.0 -o synopse.pdf --nur kapitel:auftrag
              sro synopse HEAD -o vergleich.html --alles
    """  # noqa: D301 - after a backspace typer leaves lines as they are
    from sro_cli.differences.synopses import FORMATS, Side, written
    from sro_cli.report import Checked
    from sro_cli.store.cache import Cache
    from sro_cli.synopse import Wanted

    directory: Path = context.obj
    name = "synopse-intern.docx" if internal else "synopse.docx"
    target = terminal.product(path or str(directory / "build" / name), directory)
    ending = target.suffix.lower()
    if ending not in FORMATS:
        terminal.stop(
            "Eine Synopse wird Word, PDF oder Webseite; nennen Sie eine Datei, die auf .docx, .pdf oder "
            f".html endet, nicht „{printable(path)}“"
        )
    terminal.files(directory)
    old, new = (Side(version, loaded(version)) for version in two_versions(directory, first, second))
    names = chosen(only, old.content, new.content) if only else frozenset[str]()
    wanted, store = Wanted(internal, unchanged, names), Cache(directory / "build" / ".cache")
    terminal.progress()("stelle gegenüber")
    content, found = written(directory, (old, new), wanted, ending, store)
    if found:
        terminal.report(Checked(found))
    if content is None:
        typer.echo("Nicht geschrieben, weil es noch Fehler gibt.", err=True)
        raise typer.Exit(FOUND)
    terminal.write(content, target)
    typer.echo(f"{old.version.name} → {new.version.name}")
    if internal:
        typer.echo("Achtung: Die Datei enthält Internes und darf die Verwaltung nicht verlassen.")
