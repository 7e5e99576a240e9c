"""Laws of comparing: nothing is lost, nothing is made up, and what is the same has not changed."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sro_cli.comparison import changes
from sro_cli.comparison.pairing import Departed, Pair, Step, paired
from sro_cli.comparison.sequences import gaps, heaviest, matches
from sro_cli.comparison.units import Unit, chapter
from sro_cli.comparison.values import Added, Changed, Removed
from sro_cli.comparison.words import content, runs, said, spoken, tokens
from sro_cli.files import Memory
from sro_cli.readers import content as reading
from sro_cli.readers import prose
from sro_cli.readers.content import Content
from sro_cli.source import Source
from sro_cli.tree import Block, inner_inlines, walk
from tests import applied_entries
from tests.applied import applied
from tests.edits import Editor, written
from tests.test_comparison import concept as body
from tests.test_properties import documents, inlines

few = st.lists(st.integers(0, 5), max_size=14)
chapters = st.lists(documents, min_size=1, max_size=3)


@st.composite
def versions(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Two versions of a concept: the second has blocks of the first, some of them changed, and its own."""
    old = [text.split("\n\n") for text in draw(chapters)]
    pool = [block for text in old for block in text]
    kept = st.sampled_from(pool)
    changed = kept.map(lambda block: block.replace("Stadt", "Gemeinde").replace("Ä", "Ö"))
    new = draw(
        st.lists(st.lists(st.one_of(kept, kept, changed, documents), max_size=8), min_size=1, max_size=3)
    )
    return ["\n\n".join(text) for text in old], ["\n\n".join(text) for text in new]


def blocks(text: str) -> tuple[Block, ...]:
    return prose.read(Source("content/kapitel/a.md", text)).blocks


def units(texts: list[str]) -> list[Unit]:
    return [chapter(f"k{index}", blocks(text)) for index, text in enumerate(texts)]


def concept(texts: list[str]) -> Content:
    """A concept of chapters; every fourth word of theirs is the title of a goal."""
    head = "---\nid: k{}\nstatus: entwurf\n---\n\n# Kapitel\n\n"
    files = {f"content/kapitel/{i}.md": (head.format(i) + text).encode() for i, text in enumerate(texts)}
    goals = "".join(
        f"  - {{id: Z{len(word)}, zielwerk: a, titel: x{len(text)}, beleg: {{art: belegt}}}}\n"
        for text in texts
        for word in text.split()[::4]
    )
    return reading.load(Memory({**files, "content/ziele.yml": f"ziele:\n{goals}".encode()}))


def covered(steps: tuple[Step, ...], side: str) -> list[Unit]:
    """The units of one side, as the pairs have them."""
    found: list[Unit] = []
    for step in steps:
        if isinstance(step, Pair):
            for pair in step.walk():
                if unit := getattr(pair, side):
                    found += unit.walk() if pair.same else [unit]
    return found


def projected(steps: tuple[Step, ...], side: str) -> list[Unit]:
    """One side of the steps in their order: the new one with what came, the old one with what left."""
    if side == "new":
        return [step.new for step in steps if isinstance(step, Pair) and step.new]
    return [
        step.old for step in steps if isinstance(step, Departed) or (step.old and not step.moved) if step.old
    ]


class TestSequences:
    @given(few, few)
    def test_matches_are_equal_and_ascend(self, old: list[int], new: list[int]) -> None:
        found = matches(old, new, lambda _index: 1)

        assert all(old[i] == new[j] for i, j in found)
        assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(found))

    @given(few, few)
    def test_matches_and_gaps_are_all_there_is(self, old: list[int], new: list[int]) -> None:
        found = matches(old, new, lambda _index: 1)
        rest = list(gaps(found, len(old), len(new)))

        assert sorted([*(i for i, _j in found), *(i for gap, _ in rest for i in gap)]) == list(
            range(len(old))
        )
        assert sorted([*(j for _i, j in found), *(j for _, gap in rest for j in gap)]) == list(
            range(len(new))
        )

    @given(few)
    def test_a_sequence_matches_itself(self, items: list[int]) -> None:
        assert matches(items, items, lambda _index: 1) == [(i, i) for i in range(len(items))]

    @given(st.permutations(range(7)), st.lists(st.integers(1, 9), min_size=7, max_size=7))
    def test_no_ascending_pairs_are_heavier(self, order: list[int], weights: list[int]) -> None:
        pairs = list(enumerate(order))
        best = 0
        for chosen in range(1 << len(pairs)):
            lot = [index for index in range(len(pairs)) if chosen >> index & 1]
            if all(order[one] < order[other] for one, other in pairwise(lot)):
                best = max(best, sum(weights[index] for index in lot))

        assert sum(weights[i] for i, _j in heaviest(pairs, weights)) == best


class TestWords:
    @given(inlines, inlines)
    def test_the_runs_are_both_texts(self, one: str, other: str) -> None:
        old, new = (inner_inlines(blocks(f"Wort {text}")[0]) for text in (one, other))
        found = runs(old, new)

        assert content([token for run in found for token in run.old]) == old
        assert content([token for run in found for token in run.new]) == new

    @given(inlines, inlines)
    def test_equal_runs_say_the_same_on_both_sides(self, one: str, other: str) -> None:
        old, new = (inner_inlines(blocks(f"Wort {text}")[0]) for text in (one, other))

        for run in runs(old, new):
            assert run.mark != "equal" or said(run.old) == said(run.new)
            assert run.mark != "deleted" or not run.new
            assert run.mark != "inserted" or not run.old

    @given(inlines)
    def test_a_text_is_one_equal_run(self, text: str) -> None:
        found = runs(*([inner_inlines(blocks(f"Wort {text}")[0])] * 2))

        assert [run.mark for run in found] == ["equal"]

    @given(documents)
    def test_tokens_and_inlines_say_the_same(self, text: str) -> None:
        for block in walk(blocks(text)):
            assert said(tokens(inner_inlines(block))) == spoken(inner_inlines(block))


class TestPairs:
    @given(versions())
    @settings(max_examples=40)
    def test_every_unit_is_in_exactly_one_pair(self, both: tuple[list[str], list[str]]) -> None:
        old, new = units(both[0]), units(both[1])
        steps = paired(old, new)

        for side, found in (("old", old), ("new", new)):
            assert Counter(covered(steps, side)) == Counter(unit for top in found for unit in top.walk())

    @given(versions())
    @settings(max_examples=40)
    def test_each_side_can_be_read_from_the_steps(self, both: tuple[list[str], list[str]]) -> None:
        old, new = units(both[0]), units(both[1])
        steps = paired(old, new)

        def check(found: tuple[Step, ...], before: list[Unit], after: list[Unit]) -> None:
            assert projected(found, "old") == before
            assert projected(found, "new") == after
            for step in found:
                if isinstance(step, Pair) and not step.same:
                    check(
                        step.inner,
                        list(step.old.inner) if step.old else [],
                        list(step.new.inner) if step.new else [],
                    )

        check(steps, old, new)

    @given(versions())
    @settings(max_examples=40)
    def test_pairs_are_of_one_kind(self, both: tuple[list[str], list[str]]) -> None:
        for step in paired(units(both[0]), units(both[1])):
            for pair in step.walk() if isinstance(step, Pair) else ():
                assert not (pair.old and pair.new) or pair.old.kind == pair.new.kind


class TestChanges:
    @given(chapters)
    def test_nothing_has_changed_between_equal_concepts(self, texts: list[str]) -> None:
        assert changes(concept(texts), concept(texts)) == ()

    @given(versions())
    @settings(max_examples=40)
    @example((["Alt."], ["Neu.", "Kapitel"]))
    def test_what_differs_has_changed(self, both: tuple[list[str], list[str]]) -> None:
        old, new = concept(both[0]), concept(both[1])
        equal = old.konzept == new.konzept

        assert bool(changes(old, new)) is not equal

    def test_added_and_removed_mirror_each_other(self) -> None:
        old, new = concept(["Eins zwei drei.\n\nVier fünf sechs."]), concept(["Eins zwei drei."])

        assert [
            unit.text for each in changes(old, new) if isinstance(each, Removed) for unit in each.units
        ] == ["Vier fünf sechs."]
        assert [
            unit.text for each in changes(new, old) if isinstance(each, Added) for unit in each.units
        ] == ["Vier fünf sechs."]


class TestEdits:
    """Whatever an editor does to a text, its changes say all of it and nothing else."""

    @given(st.integers(0, 1 << 32))
    @settings(max_examples=60)
    @example(75)  # an id of a table that is new
    @example(217)  # a column without words
    @example(266)  # heads that changed places over rows that did not
    @example(2155)  # a caption that two tables have
    def test_the_old_version_with_all_changes_is_the_new_one(self, seed: int) -> None:
        editor = Editor(Random(seed))  # noqa: S311 - chance, no secret
        concept = editor.concept()
        old, new = written(concept), written(editor.edited(concept))
        expected, found = applied(old, new)

        assert found == expected
        assert bool(changes(old, new)) is (old.konzept != new.konzept)

    @given(st.integers(0, 1 << 32))
    @settings(max_examples=60)
    def test_the_old_entries_with_all_changes_are_the_new_ones(self, seed: int) -> None:
        chance = Random(seed)  # noqa: S311 - chance, no secret
        goals = applied_entries.goals(chance)
        old, new = (
            applied_entries.written(goals),
            applied_entries.written(applied_entries.edited(chance, goals)),
        )
        expected, found = applied_entries.applied(old, new)

        assert found == expected
        assert bool(changes(old, new)) is (old.konzept != new.konzept)


class TestMany:
    """Very many alike paragraphs are still told one by one."""

    def test_of_500_equal_paragraphs_only_the_one_more_is_new(self) -> None:
        old, new = body("Offen.\n\n" * 500), body("Offen.\n\n" * 501)

        (change,) = changes(old, new)

        assert isinstance(change, Added)
        assert [unit.text for unit in change.units] == ["Offen."]

    def test_between_500_equal_paragraphs_one_that_is_new_is_told_alone(self) -> None:
        old, new = (
            body("Offen.\n\n" * 500),
            body("Offen.\n\n" * 250 + "Neu hier.\n\n" + "Offen.\n\n" * 250),
        )

        (change,) = changes(old, new)

        assert isinstance(change, Added)
        assert [unit.text for unit in change.units] == ["Neu hier."]

    def test_between_500_equal_paragraphs_changed_ones_are_changed(self) -> None:
        old, new = (
            body("".join(f"Offen.\n\nIm Haus {i} sind {count + i} Plätze frei.\n\n" for i in range(500)))
            for count in (1000, 2000)
        )
        found = changes(old, new)

        assert {type(change) for change in found} == {Changed}
        assert len(found) == 500

    def test_paragraphs_without_words_of_their_own_are_changed_at_their_place(self) -> None:
        old, new = (
            body("".join(f"Im Raum leben {count + i} Menschen hier.\n\n" for i in range(300)))
            for count in (1000, 5000)
        )
        found = changes(old, new)

        assert {type(change) for change in found} == {Changed}
        assert len(found) == 300
