"""D: what is about persons or is internal, and on its way into a document that everybody reads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from sro_cli import tree
from sro_cli.checks.rule import Rule, Scope
from sro_cli.checks.spots import INTERN, Spot, located, matches
from sro_cli.checks.vornamen import VORNAMEN
from sro_cli.diagnostics import Diagnostic, Kind, Related, Severity
from sro_cli.references import noun
from sro_cli.source import Key, Source, Span
from sro_cli.tree import Block

MAILADRESSE = Kind("D901", "mailadresse-einer-person", Severity.WARNUNG)
TELEFONNUMMER = Kind("D902", "telefonnummer", Severity.HINWEIS)
NAME = Kind("D903", "name-einer-person", Severity.HINWEIS)
INTERNES_WIEDERHOLT = Kind("D904", "internes-wiederholt", Severity.WARNUNG)
INTERNE_SPALTE = Kind("D905", "interne-spalte", Severity.HINWEIS)
VERWEIS_AUF_INTERNES = Kind("D906", "verweis-auf-internes", Severity.WARNUNG)

# --- addresses -------------------------------------------------------------------------

# It begins with its sign, which is fast to find; what stands before is looked at then.
_MAIL = re.compile(r"@[\w-]+(?:\.[\w-]+)+")
_LOCAL = re.compile(r"[\w.+-]+$")
_LONGEST = 64  # RFC 5321, 4.5.3.1.1
_PARTS = re.compile(r"[._+-]+")
_NO_SURNAME = re.compile(
    r"amt|azubi|beratung|buero|büro|cafe|café|club|dienst|familie|gemeinde|haus|hilfe|hort|info|jugend|kind"
    r"|kirch|kita|klinik|klub|kontakt|koordin|leitung|mail|office|planung|post|praxis|presse|projekt|rat|region"
    r"|sankt|schule|service|sozial|stadt|stelle|stift|team|treff|verein|verwaltung|werk|zentrum",
)


def _addresses(scope: Scope) -> Iterator[Diagnostic]:
    for spot in located(scope, _written_addresses(scope)):
        if not spot.intern:
            yield MAILADRESSE.at(
                spot.span,
                f"„{spot.span.text}“ ist die Adresse einer Person",
                help="nennen Sie die Adresse einer Stelle, zum Beispiel info@stadt.example",
            )


def _written_addresses(scope: Scope) -> Iterator[Span]:
    for host in matches(scope.places.sources(), _MAIL):
        source, start, end = host
        local = _LOCAL.search(source.text, max(0, start - _LONGEST), start)
        if local and _is_of_a_person(local[0]):
            yield Span(source, local.start(), end)


def _is_of_a_person(local: str) -> bool:
    """Whether the part before the @ is a first name or its letter, and a surname, or these two turned round.

    >>> [_is_of_a_person(local) for local in ("anna.mueller", "a.mueller", "mueller.anna", "soziale.dienste")]
    [True, True, True, False]
    """
    first, *rest = (part for part in _PARTS.split(local.casefold()) if part)
    if not rest or not all(part.isalpha() for part in rest):
        return False
    if first in {"frau", "herr", "hr", "fr"} or first in VORNAMEN:
        return True
    if len(rest) == 1 and rest[0] in VORNAMEN:
        return len(first) > 2 and not _NO_SURNAME.search(first)  # noqa: PLR2004 - st.anna
    if (first, rest[0]) == ("e", "v"):
        return False  # eingetragener Verein
    return len(first) == 1 and first.isalpha() and len(rest[-1]) > 2 and not _NO_SURNAME.search(rest[-1])  # noqa: PLR2004 - a.b


# --- telephones ------------------------------------------------------------------------

# Written with the country, with an area code, or behind a word that says it. Without anything between, there
# are ten or eleven digits: official keys of municipalities have eight or twelve.
# Patterns are fast to search for if they begin with one of a few signs.
_PHONE = re.compile(
    r"\+49[ ./()-]*(?:\d[ /()-]*){6,12}\d"
    r"|0(?:049[ ./()-]*(?:\d[ /()-]*){6,12}\d|[1-9]\d{1,3}\)? ?[ /–-] ?[1-9](?:(?:[ -]| [–-] )?\d){3,9}"
    r"|[1-9]\d{8,9}(?!\d))"
    r"|Tel(?:\.|efon)?:? \d(?:(?:[ /-]| [/–-] )?\d){3,12}"
    r"|Mobil(?:telefon)?:? \d(?:(?:[ /-]| [/–-] )?\d){3,12}"
)
_FOR_ALL = re.compile(r"\(?0(?:[89]00|18\d|137|700)")  # numbers of services
_BEFORE, _BEHIND = re.compile(r"[\w/.+=-]"), re.compile(r"[\w/]|[.,]\d")
_NO_PHONE = re.compile(
    r"\b(?:Aktenzeichen|A[zZ]\.?|DIN|ISO|EN|ISBN(?:-1[03])?|ISSN"
    r"|(?:Drucksache|Vorlage|Beschluss)(?: Nr\.)?):? $"
)
_PAPER = re.compile(r"0\d{3}/(?:19|20)\d\d\Z")  # „0702/2020-BV“: a number of a paper with its year
_WORDS_BEFORE = 20  # characters, enough for the longest of these
_CENTRAL = re.compile(r"[ -]0$|(?:^|\D)115$")


def _telephones(scope: Scope) -> Iterator[Diagnostic]:
    numbers = map(_with_bracket, matches(scope.places.sources(), _PHONE))
    for spot in located(scope, filter(_is_a_number, numbers)):
        hidden = spot.intern or isinstance(spot.node, tree.Link | tree.Mention | tree.Image)
        if not hidden:
            yield TELEFONNUMMER.at(
                spot.span,
                f"„{spot.span.text}“ könnte die Telefonnummer einer Person sein",
                help="nennen Sie die Nummer einer Stelle, oder erlauben Sie diese mit einem Grund",
            )


def _with_bracket(span: Span) -> Span:
    """The number with the bracket before its area code."""
    source, start, end = span
    opened = ")" in span.text and "(" not in span.text and source.text[start - 1] == "("
    return Span(source, start - opened, end)


def _is_a_number(span: Span) -> bool:
    """Whether a number stands for itself and is not that of a switchboard or a service."""
    source, start, end = span
    part = _BEFORE.match(source.text, start - 1, start) or _BEHIND.match(source.text, end)
    paper = _NO_PHONE.search(source.text[max(0, start - _WORDS_BEFORE) : start])
    return not (
        part or paper or _PAPER.match(span.text) or _CENTRAL.search(span.text) or _FOR_ALL.match(span.text)
    )


# --- names -----------------------------------------------------------------------------

_TITLE = re.compile(
    r"(?:Frau|Herrn?|Fr\.|Hr\.|Prof\. Dr\.|Dr\.)"
    r"(?: (?:Prof\.|Dr\.|Dipl\.-\w+\.?|(?:med|phil|jur|rer|nat|pol|h|c)\.))*"
    r"(?= [A-ZÄÖÜ][a-zäöüß]{2})"
)
_CAPITALISED = re.compile(r" ([A-ZÄÖÜ][a-zäöüß]{2,}(?:-[A-ZÄÖÜ][a-zäöüß]+)*)")
_OFFICE = re.compile(
    r"(?:beauftragter?|berater(?:in)?|bürger(?:in)?|dezernent(?:in)?|direktor(?:in)?|kolleg(?:e|in)|leiter(?:in)?"
    r"|meister(?:in)?|minister(?:in)?|mustermann|musterfrau|präsident(?:in)?|rat|rätin|referent(?:in)?"
    r"|senator(?:in)?|sekretär(?:in)?|vertreter(?:in)?|vorsitzender?|abgeordneter?|doktor(?:in)?|professor(?:in)?)$",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[^,;:()/]+")
_PART_OF_NAME = re.compile(r"[A-ZÄÖÜ][a-zäöüéß]+(?:-[A-ZÄÖÜ][a-zäöüéß]+)*")
_BODY = re.compile(
    r"akademie|arbeit|bund|gemeinde|gmbh|gruppe|gymnasium|heim|hof|initiative|kirche|klinik|laden|park|platz"
    r"|stiftung|straße|universität|verband|verlag|werk|werkstatt",
)


def _names(scope: Scope) -> Iterator[Diagnostic]:
    entries = (*scope.konzept.rueckmeldungen, *scope.konzept.akteure)
    sources = dict.fromkeys(scope.places[entry.target,].source for entry in entries)
    titled = filter(None, map(_name, matches(sources, _TITLE)))
    for spot in located(scope, (*titled, *_bare_names(scope))):
        if spot.owner.startswith(("rueckmeldung:", "akteur:")):
            yield NAME.at(
                spot.span,
                f"„{spot.span.text}“ nennt eine Person",
                help="nennen Sie die Stelle oder die Rolle, für die sie spricht",
            )


def _bare_names(scope: Scope) -> Iterator[Span]:
    """First name and surname without „Frau“ or „Herr“, as an Akteur or as whom to ask for there."""
    for akteur in scope.konzept.akteure:
        # Houses are named after people.
        fields = {"name": akteur.name if akteur.gruppe != "einrichtung" else "", "kontakt": akteur.kontakt}
        for field, text in fields.items():
            place = scope.places[akteur.target, field] if text else None
            for part in _PARTED.findall(text):
                name = part.strip()
                if place and _is_bare_name(name) and (at := place.text.find(name)) >= 0:
                    yield Span(place.source, place.start + at, place.start + at + len(name))


def _is_bare_name(text: str) -> bool:
    """Whether a first name and one or two surnames are all that is there.

    >>> [_is_bare_name(name) for name in ("Sabine Müller", "Robert Stiftung", "Jugendamt Nord", "Sabine")]
    [True, False, False, False]
    """
    first, *rest = text.split() or [""]
    return (
        first.casefold().split("-")[0] in VORNAMEN
        and 1 <= len(rest) <= 2  # noqa: PLR2004 - „Anna Lena Müller“
        and all(_PART_OF_NAME.fullmatch(word) for word in (first, *rest))
        and not any(
            _OFFICE.search(word) or _NO_SURNAME.search(word.casefold()) or _BODY.search(word.casefold())
            for word in rest
        )
    )


def _name(title: Span) -> Span | None:
    """The title with the offices, first names and the surname behind it; None where there is no surname."""
    text, end = title.source.text, title.end
    held = False  # an office, as in „Frau Senatorin Schulze“
    while word := _CAPITALISED.match(text, end):
        end = word.end()
        if _OFFICE.search(word[1]):
            held = True
        elif word[1].casefold() not in VORNAMEN or not _CAPITALISED.match(text, end):
            named = not (held and _NO_SURNAME.search(word[1].casefold()))
            return (
                Span(title.source, title.start, end)
                if named and not text[title.start - 1].isalnum()
                else None
            )
    return None


# --- what is internal ------------------------------------------------------------------

_WORD = re.compile(r"\w+")
_SHORTEST = 20
"""Characters of an internal remark that are no chance when they come again …"""

_FEWEST = 4
"""… and words."""


def _repeated(scope: Scope) -> Iterator[Diagnostic]:
    remarks = _remarks(scope)
    for source in scope.places.sources() if remarks else ():
        for spot, key in _again(scope, source, remarks):
            if not spot.intern:
                yield INTERNES_WIEDERHOLT.at(
                    spot.span,
                    "Diese Worte stehen auch in einer internen Angabe",
                    related=(Related(scope.places[key].first_line, "hier stehen sie als interne Angabe"),),
                    help="sagen Sie es anders, oder löschen Sie es an einer der beiden Stellen",
                )


def _remarks(scope: Scope) -> Mapping[str, list[tuple[list[str], Key]]]:
    """The words of the internal remarks, by the first; without those that only name an entry."""
    remarked = [entry for entry in scope.konzept.rueckmeldungen if entry.intern]
    entries = scope.konzept.eintraege() if remarked else ()
    names = {" ".join(_WORD.findall(entry.bezeichnung)) for entry in entries}
    found: dict[str, list[tuple[list[str], Key]]] = defaultdict(list)
    for entry in remarked:
        for name, value in entry.intern.items():
            words = _WORD.findall(value)
            if len(value) >= _SHORTEST and len(value.split()) >= _FEWEST and " ".join(words) not in names:
                found[words[0]].append((words, (entry.target, INTERN, name)))
    return found


def _again(
    scope: Scope, source: Source, remarks: Mapping[str, list[tuple[list[str], Key]]]
) -> Iterator[tuple[Spot, Key]]:
    """The places in a source that say the words of a remark, one after the other."""
    matches = list(_WORD.finditer(source.text))
    said = [match[0] for match in matches]
    for index, word in enumerate(said):
        for words, key in remarks.get(word, ()):
            end = index + len(words)
            if said[index + 1 : index + _FEWEST] == words[1:_FEWEST] and said[index:end] == words:
                span = Span(source, matches[index].start(), matches[end - 1].end())
                for spot in located(scope, [span]):
                    yield spot, key


def _columns(scope: Scope) -> Iterator[Diagnostic]:
    for chapter in scope.konzept.kapitel:
        for block in tree.walk(chapter.blocks):
            if isinstance(block, tree.Directive) and block.span and INTERN in block.columns:
                yield INTERNE_SPALTE.at(
                    block.places.get(("spalten", block.columns.index(INTERN)), block.span),
                    "Die Spalte „intern“ ist in öffentlichen Dokumenten leer",
                    help="löschen Sie sie; interne Angaben zeigt nur, was „sro build --intern“ baut",
                )


def _mentions(scope: Scope) -> Iterator[Diagnostic]:
    boxes = [box for chapter in scope.konzept.kapitel for box in _boxes(chapter.blocks)]
    if not boxes:
        return
    inner = (target for target in scope.index.targets if target.startswith(_IN_CHAPTERS))
    hidden = {target for target in inner if _inside(scope.index.targets[target], boxes)}
    for mention in scope.index.mentions:
        if mention.target in hidden and not _inside(mention.span, boxes):
            scheme, _, ident = mention.target.partition(":")
            yield VERWEIS_AUF_INTERNES.at(
                mention.span,
                f"{noun(scheme)} „{ident}“ steht in einem internen Kasten, der Verweis darauf nicht",
                related=(
                    Related(scope.index.targets[mention.target].first_line, "hier, in einem Kasten INTERN"),
                ),
                help="löschen Sie den Verweis, oder setzen Sie auch ihn in einen Kasten INTERN",
            )


_IN_CHAPTERS = ("abschnitt:", "abb:", "tab:")


def _boxes(blocks: tuple[Block, ...]) -> Iterator[Span]:
    for block in tree.walk(blocks):
        if isinstance(block, tree.Alert) and block.kind == "INTERN" and block.span:
            yield block.span


def _inside(span: Span, boxes: list[Span]) -> bool:
    return any(box.source is span.source and box.start <= span.start < box.end for box in boxes)


RULES = (
    Rule(MAILADRESSE, _addresses),
    Rule(TELEFONNUMMER, _telephones),
    Rule(NAME, _names),
    Rule(INTERNES_WIEDERHOLT, _repeated),
    Rule(INTERNE_SPALTE, _columns),
    Rule(VERWEIS_AUF_INTERNES, _mentions),
)
