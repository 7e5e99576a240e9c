from __future__ import annotations

import ast
import contextlib
import fcntl
import os
import pty
import re
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import termios
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
import typer.main
from typer.testing import CliRunner

from sro_cli import columns, report, schema, terminal, validation
from sro_cli.answers import doctor
from sro_cli.cli import app
from sro_cli.commands import beginnings
from sro_cli.editing import authoring
from sro_cli.files import Folder, Memory, Overlay, bundled, write
from sro_cli.report import FORMATS
from sro_cli.terminal import german
from tests import repositories
from tests.conftest import demand

ROOT = Path(__file__).parent.parent
TYPER = Path(typer.__file__).parent
SRO = [sys.executable, "-m", "sro_cli.cli"]
COMMANDS = list(getattr(typer.main.get_command(app), "commands"))  # noqa: B009 - a group has them


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words), prog_name="sro")


def start(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """The program itself, as somebody starts it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.run(
        [*SRO, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=environment,
        **options,
    )


def on_terminal(width: int, environment: dict[str, str], *words: str) -> str:
    """What the program prints on a terminal with so many columns."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    taken = {"COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"}
    clean = {name: value for name, value in os.environ.items() if name not in taken}
    everything = {**clean, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}
    with subprocess.Popen([*SRO, *words], stdout=its, stderr=its, env=everything):
        os.close(its)
        printed = b""
        with contextlib.suppress(OSError):  # Linux says so when the other end is closed
            while more := os.read(ours, 4096):
                printed += more
    os.close(ours)
    return printed.decode().replace("\r\n", "\n")


def checked(folder: Path) -> report.Checked:
    """What `sro validate` finds in a folder."""
    files = Overlay(Folder(folder), bundled())
    found = validation.examined(files, {}, date(2026, 11, 22), frozenset())
    return report.Checked(found.findings, paths=files.paths(), allowed=found.allowed)


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The concept that `sro init` makes; nobody may change it."""
    folder = tmp_path_factory.mktemp("beispiel")
    write(folder, authoring.example(folder / "neu"))
    return folder


@pytest.fixture
def concept(example: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(example, tmp_path / "konzept")


def examples(command: str) -> list[str]:
    """The calls that the help of a command shows, without the name of the program."""
    found = re.search(
        r"\n\n  Beispiel: (sro \S.*\n(?: {12}sro \S.*\n)*)\n", run(*command.split(), "-h").output
    )
    return re.findall(r"sro (.*)", found[1]) if found else []


class TestHelp:
    def test_without_arguments_it_helps(self) -> None:
        assert run().output == run("--help").output
        assert run().exit_code == 0

    @pytest.mark.parametrize("command", ["", *COMMANDS])
    def test_it_is_german_fits_and_ends_its_text_with_an_example(self, command: str) -> None:
        done = run(*command.split(), "-h")
        lines = done.output.splitlines()

        assert done.exit_code == 0
        assert lines[0].startswith(f"Aufruf: sro {command}".rstrip())
        assert max(map(columns.width, lines)) <= 80
        assert examples(command)
        assert "zeigt diese Hilfe" in done.output
        assert not re.search(
            r"(?i)usage|options:|arguments|commands|show this|default|required|<\w+>", done.output
        )

    @pytest.mark.parametrize("command", ["", *COMMANDS])
    def test_its_examples_work(self, command: str, concept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(concept)
        if command in {"diff", "git-setup", "redline", "release", "synopse", "verify"}:
            demand("git")
            repositories.begin(concept)
        if command in {"diff", "redline", "synopse"}:
            for version in ("0.1.0", "0.2.0"):
                repositories.git(concept, "tag", f"v{version}")
        if command == "verify":
            run("release", "M1")
        if command == "textconv":
            run("build", "-f", "docx")
        for example in examples(command):
            done = run(*shlex.split(example.replace("gross-klein", "altdorf")))

            assert done.exit_code == 0, done.output

    def test_every_option_of_validate_is_in_an_example(self) -> None:
        command = getattr(typer.main.get_command(app), "commands")["validate"]  # noqa: B009 - as below
        given = {word for example in examples("validate") for word in shlex.split(example)}

        options = [param for param in command.params if param.param_type_name == "option"]
        assert [param.name for param in options if not given & {*param.opts}] == []

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_option_and_argument_is_explained(self, command: str) -> None:
        found = getattr(typer.main.get_command(app), "commands")[command]  # noqa: B009 - as above

        assert all(param.help for param in found.params)
        assert all(param.metavar for param in found.params if param.param_type_name == "argument")

    def test_the_kinds_of_new_are_all_named(self) -> None:
        words = re.findall(r"\w+", beginnings._ARTEN.replace(" oder ", " "))

        assert sorted(words) == sorted(authoring.ARTEN)

    def test_it_says_its_version(self) -> None:
        assert re.fullmatch(r"sro \d+\.\d+\.\d+\n", run("--version").output)


class TestWrongCalls:
    @pytest.mark.parametrize(
        ("call", "words"),
        [
            ("validat", "Den Befehl „validat“ gibt es nicht – meinten Sie „validate“?"),
            ("xyz", "Den Befehl „xyz“ gibt es nicht"),
            ("--versio", "Die Option „--versio“ gibt es nicht – meinten Sie „--version“?"),
            ("build --forma pdf", "Die Option „--forma“ gibt es nicht – meinten Sie „--format“?"),
            ("build -x", "Die Option „-x“ gibt es nicht"),
            ("build -f", "Nach der Option „-f“ fehlt die Angabe"),
            ("build --intern=ja", "Zur Option „--intern“ gehört keine Angabe"),
            (
                "build -f doc",
                "„doc“ ist hier nicht möglich – meinten Sie „docx“?\nFormat: docx, pdf, html, text",
            ),
            ("doctor a b", "„a b“ ist eine Angabe zu viel"),
            ("validate -C x", "Die Option „-C“ steht vor dem Befehl: sro -C … validate"),
            ("build -f PDF", "„PDF“ ist hier nicht möglich – meinten Sie „pdf“?"),
            ("new", "Es fehlt die Angabe ART"),
            ("init", "Es fehlt die Angabe ORDNER"),
            ("-C .", "Es fehlt der Befehl"),
            ("new zeil", "„zeil“ ist hier nicht möglich – meinten Sie „ziel“"),
            ("-C nirgends validate", "In „nirgends“ gibt es keinen Ordner „content“."),
            ("schema -o /tmp", "„/tmp“ liegt nicht im Ordner des Konzepts"),
        ],
    )
    def test_it_says_what_is_wrong_and_stops_with_2(self, call: str, words: str) -> None:
        done = run(*call.split())

        assert done.exit_code == 2
        assert done.stdout == ""
        assert done.stderr.startswith(f"sro: {words}")

    def test_control_characters_of_a_call_are_not_repeated(self) -> None:
        done = run("\x1b[31m\udcff")

        assert done.exit_code == 2
        assert all(line.isprintable() for line in done.stderr.splitlines())


# What else stands in typer's code, each with the reason why no user of ours reads it.
OUT_OF_REACH: dict[str, tuple[str, ...]] = {
    "german.py lays out the help": (
        "Arguments",
        "Options",
        "Commands",
        "Usage: ",
        "[OPTIONS]",
        "COMMAND [ARGS]...",
        "Show this message and exit.",
        "default: {default}",
        "env var: {var}",
        "env var: {…}",
        " (env var: '{…}')",
        "{…} range",
    ),
    "german.py makes its own sentence of the exception": (
        "No such option: {…}",
        "(Possible options: {…})",
        "Missing {…}{…}.",
        "Missing {…}{…}. {…}",
        "Missing parameter: {…}",
        "an argument.",
        "Error: {…}",
        "Try '{…} {…}' for help.\n",
        "Aborted!",
    ),
    "suggest_commands is off": ("{…}. Did you mean {…}?",),
    "options and arguments are single texts, which are always valid": (
        "Argument {…} takes {…} values.",
        "{…} arguments.",
        "Choose from:\n\t{…}",
        "Invalid value for {…}: {…}",
        "Invalid value: {…}",
        "None is not a valid string",
        "Value must be an iterable.",
        "Value {…} is not a valid {…}.",
        "value is not a valid tuple",
        "{…} does not match the formats {…}.",
        "{…} is not one of {…}.",
        "{…} values are required, but {…} given.",
        "{…} {…} does not exist.",
        "{…} {…} is a directory.",
        "{…} {…} is a file.",
        "{…} {…} is not readable.",
        "{…} {…} is not writable.",
    ),
    "typer opens no file": ("Could not open file {…}: {…}", "unknown error"),
    "nothing is deprecated": (
        "(DEPRECATED)",
        "(DEPRECATED: {…})",
        "DeprecationWarning: The command {…} is deprecated.{…}",
    ),
    "for developers: a command is declared wrongly": (
        "At least one help option should be provided",
        "Boolean option {…} cannot use the same flag for true/false.",
        "Cannot have two nargs < 0",
        "Command has no name.",
        "Expected one list item type, got: {…}",
        "Expected two columns for definition list",
        (
            "In Typer, only the parameter 'autocompletion' is supported. The support for 'shell_complete' is "
            "deprecated and will be removed in upcoming versions. "
        ),
        "Invalid start character for option ({…})",
        "List types with complex sub-types are not currently supported",
        "Name '{…}' defined twice",
        "Tuple types with complex sub-types are not currently supported",
        "Typer currently doesn't support Union types",
        "unknown action '{…}'",
    ),
    "names in the code": (
        "Callable[..., Any]",
        "CmdType",
        "GrpType",
        "IO[Any]",
        "PYDANTIC_DISABLE_PLUGINS",
        "TYPER_RICH_MARKUP_MODE",
        "TYPER_USE_RICH",
        "TyperOption",
        "_{…}_COMPLETE",
        "os.PathLike[str]",
    ),
}
MODULES = ["core.py", "exceptions.py", "_coercion.py", "_adapters.py", "_param_types.py", "_display.py"]
CLICK = ["core.py", "exceptions.py", "parser.py", "formatting.py", "decorators.py"]


def texts(path: Path) -> Iterator[str]:
    """All texts in a module but docstrings and types, with {…} for each value that is set in."""
    tree = ast.parse(path.read_text("utf-8"))
    passed: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                passed.add(id(node.value))
            case ast.JoinedStr():
                passed |= {id(part) for part in node.values}
            case ast.Subscript():
                passed |= {id(inner) for inner in ast.walk(node)}
            case ast.arg(annotation=ast.AST() as types) | ast.AnnAssign(annotation=ast.AST() as types):
                passed |= {id(inner) for inner in ast.walk(types)}
            case ast.FunctionDef(returns=ast.AST() as types):
                passed |= {id(inner) for inner in ast.walk(types)}
            case _:
                pass
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in passed:
                yield text
            case ast.JoinedStr() if id(node) not in passed:
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "{…}" for part in node.values
                )
            case _:
                pass


def spoken() -> list[str]:
    """What reads like words for people: letters, and a blank or a capital among them."""
    paths = [*(TYPER / name for name in MODULES), *(TYPER / "_click" / name for name in CLICK)]
    found = {text for path in paths for text in texts(path)}
    return sorted(
        text for text in found if re.search(r"[A-Za-z]{3}", text) and re.search(r"[A-Z ]", text.strip())
    )


def is_translated(text: str) -> bool:
    said = (
        text.replace("requires {…}", "requires an argument.").replace("{name!r}", "'x'").replace("{…}", "'x'")
    )
    forms = (said, said.replace("'x'", "x"))
    return any(pattern.fullmatch(form) for pattern, _ in german._SENTENCES for form in forms)


class TestCompleteness:
    def test_every_text_of_typer_is_translated_or_out_of_reach(self) -> None:
        passed = {text for found in OUT_OF_REACH.values() for text in found}

        assert {text for text in spoken() if not is_translated(text)} == passed


class TestCommands:
    def test_validate_finds_nothing_in_the_example(self, example: Path) -> None:
        done = run("-C", str(example), "validate")

        assert (done.exit_code, done.output) == (0, "Geprüft: keine Befunde.\n")

    @pytest.mark.parametrize("epoch", ["gestern", "-1", "0", "315532799", "4354819200", "9" * 5000])
    def test_build_refuses_a_moment_that_is_none(
        self, example: Path, monkeypatch: pytest.MonkeyPatch, epoch: str
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        done = run("-C", str(example), "build", "-f", "text")

        assert done.exit_code == 2
        assert "SOURCE_DATE_EPOCH" in done.stderr

    @pytest.mark.parametrize("epoch", ["315532800", "4354819199"])
    def test_build_takes_the_first_and_the_last_moment_of_a_package(
        self, concept: Path, monkeypatch: pytest.MonkeyPatch, epoch: str
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

        assert run("-C", str(concept), "build", "-f", "docx").exit_code == 0

    @pytest.mark.parametrize("command", ["build -f text", "schema"])
    @pytest.mark.parametrize(
        ("folder", "owner"),
        [
            ("content", "zu den Quellen des Konzepts"),
            ("content/neu", "zu den Quellen des Konzepts"),
            ("templates", "zu den Quellen des Konzepts"),
            ("build/../content", "zu den Quellen des Konzepts"),
            ("build/releases", "zu den veröffentlichten Fassungen"),
            ("build/releases/0.1.0/html", "zu den veröffentlichten Fassungen"),
            ("build/fassung", "zur veröffentlichten Fassung"),
        ],
    )
    def test_nothing_is_written_among_the_sources_and_what_is_published(
        self, concept: Path, monkeypatch: pytest.MonkeyPatch, command: str, folder: str, owner: str
    ) -> None:
        monkeypatch.chdir(concept)
        before = sorted(concept.rglob("*"))
        done = run(*command.split(), "-o", folder)

        assert done.exit_code == 2
        assert f"gehört {owner}" in done.stderr
        assert sorted(concept.rglob("*")) == before

    @pytest.mark.parametrize("command", ["build -f text", "schema"])
    def test_a_file_is_no_folder_to_write_into(
        self, concept: Path, monkeypatch: pytest.MonkeyPatch, command: str
    ) -> None:
        monkeypatch.chdir(concept)
        done = run(*command.split(), "-o", "README.md")

        assert done.exit_code == 2
        assert done.stderr == "sro: „README.md“ ist eine Datei; nach -o steht ein Ordner\n"

    def test_a_build_elsewhere_writes_over_nothing_of_others(self, concept: Path, tmp_path: Path) -> None:
        (tmp_path / "da").mkdir()
        (tmp_path / "da" / "lesefassung.md").write_text("fremd", "utf-8")
        done = run("-C", str(concept), "build", "-f", "text", "-o", str(tmp_path / "da"))

        assert done.exit_code == 2
        assert "lesefassung.md“ lässt sich nicht lesen oder schreiben: das liegt dort schon" in done.stderr
        assert (tmp_path / "da" / "lesefassung.md").read_text("utf-8") == "fremd"

    def test_a_lost_record_stops_no_build_below_build(self, concept: Path) -> None:
        run("-C", str(concept), "build", "-f", "text")
        (concept / "build/entwurf/.sro.json").unlink()
        (concept / "build/entwurf/lesefassung.md").write_text("anders", "utf-8")

        assert run("-C", str(concept), "build", "-f", "text").exit_code == 0

    def test_build_makes_nothing_of_a_broken_concept(self, concept: Path) -> None:
        (concept / "content/ziele.yml").write_text("ziele: [{id: Z1}]\n", "utf-8")
        done = run("-C", str(concept), "build", "-f", "text")

        assert done.exit_code == 1
        assert done.stderr.endswith("Nicht gebaut, weil es noch Fehler gibt.\n")
        assert not (concept / "build/entwurf").exists()

    def test_a_build_that_fails_says_that_the_last_one_stays(self, concept: Path) -> None:
        run("-C", str(concept), "build", "-f", "text")
        (concept / "content/ziele.yml").write_text("ziele: [{id: Z1}]\n", "utf-8")
        done = run("-C", str(concept), "build", "-f", "text")

        assert done.stderr.endswith("Fehler gibt. Die Dokumente vom letzten Mal sind unverändert.\n")
        assert (concept / "build/entwurf/lesefassung.md").exists()

    @pytest.mark.parametrize("call", ["init /dev/null/x", "-C CONCEPT schema -o README.md/x"])
    def test_what_the_system_refuses_is_said_in_german(self, concept: Path, call: str) -> None:
        done = run(*call.replace("CONCEPT", str(concept)).split())

        assert done.exit_code == 2
        assert re.search(r"lässt sich nicht lesen oder schreiben: (ein Teil|dort liegt)", done.stderr)

    def test_validate_stops_with_1_at_a_fault(self, concept: Path) -> None:
        (concept / "content/ziele.yml").write_text("ziele: [{id: Z1}]\n", "utf-8")
        done = run("-C", str(concept), "validate")

        assert done.exit_code == 1
        assert "fehler[E113]" in done.output

    def test_validate_prints_for_programs_nothing_but_the_format(self, concept: Path) -> None:
        (concept / "content/ziele.yml").write_text("ziele: [{id: Z1}]\n", "utf-8")

        for form in FORMATS[1:]:
            done = run("-C", str(concept), "validate", "-f", form)

            assert done.exit_code == 1
            assert done.stdout == report.rendered(form, checked(concept))
            assert done.stderr.startswith("Geprüft: ")

    def test_validate_writes_into_a_file_and_nothing_else(self, concept: Path, tmp_path: Path) -> None:
        (concept / "content/ziele.yml").write_text("ziele: [{id: Z1}]\n", "utf-8")
        place = tmp_path / "berichte" / "befunde.json"

        done = run("-C", str(concept), "validate", "-f", "json", "-o", str(place))

        assert done.exit_code == 1
        assert done.stdout == f"Geschrieben: {place}\n"
        assert place.read_text("utf-8") == report.rendered("json", checked(concept))
        assert [path.name for path in place.parent.iterdir()] == ["befunde.json"]

    @pytest.mark.parametrize("option", ["-o", "--ausgangslage-schreiben"])
    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("content/befunde.json", "gehört zu den Quellen des Konzepts"),
            ("templates/befunde.json", "gehört zu den Quellen des Konzepts"),
            ("build/fassung/manifest.json", "gehört zur veröffentlichten Fassung"),
            ("build/releases/0.1.0/konzept.docx", "gehört zu den veröffentlichten Fassungen"),
            (".git/config", "gehört git; nennen Sie eine andere Datei"),
            ("content", "ist ein Ordner"),
            ("README.md/x", "lässt sich nicht lesen oder schreiben: "),
        ],
    )
    def test_validate_writes_nothing_where_it_must_not(
        self, concept: Path, monkeypatch: pytest.MonkeyPatch, option: str, path: str, words: str
    ) -> None:
        monkeypatch.chdir(concept)
        done = run("validate", option, path)

        assert done.exit_code == 2
        assert words in done.stderr

    def test_validate_of_some_files_counts_only_what_is_in_them(self, concept: Path) -> None:
        (concept / "content/ziele.yml").write_text("ziele: [{id: Z1}]\n", "utf-8")

        done = run("-C", str(concept), "validate", "quellen.yml", "kapitel:umsetzung", "--nur", "E")
        assert (done.exit_code, "in anderen Dateien" in done.output) == (0, True)
        assert run("-C", str(concept), "validate", "content/ziele.yml").exit_code == 1
        assert run("-C", str(concept), "validate", "content").exit_code == 1

    def test_validate_of_an_unknown_file_names_the_nearest(self, concept: Path) -> None:
        done = run("-C", str(concept), "validate", "content/zile.yml")

        assert (done.exit_code, done.stdout) == (2, "")
        assert "gehört nicht zum Konzept – meinten Sie „content/ziele.yml“?" in done.stderr

    def test_validate_can_take_warnings_for_faults(self, concept: Path) -> None:
        chapter = "---\nid: mehr\nstatus: entwurf\n---\n\n# Mehr\n\nText.\n"
        (concept / "content/kapitel/09-mehr.md").write_text(chapter, "utf-8")
        call = ["-C", str(concept), "validate", "--nur", "K105"]

        assert run(*call).exit_code == 0
        assert run(*call, "--strict").exit_code == 1
        assert "Mit --strict zählen auch Warnungen.\n" in run(*call, "--strict").stdout

    def test_validate_shows_what_is_new_since_the_baseline(
        self, concept: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(concept)
        ziele = concept / "content/ziele.yml"
        goal = "  - {{id: {}, zielwerk: keines, titel: Größe, beleg: {{art: unbelegt}}}}\n"
        ziele.write_text(ziele.read_text("utf-8") + goal.format("Z4"), "utf-8")
        assert run("validate").exit_code == 1

        assert run("validate", "--ausgangslage-schreiben", "alt.json").exit_code == 0
        ziele.write_text("# oben neu\n\n" + ziele.read_text("utf-8") + goal.format("Z5"), "utf-8")
        done = run("validate", "--ausgangslage", "alt.json")

        assert done.exit_code == 1
        assert "id: Z5" in done.stdout
        assert "id: Z4" not in done.stdout

    @pytest.mark.parametrize("form", ["sarif", "junit", "github", "gitlab"])
    def test_forges_find_files_from_where_they_call(
        self, concept: Path, monkeypatch: pytest.MonkeyPatch, form: str
    ) -> None:
        (concept / "content/ziele.yml").write_text("ziele: [{id: Z1}]\n", "utf-8")
        monkeypatch.chdir(concept.parent)

        assert "konzept/content/ziele.yml" in run("-C", "konzept", "validate", "-f", form).stdout

    @pytest.mark.parametrize(
        ("environment", "expected"),
        [
            ({}, False),
            ({"FORCE_COLOR": "1"}, True),
            ({"CLICOLOR_FORCE": "1"}, True),
            ({"FORCE_COLOR": "0"}, False),
            ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
            ({"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        ],
    )
    def test_what_is_no_terminal_gets_colours_only_if_asked_for(
        self, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: bool
    ) -> None:
        for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "NO_COLOR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)

        assert terminal.colour() is expected

    @pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
    def test_a_terminal_gets_colours_unless_it_wants_none_and_lines_of_its_width(
        self, concept: Path, environment: dict[str, str]
    ) -> None:
        (concept / "content/ziele.yml").write_text("ziele: [{id: Z1}]\n", "utf-8")

        shown = on_terminal(60, environment, "-C", str(concept), "validate")

        assert ("\x1b[1;31mfehler" in shown) is (not environment)
        lines = re.sub(r"\x1b\[[\d;]*m", "", shown).splitlines()
        assert max(map(columns.width, lines)) <= 60

    def test_refs_shows_the_coverage_in_80_columns(self, example: Path) -> None:
        done = run("-C", str(example), "refs")

        assert done.exit_code == 0
        assert max(map(columns.width, done.output.splitlines())) <= 80
        assert re.search(r"^Z1 +1 +1 +2026/BV/0001$", done.output, re.MULTILINE)
        assert re.search(
            r"^Ziele, die ein Kapitel behandelt +3 von 3 +100 %( +verlangt|$)", done.output, re.MULTILINE
        )
        assert re.search(r"^1 +Auftrag und Ausgangslage \(auftrag\)$", done.output, re.MULTILINE)

    def test_refs_marks_gaps_and_names_them(self, concept: Path) -> None:
        with (concept / "content/ziele.yml").open("a", encoding="utf-8") as file:
            file.write("  - {id: Z4, zielwerk: eigen, titel: T, beleg: {art: unbelegt}}\n")

        printed = run("-C", str(concept), "refs").output

        assert re.search(r"^Z4 +fehlt +– +fehlt$", printed, re.MULTILINE)
        assert "3 von 4   75 %" in printed
        assert printed.count("\n  es fehlt: Z4\n") == 2

    def test_refs_holds_two_kinds_against_each_other(self, example: Path) -> None:
        done = run("-C", str(example), "refs", "--matrix", "ziel, kapitel")

        assert done.exit_code == 0
        assert re.search(r"^Z2 +· +x$", done.output, re.MULTILINE)

    @pytest.mark.parametrize("words", [["--matrix", "ziel,kapitel"], []])
    def test_refs_writes_csv_into_a_file_or_on_the_terminal(
        self, example: Path, words: list[str], tmp_path: Path
    ) -> None:
        path = tmp_path / "tabelle.csv"
        done = run("-C", str(example), "refs", *words, "-o", str(path))

        assert done.output == f"Geschrieben: {path}\n"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert run("-C", str(example), "refs", *words, "--csv").stdout_bytes == path.read_bytes()

    @pytest.mark.parametrize(
        ("call", "words"),
        [
            ("--matrix ziel", "„ziel“ nennt nicht zwei Arten"),
            ("--matrix ziel,kapitel,rahmen", "nennt nicht zwei Arten"),
            ("--matrix ziele,kapitel", "„ziele“ ist hier nicht möglich – meinten Sie „ziel“"),
            ("Z1 --csv", "Mit einer Kennung gibt es weder --matrix noch --csv"),
            ("-o CONCEPT", "ist ein Ordner; hier steht eine Datei"),
            ("-o CONCEPT/content/a.csv", "gehört zu den Quellen des Konzepts"),
        ],
    )
    def test_refs_refuses_what_it_cannot_show(self, concept: Path, call: str, words: str) -> None:
        done = run("-C", str(concept), "refs", *call.replace("CONCEPT", str(concept)).split())

        assert done.exit_code == 2
        assert words in done.stderr

    def test_refs_of_an_entry_names_every_place(self, example: Path) -> None:
        done = run("-C", str(example), "refs", "altdorf")

        assert "Sozialraum „altdorf“: Altdorf\n  content/sozialraeume.yml:3:9\n" in done.output
        assert re.search(
            r"content/kapitel/01-auftrag.md:14:\d+ +Kapitel 1 Auftrag und Ausgangslage\n", done.output
        )
        assert re.search(
            r"content/kapitel/01-auftrag.md:7:5 +Kapitel 1 Auftrag und Ausgangslage \(Kopf\)", done.output
        )
        assert re.search(r"content/rahmenbedingungen.yml:\d+:\d+ +Rahmenbedingung „treffpunkt“", done.output)
        assert re.search(r"Quelle „statistik“: Statistisches Jahrbuch\n {34}2025 \(Beispiel\)", done.output)
        assert max(map(len, done.output.splitlines())) <= 80

    @pytest.mark.parametrize(
        "ident", ["ziel:Z1", "Z1", "2026/BV/0001", "auftrag", "kapitel:auftrag", "zahlen"]
    )
    def test_refs_takes_an_id_with_or_without_its_kind(self, example: Path, ident: str) -> None:
        assert run("-C", str(example), "refs", ident).exit_code == 0

    @pytest.mark.parametrize(
        ("ident", "words"),
        [
            ("altdrof", "Die Kennung „altdrof“ gibt es nicht – meinten Sie „altdorf“?"),
            ("ziel:Z9", "Die Kennung „ziel:Z9“ gibt es nicht – meinten Sie „ziel:Z"),
            ("akteure-lste", "meinten Sie „akteure-liste“?"),
        ],
    )
    def test_refs_of_an_unknown_id_names_the_nearest(self, example: Path, ident: str, words: str) -> None:
        done = run("-C", str(example), "refs", ident)

        assert done.exit_code == 2
        assert words in done.stderr

    def test_refs_of_an_ambiguous_id_names_the_kinds(self, concept: Path) -> None:
        run("-C", str(concept), "new", "begriff", "altdorf")
        done = run("-C", str(concept), "refs", "altdorf")

        assert done.exit_code == 2
        assert "„altdorf“ ist mehrdeutig: „begriff:altdorf“ oder „sozialraum:altdorf“?" in done.stderr

    def test_refs_says_that_a_broken_concept_is_not_whole(self, concept: Path) -> None:
        (concept / "content/ziele.yml").write_text("ziele: [{id: Z1}]\n", "utf-8")

        assert "Achtung: Das Konzept hat Fehler" in run("-C", str(concept), "refs").stderr

    def test_new_says_where_to_go(self, concept: Path) -> None:
        done = run("-C", str(concept), "new", "kapitel", "ausblick", "-t", "Ausblick auf 2030")

        assert done.output == "Angelegt: content/kapitel/03-ausblick.md:7\nErgänzt:  content/konzept.yml\n"
        assert "# Ausblick auf 2030" in (concept / "content/kapitel/03-ausblick.md").read_text("utf-8")
        assert run("-C", str(concept), "validate").exit_code == 0

    def test_new_says_what_only_the_author_knows(self, concept: Path) -> None:
        done = run("-C", str(concept), "new", "veranstaltung", "fest")

        assert done.output.endswith("\nEs fehlt: format, stufe\n")

    def test_new_changes_nothing_if_it_refuses(self, concept: Path) -> None:
        before = {path: path.read_bytes() for path in concept.rglob("*") if path.is_file()}
        done = run("-C", str(concept), "new", "ziel", "Z1")

        assert done.exit_code == 2
        assert "schon vergeben: content/ziele.yml:" in done.stderr
        assert {path: path.read_bytes() for path in concept.rglob("*") if path.is_file()} == before

    def test_init_refuses_a_folder_with_something_in_it(self, concept: Path) -> None:
        done = run("init", str(concept))

        assert done.exit_code == 2
        assert "ist nicht leer" in done.stderr

    def test_init_makes_what_can_be_checked(self, tmp_path: Path) -> None:
        assert "19 Dateien" in run("init", str(tmp_path / "neu")).output
        assert run("-C", str(tmp_path / "neu"), "validate").exit_code == 0
        assert (tmp_path / "neu/.gitignore").exists()

    def test_init_prints_a_command_that_a_shell_takes(self, tmp_path: Path) -> None:
        target = tmp_path / "Mein Konzept Grün"

        assert f"sro -C '{target}' validate" in run("init", str(target)).output

    def test_schema_writes_schemas_and_settings_once(self, concept: Path) -> None:
        first = run("-C", str(concept), "schema")
        (concept / schema.SETTINGS_FILE).write_text("{}", "utf-8")
        second = run("-C", str(concept), "schema", "-o", "schemas/json")

        assert "Geschrieben: schema (14 Schemas)" in first.output
        assert len(list((concept / "schema").iterdir())) == 14
        assert "Ergänzen Sie dort:" in second.output
        assert (concept / schema.SETTINGS_FILE).read_text("utf-8") == "{}"

    def test_doctor_finds_what_is_there(self, example: Path) -> None:
        done = run("-C", str(example), "doctor")

        assert done.exit_code == 0, done.output
        for name in (
            "Python",
            "pandoc",
            "Typst",
            "Schrift Source Sans 3",
            "typer",
            "Ordner content",
            "Vorlagen",
        ):
            assert re.search(rf"^{name} +\S", done.output, re.MULTILINE)
        names = [line.split()[0].lower() for line in done.output.splitlines()[2:-2]]
        assert len([name for name in names if "typst" in name or "pandoc" in name]) == 2
        assert done.output.endswith("\n\nAlles da.\n")

    def test_doctor_says_how_to_get_what_is_missing(self, tmp_path: Path) -> None:
        done = run("-C", str(tmp_path), "doctor")

        assert done.exit_code == 1
        assert "fehlt: wechseln Sie in den Ordner eines Konzepts" in done.output
        assert done.output.endswith("\n\nEs fehlt: Ordner content.\n")

    def test_a_template_that_is_broken_is_named(self) -> None:
        files = Memory({"templates/gestaltung.yml": b"farben: ["})

        assert doctor._templates(files).fails

    def test_an_engine_that_is_missing_fails(self) -> None:
        def missing() -> str:
            raise OSError("pandoc")

        assert doctor._engine("pandoc", missing).fails


class TestTable:
    def test_columns_stay_aligned_whatever_the_characters(self) -> None:
        decomposed = unicodedata.normalize("NFD", "Gärten")
        lines = columns.table(["Wort", "n"], [["Größe", "1"], [decomposed, "2"], ["中文", "3"]])

        assert {columns.width(line[:-1]) for line in lines[2:]} == {8}

    def test_the_last_column_breaks(self) -> None:
        assert max(map(columns.width, columns.table(["a", "b"], [["x", "wort " * 40]], 60))) <= 60


class TestProgram:
    """The program as a process: what only a real start can show."""

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (["--version"], 0),
            ([], 0),
            (["validat"], 2),
            (["-C", "/dev/null", "validate"], 2),
            (["init", "/proc/x"], 2),
        ],
    )
    def test_it_ends_with_its_code_and_without_a_traceback(self, words: list[str], code: int) -> None:
        done = start(*words)

        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr

    def test_bytes_that_are_no_text_do_no_harm(self) -> None:
        done = start("refs", "\udcff", cwd=ROOT)

        assert done.returncode == 2
        assert "Traceback" not in done.stderr

    def test_a_pipe_that_knows_only_ascii_does_no_harm(self, example: Path) -> None:
        done = start("-C", str(example), "refs", env={"PYTHONIOENCODING": "ascii"})

        assert done.returncode == 0
        assert "? in" not in done.stderr

    def test_a_reader_that_goes_away_is_no_error(self, example: Path) -> None:
        with subprocess.Popen(
            [*SRO, "-C", str(example), "refs"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
        ) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            words = process.stderr.read()

        assert words == b""

    def test_an_interrupt_ends_it_quietly(self) -> None:
        # Interrupted for certain, and without waiting: by the command itself.
        code = (
            "import os, signal; from sro_cli import cli, terminal;"
            f"terminal.files = lambda _: os.kill(os.getpid(), {int(signal.SIGINT)});"
            "cli.main()"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, "validate"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            check=False,
        )

        assert done.returncode == german.ABORTED
        assert done.stderr.strip() == "Abgebrochen."

    def test_a_fault_of_our_own_is_said_to_be_one(self) -> None:
        code = "from sro_cli import cli, terminal; terminal.files = None; cli.main()"
        words = [sys.executable, "-c", code, "validate"]
        done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
        told = subprocess.run(
            words,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            check=False,
            env={**os.environ, "SRO_TRACEBACK": "1"},
        )

        assert done.returncode == 2
        assert done.stderr.startswith("sro: Das ist ein Fehler in sro selbst (TypeError")
        assert "Traceback" in told.stderr
