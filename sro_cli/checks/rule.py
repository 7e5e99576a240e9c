"""What a rule is: a pure function from a concept to findings of one kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from sro_cli.checks.lesetext import Lesetext
from sro_cli.diagnostics import Diagnostic, Kind
from sro_cli.model import Konzept
from sro_cli.references import Index, Nennung
from sro_cli.source import Key, Places, Span
from sro_cli.theme import Theme
from sro_cli.tree import Inline

Knowledge = Literal["complete", "heute", "fassungen", "spelling", "given_views"]
"""What is not known of every concept: the fields of `Scope` that a rule may require."""


class Spelling(Protocol):
    """Who knows how words are spelled."""

    def unknown(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that nobody spells so."""
        ...

    def meant(self, words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """For each word what may have been meant, best first."""
        ...


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
        texts: what the text fields of entries say, by the keys of their places.
        theme: the look, None if it is faulty.
        heute: the day for which is checked; None leaves out what depends on it.
        fassungen: the versions already published; None if nobody knows.
        lesetext: all that the concept says in its own words.
        woerter: the concept's own list of words, each with its place.
        spelling: who knows how words are spelled; None if nobody is there to ask.
        look: where the design tokens stand.
        unset_text: signs in the sources that the font of the text lacks.
        unset_code: signs in the sources that the font of code lacks.
        given_views: whether annexes, views and diagrams are made by the templates that come with `sro`.
    """

    konzept: Konzept
    index: Index
    places: Places
    pictures: tuple[str, ...]
    shown: Mapping[str, Span]
    complete: bool = True
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    templates: tuple[str, ...] = ()
    texts: Mapping[Key, tuple[Inline, ...]] = field(default_factory=dict)
    theme: Theme | None = None
    heute: date | None = None
    fassungen: frozenset[str] | None = None
    lesetext: Lesetext = field(default_factory=Lesetext)
    woerter: Mapping[str, Span] = field(default_factory=dict)
    spelling: Spelling | None = None
    look: Places = field(default_factory=Places)
    unset_text: frozenset[str] = frozenset()
    unset_code: frozenset[str] = frozenset()
    given_views: bool = True

    def in_chapters(self, target: str) -> tuple[Nennung, ...]:
        """The mentions of an entry by chapters, in their heads or their texts."""
        return tuple(m for m in self.index.to.get(target, ()) if m.source.startswith("kapitel:"))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the kind of its findings.

    Attributes:
        kind: code, name and severity.
        find: yields the findings, in any order.
        requires: what it must know of the scope, lest it blames somebody for what was not looked at.
    """

    kind: Kind
    find: Callable[[Scope], Iterator[Diagnostic]]
    requires: tuple[Knowledge, ...] = ()

    def lacks(self, scope: Scope) -> bool:
        """Whether the scope does not know what the rule requires."""
        return any(getattr(scope, name) in (None, False) for name in self.requires)
