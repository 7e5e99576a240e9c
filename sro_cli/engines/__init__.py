"""The tools of others, one module each: pandoc, Typst, Jinja2, Hunspell."""
