"""What `sro refs` shows of one entry: who mentions it, and what it mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sro_cli import tree
from sro_cli.columns import width, wrapped
from sro_cli.diagnostics.suggestions import nearest
from sro_cli.document.relations import Relations
from sro_cli.model import AENDERUNGEN, Kapitel, Konzept
from sro_cli.references import Index, Nennung, noun

_ROOM = 30
"""Columns beside the places that words need; with less they stand below."""


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


def entry(target: str, konzept: Konzept, index: Index, widest: int = 80) -> str:
    """Who mentions a target, place by place, and what it mentions.

    Args:
        target: a typed id among the index' targets.
        konzept: the concept.
        index: who mentions whom.
        widest: columns to which lines are broken.
    """
    found = index.entries.get(target)
    scheme, _, ident = target.partition(":")
    title = f": {found.bezeichnung}" if found and found.bezeichnung != found.id else ""
    lines = [*wrapped(f"{noun(scheme)} „{ident}“{title}", widest), f"  {index.targets[target]}", ""]
    mentions = index.to.get(target, ())
    numbers = Relations(konzept, index).kapitelnummern
    lines.append(f"Erwähnt von ({len(mentions)}):" if mentions else "Von nichts erwähnt.")
    lines += _two_columns(
        [(str(mention.span), _origin(mention, konzept, numbers)) for mention in mentions], widest
    )
    if found:
        made = index.by.get(target, ())
        lines += ["", f"Erwähnt selbst ({len(made)}):" if made else "Erwähnt selbst nichts."]
        lines += _two_columns(
            [(str(mention.span), _shown(mention.target, index)) for mention in made], widest
        )
    return "\n".join(lines) + "\n"


def _origin(mention: Nennung, konzept: Konzept, numbers: Mapping[str, int]) -> str:
    """Where a mention stands, in words: chapter and section, or the entry."""
    scheme, _, ident = mention.source.partition(":")
    if scheme == AENDERUNGEN:
        return "Grund einer Änderung"
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


def _two_columns(rows: Sequence[tuple[str, str]], widest: int) -> Iterator[str]:
    """Places and words about them, the words broken beside the place, or below where there is no room."""
    left = max((width(first) for first, _second in rows), default=0)
    beside = widest - left - 4 >= _ROOM
    indent = left + 4 if beside else 6
    for first, second in rows:
        words = list(wrapped(second, max(widest - indent, _ROOM)))
        if beside:
            yield f"  {first}{' ' * (left - width(first))}  {words.pop(0)}"
        else:
            yield f"  {first}"
        yield from (f"{' ' * indent}{line}" for line in words)
