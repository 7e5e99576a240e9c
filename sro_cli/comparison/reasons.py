"""Why something changed: what editors say of a place, else what those who committed it said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from sro_cli import tree
from sro_cli.comparison.values import Place
from sro_cli.facts.milestones import version_key
from sro_cli.model import AENDERUNGEN, Aenderung, Kapitel
from sro_cli.readable import on_one_line
from sro_cli.readers.content import Content
from sro_cli.source import Span
from sro_cli.tree import Heading, Inline, Mention, Text

Reasons = Callable[[Place | None, Place | None], str]
"""Why something changed from its old to its new place; empty if nobody said why."""

Subjects = Callable[[Span | None, Span | None], Sequence[str]]
"""The subjects of the commits that touched a place of the old and of the new version, the oldest first."""

_MOST = 3
"""Subjects that one change is explained with: the last ones."""


def reasons(new: Content, subjects: Subjects, published: str = "") -> Reasons:
    """Tells why something changed up to a version.

    What ``aenderungen.yml`` says of a section goes before what it says of those around it and of the
    chapter, that before the commits.

    Args:
        new: the version; its reasons count.
        subjects: see `Subjects`.
        published: the newest version in the history of the old side, ``0.1.0``: reasons of changes
            that it has already are told no more; empty if there is none.
    """
    given = _given(new, published)
    around = dict(_around(new)) if given else {}

    def reason(old: Place | None, now: Place | None) -> str:
        places = [place for place in (now, old) if place]
        sections = [name for place in places for name in (place.section, *around.get(place.section, ()))]
        for target in (*sections, *(place.target for place in places)):
            if found := given.get(target):
                return found
        said = subjects(old.span if old else None, now.span if now else None)
        return "; ".join(on_one_line(subject) for subject in said[-_MOST:])

    return reason


def unplaced(old: Content, new: Content, published: str = "") -> tuple[Span, ...]:
    """The ids in reasons that neither version knows: misspelt, or gone before.

    Reasons that the old version gives already have done what they were for.

    Args:
        old: one version.
        new: the other; its reasons count.
        published: as for `reasons`.
    """
    known = {name for side in (old, new) for name, _span in side.places.entries()}
    before = {(reason.zu, reason.grund) for reason in old.konzept.aenderungen}
    return tuple(
        new.places[(AENDERUNGEN, number, "zu")]
        for number, reason in _told(new, published)
        if reason.zu not in known and (reason.zu, reason.grund) not in before
    )


def unspoken(_old: Span | None, _new: Span | None) -> Sequence[str]:
    """No subjects: what lies in no history."""
    return ()


def _given(new: Content, published: str) -> Mapping[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    for number, reason in _told(new, published):
        labels = labels or dict(_labels(new))
        found[reason.zu].append(_said(reason, new.texts.get((AENDERUNGEN, number, "grund"), ()), labels))
    return {target: " ".join(said) for target, said in found.items()}


def _around(content: Content) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The sections around each section, the innermost first."""
    for chapter in content.konzept.kapitel:
        above: list[tuple[int, str]] = []
        for block in chapter.blocks:
            if isinstance(block, Heading) and block.level > 1:
                above = [(level, name) for level, name in above if level < block.level]
                name = f"abschnitt:{block.ident}"
                yield name, tuple(outer for _level, outer in reversed(above))
                above.append((block.level, name))


def _told(new: Content, published: str) -> Iterator[tuple[int, Aenderung]]:
    """The reasons of what the old side does not have yet, with their numbers."""
    for number, reason in enumerate(new.konzept.aenderungen):
        if not (reason.seit and published and version_key(reason.seit) <= version_key(published)):
            yield number, reason


def _said(reason: Aenderung, grund: tuple[Inline, ...], labels: Mapping[str, str]) -> str:
    """A reason as plain text, with the resolution behind it."""

    def named(inline: Inline) -> tuple[Inline, ...]:
        if isinstance(inline, Mention) and not inline.content:
            return (Text(labels.get(inline.target, inline.target.partition(":")[2])),)
        return (inline,)

    text = on_one_line(tree.plain_text(tree.map_inlines(grund, named)))
    paper = f"Beschluss {reason.beschluss}" if reason.beschluss else ""
    if not paper or paper in text:
        return text
    return f"{text[:-1]} ({paper})." if text.endswith(".") else f"{text} ({paper})"


def _labels(content: Content) -> Iterator[tuple[str, str]]:
    for entry in content.konzept.eintraege():
        if isinstance(entry, Kapitel):
            yield entry.target, f"Kapitel „{entry.titel}“"
            for block in tree.walk(entry.blocks):
                if isinstance(block, Heading) and block.ident:
                    yield f"abschnitt:{block.ident}", f"Abschnitt „{tree.plain_text(block.content)}“"
        else:
            yield entry.target, entry.label
