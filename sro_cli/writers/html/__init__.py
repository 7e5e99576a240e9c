"""The web products: a site of many pages, and one file that stands alone.

Both are made of the same fragments, one per part of the document, so that pandoc writes
each of them once. The pages around them are the templates in ``templates/html/``.
"""

from __future__ import annotations

from collections.abc import MutableMapping

from sro_cli.theme import Theme
from sro_cli.tree import Tree
from sro_cli.writers.html import composition
from sro_cli.writers.html.fragments import fragments


def products(document: Tree, theme: Theme, store: MutableMapping[str, bytes]) -> dict[str, bytes]:
    """Both products by their path: the single file, and the site below ``html/``.

    Args and errors are those of `site`.
    """
    pieces = fragments(document, store)
    pages = composition.site(document, theme, pieces)
    return {
        f"{document.meta.name}.html": composition.single(document, theme, pieces),
        **{f"html/{path}": content for path, content in pages.items()},
    }


def site(document: Tree, theme: Theme, store: MutableMapping[str, bytes]) -> dict[str, bytes]:
    """The files of the site by their path, sorted.

    ``index.html`` holds the title page and the contents; every other part is a page named by its
    ident, for chapters with ``kapitel-`` before it. The site works from a folder as well as from a
    server and asks nobody else for anything.

    Args:
        document: what to show.
        theme: its tokens and its templates in ``html/``.
        store: keeps the fragments of pandoc by the digest of what made them.

    Raises:
        PandocError: pandoc refused.
        KeyError: a picture is not in the media, or a template is missing.
        theme.FrameError: a template is faulty.
    """
    return composition.site(document, theme, fragments(document, store))


def single(document: Tree, theme: Theme, store: MutableMapping[str, bytes]) -> bytes:
    """The whole document as one HTML file that needs no other.

    Args and errors are those of `site`; both share the fragments.
    """
    return composition.single(document, theme, fragments(document, store))
