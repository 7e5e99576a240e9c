"""What stays inside: no word of it is in a document that is handed out, nor what was said of it in git."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from typer.testing import CliRunner

from sro_cli.cli import app
from sro_cli.document.frame import Fassung
from sro_cli.files import Folder
from sro_cli.publishing import changelog
from sro_cli.readers import content
from sro_cli.releases.discretion import is_public
from sro_cli.releases.versions import resolved
from tests.repositories import commit, git, repository

pytestmark = pytest.mark.tool("git")

CHAPTER, SAID = "content/kapitel/auftrag.md", "content/beteiligung.yml"
CHAPTERS = {CHAPTER, "content/kapitel/ziele.md"}

TEXT = """\
---
id: auftrag
status: entwurf
---

# Auftrag

Der Auftrag gilt seit 2019.

- Erster Punkt für alle
- Zweiter Punkt für alle

Am Ende steht ein Antrag.
"""
BOX = "\n  > [!INTERN]\n  > Der Stockfisch lehnt ab.\n"

ANSWERS = """\
rueckmeldungen:
  - id: R1
    art: frage
    text: Mehr Raum für Kinder im Ort.
  - id: R2
    art: frage
    text: Wer baut die Wege?
"""
NOTE = "    intern:\n      notiz: Der Hering hat Bedenken.\n"

SECRET = ("Stockfisch", "Hering", "Makrele", "Sardine", "Dorsch", "Kabeljau")
"""In boxes and remarks, and in subjects of commits."""

OPEN = "Jahr richtiggestellt"
"""The subject of a commit that changed nothing internal."""


def put(folder: Path, path: str, text: str, words: str) -> None:
    """Writes a file and commits it."""
    (folder / path).write_text(text, encoding="utf-8")
    commit(folder, words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A version, and commits after it that changed what all may read, what not, and both."""
    found = repository(tmp_path / "konzept", {CHAPTER: TEXT, SAID: ANSWERS})
    git(found, "tag", "-a", "v0.1.0", "-m", "Fassung")
    text = TEXT.replace("2019", "2020")
    put(found, CHAPTER, text, OPEN)
    text = text.replace("Punkt für alle\n- Zw", f"Punkt für alle\n{BOX}- Zw")
    put(found, CHAPTER, text, "Makrele lehnt ab")
    text = text.replace("lehnt ab", "lehnt ganz ab").replace("ein Antrag", "ein neuer Antrag")
    put(found, CHAPTER, text.replace("Erster Punkt", "Der erste Punkt"), "Sardine wollte es")
    answers = ANSWERS.replace("Mehr Raum", "Mehr Platz")
    put(found, SAID, answers.replace("Ort.\n", f"Ort.\n{NOTE}"), "Dorsch hat Bedenken")
    put(found, SAID, answers.replace("Ort.\n", f"Ort.\n    # Kabeljau\n{NOTE}"), "Kabeljau auch")
    return found


def products(folder: Path, *calls: str) -> Iterator[bytes]:
    """What commands write, each into a file of its own."""
    for number, call in enumerate(calls):
        name, ending, *more = call.split()
        target = folder / f"build/{number}{ending}"
        outcome = CliRunner().invoke(app, ["-C", str(folder), name, *more, "-o", str(target)])
        assert outcome.exit_code == 0, outcome.output
        yield target.read_bytes()


def read(product: bytes) -> str:
    """All that is in a product: the bytes of its parts, and of a PDF also its words."""
    if product.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(product)) as package:
            raw = b"\n".join(package.read(name) for name in package.namelist())
    elif product.startswith(b"%PDF"):
        plain = BytesIO()
        with pikepdf.open(BytesIO(product)) as file:
            file.save(plain, qdf=True)
        raw = plain.getvalue().replace(b"\0", b"")
        with pypdfium2.PdfDocument(product) as pages:
            raw += "".join(page.get_textpage().get_text_range() for page in pages).encode()
    else:
        raw = product
    return raw.decode(errors="replace")


class TestProducts:
    def test_nothing_internal_is_in_what_is_handed_out(self, folder: Path) -> None:
        made = products(
            folder,
            "synopse .docx --alles",
            "synopse .pdf --alles",
            "synopse .html --alles",
            "synopse .html --betreffzeilen --alles",
            "diff .html -f html",
            "redline .docx",
        )

        for product in map(read, made):
            assert "neuer" in product
            assert [word for word in SECRET if word in product] == []

    def test_nothing_internal_is_in_the_change_log(self, folder: Path) -> None:
        old, new = (
            content.load(files) for files in (resolved(folder, "0.1.0").files, Folder(folder, ("content",)))
        )
        own = Fassung("0.2.0", "Arbeitsfassung", date(2026, 3, 4))
        said = changelog.text(changelog.news(old, new, "0.1.0"), own, None)

        assert "neuer" in said
        assert [word for word in SECRET if word in said] == []

    def test_only_who_asks_gets_what_commits_say_and_who_may_see_all_gets_all(self, folder: Path) -> None:
        plain, asked, inside = map(
            read,
            products(folder, "synopse .html", "synopse .html --betreffzeilen", "synopse .html --intern"),
        )

        assert [OPEN in each for each in (plain, asked, inside)] == [False, True, True]
        assert "Sardine" in inside
        assert "Stockfisch" in inside


class TestCommits:
    """Whether what is said of a commit may be told."""

    def public(self, folder: Path) -> bool:
        return is_public(folder, git(folder, "rev-parse", "HEAD"), CHAPTERS)

    def test_those_of_the_folder_are_told_apart(self, folder: Path) -> None:
        names = git(folder, "rev-list", "--reverse", "v0.1.0..HEAD").split()

        assert [is_public(folder, name, CHAPTERS) for name in names] == [True, False, False, False, False]

    @pytest.mark.parametrize(
        "box",
        [
            "> [!INTERN]\n> Nur wir.\n",
            "> [!intern]\n> Nur wir.\n",
            "> [!INTREN]\n> Nur wir.\n",
            "> [INTERN]\n> Nur wir.\n",
            "> !INTERN\n> Nur wir.\n",
            "> \\[!INTERN]\n> Nur wir.\n",
            "- Ein Punkt\n\n  > [!INTERN]\n  > Nur\n  wir.\n",
            "> Ein Zitat\n>\n> > [!INTERN]\n> > Nur wir.\n",
            "Ein Satz.[^a]\n\n[^a]:\n    > [!INTERN]\n    > Nur wir.\n",
            "<!-- Nur\n\nwir. -->\n",
        ],
    )
    def test_a_box_or_a_comment_keeps_its_commit_silent(self, folder: Path, box: str) -> None:
        put(folder, CHAPTER, f"{TEXT}\n{box}", "Vorher")
        put(folder, CHAPTER, f"{TEXT}\n{box.replace('wir', 'ihr')}", "Anders")
        assert not self.public(folder)
        put(folder, CHAPTER, TEXT, "Weg")
        assert not self.public(folder)

    @pytest.mark.parametrize("box", ["> [!HINWEIS]\n> Für alle.\n", "> [!OFFEN]\n> Wer?\n", "> Ein Zitat.\n"])
    def test_other_boxes_do_not(self, folder: Path, box: str) -> None:
        put(folder, CHAPTER, TEXT, "Vorher")
        put(folder, CHAPTER, f"{TEXT}\n{box}", "Mehr")

        assert self.public(folder)

    def test_what_stands_beside_a_box_does_not_either(self, folder: Path) -> None:
        text = (folder / CHAPTER).read_text(encoding="utf-8")
        put(folder, CHAPTER, text.replace("ein neuer Antrag", "kein Antrag"), "Anders")

        assert self.public(folder)

    @pytest.mark.parametrize(
        "remark", ["intern: {notiz: Nur wir.}", '"intern": {notiz: Nur wir.}', "art: x # wir"]
    )
    def test_an_entry_with_a_remark_keeps_its_commit_silent(self, folder: Path, remark: str) -> None:
        put(folder, SAID, f"rueckmeldungen:\n- id: R1\n  {remark}\n- id: R2\n  text: Wege\n", "Vorher")
        assert not self.public(folder)
        text = (folder / SAID).read_text(encoding="utf-8")
        put(folder, SAID, text.replace("Wege", "Straßen"), "Straßen")
        assert self.public(folder)
        put(folder, SAID, text.replace("wir", "ihr"), "Anders")
        assert not self.public(folder)

    def test_a_chapter_that_is_not_in_the_document_keeps_its_commit_silent(self, folder: Path) -> None:
        put(folder, "content/kapitel/plan.md", "# Plan\n", "Ein Plan")

        assert not self.public(folder)

    def test_of_merges_and_of_what_git_does_not_know_nobody_can_say(self, folder: Path) -> None:
        git(folder, "switch", "-q", "-c", "zweig", "HEAD~1")
        put(folder, CHAPTER, TEXT, "Zweig")
        git(folder, "switch", "-q", "main")
        git(folder, "merge", "-q", "--no-ff", "-m", "Vereint", "zweig")

        assert not self.public(folder)
        assert not is_public(folder, "0" * 40, CHAPTERS)
