"""The use cases: load, check, compile, build. Functions that know everyone below and no command line.

What reads, checks and writes is imported where it is needed: to see that nothing has changed
takes none of it, and importing it would be most of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sro_cli.diagnostics import (
    Allowed,
    Diagnostic,
    Erlaubnis,
    Examined,
    Severity,
    as_json,
    counting,
    from_json,
)
from sro_cli.files import Files, Memory
from sro_cli.source import Source
from sro_cli.store import output
from sro_cli.store.fingerprint import fingerprint

if TYPE_CHECKING:
    from sro_cli.document.frame import Edition, Fassung
    from sro_cli.model import Konzept
    from sro_cli.references import Index
    from sro_cli.theme import Theme
    from sro_cli.tree import Tree

FORMATS = ("docx", "pdf", "html", "text")
"""What can be built; ``html`` gives the single file and the site."""

COMPOSING = frozenset({"E124", "E140", "E141", "P102", "V211"})
"""The codes of what composing a document finds."""

_SEVERITIES = {"fehler": Severity.FEHLER, "warnung": Severity.WARNUNG, "hinweis": Severity.HINWEIS}

Progress = Callable[[str], None]
"""Told in German what is being done."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A concept that was read and checked.

    Attributes:
        konzept: everything that is sound.
        index: who mentions whom.
        theme: the look, None if it is faulty.
        findings: of all three, sorted by place, with the severities the project wants.
        erlaubnisse: the comments that allow a finding.
        allowed: the findings that they allow, as `findings`.
        silent: the codes of the kinds that a rule did not look for, as it knew too little.
    """

    konzept: Konzept
    index: Index
    theme: Theme | None
    findings: tuple[Diagnostic, ...]
    erlaubnisse: tuple[Erlaubnis, ...]
    allowed: tuple[Allowed, ...]
    silent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built, and what decides about it beside the sources.

    Attributes:
        formats: some of `FORMATS`.
        internal: with what never leaves the administration.
        moment: of the sources, UTC.
        commit: short revision, empty outside of git.
        versions: those already published; None if nobody knows.
        version: the one that is to be published; empty for a draft.
        conforming: the products must pass the validators that are installed as well.
        verlauf: the versions handed out so far, ascending, with the one that is to be published.
    """

    formats: tuple[str, ...]
    internal: bool
    moment: datetime
    commit: str
    versions: frozenset[str] | None
    version: str = ""
    conforming: bool = False
    verlauf: tuple[Fassung, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to.

    Attributes:
        findings: of reading, checking and making.
        products: paths below the folder; empty if a Fehler stood against it.
        fresh: nothing had changed, so nothing was made anew.
    """

    findings: tuple[Diagnostic, ...]
    products: tuple[str, ...]
    fresh: bool = False


def load(
    files: Files,
    heute: date | None = None,
    fassungen: frozenset[str] | None = None,
    store: MutableMapping[str, bytes] | None = None,
) -> Loaded:
    """Reads and checks a concept and its theme.

    Args:
        files: sources and templates.
        heute: the day for which is checked; None leaves out what depends on it.
        fassungen: the versions already published; None, if nobody knows, leaves out what depends on them.
        store: keeps what the dictionary said; None leaves out what depends on the dictionary.

    Raises:
        OSError: the folder cannot be listed.
    """
    from sro_cli import checks, references  # noqa: PLC0415 - see above
    from sro_cli.catalogue import KINDS  # noqa: PLC0415 - see above
    from sro_cli.checks import erlaubnisse, lesetext  # noqa: PLC0415 - see above
    from sro_cli.checks.rule import Scope  # noqa: PLC0415 - see above
    from sro_cli.engines.spelling import Spelling  # noqa: PLC0415 - see above
    from sro_cli.readers import content, gestaltung, metadata, words  # noqa: PLC0415 - see above

    read = content.load(files)
    theme, faulty = gestaltung.load(files)
    own_words, unreadable = words.load(files)
    spelling = None if store is None else Spelling(store, fingerprint(Memory(), (), "spelling"))
    index = references.build(read.konzept, read.places, read.texts, read.unread)
    complete = not counting(read.findings)
    templates = tuple(
        path.removeprefix("templates/") for path in files.paths() if path.startswith("templates/")
    )
    scope = Scope(
        read.konzept,
        index,
        read.places,
        tuple(read.pictures),
        read.shown,
        complete,
        KINDS,
        templates,
        read.texts,
        theme,
        heute,
        fassungen,
        lesetext.read(read.konzept, read.texts),
        own_words,
        spelling,
        gestaltung.places(files),
        *gestaltung.unset(theme, read.places.sources()),
        given_views=gestaltung.is_given(theme),
    )
    found = (
        *read.findings,
        *faulty,
        *unreadable,
        *metadata.findings(files, tuple(read.pictures), read.shown),
        *references.faults(index, read.doubles),
        *checks.run(scope),
    )
    if spelling:
        spelling.keep()
    silent = checks.silent(scope)
    found = (*found, *erlaubnisse.faults(read.erlaubnisse, found, KINDS, silent if complete else None))
    findings = ranked(found, read.konzept, read.erlaubnisse)
    suppressed = allowed(found, read.konzept, read.erlaubnisse)
    return Loaded(read.konzept, index, theme, findings, read.erlaubnisse, suppressed, silent)


def check(
    files: Files,
    heute: date | None,
    fassungen: frozenset[str] | None,
    store: MutableMapping[str, bytes],
) -> Examined:
    """The findings of a concept; of its own templates as well, for which a document must be composed.

    The templates that come with `sro` have been checked, so that most concepts need no composing.
    For the frames of pages, PDF and Word a small document is enough.
    Arguments and errors are those of `load`.
    """
    from sro_cli.readers import gestaltung  # noqa: PLC0415 - see above

    loaded = load(files, heute, fassungen, store)
    found: tuple[Diagnostic, ...] = ()
    silent = loaded.silent
    if loaded.theme and not gestaltung.frames_are_given(loaded.theme):
        from sro_cli.production import specimen  # noqa: PLC0415 - see above

        found = specimen.findings(loaded.theme, files, store)
    if not gestaltung.is_given(loaded.theme):
        if counting(loaded.findings) or loaded.konzept.einstellungen is None:
            silent |= COMPOSING
        else:
            day = heute or date(2000, 1, 1)
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
            request = Request((), internal=False, moment=moment, commit="", versions=fassungen or frozenset())
            _document, _theme, more = compile_tree(loaded, files, edition(loaded.konzept, request), store)
            found, silent = (*found, *more), silent - COMPOSING
    suppressed = allowed(found, loaded.konzept, loaded.erlaubnisse)
    return Examined(
        ranked((*loaded.findings, *found), loaded.konzept, loaded.erlaubnisse) if found else loaded.findings,
        tuple(sorted((*loaded.allowed, *suppressed), key=lambda one: one.finding.order)),
        silent,
    )


def ranked(
    findings: Sequence[Diagnostic], konzept: Konzept, comments: Sequence[Erlaubnis]
) -> tuple[Diagnostic, ...]:
    """Findings sorted by place, each once, without the allowed, with the weights of ``konzept.yml``.

    A fixed Fehler stays one: behind it stands a document that would be broken or not be there.
    """
    from sro_cli.checks import erlaubnisse  # noqa: PLC0415 - see above

    left = (_weighed(finding, konzept) for finding in erlaubnisse.without_allowed(findings, comments))
    return tuple(sorted(dict.fromkeys(left), key=lambda finding: finding.order))


def allowed(
    findings: Sequence[Diagnostic], konzept: Konzept, comments: Sequence[Erlaubnis]
) -> tuple[Allowed, ...]:
    """The findings that `ranked` leaves out as a comment allows them, sorted and weighed alike."""
    from sro_cli.checks import erlaubnisse  # noqa: PLC0415 - see above

    found = erlaubnisse.allowed(findings, comments)
    weighed = (Allowed(_weighed(finding, konzept), reason) for finding, reason in found)
    return tuple(sorted(dict.fromkeys(weighed), key=lambda one: one.finding.order))


def _weighed(finding: Diagnostic, konzept: Konzept) -> Diagnostic:
    """A finding as much as the project wants it to count."""
    wanted = konzept.einstellungen.schweregrade if konzept.einstellungen else {}
    if finding.kind.code not in wanted or finding.kind.fixed:
        return finding
    return finding.with_severity(_SEVERITIES[wanted[finding.kind.code].stufe])


def compile_tree(
    loaded: Loaded, files: Files, edition: Edition, store: MutableMapping[str, bytes]
) -> tuple[Tree | None, Theme | None, tuple[Diagnostic, ...]]:
    """The tree of a concept with its pictures, and the theme; None if a Fehler stands against it."""
    from sro_cli.document.assemble import assemble  # noqa: PLC0415 - see above
    from sro_cli.readback.internal import leaks  # noqa: PLC0415 - see above

    if (theme := loaded.theme) is None:
        return None, None, ()
    document, composed = assemble(loaded.konzept, loaded.index, theme, edition, store)
    media, missing = _shown(document, files)
    secret = () if edition.intern else leaks(loaded.konzept, loaded.index, document)
    return replace(document, media=media), theme, (*composed, *missing, *secret)


def _shown(document: Tree, files: Files) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """The pictures that a document shows and no others: what is internal lies in the same folder."""
    from sro_cli import tree  # noqa: PLC0415 - see above
    from sro_cli.document import traces  # noqa: PLC0415 - see above
    from sro_cli.readers import pictures, sources  # noqa: PLC0415 - see above

    media: dict[str, bytes] = {}
    findings: list[Diagnostic] = []
    images = (image for part in document.parts for image in tree.images(part.blocks))
    for path, image in sorted({image.path: image for image in images}.items()):
        if (drawn := document.media.get(path)) is not None:
            media[path] = drawn
            continue
        # Chapters have been checked; what a template shows has not.
        known = [other for other in files.paths() if other.endswith(pictures.ENDINGS)]
        fault: pictures.Fault | None = None
        if path not in known:
            fault = pictures.missing(path, path.removeprefix("content/"), known)
        else:
            raw, unreadable = sources.read_bytes(files, path)
            findings += unreadable
            if raw is not None:
                media[path] = raw
                fault = pictures.fault(path, raw)
        if fault and image.span:
            findings.append(traces.markdown_fault(image.span, fault.message, fault.help))
    return media, tuple(findings)


def build(  # noqa: PLR0913 - the request says what; the rest is where, with what and who is told
    files: Files,
    folder: Path,
    request: Request,
    store: MutableMapping[str, bytes],
    progress: Progress,
    *,
    owned: bool = False,
) -> Built:
    """Builds the products of a concept into a folder, or leaves what lies there as it is.

    Args:
        files: sources and templates.
        folder: where the products go.
        request: which document is wanted.
        store: keeps what can be kept between builds.
        progress: is told what is being done.
        owned: nobody but `sro` writes into the folder; see `output.publish`.

    Raises:
        OSError: the sources cannot be listed or the folder cannot be written.
    """
    versions = repr(request.versions and sorted(request.versions))
    about = repr(replace(request, versions=None))
    key = fingerprint(files, ("content/", "templates/"), "build", about, versions)
    kept = output.record(folder)
    if kept and kept.key == key and output.is_complete(folder, kept):
        sources = cache(lambda path: Source(path, files.read(path).decode("utf-8-sig")))
        findings = tuple(from_json(finding, sources) for finding in kept.findings)
        return Built(findings, tuple(kept.products), fresh=True)
    with _drawing(files, store) if "docx" in request.formats else nullcontext():
        progress("lese und prüfe")
        loaded = load(files, request.moment.date(), request.versions, store)
        if counting(loaded.findings) or loaded.konzept.einstellungen is None:
            return Built(loaded.findings, ())
        progress("stelle zusammen")
        document, theme, found = compile_tree(loaded, files, edition(loaded.konzept, request), store)
    findings = ranked((*loaded.findings, *found), loaded.konzept, loaded.erlaubnisse)
    if document is None or theme is None or counting(findings):
        return Built(findings, ())
    from sro_cli import conformity  # noqa: PLC0415 - see above
    from sro_cli.production import products  # noqa: PLC0415 - see above

    made, failed = products(document, theme, request.formats, store, progress)
    if request.conforming and not counting(failed):
        progress("prüfe die Dokumente")
        failed = (*failed, *conformity.findings(made, theme))
    findings = ranked((*findings, *failed), loaded.konzept, loaded.erlaubnisse)
    if counting(findings):
        return Built(findings, ())
    output.publish(folder, made, key, [as_json(finding) for finding in findings], owned=owned)
    return Built(findings, tuple(sorted(made)))


@contextmanager
def _drawing(files: Files, store: MutableMapping[str, bytes]) -> Iterator[None]:
    """Meanwhile Typst draws the pictures for Word, on a core that reading leaves idle.

    What is not drawn in the end, or cannot be, is left to the writer.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - see above

    from sro_cli.readers import pictures  # noqa: PLC0415 - see above
    from sro_cli.writers.docx.pictures import draw  # noqa: PLC0415 - see above

    def ahead(path: str) -> None:
        drawing = files.read(path)
        if not pictures.fault(path, drawing):
            draw(drawing, store)

    pool = ThreadPoolExecutor(max_workers=1)
    for path in files.paths():
        if path.startswith("content/") and path.endswith(".svg"):
            pool.submit(ahead, path)
    try:
        yield
    finally:
        pool.shutdown(cancel_futures=True)


def edition(konzept: Konzept, request: Request) -> Edition:
    """The version that a request asks for, or a draft on its way to the next milestone."""
    from sro_cli.document.frame import Edition  # noqa: PLC0415 - see above
    from sro_cli.facts.milestones import next_milestone  # noqa: PLC0415 - see above

    published = (stone for stone in konzept.meilensteine if stone.version == request.version)
    milestone = next(published, None) or next_milestone(konzept, request.versions or frozenset())
    fassung = milestone.fassung.capitalize() if milestone else ""
    if not request.version:
        draft = "Interner Entwurf" if request.internal else "Entwurf"
        fassung = f"{draft} der {fassung}" if fassung else draft
    return Edition(
        version=milestone.version if milestone else "",
        fassung=fassung,
        zeitpunkt=request.moment,
        quellstand=request.commit,
        entwurf=not request.version,
        intern=request.internal,
        verlauf=request.verlauf,
    )
