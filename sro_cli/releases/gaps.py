"""Why a clone may lack versions that were published, and how it gets them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sro_cli.releases import git, history


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


def unknown(folder: Path) -> str:
    """Why nothing at all is known of a folder's past, with what to do; empty if something is.

    German, sentences of which the last has no full stop.
    """
    if git.commit_of(folder, "HEAD"):
        return ""
    if not git.version():
        return "Das Programm git, das Fassungen und Stände findet, fehlt auf diesem Rechner"
    if git.is_repository(folder):
        return (
            "In git ist noch nichts festgehalten; den ersten Stand legen Sie an mit: git add . && git commit"
        )
    published = history.of_folder(folder)
    known = f"Fassung {published[-1].version} ist zwar veröffentlicht, aber d" if published else "D"
    return (
        f"{known}ieser Ordner liegt nicht in git, und nur dort sind Fassungen und Stände zu finden; "
        "vergleichen Sie in einem Klon des Repositorys, oder nennen Sie einen Ordner mit den alten Quellen, "
        "etwa ../alt"
    )


def cut_off(folder: Path) -> str:
    """What hides commits from a folder, with what to do, as `told`; empty if all are there."""
    repo = git.repository(folder)
    return told(folder) if repo and repo.shallow else ""


def told(folder: Path) -> str:
    """Why versions may be missing in a folder, with what to do; empty if all are there."""
    repo = git.repository(folder)
    first = next(gaps(repo), None) if repo else None
    return f"{first.words[0].upper()}{first.words[1:]}; {first.remedy}" if first else ""
