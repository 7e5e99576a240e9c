"""One release at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(place: Path) -> Iterator[int]:
    """Holds a lock, and gives the number of its file. Whoever dies lets go of it.

    Args:
        place: the file that is locked; it is made, and stays.

    Raises:
        BlockingIOError: somebody else holds it.
        OSError: the file cannot be made.
    """
    with place.open("a") as file:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - is only there

            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError as error:
                raise BlockingIOError(*error.args) from None
        else:
            import fcntl  # noqa: PLC0415 - as above

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file.fileno()
