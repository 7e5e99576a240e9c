"""What hangs together, and what was confirmed: `sro refs`, `sro confirm`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sro_cli import terminal
from sro_cli.terminal.german import printable

if TYPE_CHECKING:
    from sro_cli.editing.confirmation import Published


def refs(
    context: typer.Context,
    ident: Annotated[
        str, typer.Argument(metavar="KENNUNG", help="ziel:wille, oder nur wille, wo es eindeutig ist")
    ] = "",
    matrix: Annotated[
        str,
        typer.Option(
            "--matrix", metavar="ZEILEN,SPALTEN", help="stellt zwei Arten gegenüber, etwa ziel,kapitel"
        ),
    ] = "",
    as_csv: Annotated[
        bool, typer.Option("--csv", help="als Tabelle für Excel, LibreOffice und andere Programme")
    ] = False,
    path: Annotated[
        str, typer.Option("-o", "--ausgabe", metavar="DATEI", help="in diese Datei; .csv genügt für --csv")
    ] = "",
) -> None:
    """Zeigt, was einen Eintrag erwähnt und was er erwähnt; ohne Kennung, was behandelt ist und was fehlt.

    Beispiel: sro refs sozialraum:gross-klein
    """
    from sro_cli.answers import backlinks, matrices, overviews
    from sro_cli.columns import spreadsheet
    from sro_cli.diagnostics import counting

    as_csv = as_csv or path.lower().endswith(".csv")
    if ident and (matrix or as_csv):
        terminal.stop("Mit einer Kennung gibt es weder --matrix noch --csv")
    kinds = terminal.two_of(matrix, matrices.KINDS) if matrix else None
    target = terminal.product(path, context.obj) if path else None
    loaded = terminal.loaded(context.obj)
    if counting(loaded.findings):
        typer.echo(
            "Achtung: Das Konzept hat Fehler, die Übersicht kann unvollständig sein (sro validate).", err=True
        )
    konzept, index = loaded.konzept, loaded.index
    columns = 80 if target else terminal.width()
    printed: str | bytes
    if ident:
        try:
            printed = backlinks.entry(backlinks.target_of(ident, index), konzept, index, columns)
        except backlinks.UnknownTarget as fault:
            terminal.stop(str(fault))
    elif kinds:
        found = matrices.matrix(konzept, index, kinds)
        printed = spreadsheet(matrices.rows(found)) if as_csv else matrices.text(found, kinds, columns)
    else:
        rows = overviews.rows(konzept, index)
        printed = spreadsheet(rows) if as_csv else overviews.text(konzept, index, columns)
    terminal.write(printed, target)


def confirm(
    context: typer.Context,
    ident: Annotated[
        str, typer.Argument(metavar="KENNUNG", help="Beschluss, Kapitel, Rahmenbedingung oder Ziel")
    ],
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--gegen",
            metavar="KENNUNG",
            help="nur gegen dieses Ziel oder diese Rahmenbedingung; mehrfach möglich",
        ),
    ] = None,
    version: Annotated[
        str, typer.Option("--fassung", metavar="VERSION", help="gegen den Wortlaut dieser Fassung: 0.2.0")
    ] = "",
) -> None:
    """Hält fest, dass ein Beschluss, ein Kapitel oder eine Rahmenbedingung zum Wortlaut eines Zieles passt.

    Ändert sich der Wortlaut danach, warnt „sro validate“ an beiden Stellen. Bestätigen Sie nur, was
    Sie verglichen haben oder was ein Gremium beschlossen hat.

    Beispiel: sro confirm kapitel:umsetzung --gegen ziel:Z2
    """
    from sro_cli import files
    from sro_cli.answers import backlinks
    from sro_cli.editing import confirmation
    from sro_cli.editing.insertion import Refused

    directory: Path = context.obj
    published = _published(directory, version)
    loaded = terminal.loaded(directory)
    try:
        target, *others = (backlinks.target_of(word, loaded.index) for word in (ident, *(against or ())))
        wanted = confirmation.Wanted(target, tuple(others), of_published=bool(version))
        made = confirmation.draft(terminal.files(directory), loaded, wanted, published)
        files.write(directory, made.files, made.before)
    except (Refused, backlinks.UnknownTarget) as refusal:
        terminal.stop(str(refusal))
    except OSError as error:
        terminal.stop_at(error, directory)
    typer.echo(confirmation.text(made, terminal.width()), nl=False)


def _published(directory: Path, version: str) -> "Published | None":
    """A published version, or the newest if none is named; stops if the named one does not exist."""
    from sro_cli.editing.confirmation import Published
    from sro_cli.facts.milestones import version_key
    from sro_cli.readers import content
    from sro_cli.releases import gaps, git

    revision = git.revision(directory, ("content",))
    versions = (revision and revision.versions) or frozenset()
    if version and version not in versions:
        if lacking := gaps.told(directory):
            terminal.stop(f"Die Fassung „{printable(version)}“ ist hier nicht bekannt. {lacking}")
        known = ", ".join(sorted(versions, key=version_key)) or "noch keine"
        terminal.stop(f"Die Fassung „{printable(version)}“ ist nicht veröffentlicht; veröffentlicht: {known}")
    newest = version or max(versions, key=version_key, default="")
    sources = git.published(directory, newest) if newest else None
    return Published(newest, content.load(sources).konzept) if sources else None
