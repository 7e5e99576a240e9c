"""The picture of where a concept stands: `sro status --bild`."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from sro_cli import cli, pipeline
from sro_cli.answers import status, status_picture
from sro_cli.editing import authoring
from sro_cli.files import Memory, Overlay, bundled
from sro_cli.theme import contrast
from tests.handbook import ROOT
from tests.projects import minimal
from tests.test_milestones import CHAPTER, ENTRIES, STONES
from tests.test_status import DEMANDS

STATES = ("freigegeben", "in-pruefung", "ueberarbeitung-noetig", "entwurf")
SVG = "{http://www.w3.org/2000/svg}"
WHITE = "#ffffff"


def drawn(titel: str = "Konzept", demands: str = DEMANDS) -> etree._Element:
    """The picture of a concept with a chapter of every status."""
    ids = [state[:2] for state in STATES]
    chapters = {
        f"content/kapitel/{ident}.md": CHAPTER.format(ident, state)
        for ident, state in zip(ids, STATES, strict=True)
    }
    settings = minimal({}).read("content/konzept.yml").decode()
    settings = re.sub(r"(?m)^titel: .*", f"titel: {titel}", settings)
    settings = re.sub(r"(?m)^kapitel: .*", f"kapitel: [{', '.join(ids)}]", settings)
    stones = {"content/meilensteine.yml": STONES % demands, "content/konzept.yml": settings}
    loaded = pipeline.load(minimal({**stones, **ENTRIES, **chapters}))
    found = status.status(loaded.konzept, loaded.index, frozenset({"0.1.0", "0.9.0"}))
    assert loaded.theme
    return etree.fromstring(status_picture.svg(found, loaded.theme))


def words(picture: etree._Element) -> list[str]:
    """The texts of a picture."""
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def test_it_says_what_it_shows() -> None:
    picture = drawn()
    said = picture.findtext(f"{SVG}desc") or ""

    assert picture.findtext(f"{SVG}title") == "Stand: Konzept"
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "titel text"
    assert {"freigegeben: 1", "in Prüfung: 1", "Überarbeitung nötig: 1", "Entwurf: 1"} <= set(words(picture))
    for piece in words(picture):
        assert piece in said or piece.isdigit() or piece == "Konzept" or piece.partition(" von ")[0].isdigit()


def test_what_the_next_milestone_lacks_is_in_it() -> None:
    assert any(line.startswith("Meilenstein M3 fehlt noch: 3 Kapitel") for line in words(drawn()))
    assert "Meilenstein M3 fehlt nichts von dem, was er verlangt." in words(drawn(demands=""))


def test_each_status_is_told_apart_without_colours() -> None:
    boxes = [box.get("fill", "") for box in drawn().iter(f"{SVG}rect") if box.get("height") == "26"]

    solid = [fill for fill in boxes if fill.startswith("#")]
    assert len(boxes) == len(set(boxes)) == 4
    assert len(solid) == 3  # the other one is hatched
    assert all(contrast(one, other) >= 1.8 for one, other in pairwise(solid))


def test_texts_are_readable_on_its_own_ground() -> None:
    picture = drawn()
    colours = {text.get("fill") or picture.get("fill") or "" for text in picture.iter(f"{SVG}text")}

    assert all(contrast(colour, WHITE) >= 4.5 for colour in colours)


def test_a_long_title_is_broken_and_signs_of_xml_are_text() -> None:
    picture = drawn(
        "„A & B <C>“ und noch vieles mehr, das in einer Zeile von achtzig Zeichen keinen Platz hat"
    )

    assert words(picture)[0].startswith("„A & B <C>“")
    assert max(map(len, words(picture)[:2])) <= 70


def test_characters_of_control_are_shown_as_symbols() -> None:
    picture = drawn('"Kon\\\\x01zept\\\\x1b"')

    assert picture.findtext(f"{SVG}title") == "Stand: Kon␁zept␛"
    assert words(picture)[0] == "Kon␁zept␛"


def test_nothing_is_wider_than_the_picture() -> None:
    for text in drawn().iter(f"{SVG}text"):
        # Wide fonts need 0.6 of their size a letter.
        size = float(text.get("font-size", "15"))
        length = 0.6 * size * len(text.text or "")
        assert float(text.get("x", "0")) + (0 if text.get("text-anchor") else length) <= 800, text.text


def test_a_new_concept_shows_the_picture_of_its_own_state(tmp_path: Path) -> None:
    files = authoring.example(tmp_path / "neu")
    loaded = pipeline.load(Overlay(Memory(files), bundled()))

    found = status.status(loaded.konzept, loaded.index, None)

    assert loaded.theme
    assert status_picture.svg(found, loaded.theme) == files["stand.svg"].decode()


class TestCommand:
    def test_it_writes_the_same_bytes_again(self, tmp_path: Path) -> None:
        for name in ("eins.svg", "zwei.svg"):
            done = CliRunner().invoke(cli.app, ["-C", str(ROOT), "status", "--bild", str(tmp_path / name)])
            assert (done.exit_code, done.output) == (0, f"Geschrieben: {tmp_path / name}\n")

        assert (tmp_path / "eins.svg").read_bytes() == (tmp_path / "zwei.svg").read_bytes()

    def test_without_colours_there_is_no_picture(self, tmp_path: Path) -> None:
        (tmp_path / "content").mkdir()
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / "gestaltung.yml").write_text("farben: bunt\n", encoding="utf-8")

        done = CliRunner().invoke(cli.app, ["-C", str(tmp_path), "status", "--bild", str(tmp_path / "a.svg")])

        assert done.exit_code == 2
        assert "gestaltung.yml lassen sich nicht lesen" in done.stderr

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            (["--bild", "stand.png"], "auf .svg endet"),
            (["--bild", "a.svg", "--json"], "nicht zusammen mit --json"),
        ],
    )
    def test_what_cannot_be_is_refused(self, more: list[str], why: str) -> None:
        done = CliRunner().invoke(cli.app, ["-C", str(ROOT), "status", *more])

        assert done.exit_code == 2
        assert why in done.stderr
