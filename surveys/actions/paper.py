"""Concluding what came on paper, once it is entered: its answers count as signed."""

import datetime

from django.db import transaction

from councils.models import User
from ppf_site.refused import Refused
from surveys.models import Return, Signature, Step
from surveys.returns.paper_day import why_not_signed_on
from surveys.returns.sign_sql import ENTER

from .checking import refresh_raised_checks
from .signing import keep_signed, lock, receipt_of, why_not_signed


def enter_from_paper(
    *, return_of: Return, by: User, name: str, signed_on: datetime.date
) -> Signature:
    """What came on paper is entered whole: its answers count as signed by whom the paper names.
    Twice is once. Raises Refused with what is missing, or why it is too late."""
    with transaction.atomic():
        return_of = lock(return_of)
        if return_of.state == Return.State.SIGNED:
            return receipt_of(return_of)
        refresh_raised_checks(return_of)
        why = _why_not_entered(return_of, name, signed_on)
        paper: dict[str, str | datetime.date] = {"name": name.strip(), "on_paper_on": signed_on}
        found = None if why else keep_signed(return_of, by, ENTER, Step.Kind.ENTERED, **paper)
    if found is None:
        raise Refused(why or why_not_signed(return_of))
    return found


def _why_not_entered(return_of: Return, name: str, signed_on: datetime.date) -> str:
    if return_of.requirement != Return.Requirement.ON_PAPER:
        return "This return did not come on paper."
    if not name.strip():
        return "Give the name under the paper’s declaration."
    return why_not_signed_on(return_of.round, signed_on)
