"""What councils alone are called by, where each gave several answers and the page tells one."""

from collections.abc import Sequence

from ppf_site import words
from surveys.models import ReleasedReturn
from surveys.stats import Choice

from .sentences import FEW


def named_title(asked: str, answer: Choice, rows: Sequence[ReleasedReturn]) -> str:
    """ "2 of these 3 councils named “Lack of money” on “Barriers”: Leicester and Nottingham"."""
    named = [row.council.name for row in rows if answer.key in (row.choices or ())]
    count = "None" if not named else "All" if len(named) == len(rows) else words.number(len(named))
    told = f"{count} of these {len(rows)} councils named “{answer.label}” on “{asked}”"
    if not named or len(named) == len(rows) or len(named) > FEW:
        return told
    return f"{told}: {words.join_words(named)}"
