"""Checks: what must be right, and what must be looked at, in a return."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from ppf_site.lengths import at_most

from .questions import Question
from .returns import Return
from .rounds import Round

LONGEST_EXPLANATION = 2000


# Of a check `c`: whether one of the questions is part of it, or of a rate that it looks at.
TOUCHES = """(
    c.question_id = ANY({questions}) OR EXISTS (
        SELECT FROM surveys_check_others t JOIN surveys_question q ON q.id = t.question_id
        WHERE t.check_id = c.id
            AND ARRAY[q.id, q.numerator_id, q.denominator_id] && {questions}::bigint[]
    )
)"""


class CheckQuerySet(models.QuerySet["Check"]):
    def touching(self, questions: Iterable[int]) -> Self:
        """Those that one of the questions is part of."""
        ids = list(questions)
        touching = f"SELECT c.id FROM surveys_check c WHERE {TOUCHES.format(questions='%s')}"
        return self.filter(pk__in=RawSQL(touching, [ids, ids]))  # noqa: S611 - parameters

    def bounding(self) -> Self:
        """Those that say between what an answer lies, with the questions that they look at."""
        kinds = (Check.Kind.RANGE, Check.Kind.PART, Check.Kind.SUM)
        found = self.filter(kind__in=kinds).select_related("question")
        return found.prefetch_related("others")


@pghistory.track()
class Check(models.Model):
    """One rule about the answers of a return. Analysts edit these; no code is needed."""

    class Kind(models.TextChoices):
        PART = "part", "Part of a whole: not above the other number"
        SUM = "sum", "Sum: equal to the other numbers together"
        RANGE = "range", "Range: between two numbers"
        CHANGE = "change", "Change since the council’s last answer"
        PEERS = "peers", "Far from similar councils"
        PACE = "pace", "Forecast far off the pace"
        PAST = "past", "Day that has passed: not after today"

    class Severity(models.TextChoices):
        HARD = "hard", "Hard: must be put right before signing"
        SOFT = "soft", "Soft: must be looked at and explained"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="checks")
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    severity = models.CharField(max_length=4, choices=Severity)
    question = models.ForeignKey(
        Question,
        on_delete=models.CASCADE,
        related_name="checks",
        help_text="The question beside which it is told.",
    )
    others = models.ManyToManyField(
        Question,
        blank=True,
        related_name="checked_against",
        help_text="For a part: the whole. For a sum: the parts. For pace: the rate.",
    )
    minimum = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, blank=True, help_text="For a range."
    )
    maximum = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, blank=True, help_text="For a range."
    )
    percent = models.DecimalField(
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="For change: told above so many per cent. For pace: the target.",
    )
    due_on = models.DateField(null=True, blank=True, help_text="For pace: when the target is due.")

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["round", "question__section__position", "question__position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="check_key_once"),
            models.CheckConstraint(
                condition=~Q(kind="range") | Q(minimum__isnull=False) | Q(maximum__isnull=False),
                name="check_range_has_an_end",
                violation_error_message="A range needs a lowest or a highest number.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["change", "pace"]) | Q(percent__isnull=False),
                name="check_change_has_a_percentage",
                violation_error_message="Say above how many per cent it is told.",
            ),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(maximum__gte=F("minimum")),
                name="check_range_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.round.slug})"

    @property
    def is_hard(self) -> bool:
        return self.severity == self.Severity.HARD


class RaisedCheckQuerySet(models.QuerySet["RaisedCheck"]):
    def soft(self) -> Self:
        return self.filter(check_of__severity=Check.Severity.SOFT)

    def to_look_at(self) -> Self:
        """Those that keep a return from being signed: hard, or not explained."""
        return self.filter(Q(check_of__severity=Check.Severity.HARD) | Q(explanation=""))

    def listed(self) -> Self:
        return self.select_related("check_of", "question__section", "explained_by").order_by(
            "question__section__position", "question__position", "check_of__key"
        )


@pghistory.track(meta={"db_table": "surveys_findingevent"})
class RaisedCheck(models.Model):
    """A check that speaks up about the answers as they are now. A changed answer asks again."""

    return_of = models.ForeignKey(
        Return, on_delete=models.CASCADE, related_name="raised_checks", verbose_name="return"
    )
    check_of = models.ForeignKey(
        Check, on_delete=models.CASCADE, related_name="raised_checks", verbose_name="check"
    )
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="raised_checks")
    message = models.TextField()
    values = models.TextField(help_text="The numbers that it was about.")
    explanation = models.TextField(max_length=LONGEST_EXPLANATION, blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    explained_at = models.DateTimeField(null=True, blank=True)

    objects = RaisedCheckQuerySet.as_manager()

    class Meta:
        # What it was called first: code that is still running reads these tables.
        db_table = "surveys_finding"
        ordering = ["return_of", "question", "check_of"]
        constraints = [
            models.UniqueConstraint(fields=["return_of", "check_of"], name="raised_once_per_check"),
            at_most(LONGEST_EXPLANATION, "explanation", of="raised_check"),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def is_hard(self) -> bool:
        return self.check_of.is_hard

    @property
    def is_explained(self) -> bool:
        return not self.is_hard and self.explanation != ""
