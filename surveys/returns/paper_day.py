"""The day under the declaration of what came on paper."""

import datetime

from django.utils import timezone

from ppf_site.words import day as day_words
from surveys.models import Round


def why_not_signed_on(round: Round, day: datetime.date) -> str:
    """It stands on the receipt for good: why it cannot be the day; "" where it can."""
    if day > timezone.localdate():
        return "Nobody has signed on a day to come."
    # Papers may go out before the round is opened here.
    first = min(round.reference_date, round.opens_on)
    if day < first:
        return f"Nobody can have signed before {day_words(first)}. Enter the day on the paper."
    return ""
