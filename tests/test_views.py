"""Views: data stays data, every template renders, and what is wrong is a finding with its place."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_cli import references, tree
from sro_cli.diagnostics import Diagnostic
from sro_cli.document import cells, selection, words
from sro_cli.document.frame import Edition, Material, OpenPoint
from sro_cli.document.views import Rendered, Views
from sro_cli.files import Folder
from sro_cli.model import (
    ANLAGEN,
    LISTEN,
    Akteur,
    Begriff,
    Beleg,
    Belegart,
    Beschluss,
    Einstellungen,
    Indikator,
    Kapitel,
    Kennzahl,
    Konzept,
    Markdown,
    Meilenstein,
    Quelle,
    Rahmenbedingung,
    Rueckmeldung,
    Sozialraum,
    Steckbrief,
    Veranstaltung,
    Wert,
    Ziel,
    Zielwerk,
)
from sro_cli.readable import WORTE
from sro_cli.readers import content, gestaltung, prose
from sro_cli.source import Source, Span
from sro_cli.theme import Theme
from sro_cli.tree import Directive

ROOT = Path(__file__).parents[1]
EDITION = Edition("0.1.0", "Entwurf der Arbeitsfassung", datetime(2026, 11, 22, tzinfo=UTC), "1c7d7c7")
POINTS = (OpenPoint(1, "offen-1", "auftrag", "kapitel:auftrag", (tree.Text("Das Datum fehlt."),)),)

HOSTILE = (
    "**x** | [a](b) {{7*7}} <b>fett</b> `code` $x$ :smile: [^1] ![i](j) \\| \\ &amp; https://a.de "
    "{#id} _y_ ~~z~~"
)
STARTS = (
    "- a",
    "+ a",
    "* a",
    "1. a",
    "2) a",
    "> a",
    "# a",
    "| a",
    ": a",
    "```a",
    "~~~",
    "---",
    "=",
    "[a]: b",
)


@cache
def theme() -> Theme:
    found, findings = gestaltung.load(Folder(ROOT))
    assert found
    assert not findings
    return found


@cache
def real() -> Material:
    loaded = content.load(Folder(ROOT))
    return Material(
        loaded.konzept,
        references.build(loaded.konzept, loaded.places, loaded.texts),
        theme(),
        EDITION,
        POINTS,
    )


def material(konzept: Konzept, frames: dict[str, str] | None = None) -> Material:
    own = {path: text.encode() for path, text in (frames or {}).items()}
    look = Theme(theme().gestaltung, {**theme().frames, **own})
    index = references.Index({entry.target: entry for entry in konzept.eintraege()}, {}, ())
    return Material(konzept, index, look, EDITION, POINTS)


def directive(name: str, argument: str, **options: Any) -> Directive:
    source = Source("content/kapitel/01.md", f"```{{{name}}} {argument}\n```\n")
    return Directive(name, argument, span=Span(source, 3, len(source.text) - 5), **options)


def shown(rendered: Rendered) -> str:
    """All words of a view that a reader sees, block after block."""
    return "\n".join(tree.plain_text(tree.inner_inlines(block)) for block in tree.walk(rendered.blocks))


def table(rendered: Rendered) -> tree.Table:
    return next(block for block in rendered.blocks if isinstance(block, tree.Table))


def rows(rendered: Rendered) -> list[list[str]]:
    return [[tree.plain_text(cell.content) for cell in row] for row in table(rendered).rows]


def only(findings: tuple[Diagnostic, ...]) -> Diagnostic:
    assert len(findings) == 1, findings
    return findings[0]


def with_template(text: str, **frames: str) -> Rendered:
    own = {"anlagen/eigene.md.j2": text, **{f"{name}.md.j2": part for name, part in frames.items()}}
    return Views(material(hostile("x"), own)).annex("eigene")


# --- data that would like to be markup -------------------------------------------------


def hostile(text: str) -> Konzept:
    """An entry of every kind, with the text in every field that holds text, even in those that refuse it."""
    proof = Beleg(quelle="q", art=Belegart.MITTELBAR, hinweis=text)
    zahl = Kennzahl(merkmal=text, wert=12877, einheit=text, stand="2008-09", quelle="q")
    return Konzept(
        Einstellungen(
            titel=text,
            untertitel=text,
            kurzname="k",
            herausgeber=text,
            stelle="a",
            kontakt=text,
            kapitel=("k",),
            anlagen=get_args(get_args(Einstellungen.model_fields["anlagen"].annotation)[0]),
            steckbrief=Steckbrief(
                vorhaben=text,
                beschreibung=text,
                beschluesse=("2021/BV/1",),
                bearbeitungsstand=text,
                schritte=text,
                zeitraum=text,
                rubrik=text,
                modellregionen=("r",),
                beteiligung=text,
                gestaltungsspielraum=text,
                arten=(text,),
                stufe="konsultation",
                stelle="a",
                aktualisiert=date(2022, 7, 29),
            ),
        ),
        kapitel=(Kapitel(id="k", status="entwurf", titel=text, behandelt=("ziel:z",), blocks=()),),
        zielwerke=(Zielwerk(id="w", titel=text, auch=(text,), vollstaendig=False, beleg=proof),),
        ziele=(
            Ziel(
                id="z",
                zielwerk="w",
                titel=text,
                wortlaut=text,
                erlaeuterung=text,
                teil_von="z",
                beschluesse=("2021/BV/1234", "2017/AN/2460-01 (SN)"),
                indikatoren=(Indikator(text=text, stand="2020"),),
                beleg=proof,
            ),
        ),
        beschluesse=(
            Beschluss(
                id="2021/BV/1234",
                titel=text,
                gremium="a",
                datum=date(2021, 5, 4),
                ergebnis=text,
                gegenstand=text,
                bezug=("2017/AN/2460-01 (SN)",),
                beleg=proof,
            ).model_copy(update={"url": text}),
            Beschluss(id="2017/AN/2460-01 (SN)", beleg=Beleg(art=Belegart.UNBELEGT)),
        ),
        sozialraeume=(
            Sozialraum(
                id="r",
                name=text,
                art="stadtbereich",
                code=text,
                beschreibung=text,
                kennzahlen=(zahl,),
                beleg=proof,
            ),
        ),
        rahmenbedingungen=(
            Rahmenbedingung(id="b", titel=text, text=text, bereich="raum", ziele=("z",), stand="vorschlag"),
        ),
        akteure=(Akteur(id="a", name=text, kurz=text, gruppe="amt", aufgabe=text, kontakt=text),),
        veranstaltungen=(
            Veranstaltung(
                id="v",
                titel=text,
                format="kick-off",
                stufe="konsultation",
                datum=date(2024, 1, 9),
                ort=text,
                teilnehmende=1000,
                beteiligte=("a",),
                ergebnis=text,
                beleg=proof,
            ),
        ),
        rueckmeldungen=(
            Rueckmeldung.model_validate(
                {
                    "id": "R1",
                    "zu": {"fassung": "0.1.0", "stelle": "ziel:z", "zitat": text},
                    "von": "a",
                    "art": "frage",
                    "text": text,
                    "vorschlag": text,
                    "entscheidung": "teilweise",
                    "begruendung": text,
                }
            ),
        ),
        meilensteine=(
            Meilenstein(
                id="M1",
                titel=text,
                version="0.1.0",
                fassung="arbeitsfassung",
                termin=date(2026, 12, 31),
                beschreibung=text,
            ),
        ),
        begriffe=(
            Begriff(
                id="s",
                begriff=text,
                abkuerzung=text,
                erklaerung=text,
                auch=(text,),
                siehe=("s",),
                beleg=proof,
            ),
        ),
        quellen=(
            Quelle(
                id="q",
                titel=text,
                herausgeber=text,
                datum="2022",
                abgerufen=date(2024, 1, 1),
                kurz=text,
                hinweis=text,
            ).model_copy(update={"url": text}),
        ),
    )


def plain_only(konzept: Konzept, text: str) -> Konzept:
    """The concept with its Markdown fields emptied: what is left must appear literally."""

    def emptied(value: Any) -> Any:
        if isinstance(value, Wert) and not isinstance(value, Kapitel):
            fields = type(value).model_fields
            changes = {
                name: "Prosa."
                if any(isinstance(mark, Markdown) for mark in info.metadata)
                else emptied(getattr(value, name))
                for name, info in fields.items()
            }
            return value.model_copy(update=changes)
        return tuple(emptied(item) for item in value) if isinstance(value, tuple) else value

    lists = {name: emptied(getattr(konzept, name)) for name in LISTEN}
    assert text
    return replace(konzept, einstellungen=emptied(konzept.einstellungen), **lists)


def every_view(views: Views) -> dict[str, Rendered]:
    made = {name: views.annex(name) for name in ANLAGEN}
    made |= {"titelblatt": views.title_page(), "vorspann": views.front()}
    for kind in selection.KINDS:
        made[kind] = views.expand(directive("uebersicht", kind))
        everything = tuple(selection.KINDS[kind].model_fields)
        made[f"{kind}, alle Spalten"] = views.expand(directive("uebersicht", kind, columns=everything))
    made["steckbrief"] = views.expand(directive("steckbrief", "vorhabenliste"))
    for pair in ("ziel kapitel", "rahmen beschluss", "beschluss ziel"):
        made[pair] = views.expand(directive("nachweis", pair))
    return made


def test_data_that_looks_like_markup_appears_literally_in_every_view() -> None:
    views = Views(material(plain_only(hostile(HOSTILE), HOSTILE)))

    for name, rendered in every_view(views).items():
        assert not rendered.findings, name
        marks = [
            inline
            for block in tree.walk(rendered.blocks)
            for inline in tree.walk_inlines(tree.inner_inlines(block))
            if isinstance(inline, tree.Code | tree.Image | tree.Note | tree.Break)
            or (isinstance(inline, tree.Link) and inline.url in {"b", "https://a.de"})
        ]
        assert not marks, name
    assert HOSTILE in shown(views.annex("ziele"))


def test_a_hostile_title_fills_exactly_one_cell() -> None:
    view = Views(material(hostile(HOSTILE))).expand(
        directive("uebersicht", "beschluesse", columns=("id", "titel", "ergebnis", "datum"))
    )

    assert rows(view)[0] == ["2021/BV/1234", HOSTILE, HOSTILE, "4. Mai 2021"]


@pytest.mark.parametrize("start", STARTS)
def test_a_field_cannot_begin_a_block(start: str) -> None:
    for rendered in every_view(Views(material(hostile(start)))).values():
        kinds = {type(block) for block in tree.walk(rendered.blocks)}
        assert not rendered.findings
        assert not kinds & {tree.Quote, tree.CodeBlock, tree.Rule, tree.Directive, tree.Alert}
    titles = [
        block.content
        for block in Views(material(hostile(start))).annex("beteiligung").blocks
        if isinstance(block, tree.Heading)
    ]
    assert [tree.plain_text(title) for title in titles] == [
        "Beteiligung",
        "Veranstaltungen",
        "Abwägung der Rückmeldungen",
    ]


def test_lines_of_a_value_are_joined() -> None:
    view = Views(material(hostile("eins\n\n| zwei |\n\tdrei"))).expand(
        directive("uebersicht", "ziele", columns=("titel", "wortlaut"))
    )

    assert rows(view) == [["eins | zwei | drei", "eins | zwei | drei"]]


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs", "Mn"]), min_size=1)
)
def test_any_text_comes_out_of_a_cell_as_it_went_in(text: str) -> None:
    source = Source("templates/x", f"| a | b |\n|---|---|\n| {words.markdown(text)} | c |\n")

    read = prose.read(source)

    block = read.blocks[0]
    assert not read.findings
    assert isinstance(block, tree.Table)
    assert [tree.plain_text(cell.content) for cell in block.rows[0]] == [
        unicodedata.normalize("NFC", text),
        "c",
    ]


def test_markdown_in_a_text_field_stays_markdown() -> None:
    konzept = hostile("ein *Wort* zu [](ziel:z)")

    blocks = Views(material(konzept)).annex("beschluesse").blocks

    inlines = [i for b in tree.walk(blocks) for i in tree.walk_inlines(tree.inner_inlines(b))]
    assert tree.Emphasis((tree.Text("Wort"),)) in inlines
    assert tree.Mention("ziel", "z", ()) in inlines


def test_an_address_that_is_none_is_no_link() -> None:
    konzept = hostile("javascript:alert(1)")

    for rendered in every_view(Views(material(konzept))).values():
        inlines = [i for b in tree.walk(rendered.blocks) for i in tree.walk_inlines(tree.inner_inlines(b))]
        assert not [inline for inline in inlines if isinstance(inline, tree.Link)]


# --- every view renders ----------------------------------------------------------------


@pytest.mark.parametrize(
    "konzept", [Konzept(), Konzept(Einstellungen(titel="T", kurzname="t", herausgeber="H", kapitel=()))]
)
def test_every_view_renders_for_an_empty_concept(konzept: Konzept) -> None:
    for name, rendered in every_view(Views(material(konzept))).items():
        assert not rendered.findings, name
        assert rendered.blocks, name


def test_every_view_renders_for_the_real_content() -> None:
    for name, rendered in every_view(Views(real())).items():
        assert not rendered.findings, name
        assert rendered.blocks, name
        assert "None" not in shown(rendered), name


def test_every_directive_of_the_real_chapters_becomes_its_table_or_figure() -> None:
    views = Views(real())
    found = [b for chapter in real().konzept.kapitel for b in chapter.blocks if isinstance(b, Directive)]

    for each in found:
        rendered = views.expand(each)
        assert not rendered.findings
        titled = next(b for b in rendered.blocks if isinstance(b, tree.Table | tree.Figure))
        assert (titled.ident, tree.plain_text(titled.caption)) == (each.ident, each.title)


@pytest.mark.parametrize("name", ANLAGEN)
def test_an_annex_begins_with_its_only_heading_of_level_one(name: str) -> None:
    headings = [b for b in Views(real()).annex(name).blocks if isinstance(b, tree.Heading)]

    assert [heading.level for heading in headings].count(1) == 1
    assert headings[0].level == 1
    assert headings[0].ident == f"anlage-{name}"
    idents = [heading.ident for heading in headings]
    assert all(idents)
    assert len(set(idents)) == len(idents)


@pytest.mark.parametrize(
    ("annex", "scheme"),
    [
        ("ziele", "ziel"),
        ("ziele", "zielwerk"),
        ("beschluesse", "beschluss"),
        ("beteiligung", "veranstaltung"),
        ("glossar", "begriff"),
        ("quellen", "quelle"),
    ],
)
def test_an_annex_has_the_anchors_of_its_entries(annex: str, scheme: str) -> None:
    blocks = Views(real()).annex(annex).blocks

    anchors = {
        i.ident
        for b in tree.walk(blocks)
        for i in tree.walk_inlines(tree.inner_inlines(b))
        if isinstance(i, tree.Anchor)
    }

    entries = [entry for entry in real().konzept.eintraege() if entry.scheme == scheme]
    assert entries
    assert {references.anchor_of(entry.target) for entry in entries} <= anchors


def test_an_overview_anchors_what_no_annex_shows_and_links_to_the_rest() -> None:
    views = Views(real())
    bodies = table(views.expand(directive("uebersicht", "akteure"))).rows[0][0].content
    goals = table(views.expand(directive("uebersicht", "ziele"))).rows[0][0].content

    assert isinstance(bodies[0], tree.Anchor)
    assert isinstance(goals[0], tree.Mention)


def test_what_is_not_proven_is_said() -> None:
    konzept = Konzept(beschluesse=(Beschluss(id="2021/BV/2536", beleg=Beleg(art=Belegart.UNBELEGT)),))
    views = Views(material(konzept))

    assert rows(views.expand(directive("uebersicht", "beschluesse"))) == [
        ["2021/BV/2536", "Titel nicht belegt", "nicht belegt", "nicht belegt"]
    ]
    assert "2021/BV/2536 – Titel nicht belegt" in shown(views.annex("beschluesse"))
    assert "Die Angabe ist nicht belegt: 2021/BV/2536." in shown(views.annex("offene-punkte"))


def test_nobody_misses_the_day_of_a_decision_that_there_is_not() -> None:
    paper, statement = (
        Beschluss(id=number, beleg=Beleg(art=Belegart.BELEGT))
        for number in ("2017/AN/2460", "2017/AN/2460-01 (SN)")
    )
    views = Views(material(Konzept(beschluesse=(paper, statement))))

    cells = rows(views.expand(directive("uebersicht", "beschluesse", columns=("id", "datum"))))
    assert cells == [[paper.id, "nicht belegt"], [statement.id, "–"]]
    assert f"Der Tag der Entscheidung ist nicht belegt: {paper.id}." in shown(views.annex("offene-punkte"))
    assert shown(views.annex("beschluesse")).count("Tag der Entscheidung nicht belegt") == 1


def test_an_open_point_leads_to_its_place() -> None:
    blocks = Views(real()).annex("offene-punkte").blocks

    inlines = [i for b in tree.walk(blocks) for i in tree.walk_inlines(tree.inner_inlines(b))]
    assert tree.Reference((tree.Text("Offener Punkt 1"),), "offen-1", "eintrag", automatic=False) in inlines
    # Without words of its own: the document says those of the point.
    assert tree.Reference((), "offen-1", "eintrag", automatic=False) in inlines


def test_resolutions_that_hang_together_are_shown_as_a_chain() -> None:
    text = shown(Views(real()).annex("beschluesse"))

    assert "2017/AN/2460 → 2017/AN/2460-01 (SN) → 2018/BV/4238 → 2021/BV/2536" in text


@pytest.mark.parametrize(
    ("stand", "words"), [("2025-12", "Dezember 2025"), ("2025-12-31", "31. Dezember 2025"), ("2025", "2025")]
)
def test_a_period_is_shown_as_people_write_it(stand: str, words: str) -> None:
    zahl = Kennzahl(merkmal="Haushalte", wert=12, stand=stand)
    space = Sozialraum(
        id="r", name="Raum", art="quartier", kennzahlen=(zahl,), beleg=Beleg(art=Belegart.BELEGT)
    )
    concept = Konzept(sozialraeume=(space,), quellen=(Quelle(id="q", titel="Quelle", datum=stand),))
    views = Views(material(concept))

    for kind, column in (("kennzahlen", "stand"), ("quellen", "datum")):
        (row,) = table(views.expand(directive("uebersicht", kind, columns=("titel", column)))).rows[:1]
        assert tree.plain_text(row[-1].content) == words


def test_a_matrix_that_is_too_wide_becomes_a_list() -> None:
    views = Views(real())

    upright = table(views.expand(directive("nachweis", "ziel kapitel")))
    landscape = table(views.expand(directive("nachweis", "ziel kapitel", wide=True)))

    assert len(upright.head) == 2
    assert len(landscape.head) == 1 + len(real().konzept.kapitel)
    assert landscape.wide
    marks = {tree.plain_text(cell.content) for row in landscape.rows for cell in row[1:]}
    assert marks == {"", "✓\u00a0ja"}


def test_the_matrix_shows_what_a_chapter_says_it_treats() -> None:
    goals = {goal.titel: goal for goal in real().konzept.ziele}
    chapters = list(real().konzept.kapitel)

    for row in table(Views(real()).expand(directive("nachweis", "ziel kapitel", wide=True))).rows:
        goal = goals[tree.plain_text(row[0].content)]
        treated = [bool(tree.plain_text(cell.content)) for cell in row[1:]]
        assert treated == [goal.target in chapter.behandelt for chapter in chapters]


@pytest.mark.parametrize(("count", "columns", "wide"), [(3, 4, False), (14, 15, True), (40, 2, False)])
def test_the_matrix_of_the_annex_lies_on_its_side_only_where_it_must(
    count: int, columns: int, wide: bool
) -> None:
    concept, first = real().konzept, real().konzept.kapitel[0]
    chapters = tuple(first.model_copy(update={"id": f"kapitel-{n}"}) for n in range(count))
    few = replace(concept, kapitel=chapters, einstellungen=None)

    found = table(Views(material(few)).annex("nachweis"))

    assert len(found.head) == columns
    assert found.wide == wide


def test_what_is_connected_with_nothing_stands_before_the_matrix_not_alone_on_the_next_page() -> None:
    kinds = [type(block).__name__ for block in Views(real()).annex("nachweis").blocks]
    assert kinds == ["Heading", "Paragraph", *["Heading", "Paragraph", "Table"] * 2]


def test_the_title_page_has_no_subtitle_paragraph_without_one() -> None:
    settings = Einstellungen(titel="T", kurzname="t", herausgeber="H", kapitel=())

    lines = shown(Views(material(Konzept(settings))).title_page()).split("\n")

    assert lines[:3] == ["T", "Entwurf der Arbeitsfassung · Version 0.1.0", "Stand: 22. November 2026"]


# --- choosing and sorting --------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "chosen", "expected"),
    [
        ("akteure", ("gruppe", "gremium"), 5),
        ("sozialraeume", ("modellregion", "ja"), 2),
        ("ziele", ("beschluesse", "2018/BV/4238"), 2),
        ("ziele", ("beschluesse", "beschluss:2018/BV/4238"), 2),
        ("ziele", ("beleg", "mittelbar"), 0),
        ("veranstaltungen", ("datum", "2024-01-09"), 1),
        ("kennzahlen", ("wert", "17,9"), 1),
    ],
)
def test_only_matches_values_and_members_of_lists(kind: str, chosen: tuple[str, str], expected: int) -> None:
    found = selection.select(
        directive("uebersicht", kind, only=(chosen,)), selection.entries(real().konzept, kind), {}
    )

    assert len(found) == expected


@pytest.mark.parametrize(
    ("field", "values", "expected"),
    [
        ("version", ["0.10.0", "0.9.0"], ["0.9.0", "0.10.0"]),
        ("titel", ["Zeit", "Übung", "Tag 10", "Tag 9"], ["Tag 9", "Tag 10", "Übung", "Zeit"]),
    ],
)
def test_sorting_follows_numbers_and_german_words(field: str, values: list[str], expected: list[str]) -> None:
    base = Meilenstein(id="M", titel="t", version="0.0.0", fassung="arbeitsfassung")
    entries = [base.model_copy(update={field: value}) for value in values]

    found = selection.select(directive("uebersicht", "meilensteine", sort=field), entries, {})

    assert [getattr(entry, field) for entry in found] == expected


def test_closed_lists_sort_by_their_order_and_missing_values_come_last() -> None:
    entries = [Akteur(id=g, name=g, gruppe=g) for g in ("traeger", "amt", "gremium")]
    papers = [
        Beschluss(id=f"2021/BV/{n}", datum=day, beleg=Beleg(art=Belegart.BELEGT))
        for n, day in ((1000, None), (1001, date(2020, 1, 1)))
    ]

    by_group = selection.select(directive("uebersicht", "akteure", sort="gruppe"), entries, {})
    by_day = selection.select(directive("uebersicht", "beschluesse", sort="datum"), papers, {})

    assert [entry.id for entry in by_group] == ["gremium", "amt", "traeger"]
    assert [entry.id for entry in by_day] == ["2021/BV/1001", "2021/BV/1000"]


# --- faults ----------------------------------------------------------------------------


@pytest.mark.parametrize("option", [{"columns": ("titl",)}, {"only": (("titl", "x"),)}, {"sort": "titl"}])
def test_an_unknown_field_is_a_finding_at_the_directive(option: dict[str, Any]) -> None:
    each = directive("uebersicht", "ziele", **option)

    rendered = Views(real()).expand(each)

    finding = only(rendered.findings)
    assert (finding.kind.code, finding.span) == ("E124", each.span)
    assert finding.help == "meinten Sie „titel“?"
    assert "titel" in finding.notes[0]
    assert rendered.blocks


@pytest.mark.parametrize(
    ("name", "argument", "words_of_it"),
    [
        ("uebersicht", "zile", "ziele"),
        ("uebersicht", "_tabelle", "beschluesse"),
        ("uebersicht", "", "beschluesse"),
        ("nachweis", "ziel kapitl", "kapitel"),
        ("nachweis", "ziel", "beschluss"),
        ("diagramm", "netze", "netz"),
        ("steckbrief", "liste", "vorhabenliste"),
    ],
)
def test_an_unknown_view_is_a_finding_that_names_the_possible_ones(
    name: str, argument: str, words_of_it: str
) -> None:
    each = directive(name, argument)

    rendered = Views(real()).expand(each)

    finding = only(rendered.findings)
    assert (finding.kind.code, finding.span) == ("E124", each.span)
    assert words_of_it in finding.notes[0] + finding.help
    assert not rendered.blocks


@pytest.mark.parametrize(
    ("name", "argument"), [("steckbrief", "vorhabenliste"), ("nachweis", "ziel kapitel")]
)
def test_an_option_that_a_view_does_not_have_is_a_finding(name: str, argument: str) -> None:
    rendered = Views(real()).expand(directive(name, argument, columns=("titel",)))

    assert only(rendered.findings).message == "„spalten“ ist bei dieser Ansicht nicht möglich"


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("a\n{% if x %}", 2, "Die Vorlage ist nicht richtig geschrieben"),
        ("a\n{{ x y }}", 2, "Die Vorlage ist nicht richtig geschrieben"),
        ("a\nb\n{{ 'x' | erfunden }}", 3, "Die Vorlage ist nicht richtig geschrieben"),
        ("a\n{{ nichts }}", 2, "„nichts“ ist in dieser Vorlage nicht bekannt"),
        ("a\n{% for z in konzept.ziele %}\n{{ z.titl }}\n{% endfor %}", 3, "„Ziel“ hat kein Feld „titl“"),
        ("{{ 1 / 0 }}", 1, "Die Vorlage bricht ab"),
        ("a\n{% include 'fehlt.md.j2' %}", 2, "Die Vorlage „fehlt.md.j2“ fehlt im Ordner templates"),
        ("{% include 'anlagen/eigene.md.j2' %}", 1, "Die Vorlage ruft sich ohne Ende selbst auf"),
    ],
)
def test_a_fault_of_a_template_is_a_finding_with_its_line(template: str, line: int, message: str) -> None:
    rendered = with_template(template)

    finding = only(rendered.findings)
    assert (finding.kind.code, finding.path, finding.message) == (
        "E140",
        "templates/anlagen/eigene.md.j2",
        message,
    )
    assert finding.span
    assert finding.span.source.line_column(finding.span.start)[0] == line
    assert not rendered.blocks


def test_a_fault_in_a_shared_macro_is_found_in_its_own_file() -> None:
    rendered = with_template(
        "{% from 'm.md.j2' import m %}\n{{ m() }}", m="{% macro m() %}\n{{ nichts }}\n{% endmacro %}"
    )

    finding = only(rendered.findings)
    assert str(finding.span) == "templates/m.md.j2:2:1"


def test_a_template_that_is_missing_is_a_finding() -> None:
    finding = only(Views(real()).annex("fehlt").findings)

    assert (finding.kind.code, finding.path) == ("E140", "templates/anlagen/fehlt.md.j2")


@pytest.mark.parametrize(
    "trick",
    [
        "{{ konzept.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ konzept['__class__'] }}",
        "{{ konzept.eintraege.__globals__ }}",
        "{{ konzept.ziele[0].model_copy(update={}) }}",
        "{{ konzept.ziele[0].model_config.clear() }}",
        "{{ '%s' % konzept }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 2 ** 1000000000 }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ '{0.__class__}'.format(konzept) }}",
        "{{ 'x'.join(['a', 'b']) }}",
        "{{ (1).__class__ }}",
        "{{ beziehungen.__init__ }}",
    ],
)
def test_the_sandbox_stops_tricks(trick: str) -> None:
    finding = only(with_template(trick).findings)

    assert finding.kind.code == "E140"
    assert finding.message == "Die Vorlage greift auf etwas zu, das Vorlagen nicht offensteht"


@pytest.mark.parametrize("name", ["range(9)", "lipsum()", "cycler(1)", "namespace()"])
def test_a_template_has_only_the_names_of_the_concept(name: str) -> None:
    assert "ist in dieser Vorlage nicht bekannt" in only(with_template(f"{{{{ {name} }}}}").findings).message


def test_a_template_that_writes_without_end_is_stopped() -> None:
    loops = "".join(f"{{% for {c} in [1,2,3,4,5,6,7,8,9,10] %}}" for c in "abcdefghi")
    ends = "{% endfor %}" * 9

    finding = only(with_template(f"{loops}{'x' * 500}{ends}").findings)

    assert finding.message == "Die Vorlage findet kein Ende"


def test_a_template_that_is_not_utf8_is_a_finding() -> None:
    frames = {**theme().frames, "anlagen/eigene.md.j2": b"\xff"}
    views = Views(replace(real(), theme=Theme(theme().gestaltung, frames)))

    assert only(views.annex("eigene").findings).message == "Die Vorlage ist nicht in UTF-8 gespeichert"


def test_markdown_that_is_not_part_of_the_dialect_is_a_finding_of_the_template() -> None:
    finding = only(with_template("# Titel {#t}\n\n<b>fett</b> im Text\n").findings[:1])

    assert finding.kind.code == "E140"
    assert finding.notes == ("erzeugt wurde: <b>fett</b> im Text",)


def test_a_view_that_can_be_mentioned_must_be_a_table() -> None:
    konzept = material(Konzept(), {"uebersichten/frei.md.j2": "nur ein Satz\n"})

    with_ident = Views(konzept).expand(directive("uebersicht", "frei", ident="tab-x"))
    without = Views(konzept).expand(directive("uebersicht", "frei"))

    assert only(with_ident.findings).kind.code == "E140"
    assert not without.findings
    assert shown(without) == "nur ein Satz"


# --- words -----------------------------------------------------------------------------


def closed_values(annotation: Any) -> set[str]:
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return set().union(*(closed_values(inner) for inner in get_args(annotation)), set())


def models() -> list[type[Wert]]:
    found: list[type[Wert]] = []
    waiting: list[type[Wert]] = [Wert]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += kind.__subclasses__()
    return found


def test_every_value_of_a_closed_list_has_a_german_word() -> None:
    fields = [info for kind in models() for name, info in kind.model_fields.items()]
    hidden = {
        "stern",
        "doppelpunkt",
        "amtlich",
        "aus",
        "fehler",
        "warnung",
        "hinweis",
        *ANLAGEN,
        *WORTE,
    }
    # Severities, spellings and annexes are for editors; readers never see them.
    assert {value for info in fields for value in closed_values(info.annotation)} <= hidden
    assert {art.value for art in Belegart} <= set(WORTE)


@pytest.mark.parametrize("kind", selection.KINDS)
def test_every_column_has_a_german_head(kind: str) -> None:
    for name in selection.KINDS[kind].model_fields:
        above = cells.head(kind, name)
        assert above.startswith(above[0].upper())
        assert not any(folded in above for folded in ("ae", "oe", "ueck", "_"))


def test_a_field_that_names_another_sorts_by_its_name() -> None:
    bodies = (Akteur(id="a", name="Zweiter", gruppe="amt"), Akteur(id="z", name="Erster", gruppe="amt"))
    papers = tuple(
        Beschluss(id=f"2021/BV/{1000 + n}", gremium=body.id, beleg=Beleg(art=Belegart.BELEGT))
        for n, body in enumerate(bodies)
    )
    views = Views(material(Konzept(akteure=bodies, beschluesse=papers)))

    view = views.expand(directive("uebersicht", "beschluesse", columns=("id", "gremium"), sort="gremium"))

    assert rows(view) == [["2021/BV/1001", "Erster"], ["2021/BV/1000", "Zweiter"]]


def test_evidence_sorts_from_sure_to_unsure() -> None:
    papers = [
        Beschluss(id=f"2021/BV/100{n}", beleg=Beleg(art=art))
        for n, art in enumerate((Belegart.UNBELEGT, Belegart.BELEGT, Belegart.MITTELBAR))
    ]

    found = selection.select(directive("uebersicht", "beschluesse", sort="beleg"), papers, {})

    assert [entry.beleg.art for entry in found] == list(Belegart)
