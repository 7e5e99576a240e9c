"""Where a concept stands, and what is handed out: `sro status`."""

from typing import Annotated

import typer

from sro_cli import terminal


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="als JSON für andere Programme")] = False,
) -> None:
    """Zeigt, wo das Konzept steht und was dem nächsten Meilenstein noch fehlt.

    Beispiel: sro status
    """
    from sro_cli import status as standing
    from sro_cli.diagnostics import counting
    from sro_cli.releases import git

    loaded = terminal.loaded(context.obj)
    if counting(loaded.findings):
        typer.echo(
            "Achtung: Das Konzept hat Fehler, die Übersicht kann unvollständig sein (sro validate).", err=True
        )
    found = standing.status(loaded.konzept, loaded.index, git.versions(context.obj))
    terminal.write(standing.as_json(found) if as_json else standing.text(found, terminal.width()), None)
