"""Changes in German words: what happened to what, and the texts of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, get_origin

from sro_cli import tree
from sro_cli.comparison import nouns
from sro_cli.comparison.numbers import counted
from sro_cli.comparison.references import Redirection, without
from sro_cli.comparison.shifts import NOUNS
from sro_cli.comparison.splits import signed
from sro_cli.comparison.units import Unit
from sro_cli.comparison.values import (
    Added,
    Altered,
    Change,
    Changed,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
    FieldChanged,
    Merged,
    Moved,
    Place,
    Redirected,
    Removed,
    Renamed,
    Renumbered,
    Split,
    Weight,
)
from sro_cli.comparison.words import Run, differ
from sro_cli.model import LISTEN, Eintrag, Kapitel, Wert
from sro_cli.readable import on_one_line, plain, wort

WEIGHTS = {
    Weight.FACT: "Angaben",
    Weight.WORDING: "Wortlaut",
    Weight.STRUCTURE: "Anordnung",
    Weight.TYPOGRAPHY: "nur Schriftbild",
}
"""What a change concerns."""

_IN_TABLES = {"column", "row", "cell"}
_WITHIN = {each: nouns.NOUNS[each].word for each in ("item", "note", "quote", "meaning")}
_WITHIN |= {"alert": "Absatz im Kasten"}


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words.

    Attributes:
        mark: ``+``, ``-``, ``~`` (changed) or ``>`` (moved): one character, so that no colour is needed.
        what: „Absatz geändert“.
        runs: of a text that changed word by word; none otherwise.
        old: what was there; empty if nothing, and where the runs say it.
        new: what is there.
    """

    mark: str
    what: str
    runs: tuple[Run, ...] = ()
    old: str = ""
    new: str = ""


def told(change: Change) -> Told:  # noqa: C901, PLR0912 - one case a kind of change
    """A change in words."""
    match change:
        case Added(units=units):
            return Told("+", f"{_lot(units, change.new)} neu", new=text(units))
        case Removed(units=units):
            return Told("-", f"{_lot(units, change.old)} entfällt", old=text(units))
        case Moved(pairs=pairs):
            moved = tuple(pair.new for pair in pairs if pair.new)
            return Told(
                ">", f"{_lot(moved)} verschoben{_from(moved, change.old, change.new)}", new=text(moved)
            )
        case Changed(pair=pair, runs=runs):
            return Told("~", f"{_kind(pair.new, change.new)} {_how(runs)}", runs)
        case Split(division=parts, runs=runs):
            return Told("~", f"Absatz geteilt{_also(runs)}", signed(parts.old, parts.new))
        case Merged(division=parts, runs=runs):
            return Told("~", f"Absätze zusammengeführt{_also(runs)}", signed(parts.old, parts.new))
        case Altered(pair=pair, before=before, after=after) if _is_replaced(before, after):
            name = PurePosixPath(after.partition("#")[0]).name
            return Told("~", f"{_kind(pair.new)}: Bild „{name}“ durch ein anderes desselben Namens ersetzt")
        case Altered(pair=pair, name=name, before=before, after=after):
            old, new = nouns.value(name, before), nouns.value(name, after)
            return Told("~", f"{_kind(pair.new)}: {nouns.ABOUT.get(name, name)} geändert", old=old, new=new)
        case Renumbered(pair=pair, before=before, after=after):
            kind, _many = NOUNS.get(counted(pair.new) if pair.new else "", (_kind(pair.new), ""))
            return Told("~", f"{kind} hat eine andere Nummer", old=before, new=after)
        case Redirected(text=words, before=before, after=after):
            return Told("~", _led(words, before, after), old=before, new=after)
        case Renamed(before=before, after=after):
            return Told("~", "Kennung geändert", old=before, new=after)
        case EntryAdded(entry=entry):
            return Told("+", "neu", new=_entry(entry))
        case EntryRemoved(entry=entry):
            return Told("-", "entfällt", old=_entry(entry))
        case EntryMoved(entry=entry):
            return Told(">", "an anderer Stelle der Liste", new=entry.bezeichnung)
        case FieldChanged(path=path, before=before, after=after, runs=runs):
            closed = is_of_closed_list(change)
            if runs and before and after and not closed:
                return _told_text(field(path), runs, change.led)
            mark = "+" if before is None else "-" if after is None else "~"
            shown = wort if closed else str
            return Told(mark, field(path), old=shown(value(before)), new=shown(value(after)))
        case _:
            raise TypeError(change)


def text(units: Sequence[Unit]) -> str:
    """The words of units on one line; of a heading with what follows it, those of the heading."""
    first = units[0]
    if first.kind in {"chapter", "heading"}:
        heading = next((unit for unit in first.walk() if unit.kind == "heading"), first)
        return on_one_line(heading.text)
    if isinstance(first.node, tree.Directive):
        return " ".join(value for name, value in first.about if name in {"name", "argument", "titel"})
    if isinstance(first.node, tree.Figure) and not first.text:
        return first.node.image.path.partition("#")[0]
    if first.kind == "column":
        return " | ".join(on_one_line(unit.text) or "–" for unit in units)
    between = " | " if first.kind in {"row", "head"} else " / "
    texts = [on_one_line(unit.text) for unit in first.walk() if unit.kind != "note"]
    return between.join(words for words in texts if words)


def value(found: object) -> str:
    """The value of a field on one line; empty without one."""
    if isinstance(found, Wert):
        pairs = ((name, getattr(found, name)) for name in type(found).model_fields)
        return ", ".join(f"{name}: {value(inner)}" for name, inner in pairs if inner not in (None, "", ()))
    if isinstance(found, tuple):
        return ", ".join(map(value, found))
    if isinstance(found, dict):
        return ", ".join(f"{name}: {value(inner)}" for name, inner in found.items())
    return plain(found)


def field(path: Sequence[str | int]) -> str:
    """The path of a field in words.

    >>> field(("indikatoren", 1, "text"))
    'indikatoren, 2. → text'
    """
    words: list[str] = []
    for step in path:
        if isinstance(step, int):
            words[-1] += f", {step + 1}."
        else:
            words.append(step)
    return " → ".join(words)


def section(place: Place) -> str:
    """The section of a place: „1.2 Modellregionen“."""
    return f"{place.number} {place.title}".strip()


def kind_of(target: str) -> str:
    """What a typed id names: „Ziel“; empty if nothing is called so.

    >>> kind_of("rahmen:r1"), kind_of("kapitel:auftrag"), kind_of("konzept")
    ('Rahmenbedingung', 'Kapitel', 'Einstellungen')
    """
    scheme = target.partition(":")[0]
    names = {kind.scheme: kind.__name__ for kind in LISTEN.values()}
    names |= {"kapitel": "Kapitel", "konzept": "Einstellungen", "rueckmeldung": "Rückmeldung"}
    return names.get(scheme, "")


def called(place: Place) -> str:
    """The chapter or entry of a place with what it is: „Ziel „Mitreden““, „Rückmeldung R0001“."""
    kind, name = kind_of(place.target), on_one_line(place.name)
    if not name:
        return kind
    return name if name.startswith(f"{kind} ") else f"{kind} „{name}“"


def is_of_closed_list(change: FieldChanged) -> bool:
    """Whether a field has a word of a closed list, which has another form for readers."""
    where = change.new or change.old
    scheme = where.target.partition(":")[0] if where else ""
    kinds: tuple[type[Eintrag], ...] = (*LISTEN.values(), Kapitel)
    kind = next((each for each in kinds if each.scheme == scheme), None)
    described = kind.model_fields.get(str(change.path[0])) if kind and len(change.path) == 1 else None
    return described is not None and get_origin(described.annotation) is Literal


def _told_text(name: str, runs: tuple[Run, ...], led: Sequence[Redirection]) -> Told:
    """A text of an entry; where its words are the same, the mentions and links that lead elsewhere."""
    if not led:
        return Told("~", name, runs)
    told = [_led(each.text, each.before, each.after) for each in led]
    if differ(without(runs, led)):
        sides = (" → ".join(filter(None, (each.before, each.after))) for each in led)
        told = [f"{words} ({targets})" for words, targets in zip(told, sides, strict=True)]
        return Told("~", f"{name} geändert; {'; '.join(told)}", runs)
    old, new = (
        ", ".join(filter(None, side))
        for side in zip(*((each.before, each.after) for each in led), strict=True)
    )
    return Told("~", f"{name}: {'; '.join(told)}", old=old, new=new)


def _led(words: str, before: str, after: str) -> str:
    quoted = f" „{words}“" if words else ""
    return f"Verweis{quoted} {'führt woandershin' if before and after else 'neu' if after else 'entfällt'}"


def _is_replaced(before: str, after: str) -> bool:
    """Whether a picture has the name that another one had."""
    (old, mark, _digest), (new, other, _) = before.partition("#"), after.partition("#")
    return bool(mark and other) and old == new


def _lot(units: Sequence[Unit], place: Place | None = None) -> str:
    more = 0 if units[0].kind == "column" else len(units) - 1
    along = f" mit {more} Teilen" if more > 1 else " mit seinem Text" if more else ""
    return f"{_kind(units[0], place if units[0].kind == 'cell' else None)}{along}"


def _kind(unit: Unit | None, place: Place | None = None) -> str:
    if unit is None:
        return ""
    if unit.kind == "paragraph" and place and place.within in _WITHIN:
        return _WITHIN[place.within]
    if unit.kind == "cell" and place and any(place.cell):
        return f"Zelle {' / '.join(f'„{_short(name)}“' for name in place.cell if name)}"
    if isinstance(unit.node, tree.Heading) and unit.node.level == 1:
        return "Titel des Kapitels"
    noun = nouns.NOUNS[unit.kind]
    return noun.short if unit.kind in _IN_TABLES else noun.word


def _short(name: str) -> str:
    words = on_one_line(name)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rpartition(' ')[0]} …"


_LONGEST = 40


def _from(moved: Sequence[Unit], old: Place | None, new: Place | None) -> str:
    if old is None or new is None:
        return ""
    if moved[0].kind in {"chapter", "heading"}:  # its section is itself
        return f", vorher {old.number}" if old.number and old.number != new.number else ""
    if (old.target, old.section, old.title) == (new.target, new.section, new.title):
        return ""
    return f", vorher in „{section(old)}“"


def _entry(entry: Wert) -> str:
    title = getattr(entry, "bezeichnung", "")
    words = (
        getattr(entry, name, "") for name in ("wortlaut", "text", "gegenstand", "erklaerung", "beschreibung")
    )
    return on_one_line(
        ": ".join(part for part in (title, next((each for each in words if each), "")) if part)
    )


def _also(runs: Sequence[Run]) -> str:
    return " und geändert" if any(run.text for run in runs if run.mark != "equal") else ""


def _how(runs: Sequence[Run]) -> str:
    if all(run.mark == "equal" for run in runs):
        return "anders ausgezeichnet"
    if not any(run.text for run in runs if run.mark != "equal"):
        return "mit Fußnote an anderer Stelle"
    return "geändert"
