"""What was doubtful of a round when a release of it was compiled, and who accepted it."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models

from ppf_site.lengths import LONGEST_TEXT, at_most

from .releases import Release


class Acceptance(models.Model):
    """One warning of the checklist, in the words in which it was accepted. Never changed."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="acceptances")
    words = models.TextField(max_length=LONGEST_TEXT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow(), editable=False)

    class Meta:
        ordering = ["release", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="acceptance_says_of_what"),
            at_most(LONGEST_TEXT, "words", of="acceptance"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.words
