"""One style of a DOCX, and what styles are made of, each in the order of the schema."""

from __future__ import annotations

from dataclasses import dataclass

from sro_cli.writers.docx.markup import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A style.

    Attributes:
        name: as people see it; its identifier is the name without blanks, unless given.
        ident: identifier, where Word or pandoc wants another.
        based: identifier of the style it changes.
        following: identifier of the style of the next paragraph.
        paragraph: properties of the paragraph.
        text: properties of the letters.
        kind: of style.
        rest: what else a style of a table has.
        default: Word takes it where none is named.
    """

    name: str
    ident: str = ""
    based: str = "Normal"
    following: str = ""
    paragraph: str = ""
    text: str = ""
    kind: str = "paragraph"
    rest: str = ""
    default: bool = False

    def xml(self) -> str:
        """The element for styles.xml."""
        default = ' w:default="1"' if self.default else ""
        custom = "" if self.name.startswith(_WORDS_OWN) else ' w:customStyle="1"'
        offered = "" if self.name.startswith(_UNOFFERED) else "<w:qFormat/>"
        ident = self.ident or self.name.replace(" ", "")
        return (
            f'<w:style w:type="{self.kind}"{default}{custom} w:styleId="{ident}">'
            f'<w:name w:val="{self.name}"/>{valued("basedOn", self.based)}'
            f"{valued('next', self.following)}{offered}"
            f"{_around('pPr', self.paragraph)}{_around('rPr', self.text)}{self.rest}</w:style>"
        )


_WORDS_OWN = (
    *(
        "Normal",
        "Default Paragraph Font",
        "No List",
        "Body Text",
        "Title",
        "Subtitle",
        "heading",
        "List Paragraph",
    ),
    *("Block Text", "Hyperlink", "footnote", "caption", "header", "footer", "toc", "table of figures"),
)
_UNOFFERED = (
    "Normal Table",
    "Default",
    "No List",
    "footnote",
    "header",
    "footer",
    "toc",
    "table",
    "Abschnittsende",
)


def rgb(color: str) -> str:
    """A colour as Word writes it.

    >>> rgb("#004a7c")
    '004A7C'
    """
    return color.removeprefix("#").upper()


def nearly(color: str) -> str:
    """A colour that nobody can tell from the given one, but programs can.

    >>> nearly("#eef3f7")
    'EEF3F6'
    """
    return f"{int(rgb(color), 16) ^ 1:06X}"


def lighter(color: str) -> str:
    """A colour 45 percent on the way to white, for hairlines as in the PDF.

    >>> lighter("#8a949e")
    '#bfc4ca'
    """
    parts = (int(rgb(color)[at : at + 2], 16) for at in (0, 2, 4))
    return "#" + "".join(f"{round(part + (255 - part) * 0.45):02x}" for part in parts)


def letters(points: float | None = None, color: str = "", *, bold: bool = False, italic: bool = False) -> str:
    """Properties of letters."""
    return (
        f"{'<w:b/><w:bCs/>' if bold else ''}{'<w:i/><w:iCs/>' if italic else ''}"
        f"{valued('color', rgb(color))}{size(points) if points else ''}"
    )


def size(points: float) -> str:
    """A type size; Word counts half points.

    >>> size(12.5)
    '<w:sz w:val="25"/><w:szCs w:val="25"/>'
    """
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def family(name: str) -> str:
    """A font for all scripts."""
    font = quoted(name)
    return f"<w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font}/>"


def spacing(before: float = 0, after: float = 0, *, line: float | None = None) -> str:
    """Space around a paragraph in pt, and between its lines as a share of the font's own."""
    pitch = f' w:line="{round(line * 240)}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{pitch}/>'


def indent(left: int, right: int = 0) -> str:
    """Space at the sides of a paragraph, in twips."""
    return f'<w:ind w:left="{left}" w:right="{right}"/>'


def border(side: str, color: str, eighths: int, space: int) -> str:
    """A line at a side, in eighths of a point; *space* to the text in pt."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{rgb(color)}"/>'


def shade(color: str) -> str:
    """A colour behind the text."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{rgb(color)}"/>'


def valued(name: str, value: str) -> str:
    """An element that is nothing but a value; none without it."""
    return f'<w:{name} w:val="{value}"/>' if value else ""


def _around(name: str, content: str) -> str:
    return f"<w:{name}>{content}</w:{name}>" if content else ""
