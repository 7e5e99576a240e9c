"""The tests of sro."""
