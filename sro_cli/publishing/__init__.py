"""Versions that are handed out: what stands against one, how it is made, and whether it still can be."""
