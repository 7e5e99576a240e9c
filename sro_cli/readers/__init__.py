"""Text → values: YAML, Markdown and the folder that holds them. Nobody here knows who is above."""
