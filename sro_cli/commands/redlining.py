"""A Word document with tracked changes: `sro redline`."""

from pathlib import Path
from typing import Annotated

import typer

from sro_cli import terminal
from sro_cli.commands.differing import two_versions
from sro_cli.terminal import FOUND


def redline(
    context: typer.Context,
    first: Annotated[
        str,
        typer.Argument(metavar="ALT", help="Version, Stand in git, A..B oder Ordner; sonst die neueste"),
    ] = "",
    second: Annotated[str, typer.Argument(metavar="NEU", help="ebenso; sonst der Arbeitsstand")] = "",
    *,
    path: Annotated[
        str, typer.Option("-o", "--ausgabe", metavar="DATEI", help="sonst build/aenderungen.docx")
    ] = "",
    only: Annotated[
        list[str] | None,
        typer.Option("--nur", metavar="KAPITEL", help="markiert nur dieses Kapitel; mehrfach möglich"),
    ] = None,
    names: Annotated[bool, typer.Option("--namen", help="mit den Namen aus git statt „Redaktion“")] = False,
) -> None:
    """Schreibt ein Word-Dokument, in dem die Änderungen zwischen zwei Fassungen markiert sind.

    Wer es bekommt, kann jede Änderung in Word annehmen oder ablehnen.

    \b
    Beispiel: sro redline
              sro redline 0.1.0 0.2.0 -o aenderungen.docx
    """  # noqa: D301 - after a backspace typer leaves lines as they are
    from sro_cli.differences.redlining import Wanted, redlined
    from sro_cli.report import Checked
    from sro_cli.store.cache import Cache

    directory: Path = context.obj
    target = terminal.product(path or str(directory / "build" / "aenderungen.docx"), directory)
    terminal.files(directory)
    versions = two_versions(directory, first, second)
    wanted = Wanted(tuple(name.partition(":")[2] or name for name in only or ()), names)
    terminal.progress()("vergleiche")
    try:
        outcome = redlined(directory, versions, wanted, Cache(directory / "build" / ".cache"))
    except OSError as error:
        terminal.stop_at(error, directory)
    if outcome.unknown:
        terminal.one_of(outcome.unknown, sorted(outcome.chapters), "Kapitel")
    if outcome.content is None:
        terminal.report(Checked(outcome.findings))
        typer.echo("Nicht geschrieben, weil es noch Fehler gibt.", err=True)
        raise typer.Exit(FOUND)
    terminal.write(outcome.content, target)
    old, new = versions
    places = "einer Stelle" if outcome.changes == 1 else f"{outcome.changes} Stellen"
    counted = f"Änderungen an {places}" if outcome.changes else "keine Änderungen"
    typer.echo(f"{old.name} → {new.name}: {counted}")
    typer.echo("Geprüft: alle angenommen, ist es die neue Fassung; alle abgelehnt, die alte.")
    limits = list(outcome.untracked)
    if wanted.only:
        limits.insert(0, "Der Text anderer Kapitel ist der der neuen Fassung")
    typer.echo("Nicht markiert:")
    for sentence in limits:
        typer.echo(f"- {sentence}")
