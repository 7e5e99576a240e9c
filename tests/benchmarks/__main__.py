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
from tests.benchmarks.generator import M, S, Size
from tests.benchmarks.measure import Run, Task, command, in_turns
from tests.benchmarks.report import Row, Specimen, report, specimen

ROOT = Path(__file__).parents[2]

_PYTHON = sys.executable
_SRO = Path(_PYTHON).with_name("sro")
_ENGINES = (_PYTHON, "-m", "tests.benchmarks.engines")
_TURNS = {"start": 15, "S": 7, "M": 5}


def main() -> None:
    """Measures, prints and writes."""
    # The moment of the sources is fixed: a build after midnight would be another document.
    os.environ["SOURCE_DATE_EPOCH"] = "1767225600"
    rows = list(_start_rows())
    specimens = []
    for size in (S, M):
        with tempfile.TemporaryDirectory(prefix="sro-bench-") as folder:
            measured, shown = _measured(size, Path(folder))
        rows += measured
        specimens.append(shown)
    text = report(rows, specimens)
    (ROOT / "docs" / "messungen.md").write_text(text, encoding="utf-8")
    print(text)


def _start_rows() -> Iterator[Row]:
    """How long people wait for small things, in the folder of the real concept."""
    typer, every = "import typer", "import typer, yaml, markdown_it, pydantic"
    found = in_turns(
        {
            "typer": Task(lambda: command([_PYTHON, "-c", typer], ROOT)),
            "version": Task(lambda: command([_SRO, "--version"], ROOT)),
            "all": Task(lambda: command([_PYTHON, "-c", every], ROOT)),
            "validate": Task(lambda: command([_SRO, "validate"], ROOT)),
        },
        _TURNS["start"],
    )
    yield Row("`sro --version`", found["version"], f'`python -c "{typer}"`', found["typer"], 1.2)
    yield Row(
        "`sro validate`, the real concept", found["validate"], f'`python -c "{every}"`', found["all"], 2
    )


def _measured(size: Size, folder: Path) -> tuple[list[Row], Specimen]:
    concept, inputs = folder / "concept", folder / "engines"
    generator.write(size, concept)
    inputs.mkdir()
    command([*_ENGINES, "record", concept, inputs], ROOT)
    build = Task(lambda: command([_SRO, "-C", concept, "build"], ROOT))
    found = in_turns(
        {
            "validate": Task(lambda: command([_SRO, "-C", concept, "validate"], ROOT)),
            "engines": Task(lambda: _engines_alone(inputs)),
            "cold": replace(build, prepare=lambda: shutil.rmtree(concept / "build", ignore_errors=True)),
            "same": build,
            "changed": replace(build, prepare=_change(concept)),
        },
        _TURNS[size.name],
    )
    cold = found["cold"]
    rows = [
        Row(f"`sro validate`, {size.name}", found["validate"]),
        Row(f"`sro build`, {size.name}, cold", cold, "the engines, one after another", found["engines"], 0.9),
        Row(f"`sro build`, {size.name}, nothing changed", found["same"], "the cold build", cold, 0.05),
        Row(f"`sro build`, {size.name}, one chapter changed", found["changed"], "the cold build", cold, 0.6),
    ]
    return rows, specimen(size, concept, found["engines"])


def _engines_alone(inputs: Path) -> Run:
    """All engines, one after another; the time is theirs alone."""
    run = command([*_ENGINES, "run", inputs], ROOT)
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
