"""What `sro` needs, whether it is there, and how to get it."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from sro_cli import __version__, conformity
from sro_cli.engines import pandoc, typeset
from sro_cli.files import Files, Folder, bundled
from sro_cli.readers import gestaltung
from sro_cli.releases import git

_OLDEST = (3, 11)
_INSTALL = "installieren Sie sro neu: make install, oder pip install --force-reinstall sro"

_ENGINES = {"typst", "pypandoc-binary", "fontpkg-source-sans-3"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: what it is.
        found: its version or state; empty if it is not there.
        needed: whether `sro` cannot do without.
        remedy: what to do if it is not there.
    """

    name: str
    found: str
    needed: bool = True
    remedy: str = ""

    @property
    def fails(self) -> bool:
        """Whether `sro` cannot do its work."""
        return self.needed and not self.found


def checks(directory: Path, files: Files) -> Iterator[Check]:
    """Everything that is looked at, one after the other.

    Args:
        directory: the concept's folder.
        files: the concept in it, with templates.
    """
    python = platform.python_version() if sys.version_info >= _OLDEST else ""
    yield Check("sro", __version__)
    yield Check("Python", python, remedy="installieren Sie Python 3.11 oder neuer")
    yield _engine("pandoc", pandoc.version)
    yield _engine("Typst", typeset.version)
    yield _engine(f"Schrift {typeset.FAMILY}", lambda: f"{len(typeset.font_files()) - 1} Schnitte")
    yield from _libraries()
    yield from _validators()
    yield Check(
        "git",
        git.version(),
        needed=False,
        remedy="ohne git haben Entwürfe keinen Quellstand und das Datum von heute",
    )
    yield _content(directory)
    yield _templates(files)


def _engine(name: str, version: Callable[[], str]) -> Check:
    try:
        return Check(name, version())
    except (ImportError, OSError, subprocess.SubprocessError):
        return Check(name, "", remedy=_INSTALL)


def _libraries() -> Iterator[Check]:
    try:
        requirements = metadata.requires("sro") or []
    except metadata.PackageNotFoundError:
        yield Check("Paket sro", "", remedy=_INSTALL)
        return
    for requirement in requirements:
        if ";" in requirement:
            continue  # only for some platforms or extras
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        if name in _ENGINES:
            continue  # looked at as what it brings
        try:
            yield Check(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Check(name, "", remedy=_INSTALL)


def _validators() -> Iterator[Check]:
    missing = conformity.missing(conformity.VALIDATORS)
    for package, _module in conformity.VALIDATORS.values():
        found = "" if package in missing else metadata.version(package)
        remedy = f"das braucht nur „sro build --pruefen“; {conformity.installation([package])}"
        yield Check(package, found, needed=False, remedy=remedy)


def _content(directory: Path) -> Check:
    remedy = "wechseln Sie in den Ordner eines Konzepts oder legen Sie eines an: sro init ORDNER"
    folder = Folder(directory, ("content",))
    try:
        paths = folder.paths()
        for path in paths:
            folder.read(path)
    except OSError as error:
        return Check("Ordner content", "", remedy=f"nicht lesbar: {error.filename or error}")
    return Check("Ordner content", f"{len(paths)} Dateien" if paths else "", remedy=remedy)


def _templates(files: Files) -> Check:
    own = len({path for path in files.paths() if path.startswith("templates/")} - set(bundled().paths()))
    theme, findings = gestaltung.load(files)
    remedy = "; ".join(finding.message for finding in findings) or _INSTALL
    return Check(
        "Vorlagen", f"mit sro geliefert{f' und {own} eigene' if own else ''}" if theme else "", remedy=remedy
    )
