"""The records that acts on a round leave, each made by itself."""

import datetime

from councils.models import User
from surveys.models import (
    Chaser,
    ChaserLetter,
    Narrowing,
    PublicRequest,
    Rescheduling,
    Return,
    Widening,
)

FIRST = datetime.date(2011, 4, 1)
LAST = datetime.date(2011, 5, 1)


def make_records(return_of: Return, *, by: User, to: User) -> None:
    """One of each, of the return's round and its release."""
    round = return_of.round
    release = round.releases.get(number=1)
    Narrowing.objects.create(
        release=release, by=by, reason="Too much.", before="More.", after="Less."
    )
    Widening.objects.create(round=round, by=by, reason="Readers ask.", before="A", after="B")
    Rescheduling.objects.create(
        round=round, by=by, reason="Snow.", opens_before=FIRST, opens_after=FIRST,
        closes_before=LAST, closes_after=LAST + datetime.timedelta(days=1),
    )  # fmt: skip
    PublicRequest.objects.create(release=release, asked_by=by)
    letter = Chaser.objects.create(round=round, by=by, subject="Yours", body="Dear {name}")
    ChaserLetter.objects.create(chaser=letter, return_of=return_of, to=to)
