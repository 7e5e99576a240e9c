"""Broken concepts by the thousand: known good and known faulty files, mutilated, then read and checked.

``python -m tests.fuzzing 20000`` (`make fuzz`) tries so many inputs and stops with 1 if one of them
raised, took too long or left a finding that points outside of its text. What it was is written to
``tests/projects/crashes``, where tests/test_fuzzing.py tries it again for ever.

The numbers decide everything: the same number is the same input on every machine.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from sro_cli import pipeline, report
from sro_cli.files import Memory, Overlay, bundled
from tests.projects import HERE, minimal
from tests.test_pages import EXAMPLES

ROOT = Path(__file__).parent.parent
CRASHES = HERE / "crashes"

SECONDS = 5.0
"""What one input may take of the processor, however busy the machine; a sound one takes a hundredth of it."""

MEGABYTES = 500
"""What a process may hold that has read thousands of inputs."""

_LONGEST = 40_000
_DAY = date(2026, 1, 5)

_SNIPPETS: tuple[str, ...] = (
    *(
        "*",
        "**",
        "_",
        "`",
        "~~",
        "#",
        "# ",
        "## ",
        "> ",
        "- ",
        "1. ",
        "    ",
        "\t",
        "|",
        "|---|",
        "\n\n",
        "\r",
    ),
    *("> [!OFFEN]\n", "> [!INTERN", "[^1]", "[^1]: ", ": ", ": Titel {#id}", "{#id}", "{.quer}", "---\n"),
    *("[](ziel:Z1)", "[](", "](", "<ziel:", "![](bilder/x.svg)", '"Titel"', "[a]: b", "\\", "&amp;", "<b>"),
    *(
        "<!-- sro: erlaube V201, weil ",
        "-->",
        "# sro: erlaube ",
        "```",
        "```{uebersicht} ziele\n",
        "{{",
        "%}",
    ),
    *(
        "- id: ",
        "id: ",
        "titel: ",
        "beleg: {",
        "[",
        "]",
        "{",
        "}",
        ": |\n",
        ": >-\n",
        "'",
        '"',
        ", ",
        "?",
        "!",
    ),
    *("&a ", "*a", "!!python/object", "<<: ", "2026-02-30", "0x1F", "1e999", ".nan", "NO", "~", "null", "%"),
    *(
        "\u0308",
        "\u200d",
        "\u202e",
        "\ufeff",
        "\u2028",
        "\x00",
        "\x1b[31m",
        "👩‍👩‍👧",
        "漢字",
        "ﷺ",
        "ß",
        "Ü",
        "\ud7ff",
    ),
    *(
        "Bürger*innen",
        "Bürger:innen",
        "z.B.",
        "der der",
        "amt@rostock.de",
        "0381 381-0",
        "99999999999999999999",
    ),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that must not end so.

    Attributes:
        number: of the input.
        reason: what happened.
    """

    number: int
    reason: str


def concept(number: int) -> Mapping[str, bytes]:
    """The files of an input that differ from the sound concept ``minimal``, by their path."""
    random = Random(number)  # noqa: S311 - chance that can be repeated, no secret
    path, content = random.choice(_stock())
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        content = random.choice(_MUTATIONS)(random, content)
    return {path: content[:_LONGEST]}


def faults(files: Mapping[str, bytes]) -> str:
    """What is wrong with how `sro` takes an input; empty if nothing is.

    Args:
        files: laid over the sound concept ``minimal``.
    """
    begin = time.process_time()
    loaded = pipeline.load(Overlay(Memory(files), minimal({})), _DAY)
    shown = report.text(loaded.findings) + report.short(loaded.findings)
    seconds = time.process_time() - begin
    if seconds > SECONDS:
        return f"{seconds:.1f} seconds"
    if "\x1b" in shown:
        return "a control character reaches the terminal"
    for finding in loaded.findings:
        for span in (finding.span, *(related.span for related in finding.related)):
            if span and not 0 <= span.start <= span.end <= len(span.source.text):
                return f"{finding.kind.code} points outside of {span.source.path}"
    return ""


def failures(numbers: Iterable[int]) -> Iterator[Failure]:
    """The inputs among those with these numbers that `sro` does not take as it should."""
    for number in numbers:
        try:
            reason = faults(concept(number))
        except Exception as error:  # noqa: BLE001 - exactly what is looked for
            reason = f"{type(error).__name__}: {error}"
        if reason:
            yield Failure(number, reason)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if megabytes > MEGABYTES:
        yield Failure(-1, f"{megabytes} MB")


@cache
def _stock() -> tuple[tuple[str, bytes], ...]:
    """Files to begin with: those of all projects, of the example city, and of the pages of findings."""
    folders = [HERE / "minimal", HERE / "broken", ROOT / "templates" / "konzept", ROOT]
    found = [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for folder in folders
        for path in sorted((folder / "content").rglob("*"))
        if path.suffix in {".md", ".yml", ".txt"}
    ]
    found += [
        (keys["datei"], body.encode())
        for example in EXAMPLES
        for keys, body in example.blocks
        if keys.get("datei", "").endswith((".md", ".yml", ".txt"))
    ]
    look = bundled()
    return (*found, *[("templates/gestaltung.yml", look.read("templates/gestaltung.yml"))] * 20)


def _inserted(random: Random, content: bytes) -> bytes:
    at = random.randint(0, len(content))
    return content[:at] + random.choice(_SNIPPETS).encode(errors="surrogatepass") + content[at:]


def _repeated(random: Random, content: bytes) -> bytes:
    at = random.randint(0, len(content))
    times = random.choice((2, 10, 300, 3000))
    return content[:at] + random.choice(_SNIPPETS).encode(errors="surrogatepass") * times + content[at:]


def _cut(random: Random, content: bytes) -> bytes:
    first, second = sorted(random.randint(0, len(content)) for _ in range(2))
    return content[:first] + content[second:]


def _flipped(random: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 3, 30))):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _shuffled(random: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    if len(lines) > 1:
        first, second = random.randrange(len(lines)), random.randrange(len(lines))
        lines[first], lines[second] = lines[second], lines[first]
    return b"".join(lines)


def _indented(random: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    if lines:
        at = random.randrange(len(lines))
        lines[at] = random.choice((b"  ", b"\t", b"      ")) + lines[at]
    return b"".join(lines)


def _crossed(random: Random, content: bytes) -> bytes:
    _path, other = random.choice(_stock())
    first, second = sorted(random.randint(0, len(other)) for _ in range(2))
    at = random.randint(0, len(content))
    return content[:at] + other[first:second] + content[at:]


def _respelt(random: Random, content: bytes) -> bytes:
    """A word in place of every other of its kind: ids that collide, fields that are doubled."""
    words = content.split()
    return content.replace(random.choice(words), random.choice(words)) if words else content


def _recoded(random: Random, content: bytes) -> bytes:
    text = content.decode(errors="replace")
    ending = random.choice(("\r\n", "\r", "\n\n", "\u2028"))
    return random.choice(
        (text.encode("utf-16"), text.encode("latin-1", "replace"), text.replace("\n", ending).encode(), b"")
    )


_MUTATIONS: tuple[Callable[[Random, bytes], bytes], ...] = (
    *(_inserted, _inserted, _inserted, _repeated, _cut, _cut, _flipped, _shuffled, _indented),
    *(_crossed, _crossed, _respelt, _respelt, _recoded),
)


def kept(files: Mapping[str, bytes], folder: Path = CRASHES) -> Path:
    """Writes an input that failed, to be tried again by the tests."""
    digest = hashlib.sha256(b"\0".join([*map(str.encode, files), *files.values()])).hexdigest()[:12]
    for path, content in files.items():
        place = folder / digest / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder / digest


def main(count: int, first: int = 0) -> int:
    """Tries so many inputs on all cores; tells what failed.

    Returns:
        The exit code.
    """
    found: list[Failure] = []
    with ProcessPoolExecutor() as pool:
        for batch in pool.map(
            _tried,
            [range(start, min(start + 250, first + count)) for start in range(first, first + count, 250)],
        ):
            found += batch
    for failure in found:
        place = kept(concept(failure.number)) if failure.number >= 0 else "of the whole process"
        print(f"{failure.number}: {failure.reason}\n  {place}")
    print(f"{count} inputs, {len(found)} failed")
    return 1 if found else 0


def _tried(numbers: range) -> list[Failure]:
    return list(failures(numbers))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
