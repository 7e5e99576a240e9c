"""Which files somebody means who names files, folders or chapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from sro_cli.columns import visible
from sro_cli.diagnostics.suggestions import nearest
from sro_cli.files import Files
from sro_cli.readers import content


class Unknown(ValueError):  # noqa: N818 - it is what a user wrote
    """Nothing has this name; the message is German and names the nearest."""


def paths(words: Sequence[str], files: Files, directory: Path) -> frozenset[str]:
    """The paths that words name, below the concept's folder.

    Args:
        words: files and folders as seen from here or from the concept's folder, and ids of chapters.
        files: the concept.
        directory: its folder.

    Raises:
        Unknown: a word names nothing.
        OSError: the folder cannot be listed.
    """
    known = files.paths()
    chapters: dict[str, str] = {}
    found: set[str] = set()
    for word in words:
        named = next(filter(None, (_below(place, known) for place in _places(word, directory))), [])
        if not named:
            chapters = chapters or _chapters(files)
            named = [path for ident, path in chapters.items() if word in {ident, f"kapitel:{ident}"}]
        if not named:
            raise Unknown(_unknown(word, known, chapters))
        found.update(named)
    return frozenset(found)


def _places(word: str, directory: Path) -> Iterator[PurePosixPath]:
    """What a word may name: called from here, from the concept's folder, from the folder of its contents."""
    here, top = Path(word).resolve(), directory.resolve()
    if here.is_relative_to(top):
        yield PurePosixPath(here.relative_to(top).as_posix())
    written = PurePosixPath(Path(word).as_posix())
    yield from (written, PurePosixPath("content") / written)


def _below(place: PurePosixPath, known: Sequence[str]) -> list[str]:
    return [path for path in known if PurePosixPath(path).is_relative_to(place)]


def _chapters(files: Files) -> dict[str, str]:
    """The chapters of a concept by their ids."""
    read = content.load(files)
    return {chapter.id: read.places[chapter.target,].source.path for chapter in read.konzept.kapitel}


def _unknown(word: str, known: Sequence[str], chapters: dict[str, str]) -> str:
    own = [path for path in known if path.startswith("content/")]
    names = {path.rpartition("/")[2]: path for path in own}
    names |= {name: name for name in (*own, *chapters)}
    close = dict.fromkeys(names[name] for name in nearest(word, names))
    question = f" – meinten Sie {' oder '.join(f'„{other}“' for other in close)}?" if close else ""
    return (
        f"„{visible(word)}“ gehört nicht zum Konzept{question}\n"
        "Möglich sind Dateien und Ordner des Konzepts und Kennungen von Kapiteln."
    )
