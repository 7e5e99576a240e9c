"""The only module that calls git: which commit the sources are, when it was made, what was published."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sro_cli.files import Memory

_DIGITS = 10
"""Of a commit's name: git's own choice depends on how many objects a clone happens to have."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Where the sources are in the history.

    Attributes:
        moment: when the commit was made, UTC.
        commit: its name, shortened to ten digits, with ``+`` if sources were changed since.
        versions: those already published; None if git does not know, see `versions`.
    """

    moment: datetime
    commit: str
    versions: frozenset[str] | None


def revision(folder: Path, sources: tuple[str, ...]) -> Revision | None:
    """The revision of a folder's sources, or None without git or without a commit.

    Args:
        folder: the project's folder.
        sources: paths below it whose uncommitted changes count.
    """
    head = _git(folder, "log", "-1", "--format=%ct %H")
    if not head:
        return None
    seconds, name = head.split()
    changed = _git(folder, "status", "--porcelain", "--", *sources)
    return Revision(
        datetime.fromtimestamp(int(seconds), UTC), name[:_DIGITS] + ("+" if changed else ""), versions(folder)
    )


def versions(folder: Path) -> frozenset[str] | None:
    """The versions that are published, from the tags ``v0.1.0`` in the history of the present commit.

    None without git and without a commit, and in a shallow clone, which may lack the tags.
    """
    tags = _git(folder, "tag", "--list", "v*", "--merged", "HEAD")
    if tags is None or _git(folder, "rev-parse", "--is-shallow-repository") != "false":
        return None
    return frozenset(tag.removeprefix("v") for tag in tags.split())


def published(folder: Path, version: str) -> Memory | None:
    """The sources of a published version; None without git or if there is no such version.

    Args:
        folder: the project's folder.
        version: as in the tags, ``0.1.0``.
    """
    packed = _run(folder, "archive", "--format=tar", f"v{version}", "content")
    if packed is None:
        return None
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        members = [member for member in archive if member.isfile()]
        read = {member.name: archive.extractfile(member) for member in members}
        return Memory({name: file.read() for name, file in read.items() if file})


def version() -> str:
    """Git's version, e.g. ``2.47.3``; empty without git."""
    return (_git(Path(), "--version") or "").removeprefix("git version ")


def _git(folder: Path, *arguments: str) -> str | None:
    printed = _run(folder, *arguments)
    return None if printed is None else printed.decode(errors="surrogateescape").strip()


def _run(folder: Path, *arguments: str) -> bytes | None:
    # The language is fixed, and git asks nobody anything.
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git that the user has
            capture_output=True,
            check=False,
            env=environment,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
