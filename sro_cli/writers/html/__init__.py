"""The web products: a site of many pages, and one file that stands alone.

Both are made of the same fragments, one per part of the document, so that pandoc writes
each of them once. The pages around them are the templates in ``templates/html/``.
"""

from sro_cli.writers.html.products import single, site

__all__ = ["single", "site"]
