"""Comparing alone: two versions of a concept are read, then compared; the seconds of each.

python -m tests.benchmarks.comparing OLD NEW
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

from sro_cli.comparison import changes
from sro_cli.files import Folder
from sro_cli.readers import content


def seconds(old: Path, new: Path) -> dict[str, float]:
    """What reading both versions takes and what telling their changes takes, without starting Python."""
    gc.disable()  # as every command does
    start = time.perf_counter()
    before, after = (content.load(Folder(folder)) for folder in (old, new))
    read = time.perf_counter()
    found = changes(before, after)
    compared = time.perf_counter()
    assert found  # else nothing was compared
    return {"read": read - start, "changes": compared - read}


if __name__ == "__main__":
    match sys.argv[1:]:
        case [old, new]:
            print(json.dumps(seconds(Path(old), Path(new))))
        case _:
            raise SystemExit(__doc__)
