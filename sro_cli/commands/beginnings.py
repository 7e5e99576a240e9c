"""What a concept begins with: `sro init`, `sro new`, `sro schema`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from sro_cli import terminal

_ARTEN = (
    "kapitel, ziel, beschluss, sozialraum, rahmen, akteur, begriff, quelle, zielwerk, veranstaltung, "
    "rueckmeldung oder meilenstein"
)


def new(
    context: typer.Context,
    art: Annotated[
        str,
        typer.Argument(
            metavar="ART",
            help=_ARTEN,
        ),
    ],
    ident: Annotated[
        str,
        typer.Argument(
            metavar="KENNUNG", help="fehlt sie, gilt die nächste freie, wo Kennungen zählen: R0002, M5"
        ),
    ] = "",
    titel: Annotated[str, typer.Option("-t", "--titel", metavar="TEXT", help="Titel oder Name")] = "",
) -> None:
    """Legt ein Kapitel oder einen Eintrag an und nennt die Stelle, an der es weitergeht.

    Beispiel: sro new rueckmeldung
    """
    from sro_cli.editing import authoring
    from sro_cli.editing.insertion import Refused
    from sro_cli.files import write

    art = terminal.one_of(art, authoring.ARTEN, "Art")
    try:
        made = authoring.draft(terminal.files(context.obj), art, ident, titel)
        write(context.obj, made.files)
    except Refused as refusal:
        terminal.stop(str(refusal))
    except OSError as error:
        terminal.stop_at(error, context.obj)
    typer.echo(f"Angelegt: {made.path}:{made.line}")
    for path in sorted(set(made.files) - {made.path}):
        typer.echo(f"Ergänzt:  {path}")
    if made.empty:
        typer.echo(f"Es fehlt: {', '.join(made.empty)}")


def init(
    context: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="ORDNER", help="ein neuer oder leerer Ordner")],
) -> None:
    """Legt ein kleines, vollständiges Konzept einer Beispielstadt an, das Sie zu Ihrem machen.

    Beispiel: sro init mein-konzept
    """
    import shlex

    from sro_cli.editing import authoring
    from sro_cli.editing.insertion import Refused
    from sro_cli.files import write
    from sro_cli.releases import showing
    from sro_cli.releases.git import GitError

    target: Path = context.obj / folder
    try:
        files = authoring.example(target)
        write(target, files)
        shown = showing.set_up(target, terminal.textconv())
    except GitError as refusal:
        terminal.stop(str(refusal))
    except Refused as refusal:
        terminal.stop(str(refusal))
    except OSError as error:
        terminal.stop_at(error, target)
    typer.echo(f"Angelegt: {target} ({len(files)} Dateien)")
    if shown:
        typer.echo("In git:   git diff zeigt in diesem Klon Word-Dateien als Text (sro git-setup)")
    typer.echo(f"Weiter:   {target / 'README.md'} lesen, dann sro -C {shlex.quote(str(target))} validate")


def schema(
    context: typer.Context,
    folder: Annotated[
        str, typer.Option("-o", "--ausgabe", metavar="ORDNER", help="Zielordner im Konzept, sonst schema")
    ] = "schema",
) -> None:
    """Schreibt JSON-Schemas aller Dateien, mit denen Editoren beim Schreiben ergänzen und prüfen.

    Beispiel: sro schema
    """
    from sro_cli import schema as schemas
    from sro_cli.files import write

    directory: Path = context.obj
    below = Path(os.path.normpath(folder))
    terminal.files(directory)
    if below.is_absolute() or ".." in below.parts:
        terminal.stop(f"„{folder}“ liegt nicht im Ordner des Konzepts, in dem Editoren die Schemas suchen")
    terminal.target(directory / below, directory)
    settings = directory / schemas.SETTINGS_FILE
    try:
        present = settings.read_text("utf-8", errors="replace") if settings.exists() else None
        files, words = schemas.draft(below.as_posix(), present)
        write(directory, files)
    except OSError as error:
        terminal.stop_at(error, directory / below)
    typer.echo(words)
