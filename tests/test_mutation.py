"""Rules are switched off, and the examples of the pages must notice.

Each example is read and checked once, and what its rules were given is kept: the other tests
look at that. Only to switch a rule off, an example is checked anew.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard

import pytest

from sro_cli import catalogue, checks
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Kind, Severity
from sro_cli.files import Files, Folder
from tests.test_pages import EXAMPLES, ROOT, Example, findings, in_memory, on_disk, shown

RULES = checks.RULES
NAMES = [
    f"{rule.kind.code}-{[r.kind for r in RULES[: number + 1]].count(rule.kind)}"
    for number, rule in enumerate(RULES)
]
ELSEWHERE = sorted(catalogue.KINDS.keys() - {rule.kind.code for rule in RULES})
"""The kinds that no rule finds, but who reads, counts references or builds."""

NOT_ON_PAGES: Mapping[str, str] = {
    "sro_cli/differences/redlining.py: _finding": "only a redline at fault is doubted; tests/test_redline.py",
    "sro_cli/document/selection.py: fault": "only trees of tests have directives without a place",
    "sro_cli/document/traces.py: _of_typst": "a template without the line that Typst names",
    "sro_cli/document/traces.py: markdown_fault": "a blank line that a template made; tests/test_views.py",
    "sro_cli/readback/deviations.py: _finding": "only a writer at fault deviates; tests/test_readback.py",
    "sro_cli/readback/internal.py: leaks": "as deviations; tests/test_readback.py",
    "sro_cli/readers/content.py: _file": "no page can hold a name that is no text; tests/test_content.py",
    "sro_cli/readers/gestaltung.py: _tokens": "below every concept lie the templates that come with sro",
    "sro_cli/readers/inlines.py: read": "twenty marks of emphasis in each other; tests/test_prose.py",
    "sro_cli/readers/pictures.py: in_file": "pictures that templates show; tests/test_build.py",
    "sro_cli/readers/prose.py: _check_depth": "twenty lists in each other; tests/test_prose.py",
    "sro_cli/production/refusals.py: _of_pandoc": "refused though checked; tests/test_refusals.py",
    "sro_cli/production/refusals.py: _stopped": "a typesetter that is killed; tests/test_refusals.py",
    "sro_cli/production/refusals.py: _at": "as _of_pandoc",
    "sro_cli/production/refusals.py: _at_span": "as _of_pandoc",
}
"""Functions that make findings of which no page has an example, and where else that is shown."""


DROPPED = Kind("X000", "fallengelassen", Severity.FEHLER)
"""What takes the place of a finding that is dropped; the pipeline treats it as any other."""

Site = tuple[str, int]
"""Where a finding is made: a file below the project, a line."""


@dataclass
class Run:
    """What came of an example.

    Attributes:
        files: its project.
        found: all findings.
        scopes: what the rules were given.
        sites: where findings were made, and of which kind.
        alone: what each rule finds by itself, as far as it was asked.
    """

    files: Files
    found: tuple[Diagnostic, ...] = ()
    scopes: list[Scope] = field(default_factory=list)
    sites: set[tuple[str, Site]] = field(default_factory=set)
    alone: dict[int, list[Diagnostic]] = field(default_factory=dict)

    def of(self, rule: Rule) -> list[Diagnostic]:
        """What one rule finds by itself."""
        if id(rule) not in self.alone:
            known = [scope for scope in self.scopes if not rule.lacks(scope)]
            self.alone[id(rule)] = [finding for scope in known for finding in rule.find(scope)]
        return self.alone[id(rule)]


def recording(
    make: Callable[..., Diagnostic], sites: set[tuple[str, Site]], dropped: tuple[str, Site] | None
) -> Callable[..., Diagnostic]:
    """Kind.at or Kind.in_file that notes by whom it was called, and marks what is to be dropped."""

    def made(self: Kind, *given: Any, **details: Any) -> Diagnostic:
        caller = sys._getframe(1)
        file = Path(caller.f_code.co_filename).relative_to(ROOT).as_posix()
        site = self.code, (file, caller.f_lineno)
        sites.add(site)
        return make(DROPPED if site == dropped else self, *given, **details)

    return made


def run(
    files: Files, build: str | None, dropped: tuple[str, Site] | None = None, *, spelt: bool = False
) -> Run:
    """Reads, checks and builds a project, as if one place did not make its findings of one kind."""
    made, real = Run(files), checks.run

    def noted(scope: Scope) -> tuple[Diagnostic, ...]:
        made.scopes.append(scope)
        return real(scope)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "run", noted)
        patch.setattr(Kind, "at", recording(Kind.at, made.sites, dropped))
        patch.setattr(Kind, "in_file", recording(Kind.in_file, made.sites, dropped))
        made.found = tuple(
            one for one in findings(files, build, spelt=spelt) if one.kind.code != DROPPED.code
        )
    return made


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Run]:
    """All examples by their names, each run once."""
    return {
        example.name: run(
            in_memory(example) or on_disk(example, tmp_path_factory.mktemp("d")),
            example.build,
            spelt=spelt(example),
        )
        for example in EXAMPLES
    }


@pytest.fixture(scope="module")
def broken() -> Run:
    """The project with all faults at once."""
    return run(Folder(ROOT / "tests" / "projects" / "broken"), None)


def spelt(example: Example) -> bool:
    """Whether the page asks for the dictionary, as tests/test_pages.py does."""
    return example.name.startswith("T")


def faulty(code: str) -> Iterator[Example]:
    return (e for e in EXAMPLES if e.expected is not None and e.name.startswith(f"{code}-"))


class TestMutation:
    @pytest.mark.parametrize("rule", RULES, ids=NAMES)
    def test_a_rule_that_is_switched_off_fails_an_example(
        self, rule: Rule, runs: Mapping[str, Run], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(checks, "RULES", tuple(other for other in RULES if other is not rule))

        assert any(
            shown(findings(runs[example.name].files, example.build, spelt=spelt(example))) != example.expected
            for example in faulty(rule.kind.code)
            if runs[example.name].of(rule)
        )

    @pytest.mark.parametrize("code", ELSEWHERE)
    def test_a_place_that_makes_no_finding_of_its_kind_any_more_fails_an_example(
        self, code: str, runs: Mapping[str, Run]
    ) -> None:
        examples = [(example, runs[example.name]) for example in faulty(code)]
        places = {site for _, known in examples for site in known.sites if site[0] == code}

        assert all(known.sites & places for _, known in examples)
        for place in places:
            assert any(
                shown(run(known.files, example.build, place).found) != example.expected
                for example, known in examples
                if place in known.sites
            ), place


class TestAlone:
    @pytest.mark.parametrize("rule", RULES, ids=NAMES)
    def test_a_rule_finds_only_its_own_kind(self, rule: Rule, runs: Mapping[str, Run], broken: Run) -> None:
        for run in (*runs.values(), broken):
            assert {finding.kind for finding in run.of(rule)} <= {rule.kind}

    @pytest.mark.parametrize("rule", RULES, ids=NAMES)
    def test_a_rule_finds_nothing_where_all_is_right(self, rule: Rule, runs: Mapping[str, Run]) -> None:
        for example in EXAMPLES:
            allows = any("sro: erlaube" in body for _keys, body in example.blocks)
            if example.expected is None and not allows:
                assert runs[example.name].of(rule) == []

    @pytest.mark.parametrize("rule", RULES, ids=NAMES)
    def test_a_rule_needs_no_other(
        self, rule: Rule, runs: Mapping[str, Run], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(checks, "RULES", tuple(other for other in RULES if other.kind is rule.kind))
        example = next(example for example in faulty(rule.kind.code) if runs[example.name].of(rule))

        alone = findings(runs[example.name].files, example.build, spelt=spelt(example))

        assert own(rule, alone) == own(rule, runs[example.name].found) != ""


class TestSites:
    def test_every_place_that_makes_a_finding_has_an_example(self, runs: Mapping[str, Run]) -> None:
        shown_on_pages = {site for run in runs.values() for _code, site in run.sites}

        missing = {function for function, site in sites() if site not in shown_on_pages}

        assert missing - NOT_ON_PAGES.keys() == set()

    def test_what_is_excused_exists(self) -> None:
        assert NOT_ON_PAGES.keys() <= {function for function, _site in sites()}


def own(rule: Rule, found: Iterable[Diagnostic]) -> str:
    """The findings of the kind of a rule, as pages show them."""
    return shown(tuple(finding for finding in found if finding.kind.code == rule.kind.code))


def sites() -> Iterator[tuple[str, Site]]:
    """Where findings are made: the function, and the place of the call."""
    for path in sorted((ROOT / "sro_cli").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if is_site(node):
                        yield f"{file}: {function.name}", (file, node.lineno)


def is_site(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether something is a call of `Kind.at` or `Kind.in_file`; kinds are constants, or named so."""
    match node:
        case ast.Call(func=ast.Attribute(ast.Name(name) | ast.Attribute(_, name), "at" | "in_file")):
            return name.isupper() or name == "kind"
        case _:
            return False
