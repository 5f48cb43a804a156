"""A council at work on its own return."""
