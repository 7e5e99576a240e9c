"""Who changed what when on the way from one version to another, as `sro redline` and `sro diff` tell it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from sro_cli.differences.redlining import Wanted, redlined
from sro_cli.releases import versions
from sro_cli.releases.touches import Touches, moment_of
from sro_cli.source import Source, Span
from sro_cli.writers.docx.markup import w
from sro_cli.writers.docx.package import parts_of
from tests.repositories import git, repository

PLACE = "content/kapitel/auftrag.md"
HEAD = "---\nid: auftrag\nstatus: entwurf\n---\n\n# Auftrag\n\n"
ZIELE = "---\nid: ziele\nstatus: entwurf\n---\n\n# Ziele\n\nAnderes.\n"
THREE = "Die Stadt plant.\n\nDer Ausschuss tagt im Mai.\n\nDer Verein berichtet jedes Jahr.\n"
FRIST = f"## Frist {{#frist}}\n\n{THREE}\n## Ende {{#ende}}\n\nHier endet das Kapitel.\n"

pytestmark = pytest.mark.tool("git")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository whose first commit is of Ada Muster, in January."""
    return repository(tmp_path / "konzept", {PLACE: HEAD + FRIST})


def commit(folder: Path, who: str, day: str, **texts: str) -> None:
    """Writes a chapter and commits it as somebody, at noon of a day."""
    for name, text in texts.items():
        (folder / f"content/kapitel/{name}.md").write_text(text, "utf-8")
    when = f"{day}T12:00:00+00:00"
    git(folder, "add", "-A")
    words = ("commit", "-q", "-m", f"Von {who}")
    git(folder, *words, GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when, GIT_AUTHOR_NAME=who)


def marked(
    folder: Path, old: str, new: str = "", only: str = "kapitel:auftrag"
) -> set[tuple[str, str, str | None, str]]:
    """How, by whom, on what day and what is marked in the chapter."""
    after = versions.resolved(folder, new) if new else versions.work_tree(folder)
    made = redlined(folder, (versions.resolved(folder, old), after), Wanted({only}, names=True), {})
    assert made.content
    body: Any = etree.fromstring(parts_of(made.content)["word/document.xml"])
    found = set()
    for change in body.iter(w("ins"), w("del")):
        words = "".join(text.text for text in change.iter(w("t"), w("delText")))
        day = change.get(w("date"))
        found.add((etree.QName(change).localname, change.get(w("author")), day and day[:10], words))
    return {each for each in found if each[3]}


def span(folder: Path, words: str, path: str = PLACE) -> Span:
    """Where words stand in the folder."""
    text = (folder / path).read_text("utf-8")
    return Span(Source(path, text), text.index(words), text.index(words) + len(words))


def names(touched: Any) -> list[str]:
    return [each.author if each else "" for each in touched]


class TestRedline:
    def test_who_splits_a_paragraph_has_changed_it(self, folder: Path) -> None:
        commit(folder, "Anna Alt", "2026-02-01", auftrag=HEAD + THREE.replace("\n\n", "\n"))
        git(folder, "tag", "v0.1.0")
        commit(folder, "Bernd Bau", "2026-03-01", auftrag=HEAD + THREE)

        for found in (marked(folder, "0.1.0", "HEAD"), marked(folder, "0.1.0")):
            assert {(who, day) for _how, who, day, _words in found} == {("Bernd Bau", "2026-03-01")}

    def test_who_joins_paragraphs_has_changed_them(self, folder: Path) -> None:
        commit(folder, "Anna Alt", "2026-02-01", auftrag=HEAD + THREE)
        commit(folder, "Bernd Bau", "2026-03-01", auftrag=HEAD + THREE.replace("\n\n", "\n"))

        found = marked(folder, "HEAD~1", "HEAD")

        assert {(who, day) for _how, who, day, _words in found} == {("Bernd Bau", "2026-03-01")}

    def test_what_is_gone_went_by_who_removed_it_and_not_by_who_came_later(self, folder: Path) -> None:
        text = HEAD + FRIST.replace("Der Ausschuss tagt im Mai.\n\n", "")
        commit(folder, "Bernd Bau", "2026-02-01", auftrag=text)
        commit(folder, "Cora Cerny", "2026-03-01", auftrag=text.replace("endet", "schließt"))

        assert marked(folder, "HEAD~2", "HEAD") == {
            ("del", "Bernd Bau", "2026-02-01", "Der Ausschuss tagt im Mai."),
            ("del", "Cora Cerny", "2026-03-01", "endet"),
            ("ins", "Cora Cerny", "2026-03-01", "schließt"),
        }

    def test_who_moves_a_paragraph_removes_and_inserts_it(self, folder: Path) -> None:
        moved = "Der Verein berichtet jedes Jahr."
        before = HEAD + FRIST.replace(
            "Hier endet",
            "Danach kommt nichts mehr, was zur Frist zu sagen wäre, und nichts zum Mai.\n\nHier endet",
        )
        commit(folder, "Anna Alt", "2026-01-20", auftrag=before)
        text = before.replace(f"{moved}\n\n", "") + f"\n{moved}\n"
        commit(folder, "Bernd Bau", "2026-02-01", auftrag=text)
        commit(folder, "Cora Cerny", "2026-03-01", auftrag=text.replace("endet", "schließt"))

        found = marked(folder, "HEAD~2", "HEAD")

        assert {("del", "Bernd Bau", "2026-02-01", moved), ("ins", "Bernd Bau", "2026-02-01", moved)} <= found
        assert {who for _how, who, _day, words in found if words != moved} == {"Cora Cerny"}

    def test_what_only_seems_to_have_moved_is_of_nobody(self, folder: Path) -> None:
        moved = "Der Verein berichtet jedes Jahr."
        text = HEAD + FRIST.replace(f"{moved}\n\n", "") + f"\n{moved}\n"
        commit(folder, "Bernd Bau", "2026-02-01", auftrag=text)
        commit(folder, "Cora Cerny", "2026-03-01", auftrag=text.replace("endet", "schließt"))

        found = {(who, day) for _how, who, day, words in marked(folder, "HEAD~2", "HEAD") if words == "Ende"}

        assert found == {("Redaktion", "2026-03-01")}

    def test_a_place_that_two_have_changed_names_both(self, folder: Path) -> None:
        text = HEAD + FRIST.replace("Mai", "Juni")
        commit(folder, "Bernd Bau", "2026-02-01", auftrag=text)
        commit(folder, "Cora Cerny", "2026-03-01", auftrag=text.replace("Ausschuss", "Beirat"))

        found = {(who, day) for _how, who, day, _words in marked(folder, "HEAD~2", "HEAD")}

        assert found == {("Bernd Bau; Cora Cerny", "2026-03-01")}

    def test_who_wrote_a_paragraph_is_named_though_another_changed_a_word_of_it(self, folder: Path) -> None:
        text = HEAD + FRIST.replace("## Ende", "Die Kinder reden überall mit.\n\n## Ende")
        commit(folder, "Anna Alt", "2026-02-01", auftrag=text)
        commit(folder, "Bernd Bau", "2026-03-01", auftrag=text.replace("überall", "immer"))

        assert marked(folder, "HEAD~2", "HEAD") == {
            ("ins", "Anna Alt; Bernd Bau", "2026-03-01", "Die Kinder reden immer mit.")
        }

    def test_who_removed_a_paragraph_is_named_though_another_changed_it_before(self, folder: Path) -> None:
        commit(folder, "Anna Alt", "2026-02-01", auftrag=HEAD + FRIST.replace("Mai", "Juni"))
        text = HEAD + FRIST.replace("Der Ausschuss tagt im Mai.\n\n", "")
        commit(folder, "Bernd Bau", "2026-03-01", auftrag=text)

        assert marked(folder, "HEAD~2", "HEAD") == {
            ("del", "Anna Alt; Bernd Bau", "2026-03-01", "Der Ausschuss tagt im Mai.")
        }

    def test_a_name_is_shown_whatever_git_has_in_it(self, folder: Path) -> None:
        commit(folder, "Bau, B\x1b[31m", "2026-02-01", auftrag=HEAD + FRIST.replace("Mai", "Juni"))

        assert {who for _how, who, *_ in marked(folder, "HEAD~1", "HEAD")} == {"Bau, B␛[31m"}

    def test_who_wrote_before_the_old_version_has_changed_nothing(self, folder: Path) -> None:
        commit(folder, "Anna Alt", "2026-02-01", auftrag=HEAD + THREE.replace("\n\n", "\n"))
        git(folder, "tag", "v0.1.0")
        commit(folder, "Bernd Bau", "2026-03-01", auftrag=HEAD + THREE, ziele=ZIELE)

        assert not {who for _how, who, *_ in marked(folder, "0.1.0")} & {"Anna Alt", "Ada Muster"}

    def test_what_no_commit_touched_has_the_day_of_the_new_version_and_no_name(self, folder: Path) -> None:
        ziele = (folder / "content/ziele.yml").read_text("utf-8")
        (folder / "content/ziele.yml").write_text(ziele.replace("Alle Kinder", "Alle Menschen"), "utf-8")
        commit(folder, "Bernd Bau", "2026-02-01")

        found = {(who, day) for _how, who, day, _words in marked(folder, "HEAD~1", "HEAD", "anlage-ziele")}

        assert found == {("Redaktion", "2026-02-01")}

    def test_what_is_not_committed_has_neither_day_nor_name(self, folder: Path) -> None:
        text = HEAD + FRIST.replace("Mai", "Juni")
        commit(folder, "Bernd Bau", "2026-02-01", auftrag=text)
        (folder / PLACE).write_text(text.replace("Ausschuss", "Beirat"), "utf-8")

        assert {(who, day) for _how, who, day, _words in marked(folder, "HEAD~1")} == {("Redaktion", None)}


class TestTouches:
    def test_a_line_taken_away_and_not_committed_is_pending(self, folder: Path) -> None:
        long = "Eins.\nZwei.\nDrei.\n"
        commit(folder, "Anna Alt", "2026-02-01", auftrag=HEAD + long)
        before = span(folder, long)
        commit(folder, "Bernd Bau", "2026-03-01", auftrag=HEAD + long.replace("Eins", "Ein"))
        (folder / PLACE).write_text(HEAD + "Ein.\nZwei.\n", "utf-8")

        touched = Touches(folder, "HEAD~1", "")(before, span(folder, "Ein.\nZwei.\n"))

        assert names(touched) == ["Bernd Bau", ""]

    def test_who_renames_a_file_has_not_changed_its_lines(self, folder: Path) -> None:
        before = span(folder, "Der Ausschuss tagt im Mai.")
        git(folder, "mv", PLACE, "content/kapitel/01-auftrag.md")
        commit(folder, "Rita Rot", "2026-02-01")
        text = HEAD + FRIST.replace("Mai", "Juni")
        commit(folder, "Bernd Bau", "2026-03-01", **{"01-auftrag": text})
        after = span(folder, "Der Ausschuss tagt im Juni.", "content/kapitel/01-auftrag.md")

        assert names(Touches(folder, "HEAD~2", "HEAD")(before, after)) == ["Bernd Bau"]

    def test_settings_of_git_that_hide_commits_count_for_nothing(self, folder: Path) -> None:
        before = span(folder, "Der Ausschuss tagt im Mai.")
        commit(folder, "Bernd Bau", "2026-02-01", auftrag=HEAD + FRIST.replace("Mai", "Juni"))
        (folder / "ignoriert").write_text(git(folder, "rev-parse", "HEAD"), "utf-8")
        git(folder, "config", "blame.ignoreRevsFile", str(folder / "ignoriert"))
        after = span(folder, "Der Ausschuss tagt im Juni.")

        assert names(Touches(folder, "HEAD~1", "HEAD")(before, after)) == ["Bernd Bau"]

    def test_a_concept_below_the_top_of_its_repository_is_no_different(self, folder: Path) -> None:
        top = folder.parent / "oben"
        git(folder.parent, "init", "-q", "-b", "main", str(top))
        git(top, "config", "user.name", "Ada Muster")
        git(top, "config", "user.email", "ada@example.org")
        (folder / "content").rename(top / "content")
        inner = top / "unten"
        inner.mkdir()
        (top / "content").rename(inner / "content")
        commit(inner, "Anna Alt", "2026-02-01")
        before = span(inner, "Der Ausschuss tagt im Mai.")
        commit(inner, "Bernd Bau", "2026-03-01", auftrag=HEAD + FRIST.replace("Mai", "Juni"))
        after = span(inner, "Der Ausschuss tagt im Juni.")

        assert names(Touches(inner, "HEAD~1", "HEAD")(before, None)) == ["Bernd Bau"]
        assert names(Touches(inner, "HEAD~1", "HEAD")(before, after)) == ["Bernd Bau"]

    def test_what_a_directive_says_below_its_first_line_is_its_own(self, folder: Path) -> None:
        view = "```{uebersicht} ziele\nid: alle\ntitel: Alle Ziele\n```\n"
        commit(folder, "Anna Alt", "2026-02-01", auftrag=HEAD + view + "\nMehr.\n")
        before = span(folder, "{uebersicht} ziele")
        text = HEAD + view.replace("Alle Ziele", "Unsere Ziele") + "\nMehr.\n"
        commit(folder, "Bernd Bau", "2026-03-01", auftrag=text)
        commit(folder, "Cora Cerny", "2026-04-01", auftrag=text.replace("Mehr", "Weniger"))

        assert names(Touches(folder, "HEAD~2", "HEAD")(before, span(folder, "{uebersicht} ziele"))) == [
            "Bernd Bau"
        ]

    def test_where_branches_meet_each_has_its_own(self, folder: Path) -> None:
        before = span(folder, "Der Ausschuss tagt im Mai.")
        git(folder, "tag", "alt")
        git(folder, "switch", "-q", "-c", "zweig")
        commit(
            folder, "Bernd Bau", "2026-02-01", auftrag=HEAD + FRIST.replace("Der Ausschuss tagt im Mai.", "")
        )
        git(folder, "switch", "-q", "main")
        commit(folder, "Cora Cerny", "2026-03-01", auftrag=HEAD + FRIST.replace("endet", "schließt"))
        git(folder, "merge", "-q", "--no-ff", "-m", "Zweig übernommen", "zweig")

        assert names(Touches(folder, "alt", "HEAD")(before, None)) == ["Bernd Bau"]

    def test_who_settles_a_conflict_is_named_with_those_who_had_it(self, folder: Path) -> None:
        before = span(folder, "Der Ausschuss tagt im Mai.")
        git(folder, "tag", "alt")
        git(folder, "switch", "-q", "-c", "zweig")
        commit(folder, "Bernd Bau", "2026-02-01", auftrag=HEAD + FRIST.replace("Mai", "Juni"))
        git(folder, "switch", "-q", "main")
        commit(folder, "Cora Cerny", "2026-03-01", auftrag=HEAD + FRIST.replace("Mai", "Juli"))
        git(folder, "merge", "-q", "zweig", check=False)
        commit(folder, "Rita Rot", "2026-04-01", auftrag=HEAD + FRIST.replace("Mai", "Juli oder Juni"))
        after = span(folder, "Der Ausschuss tagt im Juli oder Juni.")

        touched = Touches(folder, "alt", "HEAD")

        assert sorted(names(touched(before, after))) == ["Bernd Bau", "Cora Cerny", "Rita Rot"]
        assert sorted(names(touched(None, after))) == ["Bernd Bau", "Cora Cerny", "Rita Rot"]

    def test_a_branch_that_began_before_the_old_version_counts_from_there(self, folder: Path) -> None:
        git(folder, "switch", "-q", "-c", "zweig")
        commit(folder, "Bernd Bau", "2026-02-01", auftrag=HEAD + FRIST.replace("Mai", "Juni"))
        git(folder, "switch", "-q", "main")
        commit(folder, "Cora Cerny", "2026-03-01", auftrag=HEAD + FRIST.replace("endet", "schließt"))
        git(folder, "tag", "alt")
        closing, before = span(folder, "Hier schließt"), span(folder, "Der Ausschuss tagt im Mai.")
        git(folder, "merge", "-q", "--no-ff", "-m", "Zweig übernommen", "zweig")
        touched = Touches(folder, "alt", "HEAD")

        assert names(touched(before, span(folder, "Der Ausschuss tagt im Juni."))) == ["Bernd Bau"]
        assert touched(closing, span(folder, "Hier schließt")) == ()

    def test_where_a_clone_is_cut_off_nobody_has_written_everything(self, folder: Path) -> None:
        git(folder, "tag", "alt")
        commit(folder, "Anna Alt", "2026-02-01", auftrag=HEAD + FRIST.replace("Die Stadt", "Das Amt"))
        text = HEAD + FRIST.replace("Die Stadt", "Das Amt").replace("Mai", "Juni")
        commit(folder, "Bernd Bau", "2026-03-01", auftrag=text)
        commit(folder, "Cora Cerny", "2026-04-01", auftrag=text.replace("endet", "schließt"))
        git(folder.parent, "clone", "-q", "--depth", "2", folder.as_uri(), "flach")
        cut = folder.parent / "flach"
        git(cut, "fetch", "-q", "--depth", "1", "origin", "tag", "alt")

        touched = Touches(cut, "alt", "HEAD")

        for words in ("Das Amt plant.", "Der Ausschuss tagt im Juni.", "Der Verein berichtet"):
            assert touched(None, span(cut, words)) == ()
        assert names(touched(None, span(cut, "Hier schließt"))) == ["Cora Cerny"]

    def test_the_way_back_has_no_commits(self, folder: Path) -> None:
        commit(folder, "Bernd Bau", "2026-02-01", auftrag=HEAD + FRIST.replace("Mai", "Juni"))
        place = span(folder, "Der Ausschuss tagt im Juni.")

        assert Touches(folder, "HEAD", "HEAD~1")(place, place) == ()

    def test_outside_of_git_nobody_knows(self, tmp_path: Path) -> None:
        assert moment_of(tmp_path, "") is None
