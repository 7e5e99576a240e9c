"""Commands that need no clock, a family a file; `sro_cli.cli` gives them their names."""
