"""Tree and theme → the site, and the file that stands alone."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, MutableMapping
from html import escape
from pathlib import PurePosixPath
from urllib.parse import quote

from sro_cli import pandoc, typeset
from sro_cli.theme import Theme
from sro_cli.tree import Tree
from sro_cli.writers.html import search
from sro_cli.writers.html.contents import Page, page
from sro_cli.writers.html.encoder import ARGUMENTS, HtmlEncoder, encoded
from sro_cli.writers.html.pages import Templates, digest, markup, style

Store = MutableMapping[str, bytes]

# Only markup holds a „<“, so these meet no text of an author.
_IDENT = re.compile(r'<[^<>]*? id="([^"]*)"')
_REFERENCE = re.compile(r'<a href="#([^"]*)"')
_PICTURE = re.compile(r'<img src="([^"]*)"')
_HEADING = re.compile(r"(</?h)([1-5])(?=[ >])")
_EMPTY_HEAD = re.compile(r'<th( class="[^"]*")? scope="col"></th>')

_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def site(document: Tree, theme: Theme, store: Store) -> dict[str, bytes]:
    """The files of the site by their path, sorted.

    ``index.html`` holds the title page and the contents; every other part is a page named by its
    ident. The site works from a folder as well as from a server and asks nobody else for anything.

    Args:
        document: what to show.
        theme: its tokens and its templates in ``html/``.
        store: keeps the fragments of pandoc by the digest of what made them.

    Raises:
        PandocError: pandoc refused.
        jinja2.TemplateError: a template is faulty.
    """
    pages = [page(part) for part in document.parts]
    fragments = _fragments(document, store)
    fonts = _fonts(theme)
    templates = Templates(theme, meta=document.meta, pages=_read(pages), logo=_logo(theme), single=False)
    paths = [_path(page) for page in pages]
    home = {
        ident: path
        for path, fragment in zip(paths, fragments, strict=True)
        for ident in _IDENT.findall(fragment)
    }
    bodies = [_linked(fragment, path, home) for path, fragment in zip(paths, fragments, strict=True)]
    title = [body for body, page in zip(bodies, pages, strict=True) if page.part.kind == "titelblatt"]
    files = {
        "index.html": templates.page("start.html.j2", titelblatt=markup("".join(title)), current=None),
        "suche.html": templates.page("suche.html.j2", current=None),
        "suchindex.js": search.index(_read(pages)),
        "suche.js": templates.text("suche.js").encode(),
        "seite.js": templates.text("seite.js").encode(),
        "stil.css": style(
            templates, theme, {name: path for path, (name, _) in fonts.items() if name}
        ).encode(),
        **{path: content for path, (_, content) in fonts.items()},
        **document.media,
    }
    read = [(body, page) for body, page in zip(bodies, pages, strict=True) if page.part.kind != "titelblatt"]
    for position, (body, current) in enumerate(read):
        files[current.path] = templates.page(
            "teil.html.j2",
            current=current,
            body=markup(body),
            before=read[position - 1][1] if position else None,
            after=read[position + 1][1] if position + 1 < len(read) else None,
        )
    if theme.gestaltung.logo:
        files[theme.gestaltung.logo] = theme.frames[theme.gestaltung.logo]
    return dict(sorted(files.items()))


def single(document: Tree, theme: Theme, store: Store) -> bytes:
    """The whole document as one HTML file that needs no other.

    Args:
        document: what to show.
        theme: its tokens and its templates in ``html/``.
        store: as for `site`; both share the fragments.

    Raises:
        PandocError: pandoc refused.
        jinja2.TemplateError: a template is faulty.
    """
    pages = [page(part) for part in document.parts]
    pictures = {escape(quote(path)): _inline(path, content) for path, content in document.media.items()}
    bodies = [_embedded(fragment, pictures) for fragment in _fragments(document, store)]
    by_kind: dict[str, list[str]] = {"titelblatt": [], "vorspann": [], "kapitel": [], "anlage": []}
    for body, each in zip(bodies, pages, strict=True):
        # The title page has the one heading of level 1; all others go one level down.
        deeper = body if each.part.kind == "titelblatt" else _HEADING.sub(_one_deeper, body)
        by_kind[each.part.kind].append(deeper)
    logo = theme.gestaltung.logo
    templates = Templates(
        theme,
        meta=document.meta,
        pages=_read(pages),
        logo=_inline(logo, theme.frames[logo]) if logo else "",
        single=True,
    )
    css, script = style(templates, theme, {}), templates.text("seite.js")
    return templates.page(
        "einzeln.html.j2",
        current=None,
        style=markup(css),
        style_digest=markup(digest(css)),
        script=markup(script),
        script_digest=markup(digest(script)),
        titelblatt=markup("".join(by_kind["titelblatt"])),
        front=[markup(body) for body in by_kind["vorspann"]],
        body=[markup(body) for body in (*by_kind["kapitel"], *by_kind["anlage"])],
    )


def _fragments(document: Tree, store: Store) -> list[str]:
    parts = [encoded(part) for part in document.parts]
    fragments = pandoc.fragments(parts, HtmlEncoder(), ARGUMENTS, store)
    # A header cell without words heads nothing; pandoc has no other cell for a header row.
    return [_EMPTY_HEAD.sub(r"<td\1></td>", fragment) for fragment in fragments]


def _read(pages: list[Page]) -> list[Page]:
    return [page for page in pages if page.part.kind != "titelblatt"]


def _path(page: Page) -> str:
    return "index.html" if page.part.kind == "titelblatt" else page.path


# --- changes to fragments --------------------------------------------------------------


def _linked(fragment: str, here: str, home: Mapping[str, str]) -> str:
    """The fragment with references to other pages."""

    def link(match: re.Match[str]) -> str:
        path = home.get(match[1], here)
        return match[0] if path == here else f'<a href="{path}#{match[1]}"'

    return _REFERENCE.sub(link, fragment)


def _embedded(fragment: str, pictures: Mapping[str, str]) -> str:
    return _PICTURE.sub(lambda match: f'<img src="{pictures[match[1]]}"', fragment)


def _one_deeper(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]) + 1}"


# --- what lies beside the pages --------------------------------------------------------


def _inline(path: str, content: bytes) -> str:
    kind = _TYPES[PurePosixPath(path).suffix.lower()]
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _logo(theme: Theme) -> str:
    return quote(theme.gestaltung.logo)


def _fonts(theme: Theme) -> dict[str, tuple[str, bytes]]:
    """The files of the text font by path: style (empty for the licence) and bytes; only for our font."""
    if theme.gestaltung.schrift.text != typeset.FAMILY:
        return {}
    normal, italic, licence = typeset.font_files()
    return {
        "schrift/normal.ttf": ("normal", normal),
        "schrift/kursiv.ttf": ("italic", italic),
        "schrift/lizenz.txt": ("", licence),
    }
