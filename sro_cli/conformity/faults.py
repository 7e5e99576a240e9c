"""What a product does against a standard."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One place at which a product breaks a rule.

    Attributes:
        rule: its name; that of a validator if it has one.
        message: what is wrong, one German sentence without a full stop.
        reported: what the validator says, in its own words; empty for rules of our own.
    """

    rule: str
    message: str
    reported: str = ""
