"""reference.docx: the theme as pandoc takes it, or a city's own with what is missing added.

Same theme, same bytes; it is never kept.
"""

from __future__ import annotations

from lxml import etree

from sro_cli import packages
from sro_cli.engines import pandoc
from sro_cli.theme import FrameError, Gestaltung, Theme
from sro_cli.writers.docx.markup import NAMESPACES, w
from sro_cli.writers.docx.package import Parts, parts_of
from sro_cli.writers.docx.pages import section
from sro_cli.writers.docx.styles import ANNEXES, HEADINGS, NUMBER_WIDTHS, fonts, styles

OWN = "reference.docx"
"""The frame with which a city brings its own styles."""


def reference(theme: Theme) -> Parts:
    """The parts of the reference document.

    Raises:
        FrameError: the city's own is no DOCX, or lacks a part that every DOCX has.
    """
    look = theme.gestaltung
    if OWN in theme.frames:
        try:
            return _own(theme.frames[OWN], look)
        except packages.Unreadable as error:
            raise FrameError(OWN, 0, f"Die Word-Datei lässt sich nicht lesen: {error}") from None
        except etree.XMLSyntaxError as error:
            message = "Das Word-Dokument ist beschädigt"
            raise FrameError(OWN, 0, message, (f"gemeldet wird: {error}",)) from None
    parts = dict(parts_of(pandoc.default_file(OWN)))
    parts["word/styles.xml"] = styles(look)
    parts["word/fontTable.xml"] = fonts(look)
    parts["word/numbering.xml"] = _numbering(_lists())
    body = f"<w:body><w:p/><w:sectPr>{section(look, '')}</w:sectPr></w:body>"
    parts["word/document.xml"] = f"{_XML}<w:document {NAMESPACES}>{body}</w:document>".encode()
    parts["word/theme/theme1.xml"] = _theme(parts["word/theme/theme1.xml"], look)
    return parts


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _theme(part: bytes, look: Gestaltung) -> bytes:
    root = etree.fromstring(part)
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for latin in root.iter(f"{drawing}latin"):
        latin.attrib.clear()
        latin.set("typeface", look.schrift.text)
    for name in ("accent1", "hlink"):
        for place in root.iter(f"{drawing}{name}"):
            place[0].set("val", look.farben.akzent.removeprefix("#").upper())
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _numbering(content: str) -> bytes:
    return f"{_XML}<w:numbering {NAMESPACES}>{content}</w:numbering>".encode()


def _lists() -> str:
    """The numbering of chapters and that of annexes: first all abstract ones, then their use."""
    return f"{_abstract(HEADINGS)}{_abstract(ANNEXES)}{_use(HEADINGS)}{_use(ANNEXES)}"


def _use(number: int) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'


def _abstract(number: int) -> str:
    levels = "".join(_level(number, level) for level in range(len(NUMBER_WIDTHS)))
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{number:08X}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{number + 1:08X}"/>{levels}</w:abstractNum>'
    )


def _level(number: int, level: int) -> str:
    form = "upperLetter" if number == ANNEXES and level == 0 else "decimal"
    # A style can be bound to one numbering only; the headings of annexes name theirs themselves.
    bound = f'<w:pStyle w:val="Heading{level + 1}"/>' if number == HEADINGS else ""
    text = ".".join(f"%{above + 1}" for above in range(level + 1))
    width = NUMBER_WIDTHS[level]
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{bound}'
        f'<w:suff w:val="tab"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{width}" w:hanging="{width}"/></w:pPr></w:lvl>'
    )


# --- a city's own ----------------------------------------------------------------------

_NEEDED = ("[Content_Types].xml", "word/document.xml", "word/styles.xml")


def _own(package: bytes, look: Gestaltung) -> Parts:
    parts = packages.parts(package)
    if missing := [name for name in _NEEDED if name not in parts]:
        note = f"es fehlt: {', '.join(missing)}"
        raise FrameError(OWN, 0, "Die Datei ist kein vollständiges Word-Dokument", (note,))
    parts = _renamed(parts, styles(look))
    parts["word/styles.xml"] = _with_missing(parts["word/styles.xml"], styles(look))
    parts["word/numbering.xml"] = _with_lists(parts.get("word/numbering.xml", _numbering("")))
    return parts


def _renamed(parts: Parts, ours: bytes) -> Parts:
    """The parts with our identifiers for styles of the same name: a German Word has „berschrift1“."""
    wanted = _identifiers(ours)
    new = {old: wanted.get(name, old) for name, old in _identifiers(parts["word/styles.xml"]).items()}
    renamed = dict(parts)
    for name, part in parts.items():
        if not (name.startswith("word/") and name.endswith(".xml")):
            continue
        root = etree.fromstring(part)
        for element in root.iter(*_NAMING):
            key = w("styleId") if element.tag == w("style") else w("val")
            old = element.get(key, "")
            element.set(key, new.get(old, old))
        renamed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return renamed


def _identifiers(part: bytes) -> dict[str, str]:
    """Identifiers of styles by their names in lower case, as Word compares them."""
    named = (
        (style.find(w("name")), style.get(w("styleId"), ""))
        for style in etree.fromstring(part).iter(w("style"))
    )
    return {name.get(w("val"), "").lower(): ident for name, ident in named if name is not None}


_NAMING = tuple(
    w(name)
    for name in (
        "style",
        "pStyle",
        "rStyle",
        "tblStyle",
        "basedOn",
        "next",
        "link",
        "styleLink",
        "numStyleLink",
    )
)


def _with_missing(own: bytes, ours: bytes) -> bytes:
    root, complete = etree.fromstring(own), etree.fromstring(ours)
    present = {style.get(w("styleId")): style for style in root.iter(w("style"))}
    names = {name.get(w("val"), "").lower() for name in root.iter(w("name"))}
    for style in complete.iter(w("style")):
        ident, name = style.get(w("styleId"), ""), style.find(w("name"))
        if ident not in present and name is not None and name.get(w("val"), "").lower() not in names:
            if w("default") in style.attrib:
                del style.attrib[w("default")]
            root.append(style)
        elif ident.startswith("Heading") and ident in present:
            _number(present[ident], style)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _number(own: etree._Element, ours: etree._Element) -> None:
    """Gives a heading style our numbering unless it has one."""
    wanted = ours.find(f"{w('pPr')}/{w('numPr')}")
    properties = own.find(w("pPr"))
    if wanted is None or own.find(f"{w('pPr')}/{w('numPr')}") is not None:
        return
    if properties is None:
        properties = etree.Element(w("pPr"))
        letters = own.find(w("rPr"))
        own.append(properties) if letters is None else letters.addprevious(properties)
    first = {
        w(name) for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
    }
    position = sum(1 for child in properties if child.tag in first)
    properties.insert(position, wanted)


def _with_lists(own: bytes) -> bytes:
    """The city's lists and ours, unless theirs began as ours."""
    root, ours = etree.fromstring(own), etree.fromstring(_numbering(_lists()))
    present = {_number_of(element) for element in root}
    uses = root.find(w("num"))
    for element in ours:
        if _number_of(element) in present:
            continue
        if element.tag == w("abstractNum") and uses is not None:
            uses.addprevious(element)
        else:
            root.append(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _number_of(element: etree._Element) -> tuple[str, str]:
    return str(element.tag), element.get(w("abstractNumId"), "") + element.get(w("numId"), "")
