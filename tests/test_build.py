"""Whole builds: what lies in the folder afterwards, whatever happened on the way."""

from __future__ import annotations

import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from sro_cli import pipeline
from sro_cli.diagnostics import as_json, from_json
from sro_cli.files import Files, Folder, Memory, Overlay, bundled
from sro_cli.pipeline import Built, Request
from sro_cli.source import Source
from sro_cli.store import output
from sro_cli.store.cache import Cache
from tests.pictures import DRAWING, png
from tests.test_document import MINIMAL

REQUEST = Request(
    pipeline.FORMATS,
    internal=False,
    moment=datetime(2026, 1, 2, tzinfo=UTC),
    commit="c0ffee",
    versions=frozenset(),
)
QUICK = replace(REQUEST, formats=("text",))
FISH = "Quastenflosser"
SHOWN = {"text", "note", "zelle"}
"""Names of the pictures of `with_pictures` that everybody may see."""


def concept(**changed: str) -> Files:
    """The minimal concept with other texts for some files, named without folder and ending."""
    sources = {path: changed.get(Path(path).stem, text) for path, text in MINIMAL.items()}
    return Overlay(Memory({path: text.encode() for path, text in sources.items()}), bundled())


def build(files: Files, folder: Path, request: Request = QUICK) -> Built:
    """A build that keeps nothing between builds and tells nobody."""
    return pipeline.build(files, folder, request, {}, lambda _words: None)


def lying_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def with_pictures() -> Files:
    """The minimal concept with pictures in every kind of place, each with its name in its bytes."""
    sources = {path: text.encode() for path, text in MINIMAL.items()}
    for path in (*(f"bilder/{name}" for name in ("text", "note", "intern", "weg", "lose")), "kapitel/zelle"):
        mark = f"<text y='9'>Kennzeichen-{Path(path).name}</text></svg>".encode()
        sources[f"content/{path}.svg"] = DRAWING.replace(b"</svg>", mark)
    sources["content/bilder/README.md"] = b"Kennzeichen-liesmich"
    sources["content/kapitel/2.md"] += (
        b"\n![Lage](bilder/text.svg)\n\nText.[^1]\n\n[^1]: Wie ![Lage](bilder/note.svg).\n\n"
        b"| a |\n|---|\n| ![Lage](kapitel/zelle.svg) |\n\n> [!INTERN]\n> ![Lage](bilder/intern.svg)\n"
    )
    sources["content/kapitel/3.md"] = (
        b"---\nid: weg\nstatus: entwurf\n---\n\n# Weg\n\n![Lage](bilder/weg.svg)\n"
    )
    return Overlay(Memory(sources), bundled())


def every_byte(products: Mapping[str, bytes]) -> str:
    """The products with everything that is packed in them, as text."""
    texts: list[str] = []
    for path, content in products.items():
        texts.append(content.decode("utf-8", errors="ignore"))
        if path.endswith(".docx"):
            with zipfile.ZipFile(BytesIO(content)) as package:
                texts += [package.read(name).decode("utf-8", errors="ignore") for name in package.namelist()]
        if path.endswith(".pdf"):
            texts += [text_of_pdf(content), *inside_pdf(content)]
    return "\n".join(texts)


def text_of_pdf(content: bytes) -> str:
    """The words of a PDF."""
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def inside_pdf(content: bytes) -> Iterator[str]:
    """What is packed in a PDF, attachments among it; of its strings the ASCII letters."""
    for match in re.finditer(rb"stream\r?\n", content):
        with suppress(zlib.error):
            unpacked = zlib.decompressobj().decompress(content[match.end() :])
            strings = (bytes.fromhex(found[1].decode()) for found in _HEXADECIMAL.finditer(unpacked))
            yield b"\n".join((unpacked, *strings)).replace(b"\0", b"").decode("latin-1")


_HEXADECIMAL = re.compile(rb"<((?:[0-9A-Fa-f]{2})+)>")


class TestProducts:
    """All formats of one concept."""

    def test_a_build_writes_every_product(self, tmp_path: Path) -> None:
        built = build(concept(), tmp_path / "da", REQUEST)

        assert {"beispiel.docx", "beispiel.pdf", "beispiel.html", "html/index.html", "lesefassung.md"} <= set(
            built.products
        )
        assert set(lying_in(tmp_path / "da")) == {*built.products, ".sro.json"}

    def test_two_builds_in_two_folders_and_time_zones_are_equal_to_the_byte(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TZ", "Pacific/Auckland")
        build(concept(), tmp_path / "a", REQUEST)
        monkeypatch.setenv("TZ", "America/Lima")
        monkeypatch.setenv("LANG", "tr_TR.UTF-8")
        build(concept(), tmp_path / "weiter weg" / "b", REQUEST)

        assert lying_in(tmp_path / "a") == lying_in(tmp_path / "weiter weg" / "b")

    def test_what_is_internal_occurs_in_no_byte_of_a_public_product(self, tmp_path: Path) -> None:
        build(concept(), tmp_path / "extern", REQUEST)
        build(concept(), tmp_path / "intern", replace(REQUEST, internal=True))

        assert FISH not in every_byte(lying_in(tmp_path / "extern"))
        assert FISH in every_byte(lying_in(tmp_path / "intern"))

    def test_an_internal_document_says_so_in_its_name_and_its_words(self, tmp_path: Path) -> None:
        built = build(concept(), tmp_path, replace(REQUEST, formats=("docx", "text"), internal=True))
        loaded = pipeline.load(concept())

        assert [Path(path).stem.endswith("-intern") for path in built.products] == [True, False]
        assert every_byte(lying_in(tmp_path)).count("Interner Entwurf") > 1
        assert pipeline.edition(loaded.konzept, REQUEST).fassung.startswith("Entwurf")

    @pytest.mark.parametrize(("internal", "shown"), [(False, SHOWN), (True, {*SHOWN, "intern"})])
    def test_a_product_holds_the_pictures_that_it_shows_and_no_others(
        self, tmp_path: Path, internal: bool, shown: set[str]
    ) -> None:
        build(with_pictures(), tmp_path, replace(REQUEST, internal=internal))

        lying = lying_in(tmp_path)
        for ending in (".docx", ".html"):
            text = every_byte({path: content for path, content in lying.items() if path.endswith(ending)})
            assert set(re.findall(r"Kennzeichen-(\w+)", text)) == shown

    def test_one_format_alone_is_the_same_as_among_all(self, tmp_path: Path) -> None:
        build(concept(), tmp_path / "alle", REQUEST)
        build(concept(), tmp_path / "eins", replace(REQUEST, formats=("docx",)))

        assert lying_in(tmp_path / "eins")["beispiel.docx"] == lying_in(tmp_path / "alle")["beispiel.docx"]


class TestFailure:
    """A build that fails changes nothing."""

    def test_products_stay_when_the_sources_break(self, tmp_path: Path) -> None:
        build(concept(), tmp_path)
        before = lying_in(tmp_path)

        built = build(concept(ziele="ziele: [1"), tmp_path)

        assert built.products == ()
        assert lying_in(tmp_path) == before

    def test_products_stay_when_an_engine_refuses(self, tmp_path: Path) -> None:
        build(concept(), tmp_path, REQUEST)
        before = lying_in(tmp_path)
        sources = {path: text.encode() for path, text in MINIMAL.items()}
        sources["content/kapitel/2.md"] += b"\n![Ein Bild](bilder/kaputt.png)\n"
        sources["content/bilder/kaputt.png"] = png(b"these dots nobody can unpack")

        built = build(Overlay(Memory(sources), bundled()), tmp_path, REQUEST)

        assert {finding.kind.code for finding in built.findings} >= {"P101"}
        assert lying_in(tmp_path) == before

    def test_products_stay_when_the_disk_refuses(self, tmp_path: Path) -> None:
        build(concept(), tmp_path)
        before = lying_in(tmp_path)
        # A folder where a file is to go: replacing fails, whoever the user is.
        (tmp_path / "lesefassung.md").unlink()
        (tmp_path / "lesefassung.md").mkdir()
        (tmp_path / "lesefassung.md" / "fremd.txt").write_text("bleibt")

        with pytest.raises(OSError, match="lesefassung"):
            build(concept(), tmp_path)

        assert (tmp_path / "lesefassung.md" / "fremd.txt").read_text() == "bleibt"
        assert lying_in(tmp_path)[".sro.json"] == before[".sro.json"]
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".sro-")] == []

    def test_a_concept_without_settings_is_not_built(self, tmp_path: Path) -> None:
        built = build(concept(konzept="titel: [x"), tmp_path)

        assert built.products == ()
        assert lying_in(tmp_path) == {}


class TestStrangers:
    """What `sro` did not write stays as it is."""

    def put(self, folder: Path, **content: str) -> None:
        """Publishes texts as products ``a.md`` and so on."""
        output.publish(folder, {f"{name}.md": text.encode() for name, text in content.items()}, "k", [])

    def test_a_file_that_no_record_names_is_not_written_over(self, tmp_path: Path) -> None:
        (tmp_path / "b.md").write_text("fremd")

        with pytest.raises(OSError, match="ist nicht von sro"):
            self.put(tmp_path, a="neu", b="neu")

        assert lying_in(tmp_path) == {"b.md": b"fremd"}

    def test_a_file_with_the_same_bytes_is_taken_for_ours(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("gleich")
        self.put(tmp_path, a="gleich")
        self.put(tmp_path, a="neu")

        assert (tmp_path / "a.md").read_text() == "neu"

    @pytest.mark.parametrize("owned", [True, False])
    def test_a_linked_folder_leads_to_no_file_outside(self, tmp_path: Path, *, owned: bool) -> None:
        (tmp_path / "fremd").mkdir()
        (tmp_path / "fremd" / "index.html").write_text("fremd")
        (tmp_path / "da").mkdir()
        (tmp_path / "da" / "html").symlink_to("../fremd")

        with pytest.raises(OSError, match="Verknüpfung"):
            output.publish(tmp_path / "da", {"html/index.html": b"neu"}, "k", [], owned=owned)

        assert lying_in(tmp_path / "fremd") == {"index.html": b"fremd"}

    def test_a_folder_that_became_a_link_loses_nothing(self, tmp_path: Path) -> None:
        folder = tmp_path / "da"
        output.publish(folder, {"html/alt.html": b"alt", "html/neu.html": b"alt"}, "k", [])
        (folder / "html").rename(tmp_path / "fremd")
        (folder / "html").symlink_to("../fremd")

        with pytest.raises(OSError, match="Verknüpfung"):
            output.publish(folder, {"html/neu.html": b"neu"}, "k", [])

        assert lying_in(tmp_path / "fremd") == {"alt.html": b"alt", "neu.html": b"alt"}

    @pytest.mark.parametrize("path", ["../evil.html", "html/../../evil.html", "/evil.html"])
    def test_a_product_outside_of_its_folder_is_refused_before_anything_is_written(
        self, tmp_path: Path, path: str
    ) -> None:
        with pytest.raises(ValueError, match="evil"):
            output.publish(tmp_path / "da", {"a.md": b"", path: b""}, "k", [])

        assert lying_in(tmp_path) == {}


class TestAgain:
    """The second build."""

    def test_nothing_is_made_anew_when_nothing_changed(self, tmp_path: Path) -> None:
        first = build(concept(), tmp_path)

        second = build(concept(), tmp_path)

        assert not first.fresh
        assert second.fresh
        assert second.products == first.products
        assert [as_json(finding) for finding in second.findings] == [
            as_json(finding) for finding in first.findings
        ]

    @pytest.mark.parametrize("path", ["lesefassung.md", ".sro.json"])
    def test_a_product_that_was_changed_is_made_anew(self, tmp_path: Path, path: str) -> None:
        build(concept(), tmp_path)
        before = lying_in(tmp_path)
        (tmp_path / path).write_text("anders")

        assert not build(concept(), tmp_path).fresh
        assert lying_in(tmp_path) == before

    def test_any_change_of_sources_or_circumstances_counts(self, tmp_path: Path) -> None:
        build(concept(), tmp_path)

        changed = MINIMAL["content/ziele.yml"].replace("Erstes", "Anderes")
        assert not build(concept(ziele=changed), tmp_path).fresh
        assert not build(concept(), tmp_path, replace(QUICK, commit="decade")).fresh
        assert not build(concept(), tmp_path, replace(QUICK, internal=True)).fresh

    def test_pages_that_are_no_more_go_and_strange_files_stay(self, tmp_path: Path) -> None:
        html = replace(REQUEST, formats=("html",))
        build(concept(), tmp_path, html)
        (tmp_path / "html" / "notiz.txt").write_text("fremd")
        settings = MINIMAL["content/konzept.yml"].replace("anlagen: [ziele]", "anlagen: []")

        build(concept(konzept=settings), tmp_path, html)

        assert not (tmp_path / "html" / "anlage-ziele.html").exists()
        assert (tmp_path / "html" / "notiz.txt").read_text() == "fremd"

    def test_products_of_other_formats_stay(self, tmp_path: Path) -> None:
        build(concept(), tmp_path, replace(REQUEST, formats=("html", "text")))

        build(concept(), tmp_path, QUICK)

        assert (tmp_path / "html" / "index.html").exists()

    def test_products_of_an_earlier_name_go_with_the_next_build_of_their_format(self, tmp_path: Path) -> None:
        renamed = MINIMAL["content/konzept.yml"].replace("kurzname: beispiel", "kurzname: anders")
        html = replace(REQUEST, formats=("html",))
        build(concept(), tmp_path, html)
        build(concept(konzept=renamed), tmp_path, QUICK)

        build(concept(konzept=renamed), tmp_path, html)

        assert not (tmp_path / "beispiel.html").exists()
        assert (tmp_path / "anders.html").exists()

    def test_findings_survive_being_kept(self, tmp_path: Path) -> None:
        built = build(concept(), tmp_path)
        sources = {path: Source(path, text) for path, text in MINIMAL.items()}

        kept = [from_json(as_json(finding), sources.__getitem__) for finding in built.findings]

        assert (
            [str(finding.span) for finding in kept] == [str(finding.span) for finding in built.findings] != []
        )


class TestCache:
    """Values kept between builds."""

    def test_a_value_comes_back(self, tmp_path: Path) -> None:
        cache = Cache(tmp_path)
        cache["ab12"] = b"wert"

        assert cache["ab12"] == b"wert"
        assert list(cache) == ["ab12"]
        assert len(cache) == 1

    def test_a_forgotten_value_is_gone(self, tmp_path: Path) -> None:
        cache = Cache(tmp_path)
        cache["ab12"] = b"wert"
        del cache["ab12"]

        assert "ab12" not in cache
        with pytest.raises(KeyError):
            del cache["ab12"]

    def test_a_damaged_value_counts_as_missing(self, tmp_path: Path) -> None:
        cache = Cache(tmp_path)
        cache["ab12"] = b"wert"
        place = tmp_path / "ab" / "ab12"
        place.write_bytes(place.read_bytes()[:-1] + b"x")

        assert cache.get("ab12") is None

    def test_a_folder_that_cannot_be_written_keeps_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "datei").write_text("im Weg")
        cache = Cache(tmp_path / "datei")
        cache["ab12"] = b"wert"

        assert cache.get("ab12") is None

    def test_the_oldest_values_go_first(self, tmp_path: Path) -> None:
        cache = Cache(tmp_path)
        for age, key in enumerate(("aa1", "bb2", "cc3")):
            cache[key] = bytes(100)
            os.utime(tmp_path / key[:2] / key, (age, age))

        cache.trim(largest=300)

        assert list(cache) == ["bb2", "cc3"]


class TestRecord:
    """What is known of a folder of products."""

    @pytest.mark.parametrize("text", ["", "{}", "[]", '{"key": 1, "products": 3, "findings": 4}', "\x00"])
    def test_a_broken_record_is_none(self, tmp_path: Path, text: str) -> None:
        (tmp_path / ".sro.json").write_text(text)

        assert output.record(tmp_path) is None

    @pytest.mark.parametrize("path", ["../fremd.txt", "/etc/fremd", "html/../../fremd", 5])
    def test_a_record_that_names_strange_files_is_not_trusted(self, tmp_path: Path, path: object) -> None:
        kept = {"key": "k", "products": {}, "others": [path], "findings": []}
        (tmp_path / ".sro.json").write_text(json.dumps(kept))

        assert output.record(tmp_path) is None

    def test_a_folder_that_was_never_written_has_none(self, tmp_path: Path) -> None:
        assert output.record(tmp_path / "nirgends") is None


def test_a_folder_on_disk_builds_like_one_in_memory(tmp_path: Path) -> None:
    for path, text in MINIMAL.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")

    build(Overlay(Folder(tmp_path), bundled()), tmp_path / "da")
    build(concept(), tmp_path / "dort")

    assert lying_in(tmp_path / "da") == lying_in(tmp_path / "dort")
