"""Fragments and templates → the site, and the file that stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from sro_cli.engines import typeset
from sro_cli.theme import Theme
from sro_cli.tree import Tree
from sro_cli.writers.html import search
from sro_cli.writers.html.contents import Page, imprint, page
from sro_cli.writers.html.fragments import data_address, deeper, drawn, embedded, idents, linked, pictures
from sro_cli.writers.html.pages import Templates, digest, markup, style


def site(document: Tree, theme: Theme, fragments: Sequence[str]) -> dict[str, bytes]:
    """The files of the site by their path, sorted; see `sro_cli.writers.html.site`."""
    logo = theme.gestaltung.logo
    pages = [page(part) for part in document.parts]
    read = [each for each in pages if each.part.kind != "titelblatt"]
    paths = ["index.html" if each.part.kind == "titelblatt" else each.pfad for each in pages]
    home = {
        ident: path for path, fragment in zip(paths, fragments, strict=True) for ident in idents(fragment)
    }
    shown = list(drawn(fragments, document, theme))
    bodies = [linked(fragment, path, home) for path, fragment in zip(paths, shown, strict=True)]
    templates = Templates(theme, ausgabe=imprint(document.meta), seiten=read, logo=quote(logo), einzeln=False)
    title = "".join(body for body, path in zip(bodies, paths, strict=True) if path == "index.html")
    rest = [body for body, path in zip(bodies, paths, strict=True) if path != "index.html"]
    files = {
        "index.html": templates.page("start.html.j2", titelblatt=markup(title), seite=None),
        "suche.html": templates.page("suche.html.j2", seite=None),
        "suchindex.js": search.index(read),
        **{name: templates.text(name).encode() for name in ("seite.js", "suche.js", "tabellen.js")},
        **_look(theme, templates),
        **_parts(templates, read, rest),
        **pictures(shown, document.media),
        **({logo: theme.frames[logo]} if logo else {}),
    }
    return dict(sorted(files.items()))


def single(document: Tree, theme: Theme, fragments: Sequence[str]) -> bytes:
    """The whole document as one HTML file; see `sro_cli.writers.html.single`."""
    logo = theme.gestaltung.logo
    pages = [page(part) for part in document.parts]
    shown = list(drawn(fragments, document, theme))
    addresses = {
        path: data_address(path, content) for path, content in pictures(shown, document.media).items()
    }
    title, front, body = list[str](), list[str](), list[str]()
    for fragment, each in zip(shown, pages, strict=True):
        whole = embedded(fragment, addresses)
        match each.part.kind:
            case "titelblatt":
                title.append(whole)  # it holds the one heading of level 1
            case "vorspann":
                front.append(markup(deeper(whole)))
            case "kapitel" | "anlage":
                body.append(markup(deeper(whole)))
    templates = Templates(
        theme,
        ausgabe=imprint(document.meta),
        seiten=[each for each in pages if each.part.kind != "titelblatt"],
        logo=data_address(logo, theme.frames[logo]) if logo else "",
        einzeln=True,
    )
    # What compares versions has a filter for all its tables instead of one for each.
    names = ("seite.js", *(("vergleich.js",) if document.meta.landscape else ()), "tabellen.js")
    css, script = style(templates, theme, {}), "".join(map(templates.text, names))
    return templates.page(
        "einzeln.html.j2",
        seite=None,
        stil=markup(css),
        stilsumme=markup(digest(css)),
        skript=markup(script),
        skriptsumme=markup(digest(script)),
        titelblatt=markup("".join(title)),
        vorspann=front,
        teile=body,
    )


def _parts(templates: Templates, pages: Sequence[Page], bodies: Sequence[str]) -> dict[str, bytes]:
    """The pages of the parts, each with the way to the one before and the one behind."""
    return {
        current.pfad: templates.page(
            "teil.html.j2", seite=current, teil=markup(body), davor=previous, danach=following
        )
        for current, body, previous, following in zip(
            pages, bodies, [None, *pages], [*pages[1:], None], strict=False
        )
    }


def _look(theme: Theme, templates: Templates) -> dict[str, bytes]:
    """The style sheet and the font; a font of others comes from the reader's machine."""
    if theme.gestaltung.schrift.text != typeset.FAMILY:
        return {"stil.css": style(templates, theme, {}).encode()}
    normal, italic, licence = typeset.font_files()
    fonts = {"normal": "schrift/normal.ttf", "italic": "schrift/kursiv.ttf"}
    return {
        "stil.css": style(templates, theme, fonts).encode(),
        fonts["normal"]: normal,
        fonts["italic"]: italic,
        "schrift/lizenz.txt": licence,
    }
