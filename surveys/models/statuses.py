"""Where a return stands: one list with one name each, the same on every page, letter and file."""

import datetime
from dataclasses import dataclass

from django.db import models


class Status(models.TextChoices):
    """In the order that a return goes through them."""

    NOT_OPEN = "not_open", "Not open yet"
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    TO_SIGN = "to_sign", "Ready to sign"
    SENT_BACK = "sent_back", "Sent back"
    TAKEN_BACK = "taken_back", "Taken back"
    REOPENED = "reopened", "Reopened"
    CLOSED = "closed", "Closed, not signed"
    SIGNED = "signed", "Signed"
    ENTERED = "entered", "Entered from paper"
    IMPORTED = "imported", "Imported"
    ON_PAPER = "on_paper", "Received on paper"
    DECLINED = "declined", "Declined"
    NO_LONGER = "no_longer_required", "No longer required"


@dataclass(frozen=True, slots=True)
class StateCount:
    label: str
    count: int


# In these it is done: signed here, on the paper that it was entered from, or in the past that it
# was imported from.
DONE = (Status.SIGNED, Status.ENTERED, Status.IMPORTED)
# A count of returns names these though none is there.
ALWAYS = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.TO_SIGN, Status.SIGNED)
# Steps that bring a return back to those who fill it in.
BACK = (Status.SENT_BACK, Status.TAKEN_BACK, Status.REOPENED)
# Of these it is handed over again before anybody signs it.
UNDER_CHANGE = (Status.SENT_BACK, Status.TAKEN_BACK)

# A return `NEW.return_of_id` remembers its last step. More time changes nothing about who has it.
REMEMBERS_STEP = f"""
IF NEW.kind NOT IN ('correction_asked', 'correction_refused') THEN
    UPDATE surveys_return SET last_step = NEW.kind
    WHERE id = NEW.return_of_id AND last_step <> NEW.kind
        AND NOT (NEW.kind = '{Status.REOPENED}'
            AND last_step IN ('{Status.SENT_BACK}', '{Status.TAKEN_BACK}'));
END IF;
RETURN NULL;
"""


def status_of(
    *,
    requirement: str,
    state: str,
    last_step: str,
    opens_on: datetime.date,
    last_day: datetime.date,
    today: datetime.date,
) -> Status:
    if state == Status.SIGNED and requirement in {"required", Status.ON_PAPER}:
        return Status(last_step) if last_step in DONE else Status.SIGNED
    if requirement != "required":
        return Status(requirement)
    if today < opens_on:
        return Status.NOT_OPEN
    if today > last_day:
        return Status.CLOSED
    back = state == Status.IN_PROGRESS and last_step in BACK
    return Status(last_step if back else state)
