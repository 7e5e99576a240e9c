"""What libyaml says about a text it cannot read → what an editor can do about it, where the slip is.

It stops where it cannot go on, which is often a line behind the slip: a missing colon shows at the next
field. So the line before is looked at, and the columns in which fields and dashes stand above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_INDENTATION = (
    "Die Einrückung passt nicht",
    "beginnen Sie alle Felder eines Eintrags in derselben Spalte",
)

# What libyaml says, what that means, and what an editor can do about it.
_PROBLEMS = (
    (
        "mapping values are not allowed",
        "Hier kann kein Doppelpunkt stehen",
        "setzen Sie einen Text mit Doppelpunkt in Anführungszeichen und prüfen Sie die Einrückung",
    ),
    (
        "cannot start any token",
        "Mit diesem Zeichen kann kein Wert beginnen",
        "setzen Sie den Text in Anführungszeichen",
    ),
    (
        "unexpected end of stream",
        "Das Anführungszeichen ist nicht geschlossen",
        "ergänzen Sie es am Ende des Wertes",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "Mit diesem Zeichen kann kein Text beginnen",
        "setzen Sie den Text in Anführungszeichen",
    ),
    (
        "expected node content",
        "Hier fehlt ein Wert",
        "ergänzen Sie ihn, oder löschen Sie das Komma oder die Klammer davor",
    ),
    (
        "expected <document start>",
        "Hier steht etwas zu viel",
        "löschen Sie es, oder prüfen Sie die Klammern davor",
    ),
    (
        "block sequence entries are not allowed",
        "Hier kann keine Aufzählung beginnen",
        "beginnen Sie sie in einer neuen Zeile",
    ),
    (
        "expected '-' indicator",
        "In der Aufzählung fehlt ein Strich",
        "beginnen Sie jeden Punkt der Aufzählung mit „- “ in derselben Spalte",
    ),
    ("expected ',' or ']'", "Die eckige Klammer ist nicht geschlossen", "ergänzen Sie ] oder ein Komma"),
    ("expected ',' or '}'", "Die geschweifte Klammer ist nicht geschlossen", "ergänzen Sie } oder ein Komma"),
    ("expected key", *_INDENTATION),
    ("expected <block end>", *_INDENTATION),
    ("could not find expected ':'", "Nach dem Feldnamen fehlt der Doppelpunkt", "schreiben Sie „feld: wert“"),
    (
        "unknown escape",
        "Diese Zeichenfolge mit \\ gibt es nicht",
        "nehmen Sie einfache Anführungszeichen: '…'",
    ),
    ("control characters", "Unsichtbares Steuerzeichen", "löschen Sie es; es kam wohl beim Kopieren hinein"),
)

_TAB_WIDTH = 4
_TAB = ("Hier ist mit dem Tabulator eingerückt", "rücken Sie mit Leerzeichen ein")
_AFTER_QUOTES = (
    "Nach dem schließenden Anführungszeichen geht der Text weiter",
    "setzen Sie den ganzen Wert in Anführungszeichen, die in ihm nicht vorkommen",
)

_COLUMNS = (
    *("could not find expected ':'", "mapping values are not allowed", "expected '-' indicator"),
    *("expected key", "expected <block end>"),
)
_LINE = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*)(?P<rest>[^\s#].*?)?\s*")
_FIELD = re.compile(r"(?P<name>\w[\w-]*):(?:[ \t]+(?P<value>[^\s#].*)|[ \t]*(?:#.*)?$)")
_GLUED = re.compile(r"(?P<name>[^\W\d][\w-]*):(?!//)(?=[^\s:])")
# Names of fields are small letters.
_KNOWN = re.compile(r"-?[a-z_]+:")
_GLUED_DASH = re.compile(r"-(?=[^\W\d])")
_BLOCK_TEXT = re.compile(r"[|>][+-]?\d?")
_UP_TO_NAME = re.compile(r" *(?:- +)*\w+")


@dataclass(frozen=True, slots=True)
class Slip:
    """What went wrong in a YAML text.

    Attributes:
        start: where, an offset of the text.
        end: behind it.
        message: what is wrong.
        help: what to do.
        change: which stretch of the text to replace by what, if that is clear.
        safe: whether nothing else can be meant.
    """

    start: int
    end: int
    message: str
    help: str
    change: tuple[int, int, str] | None = None
    safe: bool = False


def slip(problem: str, text: str, index: int) -> Slip:
    r"""What went wrong, in the words of an editor.

    Args:
        problem: in libyaml's words.
        text: all that it was to read.
        index: where it stopped, or where that begins which has no end.

    >>> slip("could not find expected ':'", "titel Feste\nart: x", 0).message
    'Nach dem Feldnamen fehlt der Doppelpunkt'
    """
    before = text[text.rfind("\n", 0, index) + 1 : index]
    # What libyaml has no words of its own for.
    if text[index : index + 1] == "\t" and not before.strip():
        return Slip(index, index + 1, *_TAB, change=_with_blanks(text, index))
    if "did not find expected" in problem and before.rstrip().endswith(('"', "'")):
        return Slip(index, index + 1, *_AFTER_QUOTES)
    if any(words in problem for words in _COLUMNS) and (found := _by_lines(problem, text, index)):
        return found
    message, remedy = next(
        ((message, remedy) for pattern, message, remedy in _PROBLEMS if pattern in problem),
        ("Das ist kein gültiges YAML", "prüfen Sie Einrückung, Doppelpunkte und Anführungszeichen"),
    )
    return Slip(index, index + 1, message, remedy)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    indent: int
    dashes: tuple[int, ...]  # their columns
    column: int  # of what stands behind them
    rest: str

    @property
    def field(self) -> re.Match[str] | None:
        return _FIELD.match(self.rest)

    def slip(self, length: int, message: str, remedy: str) -> Slip:
        start = self.start + self.column
        return Slip(start, start + length, message, remedy)

    def without_blank(self, length: int, message: str, remedy: str) -> Slip:
        """The slip that a blank is missing behind the first characters, a dash or a field."""
        start = self.start + self.column
        end = start + length
        is_field = bool(_KNOWN.match(self.rest))
        return Slip(start, end, message, remedy, change=(end, end, " "), safe=is_field)


def _by_lines(problem: str, text: str, index: int) -> Slip | None:
    """The slip in the line where libyaml stopped or in the one above; None if they do not tell."""
    lines = _lines(text, index)
    if not lines:
        return None
    *above, line = lines
    if found := _glued(line):
        return found
    if "could not find" in problem:
        return _without_colon(line, after_value=bool(above))
    if "mapping values" in problem:
        if not _UP_TO_NAME.fullmatch(text, line.start, index):
            return None
        if above and not _goes_on(above) and (found := _above(above[-1], line)):
            return found
    return _misplaced(above, line)


def _lines(text: str, index: int) -> list[_Line]:
    """The lines up to that of an offset, without blank ones, remarks and texts of several lines."""
    found: list[_Line] = []
    start, inside = 0, None
    for written in text.splitlines(keepends=True):
        if start > index:
            break
        match = _LINE.fullmatch(written)
        indent = len(written) - len(written.lstrip(" "))
        if match and match["rest"] and (inside is None or indent <= inside):
            dashes = (place for place in range(*match.span("dashes")) if written[place] == "-")
            line = _Line(start, indent, tuple(dashes), match.start("rest"), match["rest"])
            value = line.field["value"] if line.field else None
            inside = line.column if value and _BLOCK_TEXT.fullmatch(value) else None
            found.append(line)
        start += len(written)
    return found


def _glued(line: _Line) -> Slip | None:
    if match := _GLUED_DASH.match(line.rest):
        return line.without_blank(
            1, "Nach dem Strich fehlt ein Leerzeichen", f"schreiben Sie „- {line.rest[1:]}“"
        )
    if match := _GLUED.match(line.rest):
        rest = line.rest[match.end() :]
        remedy = f"schreiben Sie „{match[0]} {rest}“"
        return line.without_blank(match.end(), "Nach dem Doppelpunkt fehlt ein Leerzeichen", remedy)
    return None


def _without_colon(line: _Line, *, after_value: bool = False) -> Slip | None:
    name = re.match(r"\w[\w-]*", line.rest)
    if name is None:
        return None
    remedy = f"schreiben Sie „{name[0]}: …“"
    if after_value and " " in line.rest and not line.dashes:
        remedy += "; gehört die Zeile zum Wert davor, rücken Sie sie weiter ein"
    return line.slip(name.end(), "Nach dem Feldnamen fehlt der Doppelpunkt", remedy)


def _goes_on(lines: list[_Line]) -> bool:
    """Whether the last line is a piece of the value that begins above it."""
    before = lines[-2].field if len(lines) > 1 else None
    return bool(before and before["value"] and lines[-2].column < lines[-1].column)


def _above(last: _Line, line: _Line) -> Slip | None:
    """The slip in the line above one that cannot have a field."""
    if line.column > last.column and _GLUED_DASH.match(last.rest):
        return _glued(last)
    if last.field or (line.column != last.column and not last.rest.isalnum()):
        return None
    return _glued(last) or _without_colon(last)


def _misplaced(above: list[_Line], line: _Line) -> Slip | None:
    """A field or a dash that stands in no column of those above it."""
    names, dashes = _columns(above)
    if line.dashes:
        here, columns, what = line.indent, dashes, "den Strich"
    elif line.field:
        here, columns, what = line.column, names, f"„{line.field['name']}“"
        if here in dashes and what == names.get(min((c for c in names if c > here), default=here)):
            remedy = f"schreiben Sie „- {line.field['name']}: …“"
            return line.slip(len(what) - 2, "In der Aufzählung fehlt ein Strich", remedy)
    else:
        return None
    nearest = min(columns, key=lambda column: (abs(column - here), -column), default=here)
    if nearest == here:
        return None
    count = abs(nearest - here)
    way = "weiter" if nearest > here else "weniger weit"
    blanks = "ein Leerzeichen" if count == 1 else f"{count} Leerzeichen"
    remedy = f"rücken Sie {what} um {blanks} {way} ein, unter {columns[nearest]}"
    start = line.start + here
    end = start + (1 if line.dashes else len(what) - 2)
    # The line may begin with blanks only: a field behind a dash moves with it.
    change = (line.start, start, " " * nearest) if here == line.indent else None
    return Slip(start, end, _INDENTATION[0], remedy, change=change)


def _columns(above: list[_Line]) -> tuple[dict[int, str], dict[int, str]]:
    """The columns in which fields and dashes may stand below some lines, with the words for each."""
    names: dict[int, str] = {}
    dashes: dict[int, str] = {}
    for each in above:
        for columns in (names, dashes):
            for column in [column for column in columns if column > each.indent]:
                del columns[column]
        dashes.update(dict.fromkeys(each.dashes, "den Strich davor"))
        if each.field:
            names.setdefault(each.column, f"„{each.field['name']}“")
    return names, dashes


def _with_blanks(text: str, index: int) -> tuple[int, int, str]:
    """The change of tabs at the beginning of a line to blanks, up to the column that is meant most likely."""
    start = text.rfind("\n", 0, index) + 1
    stop = len(text) - len(text[start:].lstrip(" \t"))
    names, dashes = _columns(_lines(text[:start], start))
    width = len(text[start:stop].expandtabs(_TAB_WIDTH))
    columns = dashes if text.startswith("-", stop) else names
    column = min(columns, key=lambda column: abs(column - width), default=_TAB_WIDTH // 2)
    return start, stop, " " * column
