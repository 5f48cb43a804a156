"""A draft round filled in as a council would: everything answers, and nothing of it stays."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from councils.models import Council
from surveys.models import Return, Round


@contextmanager
def pretended_return(*, round: Round, council: Council) -> Iterator[Return]:
    """The council's return of the draft, open for as long as this lasts.

    Whatever is written meanwhile, the opening included, is taken back at the end: what is filled
    in goes the same way as a council's own answers, and leaves nothing.
    """
    today = timezone.localdate()
    with transaction.atomic():
        # The others stand between the first and the last, which are both today.
        round.days.all().delete()
        Round.objects.filter(pk=round.pk).update(
            opened_at=timezone.now(), opens_on=today, closes_on=today
        )
        made, _ = Return.objects.get_or_create(
            round=round, council=council, defaults={"requirement_reason": "A preview."}
        )
        yield Return.objects.select_related("round", "council__region").get(pk=made.pk)
        transaction.set_rollback(True)
