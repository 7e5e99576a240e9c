"""Products and pieces of them, kept by the digest of everything that made them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_DIGEST = 32
_LARGEST = 512 * 1024 * 1024
"""Bytes to keep; the oldest entries go first."""


@dataclass(frozen=True)
class Cache(MutableMapping[str, bytes]):
    """A folder of values. A damaged entry counts as missing; a folder that cannot be written keeps nothing.

    Keys are hexadecimal digests, so they are file names.
    """

    folder: Path

    def __getitem__(self, key: str) -> bytes:
        """The value.

        Raises:
            KeyError: there is none, or it is damaged.
        """
        try:
            stored = self._place(key).read_bytes()
        except OSError:
            raise KeyError(key) from None
        value = stored[_DIGEST:]
        if hashlib.sha256(value).digest() != stored[:_DIGEST]:
            raise KeyError(key)
        return value

    def __setitem__(self, key: str, value: bytes) -> None:
        """Keeps a value; whoever reads meanwhile sees the old one or the new one, never half."""
        place = self._place(key)
        aside = place.with_name(f"{place.name}.{os.getpid()}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(hashlib.sha256(value).digest() + value)
            aside.replace(place)
        except OSError:
            with suppress(OSError):
                aside.unlink()

    def __delitem__(self, key: str) -> None:
        """Forgets a value.

        Raises:
            KeyError: there is none.
        """
        try:
            self._place(key).unlink()
        except OSError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        """The keys, sorted."""
        return iter(sorted(place.name for place in self.folder.glob("??/*")))

    def __len__(self) -> int:
        """How many values there are."""
        return sum(1 for _place in self.folder.glob("??/*"))

    def trim(self, largest: int = _LARGEST) -> None:
        """Forgets the oldest values until the rest has at most *largest* bytes."""
        places = ((place.stat(), place) for place in self.folder.glob("??/*"))
        found = sorted(((status.st_mtime, status.st_size, place) for status, place in places), reverse=True)
        total = 0
        for _time, size, place in found:
            total += size
            if total > largest:
                place.unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key
