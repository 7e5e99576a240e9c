"""The change log of a version, for its readers: what is new since the last one, by chapters and entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sro_cli.comparison import changes
from sro_cli.comparison.outline import outlined
from sro_cli.comparison.reasons import reasons, unspoken
from sro_cli.comparison.values import Place
from sro_cli.document import audience
from sro_cli.document.frame import Fassung
from sro_cli.document.number import number
from sro_cli.model import EINSTELLUNGEN, LISTEN
from sro_cli.publishing import told_chapters, told_entries
from sro_cli.publishing.phrases import Why, because, literal
from sro_cli.publishing.told_chapters import Chapter, Outline, Telling
from sro_cli.publishing.told_entries import Entry, Side
from sro_cli.readable import datum
from sro_cli.readers.content import Content
from sro_cli.references import noun
from sro_cli.tree import Heading, Part

FIRST = "Die erste Fassung."
NOTHING = "Am Inhalt hat sich nichts geändert."
UNKNOWN = "Die Fassung davor lässt sich nicht mehr vergleichen."

_STATES = {"changed": "geändert", "new": "neu", "gone": "entfallen"}
_MOST = 3
"""Kinds of entries that are counted in one line; of more only the names are told."""


@dataclass(frozen=True, slots=True)
class News:
    """What changed, told to readers.

    Attributes:
        chapters: those that changed.
        entries: those that changed.
        titles: of all chapters, with their number, by typed id; Markdown.
        moved: the numbers that chapters had before, by typed id, if they have another now.
        why: why something changed.
    """

    chapters: tuple[Chapter, ...]
    entries: tuple[Entry, ...]
    titles: Mapping[str, str]
    moved: Mapping[str, str]
    why: Why

    @property
    def line(self) -> str:
        """All of it in one line, plain text, as in „3 Kapitel geändert, 1 neu; 2 Ziele neu“."""
        states = [chapter.state for chapter in self.chapters]
        lots = [_counted("kapitel", {state: states.count(state) for state in _STATES})] if states else []
        counts = told_entries.counted(self.entries)
        known = [(kind.scheme, counts[name]) for name, kind in LISTEN.items() if name in counts]
        lots += [_counted(scheme, found) for scheme, found in known[:_MOST]]
        if rest := [noun(scheme, 2) for scheme, _found in known[_MOST:]]:
            lots.append(f"dazu {' und '.join(filter(None, (', '.join(rest[:-1]), rest[-1])))}")
        if not lots and EINSTELLUNGEN in counts:
            lots = ["Angaben zum Dokument geändert"]
        if not lots and self.moved:
            lots = ["Kapitel umgestellt"]
        return f"{'; '.join(lots)}." if lots else NOTHING


def news(old: Content, new: Content, last: str = "") -> News:
    """What changed between two versions, as far as their readers may see and would notice it.

    Args:
        old: one version.
        new: the other; its reasons are told.
        last: the number of the old one: reasons of changes that it has already are told no more.
    """
    reason = reasons(new, unspoken, last)

    def why(target: str) -> str:
        return reason(None, Place(target))

    before, after = (
        replace(side, konzept=audience.shown(side.konzept, internal=False)) for side in (old, new)
    )
    found = changes(before, after)
    one, other = (_outline(side) for side in (before, after))
    sides = (
        Side(before.konzept, one.names, before.texts),
        Side(after.konzept, other.names, after.texts),
    )
    return News(
        tuple(Telling(one, other, why).chapters(found)),
        tuple(told_entries.told(found, *sides, why)),
        {**one.titles, **other.titles},
        {
            target: one.numbers[target]
            for target, now in other.numbers.items()
            if target.startswith("kapitel:") and one.numbers.get(target, now) != now
        },
        why,
    )


def line(found: News | None, milestone: str, *, first: bool) -> str:
    """What a version brought, in one line: the reason given for its milestone, else what can be counted.

    Args:
        found: what changed; None for the first version, and if nobody can tell.
        milestone: its typed id.
        first: whether it is the first.
    """
    if found:
        return found.why(milestone) or found.line
    return FIRST if first else UNKNOWN


def text(found: News | None, own: Fassung, before: Fassung | None) -> str:
    """The change log as Markdown; a pure function of two versions.

    Args:
        found: what changed; None if nobody can tell, or for the first version.
        own: the version.
        before: the one it follows; None for the first.
    """
    parts = [f"# Was sich in Version {own.version} geändert hat"]
    since = f", verglichen mit der {before.art} {before.version} vom {datum(before.stand)}" if before else ""
    parts.append(f"{own.art} {own.version}, Stand {datum(own.stand)}{since}.")
    parts.append(f"**{literal(own.neues)}**")
    if found:
        parts += [found.line] * (found.line != own.neues)
        parts += _chapters(found)
        parts += _entries(found)
    return "\n\n".join(parts) + "\n"


def _chapters(found: News) -> Iterator[str]:
    if not (found.chapters or found.moved):
        return
    yield "## Kapitel"
    if found.moved:
        others = (f"{found.titles[target]} (bisher {was})" for target, was in found.moved.items())
        yield f"Andere Nummern haben: {', '.join(others)}."
    for chapter in found.chapters:
        yield f"### {found.titles.get(chapter.target, chapter.target)}"
        match chapter.state:
            case "new":
                yield "Dieses Kapitel ist neu."
            case "gone":
                yield "Dieses Kapitel ist entfallen; die Nummer ist seine bisherige."
            case _:
                pass
        if reason := because(found.why(chapter.target)):
            yield reason
        if chapter.lines:
            yield "\n".join(told_chapters.told(chapter.lines))


def _entries(found: News) -> Iterator[str]:
    for kind in (*LISTEN, EINSTELLUNGEN):
        entries = [entry for entry in found.entries if entry.kind == kind]
        if entries:
            yield f"## {noun(LISTEN[kind].scheme, 2) if kind in LISTEN else 'Angaben zum Dokument'}"
            yield "\n".join(line for entry in entries for line in _entry(entry))


def _entry(entry: Entry) -> Iterator[str]:
    if entry.state != "changed":
        yield f"- {_STATES[entry.state].capitalize()}: {'. '.join(filter(None, (entry.title, entry.reason)))}"
        yield from (f"    - {words}" for words in entry.words)
    elif not entry.title:
        yield from (f"- {words}" for words in entry.words)
    elif len(entry.words) == 1 and not entry.reason:
        yield f"- {entry.title}: {entry.words[0]}"
    else:
        yield f"- {entry.title}"
        yield from (f"    - {words}" for words in (*entry.words, entry.reason) if words)


def _counted(scheme: str, states: Mapping[str, int]) -> str:
    """„3 Kapitel geändert, 1 neu“."""
    present = [(states.get(state, 0), word) for state, word in _STATES.items() if states.get(state, 0)]
    (first, word), *rest = present
    return ", ".join((f"{first} {noun(scheme, first)} {word}", *(f"{count} {word}" for count, word in rest)))


def _outline(side: Content) -> Outline:
    """What a version calls what stands in its chapters; mentions as the products write them."""
    chapters = outlined(side)
    _parts, labels = number(tuple(Part(each.id, "kapitel", each.blocks) for each in side.konzept.kapitel))
    titles: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for chapter in chapters:
        for unit in chapter.inner:
            if isinstance(node := unit.node, Heading):
                target = f"abschnitt:{unit.ident}" if node.level > 1 else f"kapitel:{chapter.ident}"
                titles[target] = f"{node.number} {literal(unit.text)}".strip()
                numbers[target] = node.number
    names = {entry.target: entry.label for entry in side.konzept.eintraege()}
    names |= {f"{label.kind}:{anchor}": label.text for anchor, label in labels.items()}
    names |= {
        target: f"Kapitel {found}" for target, found in numbers.items() if target.startswith("kapitel:")
    }
    return Outline(names, titles, numbers)
