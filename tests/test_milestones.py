"""Which milestone is next, and what it lacks."""

from __future__ import annotations

import pytest

from sro_cli import pipeline
from sro_cli.facts import milestones
from sro_cli.pipeline import Loaded
from tests.projects import minimal

STONES = """
meilensteine:
  - {id: M3, titel: C, version: 0.10.0, fassung: vorlagefassung, verlangt: {%s}}
  - {id: M1, titel: A, version: 0.1.0, fassung: arbeitsfassung}
  - {id: M2, titel: B, version: 0.9.0, fassung: beteiligungsfassung}
"""
CHAPTER = "---\nid: {0}\nstatus: {1}\n---\n\n# {0}\n\n> [!OFFEN]\n> Was noch fehlt.\n"
ENTRIES = {
    "content/beschluesse.yml": """
beschluesse:
  - {id: 2024/BV/0123, titel: T, datum: 2024-03-05, beleg: {art: mittelbar}}
  - {id: 2024/BV/0124, titel: T, beleg: {art: belegt}}
  - {id: 2024/BV/0125, datum: 2024-03-05, beleg: {art: belegt}}
""",
    "content/ziele.yml": """
zielwerke: [{id: w, titel: W, vollstaendig: nein}, {id: x, titel: X}]
ziele: [{id: Z1, zielwerk: w, titel: T, beschluesse: [2024/BV/0123], beleg: {art: unbelegt}}]
""",
    "content/beteiligung.yml": """
rueckmeldungen:
  - {id: R1, art: frage, text: Was?}
  - {id: R2, art: frage, text: Was?, entscheidung: zur-kenntnis, begruendung: Darum.}
""",
}


def load(demands: str, *states: str) -> Loaded:
    """The minimal concept with its two chapters in some states, and a third outside of the document."""
    names = ["auftrag", "ziele", "daneben"]
    files = {
        f"content/kapitel/{name}.md": CHAPTER.format(name, state)
        for name, state in zip(names, (*states, "entwurf"), strict=True)
    }
    return pipeline.load(minimal({"content/meilensteine.yml": STONES % demands, **ENTRIES, **files}))


def lacks(demands: str, *states: str) -> list[tuple[str, str, list[str]]]:
    """What the first milestone lacks: the demand, words, places."""
    loaded = load(demands, *states)
    found = milestones.lacks(loaded.konzept.meilensteine[0], loaded.konzept, loaded.index)
    return [
        (lack.demand, lack.words, [span.source.path.split("/")[-1] + ":" + span.text for span in lack.places])
        for lack in found
    ]


@pytest.mark.parametrize(
    ("published", "expected"),
    [(set(), "M1"), ({"0.1.0"}, "M2"), ({"0.1.0", "0.9.0"}, "M3"), ({"0.1.0", "0.9.0", "0.10.0"}, None)],
)
def test_the_next_milestone_is_the_lowest_version_not_yet_published(
    published: set[str], expected: str | None
) -> None:
    konzept = load("", "entwurf", "entwurf").konzept
    found = milestones.next_milestone(konzept, frozenset(published))

    assert (found.id if found else None) == expected


class TestLacks:
    def test_a_milestone_that_demands_nothing_lacks_nothing(self) -> None:
        assert lacks("", "entwurf", "ueberarbeitung-noetig") == []

    @pytest.mark.parametrize(
        ("demanded", "states", "expected"),
        [
            ("in-pruefung", ("in-pruefung", "freigegeben"), []),
            ("freigegeben", ("freigegeben", "freigegeben"), []),
            (
                "in-pruefung",
                ("ueberarbeitung-noetig", "in-pruefung"),
                [("kapitelstatus", "1 Kapitel, das noch nicht geprüft wird", ["auftrag.md:auftrag"])],
            ),
            (
                "freigegeben",
                ("in-pruefung", "entwurf"),
                [
                    (
                        "kapitelstatus",
                        "2 Kapitel, die noch nicht freigegeben sind",
                        ["auftrag.md:auftrag", "ziele.md:ziele"],
                    )
                ],
            ),
        ],
    )
    def test_every_chapter_of_the_document_must_be_far_enough(
        self, demanded: str, states: tuple[str, str], expected: list[object]
    ) -> None:
        assert lacks(f"kapitelstatus: {demanded}", *states) == expected

    def test_open_points_are_those_of_the_document(self) -> None:
        assert lacks("offene_punkte: keine", "entwurf", "entwurf") == [
            ("offene_punkte", "2 offene Punkte", ["auftrag.md:> [!OFFEN]", "ziele.md:> [!OFFEN]"])
        ]

    def test_unproven_is_what_the_annex_of_open_points_lists(self) -> None:
        places = [
            "ziele.yml:w",
            "ziele.yml:Z1",
            "beschluesse.yml:2024/BV/0124",
            "beschluesse.yml:2024/BV/0125",
        ]

        assert lacks("unbelegtes: keines", "entwurf", "entwurf") == [
            ("unbelegtes", "4 Einträge, denen ein Beleg fehlt", places)
        ]

    def test_every_rueckmeldung_must_be_decided(self) -> None:
        assert lacks("offene_rueckmeldungen: keine", "entwurf", "entwurf") == [
            ("offene_rueckmeldungen", "1 Rückmeldung, über die nicht entschieden ist", ["beteiligung.yml:R1"])
        ]
