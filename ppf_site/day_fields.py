"""Fields of a form for a day, and for a time of it, as people in England write them."""

import datetime
from typing import Any

from django import forms

from .days import read_day
from .refused import Refused
from .times import read_time
from .words import clock


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
    """A day as people in England write it, in a box of its size."""
    kwargs.setdefault("widget", forms.DateInput(attrs={"class": "govuk-input--width-10"}))
    return DayField(
        label=label,
        help_text=help_text or "Such as 31 March 2026 or 31/3/2026.",
        error_messages={"required": "Enter a day, such as 31 March 2026."},
        **kwargs,
    )


class TimeField(forms.TimeField):
    """Shown as it is written in forms: 9:30am."""

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, datetime.time) else value

    def to_python(self, value: Any) -> datetime.time | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_time(value)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


def time_field(label: str, **kwargs: Any) -> TimeField:
    return TimeField(
        label=label,
        help_text="London time, such as 9:30am or 14:00.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={"required": "Enter a time, such as 9:30am."},
        **kwargs,
    )
