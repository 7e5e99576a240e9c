"""Measures `sro` side by side with its engines; prints the result and writes docs/messungen.md."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from tests.benchmarks import generator
from tests.benchmarks.generator import L, M, S, Size
from tests.benchmarks.measure import Run, Task, command, in_turns
from tests.benchmarks.report import Row, Specimen, report, specimen

ROOT = Path(__file__).parents[2]

_PYTHON = sys.executable
_SRO = Path(_PYTHON).with_name("sro")
_ENGINES = (_PYTHON, "-m", "tests.benchmarks.engines")
_CHANGES = 400
_TURNS = {"start": 15, "S": 5, "M": 3, "L": 5}


def main() -> None:
    """Measures, prints and writes."""
    # The moment of the sources is fixed: a build after midnight would be another document.
    os.environ["SOURCE_DATE_EPOCH"] = "1767225600"
    # Whoever installs programs has their bytecode; in some containers it must not be written.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    specimens = []
    with tempfile.TemporaryDirectory(prefix="sro-bench-") as folder:
        rows = list(_start_rows(Path(folder)))
    for size in (S, M):
        with tempfile.TemporaryDirectory(prefix="sro-bench-") as folder:
            measured, shown = _measured(size, Path(folder))
        rows += measured
        specimens.append(shown)
    with tempfile.TemporaryDirectory(prefix="sro-bench-") as folder:
        rows.append(_checked(L, Path(folder)))
    with tempfile.TemporaryDirectory(prefix="sro-bench-") as folder:
        rows += _compared(M, Path(folder))
    text = report(rows, specimens)
    (ROOT / "docs" / "messungen.md").write_text(text, encoding="utf-8")
    print(text)


def _start_rows(folder: Path) -> Iterator[Row]:
    """How long people wait for small things; in a copy of the real concept."""
    for part in ("content", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    typer, every = "import typer", "import typer, yaml, markdown_it, pydantic"
    validate = Task(lambda: command([_SRO, "-C", folder, "validate"], ROOT))
    found = in_turns(
        {
            "typer": Task(lambda: command([_PYTHON, "-c", typer], ROOT)),
            "version": Task(lambda: command([_SRO, "--version"], ROOT)),
            "every": Task(lambda: command([_PYTHON, "-c", every], ROOT)),
            "first": replace(validate, prepare=_without_products(folder)),
            "again": validate,
        },
        _TURNS["start"],
    )
    every_import = f'`python -c "{every}"`'
    yield Row("`sro --version`", found["version"], f'`python -c "{typer}"`', found["typer"], 1.2)
    yield Row("`sro validate`, real, first time", found["first"], every_import, found["every"], 2)
    yield Row("`sro validate`, real, unchanged", found["again"], every_import, found["every"], 2)


def _measured(size: Size, folder: Path) -> tuple[list[Row], Specimen]:
    concept, inputs = folder / "concept", folder / "engines"
    generator.write(size, concept)
    inputs.mkdir()
    command([*_ENGINES, "record", concept, inputs], ROOT)
    without = _without_products(concept)
    build = Task(lambda: command([_SRO, "-C", concept, "build"], ROOT))
    found = in_turns(
        {
            "validate": Task(lambda: command([_SRO, "-C", concept, "validate"], ROOT), prepare=without),
            "engines": Task(lambda: _alone("run", inputs)),
            "cold": replace(build, prepare=without),
            "same": build,
            "changed": replace(build, prepare=_change(concept)),
        },
        _TURNS[size.name],
    )
    cold = found["cold"]
    rows = [
        Row(f"`sro validate`, {size.name}, first time", found["validate"]),
        Row(f"`sro build`, {size.name}, cold", cold, "the engines, one after another", found["engines"], 0.9),
        Row(f"`sro build`, {size.name}, nothing changed", found["same"], "the cold build", cold, 0.05),
        Row(f"`sro build`, {size.name}, one chapter changed", found["changed"], "the cold build", cold, 0.6),
    ]
    return rows, specimen(size, concept, found["engines"])


def _checked(size: Size, concept: Path) -> Row:
    """What checking takes beside bare parsing."""
    generator.write(size, concept)
    found = in_turns(
        {
            "validate": Task(
                lambda: command([_SRO, "-C", concept, "validate"], ROOT), prepare=_without_products(concept)
            ),
            "parsers": Task(lambda: _alone("parse", concept)),
        },
        _TURNS[size.name],
    )
    what = f"`sro validate`, {size.name}, first time"
    return Row(what, found["validate"], "markdown-it-py and libyaml", found["parsers"], 3)


def _compared(size: Size, folder: Path) -> Iterator[Row]:
    """What comparing takes beside reading, and a redline beside a plain Word document."""
    old, new = folder / "old", folder / "new"
    before = generator.files(size)
    generator.put(before, old)
    generator.put(generator.changed(before, _CHANGES), new)
    redline: list[str | Path] = [_SRO, "-C", new, "redline", old, new, "-o", folder / "redline.docx"]
    build: list[str | Path] = [_SRO, "-C", new, "build", "-f", "docx"]
    found = in_turns(
        {
            "read": Task(lambda: _part("read", old, new)),
            "changes": Task(lambda: _part("changes", old, new)),
            "docx": Task(lambda: command(build, ROOT), prepare=_without_products(new)),
            "redline": Task(lambda: command(redline, ROOT), prepare=_without_products(new)),
        },
        _TURNS[size.name],
    )
    name = f"{size.name} with {_CHANGES} changes"
    yield Row(
        f"changes of {name} (to reach: ≤ 2 s)", found["changes"], "reading both versions", found["read"]
    )
    yield Row(f"`sro redline`, {name}", found["redline"], "`sro build -f docx`, cold", found["docx"], 2)


def _part(name: str, old: Path, new: Path) -> Run:
    """Reading or comparing two versions; the time is its alone."""
    run = command([_PYTHON, "-m", "tests.benchmarks.comparing", old, new], ROOT)
    return replace(run, seconds=json.loads(run.output)[name])


def _without_products(concept: Path) -> Callable[[], None]:
    """Takes away what was built and kept."""
    return lambda: shutil.rmtree(concept / "build", ignore_errors=True)


def _alone(what: str, folder: Path) -> Run:
    """Engines or parsers, one after another; the time is theirs alone."""
    run = command([*_ENGINES, what, folder], ROOT)
    return replace(run, seconds=sum(json.loads(run.output).values()))


def _change(concept: Path) -> Callable[[], None]:
    """Adds a sentence to the chapter in the middle, another one each time."""
    chapters = sorted((concept / "content" / "kapitel").iterdir())
    chapter, numbers = chapters[len(chapters) // 2], count(1)

    def change() -> None:
        with chapter.open("a", encoding="utf-8") as text:
            text.write(f"\nDiese Änderung ist die {next(numbers)}. von vielen.\n")

    return change


if __name__ == "__main__":
    main()
