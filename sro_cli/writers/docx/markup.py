"""WordprocessingML as text: runs, fields, names of bookmarks."""

from __future__ import annotations

import hashlib
import re
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'

# A control character is no XML, whatever escapes it (XML 1.0, 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def w(name: str) -> str:
    """The name of an element or attribute as lxml writes it.

    >>> w("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return f"{{{W}}}{name}"


def escaped(text: str) -> str:
    """Text that can stand between tags."""
    return escape(_FORBIDDEN.sub("", text))


def quoted(text: str) -> str:
    """Text that can stand as the value of an attribute, quotes included."""
    return quoteattr(_FORBIDDEN.sub("", text))


def run(text: str, style: str = "") -> str:
    """A run of text.

    >>> run("a & b")
    '<w:r><w:t xml:space="preserve">a &amp; b</w:t></w:r>'
    """
    return f'<w:r>{_properties(style)}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def field(instruction: str, result: str, style: str = "") -> str:
    """A field with the result Word shows until somebody updates it; an empty result leaves it without one."""
    properties = _properties(style)
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {escaped(instruction)} </w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(result, style) if result else ''}"
        f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(ident: str) -> str:
    """The name of the bookmark of an anchor.

    Word allows 40 letters, digits and underscores and does not tell upper from lower case;
    pandoc wants a letter first. What had to be changed gets a piece of its digest, so that
    different anchors keep different names.

    >>> bookmark("abb1"), bookmark("ziel:Z1")
    ('sro_abb1', 'sro_ziel_z1_a5b01676')
    """
    plain = re.sub(r"[^a-z0-9_]", "_", ident.lower())
    if plain == ident and len(plain) <= _LONGEST:
        return f"sro_{plain}"
    digest = hashlib.sha256(ident.encode()).hexdigest()[:8]
    return f"sro_{plain[: _LONGEST - 9]}_{digest}"


_LONGEST = 40 - len("sro_")


def _properties(style: str) -> str:
    return f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
