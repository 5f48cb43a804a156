"""What is worked out of a measured share: verdicts, pace and spread. Plain values, no database."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from ppf_site import words
from surveys.releases.moves import NOT_REACHED, REACHED
from surveys.stats import Choice

DAYS_A_MONTH = Decimal("30.4375")  # 365.25 / 12

Verdict = Literal["met", "not met", ""]
NOT_YET = "not reached yet"
# So short before the day, what is counted is what came.
DAYS_BEFORE_DUE = 14


def verdict(rate: Decimal | None, target: Decimal | None, *, higher_is_better: bool) -> Verdict:
    """Whether a rate in per cent reaches its target; "" without one of them."""
    if rate is None or target is None:
        return ""
    reached = rate >= target if higher_is_better else rate <= target
    return "met" if reached else "not met"


def is_due(due_on: datetime.date, on: datetime.date) -> bool:
    """Whether what is so on the second day is what came on the first, or within two weeks of it."""
    return (due_on - on).days < DAYS_BEFORE_DUE


def sides_of_target(target: Decimal | None, higher_is_better: bool) -> tuple[Choice, Choice]:
    """Councils at the target, and those short of it: "30% or more", "Under 30%"."""
    percent = words.number(target)
    side, other = ("or more", "Under") if higher_is_better else ("or less", "Over")
    return Choice(REACHED, f"{percent}% {side}", 2), Choice(NOT_REACHED, f"{other} {percent}%", -1)


@dataclass(frozen=True, slots=True)
class Reached:
    """A rate in per cent on a day; None where it is not told."""

    day: datetime.date
    rate: Decimal | None


def months(start: datetime.date, end: datetime.date) -> Decimal:
    """Between two days, in months of the mean length."""
    return Decimal((end - start).days) / DAYS_A_MONTH


def pace_achieved(before: Reached, after: Reached) -> Decimal | None:
    """Percentage points a month between two readings; None without both, or on one day."""
    if before.rate is None or after.rate is None or after.day <= before.day:
        return None
    return (after.rate - before.rate) / months(before.day, after.day)


def pace_needed(reached: Reached, target: Decimal | None, due: datetime.date) -> Decimal | None:
    """Points a month that would reach the target on the day it is due.

    None without a rate or a target, once it is due, or within two weeks of that: a month's pace
    has no meaning then.
    """
    if reached.rate is None or target is None or (due - reached.day).days < 14:
        return None
    return (target - reached.rate) / months(reached.day, due)


class OnTheWay(StrEnum):
    """Where a council stands on the way to a target. `SHORT`: its pace has no meaning, or cannot
    be told."""

    REACHED = "at the target"
    ON_PACE = "on pace"
    BEHIND = "behind"
    SHORT = "short of it"
    NOT_COUNTED = "not counted"


@dataclass(frozen=True, slots=True)
class Pace:
    """Of one council, in percentage points a month; None where it cannot be told.

    `is_far_off`: it needs over twice what it achieved.
    """

    standing: OnTheWay
    achieved: Decimal | None = None
    needed: Decimal | None = None
    is_far_off: bool = False


def pace_of(
    now: Reached,
    before: Reached | None,
    target: Decimal | None,
    due: datetime.date | None,
    *,
    higher_is_better: bool,
) -> Pace:
    """Where a council stands that counted `now`, and `before` if it did then."""
    if now.rate is None or target is None:
        return Pace(OnTheWay.NOT_COUNTED)
    achieved = pace_achieved(before, now) if before else None
    if verdict(now.rate, target, higher_is_better=higher_is_better) == "met":
        return Pace(OnTheWay.REACHED, achieved)
    needed = pace_needed(now, target, due) if due else None
    if achieved is None or needed is None:
        return Pace(OnTheWay.SHORT, achieved, needed)
    way = 1 if higher_is_better else -1
    if way * achieved >= way * needed:
        return Pace(OnTheWay.ON_PACE, achieved, needed)
    is_far_off = way * needed > 2 * max(way * achieved, Decimal(0))
    return Pace(OnTheWay.BEHIND, achieved, needed, is_far_off)


def points(value: Decimal | None) -> str:
    """ "1.4", "2.0" beside it, with a sign only where it is less than nothing; "" for None."""
    if value is None:
        return ""
    return f"{words.rounded(float(value), 1)}".replace("-", "\N{MINUS SIGN}")
