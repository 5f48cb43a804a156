"""Rounds, questions, returns and releases in the administration pages."""

from . import releases, returns, rounds

__all__ = ["releases", "returns", "rounds"]
