"""What changed in the chapters, told to readers: line by line, each under its section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sro_cli import tree
from sro_cli.comparison.nouns import BOXES, NOUNS
from sro_cli.comparison.splits import Division
from sro_cli.comparison.units import Unit
from sro_cli.comparison.values import (
    Added,
    Altered,
    Change,
    Changed,
    FieldChanged,
    Merged,
    Moved,
    Place,
    Redirected,
    Removed,
    Split,
    Weight,
)
from sro_cli.comparison.words import tokens
from sro_cli.publishing.phrases import Names, Why, because, literal, quoted, rewritten, said, turned
from sro_cli.readable import wort

_VIEWS = {"diagramm": ("s", "Diagramm"), "nachweis": ("r", "Nachweis"), "steckbrief": ("r", "Steckbrief")}
_ALERTS = {"OFFEN": ("r", "offener Punkt"), "HINWEIS": ("r", BOXES["HINWEIS"])}
_SHOWN = {"picture", "name", "argument", "nur", "sortiert", "spalten"}
"""What about a unit readers see: another picture, other rows of a view."""

_MANY = 6
"""Changes of the wording alone, in one section, above which only their number is told."""

_HERE = "Zu Beginn"


@dataclass(frozen=True, slots=True)
class Line:
    """A change in a chapter.

    Attributes:
        section: what it stands under; empty for what stands alone.
        words: Markdown, one line.
        minor: only the wording changed.
    """

    section: str
    words: str
    minor: bool = False


@dataclass(slots=True)
class Chapter:
    """A chapter of which something changed.

    Attributes:
        target: its typed id.
        state: ``new``, ``gone`` or ``changed``.
        lines: what changed, in its order.
    """

    target: str
    state: str = "changed"
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a version calls what stands in its chapters.

    Attributes:
        names: what mentions say.
        titles: of chapters and sections, with their number, by typed id; Markdown.
        numbers: of chapters and sections, by typed id.
    """

    names: Names
    titles: Mapping[str, str]
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells changes of chapters from one version to the next, and why they were made."""

    old: Outline
    new: Outline
    why: Why

    def chapters(self, changes: Iterable[Change]) -> list[Chapter]:
        """The chapters that changed, in the order of the changes."""
        found: dict[str, Chapter] = {}
        sections: dict[str, tuple[Chapter, str]] = {}
        for change in changes:
            place = change.new or change.old
            if place and place.target.startswith("kapitel:"):
                chapter = found.setdefault(place.target, Chapter(place.target))
                before = len(chapter.lines)
                self._tell(chapter, change, place)
                if place.section and any(line.section for line in chapter.lines[before:]):
                    sections[place.section] = chapter, self._section(place)
        for target, (chapter, section) in sections.items():
            if reason := because(self.why(target)):
                chapter.lines.append(Line(section, reason))
        return [each for each in found.values() if each.lines or each.state != "changed"]

    def _tell(self, chapter: Chapter, change: Change, place: Place) -> None:
        match change:
            case _ if change.weight is Weight.TYPOGRAPHY:
                pass
            case Added(units=(Unit(kind="chapter"), *_)):
                chapter.state = "new"
            case Removed(units=(Unit(kind="chapter"), *_)):
                chapter.state = "gone"
            case FieldChanged():
                chapter.lines += [Line("", words) for words in self._head(change) if words]
            case _:
                whole = _is_section(change)
                section = "" if whole else self._section(place)
                reason = because(self.why(place.section)) if whole else ""
                told = (f"{words}. {reason}" if reason else words for words in self._words(change) if words)
                minor = isinstance(change, Changed) and change.weight is Weight.WORDING
                chapter.lines += [Line(section, words, minor) for words in told]

    def _section(self, place: Place) -> str:
        """The section by its present name, with the number that it had before if that was another."""
        if not place.section:
            return _HERE
        title = self.new.titles.get(place.section) or self.old.titles.get(place.section, "")
        was, now = (side.numbers.get(place.section, "") for side in (self.old, self.new))
        # What follows from another number of the chapter is said there.
        other = was and now and was.partition(".")[2] != now.partition(".")[2]
        return f"{title} (bisher {was})" if other else title

    def _words(self, change: Change) -> Iterator[str]:
        match change:
            case Added(units=units):
                yield from (f"neue{end} {name}" for end, name in _told_units(units, self.new))
            case Removed(units=units):
                yield from (f"{name} entfallen" for _end, name in _told_units(units, self.old))
            case Moved(pairs=pairs, old=Place() as old):
                moved = [pair.new for pair in pairs if pair.new]
                if moved[0].kind != "chapter":
                    _end, name = next(_told_units(moved, self.new))
                    whole = moved[0].kind == "heading"
                    was = old.number if whole else self.old.titles.get(old.section, "").partition(" ")[0]
                    place = f"{'' if whole else 'in '}{was}"
                    yield f"{name} verschoben{f', bisher {place}' if was else ''}"
            case (
                Changed(pair=pair, runs=runs)
                | Split(division=Division(pair=pair), runs=runs)
                | Merged(division=Division(pair=pair), runs=runs)
            ) if pair.new:
                told = rewritten(runs, self.old.names, self.new.names)
                yield f"{self._where(pair.new, change.new)}{told}" if told else ""
            case Altered(pair=pair, name=name) if name in _SHOWN and pair.new:
                what = "ein anderes Bild" if name == "picture" else "etwas anderes"
                yield f"{_name(pair.new, self.new)[1]} zeigt {what}"
            case Redirected(text=text, before=before, after=after) if before and after:
                names = self.old.names.get(before, ""), self.new.names.get(after, "")
                if all(names):
                    yield f"Verweis {turned(*map(literal, names))}"
                elif text:
                    yield f"der Verweis {quoted(text)} führt jetzt woandershin"
            case _:
                pass

    def _where(self, unit: Unit, place: Place | None) -> str:
        """What stands before what became of a text."""
        if unit.kind == "cell":
            names = " / ".join(quoted(name) for name in place.cell if name) if place else ""
            return f"Tabelle{f', {names}' if names else ''}: "
        if unit.kind == "heading":
            return "Überschrift "
        return "" if unit.kind in {"paragraph", "item"} else f"{_name(unit, self.new, bare=True)[1]}: "

    def _head(self, change: FieldChanged) -> Iterator[str]:
        match change.path:
            case ("status",):
                yield f"Status: {turned(wort(str(change.before)), wort(str(change.after)))}"
            case ("verantwortlich",):
                names = (
                    side.names.get(f"akteur:{value}", str(value or "offen"))
                    for side, value in ((self.old, change.before), (self.new, change.after))
                )
                yield f"Verantwortlich: {turned(*map(literal, names))}"
            case _:
                pass


def told(lines: Iterable[Line]) -> Iterator[str]:
    """The lines of a chapter as items of a list; of very many small changes in a section only the number."""
    sections: dict[str, list[Line]] = {}
    for line in lines:
        sections.setdefault(line.section, []).append(line)
    for section, found in sections.items():
        minor = [line for line in found if line.minor]
        many = len(minor) > _MANY
        words = list(dict.fromkeys(line.words for line in found if not (many and line.minor)))
        if many:
            words.append(f"an {len(minor)} {'weiteren ' if words else ''}Stellen anders formuliert")
        if section and len(words) == 1:
            yield f"- {section}: {words[0]}"
        else:
            yield from [f"- {section}"] * bool(section)
            yield from (f"{'    ' if section else ''}- {each[:1].upper()}{each[1:]}" for each in words)


def _is_section(change: Change) -> bool:
    """Whether it is about a section as a whole."""
    match change:
        case Added(units=(first, *_)) | Removed(units=(first, *_)):
            return first.kind == "heading"
        case Moved(pairs=(first, *_)):
            return first.new is not None and first.new.kind == "heading"
        case _:
            return False


def _told_units(units: Sequence[Unit], side: Outline) -> Iterator[tuple[str, str]]:
    """What was added, removed or moved; a section by its heading alone, a column by its head."""
    told = units[:1] if units[0].kind in {"heading", "column"} else units
    return (_name(unit, side) for unit in told if unit.kind != "rule")


def _name(unit: Unit, side: Outline, *, bare: bool = False) -> tuple[str, str]:
    """The end of „neue…“ before it, and what it is called."""
    node = unit.node
    end, noun = NOUNS[unit.kind].end, NOUNS[unit.kind].word
    if isinstance(node, tree.Directive):
        end, noun = _VIEWS.get(node.name, (end, noun))
        title = node.title
    else:
        title = next((words for each in unit.walk() if (words := _said(each, side))), "")
    if isinstance(node, tree.Alert):
        end, noun = _ALERTS.get(node.kind, (end, noun))
    if bare:
        return end, noun
    if isinstance(node, tree.Heading) and node.number:
        return end, f"{noun} {node.number} {quoted(title)}"
    return end, f"{noun} {quoted(title)}" if title else noun


def _said(unit: Unit, side: Outline) -> str:
    return said(tokens(unit.content), side.names).strip()
