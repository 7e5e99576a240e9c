"""The commands: arguments → one function → one report → one exit code. The only module that asks the clock.

Everything but typer is imported where it is needed: `sro --help` must not wait for engines.
Options and arguments are plain text on purpose: what can be wrong with them is said here, in
German, not by typer.
"""

import atexit
import gc
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sro_cli import __version__, terminal
from sro_cli.commands import beginnings, connections, differing, publishing, redlining, synopses, word_files
from sro_cli.terminal import FAILED, FOUND
from sro_cli.terminal.german import ABORTED, Befehl, Befehle, printable

if TYPE_CHECKING:
    from datetime import datetime

    from sro_cli.pipeline import Request

app = typer.Typer(
    name="sro",
    cls=Befehle,
    add_completion=False,
    rich_markup_mode=None,
    suggest_commands=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Runs `sro`; whatever happens, nobody sees a traceback who has not asked for it."""
    # One short run makes no garbage worth looking for, and the search costs a fifth of the time;
    # Python would search once more at the end, but not in what is frozen.
    gc.disable()
    atexit.register(gc.freeze)
    # pydantic would look through every installed package for plugins, which nobody here wants.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may not know „ and “
    try:
        typer.main.get_command(app)()
    except KeyboardInterrupt:
        sys.exit(ABORTED)
    except Exception as error:
        if os.environ.get("SRO_TRACEBACK"):
            raise
        typer.echo(
            f"sro: Das ist ein Fehler in sro selbst ({type(error).__name__}: {error}). Bitte melden Sie ihn; "
            "mit SRO_TRACEBACK=1 vor dem Aufruf erscheint, wo er auftrat.",
            err=True,
        )
        sys.exit(FAILED)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sro {__version__}")
        raise typer.Exit


@app.callback()
def sro(
    context: typer.Context,
    directory: Annotated[str, typer.Option("-C", metavar="ORDNER", help="arbeitet in diesem Ordner")] = ".",
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="zeigt die Version")
    ] = False,
) -> None:
    """Schreibt, prüft und baut Konzepte: Aus Kapiteln und Daten werden Word, PDF und Webseiten.

    Beispiel: sro validate
    """
    context.obj = Path(directory)


def build(
    context: typer.Context,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "-f", "--format", metavar="FORMAT", help="nur docx, pdf, html oder text; mehrfach möglich"
        ),
    ] = None,
    folder: Annotated[
        str, typer.Option("-o", "--ausgabe", metavar="ORDNER", help="Zielordner, sonst build/entwurf")
    ] = "",
    internal: Annotated[
        bool, typer.Option("--intern/--extern", help="mit oder ohne das, was die Verwaltung nicht verlässt")
    ] = False,
    conforming: Annotated[
        bool,
        typer.Option(
            "--pruefen", help="prüft die Dokumente auch gegen PDF/UA, PDF/A und Open XML; das dauert"
        ),
    ] = False,
) -> None:
    """Baut die Dokumente: Word, PDF, Webseiten und Lesefassung.

    \b
    Beispiel: sro build -f text
              sro build --pruefen
    """  # noqa: D301 - after a backspace typer leaves lines as they are
    from sro_cli import pipeline
    from sro_cli.report import Checked
    from sro_cli.store import output
    from sro_cli.store.cache import Cache

    directory: Path = context.obj
    wanted = tuple(
        sorted({terminal.one_of(word, pipeline.FORMATS, "Format") for word in formats or pipeline.FORMATS})
    )
    standards: list[str] = []
    if conforming:
        from sro_cli import conformity

        if missing := conformity.missing(wanted):
            terminal.stop(
                f"Für --pruefen fehlt: {', '.join(missing)}\n"
                f"Installieren können Sie es mit: {conformity.installation(missing)}"
            )
        standards = conformity.standards(wanted)
    files = terminal.files(directory)
    made_here = directory / "build"
    target = terminal.target(
        Path(folder) if folder else made_here / ("intern" if internal else "entwurf"), directory
    )
    owned = target.resolve().is_relative_to(made_here.resolve())
    store = Cache(made_here / ".cache")
    try:
        request = _request(directory, wanted, internal=internal, conforming=conforming)
        built = pipeline.build(files, target, request, store, terminal.progress(), owned=owned)
    except OSError as error:
        terminal.stop_at(error, target)
    terminal.report(Checked(built.findings))
    if not built.products:
        before = output.record(target)
        unchanged = " Die Dokumente vom letzten Mal sind unverändert." if before and before.products else ""
        typer.echo(f"Nicht gebaut, weil es noch Fehler gibt.{unchanged}", err=True)
        raise typer.Exit(FOUND)
    store.trim()
    broken = any(finding.kind.code == output.PRODUKT_NICHT_KONFORM.code for finding in built.findings)
    if standards and not broken:
        typer.echo(f"Geprüft: {', '.join(standards)} – ohne Befund.", err=True)
    typer.echo(f"{'Unverändert' if built.fresh else 'Gebaut'}: {terminal.shown(target)}")
    for path in terminal.main_products(built.products):
        typer.echo(f"  {path}")


def validate(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="DATEI …", help="nur Befunde in diesen Dateien, Ordnern oder Kapiteln"),
    ] = None,
    *,
    form: Annotated[
        str,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT",
            help="text, kurz, json, sarif, junit, github oder gitlab; sonst text",
        ),
    ] = "text",
    path: Annotated[str, typer.Option("-o", "--ausgabe", metavar="DATEI", help="in diese Datei")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="auch Warnungen zählen wie Fehler")] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--nur", metavar="CODES", help="nur diese Befunde: V201 oder sein Name, V für alle zu Verweisen"
        ),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--ohne", metavar="CODES", help="alle Befunde außer diesen")
    ] = None,
    baseline: Annotated[
        str, typer.Option("--ausgangslage", metavar="DATEI", help="nur, was in dieser Datei noch nicht steht")
    ] = "",
    renewed: Annotated[
        str,
        typer.Option(
            "--ausgangslage-schreiben",
            metavar="DATEI",
            help="hält alle Befunde in dieser Datei fest; gibt es sie schon, fällt heraus, was behoben ist",
        ),
    ] = "",
    mend: Annotated[
        bool,
        typer.Option("--fix", help="verbessert in den Quellen, was sicher ist, und zeigt die Änderungen"),
    ] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsicher", help="mit --fix oder --diff auch, was den Sinn ändern kann")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="zeigt nur, was --fix ändern würde, für git apply oder patch -p1")
    ] = False,
) -> None:
    """Prüft Kapitel, Daten und eigene Vorlagen, ohne zu bauen.

    \b
    Beispiel: sro validate
              sro validate auftrag content/ziele.yml
              sro validate --strict --nur V,K104 --ohne V206
              sro validate -f sarif -o befunde.sarif
              sro validate --ausgangslage-schreiben ausgangslage.json
              sro validate --ausgangslage ausgangslage.json
              sro validate --diff
              sro validate --fix --unsicher --nur E
    """  # noqa: D301 - after a backspace typer leaves lines as they are
    from sro_cli import report, validation
    from sro_cli.releases import git
    from sro_cli.store.cache import Cache

    directory: Path = context.obj
    form = terminal.one_of(form, report.FORMATS, "Format")
    if unsafe and not (mend or diff):
        terminal.stop("--unsicher steht nur zusammen mit --fix oder --diff")
    if renewed and (mend or diff):
        terminal.stop("--ausgangslage-schreiben steht nicht zusammen mit --fix oder --diff")
    if diff and (path or form != "text"):
        terminal.stop("--diff zeigt Änderungen und keine Befunde; es steht ohne -f und -o")
    place = terminal.product(path, directory) if path else None
    files = terminal.files(directory)
    try:
        choice = validation.Choice(
            tuple(only or ()),
            tuple(without or ()),
            validation.paths(names or (), files, directory),
            strict,
            Path(baseline) if baseline else None,
            terminal.product(renewed, directory) if renewed else None,
        )
        store = Cache(directory / "build" / ".cache")
        today = (terminal.epoch() or _midnight()).date()
        versions = git.versions(directory)
        if mend or diff:
            from sro_cli import fixing
            from sro_cli.diagnostics import Examined
            from sro_cli.files import Folder, Overlay, bundled, write

            outcome = fixing.mended(
                Folder(directory),
                lambda own: validation.examined(Overlay(own, bundled()), store, today, versions).findings,
                lambda found: validation.chosen(Examined(tuple(found)), choice).findings,
                unsafe=unsafe,
            )
            if not diff:
                write(directory, outcome.after, outcome.before)
            terminal.mended(outcome, directory, written=not diff, beside=form != "text" or place is not None)
        chosen = validation.chosen(validation.examined(files, store, today, versions), choice)
        checked = report.Checked(
            chosen.findings,
            chosen.least,
            terminal.seen(directory),
            tuple(path for path in files.paths() if choice.paths is None or path in choice.paths),
            chosen.allowed,
        )
    except validation.Refused as refusal:
        terminal.stop(str(refusal))
    except OSError as error:
        terminal.stop_at(error, directory)
    if not diff:
        terminal.report(checked, form, place, chosen.remarks)
    if checked.fails:
        raise typer.Exit(FOUND)


def explain(
    context: typer.Context,
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE", help="V201, auch der Name verweis-ins-leere; V nennt alle Befunde zu Verweisen"
        ),
    ] = "",
) -> None:
    """Erklärt eine Art von Befund mit Beispielen und Abhilfe; ohne Code nennt es alle.

    Beispiel: sro explain V201
    """
    from sro_cli.answers import explanation
    from sro_cli.columns import Paper
    from sro_cli.files import Folder

    paper = Paper(terminal.width(), terminal.colour())
    try:
        words = explanation.explained(printable(code), Folder(context.obj), paper)
    except explanation.UnknownKind as fault:
        terminal.stop(f"{fault}\nAlle Befunde nennt: sro explain")
    typer.echo(words, nl=False, color=paper.colour)


def doctor(context: typer.Context) -> None:
    """Prüft, ob alles da ist, was sro braucht, und sagt, wie Fehlendes zu bekommen ist.

    Beispiel: sro doctor
    """
    from sro_cli.answers import doctor as examination
    from sro_cli.columns import table
    from sro_cli.files import Folder, Overlay, bundled

    directory: Path = context.obj
    try:
        checks = list(examination.checks(directory, Overlay(Folder(directory), bundled())))
    except OSError as error:
        terminal.stop_at(error, directory)
    rows = [
        [check.name, check.found or f"{'fehlt' if check.needed else 'nicht da'}: {check.remedy}"]
        for check in checks
    ]
    typer.echo("\n".join(table(["Was", "Befund"], rows)))
    missing = [check.name for check in checks if check.fails]
    optional = [check.name for check in checks if not check.found and not check.needed]
    if missing:
        conclusion = f"Es fehlt: {', '.join(missing)}."
    elif optional:
        conclusion = f"Alles Nötige ist da. Nicht da, und nur für manches nötig: {', '.join(optional)}."
    else:
        conclusion = "Alles da."
    typer.echo(f"\n{conclusion}")
    if missing:
        raise typer.Exit(FOUND)


# In the order of `sro --help`.
for command in (
    build,
    validate,
    explain,
    connections.refs,
    connections.confirm,
    publishing.status,
    publishing.release,
    publishing.verify,
    publishing.releases,
    differing.diff,
    redlining.redline,
    synopses.synopse,
    beginnings.new,
    beginnings.init,
    beginnings.schema,
    word_files.textconv,
    word_files.git_setup,
    doctor,
):
    app.command(cls=Befehl)(command)


def _request(directory: Path, formats: tuple[str, ...], *, internal: bool, conforming: bool) -> "Request":
    from sro_cli.pipeline import Request
    from sro_cli.releases import git, history

    revision = git.revision(directory, ("content", "templates"))
    moment = terminal.epoch() or (revision.moment if revision else _midnight())
    versions = revision.versions if revision else None
    commit = revision.commit if revision else ""
    verlauf = history.of_folder(directory)
    return Request(formats, internal, moment, commit, versions, conforming=conforming, verlauf=verlauf)


def _midnight() -> "datetime":
    """When today began, UTC."""
    from datetime import UTC, datetime

    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


if __name__ == "__main__":
    main()
