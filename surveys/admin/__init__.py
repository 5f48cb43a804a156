"""Rounds, questions, returns and releases in the administration pages."""

from . import questions, releases, returns, rounds

__all__ = ["questions", "releases", "returns", "rounds"]
