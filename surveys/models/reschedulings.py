"""The record of the days of an open round that were moved: from what to what, why and by whom."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, JSONField, Q, Value

from ppf_site.lengths import LONGEST_TEXT, at_most

from .rounds import Round


@pghistory.track(pghistory.InsertEvent())
class Rescheduling(models.Model):
    """Written in the transaction that moves the days, which the database asks for."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reschedulings")
    at = models.DateTimeField(db_default=TransactionNow(), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(max_length=LONGEST_TEXT)
    opens_before = models.DateField()
    opens_after = models.DateField()
    closes_before = models.DateField()
    closes_after = models.DateField()
    # The further days by their kind, as in `RoundDays.further`. Empty in older records.
    days_before = JSONField(default=dict, db_default=Value({}, JSONField()))
    days_after = JSONField(default=dict, db_default=Value({}, JSONField()))

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="rescheduling_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(
                    opens_before=F("opens_after"),
                    closes_before=F("closes_after"),
                    days_before=F("days_after"),
                ),
                name="rescheduling_moves_a_day",
            ),
            at_most(LONGEST_TEXT, "reason", of="rescheduling"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            # A record of another moment would be a key to move the days at that moment.
            pgtrigger.Trigger(
                name="of_now",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="NEW.at = now(); RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.reason}"
