"""styles.xml and fontTable.xml from the theme.

The styles are those that pandoc uses, Word's own, and some with German names, since editors
meet them in Word's list of styles. Sizes and colours are those of the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator

from sro_cli.theme import Gestaltung
from sro_cli.tree import AlertKind
from sro_cli.writers.docx.markup import NAMESPACES, quoted
from sro_cli.writers.docx.pages import text_width, twips
from sro_cli.writers.docx.style import (
    Style,
    border,
    family,
    indent,
    letters,
    lighter,
    rgb,
    shade,
    size,
    spacing,
    valued,
)

HEADINGS = 801
"""The numbering of chapters; bound to the heading styles."""

ANNEXES = 802
"""The numbering of annexes: A, A.1, …"""

NUMBER_WIDTHS = (680, 680, 794, 907, 1021, 1134)
"""Twips between the beginning of a heading's number and its text, per level."""

CONTENTS_INDENTS = ((0, 454), (454, 1077), (1077, 1871))
"""Twips at which the number and the text of an entry in the contents begin; one pair a level."""

BAR = twips(22)
"""How long the bar over the title is."""

BOXES: dict[AlertKind, str] = {
    "HINWEIS": "Kasten Hinweis",
    "WICHTIG": "Kasten Wichtig",
    "OFFEN": "Kasten Offen",
    "INTERN": "Kasten Intern",
}
"""The style of the text in a box; that of its title ends in „ Titel“."""

BOX_INDENT = (260, 180)
"""Twips between the margins and the text of a box, left and right."""

DEFINITION_INDENT = 454
"""Twips between the margin and the meaning of a term."""

# Shares of the font's own line pitch; that of Source Sans is 1.42 of its size.
_PITCH, _DENSE = 0.96, 0.87

_HOLD = "<w:keepNext/><w:keepLines/>"
_UNHYPHENATED = "<w:suppressAutoHyphens/>"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def styles(look: Gestaltung) -> bytes:
    """The part styles.xml."""
    groups = (
        _bases,
        _title_page,
        _headings,
        _text,
        _letters,
        _captions,
        _boxes,
        _tables,
        _margins,
        _contents,
    )
    listed = "".join(style.xml() for group in groups for style in group(look))
    return f"{_XML}<w:styles {NAMESPACES}>{_defaults(look)}{listed}</w:styles>".encode()


def fonts(look: Gestaltung) -> bytes:
    """The part fontTable.xml: what replaces a font that the reader does not have."""
    text = _font(look.schrift.text, ",".join(look.schrift.ersatz), "swiss", "variable")
    fixed = _font(look.schrift.fest, "Consolas,Courier New", "modern", "fixed")
    return f"{_XML}<w:fonts {NAMESPACES}>{text}{fixed}</w:fonts>".encode()


def _font(name: str, others: str, kind: str, pitch: str) -> str:
    other = f"<w:altName w:val={quoted(others)}/>" if others else ""
    return (
        f'<w:font w:name={quoted(name)}>{other}<w:charset w:val="00"/>'
        f'<w:family w:val="{kind}"/><w:pitch w:val="{pitch}"/></w:font>'
    )


def _defaults(look: Gestaltung) -> str:
    text = family(look.schrift.text) + letters(look.groessen.text, look.farben.text)
    language = '<w:lang w:val="de-DE" w:eastAsia="de-DE" w:bidi="ar-SA"/>'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{text}{language}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{spacing(line=_PITCH)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _bases(look: Gestaltung) -> Iterator[Style]:
    yield Style(name="Normal", based="", paragraph="<w:widowControl/>", default=True)
    yield Style(name="Default Paragraph Font", based="", kind="character", default=True)
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    )
    empty = f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    yield Style(name="Normal Table", ident="TableNormal", based="", kind="table", rest=empty, default=True)
    yield Style(name="No List", based="", kind="numbering", default=True)
    yield Style(name="Body Text", paragraph=spacing(after=look.groessen.text / 2))
    yield Style(name="First Paragraph", based="BodyText", following="BodyText")
    yield Style(
        name="Ankündigung",
        ident="Ankuendigung",
        based="BodyText",
        following="BodyText",
        paragraph="<w:keepNext/>",
    )


def _title_page(look: Gestaltung) -> Iterator[Style]:
    colors, sizes = look.farben, look.groessen
    yield Style(name="Logo", paragraph=f'{spacing(line=1)}<w:jc w:val="right"/>')
    bar = f"<w:pBdr>{border('top', colors.akzent, 36, 0)}</w:pBdr>"
    short = indent(0, text_width(look) - BAR)
    yield Style(name="Titelbalken", paragraph=f"<w:keepNext/>{bar}{spacing(200)}{short}")
    quiet = f"<w:keepLines/>{_UNHYPHENATED}"
    yield Style(
        name="Title",
        following="Subtitle",
        paragraph=f"{quiet}{spacing(after=8, line=_DENSE)}",
        text=letters(sizes.titel, colors.akzent, bold=True),
    )
    yield Style(
        name="Subtitle",
        following="Titelzeile",
        paragraph=f"{quiet}{spacing(after=24)}",
        text=letters(sizes.untertitel, colors.gedaempft),
    )
    yield Style(name="Titelzeile", paragraph=f"{quiet}{spacing(after=3)}")


def _headings(look: Gestaltung) -> Iterator[Style]:
    accent, plain, quiet = look.farben.akzent, look.farben.text, look.farben.gedaempft
    manners = (
        (0, 14, letters(color=accent, bold=True)),
        (20, 6, letters(color=accent, bold=True)),
        (16, 5, letters(color=accent, bold=True)),
        (13, 4, letters(color=plain, bold=True)),
        (11, 4, letters(color=plain, italic=True)),
        (11, 4, letters(color=quiet)),
    )
    for level, (before, after, manner) in enumerate(manners):
        new_page = "" if level else "<w:pageBreakBefore/>"
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{HEADINGS}"/></w:numPr>'
        space = spacing(before, after, line=_DENSE)
        yield Style(
            name=f"heading {level + 1}",
            ident=f"Heading{level + 1}",
            following="BodyText",
            paragraph=f'{_HOLD}{new_page}{number}{_UNHYPHENATED}{space}<w:outlineLvl w:val="{level}"/>',
            text=manner + size(look.groessen.ueberschriften[level]),
        )


def _text(look: Gestaltung) -> Iterator[Style]:
    colors, sizes = look.farben, look.groessen
    yield Style(name="Compact", based="BodyText", paragraph=spacing(after=2))
    yield Style(name="List Paragraph", based="BodyText", paragraph=spacing(after=5))
    yield Style(
        name="Block Text", based="BodyText", paragraph=indent(340, 340), text=letters(color=colors.gedaempft)
    )
    sides = "".join(border(side, colors.flaeche, 4, 8) for side in ("top", "left", "bottom", "right"))
    ground = f"<w:pBdr>{sides}</w:pBdr>{shade(colors.flaeche)}{_UNHYPHENATED}"
    yield Style(
        name="Source Code",
        following="BodyText",
        paragraph=f'{ground}{spacing(12, 18, line=1)}{indent(170, 170)}<w:jc w:val="left"/>',
        text=f"{family(look.schrift.fest)}<w:noProof/>{size(sizes.klein)}",
    )
    yield Style(
        name="footnote text",
        ident="FootnoteText",
        paragraph=spacing(after=2, line=_DENSE),
        text=size(sizes.klein),
    )
    yield Style(name="Footnote Block Text", based="FootnoteText")
    yield Style(
        name="Definition Term",
        following="Definition",
        paragraph=_HOLD + spacing(4, 1),
        text=letters(bold=True),
    )
    yield Style(name="Definition", paragraph=spacing(after=4) + indent(DEFINITION_INDENT))
    aside = text_width(look) * 7 // 20
    line = f"<w:pBdr>{border('bottom', lighter(colors.linie), 4, 1)}</w:pBdr>"
    yield Style(name="Trennlinie", paragraph=f"{line}{spacing(after=14, line=0.6)}{indent(aside, aside)}")
    tiny = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    yield Style(name="Abschnittsende", paragraph=tiny, text=size(1))


def _letters(look: Gestaltung) -> Iterator[Style]:
    accent = valued("color", rgb(look.farben.akzent))
    manners = {
        "Verbatim Char": f"{family(look.schrift.fest)}<w:noProof/>{size(look.groessen.text * 0.88)}",
        "Hyperlink": f'{accent}<w:u w:val="single"/>',
        "Querverweis": accent,
        "Bezifferung": letters(bold=True),
        "Entwurf": letters(color=look.farben.wichtig, bold=True),
        "Gestrichen": f"<w:strike/>{valued('color', rgb(look.farben.intern))}",
        "Eingefügt": f'{letters(color=look.farben.hinweis, bold=True)}<w:u w:val="single"/>',
        "footnote reference": '<w:vertAlign w:val="superscript"/>',
    }
    for name, manner in manners.items():
        ident = {"footnote reference": "FootnoteReference", "Eingefügt": "Eingefuegt"}.get(name, "")
        yield Style(name=name, ident=ident, based="DefaultParagraphFont", text=manner, kind="character")


def _captions(look: Gestaltung) -> Iterator[Style]:
    yield Style(
        name="caption",
        ident="Caption",
        following="BodyText",
        paragraph=f"<w:keepLines/>{_UNHYPHENATED}{spacing(after=14, line=_DENSE)}",
        text=letters(look.groessen.text - 0.5, look.farben.gedaempft),
    )
    yield Style(name="Image Caption", based="Caption", following="BodyText")
    yield Style(name="Table Caption", based="Caption", paragraph=f"<w:keepNext/>{spacing(8, 4, line=_DENSE)}")
    # Less than a whole line would cut the picture off.
    yield Style(
        name="Captioned Figure", following="ImageCaption", paragraph=f"<w:keepNext/>{spacing(10, 4, line=1)}"
    )
    yield Style(name="Figure", following="BodyText", paragraph=spacing(10, 14, line=1))


def _boxes(look: Gestaltung) -> Iterator[Style]:
    ground = look.farben.flaeche
    for kind, name in BOXES.items():
        tint: str = getattr(look.farben, kind.lower())
        bar, right = border("left", tint, 24, 10), border("right", ground, 4, 8)
        # Title and text have different borders: Word would draw the upper and the lower one only
        # around a whole of neighbours with equal borders, and join two boxes of a kind.
        yield Style(
            name=f"{name} Titel",
            following=name.replace(" ", ""),
            paragraph=f"{_HOLD}<w:pBdr>{border('top', ground, 4, 8)}{bar}{right}</w:pBdr>"
            f"{shade(ground)}{spacing(14)}{indent(*BOX_INDENT)}",
            text=letters(color=tint, bold=True),
        )
        yield Style(
            name=name,
            paragraph=f"<w:keepLines/><w:pBdr>{bar}{border('bottom', ground, 4, 7)}{right}</w:pBdr>"
            f"{shade(ground)}{spacing(after=4)}{indent(*BOX_INDENT)}",
        )


def _tables(look: Gestaltung) -> Iterator[Style]:
    line = lighter(look.farben.linie)
    borders = "".join(border(side, line, 4, 0) for side in ("bottom", "insideH"))
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 70), ("left", 115), ("bottom", 80), ("right", 115))
    )
    properties = (
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    )
    head = f'<w:tblStylePr w:type="firstRow"><w:tcPr>{shade(look.farben.flaeche)}</w:tcPr></w:tblStylePr>'
    yield Style(name="Table", based="TableNormal", kind="table", rest=properties + head)
    yield Style(name="Tabellentext", paragraph=spacing(line=_DENSE), text=size(look.groessen.text - 1))
    yield Style(name="Tabellenkopf", based="Tabellentext", paragraph="<w:keepNext/>", text=letters(bold=True))


def _margins(look: Gestaltung) -> Iterator[Style]:
    text = letters(look.groessen.klein, look.farben.gedaempft)
    plain = f"{_UNHYPHENATED}{spacing(line=_DENSE)}"
    yield Style(name="header", ident="Header", paragraph=plain, text=text)
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{text_width(look)}"/></w:tabs>'
    yield Style(name="footer", ident="Footer", paragraph=tab + plain, text=text)


def _contents(look: Gestaltung) -> Iterator[Style]:
    page = f'<w:tab w:val="right" w:leader="dot" w:pos="{text_width(look)}"/>'
    for level, (start, end) in enumerate(CONTENTS_INDENTS, 1):
        tabs = f'<w:tabs><w:tab w:val="left" w:pos="{end}"/>{page}</w:tabs>{_UNHYPHENATED}'
        space = spacing(8 if level == 1 else 0, 2, line=_DENSE)
        hanging = f'<w:ind w:left="{end}" w:hanging="{end - start}"/>'
        yield Style(
            name=f"toc {level}",
            ident=f"TOC{level}",
            paragraph=f"{tabs}{space}{hanging}",
            text=letters(bold=True) if level == 1 else "",
        )
    hanging = '<w:ind w:left="454" w:hanging="454"/>'
    yield Style(
        name="table of figures",
        ident="TableofFigures",
        paragraph=f"<w:tabs>{page}</w:tabs>{_UNHYPHENATED}{spacing(after=3)}{hanging}",
    )
