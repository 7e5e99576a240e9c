"""What changed between two versions, as people and programs read it: `sro diff`."""
