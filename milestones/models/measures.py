"""What is counted of an expectation: one numerator over one or more denominators, and its rates."""

from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.urls import reverse

from councils.permissions import Person, access_of
from ppf_site.kept.triggers import gives_another_version
from ppf_site.lengths import LONGEST_TEXT, at_most
from surveys.models import Question

from .changed import changed_because, changed_comparability, changed_with_both
from .programme import Expectation


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, person: Person) -> Self:
        """One that belongs to no expectation is of no programme: its rounds' releases decide."""
        if access_of(person).is_national:
            return self
        return self.exclude(expectation__milestone__programme__is_published=False)

    def of_programmes(self) -> Self:
        """Those that have a page before anything of them is released."""
        return self.exclude(expectation=None)


@pghistory.track()
class Measure(models.Model):
    """One numerator over one or more named denominators, with a target."""

    expectation = models.ForeignKey(
        Expectation, on_delete=models.PROTECT, related_name="measures", null=True, blank=True
    )
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=LONGEST_TEXT, blank=True)
    target_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    higher_is_better = models.BooleanField(default=True)
    comparability = changed_comparability()
    change_note = changed_because()

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            at_most(LONGEST_TEXT, "description", of="measure"),
            changed_with_both("measure"),
        ]
        ordering = ["slug"]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("measure", args=[self.slug])


@pghistory.track()
class MeasureBase(models.Model):
    """One of the measure's denominators: who, or what, is counted."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="bases")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=80, help_text="Such as users with ongoing support.")
    description = models.TextField(max_length=LONGEST_TEXT, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["measure", "position"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "key"], name="measure_base_key_once"),
            at_most(LONGEST_TEXT, "description", of="measure_base"),
        ]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class MeasureRate(models.Model):
    """The rate, in one round, that gives the measure on this base."""

    class Role(models.TextChoices):
        ACTUAL = "actual", "Actual"
        FORECAST = "forecast", "Forecast"

    base = models.ForeignKey(MeasureBase, on_delete=models.CASCADE, related_name="rates")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="measure_rates")
    role = models.CharField(max_length=10, choices=Role, default=Role.ACTUAL)

    release_pk: int  # of the release whose words it has, on rows that were sealed

    class Meta:
        ordering = ["base", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["base", "question"], name="measure_rate_once")
        ]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return f"{self.base}: {self.question.short_text}, {self.question.round.short_title}"
