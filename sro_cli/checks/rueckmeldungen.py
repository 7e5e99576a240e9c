"""R: what people said, what was made of it, and the events at which they were asked."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sro_cli import tree
from sro_cli.checks.meilensteine import near
from sro_cli.checks.rule import Rule, Scope
from sro_cli.diagnostics import Diagnostic, Kind, Related, Severity
from sro_cli.diagnostics.suggestions import choice, nearest, replacing
from sro_cli.facts import coverage
from sro_cli.facts.milestones import version_key
from sro_cli.readable import datum, wort

ENTSCHEIDUNG_UNBEGRUENDET = Kind("R701", "entscheidung-unbegruendet", Severity.FEHLER)
STELLE_VERSCHWUNDEN = Kind("R702", "stelle-verschwunden", Severity.HINWEIS)
RUECKMELDUNG_OFFEN = Kind("R703", "rueckmeldung-offen", Severity.WARNUNG)
VERANSTALTUNG_OHNE_ERGEBNIS = Kind("R704", "veranstaltung-ohne-ergebnis", Severity.WARNUNG)
UMSETZUNG_OHNE_STELLE = Kind("R705", "umsetzung-ohne-stelle", Severity.WARNUNG)
ZITAT_VERSCHWUNDEN = Kind("R710", "zitat-verschwunden", Severity.HINWEIS)
RUECKMELDUNG_OHNE_HERKUNFT = Kind("R711", "rueckmeldung-ohne-herkunft", Severity.WARNUNG)
ERGEBNIS_VOR_DER_VERANSTALTUNG = Kind("R712", "ergebnis-vor-der-veranstaltung", Severity.WARNUNG)

FASSUNG_UNBEKANNT = Kind("R713", "fassung-unbekannt", Severity.WARNUNG)

_TIME_TO_WRITE = timedelta(days=28)
"""After an event, until somebody has to have written down what came of it."""

_SIMILAR = 90
"""Per cent of a quotation that must be in a text: the numbers that mentions show are not in the sources."""

_FEW = 5
"""Versions that are named to choose from."""

_LEFT_OUT = re.compile(r"\[?(?:…|\.{3})\]?")


def _without_reason(scope: Scope) -> Iterator[Diagnostic]:
    for said in scope.konzept.rueckmeldungen:
        if said.entscheidung not in {"offen", "uebernommen"} and not said.begruendung.strip():
            yield ENTSCHEIDUNG_UNBEGRUENDET.at(
                scope.places[said.target, "entscheidung"],
                f"Rückmeldung „{said.id}“ ist {wort(said.entscheidung)}, und niemand erfährt, warum",
                help="schreiben Sie den Grund unter „begruendung:“",
            )


def _gone(scope: Scope) -> Iterator[Diagnostic]:
    for said in scope.konzept.rueckmeldungen:
        place = next((m for m in scope.index.by.get(said.target, ()) if m.earlier), None)
        if not (said.zu and place) or said.umgesetzt_in or scope.index.may_exist(place.target):
            continue
        scheme, _, ident = place.target.partition(":")
        if scheme not in place.allowed:
            continue  # V202 says it
        targets = [target for target in scope.index.targets if target.startswith(f"{scheme}:")]
        close = nearest(ident, [target.partition(":")[2] for target in targets])
        yield STELLE_VERSCHWUNDEN.at(
            place.span,
            f"„{place.target}“, wozu Rückmeldung „{said.id}“ gehört, gibt es nicht mehr",
            notes=(f"die Rückmeldung gilt der Fassung {said.zu.fassung}",),
            help=f"heißt die Stelle jetzt „{scheme}:{close[0]}“?"
            if close
            else "ist der Text jetzt anderswo, nennen Sie diese Stelle",
            fix=replacing(place.span, ident, close[0], safe=False) if close else None,
        )


def _undecided(scope: Scope) -> Iterator[Diagnostic]:
    stone = near(scope)
    if stone is None or stone.termin is None or stone.verlangt.offene_rueckmeldungen == "erlaubt":
        return
    for said in coverage.unanswered(scope.konzept):
        yield RUECKMELDUNG_OFFEN.at(
            scope.places[said.target,],
            f"Über Rückmeldung „{said.id}“ ist nicht entschieden, "
            f"Meilenstein „{stone.id}“ am {datum(stone.termin)} verlangt es aber",
            related=(
                Related(scope.places[stone.target, "verlangt", "offene_rueckmeldungen"], "hier verlangt"),
            ),
            help="entscheiden Sie, was aus ihr wird, und tragen Sie es unter „entscheidung:“ ein",
        )


def _without_result(scope: Scope) -> Iterator[Diagnostic]:
    answered = {said.veranstaltung for said in scope.konzept.rueckmeldungen}
    for event in scope.konzept.veranstaltungen:
        if event.ergebnis.strip() or event.id in answered or not (event.datum and scope.heute):
            continue
        if event.datum + _TIME_TO_WRITE < scope.heute:
            yield VERANSTALTUNG_OHNE_ERGEBNIS.at(
                scope.places[event.target, "datum"],
                f"Die Veranstaltung „{event.id}“ war am {datum(event.datum)}, ihr Ergebnis fehlt",
                help="schreiben Sie unter „ergebnis:“, was dabei herauskam, oder erfassen Sie Rückmeldungen",
            )


def _before_it_was(scope: Scope) -> Iterator[Diagnostic]:
    for event in scope.konzept.veranstaltungen:
        if event.ergebnis.strip() and event.datum and scope.heute and event.datum > scope.heute:
            yield ERGEBNIS_VOR_DER_VERANSTALTUNG.at(
                scope.places[event.target, "datum"],
                f"Die Veranstaltung „{event.id}“ ist erst am {datum(event.datum)} und hat schon ein Ergebnis",
                related=(Related(scope.places[event.target, "ergebnis"].first_line, "hier steht es"),),
                help="verbessern Sie das Datum, oder löschen Sie das Ergebnis, bis es eines gibt",
            )


def _nowhere(scope: Scope) -> Iterator[Diagnostic]:
    for said in scope.konzept.rueckmeldungen:
        if said.entscheidung in {"uebernommen", "teilweise"} and not said.umgesetzt_in:
            yield UMSETZUNG_OHNE_STELLE.at(
                scope.places[said.target, "entscheidung"],
                f"Rückmeldung „{said.id}“ ist {wort(said.entscheidung)}, aber wo, steht nicht da",
                help="nennen Sie unter „umgesetzt_in:“ die Stelle, zum Beispiel [abschnitt:lage]",
            )


def _unquoted(scope: Scope) -> Iterator[Diagnostic]:
    texts: _Texts | None = None
    for said in coverage.unanswered(scope.konzept):
        about = said.zu
        if about is None or not (about.zitat and about.stelle) or about.stelle not in scope.index.targets:
            continue  # without its place, nobody knows where to look
        texts = texts or _Texts(scope)
        if not texts.hold(about.stelle, about.zitat):
            yield ZITAT_VERSCHWUNDEN.at(
                scope.places[said.target, "zu", "zitat"].first_line,
                f"Was Rückmeldung „{said.id}“ zitiert, steht nicht mehr im Text",
                notes=(f"die Rückmeldung gilt der Fassung {about.fassung}",),
                help="sehen Sie nach, ob sie sich mit dem neuen Text erledigt hat, und entscheiden Sie",
            )


class _Texts:
    """The words of chapters and entries, made ready for comparison once each."""

    def __init__(self, scope: Scope) -> None:
        self._entries = scope.index.entries
        self._fields: dict[object, list[tuple[tree.Inline, ...]]] = defaultdict(list)
        for key, inlines in scope.texts.items():
            self._fields[key[0]].append(inlines)
        self._chapters: dict[str, str] = {}
        self._viewing: set[str] = set()
        for chapter in scope.konzept.kapitel:
            self._chapters[chapter.target] = chapter.target
            for block in tree.walk(chapter.blocks):
                self._chapters |= dict.fromkeys(_anchors(block), chapter.target)
                if isinstance(block, tree.Directive):
                    self._viewing.add(chapter.target)
        self._ready: dict[str, str] = {}

    def hold(self, place: str, quotation: str) -> bool:
        """Whether the chapter of a place, or the entry that it is, has what is quoted.

        What the quotation leaves out may be anything; what a view of the chapter shows comes from entries.
        """
        target = self._chapters.get(place, place)
        parts = map(_letters, _LEFT_OUT.split(quotation))
        return all(
            _has(self._text(target), part)
            or (target in self._viewing and any(part in self._text(other) for other in self._entries))
            for part in parts
        )

    def _text(self, target: str) -> str:
        if target not in self._ready:
            found = self._entries.get(target)
            title = [found.bezeichnung] if found else []
            blocks = [*tree.walk(getattr(found, "blocks", ()))]
            title += [block.title for block in blocks if isinstance(block, tree.Directive)]
            texts = (*map(tree.inner_inlines, blocks), *self._fields[target])
            self._ready[target] = _letters("".join((*title, *map(self._words, texts))))
        return self._ready[target]

    def _words(self, inlines: tuple[tree.Inline, ...]) -> str:
        return tree.plain_text(tree.map_inlines(inlines, self._named))

    def _named(self, inline: tree.Inline) -> tuple[tree.Inline, ...]:
        """A mention without words as the product shows it, as far as that is known before it is numbered."""
        if isinstance(inline, tree.Mention) and not inline.content and inline.target in self._entries:
            return (tree.Text(self._entries[inline.target].label),)
        return (inline,)


def _anchors(block: tree.Block) -> Iterator[str]:
    if ident := getattr(block, "ident", ""):
        yield from (f"{scheme}:{ident}" for scheme in ("abschnitt", "abb", "tab"))


def _has(text: str, part: str) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415 - only quotations need it

    if part in text:
        return True
    alike = fuzz.partial_ratio if len(part) <= len(text) else fuzz.ratio
    return alike(part, text, score_cutoff=_SIMILAR) > 0


def _letters(text: str) -> str:
    """Letters and digits only: typography, blanks and line ends differ between source and product."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _without_origin(scope: Scope) -> Iterator[Diagnostic]:
    if not (scope.konzept.akteure or scope.konzept.veranstaltungen):
        return  # a concept in which nobody could be named
    for said in scope.konzept.rueckmeldungen:
        if said.von is None and said.veranstaltung is None:
            yield RUECKMELDUNG_OHNE_HERKUNFT.at(
                scope.places[said.target,],
                f"Von wem Rückmeldung „{said.id}“ stammt, steht nicht da",
                help="nennen Sie unter „von:“ den Akteur oder unter „veranstaltung:“ den Anlass",
            )


def _of_no_version(scope: Scope) -> Iterator[Diagnostic]:
    published = scope.fassungen or frozenset()
    # Who has nothing published may have no tags at hand; then the plan says which versions there can be.
    known = published or {stone.version for stone in scope.konzept.meilensteine}
    if not known:
        return
    for said in scope.konzept.rueckmeldungen:
        if said.zu and said.zu.fassung not in known:
            versions = sorted(known, key=version_key)
            yield FASSUNG_UNBEKANNT.at(
                scope.places[said.target, "zu", "fassung"],
                f"Rückmeldung „{said.id}“ gehört zur Fassung {said.zu.fassung}, "
                f"die {'nicht veröffentlicht ist' if published else 'kein Meilenstein hat'}",
                help=f"nennen Sie die Fassung, die gelesen wurde: {_choice(versions)}",
            )


def _choice(versions: Sequence[str]) -> str:
    few = choice(versions[-_FEW:])
    return few if len(versions) <= _FEW else f"zuletzt {few}"


RULES = (
    Rule(ENTSCHEIDUNG_UNBEGRUENDET, _without_reason),
    Rule(STELLE_VERSCHWUNDEN, _gone),
    Rule(RUECKMELDUNG_OFFEN, _undecided, ("heute", "fassungen")),
    Rule(VERANSTALTUNG_OHNE_ERGEBNIS, _without_result, ("complete", "heute")),
    Rule(ERGEBNIS_VOR_DER_VERANSTALTUNG, _before_it_was, ("heute",)),
    Rule(UMSETZUNG_OHNE_STELLE, _nowhere),
    Rule(ZITAT_VERSCHWUNDEN, _unquoted, ("complete",)),
    Rule(RUECKMELDUNG_OHNE_HERKUNFT, _without_origin, ("complete",)),
    Rule(FASSUNG_UNBEKANNT, _of_no_version, ("complete", "fassungen")),
)
