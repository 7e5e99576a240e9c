"""What pictures tell of persons beside what they show: place, author, camera, folder.

Cameras and programs write such things into the file without being asked, and every product that
shows the picture carries them along.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from sro_cli.diagnostics import Diagnostic, faults
from sro_cli.files import Files
from sro_cli.readers import sources
from sro_cli.source import Span

ORT, URHEBER, GERAET, ORDNER = (
    "den Ort der Aufnahme",
    "den Namen eines Menschen",
    "die Seriennummer der Kamera",
    "einen Ordner auf einem Rechner",
)
"""What a picture can tell."""


def findings(files: Files, pictures: tuple[str, ...], shown: Mapping[str, Span]) -> Iterator[Diagnostic]:
    """Findings D907 for pictures that tell something of persons.

    Args:
        files: hold the pictures.
        pictures: their paths.
        shown: where they are shown.
    """
    for path in pictures:
        content, _unreadable = sources.read_bytes(files, path)
        if content is None or not (told := told_by(path, content)):
            continue
        name = path.removeprefix("content/")
        message = f"Das Bild „{name}“ verrät {_listed(told)}"
        remedy = "speichern Sie es ohne Metadaten"
        if place := shown.get(path):
            yield faults.BILD_VERRAET.at(place, message, help=remedy)
        else:
            yield faults.BILD_VERRAET.in_file(path, message, help=remedy)


def _listed(told: tuple[str, ...]) -> str:
    *first, last = told
    return f"{', '.join(first)} und {last}" if first else last


def told_by(path: str, content: bytes) -> tuple[str, ...]:
    """What a picture tells of persons, each once; empty if nothing or if it cannot be read.

    Args:
        path: its ending says what the bytes are.
        content: the bytes.
    """
    match PurePosixPath(path).suffix:
        case ".svg":
            found = _in_text(content.decode("utf-8", errors="replace"))
        case ".png":
            found = _in_png(content)
        case _:
            found = _in_jpeg(content)
    told = set(found)
    return tuple(each for each in (ORT, URHEBER, GERAET, ORDNER) if each in told)


# --- JPEG and PNG ----------------------------------------------------------------------

_EXIF, _XMP, _IPTC = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0"
_APP1, _APP13, _SCAN = 0xE1, 0xED, 0xDA


def _in_jpeg(content: bytes) -> Iterator[str]:
    position = 2
    while position + 4 <= len(content) and content[position] == 0xFF and content[position + 1] != _SCAN:  # noqa: PLR2004 - as in the standard
        kind, length = struct.unpack_from(">xBH", content, position)
        segment = content[position + 4 : position + 2 + length]
        if kind == _APP1 and segment.startswith(_EXIF):
            yield from _in_exif(segment.removeprefix(_EXIF))
        elif kind == _APP1 and segment.startswith(_XMP):
            yield from _in_text(segment.removeprefix(_XMP).decode("utf-8", errors="replace"))
        elif kind == _APP13 and segment.startswith(_IPTC) and _BY_LINE.search(segment):
            yield URHEBER
        position += 2 + length if length else len(content)


# IPTC-IIM 4.2, record 2, data set 80, with a length in two bytes.
_BY_LINE = re.compile(rb"\x1c\x02\x50\0[\x03-\xff]", re.DOTALL)


def _in_png(content: bytes) -> Iterator[str]:
    position = 8
    while position + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, position)
        piece = content[position + 8 : position + 8 + length]
        if kind == b"eXIf":
            yield from _in_exif(piece)
        elif kind in {b"tEXt", b"zTXt", b"iTXt"}:
            yield from _in_words(kind, piece)
        position += 12 + length


def _in_words(kind: bytes, piece: bytes) -> Iterator[str]:
    """What a piece of text in a PNG tells (PNG, third edition, 11.3.3)."""
    keyword, _, rest = piece.partition(b"\0")
    packed = kind == b"zTXt" or (kind == b"iTXt" and rest[:1] == b"\1")
    if kind == b"iTXt":
        rest = rest[2:].split(b"\0", 2)[-1]
    elif kind == b"zTXt":
        rest = rest[1:]
    text = (_unpacked(rest) if packed else rest).decode("utf-8", errors="replace")
    if keyword in {b"Author", b"Artist", b"Creator"} and _is_name(text):
        yield URHEBER
    yield from _in_text(text)


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, 1_000_000)
    except zlib.error:
        return b""


# --- Exif ------------------------------------------------------------------------------

# CIPA DC-008 (Exif 3.0), tables 3 to 15: what leads to another directory, and what tells of persons.
_EXIF_DIRECTORY, _GPS_DIRECTORY = 0x8769, 0x8825
_ARTIST, _OWNER, _BODY_SERIAL, _LENS_SERIAL, _LATITUDE = 0x013B, 0xA430, 0xA431, 0xA435, 0x0002
_ASCII = 2


def _in_exif(content: bytes) -> Iterator[str]:
    order = {b"II": "<", b"MM": ">"}.get(content[:2])
    if order is None or len(content) < 8:  # noqa: PLR2004 - the head
        return
    waiting, seen = [(struct.unpack_from(f"{order}I", content, 4)[0], False)], set[int]()
    while waiting:
        offset, is_gps = waiting.pop()
        if offset in seen:
            continue
        seen.add(offset)
        for tag, kind, count, value in _entries(content, offset, order):
            if tag in {_EXIF_DIRECTORY, _GPS_DIRECTORY}:
                waiting.append((value, tag == _GPS_DIRECTORY))
            elif is_gps and tag == _LATITUDE:
                yield ORT
            elif not is_gps and kind == _ASCII and count > 4:  # noqa: PLR2004 - longer ones stand elsewhere
                words = content[value : value + count].decode("utf-8", errors="replace").strip("\0 ")
                if tag in {_ARTIST, _OWNER} and _is_name(words):
                    yield URHEBER
                elif tag in {_BODY_SERIAL, _LENS_SERIAL} and words.strip("0"):
                    yield GERAET


def _entries(content: bytes, offset: int, order: str) -> Iterator[tuple[int, int, int, int]]:
    """Tag, type, count and value or its offset, of each entry of a directory."""
    if offset + 2 > len(content):
        return
    (number,) = struct.unpack_from(f"{order}H", content, offset)
    for index in range(number):
        place = offset + 2 + 12 * index
        if place + 12 > len(content):
            return
        yield struct.unpack_from(f"{order}HHII", content, place)


# --- XMP, and drawings -----------------------------------------------------------------

_CREATOR = re.compile(
    r"<(?:dc:creator|aux:OwnerName|exifEX:CameraOwnerName)\b[^>]*>(.{0,2000}?)</(?:dc|aux|exif)", re.DOTALL
)
_OWNER_NAME = re.compile(r'\b(?:aux:OwnerName|exifEX:CameraOwnerName)="([^"]*)"')
_WORDS = re.compile(r">([^<>]+)<")
_GPS = re.compile(r"\bexif:GPSLatitude\b")
_SERIAL = re.compile(r'\b(?:aux:SerialNumber|exifEX:BodySerialNumber)(?:="|>)[^"<]*[1-9A-Za-z]')
_HOME = re.compile(r"(?:/home/|/Users/|[A-Za-z]:\\+(?:Users|Benutzer)\\+)[^/\\\"<\s]+[/\\]")
_NO_PERSON = re.compile(
    r"\d|\b(?:adobe|agentur|amt|canva|e\.? ?v|foto|getty|gmbh|gbr|hansestadt|inkscape|istock|landkreis"
    r"|ministerium|pixabay|presse|shutterstock|stadt|stiftung|studio|universität|universitätsstadt|unsplash|verein|verlag)\b",
    re.IGNORECASE,
)


def _in_text(text: str) -> Iterator[str]:
    if _GPS.search(text):
        yield ORT
    if _SERIAL.search(text):
        yield GERAET
    if _HOME.search(text):
        yield ORDNER
    for inner in _CREATOR.findall(text):
        if any(map(_is_name, (*_WORDS.findall(f">{inner}<"),))):
            yield URHEBER
    if any(map(_is_name, _OWNER_NAME.findall(text))):
        yield URHEBER


def _is_name(words: str) -> bool:
    """Whether words are a name of two to four parts, and not that of an office, an agency, a program.

    >>> _is_name("Anna Müller"), _is_name("Hansestadt Rostock"), _is_name("anna")
    (True, False, False)
    """
    parts = words.split()
    return 2 <= len(parts) <= 4 and all(part[:1].isupper() for part in parts) and not _NO_PERSON.search(words)  # noqa: PLR2004 - see above
