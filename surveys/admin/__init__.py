"""Rounds, questions, checks, returns and releases in the administration pages."""

from . import checks, questions, read, records, releases, returns, rounds, scales, totals

__all__ = [
    "checks", "questions", "read", "records", "releases", "returns", "rounds", "scales", "totals",
]  # fmt: skip
