"""The handbook as something to run: its blocks of code, and the concept that they change.

A block says in its info what it is:

``datei=PFAD``
    The text of a file, laid over the concept that ``sro init`` makes.
``markdown`` alone
    A piece of a chapter. It stands in a third chapter, ``kapitel/03-beispiel.md``.
``falsch``
    With either of them: the block is faulty; the next one, ``befund``, shows what `sro` says.
``console``
    Lines after ``$`` are run one after the other, in a folder of the page's own; what follows a
    line is what it prints. ``…`` stands for lines left out.
``ergänzt=PFAD``, ``ändert=PFAD``
    Between the commands: lines for the end of a file; a line in place of the last one that
    begins with the same word, as far to the right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sro_cli.answers.explanation import BLOCK, settings
from sro_cli.diagnostics import Diagnostic
from sro_cli.editing import authoring
from sro_cli.files import Memory
from tests.pictures import DRAWING
from tests.test_pages import findings

ROOT = Path(__file__).parent.parent
HANDBOOK = ROOT / "docs" / "handbuch"
PAGES = tuple(sorted(HANDBOOK.glob("*.md")))
CHAPTER = "content/kapitel/03-beispiel.md"
SETTINGS = "content/konzept.yml"

_HEAD = "---\nid: beispiel\nstatus: entwurf\n---\n\n# Beispiel\n\n"


@dataclass(frozen=True)
class Block:
    """A block of code of a page, and where its text begins and ends there."""

    page: Path
    number: int
    keys: Mapping[str, str]
    body: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.page.stem}-{self.number}"

    @property
    def is_piece(self) -> bool:
        """Whether it is a piece of a chapter."""
        return self.keys.keys() <= {"markdown", "falsch"} and "markdown" in self.keys

    @property
    def files(self) -> dict[str, bytes]:
        """The files that it lays over the concept."""
        if "datei" in self.keys:
            return {self.keys["datei"]: self.body.encode()}
        order = concept()[SETTINGS].replace(b"  - umsetzung\n", b"  - umsetzung\n  - beispiel\n")
        return {SETTINGS: order, CHAPTER: (_HEAD + self.body).encode()}


def blocks(page: Path) -> tuple[Block, ...]:
    """The blocks of a page in their order."""
    return tuple(
        Block(page, number, settings(found["info"]), found["body"], found.start("body"), found.end("body"))
        for number, found in enumerate(BLOCK.finditer(page.read_text(encoding="utf-8")), 1)
    )


def concept() -> dict[str, bytes]:
    """The concept that ``sro init`` makes."""
    return dict(authoring.example(ROOT / "nowhere"))


def laid_over(*laid: Block) -> dict[str, bytes]:
    """The concept with some blocks over it, and with the picture that some of them show."""
    found = concept()
    for block in laid:
        found |= block.files
        if "bilder/" in block.body:
            found["content/bilder/lage.svg"] = DRAWING
    return found


def findings_in(block: Block) -> tuple[Diagnostic, ...]:
    """What is found in the file of one block; views are composed if it has any."""
    (path,) = block.files.keys() - {SETTINGS} if block.is_piece else block.files
    composed = "" if block.is_piece and "```{" in block.body else None
    return tuple(finding for finding in findings(Memory(laid_over(block)), composed) if finding.path == path)


def faulty(page: Path) -> Iterator[tuple[Block, Block]]:
    """The faulty blocks of a page, each with the block that shows its findings."""
    found = blocks(page)
    for block, following in pairwise(found):
        if "falsch" in block.keys:
            yield block, following


def change(folder: Path, block: Block) -> None:
    """Changes a file on disk as a block between the commands says."""
    if "ergänzt" in block.keys:
        path = folder / block.keys["ergänzt"]
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + block.body, encoding="utf-8")
    else:
        path = folder / block.keys["ändert"]
        word = (
            block.body[: len(block.body) - len(block.body.lstrip())] + block.body.split(maxsplit=1)[0] + " "
        )
        before, mark, after = path.read_text(encoding="utf-8").rpartition("\n" + word)
        if not mark:  # the first line
            before, after = "", path.read_text(encoding="utf-8").removeprefix(word)
        rest = after.partition("\n")[2]
        path.write_text(f"{before}\n{block.body}{rest}".lstrip("\n"), encoding="utf-8")
