"""Trees for the tests of the writers: numbered and resolved, as the document hands them over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sro_cli.tree import (
    Alert,
    Anchor,
    Block,
    Break,
    BulletList,
    Cell,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    Meta,
    Note,
    OrderedList,
    Paragraph,
    Part,
    Quote,
    Reference,
    Rule,
    Strong,
    Table,
    Text,
    Tree,
)
from tests.pictures import DOT, DRAWING, LINE

NBSP, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"

SIGNS = (
    "Zeichen: # $ @ < > & * _ ` \\ [ ] { } ( ) ~ ^ ' \" / // /* */ % | = + - -- --- ... : ; ! ? § € – → ≤ ✓ ☐"
)
"""What means something to Typst, XML, HTML, Word or a regular expression."""

STARTS = (
    "1. ",
    "12) ",
    "- ",
    "+ ",
    "= ",
    "== ",
    "/ ",
    "> ",
    "# ",
    "* ",
    "| ",
    ": ",
    "~ ",
    "// ",
    "```",
    "---",
    "@tab",
)
"""What would begin markup at the beginning of a paragraph."""

CODE = 'if a < b && c > d:  # „x“\n\n    rufe("$wert", `y`, @z)\n\tTabulator \\ Ende'

META = Meta(
    title="Fachkonzept „Jugend & Stadt“",
    subtitle="Sozialraumorientierung in der Kinder- und Jugendhilfe",
    version="0.3.1",
    fassung="Arbeitsfassung",
    date="22. November 2026",
    publisher="Stadt Musterstadt, Amt für Jugend <51>",
    description="Wie die Stadt ihre Hilfen im Sozialraum ausrichtet.",
    keywords=("Jugendhilfe", "Sozialraum", "Ämter & Träger"),
    moment=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    commit="1c7d7c7",
    draft=False,
    name="fachkonzept",
)


def full_tree(*, draft: bool = False) -> Tree:
    """Every kind of node, and content that is awkward in at least one format."""
    meta = replace(META, fassung="Entwurf", draft=True) if draft else META
    parts = (_title(meta), _history(), _mandate(), _writing(), _numbers(), _annex())
    return Tree(meta, parts, {"bilder/lage.svg": DRAWING, "bilder/linie.svg": LINE, "bilder/punkt.png": DOT})


def minimal_tree() -> Tree:
    """A title and one chapter with one sentence."""
    meta = replace(
        META, title="Kurz", subtitle="", description="Ein Satz.", keywords=(), commit="", name="kurz"
    )
    title = Part("titelblatt", "titelblatt", (Paragraph((Text("Kurz"),), "title"),))
    heading = Heading(1, (Text("Anfang"),), "kapitel-anfang", number="1")
    return Tree(meta, (title, Part("anfang", "kapitel", (heading, Paragraph((Text("Ein Satz."),))))))


def words(*content: str | Inline) -> tuple[Inline, ...]:
    """Inlines; plain strings stand for text."""
    return tuple(Text(part) if isinstance(part, str) else part for part in content)


def para(*content: str | Inline) -> Paragraph:
    """A paragraph; plain strings stand for text."""
    return Paragraph(words(*content))


def cells(*contents: str | Inline | tuple[Inline, ...]) -> tuple[Cell, ...]:
    """A row; each argument is the content of one cell."""
    return tuple(Cell(content if isinstance(content, tuple) else words(content)) for content in contents)


def note(number: int, *blocks: Block) -> Note:
    """A footnote."""
    return Note(blocks, number)


# --- the parts -------------------------------------------------------------------------


def _title(meta: Meta) -> Part:
    lines = (f"Version {meta.version} · {meta.fassung}", meta.date, meta.publisher)
    blocks = (
        Paragraph((Text(meta.title),), "title"),
        Paragraph((Text(meta.subtitle),), "subtitle"),
        *(Paragraph((Text(line),), "line") for line in lines),
        Paragraph(words("Beschlossen: ", Strong(words("noch nicht"))), "line"),
    )
    return Part("titelblatt", "titelblatt", blocks)


def _history() -> Part:
    table = Table(
        ("left", "left", "left"),
        cells("Version", "Datum", "Was sich geändert hat"),
        (
            cells("0.3.1", "22.11.2026", "Rückmeldungen der Träger*innen eingearbeitet"),
            cells("0.1.0", "01.09.2026", "Erster Stand"),
        ),
        widths=(0.15, 0.2, 0.65),
    )
    heading = Heading(1, words("Versionen"), "versionen", numbered=False)
    return Part("vorspann", "vorspann", (heading, table))


def _mandate() -> Part:
    blocks = (
        Heading(1, words("Auftrag und ", Emphasis(words("Ausgangslage"))), "kapitel-auftrag", number="1"),
        para(
            "Die Adressat*innen und Träger*innen finden Näheres in ",
            _CHAPTER,
            " und ",
            _SECTION,
            ", ",
            _FIGURE,
            " und ",
            _TABLE,
            "; dazu ",
            _ENTRY,
            " und ",
            _OWN,
            ".",
        ),
        Heading(
            2,
            words("Modellregionen", note(1, para("Auch Überschriften haben Fußnoten."))),
            "abschnitt-modellregionen",
            number="1.1",
        ),
        para(
            "Seit 2008 gilt",
            note(
                2,
                para("Bürgerschaft, Beschluss vom 1.", NBSP, "April", NBSP, "2008."),
                para("Ein zweiter Absatz mit ", Emphasis(words("Betonung")), "."),
            ),
            " der Beschluss: „Hilfe ist ‚vor Ort‘ zu leisten“, S.",
            NBSP,
            "12",
            NARROW,
            "f., 10",
            NARROW,
            "%.",
        ),
        Figure(
            Image("bilder/lage.svg", "Karte: die Bereiche <Nord> & „West“ liegen am Fluss"),
            words("Lage der Modellregionen & ihrer ", Emphasis(words("Träger*innen"))),
            "abb-lage",
            1,
        ),
        Heading(3, words("Einwohner*innen"), "abschnitt-einwohner", number="1.1.1"),
        Table(
            ("left", "right", "center"),
            cells("Bereich", "Anzahl", "Gilt"),
            (
                cells("Nord", "12" + NARROW + "345", "✓"),
                cells(words("West", note(4, para("Ohne ", Code("Teil_B"), "."))), "987", "☐"),
                cells(words(Strong(words("zusammen"))), "13" + NARROW + "332", ()),
            ),
            words("Einwohner*innen im September 2008", note(3, para("Amt für Statistik."))),
            "tab-einwohner",
            1,
        ),
        Figure(Image("bilder/linie.svg", "", decorative=True)),
        Heading(4, words("Ebene vier"), "abschnitt-ebene-vier", number="1.1.1.1"),
        para("Text unter der vierten Ebene."),
        Heading(5, words("Ebene fünf"), "abschnitt-ebene-fuenf", numbered=False),
        para("Text unter der fünften Ebene."),
        Heading(6, words("Ebene sechs"), "abschnitt-ebene-sechs", numbered=False),
        para("Text unter der sechsten Ebene."),
        Heading(2, words("Ohne Nummer"), "abschnitt-ohne-nummer", numbered=False),
        para("Ein Abschnitt ohne Nummer."),
    )
    return Part("auftrag", "kapitel", blocks)


def _writing() -> Part:
    blocks: tuple[Block, ...] = (
        Heading(1, words("Schreibweisen, `Code` & <Zeichen>"), "kapitel-schreibweisen", number="2"),
        para(SIGNS),
        *(para(f"{start}steht am Anfang") for start in STARTS),
        para(
            "Adressat*innen, _unterstrichen_, a_b, 2*3*4, https://example.org/a_b, "
            "www.example.org, name@example.org."
        ),
        para(
            Emphasis(words("betont ", Strong(words("und wichtig")), " zugleich")),
            " vor",
            Emphasis(words("ein")),
            "ander, ",
            Strong(words("wichtig ", Emphasis(words("und betont")))),
            ", ",
            Code("Code mit ` und # $x <b> \\"),
            ".",
        ),
        para(
            "Rinderkennzeichnungsfleischetikettierungsüberwachungsaufgabenübertragungsgesetz und "
            "Donau/Elbe/Weser/Ems/Rhein/Main/Neckar/Mosel/Saar/Lahn."
        ),
        para("Harte", Break(), "Zeilenenden", Break(), Emphasis(words("mit", Break(), "Betonung"))),
        para(
            "Der ",
            Link(words("Träger & Söhne"), "https://example.org/größe?a=1&b=ä#stück"),
            " und ",
            Link(words("die ", Strong(words("Satzung"))), "https://example.org/(a)_b~c"),
            " sowie ",
            Link(words("Post"), "mailto:amt@example.org"),
            ".",
        ),
        para(
            "Ein Zeichen ",
            Image("bilder/punkt.png", "Punkt"),
            " im Satz und eins ",
            Image("bilder/punkt.png", "", decorative=True),
            " zum Schmuck.",
        ),
        Heading(2, words("Listen"), "abschnitt-listen", number="2.1"),
        BulletList(
            (
                (para("eng, ", Strong(words("erstens"))),),
                (
                    para("mit Unterliste"),
                    BulletList(((para("tiefer"), BulletList(((para("am tiefsten"),),))),)),
                ),
                (
                    para("mit Zählung"),
                    OrderedList(((para("eins"),), (para("zwei", note(5, para("In einer Liste."))),))),
                ),
            )
        ),
        OrderedList(((para("vier"),), (para("fünf"),)), start=4),
        BulletList(
            (
                (para("weit"), para("mit zweitem Absatz")),
                (para("und Code"), CodeBlock("a = 1")),
            ),
            tight=False,
        ),
        OrderedList(
            ((para("weit eins"), Quote((para("darin ein Zitat"),))), (para("weit zwei"),)), tight=False
        ),
        Heading(2, words("Abgesetztes"), "abschnitt-abgesetztes", number="2.2"),
        Quote((para("Kinder haben ein Recht auf Förderung."), para("§", NBSP, "1 SGB", NBSP, "VIII"))),
        CodeBlock(CODE, "python"),
        CodeBlock("ohne Sprache"),
        DefinitionList(
            (
                Definition(
                    words("Sozialraum"),
                    ((para("Ein Gebiet."), para("Und seine Menschen.")), (para("Auch: Quartier"),)),
                ),
                Definition(
                    words("Träger*in ", Emphasis(words("der Jugendhilfe"))), ((para("Wer leistet."),),)
                ),
            )
        ),
        Rule(),
        Alert("HINWEIS", (para("Gut zu wissen."), BulletList(((para("a"),), (para("b"),)))), "Hinweis"),
        Alert("WICHTIG", (para("Bitte beachten: ", _TABLE, "."),), "Wichtig"),
        Alert("OFFEN", (para("Noch zu klären."), para("Wer klärt es?")), "Offener Punkt", "offen-1"),
        Alert("INTERN", (para("Nur für das Amt."),), "Intern"),
    )
    return Part("schreibweisen", "kapitel", blocks)


def _numbers() -> Part:
    wide = Table(
        ("left",) * 4 + ("right",) * 4,
        cells("Sozialraum", "Träger*in", "Angebot", "Ziel", "2023", "2024", "2025", "2026"),
        tuple(
            cells(
                f"Raum {i}",
                "Träger & Co.",
                "Offene Kinder- und Jugendarbeit",
                "Teilhabe",
                *(str(i * k) for k in (7, 8, 9, 11)),
            )
            for i in range(1, 6)
        ),
        words("Angebote nach Sozialräumen"),
        "tab-angebote",
        2,
        wide=True,
    )
    long = Table(
        ("right", "", "left"),
        cells("Nr.", "Maßnahme", "Stand"),
        tuple(
            cells(str(i), f"Maßnahme mit der Nummer {i}", "läuft" if i % 3 else "geplant")
            for i in range(1, 61)
        ),
        words("Alle Maßnahmen"),
        "tab-massnahmen",
        3,
    )
    plain = Table(("", ""), cells("Kürzel", ()), (cells("JHA", "Jugendhilfeausschuss"), cells("BV", ())))
    blocks = (
        Heading(1, words("Zahlen"), "kapitel-zahlen", number="3"),
        para("Vor der breiten Tabelle."),
        wide,
        para(
            "Nach der breiten Tabelle, siehe ",
            Reference(words("Tabelle" + NBSP + "2"), "tab-angebote", "tab", automatic=True),
            ".",
        ),
        long,
        plain,
        para("Das Ende der Kapitel."),
    )
    return Part("zahlen", "kapitel", blocks)


def _annex() -> Part:
    blocks = (
        Heading(1, words("Ziele und Beschlüsse"), "anlage-ziele", number="A"),
        Heading(2, words("Verhältnisse ändern"), "ziel-verhaeltnisse", number="A.1"),
        para("Wird erwähnt in ", _CHAPTER, "."),
        Heading(2, words("Beschlüsse"), "anlage-ziele-beschluesse", number="A.2"),
        Table(
            ("left", "left"),
            cells("Nummer", "Gegenstand"),
            (
                cells(words(Anchor("beschluss-2020-bv-0702"), "2020/BV/0702"), "Fortschreibung"),
                cells(
                    words(Anchor("beschluss-2008-bv-4238"), "2008/BV/4238"), words("Auftrag, siehe ", _ENTRY)
                ),
            ),
            words("Beschlüsse der Bürgerschaft"),
            "tab-beschluesse",
            4,
        ),
    )
    backlinks = {"ziel-verhaeltnisse": (_CHAPTER,), "beschluss-2020-bv-0702": (_CHAPTER, _SECTION)}
    return Part("anlage-ziele", "anlage", blocks, backlinks)


# --- references to these parts ---------------------------------------------------------

_CHAPTER = Reference(words("Kapitel" + NBSP + "1"), "kapitel-auftrag", "kapitel", automatic=True)
_SECTION = Reference(
    words("Abschnitt" + NBSP + "1.1"), "abschnitt-modellregionen", "abschnitt", automatic=True
)
_FIGURE = Reference(words("Abbildung" + NBSP + "1"), "abb-lage", "abb", automatic=True)
_TABLE = Reference(words("Tabelle" + NBSP + "1"), "tab-einwohner", "tab", automatic=True)
_ENTRY = Reference(words("Verhältnisse ändern"), "ziel-verhaeltnisse", "eintrag", automatic=True)
_OWN = Reference(
    words("der ", Emphasis(words("Beschluss")), " von 2020"),
    "beschluss-2020-bv-0702",
    "eintrag",
    automatic=False,
)
