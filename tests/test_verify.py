"""`sro verify`: a version that is made again is the same, and whatever is not is named."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sro_cli import cli
from sro_cli.publishing.releasing import Wanted, release
from sro_cli.publishing.verifying import Unknown, Verified, published, verify
from sro_cli.releases.manifest import differences
from tests.repositories import change, commit, git, repository

pytestmark = pytest.mark.tool("git")

TEMPLATE = "templates/titelblatt.md.j2"
CHAPTER = "content/kapitel/auftrag.md"
MANIFEST = "build/fassung/manifest.json"


def silent(_words: str) -> None:
    """Is told something."""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with version 0.1.0 and a template of its own; nobody changes it."""
    own = "<!-- unser Titelblatt -->\n{{ einstellungen.titel }}\n\n{{ ausgabe.fassung }}\n"
    folder = repository(tmp_path_factory.mktemp("original"), {TEMPLATE: own})
    assert release(folder, Wanted("M1", formats=("text", "html")), silent).reasons == ()
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(original, tmp_path / "konzept")


def named(found: Verified) -> list[str]:
    """What differs, in the words that are printed."""
    return [f"{difference.what} {difference.how}" for difference in found.differences]


def forge(folder: Path) -> None:
    """Makes what lies in the work tree the published version."""
    git(folder, "add", "-A", "-f", "build/fassung")
    git(folder, "commit", "-q", "-a", "--amend", "--no-edit")
    git(folder, "tag", "-f", "-a", "-m", "gefälscht", "v0.1.0")


def replace(folder: Path, path: str, old: str, new: str) -> None:
    """Replaces words in a file."""
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def sro(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A call of `sro` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sro_cli.cli", "-C", str(folder), *words],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


class TestIdentical:
    def test_a_clone_elsewhere_at_another_time_and_in_another_language_gives_the_same(
        self, folder: Path, tmp_path: Path
    ) -> None:
        git(tmp_path, "clone", "-q", str(folder), "ganz woanders")

        done = sro(
            tmp_path / "ganz woanders",
            *("verify", "v0.1.0"),
            TZ="Pacific/Kiritimati",
            LC_ALL="C",
            USER="jemand",
            LOGNAME="jemand",
            HOME=str(tmp_path),
            GIT_CONFIG_GLOBAL="/dev/null",
        )

        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("identisch: ")

    @pytest.mark.parametrize("place", ["ablage", "klon/build/releases/0.1.0"])
    def test_what_is_the_same_can_be_had_also_where_it_belongs(
        self, folder: Path, tmp_path: Path, place: str
    ) -> None:
        git(tmp_path, "clone", "-q", str(folder), "klon")

        done = sro(tmp_path / "klon", "verify", "0.1.0", "-o", str(tmp_path / place))

        assert done.returncode == 0
        lying = folder / "build" / "releases" / "0.1.0"
        assert {path.name: path.read_bytes() for path in (tmp_path / place).glob("*.*")} == {
            path.name: path.read_bytes() for path in lying.glob("*.*")
        }

    def test_line_ends_of_the_work_tree_do_not_matter(self, folder: Path, tmp_path: Path) -> None:
        git(tmp_path, "clone", "-q", "-c", "core.autocrlf=true", str(folder), "windows")
        assert b"\r\n" in (tmp_path / "windows" / CHAPTER).read_bytes()

        assert verify(tmp_path / "windows", "0.1.0", silent).identical

    def test_it_is_still_the_same_after_work_has_gone_on(self, folder: Path) -> None:
        change(folder, CHAPTER, "# ", "# Neuer ")
        assert release(folder, Wanted("M2", formats=("text",)), silent).reasons == ()
        change(folder, CHAPTER, "# ", "# Ganz ")
        before = git(folder, "status", "--porcelain"), git(folder, "rev-parse", "HEAD")

        assert named(verify(folder, "0.1.0", silent)) == []
        assert named(verify(folder, "0.2.0", silent)) == []
        assert before == (git(folder, "status", "--porcelain"), git(folder, "rev-parse", "HEAD"))


class TestDifferent:
    def test_a_changed_source_is_named_with_what_comes_of_it(self, folder: Path) -> None:
        replace(folder, CHAPTER, "# ", "# X")
        forge(folder)

        found = verify(folder, "0.1.0", silent)

        assert not found.identical
        assert f"Quelle {CHAPTER} ist anders" in named(found)
        assert "Dokument lesefassung.md ist anders" in named(found)
        assert "Dokument musterkonzept.html ist anders" in named(found)
        assert "build/fassung/lesefassung.md ist anders" in named(found)

    def test_a_changed_template_is_named_even_if_nothing_comes_of_it(self, folder: Path) -> None:
        replace(folder, TEMPLATE, "unser", "unset")
        forge(folder)

        found = verify(folder, "0.1.0", silent)

        assert not found.identical
        assert named(found) == [f"Vorlage {TEMPLATE} ist anders"]

    def test_a_source_more_or_less_is_named(self, folder: Path) -> None:
        (folder / "content" / "woerter.txt").write_text("Wort\n", encoding="utf-8")
        git(folder, "add", "content")
        forge(folder)

        assert named(verify(folder, "0.1.0", silent)) == [
            "Quelle content/woerter.txt steht nicht im Manifest"
        ]

    def test_a_changed_font_is_named(self, folder: Path, tmp_path: Path) -> None:
        spec = importlib.util.find_spec("fontpkg_source_sans_3")
        assert spec
        assert spec.origin
        copy = shutil.copytree(Path(spec.origin).parent, tmp_path / "andere" / "fontpkg_source_sans_3")
        with (copy / "files" / "SourceSans3[wght].ttf").open("ab") as font:
            font.write(b"\0")

        path = os.pathsep.join([str(tmp_path / "andere"), str(Path(cli.__file__).parent.parent)])
        done = sro(folder, "verify", "0.1.0", PYTHONPATH=path)

        assert done.returncode == 1
        assert "- Schrift Source Sans 3 aufrecht ist anders\n" in done.stdout

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ('"version": "0.1.0"', '"version": "0.1.1"', "Angabe „version“ im Manifest 0.1.0 statt 0.1.1"),
            (
                '"fassung": "arbeitsfassung"',
                '"fassung": "beschlussfassung"',
                "Angabe „fassung“ im Manifest arbeitsfassung statt beschlussfassung",
            ),
            ('"meilenstein": "M1"', '"meilenstein": "M2"', "Angabe „meilenstein“ im Manifest M1 statt M2"),
            ('"folgt_auf": null', '"folgt_auf": "0.0.1"', "Angabe „folgt_auf“ im Manifest null statt 0.0.1"),
            (
                "2026-01-02T01:04:05Z",
                "2026-01-02T01:04:06Z",
                "Angabe „moment“ im Manifest 2026-01-02T01:04:05Z statt 2026-01-02T01:04:06Z",
            ),
            (f'"{CHAPTER}": "', f'"{CHAPTER}": "0', f"Quelle {CHAPTER} ist anders"),
            (f'"{CHAPTER}": "', '"content/x.md": "', "Quelle content/x.md fehlt"),
            (
                '"lesefassung.md": {\n      "sha256": "',
                '"lesefassung.md": {\n      "sha256": "0',
                "Dokument lesefassung.md ist anders",
            ),
            (
                '"offene_rueckmeldungen": []',
                '"offene_rueckmeldungen": ["R1"]',
                'Angabe „offene_rueckmeldungen“ im Manifest [] statt ["R1"]',
            ),
        ],
    )
    def test_a_changed_manifest_is_named(self, folder: Path, old: str, new: str, expected: str) -> None:
        replace(folder, MANIFEST, old, new)
        forge(folder)

        found = verify(folder, "0.1.0", silent)

        assert not found.identical
        assert expected in named(found)

    def test_another_tool_is_named_and_counts_only_if_something_else_comes_of_it(self, folder: Path) -> None:
        replace(folder, MANIFEST, '"pandoc": "', '"pandoc": "2.')
        forge(folder)

        found = verify(folder, "0.1.0", silent)
        done = CliRunner().invoke(cli.app, ["-C", str(folder), "verify", "0.1.0"])

        assert found.identical
        assert named(found)[0].startswith("Werkzeug pandoc 3.")
        assert done.output.startswith("- Hinweis: Werkzeug pandoc 3.")
        assert done.exit_code == 0

    @pytest.mark.parametrize(
        ("spoil", "expected"),
        [
            (lambda place: place.write_bytes(place.read_bytes() + b"\n"), "ist anders"),
            (lambda place: place.unlink(), "fehlt"),
        ],
        ids=["anders", "fehlt"],
    )
    def test_a_product_that_lies_there_and_is_not_as_published_is_named(
        self, folder: Path, spoil: Callable[[Path], None], expected: str
    ) -> None:
        spoil(folder / "build" / "releases" / "0.1.0" / "musterkonzept.html")

        done = CliRunner().invoke(cli.app, ["-C", str(folder), "verify", "0.1.0"])

        assert done.exit_code == 1
        assert done.output == (
            f"- build/releases/0.1.0/musterkonzept.html {expected}\nNicht identisch.\n"
            "→ löschen Sie den Ordner build/releases/0.1.0 und legen Sie die Dokumente neu hinein, sobald "
            "sonst nichts anders ist: sro verify 0.1.0 -o build/releases/0.1.0\n"
        )

    def test_a_tag_that_leads_to_something_else_is_fetched_again(self, folder: Path) -> None:
        change(folder, CHAPTER, "# ", "# Ein ")
        git(folder, "tag", "-f", "-a", "-m", "Anders", "v0.1.0")

        done = CliRunner().invoke(cli.app, ["-C", str(folder), "verify", "0.1.0"])

        assert "Nicht identisch.\n→ " in done.output
        assert "git fetch --tags --force" in done.output

    def test_a_tag_that_somebody_has_set_by_hand_is_named(self, folder: Path) -> None:
        git(folder, "tag", "-f", "v0.1.0", "v0.1.0^{commit}")

        assert named(verify(folder, "0.1.0", silent)) == [
            "Tag ist kein Tag mit Beschreibung, wie sro es setzt"
        ]

    def test_what_cannot_be_built_any_more_is_said_with_its_faults(self, folder: Path) -> None:
        with (folder / CHAPTER).open("a", encoding="utf-8") as chapter:
            chapter.write("\n[](ziel:gibtesnicht)\n")
        forge(folder)

        done = CliRunner().invoke(cli.app, ["-C", str(folder), "verify", "0.1.0"])

        assert done.exit_code == 1
        assert "fehler[V201]" in done.output
        assert "Die Fassung lässt sich so nicht mehr bauen." in done.output

    def test_parts_of_a_word_file_are_told_apart(self) -> None:
        def noted(digest: str, **parts: str) -> dict[str, Any]:
            return {"produkte": {"a.docx": {"sha256": digest, "teile": parts}}}

        (changed,) = differences(noted("1", a="x", b="x"), noted("2", a="x", b="y"))
        (packed,) = differences(noted("1", a="x"), noted("2", a="x"))

        assert (changed.what, changed.how, changed.harmless) == (
            "Dokument a.docx, Teil b",
            "ist anders",
            False,
        )
        assert (packed.how, packed.harmless) == ("ist anders gepackt, alle Teile sind gleich", True)


class TestUnknown:
    def test_a_version_that_was_not_published_is_answered_with_those_that_were(self, folder: Path) -> None:
        done = CliRunner().invoke(cli.app, ["-C", str(folder), "verify", "0.9.0"])

        assert done.exit_code == 2
        assert "Die Fassung „0.9.0“ ist nicht veröffentlicht; veröffentlicht: 0.1.0" in done.output

    @pytest.mark.parametrize(
        "content",
        ["", "{", "[]", "{}", '{"formate": []}', '{"formate": ["docx", "exe"]}', '{"formate": [[]]}'],
    )
    def test_a_version_without_a_manifest_cannot_be_verified(self, folder: Path, content: str) -> None:
        (folder / MANIFEST).write_text(content, encoding="utf-8")
        forge(folder)

        with pytest.raises(Unknown, match="kein lesbares Manifest"):
            verify(folder, "0.1.0", silent)

    @pytest.mark.parametrize(
        ("how", "remedy"),
        [
            (("--depth", "1"), "holen Sie sie: git fetch --unshallow --tags"),
            (("--depth", "1", "--no-tags"), "holen Sie sie: git fetch --unshallow --tags"),
            (("--no-tags",), "holen Sie die Tags: git fetch --tags"),
        ],
    )
    @pytest.mark.parametrize(
        "command",
        [
            ("releases",),
            ("status",),
            ("verify", "0.1.0"),
            ("diff",),
            ("diff", "0.1.0"),
            ("confirm", "--fassung", "0.1.0", "rueckmeldung:R0001"),
        ],
    )
    def test_a_clone_that_lacks_versions_says_so_and_what_to_do(
        self, folder: Path, tmp_path: Path, how: tuple[str, ...], remedy: str, command: tuple[str, ...]
    ) -> None:
        commit(folder, "Mehr")
        git(tmp_path, "clone", "-q", *how, f"file://{folder}", "lueckenhaft")

        done = CliRunner().invoke(cli.app, ["-C", str(tmp_path / "lueckenhaft"), *command])

        assert remedy in " ".join(done.output.split())
        assert "Noch ist keine Fassung veröffentlicht" not in done.output
        assert "nicht veröffentlicht" not in done.output

    def test_outside_of_git_nothing_is_published(self, tmp_path: Path) -> None:
        assert published(tmp_path) == ()


class TestReleases:
    def test_they_are_listed_with_what_they_are(self, folder: Path) -> None:
        git(folder, "tag", "v0.0.1")
        git(folder, "tag", "vorher")

        done = CliRunner().invoke(cli.app, ["-C", str(folder), "releases"])

        commit_name = git(folder, "rev-parse", "v0.1.0^{commit}")[:10]
        assert (
            done.output.splitlines()[3]
            == f"0.1.0    Arbeitsfassung  M1           2. Januar 2026  {commit_name}"
        )
        assert done.output.splitlines()[4] == "    Die erste Fassung."
        assert "vorher" not in done.output

    def test_without_any_it_says_so(self, tmp_path: Path) -> None:
        folder = repository(tmp_path)
        commit(folder, "Noch nichts")

        assert CliRunner().invoke(cli.app, ["-C", str(folder), "releases"]).output == (
            "Noch ist keine Fassung veröffentlicht.\n"
        )


def test_the_manifest_is_readable_text(folder: Path) -> None:
    text = (folder / MANIFEST).read_text(encoding="utf-8")

    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
