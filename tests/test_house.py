"""Tests of the house itself: what its files promise about each other."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import sro_cli
from tests.conftest import PACKAGES, demand

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "sro_cli").rglob("*.py"))


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


PYPROJECT: dict[str, Any] = tomllib.loads(read("pyproject.toml"))
RUNTIME: list[str] = PYPROJECT["project"]["dependencies"]
EXTRA: list[str] = PYPROJECT["project"]["optional-dependencies"]["pruefen"]
DEV: list[str] = PYPROJECT["dependency-groups"]["dev"]
LOCKS = ("requirements.lock", "requirements-pruefen.lock", "requirements-dev.lock")


def pinned(lock: str) -> dict[str, str]:
    """The versions of a lock by name."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", read(lock), re.MULTILINE))


def make_targets(text: str) -> list[str]:
    """The targets of all ``make …`` commands that begin a line."""
    commands = re.findall(r"^make ([a-z -]+)", text, re.MULTILINE)
    return [target for command in commands for target in command.split()]


class TestModules:
    @pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
    def test_a_module_has_at_most_400_lines(self, module: Path) -> None:
        length = len(module.read_text(encoding="utf-8").splitlines())

        assert length <= 400

    def test_no_pattern_has_a_possessive_or_atomic_group(self) -> None:
        """Python 3.11.2, that of Debian 12, takes some of them for matching what they do not (gh-101955)."""
        having = [module for module in MODULES if re.search(r"\)[*+?]\+|\(\?>", module.read_text("utf-8"))]

        assert having == []


class TestArchitecture:
    LAYERS: list[str] = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]

    def test_the_page_shows_every_floor_with_all_its_rooms(self) -> None:
        rows = re.findall(r"^\| (\d+) \| (.+?) \|", read("docs/architecture.md"), re.MULTILINE)
        rooms = [set(re.findall(r"\w+", layer)) for layer in self.LAYERS]

        assert [int(floor) for floor, _rooms in rows] == list(reversed(range(len(rooms))))
        assert [set(re.findall(r"`(\w+)`", names)) for _floor, names in rows] == rooms

    def test_every_module_has_a_floor(self) -> None:
        rooms = {room for layer in self.LAYERS for room in re.findall(r"\w+", layer)}
        modules = {path.stem for path in (ROOT / "sro_cli").glob("[!_]*.py")}
        packages = {path.parent.name for path in (ROOT / "sro_cli").glob("*/__init__.py")}

        assert modules | packages == rooms - {"preview", "lsp"}

    def test_the_page_counts_the_other_contracts(self) -> None:
        words = {3: "Three", 4: "Four", 5: "Five"}
        others = len(PYPROJECT["tool"]["importlinter"]["contracts"]) - 1

        assert f"\n{words[others]} more contracts are checked" in read("docs/architecture.md")


class TestProject:
    def test_every_dependency_and_every_ignored_rule_says_why(self) -> None:
        listed = re.findall(r'^  "[^"]+",.*$', read("pyproject.toml"), re.MULTILINE)
        rules_and_requirements = re.compile(r'  "(?:[A-Z]+\d*|[\w\[\]-]+[><=]=\S+)",')

        without = [line for line in listed if rules_and_requirements.match(line) and " # " not in line]

        assert without == []

    @pytest.mark.parametrize(
        ("requirements", "lock"),
        [
            (RUNTIME, "requirements.lock"),
            (RUNTIME + EXTRA, "requirements-pruefen.lock"),
            (RUNTIME + EXTRA + DEV, "requirements-dev.lock"),
        ],
    )
    def test_the_lock_satisfies_every_requirement(self, requirements: list[str], lock: str) -> None:
        versions = pinned(lock)

        for requirement in map(Requirement, requirements):
            assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)])

    def test_the_locks_agree(self) -> None:
        least, more, all_of_it = (pinned(lock).items() for lock in LOCKS)
        assert least <= more <= all_of_it

    @pytest.mark.parametrize("lock", LOCKS)
    def test_a_lock_has_a_digest_for_every_package_and_names_no_server(self, lock: str) -> None:
        entries = re.split(r"^(?=[\w.-]+==)", read(lock), flags=re.MULTILINE)[1:]

        assert all("--hash=sha256:" in entry for entry in entries)
        assert "://" not in read(lock)

    def test_the_wheel_carries_the_templates_and_the_pages_of_the_findings(self, tmp_path: Path) -> None:
        command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
        subprocess.run([*command, tmp_path], cwd=ROOT, check=True, capture_output=True)
        (wheel,) = tmp_path.glob("sro-*.whl")

        names = set(zipfile.ZipFile(wheel).namelist())

        for source, target in [("sro_cli/pages", "sro_cli/pages"), ("templates", "sro_cli/templates")]:
            expected = {
                f"{target}/{path.relative_to(ROOT / source).as_posix()}"
                for path in (ROOT / source).rglob("*")
                if path.is_file()
            }
            assert expected <= names


class TestCommands:
    @pytest.mark.tool("make")
    def test_make_help_lists_every_target(self) -> None:
        phony = re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)
        assert phony

        done = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True)

        assert re.findall(r"^  make (\S+)", done.stdout, re.MULTILINE) == phony[1].split()

    @pytest.mark.tool("make")
    def test_make_clean_leaves_nothing_internal(self) -> None:
        done = subprocess.run(["make", "-n", "clean"], cwd=ROOT, check=True, capture_output=True, text=True)

        assert {"build/.cache", "build/entwurf", "build/intern"} <= set(done.stdout.split())

    def test_ci_runs_what_the_readme_tells_people_to_run(self) -> None:
        opening = read("README.md").split("```")[1]

        assert make_targets(opening)
        assert set(make_targets(opening)) <= set(make_targets(read(".ci/run")))

    def test_ci_installs_every_program_that_tests_may_need(self) -> None:
        script = read(".ci/run")

        assert {package for package in PACKAGES.values() if package not in script} == set()

    def test_ci_ends_with_the_tests(self) -> None:
        assert read(".ci/run").splitlines()[-1] == "make check test"


class TestMissingPrograms:
    def test_a_missing_program_skips_and_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        monkeypatch.delenv("SRO_TEST_ALL", raising=False)

        with pytest.raises(pytest.skip.Exception, match=r"soffice is missing .*libreoffice-writer"):
            demand("soffice")

    def test_a_missing_program_fails_where_all_tests_must_run(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        monkeypatch.setenv("SRO_TEST_ALL", "1")

        with pytest.raises(pytest.fail.Exception, match="soffice is missing"):
            demand("soffice")


class TestLicences:
    def test_the_licence_at_the_top_is_the_one_of_the_code(self) -> None:
        assert read("LICENSE") == read("LICENSES/EUPL-1.2.txt")

    def test_every_licence_in_use_is_at_hand_and_declared(self) -> None:
        annotations = tomllib.loads(read("REUSE.toml"))["annotations"]
        identifiers = [annotation["SPDX-License-Identifier"] for annotation in annotations]
        used = {name for identifier in identifiers for name in identifier.split(" OR ")}

        assert used == {path.stem for path in (ROOT / "LICENSES").iterdir()}
        assert used == set(re.findall(r"[^()\s]+-[^()\s]+", PYPROJECT["project"]["license"]))


class TestPubliccode:
    """publiccode.yml 0.4, which openCode reads."""

    ENTRY: dict[str, Any] = yaml.safe_load(read("publiccode.yml"))

    @pytest.mark.parametrize(
        "key",
        [
            "publiccodeYmlVersion",
            "name",
            "url",
            "releaseDate",
            "platforms",
            "developmentStatus",
            "softwareType",
            "description",
            "legal",
            "maintenance",
            "localisation",
        ],
    )
    def test_it_has_every_mandatory_key(self, key: str) -> None:
        assert self.ENTRY[key]

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_a_description_has_the_length_that_the_standard_demands(self, language: str) -> None:
        description = self.ENTRY["description"][language]

        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]

    def test_it_names_the_version_and_the_licence_of_this_code(self) -> None:
        assert self.ENTRY["softwareVersion"] == sro_cli.__version__
        assert self.ENTRY["legal"]["license"] == "EUPL-1.2"
