"""The inline parser skips text in one go; it must stop wherever a rule may begin."""

from __future__ import annotations

from sro_cli.readers.prose import _parser
from sro_cli.readers.stamped import _BEGINNINGS


def test_every_active_rule_has_a_character_at_which_it_begins() -> None:
    begun = {name for names in _BEGINNINGS.values() for name in names}
    assert set(_parser().inline.ruler.get_active_rules()) == {"text", *begun}
