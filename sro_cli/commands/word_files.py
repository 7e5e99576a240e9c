"""What git shows of Word files: `sro textconv`, `sro git-setup`."""

from pathlib import Path
from typing import Annotated

import typer

from sro_cli import terminal


def textconv(
    path: Annotated[str, typer.Argument(metavar="DATEI", help="eine Word-Datei")],
) -> None:
    """Zeigt eine Word-Datei als Text, ein Satz je Zeile; git vergleicht damit, nach „sro git-setup“.

    Beispiel: sro textconv build/entwurf/konzept-beispielstadt.docx
    """
    from sro_cli.answers import word_text
    from sro_cli.packages import LARGEST

    place = Path(path)
    try:
        with place.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        terminal.stop_at(error, place)
    terminal.write(word_text.text(content), None)


def git_setup(context: typer.Context) -> None:
    """Richtet diesen Klon so ein, dass git diff Word-Dateien als Text zeigt.

    Beispiel: sro git-setup
    """
    from sro_cli.releases import showing
    from sro_cli.releases.git import GitError

    directory: Path = context.obj
    try:
        found = showing.set_up(directory, terminal.textconv())
    except GitError as refusal:
        terminal.stop(str(refusal))
    if found is None:
        terminal.stop(
            f"„{terminal.shown(directory)}“ liegt in keinem Repository von git, oder git fehlt; "
            "ein Repository legt an: git init"
        )
    verb = (
        "Eingerichtet"
        if not found.before
        else "Schon eingerichtet"
        if found.before == found.now
        else "Erneuert"
    )
    typer.echo(f"{verb}: git diff zeigt in diesem Klon Word-Dateien als Text.")
    if not found.attributed:
        typer.echo(f"Es fehlt noch diese Zeile in .gitattributes: {showing.ATTRIBUTE}")
