"""The record of what the public came to see less of, in a release that was out already."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models

from ppf_site.kept.triggers import gives_another_version
from ppf_site.lengths import LONGEST_TEXT, at_most

from .releases import Release


class Narrowing(models.Model):
    """Who narrowed a release, when and why. Written in the transaction that does it, which the
    database asks for: without it no released row changes."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="narrowings")
    at = models.DateTimeField(db_default=TransactionNow(), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(max_length=LONGEST_TEXT)
    # What the public saw of it until then, and from then on, in the words of the site.
    before = models.TextField()
    after = models.TextField()
    hides = models.PositiveIntegerField(
        default=0, help_text="How many more numbers are hidden: parts of a question’s figures."
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="narrowing_has_a_reason"),
            at_most(LONGEST_TEXT, "reason", of="narrowing"),
        ]
        triggers = [
            gives_another_version(),
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            # A record of another day would be a key to change the release on that day.
            pgtrigger.Trigger(
                name="of_now",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="NEW.at = now(); RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.reason}"
