"""What commands share: the folder they work in, what they print, and how they stop."""

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from sro_cli.terminal.german import REASONS, meant, printable

if TYPE_CHECKING:
    from datetime import datetime

    from sro_cli.files import Files
    from sro_cli.fixing import Mended
    from sro_cli.pipeline import Loaded, Progress
    from sro_cli.report import Checked

FOUND, FAILED = 1, 2
"""Exit codes: there are findings that count; it could not run. 0 is: nothing that counts."""

_WIDEST, _ELSEWHERE = 100, 80

# The first and the last second that the entries of a DOCX package can have.
_EARLIEST, _LATEST = 315_532_800, 4_354_819_199


def files(directory: Path) -> "Files":
    """The concept in a folder, its templates over those that come with `sro`; stops if there is none."""
    from sro_cli.files import Folder, Overlay, bundled

    if not (directory / "content").is_dir():
        stop(
            f"In „{shown(directory)}“ gibt es keinen Ordner „content“. "
            "Wechseln Sie in den Ordner des Konzepts, nennen Sie ihn mit „sro -C ORDNER …“ "
            "oder legen Sie mit „sro init ORDNER“ ein neues an."
        )
    return Overlay(Folder(directory), bundled())


def loaded(directory: Path) -> "Loaded":
    """The concept in a folder, read and checked; stops if it cannot be listed."""
    from sro_cli import pipeline

    try:
        return pipeline.load(files(directory))
    except OSError as error:
        stop_at(error, directory)


def report(
    checked: "Checked", form: str = "text", place: Path | None = None, remarks: Sequence[str] = ()
) -> None:
    """Prints findings in a format, or writes them into a file; how many there are, and where to read more.

    What is printed for programs stands alone on the output; the rest goes beside it.
    """
    from sro_cli import report as reports
    from sro_cli.columns import wrapped

    if form != "text" or place:
        write(reports.rendered(form, checked).encode(errors="replace"), place)
    elif checked.findings:
        # Programs and logs want a finding's lines whole; only who looks at a terminal needs them broken.
        columns = width() if sys.stdout.isatty() else 0
        typer.echo(reports.text(checked.findings, colour=colour(), width=columns), color=colour())
    for words in (f"Geprüft: {reports.summary(checked.findings)}.", *remarks, *reports.limits(form, checked)):
        lines = wrapped(words, width()) if sys.stdout.isatty() else [words]
        typer.echo("\n".join(lines), err=form != "text")
    if checked.findings and form == "text":
        worst = max(checked.findings, key=lambda finding: finding.kind.severity)
        typer.echo(f"Mehr zu einem Befund: sro explain {worst.kind.code}")


def colour() -> bool:
    """Whether what is printed may have colours: on a terminal, unless somebody asks for the one or the other.

    NO_COLOR (no-color.org) goes before FORCE_COLOR (force-color.org) and CLICOLOR_FORCE, as in Python itself.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """The columns of the terminal, as far as lines of text stay readable; 80 for everything else."""
    return min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else _ELSEWHERE


def progress() -> "Progress":
    """Tells on a terminal what is being done; elsewhere nothing."""
    visible = sys.stderr.isatty()

    def tell(words: str) -> None:
        if visible:
            typer.echo(f"  {words} …", err=True)

    return tell


def one_of(word: str, known: Sequence[str], what: str) -> str:
    """The word if it is known; stops if it is not, naming the nearest."""
    if word not in known:
        close = meant(word.lower(), known)
        stop(f"„{printable(word)}“ ist hier nicht möglich{close}\n{what}: {', '.join(known)}")
    return word


def target(folder: Path, directory: Path, version: str = "") -> Path:
    """The folder if something may be written into it; stops if it is a file, or belongs to what stays.

    Args:
        folder: as somebody named it.
        directory: of the concept.
        version: the published one whose documents are to be written; they may lie where they belong.
    """
    from sro_cli.releases.git import RELEASES

    if folder.exists() and not folder.is_dir():
        stop(f"„{folder}“ ist eine Datei; nach -o steht ein Ordner")
    if not (version and folder.resolve() == (directory / RELEASES / version).resolve()):
        _refuse_kept(folder, directory, "einen anderen Ordner")
    return folder


def two_of(words: str, known: Sequence[str]) -> tuple[str, str]:
    """Two words with a comma between them; stops if they are not, or if one is not known."""
    one, comma, other = words.partition(",")
    if not comma or "," in other:
        stop(f"„{printable(words)}“ nennt nicht zwei Arten mit einem Komma dazwischen: ziel,kapitel")
    return one_of(one.strip(), known, "Art"), one_of(other.strip(), known, "Art")


def product(path: str, directory: Path) -> Path:
    """The path of a file that may be written; stops if it is a folder, or belongs to what stays."""
    place = Path(path)
    if place.is_dir():
        stop(f"„{path}“ ist ein Ordner; hier steht eine Datei")
    _refuse_kept(place, directory, "eine andere Datei")
    return place


def write(printed: str | bytes, place: Path | None) -> None:
    """Prints something, or writes it into a file and says so."""
    from sro_cli import files

    if place is None:
        typer.echo(printed, nl=False)
        return
    content = printed.encode() if isinstance(printed, str) else printed
    try:
        files.write(place.parent, {place.name: content})
    except OSError as error:
        stop_at(error, place)
    typer.echo(f"Geschrieben: {place}")


def mended(outcome: "Mended", directory: Path, *, written: bool, beside: bool) -> None:
    """Prints what was mended in the sources, beside the output if that is for findings alone.

    What is not written yet stands alone on the output, so that git and patch can take it.
    """
    from sro_cli.fixing import summary
    from sro_cli.fixing.patches import patch

    here = seen(directory)
    before, after = (
        {f"{here}{path}": text for path, text in texts.items()} for texts in (outcome.before, outcome.after)
    )
    # Whoever wants colours in a pipe wants them in findings; a patch in colour is none.
    painted = colour() and (sys.stderr if beside else sys.stdout).isatty()
    changes = patch(before, after, colour=painted)
    typer.echo(changes if painted else changes.encode(), nl=False, err=beside, color=painted)
    apart = "\n" if changes else ""
    typer.echo(f"{apart}{summary(outcome, written=written)}", err=beside or not written)


def epoch() -> "datetime | None":
    """The moment that SOURCE_DATE_EPOCH names, if it is set; stops if it is not possible."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return None
    short = epoch.isdecimal() and len(epoch) <= len(str(_LATEST))
    if not short or not _EARLIEST <= int(epoch) <= _LATEST:
        stop(
            f"SOURCE_DATE_EPOCH muss die Sekunden seit 1970 als ganze Zahl nennen, von {_EARLIEST} "
            f"(Anfang 1980) bis {_LATEST} (Ende 2107); andere Jahre kennen Word-Dateien nicht"
        )
    return datetime.fromtimestamp(int(epoch), UTC)


def textconv() -> str:
    """How git calls `sro textconv`: by its path, so that nobody has to switch on the environment before.

    Git calls it in the work tree, whose modules Python must not take for its own.
    """
    return f"{shlex.quote(Path(sys.executable).as_posix())} -P -m sro_cli.cli textconv"


def main_products(products: Sequence[str]) -> list[str]:
    """The products an editor opens: not each page and picture of the site."""
    return [path for path in products if "/" not in path or path == "html/index.html"]


def seen(directory: Path) -> str:
    """What stands before paths in a folder where `sro` was called: nothing, or words with ``/`` at their end.

    Nothing as well if the folder does not lie below.
    """
    here, there = Path.cwd().resolve(), directory.resolve()
    return f"{there.relative_to(here).as_posix()}/" if here in there.parents else ""


def shown(path: Path) -> str:
    """A folder as it is named to a user."""
    return str(path) if str(path) != "." else str(path.resolve().name)


def _refuse_kept(place: Path, directory: Path, other: str) -> None:
    """Stops if a place belongs to the sources, to versions that were published, or to git."""
    from sro_cli.releases.git import KEPT, RELEASES

    owners = {
        "content": "zu den Quellen des Konzepts",
        "templates": "zu den Quellen des Konzepts",
        KEPT: "zur veröffentlichten Fassung",
        RELEASES: "zu den veröffentlichten Fassungen",
        ".git": "git",
    }
    for below, owner in owners.items():
        if place.resolve().is_relative_to((directory / below).resolve()):
            stop(f"„{place}“ gehört {owner}; nennen Sie {other}")


def stop_at(error: OSError, path: Path) -> NoReturn:
    """Ends the command because the system refused something."""
    reason = REASONS.get(error.errno or 0, error.strerror or str(error))
    stop(f"„{error.filename or path}“ lässt sich nicht lesen oder schreiben: {reason}")


def stop(message: str) -> NoReturn:
    """Ends the command: it could not run."""
    typer.echo(f"sro: {message}", err=True)
    raise typer.Exit(FAILED)
