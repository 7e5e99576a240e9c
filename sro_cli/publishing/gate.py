"""What stands against publishing a version: everything at once, each reason with its places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sro_cli.diagnostics import Severity
from sro_cli.facts import milestones
from sro_cli.model import Meilenstein
from sro_cli.pipeline import Loaded
from sro_cli.releases.gaps import gaps
from sro_cli.releases.git import RELEASES, Repository


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that stands against publishing.

    Attributes:
        words: German, one sentence without a full stop.
        places: where, if anywhere; files, or places in files.
        remedy: what to do; empty where the words say it.
    """

    words: str
    places: tuple[str, ...] = ()
    remedy: str = ""


def of_repository(repo: Repository) -> Iterator[Reason]:
    """What stands against publishing anything from a repository as it is now."""
    if not repo.branch:
        yield Reason("es ist kein Zweig ausgecheckt", remedy="wechseln Sie auf einen: git switch main")
    if repo.under_way:
        yield Reason(
            f"{repo.under_way} ist nicht abgeschlossen",
            remedy="bringen Sie es zu Ende oder brechen Sie es ab; git status sagt, wie",
        )
    if repo.changed:
        yield Reason(
            "der Arbeitsordner enthält Änderungen, die nicht festgehalten sind",
            repo.changed,
            "halten Sie sie mit git commit fest oder nehmen Sie sie zurück",
        )
    for gap in gaps(repo):
        yield Reason(gap.words, remedy=gap.remedy)
    if not repo.committer:
        yield Reason(
            "git weiß nicht, wer veröffentlicht",
            remedy='sagen Sie es ihm: git config user.name "…" und git config user.email "…"',
        )


def of_version(repo: Repository, stone: Meilenstein) -> Iterator[Reason]:
    """What stands against publishing a version next."""
    place = Path(RELEASES) / stone.version
    if stone.version in {*repo.versions, repo.untagged}:
        yield Reason(
            f"die Version {stone.version} ist schon veröffentlicht; eine Fassung ändert sich nie mehr",
            remedy="legen Sie einen Meilenstein mit höherer Version an: sro new meilenstein",
        )
        return
    known = {*repo.versions, repo.untagged} - {""}
    last = max(known, key=milestones.version_key, default=None)
    if last and milestones.version_key(last) > milestones.version_key(stone.version):
        yield Reason(f"die Version {stone.version} ist kleiner als die letzte veröffentlichte, {last}")
    if (repo.folder / place).exists():
        yield Reason(
            f"in {place.as_posix()} liegt schon etwas",
            remedy="es gehört zu keiner veröffentlichten Fassung; verschieben Sie es",
        )


def of_concept(stone: Meilenstein, loaded: Loaded) -> Iterator[Reason]:
    """What the milestone demands and the concept does not have, and that it has faults."""
    for lack in milestones.lacks(stone, loaded.konzept, loaded.index):
        wanted, remedy = (
            _DEMANDS.get((lack.demand, stone.verlangt.kapitelstatus)) or _DEMANDS[lack.demand, ""]
        )
        are = "ist" if len(lack.places) == 1 else "sind"
        yield Reason(
            f"{stone.label} verlangt {wanted}; übrig {are} {lack.words}",
            tuple(map(str, lack.places)),
            f"{remedy}, oder verlangen Sie weniger: „verlangt“ in content/meilensteine.yml",
        )
    yield from of_faults(loaded)


_DEMANDS = {
    ("kapitelstatus", "in-pruefung"): (
        "nur Kapitel, die wenigstens geprüft werden",
        "schreiben Sie „status: in-pruefung“ in jedes, das so weit ist",
    ),
    ("kapitelstatus", ""): (
        "nur freigegebene Kapitel",
        "schreiben Sie „status: freigegeben“ in jedes, das so weit ist",
    ),
    ("offene_punkte", ""): (
        "keine offenen Punkte",
        "klären Sie, was offen ist, und löschen Sie den Kasten [!OFFEN]",
    ),
    ("unbelegtes", ""): (
        "für jeden Eintrag einen Beleg",
        "tragen Sie nach, was fehlt; die Anlage der offenen Punkte sagt, was",
    ),
    ("offene_rueckmeldungen", ""): (
        "über jede Rückmeldung eine Entscheidung",
        "tragen Sie unter „entscheidung“ ein, was entschieden ist",
    ),
}
"""Demand, and for chapters how far they must be → what is demanded, and what to do."""


def of_faults(loaded: Loaded) -> Iterator[Reason]:
    """That there are Fehler."""
    faults = [finding for finding in loaded.findings if finding.kind.severity is Severity.FEHLER]
    if faults:
        yield Reason(
            f"es gibt {len(faults)} Fehler",
            tuple(f"{each.span or each.path}: {each.kind.code} {each.message}" for each in faults),
        )


def text(reasons: Sequence[Reason]) -> str:
    """The reasons as a list in German, each with its places and what to do."""
    lines: list[str] = []
    for reason in reasons:
        lines.append(f"- {reason.words}")
        lines += [f"    {place}" for place in reason.places]
        lines += [f"  → {reason.remedy}"] * bool(reason.remedy)
    return "\n".join(lines) + "\n"
