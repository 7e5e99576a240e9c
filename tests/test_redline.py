"""Redlines: tracked changes that prove themselves, here and in LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from sro_cli import tree
from sro_cli.files import bundled
from sro_cli.readback import docx as readback
from sro_cli.readers import gestaltung
from sro_cli.redline import Redline, redline
from sro_cli.redline.alignment import aligned, in_common
from sro_cli.redline.changes import Origin
from sro_cli.redline.resolution import accepted, rejected
from sro_cli.source import Source, Span
from sro_cli.theme import Theme
from sro_cli.writers import docx
from sro_cli.writers.docx.markup import NAMESPACES, w
from sro_cli.writers.docx.package import packed, parts_of
from tests import libreoffice
from tests.trees import para, words
from tests.validation import docx_faults
from tests.versions import chapter, document, items, pairs, table

PAIRS = pairs()
MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _origin(_old: Span | None, _new: Span | None) -> Origin:
    return Origin("Redaktion", MOMENT)


@pytest.fixture(scope="module")
def theme() -> Theme:
    found, findings = gestaltung.load(bundled())
    assert found
    assert not findings
    return found


@pytest.fixture(scope="module")
def store() -> dict[str, bytes]:
    return {}


@pytest.fixture(scope="module")
def made(theme: Theme, store: dict[str, bytes]) -> dict[str, Redline]:
    """The redline of each pair."""
    return {name: redline(old, new, theme, store, _origin) for name, (old, new) in PAIRS.items()}


def _roots(content: bytes | None) -> Iterator[Any]:
    parts = parts_of(content or b"")
    yield etree.fromstring(parts["word/document.xml"])
    yield etree.fromstring(parts["word/footnotes.xml"])


@pytest.mark.parametrize("name", PAIRS)
class TestPairs:
    """What holds of the redline of every pair."""

    def test_it_proves_itself(self, name: str, made: dict[str, Redline]) -> None:
        assert made[name].doubts == ()
        assert made[name].content

    def test_it_keeps_its_schema(self, name: str, made: dict[str, Redline]) -> None:
        assert docx_faults(made[name].content or b"") == []

    def test_no_id_is_used_twice(self, name: str, made: dict[str, Redline]) -> None:
        roots = list(_roots(made[name].content))
        marks = ("ins", "del", "pPrChange", "bookmarkStart")
        idents = [each.get(w("id")) for root in roots for each in root.iter(*map(w, marks))]
        names = [start.get(w("name")) for start in roots[0].iter(w("bookmarkStart"))]
        drawn = [each.get("id") for each in roots[0].iter("{*}docPr")]

        for found in (idents, names, drawn):
            assert len(found) == len(set(found))

    def test_every_change_says_who_and_when(self, name: str, made: dict[str, Redline]) -> None:
        for root in _roots(made[name].content):
            for change in root.iter(w("ins"), w("del"), w("pPrChange")):
                assert change.get(w("author")) == "Redaktion"
                assert change.get(w("date")) == "2026-03-01T12:00:00Z"

    def test_read_back_it_says_both_versions(
        self, name: str, made: dict[str, Redline], theme: Theme, store: dict[str, bytes]
    ) -> None:
        for resolved, version in ((accepted, PAIRS[name][1]), (rejected, PAIRS[name][0])):
            parts = parts_of(made[name].content or b"")
            for part in ("word/document.xml", "word/footnotes.xml"):
                parts[part] = etree.tostring(resolved(etree.fromstring(parts[part])))
            said = _without_results(parts)
            wanted = _without_results(docx.parts(version, theme, store, None))

            assert _texts(said.body) == _texts(wanted.body)
            assert said.alts == wanted.alts


def _texts(chunks: Any) -> list[str]:
    """The texts, without points that say nothing and keep tables apart."""
    return [text for chunk in chunks if (text := chunk.text.strip("\u200b "))]


def _without_results(parts: dict[str, bytes]) -> Any:
    """What a document says but for results of fields: they are those of the new version until Word counts."""
    for part in ("word/document.xml", "word/footnotes.xml"):
        root = etree.fromstring(parts[part])
        depth = 0
        for each in root.iter(w("fldChar"), w("t")):
            kind = each.get(w("fldCharType"), "")
            depth += {"separate": 1, "end": -1}.get(kind, 0)
            if depth and each.tag == w("t"):
                each.text = ""
        parts[part] = etree.tostring(root)
    return readback.said(packed(parts))


@pytest.mark.tool("soffice")
def test_libreoffice_accepts_and_rejects_to_the_very_texts(
    made: dict[str, Redline], theme: Theme, store: dict[str, bytes], tmp_path: Path
) -> None:
    jobs = []
    for name, (old, new) in PAIRS.items():
        content = made[name].content or b""
        jobs += [(packed(docx.parts(version, theme, store, None)), "") for version in (old, new)]
        jobs += [(content, libreoffice.REJECT), (content, libreoffice.ACCEPT)]

    found = iter(libreoffice.texts(tmp_path, jobs))

    for name in PAIRS:
        old_text, new_text, was, will_be = (next(found) for _ in range(4))
        assert (name, was) == (name, old_text)
        assert (name, will_be) == (name, new_text)


_TABLE = table("Raum | Menschen", "Dierkow | 11.200", caption="Räume", ident="tab-raum")
_LIST = tree.BulletList(items("eins", "zwei"))


class TestMarks:
    """How changes are marked."""

    def test_equal_versions_have_no_change(self, made: dict[str, Redline]) -> None:
        assert made["nichts"].changes == 0

    def test_only_changed_words_are_marked(self, made: dict[str, Redline]) -> None:
        body = next(_roots(made["Wörter"].content))

        assert [_said(change, "delText") for change in body.iter(w("del"))] == ["die", "den", "2008"]
        assert [_said(change, "t") for change in body.iter(w("ins"))] == ["alle", "ihren", "2009"]

    def test_a_picture_replaced_under_its_name_is_deleted_and_inserted(
        self, made: dict[str, Redline]
    ) -> None:
        body = next(_roots(made["Bild ersetzt"].content))

        assert [len(list(change.iter("{*}docPr"))) for change in body.iter(w("del"), w("ins"))] == [1, 1]

    @pytest.mark.parametrize(
        ("name", "mark", "blank"),
        [("Absatz geteilt", "ins", ("delText", "del")), ("Absätze zusammengeführt", "del", ("t", "ins"))],
    )
    def test_of_split_and_merged_paragraphs_only_the_end_is_marked(
        self, name: str, mark: str, blank: tuple[str, str], made: dict[str, Redline]
    ) -> None:
        body = next(_roots(made[name].content))
        ends = [each for each in body.iterfind(f".//{w('pPr')}/{w('rPr')}/*") if each.tag == w(mark)]
        text, around = blank

        assert len(ends) == 1
        assert [_said(each, text) for each in body.iter(w(around)) if len(each)] == [" "]

    def test_a_link_holds_its_changes(self, made: dict[str, Redline]) -> None:
        body = next(_roots(made["Links"].content))

        assert not list(body.iterfind(f".//{w('ins')}/{w('hyperlink')}"))
        assert [
            _said(link, "delText") for link in body.iter(w("hyperlink")) if link.find(w("del")) is not None
        ] == ["auf der Seite"]

    def test_a_link_in_a_link_goes_with_it(self, theme: Theme, store: dict[str, bytes]) -> None:
        inner = tree.Link(words("innen"), "https://example.org/innen")
        nested = para("Mehr ", tree.Link((tree.Text("außen "), inner), "https://example.org/aussen"), ".")
        stays = chapter("Eins", "eins", para("Das bleibt."))

        found = redline(
            document(stays, chapter("Zwei", "zwei", nested)), document(stays), theme, store, _origin
        )

        assert found.doubts == ()

    def test_who_and_when_are_asked_with_both_places(self, theme: Theme, store: dict[str, bytes]) -> None:
        text = "Alt und gut.\n\nNeu und gut.\n"
        source = Source("content/kapitel/01.md", text)
        old = document(chapter("Eins", "eins", replace(para("Alt und gut."), span=Span(source, 0, 12))))
        new = document(chapter("Eins", "eins", replace(para("Neu und gut."), span=Span(source, 14, 26))))
        asked = []

        def origin(old: Span | None, new: Span | None) -> Origin:
            asked.append((old and old.text, new and new.text))
            return Origin("Amt", MOMENT)

        redline(old, new, theme, store, origin)

        assert asked == [("Alt und gut.", "Neu und gut.")]

    def test_the_same_versions_give_the_same_bytes(self, theme: Theme, made: dict[str, Redline]) -> None:
        again = redline(*PAIRS["jedes Element, Wörter"], theme, {}, _origin)

        assert again.content == made["jedes Element, Wörter"].content

    def test_what_is_not_tracked_is_told(self, theme: Theme, store: dict[str, bytes]) -> None:
        old, new = PAIRS["Überschriften"]
        newer = replace(new, meta=replace(new.meta, version="0.4.0"))

        told = redline(old, newer, theme, store, _origin).untracked

        assert [sentence.split()[0] for sentence in told] == ["Inhaltsverzeichnis", "Kopf-", "Nummern"]

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            (_TABLE, replace(_TABLE, alignments=("left", "right")), "Ausrichtungen der Spalten"),
            (_TABLE, replace(_TABLE, widths=(0.2, 0.8)), "Breiten der Spalten"),
            (_TABLE, replace(_TABLE, wide=True), "Hoch- und Querformat der Seiten"),
            (_TABLE, replace(_TABLE, caption=words("Orte")), "Titel der Tabellen für Vorleseprogramme"),
            (_LIST, replace(_LIST, tight=False), "Abstände zwischen Listenpunkten"),
        ],
    )
    def test_what_stays_as_in_the_new_version_is_told(
        self, old: tree.Block, new: tree.Block, sentence: str, theme: Theme, store: dict[str, bytes]
    ) -> None:
        before, after = (document(chapter("Eins", "eins", block)) for block in (old, new))
        found = redline(before, after, theme, store, _origin)

        assert found.doubts == ()
        assert f"{sentence} sind die der neuen Fassung" in found.untracked


def _said(change: Any, name: str) -> str:
    return "".join(text.text for text in change.iter(w(name)))


class TestResolution:
    """Tracked changes of all kinds that Word knows, accepted and rejected."""

    @pytest.mark.parametrize(
        ("marked", "new", "old"),
        [
            pytest.param(
                "<w:p><w:ins><w:r><w:t>neu</w:t></w:r></w:ins><w:del><w:r><w:delText>alt</w:delText></w:r></w:del></w:p>",
                "<w:p><w:r><w:t>neu</w:t></w:r></w:p>",
                "<w:p><w:r><w:t>alt</w:t></w:r></w:p>",
                id="words",
            ),
            pytest.param(
                "<w:p><w:moveFromRangeStart/><w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom>"
                "<w:moveFromRangeEnd/><w:r><w:t>b</w:t></w:r><w:moveTo><w:r><w:t>a</w:t></w:r></w:moveTo></w:p>",
                "<w:p><w:r><w:t>b</w:t></w:r><w:r><w:t>a</w:t></w:r></w:p>",
                "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r></w:p>",
                id="moves",
            ),
            pytest.param(
                "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"
                '<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>b</w:t></w:r></w:p>',
                '<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>a</w:t></w:r>'
                "<w:r><w:t>b</w:t></w:r></w:p>",
                "<w:p><w:pPr/><w:r><w:t>a</w:t></w:r></w:p>"
                '<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>b</w:t></w:r></w:p>',
                id="ends of paragraphs",
            ),
            pytest.param(
                '<w:p><w:pPr><w:jc w:val="right"/>'
                '<w:pPrChange><w:pPr><w:jc w:val="left"/></w:pPr></w:pPrChange></w:pPr>'
                "<w:r><w:rPr><w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>a</w:t></w:r></w:p>",
                '<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r></w:p>',
                '<w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t>a</w:t></w:r></w:p>',
                id="properties",
            ),
            pytest.param(
                "<w:tbl><w:tr><w:trPr><w:ins/></w:trPr><w:tc/></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
                "<w:tbl><w:tr><w:trPr/><w:tc/></w:tr></w:tbl>",
                "<w:tbl><w:tr><w:trPr/><w:tc><w:p/></w:tc></w:tr></w:tbl>",
                id="rows",
            ),
            pytest.param(
                "<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:cellIns/></w:tcPr></w:tc></w:tr></w:tbl>",
                "<w:tbl><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>",
                "<w:tbl><w:tr><w:tc><w:tcPr/><w:p/></w:tc></w:tr></w:tbl>",
                id="cells",
            ),
            pytest.param(
                "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc/></w:tr></w:tbl><w:p/>",
                "<w:p/>",
                "<w:tbl><w:tr><w:trPr/><w:tc/></w:tr></w:tbl><w:p/>",
                id="a whole table",
            ),
            pytest.param(
                "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>a</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc/></w:tr></w:tbl>",
                "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>",
                "<w:p><w:pPr/><w:r><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc/></w:tr></w:tbl>",
                id="a paragraph before a table",
            ),
            pytest.param(
                "<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr><w:ins><w:r><w:t>a</w:t></w:r></w:ins></w:p>",
                "<w:p><w:pPr/><w:r><w:t>a</w:t></w:r></w:p>",
                "<w:p><w:pPr/></w:p>",
                id="the last paragraph stays",
            ),
            pytest.param(
                "<w:p><w:hyperlink><w:del><w:r><w:delText>a</w:delText></w:r></w:del></w:hyperlink>"
                "<w:del><w:r><w:delInstrText>PAGE</w:delInstrText></w:r></w:del></w:p>",
                "<w:p/>",
                "<w:p><w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
                id="links and fields",
            ),
        ],
    )
    def test_it_is_as_word_does_it(self, marked: str, new: str, old: str) -> None:
        assert _canonical(accepted(_body(marked))) == _canonical(_body(new))
        assert _canonical(rejected(_body(marked))) == _canonical(_body(old))


def _body(content: str) -> Any:
    return etree.fromstring(f"<w:body {NAMESPACES}>{content}</w:body>")


def _canonical(body: Any) -> bytes:
    return etree.tostring(body, method="c14n")


def _nothing(*_arguments: Any, **_named: Any) -> None:
    pass


@pytest.mark.parametrize(
    ("forgotten", "name", "doubt"),
    [
        ("changes.Marker.whole", "Absatz dazu", ("rejected", "words")),
        ("changes.Marker.row", "Tabellenzeilen", ("accepted", "structure")),
        ("keep_references", "Überschrift verschoben, mit Verweisen", ("rejected", "target")),
        ("keep_references", "Überschriften tauschen ihre Namen", ("rejected", "target")),
        ("keep_references", "Zeile verschoben, mit Verweisen", ("rejected", "target")),
        ("moved.Units.tell", "Überschrift verschoben, mit Verweisen", ("rejected", "target")),
        ("assembly.translate", "Fußnote mit Liste entfällt", ("rejected", "lists")),
        ("assembly.translate", "Fußnote mit Punkten entfällt", ("rejected", "structure")),
        ("paragraphs.Paragraphs._remember", "Fußnote mit geteilter Liste", ("rejected", "lists")),
        ("paragraphs.Paragraphs._remember", "Listen umgebaut", ("rejected", "structure")),
        ("paragraphs.Paragraphs._merge_note", "Fußnoten", ("rejected", "words")),
        ("assembly._relate", "Links", ("rejected", "target")),
        ("assembly._relate", "Bilder", ("rejected", "picture")),
    ],
)
def test_whatever_is_forgotten_the_proof_fails(  # noqa: PLR0917 - fixtures
    forgotten: str,
    name: str,
    doubt: tuple[str, str],
    theme: Theme,
    store: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"sro_cli.redline.{forgotten}", _nothing)
    found = redline(*PAIRS[name], theme, store, _origin)

    assert found.content is None
    assert doubt in [(each.how, each.about) for each in found.doubts]
    assert all(each.wanted != each.said for each in found.doubts)


def test_a_bookmark_beside_its_words_is_no_proof(
    theme: Theme, store: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sro_cli.redline.bookmarks._stretches", lambda _marks: {})
    found = redline(*PAIRS["Überschrift umbenannt, mit Verweisen"], theme, store, _origin)

    assert [(doubt.how, doubt.about) for doubt in found.doubts] == [("rejected", "target")]
    assert "Absatz 6: Der Auftrag" in found.doubts[0].wanted


def test_a_wrong_redline_is_not_handed_out(
    theme: Theme, store: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever marks changes wrongly: here a marker that forgets the ends of paragraphs."""
    from sro_cli.redline.changes import Marker

    monkeypatch.setattr(Marker, "whole", Marker.runs)
    found = redline(*PAIRS["Absatz dazu"], theme, store, _origin)

    assert found.content is None
    assert [doubt.how for doubt in found.doubts] == ["rejected"]
    assert found.doubts[0].wanted.startswith("Die Träger innen berichten")


class TestMany:
    """Long stretches in which everything was changed."""

    def _paired(self, old: list[str], new: list[str]) -> list[tuple[int | None, int | None]]:
        before, after = ([text.split() for text in side] for side in (old, new))

        def likeness(one: int, other: int) -> float:
            return in_common(before[one], after[other])

        return list(aligned(old, new, likeness, (before.__getitem__, after.__getitem__)))

    def test_changed_rows_belong_together_by_the_words_that_few_have(self) -> None:
        old = [f"Einrichtung Nr. {number} hat {number % 7} Plätze" for number in range(1500)]
        new = ["Neu davor steht dies", *(text.replace("hat", "bietet nun") for text in old[20:])]

        pairs = self._paired(old, new)

        assert [other for one, other in pairs if one is not None and one >= 20] == list(range(1, 1481))
        assert [one for one, other in pairs if other is None] == list(range(20))

    def test_where_no_word_tells_them_apart_they_belong_together_by_their_places(self) -> None:
        old = [f"Im Raum leben {number} Menschen hier" for number in range(1500)]
        new = [f"Im Raum leben {number + 5000} Menschen hier" for number in range(1500)]

        assert self._paired(old, new) == [(number, number) for number in range(1500)]
