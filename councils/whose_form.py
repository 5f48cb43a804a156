"""Whose form it was, shown by the form itself: for what is sent after a session has ended."""

import datetime

from django.core.signing import BadSignature, TimestampSigner

from councils.models import User

FIELD = "person"
# A tab may have stood open over a few days.
FORMS_LAST = datetime.timedelta(days=7)
SIGNER = TimestampSigner(salt="councils.whose_form")


def mark_of(person: User) -> str:
    """For a hidden field. Nobody can make one up, so the site keeps nothing for just anybody."""
    return SIGNER.sign(str(person.pk))


def person_of(mark: str) -> int | None:
    """The key of the person to whom the form was given."""
    try:
        return int(SIGNER.unsign(mark, max_age=FORMS_LAST))
    except BadSignature:
        return None
