"""Confirmations: which wording a resolution, a chapter or a Rahmenbedingung was confirmed against.

A confirmation is a fact: somebody has compared, or a body has decided. So each is asked for by its
id, shows the wording that it is about, and stands in the sources with the fingerprint of that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sro_cli import catalogue, pipeline
from sro_cli.columns import wrapped
from sro_cli.diagnostics import Severity
from sro_cli.editing.insertion import Edit, Refused, Text, edited, named
from sro_cli.facts import wording
from sro_cli.facts.wording import Confirming, Worded
from sro_cli.files import Files, Memory, Overlay
from sro_cli.model import ABDRUCK, Beschluss, Kapitel, Konzept, Rahmenbedingung, Ziel
from sro_cli.pipeline import Loaded
from sro_cli.readers.fields import Field
from sro_cli.references import noun

_FIELD = "bestaetigt"


@dataclass(frozen=True, slots=True)
class Published:
    """A published version.

    Attributes:
        version: „0.2.0“.
        konzept: what it said.
    """

    version: str
    konzept: Konzept


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be confirmed.

    Attributes:
        target: the typed id of what was confirmed; of a goal for all that rests on it.
        against: typed ids of goals and Rahmenbedingungen; none for all that it can be confirmed against.
        of_published: the wording of the published version counts, not the one of today.
    """

    target: str
    against: tuple[str, ...] = ()
    of_published: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """One entry and one wording.

    Attributes:
        entry: what was confirmed.
        today: whose wording.
        worded: the same as it was confirmed: as it is, or as it was published.
        written: what the sources say about it from now on.
        before: what they said; empty if nothing.
    """

    entry: Confirming
    today: Worded
    worded: Worded
    written: str
    before: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Confirmations and the files that they change.

    Attributes:
        pairs: in the order of the sources, new ones and those that were there.
        files: path → new bytes; none if nothing is new.
        before: path → the bytes that the files had.
        places: typed id → where it stands, „content/ziele.yml:12“.
    """

    pairs: tuple[Pair, ...]
    files: Mapping[str, bytes]
    before: Mapping[str, bytes] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


def draft(files: Files, loaded: Loaded, wanted: Wanted, published: Published | None = None) -> Confirmation:
    """What confirming changes; nothing is written.

    Args:
        files: the concept.
        loaded: the same, read and checked.
        wanted: what is to be confirmed.
        published: the version whose wording counts; otherwise the newest, which is named if its
            wording is still the same.

    Raises:
        Refused: there is nothing of this kind to confirm, or the sources have faults that come first.
    """
    pairs = tuple(
        _pair(entry, worded, wanted, published)
        for entry, worded in _asked(loaded, wanted.target, wanted.against)
    )
    index = loaded.index
    places = {
        target: f"{span.source.path}:{span.source.line_column(span.start)[0]}"
        for target, span in index.targets.items()
    }
    touched = {index.targets[part.target].source.path for pair in pairs for part in (pair.entry, pair.worded)}
    _refuse_faults(loaded, touched)
    changes: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for pair in pairs:
        if pair.written != pair.before:
            path = index.targets[pair.entry.target].source.path
            changes[path][pair.entry.target][pair.worded.target] = pair.written
    both = {path: _changed(files, path, values, loaded) for path, values in changes.items()}
    made = {path: after for path, (_before, after) in both.items()}
    _prove(files, made, pairs)
    return Confirmation(pairs, made, {path: before for path, (before, _after) in both.items()}, places)


def text(made: Confirmation, widest: int = 80) -> str:
    """What was confirmed, wording by wording, so that whoever confirms sees it."""
    shelves: dict[str, list[Pair]] = defaultdict(list)
    for pair in made.pairs:
        shelves[pair.worded.target].append(pair)
    parts = ["\n".join(_shelf(pairs, made.places, widest)) for pairs in shelves.values()]
    new = sum(pair.written != pair.before for pair in made.pairs)
    old = len(made.pairs) - new
    return "\n\n".join([*parts, f"Bestätigt: {new} neu, {old} wie bisher."]) + "\n"


# --- which pairs -----------------------------------------------------------------------


def _asked(loaded: Loaded, target: str, against: Sequence[str]) -> Iterator[tuple[Confirming, Worded]]:
    konzept, index = loaded.konzept, loaded.index
    scheme, _, ident = target.partition(":")
    words = wording.worded(konzept)
    who = {entry.target: entry for entry in wording.confirming(konzept)}
    if scheme not in {kind.scheme for kind in (Ziel, Beschluss, Kapitel, Rahmenbedingung)}:
        raise Refused(
            f"„{target}“ lässt sich nicht bestätigen; möglich sind ein Beschluss, ein Kapitel, eine "
            "Rahmenbedingung oder ein Ziel für alles, was darauf beruht"
        )
    if target not in (words if scheme == Ziel.scheme else who):
        raise Refused(f"{noun(scheme)} „{ident}“ hat Fehler, die erst zu beheben sind: sro validate")
    if scheme == Ziel.scheme:
        if against:
            raise Refused(f"Nach --gegen steht das Ziel: sro confirm {against[0]} --gegen {target}")
        resting = [entry for entry in who.values() if target in wording.connections(entry, konzept, index)]
        if not resting:
            raise Refused(f"Auf dem Ziel „{ident}“ beruht nichts, was sich bestätigen ließe")
        yield from ((entry, words[target]) for entry in resting)
        return
    possible = wording.connections(who[target], konzept, index)
    if strange := [other for other in against if other not in possible]:
        raise Refused(f"{noun(scheme)} „{ident}“ hat mit „{strange[0]}“ nichts zu tun")
    if not possible & words.keys():
        raise Refused(f"{noun(scheme)} „{ident}“ hängt mit keinem Ziel und keiner Rahmenbedingung zusammen")
    yield from ((who[target], found) for other, found in words.items() if other in (against or possible))


def _pair(entry: Confirming, today: Worded, wanted: Wanted, published: Published | None) -> Pair:
    then = wording.worded(published.konzept).get(today.target) if published else None
    before = entry.bestaetigt.get(today.target, "")
    if published and wanted.of_published:
        if then is None:
            absent = f"{noun(today.scheme)} „{today.id}“"
            raise Refused(f"In der Fassung {published.version} gibt es {absent} noch nicht")
        return Pair(entry, today, then, f"{published.version} {wording.fingerprint(then)}", before)
    mark = wording.fingerprint(today)
    match = ABDRUCK.fullmatch(before)
    if match and match["abdruck"] == mark:
        # In which version it was confirmed is known better than in which it still stands.
        return Pair(entry, today, today, before, before)
    known = published and then and wording.fingerprint(then) == mark
    written = f"{published.version} {mark}" if published and known else mark
    return Pair(entry, today, today, written, before)


# --- files -----------------------------------------------------------------------------


def _refuse_faults(loaded: Loaded, paths: set[str]) -> None:
    """Refuses where the sources are not sound; a warning that a project takes for a Fehler does not count."""
    for finding in loaded.findings:
        if finding.path in paths and catalogue.KINDS[finding.kind.code].severity is Severity.FEHLER:
            raise Refused(f"„{finding.path}“ hat Fehler, die erst zu beheben sind: sro validate")


def _changed(
    files: Files, path: str, values: Mapping[str, Mapping[str, str]], loaded: Loaded
) -> tuple[bytes, bytes]:
    """A file with the fields of its entries set, before and after."""
    text = Text.read(files, path)
    entries = dict(_entries(text))
    edits: list[Edit] = []
    for target, written in values.items():
        edits += named(entries[loaded.index.targets[target].start], _FIELD, written, text.end)
    return text.encoded, text.mark + edited(text.source.text, edits).encode()


def _entries(text: Text) -> Iterator[tuple[int, Field]]:
    """The entries of a file, or the head of a chapter, each after the offset of its id."""
    lists = text.root.value.values() if text.root and isinstance(text.root.value, dict) else ()
    items = [item for _span, inner in lists if isinstance(inner.value, list) for item in inner.value]
    for entry in [*items, *([text.root] if text.root else [])]:
        _span, ident = entry.find(("id",))
        if ident:
            yield ident.span.start, entry


def _prove(files: Files, made: Mapping[str, bytes], pairs: Sequence[Pair]) -> None:
    """Refuses what would change anything but the confirmations."""
    after = pipeline.load(Overlay(Memory(made), files)).index.entries if made else {}
    for pair in pairs if made else ():
        found = after.get(pair.entry.target)
        others = {name: value for name, value in pair.entry if name != _FIELD}
        if (
            not isinstance(found, Beschluss | Kapitel | Rahmenbedingung)
            or found.bestaetigt.get(pair.worded.target) != pair.written
            or {name: value for name, value in found if name != _FIELD} != others
        ):
            raise Refused(
                f"Die Bestätigung lässt sich nicht eintragen; schreiben Sie bei „{pair.entry.id}“ selbst: "
                f"{_FIELD}: {{{pair.worded.target}: {pair.written}}}"
            )


# --- what people see ----------------------------------------------------------------------


def _shelf(pairs: Sequence[Pair], places: Mapping[str, str], widest: int) -> Iterator[str]:
    today, worded = pairs[0].today, pairs[0].worded
    yield f"{noun(worded.scheme)} „{worded.id}“ ({places[worded.target]})"
    for part in wording.wording(worded):
        yield from (f"    {line}" for line in wrapped(" ".join(part.split()), widest - 4))
    if wording.fingerprint(today) != wording.fingerprint(worded):
        yield f"  So stand es in der Fassung {pairs[0].written.split()[0]}; heute lautet es anders."
    for pair in pairs:
        entry = pair.entry
        words = "bestätigt" if not pair.before else "neu bestätigt"
        if pair.written == pair.before:
            words = "schon bestätigt"
        yield f"  {words}: {noun(entry.scheme)} „{entry.id}“ ({places[entry.target]})"
