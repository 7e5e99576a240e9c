"""Why a clone may lack versions that were published, and how it gets them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sro_cli.releases import git


@dataclass(frozen=True, slots=True)
class Gap:
    """Something for which versions may be missing here.

    Attributes:
        words: German, a sentence without a full stop, its first letter small.
        remedy: what to do.
    """

    words: str
    remedy: str


def gaps(repo: git.Repository) -> Iterator[Gap]:
    """What may hide versions from a repository."""
    if repo.shallow:
        yield Gap(
            "der Klon enthält nicht die ganze Geschichte, also vielleicht nicht alle Fassungen",
            "holen Sie sie: git fetch --unshallow --tags",
        )
    elif repo.untagged:
        yield Gap(
            f"nach dem Manifest ist die Fassung {repo.untagged} veröffentlicht, aber ihr Tag fehlt hier",
            "holen Sie die Tags: git fetch --tags; fehlt es danach noch, lädt es hoch, wer veröffentlicht "
            "hat: git push --follow-tags",
        )


def told(folder: Path) -> str:
    """Why versions may be missing in a folder, with what to do; empty if all are there."""
    repo = git.repository(folder)
    first = next(gaps(repo), None) if repo else None
    return f"{first.words[0].upper()}{first.words[1:]}; {first.remedy}" if first else ""
