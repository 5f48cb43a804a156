"""Choosing whom a draft will ask."""

from collections.abc import Mapping

from django.db import transaction

from ppf_site.refused import Refused
from surveys.models import ChosenCouncil, Round


@transaction.atomic
def choose_councils(*, round: Round, reasons: Mapping[int, str]) -> None:
    """Those with these numbers, each with its reason; with none, all in force are asked."""
    held = Round.objects.select_for_update(of=["self"]).get(pk=round.pk)
    if not held.is_draft:
        raise Refused("The round is open: who is asked changes at the returns.")
    held.chosen.exclude(council__in=reasons).delete()
    for council, reason in reasons.items():
        ChosenCouncil.objects.update_or_create(
            round=held, council_id=council, defaults={"reason": reason}
        )
