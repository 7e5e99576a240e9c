"""What was measured as Markdown for docs/messungen.md."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from statistics import median

from sro_cli.engines import pandoc
from tests.benchmarks import engines
from tests.benchmarks.generator import Size
from tests.benchmarks.measure import Result

_LARGEST = 1.2
"""Gigabytes that no process may exceed."""

_PACKAGES = ("typst", "typer", "pydantic", "markdown-it-py", "pyyaml", "lxml", "jinja2")

_HEAD = """\
# Measurements

What `sro` adds to its engines. `make bench` measures and writes this page; nobody edits it.

The rows of a size were measured in turns, a round of each after a round of each, so that a machine that
slows down does so for both sides. Times are medians of wall-clock seconds, the ratio is that of the
medians. The peak is the largest resident set of any one process, `sro` or an engine that it started. Sizes
S, M and L are concepts written by `tests/benchmarks/generator.py`; L is M with 10,000 entries. “The engines”
are pandoc and Typst with the very input and arguments that `sro` gives them, recorded once and run one after
another without `sro`; starting Python is not counted there. “markdown-it-py and libyaml” read the files of
the concept into tokens and dictionaries and do nothing else: Markdown in fields stays text, and starting
Python is not counted either. “Cold” is without cache and without products.
"""


@dataclass(frozen=True)
class Row:
    """One comparison.

    Attributes:
        what: is measured.
        measured: its runs.
        yardstick: what it is held against; empty for a time that stands alone.
        against: the yardstick's runs.
        most: the ratio to reach, None if none was promised.
    """

    what: str
    measured: Result
    yardstick: str = ""
    against: Result | None = None
    most: float | None = None


@dataclass(frozen=True)
class Specimen:
    """What a generated concept is like.

    Attributes:
        name: of its size.
        pages: of its PDF.
        words: of its chapters.
        engines: the median seconds of each engine, by the names of `engines.NAMES`.
    """

    name: str
    pages: int
    words: int
    engines: dict[str, float]


def specimen(size: Size, concept: Path, alone: Result) -> Specimen:
    """Describes a concept that was built, and the engines' share in it."""
    # Here, because what this process has in memory counts for those it starts, too.
    import pypdfium2

    product = next((concept / "build" / "entwurf").glob("*.pdf"))
    with pypdfium2.PdfDocument(product) as pdf:
        pages = len(pdf)
    words = sum(
        len(chapter.read_text("utf-8").split()) for chapter in (concept / "content/kapitel").iterdir()
    )
    runs = [json.loads(run.output) for run in alone.runs]
    return Specimen(size.name, pages, words, {name: median(run[name] for run in runs) for name in runs[0]})


def report(rows: Sequence[Row], specimens: Iterable[Specimen]) -> str:
    """The page."""
    moment = datetime.now(UTC)
    parts = [
        _HEAD,
        f"## {moment:%Y-%m-%d}, {_machine()}\n",
        _comparisons(rows),
        _peak(rows),
        _specimens(specimens),
    ]
    return "\n".join(parts)


def _comparisons(rows: Iterable[Row]) -> str:
    lines = [
        "| measured | s | against | s | ratio | to reach | reached | peak MB |",
        "|---|---:|---|---:|---:|---:|---|---:|",
    ]
    for row in rows:
        cells = [
            row.what,
            f"{row.measured.seconds:.2f}",
            row.yardstick,
            "",
            "",
            "",
            "",
            f"{row.measured.peak / 1e6:.0f}",
        ]
        if row.against:
            ratio = row.measured.seconds / row.against.seconds
            cells[3:5] = [f"{row.against.seconds:.2f}", f"{ratio:.2f}"]
            if row.most is not None:
                cells[5:7] = [f"≤ {row.most:g}", "yes" if ratio <= row.most else "**no**"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _peak(rows: Iterable[Row]) -> str:
    peak = max(row.measured.peak for row in rows) / 1e9
    reached = "reached" if peak <= _LARGEST else "**not reached**"
    return f"The largest process of all took {peak:.2f} GB (to reach: ≤ {_LARGEST} GB, {reached}).\n"


def _specimens(specimens: Iterable[Specimen]) -> str:
    names = engines.NAMES
    lines = [
        f"| concept | pages | words in chapters | {' | '.join(f'{name}, s' for name in names.values())} |",
        f"|---|{'---:|' * (2 + len(names))}",
    ]
    for each in specimens:
        seconds = (f"{each.engines[name]:.2f}" for name in names)
        lines.append(f"| {each.name} | {each.pages} | {each.words} | {' | '.join(seconds)} |")
    return "\n".join(lines) + "\n"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    return (
        f"{os.cpu_count()} × {_processor()}, {memory:.0f} GB\n\n"
        f"{platform.system()} {platform.release()}, "
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"pandoc {pandoc.version()}, {versions}."
    )


def _processor() -> str:
    """The name of the processor; Linux alone says it in a file."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )
