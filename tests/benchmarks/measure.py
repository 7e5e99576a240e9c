"""Commands, measured: seconds and the memory of the largest process, in turns and as medians."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Run:
    """One run.

    Attributes:
        seconds: from start to end.
        peak: bytes of the largest process, the command itself or one that it waited for.
        output: what the command wrote.
    """

    seconds: float
    peak: int
    output: bytes


@dataclass(frozen=True)
class Result:
    """Several runs of the same.

    Attributes:
        runs: in the order in which they were made, at least one.
    """

    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        """The median."""
        return median(run.seconds for run in self.runs)

    @property
    def peak(self) -> int:
        """Bytes of the largest process of all runs."""
        return max(run.peak for run in self.runs)


@dataclass(frozen=True)
class Task:
    """What is measured.

    Attributes:
        run: does it and says what it took.
        prepare: sets the stage before each run; takes no part in the time.
    """

    run: Callable[[], Run]
    prepare: Callable[[], object] = lambda: None


def command(arguments: Iterable[str | Path], folder: Path) -> Run:
    """Runs a command in a folder and measures it.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    words = [str(argument) for argument in arguments]
    start = time.perf_counter()
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None  # we have asked for it
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        fault = subprocess.CalledProcessError(process.returncode, words, output)
        fault.add_note(output.decode(errors="replace"))
        raise fault
    return Run(seconds, usage.ru_maxrss * 1024, output)


def in_turns(tasks: Mapping[str, Task], times: int) -> dict[str, Result]:
    """Each task so many times, one after the other and from the front again.

    So a machine that gets slower or faster meanwhile does so for all of them. One round before
    the first makes bytecode and fills the caches of the system; it does not count.
    """
    runs: dict[str, list[Run]] = {name: [] for name in tasks}
    for turn in range(times + 1):
        for name, task in tasks.items():
            task.prepare()
            run = task.run()
            if turn:
                runs[name].append(run)
    return {name: Result(tuple(made)) for name, made in runs.items()}
