"""Two versions → a Word document with tracked changes: `sro redline`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sro_cli import pipeline
from sro_cli.columns import visible
from sro_cli.comparison import renamed
from sro_cli.diagnostics import Diagnostic, counting
from sro_cli.files import Folder, Overlay, bundled
from sro_cli.model import VERSION
from sro_cli.pipeline import Request
from sro_cli.production.refusals import REFUSED, findings
from sro_cli.readers import content
from sro_cli.redline import redline
from sro_cli.redline.changes import Origin
from sro_cli.redline.limiting import limited
from sro_cli.redline.proof import About, Doubt
from sro_cli.redline.renaming import anchors, with_anchors
from sro_cli.references import anchor_of
from sro_cli.releases import git
from sro_cli.releases.touches import Touches, moment_of
from sro_cli.releases.versions import Version
from sro_cli.source import Span
from sro_cli.store.output import TEXT_WEICHT_AB
from sro_cli.theme import Theme
from sro_cli.tree import Tree

REDAKTION = "Redaktion"
"""Who made the changes, unless the names of persons are asked for."""

_SETTINGS = "content/konzept.yml"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a redline shall be like.

    Attributes:
        only: typed ids, and names of annexes, of what changes are marked in; all if empty.
        names: changes bear the names of persons that git has.
    """

    only: Collection[str] = ()
    names: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Attributes:
        content: the Word document; None if a Fehler stands against it.
        changes: in how many paragraphs something is marked.
        untracked: German sentences about what is not marked.
        findings: what stands against it.
    """

    content: bytes | None = None
    changes: int = 0
    untracked: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def redlined(
    folder: Path, versions: tuple[Version, Version], wanted: Wanted, store: MutableMapping[str, bytes]
) -> Outcome:
    """The new one of two versions with its changes against the old one.

    Args:
        folder: of the concept; its templates give both versions their look.
        versions: the old one and the new one.
        wanted: what it shall be like.
        store: keeps what can be kept between builds.

    Raises:
        OSError: sources cannot be listed.
    """
    trees: list[Tree] = []
    theme: Theme | None = None
    for version in versions:
        document, theme, found = _composed(folder, version, store)
        if document is None or theme is None:
            return Outcome(findings=found)
        trees.append(document)
    old, new = trees
    left: tuple[str, ...] = ()
    names = _renamed(old, new, versions)
    old = with_anchors(old, names)
    if wanted.only:
        chosen = {names.get(anchor_of(name), anchor_of(name)): name for name in wanted.only}
        part = limited(old, new, chosen)
        old, left = part.document, tuple(_left(chosen[name] for name in part.failed))
    if theme is None:
        return Outcome()
    try:
        made = redline(old, new, theme, store, _Origins(folder, *versions, names=wanted.names).origin)
    except REFUSED as error:
        return Outcome(findings=findings(error, new, theme))
    found = tuple(_finding(doubt) for doubt in made.doubts)
    return Outcome(made.content, made.changes, (*left, *made.untracked), found)


def _renamed(old: Tree, new: Tree, versions: tuple[Version, Version]) -> dict[str, str]:
    """The anchors of what has another id in the new version, by those that it has in the old one."""
    gone, come = set(anchors(old)) - {*anchors(new)}, set(anchors(new)) - {*anchors(old)}
    if not (gone and come):
        return {}
    one, other = (content.load(version.files) for version in versions)
    pairs = {anchor_of(former): anchor_of(now) for former, now in renamed(one, other).items()}
    return {former: now for former, now in pairs.items() if former in gone and now in come}


def _left(names: Iterable[str]) -> Iterator[str]:
    """What is not marked because only some parts are."""
    yield "Alles, was nicht ausgewählt ist, steht so da wie in der neuen Fassung"
    if listed := ", ".join(sorted(names)):
        yield f"{listed}: steht in einer Tabelle, die jetzt andere Spalten hat"


def _composed(
    folder: Path, version: Version, store: MutableMapping[str, bytes]
) -> tuple[Tree | None, Theme | None, tuple[Diagnostic, ...]]:
    """The tree of a version with today's look, and what stands against it."""
    files = Overlay(version.files, Overlay(Folder(folder, ("templates",)), bundled()))
    number = version.name.rpartition(" ")[2]
    published = number if version.commit and VERSION.fullmatch(number) else ""
    moment = moment_of(folder, version.commit) or _written(folder)
    known = git.versions_before(folder, version.commit) if version.commit else git.versions(folder)
    # Without the commit, which the title page would name: that it is another one is no change.
    request = Request(("docx",), False, moment, "", known or frozenset(), published)  # noqa: FBT003 - internal
    loaded = pipeline.load(files, fassungen=request.versions)
    if counting(loaded.findings) or loaded.konzept.einstellungen is None:
        return None, None, loaded.findings
    document, theme, found = pipeline.compile_tree(
        loaded, files, pipeline.edition(loaded.konzept, request), store
    )
    return (None, None, found) if counting(found) else (document, theme, ())


def _written(folder: Path) -> datetime:
    """When the settings of a concept outside of git were written."""
    return datetime.fromtimestamp(int((folder / _SETTINGS).stat().st_mtime), UTC)


class _Origins:
    """Knows who changed what when: those whose commits on the way to the new version touched the place."""

    def __init__(self, folder: Path, old: Version, new: Version, *, names: bool) -> None:
        self.names = names
        follows = bool(old.commit) and (bool(new.commit) or new.is_work_tree)
        self.touches = Touches(folder, old.commit, new.commit) if follows else None
        self.otherwise = Origin(REDAKTION, _day(folder, new))

    def origin(self, old: Span | None, new: Span | None) -> Origin:
        touches = self.touches(old, new) if self.touches else ()
        known = [commit for commit in touches if commit]
        if len(known) < len(touches):  # who changed it last has not committed it
            return Origin(REDAKTION, None)
        if not known:
            return self.otherwise
        # Which word of a place is whose, nobody can tell.
        authors = "; ".join(dict.fromkeys(visible(commit.author) for commit in known))
        return Origin(authors if self.names else REDAKTION, max(commit.moment for commit in known))


def _day(folder: Path, new: Version) -> datetime | None:
    """When all that changed up to a version was committed; None if nobody knows, or some of it is not."""
    if new.commit:
        return moment_of(folder, new.commit)
    revision = git.revision(folder, ("content",)) if new.is_work_tree else None
    return None if revision is None or revision.commit.endswith("+") else revision.moment


def _finding(doubt: Doubt) -> Diagnostic:
    done, version, of_version = {
        "accepted": ("angenommen", "die neue Fassung", "der neuen Fassung"),
        "rejected": ("abgelehnt", "die alte Fassung", "der alten Fassung"),
    }[doubt.how]
    wanted, said = _cut(doubt.wanted, doubt.said)
    return TEXT_WEICHT_AB.in_file(
        _SETTINGS,
        f"Das Word-Dokument mit Änderungen stimmt nicht: alle {done}, ergibt es nicht {version}",
        notes=(
            f"was nicht stimmt: {_ABOUT[doubt.about]}",
            f"in {of_version} steht: „{wanted}“",
            f"es ergibt sich: „{said}“",
        ),
        help=(
            "das ist ein Fehler in sro und nicht in Ihrem Text, bitte melden Sie ihn; "
            "was sich geändert hat, zeigt bis dahin sro diff"
        ),
    )


_ABOUT: Mapping[About, str] = {
    "words": "der Wortlaut",
    "structure": "der Aufbau aus Absätzen, Listen und Tabellen",
    "look": "eine Auszeichnung",
    "target": "das Ziel eines Verweises oder Links",
    "picture": "ein Bild",
    "lists": "die Zählung einer Liste",
    "layout": "das Aussehen der Seiten oder Tabellen",
}


_BEFORE, _LONGEST = 30, 70


def _cut(wanted: str, said: str) -> tuple[str, str]:
    """The stretch of both texts in which they part."""
    letters = enumerate(zip(wanted, said, strict=False))
    same = next((index for index, (one, other) in letters if one != other), min(len(wanted), len(said)))
    start = wanted.rfind(" ", 0, max(0, same - _BEFORE) + 1) + 1 if same > _BEFORE else 0
    shown = (("… " if start else "") + text[start:] for text in (wanted, said))
    one, other = (
        text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …" for text in shown
    )
    return one, other
