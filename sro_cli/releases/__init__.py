"""What was handed out, and the history it comes from."""
