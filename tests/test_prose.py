"""The dialect of the handbook, case by case: Markdown in, shape of the tree and findings out."""

from __future__ import annotations

import unicodedata

import pytest

from sro_cli import report, tree
from sro_cli.readers import fields, prose
from sro_cli.readers.stamped import Offsets
from sro_cli.source import Source
from tests import shapes

FENCE = "```"


def read(text: str) -> prose.Prose:
    return prose.read(Source("content/kapitel/a.md", text))


def shape(text: str) -> str:
    """The shape of a text without findings."""
    found = read(text)
    assert report.short(found.findings) == ""
    return shapes.blocks(found.blocks)


def faults(text: str) -> list[tuple[str, str, str]]:
    """Findings as place, code and quoted text."""
    return [
        (
            "{}:{}".format(*finding.span.source.line_column(finding.span.start)),
            finding.kind.code,
            finding.span.text,
        )
        for finding in read(text).findings
        if finding.span
    ]


class TestConstructs:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            # Paragraphs and headings
            ("Eins\nzwei\n\ndrei", "p: Eins zwei; p: drei"),
            ("Eins  \nzwei\\\ndrei", "p: Eins⏎zwei⏎drei"),
            ("# Titel", "h1: Titel"),
            ("## Lage {#lage}", "h2#lage: Lage"),
            ("## Vorwort {.ohne-nummer}", "h2-: Vorwort"),
            ("### Lage {#lage .ohne-nummer} ###", "h3#lage-: Lage"),
            ("Lage\n====", "h1: Lage"),
            ("Menge \\{a\\}\n====", "h1: Menge {a}"),
            ("***", "rule"),
            # Inlines
            ("Das ist *betont* und **fett**.", "p: Das ist em(betont) und strong(fett)."),
            ("Das **wort**teil wirkt.", "p: Das strong(wort)teil wirkt."),
            ("***beides***", "p: em(strong(beides))"),
            (
                "_so_ und __so__, aber nicht snake_case_wort",
                "p: em(so) und strong(so), aber nicht snake_case_wort",
            ),
            ("`ein *Stern*`", "p: code(ein *Stern*)"),
            ("2 \\* 3 \\= 6", "p: 2 * 3 \\= 6".replace("\\=", "=")),
            ("B&uuml;rger &amp; Stadt", "p: Bürger & Stadt"),
            # Links and mentions
            ("[](ziel:Z1)", "p: mention( → ziel:Z1)"),
            ("[so *genannt*](ziel:Z1)", "p: mention(so em(genannt) → ziel:Z1)"),
            ("[](beschluss:2021/BV/2536)", "p: mention( → beschluss:2021/BV/2536)"),
            ("[](<beschluss:2021/BV/2536 (SN)>)", "p: mention( → beschluss:2021/BV/2536 (SN))"),
            ("[Stadt](https://example.org/ä)", "p: link(Stadt → https://example.org/ä)"),
            ("[](https://example.org)", "p: link(https://example.org → https://example.org)"),
            ("<https://example.org>", "p: link(https://example.org → https://example.org)"),
            ("<a@example.org>", "p: link(a@example.org → mailto:a@example.org)"),
            ("[Stadt][s]\n\n[s]: https://example.org", "p: link(Stadt → https://example.org)"),
            # Lists, quotes, alerts
            ("- a\n- b", "ul[p: a / p: b]"),
            ("- a\n\n- b", "ul+[p: a / p: b]"),
            ("3. a\n4. b", "ol3[p: a / p: b]"),
            ("- a\n  - b\n\n    c", "ul[p: a; ul+[p: b; p: c]]".replace("ul+", "ul+")),
            ("> Zitat", "quote[p: Zitat]"),
            ("> [!HINWEIS]\n> Text", "HINWEIS Hinweis[p: Text]"),
            ("> [!OFFEN]\n>\n> Text\n> - a", "OFFEN Offener Punkt[p: Text; ul[p: a]]"),
            ("> [!INTERN]", "INTERN Intern[]"),
            # Code
            (f"{FENCE}python\nx = 1\n{FENCE}", "code python[x = 1]"),
            ("    x = 1", "code [x = 1]"),
            # Tables
            ("| a | b |\n|---|---|\n| c | d |", "table[a | b / c | d]"),
            ("a | b\n---|---\nc", "table[a | b / c | ]"),
            ("| a |\n|---|\n| x \\| *y* |", "table[a / x | em(y)]"),
            ("| a |\n|---|\n| b |\n\n: Titel *neu* {#t .quer}", "table#t quer[Titel em(neu): a / b]"),
            ("Text\n\n: kein Titel", "dl[Text = p: kein Titel]"),
            # Figures
            ("![Karte](bilder/a.svg)", "figure[image(content/bilder/a.svg, Karte): ]"),
            (
                '![Karte](bilder/a.svg "Lage *heute*"){#lage}',
                "figure#lage[image(content/bilder/a.svg, Karte): Lage em(heute)]",
            ),
            ('![Lage](bilder/a.svg "Lage")', "figure[image(content/bilder/a.svg, Lage): Lage]"),
            (
                '![A](bilder/a.svg "Ein \\"Wort\\" und \\*")',
                'figure[image(content/bilder/a.svg, A): Ein "Wort" und *]',
            ),
            ("![Linie](bilder/a.svg){.dekorativ}", "figure[image(content/bilder/a.svg, –): ]"),
            ("![Karte](../bilder/a.svg)", "figure[image(content/bilder/a.svg, Karte): ]"),
            ("Wie ![Karte](bilder/a.svg) zeigt", "p: Wie image(content/bilder/a.svg, Karte) zeigt"),
            # Footnotes
            ("Text[^1]\n\n[^1]: Note *hier*", "p: Textnote(p: Note em(hier))"),
            ("a[^1] b[^1]\n\n[^1]: n", "p: anote(p: n) bnote(p: n)"),
            ("a[^1]\n\n[^1]: n\n\n    m", "p: anote(p: n; p: m)"),
            # Definition lists
            (
                "SBZ\n: Zentrum\n: Haus\n\nKiez\n: Viertel",
                "dl[SBZ = p: Zentrum + p: Haus / Kiez = p: Viertel]",
            ),
            # Directives
            (
                f"{FENCE}{{uebersicht}} ziele\nid: z\ntitel: Ziele\n{FENCE}",
                "{uebersicht} ziele#z[Ziele]",
            ),
            (f"{FENCE}{{steckbrief}}\n{FENCE}", "{steckbrief} []"),
        ],
    )
    def test_the_dialect(self, text: str, expected: str) -> None:
        assert shape(text) == expected

    def test_the_options_of_a_directive_are_read(self) -> None:
        body = "spalten: [id, titel]\nnur: {gremium: jha}\nsortiert: datum\nquer: ja"

        (found,) = read(f"{FENCE}{{uebersicht}} beschluesse\n{body}\n{FENCE}").blocks

        assert found == tree.Directive(
            "uebersicht",
            "beschluesse",
            columns=("id", "titel"),
            only=(("gremium", "jha"),),
            sort="datum",
            wide=True,
        )

    def test_columns_keep_their_alignment(self) -> None:
        (found,) = read("| a | b | c | d |\n|:--|--:|:-:|---|").blocks

        assert isinstance(found, tree.Table)
        assert found.alignments == ("left", "right", "center", "")

    def test_decomposed_umlauts_become_composed(self) -> None:
        assert shape(unicodedata.normalize("NFD", "Träger übernehmen")) == "p: Träger übernehmen"

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_all_line_ends_are_alike(self, end: str) -> None:
        text = "# Titel\n\n- a\n- b\n\n> [!HINWEIS]\n> Text\n"

        assert shape(text.replace("\n", end)) == "h1: Titel; ul[p: a / p: b]; HINWEIS Hinweis[p: Text]"

    def test_a_head_is_not_looked_at(self) -> None:
        text = "---\nid: a\n---\n\n# Titel"

        assert shapes.blocks(prose.read(Source("a.md", text), text.index("\n\n# ") + 1).blocks) == "h1: Titel"


class TestGenderstern:
    """A single star between two letters is a letter; everything else is CommonMark."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Adressat*innen und Träger*innen", "p: Adressat*innen und Träger*innen"),
            ("der Bürger*innenrat", "p: der Bürger*innenrat"),
            ("der*die Fachkräfte*innen", "p: der*die Fachkräfte*innen"),
            ("Ärzt*innen, Pat*innen", "p: Ärzt*innen, Pat*innen"),
            ("*Lehrer*innen*", "p: em(Lehrer*innen)"),
            ("**Leiter*innen**", "p: strong(Leiter*innen)"),
            ("***Leiter*innen***", "p: em(strong(Leiter*innen))"),
            ("*betont*, **fett**, **wort**teil", "p: em(betont), strong(fett), strong(wort)teil"),
            ("*eine* Schüler*in und *andere*", "p: em(eine) Schüler*in und em(andere)"),
            ("[Träger*innen](ziel:Z1)", "p: mention(Träger*innen → ziel:Z1)"),
            ("# Adressat*innen {#a}", "h1#a: Adressat*innen"),
            ("- Schüler*innen\n- *Eltern*", "ul[p: Schüler*innen / p: em(Eltern)]"),
            (
                "| Träger*innen | *b* |\n|---|---|\n| Schüler*innen | x |",
                "table[Träger*innen | em(b) / Schüler*innen | x]",
            ),
            ("a[^1]\n\n[^1]: Helfer*innen und *andere*", "p: anote(p: Helfer*innen und em(andere))"),
            ("![Schüler*innen](bilder/a.svg)", "figure[image(content/bilder/a.svg, Schüler*innen): ]"),
            # A word may go on in the next line, unless its star closes an emphasis.
            ("Adressat*innen und\nTräger*innen", "p: Adressat*innen und Träger*innen"),
            ("die Adressat*\ninnen", "p: die Adressat*innen"),
            ("*die Adressat*\ninnen", "p: em(die Adressat) innen"),
            # No letter on one side: emphasis as ever.
            ("2*3*4", "p: 2em(3)4"),
            ("(*innen*)", "p: (em(innen))"),
            ("Schüler\\*innen", "p: Schüler*innen"),
            ("Fach*kraft* gilt", "p: Fach*kraft* gilt"),
        ],
    )
    def test_in_chapters(self, text: str, expected: str) -> None:
        assert shape(text) == expected

    def test_after_a_decomposed_umlaut(self) -> None:
        assert shape(unicodedata.normalize("NFD", "Menü*innen, *ö*")) == "p: Menü*innen, em(ö)"

    def test_in_fields_of_yaml(self) -> None:
        source = Source("a.yml", "text: die *neuen* Träger*innen\n")
        outer, _ = fields.read(source)
        assert outer
        _span, field = outer.find(("text",))
        assert field
        assert isinstance(field.value, str)

        found, findings = prose.read_inline(source, field.value, fields.text_places(field.span, field.value))

        assert shapes.inlines(found) == "die em(neuen) Träger*innen"
        assert findings == ()


class TestFaults:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            # Foreign markup
            ("Das ~~nicht~~", [("1:5", "E120", "~~nicht~~")]),
            ("Das $x^2$ gilt", [("1:5", "E120", "$x^2$")]),
            ("Es {{ gilt }} und {% if %}", [("1:4", "E120", "{{ gilt }}"), ("1:19", "E120", "{% if %}")]),
            ("Text :smile: Text", [("1:6", "E120", ":smile:")]),
            ("Text {.klasse} Text", [("1:6", "E120", "{.klasse}")]),
            ("Der [](akteur: verein) lädt", [("1:5", "E120", "[](")]),
            ("Der [] (akteur:verein) lädt", [("1:5", "E120", "[] (")]),
            ("![Plan](bilder/mein plan.png)", [("1:2", "E120", "[Plan](")]),
            ("##Neuer Abschnitt", [("1:1", "E120", "##")]),
            ("| a | b |\n| 1 | 2 |", [("1:1", "E120", "| a | b |")]),
            ("```uebersicht ziele\n```", [("1:4", "E124", "uebersicht")]),
            ("`x`{=html}", [("1:4", "E120", "{=html}")]),
            ('[x](ziel:Z1 "Titel")', [("1:5", "E120", "ziel:Z1")]),
            ("![Formel $x$ hier](bilder/a.svg)", [("1:10", "E120", "$x$")]),
            ("Text\n\n[Ziel]: Kinder", [("3:1", "E120", "[Ziel]: Kinder")]),
            ("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c", [("3:8", "E120", "[^2]")]),
            (f"{'> ' * 60}tief", [("1:1", "E120", "> " * 60 + "tief")]),
            ("*a " * 30 + "a* " * 30, [("1:1", "E120", "*a " * 30 + "a* " * 29 + "a*")]),
            # HTML
            ("Das <b>gilt</b>", [("1:5", "E121", "<b>"), ("1:12", "E121", "</b>")]),
            ("Text\n\n<div>\nKasten\n</div>", [("3:1", "E121", "<div>")]),
            ("a <!-- nicht --> b", [("1:3", "E121", "<!-- nicht -->")]),
            # Boxes
            ("> [!TIPP]\n> Text", [("1:3", "E123", "[!TIPP]")]),
            ("> [!INTERN] geheim", [("1:3", "E123", "[!INTERN]")]),
            ("[!OFFEN]\nText", [("1:1", "E123", "[!OFFEN]")]),
            # Directives
            (f"{FENCE}{{tabelle}} x\n{FENCE}", [("1:4", "E124", "{tabelle} x")]),
            (f"> {FENCE}{{uebersicht}} ziele\n> {FENCE}", [("1:6", "E124", "{uebersicht} ziele")]),
            (f"{FENCE}{{uebersicht}} ziele\ntitl: x\n{FENCE}", [("2:1", "E112", "titl")]),
            (f"{FENCE}{{uebersicht}} ziele\na: b: c\n{FENCE}", [("2:5", "E110", ":")]),
            # Blocks without an end
            (f"{FENCE}\nText", [("1:1", "E128", FENCE)]),
            (
                f"{FENCE}{{uebersicht}} ziele\nid: [\n\nText",
                [("1:1", "E128", f"{FENCE}{{uebersicht}} ziele")],
            ),
            (f"> {FENCE}\n> Text\n\nText", [("1:1", "E128", f"> {FENCE}")]),
            (f"{FENCE}\na\n\n{FENCE}text\nb\n{FENCE}", [("1:1", "E128", FENCE)]),
            # Emphasis
            ("Das **gilt", [("1:5", "E127", "**")]),
            ("Das **gilt **, und", [("1:5", "E127", "**")]),
            ("**gilt", [("1:1", "E127", "**")]),
            ("**gilt*", [("1:1", "E127", "**")]),
            ("Text\n**gilt **", [("2:1", "E127", "**")]),
            ("| a |\n|---|\n| x **gilt |", [("3:5", "E127", "**")]),
            ("Das ** gilt ** so", [("1:5", "E127", "**")]),
            ("** gilt **", [("1:1", "E127", "**")]),
            ("Das ** gilt**.", [("1:5", "E127", "**")]),
            ("**Das:**gilt", [("1:1", "E127", "**")]),
            ("Das *gilt so", [("1:5", "E127", "*")]),
            # Attributes
            ("# A {.quer #ö}", [("1:6", "E125", ".quer"), ("1:12", "E125", "#ö")]),
            # Tables
            ("| a |\n|---|\n| b | c |", [("3:1", "E126", "| b | c |")]),
            ("| a |\n|---|\n| b |\n: Titel", [("4:1", "E126", ": Titel")]),
            ("| a | b |\n|---|\n| c | d |", [("2:1", "E126", "|---|")]),
            ("| a | b |\n|---|\n| c | d |\n\n: T {#t}", [("2:1", "E126", "|---|")]),
            ("| a | b |\n| c | d |\n\n: T {#t}", [("1:1", "E120", "| a | b |")]),
            ("| a |\n|---|\n| b |\n: T {#t}", [("4:1", "E126", ": T {#t}")]),
            # Pictures
            ("![A](https://example.org/a.png)", [("1:6", "E131", "https://example.org/a.png")]),
            ("![A](../../../etc/passwd)", [("1:6", "E131", "../../../etc/passwd")]),
            ("![A](/etc/passwd)", [("1:6", "E131", "/etc/passwd")]),
            ("![A](data:image/png;base64,AA)", [("1:6", "E131", "data:image/png;base64,AA")]),
            # Links and footnotes
            ("[x](zeil:Z1)", [("1:5", "V203", "zeil:Z1")]),
            ("[x](kapitel.md)", [("1:5", "V203", "kapitel.md")]),
            ("[x](javascript:alert)", [("1:5", "V203", "javascript:alert")]),
            ("a[^1]", [("1:2", "V209", "[^1]")]),
            ("a\n\n[^1]: b", [("3:1", "V210", "[^1]")]),
            ("a[^1]\n\n[^1]: b\n\n[^1]: c", [("5:1", "V210", "[^1]")]),
            ("a[^1]\n\n[^1]: b\n\n    [^2]: c", [("5:5", "V210", "[^2]")]),
        ],
    )
    def test_what_is_no_part_of_the_dialect_is_found(
        self, text: str, expected: list[tuple[str, str, str]]
    ) -> None:
        assert faults(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "**fett**",
            "\\*\\*gilt",
            "2 ** 3",
            "12 %**",
            "Bürger**innen",
            "`**a`",
            "| a |\n|---|\n| 12** |\n\n**geschätzt",
            "Zahl** und\n\n**geschätzt",
            "**) geschätzt",
            "*a** b",
            "****",
            "5 * 3 und 4 * 2",
            "die Endung *innen",
            "Eine Zahl*, eine *Anmerkung",
            "Anna (*1985) und (*Mai)",
            "12 ** und 13 **\n\n** geschätzt",
            "Lehrer*innen, jede*r, *alle Nachbar*innen*",
        ],
    )
    def test_stars_that_may_be_meant_are_no_fault(self, text: str) -> None:
        assert faults(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            f"{FENCE}\nText\n{FENCE}",
            f"{FENCE}{FENCE}\n{FENCE}\nText\n{FENCE}{FENCE}",
            f"> {FENCE}\n> Text\n> {FENCE}",
            f"- a\n\n  {FENCE}\n  Text\n  {FENCE}",
            "~~~\n```text\n~~~",
            f"{FENCE}\nText\n{FENCE}  ",
        ],
    )
    def test_a_block_with_an_end_is_no_fault(self, text: str) -> None:
        assert faults(text) == []

    @pytest.mark.parametrize(
        "body",
        [
            f"{{uebersicht}} ziele\nid: a\nquer: [\n{FENCE}",
            f"{{uebersicht}} ziele\nid: a\ntitl: x\n{FENCE}",
            f"{{übersicht}} ziele\nid: a\n{FENCE}",
            "{uebersicht} ziele\nid: a\n",
        ],
    )
    def test_a_faulty_directive_keeps_its_id(self, body: str) -> None:
        (block,) = read(FENCE + body).blocks

        assert isinstance(block, tree.Directive)
        assert (block.name, block.ident) == ("uebersicht", "a")

    def test_the_options_of_a_directive_have_their_places(self) -> None:
        (block,) = read(
            f"{FENCE}{{uebersicht}} ziele\nnur: {{zielwerk: Z}}\nspalten: [id, titel]\n{FENCE}"
        ).blocks

        assert isinstance(block, tree.Directive)
        assert block.places["nur", "zielwerk"].text == "Z"
        assert block.places["spalten", 1].text == "titel"

    def test_anchors_belong_to_views_alone(self) -> None:
        found = prose.read(Source("templates/a.md.j2", "[](anker:ziel-Z1)[Z1](stelle:ziel-Z1)"))

        assert shapes.blocks(found.blocks) == "p: anchor(ziel-Z1)reference(Z1 → ziel-Z1)"
        assert faults("[](anker:ziel-Z1)") == [("1:4", "V203", "anker:ziel-Z1")]

    def test_findings_in_a_field_stand_where_the_field_stands(self) -> None:
        source = Source("a.yml", "text: Das <b>gilt</b>\n")

        _found, findings = prose.read_inline(source, "Das <b>gilt</b>", Offsets((0,), (6,)))

        assert [str(finding.span) for finding in findings] == ["a.yml:1:11", "a.yml:1:18"]


class TestComments:
    @pytest.mark.parametrize("text", ["<!-- erlaube T801, weil es so ist -->", "Wort <!-- erlaube T801 -->."])
    def test_one_that_was_to_allow_something_is_told_what_it_lacks(self, text: str) -> None:
        (finding,) = read(text).findings

        assert finding.help == "schreiben Sie <!-- sro: erlaube V206, weil … --> in eine eigene Zeile"


class TestPictures:
    def test_every_picture_is_named_with_its_place(self) -> None:
        found = read(
            "![A](bilder/a.svg)\n\nText ![B](bilder/b.svg)\n\n| a |\n|---|\n| ![C](bilder/c.svg) |"
        ).pictures

        assert [(path, str(span)) for path, span in found] == [
            ("content/bilder/a.svg", "content/kapitel/a.md:1:6"),
            ("content/bilder/b.svg", "content/kapitel/a.md:3:11"),
            ("content/bilder/c.svg", "content/kapitel/a.md:7:8"),
        ]
