"""The package that a Word file from anywhere is → its parts. Size and compression have limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

LARGEST = 64 * 1024 * 1024
"""Bytes that a file, and its parts together unpacked, may have; the text of 300 pages has 3 million."""

_RATIO = 250
"""How many times larger than its compressed form a part may be; a table that repeats itself reaches 100."""

_SMALL = 1024 * 1024
"""Bytes of a part below which its compression does not matter."""

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The ways of compression that a package may use (ECMA-376-2, B.2); the others unpack without a limit."""


class Unreadable(ValueError):  # noqa: N818 - reads as what it says
    """What should be a Word file is none, or is not to be trusted; the message says why, in German."""


def parts(content: bytes, names: Iterable[str] | None = None) -> dict[str, bytes]:
    """Parts of a package by name.

    Args:
        content: of the file.
        names: of the parts; without them, all.

    Raises:
        Unreadable: it is no package, lacks one of the parts, or is one that no program for writing makes.
    """
    if len(content) > LARGEST:
        raise Unreadable("sie ist zu groß")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            every = (entry for entry in package.infolist() if not entry.is_dir())
            entries = list(every if names is None else map(package.getinfo, names))
            _weigh(entries)
            return {entry.filename: _unpacked(package, entry) for entry in entries}
    except Unreadable:
        raise
    except (zipfile.BadZipFile, KeyError):
        raise Unreadable("sie ist beschädigt oder in einem anderen Format") from None
    except (zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        # The last of places before its beginning, and of names that are no text.
        raise Unreadable("sie ist beschädigt oder verschlüsselt") from None


def _weigh(entries: list[zipfile.ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > LARGEST or any(map(_is_swollen, entries)):
        raise Unreadable("ihr Inhalt ist gepackt größer, als es Text sein kann")


def _is_swollen(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > max(_SMALL, _RATIO * entry.compress_size)


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.compress_type not in _METHODS:
        raise zipfile.BadZipFile
    with package.open(entry) as part:
        # Without a length, everything would be unpacked before it is cut to the size that it claims to have.
        return part.read(entry.file_size)
