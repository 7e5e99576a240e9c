"""What git tells about the sources."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sro_cli.releases import git

pytestmark = pytest.mark.tool("git")


def run(folder: Path, *arguments: str) -> str:
    """Runs git in a folder, as somebody at a known time."""
    who = {f"GIT_{role}_{what}": "jemand" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    when = {"GIT_AUTHOR_DATE": "2026-01-02T03:04:05+02:00", "GIT_COMMITTER_DATE": "2026-01-02T03:04:05+02:00"}
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **who, **when},
    )
    return done.stdout.strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one committed source and one version."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "konzept.yml").write_text("titel: x\n")
    run(tmp_path, "init", "-q")
    run(tmp_path, "add", ".")
    run(tmp_path, "commit", "-q", "-m", "Anfang")
    run(tmp_path, "tag", "v0.1.0")
    return tmp_path


def test_a_revision_has_the_moment_of_its_commit_in_utc(folder: Path) -> None:
    revision = git.revision(folder, ("content",))

    assert revision
    assert revision.moment == datetime(2026, 1, 2, 1, 4, 5, tzinfo=UTC)
    assert revision.commit == run(folder, "rev-parse", "HEAD")[:10]
    assert revision.versions == frozenset({"0.1.0"})


def test_changed_sources_show_in_the_name_of_the_commit_and_other_files_do_not(folder: Path) -> None:
    (folder / "notiz.txt").write_text("fremd")
    clean = git.revision(folder, ("content",))
    (folder / "content" / "konzept.yml").write_text("titel: y\n")
    changed = git.revision(folder, ("content",))

    assert clean
    assert changed
    assert (clean.commit + "+", clean.moment) == (changed.commit, changed.moment)


def test_a_folder_without_git_or_without_a_commit_has_no_revision(tmp_path: Path) -> None:
    assert git.revision(tmp_path, ("content",)) is None
    run(tmp_path, "init", "-q")
    assert git.revision(tmp_path, ("content",)) is None


def test_published_is_what_the_history_of_the_present_commit_has(folder: Path) -> None:
    run(folder, "checkout", "-q", "--orphan", "anderswo")
    run(folder, "commit", "-q", "-m", "Neu")
    run(folder, "tag", "v9.0.0")
    run(folder, "checkout", "-q", "v0.1.0")

    assert git.versions(folder) == frozenset({"0.1.0"})


def test_only_tags_that_look_like_versions_are_versions(folder: Path) -> None:
    for tag in ("vorher", "v1", "v1.0", "v01.0.0", "v1.0.0-rc1", "1.0.0"):
        run(folder, "tag", tag)

    assert git.versions(folder) == frozenset({"0.1.0"})


def test_the_sources_of_a_commit_are_those_of_git_whatever_a_work_tree_makes_of_them(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "content" / "verweis.yml").symlink_to("konzept.yml")
    (folder / "content" / "ä ö.md").write_bytes(b"\xff\r\n")
    (folder / ".gitattributes").write_text("*.yml ident eol=crlf\n")
    (folder / "content" / "konzept.yml").write_text("titel: $Id$\n")
    run(folder, "add", ".")
    run(folder, "commit", "-q", "-m", "Mehr")

    git.extract(folder, "HEAD", tmp_path / "aside")

    content = tmp_path / "aside" / "content"
    assert (content / "konzept.yml").read_bytes() == b"titel: $Id$\n"
    assert (content / "ä ö.md").read_bytes() == b"\xff\r\n"
    assert (content / "verweis.yml").is_symlink()
    assert sorted(path.name for path in (tmp_path / "aside").iterdir()) == ["content"]


def test_the_sources_of_a_commit_are_whole_whatever_archives_leave_out(folder: Path) -> None:
    (folder / ".gitattributes").write_text("content/kapitel export-ignore\n*.md export-subst eol=crlf\n")
    (folder / "content" / "kapitel").mkdir()
    (folder / "content" / "kapitel" / "größe.md").write_bytes(b"# $Format:%H$\n")
    (folder / "content" / "fremd.md").symlink_to("/etc/hostname")
    run(folder, "add", ".")
    run(folder, "commit", "-q", "-m", "Mehr")

    found = git.sources_at(folder, "HEAD")

    assert found
    assert sorted(found.paths()) == ["content/kapitel/größe.md", "content/konzept.yml"]
    assert found.read("content/kapitel/größe.md") == b"# $Format:%H$\n"
    assert git.sources_at(folder, "v9.9.9") is None


def test_a_commit_that_is_not_there_cannot_be_extracted(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(git.GitError):
        git.extract(folder, "v9.9.9", tmp_path / "aside")


def test_a_shallow_clone_does_not_know_what_is_published(folder: Path, tmp_path: Path) -> None:
    run(folder, "commit", "-q", "--allow-empty", "-m", "Mehr")
    run(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", "flach")
    flat = git.revision(tmp_path / "flach", ("content",))

    assert flat
    assert flat.versions is None
    assert git.versions(tmp_path / "flach") is None


def test_without_git_nothing_is_known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert git.revision(folder, ("content",)) is None
    assert git.versions(folder) is None
    assert git.version() == ""
