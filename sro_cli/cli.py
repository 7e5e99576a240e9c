"""The commands: arguments → pipeline → report → exit code. The only module that asks the clock.

Everything but typer is imported where it is needed: `sro --help` must not wait for engines.
"""

from __future__ import annotations

import gc
import os
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from sro_cli import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sro_cli.diagnostics import Diagnostic
    from sro_cli.files import Files
    from sro_cli.pipeline import Progress, Request

app = typer.Typer(
    name="sro",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """What can be built."""

    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    TEXT = "text"


def main() -> None:
    """Runs `sro`."""
    # One short run makes no garbage worth looking for, and the search costs a fifth of the time.
    gc.disable()
    app()


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    if wanted:
        typer.echo(f"sro {__version__}")
        raise typer.Exit


@app.callback()
def sro(
    context: typer.Context,
    directory: Annotated[Path, typer.Option("-C", metavar="ORDNER", help="Ordner des Konzepts")] = Path(),
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="zeigt die Version")
    ] = False,
) -> None:
    """Schreibt, prüft und veröffentlicht Konzepte: aus Kapiteln und Daten werden Word, PDF und Webseiten."""
    context.obj = directory


@app.command()
def build(
    context: typer.Context,
    formats: Annotated[
        list[Format] | None, typer.Option("-f", "--format", help="nur dieses Format; mehrfach möglich")
    ] = None,
    folder: Annotated[Path | None, typer.Option("-o", "--ausgabe", metavar="ORDNER", help="Zielordner")] = None,
    internal: Annotated[
        bool, typer.Option("--intern/--extern", help="mit oder ohne das, was die Verwaltung nicht verlässt")
    ] = False,
) -> None:
    """Baut die Dokumente nach build/entwurf.

    Beispiel: sro build -f pdf
    """
    from sro_cli import pipeline  # noqa: PLC0415 - see above
    from sro_cli.cache import Cache  # noqa: PLC0415 - see above

    directory: Path = context.obj
    files = _files(directory)
    wanted = tuple(sorted({f.value for f in formats})) if formats else pipeline.FORMATS
    target = folder or directory / "build" / ("intern" if internal else "entwurf")
    store = Cache(directory / "build" / ".cache")
    try:
        built = pipeline.build(files, target, _request(directory, wanted, internal=internal), store, _progress())
    except OSError as error:
        _stop(f"„{error.filename or target}“ lässt sich nicht lesen oder schreiben: {error.strerror}")
    _report(built.findings)
    if not built.products:
        typer.echo("Nicht gebaut: Fehler stehen dem entgegen. Die Dokumente des letzten Mals sind unverändert.", err=True)
        raise typer.Exit(1)
    store.trim()
    typer.echo(f"{'Unverändert' if built.fresh else 'Gebaut'}: {_shown(target)}")
    for path in _main_products(built.products):
        typer.echo(f"  {path}")


@app.command()
def validate(context: typer.Context) -> None:
    """Prüft Kapitel und Daten, ohne zu bauen.

    Beispiel: sro validate
    """
    from sro_cli import pipeline  # noqa: PLC0415 - see above
    from sro_cli.diagnostics import counting  # noqa: PLC0415 - see above

    try:
        loaded = pipeline.load(_files(context.obj))
    except OSError as error:
        _stop(f"„{error.filename}“ lässt sich nicht lesen: {error.strerror}")
    _report(loaded.findings)
    if counting(loaded.findings):
        raise typer.Exit(1)


def _files(directory: Path) -> Files:
    from sro_cli.files import Folder, Overlay, bundled  # noqa: PLC0415 - see above

    if not (directory / "content").is_dir():
        _stop(
            f"In „{_shown(directory)}“ gibt es keinen Ordner „content“. "
            "Wechseln Sie in den Ordner des Konzepts, nennen Sie ihn mit „sro -C ORDNER …“ "
            "oder legen Sie mit „sro init ORDNER“ ein neues an."
        )
    return Overlay(Folder(directory), bundled())


def _request(directory: Path, formats: tuple[str, ...], *, internal: bool) -> Request:
    from sro_cli.pipeline import Request  # noqa: PLC0415 - see above
    from sro_cli.releases import git  # noqa: PLC0415 - see above

    revision = git.revision(directory, ("content", "templates"))
    moment = revision.moment if revision else datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if epoch := os.environ.get("SOURCE_DATE_EPOCH", "").strip():
        if not epoch.isdecimal() or len(epoch) > 11:  # noqa: PLR2004 - the year 5138
            _stop("SOURCE_DATE_EPOCH muss die Sekunden seit 1970 als ganze Zahl nennen")
        moment = datetime.fromtimestamp(int(epoch), UTC)
    versions = revision.versions if revision else frozenset()
    return Request(formats, internal, moment, revision.commit if revision else "", versions)


def _report(findings: Sequence[Diagnostic]) -> None:
    from sro_cli import report  # noqa: PLC0415 - see above

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if findings:
        typer.echo(report.text(findings, colour=colour), color=colour)
    typer.echo(f"Geprüft: {report.summary(findings)}.")


def _progress() -> Progress:
    shown = sys.stderr.isatty()

    def tell(words: str) -> None:
        if shown:
            typer.echo(f"  {words} …", err=True)

    return tell


def _main_products(products: Sequence[str]) -> list[str]:
    """The products an editor opens: not each page and picture of the site."""
    return [path for path in products if "/" not in path or path == "html/index.html"]


def _shown(path: Path) -> str:
    return str(path) if str(path) != "." else str(path.resolve().name)


def _stop(message: str) -> NoReturn:
    typer.echo(f"sro: {message}", err=True)
    raise typer.Exit(2)


if __name__ == "__main__":
    main()
