"""Products, read back: what is broken on the way is found in each of them, and nothing else is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sro_cli import conformity, pipeline, production, tree
from sro_cli.diagnostics import Diagnostic
from sro_cli.document.number import number
from sro_cli.files import Memory, Overlay, bundled
from sro_cli.readback import Readback, pdf
from sro_cli.readback.comparison import difference
from sro_cli.readback.internal import leaks
from sro_cli.readback.said import HYPHEN, Chunk, close, plain
from sro_cli.readback.told import Piece
from sro_cli.readers import gestaltung, prose
from sro_cli.source import Source
from sro_cli.theme import Theme
from sro_cli.tree import Tree
from tests.pictures import DRAWING
from tests.test_properties import documents
from tests.trees import META, cells, full_tree, minimal_tree, para, words

CHAPTER = """\
# Auftrag der Stadt

Der Rat hat am 4. März 2026 zwölf Ziele beschlossen.[^rat]
Davon betreffen 7 die Kinder- und Jugendhilfe.

[^rat]: Niederschrift, Seite 15.

## Wege

Zuerst wird zugehört.

Dann wird gebaut.

3. Fragen
4. Antworten

| Raum | Menschen |
|---|---:|
| Nord | 1200 |
| Süd | 980 |

: Menschen je Raum {#menschen}

![Karte der Räume Nord und Süd](bilder/karte.svg "Die Räume"){#karte}

> [!WICHTIG]
> Bitte bis Mai antworten.

Begriff
: Was er heißt.
"""

_MARK = re.compile(r"\[\d+\]")

WHERE = {"im PDF", "im Word-Dokument", "in der HTML-Datei", "auf der Website", "in der Lesefassung"}


def theme(**templates: str) -> Theme:
    """The default look, with other templates under the names of their files."""
    own = Memory({f"templates/{path}": text.encode() for path, text in templates.items()})
    found, _findings = gestaltung.load(Overlay(own, bundled()))
    assert found
    return found


def document(text: str) -> Tree:
    """A chapter as a document."""
    return composed(prose.read(Source("content/kapitel/auftrag.md", text)).blocks)


def composed(*chapters: tuple[tree.Block, ...]) -> Tree:
    """Chapters as a document: numbered, everything with an ident."""
    title = tree.Part("titelblatt", "titelblatt", (tree.Paragraph(words("Konzept"), "title"),))
    parts = [tree.Part(f"kapitel-{i}", "kapitel", blocks) for i, blocks in enumerate(chapters, 1)]
    numbered, _labels = number((title, *parts))
    media = {image.path: DRAWING for part in numbered for image in tree.images(part.blocks)}
    return Tree(META, numbered, media)


@cache
def products(told: str) -> Mapping[str, bytes]:
    """The products of a chapter."""
    made, _findings = production.products(document(told), theme(), pipeline.FORMATS, {}, lambda _words: None)
    return made


def read_back(document: Tree, made: Mapping[str, bytes], look: Theme | None = None) -> list[Diagnostic]:
    """What products of another document say otherwise."""
    return list(Readback(document, look or theme()).findings(made))


def where(found: list[Diagnostic]) -> set[str]:
    """The products in which something is found."""
    sentences = (finding.message[0].lower() + finding.message[1:] for finding in found)
    return {place for sentence in sentences for place in WHERE if place in sentence}


def line(finding: Diagnostic) -> int:
    """The line that a finding names, from 1."""
    assert finding.span
    return finding.span.source.line_column(finding.span.start)[0]


class TestSound:
    """What is as it should be has no findings."""

    @pytest.mark.parametrize("told", [full_tree(), full_tree(draft=True), minimal_tree()])
    def test_every_kind_of_node_and_awkward_text(self, told: Tree) -> None:
        _made, findings = production.products(told, theme(), pipeline.FORMATS, {}, lambda _words: None)

        assert findings == ()

    def test_a_chapter(self) -> None:
        assert read_back(document(CHAPTER), products(CHAPTER)) == []

    def test_rows_and_footnotes_that_go_over_pages(self) -> None:
        long = "Ein Satz mit langen Wörtern wie Sozialraumkoordinierung und Jugendhilfeplanung. "
        note = tree.Note((para(long * 30), para("Ende der Fußnote.")))
        rows = [cells(f"{i}", long * (i * 7 % 23), words(long * (i * 5 % 17), note)) for i in range(1, 9)]
        table = tree.Table(("", "", ""), cells("Nr.", "Eins", "Zwei"), tuple(rows))
        heading = tree.Heading(1, words("Lang"), "lang")
        told = composed((heading, para(long, note, long * 90), table, para(long * 90)))

        _made, findings = production.products(told, theme(), ("pdf",), {}, lambda _words: None)

        assert findings == ()

    def test_headings_that_move_to_the_next_page_without_their_footnotes(self) -> None:
        """Typst leaves a footnote where it first tried to place its mark."""

        def chapter(lines: int) -> tuple[tree.Block, ...]:
            filled = [para("Eine Zeile.") for _ in range(lines)]
            note = tree.Note((para("Eine Fußnote."),))
            return (
                tree.Heading(1, words("Lang"), f"lang-{lines}"),
                *filled,
                tree.Heading(2, words("Wege"), f"wege-{lines}"),
                tree.Heading(3, (*words("Umwege"), note), f"umwege-{lines}"),
                para("Ein Satz, der drei Zeilen braucht, damit keine davon allein steht. " * 4),
            )

        told = composed(*(chapter(lines) for lines in range(24, 34)))

        _made, findings = production.products(told, theme(), ("pdf",), {}, lambda _words: None)

        assert findings == ()

    def test_a_footnote_stands_on_the_page_of_its_mark(self) -> None:
        def chapter(lines: int) -> tuple[tree.Block, ...]:
            filled = [para("Eine Zeile.") for _ in range(lines)]
            note = tree.Note((para("Eine Fußnote von einigen Wörtern, die zwei Zeilen braucht. " * 3),))
            told = para("Ein Satz von mehreren Wörtern. " * 9, note, " Und noch einer, der folgt." * 2)
            return tree.Heading(1, words("Lang"), f"lang-{lines}"), *filled, told

        told = composed(*(chapter(lines) for lines in range(22, 36)))
        made, _findings = production.products(told, theme(), ("pdf",), {}, lambda _words: None)

        (paper,) = made.values()
        said = pdf.said(paper)
        marks = {chunk.text: chunk.place for chunk in said.body if _MARK.fullmatch(chunk.text)}
        notes = {chunk.text: chunk.place for chunk in said.notes if _MARK.fullmatch(chunk.text)}
        assert len(marks) == 14
        assert notes == marks

    def test_hyphens_of_authors_and_of_typst(self) -> None:
        told = document(
            "# Über-\u00adlange Wort\u00adverbindungen\n\n"
            + "Kinder-, Jugend- und Familien-Hilfe-Planungs-Ausschuss-Sitzungs-Protokoll 2020-2024 -- " * 40
        )

        _made, findings = production.products(told, theme(), pipeline.FORMATS, {}, lambda _words: None)

        assert findings == ()

    def test_items_of_lists_that_begin_with_something_else_than_words(self) -> None:
        table = "| a | b |\n   |---|---|\n   | c | d |"
        items = ("eins", "## Wege", table, "> Zitat", "```\n   Code\n   ```", "- tiefer", "Ende")
        told = document("# Auftrag\n\n" + "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1)))

        _made, findings = production.products(told, theme(), pipeline.FORMATS, {}, lambda _words: None)

        assert findings == ()

    @settings(max_examples=4, suppress_health_check=list(HealthCheck))
    @given(st.lists(documents, min_size=10, max_size=20))
    def test_whatever_an_author_may_write(self, texts: list[str]) -> None:
        told = composed(*(drawn(index, text) for index, text in enumerate(texts)))

        _made, findings = production.products(told, theme(), pipeline.FORMATS, {}, lambda _words: None)

        assert findings == ()


def drawn(index: int, text: str) -> tuple[tree.Block, ...]:
    """A chapter of what hypothesis has written, as far as a document would have it so."""
    written = text.replace("𝔄", "A")  # no font has it
    blocks = prose.read(Source(f"content/kapitel/{index}.md", written)).blocks
    heading = tree.Heading(1, words(f"Kapitel {index}"), f"kapitel-{index}")
    return heading, *_settled(tree.map_blocks(blocks, _resolved), f"{index}")


def _resolved(inline: tree.Inline) -> tuple[tree.Inline, ...]:
    if isinstance(inline, tree.Mention):
        return inline.content or words("Ziel")
    return (inline,)


def _settled(blocks: tuple[tree.Block, ...], place: str) -> tuple[tree.Block, ...]:
    """The blocks with idents of their own; headings are of one level and have words."""
    settled: list[tree.Block] = []
    for index, block in enumerate(blocks):
        ident = f"{place}-{index}"
        match block:
            case tree.Heading(_, content):
                said = content if tree.plain_text(content).strip() else words("Leer")
                settled.append(replace(block, level=2, content=said, ident=f"h-{ident}"))
            case tree.Figure() | tree.Table():
                settled.append(replace(block, ident=f"x-{ident}"))
            case tree.Directive():
                pass
            case _:
                inner = [0]

                def deeper(blocks: tuple[tree.Block, ...]) -> tuple[tree.Block, ...]:
                    inner[0] += 1  # noqa: B023 - used up before the next turn
                    return _settled(blocks, f"{ident}-{inner[0]}")  # noqa: B023 - as above

                settled.append(tree.map_inner(block, deeper))
    return tuple(settled)


class TestBroken:
    """What is broken on the way is found in every product, at its source."""

    @pytest.mark.parametrize(
        ("before", "after", "place"),
        [
            ("zwölf Ziele", "Ziele", 3),
            ("betreffen 7 die", "betreffen 8 die", 3),
            ("4. März", "5. März", 3),
            ("Zuerst wird zugehört.\n\n", "", 10),
            ("Dann wird gebaut.\n", "Dann wird gebaut.\n\nDann wird gebaut.\n", 14),
            ("Zuerst wird zugehört.\n\nDann wird gebaut.", "Dann wird gebaut.\n\nZuerst wird zugehört.", 10),
            ("## Wege", "Das ist nur für das Amt.\n\n## Wege", 8),
            ("Seite 15", "Seite 51", 6),
            ("| Süd | 980 |", "| Süd | 960 |", 20),
            ("| Nord | 1200 |\n", "", 19),
            ("| Nord | 1200 |\n| Süd | 980 |", "| Süd | 980 |\n| Nord | 1200 |", 19),
            ("je Raum {#", "pro Raum {#", 17),
            ('"Die Räume"', '"Alle Räume"', 24),
            ("Karte der Räume", "Plan der Räume", 24),
            ("bis Mai antworten", "antworten", 27),
            ("[!WICHTIG]", "[!HINWEIS]", 26),
            (": Was er heißt.", ": Was er ist.", 30),
            ("\nBegriff\n: Was er heißt.\n", "", 29),
            ("3. Fragen\n4. Antworten", "2. Fragen\n3. Antworten", 14),
            ("# Auftrag der Stadt", "# Auftrag", 1),
        ],
    )
    def test_a_change_is_found_in_every_product(self, before: str, after: str, place: int) -> None:
        assert before in CHAPTER

        found = read_back(document(CHAPTER), products(CHAPTER.replace(before, after, 1)))

        assert {finding.kind.code for finding in found} == {"P102"}
        assert where(found) == WHERE
        assert {line(finding) for finding in found} == {place}

    def test_a_finding_says_what_should_stand_there_and_what_does(self) -> None:
        found = read_back(document(CHAPTER), products(CHAPTER.replace("980", "960")))

        paper = next(finding for finding in found if "PDF" in finding.message)
        assert paper.message == "Im PDF steht hier etwas anderes"
        assert paper.notes == ("in den Quellen steht: „980“", "im PDF steht: „960“ (Seite 3)")
        assert paper.help.endswith("„sro build -f docx -f html -f text“ die anderen Formate")

    @pytest.mark.parametrize(
        ("before", "after", "message"),
        [
            ("Zuerst wird zugehört.\n\n", "", "Dieser Text fehlt im PDF"),
            ("## Wege", "Nur für das Amt.\n\n## Wege", "Im PDF steht hier Text zu viel"),
            ("bis Mai", "bis Juni", "Im PDF steht hier etwas anderes"),
            (": Was er heißt.\n", ": Was er heißt.\n\nNur für das Amt.\n", "Im PDF steht hier Text zu viel"),
        ],
    )
    def test_a_finding_tells_what_is_missing_from_what_is_too_much(
        self, before: str, after: str, message: str
    ) -> None:
        found = read_back(document(CHAPTER), products(CHAPTER.replace(before, after, 1)))

        assert message in [finding.message for finding in found]

    def test_a_wrong_line_of_a_list_is_found(self) -> None:
        made = products(CHAPTER)
        wrong = {path: _with_wrong_list(path, content) for path, content in made.items()}

        found = read_back(document(CHAPTER), wrong)

        assert where(found) == {"im Word-Dokument", "in der HTML-Datei", "auf der Website"}
        assert {finding.message.partition(" nennt ")[2] for finding in found} == {
            "ein Verzeichnis, was es im Dokument nicht gibt"
        }

    def test_a_number_that_word_would_count_otherwise_is_found(self) -> None:
        path = f"{META.name}.docx"
        package = products(CHAPTER)[path]
        wrong = changed(package, "word/numbering.xml", b'<w:start w:val="3"/>', b'<w:start w:val="2"/>')
        wrong = changed(wrong, "word/numbering.xml", b'startOverride w:val="3"', b'startOverride w:val="2"')

        (found,) = read_back(document(CHAPTER), {path: wrong})

        assert found.notes == ("in den Quellen steht: „3.“", "im Word-Dokument steht: „2.“")

    def test_where_an_entry_is_mentioned_is_read_too(self) -> None:
        told = full_tree()
        made, _findings = production.products(told, theme(), ("html",), {}, lambda _words: None)
        wrong = {
            path: content.replace(b"wird erw\xc3\xa4hnt in", b"fehlt in") for path, content in made.items()
        }

        assert where(read_back(told, wrong)) == {"in der HTML-Datei", "auf der Website"}


def _with_wrong_list(path: str, content: bytes) -> bytes:
    if path.endswith(".docx"):
        return changed(
            content,
            "word/document.xml",
            b'<w:t xml:space="preserve">Wege</w:t></w:r><w:r><w:tab/>',
            b'<w:t xml:space="preserve">Umwege</w:t></w:r><w:r><w:tab/>',
        )
    if path.endswith((".html",)):
        return re.sub(rb'(<li class="ebene-2">.*?)Wege', rb"\1Umwege", content)
    return content


def changed(package: bytes, part: str, before: bytes, after: bytes) -> bytes:
    """A DOCX with something else in a part."""
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(new, "w") as written:
        for name in old.namelist():
            content = old.read(name)
            assert name != part or before in content
            written.writestr(name, content.replace(before, after) if name == part else content)
    return new.getvalue()


class TestTemplates:
    """Templates may add words of their own, and must keep those of the document."""

    FRAME = Path("templates/pdf.typ").read_text("utf-8")
    PAGE = Path("templates/html/teil.html.j2").read_text("utf-8")

    def test_words_that_stand_in_a_template_may_stand_in_the_product(self) -> None:
        frame = self.FRAME.replace(
            "heading(level: 1)[Inhalt]",
            "heading(level: 1)[Was hier steht]\n[Herausgegeben von der Stadt am Fluss, #angaben.herausgeber]",
        ).replace(
            "#let kasten(art, titel, inhalt) = block(",
            "#let kasten(art, titel, inhalt) = [Bitte lesen!] + block(",
        )
        page = self.PAGE.replace(
            "{{ teil }}", "<p>Ein Dienst der Stadt</p>{{ teil }}<p>{{ ausgabe.stand }}</p>"
        )
        look = theme(**{"pdf.typ": frame, "html/teil.html.j2": page})

        _made, found = production.products(document(CHAPTER), look, ("html", "pdf"), {}, lambda _words: None)

        assert found == ()

    def test_capital_letters_are_a_matter_of_looks(self) -> None:
        frame = self.FRAME.replace("// Überschriften\n", "// Überschriften\n  show heading: upper\n")

        _made, found = production.products(
            document("# Größe und Maß\n\nText.\n"),
            theme(**{"pdf.typ": frame}),
            ("pdf",),
            {},
            lambda _words: None,
        )

        assert found == ()

    def test_a_template_that_loses_text_is_named(self) -> None:
        frame = self.FRAME.replace("    inhalt\n  },\n)", "  },\n)")

        _made, (found,) = production.products(
            document(CHAPTER), theme(**{"pdf.typ": frame}), ("pdf",), {}, lambda _words: None
        )

        assert (found.message, line(found)) == ("Dieser Text fehlt im PDF", 27)
        assert "templates/pdf.typ" in found.help

    @pytest.mark.parametrize("page", ["", "{# nichts #}", "<!DOCTYPE html>"])
    def test_a_template_that_leaves_nothing_is_named(self, page: str) -> None:
        look = theme(**{"html/teil.html.j2": page})

        made, (found,) = production.products(document(CHAPTER), look, ("html",), {}, lambda _words: None)

        assert found.message == "Dieser Text fehlt auf der Website"
        assert "templates/html/teil.html.j2" in found.help
        assert "Die Seite hat keinen Titel" in [each.message for each in conformity.findings(made, look)]


class TestComparison:
    """Texts against texts."""

    @pytest.mark.parametrize(
        ("told", "said"),
        [
            (["Ja und Nein"], ["Ja ", "und", " Nein"]),
            (["Ja", "Nein"], ["Ja Nein"]),
            (["", "Ja", ""], ["Ja"]),
            ([], []),
        ],
    )
    def test_where_chunks_end_makes_no_difference(self, told: list[str], said: list[str]) -> None:
        assert difference(pieces(*told), list(map(Chunk, said)), plain) is None

    def test_a_hyphen_at_the_end_of_a_line_is_an_author_s_or_typst_s(self) -> None:
        said = [
            Chunk(f"Kinder{HYPHEN}"),
            Chunk("und Ju"),
            Chunk(HYPHEN),
            Chunk("gend-"),
            Chunk(f"amt 1{HYPHEN}2"),
        ]

        assert difference(pieces("Kinder- und Jugend-amt 1-2"), said, close) is None
        assert difference(pieces("Kinder und Jugendamt 1-2"), said, close)

    def test_cells_of_a_row_may_be_said_page_by_page(self) -> None:
        said = [
            Chunk("links oben", "Seite 1", cell=True),
            Chunk("rechts", "Seite 1", cell=True),
            Chunk("und unten", "Seite 2", cell=True),
            Chunk("danach", "Seite 2"),
        ]
        row = [
            Piece("links oben und unten", row=1),
            Piece("", row=1),
            Piece("rechts", row=1),
            Piece("danach"),
        ]

        assert difference(row, said, close) is None
        assert difference(row, [*said[:2], said[3]], close)
        assert difference([replace(piece, row=0) for piece in row], said, close)

    def test_the_next_cell_of_a_page_is_another_cell(self) -> None:
        row = [Piece("ja ja", row=1), Piece("ja", row=1)]
        cells = [Chunk("ja", "Seite 1", cell=True), Chunk("ja", "Seite 1", cell=True)]

        assert difference(row, [*cells, Chunk("ja", "Seite 2", cell=True)], close) is None

    def test_what_is_missing_at_the_end_is_missing(self) -> None:
        found = difference(pieces("eins", "zwei"), [Chunk("eins")], plain)

        assert found
        assert (found.told, found.said, found.how) == (Piece("zwei"), None, "missing")


def pieces(*texts: str) -> list[Piece]:
    return [Piece(text) for text in texts]


REMARK = "Frau Beispiel hat um einen Rückruf am Abend gebeten"
REMARKED = f"""\
rueckmeldungen:
  - id: R0001
    art: frage
    text: Wann geht es los?
    intern:
      vermerk: {REMARK}
"""


class TestInternal:
    """What is internal is found in a document that is said to be public."""

    def loaded(self, **sources: str) -> pipeline.Loaded:
        files = {f"content/{path}": text.encode() for path, text in sources.items()}
        return pipeline.load(Overlay(Memory(files), bundled()))

    def test_a_box(self) -> None:
        loaded = self.loaded()
        shown = document("# Auftrag\n\n> [!INTERN]\n> Nur für das Amt.\n")

        (found,) = leaks(loaded.konzept, loaded.index, shown)

        assert (found.kind.code, line(found)) == ("P102", 3)

    def test_a_remark(self) -> None:
        loaded = self.loaded(**{"beteiligung.yml": REMARKED})

        (found,) = leaks(loaded.konzept, loaded.index, document(f"# Auftrag\n\nDenn: {REMARK}.\n"))

        assert found.message == "Die interne Angabe „vermerk“ steht im öffentlichen Dokument"
        assert found.path == "content/beteiligung.yml"

    def test_what_the_sources_say_elsewhere_is_no_secret(self) -> None:
        said = REMARKED.replace("Wann geht es los?", f"{REMARK}.")
        loaded = self.loaded(**{"beteiligung.yml": said})

        assert not list(leaks(loaded.konzept, loaded.index, document(f"# Auftrag\n\n{REMARK}.\n")))

    def test_nothing_else(self) -> None:
        loaded = self.loaded(**{"beteiligung.yml": REMARKED})

        assert not list(leaks(loaded.konzept, loaded.index, document(CHAPTER)))
