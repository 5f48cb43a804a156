"""A day as people in England write it: 1 April 2025, 1st Apr 25, 04/05/25, 1.4.25."""

import calendar
import datetime
import re

from .pasted import tidy
from .refused import Refused

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
MONTH = r"(?P<month>[a-z]{3,9})\.?"
YEAR = r"(?P<year>\d{4}|['’]?\d{2})"
SEPARATOR = r"[\s,./\-–]"
FORMS = (
    rf"{DAY}{SEPARATOR}*(?:of\s)?\s*{MONTH}{SEPARATOR}*{YEAR}",
    rf"{MONTH}\s*{DAY}[\s,]+{YEAR}",
    rf"(?P<day>\d{{1,2}})\s?{SEPARATOR}\s?(?P<month>\d{{1,2}})\s?{SEPARATOR}\s?{YEAR}",
    r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})",
)
WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[\s,.]+")
# A spreadsheet’s day, written out with its hour.
MIDNIGHT = re.compile(r"[\st]00:00(?::00)?$")
# "25" is 2025 and "75" is 1975.
LAST_OF_THIS_CENTURY = 69


def read_day(typed: str) -> datetime.date:
    """Day before month, as England writes it. Raises Refused with what is wrong or to type."""
    text = " ".join(tidy(typed).casefold().split())
    text = MIDNIGHT.sub("", WEEKDAY.sub("", text, count=1))
    for form in FORMS:
        found = re.fullmatch(form, text)
        day = found and _day(found["day"], found["month"], found["year"])
        if day:
            return day
    raise Refused("Enter a date with day, month and year, such as 31 March 2026.")


def _day(day: str, month: str, year: str) -> datetime.date | None:
    """None: these are no day, month and year. Raises Refused for a day that its month lacks."""
    number = _month(month)
    if number is None or not 1 <= number <= 12:
        return None
    year_meant = _year(year.strip("'’"))
    if not 1900 <= year_meant <= 2100:
        raise Refused("Enter a date between 1900 and 2100, such as 31 March 2026.")
    last = calendar.monthrange(year_meant, number)[1]
    if not 1 <= int(day) <= last:
        name = f"{MONTHS[number - 1].title()} {year_meant}"
        raise Refused(f"There is no {int(day)} {name}: {name} has {last} days.")
    return datetime.date(year_meant, number, int(day))


def _month(text: str) -> int | None:
    """By its number, its name, or how the name begins."""
    if text.isdecimal():
        return int(text)
    meant = [number for number, name in enumerate(MONTHS, 1) if name.startswith(text)]
    return meant[0] if len(meant) == 1 else None


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year <= LAST_OF_THIS_CENTURY else 1900)
