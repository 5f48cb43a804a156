"""Programmes, what was reported and what was said, in the administration pages."""

from . import defining, reported

__all__ = ["defining", "reported"]
