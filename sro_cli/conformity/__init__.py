"""Whether products keep the standards they are made for: PDF/UA-1, PDF/A-2a, Open XML, and what pages owe.

PDF and Word are judged by validators of others, which are packages of their own (``sro[pruefen]``).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from sro_cli.conformity.faults import Fault
from sro_cli.diagnostics import Diagnostic
from sro_cli.readback.product import DOCX, PDF, SITE, Product
from sro_cli.store.output import PRODUKT_NICHT_KONFORM
from sro_cli.theme import Theme

VALIDATORS = {"docx": ("openxml-audit", "openxml_audit"), "pdf": ("page-validation", "page")}
"""By format: the package that judges it, and its module."""

_STANDARDS = {"pdf": ("PDF/UA-1", "PDF/A-2a"), "docx": ("Open XML",), "html": ("Webseiten",)}


def standards(formats: Collection[str]) -> list[str]:
    """What products of some formats are judged by, as people call it.

    >>> standards(["docx", "pdf", "text"])
    ['PDF/UA-1', 'PDF/A-2a', 'Open XML']
    """
    return [standard for name, found in _STANDARDS.items() if name in formats for standard in found]


def missing(formats: Collection[str]) -> list[str]:
    """The packages that some formats need and that are not installed, sorted."""
    needed = (VALIDATORS[name] for name in formats if name in VALIDATORS)
    return sorted(package for package, module in needed if find_spec(module) is None)


def installation(packages: Iterable[str]) -> str:
    """The command that installs packages where `sro` runs."""
    python, here = Path(sys.executable), Path.cwd()
    shown = python.relative_to(here) if python.is_relative_to(here) else python
    return f"{shown} -m pip install {' '.join(packages)}"


def findings(products: Mapping[str, bytes], theme: Theme) -> Iterator[Diagnostic]:
    """The findings P103: one for each rule that is broken, at the first place.

    Formats whose validator is `missing` are not judged.

    Args:
        products: by their paths.
        theme: that they were made with.
    """
    from sro_cli.conformity import html  # noqa: PLC0415 - with lxml, which only builds need

    for path, content in products.items():
        if path.endswith(".pdf") and not missing(["pdf"]):
            from sro_cli.conformity import pdf  # noqa: PLC0415 - its validator need not be there

            yield from _findings(PDF, theme, [(path, fault) for fault in pdf.faults(content)])
        elif path.endswith(".docx") and not missing(["docx"]):
            from sro_cli.conformity import docx  # noqa: PLC0415 - as above

            yield from _findings(DOCX, theme, [(path, fault) for fault in docx.faults(content)])
    yield from _findings(SITE, theme, html.faults(products))


def _findings(product: Product, theme: Theme, faults: Iterable[tuple[str, Fault]]) -> Iterator[Diagnostic]:
    by_rule: dict[str, list[tuple[str, Fault]]] = defaultdict(list)
    for path, fault in faults:
        by_rule[fault.rule].append((path, fault))
    for (path, first), *others in by_rule.values():
        reported = (f"gemeldet wird: {first.reported}",) if first.reported else ()
        also = (_counted(len(others)),) if others else ()
        yield PRODUKT_NICHT_KONFORM.in_file(
            path, first.message, notes=(*reported, *also), help=product.remedy(theme)
        )


def _counted(others: int) -> str:
    return "so auch an einer weiteren Stelle" if others == 1 else f"so auch an {others} weiteren Stellen"
