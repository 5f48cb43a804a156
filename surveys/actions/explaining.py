"""Looking at a whole return again, and keeping why an odd value is right."""

import re

from django.db import connection, transaction
from django.utils import timezone

from councils.models import User
from ppf_site.refused import Refused
from surveys.models import RaisedCheck, Return
from surveys.models.checks import LONGEST_EXPLANATION
from surveys.opening import LOCK_OPEN_RETURN, why_read_only

from .checking import refresh_raised_checks
from .signing import lock

# “x” and “…” explain nothing.
FEWEST_WORDS = 2
WORD = re.compile(r"[^\W\d_]{2,}")


@transaction.atomic
def look_again(return_of: Return) -> None:
    """Work out anew what all checks raise, but never in a return that is signed or handed over."""
    if not why_read_only(lock(return_of)):
        refresh_raised_checks(return_of)


@transaction.atomic
def explain(*, raised: RaisedCheck, text: str, about: str, by: User) -> None:
    """Keep the explanation, of the very numbers that the person was asked about.

    Raises Refused with a sentence where it cannot be kept.
    """
    words = text.replace("\x00", "").strip()
    if not words:
        raise Refused("Say why it is right.")
    if len(WORD.findall(words)) < FEWEST_WORDS:
        raise Refused(
            "Say in words why it is right, such as “Two homes closed in May”. The director and the "
            "people who run the survey read it."
        )
    if len(words) > LONGEST_EXPLANATION:
        raise Refused(f"Shorten the explanation to {LONGEST_EXPLANATION:,} characters.")
    return_of = raised.return_of
    with connection.cursor() as cursor:
        # In a section that was not reopened too: a number elsewhere can make it speak up.
        cursor.execute(LOCK_OPEN_RETURN, {"return": return_of.pk, "now": timezone.now()})
        if cursor.fetchone() is None:
            raise Refused(why_read_only(return_of))
    kept = RaisedCheck.objects.filter(pk=raised.pk, values=about).update(
        explanation=words, explained_by=by, explained_at=timezone.now()
    )
    if not kept:
        raise Refused("The number has been changed since. Look at it again.")
