"""A version made from a commit: its products and its manifest. The same commit gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sro_cli import pipeline
from sro_cli.diagnostics import Diagnostic, Severity
from sro_cli.document.frame import Fassung
from sro_cli.facts import coverage, milestones
from sro_cli.files import Files
from sro_cli.model import Konzept, Meilenstein
from sro_cli.pipeline import Loaded, Progress, Request
from sro_cli.publishing import changelog
from sro_cli.publishing.basis import Before
from sro_cli.readable import wort
from sro_cli.readers import content
from sro_cli.releases import history, manifest
from sro_cli.releases.manifest import Manifest
from sro_cli.releases.tools import fonts, tools
from sro_cli.store.output import PRODUKT_NICHT_KONFORM

# Links to folders, which nobody reads; and what only `sro init` and `sro new` use.
_BESIDE = re.compile(r".*/$|templates/(?:konzept|neu)/")

CHANGELOG = "aenderungen.md"
LESEFASSUNG = "lesefassung.md"
"""The products that git keeps beside the manifest."""

_DIGITS = 10
"""Of a commit's name, as products show it."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which version is to be made.

    Attributes:
        version: ``0.1.0``.
        formats: some of `pipeline.FORMATS`.
        commit: name of the commit of the sources.
        moment: of the sources, UTC.
        earlier: the versions published before.
        conforming: the products must pass the validators that are installed.
        before: what was handed out before.
    """

    version: str
    formats: tuple[str, ...]
    commit: str
    moment: datetime
    earlier: frozenset[str]
    conforming: bool = False
    before: Before = field(default_factory=Before)

    @property
    def follows(self) -> str | None:
        """The version before, if there is any."""
        return max(self.earlier, key=milestones.version_key, default=None)


@dataclass(frozen=True, slots=True)
class Made:
    """A version that was made.

    Attributes:
        findings: of reading, checking and making.
        products: path → content; empty if a Fehler stood against it.
        manifest: of the products; empty without any.
    """

    findings: tuple[Diagnostic, ...]
    products: Mapping[str, bytes]
    manifest: Manifest


def made(files: Files, loaded: Loaded, order: Order, aside: Path, progress: Progress) -> Made:
    """Makes a version.

    Nothing that was kept from builds before is used.

    Args:
        files: the concept.
        loaded: the same concept, read and checked.
        order: which version.
        aside: a folder for the products; it is made.
        progress: is told what is being done.

    Raises:
        OSError: the folder cannot be written.
    """
    progress("vergleiche mit der Fassung davor")
    stone = milestone(loaded.konzept, order.version)
    before = order.before
    found = changelog.news(before.content, content.load(files), before.last) if before.content else None
    own = Fassung(
        order.version,
        wort(stone.fassung) if stone else "",
        order.moment.date(),
        changelog.line(found, stone.target if stone else "", first=not before.last),
    )
    request = Request(
        order.formats,
        internal=False,
        moment=order.moment,
        commit=order.commit[:_DIGITS],
        versions=order.earlier,
        version=order.version,
        conforming=order.conforming,
        verlauf=(*before.verlauf, own),
    )
    built = pipeline.build(files, aside, request, {}, progress)
    products = {path: (aside / path).read_bytes() for path in built.products}
    if not products:
        return Made(built.findings, {}, {})
    products[CHANGELOG] = changelog.text(found, own, before.fassung).encode()
    products = dict(sorted(products.items()))
    progress("schreibe das Manifest")
    noted = _manifest(files, loaded, order, built.findings, products) if stone else {}
    return Made(built.findings, products, {**noted, "verlauf": history.written(request.verlauf)})


def milestone(konzept: Konzept, name: str) -> Meilenstein | None:
    """The milestone of an id or a version, ``M1``, ``0.1.0`` or ``v0.1.0``; None if there is none."""
    known = (
        stone for stone in konzept.meilensteine if name in {stone.id, stone.version, f"v{stone.version}"}
    )
    return next(known, None)


def _manifest(
    files: Files,
    loaded: Loaded,
    order: Order,
    findings: tuple[Diagnostic, ...],
    products: Mapping[str, bytes],
) -> Manifest:
    stone = milestone(loaded.konzept, order.version)
    digests = {path: manifest.digest(files.read(path)) for path in files.paths() if not _BESIDE.match(path)}
    accepted = [finding for finding in findings if finding.kind.severity >= Severity.WARNUNG]
    return {
        "format": manifest.FORMAT,
        "version": order.version,
        "fassung": stone.fassung if stone else "",
        "meilenstein": stone.id if stone else "",
        "folgt_auf": order.follows,
        "commit": order.commit,
        "moment": order.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "formate": list(order.formats),
        "befunde": [_noted(each) for each in accepted if each.kind.code != PRODUKT_NICHT_KONFORM.code],
        "normen": [_noted(each) for each in accepted if each.kind.code == PRODUKT_NICHT_KONFORM.code],
        "erlaubt": [
            {"stelle": str(each.span), "worte": " ".join(each.words.split())} for each in loaded.erlaubnisse
        ],
        "offene_rueckmeldungen": [said.id for said in coverage.unanswered(loaded.konzept)],
        "quellen": {path: value for path, value in digests.items() if path.startswith("content/")},
        "vorlagen": {path: value for path, value in digests.items() if path.startswith("templates/")},
        "schriften": fonts(),
        "werkzeuge": tools(),
        "produkte": {path: manifest.product(path, content) for path, content in products.items()},
    }


def _noted(finding: Diagnostic) -> Manifest:
    return {"code": finding.kind.code, "stelle": str(finding.span or finding.path), "was": finding.message}
