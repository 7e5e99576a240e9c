"""The only module that calls git: which commit the sources are, when it was made, what was published."""

from __future__ import annotations

import io
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from sro_cli.files import Memory
from sro_cli.releases import manifest

KEPT = "build/fassung"
"""The folder in which git keeps what readers would notice, below the concept's."""

FASSUNG = ("aenderungen.md", "lesefassung.md", "manifest.json")
"""The files in it."""

RELEASES = "build/releases"
"""The folder that has the documents of each version, below the concept's; git does not keep it."""

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

    None without git and without a commit, and in a clone that lacks tags, as far as that can be seen.
    """
    tags = _git(folder, "tag", "--list", "v*", "--merged", "HEAD")
    if tags is None or _git(folder, "rev-parse", "--is-shallow-repository") != "false" or untagged(folder):
        return None
    return _versions(tags)


def versions_before(folder: Path, commit: str) -> frozenset[str]:
    """The versions in the history of a commit."""
    return _versions(_git(folder, "tag", "--list", "v*", "--merged", commit) or "")


def untagged(folder: Path) -> str:
    """The version whose manifest lies in the present commit and that has no tag; empty if it has one."""
    noted = manifest.read(blob(folder, "HEAD", f"{KEPT}/manifest.json") or b"") or {}
    version = noted.get("version")
    if not isinstance(version, str) or not _VERSION.fullmatch(f"v{version}"):
        return ""
    return "" if _git(folder, "tag", "--list", f"v{version}") else version


def _versions(tags: str) -> frozenset[str]:
    return frozenset(tag[1:] for tag in tags.split() if _VERSION.fullmatch(tag))


_VERSION = re.compile(r"v(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}")


def published(folder: Path, version: str) -> Memory | None:
    """The sources of a published version; None without git or if there is no such version.

    Args:
        folder: the project's folder.
        version: as in the tags, ``0.1.0``.
    """
    return sources_at(folder, f"v{version}")


def is_repository(folder: Path) -> bool:
    """Whether a folder lies in a repository, be it without a commit."""
    return _git(folder, "rev-parse", "--git-dir") is not None


def commit_of(folder: Path, name: str) -> str | None:
    """The full name of the commit that a revision leads to; None without git or if there is none."""
    return _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")


def sources_at(folder: Path, commit: str) -> Memory | None:
    """The content of a concept as it lies in a commit; None without git, such a commit or content in it."""
    try:
        # An archive would lack what .gitattributes keeps out of archives.
        read = {path: content for path, mode, content in _blobs(folder, commit, "content") if mode != _LINK}
    except GitError:
        return None
    return Memory(read) if read else None


def version() -> str:
    """Git's version, e.g. ``2.47.3``; empty without git."""
    return (_git(Path(), "--version") or "").removeprefix("git version ")


# --- what a release needs to know ------------------------------------------------------


class GitError(RuntimeError):
    """Git refused something; the message is its own, in English."""


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository a concept lies in, as far as it matters for a release.

    Attributes:
        folder: the concept's folder.
        prefix: of that folder below the top of the repository; empty, or with ``/`` at its end.
        private: where git keeps what all work trees share.
        branch: the ref that the next commit moves; empty while no branch is checked out.
        head: name of the present commit.
        moment: when it was made, UTC.
        under_way: what is not finished, German: „ein Merge“; empty if nothing is.
        changed: paths from the top that are not as in the commit; untracked ones count but for products.
        shallow: whether commits, and so versions, are missing.
        committer: ``Name <mail>`` as git knows it; empty if it does not.
        versions: all that are tagged, in whatever branch.
        untagged: the version whose manifest is there and whose tag is not; empty if there is none.
    """

    folder: Path
    prefix: str
    private: Path
    branch: str
    head: str
    moment: datetime
    under_way: str
    changed: tuple[str, ...]
    shallow: bool
    committer: str
    versions: frozenset[str]
    untagged: str


def repository(folder: Path) -> Repository | None:
    """The repository of a folder; None without git or without a commit."""
    head = _git(folder, "log", "-1", "--format=%H %ct")
    places = [word for mark in _UNFINISHED for word in ("--git-path", mark)]
    facts = ("--show-prefix", "--is-shallow-repository", "--path-format=absolute", "--git-common-dir")
    printed = _run(folder, "rev-parse", *facts, *places)
    if not head or printed is None:
        return None
    name, seconds = head.split()
    prefix, shallow, private, *marks = printed.decode(errors="surrogateescape").splitlines()
    under_way = (
        words for words, mark in zip(_UNFINISHED.values(), marks, strict=True) if Path(mark).exists()
    )
    # Git would make up an address from the names of user and machine.
    committer = _git(folder, "-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT") or ""
    return Repository(
        folder=folder,
        prefix=prefix,
        private=Path(private),
        branch=_git(folder, "symbolic-ref", "-q", "HEAD") or "",
        head=name,
        moment=datetime.fromtimestamp(int(seconds), UTC),
        under_way=next(under_way, ""),
        changed=tuple(_changed(folder, prefix)),
        shallow=shallow != "false",
        committer=committer[: committer.rfind(">") + 1],
        versions=_versions(_git(folder, "tag", "--list", "v*") or ""),
        untagged=untagged(folder),
    )


_UNFINISHED = {
    "MERGE_HEAD": "ein Merge",
    "rebase-merge": "ein Rebase",
    "rebase-apply": "ein Rebase",
    "CHERRY_PICK_HEAD": "ein Cherry-Pick",
    "REVERT_HEAD": "ein Revert",
    "BISECT_LOG": "eine Suche mit git bisect",
}
"""What git leaves while something is under way, and what that is."""


def _changed(folder: Path, prefix: str) -> list[str]:
    printed = _run(folder, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all") or b""
    own, kept = f"{prefix}build/", f"{prefix}{KEPT}/"
    lines = [line for line in printed.decode(errors="surrogateescape").split("\0") if line]
    found = {
        path
        for state, path in ((line[:2], line[3:]) for line in lines)
        if not (state == "??" and path.startswith(own) and not path.startswith(kept))
    }
    # What it ignores, git does not show; but it would not write over it either.
    tracked = {PurePosixPath(path).name for path in (_git(folder, "ls-files", "--", KEPT) or "").splitlines()}
    strange = {
        f"{kept}{name}" for name in FASSUNG if name not in tracked and os.path.lexists(folder / KEPT / name)
    }
    if os.path.lexists(folder / KEPT) and not (folder / KEPT).is_dir():
        strange.add(f"{prefix}{KEPT}")
    return sorted(found | strange)


# --- what lies in a commit -------------------------------------------------------------


def extract(folder: Path, commit: str, into: Path) -> None:
    """Writes the sources of a commit below a folder, byte for byte as git keeps them.

    What work trees do to line ends or words does not count, so all clones have the same bytes.

    Args:
        folder: the project's folder.
        commit: any name of it.
        into: gets the folders ``content`` and ``templates``.

    Raises:
        GitError: there is no such commit.
        OSError: the folder cannot be written.
    """
    # Links come last, so that nothing is written through them.
    links: list[tuple[Path, bytes]] = []
    for path, mode, content in _blobs(folder, commit, "content", "templates"):
        if ".." in PurePosixPath(path).parts:
            raise GitError(f"path outside of its folder: {path}")
        place = into / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            links.append((place, content))
        else:
            place.write_bytes(content)
    for place, target in links:
        place.symlink_to(os.fsdecode(target))


_LINK = "120000"


def _blobs(folder: Path, commit: str, *below: str) -> Iterator[tuple[str, str, bytes]]:
    """The path below the project's folder, mode and content of each file in folders of a commit."""
    listed = do(folder, "ls-tree", "-r", "-z", commit, "--", *below)
    entries = [line.split("\t", 1) for line in listed.decode(errors="surrogateescape").split("\0") if line]
    blobs = [(path, *about.split()[::2]) for about, path in entries if " blob " in about]
    names = "".join(f"{name}\n" for _path, _mode, name in blobs).encode()
    packed = io.BytesIO(do(folder, "cat-file", "--batch", given=names))
    for path, mode, _name in blobs:
        size = int(packed.readline().split()[-1])
        yield path, mode, packed.read(size)
        packed.readline()


def blob(folder: Path, commit: str, path: str) -> bytes | None:
    """A file in a commit, or None if there is no such file; the path is below the project's folder."""
    return _run(folder, "cat-file", "blob", f"{commit}:./{path}")


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a version's tag leads to.

    Attributes:
        commit: of the release.
        moment: of that commit, UTC.
        parents: of that commit.
        annotated: whether the tag is an object of its own.
    """

    commit: str
    moment: datetime
    parents: tuple[str, ...]
    annotated: bool


def tagged(folder: Path, version: str) -> Tagged | None:
    """What the tag of a version leads to; None without git or without such a tag."""
    tag = f"refs/tags/v{version}"
    printed = _git(folder, "log", "-1", "--format=%H %ct %P", f"{tag}^{{commit}}", "--")
    if not printed:
        return None
    commit, seconds, *parents = printed.split()
    kind = _git(folder, "cat-file", "-t", tag)
    return Tagged(commit, datetime.fromtimestamp(int(seconds), UTC), tuple(parents), kind == "tag")


# --- calling git -----------------------------------------------------------------------


def _git(folder: Path, *arguments: str) -> str | None:
    """What git prints, without blanks around; None if it is missing or refuses."""
    printed = _run(folder, *arguments)
    return None if printed is None else printed.decode(errors="surrogateescape").strip()


def _run(folder: Path, *arguments: str) -> bytes | None:
    try:
        return do(folder, *arguments)
    except GitError:
        return None


def do(
    folder: Path, *arguments: str, given: bytes | None = None, environment: Mapping[str, str] | None = None
) -> bytes:
    """What git prints.

    Args:
        folder: where it is called.
        arguments: of the call.
        given: what it reads.
        environment: what it shall know beside ours.

    Raises:
        GitError: it is missing or refuses.
    """
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git that the user has
            capture_output=True,
            check=False,
            env={**_environment(), **(environment or {})},
            input=given or b"",
        )
    except OSError as error:
        raise GitError(str(error)) from None
    if done.returncode:
        raise GitError((done.stderr or done.stdout).decode(errors="replace").strip())
    return done.stdout


def apart(folder: Path, script: str, arguments: Iterable[str], held: int) -> None:
    """Runs a script of git's own shell, apart from our process and terminal: nothing that ends us ends it.

    Args:
        folder: where it runs.
        script: for ``sh``; its last word may take the arguments.
        arguments: of the script.
        held: number of an open file that it holds as long as it runs.

    Raises:
        GitError: it is missing or fails.
    """
    with subprocess.Popen(
        # An alias brings the shell that git itself uses, on every system.
        ["git", "-C", str(folder), "-c", f"alias.sro-apart=!{script}", "sro-apart", *arguments],  # noqa: S607
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(),
        start_new_session=True,
        pass_fds=(held,) if os.name == "posix" else (),
    ) as process:
        complaint: bytes | None = None
        while complaint is None:
            with suppress(KeyboardInterrupt):  # too late: it is being done
                complaint = process.communicate()[1]
    if process.returncode:
        raise GitError(complaint.decode(errors="replace").strip())


def _environment() -> dict[str, str]:
    # The language is fixed, and git asks nobody anything.
    return {**os.environ, "LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
