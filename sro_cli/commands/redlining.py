"""A Word document with tracked changes: `sro redline`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sro_cli import terminal
from sro_cli.commands.comparing import First, Only, Second, chosen, refuse, sides, two_versions
from sro_cli.terminal.german import printable

if TYPE_CHECKING:
    from sro_cli.releases.versions import Version


def redline(
    context: typer.Context,
    first: First = "",
    second: Second = "",
    *,
    path: Annotated[
        str, typer.Option("-o", "--ausgabe", metavar="DATEI", help="sonst build/aenderungen.docx")
    ] = "",
    only: Only = None,
    names: Annotated[bool, typer.Option("--namen", help="mit den Namen aus git statt „Redaktion“")] = False,
) -> None:
    """Schreibt ein Word-Dokument, in dem die Änderungen zwischen zwei Fassungen markiert sind.

    Wer es bekommt, kann jede Änderung in Word annehmen oder ablehnen.

    \b
    Beispiel: sro redline
              sro redline 0.1.0 0.2.0 -o aenderungen.docx
              sro redline --nur kapitel:auftrag --nur ziel:Z1
    """  # noqa: D301 - after a backspace typer leaves lines as they are
    from sro_cli.differences.redlining import Wanted, redlined
    from sro_cli.store.cache import Cache

    directory: Path = context.obj
    target = terminal.product(path or str(directory / "build" / "aenderungen.docx"), directory)
    if target.suffix.lower() != ".docx":
        terminal.stop(
            "Änderungen annehmen und ablehnen kann man nur in Word; nennen Sie eine Datei, die auf .docx "
            f"endet, nicht „{printable(path)}“"
        )
    terminal.files(directory)
    versions = two_versions(directory, first, second)
    wanted = Wanted(_chosen(only, versions) if only else frozenset(), names)
    terminal.progress()("vergleiche")
    try:
        outcome = redlined(directory, versions, wanted, Cache(directory / "build" / ".cache"))
    except OSError as error:
        terminal.stop_at(error, directory)
    if outcome.content is None:
        refuse(outcome.findings)
    terminal.write(outcome.content, target)
    old, new = versions
    places = "einer Stelle" if outcome.changes == 1 else f"{outcome.changes} Stellen"
    counted = f"Änderungen an {places}" if outcome.changes else "keine Änderungen"
    typer.echo(f"{old.name} → {new.name}: {counted}")
    before = "die neue mit diesen Teilen der alten" if only else "die alte"
    typer.echo(f"Geprüft: alle angenommen, ist es die neue Fassung; alle abgelehnt, {before}.")
    typer.echo("Nicht markiert:")
    for sentence in outcome.untracked:
        typer.echo(f"- {sentence}")


def _chosen(only: list[str], versions: "tuple[Version, Version]") -> frozenset[str]:
    before, after = (side.content for side in sides(versions))
    settings = (side.konzept.einstellungen for side in (before, after))
    annexes = (f"anlage-{name}" for each in settings if each for name in each.anlagen)
    return chosen(only, before, after, ("titelblatt", "vorspann", *dict.fromkeys(annexes)))
