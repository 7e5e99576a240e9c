"""What somebody may have meant: near words are found, others are not, and few are put in place unasked."""

from __future__ import annotations

import pytest

from sro_cli.diagnostics import Fix
from sro_cli.diagnostics.suggestions import correction, nearest
from sro_cli.source import Source, Span

IDS = (
    *("verhaeltnisse", "wille", "gross-klein", "toitenwinkel", "jha", "pg1", "pg2", "traeger-a", "Z1", "Z11"),
    *("modellregionen", "beteiligung", "2024/BV/0123", "2024/BV/0987", "ziele-2030", "ueberpruefung"),
)


class TestNearest:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("verhaltnisse", "verhaeltnisse"),
            ("verhältnisse", "verhaeltnisse"),
            ("verha\u0308ltnisse", "verhaeltnisse"),
            ("Verhaeltnisse", "verhaeltnisse"),
            ("verhaetlnisse", "verhaeltnisse"),
            ("verhaelltnisse", "verhaeltnisse"),
            ("uberprufung", "ueberpruefung"),
            ("grossklein", "gross-klein"),
            ("Groß Klein", "gross-klein"),
            ("gross_klein", "gross-klein"),
            ("jah", "jha"),
            ("PG1", "pg1"),
            ("traeger-b", "traeger-a"),
            ("modellregion", "modellregionen"),
            ("2024/BV/0132", "2024/BV/0123"),
            ("2024/bv/0123", "2024/BV/0123"),
            ("ziele-2040", "ziele-2030"),
        ],
    )
    def test_what_is_mistyped_has_one_meaning(self, written: str, meant: str) -> None:
        assert nearest(written, IDS) == (meant,)

    @pytest.mark.parametrize(
        "written", ["", "x", "Z2", "jugendamt", "beschluss", "bet", "kleingarten", "2024/AN/7777", "—"]
    )
    def test_what_is_only_a_little_alike_is_not_meant(self, written: str) -> None:
        assert nearest(written, IDS) == ()

    def test_the_best_comes_first_and_three_are_enough(self) -> None:
        assert nearest("Z12", ["Z3", "Z22", "Z1", "Z112", "Z11", "a"]) == ("Z22", "Z1", "Z112")

    def test_a_word_that_is_the_same_but_for_its_spelling_is_the_only_one(self) -> None:
        assert nearest("Ziele", ["ziele", "ziel", "zielen"]) == ("ziele",)

    def test_among_ten_thousand_it_is_found_as_among_ten(self) -> None:
        many = [f"sozialraum-{number}" for number in range(10_000)]

        assert nearest("sozialruam-77", many)[0] == "sozialraum-77"


class TestCorrection:
    @pytest.mark.parametrize(
        ("written", "meant", "safe"),
        [
            ("verhaltnisse", "verhaeltnisse", True),
            ("Verhältnisse", "verhaeltnisse", True),
            ("grossklein", "gross-klein", True),
            ("uberprufung", "ueberpruefung", True),
            ("entwrf", "entwurf", True),
            ("zeil", "ziel", True),
            ("2024/bv/0123", "2024/BV/0123", True),
            ("2024/BV/0132", "2024/BV/0123", False),
            ("2024/AN/0123", "2024/BV/0123", False),
            ("Z11", "Z1", False),
            ("traeger-b", "traeger-a", False),
            ("ort", "art", False),
            ("nordost", "nordwest", False),
            ("auftrag", "antrag", False),
            ("freigeben", "freigegeben", False),
        ],
    )
    def test_it_is_safe_if_nothing_else_can_have_been_meant(
        self, written: str, meant: str, safe: bool
    ) -> None:
        source = Source("a.yml", f"ziel: '{written}'")

        fix = correction(Span(source, 6, len(source.text)), written, (meant,))

        assert fix == Fix(Span(source, 7, 7 + len(written)), meant, safe)

    @pytest.mark.parametrize(
        ("text", "written", "close"),
        [
            ("wort", "wort", ()),
            ("beteilgung", "beteilgung", ("beteiligung", "beteiligungen")),
            ('"verh\\u00e4ltnise"', "verhältnise", ("verhaeltnisse",)),
            ("verhalt\n  nisse", "verhalt nisse", ("verhaeltnisse",)),
        ],
        ids=["nothing near", "several near", "an escape", "across lines"],
    )
    def test_there_is_none_if_it_is_not_clear_what_to_write_or_where(
        self, text: str, written: str, close: tuple[str, ...]
    ) -> None:
        source = Source("a.yml", text)

        assert correction(Span(source, 0, len(text)), written, close) is None
