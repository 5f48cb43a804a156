"""Figures that were reported at the time, and where the held data has the same."""

from __future__ import annotations

import pghistory
from django.db import models

from ppf_site.kept.triggers import gives_another_version
from ppf_site.lengths import LONGEST_TEXT, at_most


@pghistory.track()
class ReportedFigure(models.Model):
    """One figure as press or a report gave it. `docs/reported.md` explains the columns."""

    class Held(models.TextChoices):
        COMPUTED = "computed", "Computed from councils’ answers"
        TOTAL = "total", "Held as a published total"
        TARGET = "target", "A target of the programme"
        STATEMENT = "statement", "A statement, kept with its source"

    key = models.CharField("number in the list", max_length=10, unique=True)
    source = models.CharField(max_length=200)
    url = models.URLField(max_length=300, blank=True)
    published = models.CharField(max_length=40)
    what = models.CharField(max_length=300)
    area = models.CharField(max_length=60)
    numerator = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    percent = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    qualifier = models.CharField(max_length=80, blank=True)
    note = models.TextField(max_length=LONGEST_TEXT, blank=True)
    held = models.CharField(max_length=10, choices=Held)
    round = models.SlugField(max_length=60, blank=True)
    question = models.SlugField(max_length=80, blank=True)
    option = models.SlugField(max_length=40, blank=True)
    area_slug = models.SlugField(max_length=60, blank=True)
    statistic = models.CharField(max_length=20, blank=True)
    against = models.CharField(max_length=150, blank=True)
    rule = models.CharField(max_length=30, blank=True)
    known_difference = models.TextField(max_length=LONGEST_TEXT, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            at_most(LONGEST_TEXT, "note", of="reported_figure"),
            at_most(LONGEST_TEXT, "known_difference", of="reported_figure"),
        ]
        ordering = ["position"]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return f"{self.key}: {self.what}"
