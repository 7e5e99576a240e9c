"""`sro release`: what stands against it, what it leaves, and that nothing is ever left half done."""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import re
import resource
import shutil
import signal
import sys
import warnings
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sro_cli import cli
from sro_cli.publishing import gate
from sro_cli.publishing.releasing import Outcome, Wanted, release
from sro_cli.releases.alone import alone
from tests.handbook import ROOT
from tests.projects import minimal
from tests.repositories import change, commit, git, hook, repository

pytestmark = pytest.mark.tool("git")

QUICK = ("text",)
CHAPTER = "---\nid: auftrag\nstatus: {}\n---\n\n# Auftrag\n\n{}\n"
STATES = {
    f"content/kapitel/{name}.md": CHAPTER.format("freigegeben", "Text.").replace("auftrag", name)
    for name in ("auftrag", "ziele")
}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that nobody changes."""
    return repository(tmp_path_factory.mktemp("original"))


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A repository with a concept that can be published as M1."""
    return shutil.copytree(original, tmp_path / "konzept")


def publish(folder: Path, name: str = "M1", **wanted: Any) -> Outcome:
    """A release of the Lesefassung alone."""
    return release(folder, Wanted(name, **{"formats": QUICK, **wanted}), lambda _words: None)


def words(outcome: Outcome) -> str:
    """The reasons that stood against a release."""
    return gate.text(outcome.reasons)


def seen(folder: Path) -> dict[str, object]:
    """Everything of a repository that anybody can see: refs, index, work tree, products."""
    return {
        "refs": git(folder, "for-each-ref"),
        "head": git(folder, "rev-parse", "HEAD"),
        "status": git(folder, "status", "--porcelain", "--ignored=no"),
        "index": git(folder, "ls-files", "--stage"),
        "files": {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
            and not {".git", ".gitignore"} & set(path.relative_to(folder).parts)
            and "/.fassung-" not in path.as_posix()
        },
    }


def signer(place: Path, script: str) -> Path:
    """A program that git asks to sign."""
    program = place / "signer"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def is_complete(folder: Path) -> bool:
    """Whether version 0.1.0 is there with all that belongs to it."""
    return (
        git(folder, "tag") == "v0.1.0"
        and git(folder, "rev-parse", "v0.1.0^{commit}") == git(folder, "rev-parse", "HEAD")
        and git(folder, "status", "--porcelain") == ""
        and (folder / "build" / "releases" / "0.1.0" / "lesefassung.md").read_bytes()
        == (folder / "build" / "fassung" / "lesefassung.md").read_bytes()
        and (folder / "build" / "releases" / "0.1.0" / "aenderungen.md").read_bytes()
        == (folder / "build" / "fassung" / "aenderungen.md").read_bytes()
    )


class TestPublished:
    def test_it_leaves_a_commit_a_tag_three_kept_files_and_the_products(self, folder: Path) -> None:
        source = git(folder, "rev-parse", "HEAD")

        outcome = publish(folder)

        assert outcome.reasons == ()
        assert is_complete(folder)
        assert git(folder, "rev-parse", "HEAD^") == source
        assert git(folder, "diff", "--name-only", "HEAD^", "HEAD").split() == [
            "build/fassung/aenderungen.md",
            "build/fassung/lesefassung.md",
            "build/fassung/manifest.json",
        ]
        assert outcome.commit == git(folder, "rev-parse", "HEAD")

    def test_commit_and_tag_have_the_moment_of_the_sources_and_say_what_they_are(self, folder: Path) -> None:
        publish(folder)

        assert git(folder, "log", "-1", "--format=%an %ae %at %ct").split()[-2:] == ["1767315845"] * 2
        assert git(folder, "cat-file", "-p", "v0.1.0").splitlines()[2:] == [
            "tag v0.1.0",
            "tagger Ada Muster <ada@example.org> 1767315845 +0000",
            "",
            "Arbeitsfassung 0.1.0",
            "",
            "Meilenstein M1: Der Anfang",
            "Die erste Fassung.",
        ]

    def test_the_document_is_no_draft(self, folder: Path) -> None:
        publish(folder)

        text = (folder / "build" / "fassung" / "lesefassung.md").read_text(encoding="utf-8")
        assert "Arbeitsfassung · Version 0.1.0" in text
        assert "Entwurf der" not in text

    def test_the_manifest_says_what_it_is_made_of(self, folder: Path) -> None:
        source = git(folder, "rev-parse", "HEAD")
        publish(folder)

        manifest = json.loads((folder / "build" / "fassung" / "manifest.json").read_bytes())
        assert {key: manifest[key] for key in ("version", "fassung", "meilenstein", "folgt_auf")} == {
            "version": "0.1.0",
            "fassung": "arbeitsfassung",
            "meilenstein": "M1",
            "folgt_auf": None,
        }
        assert manifest["commit"] == source
        assert manifest["moment"] == "2026-01-02T01:04:05Z"
        assert "content/konzept.yml" in manifest["quellen"]
        assert "templates/gestaltung.yml" in manifest["vorlagen"]
        assert {"sro", "pandoc", "typst", "python", "plattform"} <= manifest["werkzeuge"].keys()
        assert list(manifest["produkte"]) == ["aenderungen.md", "lesefassung.md"]
        assert len(manifest["schriften"]) == 3

    def test_accepted_findings_and_open_rueckmeldungen_are_noted(self, tmp_path: Path) -> None:
        text = "<!-- sro: erlaube S501, weil es ein Beispiel ist -->\n\nText text der der Stadt.\n"
        folder = repository(
            tmp_path,
            {
                "content/beteiligung.yml": "rueckmeldungen: [{id: R1, art: frage, text: Was?}]\n",
                "content/kapitel/auftrag.md": CHAPTER.format("entwurf", text),
            },
        )
        publish(folder)

        manifest = json.loads((folder / "build" / "fassung" / "manifest.json").read_bytes())
        assert manifest["offene_rueckmeldungen"] == ["R1"]
        assert [found["worte"] for found in manifest["erlaubt"]] == ["erlaube S501, weil es ein Beispiel ist"]
        assert "E119" in [found["code"] for found in manifest["befunde"]]

    def test_the_next_version_follows_the_last_and_leaves_its_products(self, folder: Path) -> None:
        publish(folder)
        first = seen(folder)["files"]
        change(folder, "content/kapitel/auftrag.md", "# ", "# Neuer ")

        outcome = publish(folder, "0.2.0")

        assert outcome.reasons == ()
        manifest = json.loads((folder / "build" / "fassung" / "manifest.json").read_bytes())
        assert manifest["folgt_auf"] == "0.1.0"
        lying = folder / "build" / "releases" / "0.1.0" / "lesefassung.md"
        assert isinstance(first, dict)
        assert lying.read_bytes() == first["build/releases/0.1.0/lesefassung.md"]
        changes = git(folder, "diff", "-U0", "v0.1.0", "v0.2.0", "--", "build/fassung/lesefassung.md")
        assert "Neuer" in changes

    def test_the_difference_of_two_versions_is_what_readers_notice(self, folder: Path) -> None:
        attributes = ROOT / "templates" / "konzept" / "gitattributes"
        shutil.copy(attributes, folder / ".gitattributes")
        text = "Ein Satz bleibt. Ein alter Satz geht. Noch einer bleibt."
        place = folder / "content" / "kapitel" / "auftrag.md"
        place.write_text(CHAPTER.format("entwurf", text), encoding="utf-8")
        commit(folder, "Anfang")
        publish(folder)
        change(folder, "content/kapitel/auftrag.md", "alter Satz", "neuer Satz")
        publish(folder, "M2")

        shown = git(folder, "diff", "-U0", "v0.1.0", "v0.2.0", "--", "build/fassung").splitlines()

        assert any(line.startswith("@@") and line.endswith("# 1 Auftrag") for line in shown)
        changed = [line for line in shown if line[0] in "-+" and not line.startswith(("---", "+++"))]
        # Beside the sentence only the page that says which version it is, and what came before.
        assert [
            line for line in changed if not re.search("[Ff]assung|Quellstand|erschienen|---|^.?$", line)
        ] == [
            "-Ein alter Satz geht.",
            "+Ein neuer Satz geht.",
        ]

    @pytest.mark.parametrize(
        ("setting", "what", "mark"),
        [("commit.gpgSign", "HEAD", "gpgsig "), ("tag.gpgSign", "v0.1.0", "-----BEGIN PGP SIGNATURE-----")],
    )
    def test_who_signs_in_git_signs_versions(
        self, folder: Path, tmp_path: Path, setting: str, what: str, mark: str
    ) -> None:
        begin, end = (f"-----{word} PGP SIGNATURE-----" for word in ("BEGIN", "END"))
        shown = f"cat >/dev/null; echo '[GNUPG:] SIG_CREATED ' >&2; printf '%s\\n' '{begin}' '' x '{end}'"
        git(folder, "config", setting, "true")
        git(folder, "config", "gpg.program", str(signer(tmp_path, shown)))

        assert publish(folder).reasons == ()

        assert is_complete(folder)
        assert any(line.startswith(mark) for line in git(folder, "cat-file", "-p", what).splitlines())
        assert CliRunner().invoke(cli.app, ["-C", str(folder), "verify", "0.1.0"]).exit_code == 0

    def test_hooks_are_not_called_for_the_tag_that_is_made_aside(self, folder: Path, tmp_path: Path) -> None:
        shown = "cat >/dev/null; echo '[GNUPG:] SIG_CREATED ' >&2; echo '-----BEGIN PGP SIGNATURE-----'"
        git(folder, "config", "tag.gpgSign", "true")
        git(folder, "config", "gpg.program", str(signer(tmp_path, shown)))
        hooks, heard = tmp_path / "hooks", tmp_path / "heard"
        hooks.mkdir()
        (hooks / "reference-transaction").write_text(f"#!/bin/sh\npwd >>'{heard}'\n", "utf-8")
        (hooks / "reference-transaction").chmod(0o755)
        git(folder, "config", "core.hooksPath", str(hooks))

        assert publish(folder).reasons == ()

        assert {Path(line).name for line in heard.read_text("utf-8").splitlines()} == {folder.name}

    def test_source_date_epoch_is_the_moment(self, folder: Path) -> None:
        publish(folder, moment=datetime(2026, 5, 1, tzinfo=UTC))

        assert git(folder, "log", "-1", "--format=%ct") == str(
            int(datetime(2026, 5, 1, tzinfo=UTC).timestamp())
        )

    def test_a_concept_in_a_folder_of_a_repository_is_published_there(self, tmp_path: Path) -> None:
        folder = tmp_path / "konzepte" / "eins"
        repository(folder)
        shutil.move(folder / ".git", tmp_path / ".git")
        commit(tmp_path, "Verschoben")

        outcome = publish(folder)

        assert outcome.reasons == ()
        assert git(tmp_path, "show", "--name-only", "--format=", "HEAD").split() == [
            "konzepte/eins/build/fassung/aenderungen.md",
            "konzepte/eins/build/fassung/lesefassung.md",
            "konzepte/eins/build/fassung/manifest.json",
        ]
        assert git(tmp_path, "status", "--porcelain") == ""

    def test_a_second_work_tree_publishes_its_own_branch(self, folder: Path, tmp_path: Path) -> None:
        git(folder, "worktree", "add", "-q", "-b", "anders", str(tmp_path / "anders"))
        before = git(folder, "rev-parse", "main"), git(folder, "status", "--porcelain")

        assert publish(tmp_path / "anders").reasons == ()

        assert is_complete(tmp_path / "anders")
        assert git(folder, "rev-parse", "anders") == git(folder, "rev-parse", "v0.1.0^{commit}")
        assert before == (git(folder, "rev-parse", "main"), git(folder, "status", "--porcelain"))

    def test_a_probe_changes_nothing(self, folder: Path) -> None:
        before = seen(folder)

        outcome = publish(folder, probe=True)

        assert outcome.reasons == ()
        assert outcome.products == ("aenderungen.md", "lesefassung.md")
        assert seen(folder) == before

    def test_all_formats_are_noted_with_their_parts(self, folder: Path) -> None:
        done = CliRunner().invoke(cli.app, ["-C", str(folder), "release", "M1"])

        assert done.exit_code == 0, done.output
        manifest = json.loads((folder / "build" / "fassung" / "manifest.json").read_bytes())
        place = folder / "build" / "releases" / "0.1.0"
        with zipfile.ZipFile(place / "musterkonzept.docx") as package:
            assert sorted(package.namelist()) == list(manifest["produkte"]["musterkonzept.docx"]["teile"])
        assert set(manifest["produkte"]) == {
            path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()
        }
        again = CliRunner().invoke(cli.app, ["-C", str(folder), "verify", "v0.1.0"])
        assert (again.exit_code, again.output.startswith("identisch: ")) == (0, True)


class TestJudged:
    """Products are held against their standards by whatever is installed for it."""

    def test_a_product_that_breaks_a_standard_is_not_published(self, tmp_path: Path) -> None:
        page = (
            '{% extends "rahmen.html.j2" %}{% block inhalt %}<img src="wappen.png">{{ teil }}{% endblock %}'
        )
        folder = repository(tmp_path, {"templates/html/teil.html.j2": page})
        before = seen(folder)

        outcome = publish(folder, formats=("html",))

        assert words(outcome) == "- die Dokumente lassen sich nicht bauen\n"
        assert {finding.kind.code for finding in outcome.findings} == {"P103"}
        assert seen(folder) == before

    def test_a_standard_that_somebody_does_without_is_told_and_verified(self, tmp_path: Path) -> None:
        page = (
            '{% extends "rahmen.html.j2" %}{% block inhalt %}<img src="wappen.png">{{ teil }}{% endblock %}'
        )
        konzept = minimal({}).read("content/konzept.yml").decode()
        lowered = f"{konzept}schweregrade:\n  P103: {{stufe: warnung, weil: Die Vorlage wird ersetzt.}}\n"
        folder = repository(tmp_path, {"templates/html/teil.html.j2": page, "content/konzept.yml": lowered})

        done = CliRunner().invoke(cli.app, ["-C", str(folder), "release", "M1"])
        again = CliRunner().invoke(cli.app, ["-C", str(folder), "verify", "0.1.0"])

        assert "\n  Normen     nicht eingehalten (sro explain P103)\n" in done.output
        kept = json.loads((folder / "build" / "fassung" / "manifest.json").read_bytes())
        assert {noted["code"] for noted in kept["normen"]} == {"P103"}
        assert again.exit_code == 0, again.output

    def test_it_says_whether_they_could_be_judged(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        judged = CliRunner().invoke(cli.app, ["-C", str(folder), "release", "M1", "--probe"])
        monkeypatch.setitem(sys.modules, "page", None)
        unjudged = CliRunner().invoke(cli.app, ["-C", str(folder), "release", "M1", "--probe"])

        assert "\n  Normen     eingehalten\n" in judged.output
        assert unjudged.exit_code == 0
        assert (
            "\n  Normen     nicht alle geprüft, denn es fehlt: page-validation (sro doctor)\n"
            in unjudged.output
        )


class TestGate:
    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            (
                {
                    "content/kapitel/ziele.md": CHAPTER.format("in-pruefung", "Text.").replace(
                        "auftrag", "ziele"
                    )
                },
                ["Kapitel, das noch nicht freigegeben ist", "content/kapitel/ziele.md:2:5"],
            ),
            (
                {"content/kapitel/auftrag.md": CHAPTER.format("freigegeben", "> [!OFFEN]\n> Was?")},
                ["1 offener Punkt", "content/kapitel/auftrag.md:8:1"],
            ),
            (
                {
                    "content/quellen.yml": "",
                    "content/ziele.yml": "zielwerke: [{id: w, titel: W, vollstaendig: nein}]\n",
                },
                [
                    "verlangt für jeden Eintrag einen Beleg; übrig ist 1 Eintrag, dem ein Beleg fehlt",
                    "content/ziele.yml:1:18",
                ],
            ),
            (
                {"content/beteiligung.yml": "rueckmeldungen: [{id: R1, art: frage, text: Was?}]\n"},
                ["1 Rückmeldung, über die nicht entschieden ist", "content/beteiligung.yml:1:23"],
            ),
            (
                {"content/kapitel/auftrag.md": CHAPTER.format("freigegeben", "[](ziel:gibtesnicht)")},
                ["es gibt 1 Fehler", "content/kapitel/auftrag.md:8:4: V201"],
            ),
        ],
        ids=["kapitelstatus", "offene_punkte", "unbelegtes", "offene_rueckmeldungen", "fehler"],
    )
    def test_exactly_one_demand_is_not_met(
        self, tmp_path: Path, changed: dict[str, str], expected: list[str]
    ) -> None:
        sound = {"content/ziele.yml": "", "content/beschluesse.yml": "", **STATES}
        folder = repository(tmp_path, {**sound, **changed})
        before = seen(folder)

        outcome = publish(folder, "M3")

        assert len(outcome.reasons) == 1, words(outcome)
        assert all(piece in words(outcome) for piece in expected), words(outcome)
        assert "Fehler" in words(outcome) or "  → " in words(outcome)
        assert seen(folder) == before

    def test_everything_that_stands_against_it_is_named_at_once(self, tmp_path: Path) -> None:
        folder = repository(
            tmp_path,
            {
                "content/kapitel/auftrag.md": CHAPTER.format(
                    "entwurf", "> [!OFFEN]\n> Was?\n\n[](ziel:fort)"
                ),
                "content/beteiligung.yml": "rueckmeldungen: [{id: R1, art: frage, text: Was?}]\n",
            },
        )
        (folder / "notiz.txt").write_text("fremd")
        git(folder, "checkout", "-q", "--detach")

        printed = words(publish(folder, "M3"))

        for piece in (
            "kein Zweig ausgecheckt",
            "    notiz.txt",
            "nicht freigegeben",
            "1 offener Punkt",
            "nicht entschieden",
            "1 Fehler",
        ):
            assert piece in printed

    def test_a_published_version_is_never_published_again(self, folder: Path) -> None:
        publish(folder)
        before = seen(folder)

        assert "schon veröffentlicht" in words(publish(folder))
        assert seen(folder) == before

    def test_a_tag_in_another_branch_counts_as_well(self, folder: Path) -> None:
        git(folder, "switch", "-q", "-c", "anders")
        commit(folder, "Anderes")
        git(folder, "tag", "v0.1.0")
        git(folder, "switch", "-q", "main")

        assert "schon veröffentlicht" in words(publish(folder))

    def test_a_version_below_the_last_is_refused(self, folder: Path) -> None:
        publish(folder, "M2")

        assert "kleiner als die letzte veröffentlichte, 0.2.0" in words(publish(folder, "M1"))

    def test_an_unknown_milestone_is_answered_with_those_there_are(self, folder: Path) -> None:
        assert "es gibt: M1 (0.1.0), M2 (0.2.0), M3 (1.0.0)" in words(publish(folder, "M9"))

    @pytest.mark.parametrize("path", ["content/kapitel/auftrag.md", "neu.txt", "build/fassung/manifest.json"])
    def test_what_is_not_committed_is_named(self, folder: Path, path: str) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("geändert", encoding="utf-8")

        assert f"    {path}\n" in words(publish(folder))

    def test_what_lies_in_the_way_is_named_even_if_git_ignores_it(self, folder: Path) -> None:
        (folder / "build").mkdir()
        (folder / "build" / "fassung").write_text("im Weg", encoding="utf-8")

        assert "    build/fassung\n" in words(publish(folder))

    def test_products_of_drafts_are_no_changes(self, folder: Path) -> None:
        (folder / ".gitignore").unlink()
        commit(folder, "Ohne")
        (folder / "build" / "entwurf").mkdir(parents=True)
        (folder / "build" / "entwurf" / "x.pdf").write_text("x")

        assert publish(folder).reasons == ()
        assert git(folder, "status", "--porcelain") == "?? build/entwurf/"

    def test_what_lies_where_the_products_belong_is_left_alone(self, folder: Path) -> None:
        (folder / "build" / "releases" / "0.1.0").mkdir(parents=True)

        assert "build/releases/0.1.0 liegt schon etwas" in words(publish(folder))

    def test_a_merge_with_conflicts_is_finished_first(self, folder: Path) -> None:
        git(folder, "switch", "-q", "-c", "anders")
        change(folder, "content/kapitel/auftrag.md", "# ", "# Einer ")
        git(folder, "switch", "-q", "main")
        change(folder, "content/kapitel/auftrag.md", "# ", "# Anderer ")
        git(folder, "merge", "anders", check=False)
        before = seen(folder)

        printed = words(publish(folder))

        assert "ein Merge ist nicht abgeschlossen" in printed
        assert "    content/kapitel/auftrag.md" in printed
        assert seen(folder) == before

    def test_who_publishes_must_be_known(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        git(folder, "config", "--unset", "user.email")
        monkeypatch.setenv("HOME", str(folder))
        monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        monkeypatch.delenv("EMAIL", raising=False)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")

        assert "git weiß nicht, wer veröffentlicht" in words(publish(folder))

    def test_a_shallow_clone_may_not_know_all_versions(self, folder: Path, tmp_path: Path) -> None:
        commit(folder, "Mehr")
        git(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", "flach")

        assert "git fetch --unshallow --tags" in words(publish(tmp_path / "flach"))

    def test_a_clone_without_the_tags_does_not_publish_what_others_have_published(
        self, folder: Path, tmp_path: Path
    ) -> None:
        publish(folder, "M2")
        git(tmp_path, "clone", "-q", "--no-tags", f"file://{folder}", "ohne")
        clone = tmp_path / "ohne"
        git(clone, "config", "user.name", "Ada Muster")
        git(clone, "config", "user.email", "ada@example.org")

        for name, reason in (
            ("M1", "die Version 0.1.0 ist kleiner als die letzte veröffentlichte, 0.2.0"),
            ("M2", "die Version 0.2.0 ist schon veröffentlicht"),
            ("M3", "nach dem Manifest ist die Fassung 0.2.0 veröffentlicht, aber ihr Tag fehlt hier"),
        ):
            printed = words(publish(clone, name))
            assert reason in printed
            assert "  → holen Sie die Tags: git fetch --tags" in printed
        git(clone, "fetch", "-q", "--tags")
        assert "Tag" not in words(publish(clone, "M3"))

    def test_without_git_nothing_is_published(self, tmp_path: Path) -> None:
        (tmp_path / "content").mkdir()

        done = CliRunner().invoke(cli.app, ["-C", str(tmp_path), "release", "M1"])

        assert done.exit_code == 1
        assert "keine Geschichte in git" in done.output

    def test_the_command_lists_the_reasons(self, folder: Path) -> None:
        done = CliRunner().invoke(cli.app, ["-C", str(folder), "release", "M3"])

        assert done.exit_code == 1
        assert done.stderr.startswith("Meilenstein M3, Version 1.0.0, wird nicht veröffentlicht:\n- ")


class Died(BaseException):
    """Somebody has pressed Ctrl-C, or the disk has gone."""


def in_child(act: Callable[[], object]) -> int:
    """Does something in a process of its own; the signal that ended it, or 0."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pytest has no threads that matter
        child = os.fork()
    if not child:
        try:
            act()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


def obey_permissions() -> None:
    """Takes from this process the right of root to write where nobody may.

    Source: capabilities(7), capset(2).
    """
    if os.geteuid():
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; then the same for higher numbers
    override = 1 << 1
    taken = (
        libc.prctl(24, 1, 0, 0, 0) == 0 and libc.capget(head, sets) == 0
    )  # programs we start have it neither
    for each in range(3):
        sets[each] &= ~override
    if not taken or libc.capset(head, sets):
        os._exit(99)


def steps(folder: Path) -> list[str]:
    """What a release tells while it publishes."""
    told: list[str] = []
    release(folder, Wanted("M1", formats=QUICK), told.append)
    return told


def ending_at(number: int, end: Callable[[], object]) -> Callable[[str], None]:
    """Somebody who is told what is done, and ends it at a step."""
    told: list[str] = []

    def tell(step: str) -> None:
        told.append(step)
        if len(told) == number:
            end()

    return tell


def killed_at(folder: Path, number: int) -> int:
    """Publishes in a process of its own, which is killed before a step; the signal that ended it."""
    tell = ending_at(number, lambda: os.kill(os.getpid(), signal.SIGKILL))
    return in_child(lambda: release(folder, Wanted("M1", formats=QUICK), tell))


class TestFaults:
    def test_killed_at_any_step_all_is_as_before_or_complete(self, original: Path, tmp_path: Path) -> None:
        told = steps(shutil.copytree(original, tmp_path / "probe"))
        folder = shutil.copytree(original, tmp_path / "konzept")
        before = seen(folder)

        assert len(told) >= 10
        for number in range(1, len(told)):
            assert killed_at(folder, number) == signal.SIGKILL
            assert seen(folder) == before, told[number - 1]
        assert killed_at(folder, len(told)) == signal.SIGKILL
        assert told[-1] == "räume auf"
        assert is_complete(folder)

    def test_interrupted_at_any_step_nothing_is_left_behind(self, original: Path, tmp_path: Path) -> None:
        told = steps(shutil.copytree(original, tmp_path / "probe"))
        folder = shutil.copytree(original, tmp_path / "konzept")
        before = seen(folder)

        def end() -> None:
            raise Died

        for number in range(1, len(told)):
            with pytest.raises(Died):
                release(folder, Wanted("M1", formats=QUICK), ending_at(number, end))
            assert seen(folder) == before, told[number - 1]
            assert list(folder.glob("build/.fassung-*")) == []
        assert publish(folder).reasons == ()
        assert is_complete(folder)

    def test_what_a_killed_release_left_behind_goes_with_the_next(self, folder: Path) -> None:
        killed_at(folder, 6)
        assert list(folder.glob("build/.fassung-*"))
        assert git(folder, "status", "--porcelain") == ""

        publish(folder)

        assert list(folder.glob("build/.fassung-*")) == []
        assert is_complete(folder)

    def test_killed_while_refs_are_written_it_is_completed_all_the_same(
        self, folder: Path, tmp_path: Path
    ) -> None:
        number = tmp_path / "pid"
        hook(folder, "reference-transaction", f'[ "$1" = prepared ] && kill -9 "$(cat {number})"; exit 0')

        def act() -> None:
            number.write_text(str(os.getpid()))
            publish(folder)

        assert in_child(act) == signal.SIGKILL
        with (folder / ".git" / "sro-release.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # who finishes holds it
        assert is_complete(folder)

    @pytest.mark.parametrize("most", [100, 2_000, 5_000, 9_000, 12_000, 14_000])
    def test_on_a_full_disk_all_is_as_before_or_complete(self, folder: Path, most: int) -> None:
        before = seen(folder)

        def act() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            publish(folder)

        in_child(act)

        assert seen(folder) == before or is_complete(folder)

    def test_a_folder_that_cannot_be_written_is_named(self, folder: Path) -> None:
        (folder / "build").write_text("eine Datei", encoding="utf-8")

        done = CliRunner().invoke(cli.app, ["-C", str(folder), "release", "M1"])

        assert done.exit_code == 2
        assert "build“ lässt sich nicht lesen oder schreiben" in done.output

    @pytest.mark.parametrize("closed", [".", "build", ".git", ".git/refs/heads"])
    def test_a_read_only_folder_stays_as_it_is(self, folder: Path, closed: str) -> None:
        (folder / closed).mkdir(exist_ok=True)
        before = seen(folder)

        def act() -> None:
            obey_permissions()
            try:
                said = words(publish(folder))
            except OSError as error:
                said = str(error)
            (folder.parent / "said").write_text(said, encoding="utf-8")

        (folder / closed).chmod(0o555)
        try:
            in_child(act)
        finally:
            (folder / closed).chmod(0o755)

        assert "ermission denied" in (folder.parent / "said").read_text(encoding="utf-8")
        assert seen(folder) == before

    @pytest.mark.parametrize("setting", ["commit.gpgSign", "tag.gpgSign"])
    def test_without_a_key_to_sign_with_nothing_is_published(
        self, folder: Path, tmp_path: Path, setting: str
    ) -> None:
        git(folder, "config", setting, "true")
        git(folder, "config", "gpg.program", str(signer(tmp_path, "echo Kein Schlüssel >&2; exit 2")))
        before = seen(folder)

        assert "git hat abgelehnt" in words(publish(folder))
        assert seen(folder) == before

    def test_a_hook_that_refuses_is_heard(self, folder: Path) -> None:
        hook(folder, "pre-commit", "echo Vier Augen fehlen >&2; exit 1")
        before = seen(folder)

        assert "der Hook pre-commit ist dagegen\n    Vier Augen fehlen" in words(publish(folder))
        assert seen(folder) == before

    def test_a_hook_that_changes_what_is_published_is_refused(self, folder: Path) -> None:
        hook(folder, "pre-commit", "git rm -q --cached content/konzept.yml")
        before = seen(folder)

        assert "er hat geändert, was veröffentlicht werden soll" in words(publish(folder))
        assert seen(folder) == before

    def test_a_hook_that_changes_the_work_tree_is_refused(self, folder: Path) -> None:
        hook(folder, "pre-commit", "echo >> content/konzept.yml")

        assert "inzwischen hat jemand etwas geändert" in words(publish(folder))
        assert git(folder, "tag") == ""

    def test_a_hook_against_the_refs_undoes_everything(self, folder: Path) -> None:
        hook(folder, "reference-transaction", '[ "$1" = prepared ] && exit 1; exit 0')
        before = seen(folder)

        outcome = publish(folder)

        assert "git hat abgelehnt" in words(outcome)
        assert seen(folder) == before

    def test_a_tag_that_somebody_sets_at_the_last_moment_undoes_everything(self, folder: Path) -> None:
        def tell(step: str) -> None:
            if step == "veröffentliche":
                git(folder, "tag", "v0.1.0")

        before = seen(folder)
        outcome = release(folder, Wanted("M1", formats=QUICK), tell)
        git(folder, "tag", "-d", "v0.1.0")

        assert "git hat abgelehnt" in words(outcome)
        assert seen(folder) == before

    @pytest.mark.parametrize("path", [".git/index.lock", "build/fassung/manifest.json"])
    def test_a_work_tree_that_cannot_be_written_undoes_everything(self, folder: Path, path: str) -> None:
        place = folder / path

        def tell(step: str) -> None:
            if step == "veröffentliche":
                place.parent.mkdir(exist_ok=True)
                place.write_text("im Weg", encoding="utf-8")

        before = seen(folder)
        outcome = release(folder, Wanted("M1", formats=QUICK), tell)

        assert "git hat abgelehnt" in words(outcome)
        assert place.read_text(encoding="utf-8") == "im Weg"
        place.unlink()
        assert seen(folder) == before

    def test_a_commit_that_comes_between_is_not_lost(self, folder: Path) -> None:
        def tell(step: str) -> None:
            if step == "schreibe das Tag":
                commit(folder, "Dazwischen")

        outcome = release(folder, Wanted("M1", formats=QUICK), tell)

        assert "inzwischen hat jemand etwas geändert" in words(outcome)
        assert git(folder, "log", "-1", "--format=%s") == "Dazwischen"
        assert git(folder, "tag") == ""

    def test_of_two_at_once_the_second_is_refused_and_the_first_complete(self, folder: Path) -> None:
        second: list[Outcome] = []

        def tell(step: str) -> None:
            if step == "schreibe den Commit":
                second.append(publish(folder))

        first = release(folder, Wanted("M1", formats=QUICK), tell)

        assert first.reasons == ()
        assert "gerade wird schon eine Fassung veröffentlicht" in words(second[0])
        assert is_complete(folder)

    def test_who_dies_lets_go_of_the_lock(self, tmp_path: Path) -> None:
        place = tmp_path / "lock"

        def act() -> None:
            with alone(place):
                os.kill(os.getpid(), signal.SIGKILL)

        in_child(act)

        with alone(place), pytest.raises(BlockingIOError), alone(place):
            pass
