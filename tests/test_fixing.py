"""Findings that carry their remedy: only their spots change, nothing gets worse, twice is as good as once."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sro_cli import fixing, pipeline
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Severity
from sro_cli.diagnostics.faults import YAML_SCHREIBWEISE
from sro_cli.editing import authoring
from sro_cli.files import Files, Memory, Overlay, bundled, write
from sro_cli.fixing import Mended, fixable, fixed
from sro_cli.source import Source, Span
from tests.projects import minimal
from tests.test_cli import ROOT, SRO, run
from tests.test_files import contents

KIND = Kind("X101", "falsches-wort", Severity.FEHLER)
OTHER = Kind("X102", "anderes-wort", Severity.FEHLER)

CHAPTER = "content/kapitel/auftrag.md"
GOALS = "content/ziele.yml"
HEAD = "---\nid: auftrag\nstatus: entwurf\n---\n\n# Auftrag\n\n"


def finding(source: Source, start: int, end: int, replacement: str, *, safe: bool = True) -> Diagnostic:
    span = Span(source, start, end)
    return KIND.at(span, f"„{span.text}“ ist falsch", fix=Fix(span, replacement, safe))


def found_by(rules: Sequence[tuple[str, str | None]]) -> Callable[[Files], tuple[Diagnostic, ...]]:
    """A check that finds words, each with what is put in its place."""

    def find(files: Files) -> Iterator[Diagnostic]:
        for path in files.paths():
            source = Source(path, files.read(path).decode("utf-8-sig"))
            for word, replacement in rules:
                for match in re.finditer(word, source.text):
                    span = Span(source, *match.span())
                    fix = None if replacement is None else Fix(span, replacement, safe=True)
                    yield KIND.at(span, f"„{word}“ ist falsch", fix=fix)

    return lambda files: tuple(find(files))


def mended(changed: Mapping[str, str | bytes], *, unsafe: bool = False) -> Mended:
    """What comes of mending the minimal project with files laid over it."""
    files = {path: text for path, text in minimal({}).files.items() if path.startswith("content/")}
    files |= {path: text if isinstance(text, bytes) else text.encode() for path, text in changed.items()}
    return fixing.mended(Memory(files), findings_of, unsafe=unsafe)


def findings_of(files: Files) -> tuple[Diagnostic, ...]:
    return pipeline.load(Overlay(files, bundled())).findings


def shown(findings: Sequence[Diagnostic]) -> list[str]:
    return [f"{found.span or found.path} {found.kind.code} {found.message}" for found in findings]


class TestSpots:
    SOURCE = Source("a.md", "eins zwei drei")

    def test_each_spot_is_changed_and_nothing_else(self) -> None:
        after = fixed([finding(self.SOURCE, 10, 14, "vier"), finding(self.SOURCE, 0, 4, "Eins")])

        assert after.texts == {"a.md": "Eins zwei vier"}
        assert [span.text for span in after.applied.values()] == ["Eins", "vier"]

    def test_where_two_meet_the_first_wins_and_the_other_waits(self) -> None:
        first, second = finding(self.SOURCE, 0, 6, "E"), finding(self.SOURCE, 5, 9, "Z")

        after = fixed([second, first])

        assert (after.texts, list(after.applied), after.left) == ({"a.md": "Ewei drei"}, [first], (second,))

    def test_what_is_added_at_one_spot_twice_is_added_one_by_one(self) -> None:
        first, second = finding(self.SOURCE, 4, 4, " a"), finding(self.SOURCE, 4, 4, " b")

        after = fixed([first, second])

        assert (after.texts, after.left) == ({"a.md": "eins a zwei drei"}, (second,))

    def test_neighbours_do_not_meet(self) -> None:
        after = fixed([finding(self.SOURCE, 0, 4, "1"), finding(self.SOURCE, 4, 5, "-")])

        assert after.texts == {"a.md": "1-zwei drei"}

    def test_what_several_findings_want_is_done_once(self) -> None:
        first = finding(self.SOURCE, 0, 4, "Eins")
        second = OTHER.at(first.span or Span(self.SOURCE, 0, 0), "auch falsch", fix=first.fix)

        after = fixed([first, second])

        assert (after.texts, set(after.applied)) == ({"a.md": "Eins zwei drei"}, {first, second})

    def test_what_may_alter_the_meaning_is_done_only_if_wanted(self) -> None:
        risky = finding(self.SOURCE, 0, 4, "Eins", safe=False)

        assert fixable([risky], unsafe=False) == ()
        assert fixable([risky], unsafe=True) == (risky,)


class TestRounds:
    def test_what_one_fix_brings_to_light_another_mends(self) -> None:
        check = found_by([("a", "b"), ("(?<=x)c", "d")])

        done = fixing.mended(Memory({"1": b"a xc", "2": b"y"}), check, unsafe=False)

        assert (done.after, len(done.applied), done.remaining) == ({"1": b"b xd"}, 2, ())

    def test_fixes_that_undo_each_other_come_to_an_end(self) -> None:
        done = fixing.mended(Memory({"1": b"a"}), found_by([("a", "b"), ("b", "a")]), unsafe=False)

        assert done.after == {}

    def test_a_fix_that_brings_a_fehler_is_not_made_but_the_others_are(self) -> None:
        check = found_by([("q", "falsch"), ("z", "d"), ("falsch", None)])

        done = fixing.mended(Memory({"1": b"q z"}), check, unsafe=False)

        assert done.after == {"1": b"q d"}
        assert [(cause.message, new.message) for cause, new in done.refused.items()] == [
            ("„q“ ist falsch", "„falsch“ ist falsch")
        ]

    def test_a_fix_that_leaves_its_own_finding_is_not_made(self) -> None:
        done = fixing.mended(Memory({"1": b"a"}), found_by([("a+", "aa")]), unsafe=False)

        assert (done.after, len(done.refused)) == ({}, 1)

    def test_after_fixes_a_file_can_be_read_as_before(self) -> None:
        def check(files: Files) -> tuple[Diagnostic, ...]:
            source = Source("1", files.read("1").decode())
            if "!" in source.text:
                return (YAML_SCHREIBWEISE.at(Span(source, 0, 1), "nicht lesbar"),)
            return tuple(
                finding(source, match.start(), match.end(), "!") for match in re.finditer("a", source.text)
            )

        done = fixing.mended(Memory({"1": b"x a x a"}), check, unsafe=False)

        assert (done.after, len(done.refused)) == ({}, 2)

    def test_a_file_that_comes_from_elsewhere_is_not_changed(self) -> None:
        check = found_by([("a", "b")])

        def with_more(files: Files) -> tuple[Diagnostic, ...]:
            return check(Overlay(files, Memory({"2": b"a"})))

        done = fixing.mended(Memory({"1": b"a"}), with_more, unsafe=False)

        assert (done.after, [found.path for found in done.remaining]) == ({"1": b"b"}, ["2"])

    def test_a_text_that_is_not_that_of_the_file_is_not_changed(self) -> None:
        def check(_files: Files) -> tuple[Diagnostic, ...]:
            return (finding(Source("1", "a, gesetzt aus einer Vorlage"), 0, 1, "b"),)

        assert fixing.mended(Memory({"1": b"a"}), check, unsafe=False).after == {}

    def test_the_fehler_come_first_since_the_rest_may_be_their_echo(self) -> None:
        hint = Kind("X103", "echo", Severity.HINWEIS)

        def check(files: Files) -> tuple[Diagnostic, ...]:
            source = Source("1", files.read("1").decode())
            if source.text != "a c":
                return ()
            echo = Span(source, 2, 3)
            return (finding(source, 0, 1, "b"), hint.at(echo, "Echo", fix=Fix(echo, "d", safe=True)))

        done = fixing.mended(Memory({"1": b"a c"}), check, unsafe=False)

        assert done.after == {"1": b"b c"}

    def test_only_what_is_chosen_is_mended(self) -> None:
        check = found_by([("a", "b"), ("c", "d")])

        done = fixing.mended(
            Memory({"1": b"a c"}),
            check,
            lambda found: [one for one in found if "„c“" in one.message],
            unsafe=False,
        )

        assert (done.after, len(done.remaining)) == ({"1": b"a d"}, 1)

    def test_what_is_not_sure_is_told(self) -> None:
        def check(files: Files) -> tuple[Diagnostic, ...]:
            return (finding(Source("1", files.read("1").decode()), 0, 1, "b", safe=False),)

        done = fixing.mended(Memory({"1": b"a"}), check, unsafe=False)

        assert (done.after, len(done.risky)) == ({}, 1)


class TestProject:
    def test_a_head_that_is_mended_may_show_what_is_wrong_below(self) -> None:
        text = HEAD.replace("entwurf", "entwrf") + "[](ziel:wille)\n"

        done = mended({CHAPTER: text})

        assert done.after[CHAPTER].decode() == text.replace("entwrf", "entwurf")
        assert [found.kind.code for found in done.remaining] == ["V201"]

    def test_a_misspelt_field_and_its_value_are_mended_one_after_the_other(self) -> None:
        text = minimal({}).files["content/beschluesse.yml"].decode()

        done = mended({"content/beschluesse.yml": text.replace("datum: 2024-03-05", "datumm: '5.3.2024'")})

        after = done.after["content/beschluesse.yml"].decode()
        assert after == text.replace("datum: 2024-03-05", "datum: '2024-03-05'")
        assert [found.kind.code for found in done.applied] == ["E112", "E115"]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("[auftrag, ziele]", "[auftrag, ziele, noch-eins]"),
            ("[ auftrag,\n  ziele, ]  # so", "[ auftrag,\n  ziele, noch-eins, ]  # so"),
            ("\n- auftrag\n- 'ziele' # so", "\n- auftrag\n- 'ziele' # so\n- noch-eins"),
            (
                "\r\n  -  auftrag\r\n  -  ziele\r\n\r\n",
                "\r\n  -  auftrag\r\n  -  ziele\r\n  -  noch-eins\r\n\r\n",
            ),
        ],
    )
    def test_a_chapter_is_added_to_the_order_as_the_others_stand_there(self, before: str, after: str) -> None:
        settings = (
            minimal({}).files["content/konzept.yml"].decode().replace("anlagen: [ziele, beschluesse]\n", "")
        )
        head = settings.replace("kapitel: [auftrag, ziele]\n", "") + "kapitel: "
        head = head.replace("\n", "\r\n") if "\r\n" in before else head
        chapter = HEAD.replace("id: auftrag", "id: noch-eins") + "Text.\n"

        done = mended({"content/konzept.yml": head + before, "content/kapitel/x.md": chapter}, unsafe=True)

        assert done.after["content/konzept.yml"].decode() == head + after
        assert done.remaining == ()

    def test_two_chapters_are_added_one_after_the_other(self) -> None:
        new = {
            f"content/kapitel/{name}.md": HEAD.replace("id: auftrag", f"id: {name}") + "A.\n" for name in "xy"
        }

        done = mended(new, unsafe=True)

        assert b"kapitel: [auftrag, ziele, x, y]\n" in done.after["content/konzept.yml"]

    def test_mentions_follow_an_id_that_cannot_be_one(self) -> None:
        text = f"{HEAD}[](abschnitt:größe)\n\n## Größe {{#größe}}\n\n[](sozialraum:groß-klein)\n"
        space = "id: groß-klein, name: Groß Klein, art: stadtbereich, beleg: {art: unbelegt}"
        spaces = f"sozialraeume: [{{{space}}}]\n"

        done = mended({CHAPTER: text, "content/sozialraeume.yml": spaces}, unsafe=True)

        assert done.after[CHAPTER].decode() == text.replace("groß-klein", "gross-klein").replace(
            ":größe", ":groesse"
        ).replace("#größe", "#groesse")
        assert done.after["content/sozialraeume.yml"].decode() == spaces.replace("groß-", "gross-")

    def test_a_sound_project_is_left_alone(self) -> None:
        assert mended({}) == Mended({}, {}, (), 0, {}, (), ())


# --- the command -------------------------------------------------------------------------

FAULTS = "\r\nDer [](akteur:verien) hilft.\r\n\r\n#### Dank\r\n"


@pytest.fixture
def concept(tmp_path: Path) -> Path:
    """The example with two faults, of which one is sure to be mended right."""
    folder = tmp_path / "konzept"
    write(folder, authoring.example(folder))
    path = folder / "content/kapitel/02-umsetzung.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + FAULTS.encode())
    return folder


def sources(folder: Path) -> dict[str, bytes]:
    return {path: text for path, text in contents(folder).items() if path.startswith("content/")}


class TestCommand:
    def test_fix_mends_what_is_sure_and_shows_it_before_what_remains(self, concept: Path) -> None:
        before = sources(concept)

        done = run("-C", str(concept), "validate", "--fix")

        path = "content/kapitel/02-umsetzung.md"
        assert sources(concept) == before | {path: before[path].replace(b"verien", b"verein")}
        assert done.exit_code == 1
        assert (
            "-Der [](akteur:verien) hilft.\n"
            "+Der [](akteur:verein) hilft.\n"
            " \n"
            " #### Dank\n"
            "\n"
            "Ausgebessert: 1 Befund in 1 Datei\n"
            "  1 × V201 verweis-ins-leere\n"
            "Ein weiterer Vorschlag ändert vielleicht den Sinn: sro validate --fix --unsicher\n"
            "\n"
            "fehler[K103]: "
        ) in done.stdout
        assert "Geprüft: 1 Fehler." in done.stdout

    def test_with_unsicher_the_rest_is_mended_and_then_there_is_nothing_more(self, concept: Path) -> None:
        first = run("-C", str(concept), "validate", "--fix", "--unsicher")
        after = sources(concept)
        second = run("-C", str(concept), "validate", "--fix", "--unsicher")

        assert (
            "Ausgebessert: 2 Befunde in 1 Datei\n  1 × K103 ebene-uebersprungen\n  1 × V201 " in first.stdout
        )
        assert (first.exit_code, second.exit_code) == (0, 0)
        assert second.stdout == "Nichts auszubessern.\n\nGeprüft: keine Befunde.\n"
        assert sources(concept) == after

    @pytest.mark.tool("git")
    @pytest.mark.parametrize("options", [["--diff"], ["--fix", "--diff"]])
    def test_diff_changes_nothing_and_git_can(self, options: list[str], concept: Path) -> None:
        before = sources(concept)
        call = [*SRO, "-C", "konzept", "validate", "--unsicher", *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "FORCE_COLOR": "1"}
        done = subprocess.run(call, cwd=concept.parent, env=environment, capture_output=True, check=False)
        untouched = sources(concept)

        subprocess.run(["git", "apply", "-"], cwd=concept.parent, input=done.stdout, check=True)

        assert (done.returncode, untouched) == (1, before)
        assert done.stderr.decode().startswith("\nAuszubessern: 2 Befunde in 1 Datei\n")
        assert sources(concept) != before
        assert run("-C", str(concept), "validate").exit_code == 0

    def test_for_programs_the_findings_stand_alone(self, concept: Path) -> None:
        done = run("-C", str(concept), "validate", "--fix", "-f", "json")

        assert [found["code"] for found in json.loads(done.stdout)["findings"]] == ["K103"]
        assert "Ausgebessert: 1 Befund in 1 Datei" in done.stderr

    def test_only_what_is_asked_for_is_mended(self, concept: Path) -> None:
        done = run("-C", str(concept), "validate", "--fix", "--unsicher", "--nur", "K")

        assert "Ausgebessert: 1 Befund in 1 Datei\n  1 × K103" in done.stdout

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--unsicher"], "--unsicher steht nur zusammen mit --fix oder --diff"),
            (["--diff", "-f", "json"], "--diff zeigt Änderungen und keine Befunde; es steht ohne -f und -o"),
            (["--fix", "--ausgangslage-schreiben", "a"], "steht nicht zusammen mit --fix oder --diff"),
        ],
    )
    def test_what_makes_no_sense_together_is_said(
        self, options: list[str], words: str, concept: Path
    ) -> None:
        done = run("-C", str(concept), "validate", *options)

        assert (done.exit_code, words in done.stderr) == (2, True)

    def test_a_file_that_cannot_be_written_is_named_and_nothing_is_changed(self, concept: Path) -> None:
        before = sources(concept)
        (concept / "content" / "kapitel" / f".02-umsetzung.md.{os.getpid()}").mkdir()

        done = run("-C", str(concept), "validate", "--fix")

        assert (done.exit_code, sources(concept)) == (2, before)
        assert "02-umsetzung.md" in done.stderr

    def test_what_is_not_mended_is_said_with_the_reason(self) -> None:
        check = found_by([("q", "falsch"), ("falsch", None)])

        done = fixing.mended(Memory({"a.md": b"q"}), check, unsafe=False)

        assert fixing.summary(done, written=True) == (
            "Nicht ausgebessert: a.md:1:1 X101 „q“ ist falsch\n"
            "  dann gäbe es einen neuen Fehler: X101 „falsch“ ist falsch\n"
        )

    def test_a_fix_that_changes_nothing_about_its_finding_is_not_called_a_new_fehler(self) -> None:
        done = fixing.mended(Memory({"a.md": b"a"}), found_by([("a+", "aa")]), unsafe=False)

        assert "  der Vorschlag behebt es nicht: danach bestünde derselbe Befund\n" in fixing.summary(
            done, written=True
        )

    def test_what_became_visible_only_then_is_counted(self) -> None:
        def check(files: Files) -> tuple[Diagnostic, ...]:
            found = found_by([("a", "b")])(files)
            return found or found_by([("x", "y")])(files)

        done = fixing.mended(Memory({"a.md": b"a x"}), check, unsafe=False)

        assert (done.after, done.revealed) == ({"a.md": b"b y"}, 1)
        assert "  1 davon wurde erst sichtbar, als anderes ausgebessert war\n" in fixing.summary(
            done, written=True
        )

    def test_a_single_word_becomes_a_list_of_one(self) -> None:
        text = "begriffe:\n  - {id: a, begriff: Amt, erklaerung: X., falsch: Amtt}\n"

        assert mended({"content/glossar.yml": text}).after == {
            "content/glossar.yml": text.replace("Amtt", "[Amtt]").encode()
        }

    def test_a_decision_is_mended_even_if_it_now_wants_a_reason(self) -> None:
        text = (
            "rueckmeldungen:\n  - id: R1\n    art: frage\n    text: Wie groß wird der Platz?\n"
            "    entscheidung: nicht übernommen\n"
        )

        done = mended({"content/beteiligung.yml": text})

        assert b"entscheidung: nicht-uebernommen\n" in done.after["content/beteiligung.yml"]
        assert "R701" in {finding.kind.code for finding in done.remaining}


# --- laws --------------------------------------------------------------------------------

ENDS = st.sampled_from(["\n", "\r\n"])
MARKS = st.sampled_from([b"", b"\xef\xbb\xbf"])

REMARKS = st.sampled_from(
    ["", "   ", " # Anmerkung", "  # Größe, u\u0308brigens: [](zeil:Z1)", "\t# titl: belgt", " # \U0001f468"]
)
"""What may stand behind a field or on a line of its own, and means nothing."""

FIELDS = (
    [
        ("titl: Größe", "titel: Größe"),
        ("'titl': u\u0308ber", "'titel': u\u0308ber"),
        ("titel: Z", "titel: Z"),
    ],
    [("zielwerk: Ziele_2030", "zielwerk: ziele-2030"), ("zielwerk: 'ziele 2030'", "zielwerk: 'ziele-2030'")],
    [
        ("beleg: {art: belgt}", "beleg: {art: belegt}"),
        ('beleg: {art: "belgt" , hinweiss: a}', 'beleg: {art: "belegt" , hinweis: a}'),
        (
            "beleg: { 'art': 'unbelegtt',hinweis: '[](ziel:z1)'}",
            "beleg: { 'art': 'unbelegt',hinweis: '[](ziel:Z1)'}",
        ),
    ],
    [
        ('wortlaut: "\\u00fcber\\t[](zeil:Z1)"', 'wortlaut: "\\u00fcber\\t[](ziel:Z1)"'),
        ("wortlaut: a [](ziel:z1)\n      b [](zeil:Z1)", "wortlaut: a [](ziel:Z1)\n      b [](ziel:Z1)"),
        ("wortlaut: |\n      a [](ziel:z1)\n\n      b", "wortlaut: |\n      a [](ziel:Z1)\n\n      b"),
    ],
)
"""The fields of a goal, faulty and mended."""

LINES = st.sampled_from(
    [
        ("Wie in [](ziel:z1) gesagt,  ", "Wie in [](ziel:Z1) gesagt,  "),
        ("**Adressat*innen** ([ä](zeil:Z1))", "**Adressat*innen** ([ä](ziel:Z1))"),
        (
            "Gro\u0308ße \U0001f468\u200d\U0001f469 [](<ziel:z1>)",
            "Gro\u0308ße \U0001f468\u200d\U0001f469 [](<ziel:Z1>)",
        ),
        ("\n##Lage", "\n## Lage"),
        ("[so genannt] (ziel:Z1)", "[so genannt](ziel:Z1)"),
        ("\n| a |\n|---|\n: Titel\n", "\n| a |\n|---|\n\n: Titel\n"),
        ("\n> [!OFEN]\n> Text  ", "\n> [!OFFEN]\n> Text  "),
        ("| a | b |\n|---|---|\n| [](ziel:z1) | \\| |", "| a | b |\n|---|---|\n| [](ziel:Z1) | \\| |"),
        ("nichts falsch \t", "nichts falsch \t"),
        ("", ""),
    ]
)
"""Pieces of a chapter, faulty and mended."""


@st.composite
def goals(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A list of goals, faulty and mended."""
    pieces = [("zielwerke:\n  - {id: ziele-2030, titel: Ziele}\nziele:",) * 2]
    for number in range(1, draw(st.integers(1, 3)) + 1):
        pieces.append((f"  - id: Z{number}",) * 2)
        for choices in draw(st.permutations(FIELDS)):
            pieces.append((draw(REMARKS).replace("\t", "  "),) * 2)
            remark = draw(REMARKS)
            pair = draw(st.sampled_from(choices))
            remark = "" if "\n" in pair[0] else remark
            pieces.append((f"    {pair[0]}{remark}", f"    {pair[1]}{remark}"))
    return draw(files_of(pieces))


@st.composite
def chapters(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A chapter, faulty and mended."""
    status = draw(st.sampled_from([("entwrf", "entwurf"), ("'Entwurf'", "'entwurf'")]))
    remark = draw(REMARKS)
    head = [tuple(HEAD.replace("entwurf", f"{word}{remark}") for word in status)]
    return draw(files_of([*head, *draw(st.lists(LINES, max_size=6))]))


@st.composite
def files_of(draw: st.DrawFn, pieces: Sequence[tuple[str, ...]]) -> tuple[bytes, bytes]:
    end, mark, last = draw(ENDS), draw(MARKS), draw(st.sampled_from(["\n", "", "\n\n"]))
    faulty, right = ("\n".join(piece[number] for piece in pieces) + last for number in (0, 1))
    return mark + faulty.replace("\n", end).encode(), mark + right.replace("\n", end).encode()


class TestLaws:
    @settings(max_examples=25)
    @given(goals(), chapters())
    def test_only_the_spots_of_findings_change(
        self, ziele: tuple[bytes, bytes], text: tuple[bytes, bytes]
    ) -> None:
        done = mended({GOALS: ziele[0], CHAPTER: text[0]})

        assert done.after.get(GOALS, ziele[0]) == ziele[1]
        assert done.after.get(CHAPTER, text[0]) == text[1]
        assert {path: done.before[path] for path in done.after} == done.before

    @settings(max_examples=15)
    @given(goals(), chapters(), st.booleans())
    def test_twice_is_as_good_as_once(
        self, ziele: tuple[bytes, bytes], text: tuple[bytes, bytes], unsafe: bool
    ) -> None:
        once = mended({GOALS: ziele[0], CHAPTER: text[0]}, unsafe=unsafe)

        twice = mended({GOALS: ziele[0], CHAPTER: text[0], **once.after}, unsafe=unsafe)

        assert twice.after == {}
        assert shown(twice.remaining) == shown(once.remaining)
