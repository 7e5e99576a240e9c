"""What a DOCX says about itself: properties and settings, and nothing else."""

from __future__ import annotations

from datetime import UTC

from sro_cli.tree import Meta
from sro_cli.writers.docx.markup import NAMESPACES, escaped, quoted

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


def core(meta: Meta) -> bytes:
    """The part core.xml (ECMA-376-2, 11.1)."""
    moment = meta.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    values = (
        ("dc:title", meta.title),
        ("dc:subject", meta.subtitle),
        ("dc:creator", meta.publisher),
        ("cp:keywords", ", ".join(meta.keywords)),
        ("dc:description", meta.description),
        ("dc:language", "de-DE"),
    )
    listed = "".join(f"<{name}>{escaped(value)}</{name}>" for name, value in values if value)
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    spaces = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"{_XML}<cp:coreProperties {spaces}>{listed}{times}</cp:coreProperties>".encode()


def custom(meta: Meta) -> bytes:
    """The part custom.xml: version, kind of version and commit; the header's field reads the version."""
    values = (("Version", meta.version), ("Fassung", meta.fassung), ("Commit", meta.commit))
    listed = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{escaped(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(((n, v) for n, v in values if v), 2)
    )
    spaces = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"'
    return f"{_XML}<Properties {spaces}>{listed}</Properties>".encode()


def application() -> bytes:
    """The part app.xml: no counts, which nobody would keep up to date, and no other maker."""
    maker = "<Application>sro</Application>"
    return f'{_XML}<Properties xmlns="{_OFFICE}/extended-properties">{maker}</Properties>'.encode()


def settings() -> bytes:
    """The part settings.xml, in the order of the schema (ECMA-376-1, 17.15.1.78)."""
    modern = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    names = ("bg1", "t1", "bg2", "t2", *(f"accent{i}" for i in range(1, 7)), "hyperlink", "followedHyperlink")
    meanings = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"}
    colors = " ".join(f"w:{name}={quoted(meanings.get(name, name))}" for name in names)
    content = (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:autoHyphenation/>'
        '<w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="425"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        f'<w:compat>{modern}</w:compat><w:themeFontLang w:val="de-DE"/><w:clrSchemeMapping {colors}/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
    )
    return f"{_XML}<w:settings {NAMESPACES}>{content}</w:settings>".encode()
