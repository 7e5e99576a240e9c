"""What mentions are called in one version, and texts without what a cell of a table cannot hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sro_cli import tree
from sro_cli.comparison.units import Unit
from sro_cli.model import Begriff, Eintrag, Konzept, Verweis, marked_fields
from sro_cli.readable import on_one_line
from sro_cli.references import noun
from sro_cli.source import Key
from sro_cli.tree import Inline, Text


class Names:
    """The names of chapters, sections, figures, tables and entries of one version."""

    def __init__(
        self, konzept: Konzept, chapters: Iterable[Unit], renamed: Mapping[str, str] | None = None
    ) -> None:
        """Gathers the names.

        Args:
            konzept: the version.
            chapters: the same as units.
            renamed: what has another typed id in the version that it is compared with, by its own one;
                it goes by both.
        """
        self._renamed = renamed or {}
        self._found = {entry.target: on_one_line(_label(entry)) for entry in konzept.eintraege()}
        self._entries = {entry.target: entry for entry in konzept.eintraege()}
        self._links: dict[str, dict[Key, Verweis]] = {}
        for chapter in chapters:
            for unit in chapter.walk():
                self._found |= _of_unit(unit, chapter.ident)
        self._found |= {
            now: self._found[before] for before, now in self._renamed.items() if before in self._found
        }

    def now(self, target: str) -> str:
        """What a typed id of this version is in the one that it is compared with."""
        return self._renamed.get(target, target)

    def links(self, target: str, path: Key) -> Verweis | None:
        """What a field of an entry names: other entries; None if it holds words of its own."""
        entry = self._entries.get(target)
        if entry is None:
            return None
        if target not in self._links:
            self._links[target] = {place: mark for place, mark, _text in marked_fields(entry, Verweis)}
        marks = self._links[target]
        return marks.get(path) or marks.get((*path, 0))

    def of(self, target: str) -> str:
        """What a typed id is called; what has no name in this version goes by its kind."""
        return self._found.get(target) or noun(target.partition(":")[0])

    def known(self, target: str) -> str:
        """What a typed id is called, with its kind; empty if this version has none of that id."""
        words, kind = self._found.get(target, ""), noun(target.partition(":")[0])
        return words if not words or words.startswith((kind, "„")) else f"{kind} „{words}“"

    def shown(self, content: Sequence[Inline]) -> tuple[Inline, ...]:
        """A text as a cell shows it: mentions and links as their words, footnotes left to their own row."""
        return tree.map_inlines(tuple(content), self._words)

    def _words(self, inline: Inline) -> tuple[Inline, ...]:
        match inline:
            case tree.Mention(content=()):
                return (Text(self.of(inline.target)),)
            case tree.Mention(content=content) | tree.Link(content) | tree.Reference(content):
                return content
            case tree.Note() | tree.Anchor():
                return ()
            case tree.Image(_path, alt):
                return (Text(f"[Bild: {alt}]"),) if alt else ()
            case _:
                return (inline,)


def _label(entry: Eintrag) -> str:
    short = entry.abkuerzung if isinstance(entry, Begriff) else ""
    return short or entry.label


def _of_unit(unit: Unit, chapter: str) -> dict[str, str]:
    match unit.node:
        case tree.Heading(level=1) as heading:
            return {f"kapitel:{chapter}": f"Kapitel {heading.number}" if heading.number else f"„{unit.text}“"}
        case tree.Heading(ident=ident) as heading if ident:
            return {
                f"abschnitt:{ident}": f"Abschnitt {heading.number}" if heading.number else f"„{unit.text}“"
            }
        case tree.Figure(ident=ident) if ident:
            return {f"abb:{ident}": f"Abbildung „{unit.text}“"}
        case tree.Table(ident=ident, caption=caption) if ident:
            return {f"tab:{ident}": f"Tabelle „{tree.plain_text(caption)}“"}
        case tree.Directive(ident=ident, title=title) as view if ident:
            kind, word = ("abb", "Abbildung") if view.name == "diagramm" else ("tab", "Tabelle")
            return {f"{kind}:{ident}": f"{word} „{title}“"}
        case _:
            return {}
