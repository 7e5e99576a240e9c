"""The package of a redline: the new document, with what deleted text of the old one points to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from sro_cli.redline.changes import FORMER, PLACE, number_all
from sro_cli.redline.paragraphs import translate
from sro_cli.redline.sides import RELATED, RELATED_TAGS, Side
from sro_cli.redline.statement import PARTS
from sro_cli.writers.docx.elements import Element, P
from sro_cli.writers.docx.markup import w
from sro_cli.writers.docx.package import Parts, declare

_NOTE, _ID = w("footnoteReference"), w("id")
_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"}


def fetch(old: Side, new: Side, lists: Mapping[str, str]) -> None:
    """Gives the new version the footnotes of the old one that its deleted text points to.

    Args:
        old: the old version, its ids renamed.
        new: the new version with all changes marked; it is changed.
        lists: ids of old lists as they are in the new version.
    """
    known = {note.get(_ID) for note in new.footnotes}
    for reference in new.document.iter(_NOTE):
        if (ident := reference.get(_ID, "")) not in known:
            known.add(ident)
            note = old.around.notes[ident]
            translate(note, lists)
            new.footnotes.append(note)


def assembled(old: Side, new: Side) -> Parts:
    """The parts of the redline."""
    roots = (new.document, new.footnotes)
    for root in roots:
        for paragraph in root.iter(P):
            paragraph.attrib.pop(PLACE, "")
    number_all(roots)
    parts = dict(new.parts)
    for name, root in zip(PARTS, (*roots, new.numbering), strict=True):
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for name, root in (("document.xml", new.document), ("footnotes.xml", new.footnotes)):
        _relate(parts, old.parts, name, _former(root))
    declare(parts, _TYPES, {})
    return parts


def _former(root: Element) -> set[str]:
    """The relationships of the old version that a part points to, as they were called there."""
    idents = (each.get(name, "") for each in root.iter(*RELATED_TAGS) for name in RELATED)
    return {ident.removeprefix(FORMER) for ident in idents if ident.startswith(FORMER)}


def _relate(parts: Parts, old: Parts, name: str, wanted: Iterable[str]) -> None:
    place = f"word/_rels/{name}.rels"
    if not (names := set(wanted)):
        return
    root = etree.fromstring(parts[place])
    for relation in etree.fromstring(old[place]):
        if relation.get("Id") in names:
            relation.set("Id", FORMER + relation.get("Id", ""))
            target = relation.get("Target", "")
            if (content := old.get(f"word/{target}")) is not None:
                fresh = target.replace("media/", f"media/{FORMER}_")
                relation.set("Target", fresh)
                parts[f"word/{fresh}"] = content
            root.append(relation)
    parts[place] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
