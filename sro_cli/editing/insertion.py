"""YAML files and heads of chapters that get something added, while every byte that stands in them stays.

The place comes from the positions of what is there; indentation, blank lines between entries and
line ends follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sro_cli.files import Files
from sro_cli.readers import content, fields
from sro_cli.readers.fields import Field
from sro_cli.source import Source, Span


class Refused(ValueError):  # noqa: N818 - it says what was asked for, not what broke
    """What was asked for cannot be made; the message says why, in German."""


@dataclass(frozen=True, slots=True)
class Text:
    """A YAML file, or a chapter with its head, that gets something added.

    Attributes:
        source: its path and text.
        root: the fields in it; None if there are none.
        mark: the byte order mark, if the file begins with one.
        usual: the line end where the file itself shows none.
    """

    source: Source
    root: Field | None
    mark: bytes = b""
    usual: str = "\n"

    @classmethod
    def read(cls, files: Files, path: str, usual: str = "\n") -> Text:
        """The file at a path, or an empty one where there is none; *usual* as in the class.

        Raises:
            Refused: it cannot be read, or has faults that come first.
        """
        try:
            raw = files.read(path)
        except FileNotFoundError:
            return cls(Source(path, ""), None, usual=usual)
        except OSError as error:
            raise Refused(f"„{path}“ lässt sich nicht lesen") from error
        mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
        try:
            return cls.parse(Source(path, raw.removeprefix(mark).decode()), mark, usual)
        except UnicodeDecodeError as error:
            raise Refused(f"„{path}“ ist nicht in UTF-8 gespeichert") from error

    @classmethod
    def parse(cls, source: Source, mark: bytes, usual: str) -> Text:
        """A text as such a file.

        Raises:
            Refused: it has faults that come first.
        """
        head = content.HEAD.match(source.text) if source.path.endswith(".md") else None
        root, findings = fields.read(source, *head.span(1)) if head else fields.read(source)
        is_plain = root is None or isinstance(root.value, dict)
        if findings or not is_plain or (root and not head and root.span.text.startswith("{")):
            raise Refused(f"„{source.path}“ hat Fehler, die erst zu beheben sind: sro validate")
        return cls(source, root, mark, usual)

    @property
    def end(self) -> str:
        """The line end of the file."""
        match = re.search(r"\r\n|\n|\r", self.source.text)
        return match[0] if match else self.usual

    @property
    def encoded(self) -> bytes:
        """The bytes of the file."""
        return self.mark + self.source.text.encode()

    def field(self, path: tuple[str | int, ...]) -> Field | None:
        """The field at a path; None if it is not there."""
        return self.root.find(path)[1] if self.root else None

    def with_word(self, order: Field, word: str) -> bytes:
        """The file with one more word in a list."""
        text = self.source.text
        items = order.value if isinstance(order.value, list) else []
        if text[order.span.start] != "[":
            return self.with_item(order, f"- {word}\n")[0].encoded
        at = _last_end(items[-1]) if items else order.span.start + 1
        return self.mark + f"{text[:at]}{', ' if items else ''}{word}{text[at:]}".encode()

    def with_entry(self, name: str, entry: str) -> tuple[Text, int]:
        """The file with one more entry in a list, and the line at which it begins."""
        found = self.field((name,))
        if found is not None and found.value:
            if self.source.text[found.span.start] == "[":
                raise Refused(
                    f"Die Aufzählung „{name}“ in „{self.source.path}“ steht in eckigen Klammern; "
                    "schreiben Sie sie je Zeile mit „- …“"
                )
            return self.with_item(found, entry)
        if self.root is not None and isinstance(self.root.value, dict) and name in self.root.value:
            return self._filled(self.root.value[name][0].end, entry)
        text = self.source.text
        if text.strip():
            text = text if text.endswith(("\n", "\r")) else text + self.end
            text += self.end
        text += f"{name}:{self.end}"
        return self._inserted(text, len(text), _indented(entry, 2), "")

    def with_item(self, found: Field, entry: str) -> tuple[Text, int]:
        """The file with one more item in a list that has some, in the manner of the others."""
        text = self.source.text
        items = found.value if isinstance(found.value, list) else []
        starts = [text.rfind("-", 0, item.span.start) for item in items]
        column = starts[-1] - (max(text.rfind("\n", 0, starts[-1]), text.rfind("\r", 0, starts[-1])) + 1)
        at = _line_end(text, _last_end(items[-1]))
        apart = len(items) > 1 and _has_blank_line(text[_line_end(text, _last_end(items[-2])) : starts[-1]])
        return self._inserted(text, at, _indented(entry, column), self.end if apart else "")

    def _filled(self, after: int, entry: str) -> tuple[Text, int]:
        """The file with the first item of a list that has none: ``ziele:`` or ``ziele: []``."""
        text = self.source.text
        empty = re.compile(r":[ \t]*(?:\[\s*\]|~|null)?").match(text, after)
        if empty is None:
            raise Refused(
                f"„{self.source.path}“ lässt sich nicht ergänzen; schreiben Sie den Eintrag von Hand"
            )
        text = f"{text[:after]}:{text[empty.end() :]}"
        return self._inserted(text, _line_end(text, after), _indented(entry, 2), "")

    def _inserted(self, text: str, at: int, entry: str, before: str) -> tuple[Text, int]:
        if at and text[at - 1] not in "\r\n":
            before = self.end + before
        added = before + entry.replace("\n", self.end)
        changed = text[:at] + added + text[at:]
        source = Source(self.source.path, changed)
        return Text.parse(source, self.mark, self.usual), source.line_column(at + len(before))[0]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one spot: what stands between two offsets, code points from 0, gives way to other text."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with changes that do not overlap.

    >>> edited("eins zwei", [Edit(0, 4, "1"), Edit(9, 9, "!")])
    '1 zwei!'
    """
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def named(entry: Field, name: str, values: Mapping[str, str], end: str) -> Iterator[Edit]:
    """The changes that set plain values in a field of an entry, in the manner in which it is written.

    Args:
        entry: named fields.
        name: the one that holds the values, key by key; it need not be there.
        values: key → value; those that are there already give way.
        end: the line end of the file.
    """
    fields_of = entry.value if isinstance(entry.value, dict) else {}
    label, inner = fields_of.get(name, (None, None))
    present = inner.value if inner and isinstance(inner.value, dict) else {}
    for key, (_label, field) in present.items():
        if key in values and field.value != values[key]:
            yield Edit(field.span.start, field.span.end, values[key])
    if not (new := {key: value for key, value in values.items() if key not in present}):
        return
    pairs = [f"{key}: {value}" for key, value in new.items()]
    if inner and inner.span.text.startswith("{"):
        yield _in_braces(inner, ", ".join(pairs))
    elif label and inner and entry.span.text.startswith("{"):
        yield Edit(inner.span.start, inner.span.end, f"{{{', '.join(pairs)}}}")
    elif entry.span.text.startswith("{"):
        yield _in_braces(entry, f"{name}: {{{', '.join(pairs)}}}")
    elif present and inner:
        yield _lines_after(_last_end(inner), next(iter(present.values()))[0], pairs, end)
    elif label and inner:
        if inner.span.text:  # ~ or null, on the same line
            yield Edit(inner.span.start, inner.span.end, "")
        yield _lines_after(label.end, label, [f"  {pair}" for pair in pairs], end)
    else:
        lines = [f"{name}:", *(f"  {pair}" for pair in pairs)]
        yield _lines_after(_last_end(entry), next(iter(fields_of.values()))[0], lines, end)


def _in_braces(mapping: Field, pair: str) -> Edit:
    """One more pair at the end of a mapping in braces."""
    inner = list(mapping.value.values()) if isinstance(mapping.value, dict) else []
    at = inner[-1][1].span.end if inner else mapping.span.start + 1
    return Edit(at, at, f", {pair}" if inner else pair)


def _lines_after(at: int, beside: Span, lines: Iterable[str], end: str) -> Edit:
    """Lines below an offset, indented as a field that stands in the same mapping."""
    text = beside.source.text
    indent = " " * (beside.source.line_column(beside.start)[1] - 1)
    place = _line_end(text, at)
    before = "" if text[place - 1 : place] in {"\n", "\r"} else end
    return Edit(place, place, before + "".join(f"{indent}{line}{end}" for line in lines))


def _last_end(item: Field) -> int:
    """Where the last value of an item ends: a mapping's own end may lie behind the comments that follow."""
    inner = item
    while isinstance(inner.value, dict | list) and inner.value and inner.span.text[:1] not in "[{":
        inner = inner.value[-1] if isinstance(inner.value, list) else list(inner.value.values())[-1][1]
    return inner.span.start + len(inner.span.text.rstrip())


def _line_end(text: str, offset: int) -> int:
    match = re.compile(r"\r\n|\n|\r").search(text, offset)
    return match.end() if match else len(text)


def _has_blank_line(text: str) -> bool:
    return any(not line.strip() for line in text.splitlines()[:-1])


def _indented(entry: str, columns: int) -> str:
    return "".join(" " * columns + line if line.strip() else line for line in entry.splitlines(keepends=True))
