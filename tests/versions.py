"""Pairs of versions of a document, each about one kind of change: for redlines and what reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sro_cli import tree
from sro_cli.document.number import number
from tests.pictures import DRAWING, LINE
from tests.trees import META, cells, full_tree, minimal_tree, para, words

Blocks = tuple[tree.Block, ...]
Pair = tuple[tree.Tree, tree.Tree]


def numbered(document: tree.Tree) -> tree.Tree:
    """The document with all numbers, also in its references."""
    parts, labels = number(document.parts)

    def rewrite(inline: tree.Inline) -> tuple[tree.Inline, ...]:
        if isinstance(inline, tree.Reference) and inline.automatic and inline.kind != "eintrag":
            return (replace(inline, content=words(labels[inline.anchor].text)),)
        return (inline,)

    return replace(
        document, parts=tuple(replace(part, blocks=tree.map_blocks(part.blocks, rewrite)) for part in parts)
    )


def chapter(title: str, ident: str, *blocks: tree.Block) -> tree.Part:
    """A chapter."""
    return tree.Part(ident, "kapitel", (tree.Heading(1, words(title), f"kapitel-{ident}"), *blocks))


def document(*parts: tree.Part, meta: tree.Meta = META) -> tree.Tree:
    """A numbered document of chapters behind a title page."""
    title = tree.Part("titelblatt", "titelblatt", (tree.Paragraph((tree.Text(meta.title),), "title"),))
    return numbered(tree.Tree(meta, (title, *parts), {"bilder/a.svg": DRAWING, "bilder/b.svg": LINE}))


def pair(old: Blocks, new: Blocks) -> Pair:
    """Two versions of a chapter between two others that stay."""
    before, after = chapter("Davor", "davor", _STAYS), chapter("Danach", "danach", _STAYS)
    return document(before, chapter("Mitte", "mitte", *old), after), document(
        before, chapter("Mitte", "mitte", *new), after
    )


_STAYS = para("Dieser Absatz bleibt, wie er ist.")
_ONE = para("Die Stadt fördert die Hilfen in den Sozialräumen seit dem Jahr 2008.")
_TWO = para("Der Ausschuss berät zweimal im Jahr über den Stand der Umsetzung.")
_TWO_IN_ONE = para(f"{tree.plain_text(_ONE.content)} {tree.plain_text(_TWO.content)}")
_SAID = "Der Rat der Stadt beriet am 1. Mai und sagte: So geht es weiter."
_THREE = para("Die Träger*innen berichten dem Amt bis zum 31. März.")


def section(level: int, title: str) -> tree.Heading:
    """A heading."""
    return tree.Heading(level, words(title), f"abschnitt-{title.lower()}")


def table(head: str, *rows: str, caption: str = "", ident: str = "", wide: bool = False) -> tree.Table:
    """A table from lines with a bar between cells."""
    first, *others = (cells(*(cell.strip() for cell in row.split("|"))) for row in (head, *rows))
    aligned: tuple[tree.Alignment, ...] = tuple("" for _ in first)
    return tree.Table(aligned, first, tuple(others), words(caption) if caption else (), ident, wide=wide)


def items(*content: str | tuple[tree.Block, ...]) -> tuple[tuple[tree.Block, ...], ...]:
    """The items of a list."""
    return tuple((para(item),) if isinstance(item, str) else item for item in content)


def to(title: str) -> tree.Reference:
    """A reference to a section by its number."""
    return tree.Reference(words("Abschnitt 9"), f"abschnitt-{title.lower()}", "abschnitt", automatic=True)


def at(title: str) -> tree.Reference:
    """A link to a section with words of its own."""
    return tree.Reference(words("dort"), f"abschnitt-{title.lower()}", "abschnitt", automatic=False)


def link(text: str, url: str) -> tree.Link:
    """A link to the outside."""
    return tree.Link(words(text), url)


_RAUM = table(
    "Raum | Menschen",
    "Toitenwinkel | 13.500",
    "Dierkow | 11.200",
    "Evershagen | 16.900",
    caption="Räume",
    ident="tab-raum",
)
_WIDE = table(
    "Raum | Menschen | Stand",
    "Toitenwinkel | 13.500 | 2024",
    "Dierkow | 11.200 | 2024",
    "Evershagen | 16.900 | 2024",
    caption="Räume",
    ident="tab-raum",
)


def _replaced(document: tree.Tree, *changes: tuple[str, str]) -> tree.Tree:
    def rewrite(inline: tree.Inline) -> tuple[tree.Inline, ...]:
        if not isinstance(inline, tree.Text):
            return (inline,)
        text = inline.text
        for old, new in changes:
            text = text.replace(old, new)
        return (tree.Text(text),)

    parts = tuple(replace(part, blocks=tree.map_blocks(part.blocks, rewrite)) for part in document.parts)
    return replace(document, parts=parts)


def _opened(document: tree.Tree) -> tree.Tree:
    """The document with a footnote that stays in front of all others.

    LibreOffice 7.4 forgets that the end of a paragraph was deleted if the first footnote stands in it.
    """
    title, *parts = document.parts
    first = tree.Part("zuvor", "vorspann", (para("Zuvor", tree.Note((para("Bleibt."),)), "."),))
    return numbered(replace(document, parts=(title, first, *parts)))


def _full() -> Mapping[str, Pair]:
    full, minimal = _opened(full_tree()), _opened(minimal_tree())
    title, first, history, mandate, writing, numbers, annex = full.parts
    moved = replace(full, parts=(title, first, history, writing, mandate, numbers, annex))
    edited = _replaced(full, ("Beschluss", "Entscheid"), ("der", "aller"), ("steht", "stand"), ("2", "7"))
    return {
        "nichts": (full, full),
        "jedes Element, Wörter": (full, numbered(edited)),
        "jedes Element kommt dazu": (minimal, full),
        "jedes Element entfällt": (full, minimal),
        "Kapitel verschoben": (full, numbered(moved)),
    }


def _redrawn(both: Pair) -> Pair:
    """The pair with another picture under the same name."""
    old, new = both
    return old, replace(new, media={**new.media, "bilder/a.svg": LINE})


def _referring() -> dict[str, Pair]:
    """Pairs about what references lead to."""
    told = (para("Siehe ", at("Auftrag"), " und ", to("Auftrag"), "."),)
    noted = (
        para("Siehe auch", tree.Note((para("Mehr ", at("Auftrag"), " und ", to("Auftrag"), "."),)), "."),
    )
    first, second = (section(2, "Auftrag"), _ONE), (section(2, "Ziele"), _TWO, _THREE)
    named, renamed = (replace(first[0], content=words(title)) for title in ("Der Auftrag", "Unser Auftrag"))
    rows = {ident: cells((tree.Anchor(ident), tree.Text(name)), name) for ident, name in _ENTRIES.items()}
    entries = tree.Table(("", ""), cells("Ziel", "Titel"), tuple(rows.values()))
    moved = replace(entries, rows=tuple(rows[ident] for ident in ("ziel:Z2", "ziel:Z3", "ziel:Z1")))
    entry = para("Es geht um ", tree.Reference(words("Z1"), "ziel:Z1", "eintrag", automatic=False), ".")
    return {
        "Überschrift verschoben, mit Verweisen": pair(
            (*first, *second, *told, *noted), (*second, *first, *told, *noted)
        ),
        "Überschrift umbenannt, mit Verweisen": pair(
            (named, _ONE, *second, *told, *noted), (renamed, _ONE, *second, *told, *noted)
        ),
        "Überschrift entfällt, mit Verweisen": pair((*first, *second, *told, *noted), second),
        "Überschriften tauschen ihre Namen": pair(
            (*first, *second, *told),
            (
                replace(first[0], ident="abschnitt-ziele"),
                _ONE,
                replace(second[0], ident="abschnitt-auftrag"),
                *second[1:],
                *told,
            ),
        ),
        "Überschrift und Zeile heißen anders": pair(
            (*first, *second, entries, *told, entry),
            (
                replace(first[0], ident="abschnitt-anlass"),
                _ONE,
                *second,
                replace(
                    entries,
                    rows=(
                        cells((tree.Anchor("ziel:Z9"), tree.Text("Kinder stärken")), "Kinder stärken"),
                        *entries.rows[1:],
                    ),
                ),
                _THREE,
            ),
        ),
        "Zeile verschoben, mit Verweisen": pair((entries, entry), (moved, entry)),
        "Zeile entfällt, mit Verweisen": pair((entries, entry), (replace(moved, rows=moved.rows[:2]), _ONE)),
    }


_ENTRIES = {"ziel:Z1": "Kinder stärken", "ziel:Z2": "Wege verkürzen", "ziel:Z3": "Familien entlasten"}


def _listing() -> dict[str, Pair]:
    """Pairs about lists in footnotes."""

    def noted(*blocks: tree.Block) -> tree.Paragraph:
        return para("Das Amt prüft alles", tree.Note((para("Hierzu zählen:"), *blocks)), " und berichtet.")

    steps = tree.OrderedList(items("Antrag", "Bescheid"))
    apart = (tree.OrderedList(items("Antrag")), tree.OrderedList(items("Bescheid")))
    other = tree.OrderedList(items("Anhörung", "Bescheid"))
    below = tree.OrderedList(items("Eins", "Zwei"))
    points = tree.BulletList(items("Antrag", "Bescheid"))
    return {
        "Fußnote mit Liste entfällt": pair((noted(steps), _TWO, below), (_TWO, below)),
        "Fußnote mit Punkten entfällt": pair((noted(points), _TWO), (_TWO, below)),
        "Fußnote mit Liste kommt dazu": pair((_TWO, below), (noted(steps), _TWO, below)),
        "Fußnote mit Liste, Wörter": pair((noted(steps), _TWO, below), (noted(other), _TWO, below)),
        "Fußnote mit geteilter Liste": pair((noted(*apart), _TWO, below), (noted(steps), _TWO, below)),
        "Fußnote mit Liste anderer Art": pair((noted(steps), _TWO, below), (noted(points), _TWO, below)),
    }


def pairs() -> dict[str, Pair]:
    """The pairs by what they are about."""
    note = tree.Note((para("Siehe die Satzung vom 1. Mai."),))
    other = tree.Note((para("Siehe die Satzung vom 2. Juni."),))
    long = tree.Note((para("Ganz neu."), para("Und noch ein Absatz.")))
    return {
        **_full(),
        **_referring(),
        **_listing(),
        "Wörter": pair(
            (_ONE, _TWO),
            (para("Die Stadt fördert alle Hilfen in ihren Sozialräumen seit dem Jahr 2009."), _TWO),
        ),
        "Auszeichnung": pair(
            (para("Das ist ", tree.Strong(words("sehr wichtig")), " und ", tree.Code("a_b"), " gilt."),),
            (
                para(
                    "Das ist ",
                    tree.Emphasis(words("sehr wichtig")),
                    " und ",
                    tree.Code("a_c"),
                    tree.Break(),
                    "gilt.",
                ),
            ),
        ),
        "Absatz dazu": pair((_ONE, _THREE), (_ONE, _TWO, _THREE)),
        "Absatz entfällt": pair((_ONE, _TWO, _THREE), (_ONE, _THREE)),
        "Absatz ersetzt": pair((_ONE, _TWO), (_ONE, para("Etwas völlig anderes."))),
        "Absatz geteilt": pair((_TWO_IN_ONE, _THREE), (_ONE, _TWO, _THREE)),
        "Absätze zusammengeführt": pair((_ONE, _TWO, _THREE), (_TWO_IN_ONE, _THREE)),
        "Absatz geteilt und geändert": pair(
            (
                _THREE,
                para("Vorweg sei gesagt: ", link("Hier", "https://example.org/alt"), " steht mehr. ", _SAID),
            ),
            (
                _THREE,
                para("Vorweg gesagt: ", link("Hier", "https://example.org/alt"), " steht noch mehr."),
                para(_SAID.replace("1. Mai", "2. Mai").replace("weiter", "fort")),
            ),
        ),
        "Absatz in drei geteilt, vor einer Tabelle": pair(
            (para(f"{_SAID} {_SAID.replace('Rat', 'Ausschuss')} Das war es auch schon."), _RAUM),
            (para(_SAID), para(_SAID.replace("Rat", "Ausschuss")), para("Das war es auch schon."), _RAUM),
        ),
        "Absätze zusammengeführt und geändert, am Ende": (
            document(chapter("Eins", "eins", _ONE, para(_SAID), _TWO)),
            document(
                chapter(
                    "Eins",
                    "eins",
                    para(f"{tree.plain_text(_ONE.content)} Und {_SAID} Er berät einmal im Jahr."),
                )
            ),
        ),
        "Absatz vor Tabelle": pair((_ONE, _RAUM, _THREE), (_ONE, _TWO, _RAUM, _THREE)),
        "Absatz vor Tabelle entfällt": pair((_ONE, _TWO, _RAUM, _THREE), (_ONE, _RAUM, _THREE)),
        "Absatz nach Tabelle": pair((_ONE, _RAUM, _THREE), (_ONE, _RAUM, _TWO, _THREE)),
        "Tabelle dazu": pair((_ONE, _TWO), (_ONE, _RAUM, _TWO)),
        "Tabelle entfällt": pair((_ONE, _RAUM, _TWO), (_ONE, _TWO)),
        "Tabelle ohne Unterschrift entfällt": pair((_ONE, replace(_RAUM, caption=()), _TWO), (_ONE, _TWO)),
        "Abschnitt mit Tabelle entfällt": pair(
            (_ONE, section(2, "Alt"), _TWO, _RAUM, section(2, "Neu"), _THREE),
            (_ONE, section(2, "Neu"), _THREE),
        ),
        "Überschrift vor Tabelle entfällt": pair(
            (_ONE, section(2, "Alt"), replace(_RAUM, caption=()), section(2, "Neu"), _THREE),
            (_ONE, section(2, "Neu"), _THREE),
        ),
        "Tabellenzeilen": pair(
            (_RAUM,),
            (
                table(
                    "Raum | Menschen",
                    "Toitenwinkel | 13.500",
                    "Groß Klein | 12.000",
                    "Evershagen am Rand | 17.100",
                    "Schmarl | 8.800",
                    caption="Räume",
                    ident="tab-raum",
                ),
            ),
        ),
        "Tabellenspalten": pair((_ONE, _RAUM, _TWO), (_ONE, _WIDE, _TWO)),
        "Tabellenspalten ohne Unterschrift": pair(
            (_ONE, replace(_RAUM, caption=()), _TWO), (_ONE, replace(_WIDE, caption=()), _TWO)
        ),
        "Listen": pair(
            (
                tree.BulletList(items("eins", "zwei", "drei")),
                tree.OrderedList(items("Antrag", "Prüfung", "Bescheid")),
            ),
            (
                tree.BulletList(items("eins", "drei", "vier")),
                tree.OrderedList(items("Antrag", "Anhörung", "Prüfung", "Bescheid")),
            ),
        ),
        "Listen umgebaut": pair(
            (
                tree.OrderedList(items("Antrag stellen", "Antrag prüfen", "Bescheid geben", "Ablegen")),
                _TWO,
            ),
            (
                tree.OrderedList(
                    items(
                        (para("Antrag stellen"), tree.BulletList(items("Antrag prüfen", "Bescheid geben"))),
                        "Ablegen",
                    )
                ),
                _TWO,
            ),
        ),
        "Liste geteilt": pair(
            (tree.OrderedList(items("Antrag stellen", "Antrag prüfen", "Bescheid geben", "Ablegen")), _TWO),
            (
                tree.OrderedList(items("Antrag stellen", "Antrag prüfen")),
                _ONE,
                tree.OrderedList(items("Bescheid geben", "Ablegen")),
                _TWO,
            ),
        ),
        "Überschriften": pair(
            (section(2, "Auftrag"), _ONE, section(2, "Ziele"), _TWO, para("Siehe ", to("Ziele"), ".")),
            (
                section(2, "Anlass"),
                _THREE,
                section(2, "Auftrag"),
                _ONE,
                section(3, "Ziele"),
                _TWO,
                para("Siehe ", to("Ziele"), "."),
            ),
        ),
        "Fußnoten": pair(
            (para("Eins", note, " und zwei", note, " und drei."), para("Vier", note, ".")),
            (para("Eins", other, " und zwei und drei", long, "."), para("Vier", note, ".")),
        ),
        "Links": pair(
            (para("Mehr ", link("auf der Seite", "https://example.org/alt"), " der Stadt."), _ONE),
            (
                para("Mehr ", link("auf der neuen Seite", "https://example.org/neu"), " der Stadt."),
                para("Und ", link("hier", "https://example.org/alt"), "."),
                _ONE,
            ),
        ),
        "Bild ersetzt": _redrawn(
            pair(*[(_ONE, tree.Figure(tree.Image("bilder/a.svg", "Eine Karte"), words("Lage")), _TWO)] * 2)
        ),
        "Bilder": pair(
            (_ONE, tree.Figure(tree.Image("bilder/a.svg", "Eine Karte"), words("Lage"), "abb-lage"), _TWO),
            (_ONE, tree.Figure(tree.Image("bilder/b.svg", "Eine Linie"), words("Lage"), "abb-lage"), _TWO),
        ),
        "Abgesetztes": pair(
            (
                tree.Quote((_ONE,)),
                tree.Alert("HINWEIS", (_TWO,), "Hinweis"),
                tree.DefinitionList((tree.Definition(words("Rat"), ((para("Die Bürgerschaft."),),)),)),
                tree.CodeBlock("a = 1\nb = 2"),
                tree.Rule(),
                _THREE,
            ),
            (
                tree.Quote((_ONE, _TWO)),
                tree.Alert("WICHTIG", (_TWO, _ONE), "Wichtig"),
                tree.DefinitionList(
                    (
                        tree.Definition(words("Amt"), ((para("Das Jugendamt."),),)),
                        tree.Definition(words("Rat"), ((para("Die Bürgerschaft der Stadt."),),)),
                    )
                ),
                tree.CodeBlock("a = 1\nb = 3"),
                _THREE,
            ),
        ),
        "Ende": (
            document(chapter("Eins", "eins", _ONE)),
            document(chapter("Eins", "eins", _ONE, _TWO, _RAUM, _THREE)),
        ),
        "Ende entfällt": (
            document(chapter("Eins", "eins", _ONE, _RAUM, _TWO)),
            document(chapter("Eins", "eins", _ONE)),
        ),
        "Breite Tabelle": pair(
            (_ONE, replace(_RAUM, wide=True), _TWO, replace(_WIDE, ident="tab-b"), _THREE),
            (_ONE, _RAUM, _TWO, replace(_WIDE, ident="tab-b", wide=True), _THREE),
        ),
    }
