"""What a return answers: one row for each question, with a value or a reason for none."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Protocol, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from ppf_site.lengths import LONGEST_TEXT, at_most
from surveys.values import REASONS, Value

from .answer_triggers import ANSWER_TRIGGERS
from .questions import Question
from .returns import Return


class AnswerQuerySet(models.QuerySet["Answer"]):
    def given(self) -> Self:
        """Those with a value or a reason for none: a blank row is not answered yet."""
        value = Q(choices__isnull=False) | Q(number__isnull=False) | Q(date__isnull=False)
        return self.filter(value | Q(text__isnull=False) | ~Q(reason=""))

    def count_given(self, returns: Iterable[int]) -> dict[int, int]:
        """By return, how many questions are answered."""
        given = self.given().filter(return_of__in=list(returns)).order_by()
        return dict(given.values_list("return_of").annotate(count=Count("pk")))


@pghistory.track()
class Answer(models.Model):
    """A value, or a reason for none. A row with neither is blank: not answered yet."""

    class Reason(models.TextChoices):
        NOT_KNOWN = "not_known", REASONS["not_known"]
        NOT_APPLICABLE = "not_applicable", REASONS["not_applicable"]

    # Its constraint finds them by return too.
    return_of = models.ForeignKey(
        Return,
        on_delete=models.CASCADE,
        related_name="answers",
        verbose_name="return",
        db_index=False,
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    choices = ArrayField(
        models.CharField(max_length=40),
        null=True,
        blank=True,
        help_text="Keys of the chosen options.",
    )
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    date = models.DateField(null=True, blank=True)
    text = models.TextField(max_length=LONGEST_TEXT, null=True, blank=True)
    reason = models.CharField("reason for no value", max_length=20, choices=Reason, blank=True)
    note = models.TextField(max_length=LONGEST_TEXT, blank=True, help_text="Never public.")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["return_of", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_of", "question"], name="answer_once_per_question"
            ),
            models.CheckConstraint(
                condition=Q(
                    models.expressions.RawSQL(
                        "num_nonnulls(choices, number, date, text, nullif(reason, '')) <= 1",
                        [],
                        output_field=models.BooleanField(),
                    )
                ),
                name="answer_is_one_value_or_reason",
                violation_error_message="Give a value, or a reason for none, not both.",
            ),
            models.CheckConstraint(
                condition=Q(choices=None) | ~Q(choices=[]), name="answer_choices_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__gte=0), name="answer_number_not_negative"
            ),
            at_most(LONGEST_TEXT, "text", of="answer"),
            at_most(LONGEST_TEXT, "note", of="answer"),
        ]
        triggers = ANSWER_TRIGGERS

    def __str__(self) -> str:
        return f"{self.return_of}: {self.question}"


class HasValue(Protocol):
    """An answer, a released one, or one row of an answer's history."""

    choices: list[str] | None
    number: Decimal | None
    date: datetime.date | None
    text: str | None
    reason: str


def columns_of(value: Value) -> dict[str, Any]:
    """As an answer has it."""
    return {
        "choices": list(value.choices) if value.choices else None,
        "number": value.number,
        "date": value.date,
        "text": value.text,
        "reason": value.reason,
    }


def value_of(answer: HasValue) -> Value:
    return Value(
        choices=tuple(answer.choices) if answer.choices else None,
        number=answer.number,
        date=answer.date,
        text=answer.text,
        reason=answer.reason,
    )
