"""A field of a form for a day as people in England write it."""

import datetime
from typing import Any

from django import forms

from .days import read_day
from .refused import Refused


class DayField(forms.DateField):
    """Reads what the pages of a return read."""

    def to_python(self, value: Any) -> datetime.date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_day(value)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


def day_field(label: str, help_text: str = "", **kwargs: Any) -> DayField:
    """A day as people in England write it."""
    return DayField(
        label=label,
        help_text=help_text or "Such as 31 March 2026 or 31/3/2026.",
        error_messages={"required": "Enter a day, such as 31 March 2026."},
        **kwargs,
    )
