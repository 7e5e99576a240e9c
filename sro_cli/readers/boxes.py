"""How boxes begin: ``> [!HINWEIS]``, and what is meant as such a beginning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markdown_it.token import Token

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic, Fix, faults
from sro_cli.diagnostics.suggestions import choice, correction, nearest
from sro_cli.readers.inlines import Inlines
from sro_cli.readers.lines import text_offsets
from sro_cli.source import Span

_BOXES: Mapping[str, tree.AlertKind] = {
    "HINWEIS": "HINWEIS",
    "WICHTIG": "WICHTIG",
    "OFFEN": "OFFEN",
    "INTERN": "INTERN",
}
_TITLES = {"HINWEIS": "Hinweis", "WICHTIG": "Wichtig", "OFFEN": "Offener Punkt", "INTERN": "Intern"}
_NAME = re.compile(r"\[!([^\]\n]*)\][ \t]*(?:\n|$)")
# „[INTERN]“, „![INTERN]“, „!INTERN“, „[!INTERN“, „\[!INTERN]“ alone in the line.
_MISSPELT = re.compile(r"(?:!?\\?\[[ \t]*\\?!?|!+)[ \t]*(\w+)[ \t]*!?[ \t]*\\?\]?[ \t]*[-+:]?[ \t]*(?:\n|$)")
_WITH_TEXT = re.compile(rf"\[!({'|'.join(_BOXES)})\][-+:]?[ \t]+(?=\S)", re.IGNORECASE)
_COLON = re.compile(r"\[!([^\]\n]*)\]:")
_BLANKS = re.compile(r"[ \t]*")
_NO_QUOTE = re.compile(r"[^\s>]")


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first line of a box.

    Attributes:
        kind: which box; None if there is none of this name.
        end: where the text of the box begins, an offset of the paragraph.
    """

    kind: tree.AlertKind | None
    end: int


def begun(inlines: Inlines, token: Token) -> Beginning | None:
    """The beginning of the box that a quotation is; None for words of others. What is wrong with it is E123.

    A box with a misspelt name is taken for the one that is meant, so that nothing internal comes out.

    Args:
        inlines: of the source; they collect its findings.
        token: the text of the first paragraph of the quotation.
    """
    text = token.content
    if match := _NAME.match(text):
        close = () if match[1] in _BOXES else nearest(match[1], _BOXES)
        if match[1] not in _BOXES:
            inlines.findings.append(_unknown(_span(inlines, token, match), match[1], close))
    elif match := _WITH_TEXT.match(text):
        close = (match[1].upper(),)
        inlines.findings.append(_with_text(_span(inlines, token, match), close[0]))
    elif (match := _MISSPELT.match(text)) and len(close := nearest(match[1], _BOXES)) == 1:
        inlines.findings.append(_misspelt(_span(inlines, token, match), close[0]))
    else:
        return None
    return Beginning(_BOXES.get(close[0] if close else match[1]), match.end())


def box(beginning: Beginning, blocks: tuple[tree.Block, ...], span: Span) -> tree.Alert | tree.Quote:
    """The box with its blocks; a quotation if there is no such box."""
    if beginning.kind is None:
        return tree.Quote(blocks, span=span)
    return tree.Alert(beginning.kind, blocks, _TITLES[beginning.kind], span=span)


def with_colon(line: Span) -> Diagnostic | None:
    """The finding for ``> [!INTERN]:``, which CommonMark takes for the target of links; None without one."""
    found = _COLON.search(line.source.text, line.start, line.end)
    if not found:
        return None
    place, name = Span(line.source, *found.span()), found[1].upper()
    return _misspelt(place, name) if place.end == line.end else _with_text(place, name)


def _span(inlines: Inlines, token: Token, match: re.Match[str]) -> Span:
    """The place of what a match says, without blanks and the end of its line."""
    place = text_offsets(inlines.source, token)
    return Span(inlines.source, place(0), place(len(match[0].rstrip()) - 1) + 1)


def _unknown(span: Span, name: str, close: tuple[str, ...]) -> Diagnostic:
    possible = choice([f"[!{known}]" for known in _BOXES])
    return faults.KASTEN_UNBEKANNT.at(
        span,
        f"Den Kasten „{name}“ gibt es nicht",
        notes=(f"möglich sind: {', '.join(_BOXES)}",) if close else (),
        help=f"meinten Sie „[!{close[0]}]“?" if close else f"wählen Sie {possible}",
        fix=correction(span, name, close),
    )


def _misspelt(span: Span, meant: str) -> Diagnostic:
    return faults.KASTEN_UNBEKANNT.at(
        span,
        f"So beginnt kein Kasten {meant}",
        label="das erscheint als Text, auch in öffentlichen Dokumenten" if meant == "INTERN" else "",
        help=f"schreiben Sie „[!{meant}]“",
        fix=Fix(span, f"[!{meant}]", safe=True),
    )


def _with_text(span: Span, name: str) -> Diagnostic:
    source, start, end = span
    # In „- > [!INTERN]“, the mark of the list stands in the first line only.
    number = source.line_column(start)[0] - 1
    before = _NO_QUOTE.sub(" ", source.text[source.line_starts[number] : start])
    text = _BLANKS.match(source.text, end)
    return faults.KASTEN_UNBEKANNT.at(
        span,
        "Hinter dem Namen eines Kastens steht in derselben Zeile kein Text",
        help="beginnen Sie den Text in der nächsten Zeile, mit „> “ davor",
        fix=Fix(
            Span(source, start, text.end() if text else end), f"[!{name}]{source.newline}{before}", safe=True
        ),
    )
