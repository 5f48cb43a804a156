"""What somebody typed over an answer and is not saved: no answer, or another one in its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models import User

from .questions import Question
from .returns import Return


class UnsavedQuerySet(models.QuerySet["Unsaved"]):
    def of(self, person: User, return_of: Return, question: Question) -> Self:
        return self.filter(user=person, return_of=return_of, question=question)

    def about(self, return_of: Return, question: Question) -> Self:
        """Whoever typed it."""
        return self.filter(return_of=return_of, question=question)

    def listed(self) -> Self:
        """In the order that the questions are asked."""
        return self.select_related("question__section", "user").order_by(
            "question__section__position", "question__position", "at"
        )

    def keep(
        self,
        *,
        return_of: Return,
        question: Question,
        by: User,
        typed: Mapping[str, Any],
        said: str,
        why: str,
    ) -> None:
        """The person's last word on the question, in place of any before."""
        row = Unsaved(return_of=return_of, question=question, user=by, typed=typed)
        row.said, row.why, row.at = said, why, timezone.now()
        self.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["return_of", "question", "user"],
            update_fields=["typed", "said", "why", "at"],
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
