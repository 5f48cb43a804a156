"""What a copy of a round takes along: which of its questions tell of expectations and measures."""

from collections.abc import Sequence

from ppf_site import words
from surveys.rounds.linked import comes_along

from .models import ExpectationQuestion, MeasureRate


def _due_before(links: Sequence[ExpectationQuestion]) -> str:
    """Of forecasts that are none any more by the day that the answers describe."""
    over = {
        link.expectation.label: link.expectation
        for link in links
        if link.told != link.get_role_display()
    }
    if not over:
        return ""
    named = words.join_words([f"“{label}” ({each.due_label})" for label, each in over.items()])
    return (
        f"Due before the day that its answers describe: {named}. What its questions say of it is "
        "told as after it was due, and is no forecast. If they ask of a later day now, say on the "
        "programme’s page of which expectation."
    )


comes_along(ExpectationQuestion, _due_before)
comes_along(MeasureRate)
