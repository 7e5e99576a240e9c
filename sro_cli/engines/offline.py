"""No way to the net for a library that cannot be told to stay off it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_NOBODY = "http://127.0.0.1:9"
"""A proxy where nobody listens."""

_WAYS = {"https_proxy": _NOBODY, "HTTPS_PROXY": _NOBODY, "no_proxy": "", "NO_PROXY": ""}


@contextmanager
def offline() -> Iterator[None]:
    """Meanwhile programs and libraries that heed the usual variables reach no server.

    Afterwards the variables are what they were, for git may have its own to reach. Threads may overlap:
    the first sets them, the last takes them back.
    """
    with _lock:
        if not _inside:
            _before.update({name: os.environ.get(name) for name in _WAYS})
            os.environ.update(_WAYS)
        _inside.append(True)
    try:
        yield
    finally:
        with _lock:
            _inside.pop()
            if not _inside:
                for name, value in _before.items():
                    if value is None:
                        os.environ.pop(name, None)
                    else:
                        os.environ[name] = value


_lock = Lock()
_inside: list[bool] = []
_before: dict[str, str | None] = {}
