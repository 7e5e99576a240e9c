"""A release in git: its objects first, to which nothing leads yet, then all that can be seen in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from sro_cli.releases.git import FASSUNG, KEPT, GitError, Repository, apart, do


@dataclass(frozen=True, slots=True)
class Drafted:
    """A release that git holds, but nothing leads to yet.

    Attributes:
        version: as in the tag, ``0.1.0``.
        commit: its name.
        tag: name of the tag's object.
    """

    version: str
    commit: str
    tag: str


class Hooked(Exception):  # noqa: N818 - reads as what happened
    """The hook of a repository stands against a commit; the message is what it printed."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a commit and a tag say.

    Attributes:
        version: ``0.1.0``.
        moment: the date of both, UTC.
        text: German; the first line is the heading.
    """

    version: str
    moment: datetime
    text: str


def drafted(
    repo: Repository,
    files: Mapping[str, bytes],
    words: Words,
    aside: Path,
    progress: Callable[[str], None],
) -> Drafted:
    """Writes the commit of a release and its tag; work tree, index and refs stay as they are.

    The hook ``pre-commit`` is asked, with the index that the commit is made of. Commit and tag are signed
    where git's settings say so.

    Args:
        repo: as it is now.
        files: path below the project's folder → content.
        words: of the commit and the tag.
        aside: a folder to work in.
        progress: is told what is being done.

    Raises:
        Hooked: the hook refuses, or has changed what was to be committed.
        GitError: git refuses.
        OSError: the folder cannot be written.
    """
    index = aside / "index"
    present = do(repo.folder, "rev-parse", "--path-format=absolute", "--git-path", "index").decode().strip()
    shutil.copyfile(present, index)
    environment = {"GIT_INDEX_FILE": str(index)}
    for path, content in files.items():
        progress(f"lege {PurePosixPath(path).name} in git ab")
        name = do(repo.folder, "hash-object", "-w", "--stdin", given=content).decode().strip()
        entry = f"100644,{name},{repo.prefix}{path}"
        do(repo.folder, "update-index", "--add", "--cacheinfo", entry, environment=environment)
    tree = do(repo.folder, "write-tree", environment=environment)
    progress("frage den Hook pre-commit")
    try:
        do(repo.folder, "hook", "run", "--ignore-missing", "pre-commit", environment=environment)
    except GitError as refused:
        raise Hooked(str(refused)) from None
    if do(repo.folder, "write-tree", environment=environment) != tree:
        raise Hooked("er hat geändert, was veröffentlicht werden soll")
    seconds = f"{int(words.moment.timestamp())} +0000"
    dated = {"GIT_AUTHOR_DATE": f"@{seconds}", "GIT_COMMITTER_DATE": f"@{seconds}"}
    progress("schreibe den Commit")
    written = do(
        repo.folder,
        *("commit-tree", tree.decode().strip(), "-p", repo.head, "-F", "-"),
        *(["-S"] if _is_wanted(repo, "commit.gpgSign") else []),
        given=words.text.encode(),
        environment=dated,
    )
    commit = written.decode().strip()
    progress("schreibe das Tag")
    head = f"object {commit}\ntype commit\ntag v{words.version}\ntagger {repo.committer} {seconds}\n\n"
    content = (head + words.text).encode()
    if _is_wanted(repo, "tag.gpgSign"):
        content = _signed(repo, words, commit, aside)
    tag = do(repo.folder, "mktag", given=content).decode().strip()
    return Drafted(words.version, commit, tag)


def _signed(repo: Repository, words: Words, commit: str, aside: Path) -> bytes:
    """The content of a signed tag. It is made in a repository aside, for git shows at once what it signs."""
    place, tag = aside / "tag.git", f"v{words.version}"
    do(repo.folder, "init", "--quiet", "--bare", str(place))
    paths = do(
        repo.folder, "rev-parse", "--path-format=absolute", "--git-path", "objects", "--git-path", "config"
    )
    objects, config = paths.decode(errors="surrogateescape").splitlines()
    (place / "objects" / "info").mkdir(exist_ok=True)
    (place / "objects" / "info" / "alternates").write_text(f"{objects}\n", "utf-8", errors="surrogateescape")
    do(
        place,
        *("-c", f"include.path={config}", "-c", f"core.hooksPath={os.devnull}"),
        *("tag", "--sign", "--cleanup=verbatim", "--file=-", tag, commit),
        given=words.text.encode(),
        environment={"GIT_COMMITTER_DATE": f"@{int(words.moment.timestamp())} +0000"},
    )
    return do(place, "cat-file", "tag", tag)


def _is_wanted(repo: Repository, setting: str) -> bool:
    try:
        return do(repo.folder, "config", "--type=bool", "--get", setting).strip() == b"true"
    except GitError:
        return False


def finish(repo: Repository, made: Drafted, aside: Path, products: tuple[Path, Path], lock: int) -> None:
    """Makes a release visible: products, work tree, index, branch and tag, or none of them.

    One process does it, apart from ours and its terminal: once begun, it goes on whatever happens to us.

    Args:
        repo: as it was when the release was drafted.
        made: the release.
        aside: a folder to work in.
        products: where they lie, and where they belong; nothing may lie there.
        lock: is held until all is done.

    Raises:
        GitError: it could not be done, and all is as before.
    """
    refs = aside / "refs"
    refs.write_text(
        "start\n"
        f"update {repo.branch} {made.commit} {repo.head}\n"
        f"create refs/tags/v{made.version} {made.tag}\n"
        "prepare\ncommit\n",
        "utf-8",
    )
    before = {name: _content(repo.folder / KEPT / name) for name in FASSUNG}
    try:
        apart(repo.folder, _FINISH, [*map(str, products), repo.head, made.commit, str(refs)], lock)
    except GitError:
        shutil.rmtree(products[0], ignore_errors=True)  # a full disk gets room for what was there before
        _put_back(repo.folder, before)
        raise


# Each step takes back those before it.
_FINISH = """f() {
    mv "$1" "$2" || return 1
    if git read-tree -m -u "$3" "$4"; then
        git update-ref --stdin <"$5" >/dev/null && return 0
        git read-tree -m -u "$4" "$3"
    fi
    mv "$2" "$1"
    return 1
}; f"""


def _content(place: Path) -> bytes | None:
    return place.read_bytes() if place.is_file() else None


def _put_back(folder: Path, before: Mapping[str, bytes | None]) -> None:
    """Mends what git may have left half done when it could not write."""
    for name, content in before.items():
        place = folder / KEPT / name
        if _content(place) == content:
            continue
        if content is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
