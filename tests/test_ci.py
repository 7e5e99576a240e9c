"""What the forges do with a concept: their files are sound, and every line of them works in a fresh clone.

The lines run as the forges run them, but nothing reaches the network: where `sro` and its parts come from
is said in variables, and what publishes (`glab`, `gh`) only notes what it is told.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from sro_cli import __version__, cli
from sro_cli.editing import authoring
from sro_cli.files import write
from tests.handbook import ROOT
from tests.repositories import begin, git

TEMPLATES = ROOT / "templates" / "konzept"
FILES = {
    ".gitlab-ci.yml": TEMPLATES / "gitlab-ci.yml",
    ".github/workflows/konzept.yml": TEMPLATES / "github" / "workflows" / "konzept.yml",
}
"""The files of the forges in a repository, and those that `sro init` puts there."""

HERE = {"SRO": ".", "SRO_BESTANDTEILE": "requirements-pruefen.lock"}
PRODUCTS = {"aenderungen.md", "lesefassung.md", "webseiten.zip"}


@dataclass(frozen=True)
class Job:
    """What a forge does in one machine.

    Attributes:
        name: as in its file.
        scripts: each a shell of its own.
        variables: of the file and the job.
        on_tags: whether it runs for a tag, otherwise for a branch.
        kept: paths that other jobs get.
    """

    name: str
    scripts: tuple[str, ...]
    variables: Mapping[str, str]
    on_tags: bool
    kept: tuple[str, ...]


def of_gitlab(path: Path) -> list[Job]:
    """The jobs of a file of GitLab's."""
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    jobs = {name: value for name, value in read.items() if isinstance(value, dict) and "script" in value}
    found = []
    for name, own in jobs.items():
        job = {**read.get(own.get("extends", ""), {}), **own}
        script = [*job.get("before_script", []), *job["script"]]
        scripts = ["\n".join(script), "\n".join(job.get("after_script", []))]
        variables = {**read["variables"], **job.get("variables", {})}
        on_tags = "$CI_COMMIT_TAG" in job["rules"][0]["if"]
        kept = job.get("artifacts", {}).get("paths", [])
        found.append(Job(name, tuple(filter(None, scripts)), variables, on_tags, tuple(kept)))
    return found


def of_github(path: Path) -> list[Job]:
    """The jobs of a file of GitHub's."""
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = []
    for name, job in read["jobs"].items():
        scripts = tuple(step["run"] for step in job["steps"] if "run" in step)
        kept = tuple(
            step["with"]["path"]
            for step in job["steps"]
            if step.get("uses", "").startswith("actions/upload-artifact@")
        )
        on_tags = "'branch'" not in job.get("if", "")
        found.append(Job(name, scripts, read.get("env", {}), on_tags, kept))
    return found


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The variables of a machine that has what `sro` is made of, but not `sro`, and tools that only note."""
    place = tmp_path_factory.mktemp("machine")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    (packages,) = place.glob("lib/python3*/site-packages")
    (packages / "installed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    for name in ("gh", "glab"):
        tool = place / "bin" / name
        tool.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$TOLD"\n', encoding="utf-8")
        tool.chmod(0o755)
    return {
        "HOME": str(place),
        "LANG": "C.UTF-8",
        "PATH": f"{place}/bin:{os.environ['PATH']}",
        "PIP_NO_BUILD_ISOLATION": "0",  # that is: no isolation; hatchling is there
        "PIP_NO_INDEX": "1",
    }


@pytest.fixture(scope="module")
def concept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of a new concept, in which version 0.1.0 is published."""
    folder = tmp_path_factory.mktemp("konzept")
    write(folder, authoring.example(folder))
    begin(folder)
    done = CliRunner().invoke(cli.app, ["-C", str(folder), "release", "M1"])
    assert done.exit_code == 0, done.output
    return folder


def run(job: Job, folder: Path, variables: Mapping[str, str]) -> str:
    """What a job prints; all of its scripts must succeed."""
    printed = ""
    for script in job.scripts:
        done = shell(script, folder, variables)
        assert done.returncode == 0, f"{job.name}: {script}\n{done.stdout}{done.stderr}"
        printed += done.stdout
    return printed


def shell(script: str, folder: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A script, as forges run it."""
    return subprocess.run(
        ["bash", "-e", "-c", script],
        check=False,
        cwd=folder,
        env=dict(variables),
        capture_output=True,
        text=True,
    )


def clone(repository: Path, revision: str, place: Path) -> Path:
    """A fresh clone at a revision, as forges make it."""
    place.mkdir(parents=True)
    git(place, "clone", "-q", str(repository), ".")
    git(place, "checkout", "-q", "--detach", revision)
    return place


def local() -> Mapping[str, str]:
    """Where `sro` and its parts are to be had without a network."""
    return {"SRO": str(ROOT), "SRO_BESTANDTEILE": str(ROOT / "requirements-pruefen.lock")}


def names(name: str) -> Mapping[str, str]:
    """What the forges call a revision."""
    tag = {"CI_COMMIT_TAG": name} if name.startswith("v") else {}
    return {
        **tag,
        "GITHUB_REF_NAME": name,
        "CI_PROJECT_PATH": "stadt/konzept",
        "GITHUB_REPOSITORY": "stadt/konzept",
    }


PUSHED = [of_gitlab(FILES[".gitlab-ci.yml"]), of_github(FILES[".github/workflows/konzept.yml"])]
"""The jobs that a concept has at each of the forges."""


@pytest.mark.tool("git")
class TestEveryLine:
    @pytest.mark.parametrize("jobs", PUSHED, ids=["gitlab", "github"])
    def test_a_push_is_checked_and_built(
        self, jobs: list[Job], concept: Path, machine: Mapping[str, str], tmp_path: Path
    ) -> None:
        kept = set()
        for job in (job for job in jobs if not job.on_tags):
            folder = clone(concept, "main", tmp_path / job.name)
            run(job, folder, {**machine, **job.variables, **names("main"), **local()})
            assert all((folder / path).is_dir() for path in job.kept)
            kept |= {path.name for path in folder.glob("build/*/*")}

        assert {"konzept-beispielstadt.docx", "konzept-beispielstadt.pdf"} < kept

    def test_gitlab_gets_its_reports_of_what_fails(
        self, concept: Path, machine: Mapping[str, str], tmp_path: Path
    ) -> None:
        (job,) = (job for job in PUSHED[0] if job.name == "pruefen")
        folder = clone(concept, "main", tmp_path / "klon")
        (folder / "content/kapitel/03-neu.md").write_text("[](ziel:fort)\n", encoding="utf-8")

        codes = [
            shell(each, folder, {**machine, **job.variables, **local()}).returncode for each in job.scripts
        ]

        assert codes == [1, 0]
        issues = json.loads((folder / "build/befunde/gitlab.json").read_bytes())
        assert "E122 kopf-fehlt" in [issue["check_name"] for issue in issues]
        assert "<failure" in (folder / "build/befunde/junit.xml").read_text(encoding="utf-8")

    @pytest.mark.parametrize("jobs", PUSHED, ids=["gitlab", "github"])
    def test_a_tag_is_verified_and_its_products_are_published(
        self, jobs: list[Job], concept: Path, machine: Mapping[str, str], tmp_path: Path
    ) -> None:
        fassung, publication = (job for job in jobs if job.on_tags)
        variables = {**machine, **fassung.variables, **names("v0.1.0"), **local()}
        folder = clone(concept, "v0.1.0", tmp_path / "klon")

        assert "identisch: " in run(fassung, folder, variables)

        # The job that publishes has nothing but what the other one kept, and no tools of ours.
        (kept,) = fassung.kept
        shutil.copytree(folder / kept, tmp_path / "anderswo" / kept)
        run(
            publication,
            tmp_path / "anderswo",
            {**variables, **publication.variables, "TOLD": f"{tmp_path}/told"},
        )
        told = (tmp_path / "told").read_text(encoding="utf-8").splitlines()
        place = tmp_path / "anderswo" / kept / "0.1.0"
        assert told[:3] == ["release", "create", "v0.1.0"]
        assert "Fassung 0.1.0" in told
        assert PRODUCTS | {"konzept-beispielstadt.pdf"} <= {word for word in told if (place / word).is_file()}
        assert "Die erste Fassung." in (place / "aenderungen.md").read_text(encoding="utf-8")

    def test_here_sro_comes_from_the_clone_itself(self, machine: Mapping[str, str], tmp_path: Path) -> None:
        (job,) = (job for job in of_gitlab(ROOT / ".gitlab-ci.yml") if job.name == "pruefen")

        printed = run(job, clone(ROOT, "HEAD", tmp_path / "klon"), {**machine, **job.variables})

        assert "Geprüft: " in printed
        assert (tmp_path / "klon" / "build" / "befunde" / "gitlab.json").is_file()


class TestFiles:
    @pytest.mark.parametrize(
        "path",
        [*FILES.values(), *(ROOT / name for name in FILES), *(ROOT / ".github").rglob("w*.yml")],
        ids=str,
    )
    def test_they_are_as_the_forges_want_them(self, path: Path) -> None:
        schema = "vendor.gitlab-ci" if "gitlab" in path.name else "vendor.github-workflows"

        done = subprocess.run(
            [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)],
            check=False,
            capture_output=True,
            text=True,
        )

        assert done.returncode == 0, done.stdout

    @pytest.mark.parametrize("name", FILES)
    def test_this_repository_has_the_same_but_for_where_sro_comes_from(self, name: str) -> None:
        there = FILES[name].read_text(encoding="utf-8").splitlines()
        here = (ROOT / name).read_text(encoding="utf-8").splitlines()

        changed = [(one, other) for one, other in zip(there, here, strict=False) if one != other]

        assert [other.strip() for _one, other in changed][1:] == [
            f"{key}: {word}" for key, word in HERE.items()
        ]
        assert all("sro" in one for one, _other in changed)
        # What is more is about the tool.
        assert here[len(there) :][2:3] in ([], ["werkzeug:"])

    @pytest.mark.parametrize("path", FILES.values(), ids=str)
    def test_a_concept_gets_sro_at_the_version_that_made_it(self, path: Path) -> None:
        address = re.search(
            r"^url: (\S+)", (ROOT / "publiccode.yml").read_text(encoding="utf-8"), re.MULTILINE
        )
        text = path.read_text(encoding="utf-8")

        assert address
        assert f"SRO: git+{address[1]}@v{__version__}\n" in text
        assert f"SRO_BESTANDTEILE: {address[1]}/-/raw/v{__version__}/requirements-pruefen.lock\n" in text

    def test_images_and_actions_are_pinned(self) -> None:
        texts = [
            path.read_text(encoding="utf-8") for path in (*FILES.values(), *(ROOT / ".github").rglob("*.yml"))
        ]
        words = [word for text in texts for word in re.findall(r"(?:uses|image|container): (\S+)", text)]

        assert words
        assert [word for word in words if not re.search(r"@[0-9a-f]{40}$|:v?\d+\.\d+\.\d+", word)] == []

    @pytest.mark.parametrize("path", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda path: path.name)
    def test_only_what_publishes_may_write(self, path: Path) -> None:
        workflow: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))

        assert workflow["permissions"] == {}
        for name, job in workflow["jobs"].items():
            assert job["permissions"] == {"contents": "write" if name == "veroeffentlichen" else "read"}

    def test_the_gate_of_the_tool_is_there(self) -> None:
        jobs = [*of_gitlab(ROOT / ".gitlab-ci.yml"), *of_github(ROOT / ".github/workflows/werkzeug.yml")]

        gates = ["\n".join(job.scripts).splitlines() for job in jobs if job.name == "werkzeug"]
        assert [".ci/run" in lines for lines in gates] == [True, True]
        assert os.access(ROOT / ".ci" / "run", os.X_OK)
