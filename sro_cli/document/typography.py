"""German typography for plain text: quotation marks, dashes, and blanks that do not break.

It is done on the tree, so that every product has the same.
"""

from __future__ import annotations

import re

from sro_cli import tree

_NO_BREAK = "\u00a0"
_NARROW = "\u202f"

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_MARKS = re.compile(
    r"(?P<quote>[\"'])"
    r"|(?P<range>(?<=\d)[ ](?:--|–)[ ](?=\d))"
    r"|(?P<dash>(?<!-)--{1,2}(?!-))"
    r"|(?P<dots>(?<!\.)\.\.\.(?!\.))"
    # § 79, §§ 78, Abs. 3, Nr. 4, Art. 5, S. 12, Kap. 3
    r"|(?P<law>(?:§§?|\b(?:Abs|Nr|Art|S|Kap|Anl|Ziff|Rn)\.)[ ](?=\d))"
    # z. B., d. h., u. a., i. V. m., e. V.
    r"|(?P<short>\b(?:z\. ?B|d\. ?h|u\. ?a|i\. ?d\. ?R|i\. ?V\. ?m|s\. ?o|o\. ?ä|u\. ?U|v\. ?a|e\. ?V)\.)"
    # 9. Januar, 5 %, 20 Euro
    rf"|(?P<day>\b\d{{1,2}}\.[ ](?=(?:{_MONTHS})\b))"
    r"|(?P<unit>\d[ ](?=(?:%|€|Euro|Jahre?n?|Uhr|km|m²|Prozent)(?!\w)))"
)
# After these a quotation mark opens.
_OPENING = set(" \t\n([{–—-/\u00a0\u202f„‚")


class Typesetter:
    """Sets text after text in the order of reading; it remembers whether a quotation is open."""

    def __init__(self) -> None:
        """Starts outside of any quotation."""
        self._open = {'"': False, "'": False}

    def set(self, text: str) -> str:
        r"""The text as it is printed.

        >>> Typesetter().set('Die "Ziele" -- z. B. § 79 Abs. 3 ...')
        'Die „Ziele“ – z.\u202fB. §\xa079 Abs.\xa03 …'
        """
        return _MARKS.sub(self._mark, text)

    def rewrite(self, inline: tree.Inline) -> tuple[tree.Inline, ...]:
        """An inline with its own text set; for `tree.map_blocks`."""
        if type(inline) is tree.Text and (printed := self.set(inline.text)) != inline.text:
            return (tree.Text(printed, span=inline.span),)
        return (inline,)

    def _mark(self, match: re.Match[str]) -> str:
        found = match[0]
        match match.lastgroup:
            case "quote":
                return self._quote(match)
            case "range":
                return f"{_NO_BREAK}–{_NO_BREAK}"
            case "dash":
                return "–"
            case "dots":
                return "…"
            case "short":
                return re.sub(r"\. ?(?=\w)", f".{_NARROW}", found)
            case _:
                return found[:-1] + _NO_BREAK

    def _quote(self, match: re.Match[str]) -> str:
        mark, text, at = match[0], match.string, match.start()
        before = text[at - 1] if at else ""
        after = text[at + 1] if at + 1 < len(text) else ""
        if mark == "'" and self._is_apostrophe(before, after):
            return "’"
        # At the edge of a text the neighbour is unknown: then it opens if nothing is open.
        opens = before in _OPENING if before else not self._open[mark]
        self._open[mark] = opens
        return {'"': ("“", "„"), "'": ("‘", "‚")}[mark][opens]

    def _is_apostrophe(self, before: str, after: str) -> bool:
        # geht's, Hans' Auto, die '90er
        return (before.isalnum() and (after.isalpha() or not self._open["'"])) or (
            after.isdigit() and not before.isalnum()
        )
