"""The engines alone: what `sro` hands to pandoc and Typst, recorded once and run without it; bare parsing.

python -m tests.benchmarks.engines record CONCEPT FOLDER
python -m tests.benchmarks.engines run FOLDER
python -m tests.benchmarks.engines parse CONCEPT
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sro_cli import pipeline, production
from sro_cli.engines import pandoc, typeset
from sro_cli.files import Folder, Overlay, bundled

NAMES = {"docx": "pandoc → DOCX", "typst": "pandoc → Typst", "html5": "pandoc → HTML", "pdf": "Typst → PDF"}
"""The engines by the folder of their input, in the order in which they run."""

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def record(concept: Path, into: Path) -> None:
    """Makes all products of a concept and keeps what pandoc and Typst were given for them.

    Pandoc's input goes to ``docx``, ``typst`` and ``html5``, Typst's to ``pdf``; pictures that
    Typst draws on the way are not kept.
    """
    convert, make = pandoc.convert, typeset.made

    def kept_convert(document: bytes, arguments: Sequence[str], folder: Path, moment: int = 0) -> bytes:
        kept = into / arguments[arguments.index("-t") + 1].partition("+")[0]
        kept.mkdir()
        (kept / "document.json").write_bytes(document)
        (kept / "arguments.json").write_text(json.dumps(list(arguments)))
        if reference := [word.partition("=")[2] for word in arguments if word.startswith("--reference-doc=")]:
            shutil.copy(folder / reference[0], kept)
        return convert(document, arguments, folder, moment)

    def kept_make(task: typeset.Task) -> typeset.Made:
        if task.output == "pdf":
            shutil.copytree(task.root, into / "pdf")
            (into / "pdf" / "source.typ").write_text(task.source, "utf-8")
            (into / "pdf" / "standards.json").write_text(json.dumps(task.standards))
        return make(task)

    pandoc.convert = kept_convert
    typeset.made = typeset.made_apart = kept_make
    files = Overlay(Folder(concept), bundled())
    loaded = pipeline.load(files)
    request = pipeline.Request(pipeline.FORMATS, False, MOMENT, "", frozenset())
    edition = pipeline.edition(loaded.konzept, request)
    document, theme, _ = pipeline.compile_tree(loaded, files, edition, {})
    assert document is not None  # what the generator writes is sound
    assert theme is not None  # as above
    production.products(document, theme, pipeline.FORMATS, {}, lambda _: None)


def run(folder: Path) -> dict[str, float]:
    """The seconds of each engine, one after the other; those of starting Python are not in it."""
    typeset.fonts()  # loads Typst as well
    return {name: _seconds(_pdf if name == "pdf" else _converted, folder / name) for name in NAMES}


def parse(concept: Path) -> dict[str, float]:
    """The seconds that markdown-it-py and libyaml take for the sources of a concept, without starting Python.

    Markdown in the fields of entries is left to them as text.
    """
    import yaml
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    reader = MarkdownIt("commonmark").enable("table").use(footnote_plugin).use(deflist_plugin)

    def every(_folder: Path) -> None:
        for path in sorted((concept / "content").rglob("*.yml")):
            yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        for path in sorted((concept / "content").rglob("*.md")):
            _, head, text = path.read_text("utf-8").split("---\n", 2)
            yaml.load(head, yaml.CSafeLoader)
            reader.parse(text)

    return {"parse": _seconds(every, concept)}


def _seconds(engine: Callable[[Path], object], folder: Path) -> float:
    start = time.perf_counter()
    engine(folder)
    return time.perf_counter() - start


def _converted(folder: Path) -> bytes:
    arguments = json.loads((folder / "arguments.json").read_text())
    return pandoc.convert((folder / "document.json").read_bytes(), arguments, folder)


def _pdf(folder: Path) -> object:
    import typst

    return typst.compile_with_warnings(
        (folder / "source.typ").read_bytes(),
        root=str(folder),
        font_paths=typeset.fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=json.loads((folder / "standards.json").read_text()),
        timestamp=MOMENT,
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["record", concept, folder]:
            record(Path(concept), Path(folder))
        case ["run", folder]:
            print(json.dumps(run(Path(folder))))
        case ["parse", concept]:
            print(json.dumps(parse(Path(concept))))
        case _:
            raise SystemExit(__doc__)
