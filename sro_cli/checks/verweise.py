"""V: mentions between entries. What leads nowhere is found by the index itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sro_cli import tree
from sro_cli.checks.rule import Rule, Scope
from sro_cli.checks.spots import located, matches
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Related, Severity
from sro_cli.model import EINSTELLUNGEN, Beleg, Belegart
from sro_cli.references import noun
from sro_cli.source import Key, Places, Span

SELBSTVERWEIS = Kind("V205", "selbstverweis", Severity.WARNUNG)
EINTRAG_UNGENANNT = Kind("V206", "eintrag-ungenannt", Severity.HINWEIS)
KREIS = Kind("V207", "kreis", Severity.FEHLER)
BILD_UNBENUTZT = Kind("V208", "bild-unbenutzt", Severity.HINWEIS)
BELEG_OHNE_QUELLE = Kind("V212", "beleg-ohne-quelle", Severity.WARNUNG)
VERWEIS_OHNE_KLAMMERN = Kind("V213", "verweis-ohne-klammern", Severity.HINWEIS)
VERWEIS_DOPPELT = Kind("V214", "verweis-doppelt", Severity.WARNUNG)

# Chapters and milestones stand for themselves; an Akteur or a source without a mention is left over.
_WANT_MENTION = {"ziel", "beschluss", "sozialraum", "rahmen", "akteur", "veranstaltung", "begriff", "quelle"}

Edges = Mapping[str, list[tuple[str, int]]]
"""Entry → what it names in the field, with the position there."""


def _mentions_itself(scope: Scope) -> Iterator[Diagnostic]:
    for mention in scope.index.mentions:
        if mention.source == mention.target:
            scheme, _, ident = mention.target.partition(":")
            yield SELBSTVERWEIS.at(
                mention.span,
                f"{noun(scheme)} „{ident}“ verweist auf sich selbst",
                help="löschen Sie den Verweis",
            )


def _doubled(scope: Scope) -> Iterator[Diagnostic]:
    for source, mentions in scope.index.by.items():
        if source == EINSTELLUNGEN:
            continue  # chapters and annexes that stand twice in the order are V204
        first: dict[tuple[Key, str], Span] = {}
        for mention in mentions:
            if not mention.field:
                continue
            span = first.setdefault((mention.field, mention.target), mention.span)
            if span is not mention.span:
                scheme, _, ident = mention.target.partition(":")
                yield VERWEIS_DOPPELT.at(
                    mention.span,
                    f"{noun(scheme)} „{ident}“ steht hier zweimal",
                    related=(Related(span, "hier steht die Kennung zuerst"),),
                    help="löschen Sie eine der beiden Angaben, oder nennen Sie, was sonst gemeint ist",
                )


def _never_mentioned(scope: Scope) -> Iterator[Diagnostic]:
    for entry in scope.konzept.eintraege():
        if entry.scheme in _WANT_MENTION and not scope.index.to.get(entry.target):
            yield EINTRAG_UNGENANNT.at(
                scope.places[entry.target,],
                f"{noun(entry.scheme)} „{entry.id}“ wird nirgends erwähnt",
                help=f"erwähnen Sie den Eintrag mit []({_written(entry.target)}) oder löschen Sie ihn",
            )


def _written(target: str) -> str:
    """A typed id as the target of a link; one with a blank („2021/BV/2536 (SN)“) in angle brackets."""
    return f"<{target}>" if " " in target else target


def _circles(scope: Scope) -> Iterator[Diagnostic]:
    konzept = scope.konzept
    for scheme, field, edges in (
        ("ziel", "teil_von", {e.target: [(f"ziel:{e.teil_von}", 0)] for e in konzept.ziele if e.teil_von}),
        (
            "sozialraum",
            "teil_von",
            {e.target: [(f"sozialraum:{e.teil_von}", 0)] for e in konzept.sozialraeume if e.teil_von},
        ),
        (
            "akteur",
            "teil_von",
            {e.target: [(f"akteur:{e.teil_von}", 0)] for e in konzept.akteure if e.teil_von},
        ),
        (
            "beschluss",
            "hebt_auf",
            {
                e.target: [(f"beschluss:{other}", i) for i, other in enumerate(e.hebt_auf)]
                for e in konzept.beschluesse
            },
        ),
    ):
        for circle in _circles_in(edges):
            yield _circle_finding(scope.places, scheme, field, circle)


def _circles_in(edges: Edges) -> Iterator[list[tuple[str, int]]]:
    """Each circle once, as the entries on it with the position of the edge they leave by."""
    done: set[str] = set()
    for start in edges:
        path: list[tuple[str, int]] = []
        on_path: dict[str, int] = {}
        stack = [(start, iter(edges.get(start, [])))] if start not in done else []
        while stack:
            node, following = stack[-1]
            on_path.setdefault(node, len(stack) - 1)
            step = next(following, None)
            if step is None:
                stack.pop()
                on_path.pop(node, None)
                done.add(node)
                path = path[: len(stack)]
                continue
            target, position = step
            path = [*path[: len(stack) - 1], (node, position)]
            if target in on_path and target != node:
                yield path[on_path[target] :]
            elif target not in done and target != node:
                stack.append((target, iter(edges.get(target, []))))


def _circle_finding(places: Places, scheme: str, field: str, circle: list[tuple[str, int]]) -> Diagnostic:
    spans = [places[target, field, position] for target, position in circle]
    chain = " → ".join(target.partition(":")[2] for target, _position in [*circle, circle[0]])
    return KREIS.at(
        spans[0],
        f"Diese {noun(scheme, len(circle))} sind über „{field}“ im Kreis verbunden",
        notes=(f"der Kreis: {chain}",),
        related=tuple(Related(span, "von hier geht es weiter") for span in spans[1:]),
        help="löschen Sie einen der Verweise",
    )


def _unused_pictures(scope: Scope) -> Iterator[Diagnostic]:
    for path in scope.pictures:
        if path not in scope.shown:
            yield BILD_UNBENUTZT.in_file(
                path, "Dieses Bild zeigt kein Kapitel", help="zeigen oder löschen Sie es"
            )


def _unsourced(scope: Scope) -> Iterator[Diagnostic]:
    for entry in scope.konzept.eintraege():
        beleg = getattr(entry, "beleg", None)
        if not isinstance(beleg, Beleg):
            continue
        is_claimed = beleg.art is not Belegart.UNBELEGT
        place = scope.places[entry.target, "beleg", "art"]
        # A remark may say in words where it is from: „aus der Tagesordnung bekannt“.
        if is_claimed and not beleg.quelle and not beleg.hinweis:
            yield BELEG_OHNE_QUELLE.at(
                place,
                f"{noun(entry.scheme)} „{entry.id}“ ist „{beleg.art}“, nennt aber keine Quelle",
                help="ergänzen Sie „quelle: …“ mit der Kennung aus quellen.yml; woher es sonst bekannt ist, "
                "sagt „hinweis: …“; weiß es niemand, schreiben Sie „art: unbelegt“",
            )
        elif beleg.quelle and not is_claimed:
            yield BELEG_OHNE_QUELLE.at(
                place,
                f"{noun(entry.scheme)} „{entry.id}“ ist „unbelegt“ und nennt doch eine Quelle",
                related=(Related(scope.places[entry.target, "beleg", "quelle"], "diese Quelle"),),
                help="belegt sie den Eintrag, schreiben Sie „art: belegt“ oder „art: mittelbar“; "
                "sonst löschen Sie sie",
            )


_BARE = re.compile(r"(?<![\w/:.\[<„\"-])[a-z]+:[^\W_](?:[\w./-]*\w)?(?![\w/:]|\*\w)")


def _bare(scope: Scope) -> Iterator[Diagnostic]:
    chapters = (chapter.blocks[0].span for chapter in scope.konzept.kapitel if chapter.blocks)
    begin = {first.source: first.start for first in chapters if first}
    known = (
        span
        for span in matches(begin, _BARE)
        if span.start >= begin[span.source] and span.text in scope.index.targets
    )
    for spot in located(scope, filter(_is_no_target, known)):
        if isinstance(spot.node, tree.Text):
            link = f"[]({spot.span.text})"
            yield VERWEIS_OHNE_KLAMMERN.at(
                spot.span,
                f"„{spot.span.text}“ steht als bloßer Text da und verweist auf nichts",
                help=f"schreiben Sie {link}, wenn es ein Verweis sein soll",
                fix=Fix(spot.span, link, safe=False),
            )


def _is_no_target(span: Span) -> bool:
    """Whether no brackets of a link stand before it: „[das Ziel] (ziel:Z1)“ is for others to say."""
    return not span.source.text[: span.start].rstrip(" ").endswith(("](", "] ("))


RULES = (
    Rule(SELBSTVERWEIS, _mentions_itself),
    Rule(EINTRAG_UNGENANNT, _never_mentioned, ("complete",)),
    Rule(KREIS, _circles),
    Rule(BILD_UNBENUTZT, _unused_pictures, ("complete",)),
    Rule(BELEG_OHNE_QUELLE, _unsourced),
    Rule(VERWEIS_OHNE_KLAMMERN, _bare),
    Rule(VERWEIS_DOPPELT, _doubled),
)
