"""Tree → DOCX: opens without a question, with real fields, ready to be edited on.

Pandoc writes the body from a reference document that is made from the theme; one pass with
lxml finishes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from sro_cli.engines import pandoc
from sro_cli.theme import FrameError, Gestaltung, Theme
from sro_cli.tree import Heading, Meta, Tree, images, walk
from sro_cli.writers.docx import pages as paper
from sro_cli.writers.docx import properties
from sro_cli.writers.docx.contents import NO_CONTENTS, contents
from sro_cli.writers.docx.encoder import Encoder
from sro_cli.writers.docx.finish import Body
from sro_cli.writers.docx.markup import bookmark, w
from sro_cli.writers.docx.package import Parts, declare, packed, parts_of, relate
from sro_cli.writers.docx.paragraphs import LIST_STEP
from sro_cli.writers.docx.pictures import Picture, pictures
from sro_cli.writers.docx.reference import OWN, reference
from sro_cli.writers.docx.style import rgb
from sro_cli.writers.docx.styles import ANNEXES, HEADINGS


def write(
    document: Tree, theme: Theme, store: MutableMapping[str, bytes], pages: Callable[[], Mapping[str, int]]
) -> bytes:
    """The document as DOCX.

    Arguments and errors are those of `parts`.
    """
    return packed(parts(document, theme, store, pages))


def parts(
    document: Tree,
    theme: Theme,
    store: MutableMapping[str, bytes],
    pages: Callable[[], Mapping[str, int]] | None,
    encoding: type[Encoder] = Encoder,
) -> Parts:
    """The parts of the document as DOCX.

    Args:
        document: numbered and resolved.
        theme: the look; a frame ``reference.docx`` brings a city's own styles.
        store: keeps the PNG of each SVG.
        pages: gives the page of each heading, figure and table by its ident, as far as
            known. Called once, and only when everything else is done; without it the
            document has no contents and lists.
        encoding: what encodes the tree.

    Raises:
        pandoc.PandocError: pandoc refused.
        theme.FrameError: the city's own reference document cannot be used.
        typeset.TypesetError: an SVG cannot be drawn.
        ValueError: a picture is neither PNG nor JPEG nor SVG.
        KeyError: a picture or the logo is missing.
    """
    look = theme.gestaltung
    logo = {look.logo: theme.frames[look.logo]} if look.logo else {}
    paths = {image.path for part in document.parts for image in images(part.blocks)}
    shown = pictures({**logo, **{path: document.media[path] for path in sorted(paths)}}, store)
    headings = [b for part in document.parts for b in walk(part.blocks) if isinstance(b, Heading)]
    encoder = encoding(look, shown, {heading.ident: heading for heading in headings})
    basis = reference(theme)
    moment = int(document.meta.moment.timestamp())
    try:
        made = _converted(pandoc.dumps(encoder.document(document)), basis, moment)
    except pandoc.PandocError:
        if OWN in theme.frames:
            _check(basis)
        raise
    made["word/styles.xml"] = basis["word/styles.xml"]
    made["word/numbering.xml"] = _lists(made["word/numbering.xml"], look)
    _describe(made, document.meta)

    body = Body(made["word/document.xml"], look)
    body.finish_paragraphs({bookmark(heading.ident): heading for heading in headings})
    body.finish_links()
    body.finish_marks()
    body.finish_tables()
    known = pages() if pages else {}
    body.insert_contents(contents(document, known) if pages and not document.meta.landscape else NO_CONTENTS)
    if own := body.heads():
        references = {"first": "", "default": own, "landscape": own}
    else:
        references = _add_marginals(made, document, theme, max(known.values(), default=1))
    body.finish_sections(references, title=document.parts[0].kind == "titelblatt")
    made["word/document.xml"] = body.written()
    _add_media(made, shown.values())
    return made


def _converted(document: bytes, basis: Parts, moment: int) -> Parts:
    """What pandoc makes of the document; it takes the reference document from a folder only."""
    with TemporaryDirectory(prefix="sro-") as folder:
        Path(folder, "reference.docx").write_bytes(packed(basis))
        arguments = ["-t", "docx", "--reference-doc=reference.docx"]
        return dict(parts_of(pandoc.convert(document, arguments, Path(folder), moment)))


def _check(basis: Parts) -> None:
    """Finds out whether it is a city's own reference document that pandoc refuses.

    Raises:
        FrameError: it is.
    """
    try:
        _converted(pandoc.dumps([]), basis, 0)
    except pandoc.PandocError as error:
        note = f"gemeldet wird: {str(error).partition(chr(10))[0]}"
        raise FrameError(OWN, 0, "Das Word-Dokument ist beschädigt", (note,)) from None


def _describe(parts: Parts, meta: Meta) -> None:
    parts["docProps/core.xml"] = properties.core(meta)
    parts["docProps/custom.xml"] = properties.custom(meta)
    parts["docProps/app.xml"] = properties.application()
    parts["word/settings.xml"] = properties.settings()


def _lists(numbering: bytes, look: Gestaltung) -> bytes:
    """Pandoc's lists, as the PDF has them."""
    root = etree.fromstring(numbering)
    for abstract in root.iter(w("abstractNum")):
        if abstract.get(w("abstractNumId")) not in _OURS:
            for depth, level in enumerate(abstract.iter(w("lvl"))):
                _shape(level, depth, look)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _shape(level: etree._Element, depth: int, look: Gestaltung) -> None:
    """Gives a level of a list its indent, and a bullet the sign and colour of the PDF."""
    indent = level.find(f"{w('pPr')}/{w('ind')}")
    if indent is not None:
        indent.set(w("left"), str(LIST_STEP * (depth + 1)))
        indent.set(w("hanging"), str(LIST_STEP))
    form, sign = level.find(w("numFmt")), level.find(w("lvlText"))
    # Pandoc's list without signs holds the second paragraphs of items.
    if form is None or sign is None or form.get(w("val")) != "bullet" or sign.get(w("val")) == " ":
        return
    sign.set(w("val"), "•–"[depth % 2])
    for letters in level.findall(w("rPr")):
        level.remove(letters)
    tint = etree.SubElement(etree.SubElement(level, w("rPr")), w("color"))
    tint.set(w("val"), rgb(look.farben.akzent))


def _add_marginals(parts: Parts, document: Tree, theme: Theme, count: int) -> dict[str, str]:
    """Adds heads and feet; gives the references to them by their kind."""
    references = {}
    relations: dict[str, tuple[str, str]] = {}
    types = {}
    meta, look = document.meta, theme.gestaltung
    for number, kind in enumerate(paper.MARGINALS, 1):
        content = {
            "header": paper.head(meta, look, kind),
            "footer": paper.foot(meta, look, kind, count),
        }
        purpose = "first" if kind == "first" else "default"
        references[kind] = ""
        for name, part in content.items():
            file, ident = f"sro_{name}{number}.xml", f"rIdSro{name}{number}"
            parts[f"word/{file}"] = part
            relations[ident] = (name, file)
            types[f"word/{file}"] = f"{_WORD}.{name}+xml"
            references[kind] += f'<w:{name}Reference w:type="{purpose}" r:id="{ident}"/>'
    relate(parts, "document.xml", relations)
    declare(parts, {}, types)
    return references


def _add_media(parts: Parts, shown: Iterable[Picture]) -> None:
    relations: dict[str, tuple[str, str]] = {}
    for picture in shown:
        relations |= {ident: ("image", f"media/{name}") for ident, name in picture.relations.items()}
        parts |= {f"word/media/{name}": content for name, content in picture.parts.items()}
    for name in ("document.xml", "footnotes.xml"):
        used = {
            ident: target
            for ident, target in relations.items()
            if f'"{ident}"'.encode() in parts[f"word/{name}"]
        }
        relate(parts, name, used)
    declare(parts, {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"}, {})


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OURS = (str(HEADINGS), str(ANNEXES))
