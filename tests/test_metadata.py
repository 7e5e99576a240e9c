"""What pictures tell of persons, in every place where programs write it."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_cli.readers.metadata import GERAET, ORDNER, ORT, URHEBER, told_by

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"{}>{}</svg>'
XMP = "<x:xmpmeta><rdf:RDF><rdf:Description {}>{}</rdf:Description></rdf:RDF></x:xmpmeta>"
BY = "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>"


def exif(tags: dict[int, bytes], inner: dict[int, bytes], place: dict[int, bytes], order: str = "<") -> bytes:
    """Exif with three directories; every value is text that stands behind them."""
    tables = [dict(tags), inner, place]
    starts = [8]
    for table, more in zip(tables, (2, 0, 0), strict=True):
        starts.append(starts[-1] + 2 + 12 * (len(table) + more) + 4)
    values, words = b"", starts[-1]
    pieces = []
    for number, table in enumerate(tables):
        entries = []
        for tag, value in table.items():
            entries.append(struct.pack(f"{order}HHII", tag, 2, len(value), words + len(values)))
            values += value
        if number == 0:
            entries.append(struct.pack(f"{order}HHII", 0x8769, 4, 1, starts[1]))
            entries.append(struct.pack(f"{order}HHII", 0x8825, 4, 1, starts[2]))
        pieces.append(struct.pack(f"{order}H", len(entries)) + b"".join(entries) + bytes(4))
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    return head + b"".join(pieces) + values


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    body = b"".join(struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data for kind, data in segments)
    return b"\xff\xd8" + body + b"\xff\xda\0\2\xff\xd9"


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (*chunks, (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + body


ALL = exif({0x013B: b"Anna Vogt\0"}, {0xA431: b"4711-0815\0"}, {0x0002: b"540500000\0"})


@pytest.mark.parametrize("order", "<>")
def test_exif_tells_place_author_and_camera(order: str) -> None:
    data = exif({0x013B: b"Anna Vogt\0"}, {0xA431: b"4711-0815\0"}, {0x0002: b"540500000\0"}, order)

    assert told_by("a.jpg", jpeg((0xE1, b"Exif\0\0" + data))) == (ORT, URHEBER, GERAET)
    assert told_by("a.png", png((b"eXIf", data))) == (ORT, URHEBER, GERAET)


@pytest.mark.parametrize(
    "data",
    [
        exif({0x013B: b"Hansestadt Rostock\0"}, {}, {}),
        exif({0x013B: b"anna\0"}, {0xA431: b"000000\0"}, {}),
        exif({0x0110: b"Kamera Modell Zwei\0"}, {0x0002: b"Anna Vogt\0"}, {0x013B: b"Anna Vogt\0"}),
        b"",
        b"II*\0\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\0\x01\x87\x69\0\4\0\0\0\1\0\0\0\x08",
    ],
    ids=["office", "nickname", "other tags", "empty", "nowhere", "circle"],
)
def test_exif_without_a_person_tells_nothing(data: bytes) -> None:
    assert told_by("a.jpg", jpeg((0xE1, b"Exif\0\0" + data))) == ()


@pytest.mark.parametrize(
    ("attributes", "inner", "told"),
    [
        ("", BY.format("Anna Vogt"), (URHEBER,)),
        ("", BY.format("Stadt Rostock"), ()),
        ('exif:GPSLatitude="54,5N"', "", (ORT,)),
        ('aux:SerialNumber="4711"', "", (GERAET,)),
        ('aux:OwnerName="Anna Vogt"', "", (URHEBER,)),
        ('xmp:CreatorTool="Adobe Photoshop"', "", ()),
    ],
)
def test_xmp_is_read_wherever_it_stands(attributes: str, inner: str, told: tuple[str, ...]) -> None:
    packet = XMP.format(attributes, inner).encode()
    text = b"XML:com.adobe.xmp\0\0\0\0\0" + packet
    packed = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(packet)

    assert told_by("a.jpg", jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet))) == told
    assert told_by("a.png", png((b"iTXt", text))) == told
    assert told_by("a.png", png((b"iTXt", packed))) == told
    assert told_by("a.svg", SVG.format("", f"<metadata>{packet.decode()}</metadata>").encode()) == told


@pytest.mark.parametrize(
    ("piece", "told"),
    [
        ((b"tEXt", b"Author\0Anna Vogt"), (URHEBER,)),
        ((b"zTXt", b"Author\0\0" + zlib.compress(b"Anna Vogt")), (URHEBER,)),
        ((b"tEXt", b"Software\0Anna Vogt"), ()),
        ((b"zTXt", b"Author\0\0kaputt"), ()),
        ((b"tEXt", b"Comment\0/home/avogt/bilder/a.png"), (ORDNER,)),
    ],
)
def test_words_in_a_png_are_read(piece: tuple[bytes, bytes], told: tuple[str, ...]) -> None:
    assert told_by("a.png", png(piece)) == told


def test_the_by_line_of_a_newspaper_is_read() -> None:
    data = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0e\x1c\x02\x50\0\x09Anna Vogt"
    assert told_by("a.jpeg", jpeg((0xED, data))) == (URHEBER,)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (' inkscape:export-filename="/home/avogt/a.png"', (ORDNER,)),
        (r' sodipodi:absref="C:\Users\avogt\a.png"', (ORDNER,)),
        (' inkscape:export-filename="/tmp/a.png"', ()),
        (' id="/Users/"', ()),
    ],
)
def test_folders_in_drawings_are_found(written: str, told: tuple[str, ...]) -> None:
    assert told_by("a.svg", SVG.format(written, "").encode()) == told


@given(st.binary(max_size=300), st.sampled_from(["a.jpg", "a.png", "a.svg"]))
def test_no_bytes_are_too_broken(content: bytes, path: str) -> None:
    heads = {
        "a.jpg": b"\xff\xd8\xff\xe1\0\xffExif\0\0II*\0\x08\0\0\0",
        "a.png": b"\x89PNG\r\n\x1a\n",
        "a.svg": b"",
    }
    told_by(path, heads[path] + content)
