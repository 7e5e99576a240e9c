"""Writing into a folder: all or nothing, and nobody else's work is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from sro_cli.files import write


def contents(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, hidden files included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_files_are_written_and_nothing_is_left_aside(tmp_path: Path) -> None:
    write(tmp_path, {"a/b.yml": b"1", "c.yml": b"2"})

    assert contents(tmp_path) == {"a/b.yml": b"1", "c.yml": b"2"}


def test_what_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"alt")
    (tmp_path / "b").write_bytes(b"no folder")

    with pytest.raises(OSError, match="b"):
        write(tmp_path, {"a.yml": b"neu", "b/c.yml": b"neu"})

    assert contents(tmp_path) == {"a.yml": b"alt", "b": b"no folder"}


def test_what_cannot_be_put_in_place_takes_back_what_was(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"alt")

    with pytest.raises(OSError, match="d"):  # first a file, then the folder of another
        write(tmp_path, {"a.yml": b"neu", "b.yml": b"neu", "d": b"neu", "d/e.yml": b"neu"})

    assert contents(tmp_path) == {"a.yml": b"alt"}


def test_what_cannot_be_written_is_called_as_everybody_knows_it(tmp_path: Path) -> None:
    name = "x" * 255

    with pytest.raises(OSError, match=r"too long") as caught:
        write(tmp_path, {name: b"neu"})

    assert caught.value.filename == str(tmp_path / name)


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a.yml").touch(mode=0o640)

    write(tmp_path, {"a.yml": b"neu"})

    assert (tmp_path / "a.yml").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"alt")
    (tmp_path / "b.yml").symlink_to("a.yml")

    write(tmp_path, {"a.yml": b"neu", "b.yml": b"neu"})

    assert (tmp_path / "b.yml").is_symlink()
    assert (tmp_path / "a.yml").read_bytes() == b"neu"


@pytest.mark.parametrize("present", [b"neuer", None], ids=["changed", "gone"])
def test_a_file_that_somebody_has_changed_meanwhile_is_left_alone(
    present: bytes | None, tmp_path: Path
) -> None:
    (tmp_path / "a.yml").write_bytes(b"alt")
    if present:
        (tmp_path / "b.yml").write_bytes(present)

    with pytest.raises(OSError, match="jemand hat die Datei eben geändert"):
        write(tmp_path, {"a.yml": b"1", "b.yml": b"2"}, {"a.yml": b"alt", "b.yml": b"alt"})

    assert contents(tmp_path) == {"a.yml": b"alt"} | ({"b.yml": present} if present else {})
