"""A DOCX as its parts: a zip whose bytes depend on nothing but them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from sro_cli.writers.docx.markup import R

Parts = dict[str, bytes]
"""Content by name, e.g. ``word/document.xml``."""

_TYPES = "[Content_Types].xml"
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say; its times know no zone


def parts_of(package: bytes) -> Parts:
    """The parts of a package.

    Raises:
        zipfile.BadZipFile: it is none.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The package of the parts, sorted by name, the list of types first as readers expect it."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda name: (name != _TYPES, name)):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, also where this runs on Windows
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, parts[name])
    return output.getvalue()


def relate(parts: Parts, name: str, relations: Mapping[str, tuple[str, str]]) -> None:
    """Adds relationships to a part.

    Args:
        parts: of the package.
        name: of the part below ``word/``, e.g. ``document.xml``.
        relations: kind (``image``) and target below ``word/`` by id.
    """
    place = f"word/_rels/{name}.rels"
    root = etree.fromstring(parts.get(place, _NO_RELATIONS))
    for ident, (kind, target) in relations.items():
        etree.SubElement(root, f"{_RELATIONS}Relationship", Id=ident, Type=f"{R}/{kind}", Target=target)
    parts[place] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def declare(parts: Parts, endings: Mapping[str, str], names: Mapping[str, str]) -> None:
    """Adds types of content.

    Args:
        parts: of the package.
        endings: type by the ending of file names, without the dot.
        names: type by the name of a part.
    """
    root = etree.fromstring(parts[_TYPES])
    known = {element.get("Extension") for element in root} | {element.get("PartName") for element in root}
    for ending, kind in endings.items():
        if ending not in known:
            root.insert(0, root.makeelement(f"{_CONTENT}Default", Extension=ending, ContentType=kind))
    for name, kind in names.items():
        if f"/{name}" not in known:
            etree.SubElement(root, f"{_CONTENT}Override", PartName=f"/{name}", ContentType=kind)
    parts[_TYPES] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
