"""Findings as people and machines read them."""

from sro_cli.report.layout import COLOURS, text
from sro_cli.report.words import short, summary

__all__ = ["COLOURS", "short", "summary", "text"]
