"""Concept and index → one tree: composed, its views rendered, numbered once, every mention resolved once."""
