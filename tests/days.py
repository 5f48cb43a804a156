"""Days as a test needs them: reckoned when it runs, since a suite may run across midnight."""

import datetime

from django.utils import timezone

DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    """The day in London now. A constant would be the day on which the tests were collected."""
    return timezone.localdate()
