"""Where a concept stands, and what is handed out: `sro status`, `release`, `verify`, `releases`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sro_cli import terminal
from sro_cli.terminal import FOUND
from sro_cli.terminal.german import printable

if TYPE_CHECKING:
    from sro_cli.publishing.releasing import Outcome


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="als JSON für andere Programme")] = False,
    picture: Annotated[
        str, typer.Option("--bild", metavar="DATEI", help="zeichnet es in diese Datei, für das README")
    ] = "",
) -> None:
    """Zeigt, wo das Konzept steht und was dem nächsten Meilenstein noch fehlt.

    \b
    Beispiel: sro status
              sro status --bild stand.svg
    """  # noqa: D301 - after a backspace typer leaves lines as they are
    from sro_cli.answers import status as standing
    from sro_cli.diagnostics import counting
    from sro_cli.releases import gaps, git

    if picture and as_json:
        terminal.stop("--bild steht nicht zusammen mit --json")
    if picture and not picture.lower().endswith(".svg"):
        terminal.stop(
            f"Das Bild wird ein SVG; nennen Sie eine Datei, die auf .svg endet, nicht „{printable(picture)}“"
        )
    target = terminal.product(picture, context.obj) if picture else None
    loaded = terminal.loaded(context.obj)
    if counting(loaded.findings):
        typer.echo(
            "Achtung: Das Konzept hat Fehler, die Übersicht kann unvollständig sein (sro validate).", err=True
        )
    versions = git.versions(context.obj)
    if versions is None and (lacking := gaps.told(context.obj)):
        typer.echo(lacking, err=True)
    found = standing.status(loaded.konzept, loaded.index, versions)
    if target:
        from sro_cli.answers import status_picture

        if loaded.theme is None:
            terminal.stop(
                "Die Farben in templates/gestaltung.yml lassen sich nicht lesen; sro validate sagt, warum"
            )
        terminal.write(status_picture.svg(found, loaded.theme), target)
        return
    terminal.write(standing.as_json(found) if as_json else standing.text(found, terminal.width()), None)


def release(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="MEILENSTEIN", help="Kennung oder Version, etwa M1 oder 0.1.0")
    ],
    probe: Annotated[
        bool, typer.Option("--probe", help="baut und prüft alles und veröffentlicht nichts")
    ] = False,
) -> None:
    """Veröffentlicht eine Fassung: prüft, was der Meilenstein verlangt, baut und setzt ein Tag in git.

    Beispiel: sro release M1 --probe
    """
    from sro_cli.publishing import gate
    from sro_cli.publishing.releasing import Wanted, release
    from sro_cli.report import Checked

    directory: Path = context.obj
    terminal.files(directory)
    wanted = Wanted(printable(name), moment=terminal.epoch(), probe=probe)
    try:
        outcome = release(directory, wanted, terminal.progress())
    except OSError as error:
        terminal.stop_at(error, directory / "build")
    if outcome.reasons:
        if outcome.findings:
            terminal.report(Checked(outcome.findings))
        what = f"{outcome.stone.label}, Version {outcome.stone.version}" if outcome.stone else "Nichts"
        typer.echo(f"{what}{', wird nicht' if outcome.stone else ' wird'} veröffentlicht:", err=True)
        typer.echo(gate.text(outcome.reasons), nl=False, err=True)
        raise typer.Exit(FOUND)
    _show(outcome, probe=probe)


def _show(outcome: "Outcome", *, probe: bool) -> None:
    """Prints what was published, or would be."""
    from sro_cli.readable import wort
    from sro_cli.report import summary
    from sro_cli.store.output import PRODUKT_NICHT_KONFORM

    stone = outcome.stone
    if stone is None:
        return
    typer.echo(f"{'Probe' if probe else 'Veröffentlicht'}: {wort(stone.fassung)} {stone.version}")
    typer.echo(f"  folgt auf  {outcome.follows or 'nichts, es ist die erste'}")
    typer.echo(f"  Befunde    {summary(outcome.findings)}")
    if missing := outcome.unjudged_by:
        typer.echo(f"  Normen     nicht alle geprüft, denn es fehlt: {', '.join(missing)} (sro doctor)")
    elif any(finding.kind.code == PRODUKT_NICHT_KONFORM.code for finding in outcome.findings):
        typer.echo("  Normen     nicht eingehalten (sro explain P103)")
    else:
        typer.echo("  Normen     eingehalten")
    typer.echo(f"  Tag        v{stone.version}{f' an {outcome.commit[:10]}' if outcome.commit else ''}")
    typer.echo(f"  Dokumente  build/releases/{stone.version}")
    for path in terminal.main_products(outcome.products):
        typer.echo(f"    {path}")
    if probe:
        typer.echo("So käme es heraus. Veröffentlicht ist nichts.")
    else:
        typer.echo("Weitergeben an alle: git push --follow-tags")


def verify(
    context: typer.Context,
    version: Annotated[str, typer.Argument(metavar="VERSION", help="eine veröffentlichte, etwa 0.1.0")],
    folder: Annotated[
        str,
        typer.Option(
            "-o", "--ausgabe", metavar="ORDNER", help="legt die Dokumente hierhin, wenn sie stimmen"
        ),
    ] = "",
) -> None:
    """Baut eine veröffentlichte Fassung noch einmal und vergleicht sie Teil für Teil mit ihrem Manifest.

    Beispiel: sro verify 0.1.0 -o ../fassung
    """
    from sro_cli import files
    from sro_cli.publishing.verifying import Unknown, verify
    from sro_cli.releases.git import GitError
    from sro_cli.report import Checked

    directory: Path = context.obj
    number = printable(version).removeprefix("v")
    target = terminal.target(Path(folder), directory, number) if folder else None
    try:
        found = verify(directory, number, terminal.progress())
    except (Unknown, GitError) as refusal:
        terminal.stop(str(refusal))
    except OSError as error:
        terminal.stop_at(error, directory)
    if found.findings:
        terminal.report(Checked(found.findings))
        typer.echo("Die Fassung lässt sich so nicht mehr bauen.", err=True)
        raise typer.Exit(FOUND)
    for difference in found.differences:
        mark = "Hinweis: " if difference.harmless else ""
        typer.echo(f"- {mark}{difference.what} {difference.how}")
    if not found.identical:
        typer.echo("Nicht identisch.")
        for remedy in found.remedies(number):
            typer.echo(f"→ {remedy}")
        raise typer.Exit(FOUND)
    typer.echo(f"identisch: {len(found.products)} Dateien, wie veröffentlicht")
    if target:
        try:
            files.write(target, found.products)
        except OSError as error:
            terminal.stop_at(error, target)
        typer.echo(f"Geschrieben: {terminal.shown(target)}")


def releases(context: typer.Context) -> None:
    """Zeigt, welche Fassungen veröffentlicht sind und was jede gebracht hat.

    Beispiel: sro releases
    """
    from sro_cli.columns import table, wrapped
    from sro_cli.publishing.verifying import published
    from sro_cli.readable import datum, plain, wort
    from sro_cli.releases import gaps

    rows, news = [], []
    for each in published(context.obj):
        noted = each.manifest or {}
        fassung, stone = (str(noted.get(name, "")) for name in ("fassung", "meilenstein"))
        day = plain(datum(each.moment.date()))
        rows.append([each.version, wort(fassung) if fassung else "–", stone or "–", day, each.commit[:10]])
        news.append(wrapped(each.neues, terminal.width() - 4) if each.neues else ())
    lacking = gaps.told(context.obj)
    if not rows:
        typer.echo(lacking or "Noch ist keine Fassung veröffentlicht.")
        return
    head, rule, *lines = table(["Version", "Fassung", "Meilenstein", "Stand", "Commit"], rows)
    typer.echo(f"{head}\n{rule}")
    for line, brought in zip(lines, news, strict=True):
        typer.echo("\n".join((line, *(f"    {words}" for words in brought))))
    if lacking:
        typer.echo(f"\n{lacking}", err=True)
