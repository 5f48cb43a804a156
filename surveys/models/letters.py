"""What was sent to a person about a return: receipts, hand-overs, queries."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from .returns import Return


class ReturnLetterQuerySet(models.QuerySet["ReturnLetter"]):
    def with_return(self) -> Self:
        return self.select_related("to", "return_of__round", "return_of__council")


class ReturnLetter(models.Model):
    """An e-mail about a return, as it was sent. Reminders and letters to those who are awaited
    have rows of their own; what a director asks colleagues is kept nowhere but with the return."""

    return_of = models.ForeignKey(
        Return, on_delete=models.CASCADE, related_name="letters", verbose_name="return"
    )
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=300)
    sent_at = models.DateTimeField(default=timezone.now)

    objects = ReturnLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
