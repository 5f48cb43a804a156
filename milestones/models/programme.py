"""Programme › milestone › expectation, and the questions that tell how far each one got."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import pghistory
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils.text import slugify

from councils.permissions import Person, access_of
from ppf_site.kept.triggers import gives_another_version
from ppf_site.lengths import LONGEST_TEXT, at_most
from ppf_site.rows import row_of, rows_in
from surveys.models import Question, Round
from surveys.models.sealing import protect_released

from .changed import changed_because, changed_comparability, changed_with_both
from .told_once import told_once_on_a_base

Rows = Sequence[Mapping[str, Any]]


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, person: Person) -> Self:
        """One that is not published is known to those who run rounds, and to nobody else."""
        return self if access_of(person).is_national else self.filter(is_published=True)

    def front_first(self) -> Self:
        return self.order_by("-is_front", "-starts_on", "pk")

    def whole(self) -> list[Programme]:
        """Each with its milestones, by number, and of each the expectations by day: one query."""
        milestones = Milestone.objects.filter(programme=OuterRef("pk")).order_by("number")
        expectations = Expectation.objects.filter(milestone__programme=OuterRef("pk"))
        found = self.annotate(
            milestone_rows=rows_in(milestones),
            expectation_rows=rows_in(expectations.order_by("due_on", "position")),
        )
        return [_opened(programme, **vars(programme)) for programme in found]


def _opened(
    programme: Programme, milestone_rows: Rows, expectation_rows: Rows, **_: object
) -> Programme:
    programme.in_order = [row_of(Milestone, values) for values in milestone_rows]
    expectations = [row_of(Expectation, values) for values in expectation_rows]
    for milestone in programme.in_order:
        milestone.programme = programme
        milestone.in_order = [each for each in expectations if each.milestone_id == milestone.pk]
        for expectation in milestone.in_order:
            expectation.milestone = milestone
    return programme


@pghistory.track()
class Programme(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=LONGEST_TEXT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    source = models.CharField(max_length=300, blank=True)
    is_published = models.BooleanField(
        "published",
        default=False,
        db_default=False,
        help_text="Off: only those who run rounds see it, its milestones, expectations and "
        "measures. Others find no trace of it.",
    )
    is_front = models.BooleanField(
        "the site’s front",
        default=False,
        db_default=False,
        help_text="The programme that the site opens with. At most one, and a published one.",
    )

    objects = ProgrammeQuerySet.as_manager()

    in_order: list[Milestone]  # of those that were read whole

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_front"],
                condition=Q(is_front=True),
                name="programme_front_once",
                violation_error_message="Another programme is the site’s front. Take that back "
                "first.",
            ),
            models.CheckConstraint(
                condition=Q(is_front=False) | Q(is_published=True),
                name="programme_front_is_published",
                violation_error_message="The site’s front is a published programme.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="programme_ends_after_start"
            ),
            at_most(LONGEST_TEXT, "description", of="programme"),
        ]
        triggers = [gives_another_version()]

    def __str__(self) -> str:
        return self.title


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, person: Person) -> Self:
        if access_of(person).is_national:
            return self
        return self.filter(programme__is_published=True)

    def in_programme_order(self) -> Self:
        """The front programme's before the others', as `Programme.objects.front_first` has them."""
        return self.select_related("programme").order_by(
            "-programme__is_front", "-programme__starts_on", "programme", "number"
        )


@pghistory.track()
class Milestone(models.Model):
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    short_title = models.CharField(max_length=40)
    description = models.TextField(max_length=LONGEST_TEXT, blank=True)

    objects = MilestoneQuerySet.as_manager()

    in_order: list[Expectation]  # of those that were read whole

    class Meta:
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="milestone_number_once"),
            at_most(LONGEST_TEXT, "description", of="milestone"),
        ]
        triggers = [
            gives_another_version(),
            protect_released(
                "slug",
                used="EXISTS (SELECT FROM milestones_expectation e "
                "JOIN milestones_expectationquestion q ON q.expectation_id = e.id "
                "JOIN surveys_figure f ON f.question_id = q.question_id "
                "WHERE e.milestone_id = OLD.id)",
                what="milestone’s address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("milestone", args=[self.slug])


class ExpectationQuerySet(models.QuerySet["Expectation"]):
    def visible_to(self, person: Person) -> Self:
        if access_of(person).is_national:
            return self
        return self.filter(milestone__programme__is_published=True)

    def in_programme_order(self) -> Self:
        """With their milestones and programmes, as `Milestone.objects.in_programme_order`."""
        return self.select_related("milestone__programme").order_by(
            "-milestone__programme__is_front",
            "-milestone__programme__starts_on",
            "milestone__programme",
            "milestone__number",
            "position",
            "due_on",
        )

    def of_programme(self, programme: Programme) -> Self:
        return self.filter(milestone__programme=programme)


@pghistory.track()
class Expectation(models.Model):
    """What should be true of each council by a day, with a target where there is one."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="expectations")
    slug = models.SlugField(max_length=60, unique=True)
    text = models.TextField(
        max_length=LONGEST_TEXT, help_text="What each council should have done."
    )
    short_text = models.CharField(
        max_length=80, help_text="To follow “likely to”: have 30% of users on personal budgets."
    )
    label = models.CharField(max_length=40, help_text="For rows and columns of tables.")
    due_on = models.DateField()
    due_label = models.CharField(max_length=40, help_text="As people say it: April 2011.")
    target_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    comparability = changed_comparability()
    change_note = changed_because()

    objects = ExpectationQuerySet.as_manager()

    class Meta:
        ordering = ["milestone__number", "position", "due_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target_percent=None) | Q(target_percent__range=(0, 100)),
                name="expectation_target_is_a_percentage",
            ),
            at_most(LONGEST_TEXT, "text", of="expectation"),
            changed_with_both("expectation"),
        ]
        triggers = [
            gives_another_version(),
            protect_released(
                "slug",
                used="EXISTS (SELECT FROM milestones_expectationquestion q JOIN surveys_figure f "
                "ON f.question_id = q.question_id WHERE q.expectation_id = OLD.id)",
                what="expectation’s address",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("expectation", args=[self.slug])


class ExpectationQuestionQuerySet(models.QuerySet["ExpectationQuestion"]):
    def in_milestone(self, milestone: Milestone) -> Self:
        return self.filter(expectation__milestone=milestone)

    def telling_the_same(self, expectation: int, role: str, round: Round) -> Self:
        """The round's forecasts, or outcomes, of the expectation."""
        return self.filter(expectation=expectation, role=role, question__round=round)


@pghistory.track()
class ExpectationQuestion(models.Model):
    """A question that forecasts an expectation, records its outcome or tells the barriers."""

    class Role(models.TextChoices):
        FORECAST = "forecast", "Forecast"
        OUTCOME = "outcome", "Outcome"
        BARRIER = "barrier", "Barriers"

    expectation = models.ForeignKey(Expectation, on_delete=models.PROTECT, related_name="questions")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="expectations")
    role = models.CharField(max_length=10, choices=Role)
    basis = models.CharField(
        max_length=60, blank=True, help_text="If there are several: whose share it is."
    )

    objects = ExpectationQuestionQuerySet.as_manager()

    release_pk: int  # of the release whose words it has, on rows that were sealed

    class Meta:
        ordering = ["expectation", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["expectation", "question", "role"], name="expectation_question_once"
            ),
        ]
        triggers = [
            gives_another_version(),
            told_once_on_a_base(),
        ]

    def __str__(self) -> str:
        asked = self.question
        return f"{self.expectation}: {asked.short_text}, {asked.round.short_title}"

    @property
    def told(self) -> str:
        """How the round tells of it. What was due before is no forecast of what is to come."""
        is_over = self.expectation.due_on < self.question.round.reference_date
        if self.role == self.Role.FORECAST and is_over:
            return "Told after it was due"
        return str(self.get_role_display())

    @property
    def basis_key(self) -> str:
        """The basis as addresses write it."""
        return slugify(self.basis)
