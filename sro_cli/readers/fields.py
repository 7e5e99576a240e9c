"""YAML → fields that know their places; and the only module that imports PyYAML.

Scalars stay text: ``NO`` is a word, ``012`` has a zero in front, and what kind of value is
meant is the model's business. Events are read one by one, because the library's own composer
recurses without limit and lets a doubled key win silently.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from sro_cli.diagnostics import Diagnostic, Fix, Related, faults
from sro_cli.readers import slips
from sro_cli.readers.quoting import quoted
from sro_cli.readers.sources import CONTROL
from sro_cli.readers.stamped import Offsets
from sro_cli.source import Source, Span

_DEEPEST = 20
_NOTHING = {"", "~", "null"}
_BLANKS = (" ", "\t")
_WRITE_OUT = (
    "schreiben Sie die Angabe an jeder Stelle aus; beginnt so ein Text, setzen Sie ihn in Anführungszeichen"
)

# A comment is written „# so“; „#1“ behind a value was meant as a part of it.
_CUT_OFF = re.compile(r"[ \t]+(#(?!sro\b)\w[^\r\n]*)")

_UNCLOSED = (
    *("unexpected end of stream", "found unexpected end of stream", "did not find expected ',' or"),
    "could not find expected ':'",
)


_WORD = re.compile(r"\S+")


@dataclass(slots=True)
class Field:
    """A value with its place.

    Attributes:
        source: the text it stands in.
        start: where it begins, as written, quotes included.
        end: behind it.
        value: text, nothing, a list of fields, or named fields with the span of each name.
    """

    source: Source
    start: int
    end: int
    value: str | list[Field] | dict[str, tuple[Span, Field]] | None = None

    @property
    def span(self) -> Span:
        """Its place; made when somebody asks, which of most fields nobody does."""
        return Span(self.source, self.start, self.end)

    def plain(self) -> Any:
        """Text, lists and dictionaries without places; fields without a value are left out."""
        if isinstance(self.value, dict):
            return {
                name: field.plain() for name, (_span, field) in self.value.items() if field.value is not None
            }
        if isinstance(self.value, list):
            return [field.plain() for field in self.value]
        return self.value

    def find(self, path: tuple[str | int, ...]) -> tuple[Span, Field | None]:
        """The place of what lies below, or of the nearest thing around it; and the field if it is there."""
        field = self
        for step in path:
            if isinstance(field.value, dict) and step in field.value:
                field = field.value[str(step)][1]
            elif isinstance(field.value, list) and isinstance(step, int) and step < len(field.value):
                field = field.value[step]
            else:
                return field.span, None
        return field.span, field

    def walk(self, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Field]]:
        """This field and all below, each with its path."""
        yield path, self
        if isinstance(self.value, dict):
            for name, (_span, field) in self.value.items():
                yield from field.walk((*path, name))
        elif isinstance(self.value, list):
            for index, field in enumerate(self.value):
                yield from field.walk((*path, index))


def read(
    source: Source, start: int = 0, end: int | None = None
) -> tuple[Field | None, tuple[Diagnostic, ...]]:
    """The fields of a YAML text, or of the stretch of it between two offsets.

    Returns:
        The outermost field, None if there is nothing or nothing could be read; findings E110,
        E111 and E116.
    """
    text = source.text[start:end]
    reader = _Reader(source, start)
    try:
        field = reader.read(text)
    except yaml.YAMLError as error:
        return None, (*reader.findings, _syntax_fault(error, source, start, text))
    except _Refused as fault:
        return None, (*reader.findings, fault.finding)
    return field, tuple(reader.findings)


def text_places(span: Span, value: str) -> Offsets:
    """Where the characters of a text value stand, whatever its quoting and folding.

    Args:
        span: the value as written.
        value: the value as read.
    """
    source, start, end = span
    raw = source.text
    if raw.startswith(value, start) and end - start == len(value):
        return Offsets((0,), (start,))  # most are short and stand there as they were written
    if raw.startswith(("|", ">"), start):
        start = raw.find("\n", start, end) + 1
    elif raw.startswith(("'", '"'), start):
        start, end = start + 1, end - 1
    return _by_lines(raw[start:end], start, value) or _by_words(Span(source, start, end), value)


def _by_lines(written: str, start: int, value: str) -> Offsets | None:
    """The places of a text of which every line stands there as it is read; of most texts all do."""
    starts: list[int] = []
    shifts: list[int] = []
    offset = 0
    for line in written.splitlines(keepends=True):
        if words := line.strip():
            while value.startswith("\n", offset):
                offset += 1
            if not value.startswith(words, offset):
                return None
            starts.append(offset)
            shifts.append(start + line.index(words) - offset)
            offset += len(words) + 1
        start += len(line)
    return Offsets(starts, shifts) if offset == len(value) + 1 else None


def _by_words(span: Span, value: str) -> Offsets:
    """The places of any text: reading folds blanks and changes some signs, but the words keep their order."""
    raw, start, end = span.source.text, span.start, span.end
    cursor = start
    starts: list[int] = []
    shifts: list[int] = []
    offset = 0
    while word := _WORD.search(value, offset):
        offset = word.end()
        found = raw.find(word[0], cursor, end)
        if found < 0:
            continue  # a word with an escape: its neighbours are near enough
        cursor = found + len(word[0])
        if not shifts or shifts[-1] != found - word.start():
            starts.append(word.start() if starts else 0)
            shifts.append(found - word.start())
    return Offsets(starts or (0,), shifts or (start,))


class _Refused(Exception):  # noqa: N818 - it carries a finding, it is not an error of its own
    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Reader:
    """Reads events. A long list has hundreds of thousands, so it says outright what it could ask for."""

    def __init__(self, source: Source, base: int) -> None:
        self.source = source
        self.base = base
        self.findings: list[Diagnostic] = []
        self.next_event: Callable[[], Any] = lambda: None

    def read(self, text: str) -> Field | None:
        """The first document's value.

        Raises:
            yaml.YAMLError: it is not YAML.
            _Refused: it is YAML, but of a kind no editor writes.
        """
        root: Field | None = None
        self.next_event = yaml.CSafeLoader(text).get_event
        while (event := self.next_event()) is not None:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise self._refusal(event, "Hier beginnt ein zweites Dokument", "löschen Sie die Zeile ---")
            if isinstance(event, yaml.NodeEvent):
                root = self._field(event, 0)
        return root

    def _field(self, event: Any, depth: int) -> Field:
        """The field that begins with an event, so many levels deep; reads up to the event that ends it."""
        kind = type(event)
        start, end = self.base + event.start_mark.index, self.base + event.end_mark.index
        if kind is yaml.ScalarEvent:
            field = Field(self.source, start, end, self._scalar(event, start, end))
            if event.anchor or event.tag or depth == _DEEPEST:
                self._check_node(event, depth)
            return field
        self._check_node(event, depth)
        field = Field(self.source, start, end)
        if kind is yaml.MappingStartEvent:
            self._read_mapping(field, depth + 1)
        else:
            self._read_list(field, depth + 1)
        return field

    def _check_node(self, event: Any, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            message = "Verweise innerhalb der Datei (*name) sind nicht vorgesehen"
            raise self._refusal(event, message, _WRITE_OUT)
        if event.anchor or (event.tag and not event.tag.startswith("tag:yaml.org,2002:")):
            raise self._refusal(event, "Marken wie &name und !name sind nicht vorgesehen", _WRITE_OUT)
        if depth == _DEEPEST:
            raise self._refusal(
                event, "Die Angaben sind zu tief verschachtelt", "rücken Sie weniger weit ein"
            )

    def _read_list(self, around: Field, depth: int) -> None:
        around.value = fields = list[Field]()
        while type(event := self.next_event()) is not yaml.SequenceEndEvent:
            fields.append(self._field(event, depth))
        self._close(around, event)

    def _read_mapping(self, around: Field, depth: int) -> None:
        around.value = fields = dict[str, tuple[Span, Field]]()
        while type(event := self.next_event()) is not yaml.MappingEndEvent:
            span = Span(self.source, self.base + event.start_mark.index, self.base + event.end_mark.index)
            name, begun = self._name(event, span, depth), self.next_event()
            if name in fields:
                self.findings.append(_doubled(name, span, fields[name][0]))
            field = self._field(begun, depth)
            if field.value is None:
                self._check_colon(name, span, field)
            fields.setdefault(name, (span, field))
        self._close(around, event)

    def _name(self, event: Any, span: Span, depth: int) -> str:
        name = self._scalar(event, span.start, span.end) if type(event) is yaml.ScalarEvent else None
        if name is None or event.anchor or event.tag or depth == _DEEPEST:
            self._check_node(event, depth)
        if name is None:
            raise _Refused(_nameless(span))
        return name

    def _check_colon(self, name: str, span: Span, nothing: Field) -> None:
        """In ``{wert: 17,4}`` YAML reads a field „4“ without a value, and the comma is gone."""
        between = self.source.text[span.end : nothing.start + 1]
        if not between.strip().startswith(":"):
            self.findings.append(
                faults.YAML_SCHREIBWEISE.at(
                    span,
                    f"Nach dem Komma steht „{name}“ ohne Doppelpunkt",
                    label="gehört das zum Wert davor?",
                    help='setzen Sie einen Wert mit Komma in Anführungszeichen: "17,4"',
                )
            )

    def _scalar(self, event: yaml.ScalarEvent, start: int, end: int) -> str | None:
        text: str = event.value
        if not event.style:
            # Most values end with their line; without a blank behind them no comment can begin.
            if self.source.text.startswith(_BLANKS, end) and (cut := _CUT_OFF.match(self.source.text, end)):
                self.findings.append(_cut_off(Span(self.source, *cut.span(1))))
            return None if text in _NOTHING else text.strip()
        # In double quotes alone any character can be written: "\\x07".
        if event.style == '"' and (match := CONTROL.search(text)):
            message = f"Hier steht ein unsichtbares Steuerzeichen (U+{ord(match[0]):04X})"
            remedy = 'in "…" beginnt mit \\ ein besonderes Zeichen; nehmen Sie einfache Anführungszeichen'
            place = Span(self.source, start, end).first_line
            self.findings.append(faults.STEUERZEICHEN.at(place, message, help=remedy))
        return text.strip()

    def _close(self, field: Field, event: Any) -> None:
        # A block ends where the next thing begins; blank lines between belong to nobody.
        text, end = self.source.text, self.base + event.end_mark.index
        while end > field.start and text[end - 1].isspace():
            end -= 1
        field.end = end

    def _refusal(self, event: Any, message: str, remedy: str) -> _Refused:
        start = self.base + event.start_mark.index
        word = re.compile(r"\S*").match(self.source.text, start)
        shown = Span(self.source, start, word.end() if word else start)
        fix = quoted(self.source, start) if remedy == _WRITE_OUT else None
        return _Refused(faults.YAML_NICHT_VORGESEHEN.at(shown, message, help=remedy, fix=fix))


def _doubled(word: str, span: Span, first: Span) -> Diagnostic:
    return faults.SCHLUESSEL_DOPPELT.at(
        span,
        f"Das Feld „{word}“ steht zweimal im selben Eintrag",
        label="die zweite Angabe wird nicht gelesen",
        related=(Related(first, "hier steht es zuerst"),),
        help="löschen Sie eine der beiden Angaben",
    )


def _cut_off(rest: Span) -> Diagnostic:
    return faults.TEXT_ABGESCHNITTEN.at(
        rest,
        "Ab „#“ gilt der Rest der Zeile als Anmerkung",
        label="das erscheint nicht im Dokument",
        help="setzen Sie den ganzen Wert in Anführungszeichen; ist es eine Anmerkung, schreiben Sie „# …“",
        fix=quoted(rest.source, rest.start),
    )


def _nameless(span: Span) -> Diagnostic:
    return faults.YAML_NICHT_VORGESEHEN.at(
        span, "Hier fehlt der Name eines Feldes", help="schreiben Sie „feld: wert“"
    )


def _syntax_fault(error: yaml.YAMLError, source: Source, base: int, text: str) -> Diagnostic:
    problem = str(getattr(error, "problem", "") or error)
    index = min(_index(error, text, at_opening=problem.startswith(_UNCLOSED)), len(text))
    slip = slips.slip(problem, text, index)
    offset = base + min(slip.start, max(len(text.rstrip()) - 1, 0))
    place = Span(source, offset, min(offset + slip.end - slip.start, len(source.text)))
    fix = quoted(source, offset) if slip.help.startswith("setzen Sie") else None
    if slip.change:
        start, end, words = slip.change
        fix = Fix(Span(source, base + start, base + end), words, slip.safe)
    return faults.YAML_SCHREIBWEISE.at(place, slip.message, help=slip.help, fix=fix)


def _index(error: yaml.YAMLError, text: str, *, at_opening: bool) -> int:
    """Where libyaml stopped, or where what is not closed was opened; its decoder counts bytes."""
    if isinstance(error, yaml.reader.ReaderError):
        return len(text.encode()[: error.position].decode(errors="ignore"))
    opening, stop = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    mark = opening if at_opening and opening else stop
    return int(mark.index) if mark else 0
