"""A round of a survey: what it asks, whom, when, and what was said of it."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .required import date_keeps_required
from .sealing import protect_released


@pghistory.track()
class Round(models.Model):
    """One survey at one time. A new round is a row, never code."""

    slug = models.SlugField(
        max_length=60, unique=True, help_text="In addresses. It stays once used."
    )
    title = models.CharField(max_length=120)
    short_title = models.CharField(max_length=40, help_text="For charts and narrow columns.")
    sponsor = models.CharField(max_length=120, help_text="Who ran it.")
    respondents = models.CharField(max_length=120, help_text="Who in the council answered.")
    reference_date = models.DateField(
        help_text="The day the answers describe. Councils in force on it must answer."
    )
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="Open until the end of this day, London time.")
    method = models.TextField(blank=True)
    caveats = models.TextField(blank=True)
    names_councils = models.BooleanField(
        "named councils are public",
        default=False,
        help_text="Off: named councils’ answers stay with councils, regions and national bodies.",
    )
    is_totals_only = models.BooleanField(
        "known only as totals",
        default=False,
        help_text="On: no council’s answers are held, only published totals.",
    )
    illustrative = models.CharField(
        max_length=200,
        blank=True,
        help_text="If the answers are made up for demonstration: the sentence that says so.",
    )
    discloses_small_counts = models.BooleanField(
        default=True,
        help_text="Off: counts of people under 5 are hidden and others rounded in public files.",
    )

    publishes_unanimous = models.BooleanField(
        "counts by area are public where all said the same",
        default=True,
        db_default=True,
        help_text="Off: where every council of an area that answered said the same, the public "
        "does not see what. Councils read which of the two before they answer.",
    )

    class Meta:
        ordering = ["-reference_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="round_closes_after_it_opens",
                violation_error_message="A round closes on or after the day it opens.",
            ),
        ]
        triggers = [
            protect_released(
                "slug",
                "title",
                "short_title",
                "respondents",
                "reference_date",
                "is_totals_only",
                "illustrative",
                used="EXISTS (SELECT FROM surveys_release WHERE round_id = OLD.id "
                "AND compiled_at IS NOT NULL)",
                what="round",
            ),
            date_keeps_required(),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.slug])


@pghistory.track()
class Section(models.Model):
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    guidance = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["round", "position"]
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="section_key_once")]

    def __str__(self) -> str:
        return self.title
