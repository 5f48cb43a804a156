"""Writing to councils whose returns are awaited."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from councils.models import User
from ppf_site.refused import Refused
from surveys.following.rows import Followed
from surveys.jobs import tell_chased
from surveys.models import Chaser, ChaserLetter, Round

# The same words to the same council within it are sent only to who says so again.
JUST_NOW = datetime.timedelta(hours=1)


def just_written(rows: Sequence[Followed], subject: str, body: str) -> list[str]:
    """Those of the councils that were sent the very same a moment ago."""
    since = timezone.now() - JUST_NOW
    letters = ChaserLetter.objects.saying(subject, body, since=since)
    told = {*letters.values_list("return_of", flat=True)}
    return [row.council for row in rows if row.return_of.pk in told]


@transaction.atomic
def chase(*, round: Round, rows: Sequence[Followed], by: User, subject: str, body: str) -> Chaser:
    """Keeps the letter and defers its copies: one for each person of each council, both or
    neither. Councils that have nothing left to sign are not written to."""
    addressed = [(row.return_of, person) for row in rows for person in row.addressees]
    if not addressed:
        raise Refused("Nobody works on the returns of these councils: there is nobody to write to.")
    chaser = Chaser.objects.create(round=round, by=by, subject=subject, body=body)
    letters = ChaserLetter.objects.bulk_create(
        [
            ChaserLetter(chaser=chaser, return_of=return_of, to=person)
            for return_of, person in addressed
        ]
    )
    tell_chased(letters)
    return chaser
