"""How git shows Word files: the setting of a clone that calls `sro textconv`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sro_cli.releases.git import GitError, do

DRIVER = "sro"
ATTRIBUTE = f"*.docx -text diff={DRIVER}"
"""What belongs into `.gitattributes`."""

_SETTING = f"diff.{DRIVER}.textconv"


@dataclass(frozen=True, slots=True)
class Showing:
    """What a clone has been told.

    Attributes:
        before: what it was told before; empty for nothing.
        now: the command that git calls.
        attributed: whether its Word files are given to that command.
    """

    before: str
    now: str
    attributed: bool


def set_up(folder: Path, command: str) -> Showing | None:
    """Tells a clone to show Word files with a command; None if there is no repository.

    Args:
        folder: in its work tree.
        command: as a shell takes it; git adds the path of a file.

    Raises:
        GitError: git refuses to write its settings.
    """
    try:
        do(folder, "rev-parse", "--git-dir")
    except GitError:
        return None
    before = _present(folder)
    if before != command:
        do(folder, "config", "--local", "--replace-all", _SETTING, command)
    shown = do(folder, "check-attr", "diff", "--", "beispiel.docx").decode(errors="replace")
    return Showing(before, command, shown.strip().endswith(f": {DRIVER}"))


def _present(folder: Path) -> str:
    try:
        return do(folder, "config", "--local", "--get", _SETTING).decode(errors="replace").rstrip("\n")
    except GitError:
        return ""
