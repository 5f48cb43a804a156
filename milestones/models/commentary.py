"""What those who ran a round say of its results, in their own name."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from councils.models import Region
from ppf_site.lengths import LONGEST_TEXT, at_most
from surveys.models import Round

from .programme import Expectation


@pghistory.track()
class Commentary(models.Model):
    """A dated, named paragraph beside a release as a whole, an expectation or a region in it.

    A release keeps those that stood when it was compiled, and never changes them.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="commentary")
    expectation = models.ForeignKey(
        Expectation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commentary",
        help_text="If it is about one. Without an expectation and a region it is about them all.",
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.CharField("in the name of", max_length=120)
    position_held = models.CharField(
        max_length=160, help_text="President, Association of Directors of Adult Social Services."
    )
    written_on = models.DateField()
    text = models.TextField(max_length=LONGEST_TEXT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "commentary"
        ordering = ["position", "pk"]
        constraints = [
            at_most(LONGEST_TEXT, "text", of="commentary"),
            models.CheckConstraint(
                condition=Q(expectation=None) | Q(region=None),
                name="commentary_is_about_one_thing",
                violation_error_message="It is about an expectation or about a region, not both.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}, {self.written_on}"
