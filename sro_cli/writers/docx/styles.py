"""styles.xml from the theme: the styles that pandoc uses, Word's own, and a few of ours.

Identifiers and names of the first two groups are pandoc's and Word's; ours are German,
since editors meet them in Word's list of styles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sro_cli.theme import Gestaltung
from sro_cli.tree import AlertKind
from sro_cli.writers.docx.markup import NAMESPACES, quoted
from sro_cli.writers.docx.pages import text_width

HEADINGS = 801
"""The numbering of chapters; bound to the heading styles."""

ANNEXES = 802
"""The numbering of annexes: A, A.1, …"""

CONTENTS_DEPTH = 3
"""The levels of headings in the contents."""

BOXES: dict[AlertKind, str] = {
    "HINWEIS": "Kasten Hinweis",
    "WICHTIG": "Kasten Wichtig",
    "OFFEN": "Kasten Offen",
    "INTERN": "Kasten Intern",
}
"""The style of the text in a box; that of its title ends in „ Titel“."""

NUMBER_WIDTHS = (680, 680, 794, 907, 1021, 1134)
"""Twips between the beginning of a heading's number and its text, per level."""


def styles(look: Gestaltung) -> bytes:
    """The part styles.xml."""
    listed = "".join(style.xml() for style in _styles(look))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:styles {NAMESPACES}>{_defaults(look)}{listed}</w:styles>'.encode()


def fonts(look: Gestaltung) -> bytes:
    """The part fontTable.xml: what replaces a font that the reader does not have."""
    others = ",".join(look.schrift.ersatz)
    text = _font(look.schrift.text, f"<w:altName w:val={quoted(others)}/>" if others else "", "swiss", "variable")
    fixed = _font(look.schrift.fest, '<w:altName w:val="Consolas,Courier New"/>', "modern", "fixed")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:fonts {NAMESPACES}>{text}{fixed}</w:fonts>'.encode()


def color(value: str) -> str:
    """A colour as Word writes it.

    >>> color("#004a7c")
    '004A7C'
    """
    return value.removeprefix("#").upper()


def _font(name: str, other: str, family: str, pitch: str) -> str:
    return (
        f'<w:font w:name={quoted(name)}>{other}<w:charset w:val="00"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
    )


@dataclass(frozen=True, slots=True)
class _Style:
    """A style. ``paragraph`` and ``text`` are the properties, in the order of the schema."""

    ident: str
    name: str
    based: str = ""
    following: str = ""
    paragraph: str = ""
    text: str = ""
    kind: str = "paragraph"
    rest: str = ""
    default: bool = False

    def xml(self) -> str:
        custom = ' w:customStyle="1"' if self.name in _OURS or self.name.startswith("Kasten") else ""
        return (
            f'<w:style w:type="{self.kind}"{_on("default", self.default)}{custom} w:styleId="{self.ident}">'
            f'<w:name w:val="{self.name}"/>{_value("basedOn", self.based)}{_value("next", self.following)}'
            f"{_RANKS.get(self.name, '')}"
            f"{'' if self.name in _UNLISTED else '<w:qFormat/>'}"
            f"{_around('pPr', self.paragraph)}{_around('rPr', self.text)}{self.rest}</w:style>"
        )


_OURS = {
    *("First Paragraph", "Compact", "Table", "Definition Term", "Definition", "Table Caption", "Image Caption"),
    *("Captioned Figure", "Verbatim Char", "Source Code", "Footnote Block Text"),
    *("Titelzeile", "Logo", "Abschnittsende", "Trennlinie", "Tabellentext", "Tabellenkopf", "Entwurf"),
}
_UNLISTED = {"Default Paragraph Font", "Normal Table", "No List", "Abschnittsende", "header", "footer", "toc 1"}
_RANKS = {"Default Paragraph Font": '<w:uiPriority w:val="1"/><w:semiHidden/>'}


def _styles(look: Gestaltung) -> Iterator[_Style]:
    yield from _bases(look)
    yield from _title_page(look)
    yield from _headings(look)
    yield from _flow(look)
    yield from _boxes(look)
    yield from _tables(look)
    yield from _contents(look)


def _bases(look: Gestaltung) -> Iterator[_Style]:
    body = _spacing(after=look.groessen.text * 0.7)
    yield _Style("Normal", "Normal", paragraph="<w:widowControl/>", default=True)
    yield _Style("DefaultParagraphFont", "Default Paragraph Font", kind="character", default=True)
    empty = (
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
    )
    yield _Style("TableNormal", "Normal Table", kind="table", rest=empty, default=True)
    yield _Style("NoList", "No List", kind="numbering", default=True)
    yield _Style("BodyText", "Body Text", "Normal", paragraph=body)
    yield _Style("FirstParagraph", "First Paragraph", "BodyText", "BodyText")


def _title_page(look: Gestaltung) -> Iterator[_Style]:
    colors, sizes = look.farben, look.groessen
    quiet = "<w:keepLines/><w:suppressAutoHyphens/>"
    title = f"{quiet}{_spacing(before=150, after=10, line=0.95)}"
    yield _Style("Logo", "Logo", "Normal", "Title", '<w:jc w:val="right"/>')
    yield _Style("Title", "Title", "Normal", "Subtitle", title, _letters(sizes.titel, colors.akzent, bold=True))
    line = _letters(sizes.untertitel, colors.gedaempft)
    yield _Style("Subtitle", "Subtitle", "Normal", "Titelzeile", f"{quiet}{_spacing(after=6)}", line)
    rule = f'<w:pBdr><w:top w:val="single" w:sz="12" w:space="12" w:color="{color(colors.akzent)}"/></w:pBdr>'
    # Equal neighbours share the rule above them and, with contextualSpacing, the space before it.
    lines = f"<w:keepLines/>{rule}{_spacing(before=60, line=1.3)}<w:contextualSpacing/>"
    yield _Style("Titelzeile", "Titelzeile", "Normal", "", lines)


def _headings(look: Gestaltung) -> Iterator[_Style]:
    before = (0, 20, 16, 13, 11, 11)
    after = (14, 7, 5, 4, 3, 3)
    for level, size in enumerate(look.groessen.ueberschriften):
        new_page = "<w:pageBreakBefore/>" if level == 0 else ""
        paragraph = (
            f'<w:keepNext/><w:keepLines/>{new_page}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{HEADINGS}"/></w:numPr>'
            f"<w:suppressAutoHyphens/>{_spacing(before[level], after[level], line=1.0)}"
            f'<w:outlineLvl w:val="{level}"/>'
        )
        tint = look.farben.akzent if level < 4 else look.farben.text  # noqa: PLR2004 - deep ones are quiet
        letters = _letters(size, tint, bold=level < 5, italic=level == 5)  # noqa: PLR2004 - as above
        yield _Style(f"Heading{level + 1}", f"heading {level + 1}", "Normal", "BodyText", paragraph, letters)


def _flow(look: Gestaltung) -> Iterator[_Style]:
    colors, sizes = look.farben, look.groessen
    small = _letters(sizes.klein)
    yield _Style("Compact", "Compact", "BodyText", "", _spacing(after=2))
    yield _Style("ListParagraph", "List Paragraph", "BodyText", "", _spacing(after=5))
    quote = _letters(None, colors.gedaempft)
    bar = f'<w:pBdr>{_side("left", colors.linie, 8, 10)}</w:pBdr>'
    yield _Style("BlockText", "Block Text", "BodyText", "", f'{bar}<w:ind w:left="454" w:right="454"/>', quote)
    sides = "".join(_side(side, colors.flaeche, 4, 5) for side in ("top", "left", "bottom", "right"))
    code = (
        f"<w:pBdr>{sides}</w:pBdr>{_shade(colors.flaeche)}<w:suppressAutoHyphens/>{_spacing(4, 12, line=1.1)}"
        '<w:ind w:left="120" w:right="120"/><w:jc w:val="left"/>'
    )
    fixed = f"{_family(look.schrift.fest)}<w:noProof/>{_size(sizes.klein)}"
    yield _Style("SourceCode", "Source Code", "Normal", "BodyText", code, fixed)
    chars = f"{_family(look.schrift.fest)}<w:noProof/>{_size(sizes.text * 0.88)}"
    yield _Style("VerbatimChar", "Verbatim Char", "DefaultParagraphFont", text=chars, kind="character")
    link = f'<w:color w:val="{color(colors.akzent)}"/>'
    yield _Style("Hyperlink", "Hyperlink", "DefaultParagraphFont", text=link, kind="character")
    draft = _letters(None, colors.wichtig, bold=True)
    yield _Style("Entwurf", "Entwurf", "DefaultParagraphFont", text=draft, kind="character")
    note = f'{_spacing(after=2, line=1.0)}<w:ind w:left="170" w:hanging="170"/>'
    yield _Style("FootnoteText", "footnote text", "Normal", "", note, small)
    yield _Style("FootnoteBlockText", "Footnote Block Text", "FootnoteText")
    raised = '<w:vertAlign w:val="superscript"/>'
    yield _Style("FootnoteReference", "footnote reference", "DefaultParagraphFont", text=raised, kind="character")
    term = f"<w:keepNext/><w:keepLines/>{_spacing(4, 1)}"
    yield _Style("DefinitionTerm", "Definition Term", "Normal", "Definition", term, "<w:b/><w:bCs/>")
    yield _Style("Definition", "Definition", "Normal", "", f'{_spacing(after=4)}<w:ind w:left="454"/>')
    caption = f"<w:keepLines/><w:suppressAutoHyphens/>{_spacing(after=14, line=1.05)}"
    yield _Style("Caption", "caption", "Normal", "BodyText", caption, _letters(sizes.klein + 0.5, colors.gedaempft))
    yield _Style("ImageCaption", "Image Caption", "Caption", "BodyText")
    yield _Style("TableCaption", "Table Caption", "Caption", "", f"<w:keepNext/>{_spacing(8, 4, line=1.05)}")
    yield _Style("CaptionedFigure", "Captioned Figure", "Normal", "ImageCaption", f"<w:keepNext/>{_spacing(8, 5)}")
    yield _Style("Figure", "Figure", "Normal", "BodyText", _spacing(8, 12))
    rule = f'<w:pBdr>{_side("bottom", colors.linie, 4, 1)}</w:pBdr>{_spacing(after=12, line=0.5)}'
    yield _Style("Trennlinie", "Trennlinie", "Normal", "BodyText", rule)
    tiny = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    yield _Style("Abschnittsende", "Abschnittsende", "Normal", "", tiny, '<w:sz w:val="2"/><w:szCs w:val="2"/>')
    for name, right in (("header", "top"), ("footer", "bottom")):
        line = _side("bottom" if right == "top" else "top", colors.linie, 4, 4)
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{text_width(look)}"/></w:tabs>'
        marginal = f"<w:pBdr>{line}</w:pBdr>{tab}<w:suppressAutoHyphens/>{_spacing(line=1.0)}"
        yield _Style(name.title(), name, "Normal", "", marginal, _letters(sizes.klein, colors.gedaempft))


def _boxes(look: Gestaltung) -> Iterator[_Style]:
    colors = look.farben
    tints: dict[AlertKind, str] = {
        "HINWEIS": colors.hinweis,
        "WICHTIG": colors.wichtig,
        "OFFEN": colors.offen,
        "INTERN": colors.intern,
    }
    for kind, name in BOXES.items():
        ident = name.replace(" ", "")
        bar = _side("left", tints[kind], 24, 8)
        right = _side("right", colors.flaeche, 4, 6)
        # Borders that differ between title and text keep two boxes of a kind apart: Word joins
        # neighbours with equal ones, and draws the top and bottom only around the joined whole.
        top = f"<w:pBdr>{_side('top', colors.flaeche, 4, 5)}{bar}{right}</w:pBdr>"
        bottom = f"<w:pBdr>{bar}{_side('bottom', colors.flaeche, 4, 5)}{right}</w:pBdr>"
        rest = '<w:ind w:left="220" w:right="140"/>'
        title = f"<w:keepNext/><w:keepLines/>{top}{_shade(colors.flaeche)}{_spacing(8)}{rest}"
        yield _Style(f"{ident}Titel", f"{name} Titel", "Normal", ident, title, _letters(None, tints[kind], bold=True))
        text = f"<w:keepLines/>{bottom}{_shade(colors.flaeche)}{_spacing(after=4)}{rest}"
        yield _Style(ident, name, "Normal", "", text)


def _tables(look: Gestaltung) -> Iterator[_Style]:
    colors, sizes = look.farben, look.groessen
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{color(colors.linie)}"'
    borders = "".join(f"<w:{side} {line}/>" for side in ("top", "bottom", "insideH"))
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 50), ("left", 85), ("bottom", 50), ("right", 85))
    )
    head = (
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{color(colors.akzent)}"/></w:tcBorders>'
        f"{_shade(colors.flaeche)}</w:tcPr></w:tblStylePr>"
    )
    table = (
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>{head}"
    )
    yield _Style("Table", "Table", "TableNormal", kind="table", rest=table)
    cell = f"{_spacing(line=1.05)}"
    yield _Style("Tabellentext", "Tabellentext", "Normal", "", cell, _letters(sizes.text - 1))
    yield _Style("Tabellenkopf", "Tabellenkopf", "Tabellentext", "", "<w:keepNext/>", "<w:b/><w:bCs/>")


def _contents(look: Gestaltung) -> Iterator[_Style]:
    colors, sizes = look.farben, look.groessen

    heading = f"<w:keepNext/><w:keepLines/>{_spacing(22, 10, line=1.0)}<w:outlineLvl w:val=\"9\"/>"
    letters = _letters(sizes.ueberschriften[0], colors.akzent, bold=True)
    yield _Style("TOCHeading", "TOC Heading", "Normal", "Normal", heading, letters)
    right = f'<w:tab w:val="right" w:leader="dot" w:pos="{text_width(look)}"/>'
    starts, ends = (0, 454, 1077), (454, 1077, 1871)
    for level in range(CONTENTS_DEPTH):
        start, end = starts[level], ends[level]
        paragraph = (
            f'<w:tabs><w:tab w:val="left" w:pos="{end}"/>{right}</w:tabs><w:suppressAutoHyphens/>'
            f"{_spacing(6 if level == 0 else 0, 2, line=1.05)}"
            f'<w:ind w:left="{end}" w:right="567" w:hanging="{end - start}"/>'
        )
        strong = "<w:b/><w:bCs/>" if level == 0 else ""
        yield _Style(f"TOC{level + 1}", f"toc {level + 1}", "Normal", "Normal", paragraph, strong)
    figures = f'<w:tabs>{right}</w:tabs><w:suppressAutoHyphens/>{_spacing(after=3)}<w:ind w:left="454" w:right="567" w:hanging="454"/>'
    yield _Style("TableofFigures", "table of figures", "Normal", "Normal", figures)


def _defaults(look: Gestaltung) -> str:
    letters = (
        f'{_family(look.schrift.text)}<w:color w:val="{color(look.farben.text)}"/>{_size(look.groessen.text)}'
        '<w:lang w:val="de-DE" w:eastAsia="de-DE" w:bidi="ar-SA"/>'
    )
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{letters}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{_spacing(line=1.15)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _letters(size: float | None, tint: str = "", *, bold: bool = False, italic: bool = False) -> str:
    return (
        f"{'<w:b/><w:bCs/>' if bold else ''}{'<w:i/><w:iCs/>' if italic else ''}"
        f"{_value('color', color(tint))}{_size(size) if size else ''}"
    )


def _family(name: str) -> str:
    font = quoted(name)
    return f"<w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font}/>"


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _spacing(before: float = 0, after: float = 0, *, line: float | None = None) -> str:
    pitch = f' w:line="{round(line * 240)}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{pitch}/>'


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{color(fill)}"/>'


def _side(side: str, tint: str, eighths: int, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{color(tint)}"/>'


def _value(name: str, value: str) -> str:
    return f'<w:{name} w:val="{value}"/>' if value else ""


def _on(name: str, value: bool) -> str:  # noqa: FBT001 - a value, not a switch
    return f' w:{name}="1"' if value else ""


def _around(name: str, content: str) -> str:
    return f"<w:{name}>{content}</w:{name}>" if content else ""
