"""Published totals of rounds whose answers are not held."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from councils.models import Area
from ppf_site.kept.triggers import gives_another_version

from .questions import Question
from .rounds import Round
from .scales import Option


@pghistory.track()
class Total(models.Model):
    """A published total of a round, held with its source because the answers are not."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="totals")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="totals")
    option = models.ForeignKey(
        Option, on_delete=models.PROTECT, null=True, blank=True, related_name="totals"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT)
    k = models.PositiveIntegerField(null=True, blank=True, help_text="Councils, if published.")
    n = models.PositiveIntegerField("base", null=True, blank=True, help_text="If published.")
    percent = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    value = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, blank=True, help_text="A count or an amount."
    )
    qualifier = models.CharField(
        max_length=60, blank=True, help_text="Such as about, more than, only."
    )
    source = models.CharField(max_length=200)
    url = models.URLField(max_length=300, blank=True)

    class Meta:
        ordering = ["round", "question", "option__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "option", "area"],
                name="total_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=False) | Q(value__isnull=False) | Q(k__isnull=False),
                name="total_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(k=None) | Q(n=None) | Q(k__lte=F("n")), name="total_k_within_n"
            ),
        ]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return f"{self.question.short_text}, {self.area}"
