"""Mentions without a target are found before a document is composed, and just as composing finds them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sro_cli import pipeline, report
from sro_cli.diagnostics import Diagnostic
from sro_cli.document.assemble import assemble
from sro_cli.files import Folder, Memory, Overlay, bundled
from sro_cli.model import ANLAGEN
from tests.projects import HERE

REQUEST = pipeline.Request(
    (), internal=False, moment=datetime(2026, 1, 5, tzinfo=UTC), commit="", versions=frozenset()
)
SETTINGS = "content/konzept.yml"
REAL = Folder(Path(__file__).parent.parent)


def places(found: tuple[Diagnostic, ...], code: str) -> set[str]:
    return {str(finding.span) for finding in found if finding.kind.code == code}


def both(files: Mapping[str, bytes]) -> tuple[set[str], set[str]]:
    """What is found by the rule, and what is found by composing."""
    loaded = pipeline.load(Overlay(Memory(dict(files)), bundled()))
    assert loaded.theme
    edition = pipeline.edition(loaded.konzept, REQUEST)
    _document, composed = assemble(loaded.konzept, loaded.index, loaded.theme, edition, STORE)
    return places(loaded.findings, "V211"), places(composed, "V211")


STORE: dict[str, bytes] = {}


def real() -> dict[str, bytes]:
    return {path: REAL.read(path) for path in REAL.paths() if path.startswith("content/")}


@pytest.mark.parametrize("left", [(), ("ziele", "quellen"), ANLAGEN])
def test_the_rule_and_the_document_agree_on_the_real_concept(left: tuple[str, ...]) -> None:
    files = real()
    settings = files[SETTINGS].decode()
    line = next(line for line in settings.splitlines() if line.startswith("anlagen:"))
    files[SETTINGS] = settings.replace(line, f"anlagen: [{', '.join(left)}]").encode()

    early, late = both(files)

    assert early == late
    assert bool(late) == (left != ANLAGEN)


@pytest.mark.parametrize(
    ("setting", "comment"),
    [
        ("schweregrade: {V201: {stufe: warnung, weil: Die Beschlüsse folgen.}}\n", ""),
        ("", "<!-- sro: erlaube V201, der Beschluss wird noch eingetragen -->\n"),
    ],
)
def test_what_nobody_knows_is_no_such_finding_even_if_that_counts_less(setting: str, comment: str) -> None:
    files = real()
    files[SETTINGS] += setting.encode()
    first = min(path for path in files if path.startswith("content/kapitel/"))
    files[first] += f"\n{comment}Siehe [Nichts](beschluss:2099/BV/1).\n".encode()

    early, late = both(files)

    assert (early, late) == (set(), set())


def test_they_agree_without_the_views_of_the_chapters() -> None:
    files = real()
    chapters = {path: text for path, text in files.items() if path.startswith("content/kapitel/")}

    early, late = both(files | {path: text.replace(b"```{", b"```text {") for path, text in chapters.items()})

    assert early == late != set()


CHAPTER = """---
id: auftrag
status: entwurf
---

# Auftrag {#erste}

Text mit Fußnote[^1] zu [](ziel:Z1) und [](abschnitt:erste), [](tab:ohne), [](tab:mit), [](kapitel:ziele).

[^1]: Siehe [](ziel:Z1) und [](beschluss:2024/BV/0123).

## Zwei {#zwei}

Siehe [](abschnitt:zwei), [](kapitel:ziele), [](tab:sicht), [](tab:namenlos), [](abb:netz).

| a |
|---|
| 1 |

: Titel {#mit}

> [!INTERN]
> Nur hier: [](ziel:Z1).

VIEWS
"""
VIEWS = """```{uebersicht} ziele
id: sicht
titel: Ziele
nur: {zielwerk: ziele-2030}
```

```{nachweis} ziel kapitel
id: namenlos
```

```{diagramm} netz
id: netz
titel: Netz
```
"""


@pytest.mark.parametrize("views", ["", VIEWS, VIEWS.replace("ziele-2030", "anderes")])
@pytest.mark.parametrize("annexes", ["[]", "[ziele]", "[beschluesse]"])
def test_they_agree_on_every_kind_of_target(views: str, annexes: str) -> None:
    base = Folder(HERE / "minimal")
    files = {path: base.read(path) for path in base.paths()}
    files["content/kapitel/auftrag.md"] = CHAPTER.replace("VIEWS", views).encode()
    files[SETTINGS] = files[SETTINGS].replace(b"[ziele, beschluesse]", annexes.encode())

    early, late = both(files)

    assert early == late


class TestOwnTemplates:
    """With templates of a city's own, only the composed document tells."""

    ANNEX = "templates/anlagen/ziele.md.j2"

    def check(self, files: Mapping[str, bytes]) -> list[str]:
        base = Folder(HERE / "minimal")
        sources = {path: base.read(path) for path in base.paths()} | dict(files)
        found = pipeline.check(Overlay(Memory(sources), bundled()), date(2026, 1, 5), None, {}).findings
        return [report.short([finding]).split(" ")[1] for finding in found]

    def test_a_faulty_template_is_found_without_a_build(self) -> None:
        view = b"---\nid: auftrag\nstatus: entwurf\n---\n\n# Auftrag\n\n```{uebersicht} ziele\n```\n"
        own = {"templates/uebersichten/ziele.md.j2": b"<b>x</b>\n", "content/kapitel/auftrag.md": view}
        assert self.check(own) == ["E140"]

    def test_what_the_own_annex_leaves_out_is_found(self) -> None:
        assert self.check({self.ANNEX: b"# Ziele {#anlage-ziele}\n\nKeine.\n"}) == ["V211"]

    def test_sound_frames_of_its_own_change_nothing(self) -> None:
        frame = "templates/pdf.typ"
        assert self.check({}) == []
        assert self.check({frame: bundled().read(frame) + b"// unser Rahmen\n"}) == []
