"""Where text comes from, and how it gets back. Everything that reads sources reads them through `Files`."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Protocol

LARGEST = 16 * 1024 * 1024
"""Bytes that a single source may have; a chapter of 300 pages has 2 million."""


class TooLarge(OSError):  # noqa: N818 - reads as what it says
    """A file is larger than any source can sensibly be."""


class Outside(OSError):  # noqa: N818 - as above
    """A path or a link leaves the folder of the project."""


class Files(Protocol):
    """A set of files, addressed by paths below its root, parts joined by ``/``."""

    def paths(self) -> tuple[str, ...]:
        """All paths, sorted. Folders are left out, unless they carry a file's name (``ziele.yml/``).

        A link to a folder is not followed; it is given with ``/`` at its end, and cannot be read.
        """
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: it cannot be read; TooLarge and Outside are such errors.
        """
        ...


@dataclass(frozen=True)
class Memory:
    """Files that exist only here: for tests, and for a new concept before it is written."""

    files: Mapping[str, bytes] = field(default_factory=dict)

    def paths(self) -> tuple[str, ...]:
        """All paths, sorted."""
        return tuple(sorted(self.files))

    def read(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            FileNotFoundError: there is no such file.
        """
        try:
            return self.files[path]
        except KeyError:
            raise FileNotFoundError(path) from None


@dataclass(frozen=True)
class Folder:
    """The files of a folder on disk below some of its subfolders.

    Attributes:
        root: the folder.
        below: the subfolders that count; others (``build``, ``.git``) are never looked at.
    """

    root: Path
    below: tuple[str, ...] = ("content", "templates")

    def paths(self) -> tuple[str, ...]:
        """All paths, sorted; hidden files and what editors leave behind (``~``, ``.bak``) left out.

        Raises:
            OSError: a folder cannot be listed.
        """
        found: list[str] = []
        for top in self.below:
            for folder, folders, names in os.walk(self.root / top, onerror=_unless_missing):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                odd = [name for name in folders if name.endswith((".yml", ".yaml", ".md"))]
                here = Path(folder).relative_to(self.root).as_posix()
                links = [f"{name}/" for name in folders if Path(folder, name).is_symlink()]
                found += [f"{here}/{name}" for name in [*names, *odd, *links] if not _left_behind(name)]
        return tuple(sorted(found))

    def read(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: it is missing, no plain file (a device would never end), too large, outside
                of the folder or not readable.
        """
        if not path.startswith(tuple(f"{top}/" for top in self.below)):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        try:
            place = (self.root / path).resolve()
        except RuntimeError:  # Python 3.11 and 3.12 say so when a link leads back to itself
            raise OSError(path) from None
        if not place.is_relative_to(self.root.resolve()):
            raise Outside(path)
        status = place.stat()
        if place.is_dir():
            raise IsADirectoryError(path)
        if not S_ISREG(status.st_mode):
            raise OSError(path)
        if status.st_size > LARGEST:
            raise TooLarge(path)
        return place.read_bytes()


@dataclass(frozen=True)
class Overlay:
    """One set of files over another: a city's own templates over those that come with `sro`."""

    upper: Files
    lower: Files

    def paths(self) -> tuple[str, ...]:
        """The paths of both, sorted."""
        return tuple(sorted({*self.upper.paths(), *self.lower.paths()}))

    def read(self, path: str) -> bytes:
        """The bytes of the upper file, or of the lower one where the upper is missing.

        Raises:
            OSError: neither can be read.
        """
        try:
            return self.upper.read(path)
        except FileNotFoundError:
            return self.lower.read(path)


def bundled() -> Folder:
    """The templates that come with `sro`: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parent
    return Folder(package if (package / "templates").is_dir() else package.parent, ("templates",))


def write(root: Path, files: Mapping[str, bytes], before: Mapping[str, bytes] | None = None) -> None:
    """Puts files into a folder, all of them or none: they are written aside first, then renamed.

    What is there keeps its permissions. A link stays one; what it leads to is written.

    Args:
        root: the folder; it is made if it is missing.
        files: path below it → content.
        before: what files held when they were read. If one holds something else by now, none is written.

    Raises:
        OSError: the folder cannot be written, or somebody else has changed a file; what lay there
            stays as it was.
    """
    aside: dict[Path, tuple[Path, bytes | None]] = {}
    named: dict[str, str] = {}
    written: list[Path] = []
    try:
        for path, content in files.items():
            place = Path(os.path.realpath(root / path))
            place.parent.mkdir(parents=True, exist_ok=True)
            present = place.read_bytes() if place.exists() else None
            _refuse(place, changed=before is not None and before.get(path) != present)
            beside = place.with_name(f".{place.name}.{os.getpid()}")
            aside[place] = beside, present
            named[os.fspath(beside)] = os.fspath(root / path)
            beside.write_bytes(content)
            if present is not None:
                beside.chmod(place.stat().st_mode)
        for place, (beside, _present) in aside.items():
            beside.replace(place)
            written.append(place)
    except OSError as error:
        for place in written:
            _put_back(place, aside[place][1])
        # What lies aside for a moment, nobody has heard of.
        error.filename = named.get(str(error.filename), error.filename)
        raise
    finally:
        for beside, _present in aside.values():
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _refuse(place: Path, *, changed: bool) -> None:
    if changed:
        raise OSError(None, _CHANGED, str(place))
    # To rename a file, nobody has to be allowed to write what was there.
    if place.exists() and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))


def _put_back(place: Path, content: bytes | None) -> None:
    with suppress(OSError):
        if content is None:
            place.unlink()
        else:
            place.write_bytes(content)


_CHANGED = "jemand hat die Datei eben geändert; geschrieben wurde nichts, versuchen Sie es noch einmal"


def _left_behind(name: str) -> bool:
    return name.startswith(".") or name.endswith(("~", ".bak", ".orig", ".swp", ".tmp"))


def _unless_missing(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error
