"""Scales that are ready to be chosen, worded as the rounds that are shipped word them."""

from collections.abc import Mapping

from surveys.rounds.file import OptionPart, ScalePart


def _scale(key: str, title: str, *options: tuple[str, str, int]) -> ScalePart:
    parts = [OptionPart(key=own, label=label, tone=tone) for own, label, tone in options]
    return ScalePart(key=key, title=title, options=parts)


SCALES = [
    _scale("yes-no", "Yes or no", ("yes", "Yes", 1), ("no", "No", -1)),
    _scale(
        "likelihood",
        "Likelihood",
        ("very-likely", "Very likely", 2),
        ("fairly-likely", "Fairly likely", 1),
        ("fairly-unlikely", "Fairly unlikely", -1),
        ("very-unlikely", "Very unlikely", -2),
    ),
    _scale(
        "extent",
        "Extent",
        ("great-extent", "To a great extent", 2),
        ("some-extent", "To some extent", 1),
        ("small-extent", "To a small extent", -1),
        ("not-at-all", "Not at all", -2),
    ),
    _scale(
        "commitment",
        "Commitment",
        ("very-committed", "Very committed", 2),
        ("fairly-committed", "Fairly committed", 1),
        ("not-very-committed", "Not very committed", -1),
        ("not-committed", "Not committed at all", -2),
    ),
    _scale(
        "tally",
        "All, some or none",
        ("all", "All of them", 2),
        ("some", "At least one, not all", 1),
        ("none", "None", -2),
    ),
]
LIBRARY: Mapping[str, ScalePart] = {scale.key: scale for scale in SCALES}
