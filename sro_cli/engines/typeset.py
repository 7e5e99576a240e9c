"""The only module that calls Typst: sources and pictures in memory → PDF, SVG or PNG.

Typst sees the fonts that come with `sro` and none of the machine's, so that its result is
the same everywhere and a missing glyph is an error.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NamedTuple

from sro_cli.engines.offline import offline
from sro_cli.engines.weights import weighted
from sro_cli.tree import Block

Format = Literal["pdf", "svg", "png"]

FAMILY = "Source Sans 3"
"""The family of the text font that comes with `sro`."""

MONOSPACED = "DejaVu Sans Mono"
"""The family of the font for code, which is inside of Typst."""


class Spot(NamedTuple):
    """A place in what Typst was given: line and column from 1; the path is empty for the source itself."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Complaint:
    """What Typst refuses or warns of.

    Attributes:
        message: in English.
        hints: what Typst advises, in English.
        trace: the place, then the calls that led there; empty if Typst names none.
        excerpt: the line of the place.
    """

    message: str
    hints: tuple[str, ...] = ()
    trace: tuple[Spot, ...] = ()
    excerpt: str = ""


class TypesetError(RuntimeError):
    """Typst refused a document.

    Attributes:
        complaints: everything that it found, at least one.
        origins: what the lines of the source show, counted from 1, set by the writer if known:
            the ident of the part of the document, and the block.
    """

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        """Keeps Typst's words; the first are the message."""
        self.complaints = tuple(complaints)
        super().__init__(self.complaints[0].message)
        self.origins: Mapping[int, tuple[str, Block | None]] = {}


class TypesetStopped(RuntimeError):  # noqa: N818 - reads as what happened
    """Typst, in a process of its own, ended before it was done; the message is what it printed last.

    Attributes:
        starved: for want of memory, as far as can be told.
    """

    def __init__(self, message: str, *, starved: bool) -> None:
        """Keeps what is to be told."""
        super().__init__(message)
        self.starved = starved


@cache
def fonts() -> Any:
    """The fonts Typst may use: Source Sans 3 and those inside the Typst wheel."""
    import fontpkg_source_sans_3  # noqa: PLC0415 - only builds need it

    folder = str(fontpkg_source_sans_3.ROOT / "files")
    return _typst().Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


@cache
def font_files() -> tuple[bytes, bytes, bytes]:
    """The files of the text font: upright and italic as variable TrueType, and its licence."""
    import fontpkg_source_sans_3  # noqa: PLC0415 - only builds need it

    root = fontpkg_source_sans_3.ROOT
    names = ("files/SourceSans3[wght].ttf", "files/SourceSans3-Italic[wght].ttf", "LICENSE")
    upright, italic, licence = ((root / name).read_bytes() for name in names)
    return upright, italic, licence


def version() -> str:
    """Typst's version, e.g. ``0.15.2``."""
    return str(_typst().__version__)


def typeset(  # noqa: PLR0913 - all that Typst can be told
    source: str,
    media: Mapping[str, bytes],
    output: Format = "pdf",
    *,
    moment: datetime | None = None,
    standards: tuple[str, ...] = (),
    warn: Callable[[Complaint], None] | None = None,
    apart: bool = False,
) -> bytes:
    """What Typst makes of a source.

    Args:
        source: Typst markup; it names pictures by ``/`` and their key in *media*.
        media: pictures and other files by path.
        output: the format; SVG and PNG are of the first page.
        moment: written into a PDF as the time of its creation, UTC.
        standards: the PDF standards to keep, e.g. ``("a-2a", "ua-1")``.
        warn: is told what Typst warns of, but not that a font is missing.
        apart: in a process of its own, which takes a fifth of a second and gives the memory back.

    Raises:
        TypesetError: Typst refused, or warned with nobody to be told; or a font is missing, which
            would be a fault in the product.
        TypesetStopped: the process apart came to no result.
    """
    return _pages(source, media, output, moment=moment, standards=standards, warn=warn, apart=apart)[0]


def drawing(
    source: str, media: Mapping[str, bytes], warn: Callable[[Complaint], None] | None = None
) -> bytes:
    """The first page of a source as an SVG, its words marked if the second page is a key to its signs.

    What the marks are, and what a key is, says `lettering`. Args and errors are those of `typeset`.
    """
    from sro_cli.engines import lettering  # noqa: PLC0415 - brings lxml, and only builds need it

    shown, *others = _pages(source, media, "svg", warn=warn)
    return lettering.lettered(shown, others[0]) if others else shown


def _pages(  # noqa: PLR0913 - as above
    source: str,
    media: Mapping[str, bytes],
    output: Format,
    *,
    moment: datetime | None = None,
    standards: tuple[str, ...] = (),
    warn: Callable[[Complaint], None] | None = None,
    apart: bool = False,
) -> list[bytes]:
    """The pages of an SVG or PNG, or the one file that a PDF is."""
    if foreign := [each for path, content in media.items() for each in _packages(path, content)]:
        raise TypesetError(foreign)
    with tempfile.TemporaryDirectory(prefix="sro-") as folder:
        for path, content in media.items():
            place = Path(folder, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(weighted(content) if path.endswith(".svg") else content)
        task = Task(source, folder, output, moment.isoformat() if moment else "", standards)
        result = made_apart(task) if apart else made(task)
    if result.refused:
        raise TypesetError(_complaints(result.refused, folder, "error"))
    heard = [
        complaint for account in result.warnings for complaint in _complaints(account, folder, "warning")
    ]
    faults = [each for each in heard if warn is None or missing_font(each)]
    if faults:
        raise TypesetError(faults)
    for complaint in heard:
        if warn:
            warn(complaint)
    return list(result.pages)


class Task(NamedTuple):
    """One call of Typst.

    Attributes:
        source: the markup.
        root: the folder in which it finds its files.
        output: the format.
        moment: ISO 8601, empty for none.
        standards: of PDF.
    """

    source: str
    root: str
    output: Format
    moment: str
    standards: Sequence[str]


class Made(NamedTuple):
    """What a call came to: the account of what Typst refused, those of its warnings, and the pages."""

    refused: str
    warnings: Sequence[str]
    pages: Sequence[bytes]


def made(task: Task) -> Made:
    """What Typst makes, in this process."""
    typst = _typst()
    try:
        with offline():  # `_packages` cannot see a name that a template puts together
            result, warnings = typst.compile_with_warnings(
                task.source.encode(),
                root=task.root,
                font_paths=fonts(),
                package_path=task.root,  # has none, lest Typst take those of this machine
                package_cache_path=task.root,
                ignore_system_fonts=True,
                format=task.output,
                pdf_standards=list(task.standards),
                timestamp=datetime.fromisoformat(task.moment) if task.moment else None,
            )
    except typst.TypstError as error:
        return Made(error.diagnostic, (), ())
    pages = result if isinstance(result, list) else [result]
    return Made("", [warning.diagnostic for warning in warnings], pages)


def made_apart(task: Task) -> Made:
    """The same from another Python, for a format that has one file.

    It is told the task in JSON, answers with a line of JSON and the file, and looks for no modules in the
    folder that it is called in.

    Raises:
        TypesetStopped: it did not answer.
    """
    command = [sys.executable, "-P", "-m", __name__]
    try:
        done = subprocess.run(command, input=json.dumps(task).encode(), capture_output=True, check=False)
    except OSError as error:
        raise TypesetStopped(str(error), starved=True) from None
    if done.returncode:
        # An exception of Python ends with 1; all else is a system that kills, or Typst that gets no memory.
        raise TypesetStopped(done.stderr.decode(errors="replace").strip(), starved=done.returncode != 1)
    account, _, content = done.stdout.partition(b"\n")
    refused, warnings = json.loads(account)
    return Made(refused, warnings, [content])


def _answer() -> None:
    """What `made_apart` calls."""
    result = made(Task(*json.load(sys.stdin.buffer)))
    account = json.dumps([result.refused, result.warnings]).encode()
    sys.stdout.buffer.write(b"".join((account, b"\n", *result.pages)))


def unset(signs: Iterable[str], family: str) -> frozenset[str]:
    """The signs that a font cannot show; of very many only some.

    Typst is asked for those that are unusual, because it knows which cut it takes and what it puts
    together; that takes some hundredths of a second.

    Args:
        signs: single characters.
        family: of a font; of one that Typst does not know, the answer is that nothing is missing.
    """
    usual = _USUAL if family in {FAMILY, MONOSPACED} else _ASCII
    asked = sorted(sign for sign in signs if not usual.fullmatch(sign))[:_MOST_SIGNS]
    if not asked:
        return frozenset()
    lines = "".join(f'#text("\\u{{{ord(sign):x}}}")\n\n' for sign in asked)
    head = f'#set document(title: "x")\n#set text(font: {json.dumps(family)}, fallback: false)\n'
    try:
        typeset(head + lines, {}, moment=datetime(2000, 1, 1, tzinfo=UTC), standards=("a-2a",))
    except TypesetError as error:
        return frozenset(sign for complaint in error.complaints for sign in missing_glyphs(complaint))
    return frozenset()


_MOST_SIGNS = 400
_ASCII = re.compile(r"[\s -~]")
# What the fonts that come with sro have, both of them; tests/test_typeset.py asks whether that is true.
_USUAL = re.compile(
    r"[\s -~\u00a0-\u0180\u2010-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2190-\u2193\u2212\ufeff]"
)
_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_FONT = re.compile(r"unknown font family: (.+)")
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")


def missing_glyphs(complaint: Complaint) -> str:
    r"""The signs that a complaint says no font can show; empty if it is about something else.

    >>> missing_glyphs(Complaint(r'PDF/A-2a error: the text `"\u{5d0}漢"` could not be displayed with …'))
    'א漢'
    """
    match = _GLYPH.search(complaint.message)
    return _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)) if sign[1] else sign[2], match[1]) if match else ""


def missing_font(complaint: Complaint) -> str:
    """The family, in small letters, that a complaint says is not there; empty if it is about something else.

    >>> missing_font(Complaint("unknown font family: nirgends sans"))
    'nirgends sans'
    """
    match = _FONT.match(complaint.message)
    return match[1] if match else ""


def package(complaint: Complaint) -> str:
    """The package that a complaint says is not taken; empty if it is about something else.

    >>> package(Complaint("package not taken: @preview/cetz:0.3.4"))
    '@preview/cetz:0.3.4'
    >>> package(
    ...     Complaint("failed to download package (https://packages.typst.org/preview/cetz-0.3.4.tar.gz: …)")
    ... )
    '@preview/cetz:0.3.4'
    """
    if match := _FETCHED.match(complaint.message):
        return "@{}/{}:{}".format(*match.groups())
    return complaint.message.removeprefix(_NOT_TAKEN) if complaint.message.startswith(_NOT_TAKEN) else ""


_NOT_TAKEN = "package not taken: "
_FETCHED = re.compile(
    r"failed to download package \(https://[^/]+/([\w-]+)/([\w-]+)-(\d+\.\d+\.\d+)\.tar\.gz"
)
_PACKAGE = re.compile(r'^(?![ \t]*//).*?"(@[\w-]+/[\w-]+:\d+\.\d+\.\d+)"', re.MULTILINE)


def _packages(path: str, content: bytes) -> Iterator[Complaint]:
    """Complaints of packages that a template names: Typst would load them from the net, and run them."""
    text = content.decode(errors="replace") if path.endswith(".typ") else ""
    for match in _PACKAGE.finditer(text):
        yield Complaint(_NOT_TAKEN + match[1], (), (Spot(path, text.count("\n", 0, match.start(1)) + 1, 1),))


# Typst's account of what it found, as `typst compile` prints it: what is wrong, with an excerpt of
# the place; and below „help: while calling …“ one of each call.
_ACCOUNT = re.compile(r"^(error|warning|help): ", re.MULTILINE)
_PLACE = re.compile(r"^\s*┌─ (.+):(\d+):(\d+)$", re.MULTILINE)
_HINT = re.compile(r"^\s*= hint: (.+)$", re.MULTILINE)
_EXCERPT = re.compile(r"^\d+ │ (.*)$", re.MULTILINE)
_MAIN = "__typst_py_bytes__.typ"


def _complaints(account: str, folder: str, kind: str) -> Iterator[Complaint]:
    """What Typst's account says of one kind, ``error`` or ``warning``."""
    _, *pieces = _ACCOUNT.split(account)
    found: list[tuple[str, str]] = []
    for name, text in zip(pieces[::2], pieces[1::2], strict=True):
        if name == "help":
            found[-1] = found[-1][0], found[-1][1] + text
        else:
            found.append((name, text))
    return (_complaint(text, folder) for name, text in found if name == kind)


def _complaint(text: str, folder: str) -> Complaint:
    message = re.split(r"\n\s*(?:┌─|= hint:)|\n\n", text, maxsplit=1)[0]
    trace = tuple(_spot(match, folder) for match in _PLACE.finditer(text))
    excerpt = _EXCERPT.search(text)
    return Complaint(message.strip(), tuple(_HINT.findall(text)), trace, excerpt[1] if excerpt else "")


def _spot(match: re.Match[str], folder: str) -> Spot:
    path = match[1].rpartition(f"{Path(folder).name}/")[2]
    return Spot("" if path == _MAIN else path, int(match[2]), int(match[3]) + 1)


def _typst() -> Any:
    # Its types promise bytes where a list of pages comes, and do not know its version.
    return import_module("typst")  # slow to import, and only builds need it


if __name__ == "__main__":
    _answer()
