"""Who touched a line of the sources last, and when, as git knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sro_cli.releases.git import GitError, do


@dataclass(frozen=True, slots=True)
class Touch:
    """A commit that changed something.

    Attributes:
        author: the name that git has of who made it.
        moment: when it was committed, UTC.
    """

    author: str
    moment: datetime


def lines_of(folder: Path, commit: str, path: str) -> tuple[Touch | None, ...]:
    """The last touch of each line of a file; None for lines that were never committed.

    Empty if git does not know the file.

    Args:
        folder: of the concept.
        commit: up to which; empty for the file as it lies in the folder.
        path: below the folder.
    """
    revision = [commit] if commit else []
    try:
        printed = do(folder, "blame", "--line-porcelain", *revision, "--", path).decode(errors="replace")
    except GitError:
        return ()
    touches: list[Touch | None] = []
    name, author, seconds = "", "", 0
    for line in printed.split("\n"):
        if line.startswith("\t"):
            never = not name.strip("0")
            touches.append(None if never else Touch(author, datetime.fromtimestamp(seconds, UTC)))
            name = ""
        elif not name:
            name = line.partition(" ")[0]
        elif line.startswith("author "):
            author = line.removeprefix("author ")
        elif line.startswith("committer-time "):
            seconds = int(line.removeprefix("committer-time "))
    return tuple(touches)


def last_of(folder: Path, before: str, after: str, path: str) -> Touch | None:
    """The last commit behind one and up to another that changed a file; None if there is none.

    Args:
        folder: of the concept.
        before: a commit.
        after: a later one; empty for the present one.
        path: below the folder.
    """
    try:
        printed = do(folder, "log", "-1", "--format=%ct %an", f"{before}..{after or 'HEAD'}", "--", path)
    except GitError:
        return None
    seconds, _blank, author = printed.decode(errors="replace").strip().partition(" ")
    return Touch(author, datetime.fromtimestamp(int(seconds), UTC)) if seconds else None


def moment_of(folder: Path, commit: str) -> datetime | None:
    """When a commit was made, UTC; None if there is none."""
    try:
        printed = do(folder, "log", "-1", "--format=%ct", commit or "HEAD")
    except GitError:
        return None
    return datetime.fromtimestamp(int(printed), UTC)
