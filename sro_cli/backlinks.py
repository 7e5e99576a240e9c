"""What `sro refs` shows: who mentions an entry and what it mentions; what is treated, backed or neither."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sro_cli import tree
from sro_cli.columns import table, width
from sro_cli.diagnostics import nearest
from sro_cli.document.relations import Relations
from sro_cli.model import Eintrag, Kapitel, Konzept
from sro_cli.references import Index, Nennung, noun

GAP = "fehlt"
"""What stands where nothing treats, mentions or backs an entry."""


class UnknownTarget(ValueError):  # noqa: N818 - it is what a user wrote
    """Nothing has this id, or several things have; the message is German and names the nearest."""


def target_of(written: str, index: Index) -> str:
    """The typed id that somebody means who writes it with or without its kind.

    Raises:
        UnknownTarget: nothing is meant, or it is not clear what.
    """
    if written in index.targets:
        return written
    meant = [target for target in index.targets if target.partition(":")[2] == written]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UnknownTarget(
            f"„{written}“ ist mehrdeutig: {' oder '.join(f'„{target}“' for target in meant)}?"
        )
    idents = dict.fromkeys(target.partition(":")[2] for target in index.targets)
    close = nearest(written, [*index.targets] if ":" in written else [*idents])
    remedy = f" – meinten Sie {' oder '.join(f'„{other}“' for other in close)}?" if close else ""
    raise UnknownTarget(f"Die Kennung „{written}“ gibt es nicht{remedy}")


def entry(target: str, konzept: Konzept, index: Index) -> str:
    """Who mentions a target, place by place, and what it mentions.

    Args:
        target: a typed id among the index' targets.
        konzept: the concept.
        index: who mentions whom.
    """
    found = index.entries.get(target)
    scheme, _, ident = target.partition(":")
    title = f": {found.bezeichnung}" if found and found.bezeichnung != found.id else ""
    lines = [f"{noun(scheme)} „{ident}“{title}", f"  {index.targets[target]}", ""]
    mentions = index.to.get(target, ())
    numbers = Relations(konzept, index).kapitelnummern
    lines.append(f"Erwähnt von ({len(mentions)}):" if mentions else "Von nichts erwähnt.")
    lines += _two_columns([(str(mention.span), _origin(mention, konzept, numbers)) for mention in mentions])
    if found:
        made = index.by.get(target, ())
        lines += ["", f"Erwähnt selbst ({len(made)}):" if made else "Erwähnt selbst nichts."]
        lines += _two_columns([(str(mention.span), _shown(mention.target, index)) for mention in made])
    return "\n".join(lines) + "\n"


def coverage(konzept: Konzept, index: Index) -> str:
    """Which chapters treat and mention each goal, resolution and social space, and which resolutions back it.

    Chapters are numbered as in the products; a legend follows the tables.
    """
    numbers = Relations(konzept, index).kapitelnummern
    parts = [
        _coverage("Ziele", ("Ziel", "Beschlüsse"), konzept.ziele, numbers, index),
        _coverage("Beschlüsse", ("Beschluss", "für Ziele"), konzept.beschluesse, numbers, index),
        _coverage("Sozialräume", ("Sozialraum", "Beschlüsse"), konzept.sozialraeume, numbers, index),
    ]
    chapters = [[str(numbers.get(c.target, "–")), f"{c.titel} ({c.id})"] for c in konzept.kapitel]
    legend = table(["Nr.", "Kapitel"], chapters) if chapters else []
    return "\n\n".join(["\n".join(part) for part in (*parts, legend) if part]) + "\n"


def _coverage(
    title: str, heads: tuple[str, str], entries: Sequence[Eintrag], numbers: Mapping[str, int], index: Index
) -> list[str]:
    rows: list[list[str]] = []
    untreated = unbacked = 0
    for found in entries:
        treating = sorted(n for target, n in numbers.items() if _treats(index, target, found.target))
        mentions = index.to.get(found.target, ())
        mentioning = sorted({numbers[m.source] for m in mentions if m.source in numbers and not m.allowed})
        backing = _backing(found, index)
        untreated += not treating
        unbacked += not backing
        # A goal and a space have to rest on a resolution; not every resolution has to carry a goal.
        back = ", ".join(backing) or ("–" if found.scheme == "beschluss" else GAP)
        rows.append([found.id, _chapters(treating), _chapters(mentioning), back])
    if not rows:
        return []
    without = "ohne Ziel" if heads[1] == "für Ziele" else "ohne Beschluss"
    head = f"{title}: {len(rows)}, davon {untreated} in keinem Kapitel behandelt, {unbacked} {without}"
    return [head, "", *table([heads[0], "behandelt in", "erwähnt in", heads[1]], rows)]


def _treats(index: Index, chapter: str, target: str) -> bool:
    found = index.entries[chapter]
    return isinstance(found, Kapitel) and target in found.behandelt


def _backing(found: Eintrag, index: Index) -> list[str]:
    """The resolutions that a goal or space rests on; for a resolution, the goals that rest on it."""
    mentions = index.to.get(found.target, ())
    if found.scheme == "beschluss":
        return _idents(mention.source for mention in mentions if mention.source.startswith("ziel:"))
    named = [mention.target for mention in index.by.get(found.target, ())]
    naming = [mention.source for mention in mentions]
    # A space is backed through the Rahmenbedingungen that hold in it.
    through = [
        mention.target
        for source in naming
        if found.scheme == "sozialraum" and source.startswith("rahmen:")
        for mention in index.by[source]
    ]
    return _idents(target for target in [*named, *naming, *through] if target.startswith("beschluss:"))


def _idents(targets: Iterable[str]) -> list[str]:
    return sorted({target.partition(":")[2] for target in targets})


def _chapters(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers)) or GAP


def _origin(mention: Nennung, konzept: Konzept, numbers: Mapping[str, int]) -> str:
    """Where a mention stands, in words: chapter and section, or the entry."""
    scheme, _, ident = mention.source.partition(":")
    if scheme != "kapitel":
        return f"{noun(scheme)} „{ident}“" if ident else "Angaben zum Konzept"
    chapter = next(chapter for chapter in konzept.kapitel if chapter.id == ident)
    number = numbers.get(mention.source)
    words = f"Kapitel {number} {chapter.titel}" if number else f"Kapitel „{chapter.titel}“"
    if mention.allowed:
        return f"{words} (Kopf)"
    section = _section(chapter, mention)
    return f"{words} › {section}" if section else words


def _section(chapter: Kapitel, mention: Nennung) -> str:
    above = [
        block
        for block in tree.walk(chapter.blocks)
        if isinstance(block, tree.Heading)
        and block.level > 1
        and block.span
        and block.span.start <= mention.span.start
    ]
    return tree.plain_text(above[-1].content) if above else ""


def _shown(target: str, index: Index) -> str:
    scheme, _, ident = target.partition(":")
    found = index.entries.get(target)
    if target not in index.targets:
        return f"{target} (gibt es nicht)"
    return f"{noun(scheme)} „{ident}“" + (
        f": {found.bezeichnung}" if found and found.bezeichnung != ident else ""
    )


def _two_columns(rows: Sequence[tuple[str, str]]) -> list[str]:
    left = max((width(first) for first, _second in rows), default=0)
    return [f"  {first}{' ' * (left - width(first))}  {second}" for first, second in rows]
