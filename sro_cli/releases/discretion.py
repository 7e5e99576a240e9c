"""Which commits changed nothing but what everybody may read.

What is said of such a commit may stand in a document that is handed out. In case of doubt it may not: the
sources of a commit can be broken, so their lines are looked at and not what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sro_cli.releases.git import GitError, do

_FORM = ("--format=", "--no-show-signature", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames")
_WHOLE = ("--relative", "--src-prefix=", "--dst-prefix=", "-p", "-U1000000")

_BOX = re.compile(r"^[\s>*+\-\d.)]*>\s*\\?[!\[](?!!(?:HINWEIS|WICHTIG|OFFEN)\])", re.MULTILINE)
"""The first line of a box, if it is none that everybody sees; also misspelt."""

_REMARK = re.compile(r"\bintern[\"']?\s*:|(?:^|\s)#", re.MULTILINE)
"""An internal remark of an entry, or a comment."""

_COMMENT = "<!--"
_ITEM = re.compile(r"^\s*- ")


@dataclass
class _File:
    """A file of a commit: its lines before and after, each with whether it is on one side only."""

    path: str
    old: list[tuple[str, bool]] = field(default_factory=list)
    new: list[tuple[str, bool]] = field(default_factory=list)


def is_public(folder: Path, commit: str, chapters: Collection[str]) -> bool:
    """Whether a commit changed no internal box or remark, no comment, and nothing in one lot with them.

    Args:
        folder: of the concept.
        commit: its name; of a merge nobody can say what it changed.
        chapters: the paths of those that everybody may read.
    """
    try:
        parents = do(folder, "rev-list", "--parents", "-n1", commit).split()[1:]
        shown = do(folder, "-c", "core.quotePath=off", "show", *_FORM, *_WHOLE, commit, "--", "content")
    except GitError:
        return False
    if len(parents) > 1:
        return False
    files = _files(shown.decode(errors="replace"))
    return all(_is_shown(file, chapters) for file in files)


def _is_shown(file: _File, chapters: Collection[str]) -> bool:
    if file.path.startswith("content/kapitel/") and file.path not in chapters:
        return False
    return not any(_is_told(file.path, side) for side in (file.old, file.new))


def _files(patch: str) -> Iterator[_File]:
    """The files in a patch that shows them whole."""
    file: _File | None = None
    inside = False
    for line in patch.split("\n"):
        if line.startswith("diff --git "):
            if file:
                yield file
            # Without prefixes and renames both names are the same.
            names = line.removeprefix("diff --git ")
            file, inside = _File(names[: len(names) // 2]), False
        elif line.startswith("@@ ") and not inside:
            inside = True
        elif inside and file and line[:1] in {" ", "-", "+"}:
            sign, text = line[0], line[1:]
            if sign != "+":
                file.old.append((text, sign == "-"))
            if sign != "-":
                file.new.append((text, sign == "+"))
    if file:
        yield file


def _is_told(path: str, lines: Sequence[tuple[str, bool]]) -> bool:
    """Whether a changed line is, or stands together with, something internal."""
    prose = path.endswith(".md")
    lots = _paragraphs(lines) if prose else _entries(lines)
    return any(
        any(changed for _text, changed in lot)
        and _is_internal("\n".join(text for text, _changed in lot), prose=prose)
        for lot in lots
    )


def _is_internal(text: str, *, prose: bool) -> bool:
    if prose and not text.startswith("---"):
        return bool(_BOX.search(text)) or _COMMENT in text
    return bool(_REMARK.search(text))


def _paragraphs(lines: Sequence[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    """The lines without a blank one between them; a box has none."""
    lot: list[tuple[str, bool]] = []
    comment = False
    for text, changed in lines:
        comment = (comment or _COMMENT in text) and "-->" not in text.rpartition(_COMMENT)[2]
        if text.strip() or comment:
            lot.append((text, changed))
        elif lot:
            yield lot
            lot = []
    if lot:
        yield lot


def _entries(lines: Sequence[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    """The lines of each item of the list; what stands before the first is a lot of its own."""
    starts = [text.index("-") for text, _changed in lines if _ITEM.match(text)]
    outermost = min(starts, default=0)
    lot: list[tuple[str, bool]] = []
    for text, changed in lines:
        if _ITEM.match(text) and text.index("-") == outermost and lot:
            yield lot
            lot = []
        lot.append((text, changed))
    if lot:
        yield lot
