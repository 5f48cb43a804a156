"""How long a text may be, which the database holds to and the page says beside the field."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

LONGEST_TEXT = 10_000


def at_most(length: int, field: str, *, of: str) -> models.CheckConstraint:
    """That a text is no longer, by letters and not by bytes. `of` is what it belongs to."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(field), length),
        name=f"{of}_{field}_length",
        violation_error_message=f"Shorten the text to {length:,} characters.",
    )
