"""What somebody typed over an answer and is not saved: no answer, or another one in its way."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from .questions import Question
from .returns import Return


class UnsavedQuerySet(models.QuerySet["Unsaved"]):
    def listed(self) -> Self:
        """In the order that the questions are asked."""
        return self.select_related("question__section", "user").order_by(
            "question__section__position", "question__position", "at"
        )


# Without a history: nothing of it was ever an answer.
class Unsaved(models.Model):
    return_of = models.ForeignKey(
        Return, on_delete=models.CASCADE, related_name="unsaved", verbose_name="return"
    )
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    typed = models.JSONField(help_text="What stood in the boxes, and over which version.")
    said = models.TextField(help_text="The same in words.")
    why = models.TextField(help_text="Why it is not saved; empty where another answer is there.")
    at = models.DateTimeField(default=timezone.now)

    objects = UnsavedQuerySet.as_manager()

    class Meta:
        ordering = ["return_of", "question", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_of", "question", "user"], name="unsaved_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.said}"
