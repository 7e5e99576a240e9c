"""Small pictures for the trees of the tests."""

from __future__ import annotations

import struct
import zlib

DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120" viewBox="0 0 320 120">
  <rect width="320" height="120" fill="#eef3f7"/>
  <circle cx="90" cy="50" r="36" fill="#004a7c"/>
  <circle cx="220" cy="66" r="44" fill="#7a1f5c"/>
  <text x="20" y="110" font-family="Source Sans 3" font-size="14" fill="#1d2329">Größe der Räume</text>
</svg>
""".encode()

LINE = b"""\
<svg xmlns="http://www.w3.org/2000/svg" width="200" height="4" viewBox="0 0 200 4">
  <rect width="200" height="4" fill="#8a949e"/>
</svg>
"""


def png(dots: bytes) -> bytes:
    """A PNG of 8 by 8 dots around packed data, which may be broken."""
    # Header, data, end, each with its length before and its check sum after.
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)),
        (b"IDAT", dots),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(c)) + t + c + struct.pack(">I", zlib.crc32(t + c)) for t, c in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


DOT = png(zlib.compress((b"\0" + b"\x00\x4a\x7c" * 8) * 8))
"""A PNG of 8 by 8 dots in one colour."""
