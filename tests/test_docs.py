"""The documents that people read first: what they say is so, and what they show works.

How the handbook's blocks are run is said in `tests.handbook`. ``SRO_TEST_ACCEPT=1`` writes the findings that
were found into the handbook, to be read before it is committed.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

from sro_cli import cli, model, pipeline, report, tree
from sro_cli.document.frame import Edition, Material, OpenPoint
from sro_cli.document.relations import Relations
from sro_cli.document.views import Views
from sro_cli.files import Folder, Memory, Overlay, bundled
from sro_cli.readers.schemes import SCHEMES
from sro_cli.schema import descriptions
from sro_cli.writers.html import contents
from tests import docs, handbook
from tests.handbook import PAGES, ROOT, Block, blocks
from tests.test_pages import ACCEPT, REQUEST

READ_FIRST = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *PAGES,
)
ALL = [block for page in PAGES for block in blocks(page)]
SOUND = [block for block in ALL if "falsch" not in block.keys and (block.is_piece or "datei" in block.keys)]
FAULTY = [pair for page in PAGES for pair in handbook.faulty(page)]
INSIDE = {"verbindungen", "verbunden", "worte", "zeitpunkt"}
"""What templates could name, but have a better name for."""

WITH_COMMANDS = [page for page in PAGES if any("console" in block.keys for block in blocks(page))]

LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^(`{3,})[^\n]*\n.*?^\1$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The anchors that git forges give to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def tabled(page: str, head: str) -> dict[str, str]:
    """The rows below a row of a table: first cell without its backquotes → last cell."""
    lines = (
        (handbook.HANDBOOK / page).read_text(encoding="utf-8").partition(f"\n{head}\n")[2].splitlines()[1:]
    )
    rows: dict[str, str] = {}
    for line in lines:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        rows[cells[0].strip("`")] = cells[-1]
    return rows


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a piece of a chapter as they are printed."""
    data = (
        block
        for block in blocks(handbook.HANDBOOK / "daten.md")
        if block.keys.get("datei", handbook.SETTINGS) != handbook.SETTINGS
    )
    piece = Block(PAGES[0], 0, {"markdown": ""}, text, 0, 0)
    files = Overlay(Memory(handbook.laid_over(*data, piece)), bundled())
    loaded = pipeline.load(files)
    edition = pipeline.edition(loaded.konzept, REQUEST)
    document, _theme, _found = pipeline.compile_tree(loaded, files, edition, {})
    assert document
    (part,) = (
        part
        for part in document.parts
        if part.blocks[0].span and part.blocks[0].span.source.path == handbook.CHAPTER
    )
    for found in part.blocks:
        if isinstance(found, tree.Paragraph):
            yield tree.plain_text(found.content).replace("\N{NO-BREAK SPACE}", " ")


def run(command: str, folder: Path) -> tuple[str, Path]:
    """What a command prints, and the folder after it."""
    name, *words = shlex.split(command)
    if name == "cd":
        return "", (folder / words[0]).resolve()
    with contextlib.chdir(folder):
        if name == "sro":
            result = CliRunner().invoke(cli.app, words)
            assert result.exit_code in {0, 1}, result.output
            return result.output, folder
        identity = {
            f"GIT_{role}_{what}": "docs" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        done = subprocess.run(
            [name, *words], env={**os.environ, **identity}, check=True, capture_output=True, text=True
        )
        return done.stdout + done.stderr, folder


def commands(block: Block) -> list[tuple[str, str]]:
    """The commands of a block and what is shown below each."""
    parts = re.split(r"^\$ (.*)\n", block.body, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def fits(shown: str, printed: str) -> bool:
    """Whether something printed is what is shown; … on a line of its own stands for any lines."""
    pattern = "".join(
        "(?:.*\n)*?" if line == "…\n" else re.escape(line) for line in shown.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, printed) is not None


def follow(page: Path, place: Path) -> None:
    """Does what a page says, in order: its commands print what is shown, its changes are made."""
    folder = place / "sro"
    folder.mkdir()
    for block in blocks(page):
        if "console" in block.keys:
            for command, shown in commands(block):
                printed, folder = run(command, folder)
                assert fits(shown, printed), f"$ {command}\n{printed}"
        elif block.keys.keys() & {"ergänzt", "ändert"}:
            handbook.change(folder, block)


class TestHandbook:
    @pytest.mark.parametrize("block", SOUND, ids=str)
    def test_an_example_has_no_findings(self, block: Block) -> None:
        assert report.text(handbook.findings_in(block)) == ""

    @pytest.mark.parametrize(("block", "shown"), FAULTY, ids=str)
    def test_a_faulty_example_has_the_findings_that_are_shown(self, block: Block, shown: Block) -> None:
        found = report.text(handbook.findings_in(block))

        assert "befund" in shown.keys
        if ACCEPT:
            page = shown.page.read_text(encoding="utf-8")
            old = f"```text befund\n{shown.body}```"
            at = page.index(old, page.index(block.body))
            shown.page.write_text(
                page[:at] + page[at:].replace(old, f"```text befund\n{found}```", 1), encoding="utf-8"
            )
        else:
            assert found
            assert shown.body == found

    def test_the_files_of_the_page_about_data_make_a_sound_concept(self) -> None:
        files = [block for block in blocks(handbook.HANDBOOK / "daten.md") if "datei" in block.keys]

        assert {block.keys["datei"] for block in files} == {
            "content/konzept.yml",
            *(f"content/{name}.yml" for name in model.DATEIEN),
        }
        assert pipeline.load(Overlay(Memory(handbook.laid_over(*files)), bundled())).findings == ()

    @pytest.mark.tool("git")
    @pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
    def test_commands_print_what_is_shown(self, page: Path, tmp_path: Path) -> None:
        follow(page, tmp_path)

    def test_every_command_has_a_section(self) -> None:
        printed, _ = run("sro --help", ROOT)
        names = re.findall(r"^  ([a-z-]+)  ", printed.partition("Befehle:")[2], re.MULTILINE)

        assert sorted(
            re.findall(r"^## `sro ([\w-]+)`", read("docs/handbuch/befehle.md"), re.MULTILINE)
        ) == sorted(names)

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
    def test_the_tables_of_fields_are_those_of_the_model(self, page: Path) -> None:
        text = page.read_text(encoding="utf-8")

        assert docs.with_tables(text) == text, "make docs renews them"

    def test_every_model_has_a_table_of_its_fields(self) -> None:
        shown = {match[2] for page in PAGES for match in docs.MARK.finditer(page.read_text(encoding="utf-8"))}
        models = {
            name
            for name, kind in vars(model).items()
            if isinstance(kind, type) and issubclass(kind, model.Wert) and name in descriptions.MODELS
        }

        assert shown == models

    def test_every_kind_of_mention_is_shown_with_the_words_that_it_gets(self) -> None:
        rows = tabled("verweise.md", "| Verweis | führt zu | Text, wenn Sie keinen schreiben |")
        diagram = "```{diagramm} zeitstrahl\nid: zeitstrahl\ntitel: Der Weg\n```\n\n"

        printed = list(paragraphs(diagram + "\n\n".join(rows)))

        assert {mention[3:].partition(":")[0] for mention in rows} == set(SCHEMES)
        assert printed[-len(rows) :] == list(rows.values())

    @pytest.mark.parametrize(
        ("head", "folder", "suffix"),
        [("| Übersicht | zeigt |", "uebersichten", ".md.j2"), ("| Diagramm | zeigt |", "diagramme", ".typ")],
    )
    def test_every_view_is_named(self, head: str, folder: str, suffix: str) -> None:
        templates = (
            path.name.removesuffix(suffix) for path in (ROOT / "templates" / folder).glob(f"*{suffix}")
        )

        named = [name.partition("} ")[2] for name in tabled("uebersichten.md", head)]

        assert named == sorted(name for name in templates if not name.startswith("_"))

    def test_every_option_of_a_view_is_named(self) -> None:
        assert set(tabled("uebersichten.md", "| Angabe | Bedeutung |")) == set(model.Ansicht.model_fields)


class TestReadme:
    def test_it_opens_with_the_two_commands_and_a_picture(self) -> None:
        opening = read("README.md").partition("\n## ")[0]

        assert re.findall(r"^make (\w+)", opening, re.MULTILINE) == ["build", "test"]
        assert re.search(r"!\[[^\]]{40,}\]\(docs/bilder/\w+\.png\)", opening)

    @pytest.mark.tool("git")
    def test_its_tree_is_the_one_on_disk(self) -> None:
        done = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
        paths = done.stdout.splitlines()
        drawn = [re.match(r"(│   |    )?[├└]── (\S+)", line) for line in read("README.md").splitlines()]
        rows = [(bool(match[1]), match[2].rstrip("/")) for match in drawn if match]

        top = {name for inner, name in rows if not inner}
        inside = {name for inner, name in rows if inner}

        # Folders and files; hidden files set up tools. build/ is made.
        assert top == {path.split("/")[0] for path in paths if "/" in path or not path.startswith(".")} | {
            "build"
        }
        assert inside == {path.split("/")[1] for path in paths if path.startswith("sro_cli/")} - {
            "__init__.py"
        }

    def test_the_products_that_it_names_are_those_that_are_built(self) -> None:
        name = re.search(r"^kurzname: (\S+)", read("content/konzept.yml"), re.MULTILINE)
        assert name
        products = {
            f"{name[1]}.docx",
            f"{name[1]}.pdf",
            f"{name[1]}.html",
            "html/index.html",
            "lesefassung.md",
        }

        assert set(re.findall(r"`build/entwurf/(\S+?)`", read("README.md"))) == products

    @pytest.mark.tool("git")
    def test_its_tour_works(self, tmp_path: Path) -> None:
        follow(ROOT / "README.md", tmp_path)


class TestLinks:
    @pytest.mark.parametrize("page", READ_FIRST, ids=lambda page: page.relative_to(ROOT).as_posix())
    def test_every_link_leads_to_something(self, page: Path) -> None:
        for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = unquote(target).partition("#")
            there = (page.parent / path).resolve() if path else page
            assert there.exists(), target
            assert not anchor or anchor in anchors(there), target

    def test_every_page_of_the_handbook_is_in_its_contents(self) -> None:
        listed = re.findall(r"^\d+\. \[[^\]]+\]\((\S+)\)", read("docs/handbuch/index.md"), re.MULTILINE)

        assert sorted(listed) == [page.name for page in PAGES if page.name != "index.md"]

    def test_every_make_target_that_is_named_exists(self) -> None:
        targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
        named = {
            name
            for page in READ_FIRST
            for line in re.findall(
                r"(?:^|`)make ([a-z ]+?)(?:`|  |$)", page.read_text(encoding="utf-8"), re.MULTILINE
            )
            for name in line.split()
        }

        assert named <= targets


class TestPictures:
    def test_every_picture_is_drawn_by_make_docs_and_shown(self) -> None:
        shown = {
            name
            for page in READ_FIRST
            for name in re.findall(
                r"!\[[^\]]+\]\(\S*bilder/(\w[\w-]*\.png|stand\.svg)\)", page.read_text(encoding="utf-8")
            )
        }

        assert shown == {path.name for path in docs.PICTURES.iterdir()}
        assert shown == {*docs.NAMES, docs.STANDING}

    def test_a_picture_is_small(self) -> None:
        assert all(path.stat().st_size <= 250_000 for path in docs.PICTURES.iterdir())

    def test_the_same_pages_give_the_same_bytes(self) -> None:
        paper = docs.paper(handbook.concept())

        assert docs.picture(paper, ("",), 0.3) == docs.picture(docs.paper(handbook.concept()), ("",), 0.3)


def test_the_handbook_names_all_that_templates_may_name() -> None:
    loaded = pipeline.load(Overlay(Memory({}), Folder(ROOT)))
    assert loaded.theme
    edition = pipeline.edition(loaded.konzept, REQUEST)
    views = Views(Material(loaded.konzept, loaded.index, loaded.theme, edition, ()))

    names = tabled("uebersichten.md", "| Name | Inhalt |")
    assert set(names) == set(views._globals())
    assert set(tabled("uebersichten.md", "| Filter | macht aus |")) == set(views._filters())
    seen = {word for words in names.values() for word in re.findall(r"`(\w+)(?:\(…\)|\(\))?`", words)}
    assert {
        name
        for kind in (Edition, OpenPoint, Relations)
        for name in vars(kind)
        if not name.startswith("_") and name not in {"index", "konzept", *INSIDE}
    } <= seen


def test_the_handbook_names_all_that_templates_of_the_site_may_name() -> None:
    written = (ROOT / "docs/handbuch/uebersichten.md").read_text("utf-8")
    section = written.partition("## Die Webseite anpassen")[2].partition("\n## ")[0]
    seen = set(re.findall(r"`([\w.]+)`", section))

    assert {path.name for path in (ROOT / "templates/html").iterdir()} <= seen
    fields = {
        name
        for kind in (contents.Imprint, contents.Page, contents.Entry)
        for name in kind.__dataclass_fields__
    }
    assert (fields - {"part"}) | {"name"} <= seen
