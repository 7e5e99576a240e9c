"""Findings that carry their remedy: only their spots change, nothing gets worse, twice is as good as once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sro_cli import fixing, pipeline
from sro_cli.diagnostics import Diagnostic, Fix, Kind, Severity
from sro_cli.files import Files, Memory, Overlay, bundled
from sro_cli.fixing import Mended, fixed
from sro_cli.readers.faults import YAML_SCHREIBWEISE
from sro_cli.source import Source, Span
from tests.projects import minimal

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
        after = fixed(
            [finding(self.SOURCE, 10, 14, "vier"), finding(self.SOURCE, 0, 4, "Eins")], unsafe=False
        )

        assert after.texts == {"a.md": "Eins zwei vier"}
        assert [span.text for span in after.applied.values()] == ["Eins", "vier"]

    def test_where_two_meet_the_first_wins_and_the_other_waits(self) -> None:
        first, second = finding(self.SOURCE, 0, 6, "E"), finding(self.SOURCE, 5, 9, "Z")

        after = fixed([second, first], unsafe=False)

        assert (after.texts, list(after.applied), after.left) == ({"a.md": "Ewei drei"}, [first], (second,))

    def test_what_is_added_at_one_spot_twice_is_added_one_by_one(self) -> None:
        first, second = finding(self.SOURCE, 4, 4, " a"), finding(self.SOURCE, 4, 4, " b")

        after = fixed([first, second], unsafe=False)

        assert (after.texts, after.left) == ({"a.md": "eins a zwei drei"}, (second,))

    def test_neighbours_do_not_meet(self) -> None:
        after = fixed([finding(self.SOURCE, 0, 4, "1"), finding(self.SOURCE, 4, 5, "-")], unsafe=False)

        assert after.texts == {"a.md": "1-zwei drei"}

    def test_what_several_findings_want_is_done_once(self) -> None:
        first = finding(self.SOURCE, 0, 4, "Eins")
        second = OTHER.at(first.span or Span(self.SOURCE, 0, 0), "auch falsch", fix=first.fix)

        after = fixed([first, second], unsafe=False)

        assert (after.texts, set(after.applied)) == ({"a.md": "Eins zwei drei"}, {first, second})

    def test_what_may_alter_the_meaning_is_done_only_if_wanted(self) -> None:
        risky = [finding(self.SOURCE, 0, 4, "Eins", safe=False)]

        assert fixed(risky, unsafe=False).texts == {}
        assert fixed(risky, unsafe=True).texts == {"a.md": "Eins zwei drei"}


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

    def test_a_sound_project_is_left_alone(self) -> None:
        assert mended({}) == Mended({}, {}, (), {}, ())


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
