"""Two versions side by side, for those who decide: `sro synopse`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sro_cli import terminal
from sro_cli.commands.comparing import First, Only, Second, chosen, refuse, sides, two_versions
from sro_cli.terminal.german import printable

if TYPE_CHECKING:
    from sro_cli.differences.explained import Side
    from sro_cli.synopse import Wanted


def synopse(
    context: typer.Context,
    first: First = "",
    second: Second = "",
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
    subjects: Annotated[
        bool,
        typer.Option(
            "--betreffzeilen",
            help="wo kein Grund angegeben ist, die Betreffzeilen der Commits; erst lesen, dann weitergeben",
        ),
    ] = False,
    internal: Annotated[bool, typer.Option("--intern", help="auch Internes; nicht weitergeben")] = False,
) -> None:
    """Stellt zwei Fassungen nebeneinander: alt, neu und warum, für alle, die darüber beschließen.

    \b
    Beispiel: sro synopse
              sro synopse 0.1.0 0.2.0 -o synopse.pdf --nur kapitel:auftrag
              sro synopse HEAD -o vergleich.html --alles
    """  # noqa: D301 - after a backspace typer leaves lines as they are
    from sro_cli.differences.synopses import FORMATS
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
    old, new = both = sides(two_versions(directory, first, second))
    names = chosen(only, old.content, new.content) if only else frozenset[str]()
    make(directory, both, Wanted(internal, unchanged, names, subjects), target, ending)
    if internal:
        typer.echo("Achtung: Die Datei enthält Internes und darf die Verwaltung nicht verlassen.")
    elif subjects:
        typer.echo(
            "Achtung: Lesen Sie die Betreffzeilen unter „Begründung“, bevor Sie die Datei weitergeben."
        )


def make(directory: Path, both: "tuple[Side, Side]", wanted: "Wanted", target: Path, ending: str) -> None:
    """Writes a Synopse and says so; stops if something speaks against it.

    Args:
        directory: of the concept.
        both: the old version and the new one.
        wanted: what it shall show.
        target: the file.
        ending: what it is, by the end of a file's name.
    """
    from sro_cli.differences.synopses import written
    from sro_cli.report import Checked
    from sro_cli.store.cache import Cache

    old, new = both
    if old.version.commit and old.version.commit == new.version.commit:
        typer.echo(f"{old.version.name} → {new.version.name}: keine Änderungen")
        typer.echo("Nicht geschrieben, weil beides derselbe Stand ist.")
        raise typer.Exit
    terminal.progress()("stelle gegenüber")
    content, found = written(directory, both, wanted, ending, Cache(directory / "build" / ".cache"))
    if content is None:
        refuse(found, [side.version.name for side in both if side.is_faulty])
    if found:
        terminal.report(Checked(found))
    terminal.write(content, target)
    typer.echo(f"{old.version.name} → {new.version.name}")
