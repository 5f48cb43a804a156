"""Whom a round asks, where that is not every council in force on its reference date."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from councils.models import Council

from .rounds import Round
from .sealing import once_open

FIXED = (
    "The round is open: who is asked was decided then. Ask one more council, or say that a return "
    "is no longer required, at the returns."
)


@pghistory.track()
class ChosenCouncil(models.Model):
    """A council that a draft will ask, and why. Without any, all in force on the day are asked."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="chosen")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["round", "council__name"]
        constraints = [
            models.UniqueConstraint(fields=["round", "council"], name="council_chosen_once"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="chosen_with_a_reason",
                violation_error_message="Say why these councils are asked.",
            ),
        ]
        triggers = [
            once_open(
                name="chosen_before",
                operation=pgtrigger.Insert,
                round="NEW.round_id",
                words=FIXED,
            ),
            once_open(
                name="stays_chosen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                round="OLD.round_id",
                words=FIXED,
                where="(TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD)",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council} ({self.round.slug})"
