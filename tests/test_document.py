"""Composition, numbering, resolving and typography of the document."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from sro_cli import pipeline, references, tree
from sro_cli.diagnostics import Diagnostic
from sro_cli.document.assemble import assemble
from sro_cli.document.audience import shown
from sro_cli.document.frame import Edition
from sro_cli.document.number import number
from sro_cli.document.resolve import resolve
from sro_cli.document.typography import Typesetter
from sro_cli.files import Files, Memory, Overlay, bundled
from sro_cli.model import Konzept
from sro_cli.readers import content, gestaltung
from sro_cli.tree import (
    Anchor,
    Figure,
    Heading,
    Image,
    Mention,
    Note,
    Paragraph,
    Part,
    Reference,
    Table,
    Text,
)

EDITION = Edition("0.1.0", "Entwurf der Arbeitsfassung", datetime(2026, 1, 2, tzinfo=UTC), "0123456789")

MINIMAL = {
    "content/konzept.yml": """\
titel: Beispielkonzept
kurzname: beispiel
herausgeber: Stadt Beispiel
kapitel: [eins, zwei]
anlagen: [ziele]
""",
    "content/ziele.yml": """\
zielwerke:
  - {id: werk, titel: Das Zielwerk}
ziele:
  - {id: Z1, zielwerk: werk, titel: Erstes Ziel, beleg: {art: unbelegt}}
""",
    "content/glossar.yml": """\
begriffe:
  - {id: sbz, begriff: Begegnungszentrum, abkuerzung: SBZ}
""",
    "content/kapitel/1.md": """\
---
id: eins
status: entwurf
---

# Erstes Kapitel

Siehe [](kapitel:zwei), [](abschnitt:unten), [](tab:zahlen), [](ziel:Z1), [das Ziel](ziel:Z1).

Das [](begriff:sbz) und noch ein [](begriff:sbz).

## Unten {#unten}

| A |
|---|
| b |

: Zahlen {#zahlen}

> [!INTERN]
> Geheimes Wort Quastenflosser.

> [!OFFEN]
> Ein *offener* Punkt.
""",
    "content/kapitel/2.md": """\
---
id: zwei
status: entwurf
---

# Zweites Kapitel

Noch ein [](begriff:sbz).
""",
}


def compiled(sources: dict[str, str], *, internal: bool = False) -> tuple[tree.Tree, list[str]]:
    """The tree of a concept given as texts, and the codes of what was found while composing it."""
    files: Files = Overlay(Memory({path: text.encode() for path, text in sources.items()}), bundled())
    read = content.load(files)
    assert read.findings == ()
    theme, _findings = gestaltung.load(files)
    assert theme is not None
    index = references.build(read.konzept, read.places, read.texts)
    edition = Edition(
        EDITION.version, EDITION.fassung, EDITION.zeitpunkt, EDITION.quellstand, intern=internal
    )
    document, findings = assemble(read.konzept, index, theme, edition, {})
    return document, [finding.kind.code for finding in findings]


def composed(sources: dict[str, str]) -> tuple[Diagnostic, ...]:
    """What is found while a concept given as texts is composed."""
    loaded = pipeline.load(
        Overlay(Memory({path: text.encode() for path, text in sources.items()}), bundled())
    )
    assert loaded.theme
    return assemble(loaded.konzept, loaded.index, loaded.theme, EDITION, {})[1]


def told(fields: str) -> dict[str, str]:
    """The minimal concept with the annex of a Rückmeldung that has these fields."""
    said = f"rueckmeldungen: [{{id: R1, art: frage, text: Warum?, {fields}}}]"
    settings = MINIMAL["content/konzept.yml"].replace("[ziele]", "[ziele, glossar, beteiligung]")
    return {**MINIMAL, "content/konzept.yml": settings, "content/beteiligung.yml": said}


def chapter(document: tree.Tree, ident: str) -> Part:
    """The part with an ident."""
    return next(part for part in document.parts if part.ident == ident)


def words(part: Part) -> str:
    """Everything a reader sees in a part."""
    return " ".join(tree.plain_text(tree.inner_inlines(block)) for block in tree.walk(part.blocks))


def everything(document: tree.Tree) -> str:
    """The whole tree in writing, for a search in every corner."""
    return repr(document)


class TestTypography:
    """German marks, blanks that do not break."""

    @pytest.mark.parametrize(
        ("written", "printed"),
        [
            ('Die "Ziele" gelten.', "Die „Ziele“ gelten."),
            ('("Ziele")', "(„Ziele“)"),
            ("Sie sagt 'ja'.", "Sie sagt ‚ja‘."),
            ("Wie geht's?", "Wie geht’s?"),
            ("2016 -- 2020", "2016\u00a0–\u00a02020"),
            ("2016 – 2020", "2016\u00a0–\u00a02020"),
            ("das heißt -- kurz", "das heißt – kurz"),
            ("Hans' Auto", "Hans’ Auto"),
            ("die '90er Jahre", "die ’90er Jahre"),
            ("und so weiter ...", "und so weiter …"),
            ("nach § 79 Abs. 3 Nr. 2", "nach §\u00a079 Abs.\u00a03 Nr.\u00a02"),
            ("§§ 78, 80", "§§\u00a078, 80"),
            ("z. B. und z.B.", "z.\u202fB. und z.\u202fB."),
            ("d. h. i. V. m.", "d.\u202fh. i.\u202fV.\u202fm."),
            ("Hafenverein e. V. und e.V.", "Hafenverein e.\u202fV. und e.\u202fV."),
            ("am 9. Januar 2024", "am 9.\u00a0Januar 2024"),
            ("17,9 % der Menschen", "17,9\u00a0% der Menschen"),
            ("Adressat*innen - und mehr", "Adressat*innen - und mehr"),
        ],
    )
    def test_a_text_is_printed_the_german_way(self, written: str, printed: str) -> None:
        assert Typesetter().set(written) == printed

    def test_a_quotation_may_span_several_texts(self) -> None:
        setter = Typesetter()

        assert [setter.set('das "'), setter.set("Ziel"), setter.set('" gilt')] == ["das „", "Ziel", "“ gilt"]

    def test_code_stays_as_it_is(self) -> None:
        assert Typesetter().rewrite(tree.Code('"--"')) == (tree.Code('"--"'),)


class TestAnchors:
    """What leads to a place in the document."""

    def test_a_heading_without_an_id_takes_no_other_ones_anchor(self) -> None:
        more = MINIMAL["content/kapitel/1.md"] + "\n## Ohne Kennung\n\n## Mit Kennung {#eins-1}\n\nText.\n"
        document, _codes = compiled({**MINIMAL, "content/kapitel/1.md": more})

        idents = [block.ident for block in chapter(document, "eins").blocks if isinstance(block, Heading)]

        assert idents == ["kapitel-eins", "abschnitt-unten", "abschnitt--eins-1", "abschnitt-eins-1"]

    def test_an_id_with_two_hyphens_is_found(self) -> None:
        text = MINIMAL["content/kapitel/1.md"].replace("unten", "ganz--unten")
        document, _codes = compiled({**MINIMAL, "content/kapitel/1.md": text})

        assert "Abschnitt\u00a01.1" in words(chapter(document, "eins"))


class TestNumbers:
    """One pass for the whole document."""

    def test_chapters_sections_and_annexes_are_counted_apart(self) -> None:
        parts = (
            Part("v", "vorspann", (Heading(1, (Text("Verlauf"),), "v"),)),
            Part(
                "a",
                "kapitel",
                (Heading(1, (), "a"), Heading(2, (), "a1"), Heading(3, (), "a11"), Heading(2, (), "a2")),
            ),
            Part("b", "kapitel", (Heading(1, (), "b"), Heading(2, (), "b1"))),
            Part("c", "anlage", (Heading(1, (), "c"), Heading(2, (), "c1"))),
        )

        numbered, labels = number(parts)

        found = [block.number for part in numbered for block in part.blocks if isinstance(block, Heading)]
        assert found == ["", "1", "1.1", "1.1.1", "1.2", "2", "2.1", "A", "A.1"]
        assert [labels[i].text for i in ("v", "a", "b1", "c", "c1")] == [
            "„Verlauf“",
            "Kapitel\u00a01",
            "Abschnitt\u00a02.1",
            "Anlage\u00a0A",
            "Abschnitt\u00a0A.1",
        ]

    def test_a_heading_without_a_number_does_not_count(self) -> None:
        blocks = (Heading(1, (), "a"), Heading(2, (), "b", numbered=False), Heading(2, (), "c"))

        numbered, _labels = number((Part("a", "kapitel", blocks),))

        assert [block.number for block in numbered[0].blocks if isinstance(block, Heading)] == [
            "1",
            "",
            "1.1",
        ]

    def test_figures_tables_and_notes_go_on_through_all_chapters(self) -> None:
        def part(ident: str) -> Part:
            note = Note((Paragraph((Text("n"),)),))
            figure = Figure(Image("p", "alt"), (Text("Bild"), note), f"abb-{ident}")
            table = Table(("",), (tree.Cell(()),), (), (Text("Tabelle"),), f"tab-{ident}")
            plain = Table(("",), (tree.Cell(()),), ())
            return Part(ident, "kapitel", (tree.Quote((figure,)), table, plain))

        numbered, labels = number((part("x"), part("y")))

        notes = [
            inline.number
            for p in numbered
            for block in tree.walk(p.blocks)
            for inline in tree.inner_inlines(block)
            if isinstance(inline, Note)
        ]
        assert notes == [1, 2]
        assert [labels[i].text for i in ("abb-x", "abb-y", "tab-x", "tab-y")] == [
            "Abbildung\u00a01",
            "Abbildung\u00a02",
            "Tabelle\u00a01",
            "Tabelle\u00a02",
        ]


class TestReferences:
    """Mentions become links with their text."""

    def test_mentions_say_what_they_point_to(self) -> None:
        document, _codes = compiled(MINIMAL)

        references_found = [
            (tree.plain_text(inline.content), inline.anchor, inline.automatic)
            for block in tree.walk(chapter(document, "eins").blocks)
            for inline in tree.walk_inlines(tree.inner_inlines(block))
            if isinstance(inline, Reference)
        ]
        assert references_found[:5] == [
            ("Kapitel\u00a02", "kapitel-zwei", True),
            ("Abschnitt\u00a01.1", "abschnitt-unten", True),
            ("Tabelle\u00a01", "tab-zahlen", True),
            ("Ziel Z1", "ziel-Z1", False),
            ("das Ziel", "ziel-Z1", False),
        ]

    def test_a_term_is_introduced_once_a_chapter(self) -> None:
        document, _codes = compiled(MINIMAL)

        assert "Das Begegnungszentrum (SBZ) und noch ein SBZ." in words(chapter(document, "eins"))
        assert "Noch ein Begegnungszentrum (SBZ)." in words(chapter(document, "zwei"))

    def test_a_mention_of_what_the_document_does_not_show_is_plain_text_and_a_finding(self) -> None:
        document, codes = compiled(MINIMAL)

        assert codes == ["V211"]  # the glossary is no annex here
        assert "begriff-sbz" not in everything(document)

    def test_a_mention_of_something_internal_says_no_id(self) -> None:
        hidden = "\n> [!INTERN]\n> | A |\n> |---|\n> | b |\n>\n> : Titel {#geheim}\n\nSiehe [](tab:geheim).\n"
        sources = {**MINIMAL, "content/kapitel/2.md": MINIMAL["content/kapitel/2.md"] + hidden}

        document, codes = compiled(sources)

        assert "Siehe Tabelle." in words(chapter(document, "zwei"))
        assert "geheim" not in everything(document)
        assert codes == ["V211"]  # of the term; what is internal was found before, as D906

    @pytest.mark.parametrize(
        ("file", "text", "mention", "remedy"),
        [
            (
                "kapitel/3.md",
                "---\nid: drei\nstatus: entwurf\n---\n\n# Drei\n",
                "kapitel:drei",
                "unter „kapitel:“ auf",
            ),
            (
                "kapitel/3.md",
                "---\nid: drei\nstatus: entwurf\n---\n\n# Drei\n\n## Da {#da}\n",
                "abschnitt:da",
                "nehmen Sie das Kapitel, in dem es steht",
            ),
            ("glossar.yml", "begriffe:\n  - {id: x, begriff: X}\n", "begriff:x", "die Anlage „glossar“ auf"),
            ("quellen.yml", "quellen:\n  - {id: q, titel: Q}\n", "quelle:q", "die Anlage „quellen“ auf"),
            (
                "akteure.yml",
                "akteure:\n  - {id: a, name: A, art: amt}\n",
                "akteur:a",
                "setzen Sie {uebersicht} akteure in ein Kapitel",
            ),
        ],
    )
    def test_the_remedy_names_what_would_show_the_entry(
        self, file: str, text: str, mention: str, remedy: str
    ) -> None:
        chapter_two = f"---\nid: zwei\nstatus: entwurf\n---\n\n# Zwei\n\n[]({mention})\n"
        chapter_one = "---\nid: eins\nstatus: entwurf\n---\n\n# Eins\n\nText.\n"
        files = {
            "content/konzept.yml": MINIMAL["content/konzept.yml"],
            "content/kapitel/1.md": chapter_one,
            "content/kapitel/2.md": chapter_two,
            f"content/{file}": text,
        }
        (finding,) = composed(files)

        assert (finding.kind.code, finding.path) == ("V211", "content/kapitel/2.md")
        assert remedy in finding.help

    def test_where_a_template_failed_or_only_a_template_names_an_entry_there_is_no_such_finding(self) -> None:
        broken = {"templates/anlagen/ziele.md.j2": "# Ziele\n\n{{ nichts }}\n"}
        alone = {"templates/anlagen/ziele.md.j2": "# Ziele\n\n[](begriff:sbz)\n"}
        first = MINIMAL["content/kapitel/1.md"]
        silent = {"content/kapitel/1.md": first[: first.index("# Erstes")] + "# Eins\n\nText.\n"}
        silent |= {"content/kapitel/2.md": MINIMAL["content/kapitel/2.md"].replace("[](begriff:sbz)", "SBZ")}

        assert {finding.kind.code for finding in composed(MINIMAL | broken)} == {"E140"}
        assert composed(MINIMAL | silent | alone) == ()

    @pytest.mark.parametrize(
        ("fields", "printed"),
        [
            ("zu: {fassung: 0.1.0, stelle: abschnitt:regeln}", "Version 0.1.0, dort Abschnitt „regeln“"),
            ("zu: {fassung: 0.1.0, stelle: kapitel:weg}", "Version 0.1.0, dort Kapitel „weg“"),
            ("zu: {fassung: 0.1.0, stelle: ziel:Z77}", "Version 0.1.0, dort Ziel „Z77“"),
            ("umgesetzt_in: [ziel:Z77]", "Z77"),
        ],
    )
    def test_a_place_that_is_gone_since_a_version_is_plain_text_and_no_fault_of_the_template(
        self, fields: str, printed: str
    ) -> None:
        document, codes = compiled(told(fields))

        assert codes == []
        assert printed in words(chapter(document, "anlage-beteiligung"))

    @pytest.mark.parametrize(
        ("place", "printed"),
        [
            ("kapitel:zwei", "Kapitel\u00a02"),
            ("abschnitt:unten", "Abschnitt\u00a01.1"),
            ("tab:zahlen", "Tabelle\u00a01"),
            ("ziel:Z1", "Z1 – Erstes Ziel"),
        ],
    )
    def test_a_rueckmeldung_names_its_places_as_the_chapters_do(self, place: str, printed: str) -> None:
        document, codes = compiled(told(f"zu: {{fassung: 0.1.0, stelle: {place}}}, umgesetzt_in: [{place}]"))
        annex = chapter(document, "anlage-beteiligung")
        links = [
            tree.plain_text(inline.content)
            for block in tree.walk(annex.blocks)
            for inline in tree.walk_inlines(tree.inner_inlines(block))
            if isinstance(inline, Reference) and inline.anchor == references.anchor_of(place)
        ]

        assert codes == []
        assert links == [printed, printed]

    def test_a_goal_that_chapters_call_by_its_number_has_it_in_the_annexes_and_tables(self) -> None:
        settings = MINIMAL["content/konzept.yml"].replace("[ziele]", "[ziele, glossar, nachweis]")
        table = MINIMAL["content/kapitel/2.md"] + "\n```{uebersicht} ziele\n```\n"
        document, _codes = compiled(
            MINIMAL | {"content/konzept.yml": settings, "content/kapitel/2.md": table}
        )

        assert "Ziel Z1" in words(chapter(document, "eins"))
        for part in ("zwei", "anlage-ziele", "anlage-nachweis"):
            assert "Z1 – Erstes Ziel" in words(chapter(document, part))

    def test_a_goal_whose_id_is_a_word_is_called_by_its_title_alone(self) -> None:
        named = {path: text.replace("Z1", "erstes") for path, text in MINIMAL.items()}
        annex = words(chapter(compiled(named)[0], "anlage-ziele"))

        assert "Erstes Ziel" in annex
        assert "erstes –" not in annex

    def test_the_milestones_that_are_planned_have_their_ids(self) -> None:
        stones = "meilensteine: [{id: M2, titel: Zwei, version: 0.2.0, fassung: arbeitsfassung}]"
        document, _codes = compiled(MINIMAL | {"content/meilensteine.yml": stones})

        table = next(b for b in chapter(document, "vorspann").blocks if isinstance(b, tree.Table))
        assert [tree.plain_text(cell.content) for cell in table.rows[0]][:2] == [
            "M2:\u00a0Arbeitsfassung",
            "0.2.0",
        ]

    @pytest.mark.parametrize(
        ("status", "columns"),
        [
            ("entwurf", ["Kapitel", "Verantwortlich"]),
            ("freigegeben", ["Kapitel", "Verantwortlich", "Status"]),
        ],
    )
    def test_a_status_that_all_chapters_have_is_said_once(self, status: str, columns: list[str]) -> None:
        second = MINIMAL["content/kapitel/2.md"].replace("status: entwurf", f"status: {status}")
        document, _codes = compiled(MINIMAL | {"content/kapitel/2.md": second})

        front = chapter(document, "vorspann")
        table = next(b for b in front.blocks if isinstance(b, tree.Table))
        assert [tree.plain_text(cell.content) for cell in table.head] == columns
        assert words(front).count("Entwurf") == 1

    def test_an_entry_knows_who_mentions_it(self) -> None:
        document, _codes = compiled(MINIMAL)

        links = chapter(document, "anlage-ziele").backlinks["ziel-Z1"]
        assert [tree.plain_text(link.content) for link in links] == ["Kapitel\u00a01"]

    def test_an_anchor_stands_once_in_the_document(self) -> None:
        parts = (Part("a", "anlage", (Paragraph((Anchor("ziel-x"),)), Paragraph((Anchor("ziel-x"),)))),)

        resolved, _findings = resolve(parts, {}, references.Index({}, {}, ()))

        assert [block.content for block in resolved[0].blocks if isinstance(block, Paragraph)] == [
            (Anchor("ziel-x"),),
            (),
        ]

    def test_no_mention_is_left(self) -> None:
        document, _codes = compiled(MINIMAL)

        left = [
            inline
            for part in document.parts
            for block in tree.walk(part.blocks)
            for inline in tree.walk_inlines(tree.inner_inlines(block))
            if isinstance(inline, Mention)
        ]
        assert left == []


class TestAudience:
    """What is internal stays inside."""

    def test_an_internal_box_is_missing_from_a_public_document(self) -> None:
        document, _codes = compiled(MINIMAL)

        assert "Quastenflosser" not in everything(document)

    def test_an_internal_box_stands_in_an_internal_document(self) -> None:
        document, _codes = compiled(MINIMAL, internal=True)

        assert "Quastenflosser" in everything(document)

    def test_internal_remarks_are_gone_before_any_template_sees_them(self) -> None:
        text = "rueckmeldungen:\n  - {id: R1, art: frage, text: Warum?, intern: {wer: Quastenflosser}}\n"
        read = content.load(Memory({"content/beteiligung.yml": text.encode()}))

        assert "Quastenflosser" in repr(read.konzept)
        assert "Quastenflosser" not in repr(shown(read.konzept, internal=False))

    @pytest.mark.parametrize(
        "hiding",
        [
            "Text.[^n]\n\n[^n]: Note.\n\n    > [!INTERN]\n    > Quastenflosser.",
            "Text.[^n]\n\n[^n]:\n    > [!INTERN]\n    > Quastenflosser.",
            "- Punkt\n\n  > [!INTERN]\n  > Quastenflosser.",
            "> [!OFFEN]\n> Offen.\n>\n> > [!INTERN]\n> > Quastenflosser.",
            "> [!INTERN]\n> Text.[^n]\n\n[^n]: Quastenflosser.",
            "Begriff\n: Meinung\n\n  > [!INTERN]\n  > Quastenflosser.",
            "> [!INTERN]\n> ## Quastenflosser {#quastenflosser}",
            "> [!INTERN]\n> | A |\n> |---|\n> | Quastenflosser |",
        ],
    )
    def test_no_internal_word_leaves_by_a_back_door(self, hiding: str) -> None:
        annexes = "anlagen: [ziele, offene-punkte, nachweis]"
        sources = {
            **MINIMAL,
            "content/konzept.yml": MINIMAL["content/konzept.yml"].replace("anlagen: [ziele]", annexes),
            "content/kapitel/2.md": MINIMAL["content/kapitel/2.md"] + f"\n{hiding}\n",
        }

        assert "Quastenflosser" not in everything(compiled(sources)[0])
        assert "Quastenflosser" in everything(compiled(sources, internal=True)[0])

    @pytest.mark.parametrize(
        "hiding",
        [
            "- > [!INTERN]\n  > Quastenflosser.",
            "1. > [!INTERN]\n   > Quastenflosser.",
            "> > [!INTERN]\n> > Quastenflosser.",
            "Wort\n: > [!INTERN]\n  > Quastenflosser.",
            "> [!HINWEIS]\n> > [!INTERN]\n> > Quastenflosser.",
            "- > > [!INTERN]\n  > > Quastenflosser.",
        ],
    )
    def test_nothing_empty_is_left_where_an_internal_box_was_alone(self, hiding: str) -> None:
        before = chapter(compiled(MINIMAL)[0], "zwei").blocks
        hidden = MINIMAL["content/kapitel/2.md"] + f"\n{hiding}\n"

        document, _codes = compiled({**MINIMAL, "content/kapitel/2.md": hidden})

        assert chapter(document, "zwei").blocks == before

    def test_items_beside_an_internal_one_stay(self) -> None:
        hidden = MINIMAL["content/kapitel/2.md"] + "\n- eins\n- > [!INTERN]\n  > Quastenflosser.\n- drei\n"

        document, _codes = compiled({**MINIMAL, "content/kapitel/2.md": hidden})

        (items,) = (b for b in chapter(document, "zwei").blocks if isinstance(b, tree.BulletList))
        assert len(items.items) == 2

    def test_who_is_mentioned_internally_only_has_no_public_backlink(self) -> None:
        hidden = MINIMAL["content/kapitel/2.md"] + "\n> [!INTERN]\n> Siehe [](ziel:Z1).\n"
        sources = {**MINIMAL, "content/kapitel/2.md": hidden}

        def links(document: tree.Tree) -> list[str]:
            found = chapter(document, "anlage-ziele").backlinks["ziel-Z1"]
            return [tree.plain_text(link.content) for link in found]

        assert links(compiled(sources)[0]) == ["Kapitel\u00a01"]
        assert links(compiled(sources, internal=True)[0]) == ["Kapitel\u00a01", "Kapitel\u00a02"]

    def test_a_chapter_out_of_the_order_is_in_no_part_and_no_backlink(self) -> None:
        sources = {
            **MINIMAL,
            "content/konzept.yml": MINIMAL["content/konzept.yml"].replace("[eins, zwei]", "[zwei]"),
        }

        document, _codes = compiled(sources)

        assert "Erstes Kapitel" not in everything(document)
        assert chapter(document, "anlage-ziele").backlinks == {}


class TestComposition:
    """The parts and their order."""

    def test_the_document_runs_from_the_title_page_to_the_annexes(self) -> None:
        document, _codes = compiled(MINIMAL)

        assert [part.ident for part in document.parts] == [
            "titelblatt",
            "vorspann",
            "eins",
            "zwei",
            "anlage-ziele",
        ]

    def test_open_points_are_numbered_and_can_be_pointed_to(self) -> None:
        document, _codes = compiled(MINIMAL)

        alerts = [
            block for block in tree.walk(chapter(document, "eins").blocks) if isinstance(block, tree.Alert)
        ]
        assert [(alert.title, alert.ident) for alert in alerts] == [("Offener Punkt 1", "offen-1")]

    def test_an_annex_says_the_words_of_an_open_point_with_its_mentions(self) -> None:
        sources = {
            **MINIMAL,
            "content/konzept.yml": MINIMAL["content/konzept.yml"].replace("ziele]", "offene-punkte]"),
        }
        sources["content/kapitel/2.md"] += "\n> [!OFFEN]\n> Siehe [](kapitel:eins).\n>\n> - und *dies*\n"

        document, _codes = compiled(sources)

        assert "Siehe Kapitel\u00a01. und dies" in words(chapter(document, "anlage-offene-punkte"))

    @pytest.mark.parametrize(
        ("about", "printed"),
        [
            ("titel: Satzung", "Satzung."),
            ("titel: Was ist das?", "Was ist das?"),
            ("titel: Was ist das?, datum: 2020-05-01", "Was ist das?, 1.\u00a0Mai 2020."),
        ],
    )
    def test_a_source_ends_with_one_mark(self, about: str, printed: str) -> None:
        sources = {
            **MINIMAL,
            "content/konzept.yml": MINIMAL["content/konzept.yml"].replace("ziele]", "quellen]"),
            "content/quellen.yml": f"quellen: [{{id: q, {about}}}]\n",
        }

        assert words(chapter(compiled(sources)[0], "anlage-quellen")).endswith(printed)

    def test_an_annex_says_in_which_section_an_open_point_stands(self) -> None:
        point = "\n> [!OFFEN]\n> Wer?\n"
        headings = ("## Mit {#mit}", "### Ohne", "### Tief {#tief}", "## Auch ohne")
        sources = {
            **MINIMAL,
            "content/konzept.yml": MINIMAL["content/konzept.yml"].replace("ziele]", "offene-punkte]"),
            "content/kapitel/2.md": "---\nid: zwei\nstatus: entwurf\n---\n\n# Zwei\n"
            + "".join(f"{point}\n{heading}\n" for heading in headings)
            + point,
        }

        document, _codes = compiled(sources)

        told = words(chapter(document, "anlage-offene-punkte")).replace("\u00a0", " ")
        assert re.findall(r"Offener Punkt (\d) in (\w+ [\d.]+): Wer", told) == [
            ("2", "Kapitel 2"),
            ("3", "Abschnitt 2.1"),
            ("4", "Abschnitt 2.1"),
            ("5", "Abschnitt 2.1.2"),
            ("6", "Kapitel 2"),
        ]

    def test_equal_sources_give_equal_trees(self) -> None:
        assert compiled(MINIMAL) == compiled(dict(reversed(MINIMAL.items())))

    def test_an_empty_concept_has_no_parts_to_speak_of(self) -> None:
        assert shown(Konzept(), internal=False) == Konzept()
