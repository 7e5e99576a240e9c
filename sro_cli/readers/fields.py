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

from sro_cli.diagnostics import Diagnostic, Related, faults
from sro_cli.readers import slips
from sro_cli.readers.quoting import quoted
from sro_cli.readers.sources import CONTROL
from sro_cli.readers.stamped import Offsets
from sro_cli.source import Source, Span

_DEEPEST = 20
_NOTHING = {"", "~", "null"}
_NODES = {yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent}
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
_REST = re.compile(r"[^\r\n]*[^\s]")  # of a line


@dataclass(slots=True)
class Field:
    """A value with its place.

    Attributes:
        span: the value as written, quotes included.
        value: text, nothing, a list of fields, or named fields with the span of each name.
    """

    span: Span
    value: str | list[Field] | dict[str, tuple[Span, Field]] | None

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
    cursor = line_end = start
    if raw.startswith(("|", ">"), start):
        cursor = raw.find("\n", start, end) + 1
    starts: list[int] = []
    shifts: list[int] = []
    # Reading folds blanks and takes away quotes, but leaves the words and their order.
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
        # Most lines stand there as they were written: one look for all their words.
        if found >= line_end and (line := _REST.match(raw, found, end)):
            line_end = line.end()
            rest = line[0] if line_end < end else value[word.start() :]
            if value.startswith(rest, word.start()) and raw.startswith(rest, found):
                offset = word.start() + len(rest)
                cursor = found + len(rest)
    return Offsets(starts or (0,), shifts or (start,))


class _Refused(Exception):  # noqa: N818 - it carries a finding, it is not an error of its own
    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Reader:
    def __init__(self, source: Source, base: int) -> None:
        self.source = source
        self.base = base
        self.findings: list[Diagnostic] = []
        self.name: Field | None = None  # waits for its value

    def read(self, text: str) -> Field | None:
        """The first document's value.

        Raises:
            yaml.YAMLError: it is not YAML.
            _Refused: it is YAML, but of a kind no editor writes.
        """
        root: Field | None = None
        around: list[Field] = []
        source, base = self.source, self.base
        next_event: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        # A long list has hundreds of thousands of events, so this loop says outright what it could ask for.
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._close(around.pop(), event)
                continue
            if kind not in _NODES:
                self._check_document(event, root)
                continue
            span = Span(source, base + event.start_mark.index, base + event.end_mark.index)
            if kind is yaml.ScalarEvent:
                field = Field(span, self._scalar(event, span))
            else:
                field = Field(span, {} if kind is yaml.MappingStartEvent else [])
            if event.anchor or event.tag or len(around) == _DEEPEST:
                self._check_node(event, len(around))
            if around:
                self._place(around[-1].value, field)
            else:
                root = field
            if kind is not yaml.ScalarEvent:
                around.append(field)
        return root

    def _check_document(self, event: Any, root: Field | None) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self._refusal(
                event, "Verweise innerhalb der Datei (*name) sind nicht vorgesehen", _WRITE_OUT
            )
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise self._refusal(event, "Hier beginnt ein zweites Dokument", "löschen Sie die Zeile ---")

    def _check_node(self, event: Any, depth: int) -> None:
        if event.anchor or (event.tag and not event.tag.startswith("tag:yaml.org,2002:")):
            raise self._refusal(event, "Marken wie &name und !name sind nicht vorgesehen", _WRITE_OUT)
        if depth == _DEEPEST:
            raise self._refusal(
                event, "Die Angaben sind zu tief verschachtelt", "rücken Sie weniger weit ein"
            )

    def _place(self, around: Any, field: Field) -> None:
        """Puts a field into the list or the mapping around it, where it is by turns a name and a value."""
        if isinstance(around, list):
            around.append(field)
        elif self.name is None:
            if not isinstance(field.value, str):
                raise _Refused(_nameless(field.span))
            self.name = field
        else:
            name, self.name = self.name, None
            self._add(around, name, field)

    def _add(self, fields: dict[str, tuple[Span, Field]], name: Field, field: Field) -> None:
        word = str(name.value)
        if field.value is None:
            self._check_colon(name, field)
        if word not in fields:
            fields[word] = (name.span, field)
            return
        self.findings.append(
            faults.SCHLUESSEL_DOPPELT.at(
                name.span,
                f"Das Feld „{word}“ steht zweimal im selben Eintrag",
                label="die zweite Angabe wird nicht gelesen",
                related=(Related(fields[word][0], "hier steht es zuerst"),),
                help="löschen Sie eine der beiden Angaben",
            )
        )

    def _check_colon(self, name: Field, nothing: Field) -> None:
        """In ``{wert: 17,4}`` YAML reads a field „4“ without a value, and the comma is gone."""
        between = self.source.text[name.span.end : nothing.span.start + 1]
        if not between.strip().startswith(":"):
            self.findings.append(
                faults.YAML_SCHREIBWEISE.at(
                    name.span,
                    f"Nach dem Komma steht „{name.value}“ ohne Doppelpunkt",
                    label="gehört das zum Wert davor?",
                    help='setzen Sie einen Wert mit Komma in Anführungszeichen: "17,4"',
                )
            )

    def _scalar(self, event: yaml.ScalarEvent, span: Span) -> str | None:
        text: str = event.value
        if not event.style:
            if cut := _CUT_OFF.match(self.source.text, span.end):
                self.findings.append(_cut_off(Span(self.source, *cut.span(1))))
            return None if text in _NOTHING else text.strip()
        # In double quotes alone any character can be written: "\\x07".
        if event.style == '"' and (match := CONTROL.search(text)):
            message = f"Hier steht ein unsichtbares Steuerzeichen (U+{ord(match[0]):04X})"
            remedy = 'in "…" beginnt mit \\ ein besonderes Zeichen; nehmen Sie einfache Anführungszeichen'
            self.findings.append(faults.STEUERZEICHEN.at(span.first_line, message, help=remedy))
        return text.strip()

    def _close(self, field: Field, event: Any) -> None:
        # A block ends where the next thing begins; blank lines between belong to nobody.
        text, start, end = self.source.text, field.span.start, self.base + event.end_mark.index
        while end > start and text[end - 1].isspace():
            end -= 1
        field.span = Span(self.source, start, end)

    def _refusal(self, event: Any, message: str, remedy: str) -> _Refused:
        start = self.base + event.start_mark.index
        word = re.compile(r"\S*").match(self.source.text, start)
        shown = Span(self.source, start, word.end() if word else start)
        fix = quoted(self.source, start) if remedy == _WRITE_OUT else None
        return _Refused(faults.YAML_NICHT_VORGESEHEN.at(shown, message, help=remedy, fix=fix))


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
    return faults.YAML_SCHREIBWEISE.at(place, slip.message, help=slip.help, fix=fix)


def _index(error: yaml.YAMLError, text: str, *, at_opening: bool) -> int:
    """Where libyaml stopped, or where what is not closed was opened; its decoder counts bytes."""
    if isinstance(error, yaml.reader.ReaderError):
        return len(text.encode()[: error.position].decode(errors="ignore"))
    opening, stop = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    mark = opening if at_opening and opening else stop
    return int(mark.index) if mark else 0
