"""Every page of every kind of finding, executed: sources in, findings out.

A page is Markdown with fenced blocks whose info says what they are. Each example stands on the
files of ``tests/projects/minimal``; the blocks before its end are laid over them:

``datei=PFAD``
    The text of a file. Symbols such as ␀ and ␉ stand for the control characters they show.
    With ``kodierung=latin-1`` it is saved so, with ``groesse=17000000`` it is padded to this size.
``ordner=PFAD``, ``verknuepfung=PFAD``
    A folder where a file should be; a symbolic link to what the block names.
``ohne=PFAD``
    The file is missing.

Under „## Falsch“ each example ends with a block ``befund``: all findings, as `report.short` writes
them, each followed by the text it underlines (``⏎`` is a line end), indented by two. ``befund bauen``
finds what shows when the document is composed, ``befund bauen=pdf`` what shows when it is made, and
``befund bauen=pdf,pruefen`` what validators of others say as well.
Under „## Richtig“ stands one example without findings.

If a finding of a faulty example brings its fix, applying all of them must take these findings away.

``SRO_TEST_ACCEPT=1`` writes what was found into the pages, to be read before it is committed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sro_cli import catalogue, conformity, fixing, pipeline, production, report
from sro_cli.answers.explanation import BLOCK, settings
from sro_cli.diagnostics import Diagnostic
from sro_cli.files import Files, Folder, Memory, Overlay, bundled
from sro_cli.source import Span

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "sro_cli" / "pages"
BASE = Folder(ROOT / "tests" / "projects" / "minimal")
ACCEPT = "SRO_TEST_ACCEPT" in os.environ

SECTIONS = ["Warum", "Falsch", "Richtig", "Abhilfe"]
SYMBOLS = {0x2400 + code: code for code in range(0x20)}
SHOWN = {code: symbol for symbol, code in SYMBOLS.items()} | {0xFFFD: 0x2426}
TODAY = date(2026, 7, 1)
"""The day on which every example is checked; no version is published yet."""
REQUEST = pipeline.Request(
    (), internal=False, moment=datetime(2026, 1, 5, tzinfo=UTC), commit="", versions=frozenset()
)


@dataclass(frozen=True)
class Example:
    """Blocks by their settings, and what must be found; None for a correct example."""

    name: str
    blocks: tuple[tuple[Mapping[str, str], str], ...]
    build: str | None
    expected: str | None


def section(page: str, title: str) -> str:
    """What stands below a heading; headings inside of blocks are none."""
    masked = BLOCK.sub(lambda block: re.sub("^#", "-", block[0], flags=re.MULTILINE), page)
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", masked, re.MULTILINE | re.DOTALL)
    return page[slice(*found.span(1))] if found else ""


def examples(code: str) -> Iterator[Example]:
    """The examples of a page; a correct one is built if a faulty one is."""
    page = catalogue.page(code)
    waiting: list[tuple[Mapping[str, str], str]] = []
    build: str | None = None
    for number, block in enumerate(BLOCK.finditer(section(page, "Falsch")), 1):
        keys = settings(block["info"])
        if "befund" not in keys:
            waiting.append((keys, block["body"]))
            continue
        build = keys.get("bauen", build)
        yield Example(f"{code}-falsch-{number}", tuple(waiting), keys.get("bauen"), block["body"])
        waiting = []
    correct = [(settings(block["info"]), block["body"]) for block in BLOCK.finditer(section(page, "Richtig"))]
    yield Example(f"{code}-richtig", tuple(correct), build, None)


EXAMPLES = [example for path in sorted(PAGES.glob("*.md")) for example in examples(path.stem)]


def base() -> dict[str, bytes]:
    return {path: BASE.read(path) for path in BASE.paths()}


def in_memory(example: Example) -> Files | None:
    """The project of an example, None if only a disk can hold it."""
    found = base()
    for keys, body in example.blocks:
        if "datei" in keys:
            text = body.translate(SYMBOLS).encode(keys.get("kodierung", "utf-8"))
            found[keys["datei"]] = text.ljust(int(keys.get("groesse", 0)))
        elif "ohne" in keys:
            del found[keys["ohne"]]
        else:
            return None
    return None if any("groesse" in keys for keys, _ in example.blocks) else Memory(found)


def on_disk(example: Example, folder: Path) -> Files:
    """The project of an example, written."""
    for path, content in base().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    for keys, body in example.blocks:
        (kind,) = keys.keys() & {"datei", "ordner", "verknuepfung", "ohne"}
        place = folder / keys[kind]
        place.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        if kind == "ordner":
            place.mkdir()
        elif kind == "verknuepfung":
            place.symlink_to(body.strip())
        elif kind == "datei":
            place.write_text(body, encoding="utf-8")
            if "groesse" in keys:
                os.truncate(place, int(keys["groesse"]))
    return Folder(folder)


def findings(files: Files, build: str | None, *, spelt: bool = False) -> tuple[Diagnostic, ...]:
    """What is found in a project: by reading and checking it, and by building it if told so."""
    files = Overlay(files, bundled())
    loaded = pipeline.load(files, TODAY, frozenset(), {} if spelt else None)
    if build is None:
        return loaded.findings
    store: dict[str, bytes] = {}
    edition = pipeline.edition(loaded.konzept, REQUEST)
    document, theme, found = pipeline.compile_tree(loaded, files, edition, store)
    failed: tuple[Diagnostic, ...] = ()
    if build and document and theme:
        wanted, _, more = build.partition(",")
        made, failed = production.products(document, theme, [wanted], store, lambda _words: None)
        failed = (*failed, *conformity.findings(made, theme)) if more else failed
    return pipeline.ranked((*loaded.findings, *found, *failed), loaded.konzept, loaded.erlaubnisse)


def shown(found: tuple[Diagnostic, ...]) -> str:
    """Findings as a block ``befund`` shows them."""
    lines: list[str] = []
    for finding in found:
        lines.append(report.short([finding]))
        if finding.span and finding.span.text:
            text = re.sub(r"\r\n|\r|\n", " ⏎ ", finding.span.text)
            lines.append(f"  {text.translate(SHOWN)}\n")
    return "".join(lines)


def between(spots: Iterable[Span]) -> list[str]:
    """What stands before, between and after some spots of a text."""
    ordered = sorted(set(spots), key=lambda span: span.start)
    text = ordered[0].source.text
    begins, ends = [0, *(span.end for span in ordered)], [*(span.start for span in ordered), len(text)]
    return [text[begin:end] for begin, end in zip(begins, ends, strict=True)]


def accept(example: Example, found: str) -> None:
    """Writes what was found into the page."""
    code, _, number = example.name.partition("-falsch-")
    path = PAGES / f"{code}.md"
    page = path.read_text(encoding="utf-8")
    start = page.index("## Falsch\n")
    block = list(BLOCK.finditer(page, start))[int(number) - 1]
    path.write_text(page[: block.start("body")] + found + page[block.end("body") :], encoding="utf-8")


class TestExamples:
    @pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
    def test_a_project_gives_exactly_the_findings_of_its_page(self, example: Example, tmp_path: Path) -> None:
        files = in_memory(example) or on_disk(example, tmp_path)

        found = shown(findings(files, example.build, spelt=example.name.startswith("T")))

        if ACCEPT and example.expected is not None:
            accept(example, found)
        else:
            assert found == (example.expected or "")

    def test_the_minimal_project_is_sound(self) -> None:
        assert pipeline.load(Overlay(BASE, bundled())).findings == ()


class TestFixes:
    @pytest.mark.parametrize(
        "example", [one for one in EXAMPLES if one.expected], ids=lambda example: example.name
    )
    def test_fixes_take_their_findings_away_and_change_nothing_else(
        self, example: Example, tmp_path: Path
    ) -> None:
        def check(files: Files) -> tuple[Diagnostic, ...]:
            return findings(files, example.build, spelt=example.name.startswith("T"))

        files = in_memory(example) or on_disk(example, tmp_path)
        found = check(files)

        once = fixing.fixed(found)
        done = fixing.mended(files, check, unsafe=True)

        assert shown(tuple(done.refused)) == ""
        assert shown(fixing.fixable(done.remaining, unsafe=True)) == ""
        for path in once.texts:
            spots = [(one.fix.span, place) for one, place in once.applied.items() if one.fix]
            before, after = zip(*(pair for pair in spots if pair[1].source.path == path), strict=True)
            assert between(before) == between(after)


class TestCatalogue:
    def test_every_kind_has_a_page_and_every_page_a_kind(self) -> None:
        assert [path.stem for path in sorted(PAGES.iterdir())] == list(catalogue.KINDS)

    def test_every_kind_that_any_module_defines_is_in_the_catalogue(self) -> None:
        modules = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "sro_cli").rglob("*.py"))

        assert set(re.findall(r'= Kind\(\s*"(\w+)"', modules)) == set(catalogue.KINDS)

    def test_codes_and_names_are_given_once_and_say_their_family(self) -> None:
        names = [kind.name for kind in catalogue.KINDS.values()]

        assert len(names) == len(set(names))
        assert all(re.fullmatch(r"[EKVZBSMRTADP]\d{3}", code) for code in catalogue.KINDS)
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)

    @pytest.mark.parametrize("code", catalogue.KINDS)
    def test_a_page_has_its_title_and_its_sections_in_order(self, code: str) -> None:
        page = catalogue.page(code)

        assert page.startswith(f"# {code} {catalogue.KINDS[code].name}\n\n")
        assert re.findall(r"^## (.+)$", BLOCK.sub("", page), re.MULTILINE) == SECTIONS

    @pytest.mark.parametrize("code", catalogue.KINDS)
    def test_a_page_has_a_faulty_example_of_its_kind_and_a_correct_one(self, code: str) -> None:
        *faulty, correct = examples(code)

        assert faulty
        assert all(f": {code} " in (example.expected or "") for example in faulty)
        assert correct.blocks

    @pytest.mark.parametrize("code", catalogue.KINDS)
    def test_a_page_names_the_source_of_its_rule(self, code: str) -> None:
        assert re.search(r"^Quelle: \S", section(catalogue.page(code), "Warum"), re.MULTILINE)
