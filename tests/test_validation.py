"""What is found is kept, and what somebody wants to see of it is chosen."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sro_cli import pipeline, validation
from sro_cli.catalogue import KINDS
from sro_cli.diagnostics import Allowed, Diagnostic, Examined, Severity
from sro_cli.editing import authoring
from sro_cli.files import Files, Memory, Overlay, bundled
from sro_cli.store.cache import Cache
from sro_cli.validation import Choice, Refused, baseline, chosen
from tests.test_pages import EXAMPLES, REQUEST, Example, in_memory


class Closed(dict[str, bytes]):
    """A store to which nothing can be added: whoever has to, has checked anew."""

    def __setitem__(self, key: str, value: bytes) -> None:
        raise AssertionError(key)


def concept(tmp_path: Path, **changed: bytes) -> Files:
    """The example with files changed, by their names without the ending."""
    files = dict(authoring.example(tmp_path / "neu"))
    files |= {f"content/{name}.yml": text for name, text in changed.items()}
    return Overlay(Memory(files), bundled())


def shown(finding: Diagnostic) -> tuple[object, ...]:
    """All of a finding that a user sees."""
    return finding.kind, finding.message, str(finding.span), finding.label, finding.notes, finding.help


BROKEN = "ziele:\n  - id: Z1\n    zielwerk: keines\n    titel: Größe\n".encode()


class TestKept:
    def test_kept_findings_are_those_of_the_check(self, tmp_path: Path) -> None:
        files = concept(tmp_path, ziele=BROKEN)
        store: dict[str, bytes] = {}

        first = validation.examined(files, store)
        second = validation.examined(files, Closed(store))

        checked = [shown(finding) for finding in pipeline.load(files).findings]
        assert len(checked) > 1
        assert [shown(finding) for finding in first.findings] == checked
        assert [shown(finding) for finding in second.findings] == checked

    @pytest.mark.parametrize(
        "changed",
        [{"ziele": b"ziele: []\n"}, {"neu": b""}, {"ziele": b"\xff"}],
        ids=["text", "new file", "no text"],
    )
    def test_after_a_change_it_is_checked_anew(self, tmp_path: Path, changed: dict[str, bytes]) -> None:
        store: dict[str, bytes] = {}
        validation.examined(concept(tmp_path), store)

        found = validation.examined(concept(tmp_path, **changed), store)

        again = pipeline.load(concept(tmp_path, **changed)).findings
        assert [shown(finding) for finding in found.findings] == [shown(finding) for finding in again]

    def test_what_is_kept_and_damaged_is_found_anew(self, tmp_path: Path) -> None:
        files = concept(tmp_path, ziele=BROKEN)
        store = Cache(tmp_path / "cache")
        first = validation.examined(files, store)
        for place in store.folder.rglob("*"):
            if place.is_file():
                place.write_bytes(b"x")

        again = validation.examined(files, store)

        assert [shown(finding) for finding in again.findings] == [
            shown(finding) for finding in first.findings
        ]


FOUND = tuple(
    KINDS[code].in_file("content/a.md", f"„{number}“")
    for number, code in enumerate(["K101", "K104", "V201", "V205", "V206", "V206"])
)


def codes(*words: str, **choice: object) -> str:
    only, without = ([word for word in words if (word[0] == "-") is left] for left in (False, True))
    made = Choice(tuple(only), tuple(word[1:] for word in without), **choice)  # type: ignore[arg-type]
    return " ".join(finding.kind.code for finding in chosen(Examined(FOUND), made).findings)


class TestSelection:
    @pytest.mark.parametrize(
        ("words", "left"),
        [
            ([], "K101 K104 V201 V205 V206 V206"),
            (["V"], "V201 V205 V206 V206"),
            (["v206, k101"], "K101 V206 V206"),
            (["V206", "K"], "K101 K104 V206 V206"),
            (["-V"], "K101 K104"),
            (["V", "-V206,V201"], "V205"),
            (["A"], ""),
            (["verweis-ins-leere, K101"], "K101 V201"),
        ],
    )
    def test_codes_and_their_first_letters_choose(self, words: list[str], left: str) -> None:
        assert codes(*words) == left

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (["V299"], "Den Befund „V299“ gibt es nicht – meinten Sie „V2"),
            (["V201,X"], "Den Befund „X“ gibt es nicht\nAlle nennt: sro explain"),
            (["-\x1b[31m"], "Den Befund „␛.31m“ gibt es nicht"),
            (["verweis-ins-lere"], "gibt es nicht – meinten Sie „verweis-ins-leere“?"),
            (["V201,"], "Nach --nur stehen Codes, Namen oder Anfangsbuchstaben"),
            (["-,"], "Nach --ohne stehen Codes"),
            (["V201", "-V"], "lassen zusammen keinen Befund übrig"),
        ],
    )
    def test_what_is_no_code_is_refused(self, words: list[str], reason: str) -> None:
        with pytest.raises(Refused, match=reason):
            codes(*words)

    def test_what_is_left_out_is_counted(self) -> None:
        assert chosen(Examined(FOUND), Choice(("K",), ("K101",))).remarks == (
            "Nicht gezeigt: 5 wegen --nur und --ohne.",
            "Unter den nicht gezeigten sind 2 Fehler; damit wird nicht gebaut.",
        )

    def test_who_chooses_nothing_is_told_nothing(self) -> None:
        assert chosen(Examined(FOUND), Choice()).remarks == ()


class TestFiles:
    OTHER = KINDS["V201"].in_file("content/b.md", "„b“")

    @pytest.mark.parametrize(
        ("words", "named"),
        [
            (["content/ziele.yml"], ["content/ziele.yml"]),
            (["ziele.yml", "./content/quellen.yml"], ["content/quellen.yml", "content/ziele.yml"]),
            (["umsetzung"], ["content/kapitel/02-umsetzung.md"]),
            (["kapitel:umsetzung"], ["content/kapitel/02-umsetzung.md"]),
            (["kapitel"], ["content/kapitel/01-auftrag.md", "content/kapitel/02-umsetzung.md"]),
            (["content/meilensteine.yml/"], ["content/meilensteine.yml"]),
        ],
    )
    def test_words_name_files_folders_and_chapters(
        self, words: list[str], named: list[str], tmp_path: Path
    ) -> None:
        assert sorted(validation.paths(words, concept(tmp_path), tmp_path) or ()) == named

    def test_a_path_from_where_one_stands_is_a_path_of_the_concept(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "content/kapitel").mkdir(parents=True)
        monkeypatch.chdir(tmp_path / "content/kapitel")

        assert validation.paths(["../ziele.yml"], concept(tmp_path), tmp_path) == frozenset(
            {"content/ziele.yml"}
        )
        assert len(validation.paths([str(tmp_path)], concept(tmp_path), tmp_path) or ()) > 10

    @pytest.mark.parametrize(
        ("word", "reason"),
        [
            (
                "content/ziel.yml",
                "„content/ziel.yml“ gehört nicht zum Konzept – meinten Sie „content/ziele.yml“?",
            ),
            ("01-auftrg.md", "meinten Sie „content/kapitel/01-auftrag.md“?"),
            ("umsetzng", "meinten Sie „umsetzung“?"),
            ("LIESMICH.txt", "„LIESMICH.txt“ gehört nicht zum Konzept\nMöglich sind"),
        ],
    )
    def test_what_names_nothing_is_refused_with_the_nearest(
        self, word: str, reason: str, tmp_path: Path
    ) -> None:
        with pytest.raises(Refused, match=re.escape(reason)):
            validation.paths([word], concept(tmp_path), tmp_path)

    def test_what_is_in_other_files_is_neither_shown_nor_counted_but_told(self) -> None:
        found = Examined((*FOUND, self.OTHER), (Allowed(self.OTHER, "es so ist"), Allowed(FOUND[0], "so")))
        outcome = chosen(found, Choice(("K", "V205"), paths=frozenset({"content/a.md"})))

        assert [finding.kind.code for finding in outcome.findings] == ["K101", "K104", "V205"]
        assert outcome.allowed == (Allowed(FOUND[0], "so"),)
        assert outcome.remarks == (
            "Nicht gezeigt: 1 in anderen Dateien, 3 wegen --nur.",
            "Unter den nicht gezeigten sind 2 Fehler; damit wird nicht gebaut.",
        )

    def test_what_a_baseline_knows_of_other_files_is_not_taken_for_mended(self, tmp_path: Path) -> None:
        place = tmp_path / "ausgangslage.json"
        place.write_bytes(baseline.written(baseline.taken((*FOUND, self.OTHER))))
        here = Choice(paths=frozenset({"content/b.md"}), baseline=place)

        assert chosen(Examined(FOUND[1:]), here).remarks[-1].startswith("Behoben: 1 aus")
        assert not any("Behoben" in words for words in chosen(Examined((self.OTHER,)), here).remarks)


class TestStrictness:
    def test_a_warnung_counts_if_asked_for(self) -> None:
        assert chosen(Examined(FOUND), Choice()).least is Severity.FEHLER
        assert chosen(Examined(FOUND), Choice(strict=True)).least is Severity.WARNUNG

    def test_it_is_said_if_it_makes_a_difference(self) -> None:
        assert chosen(Examined(FOUND), Choice(strict=True)).remarks == (
            "Mit --strict zählen auch Warnungen.",
        )
        assert chosen(Examined(FOUND[-2:]), Choice(strict=True)).remarks == ()


class TestBaseline:
    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        (tmp_path / "ausgangslage.json").write_bytes(baseline.written(baseline.taken(FOUND[:4])))
        return tmp_path / "ausgangslage.json"

    def test_what_is_known_is_neither_shown_nor_counted_but_told(self, place: Path) -> None:
        outcome = chosen(Examined(FOUND), Choice(baseline=place))

        assert outcome.findings == FOUND[4:]
        assert outcome.remarks == (
            "Nicht gezeigt: 4 aus der Ausgangslage.",
            "Unter den nicht gezeigten sind 2 Fehler; damit wird nicht gebaut.",
        )

    def test_what_is_mended_is_told_with_the_way_to_take_it_out(self, place: Path) -> None:
        assert chosen(Examined(FOUND[2:]), Choice(baseline=place)).remarks[-1] == (
            "Behoben: 2 aus der Ausgangslage. Sie wird kürzer mit:\n"
            f"  sro validate --ausgangslage-schreiben {place}"
        )

    def test_what_is_left_out_is_not_taken_for_mended(self, place: Path) -> None:
        assert chosen(Examined(FOUND), Choice(("V",), baseline=place)).remarks == (
            "Nicht gezeigt: 2 wegen --nur, 2 aus der Ausgangslage.",
            "Unter den nicht gezeigten sind 2 Fehler; damit wird nicht gebaut.",
        )

    def test_it_is_written_with_all_that_is_found(self, tmp_path: Path) -> None:
        place = tmp_path / "neu" / "ausgangslage.json"

        outcome = chosen(Examined(FOUND), Choice(renewed=place))

        assert baseline.read(place.read_bytes()) == baseline.taken(FOUND)
        assert outcome.findings == ()
        assert outcome.remarks[-1] == f"Ausgangslage geschrieben: {place} (6 Befunde)."

    def test_written_again_it_only_gets_shorter(self, place: Path) -> None:
        outcome = chosen(Examined(FOUND[3:]), Choice(renewed=place))

        assert baseline.read(place.read_bytes()) == baseline.taken(FOUND[3:4])
        assert outcome.findings == FOUND[4:]
        assert outcome.remarks == (
            "Nicht gezeigt: 1 aus der Ausgangslage.",
            f"Ausgangslage gekürzt: {place} (1 Befund).",
        )
        assert chosen(Examined(FOUND[3:]), Choice(renewed=place)).remarks[-1] == (
            f"Ausgangslage unverändert: {place} (1 Befund)."
        )

    @pytest.mark.parametrize(
        "choice",
        [
            {"only": ("V",)},
            {"without": ("V",)},
            {"paths": frozenset({"content/a.md"})},
            {"baseline": Path("ausgangslage.json")},
        ],
    )
    def test_a_part_is_never_written(self, choice: dict[str, object], place: Path) -> None:
        before = place.read_bytes()

        with pytest.raises(Refused, match="hält alle Befunde fest"):
            chosen(Examined(FOUND), Choice(renewed=place, **choice))  # type: ignore[arg-type]

        assert place.read_bytes() == before

    @pytest.mark.parametrize("option", ["baseline", "renewed"])
    def test_what_is_no_baseline_is_refused_and_stays(self, option: str, tmp_path: Path) -> None:
        place = tmp_path / "README.md"
        place.write_text("# Titel\n", "utf-8")

        with pytest.raises(
            Refused, match=r"README.md“ ist keine Ausgangslage: Zeile 1, Spalte 1 ist kein JSON"
        ):
            chosen(Examined(FOUND), Choice(**{option: place}))  # type: ignore[arg-type]

        assert place.read_text("utf-8") == "# Titel\n"

    def test_one_that_is_missing_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="gibt es nicht; --ausgangslage-schreiben legt sie an"):
            chosen(Examined(FOUND), Choice(baseline=tmp_path / "ausgangslage.json"))


class TestWhatNobodyLookedFor:
    UNASKED = Examined(FOUND[2:], unasked=frozenset({"K101"}))

    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        (tmp_path / "ausgangslage.json").write_bytes(baseline.written(baseline.taken(FOUND)))
        return tmp_path / "ausgangslage.json"

    def test_is_not_said_to_be_mended(self, place: Path) -> None:
        assert chosen(self.UNASKED, Choice(baseline=place)).remarks[-1].startswith("Behoben: 1 aus")

    def test_stays_in_the_baseline(self, place: Path) -> None:
        chosen(self.UNASKED, Choice(renewed=place))

        assert baseline.read(place.read_bytes()) == baseline.taken((FOUND[0], *FOUND[2:]))

    def test_is_what_only_composing_shows_while_a_fehler_prevents_it(self, tmp_path: Path) -> None:
        own = {"templates/anlagen/ziele.md.j2": b"# Ziele {#anlage-ziele}\n\nKeine.\n"}
        sound, faulty = concept(tmp_path), concept(tmp_path, ziele=BROKEN)

        assert validation.examined(sound, {}).unasked.isdisjoint(pipeline.COMPOSING)
        assert validation.examined(Overlay(Memory(own), sound), {}).unasked.isdisjoint(pipeline.COMPOSING)
        assert validation.examined(Overlay(Memory(own), faulty), {}).unasked > pipeline.COMPOSING

    @pytest.mark.parametrize(
        "example", [one for one in EXAMPLES if one.build is not None], ids=lambda example: example.name
    )
    def test_all_that_composing_shows_is_known(self, example: Example) -> None:
        if own := in_memory(example):
            files = Overlay(own, bundled())
            loaded = pipeline.load(files)
            edition = pipeline.edition(loaded.konzept, REQUEST)
            found = pipeline.compile_tree(loaded, files, edition, {})[2]

            assert {finding.kind.code for finding in found} <= pipeline.COMPOSING

    def test_is_what_depends_on_the_day_if_nobody_knows_it(self, tmp_path: Path) -> None:
        unasked = validation.examined(concept(tmp_path), {}).unasked

        assert {"B410", "M604"} < unasked
        assert validation.examined(concept(tmp_path), {}, date(2026, 1, 5), frozenset()).unasked == set()


class TestWhatIsNotRead:
    UNREAD = KINDS["K107"].in_file("content/kapitel/01.md", "Den Status „fertig“ gibt es nicht")

    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        (tmp_path / "ausgangslage.json").write_bytes(baseline.written(baseline.taken(FOUND)))
        return tmp_path / "ausgangslage.json"

    def test_while_it_hides_something_it_is_said_that_not_everything_is_checked(self) -> None:
        assert chosen(Examined((self.UNREAD,)), Choice()).remarks == (
            (
                "Fehler beim Einlesen verdecken anderes: Geprüft ist noch nicht, was fehlt, "
                "und kein Kapitel mit fehlerhaftem Kopf."
            ),
        )

    def test_a_template_hides_only_what_is_made_of_it(self) -> None:
        faulty = KINDS["E140"].in_file("templates/pdf.typ", "Der Vorlage fehlt „titelseite“")
        words = "Fehler in Vorlagen verdecken anderes: Was daraus entsteht, ist noch nicht geprüft."

        assert chosen(Examined((faulty,)), Choice()).remarks == (words,)
        assert chosen(Examined((faulty, self.UNREAD)), Choice()).remarks[0] == words
        assert len(chosen(Examined((faulty, self.UNREAD)), Choice()).remarks) == 2

    def test_nothing_is_said_to_be_mended(self, place: Path) -> None:
        remarks = chosen(Examined((self.UNREAD, *FOUND[3:])), Choice(baseline=place)).remarks

        assert not any(words.startswith("Behoben") for words in remarks)

    @pytest.mark.parametrize("name", ["ausgangslage.json", "neu.json"])
    def test_no_baseline_is_written_or_made_shorter(self, place: Path, name: str) -> None:
        before = place.read_bytes()

        with pytest.raises(
            Refused, match=r"nur verdeckt ist\nFehler beim Einlesen haben: content/kapitel/01.md"
        ):
            chosen(Examined((self.UNREAD,)), Choice(renewed=place.with_name(name)))

        assert place.read_bytes() == before
        assert [path.name for path in place.parent.iterdir()] == ["ausgangslage.json"]

    def test_reading_that_is_incomplete_always_leaves_such_a_finding(self, tmp_path: Path) -> None:
        found = pipeline.load(concept(tmp_path, ziele=b"ziele:\n  - {id: Z1, art: mittlbar}\n")).findings

        assert any(
            words.startswith("Fehler beim Einlesen") for words in chosen(Examined(found), Choice()).remarks
        )
