"""Why chapters stand elsewhere: as those said who committed their order in `content/konzept.yml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sro_cli.comparison.reasons import Subjects
from sro_cli.model import Kapitel
from sro_cli.readers.content import Content
from sro_cli.source import Span

_SETTINGS, _LIST = "konzept", "kapitel"


def knowing_order(subjects: Subjects, old: Content, new: Content) -> Subjects:
    """The subjects that touched a place, or if none did and it is a chapter, those that touched its turn.

    Moving a line up, git may see another one that moved down: then the list of chapters speaks as a whole.

    Args:
        subjects: of what touched a place.
        old: one version.
        new: the other.
    """
    before, after = _turns(old), _turns(new)

    def told(one: Span | None, other: Span | None) -> Sequence[str]:
        found = subjects(one, other)
        turns = zip(
            before.get(_place(one), (None, None)), after.get(_place(other), (None, None)), strict=True
        )
        for was, is_now in turns:
            if found:
                break
            found = subjects(was, is_now)
        return found

    return told


def _turns(content: Content) -> Mapping[tuple[str, int] | None, tuple[Span, Span]]:
    """By the place of a chapter: its own line of the list, and the list."""
    settings = content.konzept.einstellungen
    names = settings.kapitel if settings else ()
    return {
        _place(content.places[(f"{Kapitel.scheme}:{name}",)]): (
            content.places[(_SETTINGS, _LIST, number)],
            content.places[(_SETTINGS, _LIST)],
        )
        for number, name in enumerate(names)
        if (f"{Kapitel.scheme}:{name}",) in content.places
    }


def _place(span: Span | None) -> tuple[str, int] | None:
    return (span.source.path, span.start) if span else None
