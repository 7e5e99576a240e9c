"""The products as people speak of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sro_cli.files import bundled
from sro_cli.readback.said import close, plain, worded
from sro_cli.theme import FOLDER, Theme


@dataclass(frozen=True, slots=True)
class Product:
    """How people speak of a product, and what it is made with.

    Attributes:
        where: „im PDF“.
        others: the formats that can be built without it.
        same: gives what must be equal of its texts.
        frame: whether a template, by its path below ``templates/``, frames the product.
    """

    where: str
    others: tuple[str, ...]
    same: Callable[[str], str]
    frame: Callable[[str], bool]

    @property
    def begin(self) -> str:
        """„Im PDF“, at the beginning of a sentence."""
        return self.where[0].upper() + self.where[1:]

    def remedy(self, theme: Theme) -> str:
        """What to do if it is not as it should be.

        A project's own templates come first: those that come with `sro` have been tried often.
        """
        given = bundled()
        known = {path.removeprefix(FOLDER): given.read(path) for path in given.paths()}
        frames = ((path, content) for path, content in theme.frames.items() if self.frame(path))
        if own := sorted(f"{FOLDER}{path}" for path, content in frames if known.get(path) != content):
            return (
                f"sehen Sie nach, was in Ihrer Vorlage {' und '.join(own)} daraus wird; "
                "löschen Sie die Vorlage, gilt wieder die mitgelieferte"
            )
        others = " ".join(f"-f {name}" for name in self.others)
        return (
            "das ist ein Fehler in sro und nicht in Ihrem Text, bitte melden Sie ihn; "
            f"bis er behoben ist, baut „sro build {others}“ die anderen Formate"
        )


PDF = Product("im PDF", ("docx", "html", "text"), close, lambda path: path.endswith(".typ"))
DOCX = Product("im Word-Dokument", ("html", "pdf", "text"), plain, lambda path: path == "reference.docx")
SINGLE = Product("in der HTML-Datei", ("docx", "pdf", "text"), plain, lambda path: path.startswith("html/"))
SITE = Product("auf der Website", ("docx", "pdf", "text"), plain, lambda path: path.startswith("html/"))
LINES = Product("in der Lesefassung", ("docx", "html", "pdf"), worded, lambda _path: False)
