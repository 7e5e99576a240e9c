"""The paragraphs and tables of a body, with what each of them says."""

from __future__ import annotations

from dataclasses import dataclass, field

from sro_cli.redline.alignment import words_of
from sro_cli.redline.statement import Line, Surroundings, paragraph_line, table_line
from sro_cli.writers.docx.elements import Element, P
from sro_cli.writers.docx.markup import w

_TABLE, _SECTION = w("tbl"), w("sectPr")

_TABLE_WEIGHT = 500


@dataclass
class Units:
    """The paragraphs and tables of a body, without those that only keep others apart.

    Attributes:
        elements: in order.
        lines: what each of them says.
        sections: ends of sections that stand alone, by the number of units before them.
        known: their words, by their positions, as far as somebody asked.
    """

    elements: list[Element] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    sections: dict[int, list[Element]] = field(default_factory=dict)
    known: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def words(self, position: int) -> tuple[str, ...]:
        """The words of a unit."""
        if position not in self.known:
            self.known[position] = words_of(self.lines[position])
        return self.known[position]

    def tell(self, position: int, around: Surroundings) -> None:
        """Says anew what a unit says, after it was changed."""
        unit = self.elements[position]
        line = table_line(unit, around) if unit.tag == _TABLE else paragraph_line(unit, around)
        self.lines[position] = line or self.lines[position]

    def weight(self, position: int) -> int:
        """How much a unit says: its letters, roughly."""
        line = self.lines[position]
        if line[0] == "tbl":
            return _TABLE_WEIGHT
        return 1 + sum(len(piece[1]) for piece in line[4] if piece[0] == "text")


def units(body: Element, around: Surroundings) -> Units:
    """The paragraphs and tables of a body."""
    found = Units()
    for child in body:
        if child.tag == _TABLE:
            found.elements.append(child)
            found.lines.append(table_line(child, around))
        elif child.tag == P:
            line = paragraph_line(child, around)
            if line is not None:
                found.elements.append(child)
                found.lines.append(line)
            elif child.find(f"{w('pPr')}/{_SECTION}") is not None:
                found.sections.setdefault(len(found.elements), []).append(child)
    return found
