"""The products of a document: the engines work side by side, and every product is read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from sro_cli.diagnostics import Diagnostic
from sro_cli.engines.typeset import Complaint
from sro_cli.production import refusals
from sro_cli.production.refusals import REFUSED, Refused
from sro_cli.readback import Readback
from sro_cli.theme import Theme
from sro_cli.tree import Tree
from sro_cli.writers import docx, html, pdf, text

Products = Mapping[str, bytes]
"""Content by path."""


def products(
    document: Tree,
    theme: Theme,
    formats: Sequence[str],
    store: MutableMapping[str, bytes],
    progress: Callable[[str], None],
) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """The bytes of every product by its path, and what speaks against them.

    Word's table of contents names the pages of the PDF, so DOCX alone makes a PDF as well.

    Args:
        document: numbered and resolved.
        theme: the look.
        formats: some of `pipeline.FORMATS`.
        store: keeps what can be kept between builds.
        progress: is told what is being done.
    """
    work = _Work(document, theme, formats, store)
    made: dict[str, bytes] = {}
    refused: list[Refused] = []
    # The PDF takes longest and begins first; the others take turns beside it, lest they hold it up.
    # Word comes last, because in the end it waits for the pages of the PDF.
    with ThreadPoolExecutor(max_workers=2) as pool:
        waiting = []
        for words, job in work.jobs():
            if words:
                progress(words)
            waiting.append(pool.submit(work.checked, job))
        for future in waiting:
            try:
                made.update(future.result())
            except REFUSED as error:
                refused.append(error)
    # What the PDF died of, Word died of as well.
    causes = (each for error in dict.fromkeys(refused) for each in refusals.findings(error, document, theme))
    warnings = (refusals.warning(complaint, theme) for complaint in work.warned)
    return made, tuple(dict.fromkeys((*causes, *warnings, *work.deviating)))


@dataclass
class _Work:
    """The work on the products of a document, a method a format.

    Attributes:
        document: numbered and resolved.
        theme: the look.
        formats: that are wanted.
        store: keeps what can be kept between builds.
        pages: of the headings in the PDF, as soon as there is one.
        warned: what Typst warns of.
        deviating: what products say otherwise than the document.
    """

    document: Tree
    theme: Theme
    formats: Sequence[str]
    store: MutableMapping[str, bytes]
    pages: Future[Mapping[str, int]] = field(default_factory=Future)
    warned: list[Complaint] = field(default_factory=list)
    deviating: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.readback = Readback(self.document, self.theme)

    def jobs(self) -> Iterator[tuple[str, Callable[[], Products]]]:
        """What is to be made, in the order in which it should begin, each with words for those who wait."""
        if "pdf" in self.formats or "docx" in self.formats:
            yield "setze PDF", self.paper
        if "html" in self.formats:
            yield "schreibe HTML", lambda: html.products(self.document, self.theme, self.store)
        if "text" in self.formats:
            yield "", lambda: {"lesefassung.md": text.write(self.document).encode()}
        if "docx" in self.formats:
            yield "schreibe DOCX", self.word

    def checked(self, job: Callable[[], Products]) -> Products:
        """What a job makes, read back."""
        made = job()
        self.deviating += self.readback.findings(made)
        return made

    def paper(self) -> Products:
        """The PDF if it is wanted; the pages of its headings for Word."""
        try:
            content = pdf.write(self.document, self.theme, self.store, self.warned.append)
            # PDFium does one thing at a time: what Word waits for comes before reading back.
            self.pages.set_result(pdf.heading_pages(content, self.document) if "docx" in self.formats else {})
        except BaseException as error:
            self.pages.set_exception(error)
            raise
        return {f"{self.document.meta.name}.pdf": content} if "pdf" in self.formats else {}

    def word(self) -> Products:
        """The DOCX."""
        content = docx.write(self.document, self.theme, self.store, self.pages.result)
        return {f"{self.document.meta.name}.docx": content}
