"""A time of day as people in England write it: 9:30, 9.30am, 2 pm, 14:00, noon."""

import datetime
import re

from .pasted import tidy
from .refused import Refused

TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<half>[ap])?\.?(?:m\.?)?")
NAMED = {"noon": datetime.time(12), "midday": datetime.time(12), "midnight": datetime.time(0)}


def read_time(typed: str) -> datetime.time:
    """Raises Refused with what to type. A bare number is no time: 9 may be meant either way."""
    text = " ".join(tidy(typed).casefold().split())
    if text in NAMED:
        return NAMED[text]
    found = TIME.fullmatch(text)
    if found and (found["half"] or found["minute"]):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if found["half"] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if found["half"] == "p" else 0)
        elif found["half"]:
            hour = 24
        if hour < 24 and minute < 60:
            return datetime.time(hour, minute)
    raise Refused("Enter a time with hour and minutes, such as 9:30am or 14:00.")
