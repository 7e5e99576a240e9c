"""What a rule is: a pure function from a concept to findings of one kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sro_cli.diagnostics import Diagnostic, Kind
from sro_cli.model import Konzept
from sro_cli.references import Index
from sro_cli.source import Places, Span


@dataclass(frozen=True, slots=True)
class Scope:
    """All that a rule may look at.

    Attributes:
        konzept: the concept.
        index: who mentions whom.
        places: where everything stands.
        pictures: the paths of all pictures in the folder.
        shown: the pictures that a chapter shows, with the place.
        complete: whether everything could be read; if not, what seems to be missing may exist.
        kinds: every kind of finding by its code.
        templates: the paths of all templates, below ``templates/``.
    """

    konzept: Konzept
    index: Index
    places: Places
    pictures: tuple[str, ...]
    shown: Mapping[str, Span]
    complete: bool = True
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    templates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the kind of its findings.

    Attributes:
        kind: code, name and severity.
        find: yields the findings, in any order.
    """

    kind: Kind
    find: Callable[[Scope], Iterator[Diagnostic]]
