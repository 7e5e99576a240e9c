"""Diagrams: drawn from data by Typst, the same every time, and said in words and as a table as well."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from sro_cli import references, tree
from sro_cli.document import diagrams
from sro_cli.document.frame import Edition, Material
from sro_cli.document.views import Rendered, Views
from sro_cli.engines import lettering
from sro_cli.files import Folder
from sro_cli.model import (
    Beleg,
    Belegart,
    Beschluss,
    Kapitel,
    Kennzahl,
    Konzept,
    Meilenstein,
    Sozialraum,
    Veranstaltung,
    Ziel,
)
from sro_cli.readers import content, gestaltung
from sro_cli.source import Source, Span
from sro_cli.theme import Theme
from sro_cli.tree import Directive

ROOT = Path(__file__).parents[1]
EDITION = Edition("0.1.0", "Arbeitsfassung", datetime(2026, 11, 22, tzinfo=UTC), "1c7d7c7")
PROOF = Beleg(art=Belegart.BELEGT)
NAMES = tuple(diagrams.DIAGRAMS)

# Drawings of the whole module, so that each is drawn once.
STORE: dict[str, bytes] = {}


@cache
def theme() -> Theme:
    found, _findings = gestaltung.load(Folder(ROOT))
    assert found
    return found


@cache
def real() -> Material:
    loaded = content.load(Folder(ROOT))
    return Material(
        loaded.konzept, references.build(loaded.konzept, loaded.places, loaded.texts), theme(), EDITION, ()
    )


def material(konzept: Konzept) -> Material:
    index = references.Index({entry.target: entry for entry in konzept.eintraege()}, {}, ())
    return Material(konzept, index, theme(), EDITION, ())


def drawn(name: str, of: Material, store: dict[str, bytes] | None = None, **options: Any) -> Rendered:
    source = Source("content/kapitel/01.md", "{diagramm}")
    directive = Directive("diagramm", name, "abb-bild", "Ein Bild", span=Span(source, 0, 10), **options)
    return Views(of, STORE if store is None else store).expand(directive)


def figure(rendered: Rendered) -> tree.Figure:
    block = rendered.blocks[0]
    assert isinstance(block, tree.Figure)
    return block


def table(rendered: Rendered) -> list[list[str]]:
    block = next(block for block in rendered.blocks if isinstance(block, tree.Table))
    return [[tree.plain_text(cell.content) for cell in row] for row in (block.head, *block.rows)]


def figures(rendered: Rendered) -> list[tree.Figure]:
    return [block for block in rendered.blocks if isinstance(block, tree.Figure)]


def svg(rendered: Rendered) -> etree._Element:
    (drawing,) = rendered.media.values()
    return etree.fromstring(drawing)


def lines(root: etree._Element) -> list[str]:
    """The words of a drawing, line by line."""
    return [words for group in root.iter("{*}g") if (words := group.get(lettering.WORDS))]


def size(rendered: Rendered) -> tuple[float, float]:
    """Width and height in mm."""
    root = svg(rendered)
    width, height = (float(str(root.attrib[side]).removesuffix("pt")) for side in ("width", "height"))
    return width / 72 * 25.4, height / 72 * 25.4


def busy(events: int) -> Konzept:
    """Events, two a month apart, and a milestone to come."""
    return Konzept(
        veranstaltungen=tuple(
            Veranstaltung(
                id=f"v{n}",
                titel=f"Fachtag {n}",
                format="fachtag",
                stufe="information",
                datum=date(2010 + n // 6, 1 + 2 * n % 12, 9),
            )
            for n in range(events)
        ),
        meilensteine=(
            Meilenstein(
                id="M1", titel="Fassung", version="0.1.0", fassung="arbeitsfassung", termin=date(2027, 1, 1)
            ),
        ),
    )


def counted(spaces: int, features: int, lowest: float = 1) -> Konzept:
    """Social spaces with figures."""
    return Konzept(
        sozialraeume=tuple(
            Sozialraum(
                id=f"r{n}",
                name=f"Kröpeliner-Tor-Vorstadt {n}",
                art="stadtbereich",
                beleg=PROOF,
                kennzahlen=tuple(
                    Kennzahl(merkmal=f"Anteil {f}", wert=lowest + n, einheit="%") for f in range(features)
                ),
            )
            for n in range(spaces)
        )
    )


def large(goals: int = 20, papers: int = 15, chapters: int = 15) -> Konzept:
    """As much as a large concept has, with long titles."""
    words = "Lebensverhältnisse gemeinsam mit den Menschen nachhaltig verbessern, Fassung"
    numbers = [f"20{10 + n}/BV/{1000 + n}" for n in range(papers)]
    return Konzept(
        kapitel=tuple(
            Kapitel(
                id=f"k{n}",
                status="entwurf",
                titel=f"{words} {n}",
                behandelt=tuple(f"ziel:Z{(n * 3 + step) % goals}" for step in range(5)),
                blocks=(),
            )
            for n in range(chapters)
        ),
        ziele=tuple(
            Ziel(
                id=f"Z{n}",
                zielwerk="w",
                titel=f"{words} {n}",
                beleg=PROOF,
                beschluesse=tuple(numbers[(n // 3 + step) % papers] for step in range(1 + n % 2)),
            )
            for n in range(goals)
        ),
        beschluesse=tuple(
            Beschluss(id=number, titel=words, datum=date(2008 + n, 1 + n % 12, 3), beleg=PROOF)
            for n, number in enumerate(numbers)
        ),
    )


# --- the drawing -----------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_diagram_is_a_figure_with_title_ident_and_drawing(name: str) -> None:
    rendered = drawn(name, real())

    picture = figure(rendered)
    assert not rendered.findings
    assert (picture.ident, tree.plain_text(picture.caption)) == ("abb-bild", "Ein Bild")
    assert list(rendered.media) == [picture.image.path]
    assert re.fullmatch(rf"diagramme/{name}-[0-9a-f]{{12}}\.svg", picture.image.path)
    assert not picture.image.decorative


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_well_formed_svg_as_wide_as_the_text(name: str) -> None:
    rendered = drawn(name, real())

    width, height = size(rendered)
    assert svg(rendered).tag == "{http://www.w3.org/2000/svg}svg"
    assert width == pytest.approx(
        210 - theme().gestaltung.seite.links - theme().gestaltung.seite.rechts, abs=0.1
    )
    assert 0 < height < 240


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_the_same_every_time(name: str) -> None:
    assert drawn(name, real(), {}).media == drawn(name, real(), {}).media


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_concept_has_drawings_that_say_so(name: str) -> None:
    rendered = drawn(name, material(Konzept()))

    assert not rendered.findings
    assert "Noch ist kein" in figure(rendered).image.alt
    assert len(rendered.blocks) == 1


def test_a_drawing_is_taken_from_the_store() -> None:
    store: dict[str, bytes] = {}
    first = drawn("kennzahlen", real(), store)
    (key,) = store
    store[key] = b"<svg/>"

    again = drawn("kennzahlen", real(), store)

    assert list(again.media.values()) == [b"<svg/>"]
    assert list(again.media) == list(first.media)


def test_data_tokens_and_template_make_another_drawing() -> None:
    tokens = theme().gestaltung
    other_tokens = tokens.model_copy(
        update={"farben": tokens.farben.model_copy(update={"akzent": "#000000"})}
    )
    frame = theme().frames["diagramme/kennzahlen.typ"] + b"\n// anders\n"
    looks = (
        theme(),
        Theme(other_tokens, theme().frames),
        Theme(tokens, {**theme().frames, "diagramme/kennzahlen.typ": frame}),
    )

    paths = {figure(drawn("kennzahlen", replace(real(), theme=look))).image.path for look in looks}
    paths.add(figure(drawn("kennzahlen", real(), only=(("id", "gross-klein"),))).image.path)

    assert len(paths) == 4


@pytest.mark.parametrize("name", ["netz", "zeitstrahl"])
def test_twenty_goals_and_fifteen_resolutions_fit_on_a_page(name: str) -> None:
    rendered = drawn(name, material(large()))

    assert not rendered.findings
    assert size(rendered)[1] < 240


@pytest.mark.parametrize(
    ("name", "konzept", "pictures"),
    [
        ("zeitstrahl", busy(1), 1),
        ("zeitstrahl", busy(59), 2),
        ("netz", large(1, 1, 1), 1),
        ("netz", large(60, 40, 20), 3),
        ("kennzahlen", counted(1, 1), 1),
        ("kennzahlen", counted(4, 15), 2),
        ("kennzahlen", counted(60, 1), 1),
    ],
)
def test_a_picture_fits_on_a_page_and_can_be_read(name: str, konzept: Konzept, pictures: int) -> None:
    rendered = drawn(name, material(konzept))

    assert not rendered.findings
    assert len(rendered.media) == len(figures(rendered)) == pictures
    for drawing in rendered.media.values():
        root = etree.fromstring(drawing)
        assert float(str(root.get("height")).removesuffix("pt")) / 72 * 25.4 < 240
        scales = [float(scale) for scale in re.findall(rb'"matrix\(([\d.]+) 0 0 \1', drawing)]
        assert all(scale > 0.8 for scale in scales), scales
        # Every line of outlines says its words.
        outlines = [group for group in root.iter("{*}g") if len(group) and group[0].tag.endswith("}use")]
        assert len(outlines) == len(lines(root)) > 0


def test_many_entries_are_shown_in_parts_and_none_is_lost() -> None:
    rendered = drawn("zeitstrahl", material(busy(59)))

    first, second = figures(rendered)
    assert [tree.plain_text(each.caption) for each in (first, second)] == [
        "Ein Bild (Teil 1 von 2)",
        "Ein Bild (Teil 2 von 2)",
    ]
    assert (first.ident, second.ident) == ("abb-bild", "")
    words = [lines(etree.fromstring(rendered.media[each.image.path])) for each in (first, second)]
    titles = [f"Fachtag {n}" for n in range(59)]
    assert [line for page in words for line in page if line.startswith("Fachtag")] == titles
    assert [page.count("Stand dieser Fassung") for page in words] == [0, 1]
    assert first.image.alt.startswith("Zeitstrahl von oben nach unten mit 30 Einträgen.")
    assert len(table(rendered)) == 1 + 60


def test_parts_without_a_title_have_none() -> None:
    source = Source("content/kapitel/01.md", "{diagramm}")
    directive = Directive("diagramm", "zeitstrahl", span=Span(source, 0, 10))

    rendered = Views(material(busy(59)), STORE).expand(directive)

    assert [each.caption for each in figures(rendered)] == [(), ()]


def test_bars_of_negative_figures_go_the_other_way() -> None:
    rendered = drawn("kennzahlen", material(counted(3, 1, lowest=-1)))

    bars: Any = svg(rendered).xpath(
        "//*[local-name()='path'][not(@fill='none')][@transform or @d][../*[@stroke]]"
    )
    assert [bar.get("transform") is None for bar in bars] == [True, False, False]
    assert {"−1 %", "0 %", "1 %"} <= set(lines(svg(rendered)))


def test_words_that_look_like_typst_are_drawn_as_they_are() -> None:
    konzept = Konzept(
        meilensteine=(
            Meilenstein(
                id="M1",
                titel='#panic() $x$ *a* [b] \\ "c" <d> @e // f',
                version="0.1.0",
                fassung="arbeitsfassung",
                termin=date(2026, 1, 1),
            ),
        )
    )

    rendered = drawn("zeitstrahl", material(konzept))

    assert not rendered.findings
    assert '#panic() $x$ *a* [b] \\ "c" <d> @e // f' in figure(rendered).image.alt


def test_a_faulty_drawing_is_a_finding_with_its_line() -> None:
    frames = {**theme().frames, "diagramme/netz.typ": b"// eins\n#nichts\n"}

    rendered = drawn("netz", replace(real(), theme=Theme(theme().gestaltung, frames)))

    (finding,) = rendered.findings
    assert finding.kind.code == "E140"
    assert str(finding.span) == "templates/diagramme/netz.typ:2:2"
    assert "unknown variable: nichts" in finding.notes[0]


@pytest.mark.parametrize("option", [{"columns": ("titel",)}, {"only": (("farbe", "rot"),)}])
def test_an_option_that_a_diagram_does_not_have_is_a_finding(option: dict[str, Any]) -> None:
    (finding,) = drawn("kennzahlen", real(), **option).findings

    assert finding.kind.code == "E124"


# --- what it says ----------------------------------------------------------------------


def test_the_timeline_names_every_date_in_order_in_words_and_table() -> None:
    konzept = Konzept(
        beschluesse=(Beschluss(id="2017/AN/2460", titel="Auftrag", datum=date(2017, 2, 21), beleg=PROOF),),
        veranstaltungen=(
            Veranstaltung(
                id="a",
                titel="Auftakt",
                format="kick-off",
                stufe="mitgestaltung",
                datum=date(2024, 1, 9),
                teilnehmende=100,
            ),
            Veranstaltung(id="b", titel="Ohne Datum", format="fachtag", stufe="information"),
        ),
        meilensteine=(
            Meilenstein(
                id="M1",
                titel="Arbeitsfassung",
                version="0.1.0",
                fassung="arbeitsfassung",
                termin=date(2026, 12, 31),
            ),
        ),
    )

    rendered = drawn("zeitstrahl", material(konzept))

    assert figure(rendered).image.alt == (
        "Zeitstrahl von oben nach unten mit 3 Einträgen. 21. Februar 2017: Beschluss 2017/AN/2460: Auftrag; "
        "9. Januar 2024: Veranstaltung Auftakt; 31. Dezember 2026: Meilenstein M1: Arbeitsfassung (geplant)."
    )
    assert table(rendered) == [
        ["Datum", "Art", "Eintrag"],
        ["21. Februar 2017", "Beschluss", "2017/AN/2460: Auftrag, Gremium nicht belegt"],
        ["9. Januar 2024", "Veranstaltung", "Auftakt, Kick-off, Mitgestaltung, 100 Teilnehmende"],
        ["31. Dezember 2026 (geplant)", "Meilenstein", "M1: Arbeitsfassung, Version 0.1.0"],
    ]


def test_the_timeline_can_show_milestones_only() -> None:
    rendered = drawn("zeitstrahl", real(), only=(("art", "meilenstein"),))

    assert {row[1] for row in table(rendered)[1:]} == {"Meilenstein"}


def test_the_net_names_every_goal_with_its_resolutions_and_chapters() -> None:
    rendered = drawn("netz", real())

    words = figure(rendered).image.alt
    rows = {row[0]: row for row in table(rendered)[1:]}
    for goal in real().konzept.ziele:
        treated = [
            str(number)
            for number, chapter in enumerate(real().konzept.kapitel, 1)
            if goal.target in chapter.behandelt
        ]
        assert f"{goal.titel}: {', '.join(goal.beschluesse)}; Kapitel {', '.join(treated)}." in words
        assert rows[goal.titel][1] == ", ".join(goal.beschluesse)


def test_the_net_names_the_social_spaces_of_its_chapters() -> None:
    konzept = Konzept(
        kapitel=(
            Kapitel(
                id="raum",
                status="entwurf",
                titel="Raum",
                behandelt=("ziel:Z1", "sozialraum:nord"),
                blocks=(),
            ),
        ),
        ziele=(Ziel(id="Z1", zielwerk="w", titel="Teilhabe", beleg=PROOF),),
        sozialraeume=tuple(
            Sozialraum(id=ident, name=ident.title(), art="quartier", beleg=PROOF)
            for ident in ("nord", "west")
        ),
    )

    rendered = drawn("netz", material(konzept))

    assert figure(rendered).image.alt == (
        "Vier Spalten, durch Linien verbunden: links 0 Beschlüsse, dann 1 Ziel, dann 1 Kapitel, "
        "rechts 1 Sozialraum. "
        "Verbunden sind mit den Zielen: Teilhabe: kein Beschluss; Kapitel 1. "
        "Verbunden sind mit den Sozialräumen: Nord: Kapitel 1."
    )
    assert {"Teilhabe", "Raum", "Nord"} <= set(lines(svg(rendered)))
    tables = [block for block in rendered.blocks if isinstance(block, tree.Table)]
    assert [tree.plain_text(cell.content) for cell in tables[1].head] == ["Sozialraum", "Kapitel"]
    assert [tree.plain_text(row[0].content) for row in tables[1].rows] == ["Nord"]


def test_the_figures_name_every_value_with_its_space_and_time() -> None:
    spaces = tuple(
        Sozialraum(
            id=name.lower(),
            name=name,
            art="stadtbereich",
            beleg=PROOF,
            kennzahlen=(Kennzahl(merkmal="Anteil", wert=value, einheit="%", stand="2008-09"),),
        )
        for name, value in (("Nord", 17.9), ("Süd".replace("ü", "ue"), 0))
    )

    rendered = drawn("kennzahlen", material(Konzept(sozialraeume=spaces)))

    assert figure(rendered).image.alt == (
        "Balken nebeneinander für 1 Merkmal. Anteil (September 2008): Nord 17,9\xa0%, Sued 0\xa0%."
    )
    assert table(rendered) == [
        ["Merkmal", "Nord", "Sued", "Stand", "Quelle"],
        ["Anteil", "17,9\xa0%", "0\xa0%", "September 2008", "–"],
    ]


# --- contrast --------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_every_colour_of_a_drawing_stands_out_from_its_ground_in_greyscale(name: str) -> None:
    (drawing,) = drawn(name, real()).media.values()
    used = set(re.findall(rb'(?:fill|stroke)="(#[0-9a-f]{6})"', drawing))
    grounds = {"#ffffff", theme().gestaltung.farben.flaeche}

    inks = {colour.decode() for colour in used} - grounds

    assert inks
    for ink, ground in itertools.product(inks, grounds):
        if ink == theme().gestaltung.farben.linie:
            # Lines are graphics, and lie on white (WCAG 2.2, 1.4.11).
            assert contrast(ink, "#ffffff") >= 3
        else:
            assert contrast(ink, ground) >= 4.5
