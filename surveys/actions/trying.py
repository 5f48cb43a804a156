"""Working out what a round's next release would change, and keeping it to be looked at."""

from django.db import transaction
from django.utils import timezone

from councils.models import User
from ppf_site.refused import Refused
from surveys.models import CorrectionPreview, Release, Round
from surveys.releases.changed import compared_with, read_changes
from surveys.releases.compiling import next_release, problems_of
from surveys.releases.tables import rows_of

NOTHING = "There is nothing to compare: no release is there, or none can be compiled."


@transaction.atomic
def try_next(*, round: Round, by: User) -> CorrectionPreview:
    """In the place of the one before. Of the release that is worked out nothing else stays."""
    before = compared_with(None, of_round=round.pk)
    if before is None or problems_of(round):
        raise Refused(NOTHING)
    with next_release(round) as release:
        number, rows = release.number, rows_of(read_changes(before, release, by))
    return _keep(round, before, number, by, rows)


def _keep(
    round: Round, before: Release, number: int, by: User, rows: list[dict[str, object]]
) -> CorrectionPreview:
    made = {"number": number, "before": before, "by": by, "at": timezone.now(), "rows": rows}
    return CorrectionPreview.objects.update_or_create(round=round, defaults=made)[0]
