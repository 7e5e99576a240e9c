"""How a document is laid out where Word tracks no changes: pages, tables, lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sro_cli.writers.docx.elements import VAL, Element, P, style_of
from sro_cli.writers.docx.markup import w

SPACER = "Abschnittsende"
"""The style of paragraphs that only keep others apart."""

_TABLE, _SECTION, _LIST, _PROPERTIES = w("tbl"), w("sectPr"), w("numPr"), w("pPr")
_SIZE, _COLUMN, _WIDTH, _TITLE, _SIDE = w("pgSz"), w("gridCol"), w("w"), w("tblCaption"), w("jc")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a body is laid out.

    Attributes:
        pages: of each section, the number of paragraphs up to its end, and the size of its pages.
        alignment: of each table, to which side each of its paragraphs keeps.
        widths: of each table, those of its columns.
        titles: of each table, what is read out of it, without its number.
        spacing: of each item of a list, the style that keeps it close to the next one or apart from it.
    """

    pages: tuple[tuple[int, str], ...]
    alignment: tuple[tuple[str, ...], ...]
    widths: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...]
    spacing: tuple[str, ...]


def layout_of(body: Element) -> Layout:
    """How a body is laid out; paragraphs that only keep others apart are not counted."""
    count, pages, spacing = 0, list[tuple[int, str]](), list[str]()
    for each in body.iter(P, _SECTION):
        if each.tag == _SECTION:
            size = each.find(_SIZE)
            pages.append((count, "" if size is None else " ".join(map(str, size.attrib.values()))))
            continue
        properties = each[0] if len(each) and each[0].tag == _PROPERTIES else None
        style = "" if properties is None else style_of(properties)
        count += style != SPACER
        if properties is not None and properties.find(_LIST) is not None:
            spacing.append(style)
    tables = list(body.iter(_TABLE))
    return Layout(
        tuple(pages),
        tuple(tuple(side.get(VAL, "") for side in table.iter(_SIDE)) for table in tables),
        tuple(tuple(column.get(_WIDTH, "") for column in table.iter(_COLUMN)) for table in tables),
        tuple(re.sub(r"\d+", "", title.get(VAL, "")) for table in tables for title in table.iter(_TITLE)),
        tuple(spacing),
    )
