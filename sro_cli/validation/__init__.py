"""What is wrong with a concept; found once, and kept until something changes that decides about it.

What somebody wants to see of it, and what shall count, is chosen afterwards.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from sro_cli.columns import visible
from sro_cli.diagnostics import Allowed, Diagnostic, Examined, Kind, Severity, as_json, from_json
from sro_cli.diagnostics.faults import HIDING, VORLAGE_FEHLERHAFT
from sro_cli.files import Files
from sro_cli.source import Source
from sro_cli.store.fingerprint import fingerprint


def examined(
    files: Files,
    store: MutableMapping[str, bytes],
    heute: date | None = None,
    fassungen: frozenset[str] | None = None,
) -> Examined:
    """What is wrong with a concept, from the store if nothing has changed since.

    Args:
        files: the concept.
        store: keeps findings by the digest of everything that decides about them.
        heute: the day for which is checked; None leaves out what depends on it.
        fassungen: the versions already published; None, if nobody knows, leaves out what depends on them.

    Raises:
        OSError: the folder cannot be listed.
    """
    published = "unknown" if fassungen is None else " ".join(sorted(fassungen))
    key = fingerprint(files, ("content/", "templates/"), "validation", str(heute), published)
    try:
        kept = json.loads(store[key])
    except KeyError:
        from sro_cli import pipeline  # noqa: PLC0415 - reading and checking is what the store spares

        found = pipeline.check(files, heute, fassungen, store)
        content = {
            "findings": [as_json(finding) for finding in found.findings],
            "allowed": [[as_json(finding), reason] for finding, reason in found.allowed],
            "unasked": sorted(found.unasked),
        }
        store[key] = json.dumps(content, ensure_ascii=False).encode()
        return found
    sources = cache(lambda path: Source(path, files.read(path).decode("utf-8-sig", errors="replace")))
    return Examined(
        tuple(from_json(finding, sources) for finding in kept["findings"]),
        tuple(Allowed(from_json(finding, sources), reason) for finding, reason in kept["allowed"]),
        frozenset(kept["unasked"]),
    )


def paths(words: Sequence[str], files: Files, directory: Path) -> frozenset[str] | None:
    """The files that words name; None if there are no words, for all.

    Raises:
        Refused: a word names nothing.
        OSError: the folder cannot be listed.
    """
    if not words:
        return None
    from sro_cli.validation import naming  # noqa: PLC0415 - most name none

    try:
        return naming.paths(words, files, directory)
    except naming.Unknown as fault:
        raise Refused(str(fault)) from None


# --- what is chosen --------------------------------------------------------------------


class Refused(ValueError):  # noqa: N818 - it is what was asked for
    """What is asked for cannot be had; the message says why, in German."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to see, and what shall count.

    Attributes:
        only: codes, names of kinds and letters of families, several with commas; empty for all.
        without: as *only*, but left out.
        paths: the files in which it must be; None for all.
        strict: whether a Warnung counts as well.
        baseline: the file of findings that are known; None if all are new.
        renewed: the file in which they shall be known from now on; it then is the baseline too.
    """

    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    paths: frozenset[str] | None = None
    strict: bool = False
    baseline: Path | None = None
    renewed: Path | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a choice came to.

    Attributes:
        findings: those to be shown, in their order.
        allowed: those that would be shown if no comment allowed them.
        least: the least severity that counts.
        remarks: German lines on all that is not shown.
    """

    findings: tuple[Diagnostic, ...]
    allowed: tuple[Allowed, ...]
    least: Severity
    remarks: tuple[str, ...]


def chosen(found: Examined, choice: Choice) -> Chosen:
    """What a choice leaves of what was found. A baseline that is to be renewed is written.

    Raises:
        Refused: a code is unknown, a baseline is none or cannot be renewed while something is not read,
            or the parts of the choice exclude each other.
        OSError: a baseline cannot be read or written.
    """
    codes, findings = _codes(choice), found.findings
    wanted = tuple(finding for finding in findings if _is_wanted(finding, codes, choice.paths))
    unread = _unread(findings)
    allowed = tuple(one for one in found.allowed if _is_wanted(one.finding, codes, choice.paths))
    shown, known = _new(replace(found, findings=wanted), codes, choice, unread)
    remarks = [*_hidden(findings, wanted, shown, choice), *known]
    remarks += _covering({finding.kind.code for finding in unread})
    least = Severity.WARNUNG if choice.strict else Severity.FEHLER
    if choice.strict and any(finding.kind.severity is Severity.WARNUNG for finding in shown):
        remarks.append("Mit --strict zählen auch Warnungen.")
    return Chosen(shown, allowed, least, tuple(remarks))


def _is_wanted(finding: Diagnostic, codes: frozenset[str] | None, paths: frozenset[str] | None) -> bool:
    return (paths is None or finding.path in paths) and (codes is None or finding.kind.code in codes)


def _hidden(
    findings: Sequence[Diagnostic], wanted: Sequence[Diagnostic], shown: Sequence[Diagnostic], choice: Choice
) -> Iterator[str]:
    given = " und ".join(
        name for name, words in (("--nur", choice.only), ("--ohne", choice.without)) if words
    )
    here = sum(_is_wanted(finding, None, choice.paths) for finding in findings)
    counts = {
        "in anderen Dateien": len(findings) - here,
        f"wegen {given}": here - len(wanted),
        "aus der Ausgangslage": len(wanted) - len(shown),
    }
    faults = _faults(findings) - _faults(shown)
    if words := ", ".join(f"{count} {why}" for why, count in counts.items() if count):
        yield f"Nicht gezeigt: {words}."
    if faults:
        some = "ist 1 Fehler" if faults == 1 else f"sind {faults} Fehler"
        yield f"Unter den nicht gezeigten {some}; damit wird nicht gebaut."


def _covering(unread: set[str]) -> Iterator[str]:
    """What faults of reading keep from being checked."""
    if VORLAGE_FEHLERHAFT.code in unread:
        yield "Fehler in Vorlagen verdecken anderes: Was daraus entsteht, ist noch nicht geprüft."
    if unread - {VORLAGE_FEHLERHAFT.code}:
        yield (
            "Fehler beim Einlesen verdecken anderes: Geprüft ist noch nicht, was fehlt, "
            "und kein Kapitel mit fehlerhaftem Kopf."
        )


def _unread(findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings behind which others may be hidden; nobody can allow or lower them."""
    return tuple(finding for finding in findings if finding.kind.code in HIDING)


def _faults(findings: Sequence[Diagnostic]) -> int:
    return sum(finding.kind.severity is Severity.FEHLER for finding in findings)


# --- codes -----------------------------------------------------------------------------


def _codes(choice: Choice) -> frozenset[str] | None:
    """The codes of the kinds to be shown; None for all."""
    if not choice.only and not choice.without:
        return None
    from sro_cli.catalogue import KINDS  # noqa: PLC0415 - knows all rules, and who chooses nothing needs none

    only = frozenset(code for word in choice.only for code in _meant(word, "--nur", KINDS))
    without = frozenset(code for word in choice.without for code in _meant(word, "--ohne", KINDS))
    codes = (only or frozenset(KINDS)) - without
    if not codes:
        raise Refused("--nur und --ohne lassen zusammen keinen Befund übrig")
    return codes


def _meant(words: str, option: str, known: Mapping[str, Kind]) -> Iterator[str]:
    """The codes that a text with commas names: themselves, by name, or by the letter of their family."""
    for word in words.split(","):
        code = word.strip().upper()
        found = [
            other for other, kind in known.items() if code and code in {other, other[0], kind.name.upper()}
        ]
        if not code:
            raise Refused(
                f"Nach {option} stehen Codes, Namen oder Anfangsbuchstaben, mit Komma dazwischen: V201,K"
            )
        if not found:
            from sro_cli.diagnostics.suggestions import nearest  # noqa: PLC0415 - only a fault needs it

            close = nearest(code, [*known, *(kind.name for kind in known.values())])
            question = f" – meinten Sie {' oder '.join(f'„{other}“' for other in close)}?" if close else ""
            raise Refused(
                f"Den Befund „{visible(word.strip())}“ gibt es nicht{question}\nAlle nennt: sro explain"
            )
        yield from found


def _new(
    found: Examined,
    codes: Iterable[str] | None,
    choice: Choice,
    unread: Sequence[Diagnostic],
) -> tuple[tuple[Diagnostic, ...], list[str]]:
    """The findings that are not known, and what there is to say about the baseline."""
    findings, place = found.findings, choice.renewed or choice.baseline
    if not place:
        return findings, []
    from sro_cli.validation import baseline  # noqa: PLC0415 - most have none

    if choice.renewed and (choice.only or choice.without or choice.paths is not None or choice.baseline):
        raise Refused(
            "Eine Ausgangslage hält alle Befunde fest; "
            "--ausgangslage-schreiben steht ohne Dateien, --nur, --ohne und --ausgangslage"
        )
    if choice.renewed and unread:
        places = ", ".join(dict.fromkeys(finding.path for finding in unread))
        raise Refused(
            "Die Ausgangslage wird erst geschrieben, wenn alles eingelesen werden kann; "
            "sonst sähe wie behoben aus, was nur verdeckt ist\n"
            f"Fehler beim Einlesen haben: {places}"
        )
    try:
        if choice.renewed:
            known, words = baseline.renewed(place, findings, found.unasked)
            return baseline.unknown(findings, known), [words]
        known = baseline.load(place)
    except baseline.Unreadable as fault:
        raise Refused(str(fault)) from None
    known = known if codes is None else known.of(codes)
    known = known if choice.paths is None else known.within(choice.paths)
    shown = baseline.unknown(findings, known)
    mended = 0 if unread else known.size - known.among(findings, found.unasked).size
    command = f"sro validate --ausgangslage-schreiben {shlex.quote(str(place))}"
    return shown, [f"Behoben: {mended} aus der Ausgangslage. Sie wird kürzer mit:\n  {command}"] * bool(
        mended
    )
