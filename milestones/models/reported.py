"""What was reported at the time: figures, and where the held data has the same; and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F

from councils.models import Region
from councils.permissions import Person, access_of
from ppf_site.kept.triggers import gives_another_version
from ppf_site.lengths import LONGEST_TEXT, at_most
from ppf_site.rows import row_of, rows_in

from .programme import Expectation, Programme


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
    milestone = models.SlugField(
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="Only where what it is compared with does not tell: the slug of the milestone.",
    )
    known_difference = models.TextField(max_length=LONGEST_TEXT, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="Who saved it last on the site; nobody if it is as a file has it.",
    )

    class Meta:
        constraints = [
            at_most(LONGEST_TEXT, "note", of="reported_figure"),
            at_most(LONGEST_TEXT, "known_difference", of="reported_figure"),
        ]
        ordering = ["position"]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return f"{self.key}: {self.what}"


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, person: Person) -> Self:
        """Those of a programme that is not published are known to those who run rounds alone."""
        if access_of(person).is_national:
            return self
        return self.filter(programme__is_published=True)

    def with_about(self) -> Self:
        """In the order of their days, with the slugs of what each is about."""
        about = {"about": F("expectation__slug"), "about_region": F("region__slug")}
        return self.annotate(**about).order_by("said_on", "pk")

    def documents(self) -> ArraySubquery:
        """For a statement that reads something else too: `Statement.of` opens each of them."""
        return rows_in(self.with_about(), "about", "about_region")


@pghistory.track()
class Statement(models.Model):
    """What somebody said of the programme at the time, with who it was and where it stands."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="statements")
    key = models.SlugField(max_length=60, unique=True)
    speaker = models.CharField(max_length=120)
    position_held = models.CharField(
        max_length=160, help_text="As it was then: chief executive, Counsel and Care."
    )
    said = models.TextField(
        max_length=LONGEST_TEXT,
        help_text="In reported speech, to follow the speaker’s name: said that councils differed.",
    )
    said_on = models.DateField(help_text="The day on which it was printed.")
    source = models.CharField(max_length=200)
    url = models.URLField(max_length=300, blank=True)
    expectation = models.ForeignKey(
        Expectation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="statements",
        help_text="If it is about one: it stands on its page too.",
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="If it is about one: it stands on its page too.",
    )

    objects = StatementQuerySet.as_manager()

    about: str | None  # the slugs of its expectation and region, where they were asked for
    about_region: str | None

    class Meta:
        ordering = ["said_on", "pk"]
        constraints = [at_most(LONGEST_TEXT, "said", of="statement")]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return f"{self.speaker}, {self.said_on}"

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Statement:
        """With the slugs of what it is about."""
        found = row_of(cls, document)
        found.about, found.about_region = document["about"], document["about_region"]
        return found
