"""What one command adds to the sources, every other byte as it was."""
