"""When a return may be changed, in SQL and in words: the only place that knows a deadline."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from ppf_site import words

from .models import DayKind, Return, Section
from .models.reopened import section_is_open
from .models.returns import ASKED
from .models.statuses import UNDER_CHANGE

# In these a council changes its answers; in the other it is with who signs it, and nobody does.
CHANGING = (Return.State.NOT_STARTED, Return.State.IN_PROGRESS)
SIGNABLE = (Return.State.TO_SIGN,)
# How it came to be signed, where nobody signed it here.
OTHERWISE_DONE = {"entered": "entered from paper", "imported": "imported"}


def open_sql(states: Sequence[str]) -> str:
    """A condition on a return `r` of a round `d`, for statements that are given `now`.

    Open once somebody has opened it, from the day it opens to the end of the day it closes, by
    London's clocks; a reopened return to the end of its own day. Who declined, or need not
    answer, is asked nothing. What nobody has begun is begun by the day that stops new returns,
    unless it was reopened or came on paper.
    """
    listed = ", ".join(f"'{state}'" for state in states)
    asked = ", ".join(f"'{requirement.value}'" for requirement in ASKED)
    return f"""
    r.state IN ({listed}) AND r.requirement IN ({asked})
    AND d.opened_at IS NOT NULL
    AND %(now)s >= (d.opens_on::timestamp AT TIME ZONE 'Europe/London')
    AND %(now)s < ((coalesce(r.reopened_until, d.closes_on) + 1)::timestamp
        AT TIME ZONE 'Europe/London')
    AND (r.state <> '{Return.State.NOT_STARTED}' OR r.reopened_until IS NOT NULL
        OR r.requirement = '{Return.Requirement.ON_PAPER}' OR NOT EXISTS (
            SELECT FROM surveys_roundday s WHERE s.round_id = d.id
            AND s.kind = '{DayKind.STOPS_NEW}'
            AND %(now)s >= ((s.day + 1)::timestamp AT TIME ZONE 'Europe/London')))
"""


# Holds the return against signing and against nothing else: two savers never wait for each other.
LOCK_OPEN = f"""
SELECT r.id FROM surveys_return r JOIN surveys_round d ON d.id = r.round_id
WHERE r.id = %(return)s AND {open_sql(CHANGING)}
"""
LOCK_OPEN_RETURN = f"{LOCK_OPEN} FOR SHARE OF r"
SECTION_IS_OPEN = section_is_open("%(section)s")
LOCK_OPEN_SECTION = f"{LOCK_OPEN} AND {SECTION_IS_OPEN} FOR SHARE OF r"
# The same for the first answer of all, with which the return is no longer not started.
START_OPEN_SECTION = f"""
UPDATE surveys_return r SET state = '{Return.State.IN_PROGRESS}' FROM surveys_round d
WHERE d.id = r.round_id AND r.id = %(return)s AND {open_sql(CHANGING)} AND {SECTION_IS_OPEN}
RETURNING r.id
"""


def why_read_only(return_of: Return, section: Section | None = None) -> str:
    """Why this section, or the whole return, cannot be changed now; "" where it can."""
    now = timezone.now()
    if return_of.state not in CHANGING or not return_of.is_open_at(now):
        return why_closed(return_of, now)
    if section is None or return_of.reopened_until is None:
        return ""
    reopened = {each.pk for each in return_of.reopened_sections.all()}
    return "" if not reopened or section.pk in reopened else why_closed(return_of, now)


def reopened_words(return_of: Return) -> str:
    """Which sections are open again until when; "" where it is not reopened,
    or nobody can change it now."""
    if return_of.reopened_until is None or return_of.state not in CHANGING:
        return ""
    if not return_of.is_open_at(timezone.now()):
        return ""
    names = [f"“{section}”" for section in return_of.reopened_sections.all()]
    end = f"until the end of {words.day(return_of.reopened_until)}"
    if not names:
        return f"The whole return is open again {end}."
    are = "Section" if len(names) == 1 else "Sections"
    is_open = "is" if len(names) == 1 else "are"
    return f"{are} {words.join_words(names)} {is_open} open again {end}. The others are read-only."


def further_words(return_of: Return) -> str:
    """By when it is to be begun, and until when it can be changed; "" where both are as it is due,
    or it is due no more."""
    is_due = timezone.localdate() <= return_of.due_on
    return days_beside(return_of) if is_due and return_of.is_open_at(timezone.now()) else ""


def days_beside(return_of: Return) -> str:
    """The same on any day."""
    told = []
    if return_of.open_until != return_of.last_day:
        told.append(
            f"Begin it by the end of {words.day(return_of.open_until)}: after that day a return "
            "that nobody has begun can no longer be begun."
        )
    if return_of.due_on != return_of.last_day:
        last = words.day(return_of.last_day)
        told.append(f"It can be changed and signed until the end of {last}.")
    return " ".join(told)


def why_not_signable(return_of: Return) -> str:
    """Why it cannot be signed whatever it says, being signed or not open; "" where it can."""
    if return_of.state == Return.State.SIGNED or not return_of.is_open_at(timezone.now()):
        return why_closed(return_of)
    return ""


def why_under_change(return_of: Return) -> str:
    """Why nobody signs it before it is handed over again; "" where it is not being changed."""
    if return_of.state != Return.State.IN_PROGRESS or return_of.last_step not in UNDER_CHANGE:
        return ""
    return (
        f"This return was {words.lower_first(return_of.status)} to be changed. It can be signed "
        "once it has been handed over again."
    )


def why_closed(return_of: Return, now: datetime.datetime | None = None) -> str:
    """Why the return cannot be changed, and what can be done: never only "locked"."""
    moment = now or timezone.now()
    if return_of.state == Return.State.SIGNED:
        signed_at = return_of.signed_at
        when = f"{timezone.localtime(signed_at):%-d %B %Y}" if signed_at else ""
        was = OTHERWISE_DONE.get(return_of.last_step, "signed")
        return (
            f"This return was {was} on {when} and is read-only. "
            "Ask for a correction: an analyst can reopen it."
        )
    not_asked = _why_not_asked(return_of)
    if not_asked:
        return not_asked
    today = timezone.localdate(moment)
    if today < return_of.round.opens_on:
        return f"This round opens on {return_of.round.opens_on:%-d %B %Y}."
    if today > return_of.open_until:
        return _why_over(return_of, today)
    if return_of.state == Return.State.TO_SIGN:
        return "This return is with the director to sign. Take it back to change it."
    return f"This section was not reopened. {reopened_words(return_of)}".strip()


def _why_over(return_of: Return, today: datetime.date) -> str:
    if today > return_of.last_day:
        return (
            f"This round closed at the end of {return_of.last_day:%-d %B %Y}. "
            "Ask the analysts who run it to reopen your return."
        )
    return (
        f"New returns could be begun until the end of {words.day(return_of.open_until)}. "
        "Ask the analysts who run the round to reopen yours."
    )


def _why_not_asked(return_of: Return) -> str:
    if return_of.round.is_draft:
        return "This round has not been opened yet."
    if return_of.is_asked:
        return ""
    return (
        f"{return_of.status}: {return_of.requirement_reason.rstrip('.')}. "
        "To answer after all, ask the analysts who run the round to require it again."
    )
