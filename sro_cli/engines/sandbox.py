"""The only room of Jinja2: templates filled in a sandbox, with bounded work, and their faults in German.

A template reaches what it is given and nothing else, and it ends: what it does is counted in steps,
so that neither nested loops nor macros that call themselves run on for hours.
"""

from __future__ import annotations

import traceback
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache, wraps
from operator import itemgetter
from typing import Any, NamedTuple

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from pydantic import BaseModel

from sro_cli.theme import FrameError

LARGEST = 4_000_000
"""Characters a template may produce; the longest annex of a large concept has 300,000."""

MOST = 20_000_000
"""Steps a template may take; the longest annex of a large concept takes a twentieth of it."""

_CALL = 50  # steps; a call of ours may look at many entries
_ITERATED, _MEASURED = "sro iterated", "sro measured"  # no template can write a name with a blank


class Spot(NamedTuple):
    """Where a line of a text begins that a template made.

    Attributes:
        path: of the template, below ``templates/``.
        line: at which Jinja2 began to print it, from 1; where a tag ends a line, the next is meant.
        words: that stand there as printed; empty if the line begins with a value.
    """

    path: str
    line: int
    words: str


class Traced(NamedTuple):
    """A text that a template made.

    Attributes:
        text: all of it.
        lines: where each of its lines begins; None for a blank one.
    """

    text: str
    lines: tuple[Spot | None, ...]


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates of one folder, what they may name, and how text from them is treated."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(
        self,
        load: Callable[[str], str | None],
        filters: Mapping[str, Callable[..., object]],
        names: Mapping[str, object],
        built_in: Iterable[str],
        folder: str = "",
        **manner: Any,
    ) -> None:
        """Reads no template yet.

        Args:
            load: the text of a file by its path below ``templates/``, or None; it may raise FrameError.
            filters: ours.
            names: what every template may name; nothing of Jinja2's own is added.
            built_in: which filters of Jinja2's there are beside ours.
            folder: where the templates lie, below ``templates/``, ending with a slash.
            manner: further settings of Jinja2's environment.
        """

        def loaded(name: str) -> tuple[str, str, Callable[[], bool]] | None:
            text = load(folder + name)
            return None if text is None else (text, folder + name, lambda: True)

        show = manner.pop("finalize", None) or (lambda value: value)
        super().__init__(
            loader=FunctionLoader(loaded),
            undefined=_Unknown,
            finalize=lambda value: self._measured(show(value)),
            **manner,
        )
        mine = {name: self.filters[name] for name in built_in} | dict(filters)
        self.filters = {name: self._metered(function) for name, function in mine.items()}
        self.filters |= {_ITERATED: self._iterated, _MEASURED: self._measured}
        self.globals = dict(names)
        self._folder = folder
        self._left = MOST

    def fill(self, template: str, values: Mapping[str, object]) -> str:
        """The text that a template makes.

        Args:
            template: its path below the folder.
            values: what only this template may name.

        Raises:
            FrameError: the template is missing, faulty, or does too much.
        """
        return "".join(text for text, *_ in self._pieces(template, values))

    def traced(self, template: str, values: Mapping[str, object]) -> Traced:
        """The text that a template makes, and where each of its lines comes from.

        Args and errors are those of `fill`.
        """
        texts: list[str] = []
        lines: list[Spot | None] = [None]
        for text, path, line, literal in self._pieces(template, values):
            texts.append(text)
            for number, words in enumerate(text.split("\n")):
                if number:
                    lines.append(None)
                if lines[-1] is None and words.strip():
                    lines[-1] = Spot(path, line + number, words) if literal else Spot(path, line, "")
        return Traced("".join(texts), tuple(lines))

    def _pieces(self, template: str, values: Mapping[str, object]) -> Iterator[tuple[str, str, int, bool]]:
        """What a template prints piece by piece, path and line, and whether it stands there as printed."""
        room, self._left = LARGEST, MOST
        try:
            stream = self.get_template(template).generate(values)
            for piece in stream:
                yield piece, *_origin(stream, piece)
                if (room := room - len(piece)) < 0:
                    raise OverflowError(f"sie erzeugt mehr als {LARGEST // 10**6} Millionen Zeichen")  # noqa: TRY301 - one way out for all faults
        except FrameError:
            raise
        except Exception as error:  # a template can raise anything, and all of it is its fault
            raise _fault(self._folder + template, error) from error

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Fields and our own methods; of texts, numbers and lists nothing: filters do what is needed."""
        if isinstance(obj, str | int | float | bytes | list | tuple):
            return False
        if isinstance(obj, BaseModel) and attr.startswith(_OF_PYDANTIC):
            return False
        if isinstance(obj, date) and attr == "strftime":
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic of numbers that stay small; lists may be joined."""
        if operator == "**":
            raise SecurityError("„**“ ist nicht möglich")
        if operator != "+" and not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(f"„{operator}“ ist nur mit Zahlen möglich")
        return self._measured(super().call_binop(context, operator, left, right))

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """A call; what a macro printed was treated when it was printed."""
        self._spend(_CALL + sum(map(_size, args)))
        result = super().call(context, obj, *args, **kwargs)
        return self.printed(result) if isinstance(obj, Macro) else result

    def printed(self, text: str) -> str:
        """What a macro printed, as a value that is printed again."""
        return text

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        # Jinja2's own hook before code is made: loops and joined texts come to be counted.
        return super()._generate(_Counted().visit(source), *args, **kwargs)

    def _metered(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def metered(*args: Any, **kwargs: Any) -> Any:
            self._spend(1 + sum(map(_size, args)))
            return self._measured(function(*args, **kwargs))

        return metered

    def _measured(self, value: Any) -> Any:
        if isinstance(value, Iterator):
            return self._iterated(value)
        self._spend(_size(value))
        return value

    def _iterated(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._spend(1)
            yield item

    def _spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise OverflowError(f"sie braucht mehr als {MOST // 10**6} Millionen Schritte")


_OF_PYDANTIC = ("model_", "copy", "json", "dict", "parse_", "construct")


class _Counted(NodeTransformer):
    def visit_For(self, loop: nodes.For) -> nodes.For:  # noqa: N802 - Jinja2 calls it so
        self.generic_visit(loop)
        loop.iter = _filtered(loop.iter, _ITERATED)
        return loop

    def visit_Concat(self, joined: nodes.Concat) -> nodes.Filter:  # noqa: N802 - as above
        self.generic_visit(joined)
        return _filtered(joined, _MEASURED)


def _filtered(value: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=value.lineno, environment=value.environment)


class _Unknown(StrictUndefined):
    """What a template names and nobody knows, in German."""

    @property
    def _undefined_message(self) -> str:
        name = self._undefined_name
        if self._undefined_hint:
            return str(self._undefined_hint)
        if self._undefined_obj is missing or name is None:
            return f"„{name}“ ist in dieser Vorlage nicht bekannt"
        return f"„{type(self._undefined_obj).__name__}“ hat kein Feld „{name}“"


def _size(value: object) -> int:
    return len(value) if isinstance(value, str | list | tuple | dict | set | frozenset) else 0


def _origin(stream: Any, piece: str) -> tuple[str, int, bool]:
    """Path and line of the piece that a stream has just given, and whether it stands there as printed."""
    while (inner := stream.gi_yieldfrom) is not None:  # of a template that this one extends
        stream = inner
    frame = stream.gi_frame
    marks = _marks(frame.f_globals["__jinja_template__"])
    behind = bisect_right(marks, frame.f_lineno, key=itemgetter(1))
    line = marks[behind - 1][0] if behind else 1
    return frame.f_code.co_filename, line, piece in frame.f_code.co_consts


@lru_cache(maxsize=64)
def _marks(template: Template) -> list[tuple[int, int]]:
    """Which line of a template its code comes from, and from which line of the code on.

    Jinja2 would read them anew from a text for each piece.
    """
    return template.debug_info


def _fault(template: str, error: Exception) -> FrameError:
    path, line = _place(template, error)
    match error:
        case TemplateNotFound():
            message, note = f"Die Vorlage „{error.name}“ fehlt im Ordner templates", ""
        case TemplateSyntaxError():
            message, note = "Die Vorlage ist nicht richtig geschrieben", f"Jinja2 meldet: {error.message}"
        case SecurityError():
            message = "Die Vorlage greift auf etwas zu, das Vorlagen nicht offensteht"
            note = f"Jinja2 meldet: {error}"
        case UndefinedError():
            message, note = str(error), ""
        case RecursionError():
            message, note = "Die Vorlage ruft sich ohne Ende selbst auf", ""
        case OverflowError():
            message, note = "Die Vorlage findet kein Ende", str(error)
        case UnicodeDecodeError():
            message, note = "Die Vorlage ist nicht in UTF-8 gespeichert", ""
        case _:
            message, note = "Die Vorlage bricht ab", f"Python meldet: {type(error).__name__}: {error}"
    return FrameError(path, line, message, (note,) if note else ())


def _place(template: str, error: Exception) -> tuple[str, int]:
    """Path and line, from 1, of a fault; line 0 if unknown."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or template, error.lineno
    path, line = template, 0
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.endswith(".j2"):
            path, line = frame.f_code.co_filename, number
    return path, line
