"""The record of what a round came to publish beyond what its councils were told at first."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models

from ppf_site.lengths import LONGEST_TEXT, at_most

from .rounds import Round


class Widening(models.Model):
    """More is published, from the next release on: who decided it, why, and that councils were
    told. Written in the transaction that changes the round, which the database asks for."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="widenings")
    at = models.DateTimeField(db_default=TransactionNow(), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(max_length=LONGEST_TEXT)
    # What was published until then, and from then on, in the words that councils read.
    before = models.TextField()
    after = models.TextField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="widening_has_a_reason"),
            at_most(LONGEST_TEXT, "reason", of="widening"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.reason}"
