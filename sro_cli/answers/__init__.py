"""What one command tells: of mentions, coverage, progress, findings and the machine."""
